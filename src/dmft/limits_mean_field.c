/* The mean field of a start at a = O(1), (D.36), by CVODE. */
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

static void observe(const void *context, const double *y, shf_dmft_point *out)
{
    const shf_dmft_model *model = context;
    double a = y[STATE_A], v = tanh(y[STATE_Z]);
    double e = shf_dmft_error(model, a * shf_dmft_value(&model->phat[0], v),
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

SHF_DMFT_LIMIT(mean_field)
{
    (void)level;
    shf_dmft_model model = *limit->model; /* shf_ode_problem wants it not const */
    const shf_ode_problem problem = {.n = STATES,
                                     .rhs = rhs,
                                     .observe = at_rest,
                                     .context = &model,
                                     .method = SHF_ODE_BDF,
                                     .linear = SHF_ODE_DENSE};
    double y[STATES] = {model.a0, 0};
    return shf_dmft_limit_integrate(limit, &problem, resolution, y, observe, value, error);
}
