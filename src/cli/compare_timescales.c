/* shallowflow compare timescales: trained networks beside the three models of the theory. */
#include "cli/commands.h"
#include "cli/compare.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/timescales_simulation.h>
#include <stdlib.h>

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

/* In the order of SHF_MODEL_NAMES. */
enum { MODELS = 3 };

static const struct {
    const char *name, *column, *difference, *help;
} models[MODELS] = {
    {"mean field", "risk_mean_field", "difference_mean_field", "the same in the mean field"},
    {"finite m", "risk_finite_m", "difference_finite_m", "the same with the self-interaction of finite m"},
    {"overlap flow", "risk_overlaps", "difference_overlaps", "the same by the overlap flow"},
};

/* The risk of each model at the times of the simulation; the same initial overlaps for all. */
static shf_status solve(const input *in, const shf_table *simulated, int model, const shf_progress *progress,
                        shf_table **table, shf_error *error)
{
    shf_info unused;
    shf_timescales_params own = in->timescales;
    if (own.init_s.kind == SHF_OVERLAP_AUTO)
        own.init_s.kind = SHF_OVERLAP_SPHERE;
    shf_timescales_request request = shf_timescales_request_default();
    request.model.kind = model;
    shf_grid grid = shf_timescales_grid_default();
    shf_status status = compare_times(simulated, &grid.times, error);
    SHF_THEN(status,
             shf_timescales_solve(&own, &request, &grid, &in->solver, progress, table, &unused, error));
    free(grid.times.value);
    return status;
}

static shf_status add_columns(shf_table *table, shf_error *error)
{
    shf_status status = shf_table_add_column(table, "t", "", "time of the update", error);
    SHF_THEN(status, shf_table_add_column(table, "risk", "", "population risk, mean over the runs", error));
    SHF_THEN(status, shf_table_add_column(table, "risk_se", "", "its standard error", error));
    for (int k = 0; !status && k < MODELS; k++)
        status = shf_table_add_column(table, models[k].column, "", models[k].help, error);
    return status;
}

static shf_status add_rows(shf_table *table, const shf_table *simulated, shf_table *const *theory,
                           shf_error *error)
{
    double worst[MODELS] = {0};
    shf_status status = SHF_OK;
    for (size_t j = 0; !status && j < shf_table_rows(simulated); j++) {
        double row[3 + MODELS] = {shf_table_column(simulated, "t")[j], shf_table_column(simulated, "risk")[j],
                                  shf_table_column(simulated, "risk_se")[j]};
        for (int k = 0; k < MODELS; k++) {
            row[3 + k] = shf_table_column(theory[k], "risk")[j];
            worst[k] = fmax(worst[k], fabs(row[3 + k] - row[1]));
        }
        status = shf_table_add_row(table, row, error);
    }
    for (int k = 0; !status && k < MODELS; k++)
        status = shf_table_add_scalar(table, models[k].difference, worst[k], "",
                                      "largest difference of that risk from the simulation", error);
    return status;
}

/* Difference from the model as a share of what is allowed; 0 for rows that do not count. */
static double excess(const compare_params *c, double noise, const shf_table *table, size_t row)
{
    const double *theory = shf_table_column(table, models[c->model.kind].column);
    if (theory[row] - noise < c->from * (theory[0] - noise))
        return 0;
    return compare_excess(shf_table_column(table, "risk")[row], shf_table_column(table, "risk_se")[row],
                          theory[row], c->z, c->relative);
}

/* The single result `worst` and a sentence; `noise` is the share of label noise in every risk. */
static shf_status add_verdict(const compare_params *c, double noise, shf_table *table, shf_error *error)
{
    char subject[64];
    double worst = 0;
    size_t at = 0;
    for (size_t row = 0; row < shf_table_rows(table); row++) {
        double e = excess(c, noise, table, row);
        if (e > worst || isnan(e)) {
            worst = e;
            at = row;
        }
    }
    (void)snprintf(subject, sizeof subject, "largest difference from the %s:", models[c->model.kind].name);
    return compare_add_verdict(table, worst, subject,
                               at < shf_table_rows(table) ? shf_table_column(table, "t")[at] : 0, error);
}

/* The table of simulation and models. */
static shf_status build(const shf_timescales_params *params, const compare_params *compare,
                        const shf_table *simulated, shf_table *const *theory, shf_table **table,
                        shf_error *error)
{
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    shf_status status = add_columns(*table, error);
    SHF_THEN(status, add_rows(*table, simulated, theory, error));
    SHF_THEN(status, add_verdict(compare, 0.5 * params->tau * params->tau, *table, error));
    if (status) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
}

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const input *in = data;
    *table = NULL;
    shf_table *simulated = NULL, *theory[MODELS] = {NULL};
    shf_status status =
        shf_timescales_simulate(&in->timescales, &in->training, &in->grid, progress, &simulated, info, error);
    for (int k = 0; !status && k < MODELS; k++)
        status = solve(in, simulated, k, progress, &theory[k], error);
    SHF_THEN(status, build(&in->timescales, &in->compare, simulated, theory, table, error));
    shf_table_free(simulated);
    for (int k = 0; k < MODELS; k++)
        shf_table_free(theory[k]);
    return status;
}

static void report(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "%-14s%24s\n", "model", "largest risk difference");
    for (int k = 0; k < MODELS; k++)
        (void)fprintf(stream, "%-14s%24.6g\n", models[k].name, shf_table_scalar(table, models[k].difference));
    double largest = 0;
    for (size_t j = 0; j < shf_table_rows(table); j++)
        largest = fmax(largest, shf_table_column(table, "risk_se")[j]);
    (void)fprintf(stream, "%-14s%24.6g\n", "standard error", largest);
    for (size_t k = 0; k < shf_table_notes(table); k++)
        (void)fprintf(stream, "%s\n", shf_table_note(table, k));
    (void)fprintf(stream, "%s\n", compare_out_of_tolerance(table) ? "out of tolerance" : "within tolerance");
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "risk", AXES_LOG_X, {"t", "risk", "simulation", "points"},
                   {"t", "risk_overlaps", "overlap flow"}, {"t", "risk_finite_m", "finite m"},
                   {"t", "risk_mean_field", "mean field"});
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
    .sample = "--points 2 --epsilon 1 --m 2 --d 2 --t-max 1e-3 --test-size 100 --runs 1",
    .draw = draw,
    .report = report,
    .out_of_tolerance = compare_out_of_tolerance,
    .shows = compare_shows,
};
