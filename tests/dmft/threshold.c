/* Interpolation thresholds: against values of another program, and against runs on both sides. */
#include "dmft/settings.h"
#include <stdio.h>

static shf_dmft_threshold_params problem(double alpha, const char *h, double t_max)
{
    shf_dmft_threshold_params p = shf_dmft_threshold_default();
    shf_error error;
    p.alpha = alpha;
    p.t_max = t_max;
    shf_assert_ok(shf_params_set(&shf_dmft_threshold_table, &p, "h", h, &error), error);
    return p;
}

static shf_table *solve(const shf_dmft_threshold_params *p)
{
    shf_error error;
    shf_table *table = NULL;
    shf_info info;
    shf_assert_ok(shf_dmft_threshold_solve(p, NULL, &table, &info, &error), error);
    shf_assert_close(info.estimated_error * shf_table_scalar(table, "gamma_GF"),
                     shf_table_scalar(table, "gamma_GF_error"), SHF_ROUND(10), 0);
    return table;
}

#define QUADRATIC "poly:0,0.9,0.5"
#define CUBIC "poly:0,0.9,0,0.16666666666666666"

/* Another program found 0.569, 0.885, 1.067, all with error 0.03, drifting upwards. */
START_TEST(known_values)
{
    static const struct {
        double alpha, expected;
        const char *h;
    } known[] = {{0.3, 0.569, QUADRATIC}, {0.3, 0.885, CUBIC}, {0.4, 1.067, CUBIC}};
    for (size_t k = 0; k < 3; k++) {
        shf_dmft_threshold_params p = problem(known[k].alpha, known[k].h, 540);
        shf_table *table = solve(&p);
        shf_assert_close(shf_table_scalar(table, "gamma_GF"), known[k].expected, 0, 0.03);
        shf_assert_below(shf_table_scalar(table, "gamma_GF_error"), 0.005);
        shf_table_free(table);
    }
}
END_TEST

/* A short sequence holds the value of a longer one within its error. */
START_TEST(errors_are_honest)
{
    shf_dmft_threshold_params short_one = problem(0.3, QUADRATIC, 560),
                              long_one = problem(0.3, QUADRATIC, 1100);
    shf_table *less = solve(&short_one), *more = solve(&long_one);
    double error = shf_table_scalar(less, "gamma_GF_error");
    shf_assert_close(shf_table_scalar(less, "gamma_GF"), shf_table_scalar(more, "gamma_GF"), 0, error);
    shf_assert_below(shf_table_scalar(more, "gamma_GF_error"), 0.7 * error);
    shf_table_free(less);
    shf_table_free(more);
}
END_TEST

/* Well above the threshold the training error falls exponentially, well below it stays: on the general
 * solver, with the signs of the second difference of log e against log t. */
START_TEST(both_sides)
{
    shf_dmft_threshold_params p = problem(0.3, QUADRATIC, 600);
    shf_table *table = solve(&p);
    double gamma = shf_table_scalar(table, "gamma_GF"), decay[2][2];
    for (int side = 0; side < 2; side++) {
        char line[160];
        (void)snprintf(line, sizeof line,
                       "m=1 h=poly:0,0,0.5 target=none tau=1 freeze-a=yes a0=%.17g times=100,300,900",
                       gamma * (side ? 1.04 : 0.96));
        shf_table *curve = general_curve(line);
        const double *e = shf_table_column(curve, "e_train");
        for (int k = 0; k < 2; k++)
            decay[side][k] = log(e[k] / e[k + 1]) / log(3);
        shf_table_free(curve);
    }
    ck_assert_double_lt(decay[0][1], 0.9 * decay[0][0]);
    ck_assert_double_gt(decay[1][1], 1.1 * decay[1][0]);
    shf_table_free(table);
}
END_TEST

/* gamma* = tau' gamma_GF; 2 e_plateau = tau'^2 + gamma*^2 h~(1), tau'^2 = tau^2 + h(1) - h'(0). */
START_TEST(signal)
{
    shf_dmft_threshold_params p = problem(0.3, QUADRATIC, 600);
    shf_table *table = solve(&p);
    double gamma = shf_table_scalar(table, "gamma_GF"), noise = sqrt(0.59), star = noise * gamma;
    shf_assert_close(shf_table_scalar(table, "tau_effective"), noise, SHF_ROUND(20), 0);
    shf_assert_close(shf_table_scalar(table, "gamma_star"), star, SHF_ROUND(20), 0);
    shf_assert_close(shf_table_scalar(table, "e_plateau"), 0.5 * (0.59 + star * star * 0.5), SHF_ROUND(40),
                     0);
    shf_table_free(table);
}
END_TEST

START_TEST(threads_do_not_matter)
{
    shf_dmft_threshold_params one = problem(0.3, QUADRATIC, 600), four = one;
    one.threads = 1;
    four.threads = 4;
    shf_table *x = solve(&one), *y = solve(&four);
    for (size_t j = 0; j < shf_table_rows(x); j++)
        ck_assert_double_eq(shf_table_column(x, "gamma")[j], shf_table_column(y, "gamma")[j]);
    ck_assert_double_eq(shf_table_scalar(x, "gamma_GF_error"), shf_table_scalar(y, "gamma_GF_error"));
    shf_table_free(x);
    shf_table_free(y);
}
END_TEST

static int stop(void *context, double fraction)
{
    (void)context, (void)fraction;
    return 1;
}

START_TEST(bad_input)
{
    shf_error error;
    shf_table *table = NULL;
    shf_dmft_threshold_params p = problem(0.3, "poly:0,1", 2000);
    shf_assert_fails(shf_dmft_threshold_solve(&p, NULL, &table, NULL, &error), SHF_ERR_VALUE, error,
                     "degree two");
    p = problem(0, CUBIC, 2000);
    shf_assert_fails(shf_dmft_threshold_solve(&p, NULL, &table, NULL, &error), SHF_ERR_VALUE, error, "alpha");
    p = problem(1, CUBIC, 2000);
    shf_assert_fails(shf_dmft_threshold_solve(&p, NULL, &table, NULL, &error), SHF_ERR_VALUE, error, "alpha");
    p = problem(0.3, CUBIC, 100);
    shf_assert_fails(shf_dmft_threshold_solve(&p, NULL, &table, NULL, &error), SHF_ERR_VALUE, error, "t-max");
    p = problem(0.3, CUBIC, 2000);
    const shf_progress impatient = {stop, NULL};
    shf_assert_fails(shf_dmft_threshold_solve(&p, &impatient, &table, NULL, &error), SHF_ERR_INTERRUPTED,
                     error, "");
    p = problem(0.25, CUBIC, 160 / 0.25); /* the least t-max */
    shf_assert_fails(shf_dmft_threshold_solve(&p, &impatient, &table, NULL, &error), SHF_ERR_INTERRUPTED,
                     error, "");
    p.t_max = nextafter(160 / 0.25, 0);
    shf_assert_fails(shf_dmft_threshold_solve(&p, &impatient, &table, NULL, &error), SHF_ERR_VALUE, error,
                     "t-max = 640: must be at least 160/alpha = 640");
    p = problem(0.3, CUBIC, 2000);
    p.memory = 0.01;
    shf_assert_fails(shf_dmft_threshold_solve(&p, NULL, &table, NULL, &error), SHF_ERR_MEMORY, error,
                     "memory");
    ck_assert_ptr_null(table);
}
END_TEST

SHF_TEST_MAIN("dmft/threshold", known_values, errors_are_honest, both_sides, signal, threads_do_not_matter,
              bad_input)
