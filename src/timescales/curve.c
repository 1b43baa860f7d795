/* The whole curve of a model as a table. */
#include "common/report.h"
#include "timescales/results.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The grid of this theory: its first time follows epsilon. */
static shf_status times(const shf_grid *grid, double epsilon, double **t, size_t *n, shf_error *error)
{
    shf_grid own = *grid;
    shf_status status = shf_params_validate(&shf_timescales_grid_table, grid, error);
    if (status)
        return status;
    if (own.t_min == 0 && own.grid.kind == SHF_GRID_LOG && 0.01 * epsilon < own.t_max)
        own.t_min = 0.01 * epsilon;
    return shf_grid_times(&own, t, n, error);
}

/* ---- columns ---- */

static shf_status numbered(shf_table *table, const char *name, size_t first, size_t n, const char *help,
                           shf_error *error)
{
    char text[48];
    shf_status status = SHF_OK;
    for (size_t k = first; status == SHF_OK && k < first + n; k++) {
        (void)snprintf(text, sizeof text, "%s_%zu", name, k);
        status = shf_table_add_column(table, text, "", help, error);
    }
    return status;
}

static int has_parts(const shf_timescales_run *run)
{
    return run->system.model->model != SHF_MODEL_MEAN_FIELD;
}

static shf_status add_columns(shf_table *table, const shf_timescales_run *run, shf_error *error)
{
    size_t K = run->system.model->K;
    shf_status status = shf_table_add_column(table, "t", "", "time", error);
    if (status == SHF_OK)
        status = shf_table_add_column(table, "risk", "", "population risk, label noise included", error);
    if (status == SHF_OK)
        status = numbered(table, "rho", 0, K + 1, "residual of that Hermite component of the target", error);
#define ADD_MOMENT(name, help) \
    if (status == SHF_OK)      \
        status = shf_table_add_column(table, #name, "", help, error);
    SHF_TIMESCALES_RUN_MOMENTS(ADD_MOMENT)
#undef ADD_MOMENT
    if (status == SHF_OK && has_parts(run))
        status = numbered(table, "R", 0, K + 1, "part of that component in the risk", error);
    for (size_t i = 1; status == SHF_OK && i <= run->neurons; i++) {
        status = numbered(table, "a", i, 1, "output weight of that neuron", error);
        if (status == SHF_OK)
            status = numbered(table, "s", i, 1, "overlap of that neuron with the target direction", error);
    }
    return status;
}

static shf_status add_rows(shf_table *table, const shf_timescales_run *run, shf_error *error)
{
    size_t parts = run->system.model->K + 1, before = run->columns - 2 * run->neurons - parts;
    double *row = malloc(run->columns * sizeof *row);
    if (!row)
        return shf_no_memory(error);
    shf_status status = SHF_OK;
    for (size_t j = 0; status == SHF_OK && j < run->done; j++) {
        memcpy(row, run->rows + j * run->columns, run->columns * sizeof *row);
        if (!has_parts(run))
            memmove(row + before, row + before + parts, 2 * run->neurons * sizeof *row);
        status = shf_table_add_row(table, row, error);
    }
    free(row);
    return status;
}

/* ---- error estimate ---- */

/* Largest difference of two runs in risk and residuals, relative to the largest value of each, and in the
 * t_k. */
static double difference(const shf_timescales_run *fine, const shf_timescales_run *coarse)
{
    size_t K = fine->system.model->K;
    double worst = 0;
    for (size_t c = 1; c <= K + 2; c++) {
        double largest = 0, error = 0;
        for (size_t j = 0; j < fine->done; j++) {
            double x = fine->rows[j * fine->columns + c], y = coarse->rows[j * coarse->columns + c];
            error = fmax(error, fabs(x - y));
            largest = fmax(largest, fabs(x));
        }
        if (c >= 2)
            largest = fmax(largest, fabs(fine->system.model->phi[c - 2]));
        if (c == 1 || fine->system.model->phi[c - 2] != 0)
            worst = fmax(worst, largest > 0 ? error / largest : 0);
    }
    for (size_t k = 0; k <= K; k++)
        if (fine->watch.t[k] > 0 && coarse->watch.t[k] > 0)
            worst = fmax(worst, fabs(coarse->watch.t[k] / fine->watch.t[k] - 1));
    return worst;
}

static shf_status estimate(const shf_timescales_run *fine, const shf_solver *solver, const double *t,
                           size_t n, const shf_progress *progress, shf_info *info, shf_error *error)
{
    shf_solver rough = *solver;
    rough.rtol *= 10;
    rough.atol *= 10;
    shf_info unused = {.steps = 0};
    shf_timescales_run coarse;
    shf_status status =
        shf_timescales_run_make(&coarse, fine->system.model, &rough, 0, t, n, progress, &unused, error);
    if (status == SHF_OK)
        info->estimated_error = difference(fine, &coarse);
    shf_timescales_run_free(&coarse);
    return status;
}

/* ---- all of it ---- */

static shf_status describe(shf_table *table, const shf_timescales_run *run, const shf_solver *solver,
                           const shf_progress *progress, shf_error *error)
{
    const shf_timescales_model *model = run->system.model;
    shf_timescales_outer_solution outer;
    shf_timescales_prediction *prediction = calloc(model->K + 1, sizeof *prediction);
    if (!prediction)
        return shf_no_memory(error);
    shf_timescales_model_predict(model, prediction);
    shf_status asked = shf_timescales_model_outer(model, solver, progress, 1, &outer, error);
    shf_status status = asked == SHF_ERR_INTERRUPTED ? SHF_OK : asked;
    if (status == SHF_OK)
        status = add_columns(table, run, error);
    if (status == SHF_OK)
        status = shf_timescales_results(table, run, prediction, &outer, error);
    if (status == SHF_OK)
        status = shf_timescales_notes(table, run, prediction, error);
    if (status == SHF_OK)
        status = add_rows(table, run, error);
    free(prediction);
    return status ? status : asked;
}

static shf_status solve(const shf_timescales_model *model, const shf_timescales_request *request,
                        const double *t, size_t n, const shf_solver *solver, const shf_progress *progress,
                        shf_table *table, shf_info *info, shf_error *error)
{
    shf_timescales_run run;
    *info = (shf_info){.estimated_error = NAN};
    shf_status made =
        shf_timescales_run_make(&run, model, solver, request->nodes, t, n, progress, info, error);
    if (made == SHF_OK && request->estimate.kind == 0)
        made = estimate(&run, solver, t, n, progress, info, error);
    shf_status status = made == SHF_ERR_INTERRUPTED ? SHF_OK : made;
    if (status == SHF_OK)
        status = describe(table, &run, solver, progress, error);
    shf_timescales_run_free(&run);
    return status ? status : made;
}

shf_status shf_timescales_solve(const shf_timescales_params *params, const shf_timescales_request *request,
                                const shf_grid *grid, const shf_solver *solver, const shf_progress *progress,
                                shf_table **table, shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_info unused;
    shf_timescales_model model = {.sigma = NULL};
    double *t = NULL;
    size_t n = 0;
    shf_status status = shf_params_validate(&shf_timescales_request_table, request, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_timescales_solver_table, solver, error);
    if (status == SHF_OK)
        status = shf_timescales_model_make(&model, params, request->model.kind, error);
    if (status == SHF_OK)
        status = times(grid, params->epsilon, &t, &n, error);
    if (status == SHF_OK && !(*table = shf_table_new()))
        status = shf_no_memory(error);
    if (status == SHF_OK)
        status = solve(&model, request, t, n, solver, progress, *table, info ? info : &unused, error);
    if (status && status != SHF_ERR_INTERRUPTED) {
        shf_table_free(*table);
        *table = NULL;
    }
    free(t);
    shf_timescales_model_free(&model);
    return status;
}
