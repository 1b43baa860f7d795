/* Plots: the script, the picture, and what happens when gnuplot is missing or fails. */
#include "example.h"
#include <output/plot.h>
#include <support/folder.h>
#include <sys/wait.h>

static const shf_plot_curve curves[] = {
    {"t", "loss", "loss", NULL}, {"t", "f_U", "f_U", "linespoints"}, {"t", "nothing", "left out", NULL}};
static const shf_plot_curve other_curves[] = {{"t", "gamma", "γ", NULL}};
static const shf_plot_curve empty_curves[] = {{"t", "negative", "left out", NULL}};
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

static shf_status plot_to(const char *path, const shf_plot_panel *which, size_t n, shf_error *error)
{
    static const shf_provenance provenance = {.command = "example"};
    shf_table *table = make_table();
    shf_status status = shf_plot(path, "a title", which, n, &provenance, table, error);
    shf_table_free(table);
    return status;
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
    ck_assert_ptr_nonnull(strstr(script, "\nset multiplot layout 1,2 title \"a title\"\n"));
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
    static const shf_plot_curve both[] = {{"t", "value", "value", NULL}, {"t", "noise", "noise", NULL}};
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
            double row[] = {i, 2.5, pass ? 1e-14 : 1e-6};
            shf_assert_ok(shf_table_add_row(table, row, &error), error);
        }
        shf_assert_ok(shf_plot("x.svg", "", &panel, 1, &provenance, table, &error), error);
        char *script = shf_read_file("x.gp", NULL);
        ck_assert_int_eq(strstr(script, "set yrange [1e-6:*]") != NULL, pass);
        free(script);
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

SHF_TEST_MAIN("output/plots", three_formats, the_script_keeps_provenance_and_data,
              the_script_makes_the_plot_again, bad_names, nothing_to_draw, gnuplot_missing_or_failing,
              a_failed_plot_changes_nothing, tiny_values_stay_out_of_sight, many_curves)
