/* An ensemble of trainings of one initial network, and its table. */
#include "common/blas.h"
#include "common/params_text.h"
#include "common/report.h"
#include "simulation/timescales_net.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef _OPENMP
#include <omp.h>
#endif

SHF_DEFINE_PARAMS(shf_timescales_training, SHF_TIMESCALES_TRAINING_PARAMS, "training",
                  shf_timescales_training)

enum { DEGREES_MAX = 13, NEURONS_MAX = 100000 };

typedef struct ensemble {
    const shf_timescales_params *params;
    const shf_timescales_training *training;
    size_t degrees, columns, rows, finished;
    size_t *update;         /* of each row */
    double *value, *errors; /* runs x rows x columns */
    char *complete;         /* runs */
    const shf_progress *progress;
    shf_status status;
    shf_error error;
    shf_info info;
} ensemble;

/* How many degrees the target has, up to a bound for those with infinitely many. */
static size_t target_degrees(const shf_timescales_params *p)
{
    size_t n = p->target.kind == SHF_RIDGE_HERMITE ? p->target.n : DEGREES_MAX;
    return n < p->modes + 1 ? n : p->modes + 1;
}

/* ---- one run ---- */

/* Asks the progress callback; one thread at a time.  Non-zero: give up. */
static int go_on(ensemble *e, size_t done)
{
    int stop = 0;
#pragma omp critical(shf_timescales_runs)
    {
        double total = (double)(e->training->runs * e->rows);
        e->finished += done;
        if (!e->status && e->progress && e->progress->report &&
            e->progress->report(e->progress->context, (double)e->finished / total))
            e->status = shf_fail(&e->error, SHF_ERR_INTERRUPTED, "interrupted after %zu of %g rows",
                                 e->finished, total);
        stop = e->status != SHF_OK;
    }
    return !stop;
}

static shf_status train(ensemble *e, size_t run, shf_net *net, shf_error *error)
{
    enum { UPDATES_BETWEEN_QUESTIONS = 64 };
    for (size_t j = 0; j < e->rows; j++) {
        while (net->updates < e->update[j]) {
            shf_status status = shf_net_update(net, error);
            if (status)
                return status;
            if (net->updates % UPDATES_BETWEEN_QUESTIONS == 0 && !go_on(e, 0))
                return SHF_ERR_INTERRUPTED;
        }
        size_t row = (run * e->rows + j) * e->columns;
        shf_net_observe(net, e->degrees, e->value + row, e->errors + row);
        if (!go_on(e, 1))
            return SHF_ERR_INTERRUPTED;
    }
    e->complete[run] = 1;
    return SHF_OK;
}

static void one_run(ensemble *e, size_t run)
{
    shf_net net;
    shf_error error = {SHF_OK, ""};
    shf_status status = SHF_ERR_INTERRUPTED;
    if (!go_on(e, 0))
        return;
    status = shf_net_make(&net, e->params, e->training, e->training->data_seed + run, &error);
    if (!status)
        status = train(e, run, &net, &error);
#pragma omp critical(shf_timescales_runs)
    {
        e->info.steps += net.updates;
        e->info.evaluations += net.evaluations;
        if (status && !e->status) {
            e->status = status;
            e->error = error;
        }
    }
    shf_net_free(&net);
}

#ifdef _OPENMP
static int thread_count(const ensemble *e)
{
    return e->training->threads ? (int)e->training->threads : omp_get_max_threads();
}
#endif

static void all_runs(ensemble *e)
{
    shf_blas_enter();
#ifdef _OPENMP
#pragma omp parallel for schedule(dynamic, 1) num_threads(thread_count(e))
#endif
    for (size_t run = 0; run < e->training->runs; run++)
        one_run(e, run);
    shf_blas_leave();
}

/* ---- table ---- */

static shf_status add_column(const ensemble *e, shf_table *table, size_t c, const char *suffix,
                             const char *se, shf_error *error)
{
    static const struct {
        const char *name, *help;
    } tail[] = {{"train", "mean loss over the training set"},
                {"mean_a", "mean of a_i"},
                {"rms_a", "root mean square of a_i"},
                {"max_a", "largest |a_i|"},
                {"mean_s", "mean of s_i"},
                {"rms_s", "root mean square of s_i"},
                {"max_s", "largest |s_i|"}};
    char name[32];
    const char *help = "population risk, label noise included";
    if (c == 0) {
        (void)snprintf(name, sizeof name, "risk%s", suffix);
    } else if (c <= e->degrees) {
        (void)snprintf(name, sizeof name, "rho_%zu%s", c - 1, suffix);
        help = "residual of that Hermite component of the target";
    } else {
        (void)snprintf(name, sizeof name, "%s%s", tail[c - 1 - e->degrees].name, suffix);
        help = tail[c - 1 - e->degrees].help;
    }
    return shf_table_add_column(table, name, "", se ? se : help, error);
}

static shf_status add_columns(const ensemble *e, shf_table *table, shf_error *error)
{
    shf_status status = shf_table_add_column(table, "t", "", "time of the update", error);
    for (size_t c = 0; status == SHF_OK && c < e->columns; c++)
        status = add_column(e, table, c, "", NULL, error);
    for (size_t c = 0; status == SHF_OK && c < e->columns; c++)
        status = add_column(e, table, c, "_se", "standard error of that mean over the runs", error);
    return status;
}

/* Mean over the complete runs and its standard error; that of the test set for a single run. */
static void average(const ensemble *e, size_t j, size_t c, double *mean, double *se)
{
    double sum = 0, square = 0, count = 0, error = NAN;
    for (size_t run = 0; run < e->training->runs; run++)
        if (e->complete[run]) {
            size_t at = (run * e->rows + j) * e->columns + c;
            sum += e->value[at];
            error = c <= e->degrees ? e->errors[at] : NAN;
            count++;
        }
    *mean = sum / count;
    for (size_t run = 0; run < e->training->runs; run++)
        if (e->complete[run]) {
            double rest = e->value[(run * e->rows + j) * e->columns + c] - *mean;
            square += rest * rest;
        }
    *se = count > 1 ? sqrt(square / (count - 1) / count) : error;
}

static shf_status add_rows(const ensemble *e, shf_table *table, shf_error *error)
{
    double *row = malloc((1 + 2 * e->columns) * sizeof *row);
    if (!row)
        return shf_no_memory(error);
    shf_status status = SHF_OK;
    for (size_t j = 0; status == SHF_OK && j < e->rows; j++) {
        row[0] = (double)e->update[j] * e->training->step;
        for (size_t c = 0; c < e->columns; c++)
            average(e, j, c, &row[1 + c], &row[1 + e->columns + c]);
        status = shf_table_add_row(table, row, error);
    }
    free(row);
    return status;
}

/* ---- all of it ---- */

static shf_status check(const shf_timescales_params *params, const shf_timescales_training *training,
                        shf_error *error)
{
    shf_status status = shf_timescales_validate(params, error);
    if (status == SHF_OK)
        status = shf_params_validate(shf_timescales_training_table(), training, error);
    if (status == SHF_OK && params->m > NEURONS_MAX)
        status = shf_fail(error, SHF_ERR_VALUE, "m = %zu: must be at most %d in a simulation", params->m,
                          NEURONS_MAX);
    return status;
}

/* The updates nearest to the times of the grid, each once. */
static shf_status plan(ensemble *e, const shf_grid *grid, shf_error *error)
{
    double *t = NULL;
    size_t n = 0;
    shf_status status = shf_grid_times(grid, &t, &n, error);
    if (status == SHF_OK && !(t[n - 1] / e->training->step < 1e15))
        status = shf_fail(error, SHF_ERR_VALUE, "step = %g: too small for t-max = %g", e->training->step,
                          t[n - 1]);
    if (status == SHF_OK && !(e->update = calloc(n, sizeof *e->update)))
        status = shf_no_memory(error);
    for (size_t k = 0; status == SHF_OK && k < n; k++) {
        size_t update = (size_t)llround(t[k] / e->training->step);
        if (!e->rows || update > e->update[e->rows - 1])
            e->update[e->rows++] = update;
    }
    free(t);
    return status;
}

static shf_status allocate(ensemble *e, shf_error *error)
{
    e->degrees = target_degrees(e->params);
    e->columns = 8 + e->degrees;
    e->complete = calloc(e->training->runs, 1);
    e->value = calloc(e->training->runs * e->rows, e->columns * sizeof *e->value);
    e->errors = calloc(e->training->runs * e->rows, e->columns * sizeof *e->errors);
    return e->complete && e->value && e->errors ? SHF_OK : shf_no_memory(error);
}

static int any_complete(const ensemble *e)
{
    for (size_t run = 0; run < e->training->runs; run++)
        if (e->complete && e->complete[run])
            return 1;
    return 0;
}

static shf_status tabulate(const ensemble *e, shf_table **table, shf_error *error)
{
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    shf_status status = add_columns(e, *table, error);
    return status ? status : add_rows(e, *table, error);
}

shf_status shf_timescales_simulate(const shf_timescales_params *params,
                                   const shf_timescales_training *training, const shf_grid *grid,
                                   const shf_progress *progress, shf_table **table, shf_info *info,
                                   shf_error *error)
{
    *table = NULL;
    ensemble e = {.params = params, .training = training, .progress = progress};
    shf_status status = check(params, training, error);
    if (status == SHF_OK)
        status = plan(&e, grid, error);
    if (status == SHF_OK)
        status = allocate(&e, error);
    if (status == SHF_OK) {
        all_runs(&e);
        status = e.status;
        if (status && error)
            *error = e.error;
    }
    if (status == SHF_OK || (status == SHF_ERR_INTERRUPTED && any_complete(&e))) {
        shf_status written = tabulate(&e, table, error);
        status = written ? written : status;
    }
    if (status && status != SHF_ERR_INTERRUPTED) {
        shf_table_free(*table);
        *table = NULL;
    }
    if (info) {
        *info = e.info;
        info->estimated_error = NAN;
        info->method =
            training->method.kind == SHF_TRAINING_GD ? "gradient descent" : "stochastic gradient descent";
    }
    free(e.update);
    free(e.value);
    free(e.errors);
    free(e.complete);
    return status;
}
