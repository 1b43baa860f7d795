/* Reduction of the hinge mean field to its clock: fixed point, rate, coordinate. */
#include "hinge/model.h"
#include "common/params_text.h"
#include "common/report.h"
#include <math.h>

SHF_DEFINE_PARAMS(shf_hinge_params, SHF_HINGE_PARAMS, "hinge", shf_hinge_params);
SHF_DEFINE_PARAMS(shf_hinge_request, SHF_HINGE_REQUEST_PARAMS, "request", shf_hinge_request);
SHF_DEFINE_SOLVER(shf_hinge_solver, .rtol = 1e-12, .atol = 0, .max_steps = 1000000);

/* Below this log T the clock runs at its initial speed to rounding. */
static const double negligible_log_tail = -40.0;

/* asinh(exp(u)) / 2, without overflow: the clock at which sinh 2g = exp(u). */
static double clock_of_log_sinh(double u)
{
    return 0.5 * (u > 40.0 ? u + M_LN2 : asinh(exp(u)));
}

shf_status shf_hinge_validate(const shf_hinge_params *params, shf_error *error)
{
    shf_status status = shf_params_validate(&shf_hinge_params_table, params, error);
    if (status)
        return status;
    if (!(fmax(params->sigma_a, params->sigma_w) >= 1e-50))
        return shf_fail(error, SHF_ERR_VALUE,
                        "sigma-a = %g, sigma-w = %g: one of them must be at least 1e-50, or nothing moves",
                        params->sigma_a, params->sigma_w);
    return shf_data_validate(&params->data, params->d, error);
}

shf_status shf_hinge_model_make(const shf_hinge_params *params, shf_hinge_model *model, shf_error *error)
{
    shf_status status = shf_hinge_validate(params, error);
    if (status)
        return status;
    const shf_hinge_params *p = params;
    double root_d = sqrt((double)p->d);
    *model = (shf_hinge_model){.params = *p, .law = shf_hinge_law_make(&p->data, p->d), .g_inf = INFINITY};
    model->variance = p->sigma_a * p->sigma_a + p->sigma_w * p->sigma_w;
    model->log_X0 = log(4.0 * root_d) + log(p->h) - log(p->alpha) - log(model->variance);
    model->speed = 0.5 * model->law.mean_abs * p->eta / (p->alpha * (double)p->M * root_d);
    model->initial_r = 1.0 - 2.0 * p->delta;
    double x_linear = shf_hinge_law_log_quantile(&model->law, negligible_log_tail);
    model->g_linear = fmax(clock_of_log_sinh(model->log_X0 - x_linear), 1e-290);
    if (p->delta > 0) {
        /* r = 0 where T = 1 - delta/(1 - delta), (H.11) */
        model->log_tail = log1p(-p->delta / (1.0 - p->delta));
        double log_x_inf = shf_hinge_law_log_quantile(&model->law, model->log_tail);
        model->x_inf = exp(log_x_inf);
        model->g_inf = clock_of_log_sinh(model->log_X0 - log_x_inf);
    }
    if (!isfinite(model->law.mean_abs) || !(model->speed > 0) || !isfinite(model->log_X0))
        return shf_fail(error, SHF_ERR_NUMERIC, "the clock has no finite speed for these parameters");
    return SHF_OK;
}

double shf_hinge_log_x_c(const shf_hinge_model *model, double g)
{
    return model->log_X0 - shf_hinge_log_sinh(2.0 * g);
}

double shf_hinge_coordinate(const shf_hinge_model *model, shf_hinge_place place)
{
    return isinf(model->g_inf) ? log(place.g) : log(place.g) - log(place.gap);
}

shf_hinge_place shf_hinge_place_at(const shf_hinge_model *model, double y)
{
    if (isinf(model->g_inf))
        return (shf_hinge_place){exp(y), INFINITY};
    double e = exp(-fabs(y)), near = model->g_inf / (1.0 + e), far = near * e;
    return y > 0 ? (shf_hinge_place){near, far} : (shf_hinge_place){far, near};
}

double shf_hinge_slowness(const shf_hinge_model *model, shf_hinge_place place)
{
    double dg_dy = isinf(model->g_inf) ? place.g : place.g * (place.gap / model->g_inf);
    return dg_dy / shf_hinge_rate(model, place);
}
