/* From parameters to Hermite coefficients and an initial state. */
#include "timescales/model.h"
#include "common/activation.h"
#include "common/initial_network.h"
#include "common/params_text.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

SHF_DEFINE_PARAMS(shf_timescales_params, SHF_TIMESCALES_PARAMS, "timescales", shf_timescales_params);
SHF_DEFINE_PARAMS(shf_timescales_request, SHF_TIMESCALES_REQUEST_PARAMS, "request", shf_timescales_request);
SHF_DEFINE_PARAMS(shf_grid, SHF_TIMESCALES_GRID_PARAMS, "grid", shf_timescales_grid);
SHF_DEFINE_PARAMS(shf_solver, SHF_TIMESCALES_SOLVER_PARAMS, "solver", shf_timescales_solver);

enum { GAUSS_MAX = 10000 };

shf_status shf_timescales_validate(const shf_timescales_params *p, shf_error *error)
{
    shf_status status = shf_params_validate(&shf_timescales_params_table, p, error);
    if (status)
        return status;
    shf_activation sigma = shf_activation_make(&p->activation);
    if (sigma.polynomial && sigma.degree == 0 && sigma.weight[0] == 0)
        return shf_fail(error, SHF_ERR_VALUE,
                        "activation = hermite:0: the network is zero for ever; give it "
                        "a coefficient other than 0");
    if (p->init.kind == SHF_START_GAUSS && p->m > GAUSS_MAX)
        return shf_fail(error, SHF_ERR_VALUE, "m = %zu: must be at most %d with init = gauss", p->m,
                        GAUSS_MAX);
    if (p->init_s.kind == SHF_OVERLAP_POINTS)
        for (size_t i = 0; i < p->init_s.n; i++)
            if (!(fabs(p->init_s.value[i]) <= 1))
                return shf_fail(error, SHF_ERR_VALUE, "init-s = points:%g: must lie in [-1, 1]",
                                p->init_s.value[i]);
    return SHF_OK;
}

/* Whether all degrees are kept: what is left of the second moment is rounding then. */
static int is_whole(const shf_choice *function, size_t modes)
{
    shf_activation f = shf_activation_make(function);
    return f.polynomial && f.degree <= modes;
}

/* Coefficients up to params.modes, then the degrees beyond the last that occurs are dropped. */
static void find_coefficients(shf_timescales_model *model)
{
    const shf_timescales_params *p = &model->params;
    size_t modes = p->modes;
    double sigma2 = shf_activation_coefficients(&p->activation, modes, model->sigma);
    double phi2 = shf_activation_coefficients(&p->target, modes, model->phi);
    for (size_t k = 0; k <= modes; k++) {
        if (model->sigma[k] != 0 || model->phi[k] != 0)
            model->K = k;
        sigma2 -= model->sigma[k] * model->sigma[k];
        phi2 -= model->phi[k] * model->phi[k];
    }
    model->sigma_rest = is_whole(&p->activation, modes) ? 0 : fmax(sigma2, 0);
    model->phi_rest = is_whole(&p->target, modes) ? 0 : fmax(phi2, 0);
}

static int resolved_start(const shf_timescales_params *p, int kind)
{
    if (p->init_s.kind != SHF_OVERLAP_AUTO)
        return p->init_s.kind;
    return kind == SHF_MODEL_OVERLAPS ? SHF_OVERLAP_SPHERE : SHF_OVERLAP_ZERO;
}

shf_status shf_timescales_model_make(shf_timescales_model *model, const shf_timescales_params *params,
                                     int kind, shf_error *error)
{
    *model = (shf_timescales_model){.params = *params, .model = kind};
    shf_status status = shf_timescales_validate(params, error);
    if (status)
        return status;
    size_t m = params->m, n = params->modes + 1;
    model->start = resolved_start(params, kind);
    model->nu = sqrt(params->epsilon);
    model->sigma = calloc(2 * n + 3 * m, sizeof *model->sigma);
    if (!model->sigma)
        return shf_no_memory(error);
    model->phi = model->sigma + n;
    model->a = model->phi + n;
    model->w = model->a + m;
    model->s = model->w + m;
    find_coefficients(model);
    status = shf_initial_layer(params, model->a, model->w, error);
    if (status == SHF_OK)
        shf_initial_overlaps(params, model->start, model->s);
    return status;
}

void shf_timescales_model_free(shf_timescales_model *model)
{
    free(model->sigma);
    model->sigma = NULL;
}
