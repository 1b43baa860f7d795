/* What follows from the clock in closed form: averages over the nodes (H.3), slope f0 (H.4), threshold x_c
 * and fraction unsatisfied (H.8), loss (H.9). */
#include "common/report.h"
#include "hinge/model.h"
#include <math.h>

/* Loss (H.9): a clean sample gives h P - c m, c = alpha f0 = h / x_c, m = E[|x| 1(|x| < x_c)]; a flipped one
 * h + c E|x|.  Where m, of the order of x_c^2, is about to underflow the density below x_c is constant: c m =
 * h P / 2. */
static double loss(const shf_hinge_model *model, double log_x_c, double x_c)
{
    const shf_hinge_params *p = &model->params;
    double scale = p->h / p->alpha / p->alpha;
    if (isinf(x_c))
        return scale;
    double below = -expm1(shf_hinge_law_log_tail(&model->law, log_x_c));
    double probability = shf_hinge_law_probability(&model->law, x_c);
    double clean = below < 1e-280 ? 0.5 * probability : probability - model->law.mean_abs * below / x_c;
    double flipped = p->delta > 0 ? 1.0 + model->law.mean_abs / x_c : 0.0;
    return scale * ((1.0 - p->delta) * clean + p->delta * flipped);
}

void shf_hinge_observe_nodes(const shf_hinge_params *p, double g, shf_hinge_state *s)
{
    double sa2 = p->sigma_a * p->sigma_a, sw2 = p->sigma_w * p->sigma_w;
    double cosh2 = cosh(g) * cosh(g), sinh2 = sinh(g) * sinh(g), sinh_2g = sinh(2.0 * g);
    s->gamma = g;
    s->a2 = sa2 * cosh2 + sw2 * sinh2;
    s->w_par2 = sw2 * cosh2 + sa2 * sinh2;
    s->a_w_par = s->V_par = 0.5 * (sa2 + sw2) * sinh_2g;
    s->f0 = (sa2 + sw2) * sinh_2g / (4.0 * sqrt((double)p->d));
}

shf_hinge_state shf_hinge_observe(const shf_hinge_model *model, shf_hinge_place place)
{
    double delta = model->params.delta, log_x_c = INFINITY;
    shf_hinge_state s = {.x_c = INFINITY, .f_U = 1.0, .I = shf_hinge_pull(model, place)};
    shf_hinge_observe_nodes(&model->params, place.g, &s);
    if (place.g > 0) {
        log_x_c = shf_hinge_log_x_c(model, place.g);
        s.x_c = exp(log_x_c);
        s.f_U = (1.0 - delta) * shf_hinge_law_probability(&model->law, s.x_c) + delta;
    }
    s.loss = loss(model, log_x_c, s.x_c);
    return s;
}

shf_status shf_hinge_fixed_point(const shf_hinge_params *params, double *gamma, shf_error *error)
{
    shf_hinge_model model;
    shf_status status = shf_hinge_model_make(params, &model, error);
    if (status == SHF_OK)
        *gamma = model.g_inf;
    return status;
}

shf_status shf_hinge_state_at(const shf_hinge_params *params, double gamma, shf_hinge_state *state,
                              shf_error *error)
{
    shf_hinge_model model;
    shf_status status = shf_hinge_model_make(params, &model, error);
    if (status)
        return status;
    double most = fmin(SHF_HINGE_CLOCK_MAX, model.g_inf);
    if (!(gamma >= 0 && gamma <= most))
        return shf_fail(error, SHF_ERR_VALUE, "gamma = %g: must lie in [0, %g]", gamma, most);
    *state = shf_hinge_observe(&model, (shf_hinge_place){gamma, model.g_inf - gamma});
    return SHF_OK;
}

void shf_hinge_node(double gamma, double a0, double w0, double *a, double *w)
{
    /* (H.2) as the growing and the shrinking combination, so that a0 = -w0 stays exact */
    double grows = 0.5 * (a0 + w0) * exp(gamma), shrinks = 0.5 * (a0 - w0) * exp(-gamma);
    *a = grows + shrinks;
    *w = grows - shrinks;
}
