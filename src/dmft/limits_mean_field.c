/* The mean field of a start at a = O(1), (D.36), by CVODE. */
#include "common/ode.h"
#include "dmft/limits.h"
#include <float.h>
#include <math.h>

/* State a, z with v = tanh z: |v| < 1 whatever the rounding, although v = 1 is not stable from above. */
enum { STATE_A, STATE_Z, STATES };

/* phat'(v) - a h'(v^2) v, which pulls v */
static double force(const shf_dmft_model *model, double a, double v)
{
    return shf_dmft_value(&model->phat[1], v) - a * shf_dmft_value(&model->h[1], v * v) * v;
}

static int rhs(double t, const double *y, double *out, void *context)
{
    (void)t;
    const shf_dmft_model *model = context;
    double a = y[STATE_A], v = tanh(y[STATE_Z]), alpha = model->params.alpha;
    double pull = shf_dmft_value(&model->phat[0], v) - a * shf_dmft_value(&model->h[0], v * v);
    out[STATE_A] = model->params.freeze_a.kind ? 0 : alpha * pull;
    out[STATE_Z] = alpha * a * force(model, a, v);
    return 0;
}

/* Whether x + y is zero up to the rounding of both. */
static int cancels(double x, double y)
{
    return fabs(x + y) <= 8 * DBL_EPSILON * (fabs(x) + fabs(y));
}

/* At a fixed point, up to rounding, the solution ends: more steps would only follow the rounding. */
static int at_rest(double t, const double *y, void *context)
{
    (void)t;
    const shf_dmft_model *model = context;
    double a = y[STATE_A], v = tanh(y[STATE_Z]);
    int frozen = model->params.freeze_a.kind != 0;
    return (frozen ||
            cancels(shf_dmft_value(&model->phat[0], v), -a * shf_dmft_value(&model->h[0], v * v))) &&
           cancels(shf_dmft_value(&model->phat[1], v), -a * shf_dmft_value(&model->h[1], v * v) * v);
}

static void observe(const shf_dmft_model *model, const double *y, shf_dmft_point *out)
{
    double a = y[STATE_A], v = tanh(y[STATE_Z]), tau = model->params.tau;
    double e = 0.5 * (tau * tau + model->phi2 - 2 * a * shf_dmft_value(&model->phat[0], v) +
                      a * a * shf_dmft_value(&model->h[0], v * v));
    out->a = a;
    out->v = v;
    out->e_train = out->e_test = e;
    out->Co_tt = v * v;
    out->Cd_t0 = 1 / cosh(y[STATE_Z]);
    out->Co_t0 = 0;
    out->nu = model->params.alpha * a * v * force(model, a, v);
    out->int_RA = 1;
}

shf_status shf_limit_mean_field(const shf_limit *limit, double resolution, int level, shf_dmft_point *value,
                                shf_error *error)
{
    (void)level;
    shf_dmft_model model = *limit->model; /* shf_ode_problem wants it not const */
    const shf_ode_problem problem = {.n = STATES,
                                     .rhs = rhs,
                                     .observe = at_rest,
                                     .context = &model,
                                     .method = SHF_ODE_BDF,
                                     .linear = SHF_ODE_DENSE};
    double tolerance = fmax(1e-13, 1e-3 * resolution), y[STATES] = {model.a0, 0};
    const shf_solver solver = {.rtol = tolerance, .atol = tolerance, .max_steps = 1000000};
    shf_ode *ode = NULL;
    shf_status status = shf_ode_new(&ode, &problem, &solver, 0, y, error);
    for (size_t j = 0; status == SHF_OK && j < limit->n; j++) {
        if (limit->t[j] > 0)
            status =
                shf_ode_advance(ode, limit->t[j], y, limit->progress, (double)j / (double)limit->n, error);
        observe(&model, y, &value[j]);
    }
    const char *method = limit->info->method;
    if (ode)
        shf_ode_report(ode, limit->info);
    limit->info->method = method;
    shf_ode_free(ode);
    return status;
}
