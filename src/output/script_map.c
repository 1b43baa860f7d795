/* Heat maps with contour lines: levels, cells, and the part of a gnuplot script that draws them. */
#include "output/plot.h"
#include <math.h>

static size_t linear_levels(double lo, double hi, double *level)
{
    size_t n = 0;
    double step = shf_round_step((hi - lo) / (SHF_LEVELS_MAX - 2));
    double first = ceil(lo / step);
    while (n < SHF_LEVELS_MAX && (first + (double)n) * step < hi) {
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
    int all = 3 * decades < SHF_LEVELS_MAX, stride = (int)ceil(decades / SHF_LEVELS_MAX);
    size_t n = 0;
    for (int p = (int)floor(log10(lo)); pow(10, p) < hi; p += all ? 1 : stride)
        for (int k = 0; k < (all ? 3 : 1) && n < SHF_LEVELS_MAX; k++)
            if (digit[k] * pow(10, p) > lo && digit[k] * pow(10, p) < hi)
                level[n++] = digit[k] * pow(10, p);
    return n;
}

size_t shf_map_levels(const shf_plot_map *map, const shf_table *table, double range[2],
                      double level[SHF_LEVELS_MAX])
{
    const double *z = shf_table_column(table, map->z);
    range[0] = INFINITY;
    range[1] = -INFINITY;
    for (size_t i = 0; z && i < shf_table_rows(table); i++)
        if (isfinite(z[i]) && (z[i] > 0 || !map->log_z)) {
            range[0] = fmin(range[0], z[i]);
            range[1] = fmax(range[1], z[i]);
        }
    if (!(range[0] < range[1]))
        return 0;
    return map->log_z ? log_levels(range[0], range[1], level) : linear_levels(range[0], range[1], level);
}

/* Half way to a neighbour, on a logarithmic axis too. */
static double between(double a, double b, int log_axis)
{
    return log_axis && a > 0 && b > 0 ? sqrt(a * b) : (a + b) / 2;
}

static double beyond(double a, double b, int log_axis)
{
    return log_axis && a > 0 && b > 0 ? a * sqrt(a / b) : a + (a - b) / 2;
}

/* Ends of the cell of row i along a column whose neighbours are `step` rows away, if there are such. */
static void ends_along(const double *v, size_t i, size_t step, int first, int last, int log_axis,
                       double *cell)
{
    if (first && last) {
        cell[0] = v[i];
        cell[1] = v[i];
        return;
    }
    cell[0] = first ? beyond(v[i], v[i + step], log_axis) : between(v[i], v[i - step], log_axis);
    cell[1] = last ? beyond(v[i], v[i - step], log_axis) : between(v[i], v[i + step], log_axis);
}

void shf_map_cell(const shf_plot_panel *panel, const shf_table *table, size_t row, double cell[4])
{
    const shf_plot_map *map = &panel->map;
    const double *x = shf_table_column(table, map->x), *y = shf_table_column(table, map->y);
    size_t rows = shf_table_rows(table), place = (map->first + row) % map->scan;
    ends_along(x, row, map->scan, row < map->scan, row + map->scan >= rows, panel->log_x, cell);
    ends_along(y, row, 1, place == 0 || row == 0, place + 1 == map->scan || row + 1 == rows, panel->log_y,
               cell + 2);
}

/* ---- gnuplot ---- */

/* A row a cell: its ends, and the value. */
static void emit_cells(shf_emitter *e, const shf_plot_panel *panel, const shf_table *table, double lo,
                       double hi, size_t k)
{
    const double *z = shf_table_column(table, panel->map.z);
    shf_emit(e, "$cells%zu << EOD\nx\tx\ty\ty\tz\n", k + 1);
    for (size_t i = 0; i < shf_table_rows(table); i++) {
        double cell[4];
        if (!(z[i] >= lo && z[i] <= hi))
            continue;
        shf_map_cell(panel, table, i, cell);
        shf_emit(e, "%.9g\t%.9g\t%.9g\t%.9g\t%.9g\n", cell[0], cell[1], cell[2], cell[3], z[i]);
    }
    shf_emit(e, "EOD\n");
}

/* What has no logarithm is left out. */
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

static void emit_levels(shf_emitter *e, const char *before, const double *level, size_t n)
{
    for (size_t k = 0; k < n; k++)
        shf_emit(e, "%s%.9g", k ? "," : before, level[k]);
}

/* Range of the axes, title, and the bar of colours, whose numbers are the contour lines. */
static void emit_frame(shf_emitter *e, const shf_figure *figure, size_t k, const double range[2])
{
    const shf_plot_panel *panel = figure->shown[k].panel;
    const shf_table *table = figure->picture->table;
    double box[4], first[4], last[4];
    shf_sheet_axes(&figure->sheet, k, box);
    shf_map_cell(panel, table, 0, first);
    shf_map_cell(panel, table, shf_table_rows(table) - 1, last);
    shf_emit(e, "set xrange [%.9g:%.9g]; set yrange [%.9g:%.9g]; set border 15; unset grid; set tics front\n",
             first[0], last[1], first[2], last[3]);
    shf_emit(e, "set label 98 ");
    shf_emit_label(e, panel->map.z_label ? panel->map.z_label : panel->map.z);
    shf_emit(e, " at graph 0, graph %.3f left\n", 1 + 0.28 / figure->sheet.axes_height);
    shf_emit(e, "set colorbox user origin screen %.4f,%.4f size screen %.4f,%.4f\n",
             box[2] + 0.15 / figure->sheet.width, box[1], 0.2 / figure->sheet.width, box[3] - box[1]);
    shf_emit(e, "set palette defined (0 '#440154', 1 '#3b528b', 2 '#21918c', 3 '#5ec962', 4 '#fde725')\n");
    shf_emit(e, "%s logscale cb; set cbrange [%.9g:%.9g]; set cbtics autofreq; set format cb \"%s\"\n",
             panel->map.log_z ? "set" : "unset", range[0],
             range[1] > range[0] ? range[1] : range[0] + fabs(range[0]) + 1e-300, e->latex ? "$%h$" : "%g");
}

void shf_emit_map_data(shf_emitter *e, const shf_figure *figure, size_t k)
{
    const shf_plot_panel *panel = figure->shown[k].panel;
    const shf_table *table = figure->picture->table;
    double range[2], level[SHF_LEVELS_MAX];
    size_t n = shf_map_levels(&panel->map, table, range, level);
    emit_cells(e, panel, table, range[0], range[1], k);
    if (!n)
        return;
    shf_emit(e, "%s logscale x; %s logscale y\n", panel->log_x ? "set" : "unset",
             panel->log_y ? "set" : "unset");
    emit_levels(e, "set format \"%.9g\"; set contour base; unset surface; set cntrparam levels discrete ",
                level, n);
    shf_emit(e, "\nset table $lines%zu\nsplot ", k + 1);
    emit_using(e, &panel->map);
    shf_emit(e, "\nunset table; unset contour; set surface\n");
}

void shf_emit_map(shf_emitter *e, const shf_figure *figure, size_t k)
{
    double range[2], level[SHF_LEVELS_MAX];
    size_t n = shf_map_levels(&figure->shown[k].panel->map, figure->picture->table, range, level);
    emit_frame(e, figure, k, range);
    if (n) {
        emit_levels(e, "set cbtics (", level, n);
        shf_emit(e, ")\n");
    }
    shf_emit(
        e,
        "plot $cells%zu using (($1+$2)/2):(($3+$4)/2):1:2:3:4:5 with boxxyerror fs solid lc palette notitle",
        k + 1);
    if (n)
        shf_emit(e, ", \\\n     $lines%zu using 1:2 with lines lw 0.8 lc rgb \"#202020\" notitle", k + 1);
    shf_emit(e, "\n");
}
