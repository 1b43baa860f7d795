/* Half-line Gaussian averages: against multi-precision digits, at the sharp limit, and in their corners. */
#include "hinge/effective_data.h"
#include "support/test.h"
#include <shallowflow/hinge.h>
#include <stdio.h>

enum { F_CLEAN, F_FLIPPED, X_CLEAN, X_FLIPPED, RHO_CLEAN, RHO_FLIPPED, LOSS_CLEAN, LOSS_FLIPPED, N_VALUES };

typedef struct row {
    double f0, sigma, z, value[N_VALUES];
} row;

/* Next row of the reference file; 0 at its end. */
static int next_row(FILE *file, row *r)
{
    char line[1024];
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        double *v = r->value;
        ck_assert_int_eq(sscanf(line, "%lf %lf %lf %lf %lf %lf %lf %lf %lf %lf %lf", &r->f0, &r->sigma, &r->z,
                                &v[0], &v[1], &v[2], &v[3], &v[4], &v[5], &v[6], &v[7]),
                         3 + N_VALUES);
        return 1;
    }
    return 0;
}

/* Relative accuracy: the exponential of -c^2/2 has condition number c^2, on top of the few tens of roundings
 * of the quadrature sums. */
static double allowed(double c)
{
    return SHF_ROUND(200 + 4 * c * c);
}

static void check_parts(const row *r, double delta)
{
    int flipped = delta == 1;
    shf_hinge_margin margin = {r->f0, r->sigma, r->z, delta};
    shf_hinge_effective_data at = shf_hinge_effective_at(margin);
    double w = r->z / r->sigma, zeta = r->z / hypot(r->f0, r->sigma), x = flipped ? -2 * at.I : 2 * at.I;
    double rel = allowed(r->z < 0 ? w : zeta);
    shf_assert_close(at.f_U, r->value[F_CLEAN + flipped], rel, 1e-300);
    shf_assert_close(at.rho, r->value[RHO_CLEAN + flipped], allowed(flipped ? fmin(w, 40) : zeta), 1e-300);
    shf_assert_close(x, r->value[X_CLEAN + flipped], r->z >= 0 ? rel : 0, r->z >= 0 ? 1e-300 : SHF_ROUND(4));
    shf_assert_close(shf_hinge_effective_loss(margin), r->value[LOSS_CLEAN + flipped], 0,
                     SHF_ROUND(16) * (fabs(r->z) + r->sigma + r->f0));
    shf_assert_close(shf_hinge_effective_error(margin), r->value[F_CLEAN + flipped], rel, 1e-300);
}

START_TEST(multi_precision)
{
    FILE *file = fopen(SHF_REFERENCE_DIR "/effective_data.tsv", "r");
    ck_assert_ptr_nonnull(file);
    row r;
    int rows = 0;
    for (; next_row(file, &r); rows++) {
        check_parts(&r, 0);
        check_parts(&r, 1);
        if (r.z < 0) {
            double p = shf_hinge_wedge_probability(r.f0, r.sigma, -r.z);
            shf_assert_close(p, r.value[F_CLEAN], allowed(r.z / r.sigma), 1e-300);
            shf_assert_close(p, r.value[F_CLEAN], 0, 1e-12);
        }
    }
    ck_assert_int_ge(rows, 250);
    ck_assert_int_eq(fclose(file), 0);
}
END_TEST

/* sigma -> 0: the sharp formulas of the mean field with h - Phi for h.  A noise sigma changes smooth averages
 * by (sigma/f0)^2 at most. */
START_TEST(sharp_limit)
{
    for (int k = 0; k < 60; k++) {
        shf_hinge_params p = shf_hinge_params_default();
        p.alpha = pow(10, k % 5 - 2);
        p.delta = k % 3 * 0.15;
        p.h = 1.0 - 0.09 * (k % 10); /* h - Phi */
        double gamma = 0.1 + 0.1 * k, last = 0;
        shf_error error = {0};
        shf_assert_ok(shf_hinge_fixed_point(&p, &last, &error), error);
        gamma = fmin(gamma, 0.9 * last);
        shf_hinge_state sharp;
        shf_assert_ok(shf_hinge_state_at(&p, gamma, &sharp, &error), error);
        for (int noise = 0; noise < 2; noise++) {
            double ratio = noise ? 1e-6 : 0, rel = noise ? 10 * ratio * ratio : SHF_ROUND(64);
            double z = p.h / p.alpha;
            shf_hinge_margin m = {sharp.f0, ratio * fmin(sharp.f0, z), z, p.delta};
            shf_hinge_effective_data at = shf_hinge_effective_at(m);
            double x_c = sharp.x_c, rho = (1 - p.delta) * sqrt(2 / M_PI) * exp(-0.5 * x_c * x_c) / sharp.f0;
            shf_assert_close(at.f_U, sharp.f_U, rel, 0);
            shf_assert_close(at.I, sharp.I, 0, rel * (1 + x_c * x_c));
            shf_assert_close(at.rho, rho, rel * (4 + pow(x_c, 4)), 1e-300);
            shf_assert_close(shf_hinge_effective_loss(m) / p.alpha, sharp.loss, 0,
                             4 * rel * (p.h + 1) / p.alpha / p.alpha + 4 * rel * sharp.f0 / p.alpha);
        }
    }
}
END_TEST

/* d loss/dz = f_U and d f_U/dz = rho; central differences of step e err by e^2/6 times the third derivative,
 * and by rounding/e. */
START_TEST(derivatives)
{
    for (int k = 0; k < 40; k++) {
        shf_hinge_margin m = {0.2 * (1 + k % 7), 0.3 * (1 + k % 5), -0.5 + 0.1 * k, 0.05 * (k % 4)};
        double e = 1e-4;
        shf_hinge_margin up = m, down = m;
        up.z += e;
        down.z -= e;
        shf_hinge_effective_data at = shf_hinge_effective_at(m);
        double df = (shf_hinge_effective_at(up).f_U - shf_hinge_effective_at(down).f_U) / (2 * e);
        double dl = (shf_hinge_effective_loss(up) - shf_hinge_effective_loss(down)) / (2 * e);
        shf_assert_close(df, at.rho, 0, e * e * 20 + SHF_ROUND(8) / e);
        shf_assert_close(dl, at.f_U, 0, e * e * 4 + SHF_ROUND(64) / e);
    }
}
END_TEST

START_TEST(corners)
{
    const double f0s[] = {0, 1e-300, 1e-12, 1, 1e150}, sigmas[] = {0, 1e-300, 1e-12, 1, 1e150};
    const double zs[] = {-1e8, -1, -1e-300, 0, 1e-300, 1e-9, 1, 1e8};
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            for (size_t k = 0; k < 8; k++) {
                shf_hinge_margin m = {f0s[i], sigmas[j], zs[k], 0.1};
                shf_hinge_effective_data at = shf_hinge_effective_at(m);
                ck_assert(at.f_U >= 0 && at.f_U <= 1 + DBL_EPSILON);
                ck_assert(fabs(at.I) <= 0.4 && isfinite(at.rho) && at.rho >= 0);
                ck_assert(shf_hinge_effective_error(m) >= 0 && !isnan(shf_hinge_effective_loss(m)));
            }
    shf_hinge_margin rest = {0, 0, 1, 0.1};
    shf_assert_close(shf_hinge_effective_at(rest).I, 0.8 / sqrt(2 * M_PI), SHF_ROUND(4), 0);
    shf_assert_close(shf_hinge_effective_at(rest).f_U, 1, 0, 0);
    shf_assert_close(shf_hinge_wedge_probability(1, 1, 0), 0.25, SHF_ROUND(2), 0);
    shf_assert_close(shf_hinge_wedge_probability(0, 2, 1), 0.5 * erfc(0.5 * M_SQRT1_2), SHF_ROUND(16), 0);
}
END_TEST

SHF_TEST_MAIN("hinge/effective-data", multi_precision, sharp_limit, derivatives, corners)
