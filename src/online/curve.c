/* The whole curve as a table with its single results. */
#include "common/columns.h"
#include "common/report.h"
#include "online/run.h"
#include <stdlib.h>

/* ---- error estimate ---- */

/* Largest difference of two runs in the columns behind t, relative to the largest value of each. */
static double difference(const shf_table *fine, const shf_table *coarse)
{
    double worst = 0;
    size_t rows =
        shf_table_rows(fine) < shf_table_rows(coarse) ? shf_table_rows(fine) : shf_table_rows(coarse);
    for (size_t c = 1; c < shf_table_columns(fine); c++) {
        const double *x = shf_table_column_at(fine, c), *y = shf_table_column_at(coarse, c);
        double error = 0, largest = 0;
        for (size_t j = 0; j < rows; j++) {
            error = fmax(error, fabs(x[j] - y[j]));
            largest = fmax(largest, fabs(x[j]));
        }
        worst = fmax(worst, largest > 1e-8 ? error / largest : 0);
    }
    return worst;
}

static shf_status estimate(shf_online_run *fine, const double *t, size_t n, shf_error *error)
{
    shf_solver rough = *fine->solver;
    rough.rtol *= 10;
    rough.atol *= 10;
    shf_online_run coarse = {fine->model, &rough, fine->progress, fine->share, fine->overlaps};
    shf_status status = shf_online_run_through(&coarse, t, n, error);
    SHF_THEN(status, shf_table_status(coarse.table, error));
    if (!status)
        fine->info.estimated_error = difference(fine->table, coarse.table);
    shf_online_run_free(&coarse);
    return status;
}

/* ---- results ---- */

#define RESULTS(C, S)                                                                                        \
    C(S, plateau_from, "", "start of the longest plateau: -d log e_gen/d log t below 0.2 between two falls") \
    C(S, plateau_to, "", "its end; nan: no plateau")                                                         \
    C(S, plateau_level, "", "e_gen where it is flattest")                                                    \
    C(S, t_specialised, "", "when the specialisation first passes the share; nan: not yet")                  \
    C(S, final_e_gen, "",                                                                                    \
      "e_gen of the stationary state nearest to the end; nan: not asked for, or none found")                 \
    C(S, final_rate, "", "growth rate of the least stable perturbation of that state")

typedef struct results {
    RESULTS(SHF_COLUMN_FIELD, )
} results;
SHF_DEFINE_COLUMNS(results, RESULTS, columns);

static shf_status describe(shf_online_run *run, int final, shf_error *error)
{
    shf_online_final at_end = {NAN, NAN};
    const shf_online_events *e = &run->events;
    shf_status status = final ? shf_online_final_find(run, &at_end, error) : SHF_OK;
    const results r = {e->from, e->to, e->level, e->t_specialised, at_end.e_gen, at_end.rate};
    shf_scalars_add(run->table, &columns, &r, NULL);
    if (at_end.rate > 1e-6)
        shf_note_add(run->table,
                     "the stationary state nearest to the end of the run is unstable: a plateau that is left "
                     "at the rate %.6g",
                     at_end.rate);
    return status;
}

/* A run that diverged is refused, with rates at which it does not. */
static shf_status refuse(const shf_online_run *run, double t_max, shf_error *error)
{
    const shf_online_params *p = &run->model->params;
    double factor = 0, t = run->events.t_diverged;
    shf_status status =
        shf_online_stable_factor(run->model, run->solver, t_max, run->progress, &factor, error);
    if (status)
        return status;
    if (!(factor > 0))
        return shf_fail(error, SHF_ERR_VALUE,
                        "eta-w = %g: the error diverges at t = %.4g, at smaller rates too", p->eta_w, t);
    if (p->freeze_v.kind)
        return shf_fail(error, SHF_ERR_VALUE,
                        "eta-w = %g: the error diverges at t = %.4g; up to eta-w = %.3g it does not",
                        p->eta_w, t, factor * p->eta_w);
    return shf_fail(
        error, SHF_ERR_VALUE,
        "eta-w = %g, eta-v = %g: the error diverges at t = %.4g; up to eta-w = %.3g, eta-v = %.3g "
        "it does not",
        p->eta_w, p->eta_v, t, factor * p->eta_w, factor * p->eta_v);
}

static shf_status solve(shf_online_run *run, const shf_online_request *request, const double *t, size_t n,
                        shf_error *error)
{
    shf_status status = shf_online_run_through(run, t, n, error);
    if (!status && !isnan(run->events.t_diverged))
        return refuse(run, t[n - 1], error);
    if (!status && request->estimate.kind == 0)
        status = estimate(run, t, n, error);
    return status;
}

shf_status shf_online_solve(const shf_online_params *params, const shf_online_request *request,
                            const shf_grid *grid, const shf_progress *progress, shf_table **table,
                            shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_online_model model = {.lambda = NULL};
    const shf_solver solver = {request->rtol, request->atol, request->max_steps};
    shf_online_run run = {&model, &solver, progress, request->share, request->overlaps.kind == 0};
    double *t = NULL;
    size_t n = 0;
    shf_status status = shf_params_validate(&shf_online_request_table, request, error);
    SHF_THEN(status, shf_params_validate(&shf_online_grid_table, grid, error));
    SHF_THEN(status, shf_grid_times(grid, &t, &n, error));
    SHF_THEN(status, shf_online_model_make(&model, params, error));
    SHF_THEN(status, solve(&run, request, t, n, error));
    if (info)
        *info = run.info;
    if (!status && !run.table)
        status = shf_no_memory(error);
    if (run.table && (status == SHF_OK || status == SHF_ERR_INTERRUPTED)) {
        shf_status described = describe(&run, status == SHF_OK && request->final.kind == 0, error);
        *table = run.table;
        run.table = NULL;
        status = shf_table_end(table, described ? described : status, error);
    }
    shf_online_run_free(&run);
    free(t);
    shf_online_model_free(&model);
    return status;
}
