/* Writers of tables, with the header that makes a result reproducible, and plots. */
#ifndef SHALLOWFLOW_OUTPUT_H
#define SHALLOWFLOW_OUTPUT_H

#include <shallowflow/params.h>
#include <shallowflow/solver.h>
#include <shallowflow/table.h>
#include <stdio.h>

SHF_BEGIN_C

/** Formats of a result: X(name, extension).  Tab-separated, comma-separated, one JSON object. */
#define SHF_FORMATS(X) X(TSV, "tsv") X(CSV, "csv") X(JSON, "json")
#define SHF_FORMAT_ENUMERATOR(name, extension) SHF_FORMAT_##name,
enum { SHF_FORMATS(SHF_FORMAT_ENUMERATOR) };

/** A filled parameter struct and the table that describes it. */
typedef struct shf_section {
    const shf_param_table *table; /**< what the parameters are called */
    const void *params;           /**< the struct, of table->size bytes */
} shf_section;

/** Where a result comes from: written in front of it so that it can be made again. */
typedef struct shf_provenance {
    const char *command;         /**< such as "hinge" */
    const shf_section *sections; /**< all parameters, in the order in which they are written */
    size_t n_sections;           /**< how many */
    const shf_info *info;        /**< method and estimated error; may be NULL */
    int incomplete;              /**< the computation was interrupted: say so */
} shf_provenance;

/** Adds the notes without which a result would pass for what it is not: a column that holds NaN or an
 * infinity and whose description does not say what that means; and, beginning with "warning: ", an estimated
 * error above 10 % and training that diverges; and rows that are fewer than the times of `grid` (NULL: not
 * asked).  The command does it for every result.  Errors: SHF_ERR_MEMORY. */
SHF_API shf_status shf_table_remark(shf_table *table, const shf_info *info, const shf_grid *grid,
                                    shf_error *error);

/** Writes a table.  The header holds version, a canonical command line (every parameter that differs from its
 * default), every parameter at 17 digits, single results and notes, and the columns with their units; no
 * date, host or time. TSV and CSV: the names of the columns, the header behind '#', the rows; JSON: one
 * object with "parameters", "results", "notes", "columns" and "rows" (non-finite numbers become the strings
 * "nan", "inf", "-inf"). Errors: SHF_ERR_FILE, SHF_ERR_MEMORY. */
SHF_API shf_status shf_write(FILE *stream, int format, const shf_provenance *provenance,
                             const shf_table *table, shf_error *error);

/** The same into a file that appears complete or not at all (temporary file beside it, fsync, rename).
 * Devices and pipes are written directly.  Errors: SHF_ERR_FILE, SHF_ERR_MEMORY. */
SHF_API shf_status shf_write_file(const char *path, int format, const shf_provenance *provenance,
                                  const shf_table *table, shf_error *error);

/** One curve of a panel: columns of a table.  Without x it is an entry of the key only. */
typedef struct shf_plot_curve {
    const char *x;     /**< name of the column of abscissae */
    const char *y;     /**< name of the column of ordinates */
    const char *title; /**< gnuplot enhanced text, such as "f_U"; NULL: not in the key, and in the style of
                        * the curve before it */
    const char *style; /**< gnuplot's, such as "lines" or "points pt 6"; NULL means lines, or symbols if there
                        * is a column of errors */
    const char *se;  /**< name of the column of standard errors of y, drawn as bars; may be NULL or missing */
    const char *low; /**< columns of the ends of a bar along x; both or none */
    const char *high; /**< see low */
    int theory;       /**< whether the columns are those of the second table */
} shf_plot_curve;

/** A heat map with contour lines: column z over the grid of columns x and y, each point of it in a cell of
 * its own.  Where z is not finite the cell stays white. */
typedef struct shf_plot_map {
    const char *x;       /**< name of the column of the horizontal axis */
    const char *y;       /**< name of the column of the vertical axis */
    const char *z;       /**< name of the column that is shown; NULL: no map */
    const char *z_label; /**< title of the panel; NULL: the name of z */
    int log_z;           /**< whether colours are logarithmic */
    size_t scan;         /**< size of the grid along y, which changes fastest from row to row of the table */
    size_t first;        /**< place in the grid of the first row of the table */
} shf_plot_map;

/** A vertical line with a label above the panel. */
typedef struct shf_plot_mark {
    double x;          /**< where; NaN: nowhere */
    const char *label; /**< gnuplot enhanced text, such as "t_{best}" */
} shf_plot_mark;

/** One panel of a plot: curves, or a map. */
typedef struct shf_plot_panel {
    const char *x_label;          /**< gnuplot enhanced text */
    const char *y_label;          /**< gnuplot enhanced text */
    int log_x;                    /**< whether the horizontal axis is logarithmic */
    int log_y;                    /**< whether the vertical axis is logarithmic */
    const shf_plot_curve *curves; /**< n_curves curves; not looked at in a panel with a map */
    size_t n_curves;              /**< how many */
    shf_plot_map map;             /**< the map, if its z is not NULL */
    const shf_plot_mark *marks;   /**< n_marks lines, 8 at most */
    size_t n_marks;               /**< how many */
    int whole_y; /**< whether a logarithmic vertical axis shows all decades: else six at most, for
                  * what is lower is often rounding */
} shf_plot_panel;

/** A picture: panels of curves, or of maps on the same grid, and how wide it is. */
typedef struct shf_plot_picture {
    const shf_plot_panel *panels; /**< n_panels panels */
    size_t n_panels;              /**< how many; 32 at most */
    const shf_table *table;       /**< the result */
    const shf_table *theory;      /**< another table for curves that ask for it; may be NULL */
    double width;      /**< in cm; 0: one column of a journal (8.6) for a panel, two (17.8) for more */
    const char *panel; /**< the only panel that is drawn: its letter, or a column that it shows;
                        * NULL: all */
} shf_plot_picture;

/** Draws a picture into a file; its extension says what kind:
 *   .svg, .pdf, .png  through gnuplot; the script, with the data in it, is left in the same place with the
 *                     extension .gp, for restyling;
 *   .tex              the same for LaTeX: TikZ, which pdflatex compiles as it is and documents can take in;
 *   .py               a script for matplotlib with the data in it, which draws .pdf; no gnuplot is needed.
 * Files appear complete or not at all.  A curve whose columns are missing is left out.  Errors: SHF_ERR_VALUE
 * (extension, control characters in the name, width, no such panel), SHF_ERR_FILE (also when gnuplot is
 * missing or fails), SHF_ERR_MEMORY. */
SHF_API shf_status shf_plot(const char *path, const shf_plot_picture *picture,
                            const shf_provenance *provenance, shf_error *error);

SHF_END_C
#endif
