/* A simulated ensemble beside a theory. */
#include "cli/compare.h"
#include "common/report.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OBSERVABLES_MAX = 16, SUFFIXES = 4 };

/* A comparison with its columns. */
typedef struct pair {
    const comparison *c;
    const double *t, *x[OBSERVABLES_MAX], *se[OBSERVABLES_MAX], *v[OBSERVABLES_MAX]; /* v: NULL if left out */
    double worst;
    size_t worst_row, worst_observable;
    size_t counted, last_counted; /* rows that count, and the last of them */
} pair;

static void find_columns(pair *p)
{
    const comparison *c = p->c;
    p->t = shf_table_column(c->simulated, "t");
    for (size_t j = 0; j < c->n_observables; j++) {
        char name[32];
        (void)snprintf(name, sizeof name, "%s_se", c->observables[j]);
        p->x[j] = shf_table_column(c->simulated, c->observables[j]);
        p->se[j] = shf_table_column(c->simulated, name);
        p->v[j] = p->x[j] && p->se[j] ? shf_table_column(c->theory, c->observables[j]) : NULL;
    }
}

static shf_status add_columns(const pair *p, shf_table *table, shf_error *error)
{
    static const char *const suffix[SUFFIXES] = {"", "_se", "_theory", "_z"};
    static const char *const help[SUFFIXES] = {NULL, "standard error over the runs", "the same in theory",
                                               "difference over standard error"};
    const shf_table *from = p->c->simulated;
    shf_status status = shf_table_add_column(
        table, "t", shf_table_column_unit(from, shf_table_column_index(from, "t")), "training time", error);
    for (size_t j = 0; j < p->c->n_observables; j++)
        for (size_t k = 0; p->v[j] && !status && k < SUFFIXES; k++) {
            char name[32];
            const char *own = shf_table_column_help(from, shf_table_column_index(from, p->c->observables[j]));
            (void)snprintf(name, sizeof name, "%s%s", p->c->observables[j], suffix[k]);
            status = shf_table_add_column(table, name, "", k ? help[k] : own, error);
        }
    return status;
}

/* Whether the two differ by more than rounding. */
static int differ(double x, double v)
{
    return !(fabs(x - v) <= 1e-13 * fabs(v));
}

double compare_excess(double x, double se, double v, double z, double relative)
{
    return differ(x, v) ? fabs(x - v) / (z * se + relative * fabs(v)) : 0;
}

/* 0 for rows that do not count. */
static double excess(const pair *p, size_t j, size_t row)
{
    const comparison *c = p->c;
    if ((c->counts && !c->counts(c, row)) || !isfinite(p->v[j][row]) ||
        (isnan(p->x[j][row]) && isnan(p->se[j][row]))) /* the simulation has no such quantity */
        return 0;
    return compare_excess(p->x[j][row], p->se[j][row], p->v[j][row], c->z, c->relative);
}

static shf_status add_rows(pair *p, shf_table *table, shf_error *error)
{
    shf_status status = SHF_OK;
    for (size_t row = 0; !status && row < shf_table_rows(p->c->simulated); row++) {
        double line[1 + SUFFIXES * OBSERVABLES_MAX] = {p->t[row]};
        if (!p->c->counts || p->c->counts(p->c, row)) {
            p->counted++;
            p->last_counted = row;
        }
        for (size_t j = 0, k = 1; j < p->c->n_observables; j++) {
            if (!p->v[j])
                continue;
            double x = p->x[j][row], se = p->se[j][row], v = p->v[j][row], e = excess(p, j, row);
            line[k++] = x;
            line[k++] = se;
            line[k++] = v;
            line[k++] = differ(x, v) ? (x - v) / se : 0;
            if (e > p->worst || isnan(e)) {
                p->worst = e;
                p->worst_row = row;
                p->worst_observable = j;
            }
        }
        status = shf_table_add_row(table, line, error);
    }
    return status;
}

shf_status compare_add_verdict(shf_table *table, double worst, const char *subject, double t,
                               shf_error *error)
{
    char text[200];
    shf_status status =
        shf_table_add_scalar(table, "worst", worst, "",
                             "largest difference over what is allowed; above 1 is out of tolerance", error);
    if (status || !shf_table_rows(table))
        return status;
    (void)snprintf(text, sizeof text, "%s at t = %g, %.3g of what is allowed", subject, t, worst);
    return shf_table_add_note(table, text, error);
}

static shf_status add_verdict(const pair *p, shf_table *table, shf_error *error)
{
    char subject[64];
    double t = shf_table_rows(table) ? p->t[p->worst_row] : 0;
    (void)snprintf(subject, sizeof subject, "largest difference: %s", p->c->observables[p->worst_observable]);
    return compare_add_verdict(table, p->worst, subject, t, error);
}

/* Which rows the verdict is about, if not all. */
static shf_status add_range(const pair *p, shf_table *table, shf_error *error)
{
    char text[160];
    if (p->counted == shf_table_rows(table))
        return SHF_OK;
    if (p->counted)
        (void)snprintf(text, sizeof text, "%zu of %zu rows are judged, the last at t = %g", p->counted,
                       shf_table_rows(table), p->t[p->last_counted]);
    else
        (void)snprintf(text, sizeof text, "none of %zu rows is judged", shf_table_rows(table));
    return shf_table_add_note(table, text, error);
}

static shf_status copy_notes(const shf_table *from, shf_table *to, shf_error *error)
{
    shf_status status = SHF_OK;
    for (size_t k = 0; !status && k < shf_table_notes(from); k++)
        status = shf_table_add_note(to, shf_table_note(from, k), error);
    return status;
}

shf_status compare_table(const comparison *c, shf_table **table, shf_error *error)
{
    pair p = {.c = c};
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    find_columns(&p);
    shf_status status = add_columns(&p, *table, error);
    SHF_THEN(status, add_rows(&p, *table, error));
    SHF_THEN(status, add_verdict(&p, *table, error));
    SHF_THEN(status, add_range(&p, *table, error));
    SHF_THEN(status, copy_notes(c->simulated, *table, error));
    if (status) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
}

shf_status compare_times(const shf_table *simulated, shf_list *times, shf_error *error)
{
    size_t n = shf_table_rows(simulated);
    double *t = malloc((n ? n : 1) * sizeof *t);
    *times = (shf_list){t ? n : 0, t};
    if (!t)
        return shf_no_memory(error);
    if (n)
        memcpy(t, shf_table_column(simulated, "t"), n * sizeof *t);
    return SHF_OK;
}

shf_status compare_check_runs(size_t runs, shf_error *error)
{
    if (runs >= 2)
        return SHF_OK;
    return shf_fail(error, SHF_ERR_VALUE, "runs = %zu: standard errors need two runs at least", runs);
}

int compare_shows(const char *note)
{
    return strncmp(note, "largest difference", 18) == 0 || strstr(note, "judged") ||
           strstr(note, "same sign");
}

int compare_out_of_tolerance(const shf_table *table)
{
    return !(shf_table_scalar(table, "worst") <= 1);
}
