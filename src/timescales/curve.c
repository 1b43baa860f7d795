/* The whole curve of a model as a table. */
#include "common/columns.h"
#include "common/report.h"
#include "timescales/results.h"
#include <math.h>
#include <stdlib.h>

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

/* ---- error estimate ---- */

/* Largest difference of two runs in risk and residuals, relative to the largest value of each or that of a
 * network that is zero (whichever rows there are), and in the t_k. */
static double difference(const shf_timescales_run *fine, const shf_timescales_run *coarse)
{
    const double *phi = fine->model->phi;
    double worst = 0, start = 0;
    for (size_t k = 0; k <= fine->model->K; k++)
        start += 0.5 * phi[k] * phi[k];
    for (size_t c = 1; c <= fine->model->K + 2; c++) {
        const double *x = shf_table_column_at(fine->table, c), *y = shf_table_column_at(coarse->table, c);
        double largest = 0, error = 0;
        for (size_t j = 0; j < shf_table_rows(fine->table); j++) {
            error = fmax(error, fabs(x[j] - y[j]));
            largest = fmax(largest, fabs(x[j]));
        }
        largest = fmax(largest, c == 1 ? start : fabs(phi[c - 2]));
        if (c == 1 || phi[c - 2] != 0)
            worst = fmax(worst, largest > 0 ? error / largest : 0);
    }
    for (size_t k = 0; k <= fine->model->K; k++)
        if (fine->events.t[k] > 0 && coarse->events.t[k] > 0)
            worst = fmax(worst, fabs(coarse->events.t[k] / fine->events.t[k] - 1));
    return worst;
}

static shf_status estimate(shf_timescales_run *fine, const double *t, size_t n, shf_error *error)
{
    shf_solver rough = *fine->solver;
    rough.rtol *= 10;
    rough.atol *= 10;
    shf_timescales_run coarse = {.model = fine->model, .solver = &rough, .progress = fine->progress};
    shf_status status = shf_table_status(fine->table, error);
    SHF_THEN(status, shf_timescales_run_through(&coarse, t, n, error));
    SHF_THEN(status, shf_table_status(coarse.table, error));
    if (status == SHF_OK)
        fine->info.estimated_error = difference(fine, &coarse);
    shf_timescales_run_free(&coarse);
    return status;
}

/* ---- all of it ---- */

/* Single results and notes.  After an interruption, too, of what there is. */
static shf_status describe(const shf_timescales_run *run, shf_error *error)
{
    shf_timescales_outer_solution outer;
    shf_timescales_prediction *prediction = calloc(run->model->K + 1, sizeof *prediction);
    if (!prediction)
        return shf_no_memory(error);
    shf_timescales_model_predict(run->model, prediction);
    shf_status status = shf_timescales_model_outer(run->model, run->solver, run->progress, 1, &outer, error);
    if (status == SHF_OK || status == SHF_ERR_INTERRUPTED) {
        shf_timescales_results(run, prediction, &outer);
        shf_timescales_notes(run, prediction);
    }
    free(prediction);
    return status;
}

shf_status shf_timescales_solve(const shf_timescales_params *params, const shf_timescales_request *request,
                                const shf_grid *grid, const shf_solver *solver, const shf_progress *progress,
                                shf_table **table, shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_timescales_model model = {.sigma = NULL};
    shf_timescales_run run = {&model, solver, progress, .neurons = request->nodes};
    double *t = NULL;
    size_t n = 0;
    shf_status status = shf_params_validate(&shf_timescales_request_table, request, error);
    SHF_THEN(status, shf_params_validate(&shf_timescales_solver_table, solver, error));
    SHF_THEN(status, shf_timescales_model_make(&model, params, request->model.kind, error));
    SHF_THEN(status, times(grid, params->epsilon, &t, &n, error));
    if (status == SHF_OK) {
        status = shf_timescales_run_through(&run, t, n, error);
        if (status == SHF_OK && request->estimate.kind == 0)
            status = estimate(&run, t, n, error);
        if (info)
            *info = run.info;
    }
    if (run.table && (status == SHF_OK || status == SHF_ERR_INTERRUPTED)) {
        shf_status described = describe(&run, error);
        status = described && described != SHF_ERR_INTERRUPTED ? described : status ? status : described;
        *table = run.table;
        run.table = NULL;
        status = shf_table_end(table, status, error);
    }
    shf_timescales_run_free(&run);
    free(t);
    shf_timescales_model_free(&model);
    return status;
}
