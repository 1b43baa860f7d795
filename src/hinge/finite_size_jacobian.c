/* Jacobian of the finite-size theory by differences whose steps follow the size of what each unknown enters.
 */
#include "hinge/finite_size.h"
#include <math.h>

#define RELATIVE_STEP 1e-6

/* At the start everything vanishes, and a difference over less than what the solution is about to reach would
 * be rounding noise divided by next to nothing: the steps do not fall below those at the clock `small`.
 *
 * Of an unknown that acts through the field: a small fraction of the scale on which the field changes.  Of
 * one that the equations are linear in: that of its like, since a difference is then exact. */
static void steps(const shf_finite_size_run *run, const shf_finite_size_field *f, const double *y,
                  double *step)
{
    const shf_finite_size_model *model = &run->model;
    double floor = run->small / sqrt(model->d); /* f0 there; sigma is of the same order */
    double sigma = fmax(f->margin.sigma, 0.1 * floor), scale = fmax(hypot(f->margin.f0, sigma), floor);
    step[SHF_FS_CLOCK] = RELATIVE_STEP * fmax(y[SHF_FS_CLOCK], run->small);
    step[SHF_FS_REST] = RELATIVE_STEP * scale * model->N;
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        const double *z = shf_finite_size_channel(y, c);
        double *s = step + (z - y), initial = model->initial[c];
        s[SHF_FS_M1] = step[SHF_FS_REST] / model->memory[c];
        s[SHF_FS_M2] = fmax(fmax(fabs(z[SHF_FS_M1]), fabs(z[SHF_FS_M2])), s[SHF_FS_M1]);
        s[SHF_FS_S11] = RELATIVE_STEP * sigma * sigma / model->variance[c];
        double partner = fmax(initial, z[SHF_FS_S22]); /* grows with the square of sinh 2g */
        s[SHF_FS_S12] = s[SHF_FS_S13] = fmax(sqrt(fmax(z[SHF_FS_S11], 0) * partner), s[SHF_FS_S11]);
        s[SHF_FS_S22] = s[SHF_FS_S23] = partner;
    }
    for (int j = 0; j < SHF_FS_UNKNOWNS; j++)
        if (!(step[j] > 0) || !isfinite(step[j]))
            step[j] = RELATIVE_STEP;
}

void shf_finite_size_jacobian(const shf_finite_size_run *run, const double *y, double *jacobian)
{
    double base[SHF_FS_UNKNOWNS], moved[SHF_FS_UNKNOWNS], step[SHF_FS_UNKNOWNS];
    shf_finite_size_field f = shf_finite_size_field_at(run, y);
    shf_finite_size_derivative(&run->model, &f, y, base);
    steps(run, &f, y, step);
    for (int j = 0; j < SHF_FS_UNKNOWNS; j++)
        moved[j] = y[j];
    for (int j = 0; j < SHF_FS_UNKNOWNS; j++) {
        double *column = jacobian + (ptrdiff_t)j * SHF_FS_UNKNOWNS;
        moved[j] = y[j] + step[j];
        double exact = moved[j] - y[j];
        shf_finite_size_field at = shf_finite_size_field_at(run, moved);
        shf_finite_size_derivative(&run->model, &at, moved, column);
        for (int i = 0; i < SHF_FS_UNKNOWNS; i++)
            column[i] = (column[i] - base[i]) / exact;
        moved[j] = y[j];
    }
}
