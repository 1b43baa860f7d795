/* The installed program: bad input, results, help, manual, completion. */
#include <cli/commands.h>
#include <cli/help.h>
#include <cli/options.h>
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

/* ---- help ---- */

/* Every option that the help of a command shows is in the manual and in the completion. */
static void assert_options_in(const char *help, const char *manual, const char *completion)
{
    size_t n = 0;
    for (const char *line = help; *line; line += strcspn(line, "\n") + 1) {
        char name[64], tag[80];
        if (strncmp(line, "  --", 4) != 0 || sscanf(line, "  --%63[^ \n]", name) != 1)
            continue;
        n++;
        size_t k = (size_t)snprintf(tag, sizeof tag, "\n.B \\-\\-");
        for (const char *c = name; *c && k < sizeof tag - 3; c++) {
            if (*c == '-')
                tag[k++] = '\\';
            tag[k++] = *c;
        }
        tag[k] = '\0';
        ck_assert_msg(strstr(manual, tag) != NULL, "the manual lacks --%s", name);
        (void)snprintf(tag, sizeof tag, " --%s", name);
        ck_assert_msg(strstr(completion, tag) != NULL, "the completion lacks --%s", name);
    }
    ck_assert_uint_gt(n, 0);
}

START_TEST(help_manual_and_completion_agree)
{
    char *manual = shf_run_ok(program(), "man"), *completion = shf_run_ok(program(), "completion bash");
    char *overview = shf_run_ok(program(), "--help");
    for (const command *const *c = command_list; *c; c++) {
        char line[100];
        (void)snprintf(line, sizeof line, "%s --help", (*c)->name);
        char *help = shf_run_ok(program(), line);
        (void)snprintf(line, sizeof line, "help %s", (*c)->name);
        char *same = shf_run_ok(program(), line);
        ck_assert_str_eq(help, same);
        assert_options_in(help, manual, completion);
        (void)snprintf(line, sizeof line, "\n.SS \"shallowflow %s", (*c)->name);
        ck_assert_msg(strstr(manual, line) != NULL, "the manual lacks %s", (*c)->name);
        char called[80];
        help_usage_name(*c, called, sizeof called);
        (void)snprintf(line, sizeof line, "\n  %s ", called);
        ck_assert_ptr_nonnull(strstr(overview, line));
        for (const char *text = help; *text; text += strcspn(text, "\n") + 1)
            ck_assert_msg(strcspn(text, "\n") <= 100, "%s: %.100s...", (*c)->name, text);
        free(help);
        free(same);
    }
    free(manual);
    free(completion);
    free(overview);
}

/* Help keeps to the width of the screen, unless a single word is longer, and cuts no value. */
START_TEST(help_in_the_width_of_the_screen)
{
    static const int widths[] = {60, 80, 132};
    for (size_t k = 0; k < 3; k++) {
        char set[8];
        (void)snprintf(set, sizeof set, "%d", widths[k]);
        ck_assert_int_eq(setenv("COLUMNS", set, 1), 0);
        for (const command *const *c = command_list; *c; c++) {
            char line[100];
            (void)snprintf(line, sizeof line, "%s --help", (*c)->name);
            char *help = shf_run_ok(program(), line), *rest = help;
            for (char *one = strsep(&rest, "\n"); one; one = strsep(&rest, "\n"))
                ck_assert_msg(strlen(one) <= (size_t)widths[k] || !strchr(one + strspn(one, " "), ' ') ||
                                  strncmp(one, "usage:", 6) == 0,
                              "%s at %d: %s", (*c)->name, widths[k], one);
            free(help);
        }
        char *help = shf_run_ok(program(), "dmft --help");
        ck_assert_ptr_nonnull(strstr(help, "collocation|"));
        free(help);
        help = shf_run_ok(program(), "timescales --help");
        ck_assert_ptr_nonnull(strstr(help, "0.6666666666666666"));
        free(help);
    }
    ck_assert_int_eq(unsetenv("COLUMNS"), 0);
}

/* The help has each heading once, with the commands that answer its question. */
START_TEST(commands_are_grouped)
{
    char *overview = shf_run_ok(program(), "--help");
    const char *last = overview;
    for (const command *const *c = command_list; *c; c++) {
        char line[100];
        if (c > command_list)
            ck_assert_int_ge((*c)->answers, c[-1]->answers);
        if (c > command_list && (*c)->answers == c[-1]->answers)
            continue;
        (void)snprintf(line, sizeof line, "\n\n%s\n  ", help_heading((*c)->answers));
        const char *place = strstr(overview, line);
        ck_assert_msg(place && place > last, "the overview lacks the heading %s, or not in this order",
                      line + 2);
        last = place;
    }
    free(overview);
}

/* What every command must have, so that help, manual, options and parameter files work. */
START_TEST(descriptors_are_sound)
{
    for (const command *const *c = command_list; *c; c++) {
        int words = 0;
        settings s;
        shf_error error;
        ck_assert(*(*c)->name && *(*c)->summary);
        ck_assert_ptr_eq(command_named((*c)->name), *c);
        char *copy = strdup((*c)->name), *rest = copy, *word[4];
        while (rest && words < 4)
            word[words++] = strsep(&rest, " ");
        int found = 0;
        ck_assert_ptr_eq(command_find(words, word, &found), *c);
        ck_assert_int_eq(found, words);
        free(copy);
        ck_assert_msg(((*c)->run != NULL) != ((*c)->call != NULL), "%s must either compute or not",
                      (*c)->name);
        ck_assert_msg(!(*c)->run || (*c)->sections, "%s needs sections", (*c)->name);
        shf_assert_ok(settings_init(&s, *c, &error), error);
        for (size_t k = 0; k < s.n; k++) {
            const command_section *section = &(*c)->sections[k]; /* in the order of the input struct */
            ck_assert_msg(!section[1].table || section->offset + section->table->size <= section[1].offset,
                          "%s: [%s] reaches into [%s]", (*c)->name, section->table->title,
                          section[1].table->title);
        }
        for (size_t k = 0; k < s.n; k++)
            for (size_t j = 0; j < s.section[k].table->n_rows; j++) {
                const shf_param *row = &s.section[k].table->row[j];
                size_t section = 0;
                ck_assert_msg(settings_find(&s, NULL, row->name, &section) == row, "%s: --%s is there twice",
                              (*c)->name, row->name);
                for (int i = 0; i < COMMON_COUNT; i++)
                    ck_assert_msg(strcmp(row->name, common_options[i].name) != 0,
                                  "%s: --%s is an option of all", (*c)->name, row->name);
            }
        settings_clear(&s);
        shf_table *table = (*c)->run ? help_sample(*c) : NULL;
        ck_assert_msg(!(*c)->run || (table && shf_table_columns(table) > 0), "%s needs a sample that runs",
                      (*c)->name);
        shf_table_free(table);
    }
}

/* Every parameter of every table is an option, and the columns are those of a real run. */
START_TEST(help_is_complete)
{
    char *help = shf_run_ok(program(), "hinge --help"), *text = shf_run_ok(program(), "hinge --points 2");
    shf_error error;
    settings s;
    shf_assert_ok(settings_init(&s, &hinge_command, &error), error);
    ck_assert_uint_eq(s.n, 4);
    for (size_t k = 0; k < s.n; k++)
        for (size_t j = 0; j < s.section[k].table->n_rows; j++) {
            char option[80];
            (void)snprintf(option, sizeof option, "\n  --%s ", s.section[k].table->row[j].name);
            ck_assert_msg(strstr(help, option) != NULL, "the help lacks%s", option + 2);
        }
    settings_clear(&s);
    size_t n = 0;
    for (char *line = strstr(text, "\n#: column "); line; line = strstr(line + 1, "\n#: column "), n++) {
        char name[64], column[80];
        ck_assert_int_eq(sscanf(line, "\n#: column %63[^: (]", name), 1);
        (void)snprintf(column, sizeof column, "\n  %s ", name);
        ck_assert_msg(strstr(help, column) != NULL, "the help lacks column %s", name);
    }
    ck_assert_uint_ge(n, 11);
    free(help);
    free(text);
}

START_TEST(without_arguments)
{
    shf_outcome o = shf_run(program(), "");
    ck_assert_int_eq(o.code, 2);
    ck_assert_str_eq(o.out, "");
    ck_assert_ptr_nonnull(strstr(o.err, "usage: shallowflow COMMAND"));
    shf_outcome_free(&o);
    char *text = shf_run_ok(program(), "--version"), *same = shf_run_ok(program(), "version");
    ck_assert_str_eq(text, same);
    ck_assert_int_eq(strncmp(text, "shallowflow ", 12), 0);
    free(text);
    free(same);
}

START_TEST(the_manual_is_good_roff)
{
    char line[600];
    if (system("command -v mandoc > /dev/null") != 0)
        return;
    shf_enter_folder();
    (void)snprintf(line, sizeof line, "%s man > x.1 && mandoc -T lint x.1 > complaints 2>&1", program());
    int code = system(line);
    char *complaints = shf_read_file("complaints", NULL);
    ck_assert_msg(code == 0 && !*complaints, "%s", complaints);
    free(complaints);
}

/* What bash offers behind a line; the last word is being typed. */
static void assert_completes(const char *words, int place, const char *expected)
{
    char line[1000];
    (void)snprintf(line, sizeof line,
                   "bash -c 'source <(%s completion bash); COMP_WORDS=(%s); COMP_CWORD=%d; _shallowflow; "
                   "echo \"${COMPREPLY[*]}\"' > offers",
                   program(), words, place);
    ck_assert_int_eq(system(line), 0);
    char *offers = shf_read_file("offers", NULL);
    offers[strcspn(offers, "\n")] = '\0';
    ck_assert_str_eq(offers, expected);
    free(offers);
}

START_TEST(bash_completes)
{
    if (system("command -v bash > /dev/null") != 0)
        return;
    shf_enter_folder();
    assert_completes("shallowflow hi", 1, "hinge");
    assert_completes("shallowflow sim", 1, "simulate");
    assert_completes("shallowflow simulate h", 2, "hinge");
    assert_completes("shallowflow help simulate h", 3, "hinge");
    assert_completes("shallowflow simulate hinge --del", 3, "--delta");
    assert_completes("shallowflow simulate hinge --prec", 3, "--precision");
    assert_completes("shallowflow simulate hinge --precision s", 4, "single");
    assert_completes("shallowflow hinge --del", 2, "--delta");
    assert_completes("shallowflow hinge --data s", 3, "sphere student");
    assert_completes("shallowflow hinge --format c", 3, "csv");
    assert_completes("shallowflow rerun of", 2, "offers");
    assert_completes("shallowflow hinge --config of", 3, "offers");
    assert_completes("shallowflow help rer", 2, "rerun");
    assert_completes("shallowflow version --d", 2, "");
}

SHF_TEST_MAIN("cli/program", bad_files, bad_plots, truncated_results_are_not_run_again, full_disks,
              closed_pipes, interruption_keeps_finished_rows, rerun_gives_the_same_bytes,
              formats_hold_the_same, the_order_of_sources, other_versions, a_result_is_a_parameter_file,
              plots_beside_results, a_failed_plot_leaves_the_result, smallest_tolerances,
              help_manual_and_completion_agree, help_in_the_width_of_the_screen, commands_are_grouped,
              descriptors_are_sound, help_is_complete, without_arguments, the_manual_is_good_roff,
              bash_completes)
