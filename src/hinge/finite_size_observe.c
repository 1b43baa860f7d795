/* What the finite-size theory says about errors, loss, weights and the size of a training step. */
#include "hinge/finite_size_observe.h"
#include "common/constants.h"
#include "hinge/model.h"
#include <math.h>

/* At t = 0 the trained function, its noise and the memory vanish together, in proportion to t: the errors
 * depend on the ratios of their slopes only, (F.17). */
static shf_hinge_margin margin_of_errors(const shf_finite_size_run *run, const double *y,
                                         const shf_finite_size_field *f)
{
    const shf_finite_size_model *model = &run->model;
    shf_finite_size_run early = {.model = *model};
    shf_finite_size_field at = *f;
    if (f->margin.f0 == 0 && f->margin.sigma == 0) {
        double small[SHF_FS_UNKNOWNS], dy[SHF_FS_UNKNOWNS], t = 1e-6 * shf_finite_size_natural_time(model);
        shf_finite_size_derivative(model, f, y, dy);
        for (int j = 0; j < SHF_FS_UNKNOWNS; j++)
            small[j] = y[j] + t * dy[j];
        for (int c = 0; c < SHF_FS_CHANNELS; c++) {
            double *z = small + shf_finite_size_place(c), g = small[SHF_FS_CLOCK];
            double noise = z[SHF_FS_M1] * z[SHF_FS_M1] / model->N;
            z[SHF_FS_S11] = g * g * model->mode[c].initial + (c < 2 ? noise : 0);
            if (c > 1)
                z[SHF_FS_NOISE] = noise;
        }
        at = shf_finite_size_field_at(&early, 0, small);
    }
    at.margin.z = -at.Phi / model->params.alpha;
    return at.margin;
}

/* E|V_perp|^2 = Var(D + V0), from the covariance of degree 1. */
static double norm_V_perp(const shf_finite_size_model *model, const double *y)
{
    const double *z = y + shf_finite_size_place(1);
    return sqrt(model->mode[1].n * fmax(z[SHF_FS_S11] + 2 * z[SHF_FS_S13] + model->mode[1].initial, 0));
}

shf_finite_size_state shf_finite_size_observe(const shf_finite_size_run *run, const shf_finite_size_field *f,
                                              const double *y)
{
    const shf_finite_size_model *model = &run->model;
    shf_hinge_margin zero = margin_of_errors(run, y, f);
    return (shf_finite_size_state){
        .gamma = y[SHF_FS_CLOCK],
        .f0 = f->margin.f0,
        .a2 = y[SHF_FS_A],
        .w_par2 = y[SHF_FS_W],
        .x_c = f->margin.z > 0 ? f->margin.z / f->margin.f0 : 0,
        .f_U = f->data.f_U,
        .I = f->data.I,
        .J = shf_hinge_sampling_noise(&model->params, f->data.f_U),
        .error_test = SHF_INV_PI * atan2(zero.sigma, zero.f0),
        .error_train = shf_hinge_effective_error(zero),
        .loss = shf_hinge_effective_loss(f->margin) / model->params.alpha,
        .sigma = f->margin.sigma,
        .Phi = f->Phi,
        .V_perp = norm_V_perp(model, y),
        .v0 = f->part[0],
        .v1 = f->part[1],
        .v2 = f->part[2],
        .v_rest = f->part[3],
    };
}

shf_finite_size_state shf_finite_size_no_state(void)
{
    return (shf_finite_size_state){
#define SET_NAN(S, member, unit, help) .member = NAN,
        SHF_FINITE_SIZE_COLUMNS(SET_NAN, )};
}

double shf_finite_size_error_slope(const shf_finite_size_model *model, const shf_finite_size_field *f,
                                   const double *y, const double *dy)
{
    double slope = 0;
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        const double *dz = dy + shf_finite_size_place(c);
        slope += model->mode[c].variance * (dz[SHF_FS_S11] + (c > 1 ? dz[SHF_FS_NOISE] : 0));
    }
    return 0.5 * slope / (f->margin.sigma * f->margin.sigma) - dy[SHF_FS_V] / y[SHF_FS_V];
}

shf_finite_size_point shf_finite_size_point_of(const shf_finite_size_model *model, double t,
                                               const shf_finite_size_field *f, const double *dy)
{
    return (shf_finite_size_point){t, f->margin.f0, 0.5 * dy[SHF_FS_V] / sqrt(model->d), f->Phi,
                                   model->params.alpha / model->N * shf_finite_size_response(model, dy)};
}

double shf_finite_size_memory_growth(const shf_finite_size_model *model, const shf_finite_size_field *f,
                                     const double *dy)
{
    double own = 0;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        own += model->mode[c].memory * f->linear[c].b1;
    return shf_finite_size_response(model, dy) / own;
}

double shf_finite_size_step(const shf_finite_size_model *model, const double *dy)
{
    double slope = 0.5 * dy[SHF_FS_V] / sqrt(model->d), response = shf_finite_size_response(model, dy);
    return model->params.alpha * (fabs(slope) + fabs(response) / model->N) / model->params.h;
}
