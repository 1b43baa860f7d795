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
    double alpha = model->params.alpha, delta = model->params.delta;
    if (f->margin.f0 != 0 || f->margin.sigma != 0)
        return (shf_hinge_margin){f->margin.f0, f->margin.sigma, -f->Phi / alpha, delta};
    double dy[SHF_FS_UNKNOWNS], small[SHF_FS_UNKNOWNS], t = 1e-6 * shf_finite_size_natural_time(model);
    shf_finite_size_derivative(model, f, y, dy);
    for (int j = 0; j < SHF_FS_UNKNOWNS; j++)
        small[j] = y[j] + t * dy[j];
    double g = small[SHF_FS_CLOCK];
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        double *z = shf_finite_size_channel_out(small, c);
        z[SHF_FS_S11] = g * g * model->initial[c] + model->modes[c] / model->N * z[SHF_FS_M1] * z[SHF_FS_M1];
    }
    shf_finite_size_field at = shf_finite_size_field_at(run, small);
    return (shf_hinge_margin){at.margin.f0, at.margin.sigma, -at.Phi / alpha, delta};
}

/* E|V_perp|^2 = Var(D + V0), (F.10), from the covariance of degree 1. */
static double norm_V_perp(const shf_finite_size_model *model, const double *y)
{
    const double *z = shf_finite_size_channel(y, 1);
    return sqrt(fmax(z[SHF_FS_S11] + 2 * z[SHF_FS_S13] + model->initial[1], 0));
}

shf_finite_size_state shf_finite_size_observe(const shf_finite_size_run *run, const shf_finite_size_field *f,
                                              const double *y)
{
    const shf_finite_size_model *model = &run->model;
    shf_hinge_margin zero = margin_of_errors(run, y, f);
    return (shf_finite_size_state){
        .gamma = y[SHF_FS_CLOCK],
        .f0 = f->margin.f0,
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
        .v_rest = f->part_rest,
    };
}

shf_finite_size_state shf_finite_size_no_state(void)
{
    return (shf_finite_size_state){
#define SET_NAN(S, member, unit, help) .member = NAN,
        SHF_FINITE_SIZE_COLUMNS(SET_NAN, )};
}

double shf_finite_size_collapse(const shf_finite_size_model *model, const shf_finite_size_field *f)
{
    return model->params.alpha * hypot(f->margin.f0, f->margin.sigma) / model->params.h - 1e-3;
}

double shf_finite_size_time_left(const shf_finite_size_model *model, const shf_finite_size_field *f,
                                 const double *dy)
{
    return f->margin.f0 * sqrt(model->d) / (f->C * fabs(dy[SHF_FS_CLOCK]));
}

double shf_finite_size_error_slope(const shf_finite_size_model *model, const shf_finite_size_field *f,
                                   const double *y, const double *dy)
{
    double dg = dy[SHF_FS_CLOCK], variance = f->margin.sigma * f->margin.sigma;
    double slope = shf_finite_size_rest_slope(model, y[SHF_FS_CLOCK]) * dg;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        slope += model->variance[c] * shf_finite_size_channel(dy, c)[SHF_FS_S11];
    return 0.5 * slope / variance - 2 * f->C / f->S * dg;
}

double shf_finite_size_f0_rate(const shf_finite_size_model *model, const shf_finite_size_field *f,
                               const double *dy)
{
    return f->C / sqrt(model->d) * dy[SHF_FS_CLOCK];
}

double shf_finite_size_Phi_rate(const shf_finite_size_model *model, const double *dy)
{
    return model->params.alpha / model->N * shf_finite_size_response(model, dy);
}

double shf_finite_size_step(const shf_finite_size_model *model, const shf_finite_size_field *f,
                            const double *dy)
{
    double f0_rate = shf_finite_size_f0_rate(model, f, dy), response = shf_finite_size_response(model, dy);
    return model->params.alpha * (fabs(f0_rate) + fabs(response) / model->N) / model->params.h;
}
