/* What --plot draws: the panels of a command, described by one function that sees the input and the result.
 */
#ifndef SHF_CLI_PICTURE_H
#define SHF_CLI_PICTURE_H

#include <shallowflow/output.h>

/** Most panels of a picture, marks, labels of its own. */
enum { PANELS_MAX = 16, MARKS_MAX = 8, TEXTS_MAX = 64 };

/** Which axes of a panel are logarithmic; whether the vertical one shows all decades. */
enum { AXES_LINEAR = 0, AXES_LOG_X = 1, AXES_LOG_Y = 2, AXES_LOG = AXES_LOG_X | AXES_LOG_Y, AXES_WHOLE = 4 };

/** Panels to be drawn.  It remembers its first failure: what is added later is left out. */
typedef struct picture {
    const void *input;      /**< of the command: its input struct */
    const shf_table *table; /**< the result, or what picture_spread has made of it */
    shf_table *spread;      /**< this, or NULL */
    shf_table *theory;      /**< a finer theory, which picture_theory has solved; or NULL */
    shf_plot_panel panel[PANELS_MAX];
    size_t n;
    shf_plot_mark mark[MARKS_MAX]; /**< of all panels */
    size_t n_marks;
    char *text[TEXTS_MAX]; /**< labels of its own */
    size_t n_texts;
    shf_status status;
    shf_error error;
} picture;

/** Adds a panel; its curves are copied, its texts must last as long as the table.  Without curves or map it
 * is left out.  A curve y whose table has a column y_se becomes symbols with bars. */
void picture_add(picture *p, shf_plot_panel panel);

/** Draws the cases of the first column side by side (shf_table_spread). */
void picture_spread(picture *p);

/** Adds a panel with a curve for each column whose name starts with `prefix`, over column `x`. */
void picture_add_columns(picture *p, shf_plot_panel panel, const char *x, const char *prefix);

/** Adds a panel with a curve for each two columns `x_prefix`K, `y_prefix`K with the same number K, or for
 * `y_prefix`K over the column `x_prefix`; `key` and K are its name in the key, if there is one. */
void picture_add_pairs(picture *p, shf_plot_panel panel, const char *x_prefix, const char *y_prefix,
                       const char *key);

/** Marks a time in all panels, unless it is NaN. */
void picture_mark(picture *p, double x, const char *label);

/** Times of a smooth curve from `first` to `last`: as many as a line needs, log-spaced if the first is
 * positive; `value` is to be freed, NULL after a failure. */
shf_list picture_times(picture *p, double first, double last);

/** The symbol that a column is called by in formulas, "ρ_{0}" for "rho_0"; a name without one stays.  It
 * lasts as long as the picture. */
const char *picture_text(picture *p, const char *column);

/** Frees the copied curves and the theory. */
void picture_clear(picture *p);

/** A panel without curves. */
#define PANEL(x_title, y_title, scale)                                               \
    (shf_plot_panel)                                                                 \
    {                                                                                \
        .x_label = (x_title), .y_label = (y_title), .log_x = !!((scale)&AXES_LOG_X), \
        .log_y = !!((scale)&AXES_LOG_Y), .whole_y = !!((scale)&AXES_WHOLE)           \
    }

/** Adds a panel with these curves: {x, y, title, style}. */
#define PICTURE_CURVES(p, x_title, y_title, scale, ...)                                         \
    picture_add(p, (shf_plot_panel){.x_label = (x_title),                                       \
                                    .y_label = (y_title),                                       \
                                    .log_x = !!((scale)&AXES_LOG_X),                            \
                                    .log_y = !!((scale)&AXES_LOG_Y),                            \
                                    .whole_y = !!((scale)&AXES_WHOLE),                          \
                                    .curves = (const shf_plot_curve[]){__VA_ARGS__},            \
                                    .n_curves = sizeof((const shf_plot_curve[]){__VA_ARGS__}) / \
                                                sizeof(shf_plot_curve)})

#endif
