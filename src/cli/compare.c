/* A simulated ensemble beside theories. */
#include "cli/compare.h"
#include "common/columns.h"
#include "common/report.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTHING_JUDGED " rows is judged"

enum { THEORIES_MAX = 3 };

/* A comparison with its tables and columns. */
typedef struct pair {
    const comparison *c;
    shf_table *simulated, *theory[THEORIES_MAX];
    const double *t, *x[COMPARE_OBSERVABLES], *se[COMPARE_OBSERVABLES];
    const double *v[COMPARE_OBSERVABLES][THEORIES_MAX]; /* of the judged one: NULL if left out */
    double worst, largest[THEORIES_MAX];
    size_t worst_row, worst_observable;
    size_t judged, last_judged; /* rows that count, and the last of them */
} pair;

static void find_columns(pair *p)
{
    const comparison *c = p->c;
    p->t = shf_table_column(p->simulated, "t");
    for (size_t j = 0; j < c->n_observables; j++) {
        char name[32];
        (void)snprintf(name, sizeof name, "%s_se", c->observables[j]);
        p->x[j] = shf_table_column(p->simulated, c->observables[j]);
        p->se[j] = shf_table_column(p->simulated, name);
        for (size_t k = 0; p->x[j] && p->se[j] && k < c->n_theories; k++)
            p->v[j][k] = shf_table_column(p->theory[k], c->observables[j]);
    }
}

static void add_columns(const pair *p, shf_table *table)
{
    const comparison *c = p->c;
    const shf_table *from = p->simulated;
    shf_column_add(table, shf_table_column_unit(from, shf_table_column_index(from, "t")), "training time",
                   "t");
    for (size_t j = 0; j < c->n_observables; j++) {
        const char *name = c->observables[j];
        if (!p->v[j][c->judged])
            continue;
        shf_column_add(table, "", shf_table_column_help(from, shf_table_column_index(from, name)), "%s",
                       name);
        shf_column_add(table, "", "standard error over the runs", "%s_se", name);
        for (size_t k = 0; k < c->n_theories; k++)
            shf_column_add(table, "", "the same in theory", "%s_%s", name, c->theories[k]);
        shf_column_add(table, "", "difference over standard error", "%s_z", name);
    }
}

/* Whether the two differ by more than rounding. */
static int differ(double x, double v)
{
    return !(fabs(x - v) <= 1e-13 * fabs(v));
}

/* Takes a difference from the judged theory into account, as a share of what is allowed; 1 if there is one:
 * a theory may have no finite value, a simulation no such quantity. */
static int judge(pair *p, size_t j, size_t row)
{
    const comparison *c = p->c;
    double x = p->x[j][row], se = p->se[j][row], v = p->v[j][c->judged][row];
    if (!isfinite(v) || (isnan(x) && isnan(se)))
        return 0;
    double e = differ(x, v) ? fabs(x - v) / (c->z * se + c->relative * fabs(v)) : 0;
    if (e > p->worst || isnan(e)) {
        p->worst = e;
        p->worst_row = row;
        p->worst_observable = j;
    }
    return 1;
}

static void add_row(pair *p, size_t row, shf_table *table)
{
    const comparison *c = p->c;
    int counts = c->counts(c->input, p->simulated, p->theory[c->judged], row), judged = 0;
    shf_row_number(table, p->t[row]);
    for (size_t j = 0; j < c->n_observables; j++) {
        if (!p->v[j][c->judged])
            continue;
        double x = p->x[j][row], se = p->se[j][row], v = p->v[j][c->judged][row];
        shf_row_number(table, x);
        shf_row_number(table, se);
        for (size_t k = 0; k < c->n_theories; k++) {
            shf_row_number(table, p->v[j][k][row]);
            p->largest[k] = fmax(p->largest[k], fabs(p->v[j][k][row] - x));
        }
        shf_row_number(table, differ(x, v) ? (x - v) / se : 0);
        judged |= counts && j >= c->n_shown && judge(p, j, row);
    }
    shf_row_end(table);
    if (judged) {
        p->judged++;
        p->last_judged = row;
    }
}

/* Standard errors of few runs are themselves uncertain: 95 % lie within Student's t of them. */
static void note_few_runs(size_t runs, shf_table *table)
{
    static const double t[] = {12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306};
    if (runs - 2 < LENGTH(t))
        shf_note_add(table, "%zu runs: a 95 %% interval is +- %.4g standard errors (Student's t)", runs,
                     t[runs - 2]);
}

static void add_verdict(const pair *p, shf_table *table)
{
    const comparison *c = p->c;
    size_t rows = shf_table_rows(table);
    shf_scalar_add(table, p->judged ? p->worst : NAN, "",
                   "largest difference over what is allowed; above 1 is out of tolerance", "worst");
    for (size_t k = 0; c->n_theories > 1 && k < c->n_theories; k++)
        shf_scalar_add(table, p->largest[k], "", "largest difference of that theory from the simulation",
                       "difference_%s", c->theories[k]);
    if (p->judged)
        shf_note_add(table, "largest difference: %s at t = %g, %.3g of what is allowed",
                     c->observables[p->worst_observable], p->t[p->worst_row], p->worst);
    if (!p->judged)
        shf_note_add(table, "none of %zu" NOTHING_JUDGED, rows);
    else if (p->judged < rows)
        shf_scalar_add(table, p->t[p->last_judged], "", "time of the last row that is judged",
                       "judged_until");
    if (p->judged && p->judged < rows)
        shf_note_add(table, "%zu of %zu rows are judged, the last at t = %g", p->judged, rows,
                     p->t[p->last_judged]);
    note_few_runs(c->runs, table);
    for (size_t k = 0; k < shf_table_notes(p->simulated); k++)
        shf_note_add(table, "%s", shf_table_note(p->simulated, k));
}

static shf_status solve(pair *p, const shf_progress *progress, shf_error *error)
{
    const comparison *c = p->c;
    size_t rows = shf_table_rows(p->simulated);
    double *t = malloc((rows + 1) * sizeof *t);
    if (!t)
        return shf_no_memory(error);
    memcpy(t, shf_table_column(p->simulated, "t"), rows * sizeof *t);
    shf_status status = SHF_OK;
    for (size_t k = 0; k < c->n_theories; k++)
        SHF_THEN(status, c->solve(c->input, k, &(shf_list){rows, t}, progress, &p->theory[k], error));
    free(t);
    return status;
}

shf_status compare_run(const comparison *c, const shf_progress *progress, shf_table **table, shf_info *info,
                       shf_error *error)
{
    pair p = {.c = c, .worst = 0};
    *table = NULL;
    if (c->runs < 2)
        return shf_fail(error, SHF_ERR_VALUE, "runs = %zu: standard errors need two runs at least", c->runs);
    shf_status status = c->simulate(c->input, progress, &p.simulated, info, error), solved = status;
    int stopped = status == SHF_ERR_INTERRUPTED && shf_table_rows(p.simulated);
    if (!status || stopped) /* what there is has its theory, which takes seconds */
        solved = solve(&p, stopped ? NULL : progress, error);
    if (!solved) {
        find_columns(&p);
        *table = shf_table_new();
        add_columns(&p, *table);
        for (size_t row = 0; row < shf_table_rows(p.simulated); row++)
            add_row(&p, row, *table);
        add_verdict(&p, *table);
    }
    shf_table_free(p.simulated);
    for (size_t k = 0; k < c->n_theories; k++)
        shf_table_free(p.theory[k]);
    return solved ? solved : shf_table_end(table, status, error);
}

/* Tables with the same rows side by side: their columns but t, with the names of the theories behind theirs.
 */
static shf_table *beside(shf_table *const *theory, const char *const *theories, size_t n)
{
    shf_table *all = shf_table_new();
    shf_column_add(all, "", "", "t");
    for (size_t k = 0; k < n; k++)
        for (size_t j = 1; j < shf_table_columns(theory[k]); j++)
            shf_column_add(all, "", "", "%s_%s", shf_table_column_name(theory[k], j), theories[k]);
    for (size_t row = 0; row < shf_table_rows(theory[0]); row++) {
        shf_row_number(all, shf_table_column_at(theory[0], 0)[row]);
        for (size_t k = 0; k < n; k++)
            for (size_t j = 1; j < shf_table_columns(theory[k]); j++)
                shf_row_number(all, shf_table_column_at(theory[k], j)[row]);
        shf_row_end(all);
    }
    return all;
}

void compare_draw(picture *p, compare_solver *solver, const char *const *theories, size_t n)
{
    const double *t = shf_table_column(p->table, "t");
    size_t rows = shf_table_rows(p->table), first = 0;
    shf_table *theory[THEORIES_MAX] = {NULL};
    if (!rows)
        return;
    while (first + 1 < rows && !(t[first] > 0))
        first++;
    shf_list times = picture_times(p, t[first], t[rows - 1]);
    for (size_t k = 0; k < n; k++)
        SHF_THEN(p->status, solver(p->input, k, &times, NULL, &theory[k], &p->error));
    if (!p->status) {
        p->theory = beside(theory, theories, n);
        p->status = shf_table_end(&p->theory, SHF_OK, &p->error);
    }
    for (size_t k = 0; k < n; k++)
        shf_table_free(theory[k]);
    free(times.value);
    picture_mark(p, shf_table_scalar(p->table, "judged_until"), "judged to here");
}

void compare_draw_family(picture *p, shf_plot_panel panel, const char *prefix)
{
    shf_plot_curve curves[2 * COMPARE_OBSERVABLES];
    size_t n = 0;
    for (size_t j = 0; j < shf_table_columns(p->table) && n + 2 <= LENGTH(curves); j++) {
        const char *name = shf_table_column_name(p->table, j);
        char theory[80];
        (void)snprintf(theory, sizeof theory, "%s_theory", name);
        if (strncmp(name, prefix, strlen(prefix)) != 0 || strchr(name, '_') ||
            !shf_table_column(p->table, theory))
            continue;
        const char *y = shf_table_column_name(p->table, shf_table_column_index(p->table, theory));
        curves[n++] = (shf_plot_curve){.x = "t", .y = y, .title = name, .theory = 1};
        curves[n++] = (shf_plot_curve){.x = "t", .y = name, .style = "points pt 6"};
    }
    panel.curves = curves;
    panel.n_curves = n;
    picture_add(p, panel);
}

int compare_shows(const char *note)
{
    return strncmp(note, "largest difference", 18) == 0 || strstr(note, "judged") ||
           strstr(note, "same sign") || strncmp(note, "2 runs:", 7) == 0;
}

int compare_out_of_tolerance(const shf_table *table)
{
    for (size_t k = 0; k < shf_table_notes(table); k++)
        if (strstr(shf_table_note(table, k), NOTHING_JUDGED))
            return 2;
    return !(shf_table_scalar(table, "worst") <= 1);
}
