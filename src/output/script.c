/* What of a picture can be drawn, and its gnuplot script: provenance, style, data, panels; made to be read
 * and restyled. */
#include "common/report.h"
#include "output/plot.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Most symbols with bars of a curve. */
enum { SYMBOLS_MAX = 40 };

/* ---- what can be drawn ---- */

const shf_table *shf_curve_table(const shf_figure *figure, const shf_plot_curve *curve)
{
    return curve->theory ? figure->picture->theory : figure->picture->table;
}

static int has_place(double value, int log_axis)
{
    return isfinite(value) && (value > 0 || !log_axis);
}

/* Widens lo and hi by the points of two columns, and by the bars that errors make; how many have a place. */
static size_t add_points(shf_shown *s, const shf_table *table, const char *x_name, const char *y_name,
                         const char *se_name)
{
    const double *x = table && x_name ? shf_table_column(table, x_name) : NULL;
    const double *y = x ? shf_table_column(table, y_name) : NULL;
    const double *se = y && se_name ? shf_table_column(table, se_name) : NULL;
    size_t points = 0;
    for (size_t i = 0; y && i < shf_table_rows(table); i++) {
        if (!has_place(x[i], s->panel->log_x) || !has_place(y[i], s->panel->log_y))
            continue;
        points++;
        s->lo[0] = fmin(s->lo[0], x[i]);
        s->hi[0] = fmax(s->hi[0], x[i]);
        double bar = se && isfinite(se[i]) ? se[i] : 0;
        s->lo[1] = fmin(s->lo[1], has_place(y[i] - bar, s->panel->log_y) ? y[i] - bar : y[i]);
        s->hi[1] = fmax(s->hi[1], y[i] + bar);
    }
    return points;
}

static shf_shown nothing(const shf_plot_panel *panel)
{
    return (shf_shown){.panel = panel, .lo = {INFINITY, INFINITY}, .hi = {-INFINITY, -INFINITY}};
}

int shf_curve_drawn(const shf_figure *figure, const shf_plot_panel *panel, const shf_plot_curve *curve)
{
    shf_shown own = nothing(panel);
    return !curve->x || add_points(&own, shf_curve_table(figure, curve), curve->x, curve->y, NULL) > 0;
}

/* What is many orders below the other curves, or the largest value, is rounding, and has no say in the range.
 */
static void add_curves(shf_shown *s, const shf_figure *figure)
{
    const shf_plot_panel *panel = s->panel;
    double highest = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < panel->n_curves; k++) {
            const shf_plot_curve *curve = &panel->curves[k];
            shf_shown own = nothing(panel);
            if (!add_points(&own, shf_curve_table(figure, curve), curve->x, curve->y, NULL))
                continue;
            if (!pass)
                highest = fmax(highest, fabs(own.hi[1]));
            else {
                s->curves++;
                if (!panel->log_y || own.hi[1] > 1e-9 * highest)
                    (void)add_points(s, shf_curve_table(figure, curve), curve->x, curve->y, curve->se);
            }
        }
    if (panel->log_y && !panel->whole_y)
        s->lo[1] = fmax(s->lo[1], s->hi[1] / 1e6);
}

/* Entries of the key: curves with a title that have points, if there is more than one curve. */
static void count_entries(shf_shown *s, const shf_figure *figure)
{
    size_t titled = 0;
    for (size_t k = 0; k < s->panel->n_curves; k++) {
        const shf_plot_curve *curve = &s->panel->curves[k];
        if (!curve->title || !shf_curve_drawn(figure, s->panel, curve))
            continue;
        size_t length = shf_label_length(curve->title);
        s->above.longest = length > s->above.longest ? length : s->above.longest;
        titled++;
    }
    s->above.entries = titled > 1 && s->curves <= SHF_CURVES_TOLD ? titled : 0;
}

/* Whether two panels have the same key. */
static int same_key(const shf_shown *a, const shf_shown *b)
{
    if (a->panel->n_curves != b->panel->n_curves || a->curves != b->curves)
        return 0;
    for (size_t k = 0; k < a->panel->n_curves; k++) {
        const char *one = a->panel->curves[k].title, *other = b->panel->curves[k].title;
        if (!one != !other || (one && strcmp(one, other) != 0))
            return 0;
    }
    return 1;
}

/* Where a mark stands along the axis, from 0 to 1. */
static double mark_place(const shf_shown *s, double x)
{
    return s->panel->log_x ? log(x / s->lo[0]) / log(s->hi[0] / s->lo[0])
                           : (x - s->lo[0]) / (s->hi[0] - s->lo[0]);
}

/* Lines of labels above the axes, so that none stands on another: each in the lowest where there is room. */
size_t shf_mark_lines(const shf_shown *s, size_t *line)
{
    double letter = 0.12 / s->axes;
    size_t lines = 0;
    for (size_t k = 0; k < s->panel->n_marks; k++) {
        const shf_plot_mark *mark = &s->panel->marks[k];
        line[k] = 0;
        for (size_t j = 0; j < k && shf_mark_shown(s, mark); j++) {
            const shf_plot_mark *other = &s->panel->marks[j];
            size_t letters = shf_label_length(mark->label) + shf_label_length(other->label) + 2;
            if (shf_mark_shown(s, other) && line[j] == line[k] &&
                fabs(mark_place(s, mark->x) - mark_place(s, other->x)) < letter * (double)letters / 2) {
                line[k]++;
                j = SIZE_MAX; /* from the first again */
            }
        }
        if (shf_mark_shown(s, mark) && line[k] >= lines)
            lines = line[k] + 1;
    }
    return lines;
}

static void show_panel(shf_figure *figure, const shf_plot_panel *panel)
{
    shf_shown s = nothing(panel);
    if (panel->map.z) {
        double range[2], level[SHF_LEVELS_MAX];
        (void)shf_map_levels(&panel->map, figure->picture->table, range, level);
        if (range[0] <= range[1])
            (void)add_points(&s, figure->picture->table, panel->map.x, panel->map.y, NULL);
        s.above = (shf_above){.lines = 1, .bar = 1};
    } else {
        add_curves(&s, figure);
        count_entries(&s, figure);
    }
    if (s.lo[0] <= s.hi[0] && figure->n < SHF_PANELS_MAX)
        figure->shown[figure->n++] = s;
}

/* Whether `name` is the letter of panel k, or a column that it shows. */
static int is_named(const shf_shown *s, size_t k, const char *name)
{
    const shf_plot_panel *panel = s->panel;
    if (name[0] && !name[1] && (size_t)(name[0] - 'a') == k)
        return 1;
    for (size_t j = 0; j < panel->n_curves; j++)
        if (panel->curves[j].y && strcmp(panel->curves[j].y, name) == 0)
            return 1;
    return panel->map.z && strcmp(panel->map.z, name) == 0;
}

static shf_status choose_panel(shf_figure *figure, shf_error *error)
{
    const char *name = figure->picture->panel;
    for (size_t k = 0; name && k < figure->n; k++)
        if (is_named(&figure->shown[k], k, name)) {
            figure->shown[0] = figure->shown[k];
            figure->n = 1;
            return SHF_OK;
        }
    return name ? shf_fail(error, SHF_ERR_VALUE,
                           "panel = %s: must be a letter from a to %c, or a column that a panel shows", name,
                           (char)('a' + (int)figure->n - 1))
                : SHF_OK;
}

shf_status shf_figure_prepare(shf_figure *figure, shf_error *error)
{
    const shf_plot_picture *picture = figure->picture;
    shf_above above[SHF_PANELS_MAX];
    for (size_t k = 0; k < picture->n_panels; k++)
        show_panel(figure, &picture->panels[k]);
    if (!figure->n)
        return shf_fail(error, SHF_ERR_VALUE, "%s: no curve has a point that can be drawn", figure->path);
    shf_status status = choose_panel(figure, error);
    for (size_t k = 0; k < figure->n; k++)
        above[k] = figure->shown[k].above;
    figure->sheet = shf_sheet_make(figure->sheet.kind, picture->width, figure->n, above);
    for (size_t k = 0; k < figure->n; k++) {
        size_t line[SHF_MARKS_MAX];
        figure->shown[k].axes = figure->sheet.axes;
        if (!figure->shown[k].panel->map.z)
            figure->shown[k].above.lines = shf_mark_lines(&figure->shown[k], line);
        for (size_t j = 0; j < k; j++)
            if (figure->shown[k].panel->n_curves && same_key(&figure->shown[k], &figure->shown[j]))
                figure->shown[k].above.entries = 0;
        above[k] = figure->shown[k].above;
    }
    figure->sheet = shf_sheet_make(figure->sheet.kind, picture->width, figure->n, above);
    return status;
}

int shf_mark_shown(const shf_shown *shown, const shf_plot_mark *mark)
{
    return mark->x >= shown->lo[0] && mark->x <= shown->hi[0];
}

void shf_curve_style(const shf_shown *shown, const shf_plot_curve *curve, size_t *number, char *style,
                     size_t room)
{
    const char *kind = curve->style ? curve->style : curve->se ? "points pt 6" : "lines";
    size_t word = strcspn(kind, " ");
    if (shown->curves > SHF_CURVES_TOLD) {
        (void)snprintf(style, room, "%.*s lw 0.7 dt 1 lc rgb \"#600072b2\"", (int)word, kind);
        return;
    }
    /* marks without a title belong to the titled curve before them and look like it */
    *number += curve->title || !*number;
    size_t k = (*number - 1) % 14;
    if (strstr(kind, " ls "))
        (void)snprintf(style, room, "%s", kind);
    else if (*kind == 'p')
        (void)snprintf(style, room, "%.*s ls %zu lw 1%s", (int)word, kind, k < 7 ? k + 1 : k + 13,
                       kind + word);
    else /* "points pt 6" becomes "points ls 1 pt 6": gnuplot wants the line style before what changes it */
        (void)snprintf(style, room, "%.*s ls %zu%s", (int)word, kind, k < 7 ? k + 1 : k + 13, kind + word);
}

size_t shf_curve_stride(const shf_table *table)
{
    return (shf_table_rows(table) + SYMBOLS_MAX - 1) / SYMBOLS_MAX;
}

/* ---- the parts of the script ---- */

void shf_emit_label(shf_emitter *e, const char *text)
{
    char *latex = e->latex ? shf_latex(text, 0) : NULL;
    shf_emit_quoted(e, latex ? latex : text);
    free(latex);
}

/* The map that has points, if there is one. */
static const shf_plot_map *first_map(const shf_figure *figure)
{
    for (size_t k = 0; k < figure->n; k++)
        if (figure->shown[k].panel->map.z)
            return &figure->shown[k].panel->map;
    return NULL;
}

/* Blank lines part the rows of the grid of maps. */
static void emit_data(shf_emitter *e, const char *name, const shf_table *table, const shf_plot_map *map)
{
    shf_emit(e, "\n$%s << EOD\n", name);
    shf_emit_names(e, table, '\t');
    for (size_t i = 0; i < shf_table_rows(table) && !e->failure; i++) {
        shf_emit_row(e, table, i, '\t');
        if (map && (map->first + i + 1) % map->scan == 0)
            shf_emit(e, "\n");
    }
    shf_emit(e, "EOD\n");
}

/* The x axis ends where the data ends, and so does a narrow logarithmic one.  What lies too far below the
 * largest value, rounding errors often, is left out of sight; what is not negative starts at zero. */
void shf_axis_range(char axis, int log_axis, double lo, double hi, double *low, double *high)
{
    *low = *high = NAN;
    if (axis == 'x' && hi > lo) {
        *low = lo;
        *high = hi;
    } else if (log_axis && hi / lo < SHF_NARROW) {
        *low = lo / 1.1;
        *high = hi * 1.1;
    } else if (log_axis)
        *low = pow(10, floor(log10(lo) + 1e-9));
    else if (lo >= -0.01 * hi && lo < 0.5 * hi)
        *low = 0;
}

double shf_round_step(double step)
{
    double power = pow(10, floor(log10(step)));
    double ratio = step / power;
    return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
}

/* A narrow axis has too few decades to be read by them: 1, 2, 5 of each, or equal steps if it is very narrow.
 */
static void emit_narrow_tics(shf_emitter *e, char axis, double lo, double hi)
{
    static const double digit[] = {1, 2, 5};
    const char *before = "";
    double step = shf_round_step((hi - lo) / 5);
    shf_emit(e, "; set %ctics (", axis);
    for (long k = lround(ceil(lo / step)); hi / lo < 6 && (double)k * step <= hi; k++) {
        shf_emit(e, "%s%.9g", before, (double)k * step);
        before = ", ";
    }
    if (hi / lo < 6)
        hi = 0;
    for (int p = (int)floor(log10(lo)); pow(10, p) <= hi; p++)
        for (int k = 0; k < 3; k++)
            if (digit[k] * pow(10, p) >= lo * 0.9 && digit[k] * pow(10, p) <= hi * 1.1) {
                shf_emit(e, "%s%.9g", before, digit[k] * pow(10, p));
                before = ", ";
            }
    shf_emit(e, ")");
}

void shf_emit_axis(shf_emitter *e, const shf_sheet *sheet, char axis, int log_axis, const char *label,
                   double lo, double hi)
{
    const char *wide = e->latex ? "$10^{%T}$" : "10^{%T}", *plain = e->latex ? "$%h$" : "%g";
    int narrow = log_axis && hi / lo < SHF_NARROW;
    double room = axis == 'x' ? sheet->axes / 0.85 : sheet->axes_height / 0.5;
    shf_emit(e, "set %clabel ", axis);
    shf_emit_label(e, label ? label : "");
    shf_emit(e, "; %s logscale %c; set format %c \"%s\"", log_axis ? "set" : "unset", axis, axis,
             log_axis && !narrow ? wide : plain);
    int wide_enough = hi - lo > 1e-6 * fmax(fabs(lo), fabs(hi)) && isfinite(hi - lo);
    if (narrow && wide_enough)
        emit_narrow_tics(e, axis, lo, hi);
    else if (log_axis && !narrow && hi > 0) /* not NaN: a range that gnuplot chooses */
        shf_emit(e, "; set %ctics 1e%d", axis, (int)fmax(1, ceil((log10(hi) - log10(lo)) / room)));
    else if (!log_axis && wide_enough)
        shf_emit(e, "; set %ctics %.9g", axis,
                 shf_round_step((hi - (lo > 0 && lo < 0.5 * hi ? 0 : lo)) / (room / 0.9)));
    else
        shf_emit(e, "; set %ctics autofreq", axis);
}

static void emit_range(shf_emitter *e, char axis, int log_axis, double lo, double hi)
{
    double low, high;
    shf_axis_range(axis, log_axis, lo, hi, &low, &high);
    shf_emit(e, "; set %crange [", axis);
    shf_emit(e, isnan(low) ? "*:" : "%.17g:", low);
    shf_emit(e, isnan(high) ? "*]\n" : "%.17g]\n", high);
}

static void emit_column(shf_emitter *e, const char *before, const char *name, int log_axis)
{
    shf_emit(e, log_axis ? "%s(positive(column(" : "%s(column(", before);
    shf_emit_quoted(e, name);
    shf_emit(e, log_axis ? ")))" : "))");
}

static void emit_curve(shf_emitter *e, const shf_figure *figure, const shf_shown *s,
                       const shf_plot_curve *curve, const char *style)
{
    const shf_table *table = shf_curve_table(figure, curve);
    int bars = curve->se && shf_table_column(table, curve->se), along = curve->low && curve->high;
    size_t word = strcspn(style, " ");
    if (!curve->x) {
        shf_emit(e, "keyentry with %s ", style);
        return;
    }
    shf_emit(e, "$%s ", curve->theory ? "theory" : "data");
    if (bars && shf_curve_stride(table) > 1)
        shf_emit(e, "every %zu ", shf_curve_stride(table));
    shf_emit(e, "using ");
    emit_column(e, "", curve->x, s->panel->log_x);
    emit_column(e, ":", curve->y, s->panel->log_y);
    if (bars)
        emit_column(e, ":", curve->se, 0);
    else if (along) {
        emit_column(e, ":", curve->low, s->panel->log_x);
        emit_column(e, ":", curve->high, s->panel->log_x);
    }
    if (bars || along)
        shf_emit(e, " with %s%s dt 1 ", bars ? "yerrorbars" : "xerrorbars", style + word);
    else
        shf_emit(e, " with %s ", style);
}

static void emit_curves(shf_emitter *e, const shf_figure *figure, const shf_shown *s)
{
    const char *before = "plot ";
    size_t number = 0;
    for (size_t k = 0; k < s->panel->n_curves; k++) {
        const shf_plot_curve *curve = &s->panel->curves[k];
        char style[160];
        if (!shf_curve_drawn(figure, s->panel, curve))
            continue;
        shf_curve_style(s, curve, &number, style, sizeof style);
        shf_emit(e, "%s", before);
        emit_curve(e, figure, s, curve, style);
        shf_emit(e, s->above.entries && curve->title ? "title " : "notitle");
        if (s->above.entries && curve->title)
            shf_emit_label(e, curve->title);
        before = ", \\\n     ";
    }
    shf_emit(e, "\n");
}

static void emit_marks(shf_emitter *e, const shf_figure *figure, const shf_shown *s)
{
    size_t line[SHF_MARKS_MAX];
    (void)shf_mark_lines(s, line);
    for (size_t k = 0; k < s->panel->n_marks; k++) {
        const shf_plot_mark *mark = &s->panel->marks[k];
        if (!shf_mark_shown(s, mark))
            continue;
        double above = (0.25 + 0.36 * (double)line[k]) / figure->sheet.axes_height,
               place = mark_place(s, mark->x);
        shf_emit(e, "set arrow %zu from %.9g, graph 0 to %.9g, graph 1 as 11\n", k + 1, mark->x, mark->x);
        shf_emit(e, "set label %zu ", k + 1);
        shf_emit_label(e, mark->label);
        shf_emit(e, " at %.9g, graph %.3f %s\n", mark->x, 1 + above,
                 place > 0.8   ? "right"
                 : place < 0.1 ? "left"
                               : "center");
    }
}

static void emit_panels(shf_emitter *e, const shf_figure *figure)
{
    shf_emit(e, "\nset multiplot\n");
    for (size_t k = 0; k < figure->n; k++) {
        const shf_shown *s = &figure->shown[k];
        shf_emit(e, "\nunset label; unset arrow\n");
        for (int j = 0; j < 2; j++) {
            int is_log = j ? s->panel->log_y : s->panel->log_x;
            shf_emit_axis(e, &figure->sheet, "xy"[j], is_log, j ? s->panel->y_label : s->panel->x_label,
                          s->lo[j], s->hi[j]);
            emit_range(e, "xy"[j], is_log, s -> lo[j], s -> hi[j]);
        }
        shf_emit_place(e, &figure->sheet, k, &s->above);
        emit_marks(e, figure, s);
        if (s->panel->map.z)
            shf_emit_map(e, figure, k);
        else
            emit_curves(e, figure, s);
    }
    shf_emit(e, "\nunset multiplot\nset output\n");
}

void shf_emit_script(shf_emitter *e, const shf_figure *figure)
{
    const shf_plot_picture *picture = figure->picture;
    shf_emit_header(e, figure->provenance, picture->table);
    shf_emit(e, "#: plot = a gnuplot script with these results\n");
    shf_emit_plot_output(e, figure->path);
    shf_emit_terminal(e, &figure->sheet);
    shf_emit_style(e);
    emit_data(e, "data", picture->table, first_map(figure));
    if (picture->theory)
        emit_data(e, "theory", picture->theory, NULL);
    shf_emit(e, "%s",
             "set datafile separator \"\\t \"\n"
             "set datafile columnheaders\n"
             "# a point without a place on a logarithmic axis is left out\n"
             "positive(x) = x > 0 ? x : NaN\n");
    for (size_t k = 0; k < figure->n; k++)
        if (figure->shown[k].panel->map.z)
            shf_emit_map_data(e, figure, k);
    emit_panels(e, figure);
}
