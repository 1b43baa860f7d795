/* Command lines of a command, and panels of plots. */
#include "toy.h"
#include <cli/options.h>
#include <support/test.h>

/* Splits a line at spaces and reads it; the options point into `line`. */
static shf_status read_line(options *o, settings *s, const command *c, char *line, shf_error *error)
{
    char *words[32];
    int n = 0;
    shf_error unused;
    shf_assert_ok(settings_init(s, c, &unused), unused);
    while (line && *line)
        words[n++] = strsep(&line, " ");
    return options_read(o, s, n, words, error);
}

START_TEST(all_kinds_of_options)
{
    char line[] =
        "--alpha 2 -o out.tsv --config a.ini --alpha=3 --quiet --times 1,2 --config=b.ini --rows -1 "
        "--format json --plot x.svg --file --alpha";
    options o;
    settings s;
    shf_error error;
    shf_assert_ok(read_line(&o, &s, &toy_command, line, &error), error);
    ck_assert_uint_eq(o.n_config, 2);
    ck_assert_str_eq(o.config[0], "a.ini");
    ck_assert_str_eq(o.config[1], "b.ini");
    ck_assert_str_eq(o.output, "out.tsv");
    ck_assert_str_eq(o.format, "json");
    ck_assert_str_eq(o.plot, "x.svg");
    ck_assert_int_eq(o.quiet, 1);
    ck_assert_int_eq(o.help, 0);
    const char *const expected[][2] = {
        {"alpha", "2"}, {"alpha", "3"}, {"times", "1,2"}, {"rows", "-1"}, {"file", "--alpha"}};
    ck_assert_uint_eq(o.n_set, 5);
    for (size_t k = 0; k < o.n_set; k++) {
        ck_assert_str_eq(o.set[k].name, expected[k][0]);
        ck_assert_str_eq(o.set[k].value, expected[k][1]);
    }
    options_clear(&o);
    settings_clear(&s);
}

START_TEST(bad_options)
{
    const struct {
        const char *line, *message;
    } cases[] = {{"--alhpa 1", "unknown option --alhpa; did you mean --alpha?"},
                 {"--alhpa=1", "unknown option --alhpa; did you mean --alpha?"},
                 {"--alph 1", "unknown option --alph; did you mean --alpha?"},
                 {"--Rows 1", "unknown option --Rows; did you mean --rows?"},
                 {"--outptu x", "unknown option --outptu; did you mean --output?"},
                 {"--foo 1", "unknown option --foo; shallowflow toy --help lists them"},
                 {"-x", "unknown option -x; shallowflow toy --help lists them"},
                 {"-rows 3", "unknown option -rows; did you mean --rows?"},
                 {"--alpha", "--alpha needs a value"},
                 {"-o", "-o needs a value"},
                 {"--quiet=yes", "--quiet takes no value"},
                 {"file", "unexpected argument file"},
                 {"--alpha 1 2", "unexpected argument 2"},
                 {"-3", "unexpected argument -3"},
                 {"-- x", "unexpected argument x"},
                 {"-", "unexpected argument -"},
                 {"--=3", "unknown option --; shallowflow toy --help lists them"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char *line = strdup(cases[k].line);
        options o;
        settings s;
        shf_error error;
        ck_assert_int_eq(read_line(&o, &s, &toy_command, line, &error), SHF_ERR_TEXT);
        ck_assert_str_eq(error.message, cases[k].message);
        options_clear(&o);
        settings_clear(&s);
        free(line);
    }
}

START_TEST(panels_of_many_columns)
{
    static const char *const names[] = {"t",       "a",     "a_1",  "w_par_1", "a_2",    "w_par_2",
                                        "a_w_par", "F[-1]", "F[1]", "F[1]_se", "a_error"};
    static const double row[11] = {0};
    shf_error error;
    shf_table *table = shf_table_new();
    for (int j = 0; j < 11; j++)
        shf_assert_ok(shf_table_add_column(table, names[j], "", "", &error), error);
    shf_assert_ok(shf_table_add_row(table, row, &error), error);
    picture p = {.table = table};
    picture_add_pairs(&p, PANEL("w", "a", AXES_LINEAR), "w_par_", "a_", 0);
    picture_add_columns(&p, PANEL("t", "F", AXES_LOG_X), "t", "F[");
    picture_add_columns(&p, PANEL("t", "G", AXES_LOG_X), "t", "G["); /* no curve: no panel */
    PICTURE_CURVES(&p, "t", "a", AXES_LOG_Y, {"t", "a", "all"});
    picture_add_columns(&p, PANEL("t", "a", AXES_LINEAR), "t", "a_"); /* numbers, no error, no other name */
    ck_assert_uint_eq(p.n, 4);
    ck_assert_uint_eq(p.panel[3].n_curves, 2);
    ck_assert_str_eq(p.panel[3].curves[1].title, "a_{2}");
    ck_assert_uint_eq(p.panel[0].n_curves, 2);
    ck_assert_str_eq(p.panel[0].curves[1].x, "w_par_2");
    ck_assert_str_eq(p.panel[0].curves[1].y, "a_2");
    ck_assert(!p.panel[0].log_x && !p.panel[0].log_y && p.panel[1].log_x && !p.panel[1].log_y);
    ck_assert_uint_eq(p.panel[1].n_curves, 2);
    ck_assert_str_eq(p.panel[1].curves[0].y, "F[-1]");
    ck_assert(!p.panel[2].log_x && p.panel[2].log_y);
    ck_assert_str_eq(p.panel[2].curves[0].title, "all");
    while (p.n < PANELS_MAX)
        PICTURE_CURVES(&p, "t", "a", AXES_LINEAR, {"t", "a", "all"});
    ck_assert_int_eq(p.status, SHF_OK);
    PICTURE_CURVES(&p, "t", "a", AXES_LINEAR, {"t", "a", "all"}); /* one too many */
    ck_assert_int_eq(p.status, SHF_ERR_MEMORY);
    picture_clear(&p);
    ck_assert_uint_eq(p.n, 0);
    shf_table_free(table);
}

/* Columns are called in pictures as in formulas: Greek letters, what follows the first _ as an index. */
START_TEST(symbols)
{
    static const char *const cases[][2] = {{"alpha", "α"},
                                           {"gamma", "γ"},
                                           {"delta", "δ"},
                                           {"epsilon", "ε"},
                                           {"eta", "η"},
                                           {"kappa", "κ"},
                                           {"nu", "ν"},
                                           {"rho", "ρ"},
                                           {"sigma", "σ"},
                                           {"tau", "τ"},
                                           {"rho_0", "ρ_{0}"},
                                           {"gamma_M", "γ_{M}"},
                                           {"R_1_2", "R_{1,2}"},
                                           {"alpha_1_2", "α_{1,2}"},
                                           {"a_w_par", "a_{w_par}"},
                                           {"t_best", "t_{best}"},
                                           {"x_c", "x_{c}"},
                                           {"I", "I"},
                                           {"error_test", "error_test"},
                                           {"alphabet", "alphabet"},
                                           {"alp", "alp"},
                                           {"f0", "f0"}};
    picture p = {.status = SHF_OK};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        ck_assert_str_eq(picture_text(&p, cases[k][0]), cases[k][1]);
    picture_clear(&p);
}
END_TEST

SHF_TEST_MAIN("cli/options", all_kinds_of_options, bad_options, panels_of_many_columns, symbols)
