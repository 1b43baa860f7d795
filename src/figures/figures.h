/* The figures of the papers: which command lines make their data, and how the data is drawn.
 *
 * A figure is a description only, templates/NAME.gp: every number in it comes from a command that can also be
 * run alone.  templates/tables makes the tables below of them when the program is built. */
#ifndef SHF_FIGURES_FIGURES_H
#define SHF_FIGURES_FIGURES_H

#include "output/plot.h"

/** A result that figures draw: the file data/NAME.tsv. */
typedef struct dataset {
    const char *name;
    const char
        *line; /**< the command that makes it, without the program; words in it are parted by single spaces */
    const char *quick; /**< options that make it smaller, for --quick; NULL if it is small */
    const char *needs; /**< a file of the folder of digits without which it cannot be made; NULL: none */
} dataset;

/** A curve. */
typedef struct figure_curve {
    const char *plot;  /**< what gnuplot is to plot, up to its `with` */
    const char *style; /**< what gnuplot's `with` takes, such as "lines ls 1" */
    const char *title; /**< in the key; NULL: none */
    const dataset
        *needs; /**< a result that may be missing, for it needs a file: then the curve is left out */
} figure_curve;

/** An axis. */
typedef struct figure_axis {
    const char *label;
    const char *range; /**< such as "[0:1]" or "[0:*]" */
    double low, high;  /**< the numbers in it, or NaN */
    int log;
    int narrow; /**< a logarithmic axis over less than two decades: it needs numbers between them */
} figure_axis;

typedef struct figure_panel {
    const char *title; /**< NULL: none */
    figure_axis x, y;
    const char *key; /**< corner inside the panel where the key stands, such as "top left"; NULL: above it */
    int same_key;    /**< the key is that of an earlier panel */
    const figure_curve *curves;
    size_t n_curves;
    const char *extra; /**< gnuplot commands for this panel; NULL: none */
} figure_panel;

typedef struct figure {
    const char *name;           /**< such as "dmft-2", or "dmft-2a" for one of its panels */
    const char *source;         /**< paper and number there */
    const char *title;          /**< one line, no full stop */
    const char *setup;          /**< gnuplot commands before the panels; NULL: none */
    const dataset *setup_needs; /**< as the `needs` of a curve */
    const figure_panel *panels;
    size_t n_panels;
    const dataset *const *data; /**< all that it draws */
    size_t n_data;
} figure;

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/** What the templates say: all results, and all figures in the order of the papers. */
extern const dataset figure_datasets[];
extern const size_t figure_n_datasets;
extern const figure figure_list[];
extern const size_t figure_n_list;

/** Every panel of a figure with several as a figure of its own. */
extern const figure figure_parts[];
extern const size_t figure_n_parts;

/** The figure, or the panel of one, of that name; NULL if there is none. */
const figure *figure_named(const char *name);

/** Whether a figure draws a dataset. */
int figure_uses(const figure *f, const dataset *d);

/** Draws a figure into `path`, whose extension is one of those of shf_plot, from the results in the folder
 * data/ beside it; the gnuplot script, which reads them from there, stays beside the picture.  `width` is in
 * cm, 0 to choose it.  Errors: those of shf_plot. */
shf_status figure_draw(const figure *f, const char *path, double width, shf_error *error);

#endif
