/* The whole curve as a table, with errors estimated from two resolutions. */
#include "dmft/curve.h"
#include "common/blas.h"
#include "common/columns.h"
#include "common/report.h"
#include "dmft/interrupt.h"
#include <math.h>
#include <stdlib.h>

enum { REFINEMENTS = 8, ESTIMATED = SHF_DMFT_ESTIMATED };

typedef shf_dmft_pair curve;

/* The schemes, by SHF_DMFT_...: ratio of the two resolutions, and the finer one that the first pair of runs
 * has: min(most, factor rtol^power), for explicit schemes in units of the fastest time. */
static const struct {
    shf_dmft_march march;
    const char *method;
    double ratio, most, factor, power;
    int uniform;
} scheme[] = {
    {shf_dmft_collocate, "Radau collocation of the two-time equations", 5, 1, 1, 1, 0},
    {shf_dmft_bdf2, "two-time equations, second-order backward differences on a growing grid", 2, 0.1, 3, 0.5,
     0},
    {shf_dmft_heun, "two-time equations, Heun steps", 2, 0.5, 8, 0.5, 1},
    {shf_dmft_euler, "two-time equations, Euler steps", 2, 0.25, 30, 1, 1},
};

/* ---- errors ---- */

/* Largest difference so far of the two runs. */
static void raise(const curve *c, double t, shf_dmft_point *fine, double *error)
{
    shf_dmft_point coarse;
    shf_dmft_path_at(&c->fine, t, fine->all);
    shf_dmft_path_at(&c->coarse, t, coarse.all);
    for (size_t k = 0; k < ESTIMATED; k++)
        error[k] = fmax(error[k], fabs(fine->all[k] - coarse.all[k]));
}

static double estimate(curve *c)
{
    double error[ESTIMATED] = {0}, size[ESTIMATED] = {0}, worst = 0;
    shf_dmft_point unused;
    for (size_t j = 0; j < c->n; j++)
        raise(c, c->t[j], &unused, error);
    for (size_t j = 0; j < c->fine.n; j++)
        for (size_t k = 0; k < ESTIMATED; k++)
            size[k] = fmax(size[k], fabs(c->fine.column[k][j]));
    for (size_t k = 0; k < ESTIMATED; k++) {
        c->error[k] = size[k] > 0 ? error[k] / size[k] : 0;
        worst = fmax(worst, c->error[k]);
    }
    return worst;
}

/* ---- runs ---- */

/* From where c->state is, or from t = 0. */
static shf_status one_run(const curve *c, double resolution, double from, double to,
                          const shf_progress *progress, shf_dmft_path *path, shf_error *error)
{
    const shf_dmft_share share = {progress, from, to, c->state, c->save, c->context};
    return scheme[c->solver->scheme.kind].march(c->model, c->solver, resolution, c->t[c->n - 1], &share, path,
                                                error);
}

static double first_resolution(const curve *c)
{
    const shf_dmft_solver *solver = c->solver;
    int kind = solver->scheme.kind;
    if (solver->step > 0)
        return solver->step;
    double unit = scheme[kind].uniform ? fmin(shf_dmft_fastest_time(c->model), c->t[c->n - 1]) : 1;
    return unit * fmin(scheme[kind].most, scheme[kind].factor * pow(solver->rtol, scheme[kind].power));
}

/* The next run begins at t = 0. */
static void forget_state(const curve *c)
{
    if (c->state)
        shf_collocation_free(&c->state->run);
}

/* The coarser run; an explicit scheme that turns out to be unstable starts again with shorter steps. */
static shf_status first_run(curve *c, double ratio, const shf_progress *progress, shf_error *error)
{
    shf_status status = SHF_OK;
    for (int k = 0; k <= REFINEMENTS; k++) {
        if (k > 0)
            shf_dmft_path_free(&c->coarse);
        status = one_run(c, ratio * c->resolution, 0, 0.1, progress, &c->coarse, error);
        if (status != SHF_ERR_NUMERIC || c->solver->step > 0 || !scheme[c->solver->scheme.kind].uniform)
            break;
        c->resolution /= ratio;
    }
    if (status == SHF_OK) {
        forget_state(c);
        c->second = 1;
    }
    return status;
}

/* The fine run becomes the coarse one of the next pair. */
static void next_pair(curve *c, double ratio)
{
    forget_state(c);
    shf_dmft_path_free(&c->coarse);
    c->coarse = c->fine;
    c->fine = (shf_dmft_path){.n = 0};
    c->resolution /= ratio;
    c->refinement++;
}

/* Two runs, and more until the estimate meets rtol. */
shf_status shf_dmft_refine(curve *c, const shf_progress *progress, shf_info *info, shf_error *error)
{
    const shf_dmft_solver *solver = c->solver;
    double ratio = solver->step > 0 ? 2 : scheme[solver->scheme.kind].ratio;
    if (c->resolution == 0)
        c->resolution = first_resolution(c);
    shf_status status = c->second ? SHF_OK : first_run(c, ratio, progress, error);
    while (status == SHF_OK) {
        status = one_run(c, c->resolution, 0.1, 1, progress, &c->fine, error);
        info->steps += c->fine.n;
        info->evaluations += c->fine.iterations;
        if (status)
            break;
        info->estimated_error = estimate(c);
        if (solver->step > 0 || info->estimated_error <= solver->rtol)
            return SHF_OK;
        if (c->refinement == REFINEMENTS)
            return shf_fail(error, SHF_ERR_NUMERIC,
                            "rtol = %g: not reached; the estimated error stays at %.2g", solver->rtol,
                            info->estimated_error);
        next_pair(c, ratio);
    }
    return status;
}

/* ---- table ---- */

SHF_DEFINE_COLUMNS(shf_dmft_point, SHF_DMFT_POINT, columns);

void shf_dmft_add_columns(shf_table *table)
{
    shf_column_add(table, "", "time, unit of (D.1)", "t");
    shf_columns_add(table, &columns, NULL);
    for (size_t k = 0; k < ESTIMATED; k++)
        shf_column_add(table, "", "estimated absolute error up to this time", "%s_error",
                       columns.column[k].name);
}

void shf_dmft_add_row(shf_table *table, double t, const shf_dmft_point *point, const double *worst)
{
    shf_row_number(table, t);
    shf_row_put(table, &columns, point);
    shf_row_numbers(table, worst, ESTIMATED);
    shf_row_end(table);
}

/* The rows that both runs have reached. */
static shf_table *make_table(const curve *c)
{
    shf_table *table = shf_table_new();
    shf_dmft_point point;
    double worst[ESTIMATED] = {0}, end = c->fine.n ? c->fine.t[c->fine.n - 1] * (1 + 1e-9) : -1;
    shf_dmft_add_columns(table);
    for (size_t j = 0; j < c->n && c->t[j] <= end; j++) {
        raise(c, c->t[j], &point, worst);
        shf_dmft_add_row(table, c->t[j], &point, worst);
    }
    return table;
}

/* ---- all of it ---- */

static shf_status compute(curve *c, shf_dmft_keeper *keeper, const shf_progress *progress, shf_table **table,
                          shf_error *error)
{
    shf_blas_enter();
    shf_status status = shf_dmft_refine(c, progress, keeper->info, error);
    shf_blas_leave();
    if (status && status != SHF_ERR_INTERRUPTED)
        return status;
    *table = make_table(c);
    if (status == SHF_OK)
        status = shf_dmft_keeper_close(keeper, error);
    return shf_table_end(table, status, error);
}

static shf_status fill(const shf_dmft_model *model, const shf_grid *grid, const shf_dmft_solver *solver,
                       const shf_dmft_files *files, const shf_progress *progress, shf_table **table,
                       shf_info *info, shf_error *error)
{
    double *t = NULL;
    curve c = {.model = model, .solver = solver};
    shf_dmft_keeper keeper = {.pair = &c, .files = files, .info = info};
    *info = (shf_info){.estimated_error = NAN, .method = scheme[solver->scheme.kind].method};
    shf_status status = shf_grid_times(grid, &t, &c.n, error);
    c.t = t;
    if (status == SHF_OK)
        status = shf_dmft_keeper_open(&keeper, grid, error);
    if (status == SHF_OK)
        status = compute(&c, &keeper, progress, table, error);
    shf_dmft_keeper_free(&keeper);
    shf_dmft_path_free(&c.fine);
    shf_dmft_path_free(&c.coarse);
    free(t);
    return status;
}

shf_status shf_dmft_run(const shf_dmft_params *params, const shf_grid *grid, const shf_dmft_solver *solver,
                        const shf_dmft_files *files, const shf_progress *progress, shf_table **table,
                        shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_info unused;
    shf_dmft_model model;
    shf_dmft_files nothing = shf_dmft_files_default();
    if (!files)
        files = &nothing;
    shf_status status = shf_dmft_model_make(params, &model, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_dmft_solver_table, solver, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_dmft_grid_table, grid, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_dmft_files_table, files, error);
    if (status == SHF_OK)
        status = fill(&model, grid, solver, files, progress, table, info ? info : &unused, error);
    return status;
}

shf_status shf_dmft_solve(const shf_dmft_params *params, const shf_grid *grid, const shf_dmft_solver *solver,
                          const shf_progress *progress, shf_table **table, shf_info *info, shf_error *error)
{
    return shf_dmft_run(params, grid, solver, NULL, progress, table, info, error);
}
