/* The model of one neuron that carries the late stages of wide networks, and the plateau before them. */
#include "dmft/reduced.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/dmft_limits.h>
#include <string.h>

shf_status shf_dmft_reduce(const shf_dmft_model *model, double gamma, double noise, shf_dmft_model *reduced,
                           shf_error *error)
{
    *reduced = *model;
    reduced->params.m = 1;
    reduced->m = 1;
    reduced->params.a0 = reduced->a0 = gamma;
    reduced->params.gamma0 = 0;
    reduced->params.tau = noise;
    reduced->params.freeze_a.kind = 1;
    reduced->h[0].c[1] = 0;
    reduced->h[1].c[0] = 0;
    reduced->h1 = shf_dmft_value(&reduced->h[0], 1);
    reduced->sigma[1] = 0;
    memset(reduced->phat, 0, sizeof reduced->phat);
    memset(reduced->phi, 0, sizeof reduced->phi);
    reduced->phi2 = 0;
    if (!(reduced->h1 > 0))
        return shf_fail(error, SHF_ERR_VALUE,
                        "h: linear; must have a part of degree two or more for this limit");
    return SHF_OK;
}

shf_status shf_dmft_noise(const shf_dmft_model *model, double *noise, shf_error *error)
{
    double slope = shf_dmft_value(&model->h[1], 0), g1 = shf_dmft_value(&model->phat[1], 0);
    double seen = 0;
    if (g1 != 0 && !(slope > 0))
        return shf_fail(error, SHF_ERR_VALUE, "h'(0) = %g: must be positive where phat'(0) = %g is not zero",
                        slope, g1);
    if (g1 != 0)
        seen = g1 * g1 / slope;
    *noise = sqrt(fmax(0, shf_dmft_label_square(model) - seen));
    return SHF_OK;
}

double shf_dmft_plateau_of(const shf_dmft_model *model, double noise, double gamma)
{
    return 0.5 * (noise * noise + gamma * gamma * (model->h1 - shf_dmft_value(&model->h[1], 0)));
}

shf_status shf_dmft_plateau(const shf_dmft_params *params, double gamma, double *noise, double *e_plateau,
                            shf_error *error)
{
    shf_dmft_model model;
    shf_status status = shf_dmft_model_make(params, &model, error);
    SHF_THEN(status, shf_dmft_noise(&model, noise, error));
    if (status == SHF_OK)
        *e_plateau = shf_dmft_plateau_of(&model, *noise, gamma);
    return status;
}
