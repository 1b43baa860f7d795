/* Plots: the script, the picture, and what happens when gnuplot is missing or fails. */
#include "example.h"
#include <output/plot.h>
#include <support/folder.h>
#include <sys/wait.h>

static const shf_plot_curve curves[] = {{.x = "t", .y = "loss", .title = "loss"},
                                        {.x = "t", .y = "f_U", .title = "f_U", .style = "linespoints"},
                                        {.x = "t", .y = "nothing", .title = "left out"}};
static const shf_plot_curve other_curves[] = {{.x = "t", .y = "gamma", .title = "γ"}};
static const shf_plot_curve empty_curves[] = {{.x = "t", .y = "negative", .title = "left out"}};
static const shf_plot_panel panels[] = {{"t", "loss", 1, 1, curves, 3},
                                        {"t", "γ", 1, 0, other_curves, 1},
                                        {"t", "a \"quoted\" \\ label", 0, 1, empty_curves, 1}};

/* Columns with zeros, negative and non-finite values among them. */
static shf_table *make_table(void)
{
    static const char *const names[] = {"t", "loss", "f_U", "gamma", "negative"};
    shf_error error;
    shf_table *table = shf_table_new();
    for (int j = 0; j < 5; j++)
        shf_assert_ok(shf_table_add_column(table, names[j], "", "", &error), error);
    for (int i = 0; i < 50; i++) {
        double t = i / 5.0, row[] = {t, exp(-t), i == 7 ? NAN : 1 / (t + 1), i == 9 ? INFINITY : t, -1 - t};
        shf_assert_ok(shf_table_add_row(table, row, &error), error);
    }
    return table;
}

static shf_status plot_part(const char *path, const shf_plot_panel *which, size_t n, double width,
                            const char *panel, shf_error *error)
{
    static const shf_provenance provenance = {.command = "example"};
    shf_table *table = make_table();
    const shf_plot_picture picture = {
        .panels = which, .n_panels = n, .table = table, .width = width, .panel = panel};
    shf_status status = shf_plot(path, &picture, &provenance, error);
    shf_table_free(table);
    return status;
}

static shf_status plot_to(const char *path, const shf_plot_panel *which, size_t n, shf_error *error)
{
    return plot_part(path, which, n, 0, NULL, error);
}

START_TEST(three_formats)
{
    static const char *const paths[] = {"x.svg", "x.pdf", "y.PNG"};
    static const char *const marks[] = {"<?xml", "%PDF-", "\x89PNG"};
    shf_error error;
    shf_enter_folder();
    for (int k = 0; k < 3; k++) {
        shf_assert_ok(shf_plot_check(paths[k], &error), error);
        shf_assert_ok(plot_to(paths[k], panels, 3, &error), error);
        char *text = shf_read_file(paths[k], NULL);
        ck_assert_int_eq(strncmp(text, marks[k], strlen(marks[k])), 0);
        free(text);
    }
    ck_assert_uint_eq(shf_count_files(), 5); /* and x.gp, y.gp */
}

START_TEST(the_script_keeps_provenance_and_data)
{
    shf_error error;
    shf_enter_folder();
    shf_assert_ok(plot_to("x.svg", panels, 3, &error), error);
    char *script = shf_read_file("x.gp", NULL);
    ck_assert_int_eq(strncmp(script, "# shallowflow ", 14), 0);
    ck_assert_ptr_nonnull(strstr(script, "\n# command: shallowflow example\n"));
    ck_assert_ptr_nonnull(strstr(script, "\n$data << EOD\nt\tloss\tf_U\tgamma\tnegative\n0\t1\t1\t0\t-1\n"));
    ck_assert_ptr_nonnull(strstr(script, "\nset multiplot\n"));
    ck_assert_ptr_nonnull(strstr(script, "title \"f_U\""));
    ck_assert_ptr_null(strstr(script, "left out\""));
    ck_assert_ptr_null(strstr(script, "quoted"));
    free(script);
}

/* The script makes the plot again, from any folder, and elsewhere if it is told so. */
START_TEST(the_script_makes_the_plot_again)
{
    shf_error error;
    shf_enter_folder();
    ck_assert_int_eq(mkdir("it's here", 0777), 0);
    shf_assert_ok(plot_to("it's here/x.svg", panels, 3, &error), error);
    ck_assert_int_eq(rename("it's here/x.svg", "first.svg"), 0);
    ck_assert_int_eq(system("gnuplot \"it's here/x.gp\""), 0);
    shf_assert_same_files("it's here/x.svg", "first.svg");
    ck_assert_int_eq(system("cd \"it's here\" && rm x.svg && gnuplot x.gp"), 0);
    shf_assert_same_files("it's here/x.svg", "first.svg");
    ck_assert_int_eq(system("gnuplot -e 'output=\"second.svg\"' \"it's here/x.gp\""), 0);
    shf_assert_same_files("second.svg", "first.svg");
}

START_TEST(bad_names)
{
    static const char *const paths[] = {"x.gif", "x", "svg", ".svg", "folder/.svg", "", "x.svg.txt"};
    shf_error error;
    shf_enter_folder();
    for (size_t k = 0; k < sizeof paths / sizeof paths[0]; k++) {
        shf_assert_fails(plot_to(paths[k], panels, 3, &error), SHF_ERR_VALUE, error, "must end in");
        shf_assert_fails(shf_plot_check(paths[k], &error), SHF_ERR_VALUE, error, "must end in");
    }
    shf_assert_fails(plot_to("missing/x.svg", panels, 3, &error), SHF_ERR_FILE, error, "missing/x.");
    shf_assert_fails(shf_plot_check("missing/x.svg", &error), SHF_ERR_FILE, error, "missing/x.");
    ck_assert_uint_eq(shf_count_files(), 0);
}

START_TEST(nothing_to_draw)
{
    shf_error error;
    shf_enter_folder();
    shf_assert_fails(plot_to("x.svg", panels + 2, 1, &error), SHF_ERR_VALUE, error, "no curve has a point");
    ck_assert_uint_eq(shf_count_files(), 0);
}

/* The present search path, to be freed. */
static char *search_path(void)
{
    const char *path = getenv("PATH");
    ck_assert_ptr_nonnull(path);
    return strdup(path ? path : "");
}

/* A program of that name in a folder of its own stands for gnuplot. */
static void fake_gnuplot(const char *script)
{
    char path[400];
    if (mkdir("bin", 0777) == 0 && script) {
        shf_write_text("bin/gnuplot", script);
        ck_assert_int_eq(chmod("bin/gnuplot", 0755), 0);
    }
    char *here = getcwd(NULL, 0);
    (void)snprintf(path, sizeof path, "%s/bin", here);
    free(here);
    ck_assert_int_eq(setenv("PATH", path, 1), 0);
}

/* Whatever is wrong with gnuplot: one line, and no file. */
START_TEST(gnuplot_missing_or_failing)
{
    const struct {
        const char *script, *part;
    } cases[] = {{NULL, "gnuplot: not found"},
                 {"#!/bin/sh\nexit 1\n", "gnuplot: ended with exit code 1"},
                 {"#!/bin/sh\necho first >&2\necho 'line 3: trouble' >&2\necho >&2\nexit 1\n",
                  "gnuplot: ended with exit code 1: line 3: trouble"},
                 {"#!/bin/sh\necho trouble >&2\nexit 2\n", "gnuplot: ended with exit code 2: trouble"},
                 {"#!/bin/sh\nexit 0\n", "x.svg: gnuplot left it incomplete"},
                 {"#!/bin/sh\nkill -9 $$\n", "gnuplot: ended by signal 9"},
                 {"not a program", "gnuplot: "}};
    char *path = search_path();
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_error error;
        shf_enter_folder();
        fake_gnuplot(cases[k].script);
        shf_status status = plot_to("x.svg", panels, 3, &error);
        if (!cases[k].script)
            shf_assert_fails(shf_plot_check("x.svg", &error), SHF_ERR_FILE, error, cases[k].part);
        ck_assert_int_eq(setenv("PATH", path, 1), 0);
        shf_assert_fails(status, SHF_ERR_FILE, error, cases[k].part);
        ck_assert_uint_eq(shf_count_files(), 1); /* bin */
    }
    free(path);
}

/* An older plot and script stay when a new one fails. */
START_TEST(a_failed_plot_changes_nothing)
{
    shf_error error;
    shf_enter_folder();
    shf_write_text("x.svg", "old picture");
    shf_write_text("x.gp", "old script");
    char *path = search_path();
    fake_gnuplot("#!/bin/sh\nexit 3\n");
    shf_status status = plot_to("x.svg", panels, 3, &error);
    ck_assert_int_eq(setenv("PATH", path, 1), 0);
    ck_assert_int_eq(status, SHF_ERR_FILE);
    char *picture = shf_read_file("x.svg", NULL), *script = shf_read_file("x.gp", NULL);
    ck_assert_str_eq(picture, "old picture");
    ck_assert_str_eq(script, "old script");
    ck_assert_uint_eq(shf_count_files(), 3);
    free(picture);
    free(script);
    free(path);
}

/* Rounding errors far below a curve do not stretch its logarithmic axis. */
START_TEST(tiny_values_stay_out_of_sight)
{
    static const shf_plot_curve both[] = {{.x = "t", .y = "value", .title = "value"},
                                          {.x = "t", .y = "noise", .title = "noise"}};
    static const shf_plot_panel panel = {"t", "value", 0, 1, both, 2};
    static const shf_provenance provenance = {.command = "example"};
    shf_error error;
    shf_enter_folder();
    for (int pass = 0; pass < 2; pass++) {
        shf_table *table = shf_table_new();
        shf_assert_ok(shf_table_add_column(table, "t", "", "", &error), error);
        shf_assert_ok(shf_table_add_column(table, "value", "", "", &error), error);
        shf_assert_ok(shf_table_add_column(table, "noise", "", "", &error), error);
        for (int i = 0; i < 5; i++) {
            double row[] = {i, 2.5, pass ? 1e-14 : 1e-4};
            shf_assert_ok(shf_table_add_row(table, row, &error), error);
        }
        const shf_plot_picture picture = {.panels = &panel, .n_panels = 1, .table = table};
        shf_assert_ok(shf_plot("x.svg", &picture, &provenance, &error), error);
        char *script = shf_read_file("x.gp", NULL);
        ck_assert_ptr_nonnull(strstr(script, pass ? "set yrange [2.2" : "set yrange [0.0001:"));
        free(script);
        shf_table_free(table);
    }
}

/* Ranges of every kind, of one value too, can be drawn. */
START_TEST(ranges)
{
    static const double ends[][2] = {{1, 1},           {1, 1 + 1e-15}, {-1, 1},          {0, 0},
                                     {1e-300, 1e300},  {5, 100},       {2, 3},           {1e-310, 1e-309},
                                     {1e307, 1.5e308}, {-5, -1},       {1e15, 1e15 + 1}, {0, 1e-320}};
    static const shf_plot_curve line[] = {{.x = "t", .y = "value"}};
    static const shf_provenance provenance = {.command = "example"};
    shf_error error;
    shf_enter_folder();
    for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++)
        for (int scale = 0; scale < 4; scale++) {
            const shf_plot_panel panel = {"x", "y", scale & 1, scale / 2, line, 1};
            if (scale && !(ends[k][0] > 0))
                continue;
            shf_table *table = shf_table_new();
            shf_assert_ok(shf_table_add_column(table, "t", "", "", &error), error);
            shf_assert_ok(shf_table_add_column(table, "value", "", "", &error), error);
            for (int i = 0; i < 2; i++)
                shf_assert_ok(shf_table_add_row(table, (const double[]){ends[k][i], ends[k][i]}, &error),
                              error);
            const shf_plot_picture picture = {.panels = &panel, .n_panels = 1, .table = table};
            shf_status status = shf_plot("x.svg", &picture, &provenance, &error);
            ck_assert_msg(!status, "%g to %g, %d: %s", ends[k][0], ends[k][1], scale, error.message);
            shf_table_free(table);
        }
}

/* Twenty curves share a style and have no key. */
START_TEST(many_curves)
{
    shf_plot_curve many[20];
    shf_error error;
    shf_enter_folder();
    for (int k = 0; k < 20; k++)
        many[k] = curves[0];
    shf_plot_panel panel = {"t", "loss", 0, 0, many, 20};
    shf_assert_ok(plot_to("x.svg", &panel, 1, &error), error);
    char *script = shf_read_file("x.gp", NULL);
    ck_assert_ptr_nonnull(strstr(script, "notitle"));
    ck_assert_ptr_null(strstr(script, "title \"loss\""));
    free(script);
}

/* Whatever the name of a plot is, it is a name: in the script for gnuplot, for matplotlib and on the way to
 * them. */
START_TEST(names_are_names)
{
    static const char *const names[] = {"`touch pwned`",
                                        "$(touch pwned)",
                                        "a'; system('touch pwned'); '",
                                        "\"; system(\"touch pwned\"); \"",
                                        "%s%n%d %",
                                        "@pwned @ARG0",
                                        "back\\slash \\",
                                        "\\140touch pwned\\140",
                                        "# { } ~ ^ & _ é 漢"};
    static const char *const kinds[] = {"svg", "tex", "py"};
    shf_error error;
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        shf_enter_folder();
        for (int j = 0; j < 3; j++) {
            char path[100];
            (void)snprintf(path, sizeof path, "%s.%s", names[k], kinds[j]);
            shf_assert_ok(plot_to(path, panels, 3, &error), error);
            ck_assert_int_eq(access(path, R_OK), 0);
        }
        ck_assert_uint_eq(shf_count_files(), 4); /* .svg, .tex, their .gp, .py */
        ck_assert_int_eq(system("rm *.svg *.tex; gnuplot *.gp 2>gnuplot.log; python3 -m py_compile *.py; "
                                "rm -r gnuplot.log __pycache__"),
                         0);
        ck_assert_msg(shf_count_files() == 3, "%s", names[k]); /* .tex drawn again, .gp, .py */
    }
}

START_TEST(control_characters_in_names)
{
    static const char *const names[] = {"a\nb.svg", "\tx.py", "x\x7f.tex", "a\rb.png", "\x1b[2J.pdf"};
    shf_error error;
    shf_enter_folder();
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        shf_assert_fails(shf_plot_check(names[k], &error), SHF_ERR_VALUE, error, "control characters");
        shf_assert_fails(plot_to(names[k], panels, 3, &error), SHF_ERR_VALUE, error, "control characters");
        for (const char *c = error.message; *c; c++)
            ck_assert_int_ge((unsigned char)*c, ' ');
    }
    ck_assert_uint_eq(shf_count_files(), 0);
}

/* Size of the picture that a script draws, in cm. */
static double width_of(const char *path)
{
    double width = 0;
    char *script = shf_read_file(path, NULL);
    const char *size = strstr(script, "\nset terminal ");
    size = size ? strstr(size, "size ") : NULL;
    ck_assert(size && sscanf(size, "size %lfcm,", &width) == 1);
    free(script);
    return width;
}

START_TEST(widths_and_panels)
{
    static const struct {
        double asked, drawn;
        const char *panel;
    } cases[] = {{0, 17.8, NULL}, {8.6, 8.6, NULL},  {12, 12, NULL},
                 {0, 8.6, "a"},   {0, 8.6, "gamma"}, {17.8, 17.8, "f_U"}};
    shf_error error;
    shf_enter_folder();
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_assert_ok(plot_part("x.pdf", panels, 3, cases[k].asked, cases[k].panel, &error), error);
        ck_assert_double_eq_tol(width_of("x.gp"), cases[k].drawn, 1e-9);
        char *script = shf_read_file("x.gp", NULL);
        ck_assert_int_eq(strstr(script, "\"(a)\"") != NULL,
                         !cases[k].panel); /* letters where there are several */
        ck_assert_int_eq(strstr(script, "set ylabel \"loss\"") != NULL,
                         !cases[k].panel || strcmp(cases[k].panel, "gamma") != 0);
        free(script);
    }
    static const char *const missing[] = {"c", "", "A", "ab", "nothing here"};
    for (size_t k = 0; k < sizeof missing / sizeof missing[0]; k++)
        shf_assert_fails(plot_part("x.pdf", panels, 3, 0, missing[k], &error), SHF_ERR_VALUE, error,
                         "must be a letter from a to b");
}

START_TEST(labels_for_latex)
{
    static const struct {
        const char *text, *latex, *mathtext;
    } cases[] = {{"t_{best}", "$t_{\\mathrm{best}}$", "$t_{\\mathrm{best}}$"},
                 {"clock γ", "clock $\\gamma$", "clock $\\gamma$"},
                 {"w_{∥}^2", "$w_{\\parallel}^2$", "$w_{\\parallel}^2$"},
                 {"a/√m", "$a$/$\\sqrt{m}$", "$a$/$\\sqrt{m}$"},
                 {"50 % of #1 & $2", "50 \\% of \\#1 \\& \\$2", "50 % of #1 & \\$2"},
                 {"a_ ~^ \\", "$a$\\_ {\\char`\\~}{\\char`\\^} {\\char`\\\\}", "$a$_ ~^ \\"},
                 {"x_{open", "$x$\\_\\{open", "$x$_{open"},
                 {"10^{-4}", "$10^{-4}$", "$10^{-4}$"},
                 {"ρ_{12}", "$\\rho_{12}$", "$\\rho_{12}$"},
                 {"training error", "training error", "training error"},
                 {"é 漢", "é 漢", "é 漢"},
                 {"", "", ""}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        for (int mathtext = 0; mathtext < 2; mathtext++) {
            char *latex = shf_latex(cases[k].text, mathtext);
            ck_assert_str_eq(latex, mathtext ? cases[k].mathtext : cases[k].latex);
            free(latex);
        }
}

/* The same bytes each time: no date; no command of gnuplot's own style that the file does not bring along. */
START_TEST(pictures_for_latex)
{
    shf_error error;
    shf_enter_folder();
    shf_assert_ok(plot_to("x.tex", panels, 3, &error), error);
    char *text = shf_read_file("x.tex", NULL);
    ck_assert_ptr_nonnull(strstr(text, "\\begin{document}"));
    ck_assert_ptr_nonnull(strstr(text, "\\gamma"));
    ck_assert_ptr_null(strstr(text, "gnuplot-lua-tikz"));
    ck_assert_ptr_null(strstr(text, "20261"));
    ck_assert_ptr_null(strstr(text, "GNUPLOT"));
    free(text);
}

/* Error bars, theory of another table, marks, and one key for two panels with the same curves. */
START_TEST(bars_marks_and_keys)
{
    static const shf_plot_curve both[] = {{.x = "t", .y = "gamma", .title = "theory", .theory = 1},
                                          {.x = "t", .y = "f_U", .title = "networks", .se = "loss"},
                                          {.title = "only in the key", .style = "lines ls 7"}};
    static const shf_plot_mark marks[] = {
        {NAN, "never"}, {5, "t_{best}"}, {5.1, "t_{unlearn}"}, {50, "outside"}};
    static const shf_plot_panel two[] = {
        {.x_label = "t", .y_label = "y", .curves = both, .n_curves = 3, .marks = marks, .n_marks = 4},
        {.x_label = "t", .y_label = "z", .curves = both, .n_curves = 3}};
    static const shf_provenance provenance = {.command = "example"};
    static const char *const parts[] = {"$theory << EOD", " with yerrorbars ls 2", "t_{best}", "t_{unlearn}",
                                        "keyentry with lines ls 7"};
    shf_error error;
    shf_table *table = make_table();
    const shf_plot_picture picture = {.panels = two, .n_panels = 2, .table = table, .theory = table};
    shf_enter_folder();
    shf_assert_ok(shf_plot("x.svg", &picture, &provenance, &error), error);
    shf_assert_ok(shf_plot("x.py", &picture, &provenance, &error), error);
    char *script = shf_read_file("x.gp", NULL), *python = shf_read_file("x.py", NULL);
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
        ck_assert_msg(strstr(script, parts[k]) != NULL, "no %s", parts[k]);
    ck_assert(strstr(script, "never") == NULL && strstr(script, "outside") == NULL);
    const char *key = strstr(script, "title \"theory\"");
    ck_assert(key && strstr(key + 1, "title \"theory\"") == NULL);
    ck_assert_ptr_nonnull(strstr(script, "set pointintervalbox 0.01")); /* no white discs over the curves */
    ck_assert(strstr(python, "se=data[\"loss\"]") && strstr(python, "theory[\"gamma\"]"));
    free(script);
    free(python);
    shf_table_free(table);
}

SHF_TEST_MAIN("output/plots", ranges, three_formats, the_script_keeps_provenance_and_data,
              the_script_makes_the_plot_again, bad_names, nothing_to_draw, gnuplot_missing_or_failing,
              a_failed_plot_changes_nothing, tiny_values_stay_out_of_sight, many_curves, names_are_names,
              control_characters_in_names, widths_and_panels, labels_for_latex, pictures_for_latex,
              bars_marks_and_keys)
