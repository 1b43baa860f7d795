/* shallowflow figure: the figures of the papers. */
#include "cli/commands.h"
#include "cli/figure_make.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/run.h"
#include "cli/suggest.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

enum { PICTURE_SVG };

#define FIGURE_PARAMS(P, S)                                                                                \
    P(S, text, folder, "folder", NULL, "FOLDER", "",                                                       \
      "where the figures go, and data/ with their data; by default figures")                               \
    P(S, choice, picture, "picture", SHF_CHOICE(PICTURE_SVG), "svg|pdf|png|tex|py", "", "kind of picture") \
    P(S, text, digits, "digits", NULL, "FOLDER", "",                                                       \
      "where tools/fetch-mnist has put the digits; by default mnist")                                      \
    P(S, count, threads, "threads", 0, "[0, 1024]", "",                                                    \
      "commands that run at a time; 0 means as many as processors")

OWN_PARAMS(figure_params, FIGURE_PARAMS, "figure");

typedef struct input {
    figure_params figure;
} input;

/* ---- which figures ---- */

/* Figure k of all that can be drawn, parts behind the whole ones; NULL behind the last. */
static const figure *figure_at(size_t k)
{
    return k < figure_n_list                    ? &figure_list[k]
           : k < figure_n_list + figure_n_parts ? &figure_parts[k - figure_n_list]
                                                : NULL;
}

/* "dmft" names dmft-2, dmft-3, ...; "dmft-2a" the first panel of dmft-2. */
static int named_by(size_t k, const char *word, size_t length)
{
    const char *name = figure_at(k)->name;
    int several = k < figure_n_list && ((length == 3 && strncmp(word, "all", 3) == 0) ||
                                        (strncmp(name, word, length) == 0 && name[length] == '-'));
    return several || (strncmp(name, word, length) == 0 && !name[length]);
}

static shf_status unknown_figure(const char *word, size_t length, shf_error *error)
{
    char name[64];
    (void)snprintf(name, sizeof name, "%.*s", (int)length, word);
    suggestion near = suggestion_for(name);
    const figure *f;
    for (size_t k = 0; (f = figure_at(k)); k++)
        suggestion_offer(&near, f->name);
    if (suggestion_get(&near))
        return shf_fail(error, SHF_ERR_TEXT, "unknown figure %s; did you mean %s?", name,
                        suggestion_get(&near));
    return shf_fail(error, SHF_ERR_TEXT, "unknown figure %s; shallowflow figure lists them", name);
}

/* With `letter` the panel of a figure instead of it. */
static shf_status add_figure(figure_order *order, const figure *f, const char *letter, shf_error *error)
{
    char name[64], last = (char)('a' + (int)f->n_panels - 1);
    if (letter && (*letter < 'a' || *letter > last || letter[1]))
        return shf_fail(error, SHF_ERR_VALUE, "panel = %s: must be a letter from a to %c (%s)", letter, last,
                        f->name);
    (void)snprintf(name, sizeof name, "%s%s", f->name, letter && f->n_panels > 1 ? letter : "");
    order->figures[order->n++] = figure_named(name);
    return SHF_OK;
}

/* The figures that a list such as "dmft-2,hinge" names, each once, in the order of the papers. */
static shf_status choose(const options *o, figure_order *order, shf_error *error)
{
    const char *list = o->positional;
    size_t total = figure_n_list + figure_n_parts;
    char *chosen = calloc(total + 1, 1);
    order->figures = calloc(total + 1, sizeof(figure *));
    shf_status status = chosen && order->figures ? SHF_OK : shf_no_memory(error);
    for (const char *word = list + strspn(list, ", "); !status && *word; word += strspn(word, ", ")) {
        size_t length = strcspn(word, ", "), found = 0;
        for (size_t k = 0; k < total; k++)
            if (named_by(k, word, length))
                chosen[k] = 1, found++;
        if (!found)
            status = unknown_figure(word, length, error);
        word += length;
    }
    if (!status && !list[strspn(list, ", ")])
        status = shf_fail(error, SHF_ERR_TEXT, "no figure is named; shallowflow figure lists them");
    for (size_t k = 0; !status && k < total; k++)
        if (chosen[k])
            status = add_figure(order, figure_at(k), o->panel, error);
    free(chosen);
    return status;
}

static int list_all(const command *self)
{
    for (const figure *f = figure_list; f < figure_list + figure_n_list; f++)
        (void)printf("%-20s %-34s %s\n", f->name, f->source, f->title);
    return finish_output(self->name);
}

/* ---- the command ---- */

/* The folder of a file, to be freed; NULL when memory is exhausted. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? strndup(path, (size_t)(slash - path) + (slash == path)) : strdup(".");
}

static int make(const command *self, const options *o, const figure_params *p)
{
    static const char *const extensions[] = {"svg", "pdf", "png", "tex", "py"};
    shf_error error = {SHF_OK, ""};
    char *folder = o->output ? folder_of(o->output) : strdup(p->folder ? p->folder : "figures");
    figure_order order = {.folder = folder,
                          .extension = extensions[p->picture.kind],
                          .output = o->output,
                          .width = o->width,
                          .digits = p->digits ? p->digits : "mnist",
                          .digits_named = p->digits != NULL,
                          .threads = p->threads,
                          .quick = o->quick,
                          .quiet = o->quiet};
    shf_status status = folder ? choose(o, &order, &error) : shf_no_memory(&error);
    shf_plot_kind kind;
    if (!status && o->output)
        status = shf_plot_kind_of(o->output, &kind, &error);
    if (!status && o->output && order.n != 1)
        status =
            shf_fail(&error, SHF_ERR_VALUE, "--output %s: %s names %zu figures, and one can be written there",
                     o->output, o->positional, order.n);
    int code = status ? complain_status(self->name, &error) : figure_make(&order, self->name);
    free(order.figures);
    free(folder);
    return code;
}

static int call(const command *self, int argc, char **argv)
{
    shf_error error = {SHF_OK, ""};
    settings s;
    options o;
    shf_status status = run_read(&s, &o, self, argc, argv, &error);
    int code = status          ? complain_status(self->name, &error)
               : o.help        ? help_show(self)
               : !o.positional ? list_all(self)
                               : make(self, &o, &((const input *)s.input)->figure);
    options_clear(&o);
    settings_clear(&s);
    return code;
}

const command figure_command = {
    .name = "figure",
    .answers = FILES,
    .summary = "the figures of the papers, each with data, script and picture",
    .arguments = "LIST",
    .description = PARAGRAPHS(
        "Makes figures of the papers whose theories this program solves, theory over simulation: each as a "
        "picture, as the gnuplot script that draws it, to be restyled, and with its data as results in the "
        "folder data/ beside it.  LIST is `all`, or names parted by commas; hinge, timescales and dmft name "
        "all figures of a paper, hinge-1a the first panel of hinge-1.  Without LIST the names are listed.",
        "--quick takes smaller simulations: all figures take some minutes of one processor instead of a quarter of an hour.  "
        "What was finished before an interruption, or for another figure, is not computed again if the same "
        "version would compute the same.",
        "The digits of hinge-4 and hinge-digits are those that tools/fetch-mnist fetches; without them the figures show theory "
        "only, and says so."),
    .examples = EXAMPLES(
        {"shallowflow figure dmft-4 --quick", "figure 4 of Montanari and Urbani: figures/dmft-4.svg"},
        {"shallowflow figure hinge,timescales --picture pdf --folder paper", "all of two papers, as PDF"},
        {"shallowflow figure all", "everything, with simulations of full size"}),
    .sections = SECTIONS(OWN_SECTION(figure, figure_params)),
    .quick = 1,
    .call = call,
};
