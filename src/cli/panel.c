/* Panels of plots whose curves are as many as the columns of a table. */
#include "cli/panel.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

/* Room for one curve a column, handed over to the panel. */
static shf_plot_curve *allocate(const shf_table *table, shf_plot_panel *panel)
{
    shf_plot_curve *curves = calloc(shf_table_columns(table), sizeof *curves);
    panel->curves = curves;
    panel->n_curves = 0;
    return curves;
}

shf_status panel_of_columns(const shf_table *table, const char *x, const char *prefix, shf_plot_panel *panel,
                            shf_error *error)
{
    shf_plot_curve *curves = allocate(table, panel);
    if (!curves)
        return shf_no_memory(error);
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        const char *name = shf_table_column_name(table, j);
        if (strncmp(name, prefix, strlen(prefix)) == 0)
            curves[panel->n_curves++] = (shf_plot_curve){x, name, name, NULL};
    }
    return SHF_OK;
}

/* The number behind a prefix; NULL if the name is no prefix with a number. */
static const char *number_behind(const char *name, const char *prefix)
{
    size_t length = strlen(prefix);
    const char *number = name + length;
    if (strncmp(name, prefix, length) != 0 || !*number || number[strspn(number, "0123456789")])
        return NULL;
    return number;
}

shf_status panel_of_pairs(const shf_table *table, const char *x_prefix, const char *y_prefix, int with_key,
                          shf_plot_panel *panel, shf_error *error)
{
    shf_plot_curve *curves = allocate(table, panel);
    if (!curves)
        return shf_no_memory(error);
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        const char *y = shf_table_column_name(table, j), *number = number_behind(y, y_prefix);
        for (size_t i = 0; number && i < shf_table_columns(table); i++) {
            const char *x = shf_table_column_name(table, i), *other = number_behind(x, x_prefix);
            if ((other && strcmp(number, other) == 0) || strcmp(x, x_prefix) == 0)
                curves[panel->n_curves++] = (shf_plot_curve){x, y, with_key ? number : NULL, NULL};
        }
    }
    return SHF_OK;
}
