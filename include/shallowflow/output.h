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

/** Writes a table.  The header holds version, a canonical command line (every parameter that differs from its
 * default), every parameter at 17 digits, single results and notes, and the columns with their units; no
 * date, host or time. TSV: '#' comments, the last of them the column names; CSV: '#' comments, then a row of
 * names; JSON: one object with "parameters", "results", "notes", "columns" and "rows" (non-finite numbers
 * become the strings "nan", "inf", "-inf"). Errors: SHF_ERR_FILE, SHF_ERR_MEMORY. */
SHF_API shf_status shf_write(FILE *stream, int format, const shf_provenance *provenance,
                             const shf_table *table, shf_error *error);

/** The same into a file that appears complete or not at all (temporary file beside it, fsync, rename).
 * Devices and pipes are written directly.  Errors: SHF_ERR_FILE, SHF_ERR_MEMORY. */
SHF_API shf_status shf_write_file(const char *path, int format, const shf_provenance *provenance,
                                  const shf_table *table, shf_error *error);

/** One curve of a panel: columns of the table; style is a gnuplot style such as "lines" or "points". */
typedef struct shf_plot_curve {
    const char *x;     /**< name of the column of abscissae */
    const char *y;     /**< name of the column of ordinates */
    const char *title; /**< gnuplot enhanced text, such as "f_U"; NULL: not in the key, and in the style of
                        * the curve before it */
    const char *style; /**< NULL means lines */
} shf_plot_curve;

/** A heat map with contour lines: column z over the grid of columns x and y.  A cell with a corner at which z
 * is not finite stays white. */
typedef struct shf_plot_map {
    const char *x;       /**< name of the column of the horizontal axis */
    const char *y;       /**< name of the column of the vertical axis */
    const char *z;       /**< name of the column that is shown; NULL: no map */
    const char *z_label; /**< title of the panel; NULL: the name of z */
    int log_z;           /**< whether colours are logarithmic */
    size_t scan;         /**< size of the grid along y, which changes fastest from row to row of the table */
    size_t first;        /**< place in the grid of the first row of the table */
} shf_plot_map;

/** One panel of a plot: curves, or a map. */
typedef struct shf_plot_panel {
    const char *x_label;          /**< gnuplot enhanced text */
    const char *y_label;          /**< gnuplot enhanced text */
    int log_x;                    /**< whether the horizontal axis is logarithmic */
    int log_y;                    /**< whether the vertical axis is logarithmic */
    const shf_plot_curve *curves; /**< n_curves curves; not looked at in a panel with a map */
    size_t n_curves;              /**< how many */
    shf_plot_map map;             /**< the map, if its z is not NULL */
} shf_plot_panel;

/** Draws panels (all of curves, or all of maps on the same grid) through gnuplot into an .svg, .pdf or .png
 * file, and leaves the script, with the data in it, in the same place with the extension .gp, for restyling.
 * Both files appear complete or not at all.  A curve whose columns are missing is left out.  Errors:
 * SHF_ERR_VALUE (extension), SHF_ERR_FILE (also when gnuplot is missing or fails), SHF_ERR_MEMORY. */
SHF_API shf_status shf_plot(const char *path, const char *title, const shf_plot_panel *panels,
                            size_t n_panels, const shf_provenance *provenance, const shf_table *table,
                            shf_error *error);

SHF_END_C
#endif
