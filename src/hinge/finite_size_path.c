/* The finite-size theory integrated over a list of times. */
#include "hinge/finite_size.h"
#include <math.h>

/* The model, and where the theory ends. */
typedef struct path {
    const shf_finite_size_model *model;
    double end;
} path;

static int path_rhs(double t, const double *y, double *out, void *context)
{
    const path *p = context;
    return shf_finite_size_rhs(t, y, out, (void *)p->model);
}

static int path_roots(double t, const double *y, double *out, void *context)
{
    (void)t;
    const path *p = context;
    shf_finite_size_field f = shf_finite_size_field_at(p->model, y);
    out[0] = shf_finite_size_collapse(p->model, &f);
    return 0;
}

static int at_end(double t, const double *y, const int *crossed, void *context)
{
    (void)crossed;
    path *p = context;
    double dy[SHF_FS_UNKNOWNS];
    shf_finite_size_field f = shf_finite_size_field_at(p->model, y);
    shf_finite_size_derivative(p->model, &f, y, dy);
    p->end = t + shf_finite_size_time_left(p->model, &f, dy);
    return 1;
}

/* Solves from 0 to t[n-1]. */
static shf_status integrate(shf_ode *ode, const path *p, const double *t, size_t n,
                            const shf_progress *progress, shf_finite_size_state *state, size_t *done,
                            shf_error *error)
{
    double y[SHF_FS_UNKNOWNS];
    shf_finite_size_start(p->model, y);
    for (*done = 0; *done < n; ++*done) {
        size_t k = *done;
        shf_status status = SHF_OK;
        if (t[k] > 0 && !shf_ode_stopped(ode))
            status = shf_ode_advance(ode, t[k], y, progress, (double)k / (double)n, error);
        if (status)
            return status;
        shf_finite_size_field f = shf_finite_size_field_at(p->model, y);
        state[k] =
            shf_ode_stopped(ode) ? shf_finite_size_no_state() : shf_finite_size_observe(p->model, &f, y);
    }
    return SHF_OK;
}

shf_status shf_finite_size_states(const shf_finite_size_model *model, const shf_solver *solver,
                                  const double *t, size_t n, const shf_progress *progress,
                                  shf_finite_size_state *state, size_t *done, double *end, shf_info *info,
                                  shf_error *error)
{
    /* the tolerances follow the size of the unknowns before the first time that is asked for */
    size_t first = n > 1 && t[0] == 0;
    double y[SHF_FS_UNKNOWNS], atol[SHF_FS_UNKNOWNS];
    double natural = shf_finite_size_natural_time(model);
    double small = 0.01 * (t[first] > 0 ? fmin(t[first], natural) : natural);
    shf_finite_size_tolerances(model, solver->rtol, small, atol);
    shf_finite_size_start(model, y);
    path p = {model, NAN};
    static const int falling[1] = {-1};
    shf_ode_problem problem = {.n = SHF_FS_UNKNOWNS,
                               .rhs = path_rhs,
                               .n_roots = 1,
                               .roots = path_roots,
                               .directions = falling,
                               .event = at_end,
                               .context = &p,
                               .method = SHF_ODE_BDF,
                               .linear = SHF_ODE_DENSE,
                               .atol_each = atol};
    shf_ode *ode = NULL;
    *done = 0;
    shf_status status = shf_ode_new(&ode, &problem, solver, 0, y, error);
    if (!status)
        status = integrate(ode, &p, t, n, progress, state, done, error);
    if (ode && info)
        shf_ode_report(ode, info);
    shf_ode_free(ode);
    *end = p.end;
    return status;
}
