/* shallowflow onset dmft: when a network of finite width learns, overfits, unlearns and interpolates. */
#include "cli/commands.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/dmft_limits.h>
#include <stdlib.h>

typedef struct input {
    shf_dmft_params dmft;
    shf_dmft_events_request events;
    shf_dmft_solver solver;
} input;

RUN(shf_dmft_events_solve(&in->dmft, &in->events, &in->solver, progress, table, info, error))

static const char *const shown[] = {"t", "t_error", "a", "v", "e_train", "e_test"};
enum { N_SHOWN = sizeof shown / sizeof shown[0] };

static int happens(const shf_table *table, size_t k)
{
    return !isnan(shf_table_column(table, "t")[k]);
}

static void print(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "%-10s", "event");
    for (size_t c = 0; c < N_SHOWN; c++)
        (void)fprintf(stream, "%14s", shown[c]);
    (void)fprintf(stream, "\n");
    for (size_t k = 0; k < shf_table_rows(table); k++) {
        if (!happens(table, k))
            continue;
        (void)fprintf(stream, "%-10s", shf_dmft_event_name((int)k));
        for (size_t c = 0; c < N_SHOWN; c++)
            (void)fprintf(stream, c == 1 ? "%14.1g" : "%14.7g", shf_table_column(table, shown[c])[k]);
        (void)fprintf(stream, "\n");
    }
    (void)fprintf(stream, "\n");
    for (size_t k = 0; k < shf_table_rows(table); k++)
        if (happens(table, k))
            (void)fprintf(stream, "%-10s%s\n", shf_dmft_event_name((int)k), shf_dmft_event_help((int)k));
    double unlearnt = shf_table_scalar(table, "unlearnt");
    if (!isnan(unlearnt))
        (void)fprintf(stream, "%-10s%.4g of the largest v is lost at t-max\n", "unlearnt", unlearnt);
    for (size_t k = 0; k < shf_table_notes(table); k++)
        (void)fprintf(stream, "%s\n", shf_table_note(table, k));
}

/* The curve with the events marked. */
static void draw(picture *p)
{
    const input *in = p->input;
    shf_grid grid = shf_dmft_grid_default();
    for (size_t k = 0; k < shf_table_rows(p->table); k++)
        picture_mark(p, shf_table_column(p->table, "t")[k], picture_text(p, shf_dmft_event_name((int)k)));
    grid.times = picture_times(p, fmin(in->events.t_max / 1e3, 0.1), in->events.t_max);
    SHF_THEN(p->status, shf_dmft_solve(&in->dmft, &grid, &in->solver, NULL, &p->theory, NULL, &p->error));
    free(grid.times.value);
    PICTURE_CURVES(p, "t", "error", AXES_LOG_X,
                   {.x = "t", .y = "e_train", .title = "training error", .theory = 1},
                   {.x = "t", .y = "e_test", .title = "test error", .theory = 1});
    PICTURE_CURVES(p, "t", "overlap v", AXES_LOG_X, {.x = "t", .y = "v", .title = "v", .theory = 1});
}

const command onset_dmft_command = {
    .name = "onset dmft",
    .answers = ONSETS,
    .summary = "when a network of finite width learns, overfits and unlearns",
    .description = PARAGRAPHS(
        "When does a network of m neurons learn the target, when does it start to overfit, when should it "
        "stop, and when has it fitted all samples?  Finds, as roots on the solution of the two-time "
        "equations, when the test error is smallest (t_best), when the training error has left the test error "
        "(t_gap), when the overlap with the target is largest (t_learnt), when it has fallen to a share of "
        "that (t_unlearn), and when the samples are interpolated (t_fit), each with its estimated error.",
        "An event that does not happen before t-max is said so.  Theory and parameters are those of "
        "shallowflow dmft."),
    .examples = EXAMPLES({"shallowflow onset dmft --m 10 --t-max 300", "a small network"},
                         {"shallowflow onset dmft --m 100 --tau 0.6 --t-max 3000 --gap 0.2 --format json",
                          "a wide one, for programs"}),
    .sections = SECTIONS(SECTION(dmft, shf_dmft_params), SECTION(events, shf_dmft_events),
                         SECTION(solver, shf_dmft_solver)),
    .run = run,
    .sample = "--t-max 1 --rtol 1e-3",
    .draw = draw,
    .print = print,
};
