/* The list of figures: every name, every command line and every column in it means something. */
#include "figures/figures.h"
#include <cli/command.h>
#include <cli/run.h>
#include <support/test.h>

START_TEST(names)
{
    for (const figure *f = figure_list; f < figure_list + figure_n_list; f++) {
        ck_assert_ptr_eq(figure_named(f->name), f);
        ck_assert_uint_gt(f->n_panels, 0);
        ck_assert_uint_lt(strlen(f->name), 40);
        ck_assert_int_ne(f->title[strlen(f->title) - 1], '.');
    }
    ck_assert_uint_ge(figure_n_list, 40);
    ck_assert_ptr_null(figure_named("dmft-1000"));
}
END_TEST

/* Every panel of a figure with several is a figure too, which draws no more than it needs. */
START_TEST(parts)
{
    const figure *whole = figure_named("hinge-1"), *part = figure_named("hinge-1c");
    ck_assert_uint_eq(whole->n_panels, 4);
    ck_assert_uint_eq(part->n_panels, 1);
    ck_assert_ptr_eq(part->panels, whole->panels + 2);
    ck_assert_ptr_null(figure_named("hinge-1e"));
    ck_assert_ptr_null(figure_named("dmft-20a"));
    const figure *lone = figure_named("hinge-3c");
    for (size_t k = 0; k < lone->n_data; k++)
        ck_assert(figure_uses(figure_named("hinge-3"), lone->data[k]));
    ck_assert_uint_lt(figure_named("dmft-31b")->n_data, figure_named("dmft-5")->n_data);
}
END_TEST

START_TEST(every_dataset_is_drawn)
{
    for (const dataset *d = figure_datasets; d < figure_datasets + figure_n_datasets; d++) {
        int used = 0;
        for (const figure *f = figure_list; f < figure_list + figure_n_list; f++)
            used += figure_uses(f, d);
        ck_assert_msg(used > 0, "no figure draws %s", d->name);
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
    for (const dataset *d = figure_datasets; d < figure_datasets + figure_n_datasets; d++) {
        char line[2048];
        (void)snprintf(line, sizeof line, "%s %s", d->line, d->quick ? d->quick : "");
        assert_line(d->line);
        assert_line(line);
    }
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
                              "%s, %s: %s and %s are both drawn with %s", f->name, panel->y.label, one->title,
                              other->title, one->style);
        }
}

START_TEST(curves_can_be_told_apart)
{
    for (const figure *f = figure_list; f < figure_list + figure_n_list; f++)
        for (size_t p = 0; p < f->n_panels; p++)
            assert_told_apart(f, &f->panels[p]);
}
END_TEST

SHF_TEST_MAIN("figures/catalogue", names, parts, every_dataset_is_drawn, every_line_is_a_command,
              curves_can_be_told_apart)
