/* The gnuplot script of a figure: provenance, style, data, panels; made to be read and restyled. */
#include "output/plot.h"
#include <math.h>
#include <string.h>

/* ---- what can be drawn ---- */

/* Range of the points of a panel that have a place on its axes. */
typedef struct extent {
    double x_lo, x_hi, y_lo, y_hi;
    size_t points, curves;
} extent;

static int has_place(double value, int log_axis)
{
    return isfinite(value) && (value > 0 || !log_axis);
}

/* Widens the extent by the points of a curve; how many have a place. */
static size_t add_curve(extent *v, const shf_plot_panel *panel, const shf_plot_curve *curve,
                        const shf_table *table)
{
    const double *x = shf_table_column(table, curve->x), *y = shf_table_column(table, curve->y);
    size_t points = 0;
    for (size_t i = 0; x && y && i < shf_table_rows(table); i++)
        if (has_place(x[i], panel->log_x) && has_place(y[i], panel->log_y)) {
            v->x_lo = fmin(v->x_lo, x[i]);
            v->x_hi = fmax(v->x_hi, x[i]);
            v->y_lo = fmin(v->y_lo, y[i]);
            v->y_hi = fmax(v->y_hi, y[i]);
            points++;
        }
    v->points += points;
    v->curves += points > 0;
    return points;
}

static extent panel_extent(const shf_plot_panel *panel, const shf_table *table)
{
    extent v = {INFINITY, -INFINITY, INFINITY, -INFINITY, 0, 0};
    for (size_t k = 0; k < panel->n_curves; k++)
        (void)add_curve(&v, panel, &panel->curves[k], table);
    if (panel->map.z) {
        double lo = 0, hi = 0;
        const shf_plot_curve grid = {panel->map.x, panel->map.y, NULL, NULL};
        (void)add_curve(&v, panel, &grid, table);
        v.points = shf_map_points(&panel->map, table, &lo, &hi);
    }
    return v;
}

static size_t count_panels(const shf_figure *figure)
{
    size_t n = 0;
    for (size_t k = 0; k < figure->n_panels; k++)
        n += panel_extent(&figure->panels[k], figure->table).points > 0;
    return n;
}

int shf_figure_has_points(const shf_figure *figure)
{
    return count_panels(figure) > 0;
}

/* ---- the parts of the script ---- */

/* Largest ratio of the ends of a logarithmic y axis. */
static const double WIDEST = 1e7;

void shf_emit_quoted(shf_emitter *e, const char *text)
{
    shf_emit(e, "\"");
    for (; *text; text++)
        shf_emit(e, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    shf_emit(e, "\"");
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void shf_emit_plot_output(shf_emitter *e, const char *path)
{
    const char *name = base_name(path);
    int stem = (int)strlen(name) - 4;
    shf_emit(e,
             "\n# To draw again: gnuplot %.*s.gp (gnuplot >= 5.4).  The plot goes beside this script;\n"
             "# gnuplot -e 'output=\"elsewhere%s\"' %.*s.gp puts it elsewhere.  The command that wrote this "
             "script\n"
             "# writes it anew: restyle a copy of it in the same folder.\n"
             "if (!exists(\"ARG0\")) ARG0 = \"\"\n"
             "if (!exists(\"here\")) {\n"
             "    here = \"\"\n"
             "    do for [i = 1:strlen(ARG0)] { here = ARG0[i:i] eq \"/\" ? ARG0[1:i] : here }\n"
             "}\n"
             "if (!exists(\"output\")) output = here . ",
             stem, name, name + stem, stem, name);
    shf_emit_quoted(e, name);
    shf_emit(e, "\n");
}

void shf_emit_terminal(shf_emitter *e, shf_plot_kind kind, size_t columns, size_t rows)
{
    double w = (double)columns, h = (double)rows;
    if (kind == SHF_PLOT_SVG)
        shf_emit(e,
                 "set terminal svg enhanced size %.0f,%.0f font \"Helvetica,12\" linewidth 1.2 "
                 "background \"white\"\n",
                 400 * w, 310 * h);
    else if (kind == SHF_PLOT_PDF)
        shf_emit(e,
                 "set terminal pdfcairo enhanced size %.1fcm,%.1fcm font \"Helvetica,9\" linewidth 1.2 "
                 "background \"white\"\n",
                 8.6 * w, 6.7 * h);
    else
        shf_emit(e,
                 "set terminal pngcairo enhanced size %.0f,%.0f font \"Helvetica,12\" fontscale 2 "
                 "linewidth 2.4 background \"white\"\n",
                 800 * w, 620 * h);
    shf_emit(e, "set encoding utf8\nset output output\n");
}

void shf_emit_style(shf_emitter *e)
{
    static const char *const colours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                          "#e69f00", "#56b4e9", "#000000"};
    static const char *const dashes[] = {"1", "(12,4)", "(4,3)", "(12,3,3,3)", "1", "(12,4)", "(4,3)"};
    shf_emit(e, "\n# line styles 1 to 7\n");
    for (int k = 0; k < 7; k++)
        shf_emit(e, "set style line %d lc rgb \"%s\" lw 1.6 dt %s pt %d ps 0.5\n", k + 1, colours[k],
                 dashes[k], k + 4);
    shf_emit(e, "%s",
             "\n# axes, key\n"
             "set border 3 lw 0.8 lc rgb \"#333333\"\n"
             "set tics nomirror out scale 0.7,0.35\n"
             "set grid lt 1 lw 0.5 lc rgb \"#e4e4e4\"\n"
             "set key above left Left reverse samplen 2 width 0\n"
             "set lmargin 10; set rmargin 2; set bmargin 3.5; set tmargin 2.5\n");
}

/* The map that has points, if there is one. */
static const shf_plot_map *first_map(const shf_figure *figure)
{
    for (size_t k = 0; k < figure->n_panels; k++)
        if (figure->panels[k].map.z && panel_extent(&figure->panels[k], figure->table).points)
            return &figure->panels[k].map;
    return NULL;
}

/* Blank lines part the rows of the grid of maps. */
static void emit_data(shf_emitter *e, const shf_table *table, const shf_plot_map *map)
{
    shf_emit(e, "\n$data << EOD\n");
    shf_emit_names(e, table, '\t');
    for (size_t i = 0; i < shf_table_rows(table) && !e->failure; i++) {
        shf_emit_row(e, table, i, '\t');
        if (map && (map->first + i + 1) % map->scan == 0)
            shf_emit(e, "\n");
    }
    shf_emit(e, "%s",
             "EOD\n"
             "set datafile separator \"\\t\"\n"
             "set datafile columnheaders\n"
             "# a point without a place on a logarithmic axis is left out\n"
             "positive(x) = x > 0 ? x : NaN\n");
}

/* Scale and number format of one axis.  A narrow logarithmic axis is left to grow to whole decades, else it
 * might show no number at all; the others end where the data ends (x) or at the next mark (y).  What lies too
 * far below the largest value, rounding errors often, is left out of sight. */
void shf_emit_axis(shf_emitter *e, char axis, int log_axis, const char *label, double lo, double hi)
{
    int narrow = log_axis && hi / lo < 30;
    shf_emit(e, "set %clabel ", axis);
    shf_emit_quoted(e, label ? label : "");
    shf_emit(e, "; %s logscale %c; set format %c \"%s\"", log_axis ? "set" : "unset", axis, axis,
             log_axis && !narrow ? "10^{%T}" : "%g");
    shf_emit(e, "; set autoscale %c%s", axis, axis == 'x' && !narrow ? "fix" : "");
    if (axis == 'y' && log_axis && hi / lo > WIDEST)
        shf_emit(e, "; set yrange [1e%d:*]", (int)ceil(log10(hi / WIDEST)));
    shf_emit(e, "\n");
}

static void emit_column(shf_emitter *e, const char *name, int log_axis)
{
    shf_emit(e, log_axis ? "(positive(column(" : "(column(");
    shf_emit_quoted(e, name);
    shf_emit(e, log_axis ? ")))" : "))");
}

/* The curves of a panel; many of them share one thin style and need no key. */
static void emit_curves(shf_emitter *e, const shf_plot_panel *panel, const shf_table *table, size_t drawn)
{
    int many = drawn > 8;
    const char *before = "plot ";
    for (size_t k = 0, style = 0; k < panel->n_curves; k++) {
        const shf_plot_curve *curve = &panel->curves[k];
        extent own = {0};
        if (!add_curve(&own, panel, curve, table))
            continue;
        shf_emit(e, "%s$data using ", before);
        emit_column(e, curve->x, panel->log_x);
        shf_emit(e, ":");
        emit_column(e, curve->y, panel->log_y);
        /* "points pt 6" becomes "points ls 1 pt 6": gnuplot wants the line style before what changes it */
        const char *kind = curve->style ? curve->style : "lines";
        size_t word = strcspn(kind, " ");
        shf_emit(e, " with %.*s ", (int)word, kind);
        if (many)
            shf_emit(e, "lw 0.7 dt 1 lc rgb \"#600072b2\" notitle");
        else {
            /* marks without a title belong to the titled curve before them and look like it */
            style += curve->title || !style;
            shf_emit(e, "ls %zu%s ", (style - 1) % 7 + 1, kind + word);
            shf_emit(e, drawn > 1 && curve->title ? "title " : "notitle");
            if (drawn > 1 && curve->title)
                shf_emit_quoted(e, curve->title);
        }
        before = ", \\\n     ";
    }
    shf_emit(e, "\n");
}

static void emit_panels(shf_emitter *e, const shf_figure *figure, size_t columns, size_t rows)
{
    shf_emit(e, "\nset multiplot layout %zu,%zu", rows, columns);
    if (figure->title && *figure->title) {
        shf_emit(e, " title ");
        shf_emit_quoted(e, figure->title);
    }
    shf_emit(e, "\n");
    shf_place place = {0, columns, rows};
    for (size_t k = 0; k < figure->n_panels; k++) {
        const shf_plot_panel *panel = &figure->panels[k];
        extent v = panel_extent(panel, figure->table);
        if (!v.points)
            continue;
        shf_emit(e, "\n");
        shf_emit_axis(e, 'x', panel->log_x, panel->x_label, v.x_lo, v.x_hi);
        shf_emit_axis(e, 'y', panel->log_y, panel->y_label, v.y_lo, v.y_hi);
        if (panel->map.z)
            shf_emit_map(e, panel, place, figure->table);
        else
            emit_curves(e, panel, figure->table, v.curves);
        place.k++;
    }
    shf_emit(e, "\nunset multiplot\nset output\n");
}

void shf_plot_layout(size_t n, size_t *columns, size_t *rows)
{
    *columns = n <= 1 ? 1 : n <= 4 ? 2 : 3;
    *rows = (n + *columns - 1) / *columns;
}

void shf_emit_script(shf_emitter *e, const shf_figure *figure)
{
    size_t columns, rows;
    shf_plot_layout(count_panels(figure), &columns, &rows);
    shf_emit_header(e, figure->provenance, figure->table);
    shf_emit(e, "#: plot = a gnuplot script with these results\n");
    shf_emit_plot_output(e, figure->path);
    shf_emit_terminal(e, figure->kind, columns, rows);
    shf_emit_style(e);
    if (first_map(figure))
        shf_emit_map_style(e);
    emit_data(e, figure->table, first_map(figure));
    emit_panels(e, figure, columns, rows);
}
