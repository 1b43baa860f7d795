/* The list of figures: every name, every command line and every column in it means something. */
#include "figures/columns.h"
#include <cli/command.h>
#include <cli/run.h>
#include <support/folder.h>
#include <support/test.h>

START_TEST(names)
{
    const figure *f;
    const dataset *d;
    size_t n = 0;
    for (size_t k = 0; (f = figure_at(k)); k++, n++) {
        ck_assert_ptr_eq(figure_named(f->name), f);
        ck_assert_uint_gt(f->n_panels, 0);
        ck_assert_uint_lt(strlen(f->name), 40);
        ck_assert_int_ne(f->title[strlen(f->title) - 1], '.');
    }
    ck_assert_uint_ge(n, 40);
    for (size_t k = 0; (d = dataset_at(k)); k++)
        ck_assert_ptr_eq(dataset_named(d->name, strlen(d->name)), d);
    ck_assert_ptr_null(figure_named("dmft-1000"));
    ck_assert_ptr_null(dataset_named("noise-widths", 5));
}
END_TEST

START_TEST(every_dataset_is_drawn)
{
    const dataset *d;
    for (size_t k = 0; (d = dataset_at(k)); k++) {
        const figure *f;
        int used = 0;
        for (size_t j = 0; (f = figure_at(j)); j++)
            used += figure_uses(f, d);
        ck_assert_msg(used > 0, "no figure draws %s", d->name);
    }
}
END_TEST

/* Every curve of data is of a dataset that exists: a name in `data` that looks like one must be one. */
START_TEST(every_curve_has_its_data)
{
    const figure *f;
    for (size_t k = 0; (f = figure_at(k)); k++)
        for (size_t p = 0; p < f->n_panels; p++)
            for (size_t c = 0; c < f->panels[p].n_curves; c++) {
                const figure_curve *curve = &f->panels[p].curves[c];
                int own = curve->data[0] == '[' || curve->data[0] == '$';
                ck_assert_msg(!curve->points || own || dataset_named(curve->data, strlen(curve->data)),
                              "%s draws %s, which nothing makes", f->name, curve->data);
            }
}
END_TEST

static void assert_line(const char *line)
{
    char *copy = strdup(line), *rest = copy, *word[64], *text;
    int n = 0, skip = 0;
    while ((text = strsep(&rest, " ")))
        if (*text) {
            ck_assert_int_lt(n, 60);
            word[n++] = text;
        }
    const command *made_by = command_find(n, word, &skip);
    ck_assert_msg(made_by && made_by->run, "%s: no such command", line);
    settings s;
    options o;
    shf_error error = {SHF_OK, ""};
    shf_status status = run_read(&s, &o, made_by, n - skip, word + skip, &error);
    ck_assert_msg(status == SHF_OK, "%s: %s", line, error.message);
    options_clear(&o);
    settings_clear(&s);
    free(copy);
}

START_TEST(every_line_is_a_command)
{
    const dataset *d;
    for (size_t k = 0; (d = dataset_at(k)); k++) {
        char line[2048];
        (void)snprintf(line, sizeof line, "%s %s", d->line, d->quick ? d->quick : "");
        assert_line(d->line);
        assert_line(line);
    }
}
END_TEST

/* Names in braces become paths and column numbers; other braces stay. */
START_TEST(expansion)
{
    shf_enter_folder();
    ck_assert_int_eq(mkdir("data", 0777), 0);
    shf_write_text("data/noise-widths.tsv", "t\ta\tgamma_10\n# shallowflow\n#: size\n1\t2\t3\n");
    const data_folder here = {""};
    const dataset *d = dataset_named("noise-widths", 12);
    static const struct {
        const char *text, *expected;
    } cases[] = {{"{t}:({a}/10)", "($1):(($2)/10)"},
                 {"{noise-widths:gamma_10}", "($3)"},
                 {"stats {noise-widths} using", "stats (here . \"data/noise-widths.tsv\") using"},
                 {"10^{1/2} {/Symbol g} {", "10^{1/2} {/Symbol g} {"}};
    shf_error error;
    for (size_t k = 0; k < COUNT_OF(cases); k++) {
        char *text = NULL;
        ck_assert_int_eq(data_expand(&here, cases[k].text, d, &text, &error), SHF_OK);
        ck_assert_str_eq(text, cases[k].expected);
        free(text);
    }
    char *none = NULL;
    ck_assert_int_eq(data_expand(&here, "{gamma_1}", d, &none, &error), SHF_ERR_TEXT);
    ck_assert_ptr_null(none);
    ck_assert_str_eq(error.message, "data/noise-widths.tsv: has no column gamma_1");
    ck_assert_int_eq(data_expand(&here, "{lazy-early:t}", d, &none, &error), SHF_ERR_FILE);
    ck_assert(data_present_for(&here, "{noise-widths:t}") && !data_present_for(&here, "{lazy-early:t}"));
}
END_TEST

/* No two curves in the key of a panel look the same. */
static void assert_told_apart(const figure *f, const figure_panel *panel)
{
    for (size_t c = 0; c < panel->n_curves; c++)
        for (size_t e = 0; e < c; e++) {
            const figure_curve *one = &panel->curves[c], *other = &panel->curves[e];
            if (one->title && other->title)
                ck_assert_msg(strcmp(one->style, other->style) != 0,
                              "%s, %s: %s and %s are both drawn with %s", f->name, panel->y_label, one->title,
                              other->title, one->style);
        }
}

START_TEST(curves_can_be_told_apart)
{
    const figure *f;
    for (size_t k = 0; (f = figure_at(k)); k++)
        for (size_t p = 0; p < f->n_panels; p++)
            assert_told_apart(f, &f->panels[p]);
}
END_TEST

SHF_TEST_MAIN("figures/catalogue", names, every_dataset_is_drawn, every_curve_has_its_data,
              every_line_is_a_command, expansion, curves_can_be_told_apart)
