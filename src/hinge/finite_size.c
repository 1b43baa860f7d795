/* The right-hand side of the finite-size theory, channel by channel: degree 1 in x (F.7), degrees 0 and 2
 * (F.8), the response of the higher degrees (F.9). */
#include "hinge/finite_size.h"
#include "common/constants.h"
#include <math.h>

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
                    shf_finite_size_channel(y, c), shf_finite_size_channel_out(out, c));
    }
    out[SHF_FS_REST] = shf_finite_size_drive_at(model, f->S, f->C).rest;
}

double shf_finite_size_restoring_rate(const shf_finite_size_model *model, const shf_finite_size_field *f)
{
    double rate = 0;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        rate = fmax(rate, -channel_coefficients(model, f, c).a11);
    return rate;
}
