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

/** A curve.  In `data`, `points` and in the `setup` of its figure stand, in braces, {NAME} for the path of a
 * dataset and {NAME:COLUMN} for a column of it; {COLUMN} in `points` is a column of the curve's own data. */
typedef struct figure_curve {
    const char *data;   /**< name of a dataset, or gnuplot's own such as "[0:1] '+'" or "$block" */
    const char *points; /**< what gnuplot's `using` takes, such as "({t}/100):{a}"; NULL: a function, drawn
                           from `data` */
    const char *style;  /**< what gnuplot's `with` takes, such as "lines ls 1" */
    const char *title;  /**< in the key; NULL: none */
} figure_curve;

/** Scales of a panel.  A logarithmic axis over less than two decades is narrow: it needs numbers between the
 * decades. */
enum { LOG_X = 1, LOG_Y = 2, LOG_XY = 3, NARROW_X = 4, NARROW_Y = 8 };

typedef struct figure_panel {
    const char *title; /**< NULL: none */
    const char *x_label, *y_label;
    int scale;           /**< sum of the above, or 0 */
    const char *x_range; /**< such as "[0:1]"; NULL: that of the data */
    const char *y_range;
    const char *key; /**< corner inside the panel where the key stands, such as "top left"; NULL: above it */
    const figure_curve *curves;
    size_t n_curves;
    const char *extra; /**< gnuplot commands for this panel; NULL: none */
} figure_panel;

typedef struct figure {
    const char *name;   /**< such as "dmft-2" */
    const char *source; /**< paper and number there */
    const char *title;  /**< one line, no full stop */
    const char *setup;  /**< gnuplot commands before the panels; NULL: none */
    const figure_panel *panels;
    size_t n_panels;
    const dataset *const *data; /**< all that it draws */
    size_t n_data;
} figure;

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/** What the templates say. */
extern const dataset figure_datasets[];
extern const size_t figure_n_datasets;
extern const figure figure_list[];
extern const size_t figure_n_list;

/** Figure k of all, in the order of the papers; NULL behind the last. */
const figure *figure_at(size_t k);

/** The figure of that name; NULL if there is none. */
const figure *figure_named(const char *name);

/** Dataset k of all; NULL behind the last. */
const dataset *dataset_at(size_t k);

/** The dataset whose name is the n characters at `name`; NULL if there is none. */
const dataset *dataset_named(const char *name, size_t n);

/** Whether a figure draws a dataset. */
int figure_uses(const figure *f, const dataset *d);

/** Whether a figure has a panel of that letter, or NULL, for all.  Errors: SHF_ERR_VALUE. */
shf_status figure_check_panel(const figure *f, const char *panel, shf_error *error);

/** Draws a figure into `path`, whose extension is one of those of shf_plot, from the results in the folder
 * data/ beside it; the gnuplot script, which reads them from there, stays beside the picture.  A curve of a
 * dataset that is not there is left out.  `width` is in cm, 0 to choose it; `panel` is the letter of the only
 * panel that is drawn, or NULL. Errors: those of shf_plot, and SHF_ERR_TEXT (a result lacks a column). */
shf_status figure_draw(const figure *f, const char *path, double width, const char *panel, shf_error *error);

#endif
