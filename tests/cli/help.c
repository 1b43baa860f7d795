/* The installed program: help, manual, completion. */
#include <cli/commands.h>
#include <cli/help.h>
#include <cli/options.h>
#include <support/process.h>
#include <support/test.h>

/* The program, from the environment that meson sets. */
static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

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

SHF_TEST_MAIN("cli/help", help_manual_and_completion_agree, help_in_the_width_of_the_screen,
              commands_are_grouped, descriptors_are_sound, help_is_complete, without_arguments,
              the_manual_is_good_roff, bash_completes)
