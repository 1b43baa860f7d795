/* The commands onset and map: theory beside trained networks, maps that are interrupted. */
#include "cli/onset_measure.h"
#include <signal.h>
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
    shf_assert_ok(shf_onset_solve(p, &request, &solver, NULL, onset, NULL, &error), error);
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
        if (k == SHF_ONSET_END) /* of the theory: what is pinned does not count */
            continue;
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

/* Two and three networks: Student's t for one and two degrees of freedom on log t without one of them each;
 * one network: no interval; what is not reached is said so. */
START_TEST(few_networks)
{
#define FEW \
    "onset --d 20 --M 60 --N 400 --eta 80 --delta 0.1 --verify-test-size 500 --verify-t-max 60 --threads 1 "
    double alone[2];
    for (int k = 0; k < 2; k++) {
        char *text = shf_run_ok(program(), k ? FEW "--verify 1 --verify-seed 2 --format tsv"
                                             : FEW "--verify 1 --format tsv");
        alone[k] = result(text, "t_IJ_simulated");
        ck_assert(isnan(result(text, "t_IJ_low")) && isnan(result(text, "t_IJ_high")));
        free(text);
    }
    char *text = shf_run_ok(program(), FEW "--verify 2 --format tsv");
    double t = result(text, "t_IJ_simulated"), reach = exp(12.706 * fabs(log(alone[0] / alone[1])) / 2);
    shf_assert_close(result(text, "t_IJ_high"), t * reach, SHF_ROUND(1e4), 0);
    shf_assert_close(result(text, "t_IJ_low"), t / reach, SHF_ROUND(1e4), 0);
    ck_assert(isinf(result(text, "t_end_high")) && result(text, "t_end_low") == 0); /* later than t = 60 */
    free(text);
    text = shf_run_ok(program(), FEW "--verify 2");
    ck_assert_ptr_nonnull(strstr(text, "Student's t"));
    ck_assert_ptr_nonnull(strstr(text, " not reached by t = 60 "));
    ck_assert(!strstr(text, "nan [") && !strstr(text, "[nan") && !strstr(text, " nan "));
    free(text);
    text = shf_run_ok(program(), FEW "--verify 1");
    ck_assert_ptr_nonnull(strstr(text, " one network "));
    free(text);
}
END_TEST

/* What defines an onset is exactly so at it. */
START_TEST(zeros_at_their_own_root)
{
    static const char *const lines[] = {"onset --N 2000 --delta 0.1",
                                        "onset --N 2000 --delta 0.3 --rtol 1e-5",
                                        "onset --N 500 --d 30 --delta 0.05 --alpha 10 --t-max 1e5"};
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        char *text = shf_run_ok(program(), lines[k]), *row = strstr(text, "\nt_unlearn ");
        double value[5]; /* t, error_test, error_train, f_U, I */
        ck_assert_msg(row && sscanf(row, " t_unlearn %lf %lf %lf %lf %lf", value, value + 1, value + 2,
                                    value + 3, value + 4) == 5,
                      "%s", lines[k]);
        ck_assert_msg(value[0] > 0 && value[4] == 0, "%s: I = %g", lines[k], value[4]);
        free(text);
    }
}
END_TEST

/* Runs a command that SIGINT interrupts; again with more time until `file` is there. */
static shf_outcome interrupted(const char *line, const char *file)
{
    for (double seconds = 0.5;; seconds *= 2) {
        char whole[400];
        (void)snprintf(whole, sizeof whole, "-s INT %g %s %s", seconds, program(), line);
        shf_outcome o = shf_run("/usr/bin/timeout", whole);
        if (seconds > 20 || access(file, F_OK) == 0)
            return o;
        shf_outcome_free(&o);
    }
}

/* Interrupted in the middle: the theory, and the networks that are trained, marked. */
START_TEST(interrupted_verification)
{
    shf_enter_folder();
    shf_outcome o = interrupted(VERIFY "1 --verify 100000 --output part.tsv", "part.tsv");
    char *text = shf_read_file("part.tsv", NULL);
    ck_assert_ptr_nonnull(strstr(o.err, "onset hinge: interrupted; the 6 rows finished by then are written"));
    ck_assert_ptr_nonnull(strstr(text, "\n# incomplete: "));
    ck_assert(result(text, "t_IJ") > 0);
    ck_assert(strstr(text, "simulated: means over ") || strstr(text, "the theory alone"));
    free(text);
    shf_outcome_free(&o);
}
END_TEST

/* Commands that keep their state say how to go on from it, or that they could. */
START_TEST(how_to_go_on)
{
    shf_enter_folder();
    shf_outcome o = interrupted(
        "map --x-points 999 --y-points 999 --threads 1 -o part.tsv --checkpoint state", "part.tsv");
    ck_assert_msg(strstr(o.err, "; the same command goes on from state\n"), "%s", o.err);
    shf_outcome_free(&o);
    o = interrupted(
        "simulate hinge --d 8 --M 12 --N 200 --eta 40 --test-size 50 --runs 100000 --t-max 50 --points 5 --threads 1 -o without.tsv",
        "without.tsv");
    ck_assert_msg(strstr(o.err, "; with --checkpoint FILE the same command goes on"), "%s", o.err);
    shf_outcome_free(&o);
    o = interrupted("node --t-max 1e6 --nodes-a 20 --nodes-w 20 --points 20000 -o node.tsv", "node.tsv");
    ck_assert_msg(strstr(o.err, "interrupted") && !strstr(o.err, "checkpoint"), "%s", o.err);
    shf_outcome_free(&o);
}
END_TEST

/* The networks are those of simulate hinge: the mean over the same seeds at one of the same times. */
START_TEST(same_networks)
{
    shf_enter_folder();
    char *onset = shf_run_ok(program(), VERIFY "1 --verify-t-max 60 --format tsv --verify-precision double");
    char *curve =
        shf_run_ok(program(), "simulate hinge --d 20 --M 60 --N 400 --eta 80 --delta 0.1 --test-size "
                              "500 --runs 4 --threads 1 --t-min 1 --t-max 60 --grid linear --points 60");
    double t = result(onset, "t_unlearn_simulated"), I[60];
    const char *row = shf_rows_of(curve) - 1;
    for (int k = 0; k < 60; k++, row = strchr(row + 1, '\n')) {
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

/* ---- maps ---- */

#define MAP "map --x-points 12 --y-points 10 --threads 1 --output "

/* SIGINT, SIGTERM and SIGKILL in the middle, twice each; then the same command gives the bytes of an
 * undisturbed run, and the file of the state is gone. */
START_TEST(interrupted_maps)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGKILL};
    shf_enter_folder();
    free(shf_run_ok(program(), MAP "whole.tsv"));
    for (int k = 0; k < 3; k++) {
        for (int again = 0; again < 2; again++) {
            pid_t child =
                shf_start(program(), MAP "part.tsv --checkpoint state --checkpoint-every 0 --quiet");
            shf_wait_for("state");
            /* it is there already the second time: let the program start */
            (void)nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
            ck_assert_int_eq(kill(child, numbers[k]), 0);
            int status = 0;
            ck_assert_int_eq(waitpid(child, &status, 0), child);
            if (numbers[k] == SIGKILL)
                ck_assert(WIFSIGNALED(status));
            ck_assert_int_eq(access("state", F_OK), 0);
        }
        free(shf_run_ok(program(), MAP "part.tsv --checkpoint state"));
        shf_assert_same_files("whole.tsv", "part.tsv");
        ck_assert_int_ne(access("state", F_OK), 0);
    }
    ck_assert_uint_eq(shf_count_files(), 2);
}
END_TEST

/* States of other maps, and results that are not whole, say so. */
START_TEST(foreign_states)
{
    shf_enter_folder();
    shf_assert_run_fails(program(), MAP "x.tsv --checkpoint no/where", 1, "checkpoint = no/where");
    pid_t child = shf_start(program(), MAP "part.tsv --checkpoint state --checkpoint-every 0");
    shf_wait_for("state");
    ck_assert_int_eq(kill(child, SIGTERM), 0);
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    shf_assert_run_fails(program(), MAP "x.tsv --checkpoint state --N 5 --x alpha", 1,
                         "checkpoint = state: was made with ");
    char *text = shf_read_file("part.tsv", NULL);
    ck_assert_ptr_nonnull(strstr(text, "\n# incomplete: "));
    free(text);
}
END_TEST

START_TEST(bad_maps)
{
    static const struct {
        const char *line, *part;
    } cases[] = {
        {"map --x N --y N/d", "map hinge: y = N/d: moves N, and so does x = N"},
        {"map --x eta/M --y eta --y-min 1 --y-max 2", "y = eta: moves eta, and so does x = eta/M"},
        {"map --y N/d", "y = N/d: must differ from x"},
        {"map --x d --x-min 0.5", "x-min = 0.5: d must be at least 1"},
        {"map --x d --x-min 1", "at d = 1, delta = 0: d = 1: the finite-size theory needs"},
        {"map --x-min 0.001", "at N/d = 0, delta = 0: N = 0: must lie in"},
        {"map --y-max 0.6", "at N/d = 3, delta = 0.6: delta = 0.6: must lie in [0, 0.5)"},
        {"onset --d 1", "onset hinge: d = 1: the finite-size theory needs directions across the teacher"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        shf_assert_run_fails(program(), cases[k].line, 2, cases[k].part);
}
END_TEST

/* Rounded numbers, not what the spacing asks for; the picture and its script. */
START_TEST(drawn_maps)
{
    shf_enter_folder();
    free(shf_run_ok(program(),
                    "map --N 500 --x M --x-min 20 --x-max 55 --x-points 3 --y d --y-min 10 --y-max "
                    "31 --y-points 4 --output m.csv --plot m.png"));
    char *text = shf_read_file("m.csv", NULL), *script = shf_read_file("m.gp", NULL);
    static const char *const rows[] = {"\n20,10,", "\n20,17,", "\n33,24,", "\n55,31,"};
    for (int k = 0; k < 4; k++)
        ck_assert_msg(strstr(text, rows[k]) != NULL, "no row %s", rows[k]);
    static const char *const parts[] = {"set contour base; unset surface; set cntrparam levels discrete ",
                                        " with boxxyerror", "column(\"M\")", "column(\"t_best\")",
                                        "set palette"};
    for (int k = 0; k < 5; k++)
        ck_assert_msg(strstr(script, parts[k]) != NULL, "no %s", parts[k]);
    ck_assert_ptr_nonnull(strstr(script, "\n\n33\t")); /* a blank line between the rows of the grid */
    free(text);
    free(script);
    free(shf_run_ok(program(), "map --x-points 1 --y-points 4 --output l.csv --plot l.svg"));
    script = shf_read_file("l.gp", NULL);
    ck_assert(strstr(script, "boxxyerror") == NULL && strstr(script, "plot $data using (column(\"delta\"))"));
    free(script);
}
END_TEST

SHF_TEST_MAIN("cli/onset", onsets_of_curves, onsets_of_a_cubic, verified, few_networks,
              zeros_at_their_own_root, interrupted_verification, how_to_go_on, same_networks,
              interrupted_maps, foreign_states, bad_maps, drawn_maps)
