/* The self-interaction: r_ii = 1 in place of s_i^2.  With z = s^2 and H(z) = sum_k sigma_k^2 (1 - z^k) + rest
 * it adds -(w b/nu) H to db/dT and -(w b^2/nu) (1-s^2) s H'(z) to ds/dT, and sum_i w_i^2 a_i^2 H(z_i)/2 to
 * the risk; degrees beyond K act on r_ii = 1 alone, where their sum `rest` is exact. */
#include "timescales/self.h"

/* H, -H', -H'' at z */
typedef struct well {
    double h, u1, u2;
} well;

static well well_at(const shf_timescales_flow *f, double z)
{
    well v = {f->model->sigma_rest, 0, 0};
    double power = 1, before = 0, older = 0;
    for (size_t k = 0; k <= f->K; k++) {
        double order = (double)k, square = f->model->sigma[k] * f->model->sigma[k];
        v.h += square * (1 - power);
        v.u1 += square * order * before;
        v.u2 += square * order * (order - 1) * older;
        older = before;
        before = power;
        power *= z;
    }
    return v;
}

void shf_timescales_self_field(const shf_timescales_flow *f, const double *y, double *out)
{
    const double *b = y, *s = y + f->m, *w = f->model->w;
    for (size_t i = 0; i < f->m; i++) {
        well v = well_at(f, s[i] * s[i]);
        double weight = w[i] * b[i] / f->model->nu;
        out[i] -= weight * v.h;
        out[f->m + i] += weight * b[i] * s[i] * ((1 - s[i]) * (1 + s[i])) * v.u1;
    }
}

void shf_timescales_self_diagonal(const shf_timescales_flow *f, const double *y, shf_timescales_blocks D)
{
    const double *b = y, *s = y + f->m, *w = f->model->w;
    for (size_t i = 0; i < f->m; i++) {
        double z = s[i] * s[i], weight = w[i] / f->model->nu;
        well v = well_at(f, z);
        D.e11[i] -= weight * v.h;
        D.e12[i] += weight * b[i] * 2 * s[i] * v.u1;
        D.e22[i] += weight * b[i] * b[i] * ((1 - 3 * z) * v.u1 + 2 * z * (1 - z) * v.u2);
    }
}

double shf_timescales_self_parts(const shf_timescales_flow *f, const double *y, double *part)
{
    const shf_timescales_model *model = f->model;
    const double *b = y, *s = y + f->m;
    double total = 0;
    for (size_t i = 0; i < f->m; i++) {
        double a = model->w[i] * b[i] / model->nu, weight = 0.5 * a * a, power = 1;
        for (size_t k = 0; k <= f->K; k++) {
            double share = weight * model->sigma[k] * model->sigma[k] * (1 - power);
            part[k] += share;
            total += share;
            power *= s[i] * s[i];
        }
        total += weight * model->sigma_rest;
    }
    return total;
}
