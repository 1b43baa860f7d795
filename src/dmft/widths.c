/* Curves of several widths side by side. */
#include "common/params_text.h"
#include "common/report.h"
#include "common/team.h"
#include <math.h>
#include <shallowflow/dmft.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SHF_DEFINE_PARAMS(shf_dmft_width_list, SHF_DMFT_WIDTHS_PARAMS, "widths", shf_dmft_width_list);

enum { WIDTHS_MAX = 20, NAME_SIZE = 48 };

typedef struct family {
    size_t n;
    size_t m[WIDTHS_MAX];
    shf_table *curve[WIDTHS_MAX];
    size_t done;
    shf_status status;
    shf_error error;
    shf_info info;
} family;

/* ---- which widths ---- */

static shf_status choose(const shf_dmft_width_list *list, family *f, shf_error *error)
{
    static const double usual[] = {5, 10, 20, 50, 100, 200};
    const double *value = list->widths.n ? list->widths.value : usual;
    f->n = list->widths.n ? list->widths.n : sizeof usual / sizeof usual[0];
    if (f->n > WIDTHS_MAX)
        return shf_fail(error, SHF_ERR_VALUE, "widths: %zu numbers: must be at most %d", f->n, WIDTHS_MAX);
    for (size_t k = 0; k < f->n; k++) {
        if (value[k] != floor(value[k]) || (k && value[k] <= value[k - 1]))
            return shf_fail(error, SHF_ERR_VALUE,
                            "widths = ...,%.10g,...: must be whole numbers that increase", value[k]);
        f->m[k] = (size_t)value[k];
    }
    return SHF_OK;
}

/* ---- curves, in parallel ---- */

typedef struct job {
    const shf_dmft_params *params;
    const shf_grid *grid;
    const shf_dmft_solver *solver;
    const shf_progress *progress;
} job;

/* Records one curve; asks whether to go on.  Called by one thread at a time. */
static void take(family *f, const job *j, shf_status status, const shf_error *error, const shf_info *info)
{
    f->done++;
    f->info.steps += info->steps;
    f->info.evaluations += info->evaluations;
    f->info.method = info->method;
    f->info.estimated_error = fmax(f->info.estimated_error, info->estimated_error);
    if (status && !f->status) {
        f->error = *error;
#pragma omp atomic write
        f->status = status;
    }
    if (!f->status && j->progress && j->progress->report &&
        j->progress->report(j->progress->context, (double)f->done / (double)f->n)) {
        (void)shf_fail(&f->error, SHF_ERR_INTERRUPTED, "%s", shf_status_text(SHF_ERR_INTERRUPTED));
#pragma omp atomic write
        f->status = SHF_ERR_INTERRUPTED;
    }
}

/* Asked by every run at every panel. */
typedef struct question {
    family *f;
    const job *j;
} question;

static int ask(void *context, double fraction)
{
    question *q = context;
    int stop;
    (void)fraction;
#pragma omp critical(shf_dmft_widths)
    {
        const shf_progress *progress = q->j->progress;
        if (!q->f->status && progress && progress->report &&
            progress->report(progress->context, (double)q->f->done / (double)q->f->n)) {
            (void)shf_fail(&q->f->error, SHF_ERR_INTERRUPTED, "%s", shf_status_text(SHF_ERR_INTERRUPTED));
#pragma omp atomic write
            q->f->status = SHF_ERR_INTERRUPTED;
        }
        stop = q->f->status != SHF_OK;
    }
    return stop;
}

static void all_curves(family *f, const job *j, size_t threads)
{
    int team = shf_team(threads, f->n);
    /* the widest first: it takes longest */
#ifdef _OPENMP
#pragma omp parallel for schedule(dynamic, 1) num_threads(team)
#endif
    for (size_t k = 0; k < f->n; k++) {
        size_t place = f->n - 1 - k;
        shf_dmft_params params = *j->params;
        shf_error own = {SHF_OK, ""};
        shf_info info = {.steps = 0};
        shf_status stop;
#pragma omp atomic read
        stop = f->status;
        if (stop)
            continue;
        params.m = f->m[place];
        question q = {f, j};
        const shf_progress progress = {ask, &q};
        shf_status status =
            shf_dmft_solve(&params, j->grid, j->solver, &progress, &f->curve[place], &info, &own);
#pragma omp critical(shf_dmft_widths)
        take(f, j, status, &own, &info);
    }
    (void)team;
}

/* ---- table ---- */

enum { T_OVER_M, T_TIMES_M, GAMMA, A, V, V_SCALED, E_TRAIN, E_TEST, GAP, FIELDS };

static const struct {
    const char *name, *help;
} fields[FIELDS] = {[T_OVER_M] = {"t_over_m", "t/m"},
                    [T_TIMES_M] = {"t_times_m", "t m"},
                    [GAMMA] = {"gamma", "a/sqrt(m)"},
                    [A] = {"a", "output weights"},
                    [V] = {"v", "overlap of a neuron with the target direction"},
                    [V_SCALED] = {"v_sqrt_m", "v sqrt(m)"},
                    [E_TRAIN] = {"e_train", "training error"},
                    [E_TEST] = {"e_test", "test error"},
                    [GAP] = {"gap", "e_test - e_train"}};

static shf_status add_columns(const family *f, shf_table *table, shf_error *error)
{
    shf_status status = shf_table_add_column(table, "t", "", "time, unit of (D.1)", error);
    for (size_t k = 0; k < f->n; k++)
        for (int c = 0; status == SHF_OK && c < FIELDS; c++) {
            char name[NAME_SIZE];
            (void)snprintf(name, sizeof name, "%s_%zu", fields[c].name, f->m[k]);
            status = shf_table_add_column(table, name, "", fields[c].help, error);
        }
    return status;
}

static void fill(const shf_table *curve, size_t row, double m, double *out)
{
    out[T_OVER_M] = shf_table_column(curve, "t")[row] / m;
    out[T_TIMES_M] = shf_table_column(curve, "t")[row] * m;
    out[A] = shf_table_column(curve, "a")[row];
    out[GAMMA] = out[A] / sqrt(m);
    out[V] = shf_table_column(curve, "v")[row];
    out[V_SCALED] = out[V] * sqrt(m);
    out[E_TRAIN] = shf_table_column(curve, "e_train")[row];
    out[E_TEST] = shf_table_column(curve, "e_test")[row];
    out[GAP] = out[E_TEST] - out[E_TRAIN];
}

static shf_status add_rows(const family *f, shf_table *table, shf_error *error)
{
    double row[1 + WIDTHS_MAX * FIELDS];
    shf_status status = add_columns(f, table, error);
    for (size_t j = 0; status == SHF_OK && j < shf_table_rows(f->curve[0]); j++) {
        row[0] = shf_table_column(f->curve[0], "t")[j];
        for (size_t k = 0; k < f->n; k++)
            fill(f->curve[k], j, (double)f->m[k], row + 1 + k * FIELDS);
        status = shf_table_add_row(table, row, error);
    }
    return status;
}

shf_status shf_dmft_widths(const shf_dmft_params *params, const shf_dmft_width_list *widths,
                           const shf_grid *grid, const shf_dmft_solver *solver, const shf_progress *progress,
                           shf_table **table, shf_info *info, shf_error *error)
{
    family f = {.status = SHF_OK};
    const job j = {params, grid, solver, progress};
    *table = NULL;
    shf_status status = shf_params_validate(&shf_dmft_width_list_table, widths, error);
    if (status == SHF_OK)
        status = choose(widths, &f, error);
    if (status)
        return status;
    all_curves(&f, &j, widths->threads);
    status = f.status;
    if (status && error)
        *error = f.error;
    if (status == SHF_OK && !(*table = shf_table_new()))
        status = shf_no_memory(error);
    if (status == SHF_OK)
        status = add_rows(&f, *table, error);
    if (status) {
        shf_table_free(*table);
        *table = NULL;
    }
    for (size_t k = 0; k < f.n; k++)
        shf_table_free(f.curve[k]);
    if (info)
        *info = f.info;
    return status;
}
