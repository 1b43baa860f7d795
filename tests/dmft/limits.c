/* Limits of the dynamical mean-field theory: against the general solver, closed forms, and each other. */
#include "dmft/limits.h"
#include "dmft/settings.h"
#include <stdio.h>

static double value(const shf_table *table, const char *column, size_t row)
{
    const double *x = shf_table_column(table, column);
    ck_assert_ptr_nonnull(x);
    ck_assert_uint_lt(row, shf_table_rows(table));
    return x[row];
}

/* ---- linear h ---- */

/* The four cases of docs/dmft.md, section 6, with values found by another program (LSODA, 6 digits). */
static const struct {
    const char *text;
    double a, v, e_train, e_test, co;
} linear[] = {
    {"h=poly:0,0.9 m=4 alpha=0.4 tau=0.6 target=none times=0,3,10", 1.002414, 0, .080136, .294679, .004822},
    {"h=poly:0,0.9 m=5 target=hermite:0,1 times=0,3,10", 1.248481, .668431, .027767, .133779, .428050},
    {"h=poly:0,0.9 m=8 alpha=0.1 tau=0.5 target=hermite:0,0.7 a0=2 times=0,3,8", 2.009623, .223624, .025168,
     .358923, .037850},
    {"h=poly:0,0.9 m=10 target=hermite:0,1 a0=3 freeze-a=yes times=0,2,4", 3, .346542, .030235, .066995,
     .028332},
};
enum { LINEAR = sizeof linear / sizeof linear[0] };

static shf_table *linear_curve(const char *text, const char *more)
{
    char line[256];
    (void)snprintf(line, sizeof line, "limit=linear %s %s", text, more);
    return limit_curve(line);
}

START_TEST(linear_known_values)
{
    for (size_t k = 0; k < LINEAR; k++) {
        shf_table *table = linear_curve(linear[k].text, "rtol=1e-8");
        const struct {
            const char *column;
            double expected;
        } known[] = {{"a", linear[k].a},
                     {"v", linear[k].v},
                     {"e_train", linear[k].e_train},
                     {"e_test", linear[k].e_test},
                     {"Co_tt", linear[k].co}};
        for (size_t c = 0; c < 5; c++)
            shf_assert_close(value(table, known[c].column, 2), known[c].expected, 0,
                             0.6e-6); /* printed digits */
        shf_table_free(table);
    }
}
END_TEST

/* All columns of the two-time solver, which knows nothing of modes: rtol 1e-6 there, of values up to 3. */
START_TEST(linear_is_the_general_solution)
{
    static const char *const columns[] = {"a",     "v",     "e_train", "e_test", "Co_tt",
                                          "Cd_t0", "Co_t0", "nu",      "int_RA"};
    for (size_t k = 0; k < LINEAR; k++) {
        char line[256];
        (void)snprintf(line, sizeof line, "%s rtol=1e-6", linear[k].text);
        shf_table *exact = linear_curve(linear[k].text, "rtol=1e-8"), *general = general_curve(line);
        for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++)
            shf_assert_below(column_distance(exact, general, columns[c]), SHF_TRUNC(3, 1e-6));
        shf_table_free(exact);
        shf_table_free(general);
    }
}
END_TEST

/* c = 1: the spectrum reaches down to 0, and the relaxation is algebraic.  The estimate of a coarse run
 * bounds its distance from a fine one. */
START_TEST(linear_doubling)
{
    const char *text = "h=poly:0,0.9 m=5 alpha=0.2 times=1,10,100,1000";
    static const char *const columns[] = {"a", "v", "e_train", "e_test"};
    shf_table *fine = linear_curve(text, "rtol=1e-9"), *coarse = linear_curve(text, "rtol=1e-4");
    for (size_t c = 0; c < 4; c++) {
        char name[32];
        (void)snprintf(name, sizeof name, "%s_error", columns[c]);
        shf_assert_below(value(fine, name, 3), 2e-9); /* rtol times values up to 2 */
        shf_assert_below(column_distance(fine, coarse, columns[c]), 3 * value(coarse, name, 3) + 2e-9);
    }
    shf_table_free(fine);
    shf_table_free(coarse);
}
END_TEST

/* ---- mean field ---- */

/* h = 0.9 z + z^3/6: t (1-v) -> [2 alpha (h''(1) + h'(1) - h'(1)^2/h(1))]^-1 with corrections O(log t / t).
 */
START_TEST(mean_field_end)
{
    shf_table *table = limit_curve("limit=mean-field rtol=1e-9 times=1e4,1e5");
    double h = 0.9 + 1. / 6, h1 = 1.4, h2 = 1, alpha = 0.3, end = 1 / (2 * alpha * (h2 + h1 - h1 * h1 / h));
    double near = value(table, "t", 0) * (1 - value(table, "v", 0)) / end - 1;
    double far = value(table, "t", 1) * (1 - value(table, "v", 1)) / end - 1;
    shf_assert_below(fabs(far), 20 * log(1e5) / 1e5);
    shf_assert_below(fabs(far), fabs(near) / 5); /* log t/t falls by 8 */
    shf_assert_close((value(table, "a", 1) - 1) / (1 - value(table, "v", 1)), h1 / h, 1e-3, 0);
    shf_assert_close(value(table, "e_train", 1), 0.045, 0, 1e-8); /* tau^2/2 + O(t^-2) */
    shf_table_free(table);
}
END_TEST

/* Wide networks depart from it as 1/m.  m times the largest distance up to t = 10 was found to be 0.48, 1.53,
 * 0.64, 1.11 (two digits, at m = 100 and 300) by another program. */
START_TEST(mean_field_of_wide_networks)
{
    static const struct {
        const char *column;
        double expected;
    } known[] = {{"a", 0.48}, {"v", 1.53}, {"e_train", 0.64}, {"e_test", 1.11}};
    static const double width[] = {100, 300};
    for (size_t k = 0; k < 2; k++) {
        char line[128];
        (void)snprintf(line, sizeof line, "m=%g t-max=10 grid=linear points=201 rtol=1e-6", width[k]);
        shf_table *finite = general_curve(line), *limit = limit_curve(line);
        for (size_t c = 0; c < 4; c++)
            shf_assert_close(width[k] * column_distance(finite, limit, known[c].column), known[c].expected,
                             0.03, 0.005);
        shf_table_free(finite);
        shf_table_free(limit);
    }
}
END_TEST

/* Frozen a: v' = alpha a (1-v^2)(0.9 + v^2/2 - a (0.9 v + v^5/2)) at h = phat; here compared by Simpson's
 * rule. */
START_TEST(mean_field_frozen)
{
    shf_table *table = limit_curve("freeze-a=yes a0=0.7 rtol=1e-9 times=0.99,1,1.01,5");
    shf_assert_close(value(table, "a", 3), 0.7, 0, 0);
    double v = value(table, "v", 1), a = 0.7;
    double rate = 0.3 * a * (1 - v * v) * (0.9 + v * v / 2 - a * (0.9 + v * v * v * v / 2) * v);
    double slope = (value(table, "v", 2) - value(table, "v", 0)) / 0.02;
    shf_assert_close(slope, rate, 0, 1e-5); /* h^2/6 v''' with v''' < 0.5 */
    shf_table_free(table);
}
END_TEST

/* ---- lazy start ---- */

/* Values found by another program from (D.32), and (D.33) by hand: tau'^2 = 0.09 + 1.4 - 0.9 = 0.59, e =
 * 0.545. */
START_TEST(lazy_values)
{
    shf_table *table = limit_curve("limit=lazy h=poly:0,0.9,0.5 gamma0=1 m=10000 times=1e-4,5e-4,2e-3,1");
    static const double v[] = {.2366, .7408, .9955};
    for (size_t k = 0; k < 3; k++)
        shf_assert_close(100 * value(table, "v", k), v[k], 0, 0.5001e-4);
    shf_assert_close(value(table, "e_test", 1), .6055, 0, 0.5001e-4);
    shf_assert_close(value(table, "e_train", 3), 0.545, SHF_ROUND(20), 0);
    shf_assert_close(shf_table_scalar(table, "e_plateau"), 0.545, SHF_ROUND(20), 0);
    shf_assert_close(shf_table_scalar(table, "tau_effective"), sqrt(0.59), SHF_ROUND(20), 0);
    shf_table_free(table);
}
END_TEST

/* The distance from finite m falls as the power of m that is given, within a fifth. */
static void approach(const char *limit, const char *text, const double *m, const char *const *columns,
                     double power, double unit)
{
    double distance[2][4];
    for (size_t k = 0; k < 2; k++) {
        char line[320], times[96];
        double t = pow(m[k], unit);
        (void)snprintf(times, sizeof times, "times=%.17g,%.17g,%.17g", t, 3 * t, 10 * t);
        (void)snprintf(line, sizeof line, "limit=%s m=%g rtol=1e-7 %s %s", limit, m[k], text, times);
        shf_table *finite = general_curve(line), *wide = limit_curve(line);
        for (size_t c = 0; columns[c]; c++)
            distance[k][c] = column_distance(finite, wide, columns[c]);
        shf_table_free(finite);
        shf_table_free(wide);
    }
    for (size_t c = 0; columns[c]; c++) {
        double found = log(distance[0][c] / distance[1][c]) / log(m[1] / m[0]);
        ck_assert_msg(fabs(found - power) < 0.1, "%s, %s: falls as m^-%.3f, expected m^-%g", limit,
                      columns[c], found, power);
    }
}

START_TEST(lazy_of_wide_networks)
{
    static const double m[] = {1e4, 1e6};
    /* v ~ m^-1/2 enters phat'(v): relative corrections are of that order if h''(0) is not 0, otherwise 1/m;
     * what is across the target has none of order m^-1/2. */
    static const char *const errors[] = {"e_train", "e_test", NULL}, *const v[] = {"v", NULL};
    static const char *const overlaps[] = {"Cd_t0", "Co_tt", NULL}, *const across[] = {"Co_t0", NULL};
    approach("lazy", "h=poly:0,0.9,0.5 gamma0=1", m, errors, 0.5, -1);
    approach("lazy", "h=poly:0,0.9,0.5 gamma0=1", m, v, 1, -1);
    approach("lazy", "h=poly:0,0.9,0.5 gamma0=1", m, overlaps, 1.5, -1);
    approach("lazy", "h=poly:0,0.9,0.5 gamma0=1", m, across, 2, -1);
    approach("lazy", "h=poly:0,0.9,0,0.5 gamma0=1", m, errors, 1, -1);
}
END_TEST

/* Pure noise, gamma0 = 1, h~ = z^2/2: values of another program, whose error was 1e-5. */
START_TEST(lazy_late_values)
{
    static const double e[] = {.30641, .08024, .02663, .00362}, c[] = {.94770, .78417, .65359, .49247};
    shf_table *table =
        limit_curve("limit=lazy-late alpha=0.5 tau=1 h=poly:0,0.3,0.5 gamma0=1 m=1000 target=none "
                    "rtol=1e-6 times=0.5,2,5,20");
    for (size_t k = 0; k < 4; k++) {
        shf_assert_close(value(table, "e_train", k), e[k], 0, 2e-5);
        shf_assert_close(value(table, "Cd_t0", k), c[k], 0, 3e-4);
        shf_assert_close(value(table, "e_test", k), 0.75, SHF_ROUND(20), 0);
    }
    shf_table_free(table);
}
END_TEST

START_TEST(lazy_late_of_wide_networks)
{
    static const double m[] = {1e3, 1e5};
    static const char *const columns[] = {"e_train", "e_test", "Cd_t0", NULL};
    approach("lazy-late", "h=poly:0,0.9,0.5 gamma0=1 target=none", m, columns, 1, 0);
}
END_TEST

/* ---- pure noise ---- */

/* (D.37) at t = t' = 10 and t' = 0, values by another program. */
START_TEST(pure_noise_values)
{
    shf_table *table = limit_curve("limit=pure-noise target=none tau=0.6 m=1000 times=0,10");
    shf_assert_close(1000 * value(table, "Co_tt", 1), .1647, 0, 0.5001e-4);
    shf_assert_close(1000 * value(table, "Co_t0", 1), -.9328, 0, 0.5001e-4);
    shf_assert_close(value(table, "Co_tt", 0), 0, 0, 0);
    shf_table_free(table);
}
END_TEST

START_TEST(pure_noise_of_wide_networks)
{
    static const double m[] = {1e4, 1e6};
    approach("pure-noise", "target=none tau=0.6", m, (const char *const[]){"a", "e_train", "e_test", NULL}, 1,
             0);
    /* the general solver controls C_o itself, not m C_o: not too wide */
    static const double less[] = {1e3, 1e4};
    approach("pure-noise", "target=none tau=0.6", less, (const char *const[]){"Co_tt", "Co_t0", NULL}, 2, 0);
}
END_TEST

/* a(t^) by another program, Richardson extrapolation of Euler's method, four digits. */
START_TEST(sqrt_m_values)
{
    static const double a[] = {1.0264, 1.0997, 1.4863, 2.3513, 4.3243, 8.5209};
    shf_table *table =
        limit_curve("limit=sqrt-m target=none tau=0.6 m=10000 times=100,200,500,1000,2000,4000");
    for (size_t k = 0; k < 6; k++)
        shf_assert_close(value(table, "a", k), a[k], 0, 2e-4);
    shf_assert_close(shf_table_scalar(table, "A_inf"), 0.6 * sqrt(0.3) * 2 / 3, SHF_ROUND(20), 0);
    shf_table_free(table);
}
END_TEST

/* For h~ = c z^k Euler's theorem gives nu = k a da/dt: nu comes from the constraint, a from the response of
 * the residuals. */
START_TEST(sqrt_m_euler_theorem)
{
    static const char *const h[] = {"h=poly:0,0.9,0.5", "h=poly:0,0.9,0,0.16666666666666666"};
    for (size_t k = 0; k < 2; k++) {
        char line[192];
        (void)snprintf(line, sizeof line,
                       "limit=sqrt-m target=none tau=0.6 m=1 a0=-1 rtol=1e-6 %s times=1.99,2,2.01,"
                       "19.9,20,20.1",
                       h[k]);
        shf_table *table = limit_curve(line);
        for (size_t j = 0; j < 6; j += 3) {
            double step = value(table, "t", j + 1) - value(table, "t", j);
            double slope = (value(table, "a", j + 2) - value(table, "a", j)) / (2 * step);
            /* difference quotient: step^2/6 a''' / a' < 1e-5; curves to 1e-6 over steps of 1/200 of their
             * time */
            shf_assert_close(value(table, "nu", j + 1), (double)(k + 2) * value(table, "a", j + 1) * slope,
                             5e-4, 0);
        }
        shf_table_free(table);
    }
}
END_TEST

START_TEST(sqrt_m_of_wide_networks)
{
    static const double m[] = {1e4, 1e6};
    approach("sqrt-m", "target=none tau=0.6 rtol=1e-6", m,
             (const char *const[]){"a", "e_train", "Cd_t0", NULL}, 0.5, 0.5);
}
END_TEST

/* How far the spin glass is followed: s = tau sqrt(alpha) int |a| dt^, here by the trapezoidal rule on the
 * result (400 times: error below 1e-4), does not exceed its bound.  A frozen a has it exactly; the energy of
 * a trained one rises to 0.816 of its bound for h~ = z^3, slowly: at this time the bound of s is 1.56 s. */
START_TEST(sqrt_m_horizon)
{
    for (int frozen = 0; frozen < 2; frozen++) {
        const char *text =
            frozen
                ? "limit=sqrt-m target=none tau=0.6 m=1 a0=0.5 freeze-a=yes grid=linear t-max=50 points=400"
                : "limit=sqrt-m target=none tau=0.6 m=1 a0=0.5 grid=linear t-max=50 points=400";
        settings s = settings_of(text);
        shf_dmft_model model;
        shf_error error;
        shf_table *table = limit_curve(text);
        const double *t = shf_table_column(table, "t"), *a = shf_table_column(table, "a");
        double reached = 0;
        for (size_t j = 1; j < shf_table_rows(table); j++)
            reached += 0.6 * sqrt(0.3) * 0.5 * (a[j] + a[j - 1]) * (t[j] - t[j - 1]);
        shf_assert_ok(shf_dmft_model_make(&s.params, &model, &error), error);
        double bound = shf_dmft_glass_time(&model, 50);
        shf_assert_below(reached, bound * (1 + 1e-4));
        shf_assert_below(bound, reached * (frozen ? 1 + 1e-4 : 1.7));
        settings_free(&s);
        shf_table_free(table);
    }
}
END_TEST

/* ---- bad input ---- */

/* (D.33) by hand, and as what the lazy limit ends at; a target that the linear part of h cannot follow is
 * refused. */
START_TEST(plateau)
{
    settings s = settings_of("tau=0.4 gamma0=0.7 h=poly:0,0.9,0,0.3 target=hermite:0,0.5,0,0.2");
    double noise = 0, e = 0, g1 = sqrt(0.9) * 0.5, square = 0.25 + 0.04;
    shf_error error = {0};
    shf_assert_ok(shf_dmft_plateau(&s.params, 0.7, &noise, &e, &error), error);
    shf_assert_close(noise * noise, 0.16 + square - g1 * g1 / 0.9, SHF_ROUND(16), 0);
    shf_assert_close(e, 0.5 * (noise * noise + 0.49 * 0.3), SHF_ROUND(16), 0);
    shf_table *table = limit_curve("limit=lazy tau=0.4 gamma0=0.7 h=poly:0,0.9,0,0.3 "
                                   "target=hermite:0,0.5,0,0.2 times=1,1e6");
    shf_assert_close(value(table, "e_test", 1), e, SHF_ROUND(64), 0);
    shf_table_free(table);
    s = settings_of("h=poly:0,0,0.5 target=same");
    shf_assert_ok(shf_dmft_plateau(&s.params, 1, &noise, &e, &error), error); /* neither has a linear part */
    s = settings_of("h=poly:0,0,0.5 alpha=0.3");
    s.params.alpha = 0;
    shf_assert_fails(shf_dmft_plateau(&s.params, 1, &noise, &e, &error), SHF_ERR_VALUE, error, "alpha");
}
END_TEST

START_TEST(bad_input)
{
    static const struct {
        const char *text, *part;
    } bad[] = {
        {"limit=linear", "degree one"},
        {"limit=linear h=poly:0,0.9 target=hermite:0,1,1", "degree one"},
        {"limit=lazy", "gamma0 = 0"},
        {"limit=lazy gamma0=1 h=poly:0,0,0.5", "h'(0) = 0"},
        {"limit=lazy-late gamma0=1 h=poly:0,1", "degree two"},
        {"limit=mean-field gamma0=1", "gamma0 = 1"},
        {"limit=pure-noise", "target"},
        {"limit=pure-noise target=none a0=0", "a0 = 0"},
        {"limit=sqrt-m target=none tau=0", "tau = 0"},
        {"limit=sqrt-m target=none h=poly:0,1", "degree two"},
        {"limit=sqrt-m target=none rtol=1e-8", "rtol = 1e-08"},
        {"scheme=euler", "scheme"},
        {"step=0.1", "step = 0.1"},
        {"times=2,1", "times"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        settings s = settings_of(bad[k].text);
        shf_error error;
        shf_table *table = NULL;
        shf_assert_fails(
            shf_dmft_limit_solve(&s.params, &s.limit, &s.grid, &s.solver, NULL, &table, NULL, &error),
            SHF_ERR_VALUE, error, bad[k].part);
        ck_assert_ptr_null(table);
        settings_free(&s);
    }
}
END_TEST

/* ---- how far the runs go ---- */

/* Progress that never falls: a run that ends too early would be made again, from the share of the first. */
static int rises(void *context, double fraction)
{
    double *last = context;
    ck_assert(fraction >= 0 && fraction <= 1);
    ck_assert_msg(fraction >= *last, "the progress fell from %g to %g", *last, fraction);
    *last = fraction;
    return 0;
}

static size_t steps_of(const char *text)
{
    settings s = settings_of(text);
    shf_error error;
    shf_table *table = NULL;
    shf_info info = {.steps = 0};
    double last = 0;
    shf_progress progress = {rises, &last};
    shf_assert_ok(
        shf_dmft_limit_solve(&s.params, &s.limit, &s.grid, &s.solver, &progress, &table, &info, &error),
        error);
    shf_assert_close(last, 1, 0, 0.2); /* the last panel is not announced when it is done */
    shf_table_free(table);
    settings_free(&s);
    return info.steps;
}

/* The bound on the energy lets the spin glass run far enough at once.  With frozen output weights its time is
 * tau sqrt(alpha/m) |a| t. */
START_TEST(sqrt_m_runs_once)
{
    (void)steps_of("limit=sqrt-m target=none tau=0.6 m=10000 times=100");
    (void)steps_of("limit=sqrt-m target=none tau=0.6 m=1 times=10 h=poly:0,0.9,0,0.5");
    size_t steps = steps_of("limit=sqrt-m target=none tau=0.6 m=10000 times=400 freeze-a=yes");
    ck_assert_uint_eq(steps,
                      steps_of("limit=sqrt-m target=none tau=0.6 m=2500 times=100 a0=-2 freeze-a=yes"));
    ck_assert_uint_eq(steps, steps_of("limit=sqrt-m target=none tau=1.2 m=10000 times=200 freeze-a=yes"));
}
END_TEST

SHF_TEST_MAIN("dmft/limits", linear_known_values, linear_is_the_general_solution, linear_doubling,
              mean_field_end, mean_field_of_wide_networks, mean_field_frozen, plateau, lazy_values,
              lazy_of_wide_networks, lazy_late_values, lazy_late_of_wide_networks, pure_noise_values,
              pure_noise_of_wide_networks, sqrt_m_values, sqrt_m_euler_theorem, sqrt_m_horizon,
              sqrt_m_of_wide_networks, bad_input, sqrt_m_runs_once)
