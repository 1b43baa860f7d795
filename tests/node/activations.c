/* Gaussian averages of every activation against quadrature of the activation itself. */
#include "common/activation.h"
#include "node/rule.h"
#include "support/test.h"

typedef struct integrand {
    const shf_choice *choice;
    double mu, s;
    int kind; /* 0: sigma, 1: sigma', 2: z sigma' */
} integrand;

/* Normalised Hermite polynomials in long double, independent of the library. */
static double series(const shf_choice *c, double x, int derivative)
{
    long double older = 0, h = 1, sum = 0;
    for (size_t k = 0; k < c->n; k++) {
        sum += c->value[k] * (derivative ? sqrtl((long double)k) * older : h);
        long double next = (x * h - sqrtl((long double)k) * older) / sqrtl((long double)k + 1);
        older = h;
        h = next;
    }
    return (double)sum;
}

static double sigma(const shf_choice *c, double x)
{
    switch (c->kind) {
    case SHF_ACT_RELU:
        return x > 0 ? x : 0;
    case SHF_ACT_ERF:
        return erf(x / sqrt(2.));
    case SHF_ACT_TANH:
        return tanh(x);
    case SHF_ACT_SIGMOID:
        return 1 / (1 + exp(-x));
    case SHF_ACT_LINEAR:
        return x;
    case SHF_ACT_QUADRATIC:
        return x * x;
    default:
        return series(c, x, 0);
    }
}

static double sigma_prime(const shf_choice *c, double x)
{
    switch (c->kind) {
    case SHF_ACT_RELU:
        return x > 0;
    case SHF_ACT_ERF:
        return sqrt(2 / M_PI) * exp(-0.5 * x * x);
    case SHF_ACT_TANH:
        return 1 / (cosh(x) * cosh(x));
    case SHF_ACT_SIGMOID:
        return 0.25 / (cosh(0.5 * x) * cosh(0.5 * x));
    case SHF_ACT_LINEAR:
        return 1;
    case SHF_ACT_QUADRATIC:
        return 2 * x;
    default:
        return series(c, x, 1);
    }
}

static double evaluate(double z, const integrand *f)
{
    double x = f->mu + f->s * z, weight = exp(-0.5 * z * z) / sqrt(2 * M_PI);
    return weight * (f->kind == 0 ? sigma(f->choice, x) : (f->kind == 2 ? z : 1) * sigma_prime(f->choice, x));
}

static int by_value(const void *a, const void *b)
{
    double gap = *(const double *)a - *(const double *)b;
    return (gap > 0) - (gap < 0);
}

/* Integral over z in [-12, 12] by Gauss rules of 16 points on pieces of at most 1/2 in z and, near the
 * features of sigma, 1 in its argument: the nearest pole of tanh leaves less than 1e-20.  Sums in long
 * double. */
static double quadrature(integrand f)
{
    enum { POINTS = 16, MOST = 200 };
    double cut[MOST], x[POINTS], w[POINTS];
    size_t n = 0;
    for (double z = -12; z <= 12; z += 0.5)
        cut[n++] = z;
    for (double feature = -30; feature <= 30; feature++) {
        double z = (feature - f.mu) / f.s;
        if (fabs(z) < 12)
            cut[n++] = z;
    }
    qsort(cut, n, sizeof *cut, by_value);
    shf_node_rule_legendre(POINTS, x, w);
    long double sum = 0;
    for (size_t k = 0; k + 1 < n; k++)
        for (size_t i = 0; i < POINTS; i++) {
            double half = 0.5 * (cut[k + 1] - cut[k]);
            sum += 2 * half * w[i] * evaluate(0.5 * (cut[k] + cut[k + 1]) + half * x[i], &f);
        }
    return (double)sum;
}

/* Size of the terms that add up to the average: rounding is relative to it. */
static double size_of(const shf_choice *c, double mu, double s)
{
    double reach = fabs(mu) + fabs(s);
    switch (c->kind) {
    case SHF_ACT_ERF:
    case SHF_ACT_TANH:
    case SHF_ACT_SIGMOID:
        return 1;
    case SHF_ACT_RELU:
    case SHF_ACT_LINEAR:
        return 1 + reach;
    case SHF_ACT_QUADRATIC:
        return 1 + reach * reach;
    default:
        return 40 * pow(1 + reach, (double)c->n - 1);
    }
}

enum { S, S_MU, S_S, S_MUMU, S_MUS, S_SS, AVERAGES };

/* At one place. */
static void averages_at(const shf_activation *activation, double mu, double s, double *out)
{
    for (size_t k = 0; k < AVERAGES; k++)
        out[k] = NAN;
    double x = fabs(mu), work[2];
    const shf_activation_places at = {.w = mu < 0 ? -1 : 1, .s = s, .n = 1, .x = &x, .work = work};
    const shf_activation_averages to = {&out[S],      &out[S_MU],  &out[S_S],
                                        &out[S_MUMU], &out[S_MUS], &out[S_SS]};
    shf_activation_average(activation, &at, &to);
    shf_activation_curvature(activation, &at, &to);
}

static void check_activation(shf_choice choice, double tolerance)
{
    const double mus[] = {-30, -7, -1.3, -0.02, 0, 1e-6, 0.4, 2.5, 9, 60};
    const double widths[] = {1e-4, 0.05, 0.3, 1, 1.9, 5, 40, 1000};
    shf_activation activation = shf_activation_make(&choice);
    for (size_t m = 0; m < 10; m++)
        for (size_t k = 0; k < 8; k++) {
            double at[AVERAGES];
            averages_at(&activation, mus[m], widths[k], at);
            integrand f = {&choice, mus[m], widths[k], 0};
            double size = size_of(&choice, mus[m], widths[k]);
            shf_assert_close(at[S], quadrature(f), 0, tolerance * size);
            f.kind = 1;
            shf_assert_close(at[S_MU], quadrature(f), 0, tolerance * size);
            f.kind = 2;
            shf_assert_close(at[S_S], quadrature(f), 0, tolerance * size);
        }
}

/* 4e-15: about 16 units, from the sum over 110 pieces and from 28 terms of the mixture for tanh. */
START_TEST(against_quadrature)
{
    for (int kind = SHF_ACT_RELU; kind <= SHF_ACT_QUADRATIC; kind++)
        check_activation((shf_choice){.kind = kind}, 4e-15);
    check_activation((shf_choice){SHF_ACT_HERMITE, 6, {0.2, -1, 0.5, 0, 0.3, 0.1}}, 4e-15);
    check_activation((shf_choice){SHF_ACT_HERMITE, 4, {0, 1, 0, -0.7}}, 4e-15);
    check_activation((shf_choice){SHF_ACT_HERMITE, 1, {2}}, 4e-15);
}
END_TEST

/* s -> 0: the activation itself. */
START_TEST(sharp_limit)
{
    const shf_choice choices[] = {{.kind = SHF_ACT_RELU},      {.kind = SHF_ACT_ERF},
                                  {.kind = SHF_ACT_TANH},      {.kind = SHF_ACT_LINEAR},
                                  {.kind = SHF_ACT_QUADRATIC}, {SHF_ACT_HERMITE, 3, {1, 2, 3}},
                                  {.kind = SHF_ACT_SIGMOID}};
    for (size_t c = 0; c < sizeof choices / sizeof *choices; c++) {
        shf_activation activation = shf_activation_make(&choices[c]);
        for (double mu = -6; mu <= 6; mu += 0.37) {
            double at[AVERAGES];
            averages_at(&activation, mu, 0, at);
            double size = size_of(&choices[c], mu, 0);
            shf_assert_close(at[S], sigma(&choices[c], mu), 0, 2e-15 * size);
            shf_assert_close(at[S_MU], sigma_prime(&choices[c], mu), 0, 4e-15 * size);
            ck_assert(at[S_S] == 0);
        }
    }
}
END_TEST

/* S(mu, -s) = S(mu, s), S_s(mu, -s) = -S_s(mu, s), and the reflection that `folded` promises. */
START_TEST(symmetries)
{
    const shf_choice choices[] = {{.kind = SHF_ACT_RELU},      {.kind = SHF_ACT_ERF},
                                  {.kind = SHF_ACT_TANH},      {.kind = SHF_ACT_LINEAR},
                                  {.kind = SHF_ACT_QUADRATIC}, {SHF_ACT_HERMITE, 4, {0, 2, 0, 3}},
                                  {.kind = SHF_ACT_SIGMOID},   {SHF_ACT_HERMITE, 2, {1, 1}}};
    for (size_t c = 0; c < 8; c++) {
        shf_activation act = shf_activation_make(&choices[c]);
        ck_assert_int_eq(act.folded, c < 7);
        for (double mu = 0.08; mu < 7; mu *= 3) {
            double plus[AVERAGES], minus[AVERAGES], mirror[AVERAGES],
                size = size_of(&choices[c], mu / 0.8, 1);
            averages_at(&act, mu, 0.6, plus);
            averages_at(&act, mu, -0.6, minus);
            averages_at(&act, -mu, 0.6, mirror);
            ck_assert(minus[0] == plus[0] && minus[1] == plus[1] && minus[2] == -plus[2]);
            if (!act.folded)
                continue;
            shf_assert_close(mirror[0], act.parity * plus[0] + act.lean * mu + act.level, 0, 1e-15 * size);
            shf_assert_close(mirror[1], -act.parity * plus[1] - act.lean, 0, 1e-15 * size);
            shf_assert_close(mirror[2], act.parity * plus[2], 0, 1e-15 * size);
        }
    }
}
END_TEST

/* S is the heat flow of sigma, S_s = s S_mumu, and the second derivatives are those of the first. */
START_TEST(second_derivatives)
{
    const shf_choice choices[] = {
        {.kind = SHF_ACT_RELU},      {.kind = SHF_ACT_ERF},
        {.kind = SHF_ACT_TANH},      {.kind = SHF_ACT_LINEAR},
        {.kind = SHF_ACT_QUADRATIC}, {SHF_ACT_HERMITE, 6, {0.2, -1, 0.5, 0, 0.3, 0.1}},
        {.kind = SHF_ACT_SIGMOID}};
    const double mus[] = {-3, -0.4, 0.02, 1.1, 2.5}, step = 1e-5;
    for (size_t c = 0; c < sizeof choices / sizeof *choices; c++) {
        shf_activation activation = shf_activation_make(&choices[c]);
        for (size_t k = 0; k < 5 * 3; k++) {
            double mu = mus[k % 5], s = 0.3 + 0.8 * (double)(k / 5), size = size_of(&choices[c], mu, s);
            double at[AVERAGES], left[AVERAGES], right[AVERAGES];
            averages_at(&activation, mu, s, at);
            shf_assert_close(at[S_S], s * at[S_MUMU], 0, 1e-14 * size);
            averages_at(&activation, mu - step, s, left);
            averages_at(&activation, mu + step, s, right);
            shf_assert_close(at[S_MUMU], (right[S_MU] - left[S_MU]) / (2 * step), 0, 1e-8 * size);
            shf_assert_close(at[S_MUS], (right[S_S] - left[S_S]) / (2 * step), 0, 1e-8 * size);
            averages_at(&activation, mu, s - step, left);
            averages_at(&activation, mu, s + step, right);
            shf_assert_close(at[S_SS], (right[S_S] - left[S_S]) / (2 * step), 0, 1e-8 * size);
        }
    }
}
END_TEST

SHF_TEST_MAIN("node/activations", against_quadrature, sharp_limit, symmetries, second_derivatives)
