/* Panels of plots. */
#include "cli/picture.h"
#include "common/columns.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The column of the standard errors of a curve, if they are known. */
static const char *errors_of(const shf_table *table, const char *y)
{
    char name[80];
    (void)snprintf(name, sizeof name, "%s_se", y);
    const double *se = shf_table_column(table, name);
    for (size_t i = 0; se && i < shf_table_rows(table); i++)
        if (isfinite(se[i]))
            return shf_table_column_name(table, shf_table_column_index(table, name));
    return NULL;
}

void picture_add(picture *p, shf_plot_panel panel)
{
    if (p->status || (!panel.n_curves && !panel.map.z))
        return;
    size_t size = panel.n_curves * sizeof *panel.curves;
    shf_plot_curve *curves = p->n < PANELS_MAX ? malloc(size + 1) : NULL;
    if (!curves) {
        p->status = shf_no_memory(&p->error);
        return;
    }
    if (size)
        memcpy(curves, panel.curves, size);
    for (size_t k = 0; k < panel.n_curves; k++)
        if (!curves[k].theory && !curves[k].se && curves[k].y)
            curves[k].se = errors_of(p->table, curves[k].y);
    panel.curves = curves;
    panel.marks = p->mark;
    panel.n_marks = p->n_marks;
    p->panel[p->n++] = panel;
}

void picture_mark(picture *p, double x, const char *label)
{
    if (p->n_marks < MARKS_MAX && !isnan(x))
        p->mark[p->n_marks++] = (shf_plot_mark){x, label};
}

shf_list picture_times(picture *p, double first, double last)
{
    enum { SMOOTH = 300 };
    double *t = p->status ? NULL : malloc(SMOOTH * sizeof *t);
    if (!t) {
        p->status = p->status ? p->status : shf_no_memory(&p->error);
        return (shf_list){0, NULL};
    }
    for (size_t k = 0; k < SMOOTH; k++) {
        double share = (double)k / (SMOOTH - 1);
        t[k] = first > 0 ? first * pow(last / first, share) : first + (last - first) * share;
    }
    t[SMOOTH - 1] = last;
    return (shf_list){SMOOTH, t};
}

void picture_clear(picture *p)
{
    while (p->n > 0)
        free((void *)p->panel[--p->n].curves);
    while (p->n_texts > 0)
        free(p->text[--p->n_texts]);
    shf_table_free(p->theory);
    shf_table_free(p->spread);
}

void picture_spread(picture *p)
{
    p->table = p->spread = shf_table_spread(p->table);
    if (!p->status)
        p->status = shf_table_status(p->spread, &p->error);
}

/* The symbol that a column is called by in formulas. */
static char *symbol_of(const char *column)
{
    char symbol[80];
    const size_t room = sizeof symbol;
    static const char *const greek[][2] = {{"alpha", "α"}, {"gamma", "γ"}, {"delta", "δ"}, {"epsilon", "ε"},
                                           {"eta", "η"},   {"kappa", "κ"}, {"nu", "ν"},    {"rho", "ρ"},
                                           {"sigma", "σ"}, {"tau", "τ"}};
    size_t length = strcspn(column, "_"), k = 0;
    while (k < sizeof greek / sizeof greek[0] &&
           (strlen(greek[k][0]) != length || strncmp(column, greek[k][0], length) != 0))
        k++;
    const char *rest = column[length] && column[length + 1] ? column + length + 1 : NULL;
    if (k < sizeof greek / sizeof greek[0])
        (void)snprintf(symbol, room, rest ? "%s_{%s}" : "%s", greek[k][1], rest);
    else
        (void)snprintf(symbol, room, length == 1 && rest ? "%.*s_{%s}" : "%.*s%s",
                       length == 1 ? 1 : (int)strlen(column), column, length == 1 && rest ? rest : "");
    char *at = rest && !rest[strspn(rest, "0123456789_")] ? strchr(symbol, '{') : NULL;
    for (; at && *at; at++)
        *at = *at == '_' ? ',' : *at; /* R_1_2 has both numbers below */
    return strdup(symbol);
}

/* Keeps a text as long as the picture; NULL if there is none. */
static const char *keep(picture *p, char *text)
{
    if (text && p->n_texts < TEXTS_MAX)
        return p->text[p->n_texts++] = text;
    free(text);
    return NULL;
}

const char *picture_text(picture *p, const char *column)
{
    const char *text = keep(p, symbol_of(column));
    return text ? text : column;
}

static const char *numbered(picture *p, const char *key, const char *number)
{
    char *text = NULL;
    return keep(p, asprintf(&text, "%s%s", key, number) < 0 ? NULL : text);
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
        p->status = shf_no_memory(&p->error);
    return curves;
}

/* Whether a column is one of a family: the prefix, then what tells it from the others; numbers behind a
 * prefix that ends in _.  Standard errors are none. */
static int is_member(const char *name, const char *prefix)
{
    size_t length = strlen(prefix), end = strlen(name);
    if (strncmp(name, prefix, length) != 0 || (end > 3 && strcmp(name + end - 3, "_se") == 0))
        return 0;
    return prefix[length - 1] != '_' || name[length + strspn(name + length, "0123456789_")] == '\0';
}

void picture_add_columns(picture *p, shf_plot_panel panel, const char *x, const char *prefix)
{
    shf_plot_curve *curves = allocate(p);
    size_t n = 0;
    for (size_t j = 0; curves && j < shf_table_columns(p->table); j++) {
        const char *name = shf_table_column_name(p->table, j);
        if (is_member(name, prefix))
            curves[n++] = (shf_plot_curve){.x = x, .y = name, .title = picture_text(p, name)};
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
                       const char *key)
{
    shf_plot_curve *curves = allocate(p);
    size_t n = 0;
    for (size_t j = 0; curves && j < shf_table_columns(p->table); j++) {
        const char *y = shf_table_column_name(p->table, j), *number = number_behind(y, y_prefix);
        for (size_t i = 0; number && i < shf_table_columns(p->table); i++) {
            const char *x = shf_table_column_name(p->table, i), *other = number_behind(x, x_prefix);
            if ((other && strcmp(number, other) == 0) || strcmp(x, x_prefix) == 0)
                curves[n++] =
                    (shf_plot_curve){.x = x, .y = y, .title = key ? numbered(p, key, number) : NULL};
        }
    }
    add_own(p, panel, curves, n);
}
