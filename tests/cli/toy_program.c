/* The whole program around toy commands: exit codes, interruption, formats, the progress bar. */
#include <fcntl.h>
#include <signal.h>
#include <support/process.h>
#include <support/test.h>

/* The program, from the environment that meson sets. */
static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW_TOY");
    ck_assert_msg(path != NULL, "SHALLOWFLOW_TOY must name the program");
    return path;
}

static size_t count_lines(const char *text, const char *start)
{
    size_t n = 0;
    for (const char *line = text; *line; line += strcspn(line, "\n") + (strchr(line, '\n') != NULL))
        n += strncmp(line, start, strlen(start)) == 0;
    return n;
}

START_TEST(failures_have_their_codes)
{
    shf_enter_folder();
    shf_assert_run_fails(program(), "toy --mode numeric", 1, "toy: the state became NaN at t = 3");
    shf_assert_run_fails(program(), "toy --mode value", 2, "toy: alpha = 3: does not go with rows = 4");
    shf_assert_run_fails(program(), "toy --mode numeric --output x.tsv --plot x.svg", 1, "NaN");
    shf_assert_run_fails(program(), "toy verdict --plot x.svg", 2, "unknown option --plot");
    shf_assert_run_fails(program(), "toy verdict --output x --format text", 2, "standard output only");
    shf_assert_run_fails(program(), "toi", 2, "unknown command toi; did you mean toy?");
    shf_assert_run_fails(program(), "toy_verdict", 2,
                         "unknown command toy_verdict; did you mean toy verdict?");
    shf_assert_run_fails(program(), "toy verdcit", 2, "unexpected argument verdcit");
    ck_assert_uint_eq(shf_count_files(), 0);
}

/* Places are tried before anything is computed: this computation would fail. */
START_TEST(bad_places_are_found_early)
{
    shf_enter_folder();
    shf_assert_run_fails(program(), "toy --mode numeric --output missing/x.tsv", 1,
                         "toy: missing/x.tsv: No such");
    shf_assert_run_fails(program(), "toy --mode numeric --plot missing/x.svg", 1,
                         "toy: missing/x.svg: No such");
    shf_assert_run_fails(program(), "toy --mode numeric --plot x.gif", 2, "must end in .svg");
    ck_assert_uint_eq(shf_count_files(), 0);
}

START_TEST(checks_out_of_tolerance)
{
    shf_enter_folder();
    shf_outcome o = shf_run(program(), "toy verdict --rows 5");
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.out, "5 rows for people\n");
    shf_outcome_free(&o);
    o = shf_run(program(), "toy verdict --rows 6 --output x.json");
    ck_assert_int_eq(o.code, 3);
    shf_outcome_free(&o);
    char *text = shf_read_file("x.json", NULL); /* the result is there nevertheless */
    ck_assert_ptr_nonnull(strstr(text, "\"command\": \"toy verdict\""));
    free(text);
    o = shf_run(program(), "rerun x.json --output y.json");
    ck_assert_int_eq(o.code, 3);
    shf_outcome_free(&o);
    shf_assert_same_files("x.json", "y.json");
    shf_assert_run_fails(program(), "rerun x.json --plot x.svg", 2, "nothing to draw");
}

/* The rows finished by the signal are written and marked; the code is 1. */
START_TEST(interruption_keeps_rows)
{
    static const char *const modes[] = {"interrupt", "terminate"};
    for (int k = 0; k < 2; k++) {
        char line[100];
        shf_enter_folder();
        (void)snprintf(line, sizeof line, "toy --rows 10 --mode %s --output x.tsv --plot x.svg", modes[k]);
        shf_assert_run_fails(program(), line, 1, "toy: interrupted; the 3 rows finished by then are written");
        char *text = shf_read_file("x.tsv", NULL), *script = shf_read_file("x.gp", NULL);
        ck_assert_uint_eq(count_lines(text, "# incomplete:"), 1);
        ck_assert_uint_eq(count_lines(script, "# incomplete:"), 1);
        ck_assert_uint_eq(count_lines(shf_rows_of(text), ""), 3);
        ck_assert_ptr_nonnull(strstr(text, "#: size = 3 rows x 3 columns\n"));
        ck_assert_uint_eq(shf_count_files(), 3);
        free(text);
        free(script);
        (void)snprintf(line, sizeof line, "toy --rows 10 --mode %s --format json", modes[k]);
        shf_outcome o = shf_run(program(), line);
        ck_assert_int_eq(o.code, 1);
        ck_assert_ptr_nonnull(strstr(o.out, "\"incomplete\": true"));
        shf_outcome_free(&o);
    }
}

START_TEST(interruption_before_the_first_row)
{
    shf_enter_folder();
    shf_assert_run_fails(program(), "toy --mode early --output x.tsv", 1, "nothing is written");
    ck_assert_uint_eq(shf_count_files(), 0);
}

START_TEST(a_second_signal_ends_the_program)
{
    shf_enter_folder();
    shf_outcome o = shf_run(program(), "toy --mode twice --output x.tsv");
    ck_assert_int_eq(o.signal, SIGINT);
    ck_assert_uint_eq(shf_count_files(), 0);
    shf_outcome_free(&o);
}

/* An interrupted result, run again, is whole. */
START_TEST(rerun_of_an_interrupted_result)
{
    shf_enter_folder();
    shf_outcome o = shf_run(program(), "toy --rows 10 --mode slow --output whole.tsv");
    ck_assert_int_eq(o.code, 0);
    shf_outcome_free(&o);
    char *whole = shf_read_file("whole.tsv", NULL);
    /* the same file as an interruption would have left it: mark, three rows */
    char *settings = strstr(whole, "# [toy]"), *size = strstr(whole, "#: size = 10 rows");
    char *fourth = strstr(whole, "\n1\t"); /* t = 3/3 */
    FILE *stream = fopen("part.tsv", "w");
    ck_assert(settings && size && fourth && stream);
    (void)fprintf(stream, "%.*s# incomplete: interrupted\n%.*s#: size = 3 rows%.*s\n",
                  (int)(settings - whole), whole, (int)(size - settings), settings, (int)(fourth - size - 17),
                  size + 17);
    ck_assert_int_eq(fclose(stream), 0);
    free(shf_run_ok(program(), "rerun part.tsv --output again.tsv"));
    shf_assert_same_files("whole.tsv", "again.tsv");
    free(whole);
}

START_TEST(texts_with_spaces_in_a_rerun)
{
    char line[] = "shallowflow", name[] = "toy", option[] = "--file",
         value[] = "a 'file'; with, \"all\" of %41", output[] = "--output", path[] = "x.tsv";
    char *const words[] = {line, name, option, value, output, path, NULL};
    static const char *const formats[] = {"tsv", "csv", "json"};
    shf_enter_folder();
    shf_outcome o = shf_run_words(program(), words, NULL);
    ck_assert_int_eq(o.code, 0);
    shf_outcome_free(&o);
    for (int k = 0; k < 3; k++) {
        char again[100];
        (void)snprintf(again, sizeof again, "rerun x.tsv --output y.%s", formats[k]);
        free(shf_run_ok(program(), again));
        (void)snprintf(again, sizeof again, "rerun y.%s --output z.%s", formats[k], formats[k]);
        free(shf_run_ok(program(), again));
        char y[20], z[20];
        (void)snprintf(y, sizeof y, "y.%s", formats[k]);
        (void)snprintf(z, sizeof z, "z.%s", formats[k]);
        shf_assert_same_files(y, z);
    }
    shf_assert_same_files("x.tsv", "y.tsv");
    /* the command line in the header does the same in a shell */
    char *text = shf_read_file("x.tsv", NULL), script[600];
    char *command = strstr(text, "# command: shallowflow ") + strlen("# command: shallowflow ");
    (void)snprintf(script, sizeof script, "%s %.*s > w.tsv", program(), (int)strcspn(command, "\n"), command);
    ck_assert_int_eq(system(script), 0);
    shf_assert_same_files("x.tsv", "w.tsv");
    free(text);
}

/* ---- a terminal ---- */

/* Runs a line with its standard error stream on a terminal; what came through it, to be freed. */
static char *run_on_terminal(const char *line)
{
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert(terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0);
    const char *name = ptsname(terminal);
    pid_t child = fork();
    if (child == 0) {
        char command[400];
        int end = open(name, O_RDWR | O_NOCTTY);
        if (end < 0 || dup2(end, STDERR_FILENO) < 0)
            _exit(126);
        (void)snprintf(command, sizeof command, "exec %s %s > terminal.out", program(), line);
        (void)execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    char *text = calloc(1, 65536);
    size_t used = 0;
    int status = 0;
    ck_assert_ptr_nonnull(text);
    int end = open(name, O_RDWR | O_NOCTTY); /* keeps the terminal alive until all is read */
    ck_assert_int_ge(end, 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_int_eq(write(end, "@", 1), 1);
    while (used < 65535 && !memchr(text, '@', used)) {
        ssize_t n = read(terminal, text + used, 65535 - used);
        ck_assert_int_gt(n, 0);
        used += (size_t)n;
    }
    *strchr(text, '@') = '\0';
    (void)close(end);
    (void)close(terminal);
    return text;
}

/* The bar appears after half a second, with percentage and time left, and is erased at the end. */
START_TEST(the_bar_comes_and_goes)
{
    static const char erased[] = "\r\033[K";
    shf_enter_folder();
    char *text = run_on_terminal("toy --rows 50 --mode slow");
    ck_assert_ptr_nonnull(strstr(text, " %  0:0"));
    ck_assert_ptr_nonnull(strstr(text, " left\033[K"));
    ck_assert_ptr_null(strstr(text, "  0 %")); /* half a second is far beyond the first row */
    size_t length = strlen(text);
    ck_assert(length > strlen(erased) && strcmp(text + length - strlen(erased), erased) == 0);
    free(text);
    text = run_on_terminal("toy --rows 50 --mode slow --quiet");
    ck_assert_str_eq(text, "");
    free(text);
    text = run_on_terminal("toy --rows 5 --mode slow");
    ck_assert_str_eq(text, "");
    free(text);
    free(shf_run_ok(program(), "toy --rows 50 --mode slow")); /* no terminal, no bar */
}

SHF_TEST_MAIN("cli/toy-program", failures_have_their_codes, bad_places_are_found_early,
              checks_out_of_tolerance, interruption_keeps_rows, interruption_before_the_first_row,
              a_second_signal_ends_the_program, rerun_of_an_interrupted_result, texts_with_spaces_in_a_rerun,
              the_bar_comes_and_goes)
