/* Gauss rules: exact moments, known two-point rules, symmetry to the last bit. */
#include "node/rule.h"
#include "support/test.h"
#include <gsl/gsl_sf_gamma.h>

/* sum_i w_i x_i^k */
static double moment(size_t n, const double *x, const double *w, int k)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += w[i] * pow(x[i], k);
    return sum;
}

static void assert_symmetric(size_t n, const double *x, const double *w)
{
    for (size_t i = 0; i < n; i++) {
        ck_assert(x[i] == -x[n - 1 - i]);
        ck_assert(w[i] == w[n - 1 - i]);
        ck_assert(i == 0 || x[i] > x[i - 1]);
        ck_assert(w[i] > 0);
    }
}

START_TEST(known_rules)
{
    double x[3], w[3];
    shf_node_rule_legendre(2, x, w);
    shf_assert_close(x[1], 1 / sqrt(3.), SHF_ROUND(4), 0);
    shf_assert_close(w[1], 0.5, SHF_ROUND(4), 0);
    shf_node_rule_normal(3, x, w);
    shf_assert_close(x[2], sqrt(3.), SHF_ROUND(4), 0);
    shf_assert_close(w[1], 2. / 3, SHF_ROUND(4), 0);
    shf_assert_close(w[2], 1. / 6, SHF_ROUND(4), 0);
    ck_assert(x[1] == 0);
}
END_TEST

/* E x^k = 1/(k+1) on [-1,1], k even; every term is positive, so that only rounding, about n units, is left.
 */
START_TEST(legendre_moments)
{
    const size_t sizes[] = {1, 2, 5, 16, 24, 64, 200};
    double x[200], w[200];
    for (size_t s = 0; s < 7; s++) {
        size_t n = sizes[s];
        shf_node_rule_legendre(n, x, w);
        assert_symmetric(n, x, w);
        for (int k = 0; k < 2 * (int)n; k += 2)
            shf_assert_close(moment(n, x, w, k), 1. / (k + 1), SHF_ROUND(20 + (double)(n * n) / 4), 0);
    }
}
END_TEST

/* E x^k = (k-1)!! for the normal law.  A relative error of the nodes of a few units is multiplied by k. */
START_TEST(normal_moments)
{
    const size_t sizes[] = {1, 2, 3, 8, 24, 48, 100, 200};
    double x[200], w[200];
    for (size_t s = 0; s < 8; s++) {
        size_t n = sizes[s];
        shf_node_rule_normal(n, x, w);
        assert_symmetric(n, x, w);
        for (int k = 0; k < 2 * (int)n && k <= 150; k += 2) {
            double exact = k ? gsl_sf_doublefact((unsigned)k - 1) : 1;
            shf_assert_close(moment(n, x, w, k) / exact, 1, 0, SHF_ROUND(40 + 20. * k));
        }
    }
}
END_TEST

/* E r^k = 2^(k/2) Gamma((f+k)/2) / Gamma(f/2); for large f the centred moments, from E r^2 = f exactly. */
START_TEST(chi_moments)
{
    const double freedoms[] = {1, 2, 3, 10, 99};
    const size_t sizes[] = {2, 5, 12, 50};
    double x[50], w[50];
    shf_error error = {0};
    for (size_t f = 0; f < 5; f++)
        for (size_t s = 0; s < 4; s++) {
            shf_assert_ok(shf_node_rule_chi(sizes[s], freedoms[f], x, w, &error), error);
            for (int k = 0; k < 2 * (int)sizes[s] && k <= 30; k++) {
                double exact =
                    pow(2, 0.5 * k) * exp(lgamma(0.5 * (freedoms[f] + k)) - lgamma(0.5 * freedoms[f]));
                /* lgamma loses its size in units, at most 200; the rule about 1e-14 k */
                shf_assert_close(moment(sizes[s], x, w, k) / exact, 1, 0, SHF_ROUND(400 + 100. * k));
            }
        }
}
END_TEST

/* Mean and variance of r for many degrees of freedom: f - E[r]^2 = 1/2 - 1/(8f) + O(1/f^2). */
START_TEST(chi_of_many)
{
    double x[8], w[8];
    shf_error error = {0};
    for (double f = 1e3; f < 2e9; f *= 10) {
        shf_assert_ok(shf_node_rule_chi(8, f, x, w, &error), error);
        double root = sqrt(f), mean = 0, square = 0;
        for (size_t i = 0; i < 8; i++) {
            mean += w[i] * (x[i] - root);
            square += w[i] * (x[i] - root) * (x[i] - root);
        }
        /* E (r - root)^2 = 2 root (root - E r);  E r - root = -1/(4 root) - 1/(32 root^3) */
        double rounding = SHF_ROUND(8) * root;
        shf_assert_close(square - mean * mean, 0.5 - 1 / (8 * f), 1e-12, 10 * rounding + 1 / (f * f));
        shf_assert_close(mean, -1 / (4 * root), 0, rounding + 1 / (f * root));
    }
}
END_TEST

SHF_TEST_MAIN("node/rules", known_rules, legendre_moments, normal_moments, chi_moments, chi_of_many)
