/* The limits of wide networks as tables: what they assume, errors estimated from two resolutions. */
#include "dmft/limits.h"
#include "common/blas.h"
#include "common/columns.h"
#include "common/params_text.h"
#include "common/report.h"
#include "dmft/curve.h"
#include "dmft/pair.h"
#include "dmft/reduced.h"
#include <float.h>
#include <math.h>
#include <shallowflow/dmft_limits.h>
#include <stdlib.h>
#include <string.h>

SHF_DEFINE_PARAMS(shf_dmft_limit, SHF_DMFT_LIMIT_PARAMS, "limit", shf_dmft_limit);

enum { REFINEMENTS = 8, ESTIMATED = SHF_DMFT_ESTIMATED };

static const double COARSER = 8; /* ratio of the two resolutions */

static const struct {
    const char *name, *method;
    shf_dmft_limit_curve curve;
    int closed;   /* a closed form: nothing to refine */
    double floor; /* relative error that two resolutions have in common */
} limits[] = {
    [SHF_DMFT_MEAN_FIELD] = {"mean-field", "CVODE BDF, mean-field equations", shf_dmft_limit_mean_field, 0,
                             0},
    [SHF_DMFT_LINEAR] = {"linear", "CVODE BDF in the modes of the samples", shf_dmft_limit_linear, 0, 0},
    [SHF_DMFT_LAZY] = {"lazy", "closed form", shf_dmft_limit_lazy, 1, 8 * DBL_EPSILON},
    [SHF_DMFT_LAZY_LATE] = {"lazy-late", "Radau collocation of the reduced equations",
                            shf_dmft_limit_lazy_late, 0, 0},
    [SHF_DMFT_PURE_NOISE] = {"pure-noise", "closed form", shf_dmft_limit_pure_noise, 1, 8 * DBL_EPSILON},
    [SHF_DMFT_SQRT_M] = {"sqrt-m", "Radau collocation of the spherical spin glass", shf_dmft_limit_sqrt_m, 0,
                         1e-8},
};

/* ---- assumptions ---- */

static int is_linear(const shf_dmft_series *series)
{
    for (size_t k = 2; k <= series->degree; k++)
        if (series->c[k] != 0)
            return 0;
    return 1;
}

static int phi_is_linear(const shf_dmft_model *model)
{
    return fabs(model->phi2 - model->phi[1] * model->phi[1]) <= 4 * DBL_EPSILON * model->phi2;
}

/* What the start and the driving force of a limit must be. */
static shf_status check_start(const shf_dmft_model *model, const char *name, int lazy, int noise,
                              shf_error *error)
{
    double gamma0 = model->params.gamma0;
    if (lazy && gamma0 == 0)
        return shf_fail(error, SHF_ERR_VALUE, "gamma0 = 0: must not be 0 for limit = %s, a lazy start", name);
    if (!lazy && gamma0 != 0)
        return shf_fail(error, SHF_ERR_VALUE,
                        "gamma0 = %g: must be 0 for limit = %s, which starts at a0 = O(1)", gamma0, name);
    if (noise && model->phi2 != 0)
        return shf_fail(error, SHF_ERR_VALUE, "target: must be none for limit = %s, pure noise", name);
    if (noise && !(fabs(model->a0) > 0))
        return shf_fail(error, SHF_ERR_VALUE,
                        "a0 = 0: must not be 0 for limit = %s; without it nothing moves", name);
    if ((lazy || noise) && !(shf_dmft_value(&model->h[1], 0) > 0))
        return shf_fail(error, SHF_ERR_VALUE, "h'(0) = 0: must be positive for limit = %s", name);
    return SHF_OK;
}

static shf_status check(const shf_dmft_model *model, int kind, shf_error *error)
{
    int lazy = kind == SHF_DMFT_LAZY || kind == SHF_DMFT_LAZY_LATE;
    int noise = kind == SHF_DMFT_PURE_NOISE || kind == SHF_DMFT_SQRT_M;
    shf_dmft_model unused;
    if (kind == SHF_DMFT_LINEAR)
        return is_linear(&model->h[0]) && phi_is_linear(model)
                   ? SHF_OK
                   : shf_fail(
                         error, SHF_ERR_VALUE,
                         "h, target: must both be of degree one for limit = linear, such as h = poly:0,0.9");
    shf_status status = check_start(model, limits[kind].name, lazy, noise, error);
    if (status == SHF_OK && kind == SHF_DMFT_SQRT_M && !(model->params.tau > 0))
        status = shf_fail(error, SHF_ERR_VALUE,
                          "tau = 0: must be positive for limit = sqrt-m, driven by the noise");
    if (status == SHF_OK && (kind == SHF_DMFT_LAZY_LATE || kind == SHF_DMFT_SQRT_M))
        status = shf_dmft_reduce(model, 1, 1, &unused, error);
    return status;
}

static shf_status check_solver(const shf_dmft_solver *solver, int kind, shf_error *error)
{
    shf_status status = SHF_OK;
    if (solver->scheme.kind != SHF_DMFT_COLLOCATION)
        status = shf_fail(error, SHF_ERR_VALUE, "scheme: must be collocation for limits");
    if (status == SHF_OK && solver->step > 0)
        status = shf_fail(error, SHF_ERR_VALUE,
                          "step = %g: must be 0 for limits, whose accuracy is set by rtol", solver->step);
    if (status == SHF_OK && !limits[kind].closed && solver->rtol < 10 * limits[kind].floor)
        status = shf_fail(error, SHF_ERR_VALUE, "rtol = %g: must be at least %g for limit = %s", solver->rtol,
                          10 * limits[kind].floor, limits[kind].name);
    return status;
}

/* ---- two resolutions ---- */

typedef struct values {
    shf_dmft_point *fine, *coarse;
    double rounding; /* relative error that both have in common */
} values;

/* Largest error so far: the difference of the two runs. */
static void raise(const values *v, size_t j, double *worst)
{
    for (size_t k = 0; k < ESTIMATED; k++) {
        double fine = v->fine[j].all[k], coarse = v->coarse[j].all[k];
        worst[k] = fmax(worst[k], fabs(fine - coarse) + v->rounding * fabs(fine));
    }
}

static double estimate(const values *v, size_t n)
{
    double worst[ESTIMATED] = {0}, size[ESTIMATED] = {0};
    for (size_t j = 0; j < n; j++) {
        raise(v, j, worst);
        for (size_t k = 0; k < ESTIMATED; k++)
            size[k] = fmax(size[k], fabs(v->fine[j].all[k]));
    }
    return shf_dmft_relative_error(worst, size);
}

static shf_status closed(const shf_dmft_limit_task *limit, int kind, values *v, shf_error *error)
{
    shf_status status = limits[kind].curve(limit, 0, 0, v->fine, error);
    memcpy(v->coarse, v->fine, limit->n * sizeof *v->fine);
    return status;
}

static shf_status refine(const shf_dmft_limit_task *limit, int kind, values *v, shf_error *error)
{
    double resolution = limit->solver->rtol;
    shf_dmft_limit_curve curve = limits[kind].curve;
    shf_status status = curve(limit, COARSER * resolution, 0, v->coarse, error);
    for (int level = 1; status == SHF_OK; level++) {
        status = curve(limit, resolution, level, v->fine, error);
        limit->info->estimated_error = estimate(v, limit->n);
        if (status || limit->info->estimated_error <= limit->solver->rtol)
            break;
        if (level == REFINEMENTS)
            return shf_dmft_not_reached(limit->solver, limit->info, error);
        shf_dmft_point *swap = v->coarse;
        v->coarse = v->fine;
        v->fine = swap;
        resolution /= COARSER;
    }
    return status;
}

shf_status shf_dmft_limit_integrate(const shf_dmft_limit_task *limit, const shf_ode_problem *problem,
                                    double resolution, double *y, shf_dmft_limit_observer observe,
                                    shf_dmft_point *value, shf_error *error)
{
    double tolerance = fmax(1e-13, 1e-3 * resolution);
    const shf_solver solver = {.rtol = tolerance, .atol = tolerance, .max_steps = 1000000};
    const char *method = limit->info->method;
    shf_ode *ode = NULL;
    shf_status status = shf_ode_new(&ode, problem, &solver, 0, y, error);
    for (size_t j = 0; status == SHF_OK && j < limit->n; j++) {
        if (limit->t[j] > 0)
            status =
                shf_ode_advance(ode, limit->t[j], y, limit->progress, (double)j / (double)limit->n, error);
        observe(problem->context, y, &value[j]);
    }
    if (ode)
        shf_ode_report(ode, limit->info);
    limit->info->method = method;
    shf_ode_free(ode);
    return status;
}

/* ---- table ---- */

static void add_results(const shf_dmft_model *model, int kind, shf_table *table)
{
    double noise = 0, slope = shf_dmft_limit_slope(model);
    if (kind == SHF_DMFT_LAZY || kind == SHF_DMFT_LAZY_LATE) {
        shf_error error;
        shf_status status = shf_dmft_noise(model, &noise, &error);
        if (status)
            shf_table_fail(table, status, "%s", error.message);
        shf_scalar_add(table, shf_dmft_plateau_of(model, noise, model->params.gamma0), "",
                       "error on the plateau between the two stages, (D.33)", "e_plateau");
        shf_scalar_add(table, noise, "", "noise with what the linear part cannot learn, (D.34)",
                       "tau_effective");
    }
    if (kind == SHF_DMFT_SQRT_M && !isnan(slope))
        shf_scalar_add(table, slope, "", "limit of a sqrt(m)/t for a trained a, (D.39)", "A_inf");
}

static shf_table *make_table(const shf_dmft_limit_task *limit, const values *v, int kind)
{
    shf_table *table = shf_table_new();
    double worst[ESTIMATED] = {0};
    shf_dmft_add_columns(table);
    for (size_t j = 0; j < limit->n; j++) {
        raise(v, j, worst);
        shf_dmft_add_row(table, limit->t[j], &v->fine[j], worst);
    }
    add_results(limit->model, kind, table);
    return table;
}

static shf_status solve(const shf_dmft_limit_task *limit, int kind, shf_table **table, shf_error *error)
{
    values v = {malloc(limit->n * sizeof *v.fine), malloc(limit->n * sizeof *v.fine), limits[kind].floor};
    shf_status status = v.fine && v.coarse ? SHF_OK : shf_no_memory(error);
    *limit->info = (shf_info){.estimated_error = NAN, .method = limits[kind].method};
    shf_blas_enter();
    SHF_THEN(status, limits[kind].closed ? closed(limit, kind, &v, error) : refine(limit, kind, &v, error));
    shf_blas_leave();
    if (status == SHF_OK && limits[kind].closed)
        limit->info->estimated_error = v.rounding;
    if (status == SHF_OK) {
        *table = make_table(limit, &v, kind);
        status = shf_table_end(table, status, error);
    }
    free(v.fine);
    free(v.coarse);
    return status;
}

shf_status shf_dmft_limit_solve(const shf_dmft_params *params, const shf_dmft_limit *limit,
                                const shf_grid *grid, const shf_dmft_solver *solver,
                                const shf_progress *progress, shf_table **table, shf_info *info,
                                shf_error *error)
{
    *table = NULL;
    shf_info unused;
    shf_dmft_model model;
    double *t = NULL;
    size_t n = 0;
    shf_status status = shf_dmft_model_make(params, &model, error);
    SHF_THEN(status, shf_params_validate(&shf_dmft_limit_table, limit, error));
    SHF_THEN(status, check_solver(solver, limit->limit.kind, error));
    SHF_THEN(status, check(&model, limit->limit.kind, error));
    SHF_THEN(status, shf_dmft_times(solver, grid, &t, &n, error));
    if (status == SHF_OK) {
        shf_dmft_limit_task all = {&model, solver, t, n, progress, info ? info : &unused};
        status = solve(&all, limit->limit.kind, table, error);
    }
    free(t);
    return status;
}
