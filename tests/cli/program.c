/* The installed program: bad input, results. */
#include <signal.h>
#include <support/process.h>
#include <support/test.h>
#include <time.h>

/* The program, from the environment that meson sets. */
static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

/* Bad parameter files and results; each is the only file there. */
START_TEST(bad_plots)
{
    static const struct {
        const char *line, *part;
    } cases[] = {{"hinge --plot x.svg --width three", "width = three: must be one, two, or in [4, 100] (cm)"},
                 {"hinge --plot x.svg --width 3.9", "width = 3.9: must be one, two, or in [4, 100] (cm)"},
                 {"hinge --plot x.svg --width nan", "width = nan: must be one, two, or in [4, 100] (cm)"},
                 {"hinge --plot x.svg --width 8cm", "width = 8cm: must be one, two, or in [4, 100] (cm)"},
                 {"hinge --width one", "--width: needs --plot FILE"},
                 {"onset dmft --panel a", "--panel: needs --plot FILE"}};
    shf_enter_folder();
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        shf_assert_run_fails(program(), cases[k].line, 2, cases[k].part);
    ck_assert_uint_eq(shf_count_files(), 0);
}
END_TEST

START_TEST(bad_files)
{
    const struct {
        const char *text, *line;
        int code;
        const char *part;
    } cases[] = {
        {"d = 10\nlambda = 3\n", "hinge --config x", 2, "hinge: x:2: unknown key lambda"},
        {"[hnige]\n", "hinge --config x", 2, "x:1: unknown section hnige; did you mean hinge?"},
        {"delta = 0.6\n", "hinge --config x", 2, "x:1: delta = 0.6: must lie in [0, 0.5)"},
        {"d = 10\nd = 10\n", "hinge --config x", 2, "x:2: d is set twice"},
        {"", "hinge --config x", 2, "x: the file is empty"},
        {"", "rerun x", 2, "x: the file is empty"},
        {"d = 10\n", "rerun x", 2, "rerun: x: is not a result of shallowflow"},
        {"{\"d\": 10", "hinge --config x", 2, "x:1: "},
        {"# shallowflow 0.1\n# command: shallowflow nothing\n#: size = 0 rows x 1 columns\n# t\n", "rerun x",
         2, "a command unknown here"},
        {"# shallowflow 0.1\n# command: shallowflow hinge\n# [hinge]\n# zeta = 1\n#: size = 0 rows x 1 "
         "columns\n"
         "# t\n",
         "rerun x", 2, "x:4: unknown key zeta"},
        {"# shallowflow 0.1\n# command: shallowflow hinge\n# [hinge]\n# d = 7\n#: size = 0 rows x 1 columns\n"
         "# t\n",
         "rerun x", 2, "rerun: x: lacks the parameter M of [hinge]"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_enter_folder();
        shf_write_text("x", cases[k].text);
        shf_assert_run_fails(program(), cases[k].line, cases[k].code, cases[k].part);
        ck_assert_uint_eq(shf_count_files(), 1);
    }
}

START_TEST(truncated_results_are_not_run_again)
{
    static const char *const names[] = {"x.tsv", "x.csv", "x.json"};
    for (int k = 0; k < 3; k++) {
        char line[100];
        size_t length = 0;
        shf_enter_folder();
        (void)snprintf(line, sizeof line, "hinge --points 20 --output %s", names[k]);
        free(shf_run_ok(program(), line));
        char *text = shf_read_file(names[k], &length);
        for (int part = 1; part <= 9; part++) {
            FILE *stream = fopen("cut", "wb");
            size_t n = length * (size_t)part / 10;
            ck_assert_uint_eq(fwrite(text, 1, n, stream), n);
            ck_assert_int_eq(fclose(stream), 0);
            shf_assert_run_fails(program(), "rerun cut --output y", 2, "rerun: cut:");
        }
        ck_assert_uint_eq(shf_count_files(), 2);
        free(text);
    }
}

START_TEST(full_disks)
{
    static const char *const lines[] = {"hinge", "hinge --format json", "hinge --help", "--help",
                                        "man",   "completion bash",     "version",      "help"};
    shf_enter_folder();
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        shf_outcome o = shf_run_to(program(), lines[k], "/dev/full");
        ck_assert_int_eq(o.code, 1);
        ck_assert_msg(strstr(o.err, "standard output: No space left on device\n") != NULL, "%s", o.err);
        ck_assert_ptr_eq(strchr(o.err, '\n') + 1, o.err + strlen(o.err));
        shf_outcome_free(&o);
    }
    ck_assert_uint_eq(shf_count_files(), 0);
}

/* A reader that goes away ends the program without a word. */
START_TEST(closed_pipes)
{
    char line[600];
    shf_enter_folder();
    (void)snprintf(line, sizeof line, "%s hinge --points 20000 2> messages | head -n 1 > first", program());
    ck_assert_int_eq(system(line), 0);
    char *messages = shf_read_file("messages", NULL), *first = shf_read_file("first", NULL);
    ck_assert_str_eq(messages, "");
    ck_assert_int_eq(strncmp(first, "t\tgamma\t", 8), 0);
    free(messages);
    free(first);
}

/* Starts a run of minutes, interrupts it after a while, and returns how many rows it has written. */
static size_t rows_after(long milliseconds)
{
    char line[] = "node --nodes-a 64 --nodes-w 64 --grid linear --points 100000 --t-max 1e5 --output x.tsv";
    char *words[16] = {line}, *rest = line;
    struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    int n = 1, status = 0;
    while (rest)
        words[n++] = strsep(&rest, " ");
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("messages", "w", stderr))
            _exit(126);
        (void)execv(program(), words);
        _exit(127);
    }
    (void)nanosleep(&wait, NULL);
    ck_assert_int_eq(kill(child, SIGINT), 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(!WIFEXITED(status) || WEXITSTATUS(status) == 1);
    if (access("x.tsv", F_OK) != 0)
        return 0;
    char *text = shf_read_file("x.tsv", NULL), *messages = shf_read_file("messages", NULL);
    ck_assert_ptr_nonnull(strstr(text, "\n# incomplete: "));
    size_t rows = 0;
    for (char *end = strchr(text, '\n'); end; end = strchr(end + 1, '\n'))
        rows += end[1] && end[1] != '#';
    char expected[100];
    (void)snprintf(expected, sizeof expected, "shallowflow: node: interrupted; the %zu rows", rows);
    ck_assert_int_eq(strncmp(messages, expected, strlen(expected)), 0);
    free(text);
    free(messages);
    return rows;
}

/* A slow machine may need some patience before there is a row. */
START_TEST(interruption_keeps_finished_rows)
{
    size_t rows = 0;
    shf_enter_folder();
    for (long wait = 250; wait < 20000 && !rows; wait *= 2)
        rows = rows_after(wait);
    ck_assert_uint_gt(rows, 0);
    ck_assert_uint_lt(rows, 100000);
    ck_assert_uint_eq(shf_count_files(), 2);
}

/* ---- results ---- */

/* The same bytes, all formats, kept or changed on the way; from the standard output as well. */
START_TEST(rerun_gives_the_same_bytes)
{
    static const char *const lines[] = {
        "hinge --points 30", "hinge --delta 0.1 --satisfaction 0.1,0.7 --nodes 2 --seed 18446744073709551615",
        "hinge --data student:4.5 --alpha 0.1 --grid linear --points 11 --t-max 1e6",
        "hinge --times 0,0.3333333333333333,0.7,1e5 --data sphere --rtol 1e-10"};
    static const char *const formats[] = {"tsv", "csv", "json"};
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++)
        for (int f = 0; f < 3; f++) {
            char line[300];
            shf_enter_folder();
            (void)snprintf(line, sizeof line, "%s --output x.%s", lines[k], formats[f]);
            free(shf_run_ok(program(), line));
            (void)snprintf(line, sizeof line, "rerun x.%s --output y", formats[f]);
            free(shf_run_ok(program(), line));
            (void)snprintf(line, sizeof line, "x.%s", formats[f]);
            shf_assert_same_files(line, "y");
            (void)snprintf(line, sizeof line, "rerun x.%s", formats[f]);
            char *printed = shf_run_ok(program(), line), *written = shf_read_file("y", NULL);
            ck_assert_str_eq(printed, written);
            free(printed);
            (void)snprintf(line, sizeof line, "rerun y --format %s --output z.tsv", formats[f]);
            free(shf_run_ok(program(), line));
            shf_assert_same_files("y", "z.tsv");
            free(written);
        }
}

/* Formats are changed through rerun: TSV to JSON to CSV to TSV is what it was. */
START_TEST(formats_hold_the_same)
{
    shf_enter_folder();
    free(shf_run_ok(program(), "hinge --points 10 --delta 0.25 -o a.tsv"));
    free(shf_run_ok(program(), "rerun a.tsv -o b.json"));
    free(shf_run_ok(program(), "rerun b.json -o c.csv"));
    free(shf_run_ok(program(), "rerun c.csv -o d.tsv"));
    shf_assert_same_files("a.tsv", "d.tsv");
}

/* Defaults < parameter files in their order < options, wherever they stand. */
START_TEST(the_order_of_sources)
{
    shf_enter_folder();
    shf_write_text("one.ini", "d = 10\nM = 20\nalpha = 3\n");
    shf_write_text("two.ini", "[hinge]\nM = 30\nalpha = 4\n");
    char *text = shf_run_ok(program(), "hinge --alpha 5 --config one.ini --config two.ini --points 2");
    ck_assert_ptr_nonnull(strstr(text, "# command: shallowflow hinge --d 10 --M 30 --alpha 5 --points 2\n"));
    ck_assert_ptr_nonnull(strstr(text, "\n# N = 10000\n"));
    free(text);
    text = shf_run_ok(program(), "hinge --config two.ini --config one.ini --points 2 --points 3");
    ck_assert_ptr_nonnull(strstr(text, "# command: shallowflow hinge --d 10 --M 20 --alpha 3 --points 3\n"));
    free(text);
}

/* A result of another version is run again, with a remark. */
START_TEST(other_versions)
{
    shf_enter_folder();
    free(shf_run_ok(program(), "hinge --points 5 -o x.tsv"));
    ck_assert_int_eq(system("sed '2s/.*/# shallowflow 0.0.1/' x.tsv > old.tsv"), 0);
    shf_outcome o = shf_run(program(), "rerun old.tsv -o y.tsv");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.err, "note: old.tsv was made by version 0.0.1, this is "));
    shf_outcome_free(&o);
    shf_assert_same_files("x.tsv", "y.tsv");
    free(shf_run_ok(program(), "rerun old.tsv -o y.tsv --quiet"));
}

START_TEST(a_result_is_a_parameter_file)
{
    shf_enter_folder();
    free(shf_run_ok(program(), "hinge --delta 0.1 --points 5 -o x.json"));
    char *text = shf_run_ok(program(), "hinge --config x.json --N 2000");
    ck_assert_ptr_nonnull(strstr(text, "# command: shallowflow hinge --N 2000 --delta 0.1 --points 5\n"));
    free(text);
}

/* gnuplot fails after the computation: its exit code, and where the result is. */
START_TEST(a_failed_plot_leaves_the_result)
{
    shf_enter_folder();
    ck_assert_int_eq(mkdir("bin", 0755), 0);
    shf_write_text("bin/gnuplot", "#!/bin/sh\necho 'no font' >&2\nexit 3\n");
    ck_assert_int_eq(chmod("bin/gnuplot", 0755), 0);
    char *path = strdup(getenv("PATH")), *here = getcwd(NULL, 0), fake[4096];
    (void)snprintf(fake, sizeof fake, "%s/bin:%s", here, path);
    ck_assert_int_eq(setenv("PATH", fake, 1), 0);
    shf_assert_run_fails(
        program(), "hinge --points 5 --plot x.svg --output x.tsv", 1,
        "gnuplot: ended with exit code 3: no font; no plot and no script were made, the result "
        "is in x.tsv");
    ck_assert_int_eq(access("x.tsv", F_OK), 0);
    ck_assert_uint_eq(shf_count_files(), 2); /* bin and x.tsv */
    ck_assert_int_eq(setenv("PATH", path, 1), 0);
    free(path);
    free(here);
    free(shf_run_ok(program(), "rerun x.tsv --output y.tsv"));
    shf_assert_same_files("x.tsv", "y.tsv");
}

START_TEST(plots_beside_results)
{
    shf_enter_folder();
    free(shf_run_ok(program(), "hinge --nodes 12 --plot x.svg --output x.tsv"));
    ck_assert_uint_eq(shf_count_files(), 3);
    char *drawing = shf_read_file("x.svg", NULL), *script = shf_read_file("x.gp", NULL);
    ck_assert_ptr_nonnull(strstr(drawing, "</svg>"));
    ck_assert_ptr_nonnull(strstr(script, "column(\"w_par_12\")"));
    free(drawing);
    free(script);
    ck_assert_int_eq(rename("x.svg", "first.svg"), 0);
    ck_assert_int_eq(system("gnuplot x.gp"), 0);
    shf_assert_same_files("x.svg", "first.svg");
    /* the script is a parameter file too, but no result */
    char *text = shf_run_ok(program(), "hinge --config x.gp --points 2");
    ck_assert_ptr_nonnull(strstr(text, "\n# nodes = 12\n"));
    free(text);
    shf_assert_run_fails(program(), "rerun x.gp", 2, "is the script of a plot");
}

/* The smallest tolerance that is allowed is one that works. */
START_TEST(smallest_tolerances)
{
    static const char *const lines[] = {"hinge --rtol 1e-15 --delta 0.1 --points 3",
                                        "hinge --rtol 1e-15 --delta 0.4 --data student:3 --points 3",
                                        "hinge --rtol 1e-15 --level paper --delta 0.1 --points 3",
                                        "hinge --rtol 1e-15 --level finite-size --points 3",
                                        "node --rtol 1e-15 --t-max 10 --points 3 --nodes-a 3 --nodes-w 3"};
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++)
        free(shf_run_ok(program(), lines[k]));
}

SHF_TEST_MAIN("cli/program", bad_files, bad_plots, truncated_results_are_not_run_again, full_disks,
              closed_pipes, interruption_keeps_finished_rows, rerun_gives_the_same_bytes,
              formats_hold_the_same, the_order_of_sources, other_versions, a_result_is_a_parameter_file,
              plots_beside_results, a_failed_plot_leaves_the_result, smallest_tolerances)
