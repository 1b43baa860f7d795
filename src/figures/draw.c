/* The gnuplot script of a figure, which reads its data from the results beside it. */
#include "common/file.h"
#include "common/report.h"
#include "figures/figures.h"
#include "output/gnuplot.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The script while it is made. */
typedef struct script {
    const figure *f;
    shf_emitter out;
    char *folder; /* ends in a slash; the results are in data/ in it */
    shf_error *error;
    shf_sheet sheet;
    shf_above above[SHF_PANELS_MAX];
    int table; /* gnuplot is to write the points of all curves, not to draw */
} script;

/* ---- curves ---- */

static int present(const script *s, const dataset *needed)
{
    char *path = NULL;
    if (needed && asprintf(&path, "%sdata/%s.tsv", s->folder, needed->name) < 0)
        return 0;
    int is = !path || access(path, R_OK) == 0;
    free(path);
    return is;
}

static void emit_curve(script *s, const figure_curve *c)
{
    shf_emit(&s->out, "%s with %s ", c->plot, c->style);
    shf_emit(&s->out, c->title ? "title " : "notitle");
    if (c->title)
        shf_emit_label(&s->out, c->title);
}

/* ---- panels ---- */

/* Without numbers for the range gnuplot chooses the marks; x ends where the data ends if it is logarithmic.
 */
static void emit_axis(script *s, char name, const figure_axis *axis)
{
    int known = !isnan(axis->low + axis->high);
    double guess = axis->narrow ? 1 : NAN;
    shf_emit_axis(&s->out, &s->sheet, name, axis->log, axis->label, known ? axis->low : guess,
                  known ? axis->high : guess);
    shf_emit(&s->out, "; set %crange %s", name, axis->range ? axis->range : "[*:*]");
    shf_emit(&s->out, name == 'x' && axis->log && !axis->range ? "; set autoscale xfix\n" : "\n");
}

/* What stands above a panel: its title, and its key unless that is inside or there already. */
static shf_above measure(const script *s, const figure_panel *p)
{
    shf_above above = {.lines = p->title != NULL};
    for (size_t j = 0; j < p->n_curves && !(p->same_key && s->f->n_panels > 1); j++)
        if (p->curves[j].title && present(s, p->curves[j].needs)) {
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

static void emit_panel(script *s, size_t k)
{
    const figure_panel *p = &s->f->panels[k];
    const char *before = "plot ";
    shf_emit(&s->out, "\nunset label; unset arrow\n");
    emit_axis(s, 'x', &p->x);
    emit_axis(s, 'y', &p->y);
    if (!s->table) {
        shf_emit_place(&s->out, &s->sheet, k, &s->above[k]);
        if (p->key && s->above[k].longest)
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
    for (size_t j = 0; j < p->n_curves; j++)
        if (present(s, p->curves[j].needs)) {
            /* a range in front of the first curve would be that of the axis */
            shf_emit(&s->out, "%s%s", before, *before == 'p' && p->curves[j].plot[0] == '[' ? "sample " : "");
            emit_curve(s, &p->curves[j]);
            before = ", \\\n     ";
        }
    shf_emit(&s->out, "\n");
}

/* ---- the whole ---- */

static void emit_front(script *s)
{
    const figure *f = s->f;
    shf_emit(&s->out, "# shallowflow %s\n# command: shallowflow figure %s\n# %s: %s\n#\n", shf_version_full(),
             f->name, f->source, f->title);
    shf_emit(&s->out, "# The data are results that stand in data/ beside this script; their first lines say "
                      "how each was made.\n");
    for (size_t k = 0; k < f->n_data; k++)
        shf_emit(&s->out, "#   data/%s.tsv: shallowflow %s\n", f->data[k]->name, f->data[k]->line);
}

static void emit_all(script *s, const char *path)
{
    shf_emit_plot_output(&s->out, path);
    if (!s->table)
        shf_emit_terminal(&s->out, &s->sheet);
    shf_emit_style(&s->out);
    shf_emit(&s->out, "set datafile separator \"\\t\"\nset datafile columnheaders\n");
    if (s->f->setup && present(s, s->f->setup_needs))
        shf_emit(&s->out, "\n%s", s->f->setup);
    shf_emit(&s->out, s->table ? "set table output separator tab\n" : "\nset multiplot\n");
    for (size_t k = 0; k < s->f->n_panels; k++)
        emit_panel(s, k);
    shf_emit(&s->out, s->table ? "\nunset table\n" : "\nunset multiplot\nset output\n");
}

/* The script as a text, to be freed. */
static shf_status make_script(script *s, const char *path, char **text)
{
    size_t size = 0;
    s->out = (shf_emitter){open_memstream(text, &size), 0, s->sheet.kind == SHF_PLOT_TEX};
    if (!s->out.stream)
        return shf_no_memory(s->error);
    if (!s->table)
        emit_front(s);
    emit_all(s, path);
    return fclose(s->out.stream) != 0 || s->out.failure ? shf_no_memory(s->error) : SHF_OK;
}

static void emit_text(shf_emitter *e, const void *context)
{
    shf_emit(e, "%s", (const char *)context);
}

/* ---- for matplotlib: gnuplot computes the points ---- */

/* What gnuplot has made of the curves, and where they go. */
typedef struct points {
    script *s;
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
    } else if (strncmp(c->style, "vectors", 7) == 0) {
        shf_emit(e, ", to=(");
        emit_list(e, text, 2, 0);
        shf_emit(e, ", ");
        emit_list(e, text, 3, 0);
        shf_emit(e, ")");
    }
    shf_emit(e, ")\n");
}

/* A call of a function of the script with a text, if there is one. */
static void emit_python_call(shf_emitter *e, const char *begin, const char *text,
                             void (*emit)(shf_emitter *, const char *))
{
    if (!text)
        return;
    shf_emit(e, "%s", begin);
    emit(e, text);
    shf_emit(e, ")\n");
}

static void emit_python_axis(shf_emitter *e, char name, const figure_axis *axis)
{
    shf_emit(e, "axis(ax, \"%c\", ", name);
    shf_emit_python_label(e, axis->label);
    shf_emit(e, ", \"%s\"", axis->log ? "log" : "linear");
    if (!isnan(axis->low))
        shf_emit(e, ", low=%.9g", axis->low);
    if (!isnan(axis->high))
        shf_emit(e, ", high=%.9g", axis->high);
    shf_emit(e, ")\n");
}

static void emit_python_panel(shf_emitter *e, const script *s, size_t k, const char **text)
{
    const figure_panel *p = &s->f->panels[k];
    const shf_above *above = &s->above[k];
    shf_emit_python_panel(e, &s->sheet, k);
    for (size_t j = 0; j < p->n_curves; j++)
        if (*text && present(s, p->curves[j].needs)) {
            *text = next_curve(*text);
            if (*text)
                emit_python_curve(e, *text, &p->curves[j]);
        }
    emit_python_axis(e, 'x', &p->x);
    emit_python_axis(e, 'y', &p->y);
    emit_python_call(e, "title(ax, ", p->title, shf_emit_python_label);
    if (p->key && above->longest)
        shf_emit(e, "key(ax, 1, inside=\"%s\")\n", p->key);
    else if (above->entries)
        shf_emit(e, "key(ax, %zu, %zu)\n", shf_sheet_key_columns(&s->sheet, above), above->lines);
    emit_python_call(e, "extras(ax, ", p->extra, shf_emit_python_text);
}

static void emit_python(shf_emitter *e, const void *context)
{
    const points *w = context;
    const char *text = w->text;
    script front = *w->s;
    front.out = *e;
    emit_front(&front);
    shf_emit_python_front(e);
    emit_python_call(e, "names(", w->s->f->setup, shf_emit_python_text);
    for (size_t k = 0; k < w->s->f->n_panels; k++)
        emit_python_panel(e, w->s, k, &text);
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

static shf_status draw_python(script *s, const char *path, const char *text)
{
    unsigned char *table = NULL;
    points w = {s, NULL};
    shf_status status = evaluate(path, text, &table, s->error);
    w.text = (const char *)table;
    SHF_THEN(status, shf_plot_draw(path, emit_python, &w, s->error));
    free(table);
    return status;
}

/* ---- a figure ---- */

shf_status figure_draw(const figure *f, const char *path, double width, shf_error *error)
{
    char *text = NULL;
    const char *slash = strrchr(path, '/');
    script s = {.f = f, .error = error, .folder = strndup(path, slash ? (size_t)(slash - path) + 1 : 0)};
    shf_status status = s.folder ? shf_plot_kind_of(path, &s.sheet.kind, error) : shf_no_memory(error);
    s.table = s.sheet.kind == SHF_PLOT_PY;
    for (size_t k = 0; !status && k < f->n_panels; k++)
        s.above[k] = measure(&s, &f->panels[k]);
    s.sheet = shf_sheet_make(s.sheet.kind, width, f->n_panels, s.above);
    SHF_THEN(status, make_script(&s, path, &text));
    if (!status)
        status = s.table ? draw_python(&s, path, text) : shf_plot_draw(path, emit_text, text, error);
    free(text);
    free(s.folder);
    return status;
}
