/* The paper's criterion for the onset of overfitting: the pull of the mean field has fallen to the noise of
 * finitely many samples, I = J. */
#include "hinge/onset_paper.h"
#include "hinge/model.h"
#include <math.h>

/* I - J of the mean field at clock g, (F.16). */
static double excess(const shf_hinge_model *model, double g)
{
    shf_hinge_state at = shf_hinge_observe(model, (shf_hinge_place){g, model->g_inf - g});
    return at.I - shf_hinge_sampling_noise(&model->params, at.f_U);
}

/* A bracket of the root: flips stop the clock at I = 0, behind the root; without flips it runs on. */
static double upper_end(const shf_hinge_model *model, double *low)
{
    if (isfinite(model->g_inf))
        return model->g_inf;
    double high = 1;
    while (high < 170 && excess(model, high) > 0) {
        *low = high;
        high *= 2;
    }
    return high;
}

/* Bisection in the clock, then the clock's inverse. */
shf_status shf_onset_paper(const shf_hinge_params *params, double t_max, double *t, shf_error *error)
{
    shf_hinge_model model;
    shf_status status = shf_hinge_model_make(params, &model, error);
    *t = 0;
    if (status || excess(&model, 0) <= 0)
        return status;
    double low = 0, high = upper_end(&model, &low);
    for (int k = 0; k < 200 && high - low > 4e-16 * high; k++) {
        double mid = 0.5 * (low + high);
        if (excess(&model, mid) > 0)
            low = mid;
        else
            high = mid;
    }
    status = shf_hinge_time(params, low, t, error);
    if (!status && *t > t_max)
        *t = NAN;
    return status;
}
