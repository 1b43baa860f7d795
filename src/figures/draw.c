/* The gnuplot script of a figure, which reads its data from the results beside it. */
#include "common/file.h"
#include "common/report.h"
#include "figures/columns.h"
#include "output/gnuplot.h"
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The script while it is made: text with names in braces is expanded on the way. */
typedef struct script {
    shf_emitter out;
    data_folder folder;
    shf_error *error;
    shf_status status;
    shf_sheet sheet;
    shf_above above[SHF_PANELS_MAX]; /* of each panel that is shown */
    const char *panel;               /* the only one; NULL: all */
    int table;                       /* gnuplot is to write the points of all curves, not to draw */
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
        shf_emit_label(&s->out, c->title);
}

/* ---- panels ---- */

/* Both ends of a range such as "[1:10]"; NaN if they are not two numbers. */
static void read_range(const char *range, double end[2])
{
    for (int k = 0; k < 2; k++) {
        const char *text = range ? strchr(range, k ? ':' : '[') : NULL;
        char *behind = NULL;
        end[k] = text ? strtod(text + 1, &behind) : NAN;
        if (text && behind == text + 1)
            end[k] = NAN;
    }
}

/* Without numbers for the range gnuplot chooses the marks; x ends where the data ends if it is logarithmic.
 */
static void emit_axis(script *s, char axis, const char *label, int is_log, int is_narrow, const char *range)
{
    double end[2];
    read_range(range, end);
    if (isnan(end[0] + end[1]))
        end[0] = end[1] = is_narrow ? 1 : NAN;
    shf_emit_axis(&s->out, &s->sheet, axis, is_log, label, end[0], end[1]);
    shf_emit(&s->out, "; set %crange %s", axis, range ? range : "[*:*]");
    shf_emit(&s->out, axis == 'x' && is_log && !range ? "; set autoscale xfix\n" : "\n");
}

/* Whether the key of a panel is that of an earlier one. */
static int same_key(const figure_panel *a, const figure_panel *b)
{
    if (a->n_curves != b->n_curves)
        return 0;
    for (size_t k = 0; k < a->n_curves; k++) {
        const char *one = a->curves[k].title, *other = b->curves[k].title;
        if (!one != !other || (one && strcmp(one, other) != 0))
            return 0;
    }
    return 1;
}

/* What stands above panel k: its title, and its key unless that is inside or there already. */
static shf_above measure(const script *s, const figure *f, size_t k)
{
    const figure_panel *p = &f->panels[k];
    shf_above above = {.lines = p->title != NULL};
    for (size_t j = 0; j < k && !s->panel; j++)
        if (same_key(p, &f->panels[j]))
            return above;
    for (size_t j = 0; j < p->n_curves; j++)
        if (p->curves[j].title && drawable(s, &p->curves[j])) {
            size_t length = shf_label_length(p->curves[j].title);
            above.longest = length > above.longest ? length : above.longest;
            above.entries += !p->key;
        }
    return above;
}

/* gnuplot's own commands; the texts of `set label` become LaTeX with the others. */
static void emit_extra(script *s, const char *extra)
{
    while (extra && *extra) {
        size_t length = strcspn(extra, "\n");
        const char *open = s->out.latex && strncmp(extra, "set label ", 10) == 0 ? strchr(extra, '"') : NULL;
        const char *end = open ? strchr(open + 1, '"') : NULL;
        if (end && end < extra + length) {
            char *text = strndup(open + 1, (size_t)(end - open) - 1);
            shf_emit(&s->out, "%.*s", (int)(open - extra), extra);
            shf_emit_label(&s->out, text ? text : "");
            shf_emit(&s->out, "%.*s\n", (int)(extra + length - end) - 1, end + 1);
            free(text);
        } else
            shf_emit(&s->out, "%.*s\n", (int)length, extra);
        extra += length + (extra[length] == '\n');
    }
}

/* Panel p at place k. */
static void emit_panel(script *s, const figure_panel *p, size_t k, const shf_above *above)
{
    shf_emit(&s->out, "\nunset label; unset arrow\n");
    emit_axis(s, 'x', p->x_label, p->scale & LOG_X, p->scale & NARROW_X, p->x_range);
    emit_axis(s, 'y', p->y_label, p->scale & LOG_Y, p->scale & NARROW_Y, p->y_range);
    if (!s->table) {
        shf_emit_place(&s->out, &s->sheet, k, above);
        if (p->key && above->longest)
            shf_emit(&s->out, "set key inside %s vertical maxcols 1\n", p->key);
    }
    if (p->title) {
        shf_emit(&s->out, "set label 98 ");
        shf_emit_label(&s->out, p->title);
        shf_emit(&s->out, " at graph 0, graph %.3f left\n", 1 + 0.28 / s->sheet.axes_height);
    }
    emit_extra(s, p->extra);
    if (s->table) /* which has the format of the axes */
        shf_emit(&s->out, "set format \"%%.9g\"\n");
    const char *before = "plot ";
    for (size_t j = 0; j < p->n_curves; j++)
        if (drawable(s, &p->curves[j])) {
            /* a range in front of the first curve would be that of the axis */
            shf_emit(&s->out, "%s%s", before, *before == 'p' && p->curves[j].data[0] == '[' ? "sample " : "");
            emit_curve(s, &p->curves[j]);
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

/* Whether panel k is to be drawn: all, or the one whose letter was given. */
static int is_shown(const script *s, size_t k)
{
    return !s->panel || (s->panel[0] == (char)('a' + (int)k) && !s->panel[1]);
}

static void emit_all(script *s, const figure *f, const char *path)
{
    shf_emit_plot_output(&s->out, path);
    if (!s->table)
        shf_emit_terminal(&s->out, &s->sheet);
    shf_emit_style(&s->out);
    shf_emit(&s->out, "set datafile separator \"\\t\"\nset datafile columnheaders\n");
    if (f->setup) {
        shf_emit(&s->out, "\n");
        emit_expanded(s, f->setup, NULL);
    }
    shf_emit(&s->out, s->table ? "set table output separator tab\n" : "\nset multiplot\n");
    for (size_t k = 0, place = 0; k < f->n_panels; k++)
        if (is_shown(s, k)) {
            emit_panel(s, &f->panels[k], place, &s->above[place]);
            place++;
        }
    shf_emit(&s->out, s->table ? "\nunset table\n" : "\nunset multiplot\nset output\n");
}

/* The script as a text, to be freed. */
static shf_status make_script(script *s, const figure *f, const char *path, char **text)
{
    size_t size = 0;
    s->out = (shf_emitter){open_memstream(text, &size), 0, s->sheet.kind == SHF_PLOT_TEX};
    if (!s->out.stream)
        return shf_no_memory(s->error);
    if (!s->table)
        emit_front(s, f);
    emit_all(s, f, path);
    if ((fclose(s->out.stream) != 0 || s->out.failure) && !s->status)
        s->status = shf_no_memory(s->error);
    return s->status;
}

static void emit_text(shf_emitter *e, const void *context)
{
    shf_emit(e, "%s", (const char *)context);
}

/* ---- for matplotlib: gnuplot computes the points ---- */

/* What gnuplot has made of the curves, and where they go. */
typedef struct points {
    script *s;
    const figure *f;
    const char *text;
} points;

/* Whether a line of a table of gnuplot is a point; its numbers. */
static int read_point(const char *line, double value[5], int *n)
{
    char *end = NULL;
    for (*n = 0; *n < 5; (*n)++) {
        value[*n] = strtod(line, &end);
        if (end == line)
            break;
        line = end;
    }
    return *n >= 2 && line[strspn(line, " \t")] != 'u';
}

/* Whether a line is the first of a curve: "# Curve 0 of 3, 20 points". */
static int is_head(const char *line)
{
    return strncmp(line, "# Curve ", 8) == 0 && isdigit((unsigned char)line[8]);
}

/* Column `column` of the next curve in the text, as a list; with errors = 1 half of the difference of the
 * two columns there.  An empty line is a gap. */
static void emit_list(shf_emitter *e, const char *text, int column, int errors)
{
    double value[5];
    int n = 0, gap = 0, begun = 0;
    shf_emit(e, "[");
    for (; *text; text += strcspn(text, "\n") + (text[strcspn(text, "\n")] != '\0')) {
        if (is_head(text))
            break;
        if (*text == '\n')
            gap = begun;
        if (*text == '#' || !read_point(text, value, &n) || n <= column + errors)
            continue;
        if (gap)
            shf_emit(e, "nan, ");
        gap = 0;
        begun = 1;
        double shown = errors ? (value[column + 1] - value[column]) / 2 : value[column];
        shf_emit(e, fabs(shown) < 1e30 ? "%.9g, " : "nan, ",
                 shown); /* bars that go below a logarithmic axis */
    }
    shf_emit(e, "]");
}

/* The text behind the head of the next curve; NULL if there is none. */
static const char *next_curve(const char *text)
{
    while (*text && !is_head(text))
        text += strcspn(text, "\n") + (text[strcspn(text, "\n")] != '\0');
    return *text ? text + strcspn(text, "\n") : NULL;
}

static void emit_python_curve(shf_emitter *e, const char *text, const figure_curve *c)
{
    shf_emit(e, "curve(ax, ");
    emit_list(e, text, 0, 0);
    shf_emit(e, ", ");
    emit_list(e, text, 1, 0);
    shf_emit(e, ", ");
    shf_emit_python_text(e, c->style);
    if (c->title) {
        shf_emit(e, ", ");
        shf_emit_python_label(e, c->title);
    }
    if (strncmp(c->style, "yerrorbars", 10) == 0) {
        shf_emit(e, ", se=");
        emit_list(e, text, 2, 1);
    }
    shf_emit(e, ")\n");
}

static void emit_python_axis(shf_emitter *e, char name, const char *label, int is_log, const char *range)
{
    double end[2];
    read_range(range, end);
    shf_emit(e, "axis(ax, \"%c\", ", name);
    shf_emit_python_label(e, label);
    shf_emit(e, ", \"%s\"", is_log ? "log" : "linear");
    for (int k = 0; k < 2; k++)
        if (!isnan(end[k]))
            shf_emit(e, ", %s=%.9g", k ? "high" : "low", end[k]);
    shf_emit(e, ")\n");
}

static void emit_python_panel(shf_emitter *e, const points *w, size_t k, size_t place, const char **text)
{
    const figure_panel *p = &w->f->panels[k];
    const shf_above *above = &w->s->above[place];
    shf_emit_python_panel(e, &w->s->sheet, place);
    for (size_t j = 0; j < p->n_curves; j++)
        if (*text && drawable(w->s, &p->curves[j])) {
            *text = next_curve(*text);
            if (*text)
                emit_python_curve(e, *text, &p->curves[j]);
        }
    emit_python_axis(e, 'x', p->x_label, p->scale & LOG_X, p->x_range);
    emit_python_axis(e, 'y', p->y_label, p->scale & LOG_Y, p->y_range);
    if (p->title) {
        shf_emit(e, "title(ax, ");
        shf_emit_python_label(e, p->title);
        shf_emit(e, ")\n");
    }
    if (p->key && above->longest)
        shf_emit(e, "key(ax, 1, inside=\"%s\")\n", p->key);
    else if (above->entries)
        shf_emit(e, "key(ax, %zu, %zu)\n", shf_sheet_key_columns(&w->s->sheet, above), above->lines);
    if (p->extra) {
        shf_emit(e, "extras(ax, ");
        shf_emit_python_text(e, p->extra);
        shf_emit(e, ")\n");
    }
}

static void emit_python(shf_emitter *e, const void *context)
{
    const points *w = context;
    const char *text = w->text;
    script front = *w->s;
    front.out = *e;
    emit_front(&front, w->f);
    shf_emit_python_front(e);
    if (w->f->setup) {
        shf_emit(e, "names(");
        shf_emit_python_text(e, w->f->setup);
        shf_emit(e, ")\n");
    }
    for (size_t k = 0, place = 0; k < w->f->n_panels; k++)
        if (is_shown(w->s, k))
            emit_python_panel(e, w, k, place++, &text);
    shf_emit_python_end(e);
}

/* Lets gnuplot evaluate the script `text` into a table, to be freed. */
static shf_status evaluate(const char *path, const char *text, unsigned char **table, shf_error *error)
{
    shf_outfile commands = {.stream = NULL}, answer = {.stream = NULL};
    size_t n = 0;
    shf_status status = shf_outfile_open(&commands, path, 1, error);
    SHF_THEN(status, shf_outfile_open(&answer, path, 1, error));
    if (!status) {
        (void)fputs(text, commands.stream);
        status = shf_outfile_finish(&commands, path, error);
    }
    SHF_THEN(status, shf_gnuplot_run(commands.temporary, answer.temporary, error));
    SHF_THEN(status, shf_file_read(answer.temporary, table, &n, error));
    shf_outfile_discard(&commands);
    shf_outfile_discard(&answer);
    return status;
}

static shf_status draw_python(script *s, const figure *f, const char *path, const char *text)
{
    unsigned char *table = NULL;
    points w = {s, f, NULL};
    shf_status status = evaluate(path, text, &table, s->error);
    w.text = (const char *)table;
    SHF_THEN(status, shf_plot_draw(path, emit_python, &w, s->error));
    free(table);
    return status;
}

/* ---- a figure ---- */

/* Counts and measures the panels that are shown. */
static shf_status lay_out(script *s, const figure *f, double width)
{
    size_t n = 0;
    for (size_t k = 0; k < f->n_panels; k++)
        if (is_shown(s, k))
            s->above[n++] = measure(s, f, k);
    s->sheet = shf_sheet_make(s->sheet.kind, width, n, s->above);
    return figure_check_panel(f, s->panel, s->error);
}

shf_status figure_check_panel(const figure *f, const char *panel, shf_error *error)
{
    char last = (char)('a' + (int)f->n_panels - 1);
    if (!panel || (panel[0] >= 'a' && panel[0] <= last && !panel[1]))
        return SHF_OK;
    return shf_fail(error, SHF_ERR_VALUE, "panel = %s: must be a letter from a to %c (%s)", panel, last,
                    f->name);
}

shf_status figure_draw(const figure *f, const char *path, double width, const char *panel, shf_error *error)
{
    char *text = NULL;
    const char *slash = strrchr(path, '/');
    char *folder = strndup(path, slash ? (size_t)(slash - path) + 1 : 0);
    script s = {.folder = {folder}, .error = error, .panel = panel};
    shf_status status = folder ? shf_plot_kind_of(path, &s.sheet.kind, error) : shf_no_memory(error);
    s.table = s.sheet.kind == SHF_PLOT_PY;
    SHF_THEN(status, lay_out(&s, f, width));
    SHF_THEN(status, make_script(&s, f, path, &text));
    if (!status)
        status = s.table ? draw_python(&s, f, path, text) : shf_plot_draw(path, emit_text, text, error);
    free(text);
    free(folder);
    return status;
}
