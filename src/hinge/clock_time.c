/* The time at which the clock shows a given value, by quadrature: t = (1/speed) int_0^g dg'/r(g'), (H.10).
 * Independent of CVODE, and its check. */
#include "common/gsl_guard.h"
#include "common/report.h"
#include "hinge/model.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

typedef struct integrand {
    const shf_hinge_model *model;
    double scale; /* slowness at the end of the range, the largest: the integrand stays in (0,1] */
} integrand;

static double relative_slowness(double y, void *context)
{
    const integrand *f = context;
    return shf_hinge_slowness(f->model, shf_hinge_place_at(f->model, y)) / f->scale;
}

/* Adaptive Gauss-Kronrod over [y0, y1]. */
static shf_status quadrature(integrand *f, double y0, double y1, double *result, shf_error *error)
{
    gsl_function function = {relative_slowness, f};
    double estimate = 0;
    shf_gsl_enter();
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(1000);
    int code = GSL_ENOMEM;
    if (work) {
        code = gsl_integration_qag(&function, y0, y1, 0.0, 1e-13, 1000, GSL_INTEG_GAUSS61, work, result,
                                   &estimate);
        gsl_integration_workspace_free(work);
    }
    shf_gsl_leave();
    if (code == GSL_ENOMEM)
        return shf_no_memory(error);
    /* rounding stops the refinement near 1e-13: the result counts when its own estimate says it is good */
    if (code && !(estimate <= 1e-11 * *result))
        return shf_fail(error, SHF_ERR_NUMERIC, "the quadrature of t(gamma) missed its tolerance: %s",
                        gsl_strerror(code));
    return SHF_OK;
}

static shf_status time_at(const shf_hinge_model *model, shf_hinge_place place, double *t, shf_error *error)
{
    if (place.g <= model->g_linear) {
        *t = place.g / model->initial_r / model->speed;
        return SHF_OK;
    }
    *t = INFINITY;
    integrand f = {model, shf_hinge_slowness(model, place)};
    if (!(place.gap > 0) || !isfinite(f.scale))
        return SHF_OK;
    shf_hinge_place start = {model->g_linear, model->g_inf - model->g_linear};
    double y0 = shf_hinge_coordinate(model, start), y1 = shf_hinge_coordinate(model, place), integral = 0;
    shf_status status = quadrature(&f, y0, y1, &integral, error);
    if (status == SHF_OK)
        *t = (start.g / model->initial_r + f.scale * integral) / model->speed;
    return status;
}

shf_status shf_hinge_time(const shf_hinge_params *params, double gamma, double *t, shf_error *error)
{
    shf_hinge_model model;
    shf_status status = shf_hinge_model_make(params, &model, error);
    if (status)
        return status;
    if (!(gamma >= 0))
        return shf_fail(error, SHF_ERR_VALUE, "gamma = %g: must lie in [0, inf)", gamma);
    if (gamma >= fmin(model.g_inf, SHF_HINGE_CLOCK_MAX)) {
        *t = INFINITY;
        return SHF_OK;
    }
    return time_at(&model, (shf_hinge_place){gamma, model.g_inf - gamma}, t, error);
}

shf_status shf_hinge_satisfaction_time(const shf_hinge_params *params, double x_par, double *t,
                                       shf_error *error)
{
    shf_hinge_model model;
    shf_status status = shf_hinge_model_make(params, &model, error);
    if (status)
        return status;
    if (!isfinite(x_par))
        return shf_fail(error, SHF_ERR_VALUE, "x_par = %g: must be finite", x_par);
    *t = INFINITY;
    if (x_par == 0)
        return SHF_OK;
    double u = exp(model.log_X0 - log(fabs(x_par)));
    return isinf(u) ? SHF_OK : shf_hinge_time(params, 0.5 * asinh(u), t, error);
}
