/* Where the panels of a picture stand, and what gnuplot is told of it; the look that all pictures share. */
#include "output/plot.h"
#include <ctype.h>
#include <math.h>
#include <string.h>

/* ---- the page, in cm ---- */

/* Around the axes of a panel: labels and numbers, colour bar; size of letters 8 pt; above the axes. */
static const double LEFT = 1.3, RIGHT = 0.35, BAR = 1.25, BOTTOM = 0.95, LETTER = 0.15, LINE = 0.36,
                    GAP = 0.2;
static const double SAMPLE = 0.95; /* of a curve in the key, with the space beside it */

/* Panels beside each other. */
static size_t sheet_columns(double width, size_t n)
{
    size_t most = width < 7.9 ? 1 : width < 12 ? 2 : width < 16 ? 3 : 4;
    size_t wanted = n <= 3 ? n : n == 4 ? 2 : n == 7 || n == 8 || n > 9 ? 4 : 3;
    if (width < 12)
        wanted = n <= 3 ? 1 : 2;
    return wanted < most ? wanted : most;
}

size_t shf_sheet_key_columns(const shf_sheet *sheet, const shf_above *above)
{
    double entry = SAMPLE + LETTER * (double)above->longest;
    size_t fit = (size_t)fmax(1, (sheet->axes + RIGHT) / entry);
    return fit < above->entries ? fit : above->entries;
}

static double height_above(const shf_sheet *sheet, const shf_above *above)
{
    size_t columns = shf_sheet_key_columns(sheet, above), lines = above->lines;
    lines += columns ? (above->entries + columns - 1) / columns : 0;
    return GAP + LINE * (double)(lines || sheet->n < 2 ? lines : 1);
}

shf_sheet shf_sheet_make(shf_plot_kind kind, double width, size_t n, const shf_above *above)
{
    shf_sheet s = {.kind = kind, .n = n ? n : 1};
    int bar = 0;
    for (size_t k = 0; k < n; k++)
        bar |= above[k].bar;
    s.width = width > 0 ? width : n > 1 ? SHF_TWO_COLUMNS : SHF_ONE_COLUMN;
    s.columns = sheet_columns(s.width, s.n);
    s.rows = (s.n + s.columns - 1) / s.columns;
    s.cell = s.width / (double)s.columns;
    s.axes = s.cell - LEFT - (bar ? BAR : RIGHT);
    s.axes_height = s.axes * (bar ? 0.85 : s.axes > 6 ? 0.62 : s.axes > 3.5 ? 0.72 : 0.8);
    for (size_t k = 0; k < s.n; k++)
        s.top[k / s.columns] = fmax(s.top[k / s.columns], height_above(&s, &above[k]));
    for (size_t row = 0; row < s.rows; row++)
        s.height += s.top[row] + s.axes_height + BOTTOM;
    double from_top = 0;
    for (size_t row = 0; row < s.rows; row++) {
        s.axes_top[row] = s.height - from_top - s.top[row];
        from_top += s.top[row] + s.axes_height + BOTTOM;
    }
    return s;
}

void shf_sheet_axes(const shf_sheet *sheet, size_t k, double box[4])
{
    double left = (double)(k % sheet->columns) * sheet->cell + LEFT,
           top = sheet->axes_top[k / sheet->columns];
    box[0] = left / sheet->width;
    box[1] = (top - sheet->axes_height) / sheet->height;
    box[2] = (left + sheet->axes) / sheet->width;
    box[3] = top / sheet->height;
}

const char *shf_sheet_letter(const shf_sheet *sheet, size_t k)
{
    static const char letters[SHF_PANELS_MAX][5] = {
        "(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)", "(h)", "(i)", "(j)", "(k)", "(l)", "(m)",
        "(n)", "(o)", "(p)", "(q)", "(r)", "(s)", "(t)", "(u)", "(v)", "(w)", "(x)", "(y)", "(z)"};
    return sheet->n > 1 && k < SHF_PANELS_MAX ? letters[k] : "";
}

/* ---- gnuplot ---- */

/* Everything but letters, digits and a few marks as octal numbers: neither $ nor ` nor @ nor % means anything
 * then. */
static void emit_literal(shf_emitter *e, const char *text)
{
    shf_emit(e, "\"");
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        shf_emit(e, isalnum(*c) || strchr("._/+-:, ", *c) ? "%c" : "\\%03o", *c);
    shf_emit(e, "\"");
}

void shf_emit_quoted(shf_emitter *e, const char *text)
{
    shf_emit(e, "\"");
    for (; *text; text++)
        shf_emit(e, strchr("\"\\", *text) ? "\\%c" : strchr("`@", *text) ? "\\%03o" : "%c", *text);
    shf_emit(e, "\"");
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void shf_emit_plot_output(shf_emitter *e, const char *path)
{
    shf_emit(
        e, "%s",
        "\n# To draw again: gnuplot FILE.gp (gnuplot >= 5.4), where FILE.gp is this script.  The plot goes beside it;\n"
        "# gnuplot -e 'output=\"elsewhere\"' FILE.gp puts it elsewhere.  The command that wrote this script\n"
        "# writes it anew: restyle a copy of it in the same folder.\n"
        "if (!exists(\"ARG0\")) ARG0 = \"\"\n"
        "if (!exists(\"here\")) {\n"
        "    here = \"\"\n"
        "    do for [i = 1:strlen(ARG0)] { here = ARG0[i:i] eq \"/\" ? ARG0[1:i] : here }\n"
        "}\n"
        "if (!exists(\"output\")) output = here . ");
    emit_literal(e, base_name(path));
    shf_emit(e, "\n");
}

void shf_emit_terminal(shf_emitter *e, const shf_sheet *sheet)
{
    static const struct {
        const char *name, *unit, *rest;
        double per_cm;
    } terminals[SHF_PLOT_KINDS] = {
        {"svg enhanced", "", "font \"Helvetica,14\" linewidth 1.3 background \"white\"", 50},
        {"pdfcairo enhanced", "cm", "font \"Helvetica,8\" fontscale 1.15 linewidth 1.2 background \"white\"",
         1},
        {"pngcairo enhanced", "",
         "font \"Helvetica,8\" fontscale 2.6 linewidth 3 pointscale 2.4 background \"white\"", 118.11},
        {"tikz standalone", "cm", "font \"\\\\footnotesize\" charsize 0.15cm,0.31cm linewidth 1.2", 1},
        {"unknown", "", "", 1}};
    int kind = (int)sheet->kind;
    double per_cm = terminals[kind].per_cm;
    const char *unit = terminals[kind].unit;
    shf_emit(e, "set terminal %s size %.*f%s,%.*f%s %s\n", terminals[kind].name, *unit ? 2 : 0,
             sheet->width * per_cm, unit, *unit ? 2 : 0, sheet->height * per_cm, unit, terminals[kind].rest);
    shf_emit(e, e->latex ? "set output output\n" : "set encoding utf8\nset output output\n");
}

void shf_emit_style(shf_emitter *e)
{
    static const char *const colours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                          "#e69f00", "#56b4e9", "#000000"};
    static const char *const dashes[] = {"1", "(12,4)", "(4,3)", "(12,3,3,3)", "1", "(12,4)", "(4,3)"};
    shf_emit(e, "\n# line styles 1 to 7; 8 to 14 have the same colours and other dashes\n");
    for (int k = 0; k < 14; k++)
        shf_emit(e, "set style line %d lc rgb \"%s\" lw 1.6 dt %s pt %d ps 0.6\n", k < 7 ? k + 1 : k + 13,
                 colours[k % 7], dashes[(k + k / 7) % 7], k % 7 + 4);
    shf_emit(e, "%s",
             "\n# axes, key; error bars are drawn through their symbols, not around them\n"
             "set border 3 lw 0.8 lc rgb \"#333333\"\n"
             "set tics nomirror out scale 0.7,0.35\n"
             "set grid lt 1 lw 0.5 lc rgb \"#e4e4e4\"\n"
             "set key reverse Left samplen 2 spacing 1.1\n"
             "set pointintervalbox 0.01\n"
             "set errorbars small\n"
             "set style arrow 11 nohead lw 1 dt (4,4) lc rgb \"#777777\"\n");
    shf_emit(e, "set ylabel offset %s,0; set xlabel offset 0,0.4; set key width %d\n", e->latex ? "0" : "0.5",
             e->latex ? 2 : 0);
}

void shf_emit_place(shf_emitter *e, const shf_sheet *sheet, size_t k, const shf_above *above)
{
    double box[4], cm = 1 / sheet->height;
    shf_sheet_axes(sheet, k, box);
    shf_emit(e,
             "set lmargin at screen %.4f; set rmargin at screen %.4f; set bmargin at screen %.4f; "
             "set tmargin at screen %.4f\n",
             box[0], box[2], box[1], box[3]);
    if (above->entries)
        shf_emit(e, "set key at screen %.4f,%.4f left bottom horizontal maxcols %zu\n", box[0],
                 box[3] + cm * (GAP / 2 + LINE * (double)above->lines), shf_sheet_key_columns(sheet, above));
    else
        shf_emit(e, "unset key\n");
    if (*shf_sheet_letter(sheet, k))
        shf_emit(e, "set label 99 \"%s\" at screen %.4f,%.4f left front\n", shf_sheet_letter(sheet, k),
                 box[0] - 1.2 / sheet->width, box[3] + cm * (GAP / 2 + LINE / 2));
}
