/* Onsets of overfitting, and maps of them. */
#include "support/test.h"
#include "support/watch.h"
#include <shallowflow/onset.h>

static shf_onset solve(const shf_hinge_params *p, double t_max, double rtol)
{
    shf_onset_request request = shf_onset_request_default();
    request.t_max = t_max;
    shf_solver solver = shf_onset_solver_default();
    solver.rtol = rtol;
    shf_onset onset;
    shf_error error = {0};
    shf_assert_ok(shf_onset_solve(p, &request, &solver, NULL, &onset, NULL, &error), error);
    return onset;
}

/* The finite-size curve at three times. */
static shf_table *curve(const shf_hinge_params *p, double before, double at, double after)
{
    double t[] = {before, at, after};
    shf_hinge_request request = shf_hinge_request_default();
    request.level.kind = SHF_LEVEL_FINITE_SIZE;
    shf_grid grid = shf_grid_default();
    grid.times = (shf_list){3, t};
    shf_solver solver = shf_hinge_solver_default();
    solver.rtol = 1e-10;
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_ok(shf_hinge_solve(p, &request, &grid, &solver, NULL, &table, NULL, &error), error);
    return table;
}

/* Sign of a defining quantity at row k of a curve: it must change at the onset. */
static double quantity(const shf_table *t, int event, const shf_hinge_params *p, size_t k)
{
    double f_U = shf_table_column(t, "f_U")[k], I = shf_table_column(t, "I")[k];
    double test = shf_table_column(t, "error_test")[k], train = shf_table_column(t, "error_train")[k];
    switch (event) {
    case SHF_ONSET_IJ:
        return I - sqrt((double)(p->d - 1) * f_U / (2 * (double)p->N));
    case SHF_ONSET_UNLEARN:
        return I;
    case SHF_ONSET_GAP:
        return 0.5 - (test - train) / test;
    case SHF_ONSET_FIT:
        return p->h - shf_table_column(t, "Phi")[k];
    default: /* SHF_ONSET_END */
        return (double)p->N * f_U - 0.5;
    }
}

/* An onset computed at rtol lies where the independently sampled curve changes sign: between t(1-e) and
 * t(1+e). */
static void check_brackets(const shf_hinge_params *p, double e)
{
    shf_onset onset = solve(p, 2e3, 1e-9);
    for (int k = 0; k < SHF_ONSET_COUNT; k++) {
        double t = onset.event[k].t;
        if (isnan(t))
            continue;
        if (k == SHF_ONSET_BEST) {
            shf_table *c = curve(p, 0.97 * t, t, 1.03 * t);
            const double *error = shf_table_column(c, "error_test");
            ck_assert(error[1] < error[0] && error[1] < error[2]);
            shf_table_free(c);
            continue;
        }
        shf_table *c = curve(p, t * (1 - e), t, t * (1 + e));
        ck_assert_msg(quantity(c, k, p, 0) > 0 && quantity(c, k, p, 2) < 0, "%s = %.9g", shf_onset_name(k),
                      t);
        shf_assert_close(onset.event[k].state.f_U, shf_table_column(c, "f_U")[1], SHF_TRUNC(1e4, 1e-9), 0);
        shf_table_free(c);
    }
}

START_TEST(roots)
{
    shf_hinge_params p = shf_hinge_params_default();
    check_brackets(&p, 1e-6);
    p.N = 2000;
    check_brackets(&p, 1e-6);
    p.N = 10000;
    p.delta = 0.1;
    check_brackets(&p, 1e-6);
    p.alpha = 10;
    p.M = 100;
    p.delta = 0.05;
    check_brackets(&p, 1e-6);
}
END_TEST

/* t_best is stationary: finer tolerances move it less, in proportion to the square root of nothing: it is a
 * root of the slope, not a minimum of sampled values. */
START_TEST(best_is_a_root)
{
    shf_hinge_params p = shf_hinge_params_default();
    p.delta = 0.1;
    double exact = solve(&p, 1e4, 1e-12).event[SHF_ONSET_BEST].t;
    shf_assert_close(solve(&p, 1e4, 1e-8).event[SHF_ONSET_BEST].t, exact, 1e-5, 0);
    shf_assert_close(solve(&p, 1e4, 1e-10).event[SHF_ONSET_BEST].t, exact, 1e-7, 0);
}
END_TEST

/* The criterion of the paper: I = J in the mean field. */
START_TEST(paper_criterion)
{
    shf_hinge_params p = shf_hinge_params_default();
    for (int k = 0; k < 4; k++) {
        p.delta = 0.1 * (k % 2);
        p.N = k < 2 ? 10000 : 1000000;
        double t = solve(&p, 1e9, 1e-8).t_IJ_paper, gamma = 0;
        shf_solver solver = shf_hinge_solver_default();
        shf_error error = {0};
        shf_hinge_state at;
        shf_assert_ok(shf_hinge_clock(&p, &solver, &t, 1, &gamma, NULL, &error), error);
        shf_assert_ok(shf_hinge_state_at(&p, gamma, &at, &error), error);
        /* the clock is accurate to 1e-9; I and J change by less than ten times that */
        double J = sqrt((double)(p.d - 1) * at.f_U / (2 * (double)p.N));
        shf_assert_close(at.I, J, 1e-7, 0);
    }
}
END_TEST

/* Gradient flow: time enters as eta t only. */
START_TEST(time_scale)
{
    shf_hinge_params p = shf_hinge_params_default(), q = p;
    p.delta = q.delta = 0.05;
    q.eta = 1e-3 * p.eta;
    shf_onset a = solve(&p, 1e5, 1e-9), b = solve(&q, 1e8, 1e-9);
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        shf_assert_close(1e-3 * b.event[k].t, a.event[k].t, SHF_TRUNC(1e4, 1e-9), 0);
    shf_assert_close(1e-3 * b.t_IJ_paper, a.t_IJ_paper, 1e-9, 0);
}
END_TEST

/* ---- answers other than a time ---- */

START_TEST(none_before_end)
{
    shf_hinge_params p = shf_hinge_params_default();
    shf_onset onset = solve(&p, 20, 1e-8);
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        ck_assert(isnan(onset.event[k].t) && isnan(onset.event[k].state.error_test));
    ck_assert(onset.t_last == 20 && onset.last.error_test > 0.04 && isnan(onset.t_IJ_paper));
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_ok(shf_onset_table(&onset, &table, &error), error);
    ck_assert_uint_eq(shf_table_notes(table), SHF_ONSET_COUNT);
    ck_assert(strstr(shf_table_note(table, 0), "t_IJ: none before t = 20"));
    ck_assert(isnan(shf_table_scalar(table, "t_best")));
    shf_table_free(table);
}
END_TEST

static unsigned violated(size_t d, size_t M, size_t N, double eta)
{
    shf_hinge_params p = shf_hinge_params_default();
    p.d = d;
    p.M = M;
    p.N = N;
    p.eta = eta;
    return solve(&p, 1e4, 1e-8).violated;
}

START_TEST(assumptions)
{
    ck_assert_uint_eq(violated(100, 400, 10000, 1000), 0);
    ck_assert_uint_eq(violated(100, 400, 50, 100), SHF_ASSUMES_MANY_SAMPLES);
    ck_assert_uint_eq(violated(100, 1, 10000, 1), SHF_ASSUMES_MANY_NODES | SHF_ASSUMES_MANY_WEIGHTS);
    ck_assert_uint_eq(violated(3, 400, 10000, 10), SHF_ASSUMES_HIGH_DIMENSION | SHF_ASSUMES_MANY_WEIGHTS);
    ck_assert_uint_eq(violated(100, 400, 10000, 1e6), SHF_ASSUMES_SMALL_STEP | SHF_ASSUMES_STABLE_STEP);
    shf_hinge_params p = shf_hinge_params_default();
    p.N = 50;
    shf_onset onset = solve(&p, 1e5, 1e-8);
    ck_assert(onset.event[SHF_ONSET_IJ].t == 0); /* I < J from the first step on */
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_ok(shf_onset_table(&onset, &table, &error), error);
    ck_assert(strstr(shf_table_note(table, 0), "assumption violated: N > d"));
    shf_table_free(table);
}
END_TEST

/* ---- maps ---- */

static shf_onset_map small_map(void)
{
    shf_onset_map map = shf_onset_map_default();
    map.x_min = 10;
    map.x_points = 5;
    map.y_max = 0.2;
    map.y_points = 7;
    return map;
}

static shf_table *solve_map(shf_onset_map map, size_t first, size_t threads)
{
    map.first = first;
    shf_hinge_params p = shf_hinge_params_default();
    shf_onset_request request = shf_onset_request_default();
    shf_solver solver = shf_onset_solver_default();
    shf_table *table = NULL;
    shf_error error = {0};
    shf_onset_map_control control = shf_onset_map_control_default();
    control.threads = threads;
    shf_assert_ok(shf_onset_map_solve(&p, &request, &map, &solver, &control, NULL, &table, NULL, &error),
                  error);
    return table;
}

static int same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

START_TEST(map_points)
{
    shf_onset_map map = small_map();
    shf_table *table = solve_map(map, 0, 2);
    ck_assert_uint_eq(shf_table_rows(table), 5 * 7);
    for (size_t k = 0; k < 5 * 7; k += 6) {
        shf_hinge_params base = shf_hinge_params_default(), p;
        double x = 0, y = 0;
        shf_error error = {0};
        shf_assert_ok(shf_onset_map_params(&base, &map, k, &p, &x, &y, &error), error);
        shf_assert_close((double)p.N, x * 100, 0, 0.5);
        ck_assert(p.delta == y && same(shf_table_column(table, "N/d")[k], x));
        shf_onset one = solve(&p, shf_onset_request_default().t_max, shf_onset_solver_default().rtol);
        for (int e = 0; e < SHF_ONSET_COUNT; e++)
            ck_assert(same(shf_table_column(table, shf_onset_name(e))[k], one.event[e].t));
    }
    shf_table_free(table);
}
END_TEST

START_TEST(map_threads_and_resumption)
{
    shf_onset_map map = small_map();
    shf_table *one = solve_map(map, 0, 1), *three = solve_map(map, 0, 3), *rest = solve_map(map, 20, 2);
    ck_assert_uint_eq(shf_table_rows(rest), 15);
    for (size_t c = 0; c < shf_table_columns(one); c++)
        for (size_t k = 0; k < 5 * 7; k++) {
            ck_assert(same(shf_table_column_at(one, c)[k], shf_table_column_at(three, c)[k]));
            if (k >= 20)
                ck_assert(same(shf_table_column_at(one, c)[k], shf_table_column_at(rest, c)[k - 20]));
        }
    shf_table_free(one);
    shf_table_free(three);
    shf_table_free(rest);
}
END_TEST

static int stop_second(void *context, double fraction)
{
    (void)context;
    return fraction > 0;
}

START_TEST(map_refusals)
{
    shf_hinge_params p = shf_hinge_params_default();
    shf_onset_request request = shf_onset_request_default();
    shf_solver solver = shf_onset_solver_default();
    shf_error error = {0};
    shf_onset_map map = small_map();
    map.y.kind = map.x.kind;
    shf_assert_fails(shf_onset_map_validate(&p, &map, &error), SHF_ERR_VALUE, error,
                     "y = N/d: must differ from x");
    map = small_map();
    map.y_grid.kind = SHF_GRID_LOG;
    shf_assert_fails(shf_onset_map_validate(&p, &map, &error), SHF_ERR_VALUE, error, "y-min = 0");
    map = small_map();
    map.x_max = 5;
    shf_assert_fails(shf_onset_map_validate(&p, &map, &error), SHF_ERR_VALUE, error, "x-max = 5");
    map = small_map();
    map.y_max = 0.6;
    shf_assert_fails(shf_onset_map_validate(&p, &map, &error), SHF_ERR_VALUE, error, "delta = 0.6");
    map = small_map();
    map.first = 35;
    shf_assert_fails(shf_onset_map_validate(&p, &map, &error), SHF_ERR_VALUE, error, "first = 35");
    map = small_map();
    shf_progress progress = {stop_second, NULL};
    shf_table *table = NULL;
    shf_assert_fails(shf_onset_map_solve(&p, &request, &map, &solver, NULL, &progress, &table, NULL, &error),
                     SHF_ERR_INTERRUPTED, error, "interrupted after ");
    ck_assert_uint_lt(shf_table_rows(table), 35);
    shf_table_free(table);
}
END_TEST

/* Seven blocks of points that take 20 ms or more: never, at every block, and at some. */
START_TEST(map_checkpoints_keep_to_their_interval)
{
    const double every[] = {1e9, 1e-9, 0.2};
    for (int k = 0; k < 3; k++) {
        shf_enter_folder();
        shf_hinge_params p = shf_hinge_params_default();
        shf_onset_request request = shf_onset_request_default();
        shf_solver solver = shf_onset_solver_default();
        shf_onset_map map = small_map();
        shf_onset_map_control control = shf_onset_map_control_default();
        shf_watch watch = {.path = "state", .wait = 0.02};
        shf_progress progress = {shf_watch_report, &watch};
        shf_table *table = NULL;
        shf_error error = {0};
        request.t_max = 1, solver.rtol = 1e-2; /* quick: the answers are of no interest */
        map.y_points = 78;
        control.checkpoint = (char *)watch.path;
        control.checkpoint_every = every[k];
        shf_watch_begin(&watch);
        shf_assert_ok(
            shf_onset_map_solve(&p, &request, &map, &solver, &control, &progress, &table, NULL, &error),
            error);
        shf_watch_check(&watch, every[k], watch.longest); /* a job asks twice */
        if (k == 1)
            ck_assert_int_eq(watch.writes, 390);
        ck_assert_uint_eq(shf_table_rows(table), 390);
        shf_table_free(table);
    }
}
END_TEST

SHF_TEST_MAIN("hinge/onset", roots, best_is_a_root, paper_criterion, time_scale, none_before_end, assumptions,
              map_points, map_threads_and_resumption, map_refusals, map_checkpoints_keep_to_their_interval)
