/* The gnuplot script of a plot, and the checks that can be made before anything is computed. */
#ifndef SHF_OUTPUT_PLOT_H
#define SHF_OUTPUT_PLOT_H

#include "output/emit.h"

typedef enum shf_plot_kind { SHF_PLOT_SVG, SHF_PLOT_PDF, SHF_PLOT_PNG, SHF_PLOT_KINDS } shf_plot_kind;

/** What shf_plot was asked to draw. */
typedef struct shf_figure {
    const char *path, *title;
    shf_plot_kind kind;
    const shf_plot_panel *panels;
    size_t n_panels;
    const shf_provenance *provenance;
    const shf_table *table;
} shf_figure;

/** What a plot can be: by the extension of its name.  Errors: SHF_ERR_VALUE. */
shf_status shf_plot_kind_of(const char *path, shf_plot_kind *kind, shf_error *error);

/** Draws `path` with the script that `emit` writes, which stays beside it; both appear complete or not at
 * all. Errors: those of shf_plot. */
shf_status shf_plot_draw(const char *path, void (*emit)(shf_emitter *e, const void *context),
                         const void *context, shf_error *error);

/** Parts of every script: how to draw it again (sets `here` and `output`); the terminal, whose size fits one
 * column of a journal for each panel; line styles, axes and key.  The styles have the colours of Okabe and
 * Ito, which colour-blind readers tell apart, in an order of falling contrast; dashes and points differ as
 * well, for print without colour. */
void shf_emit_plot_output(shf_emitter *e, const char *path);
void shf_emit_terminal(shf_emitter *e, shf_plot_kind kind, size_t columns, size_t rows);
void shf_emit_style(shf_emitter *e);

/** Columns and rows of n panels. */
void shf_plot_layout(size_t n, size_t *columns, size_t *rows);

/** A gnuplot string in double quotes. */
void shf_emit_quoted(shf_emitter *e, const char *text);

/** Label, scale and number format of the axis 'x' or 'y' of a panel, for data from lo to hi. */
void shf_emit_axis(shf_emitter *e, char axis, int log_axis, const char *label, double lo, double hi);

/** How many points of a map can be drawn, and the range of their colours. */
size_t shf_map_points(const shf_plot_map *map, const shf_table *table, double *lo, double *hi);

/** Where a panel stands: number `k` in a layout of rows and columns. */
typedef struct shf_place {
    size_t k, columns, rows;
} shf_place;

/** What all maps share; then the commands that draw one. */
void shf_emit_map_style(shf_emitter *e);
void shf_emit_map(shf_emitter *e, const shf_plot_panel *panel, shf_place place, const shf_table *table);

/** Writes the script, data included. */
void shf_emit_script(shf_emitter *e, const shf_figure *figure);

/** Whether any curve has a point that can be drawn. */
int shf_figure_has_points(const shf_figure *figure);

/** Whether shf_plot could write there: extension, folder, gnuplot.  Errors: as shf_plot. */
shf_status shf_plot_check(const char *path, shf_error *error);

/** The path of the script that goes with a plot, to be freed; NULL when memory is exhausted. */
char *shf_plot_script_path(const char *path);

#endif
