/* The vector kernel of the normal tail and density against long-double functions of the C library. */
#include "common/normal.h"
#include "support/test.h"

enum { N = 4001 };

static void compare(double scale, const double *x, const double *tail, const double *density)
{
    for (size_t k = 0; k < N; k++) {
        long double t = (long double)(scale * x[k]);
        double exact_tail = (double)(0.5L * erfcl(t * sqrtl(0.5L)));
        double exact_density = (double)(expl(-0.5L * t * t) / sqrtl(2 * acosl(-1)));
        double rel = 1e-15 + 2e-16 * fmin((double)(t * t), 1e4);
        shf_assert_close(tail[k], exact_tail, rel, 1e-305);
        shf_assert_close(density[k], exact_density, rel, 1e-305);
        shf_assert_close(tail[k], exact_tail, 0, 5e-16);
        shf_assert_close(density[k], exact_density, 0, 5e-16);
    }
}

START_TEST(against_long_double)
{
    double x[N], tail[N], density[N];
    const double scales[] = {0, 1e-300, 1e-8, 1e-3, 0.37, 1, 1.7, 40, 1e6, 1e300};
    for (size_t k = 0; k < N; k++)
        x[k] = 40. * (double)k / (N - 1);
    for (size_t s = 0; s < 10; s++) {
        shf_normal_tail(N, scales[s], x, tail, density);
        compare(scales[s], x, tail, density);
    }
}
END_TEST

/* The remainder of a vector gives the same bits as the vector itself. */
START_TEST(same_bits_for_any_length)
{
    double x[N], tail[N], density[N], one_tail, one_density;
    for (size_t k = 0; k < N; k++)
        x[k] = 1e-3 * (double)(k * (k + 1)) / 500;
    shf_normal_tail(N, 1.1, x, tail, density);
    for (size_t k = 0; k < N; k++) {
        shf_normal_tail(1, 1.1, x + k, &one_tail, &one_density);
        ck_assert(one_tail == tail[k]);
        ck_assert(one_density == density[k]);
    }
}
END_TEST

SHF_TEST_MAIN("node/normal", against_long_double, same_bits_for_any_length)
