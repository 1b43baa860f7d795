/* The gnuplot script of a figure, which reads its data from the results beside it. */
#include "common/report.h"
#include "figures/columns.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The script while it is made: text with names in braces is expanded on the way. */
typedef struct script {
    shf_emitter out;
    data_folder folder;
    shf_error *error;
    shf_status status;
} script;

static void emit_expanded(script *s, const char *text, const dataset *own)
{
    char *expanded = NULL;
    if (!s->status)
        s->status = data_expand(&s->folder, text, own, &expanded, s->error);
    if (!s->status)
        shf_emit(&s->out, "%s", expanded);
    free(expanded);
}

/* ---- curves ---- */

static const dataset *data_of(const figure_curve *c)
{
    return dataset_named(c->data, strlen(c->data));
}

static int drawable(const script *s, const figure_curve *c)
{
    const dataset *own = data_of(c);
    return (!own || data_present(&s->folder, own)) && data_present_for(&s->folder, c->data) &&
           data_present_for(&s->folder, c->points);
}

static void emit_curve(script *s, const figure_curve *c)
{
    const dataset *own = data_of(c);
    if (own)
        shf_emit(&s->out, "here . \"data/%s.tsv\"", own->name);
    else
        emit_expanded(s, c->data, NULL);
    if (c->points) {
        shf_emit(&s->out, " using ");
        emit_expanded(s, c->points, own);
    }
    shf_emit(&s->out, " with %s ", c->style);
    shf_emit(&s->out, c->title ? "title " : "notitle");
    if (c->title)
        shf_emit_quoted(&s->out, c->title);
}

/* ---- panels ---- */

/* Ends of a range that make the axis wide or narrow. */
static void emit_axis(script *s, char axis, const char *label, int is_log, int is_narrow, const char *range)
{
    shf_emit_axis(&s->out, axis, is_log, label, is_narrow ? 1 : 1e-3, 1);
    shf_emit(&s->out, "set %crange %s\n", axis, range ? range : "[*:*]");
}

/* Longest title of which two fit beside each other. */
enum { SHORT_TITLE = 12 };

/* Above the panel the key has two columns if its titles are short, and room is made for its lines. */
static void emit_key(script *s, const figure_panel *p)
{
    size_t entries = 0, columns = 2;
    for (size_t k = 0; k < p->n_curves; k++)
        if (p->curves[k].title && drawable(s, &p->curves[k])) {
            entries++;
            columns = strlen(p->curves[k].title) > SHORT_TITLE ? 1 : columns;
        }
    size_t lines = (entries + columns - 1) / columns;
    if (p->key)
        shf_emit(&s->out, "set key inside %s vertical maxcols 1; set tmargin 1.5\n", p->key);
    else
        shf_emit(&s->out, "set key above left horizontal maxcols %zu; set tmargin %.1f\n", columns,
                 1.5 + 1.25 * (double)lines);
}

static void emit_panel(script *s, const figure_panel *p)
{
    shf_emit(&s->out, "\n");
    emit_axis(s, 'x', p->x_label, p->scale & LOG_X, p->scale & NARROW_X, p->x_range);
    emit_axis(s, 'y', p->y_label, p->scale & LOG_Y, p->scale & NARROW_Y, p->y_range);
    emit_key(s, p);
    if (p->title) {
        shf_emit(&s->out, "set title ");
        shf_emit_quoted(&s->out, p->title);
        shf_emit(&s->out, "\n");
    } else
        shf_emit(&s->out, "unset title\n");
    if (p->extra)
        shf_emit(&s->out, "%s\n", p->extra);
    const char *before = "plot ";
    for (size_t k = 0; k < p->n_curves; k++)
        if (drawable(s, &p->curves[k])) {
            /* a range in front of the first curve would be that of the axis */
            shf_emit(&s->out, "%s%s", before, *before == 'p' && p->curves[k].data[0] == '[' ? "sample " : "");
            emit_curve(s, &p->curves[k]);
            before = ", \\\n     ";
        }
    shf_emit(&s->out, "\n");
}

/* ---- the whole ---- */

static void emit_front(script *s, const figure *f)
{
    shf_emit(&s->out, "# shallowflow %s\n# command: shallowflow figure %s\n# %s: %s\n#\n", shf_version_full(),
             f->name, f->source, f->title);
    shf_emit(&s->out, "# The data are results that stand in data/ beside this script; their first lines say "
                      "how each was made.\n");
    for (size_t k = 0; k < f->n_data; k++)
        shf_emit(&s->out, "#   data/%s.tsv: shallowflow %s\n", f->data[k]->name, f->data[k]->line);
}

static void emit_all(script *s, const figure *f, const char *path, shf_plot_kind kind)
{
    size_t columns, rows;
    shf_plot_layout(f->n_panels, &columns, &rows);
    emit_front(s, f);
    shf_emit_plot_output(&s->out, path);
    shf_emit_terminal(&s->out, kind, columns, rows);
    shf_emit_style(&s->out);
    shf_emit(&s->out, "set datafile separator \"\\t\"\n");
    if (f->setup) {
        shf_emit(&s->out, "\n");
        emit_expanded(s, f->setup, NULL);
    }
    shf_emit(&s->out, "\nset multiplot layout %zu,%zu\n", rows, columns);
    for (size_t k = 0; k < f->n_panels; k++)
        emit_panel(s, &f->panels[k]);
    shf_emit(&s->out, "\nunset multiplot\nset output\n");
}

/* The script as a text, to be freed. */
static shf_status make_script(const figure *f, const char *path, shf_plot_kind kind, char **text,
                              shf_error *error)
{
    size_t size = 0;
    const char *slash = strrchr(path, '/');
    char *folder = strndup(path, slash ? (size_t)(slash - path) + 1 : 0);
    FILE *stream = open_memstream(text, &size);
    script s = {.out = {stream, 0}, .folder = {folder}, .error = error, .status = SHF_OK};
    if (folder && stream)
        emit_all(&s, f, path, kind);
    else
        s.status = shf_no_memory(error);
    if (stream && (fclose(stream) != 0 || s.out.failure) && !s.status)
        s.status = shf_no_memory(error);
    free(folder);
    return s.status;
}

static void emit_text(shf_emitter *e, const void *context)
{
    shf_emit(e, "%s", (const char *)context);
}

shf_status figure_draw(const figure *f, const char *path, shf_error *error)
{
    shf_plot_kind kind;
    char *text = NULL;
    shf_status status = shf_plot_kind_of(path, &kind, error);
    if (!status)
        status = make_script(f, path, kind, &text, error);
    if (!status)
        status = shf_plot_draw(path, emit_text, text, error);
    free(text);
    return status;
}
