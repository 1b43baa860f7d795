/* Jacobian of the finite-size theory by differences whose steps follow the size of what each unknown enters.
 */
#include "hinge/finite_size.h"
#include <math.h>

#define RELATIVE_STEP 1e-6

/* At the start everything vanishes, and a difference over less than what the solution is about to reach would
 * be rounding noise divided by next to nothing: the steps do not fall below those at the slope `small`.
 *
 * Of an unknown that acts through the field: a small fraction of the scale on which the field changes.  Of
 * one that the equations are linear in: that of its like, since a difference is then exact. */
static void steps(const shf_finite_size_run *run, const shf_finite_size_field *f, const double *y,
                  double *step)
{
    const shf_finite_size_model *model = &run->model;
    double sigma = fmax(f->margin.sigma, 0.1 * run->small), f0 = fmax(f->margin.f0, run->small);
    double scale = hypot(f0, sigma);
    step[SHF_FS_CLOCK] = 1;
    step[SHF_FS_A] = RELATIVE_STEP * y[SHF_FS_A];
    step[SHF_FS_W] = RELATIVE_STEP * y[SHF_FS_W];
    step[SHF_FS_V] = RELATIVE_STEP * 2 * sqrt(model->d) * f0;
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        const double *z = y + shf_finite_size_place(c);
        double *s = step + shf_finite_size_place(c), initial = model->mode[c].initial;
        double variance = sigma * sigma / model->mode[c].variance, partner = fmax(initial, z[SHF_FS_S22]);
        s[SHF_FS_M1] = RELATIVE_STEP * scale * model->N / model->mode[c].memory;
        s[SHF_FS_M2] = c < 2 ? fmax(fmax(fabs(z[SHF_FS_M1]), fabs(z[SHF_FS_M2])), s[SHF_FS_M1])
                             : RELATIVE_STEP * variance;
        s[SHF_FS_S11] = RELATIVE_STEP * variance;
        s[SHF_FS_S12] = s[SHF_FS_S13] = fmax(sqrt(fmax(z[SHF_FS_S11], 0) * partner), s[SHF_FS_S11]);
        s[SHF_FS_S13] *= c == 1 ? 1 : RELATIVE_STEP; /* the even work depends on it */
        s[SHF_FS_S22] = s[SHF_FS_S23] = partner;
        if (c > 1)
            step[SHF_FS_FLIPPED_2 + (size_t)(c - 2)] = s[SHF_FS_M1];
    }
    step[SHF_FS_FLIPPED_MIXED] = RELATIVE_STEP * scale * model->N;
    for (int j = 0; j < SHF_FS_UNKNOWNS; j++)
        if (!(step[j] > 0) || !isfinite(step[j]))
            step[j] = RELATIVE_STEP;
}

void shf_finite_size_jacobian(shf_finite_size_run *run, double t, const double *y, double *jacobian)
{
    double base[SHF_FS_UNKNOWNS], moved[SHF_FS_UNKNOWNS], step[SHF_FS_UNKNOWNS];
    shf_finite_size_field f = shf_finite_size_field_at(run, t, y);
    shf_finite_size_derivative(&run->model, &f, y, base);
    steps(run, &f, y, step);
    for (int j = 0; j < SHF_FS_UNKNOWNS; j++)
        moved[j] = y[j];
    for (int j = 0; j < SHF_FS_UNKNOWNS; j++) {
        double *column = jacobian + (ptrdiff_t)j * SHF_FS_UNKNOWNS;
        moved[j] = y[j] + step[j];
        double exact = moved[j] - y[j];
        shf_finite_size_field at = shf_finite_size_field_near(run, t, moved);
        shf_finite_size_derivative(&run->model, &at, moved, column);
        for (int i = 0; i < SHF_FS_UNKNOWNS; i++)
            column[i] = (column[i] - base[i]) / exact;
        moved[j] = y[j];
    }
}
