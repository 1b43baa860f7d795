/* The commands onset and onset-map: theory beside trained networks, maps that are interrupted. */
#include "cli/onset_measure.h"
#include <support/process.h>
#include <support/test.h>

static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

/* ---- onsets in curves ---- */

enum { ROWS = 400 };

/* Curves of the finite-size theory from t = 1 to `last`, and its own onsets. */
static shf_table *theory_curves(const shf_hinge_params *p, double last, shf_onset *onset)
{
    shf_error error = {0};
    shf_onset_request request = shf_onset_request_default();
    shf_solver solver = shf_onset_solver_default();
    shf_assert_ok(shf_onset_solve(p, &request, &solver, onset, NULL, &error), error);
    shf_hinge_request curve = shf_hinge_request_default();
    curve.level.kind = SHF_LEVEL_FINITE_SIZE;
    shf_grid grid = shf_grid_default();
    grid.t_min = 1;
    grid.t_max = last;
    grid.points = ROWS;
    solver = shf_hinge_solver_default();
    shf_table *table = NULL;
    shf_assert_ok(shf_hinge_solve(p, &curve, &grid, &solver, NULL, &table, NULL, &error), error);
    return table;
}

/* What is read off finely sampled curves of the theory are the roots that the integration finds: linear
 * interpolation over steps of log t of 0.016 errs by 0.016^2/8 times the curvature of the function over its
 * slope, at most a few tens here: 1e-3.  The cubic leaves out the fourth derivative of log error_test over
 * half an e-fold, which moves the minimum by some per cent. */
static void check_measured(const shf_hinge_params *p, double last)
{
    shf_onset onset;
    shf_table *table = theory_curves(p, last, &onset);
    onset_curves curves = {.n = ROWS, .t = shf_table_column(table, "t")};
    for (int c = 0; c < CURVE_COLUMNS; c++) {
        curves.value[c] = shf_table_column(table, onset_curve_name[c]);
        ck_assert_ptr_nonnull(curves.value[c]);
    }
    onset_criteria criteria = {0.5, (double)p->N, onset.event[SHF_ONSET_FIT].state.loss, p->delta > 0};
    double t[SHF_ONSET_COUNT];
    onset_measure(&curves, &criteria, t);
    for (int k = 0; k < SHF_ONSET_COUNT; k++) {
        if (!(onset.event[k].t < last)) {
            ck_assert_msg(isnan(t[k]), "%s = %g", shf_onset_name(k), t[k]);
            continue;
        }
        shf_assert_close(t[k], onset.event[k].t, k == SHF_ONSET_BEST ? 0.04 : 1e-3, 0);
        shf_assert_close(onset_value_at(&curves, CURVE_ERROR_TEST, t[k]), onset.event[k].state.error_test,
                         2e-3, 0);
    }
    shf_table_free(table);
}

START_TEST(onsets_of_curves)
{
    shf_hinge_params p = shf_hinge_params_default();
    check_measured(&p, 600);
    check_measured(&p, 150); /* before t_best */
    p.delta = 0.1;
    check_measured(&p, 600);
    p.N = 2000;
    p.M = 100;
    p.eta = 250;
    check_measured(&p, 1200);
}
END_TEST

/* A curve whose onsets are known: log error_test a cubic in log t with its minimum at t = 30. */
START_TEST(onsets_of_a_cubic)
{
    double t[80], error_test[80], error_train[80], f_U[80], I[80], J[80], loss[80];
    for (int k = 0; k < 80; k++) {
        double u = log((t[k] = k + 1) / 30);
        error_test[k] = exp(-3 + 0.5 * u * u + 0.05 * u * u * u);
        error_train[k] = error_test[k] / (1 + t[k] / 20); /* half at t = 20 */
        f_U[k] = 1 / t[k];
        I[k] = 1 - log(t[k]) / log(50); /* zero at t = 50 */
        J[k] = 0;
        loss[k] = exp(-t[k] / 10);
    }
    onset_curves curves = {80, t, {error_test, error_train, f_U, I, J, loss}};
    onset_criteria criteria = {0.5, 100, exp(-4), 1};
    double found[SHF_ONSET_COUNT];
    onset_measure(&curves, &criteria, found);
    shf_assert_close(found[SHF_ONSET_BEST], 30, SHF_ROUND(1e6), 0);
    shf_assert_close(found[SHF_ONSET_UNLEARN], 50, SHF_ROUND(100), 0);
    shf_assert_close(found[SHF_ONSET_IJ], 50, SHF_ROUND(100), 0);
    shf_assert_close(found[SHF_ONSET_GAP], 20, SHF_ROUND(100), 0);
    shf_assert_close(found[SHF_ONSET_FIT], 40, SHF_ROUND(100), 0);
    ck_assert(isnan(found[SHF_ONSET_END])); /* N f_U = 100/80 at the end */
    criteria.flips = 0;
    criteria.loss_at_fit = NAN;
    curves.n = 25; /* the error still falls */
    onset_measure(&curves, &criteria, found);
    ck_assert(isnan(found[SHF_ONSET_BEST]) && isnan(found[SHF_ONSET_UNLEARN]) && isnan(found[SHF_ONSET_FIT]));
    ck_assert(isnan(onset_value_at(&curves, CURVE_I, 26)) && isnan(onset_value_at(&curves, CURVE_I, NAN)));
    I[0] = -1;
    onset_measure(&curves, &criteria, found);
    ck_assert(found[SHF_ONSET_IJ] == 0);
}
END_TEST

/* ---- theory beside networks ---- */

#define VERIFY "onset --d 20 --M 60 --N 400 --eta 80 --delta 0.1 --verify-test-size 500 --verify 4 --threads "

static double result(const char *text, const char *name)
{
    char key[100];
    (void)snprintf(key, sizeof key, "#: result %s = ", name);
    const char *at = strstr(text, key);
    ck_assert_msg(at != NULL, "no result %s", name);
    return strtod(at + strlen(key), NULL);
}

/* Networks of this size scatter by some ten per cent and the theory is as good as that: a factor of two
 * tells right from wrong. The interval holds what the mean of all networks shows. */
START_TEST(verified)
{
    shf_enter_folder();
    char *one = shf_run_ok(program(), VERIFY "1 --format tsv");
    char *two = shf_run_ok(program(), VERIFY "2 --format tsv");
    ck_assert_str_eq(one, two);
    static const char *const names[] = {"t_IJ", "t_best", "t_unlearn", "t_gap"};
    for (int k = 0; k < 4; k++) {
        char name[80];
        double theory = result(one, names[k]), low, high;
        (void)snprintf(name, sizeof name, "%s_low", names[k]);
        low = result(one, name);
        (void)snprintf(name, sizeof name, "%s_high", names[k]);
        high = result(one, name);
        (void)snprintf(name, sizeof name, "%s_simulated", names[k]);
        double simulated = result(one, name);
        ck_assert_msg(simulated > 0.5 * theory && simulated < 2 * theory, "%s: %g, theory %g", names[k],
                      simulated, theory);
        ck_assert_msg(low <= simulated && simulated <= high && low < high, "%s: [%g, %g] and %g", names[k],
                      low, high, simulated);
    }
    free(one);
    free(two);
    char *text = shf_run_ok(program(), VERIFY "1");
    ck_assert_ptr_nonnull(strstr(text, "95 % interval"));
    ck_assert_ptr_nonnull(strstr(text, "simulated: means over 4 networks"));
    free(text);
    free(shf_run_ok(program(), VERIFY "1 --output a.json"));
    free(shf_run_ok(program(), "rerun a.json --output b.json"));
    shf_assert_same_files("a.json", "b.json");
    shf_assert_run_fails(program(), "onset --t-max 1 --verify 2", 2,
                         "verify = 2: the theory has no onset up to t = 1 ");
}
END_TEST

/* The networks are those of simulate hinge: the mean over the same seeds at one of the same times. */
START_TEST(same_networks)
{
    shf_enter_folder();
    char *onset = shf_run_ok(program(), VERIFY "1 --verify-t-max 60 --format tsv --verify-precision double");
    char *curve =
        shf_run_ok(program(), "simulate hinge --d 20 --M 60 --N 400 --eta 80 --delta 0.1 --test-size "
                              "500 --seeds 4 --threads 1 --t-min 1 --t-max 60 --grid linear --points 60");
    double t = result(onset, "t_unlearn_simulated"), I[60];
    const char *row = strstr(curve, "\n# t\t");
    ck_assert_ptr_nonnull(row);
    for (int k = 0; k < 60; k++) {
        row = strchr(row + 1, '\n');
        ck_assert_ptr_nonnull(row);
        const char *field = row;
        for (int j = 0; j < 5; j++) /* t, loss, error_train, error_test, f_U, I */
            ck_assert_ptr_nonnull(field = strchr(field + 1, '\t'));
        I[k] = strtod(field + 1, NULL);
    }
    int k = 0; /* measured at every step up to 38, then at every second */
    while (k < 59 && I[k + 1] > 0)
        k++;
    ck_assert_msg(t >= k && t <= k + 3, "t_unlearn = %g, I changes sign behind t = %d", t, k + 1);
    free(onset);
    free(curve);
}
END_TEST

SHF_TEST_MAIN("cli/onset", onsets_of_curves, onsets_of_a_cubic, verified, same_networks)
