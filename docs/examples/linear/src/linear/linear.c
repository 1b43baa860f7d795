/* The linear network of one mode, (E.1), integrated by CVODE. */
#include "common/columns.h"
#include "common/ode.h"
#include "common/params_text.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/linear.h>
#include <stdlib.h>

SHF_DEFINE_PARAMS(shf_linear_params, SHF_LINEAR_PARAMS, "linear", shf_linear_params);
SHF_DEFINE_SOLVER(shf_linear_solver, .rtol = 1e-10, .atol = 0, .max_steps = 100000);

shf_status shf_linear_validate(const shf_linear_params *params, shf_error *error)
{
    shf_status status = shf_params_validate(&shf_linear_params_table, params, error);
    if (!status && params->u == 0 && params->v == 0)
        status = shf_fail(error, SHF_ERR_VALUE, "u = 0 and v = 0: such a network never learns");
    return status;
}

/* ---- the flow ---- */

/* (E.1): u' = v (s - u v), v' = u (s - u v). */
static int flow(double t, const double *y, double *out, void *context)
{
    const shf_linear_params *p = context;
    double rest = p->target - y[0] * y[1];
    (void)t;
    out[0] = y[1] * rest;
    out[1] = p->freeze.kind ? 0 : y[0] * rest;
    return 0;
}

static double half_learnt(const shf_linear_params *p, const double *y)
{
    return y[0] * y[1] - p->target / 2;
}

static int roots(double t, const double *y, double *out, void *context)
{
    (void)t;
    out[0] = half_learnt(context, y);
    return 0;
}

/* ---- a run ---- */

/* What a run needs and makes: u and v at n times, and t_half. */
typedef struct linear_run {
    shf_linear_params params; /* first: the run is also the context of the flow */
    const double *t;
    size_t n, done;
    double *y; /* n pairs */
    double t_half;
} linear_run;

static int at_root(double t, const double *y, const int *crossed, void *context)
{
    linear_run *run = context;
    (void)y;
    (void)crossed;
    if (isnan(run->t_half))
        run->t_half = t;
    return 0;
}

static shf_status integrate(linear_run *run, const shf_solver *solver, const shf_progress *progress,
                            shf_info *info, shf_error *error)
{
    static const int rising[] = {1};
    double y[] = {run->params.u, run->params.v};
    shf_ode_problem problem = {.n = 2,
                               .rhs = flow,
                               .n_roots = 1,
                               .roots = roots,
                               .directions = rising,
                               .event = at_root,
                               .context = run,
                               .method = SHF_ODE_BDF,
                               .linear = SHF_ODE_DENSE};
    shf_ode *ode = NULL;
    run->t_half = half_learnt(&run->params, y) >= 0 ? 0 : NAN;
    shf_status status = shf_ode_new(&ode, &problem, solver, 0, y, error);
    for (run->done = 0; !status && run->done < run->n; run->done++) {
        double *row = run->y + 2 * run->done;
        status =
            shf_ode_advance(ode, run->t[run->done], row, progress, (double)run->done / (double)run->n, error);
        if (status)
            break;
    }
    if (ode && info)
        shf_ode_report(ode, info);
    shf_ode_free(ode);
    return status;
}

/* The largest relative difference from a run at ten times the tolerance; NaN if that fails. */
static double estimate(const linear_run *run, const shf_solver *solver)
{
    linear_run coarse = *run;
    shf_solver tenfold = *solver;
    double *y = calloc(2 * run->n, sizeof *y), largest = 0;
    if (!y)
        return NAN;
    coarse.y = y;
    tenfold.rtol = fmin(10 * solver->rtol, 0.1);
    if (integrate(&coarse, &tenfold, NULL, NULL, NULL) != SHF_OK)
        largest = NAN;
    for (size_t k = 0; !isnan(largest) && k < 2 * run->n; k++)
        largest = fmax(largest, fabs(y[k] - run->y[k]) / (fabs(run->y[k]) + solver->atol));
    free(y);
    return largest;
}

/* ---- the table ---- */

#define LINEAR_COLUMNS(C, S)                                  \
    C(S, t, "", "time")                                       \
    C(S, u, "", "weight of the first layer")                  \
    C(S, v, "", "weight of the second layer")                 \
    C(S, gain, "", "u v, what the network makes of the mode") \
    C(S, loss, "", "(s - u v)^2/2")

typedef struct linear_row {
    LINEAR_COLUMNS(SHF_COLUMN_FIELD, )
} linear_row;

SHF_DEFINE_COLUMNS(linear_row, LINEAR_COLUMNS, linear_columns);

static void fill(shf_table *table, const linear_run *run)
{
    shf_columns_add(table, &linear_columns, NULL);
    for (size_t i = 0; i < run->done; i++) {
        double u = run->y[2 * i], v = run->y[2 * i + 1], rest = run->params.target - u * v;
        const linear_row row = {run->t[i], u, v, u * v, rest * rest / 2};
        shf_row_put(table, &linear_columns, &row);
        shf_row_end(table);
    }
    shf_scalar_add(table, run->t_half, "", "when the mode is half learnt", "t_half");
    if (isnan(run->t_half))
        shf_note_add(table, "the mode is not half learnt by the last time");
}

static shf_status make_table(linear_run *run, const shf_solver *solver, const shf_progress *progress,
                             shf_table **table, shf_info *info, shf_error *error)
{
    shf_info ignored = {0};
    info = info ? info : &ignored;
    *table = shf_table_new();
    run->y = calloc(2 * run->n, sizeof *run->y);
    if (!run->y)
        return shf_table_end(table, shf_no_memory(error), error);
    shf_status status = integrate(run, solver, progress, info, error);
    if (!status)
        info->estimated_error = estimate(run, solver);
    fill(*table, run);
    free(run->y);
    return shf_table_end(table, status, error);
}

shf_status shf_linear_solve(const shf_linear_params *params, const shf_grid *grid, const shf_solver *solver,
                            const shf_progress *progress, shf_table **table, shf_info *info, shf_error *error)
{
    double *t = NULL;
    linear_run run = {.params = *params};
    *table = NULL;
    if (info)
        *info = (shf_info){.estimated_error = NAN};
    shf_status status = shf_linear_validate(params, error);
    SHF_THEN(status, shf_params_validate(&shf_linear_solver_table, solver, error));
    SHF_THEN(status, shf_grid_times(grid, &t, &run.n, error));
    if (status)
        return status;
    run.t = t;
    status = make_table(&run, solver, progress, table, info, error);
    free(t);
    return status;
}
