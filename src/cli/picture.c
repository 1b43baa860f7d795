/* Panels of plots. */
#include "cli/picture.h"
#include <stdlib.h>
#include <string.h>

void picture_add(picture *p, shf_plot_panel panel)
{
    if (p->status || (!panel.n_curves && !panel.map.z))
        return;
    size_t size = panel.n_curves * sizeof *panel.curves;
    void *curves = p->n < PANELS_MAX ? malloc(size + 1) : NULL;
    if (!curves) {
        p->status = SHF_ERR_MEMORY;
        return;
    }
    if (size)
        memcpy(curves, panel.curves, size);
    panel.curves = curves;
    p->panel[p->n++] = panel;
}

void picture_clear(picture *p)
{
    while (p->n > 0)
        free((void *)p->panel[--p->n].curves);
}

/* Adds a panel and takes over its curves, as many as the columns at most. */
static void add_own(picture *p, shf_plot_panel panel, shf_plot_curve *curves, size_t n)
{
    panel.curves = curves;
    panel.n_curves = n;
    picture_add(p, panel);
    free(curves);
}

/* Room for one curve a column. */
static shf_plot_curve *allocate(picture *p)
{
    shf_plot_curve *curves = calloc(shf_table_columns(p->table) + 1, sizeof *curves);
    if (!curves)
        p->status = SHF_ERR_MEMORY;
    return curves;
}

void picture_add_columns(picture *p, shf_plot_panel panel, const char *x, const char *prefix)
{
    shf_plot_curve *curves = allocate(p);
    size_t n = 0;
    for (size_t j = 0; curves && j < shf_table_columns(p->table); j++) {
        const char *name = shf_table_column_name(p->table, j);
        if (strncmp(name, prefix, strlen(prefix)) == 0)
            curves[n++] = (shf_plot_curve){x, name, name, NULL};
    }
    add_own(p, panel, curves, n);
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

void picture_add_pairs(picture *p, shf_plot_panel panel, const char *x_prefix, const char *y_prefix,
                       int with_key)
{
    shf_plot_curve *curves = allocate(p);
    size_t n = 0;
    for (size_t j = 0; curves && j < shf_table_columns(p->table); j++) {
        const char *y = shf_table_column_name(p->table, j), *number = number_behind(y, y_prefix);
        for (size_t i = 0; number && i < shf_table_columns(p->table); i++) {
            const char *x = shf_table_column_name(p->table, i), *other = number_behind(x, x_prefix);
            if ((other && strcmp(number, other) == 0) || strcmp(x, x_prefix) == 0)
                curves[n++] = (shf_plot_curve){x, y, with_key ? number : NULL, NULL};
        }
    }
    add_own(p, panel, curves, n);
}
