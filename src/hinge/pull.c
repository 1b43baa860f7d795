/* The pull I(t) of the unsatisfied samples, (H.7), which drives the clock: I = (E|x|/2) r with
 * r = (1 - delta)(1 - T(x_c)) - delta.  Flipped labels (--delta) enter the mean field here; they also are
 * among the unsatisfied samples and their loss (observables.c), and stop the clock (fixed point in model.c).
 */
#include "hinge/model.h"
#include <math.h>

/* x_c^2 - x_c*^2 = x_c*^2 (1/q^2 - 1) with q = sinh 2g / sinh 2g_inf, from the distance to the fixed point:
 * it vanishes smoothly there, with no rounding noise of g in it.  inf when it overflows. */
static double square_difference(const shf_hinge_model *model, shf_hinge_place place)
{
    double g_inf = model->g_inf;
    if (place.gap < fmin(0.5, place.g)) {
        double u = sinh(2.0 * place.gap) * (1.0 / tanh(2.0 * g_inf) - tanh(place.gap)); /* 1 - q */
        return model->x_inf * model->x_inf * u * (2.0 - u) / ((1.0 - u) * (1.0 - u));
    }
    /* 1/sinh^2 2g - 1/sinh^2 2g_inf = sinh(2(g_inf + g)) sinh(2 gap) / (sinh 2g sinh 2g_inf)^2 */
    double log_difference = 2.0 * shf_hinge_log_x_c(model, place.g) +
                            shf_hinge_log_sinh(2.0 * (g_inf + place.g)) +
                            shf_hinge_log_sinh(2.0 * place.gap) - 2.0 * shf_hinge_log_sinh(2.0 * g_inf);
    return log_difference > 600.0 ? INFINITY : exp(log_difference);
}

double shf_hinge_rate(const shf_hinge_model *model, shf_hinge_place place)
{
    double delta = model->params.delta;
    if (!(delta > 0))
        return -expm1(shf_hinge_law_log_tail(&model->law, shf_hinge_log_x_c(model, place.g)));
    double difference = square_difference(model, place);
    if (isinf(difference))
        return model->initial_r;
    double change = shf_hinge_law_log_tail_change(&model->law, model->log_tail, difference);
    return -(1.0 - delta) * exp(model->log_tail) * expm1(change);
}

double shf_hinge_pull(const shf_hinge_model *model, shf_hinge_place place)
{
    return 0.5 * model->law.mean_abs * (place.g > 0 ? shf_hinge_rate(model, place) : model->initial_r);
}
