/* The parts of the collocation solver: Radau panels, the stored past, Anderson's method, the model. */
#include "common/blas.h"
#include "common/random.h"
#include "dmft/anderson.h"
#include "dmft/history.h"
#include "dmft/model.h"
#include "dmft/path.h"
#include "dmft/problem.h"

static double power(double x, size_t k)
{
    double y = 1;
    while (k--)
        y *= x;
    return y;
}

/* Nodes of Radau IIA of two and three stages in closed form. */
START_TEST(radau_nodes_are_known)
{
    shf_dmft_radau radau;
    shf_error error;
    shf_assert_ok(shf_dmft_radau_make(&radau, 2, &error), error);
    shf_assert_close(radau.x[1], 1. / 3, SHF_ROUND(4), 0);
    shf_assert_ok(shf_dmft_radau_make(&radau, 3, &error), error);
    shf_assert_close(radau.x[1], (4 - sqrt(6)) / 10, SHF_ROUND(8), 0);
    shf_assert_close(radau.x[2], (4 + sqrt(6)) / 10, SHF_ROUND(8), 0);
}
END_TEST

/* Derivative and interpolation are exact for polynomials of degree p; the last Chebyshev coefficient of x^p
 * is 2^(1-2p), that of lower powers vanishes. */
START_TEST(panels_are_exact_for_polynomials)
{
    shf_error error;
    for (size_t p = 1; p <= SHF_DMFT_RADAU_MAX; p++) {
        shf_dmft_radau radau;
        shf_assert_ok(shf_dmft_radau_make(&radau, p, &error), error);
        for (size_t degree = 0; degree <= p; degree++) {
            double weight[SHF_DMFT_RADAU_MAX + 1], value = 0, tail = 0;
            shf_dmft_radau_interpolate(&radau, 0.37, weight);
            for (size_t j = 0; j <= p; j++) {
                value += weight[j] * power(radau.x[j], degree);
                tail += radau.w[j] * power(radau.x[j], degree);
            }
            shf_assert_close(value, power(0.37, degree), 0, SHF_ROUND(200));
            shf_assert_close(tail, degree == p, 0, 1e-8); /* the weights reach 1e7 */
            for (size_t i = 0; i < p; i++) {
                double slope = 0;
                for (size_t j = 0; j <= p; j++)
                    slope += radau.d[i][j] * power(radau.x[j], degree);
                double exact = degree ? (double)degree * power(radau.x[i + 1], degree - 1) : 0;
                shf_assert_close(slope, exact, 0, SHF_ROUND(4000));
            }
        }
        shf_assert_close(radau.tail, power(2, 1) / power(4, p), SHF_ROUND(1), 0);
    }
}
END_TEST

enum { PANEL = 5, PANELS = 40, NODES = 1 + PANEL * PANELS };

/* Products with the stored halves against sums over the whole matrix, panels lying across tiles. */
START_TEST(products_with_the_past_are_right)
{
    static double full[2][NODES][NODES], rows[PANEL * NODES], x[PANEL * NODES], y[PANEL * NODES];
    shf_dmft_history symmetric = {.n = 0}, lower = {.n = 0};
    shf_error error;
    uint64_t k = 0;
    for (size_t n = 0; n < NODES;) {
        size_t p = n ? PANEL : 1, ld = n + p;
        for (int s = 0; s < 2; s++) {
            for (size_t i = 0; i < p; i++)
                for (size_t l = 0; l < ld; l++) {
                    double value = shf_random_normal(1, (uint64_t)s, k++);
                    if (s == 0 && l >= n && l < n + i)
                        value = rows[(l - n) * ld + n + i];
                    rows[i * ld + l] = value;
                    full[s][n + i][l] = value;
                    if (s == 0)
                        full[s][l][n + i] = value;
                }
            shf_assert_ok(shf_dmft_history_append(s ? &lower : &symmetric, rows, ld, p, s == 0, &error),
                          error);
        }
        n += p;
    }
    size_t ld = NODES + 3;
    for (size_t i = 0; i < 3 * ld; i++)
        x[i] = shf_random_normal(1, 2, i);
    for (int which = 0; which < 3; which++) {
        if (which == 0)
            shf_dmft_history_symmetric(&symmetric, x, y, ld, 3);
        else if (which == 1)
            shf_dmft_history_lower(&lower, x, y, ld, 3);
        else
            shf_dmft_history_transposed(&lower, x, y, ld, 3);
        for (size_t i = 0; i < 3; i++)
            for (size_t j = 0; j < NODES; j++) {
                double sum = 0;
                for (size_t l = 0; l < NODES; l++)
                    sum += x[i * ld + l] * (which == 0   ? full[0][l][j]
                                            : which == 1 ? full[1][l][j]
                                                         : full[1][j][l]);
                shf_assert_close(y[i * ld + j], sum, 0, SHF_ROUND(50 * NODES));
            }
    }
    shf_dmft_history_free(&symmetric);
    shf_dmft_history_free(&lower);
}
END_TEST

/* For a linear map of n unknowns, n + 1 steps suffice; plain iteration would diverge. */
START_TEST(anderson_solves_linear_maps)
{
    enum { N = 6 };
    double x[N] = {0}, g[N], scale[N];
    shf_dmft_anderson anderson = {.capacity = 0};
    shf_error error;
    double change = 1;
    int steps = 0;
    shf_assert_ok(shf_dmft_anderson_start(&anderson, N, &error), error);
    for (; change > 1e-12 && steps < 20; steps++) {
        for (size_t i = 0; i < N; i++) {
            g[i] = 1 + (double)i;
            scale[i] = 1;
            for (size_t j = 0; j < N; j++)
                g[i] += (i == j ? -2 : 0.1 * (double)(i + 2 * j)) * x[j];
        }
        change = shf_dmft_anderson_step(&anderson, x, g, scale);
    }
    ck_assert_int_le(steps, N + 3);
    shf_dmft_anderson_free(&anderson);
}
END_TEST

/* h of erf is (2/pi) asin(q/2); that of tanh ends with E tanh(G)^2. */
START_TEST(named_activations_have_their_h)
{
    shf_dmft_model model;
    shf_error error;
    problem p = problem_read("h=erf");
    shf_assert_ok(shf_dmft_model_make(&p.params, &model, &error), error);
    for (double q = -1; q <= 1; q += 0.25)
        shf_assert_close(shf_dmft_value(&model.h[0], q), 2 / M_PI * asin(q / 2), 0, 1e-15);
    shf_assert_close(shf_dmft_value(&model.h[1], 0.5), 1 / M_PI / sqrt(1 - 0.0625), 0, 1e-14);
    shf_assert_close(shf_dmft_value(&model.h[2], 0.5), 0.125 / M_PI / pow(1 - 0.0625, 1.5), 0, 1e-13);
    p = problem_read("h=tanh");
    shf_assert_ok(shf_dmft_model_make(&p.params, &model, &error), error);
    shf_assert_close(model.h1, 0.39429449039784117, 0, 1e-14); /* quadrature of 50 digits */
}
END_TEST

/* phat of a target and its variance from either description. */
START_TEST(targets_agree)
{
    shf_dmft_model a, b;
    shf_error error;
    problem p = problem_read("h=hermite:0,0.8,-0.5 target=hermite:0,0.6,0.4");
    shf_assert_ok(shf_dmft_model_make(&p.params, &a, &error), error);
    shf_assert_close(shf_dmft_value(&a.phat[0], 0.3), 0.48 * 0.3 - 0.2 * 0.09, SHF_ROUND(8), 0);
    shf_assert_close(a.phi2, 0.36 + 0.16, SHF_ROUND(8), 0);
    p = problem_read("h=poly:0,0.64,0.25 target=poly:0,0.48,-0.2");
    shf_assert_ok(shf_dmft_model_make(&p.params, &b, &error), error);
    shf_assert_close(b.phi2, a.phi2, SHF_ROUND(8), 0);
    shf_assert_close(shf_dmft_value(&b.phat[1], 0.3), shf_dmft_value(&a.phat[1], 0.3), SHF_ROUND(8), 0);
}
END_TEST

SHF_TEST_MAIN("dmft/parts", radau_nodes_are_known, panels_are_exact_for_polynomials,
              products_with_the_past_are_right, anderson_solves_linear_maps, named_activations_have_their_h,
              targets_agree)
