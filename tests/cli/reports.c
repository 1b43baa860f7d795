/* What commands print to be read and draw by request: the numbers are those of the table of the same run. */
#include <math.h>
#include <support/process.h>
#include <support/test.h>

static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

/* Number `place` (0 for the first behind the name) of the line that starts with `name`; NaN if there is none.
 */
static double in_report(const char *report, const char *name, int place)
{
    for (const char *line = report; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
        if (strncmp(line, name, strlen(name)) == 0 && strchr(" \n", line[strlen(name)])) {
            char *rest = (char *)line + strlen(name);
            double value = NAN;
            for (int k = 0; k <= place; k++) {
                const char *from = rest;
                value = strtod(from, &rest);
                if (rest == from)
                    return NAN;
            }
            return value;
        }
    return NAN;
}

/* Number in a row (0 for the first) and column of a TSV result. */
static double in_table(const char *table, const char *column, int row)
{
    const char *names = table, *line = shf_rows_of(table);
    char wanted[64];
    (void)snprintf(wanted, sizeof wanted, "%s", column);
    int place = 0;
    const char *at = names;
    while (strncmp(at, wanted, strlen(wanted)) != 0 || !strchr("\t\n", at[strlen(wanted)])) {
        at = strchr(at, '\t');
        ck_assert_msg(at != NULL, "no column %s", column);
        at++, place++;
    }
    for (int k = 0; k < row; k++)
        line = strchr(line, '\n') + 1;
    for (int k = 0; k < place; k++)
        line = strchr(line, '\t') + 1;
    return strtod(line, NULL);
}

/* A single result in the header. */
static double in_header(const char *table, const char *name)
{
    char line[80];
    (void)snprintf(line, sizeof line, "#: result %s = ", name);
    const char *at = strstr(table, line);
    ck_assert_msg(at != NULL, "no result %s", name);
    return strtod(at + strlen(line), NULL);
}

/* Text and table of the same command. */
static void run_both(const char *line, char **text, char **table)
{
    char words[256];
    *text = shf_run_ok(program(), line);
    (void)snprintf(words, sizeof words, "%s --format tsv", line);
    *table = shf_run_ok(program(), words);
}

/* Onsets: events that happen are shown with their numbers, the others are not. */
START_TEST(onset)
{
    static const char *const name[] = {"t_IJ", "t_best", "t_unlearn", "t_gap", "t_fit", "t_end"};
    static const char *const line[] = {"onset --d 50 --N 1000", "onset --d 50 --N 1000 --delta 0.2"};
    for (int k = 0; k < 2; k++) {
        char *text, *table;
        run_both(line[k], &text, &table);
        for (int j = 0; j < 6; j++) {
            double t = in_table(table, "t", j);
            ck_assert(j != 2 || isnan(t) == (k == 0)); /* nothing is unlearnt without flips */
            shf_assert_close(in_report(text, name[j], 0), t, 1e-4, 0);
            shf_assert_close(in_report(text, name[j], 1), in_table(table, "error_test", j), 1e-4, 0);
            shf_assert_close(in_report(text, name[j], 6), in_table(table, "gamma", j), 1e-4, 0);
        }
        const char *paper = strstr(text, "I = J in the mean field: t = ");
        ck_assert_ptr_nonnull(paper);
        shf_assert_close(strtod(strstr(paper, "t = ") + 4, NULL), in_header(table, "t_IJ_paper"), 1e-4, 0);
        free(text);
        free(table);
    }
    char *early = shf_run_ok(program(), "onset --t-max 5");
    ck_assert_ptr_nonnull(strstr(early, "I = J in the mean field: not before t = 5\n"));
    ck_assert(isnan(in_report(early, "t_IJ", 0)));
    free(early);
}
END_TEST

START_TEST(onset_dmft)
{
    static const char *const name[] = {"t_best", "t_gap", "t_learnt", "t_unlearn", "t_fit"};
    char *text, *table;
    run_both("onset dmft --m 5 --t-max 60 --rtol 1e-3", &text, &table);
    int happened = 0;
    for (int j = 0; j < 5; j++) {
        double t = in_table(table, "t", j);
        happened += !isnan(t);
        shf_assert_close(in_report(text, name[j], 0), t, 1e-6, 0);
        shf_assert_close(in_report(text, name[j], 2), in_table(table, "a", j), 1e-6, 0);
        shf_assert_close(in_report(text, name[j], 5), in_table(table, "e_test", j), 1e-6, 0);
    }
    ck_assert_int_ge(happened, 3);
    ck_assert(isnan(in_report(text, "t_unlearn", 0)));
    shf_assert_close(in_report(text, "unlearnt", 0), in_header(table, "unlearnt"), 1e-3, 0);
    ck_assert_ptr_nonnull(strstr(text, "t_unlearn: not before t = 60\n"));
    free(text);
    free(table);
}
END_TEST

START_TEST(threshold_dmft)
{
    char *text, *table;
    text = shf_run_ok(program(), "threshold dmft --t-max 540 --rtol 1e-4 --report");
    table = shf_run_ok(program(), "threshold dmft --t-max 540 --rtol 1e-4");
    const char *result = strstr(text, "gamma_GF   = ");
    ck_assert_ptr_nonnull(result);
    shf_assert_close(strtod(result + 13, NULL), in_header(table, "gamma_GF"), 1e-5, 0);
    result = strstr(text, "gamma_star = ");
    ck_assert_ptr_nonnull(result);
    shf_assert_close(strtod(result + 13, NULL), in_header(table, "gamma_star"), 1e-5, 0);
    result = strstr(text, "test error there: ");
    ck_assert_ptr_nonnull(result);
    shf_assert_close(strtod(result + 18, NULL), in_header(table, "e_plateau"), 1e-5, 0);
    const char *row = strchr(text, '\n') + 1; /* the first horizon: t, gamma, decay */
    char *rest;
    shf_assert_close(strtod(row, &rest), in_table(table, "t", 0), 1e-5, 0);
    shf_assert_close(strtod(rest, &rest), in_table(table, "gamma", 0), 1e-6, 0);
    shf_assert_close(strtod(rest, &rest), in_table(table, "decay", 0), 0, 1e-5);
    free(text);
    free(table);
}
END_TEST

/* The share of degrees that are not kept is reported, and only where there is one. */
START_TEST(what_is_left_out)
{
    static const struct {
        const char *line;
        int says;
    } cases[] = {{"timescales --activation relu --target tanh --modes 3 --report", 1},
                 {"timescales --activation relu --target hermite:0,1,0.5 --modes 2 --report", 1},
                 {"timescales --target tanh --modes 5 --report", 1},
                 {"timescales --report", 0}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char *text = shf_run_ok(program(), cases[k].line);
        ck_assert_msg((strstr(text, "\nleft out ") != NULL) == cases[k].says, "%s: %s", cases[k].line, text);
        free(text);
    }
}

/* With sigma_2 = 0 component 2 is never learnt, and the report says so. */
START_TEST(never_learnt)
{
    char *text = shf_run_ok(program(), "timescales --activation hermite:1,1,0 --report --estimate no");
    const char *line = strstr(text, "\n2 ");
    ck_assert_ptr_nonnull(line);
    ck_assert_ptr_nonnull(strstr(line, "never\n"));
    ck_assert_ptr_eq(strchr(line + 1, '\n'), strstr(line, "never\n") + 5);
    shf_assert_close(in_report(text, "1", 0) / in_report(text, "1", 1), in_report(text, "1", 2), 1e-4, 0);
    ck_assert_msg(strstr(text, "component 2") != NULL, "no reason is given: %s", text);
    free(text);
}
END_TEST

/* Asserts that the script of the plot draws these columns in a panel of that name. */
static void draws(const char *line, const char *label, const char *const *column, size_t n)
{
    shf_enter_folder();
    free(shf_run_ok(program(), line));
    char *script = shf_read_file("p.gp", NULL);
    const char *panel = strstr(script, label);
    ck_assert_msg(panel != NULL, "%s: no panel \"%s\"", line, label);
    for (size_t k = 0; k < n; k++)
        ck_assert_msg(strstr(panel, column[k]) != NULL, "%s: %s is not drawn", line, column[k]);
    ck_assert_uint_eq(shf_count_files(), 3);
    free(script);
}

START_TEST(panels_of_requests)
{
    static const char *const field[] = {"column(\"F[0.5]\")", "column(\"F[2]\")"};
    draws("node --nodes-a 4 --nodes-w 4 --t-max 5 --points 3 --projections 0.5,2 --plot p.svg --output x.tsv",
          "field F", field, 2);
    static const char *const residual[] = {"column(\"rho_0\")", "column(\"rho_2\")"};
    draws("timescales --points 20 --estimate no --plot p.svg --output x.tsv", "residual", residual, 2);
    static const char *const path[] = {"column(\"w_par_1\"))", "column(\"a_2\")"};
    draws("simulate hinge --d 5 --M 10 --N 50 --eta 10 --t-max 5 --nodes 2 --plot p.svg --output x.tsv",
          "set ylabel \"a\"", path, 2);
}
END_TEST

/* Options that need another one. */
START_TEST(missing_requests)
{
    static const char *const line[] = {"simulate hinge --d 5 --M 10 --N 50 --t-max 5 --show clouds",
                                       "simulate hinge --d 5 --M 10 --N 50 --t-max 5 --show satisfaction"};
    static const char *const message[] = {"show = clouds: needs the times --clouds LIST",
                                          "show = satisfaction: needs"};
    for (int k = 0; k < 2; k++)
        shf_assert_run_fails(program(), line[k], 2, message[k]);
    shf_assert_run_fails(program(), "dmft --neurons nothing --scheme euler", 2,
                         "scheme: must be collocation");
    shf_assert_run_fails(program(), "scan timescales --epsilon-min 1e-2 --epsilon-max 1e-4", 2,
                         "epsilon-min = 0.01: must lie below epsilon-max = 0.0001");
}
END_TEST

SHF_TEST_MAIN("cli/reports", onset, onset_dmft, threshold_dmft, what_is_left_out, never_learnt,
              panels_of_requests, missing_requests)
