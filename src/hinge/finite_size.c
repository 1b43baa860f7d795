/* The closed system of the finite-size theory: its constants and its right-hand side. */
#include "hinge/finite_size.h"
#include "common/constants.h"
#include "common/report.h"
#include <math.h>
#include <string.h>

#define REST_WEIGHT 0.0450703414490277969 /* 1 - 3/pi */

/* ---- constants ---- */

/* The laws that there are formulas for. */
static shf_status check_laws(const shf_hinge_params *p, shf_error *error)
{
    shf_status status = shf_hinge_validate(p, error);
    if (status)
        return status;
    if (p->data.kind != SHF_DATA_GAUSSIAN)
        return shf_fail(error, SHF_ERR_VALUE, "data: the finite-size theory holds for gaussian data only");
    if (p->sigma_a != 1)
        return shf_fail(error, SHF_ERR_VALUE, "sigma-a = %.9g: must be 1 in the finite-size theory",
                        p->sigma_a);
    if (p->sigma_w != 1)
        return shf_fail(error, SHF_ERR_VALUE, "sigma-w = %.9g: must be 1 in the finite-size theory",
                        p->sigma_w);
    return SHF_OK;
}

shf_status shf_finite_size_validate(const shf_hinge_params *p, shf_error *error)
{
    shf_status status = check_laws(p, error);
    if (status || p->d > 1)
        return status;
    return shf_fail(error, SHF_ERR_VALUE,
                    "d = %zu: the finite-size theory needs directions across the teacher, d >= 2", p->d);
}

shf_status shf_finite_size_make(const shf_hinge_params *p, shf_finite_size_model *model, shf_error *error)
{
    shf_status status = check_laws(p, error);
    if (status)
        return status;
    double d = (double)p->d, M = (double)p->M, lambda = p->eta / (p->alpha * M), root_d = sqrt(d);
    double n2 = 0.5 * d * (d + 1);
    *model = (shf_finite_size_model){
        .params = *p,
        .d = d,
        .M = M,
        .N = (double)p->N,
        .k = 0.5 * lambda / root_d,
        .lambda = lambda,
        .n2 = n2,
        .initial = {0.5 * SHF_INV_PI / M, (d - 1) / M, 0.25 * SHF_INV_PI / (M * n2)},
        .modes = {1, d - 1, 1},
        .variance = {1, 0.25 / d, n2},
        .memory = {1, 0.5 * (d - 1) / root_d, n2},
        .pin = {1, 0.5 / root_d, 1},
    };
    return SHF_OK;
}

/* ---- unknowns ---- */

static double *channel_out(double *y, int c)
{
    return y + (shf_finite_size_channel(y, c) - y);
}

void shf_finite_size_start(const shf_finite_size_model *model, double *y)
{
    memset(y, 0, SHF_FS_UNKNOWNS * sizeof *y);
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        channel_out(y, c)[SHF_FS_S22] = model->initial[c];
}

/* ---- coefficients ---- */

shf_finite_size_drive shf_finite_size_drive_at(const shf_finite_size_model *model, double S, double C)
{
    double drive_0 = 0.5 * SHF_INV_PI * model->lambda * (1 + C / model->d);
    double drive_2 = SHF_INV_PI * model->lambda * (0.5 * C + 0.25) / model->n2;
    /* the higher degrees have what these leave of the whole even kernel (C+1)/4 */
    double rest = 0.25 * model->lambda * (C + 1) - drive_0 - model->n2 * drive_2;
    return (shf_finite_size_drive){.first = {drive_0, model->k * (C + 1), drive_2},
                                   .second = {0, model->k * S, 0},
                                   .rest = fmax(rest, 0)};
}

/* z' = A z + b n with A = [[a11, a12, 0], [a21, a22, a23], [0, 0, 0]], b = (b1, b2, 0). */
typedef struct coefficients {
    double a11, a12, a21, a22, a23, b1, b2;
} coefficients;

/* (F.7) for degree 1, (F.8) for degrees 0 and 2; pinned samples divide the first row, and degree 1 passes on
 * to its partner what the samples do to it, (F.21). */
static coefficients channel_coefficients(const shf_finite_size_model *model, const shf_finite_size_field *f,
                                         int c)
{
    double pull = 2 * model->k * f->data.I, slow = 1 / f->inertia[c], r = f->data.rho;
    shf_finite_size_drive b = shf_finite_size_drive_at(model, f->S, f->C);
    double drive = b.first[c] * slow;
    if (c != 1)
        return (coefficients){-drive * r, pull * slow, pull, 0, pull, drive, 0};
    double share = f->S / (f->C + 1);
    r /= 2 * sqrt(model->d);
    return (coefficients){-drive * r, pull * slow,  pull - share * drive * r, share * pull * (slow - 1), pull,
                          drive,      share * drive};
}

/* ---- right-hand side ---- */

static shf_finite_size_field field_without_pins(const shf_finite_size_model *model, const double *y)
{
    const shf_hinge_params *p = &model->params;
    double g = y[SHF_FS_CLOCK], half = sinh(0.5 * g), variance = 0, response = y[SHF_FS_REST];
    shf_finite_size_field f = {.S = sinh(2 * g), .C = cosh(2 * g)};
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        f.part[c] = model->variance[c] * fmax(shf_finite_size_channel(y, c)[SHF_FS_S11], 0);
        f.inertia[c] = 1;
        variance += f.part[c];
        response += model->memory[c] * shf_finite_size_channel(y, c)[SHF_FS_M1];
    }
    f.part_rest = REST_WEIGHT * cosh(g) * half * half / model->M; /* (C + 1 - 2 cosh g) / 4M */
    variance += f.part_rest;
    f.Phi = p->alpha / model->N * response;
    f.margin = (shf_margin){fmax(f.S, 0) / (2 * sqrt(model->d)), sqrt(variance), (p->h - f.Phi) / p->alpha,
                            p->delta};
    f.data = shf_effective_at(f.margin);
    return f;
}

/* (F.20), (F.21): samples that were satisfied with a smaller memory than those still unsatisfied, and that
 * the clock meets again as it runs backwards, are held at the margin by their own gradient.  `upper` is the
 * threshold at which they had been satisfied. */
static void add_pins(const shf_finite_size_model *model, double upper, shf_finite_size_field *f)
{
    shf_band band = shf_effective_band(f->margin, upper);
    if (!(band.m0 > 0))
        return;
    shf_finite_size_drive drive = shf_finite_size_drive_at(model, f->S, f->C);
    double kernel = drive.rest;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        kernel += model->memory[c] * drive.first[c];
    double rate = model->params.alpha * kernel / model->N; /* of the memory of an unsatisfied sample */
    double speed = model->params.alpha * model->k * f->C / sqrt(model->d); /* alpha df0/dt = 2 speed I */
    f->pinned = band.m0;
    f->data.I = fmin(f->data.I / (1 + speed * band.m2 / rate), f->data.I + 0.5 * band.m1);
    f->data.f_U += band.m0 * fmin(1, -2 * speed * f->data.I * band.m1 / (band.m0 * rate));
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        f->inertia[c] += band.m0 * model->N * model->pin[c] * drive.first[c] / kernel;
}

shf_finite_size_field shf_finite_size_field_at(const shf_finite_size_run *run, const double *y)
{
    shf_finite_size_field f = field_without_pins(&run->model, y);
    const shf_finite_size_history *h = &run->history;
    if (run->backwards && f.data.I < 0 && h->n && f.margin.f0 < h->at[h->n - 1][1])
        add_pins(&run->model,
                 (run->model.params.h - shf_finite_size_history_memory(h, f.margin.f0)) /
                     run->model.params.alpha,
                 &f);
    return f;
}

/* m' = A m + b,  s' = A s + s A^T + v (m b^T + b m^T), written out for the zeros of A, b, m. */
static void channel_rhs(const coefficients *a, double v, double s33, const double *y, double *out)
{
    out[SHF_FS_M1] = a->a11 * y[SHF_FS_M1] + a->a12 * y[SHF_FS_M2] + a->b1;
    out[SHF_FS_M2] = a->a21 * y[SHF_FS_M1] + a->a22 * y[SHF_FS_M2] + a->b2;
    out[SHF_FS_S11] = 2 * (a->a11 * y[SHF_FS_S11] + a->a12 * y[SHF_FS_S12] + v * y[SHF_FS_M1] * a->b1);
    out[SHF_FS_S12] = (a->a11 + a->a22) * y[SHF_FS_S12] + a->a12 * y[SHF_FS_S22] + a->a21 * y[SHF_FS_S11] +
                      a->a23 * y[SHF_FS_S13] + v * (y[SHF_FS_M1] * a->b2 + y[SHF_FS_M2] * a->b1);
    out[SHF_FS_S13] = a->a11 * y[SHF_FS_S13] + a->a12 * y[SHF_FS_S23];
    out[SHF_FS_S22] = 2 * (a->a21 * y[SHF_FS_S12] + a->a22 * y[SHF_FS_S22] + a->a23 * y[SHF_FS_S23] +
                           v * y[SHF_FS_M2] * a->b2);
    out[SHF_FS_S23] = a->a21 * y[SHF_FS_S13] + a->a22 * y[SHF_FS_S23] + a->a23 * s33;
}

void shf_finite_size_derivative(const shf_finite_size_model *model, const shf_finite_size_field *f,
                                const double *y, double *out)
{
    out[SHF_FS_CLOCK] = 2 * model->k * f->data.I;
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        coefficients a = channel_coefficients(model, f, c);
        channel_rhs(&a, model->modes[c] * f->data.f_U / model->N, model->initial[c],
                    shf_finite_size_channel(y, c), channel_out(out, c));
    }
    out[SHF_FS_REST] = shf_finite_size_drive_at(model, f->S, f->C).rest;
}

double shf_finite_size_rest_weight(const shf_finite_size_model *model)
{
    return 0.25 * REST_WEIGHT / model->M;
}

double shf_finite_size_rest_slope(const shf_finite_size_model *model, double g)
{
    return REST_WEIGHT * (sinh(2 * g) - sinh(g)) / (2 * model->M);
}

double shf_finite_size_restoring_rate(const shf_finite_size_model *model, const shf_finite_size_field *f)
{
    double rate = 0;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        rate = fmax(rate, -channel_coefficients(model, f, c).a11);
    return rate;
}

/* ---- the start ---- */

double shf_finite_size_natural_time(const shf_finite_size_model *model)
{
    double y[SHF_FS_UNKNOWNS], dy[SHF_FS_UNKNOWNS];
    shf_finite_size_start(model, y);
    shf_finite_size_field f = field_without_pins(model, y);
    shf_finite_size_derivative(model, &f, y, dy);
    double margin = model->params.h / (model->params.alpha * sqrt(model->d)); /* f0 = g/sqrt d at the start */
    double g = fmin(1, model->d * margin); /* at which the first typical samples are satisfied */
    return g / fmax(dy[SHF_FS_CLOCK], model->k * sqrt(model->d / model->N));
}

void shf_finite_size_sizes(const shf_finite_size_model *model, double t, double *size)
{
    double y[SHF_FS_UNKNOWNS], dy[SHF_FS_UNKNOWNS];
    shf_finite_size_start(model, y);
    shf_finite_size_field f = field_without_pins(model, y);
    shf_finite_size_derivative(model, &f, y, dy);
    double g = dy[SHF_FS_CLOCK] * t;
    size[SHF_FS_CLOCK] = g;
    size[SHF_FS_REST] = dy[SHF_FS_REST] * t;
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        double response = shf_finite_size_channel(dy, c)[SHF_FS_M1] * t, initial = sqrt(model->initial[c]);
        double noise = sqrt(model->modes[c] / model->N) * response, first = hypot(noise, g * initial);
        double *s = channel_out(size, c);
        s[SHF_FS_M1] = response;
        s[SHF_FS_M2] = response * g;
        s[SHF_FS_S11] = first * first;
        s[SHF_FS_S12] = first * initial;
        s[SHF_FS_S13] = first * initial * g;
        s[SHF_FS_S22] = initial * initial;
        s[SHF_FS_S23] = initial * initial * g;
    }
    for (int j = 0; j < SHF_FS_UNKNOWNS; j++)
        size[j] = fmax(size[j], 1e-190);
}
