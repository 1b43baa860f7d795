/* The levels `finite-size` and `paper` of the hinge theory. */
#include "hinge/finite_size_history.h"
#include "support/test.h"
#include <shallowflow/onset.h>
#include <stdio.h>

/* A curve at the given times; the caller frees it. */
static shf_table *curve_at(const shf_hinge_params *p, int level, double rtol, const double *t, size_t n)
{
    double copy[64];
    memcpy(copy, t, n * sizeof *t);
    shf_hinge_request request = shf_hinge_request_default();
    request.level.kind = level;
    shf_grid grid = shf_grid_default();
    grid.times = (shf_list){n, copy};
    shf_solver solver = shf_hinge_solver_default();
    solver.rtol = rtol;
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_ok(shf_hinge_solve(p, &request, &grid, &solver, NULL, &table, NULL, &error), error);
    return table;
}

static double value(const shf_table *table, const char *column, size_t k)
{
    const double *v = shf_table_column(table, column);
    ck_assert_msg(v != NULL, "no column %s", column);
    return v[k];
}

/* ---- independent integration ---- */

enum { N_INPUTS = 8, N_OUTPUTS = 15 };
static const char *const outputs[N_OUTPUTS] = {"gamma",      "f0",          "a2",   "f_U",   "I",
                                               "error_test", "error_train", "loss", "sigma", "Phi",
                                               "V_perp",     "v0",          "v1",   "v2",    "v_rest"};

static void check_line(const char *line, double rel)
{
    double v[N_INPUTS + N_OUTPUTS];
    const char *rest = line;
    for (int j = 0; j < N_INPUTS + N_OUTPUTS; j++) {
        char *end = NULL;
        v[j] = strtod(rest, &end);
        ck_assert(end != rest);
        rest = end;
    }
    shf_hinge_params p = shf_hinge_params_default();
    p.d = (size_t)v[0];
    p.M = (size_t)v[1];
    p.N = (size_t)v[2];
    p.alpha = v[3];
    p.h = v[4];
    p.eta = v[5];
    p.delta = v[6];
    shf_table *table = curve_at(&p, SHF_LEVEL_FINITE_SIZE, 1e-10, &v[7], 1);
    /* I and the training error carry the condition number of their tails: absolute floors */
    for (int j = 0; j < N_OUTPUTS; j++) {
        double floor = strcmp(outputs[j], "I") == 0 ? 1e-10 : 1e-12;
        shf_assert_close(value(table, outputs[j], 0), v[N_INPUTS + j], rel, floor);
    }
    shf_table_free(table);
}

static int check_file(const char *path, double rel)
{
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    char line[2048];
    int rows = 0;
    while (fgets(line, sizeof line, file))
        if (line[0] != '#') {
            check_line(line, rel);
            rows++;
        }
    ck_assert_int_eq(fclose(file), 0);
    return rows;
}

/* At rtol = 1e-10 the table's accuracy, which its header states. */
START_TEST(independent_integration)
{
    ck_assert_int_ge(check_file(SHF_REFERENCE_DIR "/finite_size.tsv", 1e-6), 17);
}
END_TEST

/* ---- limits ---- */

/* Largest relative distance from the mean field over the times; eta/M kept. */
static double distance(double N, double M, double delta)
{
    const double t[] = {10, 25, 55, 121};
    shf_hinge_params p = shf_hinge_params_default();
    p.N = (size_t)N;
    p.M = (size_t)M;
    p.eta = 2.5 * M;
    p.delta = delta;
    shf_table *finite = curve_at(&p, SHF_LEVEL_FINITE_SIZE, 1e-12, t, 4);
    shf_table *mean = curve_at(&p, SHF_LEVEL_MEAN_FIELD, 1e-12, t, 4);
    static const char *const names[] = {"gamma", "f_U", "I", "loss"};
    double worst = 0;
    for (size_t c = 0; c < 4; c++)
        for (size_t k = 0; k < 4; k++)
            worst = fmax(worst, fabs(value(finite, names[c], k) / value(mean, names[c], k) - 1));
    shf_table_free(finite);
    shf_table_free(mean);
    return worst;
}

/* Deviations are A/N + B/M + O(1/N^2, 1/M^2): from one decade to the next they fall tenfold, with either size
 * and with both; the size that is kept is so large that its share is below two thousandths. */
START_TEST(mean_field_limit)
{
    static const double N[][3] = {{1e6, 1e7, 1e8}, {1e6, 1e7, 1e8}, {1e12, 1e12, 1e12}};
    static const double M[][3] = {{1e6, 1e7, 1e8}, {1e9, 1e9, 1e9}, {1e3, 1e4, 1e5}};
    for (int k = 0; k < 6; k++) {
        double delta = k % 2 ? 0.1 : 0, at[3];
        for (int j = 0; j < 3; j++)
            at[j] = distance(N[k / 2][j], M[k / 2][j], delta);
        shf_assert_close(log10(at[0] / at[1]), 1, 0, 0.03);
        shf_assert_close(log10(at[1] / at[2]), 1, 0, 0.005);
        shf_assert_below(at[2], 2e-3);
    }
}
END_TEST

/* The errors at t = 0 are the limits for t -> 0; at t they differ by O(t) of the natural time, 25 here. */
START_TEST(start)
{
    const double t[] = {0, 1e-4, 1e-2};
    shf_hinge_params p = shf_hinge_params_default();
    p.delta = 0.05;
    shf_table *table = curve_at(&p, SHF_LEVEL_FINITE_SIZE, 1e-10, t, 3);
    ck_assert_double_gt(value(table, "error_test", 0), 0.05);
    for (size_t k = 1; k < 3; k++) {
        shf_assert_close(value(table, "error_test", k), value(table, "error_test", 0), t[k], 1e-9);
        shf_assert_close(value(table, "error_train", k), value(table, "error_train", 0), t[k], 1e-9);
    }
    ck_assert(value(table, "f_U", 0) == 1 && value(table, "gamma", 0) == 0 && isinf(value(table, "x_c", 0)));
    shf_assert_close(value(table, "V_perp", 0), sqrt(99.0 / 400), SHF_ROUND(4), 0);
    shf_assert_close(value(table, "loss", 0), 1, SHF_ROUND(4), 0);
    shf_table_free(table);
}
END_TEST

static void check_tolerance(const shf_hinge_params *p, const double *t, const shf_table *exact, double rtol)
{
    shf_table *table = curve_at(p, SHF_LEVEL_FINITE_SIZE, rtol, t, 3);
    for (size_t k = 0; k < 3; k++) {
        shf_assert_close(value(table, "error_test", k), value(exact, "error_test", k), SHF_TRUNC(1000, rtol),
                         0);
        shf_assert_close(value(table, "gamma", k), value(exact, "gamma", k), SHF_TRUNC(100, rtol), 1e-10);
        shf_assert_close(value(table, "f_U", k), value(exact, "f_U", k), SHF_TRUNC(1000, rtol),
                         SHF_TRUNC(10, rtol));
    }
    shf_table_free(table);
}

/* The error of the integration is at most a factor of the order of the number of steps above its tolerance,
 * for every tolerance and over a wide range of sizes. */
START_TEST(tolerance)
{
    const double t[] = {1, 10, 100};
    for (int k = 0; k < 12; k++) {
        shf_hinge_params p = shf_hinge_params_default();
        p.N = k % 2 ? 300000 : 700;
        p.delta = 0.1 * (k / 2 % 2);
        p.alpha = pow(10, k / 4 - 1);
        shf_table *exact = curve_at(&p, SHF_LEVEL_FINITE_SIZE, 1e-10, t, 3);
        double rtol = 1e-5;
        for (int j = 0; j < 12; j++, rtol *= 0.6)
            check_tolerance(&p, t, exact, rtol);
        shf_table_free(exact);
    }
}
END_TEST

/* sigma^2 is the sum of its parts, the error follows from it, and sizes scale out of the initial ratios. */
START_TEST(invariants)
{
    const double t[] = {5, 50, 500};
    shf_hinge_params p = shf_hinge_params_default(), q = p;
    q.alpha *= 3;
    q.h *= 3;
    q.eta *= 3;
    shf_table *a = curve_at(&p, SHF_LEVEL_FINITE_SIZE, 1e-11, t, 3),
              *b = curve_at(&q, SHF_LEVEL_FINITE_SIZE, 1e-11, t, 3);
    for (size_t k = 0; k < 3; k++) {
        double parts = value(a, "v0", k) + value(a, "v1", k) + value(a, "v2", k) + value(a, "v_rest", k);
        shf_assert_close(pow(value(a, "sigma", k), 2), parts, SHF_ROUND(16), 0);
        double e = atan(value(a, "sigma", k) / value(a, "f0", k)) / M_PI;
        shf_assert_close(value(a, "error_test", k), e, SHF_ROUND(16), 0);
        /* F depends on h/alpha and eta/alpha only */
        shf_assert_close(value(b, "error_test", k), value(a, "error_test", k), SHF_TRUNC(1000, 1e-11), 0);
        shf_assert_close(3 * value(b, "loss", k), value(a, "loss", k), SHF_TRUNC(1e4, 1e-11), 1e-12);
    }
    shf_table_free(a);
    shf_table_free(b);
}
END_TEST

/* ---- the paper's estimates ---- */

START_TEST(paper)
{
    const double t[] = {0, 1, 25, 100, 400};
    shf_hinge_params p = shf_hinge_params_default();
    for (int k = 0; k < 3; k++) {
        p.delta = 0.1 * (k == 1);
        p.h = k == 2 ? 2.5 : 1;
        p.alpha = k == 2 ? 0.5 : 1;
        shf_table *table = curve_at(&p, SHF_LEVEL_PAPER, 1e-12, t, 5);
        shf_table *mean = curve_at(&p, SHF_LEVEL_MEAN_FIELD, 1e-12, t, 5);
        for (size_t j = 0; j < 5; j++) {
            double f0 = value(table, "f0", j), g = value(table, "gamma", j), C = cosh(2 * g);
            double s_par = (5 * C * C - 3) / (4 * 100 * 400), s_0 = 99 * C / (2 * 100 * 400);
            ck_assert(value(mean, "f_U", j) == value(table, "f_U", j));
            shf_assert_close(value(table, "s_par", j), s_par, SHF_ROUND(64), 0);
            shf_assert_close(value(table, "s_0", j), s_0, SHF_ROUND(64), 0);
            shf_assert_close(value(table, "J", j), sqrt(99 * value(table, "f_U", j) / 2e4), SHF_ROUND(8), 0);
            shf_assert_close(value(table, "error_nodes", j), atan2(sqrt(s_0), f0) / M_PI, SHF_ROUND(64), 0);
            for (int root = 0; root < 2; root++) {
                double x = value(table, root ? "x_c_high" : "x_c_low", j), H = p.h / p.alpha;
                if (isinf(x))
                    continue;
                /* a root: both sides agree to rounding of their terms */
                shf_assert_close(pow(f0 * x - H, 2), s_par * x * x + s_0, 0,
                                 SHF_ROUND(1e3) * (f0 * f0 * x * x + H * H));
                ck_assert((f0 * x > H) == root);
            }
        }
        shf_table_free(table);
        shf_table_free(mean);
    }
}
END_TEST

/* ---- pinned samples ---- */

/* They slow down what would be unlearnt, and let the network rest when nobody else is left. */
START_TEST(the_end)
{
    const double t[] = {300, 400, 1000, 1e6};
    shf_hinge_params p = shf_hinge_params_default();
    p.N = 2000;
    shf_table *table = curve_at(&p, SHF_LEVEL_FINITE_SIZE, 1e-9, t, 4);
    for (size_t k = 0; k < 4; k++)
        ck_assert(value(table, "f_U", k) == 0 && value(table, "I", k) == 0 &&
                  value(table, "f0", k) == value(table, "f0", 0));
    shf_table_free(table);
}
END_TEST

/* Twice as many flipped samples as weights: memory stops growing, and the theory says where. */
START_TEST(no_memory_left)
{
    const double t[] = {100, 1e5};
    shf_hinge_params p = shf_hinge_params_default();
    p.d = 50, p.N = 12000, p.M = 60, p.eta = 150, p.delta = 0.25;
    shf_table *table = curve_at(&p, SHF_LEVEL_FINITE_SIZE, 1e-8, t, 2);
    double end = shf_table_scalar(table, "t_theory_end");
    ck_assert_msg(end > 100 && end < 1e5, "ends at %g", end);
    ck_assert(value(table, "f_U", 0) > 0.25 && isnan(value(table, "f_U", 1)));
    ck_assert(strstr(shf_table_note(table, 0), "ends at t_theory_end") != NULL);
    shf_table_free(table);
}
END_TEST

/* ---- refusals and interruption ---- */

START_TEST(refusals)
{
    shf_error error = {0};
    shf_hinge_params p = shf_hinge_params_default();
    p.sigma_a = 2;
    shf_assert_fails(shf_finite_size_validate(&p, &error), SHF_ERR_VALUE, error, "sigma-a = 2");
    p = shf_hinge_params_default();
    p.sigma_w = 0.5;
    shf_assert_fails(shf_finite_size_validate(&p, &error), SHF_ERR_VALUE, error, "sigma-w = 0.5");
    p = shf_hinge_params_default();
    p.data.kind = SHF_DATA_SPHERE;
    shf_assert_fails(shf_finite_size_validate(&p, &error), SHF_ERR_VALUE, error, "gaussian");
    p = shf_hinge_params_default();
    p.d = 1;
    shf_assert_fails(shf_finite_size_validate(&p, &error), SHF_ERR_VALUE, error, "d = 1");
    p.d = 2;
    shf_assert_ok(shf_finite_size_validate(&p, &error), error);
    p = shf_hinge_params_default();
    double x[] = {0.5};
    shf_hinge_request request = shf_hinge_request_default();
    request.level.kind = SHF_LEVEL_FINITE_SIZE;
    request.satisfaction = (shf_list){1, x};
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_table *table = NULL;
    shf_assert_fails(shf_hinge_solve(&p, &request, &grid, &solver, NULL, &table, NULL, &error), SHF_ERR_VALUE,
                     error, "satisfaction = 0.5");
    ck_assert_ptr_null(table);
}
END_TEST

/* Cubics of time are met exactly between points, quartics between the last one and the present; a memory that
 * has fallen meanwhile is found where it was passed last; before the first point all is proportional to time.
 */
START_TEST(history)
{
    shf_finite_size_history h = {.n = 0};
    for (size_t k = 0; k < 300; k++) {
        double t = 1 + 0.5 * (double)k;
        ck_assert(
            shf_finite_size_history_add(&h, (shf_finite_size_point){t, t * t, 2 * t, t * t * t, 3 * t * t}));
    }
    const shf_finite_size_point now = {.t = 150.8, .f0 = 150.8 * 150.8, .Phi = pow(150.8, 4) / 150.8};
    double Phi[40], lag[40], gain[40];
    for (size_t k = 0; k < 40; k++)
        Phi[k] = pow(150.7 - 3.7 * (double)k, 3);
    shf_finite_size_history_since(&h, now, 40, Phi, lag, gain);
    for (size_t k = 0; k < 40; k++) {
        double t = 150.7 - 3.7 * (double)k;
        shf_assert_close(lag[k], 150.8 - t, 0, 1e-11);
        shf_assert_close(gain[k], now.f0 - t * t, 0, 1e-8);
    }
    Phi[0] = 0.25;
    shf_finite_size_history_since(&h, now, 1, Phi, lag, gain);
    shf_assert_close(lag[0], 150.8 - 0.25, SHF_ROUND(4), 0);
    const shf_finite_size_point early = {.t = 100.3, .f0 = 1, .Phi = 8e5}; /* points behind it do not count */
    Phi[0] = 125;
    shf_finite_size_history_since(&h, early, 1, Phi, lag, gain);
    shf_assert_close(lag[0], 95.3, 1e-12, 0);
    shf_finite_size_history_clear(&h);
}
END_TEST

static int stop_half_way(void *context, double fraction)
{
    (void)context;
    return fraction > 0.5;
}

START_TEST(interruption)
{
    shf_hinge_params p = shf_hinge_params_default();
    shf_hinge_request request = shf_hinge_request_default();
    request.level.kind = SHF_LEVEL_FINITE_SIZE;
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_progress progress = {stop_half_way, NULL};
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_fails(shf_hinge_solve(&p, &request, &grid, &solver, &progress, &table, NULL, &error),
                     SHF_ERR_INTERRUPTED, error, "interrupted");
    ck_assert_ptr_nonnull(table);
    ck_assert(shf_table_rows(table) > 50 && shf_table_rows(table) < 150);
    shf_table_free(table);
}
END_TEST

SHF_TEST_MAIN("hinge/finite-size", independent_integration, mean_field_limit, start, tolerance, invariants,
              paper, the_end, no_memory_left, history, refusals, interruption)
