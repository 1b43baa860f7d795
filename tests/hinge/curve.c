/* Closed forms at given clock values, extreme arguments, node trajectories, the table of a curve, bad
 * parameters. */
#include "support/test.h"
#include <fenv.h>
#include <shallowflow/hinge.h>

static shf_hinge_state state_at(const shf_hinge_params *params, double gamma)
{
    shf_error error = {0};
    shf_hinge_state state;
    shf_assert_ok(shf_hinge_state_at(params, gamma, &state, &error), error);
    return state;
}

/* The formulas of the paper for Gaussian data and unit variances, written out once more. */
START_TEST(unit_variances)
{
    shf_hinge_params p = shf_hinge_params_default();
    p.alpha = 0.7, p.h = 1.3;
    for (double g = 0.01; g < 6.0; g *= 1.7) {
        shf_hinge_state s = state_at(&p, g);
        double f0 = sinh(2 * g) / (2 * sqrt(100.0)), x_c = p.h / (p.alpha * f0), c = p.alpha * f0;
        shf_assert_close(s.f0, f0, SHF_ROUND(10), 0);
        shf_assert_close(s.x_c, x_c, SHF_ROUND(50), 0);
        shf_assert_close(s.f_U, erf(x_c / M_SQRT2), SHF_ROUND(50), 0);
        shf_assert_close(s.I, -expm1(-0.5 * x_c * x_c) / sqrt(2 * M_PI), SHF_ROUND(100), 0);
        shf_assert_close(s.a2, cosh(2 * g), SHF_ROUND(10), 0);
        shf_assert_close(s.w_par2, cosh(2 * g), SHF_ROUND(10), 0);
        shf_assert_close(s.V_par, sinh(2 * g), SHF_ROUND(10), 0);
        double loss = p.h * erf(x_c / M_SQRT2) + c * sqrt(2 / M_PI) * expm1(-0.5 * x_c * x_c);
        shf_assert_close(s.loss, loss / (p.alpha * p.alpha), SHF_ROUND(100), 0);
    }
}
END_TEST

/* Moments of a(0) cosh g + w(0) sinh g for unequal
 * variances. */
START_TEST(unequal_variances)
{
    shf_hinge_params p = shf_hinge_params_default();
    p.sigma_a = 0.3, p.sigma_w = 2.0;
    double g = 0.8, C = cosh(g), S = sinh(g);
    shf_hinge_state s = state_at(&p, g);
    shf_assert_close(s.a2, 0.09 * C * C + 4.0 * S * S, SHF_ROUND(10), 0);
    shf_assert_close(s.w_par2, 4.0 * C * C + 0.09 * S * S, SHF_ROUND(10), 0);
    shf_assert_close(s.a_w_par, (0.09 + 4.0) * C * S, SHF_ROUND(10), 0);
    shf_assert_close(s.f0, (0.09 + 4.0) * C * S / (2.0 * 10.0), SHF_ROUND(10), 0);
}
END_TEST

/* The loss is what the pull lowers: dL/dgamma = -(4 f-slope) ... checked as dL/dt = -(eta/M) (E a^2 + E
 * w_par^2)/d' I^2 form by differences: dL/df0 = -2 I / alpha, since d/df0 E max(0, h - alpha f0 y x) = -alpha
 * E[u y x] = -2 alpha I. */
START_TEST(pull_is_the_slope_of_the_loss)
{
    for (int flips = 0; flips < 2; flips++)
        for (int law = 0; law < 3; law++) {
            shf_hinge_params p = shf_hinge_params_default();
            p.alpha = 1.7, p.h = 0.6, p.delta = flips ? 0.15 : 0;
            p.data = (shf_choice){.kind = law, .n = law == 2, .value = {law == 2 ? 3.0 : 0}};
            double g = 1.1, e = 1e-4;
            shf_hinge_state s = state_at(&p, g), up = state_at(&p, g + e), down = state_at(&p, g - e);
            /* central difference: error e^2 times a third derivative of order one, plus rounding eps/e */
            shf_assert_close((up.loss - down.loss) / (up.f0 - down.f0), -2.0 * s.I / p.alpha, 1e-6, 1e-10);
        }
}
END_TEST

/* Nothing overflows or becomes NaN up to gamma = 300, nor does the floating-point environment report it. */
START_TEST(extreme_arguments)
{
    for (int law = 0; law < 3; law++)
        for (int lazy = 0; lazy < 2; lazy++) {
            shf_hinge_params p = shf_hinge_params_default();
            p.d = 1000000, p.alpha = lazy ? 1e4 : 1e-3;
            p.data = (shf_choice){.kind = law, .n = law == 2, .value = {law == 2 ? 1.5 : 0}};
            for (double g = 1e-300; g <= 300.0; g = fmin(g * 1.5, g + 2.0)) {
                feclearexcept(FE_ALL_EXCEPT);
                shf_hinge_state s = state_at(&p, g);
                ck_assert_msg(!fetestexcept(FE_OVERFLOW | FE_INVALID | FE_DIVBYZERO),
                              "floating-point exception at gamma = %g, law %d", g, law);
                ck_assert_msg(isfinite(s.f0 + s.x_c + s.f_U + s.I + s.a2 + s.w_par2 + s.V_par + s.loss),
                              "not finite at gamma = %g, law %d", g, law);
                /* I ~ x_c^2 is 0 once it lies below the smallest double */
                ck_assert_msg(s.f_U > 0 && s.f_U <= 1 && (s.I > 0 || s.x_c < 1e-150) && s.loss > 0,
                              "gamma = %g, law %d: x_c %g, f_U %g, I %g, loss %g", g, law, s.x_c, s.f_U, s.I,
                              s.loss);
            }
        }
}
END_TEST

/* The last clock at the corners of the parameters, where moments are largest and x_c smallest, against the
 * same formulas in long double, which does not come near its limits; the error is that of 2 gamma = 600 in
 * log x_c. */
START_TEST(last_clock)
{
    for (int corner = 0; corner < 4; corner++) {
        shf_hinge_params p = shf_hinge_params_default();
        p.d = corner & 1 ? 1000000000 : 1;
        p.alpha = corner & 2 ? 1e8 : 1e-8;
        p.h = corner & 2 ? 1e-8 : 1e8;
        p.sigma_a = corner & 2 ? 1e6 : 1e-3;
        p.sigma_w = corner & 2 ? 1e6 : 1e-3;
        shf_hinge_state s = state_at(&p, 300);
        long double variance = 2 * (long double)p.sigma_a * (long double)p.sigma_a;
        long double a2 = 0.5L * variance * coshl(600), a_w = 0.5L * variance * sinhl(600);
        long double f0 = a_w / (2 * sqrtl((long double)p.d));
        long double x_c = (long double)p.h / ((long double)p.alpha * f0);
        const double bound = SHF_ROUND(4 * 300);
        shf_assert_close(s.a2, (double)a2, bound, 0);
        shf_assert_close(s.w_par2, (double)a2, bound, 0);
        shf_assert_close(s.a_w_par, (double)a_w, bound, 0);
        shf_assert_close(s.f0, (double)f0, bound, 0);
        shf_assert_close(s.x_c, (double)x_c, bound, 0);
        shf_assert_close(s.f_U, (double)(x_c * sqrtl(2 / acosl(-1))), bound, 0);
        shf_assert_close(s.loss,
                         (double)(x_c / sqrtl(2 * acosl(-1)) * (long double)p.h / (long double)p.alpha /
                                  (long double)p.alpha),
                         bound, 0);
    }
}
END_TEST

/* Small arguments keep their relative accuracy: late times, f_U = x_c sqrt(2/pi) (1 - x_c^2/6 ...), I =
 * x_c^2/2 ... */
START_TEST(small_arguments_do_not_cancel)
{
    shf_hinge_params p = shf_hinge_params_default();
    shf_hinge_state s = state_at(&p, 120.0);
    ck_assert(s.x_c < 1e-100);
    shf_assert_close(s.f_U, s.x_c * sqrt(2 / M_PI), SHF_ROUND(10), 0);
    shf_assert_close(s.I, 0.5 * s.x_c * s.x_c / sqrt(2 * M_PI), SHF_ROUND(10), 0);
    shf_assert_close(s.loss, s.x_c / sqrt(2 * M_PI), SHF_ROUND(20), 0);
}
END_TEST

/* a^2 - w_par^2 of every node is conserved, to rounding of the larger of the two. */
START_TEST(node_invariant)
{
    shf_hinge_params p = shf_hinge_params_default();
    shf_hinge_request request = shf_hinge_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_error error = {0};
    shf_table *table = NULL;
    request.nodes = 20, grid.t_max = 1e9, grid.t_min = 1e-9;
    p.sigma_w = 0.5;
    shf_assert_ok(shf_hinge_solve(&p, &request, &grid, &solver, NULL, &table, NULL, &error), error);
    ck_assert_uint_eq(shf_table_columns(table), 11 + 2 * 20);
    double mean = 0;
    for (size_t i = 0; i < request.nodes; i++) {
        const double *a = shf_table_column_at(table, 11 + 2 * i), *w = shf_table_column_at(table, 12 + 2 * i);
        double invariant = a[0] * a[0] - w[0] * w[0];
        for (size_t k = 0; k < shf_table_rows(table); k++) {
            double now = a[k] * a[k] - w[k] * w[k];
            shf_assert_close(now, invariant, 0,
                             SHF_ROUND(10) * (a[k] * a[k] + w[k] * w[k] + fabs(invariant)));
        }
        mean += a[0] * a[0] / 20.0;
    }
    ck_assert(mean > 0.3 && mean < 2.5); /* sigma_a = 1: chi-square with 20 degrees of freedom, 5 sigma */
    shf_table_free(table);
}
END_TEST

/* The first row of a grid from t = 0 is the initial state. */
START_TEST(initial_state)
{
    shf_hinge_params p = shf_hinge_params_default();
    shf_hinge_request request = shf_hinge_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_error error = {0};
    shf_table *table = NULL;
    grid.grid.kind = SHF_GRID_LINEAR;
    double projection = 1.0;
    request.satisfaction = (shf_list){1, &projection};
    shf_assert_ok(shf_hinge_solve(&p, &request, &grid, &solver, NULL, &table, NULL, &error), error);
    ck_assert_uint_eq(shf_table_rows(table), 200);
    ck_assert(shf_table_column(table, "t")[0] == 0 && shf_table_column(table, "t")[199] == 400);
    ck_assert(shf_table_column(table, "gamma")[0] == 0 && isinf(shf_table_column(table, "x_c")[0]));
    ck_assert(shf_table_column(table, "f_U")[0] == 1 && shf_table_column(table, "loss")[0] == 1);
    ck_assert(shf_table_scalar(table, "t_satisfied[1]") > 0);
    shf_table_free(table);
}
END_TEST

static int stop_half_way(void *context, double fraction)
{
    (void)context;
    return fraction > 0.5;
}

START_TEST(interruption_keeps_the_finished_rows)
{
    shf_hinge_params p = shf_hinge_params_default();
    shf_hinge_request request = shf_hinge_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_error error = {0};
    shf_progress progress = {stop_half_way, NULL};
    shf_table *table = NULL;
    grid.t_min = 20;
    shf_assert_fails(shf_hinge_solve(&p, &request, &grid, &solver, &progress, &table, NULL, &error),
                     SHF_ERR_INTERRUPTED, error, "interrupted");
    ck_assert(table && shf_table_rows(table) > 50 && shf_table_rows(table) < 200);
    shf_table_free(table);
}
END_TEST

START_TEST(bad_parameters_are_refused)
{
    shf_error error = {0};
    shf_hinge_params p = shf_hinge_params_default();
    p.delta = 0.5;
    shf_assert_fails(shf_hinge_validate(&p, &error), SHF_ERR_VALUE, error, "delta = 0.5");
    p = shf_hinge_params_default(), p.alpha = NAN;
    shf_assert_fails(shf_hinge_validate(&p, &error), SHF_ERR_VALUE, error, "alpha = nan");
    p = shf_hinge_params_default(), p.d = 0;
    shf_assert_fails(shf_hinge_validate(&p, &error), SHF_ERR_VALUE, error, "d = 0");
    p = shf_hinge_params_default(), p.sigma_a = p.sigma_w = 0;
    shf_assert_fails(shf_hinge_validate(&p, &error), SHF_ERR_VALUE, error, "sigma-w");
    p = shf_hinge_params_default(), p.d = 1, p.data.kind = SHF_DATA_SPHERE;
    shf_assert_fails(shf_hinge_validate(&p, &error), SHF_ERR_VALUE, error, "d = 1");
    p = shf_hinge_params_default(), p.data = (shf_choice){.kind = SHF_DATA_STUDENT, .n = 1, .value = {0.9}};
    shf_assert_fails(shf_hinge_validate(&p, &error), SHF_ERR_VALUE, error, "student:0.9");
    p = shf_hinge_params_default(), p.data.kind = 17;
    shf_assert_fails(shf_hinge_validate(&p, &error), SHF_ERR_VALUE, error, "data = 17");
    p = shf_hinge_params_default();
    shf_hinge_state state;
    shf_assert_fails(shf_hinge_state_at(&p, 301, &state, &error), SHF_ERR_VALUE, error, "gamma = 301");
}
END_TEST

SHF_TEST_MAIN("hinge/curve", unit_variances, unequal_variances, pull_is_the_slope_of_the_loss,
              extreme_arguments, last_clock, small_arguments_do_not_cancel, node_invariant, initial_state,
              interruption_keeps_the_finished_rows, bad_parameters_are_refused)
