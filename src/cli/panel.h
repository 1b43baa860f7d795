/* Panels of plots whose curves are as many as the columns of a table. */
#ifndef SHF_CLI_PANEL_H
#define SHF_CLI_PANEL_H

#include <shallowflow/output.h>

/** A curve for each column whose name starts with `prefix`, over column `x`.  Allocates panel->curves, none
 * if there is no such column.  Errors: SHF_ERR_MEMORY. */
shf_status panel_of_columns(const shf_table *table, const char *x, const char *prefix, shf_plot_panel *panel,
                            shf_error *error);

/** A curve for each two columns `x_prefix`K, `y_prefix`K with the same number K, or for `y_prefix`K over the
 * column `x_prefix`; K is its name in the key, if there is one.  Otherwise the same. */
shf_status panel_of_pairs(const shf_table *table, const char *x_prefix, const char *y_prefix, int with_key,
                          shf_plot_panel *panel, shf_error *error);

#endif
