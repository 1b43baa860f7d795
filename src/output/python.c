/* A picture as a script for matplotlib, with the data in it. */
#include "output/plot.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void shf_emit_python_text(shf_emitter *e, const char *text)
{
    shf_emit(e, "\"");
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        shf_emit(e, *c < ' ' || *c == 0x7f ? "\\x%02x" : strchr("\"\\", *c) ? "\\%c" : "%c", *c);
    shf_emit(e, "\"");
}

void shf_emit_python_label(shf_emitter *e, const char *text)
{
    char *latex = shf_latex(text ? text : "", 1);
    shf_emit_python_text(e, latex ? latex : text ? text : "");
    free(latex);
}

void shf_emit_python_front(shf_emitter *e)
{
    shf_emit(
        e,
        "\n# To draw: python3 FILE.py (matplotlib >= 3.3) writes FILE.pdf beside this script, which may be edited;\n"
        "# python3 FILE.py OTHER.svg (.png, .pgf) draws elsewhere, and other kinds.\n");
    for (const char *const *line = shf_front_py; *line; line++)
        shf_emit(e, "%s", *line);
}

void shf_emit_python_panel(shf_emitter *e, const shf_sheet *sheet, size_t k)
{
    double box[4];
    shf_sheet_axes(sheet, k, box);
    if (!k)
        shf_emit(e, "\nfigure = plt.figure(figsize=(%.2f / 2.54, %.2f / 2.54))\n", sheet->width,
                 sheet->height);
    shf_emit(e, "\nax = panel(%.4f, %.4f, %.4f, %.4f", box[0], box[1], box[2], box[3]);
    if (*shf_sheet_letter(sheet, k))
        shf_emit(e, ", \"%s\"", shf_sheet_letter(sheet, k));
    shf_emit(e, ")\n");
}

void shf_emit_python_end(shf_emitter *e)
{
    shf_emit(
        e, "%s",
        "\nfigure.savefig(sys.argv[1] if len(sys.argv) > 1 else os.path.splitext(os.path.abspath(__file__))[0] + \".pdf\")\n");
}

/* A dictionary of the columns. */
static void emit_data(shf_emitter *e, const char *name, const shf_table *table)
{
    shf_emit(e, "%s = {\n", name);
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        shf_emit(e, "    ");
        shf_emit_python_text(e, shf_table_column_name(table, j));
        shf_emit(e, ": [");
        for (size_t i = 0; i < shf_table_rows(table) && !e->failure; i++) {
            shf_emit(e, i ? ", " : "");
            shf_emit_number(e, shf_table_column_at(table, j)[i]);
        }
        shf_emit(e, "],\n");
    }
    shf_emit(e, "}\n");
}

/* One value in so many of a column. */
static void emit_column(shf_emitter *e, const char *before, const shf_plot_curve *curve, const char *name,
                        size_t stride)
{
    shf_emit(e, "%s%s[", before, curve->theory ? "theory" : "data");
    shf_emit_python_text(e, name);
    shf_emit(e, stride > 1 ? "][::%zu]" : "]", stride);
}

static void emit_curve(shf_emitter *e, const shf_figure *figure, const shf_shown *s,
                       const shf_plot_curve *curve, const char *style)
{
    const shf_table *table = shf_curve_table(figure, curve);
    int bars = curve->x && curve->se && shf_table_column(table, curve->se);
    size_t stride = bars ? shf_curve_stride(table) : 1;
    shf_emit(e, "curve(ax, ");
    if (curve->x) {
        emit_column(e, "", curve, curve->x, stride);
        emit_column(e, ", ", curve, curve->y, stride);
    } else
        shf_emit(e, "[], []");
    shf_emit(e, ", ");
    shf_emit_python_text(e, style);
    if (s->above.entries && curve->title) {
        shf_emit(e, ", ");
        shf_emit_python_label(e, curve->title);
    }
    if (bars)
        emit_column(e, ", se=", curve, curve->se, stride);
    if (curve->low && curve->high) {
        emit_column(e, ", ends=(", curve, curve->low, 1);
        emit_column(e, ", ", curve, curve->high, 1);
        shf_emit(e, ")");
    }
    shf_emit(e, ")\n");
}

static void emit_curves(shf_emitter *e, const shf_figure *figure, size_t k)
{
    const shf_shown *s = &figure->shown[k];
    size_t number = 0;
    for (size_t j = 0; j < s->panel->n_curves; j++) {
        char style[160];
        if (!shf_curve_drawn(figure, s->panel, &s->panel->curves[j]))
            continue;
        shf_curve_style(s, &s->panel->curves[j], &number, style, sizeof style);
        emit_curve(e, figure, s, &s->panel->curves[j], style);
    }
    if (s->above.entries)
        shf_emit(e, "key(ax, %zu, %zu)\n", shf_sheet_key_columns(&figure->sheet, &s->above), s->above.lines);
}

static void emit_marks(shf_emitter *e, const shf_shown *s)
{
    size_t line[SHF_MARKS_MAX];
    (void)shf_mark_lines(s, line);
    for (size_t j = 0; j < s->panel->n_marks; j++)
        if (shf_mark_shown(s, &s->panel->marks[j])) {
            shf_emit(e, "mark(ax, %.9g, ", s->panel->marks[j].x);
            shf_emit_python_label(e, s->panel->marks[j].label);
            shf_emit(e, ", %zu)\n", line[j]);
        }
}

static void emit_map(shf_emitter *e, const shf_figure *figure, const shf_plot_panel *panel)
{
    const shf_plot_map *map = &panel->map;
    const shf_table *table = figure->picture->table;
    const double *z = shf_table_column(table, map->z);
    double range[2], level[SHF_LEVELS_MAX], cell[4];
    size_t n = shf_map_levels(map, table, range, level);
    shf_emit(e, "heat(ax, [");
    for (size_t i = 0; i < shf_table_rows(table); i++) {
        shf_map_cell(panel, table, i, cell);
        if (z[i] >= range[0] && z[i] <= range[1])
            shf_emit(e, "(%.9g, %.9g, %.9g, %.9g, %.9g), ", cell[0], cell[1], cell[2], cell[3], z[i]);
    }
    shf_emit(e, "], [");
    for (size_t k = 0; k < n; k++)
        shf_emit(e, "%.9g, ", level[k]);
    shf_emit(e, "], ");
    shf_emit_python_label(e, map->z_label ? map->z_label : map->z);
    shf_emit(e, ", %s, grid(", map->log_z ? "True" : "False");
    const char *const column[] = {map->x, map->y, map->z};
    for (int k = 0; k < 3; k++) {
        shf_emit(e, "data[");
        shf_emit_python_text(e, column[k]);
        shf_emit(e, "], ");
    }
    shf_emit(e, "%zu, %zu))\n", map->scan, map->first);
}

/* The ends that the axis has in gnuplot too; a map ends where its cells end. */
static void emit_axis(shf_emitter *e, const shf_figure *figure, const shf_shown *s, int along_y)
{
    const shf_plot_panel *panel = s->panel;
    const shf_table *table = figure->picture->table;
    double low, high, first[4], last[4];
    int is_log = along_y ? panel->log_y : panel->log_x;
    shf_axis_range(along_y ? 'y' : 'x', is_log, s->lo[along_y], s->hi[along_y], &low, &high);
    if (panel->map.z) {
        shf_map_cell(panel, table, 0, first);
        shf_map_cell(panel, table, shf_table_rows(table) - 1, last);
        low = along_y ? first[2] : first[0];
        high = along_y ? last[3] : last[1];
    }
    shf_emit(e, "axis(ax, \"%c\", ", along_y ? 'y' : 'x');
    shf_emit_python_label(e, along_y ? panel->y_label : panel->x_label);
    shf_emit(e, ", \"%s\"", is_log ? "log" : "linear");
    if (!isnan(low))
        shf_emit(e, ", low=%.17g", low);
    if (!isnan(high))
        shf_emit(e, ", high=%.17g", high);
    shf_emit(e, ")\n");
}

void shf_emit_python(shf_emitter *e, const shf_figure *figure)
{
    shf_emit_header(e, figure->provenance, figure->picture->table);
    shf_emit(e, "#: plot = a script for matplotlib with these results\n");
    shf_emit_python_front(e);
    emit_data(e, "data", figure->picture->table);
    if (figure->picture->theory)
        emit_data(e, "theory", figure->picture->theory);
    for (size_t k = 0; k < figure->n; k++) {
        shf_emit_python_panel(e, &figure->sheet, k);
        if (figure->shown[k].panel->map.z)
            emit_map(e, figure, figure->shown[k].panel);
        else
            emit_curves(e, figure, k);
        for (int along_y = 0; along_y < 2; along_y++)
            emit_axis(e, figure, &figure->shown[k], along_y);
        emit_marks(e, &figure->shown[k]);
    }
    shf_emit_python_end(e);
}
