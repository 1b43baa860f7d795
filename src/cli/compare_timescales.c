/* shallowflow compare timescales: trained networks beside the three models of the theory. */
#include "cli/commands.h"
#include "cli/compare.h"
#include <shallowflow/timescales_simulation.h>

#define COMPARE_PARAMS(P, S)                                                                                \
    P(S, choice, model, "model", SHF_CHOICE(SHF_MODEL_OVERLAPS), SHF_MODEL_NAMES, "",                       \
      "model that must agree with the simulation; all three are shown")                                     \
    COMPARE_TOLERANCES(P, S)                                                                                \
    P(S, real, from, "tolerance-from", 0.001, "[0, 1]", "",                                                 \
      "only rows count in which the risk of the model, without label noise, is at least this share of the " \
      "first")

OWN_PARAMS(compare_params, COMPARE_PARAMS, "compare");

typedef struct input {
    shf_timescales_params timescales;
    shf_timescales_training training;
    shf_grid grid;
    shf_solver solver;
    compare_params compare;
} input;

static const char *const observables[] = {"risk"};

/* In the order of SHF_MODEL_NAMES. */
static const char *const models[] = {"mean_field", "finite_m", "overlaps"};

static shf_status simulate(const void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                           shf_error *error)
{
    const input *in = data;
    return shf_timescales_simulate(&in->timescales, &in->training, &in->grid, progress, table, info, error);
}

/* The risk of each model; the same initial overlaps for all. */
static shf_status solve(const void *data, size_t k, const shf_list *times, const shf_progress *progress,
                        shf_table **table, shf_error *error)
{
    shf_info unused;
    const input *in = data;
    shf_timescales_params own = in->timescales;
    if (own.init_s.kind == SHF_OVERLAP_AUTO)
        own.init_s.kind = SHF_OVERLAP_SPHERE;
    shf_timescales_request request = shf_timescales_request_default();
    request.model.kind = (int)k;
    shf_grid grid = shf_timescales_grid_default();
    grid.times = *times;
    return shf_timescales_solve(&own, &request, &grid, &in->solver, progress, table, &unused, error);
}

/* The share of label noise in every risk does not fall. */
static int counts(const void *data, const shf_table *simulated, const shf_table *solved, size_t row)
{
    const input *in = data;
    const double *risk = shf_table_column(solved, "risk"), tau = in->timescales.tau;
    double noise = 0.5 * tau * tau;
    (void)simulated;
    return risk[row] - noise >= in->compare.from * (risk[0] - noise);
}

RUN(compare_run(&(const comparison){in, in->training.runs, observables, LENGTH(observables), 0, models,
                                    LENGTH(models), (size_t)in->compare.model.kind, in->compare.z,
                                    in->compare.relative, simulate, solve, counts},
                progress, table, info, error))

static void report(FILE *stream, const shf_table *table)
{
    static const char *const words[] = {"mean field", "finite m", "overlap flow"};
    (void)fprintf(stream, "%-14s%24s\n", "model", "largest risk difference");
    for (size_t k = 0; k < LENGTH(models); k++) {
        char name[32];
        (void)snprintf(name, sizeof name, "difference_%s", models[k]);
        (void)fprintf(stream, "%-14s%24.6g\n", words[k], shf_table_scalar(table, name));
    }
    double largest = 0;
    for (size_t j = 0; j < shf_table_rows(table); j++)
        largest = fmax(largest, shf_table_column(table, "risk_se")[j]);
    (void)fprintf(stream, "%-14s%24.6g\n", "standard error", largest);
    for (size_t k = 0; k < shf_table_notes(table); k++)
        (void)fprintf(stream, "%s\n", shf_table_note(table, k));
    (void)fprintf(stream, "%s\n", check_words[compare_out_of_tolerance(table)]);
}

static void draw(picture *p)
{
    compare_draw(p, solve, models, LENGTH(models));
    PICTURE_CURVES(p, "t", "risk", AXES_LOG_X,
                   {.x = "t", .y = "risk_overlaps", .title = "overlap flow", .theory = 1},
                   {.x = "t", .y = "risk_finite_m", .title = "finite m", .theory = 1},
                   {.x = "t", .y = "risk_mean_field", .title = "mean field", .theory = 1},
                   {.x = "t", .y = "risk", .title = "networks", .style = "points ls 7 pt 6"});
}

const command compare_timescales_command = {
    .name = "compare timescales",
    .answers = CHECKS,
    .summary = "trained networks beside the models of timescales",
    .description = PARAGRAPHS(
        "Trains the network of shallowflow timescales and puts its risk beside that of the overlap flow from "
        "the same initial vectors, of the mean field with the self-interaction of finite m, and of the mean "
        "field, both from the same initial overlaps.  The largest differences are single results; --report "
        "shows them.",
        "The exit code is 3 when the risk differs from that of --model by more than tolerance-z standard "
        "errors plus the share tolerance-relative of it, in a row in which that risk is at least the share "
        "tolerance-from of its first value."),
    .examples = EXAMPLES(
        {"shallowflow compare timescales --epsilon 0.05 --m 50 --d 100 --t-max 2 --points 40 --report",
         "how far SGD is from the flow"}),
    .sections =
        SECTIONS(SECTION(timescales, shf_timescales_simulation_params),
                 SECTION(training, shf_timescales_training), SECTION(grid, shf_timescales_simulation_grid),
                 SECTION(solver, shf_timescales_solver), OWN_SECTION(compare, compare_params)),
    .run = run,
    .sample = "--points 2 --epsilon 1 --m 2 --d 2 --t-max 1e-3 --test-size 100 --runs 2",
    .draw = draw,
    .report = report,
    .out_of_tolerance = compare_out_of_tolerance,
    .shows = compare_shows,
};
