/* Commands made for the tests: all kinds of parameters, every way to end, in no time. */
#include "toy.h"
#include <cli/commands.h>
#include <common/params_text.h>
#include <common/report.h>
#include <math.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

SHF_DEFINE_PARAMS(toy_params, TOY_PARAMS, "toy", toy);
SHF_DEFINE_PARAMS(toy_grid, TOY_GRID, "grid", toy_grid);

typedef struct input {
    toy_params toy;
    toy_grid grid;
} input;

#define TOY_SECTIONS SECTIONS(SECTION(toy, toy), SECTION(grid, toy_grid))

/* What happens before row i. */
static void before_row(int mode, size_t i)
{
    const struct timespec moment = {0, 20000000};
    if ((mode == TOY_INTERRUPT && i == 3) || (mode == TOY_TWICE && i == 3) || (mode == TOY_EARLY && i == 0))
        (void)kill(getpid(), SIGINT);
    if (mode == TOY_TERMINATE && i == 3)
        (void)kill(getpid(), SIGTERM);
    if (mode == TOY_TWICE && i == 3)
        (void)kill(getpid(), SIGINT);
    if (mode == TOY_SLOW)
        (void)nanosleep(&moment, NULL);
}

static shf_status make_columns(shf_table *table, shf_error *error)
{
    shf_status status = shf_table_add_column(table, "t", "step", "time", error);
    if (!status)
        status = shf_table_add_column(table, "value", "", "alpha t^2", error);
    if (!status)
        status = shf_table_add_column(table, "F[-1]", "", "minus that", error);
    return status;
}

static shf_status fill(const toy_params *p, const shf_progress *progress, shf_table *table, shf_error *error)
{
    shf_status status = make_columns(table, error);
    for (size_t i = 0; i < p->rows && !status; i++) {
        before_row(p->mode.kind, i);
        if (progress && progress->report && progress->report(progress->context, (double)i / (double)p->rows))
            return shf_fail(error, SHF_ERR_INTERRUPTED, "interrupted");
        double t = (double)i / 3, row[] = {t, p->alpha * t * t, -p->alpha * t * t};
        status = shf_table_add_row(table, row, error);
    }
    return status;
}

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const toy_params *p = &((const input *)data)->toy;
    *table = NULL;
    *info = (shf_info){1, 1, 1e-12, "none"};
    if (p->mode.kind == TOY_NUMERIC)
        return shf_fail(error, SHF_ERR_NUMERIC, "the state became NaN at t = 3");
    if (p->mode.kind == TOY_VALUE)
        return shf_fail(error, SHF_ERR_VALUE, "alpha = 3: does not go with rows = 4");
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    shf_status status = fill(p, progress, *table, error);
    if (!status)
        status = shf_table_add_note(*table, "this is a toy", error);
    return status;
}

static void print(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "%zu rows for people\n", shf_table_rows(table));
}

static int out_of_tolerance(const shf_table *table)
{
    return shf_table_rows(table) > 5;
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "value", AXES_LINEAR, {"t", "value", "value"});
}

const command toy_command = {
    .name = "toy",
    .summary = "a toy",
    .description = PARAGRAPHS("A toy.  It has a second sentence.", ".It starts with a point."),
    .examples = EXAMPLES({"shallowflow toy --rows 3", "a short one"}),
    .sections = TOY_SECTIONS,
    .run = run,
    .sample = "--rows 1",
    .draw = draw,
};

const command toy_verdict_command = {
    .name = "toy verdict",
    .summary = "a toy that checks",
    .sections = TOY_SECTIONS,
    .run = run,
    .print = print,
    .out_of_tolerance = out_of_tolerance,
};

const command *const command_list[] = {&toy_command, &toy_verdict_command, &rerun_command,   &help_command,
                                       &man_command, &completion_command,  &version_command, NULL};
