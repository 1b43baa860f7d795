/* The finite-size theory integrated over a list of times. */
#include "hinge/finite_size.h"
#include <math.h>

/* Solves from 0 to t[n-1]; the tolerances follow the size of the unknowns at the first time asked for. */
static shf_status integrate(shf_ode *ode, const shf_finite_size_model *model, const double *t, size_t n,
                            const shf_progress *progress, shf_finite_size_state *state, size_t *done,
                            shf_error *error)
{
    double y[SHF_FS_UNKNOWNS];
    shf_finite_size_start(model, y);
    for (*done = 0; *done < n; ++*done) {
        size_t k = *done;
        if (t[k] > 0) {
            shf_status status = shf_ode_advance(ode, t[k], y, progress, (double)k / (double)n, error);
            if (status)
                return status;
        }
        shf_finite_size_field f = shf_finite_size_field_at(model, y);
        state[k] = shf_finite_size_observe(model, &f, y);
    }
    return SHF_OK;
}

shf_status shf_finite_size_states(const shf_finite_size_model *model, const shf_solver *solver,
                                  const double *t, size_t n, const shf_progress *progress,
                                  shf_finite_size_state *state, size_t *done, shf_info *info,
                                  shf_error *error)
{
    double y[SHF_FS_UNKNOWNS], atol[SHF_FS_UNKNOWNS];
    size_t first = n > 1 && t[0] == 0;
    double small = 0.01 * fmin(t[n > 1 ? first : 0], shf_finite_size_natural_time(model));
    shf_finite_size_tolerances(model, solver->rtol, small, atol);
    shf_finite_size_start(model, y);
    shf_ode_problem problem = {.n = SHF_FS_UNKNOWNS,
                               .rhs = shf_finite_size_rhs,
                               .context = (void *)model,
                               .method = SHF_ODE_BDF,
                               .linear = SHF_ODE_DENSE,
                               .atol_each = atol};
    shf_ode *ode = NULL;
    *done = 0;
    shf_status status = shf_ode_new(&ode, &problem, solver, 0, y, error);
    if (!status)
        status = integrate(ode, model, t, n, progress, state, done, error);
    if (ode && info)
        shf_ode_report(ode, info);
    shf_ode_free(ode);
    return status;
}
