/* The right-hand side of the finite-size theory: nodes (F.6), channels (F.7)-(F.11), flipped samples (F.24).
 */
#include "hinge/finite_size.h"
#include "common/constants.h"
#include <math.h>

shf_finite_size_drive shf_finite_size_drive_at(const shf_finite_size_model *model, double V, double A,
                                               double Bp)
{
    double n2 = model->mode[2].n, n3 = model->mode[3].n, lambda = model->lambda;
    double drive_0 = 0.5 * SHF_INV_PI * (Bp + A / model->d), drive_2 = SHF_INV_PI * (0.5 * A + 0.25 * Bp);
    /* the higher degrees have what these leave of the whole even kernel (A + Bp)/4 */
    double rest = fmax(0.25 * (A + Bp) - drive_0 - drive_2, 0);
    return (shf_finite_size_drive){
        {lambda * drive_0, model->k * (A + Bp), lambda * drive_2 / n2, lambda * rest / n3}, model->k * V};
}

/* m' = A m + b,  s' = A s + s A^T + v (m b^T + b m^T), written out for the zeros of A, b, m. */
static void full_channel(const shf_finite_size_linear *a, double s33, const double *y, double *out)
{
    double v = a->noise;
    out[SHF_FS_M1] = a->a11 * y[SHF_FS_M1] + a->a12 * y[SHF_FS_M2] + a->b1;
    out[SHF_FS_M2] = a->a21 * y[SHF_FS_M1] + a->a22 * y[SHF_FS_M2] + a->b2;
    out[SHF_FS_S11] = 2 * (a->a11 * y[SHF_FS_S11] + a->a12 * y[SHF_FS_S12] + a->a13 * y[SHF_FS_S13] +
                           v * y[SHF_FS_M1] * a->b1);
    out[SHF_FS_S12] = (a->a11 + a->a22) * y[SHF_FS_S12] + a->a12 * y[SHF_FS_S22] + a->a13 * y[SHF_FS_S23] +
                      a->a21 * y[SHF_FS_S11] + a->a23 * y[SHF_FS_S13] +
                      v * (y[SHF_FS_M1] * a->b2 + y[SHF_FS_M2] * a->b1);
    out[SHF_FS_S13] = a->a11 * y[SHF_FS_S13] + a->a12 * y[SHF_FS_S23] + a->a13 * s33;
    out[SHF_FS_S22] = 2 * (a->a21 * y[SHF_FS_S12] + a->a22 * y[SHF_FS_S22] + a->a23 * y[SHF_FS_S23] +
                           v * y[SHF_FS_M2] * a->b2);
    out[SHF_FS_S23] = a->a21 * y[SHF_FS_S13] + a->a22 * y[SHF_FS_S23] + a->a23 * s33;
}

/* Degree 2 and the rest: response and noise are not carried along by the nodes, (F.11); the covariance is
 * that of the initial function, to which no noise is added. */
static void even_channel(const shf_finite_size_linear *a, double s33, const double *y, double *out)
{
    shf_finite_size_linear initial = *a;
    initial.b1 = initial.noise = 0;
    full_channel(&initial, s33, y, out);
    out[SHF_FS_M1] = a->own * y[SHF_FS_M1] + a->b1;
    out[SHF_FS_NOISE] = 2 * (a->own * y[SHF_FS_NOISE] + a->noise * y[SHF_FS_M1] * a->b1);
}

/* (F.24): the part `keeps_flipped` of a flipped sample's own gradient goes into modes that samples at the
 * margin restrain more. */
static void flipped(const shf_finite_size_model *model, const shf_finite_size_field *f, const double *y,
                    double *out)
{
    double even = 0.25 * model->lambda * y[SHF_FS_A];
    double inertia = 1 + f->pins.count * model->N * f->keeps / (2 * model->d);
    for (int c = 2; c < SHF_FS_CHANNELS; c++) {
        size_t j = SHF_FS_FLIPPED_2 + (size_t)(c - 2);
        const shf_finite_size_linear *a = &f->linear[c];
        out[j] = a->b1 * (1 - f->keeps_flipped) + a->own * y[j];
    }
    out[SHF_FS_FLIPPED_MIXED] =
        even * (f->keeps_flipped - f->data.rho * f->keeps / model->d * y[SHF_FS_FLIPPED_MIXED]) / inertia;
}

void shf_finite_size_derivative(const shf_finite_size_model *model, const shf_finite_size_field *f,
                                const double *y, double *out)
{
    double A = y[SHF_FS_A], W = y[SHF_FS_W], V = y[SHF_FS_V];
    out[SHF_FS_CLOCK] = f->turn;
    out[SHF_FS_A] = 2 * f->growth * f->inertia_of_growth + 2 * f->turn * V;
    out[SHF_FS_W] = 2 * f->turn * V;
    out[SHF_FS_V] = f->growth * V + f->turn * (A + W);
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        const double *z = y + shf_finite_size_place(c);
        double *dz = out + shf_finite_size_place(c), s33 = model->mode[c].initial;
        if (c < 2)
            full_channel(&f->linear[c], s33, z, dz);
        else
            even_channel(&f->linear[c], s33, z, dz);
    }
    flipped(model, f, y, out);
}

double shf_finite_size_restoring_rate(const shf_finite_size_field *f)
{
    double rate = 0;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        rate = fmax(rate, -f->linear[c].own);
    return rate;
}
