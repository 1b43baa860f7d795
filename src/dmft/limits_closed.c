/* Limits in closed form: the first stage of a lazy start, and pure noise. */
#include "dmft/limits.h"
#include <math.h>
#include <string.h>

/* With Z = sum_j w_j / sqrt(m), dZ/dt^ = -rho_1 Z + alpha gamma_0 g_1 u and w_i moves along Z only: (D.32),
 * and C_d(t,0) = 1 - |Z(t) - Z(0)|^2 / 2m, m C_o(t,0) = <Z(t), Z(0)> - 1, nu = alpha gamma_0 g_1 v_1 - alpha
 * gamma_0^2 [h'(1) + h'(0) c]. */
SHF_DMFT_LIMIT(lazy)
{
    (void)resolution, (void)level, (void)error;
    const shf_dmft_model *model = limit->model;
    double m = model->m, alpha = model->params.alpha, gamma = model->params.gamma0;
    double slope = shf_dmft_value(&model->h[1], 0), g1 = shf_dmft_value(&model->phat[1], 0);
    double rho = alpha * gamma * gamma * slope;
    for (size_t j = 0; j < limit->n; j++) {
        shf_dmft_point *out = &value[j];
        double x = rho * m * limit->t[j], left = expm1(-x);
        double v1 = -g1 / (gamma * slope) * left, c = v1 * v1 + expm1(-2 * x);
        double e = shf_dmft_error(model, gamma * g1 * v1, gamma * gamma * (model->h1 + slope * c));
        out->a = model->a0;
        out->v = v1 / sqrt(m);
        out->e_train = out->e_test = e;
        out->Co_tt = c / m;
        out->Cd_t0 = 1 - 0.5 * (v1 * v1 + left * left) / m;
        out->Co_t0 = 0 + left / m; /* no minus zero */
        out->nu = alpha * gamma * (g1 * v1 - gamma * (shf_dmft_value(&model->h[1], 1) + slope * c));
        out->int_RA = 1;
    }
    return SHF_OK;
}

/* (D.37) at t' = t and t' = 0; C_d = 1 and nu = 0 to leading order. */
SHF_DMFT_LIMIT(pure_noise)
{
    (void)resolution, (void)level, (void)error;
    const shf_dmft_model *model = limit->model;
    double a = model->a0, noise = model->params.tau * model->params.tau;
    double rho = model->params.alpha * a * a * shf_dmft_value(&model->h[1], 0);
    for (size_t j = 0; j < limit->n; j++) {
        shf_dmft_point *out = &value[j];
        double x = rho * limit->t[j], left = expm1(-x);
        memset(out, 0, sizeof *out);
        out->a = a;
        out->e_train = out->e_test = 0.5 * noise;
        /* (D.37) with the exponentials grouped: no difference of large numbers at small rho t */
        out->Co_tt = (noise / rho * left * left + expm1(-2 * x)) / model->m;
        out->Co_t0 = 0 + left / model->m; /* no minus zero */
        out->Cd_t0 = 1;
        out->int_RA = 1;
    }
    return SHF_OK;
}
