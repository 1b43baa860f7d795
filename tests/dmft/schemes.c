/* Collocation against Euler's scheme and backward differences, which share no formula with it but the
 * model's. */
#include "dmft/march.h"
#include "dmft/second_order/integrated.h"
#include "support/test.h"

enum { FOUR = 4 /* a, v, e_train, e_test: the first columns of a path */ };

static const double H_LINEAR[] = {0, 0.9};

/* Single index, phi = sigma, h = 0.9 z + z^3/6, alpha = tau = 0.3, a(0) = 1, m = 10. */
static shf_dmft_model case_a(void)
{
    shf_error error;
    shf_dmft_model model;
    shf_dmft_params params = shf_dmft_params_default();
    shf_assert_ok(shf_dmft_model_make(&params, &model, &error), error);
    return model;
}

static shf_dmft_model linear(double m, double alpha, double tau, double f1, double a0, int frozen)
{
    shf_error error;
    shf_dmft_model model;
    shf_dmft_params params = shf_dmft_params_default();
    params.h.n = 2;
    memcpy(params.h.value, H_LINEAR, sizeof H_LINEAR);
    params.m = (size_t)m;
    params.alpha = alpha;
    params.tau = tau;
    params.a0 = a0;
    params.freeze_a.kind = frozen;
    params.target = (shf_choice){.kind = SHF_DMFT_TARGET_HERMITE, .n = 2, .value = {0, f1}};
    shf_assert_ok(shf_dmft_model_make(&params, &model, &error), error);
    return model;
}

static shf_dmft_march march_of(const shf_dmft_model *model, const shf_dmft_solver *solver, double resolution,
                               double t_max)
{
    return (shf_dmft_march){
        .model = model, .solver = solver, .resolution = resolution, .t_max = t_max, .to = 1};
}

static shf_dmft_path walk(shf_dmft_scheme scheme, const shf_dmft_model *model, double resolution,
                          double t_max)
{
    shf_error error;
    shf_dmft_path path;
    shf_dmft_solver solver = shf_dmft_solver_default();
    const shf_dmft_march march = march_of(model, &solver, resolution, t_max);
    shf_assert_ok(scheme(&march, &path, &error), error);
    return path;
}

static shf_status bdf2_uniform(const shf_dmft_march *march, shf_dmft_path *path, shf_error *error)
{
    return shf_dmft_bdf2_steps(march, march->resolution, 0, path, error);
}

/* dt = max(r/4, r t) */
static shf_status bdf2_quarter(const shf_dmft_march *march, shf_dmft_path *path, shf_error *error)
{
    return shf_dmft_bdf2_steps(march, march->resolution / 4, march->resolution, path, error);
}

static void last(shf_dmft_scheme march, const shf_dmft_model *model, double resolution, double t_max,
                 double *value)
{
    shf_dmft_path path = walk(march, model, resolution, t_max);
    shf_assert_close(path.t[path.n - 1], t_max, SHF_ROUND((double)path.n), 0);
    shf_dmft_path_at(&path, t_max, value);
    shf_dmft_path_free(&path);
}

/* Largest error of the four at the end, relative to size one. */
static double distance(const double *x, const double *y)
{
    double worst = 0;
    for (size_t k = 0; k < FOUR; k++)
        worst = fmax(worst, fabs(x[k] - y[k]));
    return worst;
}

/* ---- the published accuracy ---- */

/* End point of case A at t = 10 by another program, its own error about 1e-7, and the errors against it
 * that that program measured for the same discretisations, printed with two digits: agreement to half a unit
 * of the second. */
static const double reference_error[FOUR] = {1e-7, 1e-7, 1e-8, 1e-7};
static const double printed[FOUR] = {1.3016318, 0.6539327, 0.025255756, 0.12947536};

START_TEST(published_errors)
{
    static const struct {
        shf_dmft_scheme march;
        double step, error[FOUR];
    } row[] = {
        {shf_dmft_euler, 0.1, {-8.1e-4, 1.7e-3, -1.8e-4, -9.4e-4}},
        {shf_dmft_euler, 0.025, {-2.0e-4, 4.3e-4, -4.6e-5, -2.4e-4}},
        {bdf2_uniform, 0.1, {-3.4e-4, 1.9e-4, 7.5e-6, -4.2e-5}},
        {bdf2_uniform, 0.05, {-8.8e-5, 4.8e-5, 2.0e-6, -1.1e-5}},
        {bdf2_uniform, 0.025, {-2.2e-5, 1.2e-5, 4.9e-7, -2.6e-6}},
    };
    shf_dmft_model model = case_a();
    shf_dmft_point exact, value;
    last(shf_dmft_collocate, &model, 1e-8, 10, exact.all);
    shf_assert_below(distance(exact.all, printed), 1e-6);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        last(row[i].march, &model, row[i].step, 10, value.all);
        for (size_t k = 0; k < FOUR; k++) {
            double unit = pow(10, floor(log10(fabs(row[i].error[k]))) - 1);
            shf_assert_close(value.all[k] - printed[k], row[i].error[k], 0, 0.5 * unit + reference_error[k]);
        }
    }
}
END_TEST

/* The same on a geometric grid, dt = max(r/4, r t): number of nodes and largest errors of a and v up to T
 * = 20.  The two programs cut the first and the last steps differently, hence 5 % in the number and 20 % in
 * the errors. */
START_TEST(published_errors_of_growing_steps)
{
    static const struct {
        double r;
        size_t nodes;
        double a, v;
    } row[] = {{0.08, 74, 2.9e-4, 8.0e-4}, {0.04, 139, 7.8e-5, 2.2e-4}, {0.02, 277, 1.9e-5, 5.8e-5}};
    shf_dmft_model model = case_a();
    shf_dmft_path exact = walk(shf_dmft_collocate, &model, 1e-8, 20);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        shf_dmft_path path = walk(bdf2_quarter, &model, row[i].r, 20);
        double worst[2] = {0};
        shf_dmft_point value;
        for (size_t j = 0; j < path.n; j++) {
            shf_dmft_path_at(&exact, path.t[j], value.all);
            worst[0] = fmax(worst[0], fabs(path.column[SHF_DMFT_PLACE(a)][j] - value.a));
            worst[1] = fmax(worst[1], fabs(path.column[SHF_DMFT_PLACE(v)][j] - value.v));
        }
        shf_assert_close((double)path.n, (double)row[i].nodes, 0.05, 0);
        shf_assert_close(worst[0], row[i].a, 0.2, 0);
        shf_assert_close(worst[1], row[i].v, 0.2, 0);
        shf_dmft_path_free(&path);
    }
    shf_dmft_path_free(&exact);
}
END_TEST

/* ---- order of convergence ---- */

/* Errors of three halvings: each falls by 2^order within 12 %, the next order still being felt at the first.
 */
static void check_order(shf_dmft_scheme march, const shf_dmft_model *model, double step, double order)
{
    shf_dmft_point exact, value;
    double before = 0;
    last(shf_dmft_collocate, model, 1e-8, 4, exact.all);
    for (int k = 0; k < 4; k++) {
        last(march, model, step, 4, value.all);
        double now = distance(value.all, exact.all);
        if (k > 0)
            shf_assert_close(before / now, exp2(order), 0.12, 0);
        before = now;
        step /= 2;
    }
}

START_TEST(order)
{
    shf_dmft_model models[] = {case_a(), linear(5, 0.3, 0.3, 1, 1, 0)};
    for (size_t k = 0; k < 2; k++) {
        check_order(shf_dmft_euler, &models[k], 0.1, 1);
        check_order(bdf2_uniform, &models[k], 0.1, 2);
    }
}
END_TEST

/* Exact end points of the linear-h theory, (D.31), printed with six decimals; backward differences are
 * within 1e-4 with 400 nodes, collocation within its tolerance. */
START_TEST(linear_h)
{
    static const struct {
        double m, alpha, tau, f1, a0, t, exact[FOUR];
        int frozen;
    } row[] = {
        {4, 0.4, 0.6, 0, 1, 10, {1.002414, 0, 0.080136, 0.294679}, 0},
        {5, 0.3, 0.3, 1, 1, 10, {1.248481, 0.668431, 0.027767, 0.133779}, 0},
        {8, 0.1, 0.5, 0.7, 2, 8, {2.009623, 0.223624, 0.025168, 0.358923}, 0},
        {10, 0.3, 0.3, 1, 3, 4, {3, 0.346542, 0.030235, 0.066995}, 1},
    };
    shf_dmft_point value;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        shf_dmft_model model =
            linear(row[i].m, row[i].alpha, row[i].tau, row[i].f1, row[i].a0, row[i].frozen);
        const struct {
            shf_dmft_scheme march;
            double resolution, tolerance;
        } scheme[] = {{shf_dmft_collocate, 1e-8, 1e-6}, {bdf2_uniform, row[i].t / 400, 1e-4}};
        for (size_t k = 0; k < sizeof scheme / sizeof scheme[0]; k++) {
            last(scheme[k].march, &model, scheme[k].resolution, row[i].t, value.all);
            shf_assert_below(distance(value.all, row[i].exact), scheme[k].tolerance);
        }
    }
}
END_TEST

/* One neuron has no sector perpendicular to the uniform direction. */
START_TEST(one_neuron)
{
    shf_dmft_params params = shf_dmft_params_default();
    shf_dmft_model model;
    shf_error error;
    shf_dmft_point exact, value;
    params.m = 1;
    params.alpha = 2;
    shf_assert_ok(shf_dmft_model_make(&params, &model, &error), error);
    last(shf_dmft_collocate, &model, 1e-8, 2, exact.all);
    const shf_dmft_scheme march[] = {bdf2_uniform, shf_dmft_euler};
    const double step[] = {0.005, 0.002}, bound[] = {1e-4, 2e-2};
    for (size_t k = 0; k < 2; k++) {
        last(march[k], &model, step[k], 2, value.all);
        shf_assert_below(distance(value.all, exact.all), bound[k]);
    }
}
END_TEST

/* ---- a symmetry of the discrete equations ---- */

/* Pure noise with a frozen: (tau, a0, t) -> (c tau, c a0, t/c^2) leaves C as it is and multiplies errors by
 * c^2.  Every scheme keeps this exactly when its steps follow, so what is left is rounding: 100 steps of a
 * few units each, 1e3 units.
 */
START_TEST(scaling)
{
    const shf_dmft_scheme march[] = {bdf2_uniform, shf_dmft_euler};
    const double c = 1.3;
    for (size_t k = 0; k < sizeof march / sizeof march[0]; k++) {
        shf_dmft_model model[2];
        shf_dmft_point value[2];
        for (int scaled = 0; scaled < 2; scaled++) {
            shf_dmft_params params = shf_dmft_params_default();
            shf_error error;
            double factor = scaled ? c : 1;
            params.target.kind = SHF_DMFT_TARGET_NONE;
            params.freeze_a.kind = 1;
            params.tau = 0.6 * factor;
            params.a0 = 1.5 * factor;
            shf_assert_ok(shf_dmft_model_make(&params, &model[scaled], &error), error);
            last(march[k], &model[scaled], 0.05 / (factor * factor), 5 / (factor * factor),
                 value[scaled].all);
        }
        double rounding = SHF_ROUND(1000);
        shf_assert_close(value[1].Cd_t0, value[0].Cd_t0, rounding, 0);
        shf_assert_close(value[1].Co_tt, value[0].Co_tt, rounding, 0);
        shf_assert_close(value[1].e_train, c * c * value[0].e_train, rounding, 0);
        shf_assert_close(value[1].e_test, c * c * value[0].e_test, rounding, 0);
    }
}
END_TEST

/* ---- as the user sees it ---- */

static shf_table *solve(int scheme, double rtol, double t_max)
{
    shf_error error;
    shf_table *table;
    shf_dmft_params params = shf_dmft_params_default();
    shf_grid grid = shf_dmft_grid_default();
    shf_dmft_solver solver = shf_dmft_solver_default();
    grid.t_max = t_max;
    grid.points = 20;
    solver.rtol = rtol;
    solver.scheme.kind = scheme;
    shf_assert_ok(shf_dmft_solve(&params, &grid, &solver, NULL, &table, NULL, &error), error);
    return table;
}

/* What Euler claims against the truth, at the last time: not less than a third of it, nor more than 30 times.
 */
START_TEST(claims)
{
    const double rtol = 3e-3;
    const char *const name[FOUR] = {"a", "v", "e_train", "e_test"};
    const char *const claim[FOUR] = {"a_error", "v_error", "e_train_error", "e_test_error"};
    shf_table *exact = solve(SHF_DMFT_COLLOCATION, 1e-8, 6), *table = solve(SHF_DMFT_EULER, rtol, 6);
    size_t end = shf_table_rows(exact) - 1;
    for (size_t k = 0; k < FOUR; k++) {
        const double *x = shf_table_column(table, name[k]), *y = shf_table_column(exact, name[k]);
        const double *claimed = shf_table_column(table, claim[k]);
        double worst = 0;
        for (size_t j = 0; j <= end; j++) {
            worst = fmax(worst, fabs(x[j] - y[j]));
            shf_assert_below(worst, 3 * claimed[j] + 1e-9);
        }
        shf_assert_below(claimed[end], 30 * worst);
        shf_assert_below(claimed[end], rtol * 1.4); /* no curve exceeds 1.4 */
    }
    shf_table_free(table);
    shf_table_free(exact);
}
END_TEST

START_TEST(memory_limit)
{
    const shf_dmft_scheme schemes[] = {bdf2_uniform, shf_dmft_euler};
    shf_dmft_model model = case_a();
    shf_dmft_solver solver = shf_dmft_solver_default();
    solver.memory = 0.1;
    for (size_t k = 0; k < 2; k++) {
        shf_error error;
        shf_dmft_path path;
        const shf_dmft_march march = march_of(&model, &solver, 0.01, 10);
        shf_assert_fails(schemes[k](&march, &path, &error), SHF_ERR_MEMORY, error, "memory = 0.1 MB");
        shf_dmft_path_free(&path);
    }
}
END_TEST

/* An explicit step ten times the fastest time cannot be stable. */
START_TEST(instability)
{
    shf_dmft_model model = case_a();
    shf_dmft_solver solver = shf_dmft_solver_default();
    shf_error error;
    shf_dmft_path path;
    const shf_dmft_march march = march_of(&model, &solver, 10 * shf_dmft_fastest_time(&model), 500);
    shf_assert_fails(shf_dmft_euler(&march, &path, &error), SHF_ERR_NUMERIC, error,
                     "is unstable with the step");
    shf_dmft_path_free(&path);
}
END_TEST

static int after_half(void *context, double fraction)
{
    *(double *)context = fraction;
    return fraction > 0.5;
}

START_TEST(interruption)
{
    const shf_dmft_scheme schemes[] = {bdf2_uniform, shf_dmft_euler};
    shf_dmft_model model = case_a();
    shf_dmft_solver solver = shf_dmft_solver_default();
    for (size_t k = 0; k < 2; k++) {
        shf_error error;
        shf_dmft_path path;
        double fraction = 0;
        const shf_progress progress = {after_half, &fraction};
        shf_dmft_march march = march_of(&model, &solver, 0.05, 10);
        march.progress = &progress;
        ck_assert_int_eq(schemes[k](&march, &path, &error), SHF_ERR_INTERRUPTED);
        ck_assert(fraction > 0.5 && fraction < 0.7);
        ck_assert(path.n > 10 && path.t[path.n - 1] < 10);
        shf_dmft_path_free(&path);
    }
}
END_TEST

SHF_TEST_MAIN("dmft/schemes", published_errors, published_errors_of_growing_steps, order, linear_h,
              one_neuron, scaling, claims, memory_limit, instability, interruption)
