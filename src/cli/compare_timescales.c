/* shallowflow compare timescales: trained networks beside the three models of the theory. */
#include "cli/commands.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/timescales_simulation.h>
#include <stdlib.h>

static const shf_param_table *(*const sections[])(void) = {
    shf_timescales_params_table, shf_timescales_training_table, shf_timescales_grid_table,
    shf_timescales_solver_table, NULL};

enum { MODELS = 3 };

static const struct {
    const char *column, *difference, *help;
} models[MODELS] = {
    {"risk_mean_field", "difference_mean_field", "the same in the mean field"},
    {"risk_finite_m", "difference_finite_m", "the same with the self-interaction of finite m"},
    {"risk_overlaps", "difference_overlaps", "the same by the overlap flow"},
};

/* The risk of each model at the times of the simulation; the same initial overlaps for all. */
static shf_status solve(const shf_timescales_params *params, const shf_solver *solver,
                        const shf_table *simulated, int model, const shf_progress *progress,
                        shf_table **table, shf_info *info, shf_error *error)
{
    shf_timescales_params own = *params;
    if (own.init_s.kind == SHF_OVERLAP_AUTO)
        own.init_s.kind = SHF_OVERLAP_SPHERE;
    shf_timescales_request request = shf_timescales_request_default();
    request.model.kind = model;
    shf_grid grid = shf_timescales_grid_default();
    size_t n = shf_table_rows(simulated);
    double *t = malloc((n ? n : 1) * sizeof *t);
    if (!t)
        return shf_no_memory(error);
    for (size_t j = 0; j < n; j++)
        t[j] = shf_table_column(simulated, "t")[j];
    grid.times = (shf_list){n, t};
    shf_status status = shf_timescales_solve(&own, &request, &grid, solver, progress, table, info, error);
    free(t);
    return status;
}

static shf_status add_columns(shf_table *table, shf_error *error)
{
    shf_status status = shf_table_add_column(table, "t", "", "time of the update", error);
    if (!status)
        status = shf_table_add_column(table, "risk", "", "population risk, mean over the runs", error);
    if (!status)
        status = shf_table_add_column(table, "risk_se", "", "its standard error", error);
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

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    *table = NULL;
    shf_table *simulated = NULL, *theory[MODELS] = {NULL};
    shf_info unused;
    shf_status status =
        shf_timescales_simulate(params[0], params[1], params[2], progress, &simulated, info, error);
    for (int k = 0; !status && k < MODELS; k++)
        status = solve(params[0], params[3], simulated, k, progress, &theory[k], &unused, error);
    if (!status && !(*table = shf_table_new()))
        status = shf_no_memory(error);
    if (!status)
        status = add_columns(*table, error);
    if (!status)
        status = add_rows(*table, simulated, theory, error);
    shf_table_free(simulated);
    for (int k = 0; k < MODELS; k++)
        shf_table_free(theory[k]);
    if (status) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
}

static void report(FILE *stream, const shf_table *table)
{
    static const char *const names[MODELS] = {"mean field", "finite m", "overlaps"};
    (void)fprintf(stream, "%-14s%24s\n", "model", "largest risk difference");
    for (int k = 0; k < MODELS; k++)
        (void)fprintf(stream, "%-14s%24.6g\n", names[k], shf_table_scalar(table, models[k].difference));
    double largest = 0;
    for (size_t j = 0; j < shf_table_rows(table); j++)
        largest = fmax(largest, shf_table_column(table, "risk_se")[j]);
    (void)fprintf(stream, "%-14s%24.6g\n", "standard error", largest);
}

static const shf_plot_curve curves[] = {{"t", "risk", "simulation", "points"},
                                        {"t", "risk_overlaps", "overlap flow", NULL},
                                        {"t", "risk_finite_m", "finite m", NULL},
                                        {"t", "risk_mean_field", "mean field", NULL}};
static const shf_plot_panel panels[] = {{"t", "risk", 1, 0, curves, sizeof curves / sizeof curves[0]}};

static const char *const description[] = {
    "Trains the network of shallowflow timescales and puts its risk beside that of the overlap flow from the "
    "same initial "
    "vectors, of the mean field with the self-interaction of finite m, and of the mean field, both from the "
    "same initial "
    "overlaps.  The largest differences are single results; --report shows them.",
    NULL};

static const example examples[] = {
    {"shallowflow compare timescales --epsilon 0.05 --m 50 --d 100 --t-max 2 --points 40 --report",
     "how far SGD is from the flow"},
    {NULL, NULL}};

static const sample smallest[] = {{"points", "2"},   {"epsilon", "1"},     {"m", "2"},    {"d", "2"},
                                  {"t-max", "1e-3"}, {"test-size", "100"}, {"runs", "1"}, {NULL, NULL}};

const command compare_timescales_command = {
    .name = "compare timescales",
    .summary = "trained networks beside the models of timescales",
    .description = description,
    .examples = examples,
    .sections = sections,
    .run = run,
    .sample = smallest,
    .panels = panels,
    .n_panels = sizeof panels / sizeof panels[0],
    .report = report,
};
