/* The clock against its quadrature, its limits, its fixed point and its tolerance. */
#include "support/test.h"
#include <shallowflow/hinge.h>
#include <stdio.h>

/* Integrates the clock at the default tolerance. */
static void clock_at(const shf_hinge_params *params, const double *t, size_t n, double *gamma)
{
    shf_error error = {0};
    shf_solver solver = shf_hinge_solver_default();
    shf_assert_ok(shf_hinge_clock(params, &solver, t, n, gamma, NULL, &error), error);
}

/* A = eta/(alpha M sqrt(2 pi d)), B = 2 d h^2/alpha^2: the constants of (H.6) for unit variances. */
static double constant_A(const shf_hinge_params *p)
{
    return p->eta / (p->alpha * (double)p->M * sqrt(2.0 * M_PI * (double)p->d));
}

static double constant_B(const shf_hinge_params *p)
{
    return 2.0 * (double)p->d * p->h * p->h / (p->alpha * p->alpha);
}

/* t(gamma(t)) = t for all corners of the box that the accuracy is claimed in.  An error of gamma shows as
 * dt = dgamma / (dgamma/dt); where the clock has stopped (gap of the order of rounding) t(gamma) says
 * nothing. */
START_TEST(clock_against_quadrature)
{
    static const double alphas[] = {1e-3, 1, 1e4}, deltas[] = {0, 1e-3, 0.25, 0.49};
    static const size_t ds[] = {2, 100, 1000000}, Ms[] = {1, 400, 1000000};
    double t[16], gamma[16], worst = 0;
    for (int k = 0; k < 16; k++)
        t[k] = pow(10, k - 3);
    for (int combination = 0; combination < 3 * 4 * 3 * 3 * 3; combination++) {
        int c = combination;
        shf_hinge_params p = shf_hinge_params_default();
        p.alpha = alphas[c % 3], c /= 3;
        p.delta = deltas[c % 4], c /= 4;
        p.d = ds[c % 3], c /= 3;
        p.M = Ms[c % 3], c /= 3;
        p.data =
            (shf_choice){.kind = c, .n = c == SHF_DATA_STUDENT, .value = {c == SHF_DATA_STUDENT ? 2.5 : 0}};
        clock_at(&p, t, 16, gamma);
        double g_inf = 0;
        shf_error error = {0};
        shf_assert_ok(shf_hinge_fixed_point(&p, &g_inf, &error), error);
        for (int k = 0; k < 16; k++) {
            if (!(g_inf - gamma[k] > 1e-5 * gamma[k]))
                continue;
            double back = 0;
            shf_hinge_state state;
            shf_assert_ok(shf_hinge_time(&p, gamma[k], &back, &error), error);
            shf_assert_ok(shf_hinge_state_at(&p, gamma[k], &state, &error), error);
            double speed = p.eta / (p.alpha * (double)p.M * sqrt((double)p.d)) * state.I;
            double relative = fabs(back - t[k]) * speed / gamma[k];
            ck_assert_msg(relative <= 1e-9,
                          "alpha=%g delta=%g d=%zu M=%zu law=%d t=%g: gamma %.17g, error %.2e", p.alpha,
                          p.delta, p.d, p.M, c, t[k], gamma[k], relative);
            worst = fmax(worst, relative);
        }
    }
    (void)fprintf(stderr, "clock against quadrature: largest relative error of gamma %.1e\n", worst);
}
END_TEST

/* gamma = A t while every sample is unsatisfied: exact until exp(-B/sinh^2 2 gamma) shows. */
START_TEST(early_limit)
{
    shf_hinge_params p = shf_hinge_params_default();
    static const double t[] = {0, 1e-9, 1e-3, 1.0, 5.0};
    double gamma[5];
    clock_at(&p, t, 5, gamma);
    for (int k = 0; k < 5; k++)
        shf_assert_close(gamma[k], constant_A(&p) * t[k], SHF_ROUND(8), 0);
}
END_TEST

/* At late times A B t = sinh(4 g)/8 + (B - 1) g/2 + O(1), so that g - log(16 A B t)/4 -> 0 like (1 - B) g/(8
 * A B t). */
START_TEST(late_limit)
{
    shf_hinge_params p = shf_hinge_params_default();
    double t[4], gamma[4], A = constant_A(&p), B = constant_B(&p);
    for (int k = 0; k < 4; k++)
        t[k] = pow(10, 6 + 2 * k);
    clock_at(&p, t, 4, gamma);
    for (int k = 0; k < 4; k++) {
        double difference = gamma[k] - 0.25 * log(16.0 * A * B * t[k]);
        double correction = (1.0 - B) * gamma[k] / (8.0 * A * B * t[k]);
        /* the omitted O(1) is below B^2 of A B t; rounding of the difference is 1e-15, the clock's error
         * 1e-10 */
        shf_assert_close(difference, correction, 0,
                         B * B / (A * B * t[k]) * 0.25 + SHF_TRUNC(100, 1e-12) * gamma[k]);
    }
    ck_assert(fabs(gamma[3] - 0.25 * log(16.0 * A * B * t[3])) < 1e-9);
}
END_TEST

/* The clock stops at x_c* = sqrt(-2 log(1 - delta/(1 - delta))), g_inf = asinh(2 h sqrt d/(alpha x_c*))/2,
 * and the distance to it decays exponentially with the rate of the linearised equation. */
START_TEST(fixed_point_with_flips)
{
    static const double deltas[] = {1e-12, 1e-3, 0.1, 0.3, 0.49, 0.4999999};
    for (size_t k = 0; k < sizeof deltas / sizeof *deltas; k++) {
        shf_hinge_params p = shf_hinge_params_default();
        shf_error error = {0};
        double gamma = 0, g_inf = 0, t = 1e18, delta = p.delta = deltas[k];
        double x_c = sqrt(-2.0 * log1p(-delta / (1.0 - delta)));
        clock_at(&p, &t, 1, &gamma);
        shf_assert_ok(shf_hinge_fixed_point(&p, &g_inf, &error), error);
        shf_assert_close(g_inf, 0.5 * asinh(2.0 * p.h * sqrt((double)p.d) / (p.alpha * x_c)), SHF_ROUND(8),
                         0);
        shf_assert_close(gamma, g_inf, SHF_TRUNC(100, 1e-12), 0);
    }
}
END_TEST

START_TEST(approach_is_exponential)
{
    shf_hinge_params p = shf_hinge_params_default();
    p.delta = 0.2;
    shf_error error = {0};
    shf_hinge_request request = shf_hinge_request_default();
    shf_solver solver = shf_hinge_solver_default();
    double times[] = {1000, 1500, 2000, 3000, 4000};
    shf_grid grid = shf_grid_default();
    grid.times = (shf_list){5, times};
    shf_table *table = NULL;
    shf_assert_ok(shf_hinge_solve(&p, &request, &grid, &solver, NULL, &table, NULL, &error), error);
    /* dI/dgamma at the fixed point: I = (1-delta)(e^{-x*^2/2} - e^{-x_c^2/2})/sqrt(2 pi), dx_c/dgamma = -2
     * x_c coth 2g */
    double g = shf_table_scalar(table, "gamma_inf"), x = sqrt(-2.0 * log1p(-p.delta / (1.0 - p.delta)));
    double slope = (1.0 - p.delta) * x * exp(-0.5 * x * x) / sqrt(2.0 * M_PI) * 2.0 * x / tanh(2.0 * g);
    double rate = slope * p.eta / (p.alpha * (double)p.M * sqrt((double)p.d));
    const double *I = shf_table_column(table, "I");
    for (int k = 1; k < 5; k++) /* I itself carries an error rtol times the logarithm of its decay */
        shf_assert_close(log(I[k - 1] / I[k]), rate * (times[k] - times[k - 1]), SHF_TRUNC(100, 1e-12), 1e-9);
    ck_assert(I[4] > 0 && I[4] < 1e-20);
    shf_table_free(table);
}
END_TEST

/* The error follows the tolerance, and the estimate does not claim less than a third of it. */
START_TEST(tolerance_proportionality)
{
    shf_hinge_params p = shf_hinge_params_default();
    shf_error error = {0};
    double t[8], exact[8], gamma[8], last = INFINITY;
    for (int k = 0; k < 8; k++)
        t[k] = pow(10, k);
    shf_solver solver = shf_hinge_solver_default();
    solver.rtol = 1e-14;
    shf_assert_ok(shf_hinge_clock(&p, &solver, t, 8, exact, NULL, &error), error);
    for (double rtol = 1e-4; rtol > 1e-11; rtol *= 0.01) {
        shf_info info;
        solver.rtol = rtol;
        shf_assert_ok(shf_hinge_clock(&p, &solver, t, 8, gamma, &info, &error), error);
        double worst = 0;
        for (int k = 0; k < 8; k++)
            worst = fmax(worst, fabs(gamma[k] / exact[k] - 1.0));
        ck_assert_msg(worst < SHF_TRUNC(100, rtol), "rtol %g: error %g", rtol, worst);
        ck_assert_msg(worst < 0.2 * last, "rtol %g: error %g does not fall from %g", rtol, worst, last);
        ck_assert_msg(worst < 3.0 * info.estimated_error, "rtol %g: error %g, claimed %g", rtol, worst,
                      info.estimated_error);
        last = worst;
    }
}
END_TEST

/* alpha f0(t) |x| = h at the time of satisfaction; never for x = 0, nor below x_c* with flips. */
START_TEST(satisfaction_times)
{
    shf_hinge_params p = shf_hinge_params_default();
    shf_error error = {0};
    for (double x = 4.0; x > 1e-3; x *= 0.3) {
        double t = 0, gamma = 0, mirrored = 0;
        shf_hinge_state state;
        shf_assert_ok(shf_hinge_satisfaction_time(&p, x, &t, &error), error);
        shf_assert_ok(shf_hinge_satisfaction_time(&p, -x, &mirrored, &error), error);
        clock_at(&p, &t, 1, &gamma);
        shf_assert_ok(shf_hinge_state_at(&p, gamma, &state, &error), error);
        /* f0 ~ sinh 2 gamma: condition 4 gamma */
        shf_assert_close(p.alpha * state.f0 * x, p.h, SHF_TRUNC(1e3, 1e-12), 0);
        ck_assert(mirrored == t);
    }
    double t = 0;
    shf_assert_ok(shf_hinge_satisfaction_time(&p, 0.0, &t, &error), error);
    ck_assert(isinf(t));
    p.delta = 0.2;
    double x_star = sqrt(-2.0 * log1p(-0.25));
    shf_assert_ok(shf_hinge_satisfaction_time(&p, 0.999 * x_star, &t, &error), error);
    ck_assert(isinf(t));
    shf_assert_ok(shf_hinge_satisfaction_time(&p, 1.001 * x_star, &t, &error), error);
    ck_assert(isfinite(t));
}
END_TEST

START_TEST(bad_times_are_refused)
{
    shf_hinge_params p = shf_hinge_params_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_error error = {0};
    double falling[] = {2, 1}, nan[] = {NAN}, negative[] = {-1}, gamma[2];
    shf_assert_fails(shf_hinge_clock(&p, &solver, falling, 2, gamma, NULL, &error), SHF_ERR_VALUE, error,
                     "increase");
    shf_assert_fails(shf_hinge_clock(&p, &solver, nan, 1, gamma, NULL, &error), SHF_ERR_VALUE, error,
                     "t[0] = nan");
    shf_assert_fails(shf_hinge_clock(&p, &solver, negative, 1, gamma, NULL, &error), SHF_ERR_VALUE, error,
                     "-1");
    shf_assert_fails(shf_hinge_time(&p, -0.5, gamma, &error), SHF_ERR_VALUE, error, "gamma = -0.5");
    solver.max_steps = 10;
    double late[] = {1e6};
    shf_assert_fails(shf_hinge_clock(&p, &solver, late, 1, gamma, NULL, &error), SHF_ERR_NUMERIC, error,
                     "max-steps = 10");
}
END_TEST

SHF_TEST_MAIN("hinge/clock", clock_against_quadrature, early_limit, late_limit, fixed_point_with_flips,
              approach_is_exponential, tolerance_proportionality, satisfaction_times, bad_times_are_refused)
