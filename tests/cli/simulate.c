/* The commands that train networks: results do not depend on threads, method or interruptions; files; the
 * verdict. */
#include <signal.h>
#include <support/process.h>
#include <support/test.h>

static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

#define SMALL "--d 8 --M 12 --N 500 --eta 40 --test-size 100 --times 0,3,30 --threads 1"

START_TEST(control_is_not_recorded)
{
    char *one = shf_run_ok(program(), "simulate hinge " SMALL);
    static const char *const others[] = {"simulate hinge " SMALL " --method dense",
                                         "simulate hinge " SMALL " --threads 2 --checkpoint state"};
    shf_enter_folder();
    for (int k = 0; k < 2; k++) {
        char *other = shf_run_ok(program(), others[k]);
        ck_assert_str_eq(one, other);
        free(other);
    }
    ck_assert_uint_eq(shf_count_files(), 0);
    free(one);
}

START_TEST(results_run_again)
{
    shf_enter_folder();
    free(shf_run_ok(program(), "simulate hinge " SMALL " --precision single --nodes 2 --output a.tsv"));
    free(shf_run_ok(program(), "rerun a.tsv --output b.tsv"));
    shf_assert_same_files("a.tsv", "b.tsv");
    free(shf_run_ok(program(), "simulate hinge " SMALL " --clouds 0,30 --show clouds --output c.json"));
    free(shf_run_ok(program(), "rerun c.json --output d.json"));
    shf_assert_same_files("c.json", "d.json");
}

static void write_csv(const char *path)
{
    FILE *stream = fopen(path, "w");
    ck_assert_ptr_nonnull(stream);
    for (int k = 0; k < 60; k++)
        (void)fprintf(stream, "%d,%d,%d\n", (k * 17) % 13 - 6, (k * 5) % 7, (k * 17) % 13 > 6);
    ck_assert_int_eq(fclose(stream), 0);
}

/* --data csv:FILE is --data-file csv:FILE; d comes from the file; the result says so and can be made again.
 */
START_TEST(data_from_files)
{
    shf_enter_folder();
    write_csv("data.csv");
    char *a = shf_run_ok(program(),
                         "simulate hinge --data csv:data.csv --N 40 --test-size 20 --M 4 --eta 5 --times 2");
    char *b = shf_run_ok(
        program(),
        "simulate hinge --data-file csv:data.csv --d 2 --N 40 --test-size 20 --M 4 --eta 5 --times 2");
    ck_assert_str_eq(a, b);
    ck_assert_ptr_nonnull(strstr(a, "\n# d = 2\n"));
    ck_assert_ptr_nonnull(strstr(a, "\n# data-file = csv:data.csv\n"));
    free(a);
    free(b);
    shf_assert_run_fails(program(), "simulate hinge --data csv:data.csv --N 41 --test-size 20 --times 2", 2,
                         "the file has only 60 samples");
    shf_assert_run_fails(program(),
                         "simulate hinge --data csv:data.csv --d 7 --N 40 --test-size 20 --times 2", 2,
                         "d = 7: the samples");
    shf_assert_run_fails(program(), "simulate hinge --data csv:nothing.csv", 1,
                         "nothing.csv: cannot be opened");
    shf_write_text("bad.csv", "1,2\n3\n");
    shf_assert_run_fails(program(), "simulate hinge --data csv:bad.csv", 1, "bad.csv: line 2 has 1 columns");
    shf_assert_run_fails(program(), "hinge --data csv:data.csv", 2, "data = csv:data.csv: must be one of");
}

START_TEST(tables_that_need_more)
{
    shf_assert_run_fails(program(), "simulate hinge --show clouds", 2, "needs the times --clouds");
    shf_assert_run_fails(program(), "simulate hinge --show satisfaction", 2, "needs the number of samples");
    shf_assert_run_fails(program(), "compare hinge --runs 1", 2, "two runs");
    shf_assert_run_fails(program(), "simulate hinge --checkpoint no/where", 1, "checkpoint = no/where");
    char *text =
        shf_run_ok(program(), "simulate hinge " SMALL " --satisfaction 5 --show satisfaction --runs 2");
    ck_assert_ptr_nonnull(strstr(text, "run\tx_par\ty\tflipped\tt_satisfied\n"));
    free(text);
}

/* Within the tolerance stated: exit code 0; with none at all: 3, and the table is there all the same. */
START_TEST(verdict)
{
#define ENSEMBLE                                                                                        \
    "compare hinge --d 10 --M 100 --N 2000 --eta 140 --test-size 10 --times 1,6 --substeps 4 --runs 6 " \
    "--threads 1"
    char *text = shf_run_ok(program(), ENSEMBLE " --quiet");
    const char *names = text;
    ck_assert_ptr_nonnull(strstr(names, "\tf_U\tf_U_se\tf_U_theory\tf_U_z\t"));
    ck_assert(strstr(names, "error_test") == NULL); /* not in the mean field */
    free(text);
    shf_outcome o = shf_run(program(), ENSEMBLE " --tolerance-z 0 --tolerance-relative 1e-6");
    ck_assert_int_eq(o.code, 3);
    ck_assert_ptr_nonnull(strstr(o.out, "#: result worst = "));
    ck_assert_ptr_nonnull(strstr(o.out, "note largest difference: "));
    ck_assert_ptr_nonnull(strstr(o.err, "shallowflow: compare hinge: out of tolerance\n"));
    ck_assert_ptr_nonnull(strstr(o.err, "shallowflow: compare hinge: largest difference: "));
    ck_assert(strstr(o.err, "judged") == NULL);
    shf_outcome_free(&o);
    o = shf_run(program(), ENSEMBLE " --tolerance-from 0.999");
    ck_assert_ptr_nonnull(strstr(o.err, "compare hinge: 1 of 2 rows are judged, the last at t = 1\n"));
    shf_outcome_free(&o);
    text = shf_run_ok(program(), ENSEMBLE " --level finite-size --tolerance-relative 0.2 --quiet");
    ck_assert_ptr_nonnull(strstr(text, "\terror_test_theory\t"));
    free(text);
}

/* compare timescales: the overlap flow agrees with SGD; the mean field, that lacks both the self-interaction
 * and the overlaps of the neurons, is out of a tolerance that the overlap flow keeps.  The report instead of
 * the table says the same, and with --output both are there. */
START_TEST(verdict_of_timescales)
{
#define TRAINED                                                                                         \
    "compare timescales --epsilon 0.1 --m 5 --d 20 --runs 3 --times 0.01,0.1,0.3,0.6 --test-size 4000 " \
    "--tolerance-relative 0.02 --threads 1"
    char *text = shf_run_ok(program(), TRAINED " --quiet");
    ck_assert_ptr_nonnull(
        strstr(text, "\trisk\trisk_se\trisk_mean_field\trisk_finite_m\trisk_overlaps\trisk_z\n"));
    free(text);
    shf_outcome o = shf_run(program(), TRAINED " --model mean-field");
    ck_assert_int_eq(o.code, 3);
    ck_assert_ptr_nonnull(strstr(o.out, "#: result worst = "));
    ck_assert_ptr_nonnull(strstr(o.out, "note largest difference: risk at t = "));
    shf_outcome_free(&o);
    shf_enter_folder();
    o = shf_run(program(), TRAINED " --report --tolerance-z 0 --tolerance-relative 1e-6 --output both.tsv");
    ck_assert_int_eq(o.code, 3);
    ck_assert_ptr_nonnull(strstr(o.out, "\noverlap flow "));
    ck_assert_ptr_nonnull(strstr(o.out, "\nstandard error "));
    ck_assert_ptr_nonnull(strstr(o.out, "\nout of tolerance\n"));
    ck_assert_int_eq(access("both.tsv", F_OK), 0);
    shf_outcome_free(&o);
    text = shf_run_ok(program(), TRAINED " --report");
    ck_assert_ptr_nonnull(strstr(text, "\nwithin tolerance\n"));
    ck_assert(!strstr(text, "#"));
    free(text);
}

/* The same for the DMFT: a linear network, for which the theory is exact; and threads change nothing. */
START_TEST(dmft_verdict)
{
#define DMFT "compare dmft --h hermite:0,1 --m 3 --d 60 --runs 8 --times 0,2,5 --threads "
    char *text = shf_run_ok(program(), DMFT "1 --quiet"), *other = shf_run_ok(program(), DMFT "3 --quiet");
    ck_assert_str_eq(text, other);
    ck_assert_ptr_nonnull(strstr(text, "\te_train\te_train_se\te_train_theory\te_train_z\te_test\t"));
    ck_assert(strstr(text, "same sign") == NULL);
    free(other);
    free(text);
    shf_outcome o = shf_run(program(), DMFT "1 --tolerance-z 0 --tolerance-relative 1e-6");
    ck_assert_int_eq(o.code, 3);
    ck_assert_ptr_nonnull(strstr(o.out, "#: result worst = "));
    shf_outcome_free(&o);
    o = shf_run(program(), "compare dmft --h poly:0,0.9,0,0.2 --d 10 --m 3 --runs 2 --times 1");
    ck_assert_ptr_nonnull(strstr(o.out, "linear and cubic coefficient of the activation have the same sign"));
    shf_outcome_free(&o);
    shf_assert_run_fails(program(), "compare dmft --runs 1", 2, "two runs");
    shf_assert_run_fails(program(), "simulate dmft --dynamics surrogate --h tanh", 2, "degree 3");
}

/* b9 and its relatives: nothing compared is no success, whatever the reason; a single run has no error. */
START_TEST(nothing_compared)
{
    static const char *const lines[] = {
        "compare hinge --d 20 --M 50 --N 1000 --eta 1e6 --times 1,5,10 --runs 2",
        "compare hinge --d 5 --M 5 --N 50 --eta 10 --times 0 --runs 2",
        "compare dmft --d 10 --m 3 --runs 2 --times 1,2 --tolerance-until 0.5",
    };
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        shf_outcome o = shf_run(program(), lines[k]);
        ck_assert_msg(o.code == 3, "%s: exit %d", lines[k], o.code);
        ck_assert_msg(strstr(o.err, ": nothing was compared\n"), "%s: %s", lines[k], o.err);
        ck_assert_msg(strstr(o.out, "#: result worst = nan"), "%s", lines[k]);
        shf_outcome_free(&o);
    }
    shf_assert_run_fails(program(), "compare hinge --runs 1", 2, "two runs");
    shf_assert_run_fails(program(), "compare timescales --runs 1", 2, "two runs");
}

/* Divergence and large estimated errors are said, in the header and on the standard error stream. */
START_TEST(alarms)
{
    static const struct {
        const char *line, *part;
    } cases[] = {
        {"simulate hinge --d 20 --M 50 --N 1000 --eta 1e6 --times 1,5 --runs 1",
         "warning: loss has grown from"},
        {"simulate timescales --substeps 2 --epsilon 1e-3 --t-max 10 --runs 2 --m 5 --d 10 --test-size 100",
         "warning: risk has grown from"},
        {"simulate dmft --d 20 --m 3 --substeps 0.2 --runs 2 --times 0,5,10",
         "warning: the training error rises"},
        {"dmft --t-max 10 --points 3 --step 3 --stages 1", "warning: the second run cannot be made coarser"},
        {"dmft --scheme euler --step 1 --t-max 10 --points 3", "warning: the estimated relative error is"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_outcome o = shf_run(program(), cases[k].line);
        ck_assert_msg(strstr(o.err, cases[k].part), "%s: %s", cases[k].line, o.err);
        ck_assert_msg(strstr(o.out, cases[k].part), "%s", cases[k].line);
        shf_outcome_free(&o);
    }
}

/* As many rows as points where whole updates allow it; else a note. */
START_TEST(number_of_rows)
{
#define TINY " --d 5 --M 5 --N 50 --eta 10 --test-size 10 --threads 1 --runs 2"
    static const struct {
        const char *line;
        int rows;
        const char *note;
    } cases[] = {
        {"simulate hinge --points 10 --t-max 10" TINY, 10, NULL},
        {"compare hinge --points 20 --t-max 40" TINY " --tolerance-z 1e6 --quiet", 20, NULL},
        {"simulate hinge --points 20 --t-max 10" TINY, 11, "note 11 rows for the 20 times asked for"},
        {"simulate hinge --times 0.1,0.2,3" TINY, 2, "note 2 rows for the 3 times asked for"},
        {"simulate dmft --points 30 --t-max 2 --m 2 --d 5 --runs 2 --threads 1", 30, NULL},
        {"simulate dmft --points 30 --t-max 1 --m 2 --d 5 --runs 2 --threads 1", 21, "note 21 rows"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char *text = shf_run_ok(program(), cases[k].line), size[40];
        (void)snprintf(size, sizeof size, "size = %d rows", cases[k].rows);
        ck_assert_msg(strstr(text, size), "%s: not %s", cases[k].line, size);
        ck_assert(cases[k].note ? strstr(text, cases[k].note) != NULL : !strstr(text, "asked for:"));
        free(text);
    }
}

/* Ensembles whose finished runs are kept: interrupted and continued, the bytes are those of an undisturbed
 * run. */
START_TEST(ensembles_go_on)
{
    static const char *const lines[] = {
        "simulate dmft --d 60 --m 4 --t-max 30 --points 5 --runs 12 --threads 1",
        "compare dmft --d 60 --m 4 --points 5 --runs 12 --threads 1 --tolerance-z 1e6 --quiet",
        "onset --d 20 --M 60 --N 400 --eta 80 --verify-test-size 500 --verify-t-max 60 --verify 12 --format tsv"};
    shf_enter_folder();
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        char line[400], cut[600];
        (void)snprintf(line, sizeof line, "%s --output whole.tsv", lines[k]);
        free(shf_run_ok(program(), line));
        (void)snprintf(line, sizeof line, "%s --output part.tsv --checkpoint state", lines[k]);
        for (double seconds = 0.02; seconds < 5 && access("state", F_OK) != 0; seconds *= 1.5) {
            (void)snprintf(cut, sizeof cut, "-s INT %g %s %s", seconds, program(), line);
            shf_outcome o = shf_run("/usr/bin/timeout", cut);
            shf_outcome_free(&o);
        }
        shf_outcome o = shf_run(program(), line);
        ck_assert_msg(o.code == 0, "%s", o.err);
        shf_outcome_free(&o);
        shf_assert_same_files("whole.tsv", "part.tsv");
        ck_assert_int_ne(access("state", F_OK), 0);
    }
}

/* SIGINT, SIGTERM and SIGKILL in the middle; then the same command gives the bytes of an undisturbed run. */
START_TEST(signals)
{
#define LONG \
    "simulate hinge --d 20 --M 60 --N 3000 --eta 30 --times 50,300 --test-size 100 --runs 2 --threads 1"
    static const int numbers[] = {SIGINT, SIGTERM, SIGKILL};
    shf_enter_folder();
    free(shf_run_ok(program(), LONG " --output whole.tsv"));
    for (int k = 0; k < 3; k++) {
        pid_t child = shf_start(program(), LONG " --output part.tsv --checkpoint state --checkpoint-every 0");
        shf_wait_for("state");
        ck_assert_int_eq(kill(child, numbers[k]), 0);
        int status = 0;
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        if (numbers[k] == SIGKILL)
            ck_assert(WIFSIGNALED(status));
        ck_assert_int_eq(access("state", F_OK), 0);
        free(shf_run_ok(program(), LONG " --output part.tsv --checkpoint state"));
        shf_assert_same_files("whole.tsv", "part.tsv");
        ck_assert_int_ne(access("state", F_OK), 0);
    }
    ck_assert_uint_eq(shf_count_files(), 2);
}

SHF_TEST_MAIN("cli/simulate", control_is_not_recorded, results_run_again, data_from_files,
              tables_that_need_more, verdict, verdict_of_timescales, dmft_verdict, nothing_compared, alarms,
              number_of_rows, ensembles_go_on, signals)
