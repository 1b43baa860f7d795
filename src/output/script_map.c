/* The part of a plot's script that draws heat maps with contour lines. */
#include "output/plot.h"
#include <math.h>

/* Most contour lines. */
enum { LEVELS_MAX = 12 };

size_t shf_map_points(const shf_plot_map *map, const shf_table *table, double *lo, double *hi)
{
    const double *z = shf_table_column(table, map->z);
    size_t points = 0;
    *lo = INFINITY;
    *hi = -INFINITY;
    for (size_t i = 0; z && i < shf_table_rows(table); i++)
        if (isfinite(z[i]) && (z[i] > 0 || !map->log_z)) {
            *lo = fmin(*lo, z[i]);
            *hi = fmax(*hi, z[i]);
            points++;
        }
    return points;
}

/* 1, 2 or 5 times a power of ten, not below `step`. */
static double round_step(double step)
{
    double power = pow(10, floor(log10(step)));
    double ratio = step / power;
    return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
}

static size_t linear_levels(double lo, double hi, double *level)
{
    size_t n = 0;
    double step = round_step((hi - lo) / (LEVELS_MAX - 2));
    double first = ceil(lo / step);
    while (n < LEVELS_MAX && (first + (double)n) * step < hi) {
        level[n] = (first + (double)n) * step;
        n++;
    }
    return n;
}

/* 1, 2, 5 of each decade, or only the decades where these are too many. */
static size_t log_levels(double lo, double hi, double *level)
{
    static const double digit[] = {1, 2, 5};
    double decades = log10(hi / lo);
    if (decades < 0.7)
        return linear_levels(lo, hi, level);
    int all = 3 * decades < LEVELS_MAX, stride = (int)ceil(decades / LEVELS_MAX);
    size_t n = 0;
    for (int p = (int)floor(log10(lo)); pow(10, p) < hi; p += all ? 1 : stride)
        for (int k = 0; k < (all ? 3 : 1) && n < LEVELS_MAX; k++)
            if (digit[k] * pow(10, p) > lo && digit[k] * pow(10, p) < hi)
                level[n++] = digit[k] * pow(10, p);
    return n;
}

void shf_emit_map_style(shf_emitter *e)
{
    shf_emit(e, "%s",
             "\n# heat maps: colours, contour lines and their labels\n"
             "set view map\n"
             "set palette defined (0 '#440154', 1 '#3b528b', 2 '#21918c', 3 '#5ec962', 4 '#fde725')\n"
             "set style line 11 lc rgb \"#202020\" lw 0.8\n"
             "set cntrlabel onecolor format \"%g\" font \",8\" start 2 interval -1\n"
             "set pm3d corners2color mean\n"
             "set border 15; unset grid; set tics front\n"
             "set xtics offset 0,0.5; set xlabel offset 0,0.8; set ylabel offset 0.5,0; set title offset "
             "0,-0.5\n");
}

/* What has no logarithm stays white. */
static void emit_using(shf_emitter *e, const shf_plot_map *map)
{
    const char *const column[] = {map->x, map->y, map->z};
    shf_emit(e, "$data using ");
    for (int k = 0; k < 3; k++) {
        shf_emit(e, "%s(%scolumn(", k ? ":" : "", k == 2 && map->log_z ? "positive(" : "");
        shf_emit_quoted(e, column[k]);
        shf_emit(e, k == 2 && map->log_z ? ")))" : "))");
    }
}

/* Margins on the screen: those of a map seen from above are not counted in characters. */
static void emit_place(shf_emitter *e, shf_place place)
{
    double w = 1 / (double)place.columns, h = 1 / (double)place.rows;
    size_t row = place.k / place.columns;
    double left = (double)(place.k % place.columns) * w, top = 1 - (double)row * h;
    shf_emit(e,
             "set lmargin at screen %.4f; set rmargin at screen %.4f; set bmargin at screen %.4f; "
             "set tmargin at screen %.4f\n",
             left + 0.2 * w, left + 0.79 * w, top - 0.82 * h, top - 0.11 * h);
}

static void emit_levels(shf_emitter *e, const char *before, const double *level, size_t n, const char *behind)
{
    shf_emit(e, "%s", before);
    for (size_t k = 0; k < n; k++)
        shf_emit(e, "%s%.9g", k ? "," : "", level[k]);
    shf_emit(e, "%s\n", behind);
}

/* The whole grid, also where nothing is drawn. */
static void emit_range(shf_emitter *e, char axis, const double *value, size_t n)
{
    double lo = value[0], hi = value[0];
    for (size_t i = 1; i < n; i++) {
        lo = fmin(lo, value[i]);
        hi = fmax(hi, value[i]);
    }
    if (hi > lo)
        shf_emit(e, "set %crange [%.9g:%.9g]\n", axis, lo, hi);
}

void shf_emit_map(shf_emitter *e, const shf_plot_panel *panel, shf_place place, const shf_table *table)
{
    const shf_plot_map *map = &panel->map;
    double lo = 0, hi = 0, level[LEVELS_MAX];
    (void)shf_map_points(map, table, &lo, &hi);
    size_t n = hi > lo ? (map->log_z ? log_levels(lo, hi, level) : linear_levels(lo, hi, level)) : 0;
    shf_emit(e, "set title ");
    shf_emit_quoted(e, map->z_label ? map->z_label : map->z);
    shf_emit(e, "; %s logscale cb; set cbrange [%.9g:%.9g]\n", map->log_z ? "set" : "unset", lo,
             hi > lo ? hi : lo + fabs(lo) + 1e-300);
    emit_range(e, 'x', shf_table_column(table, map->x), shf_table_rows(table));
    emit_range(e, 'y', shf_table_column(table, map->y), shf_table_rows(table));
    emit_place(e, place);
    shf_emit(e, "set cbtics autofreq\n");
    if (n) {
        emit_levels(e, "set contour base; set cntrparam levels discrete ", level, n, "");
        emit_levels(e, "set cbtics (", level, n, ")");
    }
    shf_emit(e, "splot ");
    emit_using(e, map);
    shf_emit(e, " with pm3d%s notitle", n ? " nocontour" : "");
    static const char *const marks[] = {"lines ls 11", "labels"};
    for (int k = 0; n && k < 2; k++) {
        shf_emit(e, ", \\\n      ");
        emit_using(e, map);
        shf_emit(e, " with %s nosurface notitle", marks[k]);
    }
    shf_emit(e, "\nunset contour\n");
}
