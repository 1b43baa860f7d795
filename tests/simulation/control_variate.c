/* Means over the law of x_1 by regression on Hermite polynomials. */
#include "simulation/control_variate.h"
#include "common/random.h"
#include "support/test.h"

enum { N = 4000, TERMS = SHF_CONTROL_VARIATE_TERMS };

static double x[2 * N], value[N];

static shf_control_variate control_variate_of(size_t n, size_t stride)
{
    shf_control_variate variate;
    shf_error error = {0};
    shf_random_normals(5, 1, 0, x, 2 * N);
    shf_assert_ok(shf_control_variate_make(&variate, n, x, stride, &error), error);
    return variate;
}

/* What is a polynomial of degree 6 is known exactly, however few samples: x^2, x^4, x^6 have the means 1, 3,
 * 15.  The condition of h^T h with 100 samples is below 1e4, the values go up to 3^6. */
START_TEST(polynomials_are_exact)
{
    static const double mean[TERMS] = {1, 0, 1, 0, 3, 0, 15};
    for (size_t stride = 1; stride <= 2; stride++) {
        shf_control_variate variate = control_variate_of(100, stride);
        for (int k = 0; k < TERMS; k++) {
            double se = 1;
            for (size_t i = 0; i < 100; i++)
                value[i] = pow(x[i * stride], k) - 2 * x[i * stride];
            shf_assert_close(shf_control_variate_mean(&variate, value, &se), mean[k], 0, SHF_ROUND(1e7));
            shf_assert_close(se, 0, 0, SHF_ROUND(1e7));
        }
        shf_control_variate_free(&variate);
    }
}
END_TEST

/* What does not depend on x_1 keeps the error of its mean, sigma/sqrt(n), known to 1/sqrt(2n) and, as seven
 * terms are fitted, to 7/n.  exp(x) has the mean sqrt(e) and the variance e (e - 1), of which the polynomials
 * leave sum_{k > 6} e/k!. */
START_TEST(errors_are_those_of_the_rest)
{
    shf_control_variate variate = control_variate_of(N, 1);
    double se = 0;
    shf_random_normals(6, 1, 0, value, N);
    double mean = shf_control_variate_mean(&variate, value, &se);
    shf_assert_close(mean, 0, 0, SHF_STAT(5, se));
    shf_assert_close(se, 1 / sqrt(N), SHF_STAT(5, 1 / sqrt(2. * N)) + 7. / N, 0);
    for (size_t i = 0; i < N; i++)
        value[i] = exp(x[i]);
    shf_assert_close(shf_control_variate_mean(&variate, value, &se), sqrt(exp(1)), 0, SHF_STAT(5, se));
    shf_assert_below(se, 0.1 * sqrt((exp(2) - exp(1)) / N)); /* 1.3e-4 of it */
    shf_control_variate_free(&variate);
}
END_TEST

START_TEST(too_few_samples)
{
    shf_control_variate variate;
    shf_error error = {0};
    static const double few[TERMS] = {0, 1, 1, 0, 1, 0, 1};
    shf_assert_fails(shf_control_variate_make(&variate, TERMS, few, 1, &error), SHF_ERR_NUMERIC, error,
                     "test-size = 7: too small for a regression");
    shf_control_variate_free(&variate);
}
END_TEST

SHF_TEST_MAIN("simulation/control_variate", polynomials_are_exact, errors_are_those_of_the_rest,
              too_few_samples)
