/* Pictures: where their panels stand, and the scripts that draw them. */
#ifndef SHF_OUTPUT_PLOT_H
#define SHF_OUTPUT_PLOT_H

#include "output/emit.h"

typedef enum shf_plot_kind {
    SHF_PLOT_SVG,
    SHF_PLOT_PDF,
    SHF_PLOT_PNG,
    SHF_PLOT_TEX,
    SHF_PLOT_PY,
    SHF_PLOT_KINDS
} shf_plot_kind;

/** Widths of one and two columns of a journal in cm; most panels, and marks of one. */
#define SHF_ONE_COLUMN 8.6
#define SHF_TWO_COLUMNS 17.8
enum { SHF_PANELS_MAX = 32, SHF_MARKS_MAX = 8 };

/** Panels on a page, in cm, in rows from the top. */
typedef struct shf_sheet {
    shf_plot_kind kind;
    double width, height;
    size_t n, columns, rows;
    double cell, axes, axes_height;  /**< width of a panel, and of its axes */
    double top[SHF_PANELS_MAX];      /**< above the axes of each row: key, title, letter */
    double axes_top[SHF_PANELS_MAX]; /**< of each row, from the bottom of the page */
} shf_sheet;

/** What stands above a panel: lines of the key and the longest of its titles, other lines, a colour bar
 * beside it. */
typedef struct shf_above {
    size_t entries, longest, lines;
    int bar;
} shf_above;

/** A sheet for n panels; width 0 chooses one or two columns. */
shf_sheet shf_sheet_make(shf_plot_kind kind, double width, size_t n, const shf_above *above);

/** How many entries of a key stand beside each other, and lines of it. */
size_t shf_sheet_key_columns(const shf_sheet *sheet, const shf_above *above);

/** The axes of panel k as shares of the page: left, bottom, right, top. */
void shf_sheet_axes(const shf_sheet *sheet, size_t k, double box[4]);

/** Letter of panel k; "" if it is alone. */
const char *shf_sheet_letter(const shf_sheet *sheet, size_t k);

/** Parts of every gnuplot script: how to draw it again (sets `here` and `output`); terminal; line styles,
 * axes and key; where panel k and its key stand, and its letter.  The styles have the colours of Okabe and
 * Ito, which colour-blind readers tell apart, in an order of falling contrast; dashes and points differ as
 * well, for print without colour. */
void shf_emit_plot_output(shf_emitter *e, const char *path);
void shf_emit_terminal(shf_emitter *e, const shf_sheet *sheet);
void shf_emit_style(shf_emitter *e);
void shf_emit_place(shf_emitter *e, const shf_sheet *sheet, size_t k, const shf_above *above);

/** A text of gnuplot in double quotes, in which nothing is interpreted but enhanced text. */
void shf_emit_quoted(shf_emitter *e, const char *text);

/** The same for a label, which becomes LaTeX if e->latex. */
void shf_emit_label(shf_emitter *e, const char *text);

/** Label, scale and numbers of the axis 'x' or 'y' of a panel, for data from lo to hi, without a line end.  A
 * narrow logarithmic axis, less than SHF_NARROW from end to end, has numbers between the decades. */
#define SHF_NARROW 30
void shf_emit_axis(shf_emitter *e, const shf_sheet *sheet, char axis, int log_axis, const char *label,
                   double lo, double hi);

/** Enhanced text as LaTeX, to be freed; NULL when memory is exhausted.  With `mathtext` as matplotlib wants
 * it. */
char *shf_latex(const char *text, int mathtext);

/** How many letters a label shows, about. */
size_t shf_label_length(const char *text);

/** What shf_plot was asked to draw, with what can be drawn of it. */
typedef struct shf_shown {
    const shf_plot_panel *panel;
    double lo[2], hi[2]; /**< of x and y */
    size_t curves;       /**< that have points */
    double axes;         /**< their width in cm */
    shf_above above;
} shf_shown;

typedef struct shf_figure {
    const char *path;
    const shf_plot_picture *picture;
    const shf_provenance *provenance;
    shf_shown shown[SHF_PANELS_MAX];
    size_t n;
    shf_sheet sheet;
} shf_figure;

/** Chooses the panels.  Errors: SHF_ERR_VALUE. */
shf_status shf_figure_prepare(shf_figure *figure, shf_error *error);

/** The table of a curve. */
const shf_table *shf_curve_table(const shf_figure *figure, const shf_plot_curve *curve);

/** Whether a curve has points in a panel; an entry of the key always has. */
int shf_curve_drawn(const shf_figure *figure, const shf_plot_panel *panel, const shf_plot_curve *curve);

/** Style of a curve, such as "points ls 2 pt 6": `number` is counted up by curves with a title of their own;
 * `many` curves share a thin one. */
void shf_curve_style(const shf_shown *shown, const shf_plot_curve *curve, size_t *number, char *style,
                     size_t room);

/** Which row of a table, one in so many, has a symbol with an error bar. */
size_t shf_curve_stride(const shf_table *table);

/** Whether a mark stands within a panel. */
int shf_mark_shown(const shf_shown *shown, const shf_plot_mark *mark);

/** The line above the axes in which the label of each mark of a panel stands; how many lines there are. */
size_t shf_mark_lines(const shf_shown *shown, size_t *line);

/** Ends of an axis for data from lo to hi; NaN where the program that draws chooses. */
void shf_axis_range(char axis, int log_axis, double lo, double hi, double *low, double *high);

/** More curves than this cannot be told apart. */
enum { SHF_CURVES_TOLD = 14 };

/** The scripts, data included: for gnuplot and for matplotlib. */
void shf_emit_script(shf_emitter *e, const shf_figure *figure);
void shf_emit_python(shf_emitter *e, const shf_figure *figure);

/** Lines at the start of scripts for matplotlib, and of pictures for LaTeX; the last is NULL. */
extern const char *const shf_front_py[], *const shf_front_tex[];

/** Parts of a script for matplotlib: what is before the data, panel k of the sheet, the last lines. */
void shf_emit_python_front(shf_emitter *e);
void shf_emit_python_text(shf_emitter *e, const char *text);
void shf_emit_python_label(shf_emitter *e, const char *text);
void shf_emit_python_panel(shf_emitter *e, const shf_sheet *sheet, size_t k);
void shf_emit_python_end(shf_emitter *e);

/** 1, 2 or 5 times a power of ten, not below `step`. */
double shf_round_step(double step);

/** A map: levels of its contour lines, range of its colours, cells; the
 * blocks of data that panel k draws them from, and its commands. */
enum { SHF_LEVELS_MAX = 12 };
size_t shf_map_levels(const shf_plot_map *map, const shf_table *table, double range[2],
                      double level[SHF_LEVELS_MAX]);
void shf_map_cell(const shf_plot_panel *panel, const shf_table *table, size_t row, double cell[4]);
void shf_emit_map_data(shf_emitter *e, const shf_figure *figure, size_t k);
void shf_emit_map(shf_emitter *e, const shf_figure *figure, size_t k);

/** What a plot can be: by the extension of its name.  Errors: SHF_ERR_VALUE. */
shf_status shf_plot_kind_of(const char *path, shf_plot_kind *kind, shf_error *error);

/** Draws `path` with the script that `emit` writes, which stays beside it; both appear complete or not at
 * all. For SHF_PLOT_PY the script is all.  Errors: those of shf_plot. */
shf_status shf_plot_draw(const char *path, void (*emit)(shf_emitter *e, const void *context),
                         const void *context, shf_error *error);

/** Whether shf_plot could write there: extension, folder, gnuplot.  Errors: as shf_plot. */
shf_status shf_plot_check(const char *path, shf_error *error);

/** The path of the script that goes with a plot, to be freed; NULL when memory is exhausted. */
char *shf_plot_script_path(const char *path);

#endif
