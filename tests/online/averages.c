/* The averages against quadrature that shares nothing with them: products of Gauss-Hermite rules where the
 * functions are smooth, nested Gauss-Legendre rules between the kinks of relu. */
#include "online/averages.h"
#include "common/random.h"
#include "support/test.h"
#include <gsl/gsl_integration.h>
#include <shallowflow/online.h>

enum { K = 2, M = 2, P = K + M };

typedef struct fixture {
    shf_online_function g, teacher;
    shf_online_units u;
    double c[P], C[P * P], L[P * P], work[200];
} fixture;

/* Lower triangular factor of C. */
static void factor(fixture *f)
{
    memcpy(f->L, f->C, sizeof f->C);
    for (size_t j = 0; j < P; j++) {
        for (size_t i = j; i < P; i++)
            for (size_t k = 0; k < j; k++)
                f->L[i * P + j] -= f->L[i * P + k] * f->L[j * P + k];
        double pivot = sqrt(fmax(f->L[j * P + j], 0));
        for (size_t i = 0; i < P; i++)
            f->L[i * P + j] = i < j || pivot == 0 ? 0 : f->L[i * P + j] / pivot;
    }
}

/* Units with a random covariance of size about `scale`; those of the teacher are, up to `apart`, copies of
 * those of the student. */
static void make(fixture *f, const char *activation, const char *teacher, uint64_t seed, double scale,
                 double apart)
{
    double A[P * P];
    shf_online_params p = shf_online_params_default();
    shf_error error = {0};
    shf_assert_ok(shf_params_set(&shf_online_params_table, &p, "activation", activation, &error), error);
    shf_choice own = p.activation;
    shf_assert_ok(shf_params_set(&shf_online_params_table, &p, "activation", teacher, &error), error);
    shf_assert_ok(shf_online_function_make(&f->g, &own, "activation", &error), error);
    shf_assert_ok(shf_online_function_make(&f->teacher, &p.activation, "activation", &error), error);
    shf_random_normals(seed, 0, 0, A, P * P);
    for (size_t k = 0; k < K; k++)
        for (size_t j = 0; j < P; j++)
            A[(K + k) * P + j] = A[k * P + j] * (apart < 1) + apart * A[(K + k) * P + j];
    for (size_t p1 = 0; p1 < P; p1++)
        for (size_t q = 0; q < P; q++) {
            f->C[p1 * P + q] = 0;
            for (size_t j = 0; j < P; j++)
                f->C[p1 * P + q] += scale * A[p1 * P + j] * A[q * P + j] / P;
        }
    shf_random_normals(seed, 1, 0, f->c, P);
    f->u = (shf_online_units){K, P, &f->g, &f->teacher, f->c, f->C, f->work};
    ck_assert_uint_le(shf_online_work(&f->u), sizeof f->work / sizeof *f->work);
    factor(f);
}

/* ---- smooth functions ---- */

static double value(const shf_online_function *g, double z, int derivative)
{
    double sum = 0;
    if (g->family == SHF_FAMILY_POLYNOMIAL)
        for (size_t j = SHF_ONLINE_DEGREE + 1; j-- > 0;)
            sum = sum * z + g->power[derivative][j];
    else
        for (size_t j = 0; j < g->n; j++) {
            double x = z / g->width[j], density = sqrt(M_2_PI) * exp(-0.5 * x * x) / g->width[j];
            sum += g->weight[j] * (derivative == 0   ? erf(x * M_SQRT1_2)
                                   : derivative == 1 ? density
                                                     : -x * density / g->width[j]);
        }
    return sum;
}

/* Two fields: the product of two rules of 60 points. */
static double pair_rule(const fixture *f, int what, size_t k, size_t l)
{
    static const int derivative[][2] = {{0, 0}, {1, 1}, {2, 0}};
    gsl_integration_fixed_workspace *rule =
        gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, 60, 0, 0.5, 0, 0);
    const double *x = gsl_integration_fixed_nodes(rule), *w = gsl_integration_fixed_weights(rule);
    double a = sqrt(f->C[k * P + k]), b = f->C[k * P + l] / a, sum = 0;
    double c = sqrt(fmax(f->C[l * P + l] - b * b, 0));
    for (int i = 0; i < 60; i++)
        for (int j = 0; j < 60; j++)
            sum += w[i] * w[j] / (2 * M_PI) * value(shf_online_of(&f->u, k), a * x[i], derivative[what][0]) *
                   value(shf_online_of(&f->u, l), b * x[i] + c * x[j], derivative[what][1]);
    gsl_integration_fixed_free(rule);
    return sum;
}

/* The square of units k, l: the product of four rules of n points. */
static double product_rule(const fixture *f, int n, size_t k, size_t l)
{
    gsl_integration_fixed_workspace *rule =
        gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, (size_t)n, 0, 0.5, 0, 0);
    const double *x = gsl_integration_fixed_nodes(rule), *w = gsl_integration_fixed_weights(rule);
    double sum = 0;
    for (int at = 0; at < n * n * n * n; at++) {
        int index[] = {at % n, at / n % n, at / n / n % n, at / n / n / n};
        double z[P] = {0}, weight = 1 / (4 * M_PI * M_PI), delta = 0;
        for (size_t p = 0; p < P; p++)
            weight *= w[index[p]];
        if (weight < 1e-20)
            continue;
        for (size_t p = 0; p < P; p++) {
            for (size_t j = 0; j <= p; j++)
                z[p] += f->L[p * P + j] * x[index[j]];
            delta += f->c[p] * value(shf_online_of(&f->u, p), z[p], 0);
        }
        sum += weight * delta * delta * value(&f->g, z[k], 1) * value(&f->g, z[l], 1);
    }
    gsl_integration_fixed_free(rule);
    return sum;
}

/* All averages of a fixture; errors relative to `scale`, the size of the terms that are summed. */
static void check_smooth(const fixture *f, int n, double scale)
{
    for (size_t k = 0; k < K; k++)
        for (size_t p = k; p < P; p++)
            for (int order = 0; order < 3; order++)
                shf_assert_close(shf_online_pair(&f->u, (shf_online_order)order, k, p),
                                 pair_rule(f, order, k, p), 0, 1e-11 * scale);
    for (size_t k = 0; k < K; k++)
        for (size_t l = k; l < K; l++)
            shf_assert_close(shf_online_square(&f->u, k, l), product_rule(f, n, k, l), 0, 1e-11 * scale);
}

/* The rule errs by (C/(1+C))^n or so. */
START_TEST(erf_averages)
{
    for (uint64_t seed = 1; seed <= 3; seed++)
        for (int near = 0; near < 3; near++) {
            fixture f;
            make(&f, "erf", "erf", seed, 0.15, near == 0 ? 1 : near == 1 ? 1e-3 : 1e-9);
            check_smooth(&f, 32, 1);
        }
}
END_TEST

/* Wick's rule: the product rule of n points is exact up to degree 2n - 1 = 19. */
START_TEST(polynomial_averages)
{
    static const char *const pairs[][2] = {
        {"linear", "linear"}, {"quadratic", "quadratic"}, {"hermite:0.3,1,0.5,-0.4", "hermite:0,1,0,0.7"}};
    for (size_t j = 0; j < sizeof pairs / sizeof *pairs; j++)
        for (uint64_t seed = 1; seed <= 3; seed++) {
            fixture f;
            make(&f, pairs[j][0], pairs[j][1], seed, 0.7, seed == 3 ? 1e-6 : 1);
            check_smooth(&f, 10, j == 0 ? 1 : 100);
        }
}
END_TEST

/* ---- relu ---- */

typedef struct nested {
    double L[4][4];
    const double *x, *w; /* 20 points on [-1, 1] */
} nested;

/* E relu(m + s z) */
static double mean_relu(double m, double s)
{
    if (s == 0)
        return fmax(m, 0);
    return 0.5 * m * erfc(-m / s * M_SQRT1_2) + s * exp(-0.5 * m * m / (s * s)) / sqrt(2 * M_PI);
}

/* Field i is positive: integrates over x_i from where it is, up to 9, in eight panels. */
static double nest(const nested *n, size_t i, double *x)
{
    double m = 0, sum = 0;
    for (size_t j = 0; j < i; j++)
        m += n->L[i][j] * x[j];
    if (i == 3)
        return mean_relu(m, n->L[3][3]);
    double from = fmax(-m / n->L[i][i], -9), panel = fmax(9 - from, 0) / 8;
    for (int k = 0; k < 8; k++)
        for (int j = 0; j < 20; j++) {
            x[i] = from + panel * (k + 0.5 * (1 + n->x[j]));
            double weight = 0.5 * panel * n->w[j] * exp(-0.5 * x[i] * x[i]) / sqrt(2 * M_PI);
            sum += weight * (i == 2 ? m + n->L[2][2] * x[2] : 1) * nest(n, i + 1, x);
        }
    return sum;
}

/* <theta_0 theta_1 relu_2 relu_3> of the first four fields. */
static double four_fields(const fixture *f)
{
    gsl_integration_fixed_workspace *rule =
        gsl_integration_fixed_alloc(gsl_integration_fixed_legendre, 20, -1, 1, 0, 0);
    nested n = {.x = gsl_integration_fixed_nodes(rule), .w = gsl_integration_fixed_weights(rule)};
    double x[4];
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++)
            n.L[i][j] = f->L[i * P + j];
    double result = nest(&n, 0, x);
    gsl_integration_fixed_free(rule);
    return result;
}

/* The square with amplitudes that leave one pair of fields: by polarisation. */
static double pair_of_square(fixture *f, size_t k, size_t l, size_t p, size_t q)
{
    double sum = 0;
    for (int sign = -1; sign <= 1; sign += 2) {
        memset(f->c, 0, sizeof f->c);
        f->c[p] += 1;
        f->c[q] += sign;
        sum += sign * 0.25 * shf_online_square(&f->u, k, l);
    }
    return sum;
}

START_TEST(relu_averages)
{
    for (uint64_t seed = 1; seed <= 8; seed++) {
        fixture f;
        make(&f, "relu", "relu", seed, 1, seed % 4 == 0 ? 0.3 : 1);
        shf_assert_close(pair_of_square(&f, 0, 1, 2, 3), four_fields(&f), 0, 1e-11);
    }
}
END_TEST

/* Fields that coincide: the closed forms against the integral of four fields that nearly do, whose change is
 * of the order of their distance. */
START_TEST(relu_coincident)
{
    static const size_t same[][4] = {{0, 1, 0, 2}, {0, 1, 0, 1}, {0, 1, 2, 2}, {0, 1, 1, 1},
                                     {0, 0, 0, 2}, {0, 0, 2, 3}, {0, 0, 2, 2}, {0, 0, 0, 0}};
    for (size_t j = 0; j < sizeof same / sizeof *same; j++) {
        fixture f, near;
        make(&f, "relu", "relu", 5, 1, 1);
        near = f;
        for (size_t a = 0; a < 4; a++)
            for (size_t b = 0; b < 4; b++)
                near.C[a * P + b] = f.C[same[j][a] * P + same[j][b]] + (a == b ? 1e-6 : 0);
        near.u.C = near.C;
        near.u.c = near.c;
        near.u.g = near.u.teacher = &near.g;
        shf_assert_close(pair_of_square(&f, same[j][0], same[j][1], same[j][2], same[j][3]),
                         pair_of_square(&near, 0, 1, 2, 3), 0, 2e-3);
    }
}
END_TEST

/* Stein: <z_1 theta_1 relu_2> = <relu_1 relu_2> = C11 <delta_1 relu_2> + C12 <theta_1 theta_2>; and nearly
 * parallel fields, of which 1 - correlation is 1e-12. */
START_TEST(relu_pairs)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        fixture f;
        make(&f, "relu", "relu", seed, 1, seed % 2 ? 1 : 1e-6);
        for (size_t p = 1; p < P; p++)
            shf_assert_close(shf_online_pair(&f.u, SHF_PAIR_VALUES, 0, p),
                             f.C[0] * shf_online_pair(&f.u, SHF_PAIR_CURVATURE, 0, p) +
                                 f.C[p] * shf_online_pair(&f.u, SHF_PAIR_SLOPES, 0, p),
                             SHF_ROUND(100), SHF_ROUND(100));
        shf_assert_close(shf_online_pair(&f.u, SHF_PAIR_VALUES, 0, 0), 0.5 * f.C[0], SHF_ROUND(4), 0);
    }
}
END_TEST

SHF_TEST_MAIN("online/averages", erf_averages, polynomial_averages, relu_averages, relu_coincident,
              relu_pairs)
