/* An ensemble of independent runs. */
#include "simulation/ensemble.h"
#include "common/blas.h"
#include "common/report.h"
#include "common/threads.h"
#include <math.h>
#include <stdlib.h>
#include <time.h>

/* ---- plan ---- */

static shf_status allocate(shf_ensemble *r, shf_error *error)
{
    size_t each = r->rows * r->columns;
    if (each && r->runs <= SIZE_MAX / sizeof(double) / each)
        r->value = calloc(r->runs * each, sizeof *r->value);
    r->reached = calloc(r->runs, sizeof *r->reached);
    return r->value && r->reached ? SHF_OK : shf_no_memory(error);
}

shf_status shf_ensemble_plan(shf_ensemble *r, const shf_grid *grid, double substeps, shf_error *error)
{
    double *t = NULL;
    size_t n = 0;
    r->step = 1 / substeps;
    shf_status status = shf_grid_times(grid, &t, &n, error);
    if (status == SHF_OK && !(t[n - 1] / r->step < 1e15))
        status = shf_fail(error, SHF_ERR_VALUE, "substeps = %g: too many for t-max = %g", substeps, t[n - 1]);
    if (status == SHF_OK && !(r->update = calloc(n, sizeof *r->update)))
        status = shf_no_memory(error);
    for (size_t k = 0; status == SHF_OK && k < n; k++) {
        size_t update = (size_t)llround(t[k] / r->step);
        if (!r->rows || update > r->update[r->rows - 1])
            r->update[r->rows++] = update;
    }
    free(t);
    return status ? status : allocate(r, error);
}

void shf_ensemble_free(shf_ensemble *r)
{
    free(r->update);
    free(r->value);
    free(r->reached);
    *r = (shf_ensemble){.runs = 0};
}

/* ---- runs ---- */

/* The callback is asked after so many updates, or earlier where they are slow. */
enum { UPDATES_BETWEEN_QUESTIONS = 16 };
static const double SECONDS_BETWEEN_QUESTIONS = 0.1;

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Counts updates and asks the progress callback; one thread at a time.  0: give up. */
static int go_on(shf_ensemble *r, size_t updates)
{
    int stop = 0;
#pragma omp critical(shf_ensemble_state)
    {
        size_t each = r->update[r->rows - 1];
        double total = (double)r->runs * (double)(each ? each : 1);
        r->updates += updates;
        if (!r->status && r->progress && r->progress->report &&
            r->progress->report(r->progress->context, (double)r->updates / total))
            r->status = shf_fail(&r->error, SHF_ERR_INTERRUPTED, "interrupted after %zu of %.0f updates",
                                 r->updates, total);
        stop = r->status != SHF_OK;
    }
    return !stop;
}

int shf_ensemble_told_to_stop(void *runs, double unused)
{
    (void)unused;
    return !go_on(runs, 0);
}

static shf_status train(shf_ensemble *r, const shf_ensemble_network *kind, size_t run, void *net,
                        shf_error *error)
{
    size_t done = 0, told = 0;
    double asked = seconds();
    for (size_t j = 0; j < r->rows; j++) {
        for (; done < r->update[j]; done++) {
            shf_status status = kind->update(net, error);
            if (status)
                return status;
            if (done + 1 - told < UPDATES_BETWEEN_QUESTIONS && seconds() - asked < SECONDS_BETWEEN_QUESTIONS)
                continue;
            if (!go_on(r, done + 1 - told))
                return SHF_ERR_INTERRUPTED;
            told = done + 1;
            asked = seconds();
        }
        shf_status status = kind->observe(net, r->value + (run * r->rows + j) * r->columns);
        if (status)
            return status;
        r->reached[run] = j + 1;
        if (!go_on(r, done - told))
            return SHF_ERR_INTERRUPTED;
        told = done;
    }
    return SHF_OK;
}

static void one_run(shf_ensemble *r, const shf_ensemble_network *kind, const void *context, size_t run)
{
    shf_error error = {SHF_OK, ""};
    if (!go_on(r, 0))
        return;
    void *net = calloc(1, kind->size);
    shf_status status = net ? kind->make(net, context, run, &error) : shf_no_memory(&error);
    if (!status)
        status = train(r, kind, run, net, &error);
#pragma omp critical(shf_ensemble_state)
    {
        if (net)
            kind->free(net, &r->info);
        if (status && !r->status) {
            r->status = status;
            r->error = error;
        }
    }
    free(net);
}

shf_status shf_ensemble_do(shf_ensemble *r, const shf_ensemble_network *kind, const void *context,
                           shf_error *error)
{
    int threads = shf_thread_count(r->threads, r->runs);
    r->status = shf_blas_load((size_t)threads, error);
    if (r->status)
        return r->status;
    shf_blas_enter();
#ifdef _OPENMP
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
#endif
    for (size_t run = 0; run < r->runs; run++)
        one_run(r, kind, context, run);
    (void)threads;
    shf_blas_leave();
    r->info.steps = r->updates;
    r->info.estimated_error = NAN;
    if (r->status && error)
        *error = r->error;
    return r->status;
}

/* ---- means ---- */

/* How many rows a run must have done to be averaged: all, or if no run has, one. */
static size_t needed(const shf_ensemble *r)
{
    for (size_t run = 0; run < r->runs; run++)
        if (r->reached[run] == r->rows)
            return r->rows;
    return 1;
}

size_t shf_ensemble_rows(const shf_ensemble *r)
{
    size_t least = needed(r), rows = r->rows, any = 0;
    for (size_t run = 0; run < r->runs; run++)
        if (r->reached[run] >= least) {
            rows = r->reached[run] < rows ? r->reached[run] : rows;
            any = 1;
        }
    return any ? rows : 0;
}

size_t shf_ensemble_mean(const shf_ensemble *r, size_t row, size_t column, double *mean, double *se)
{
    size_t least = needed(r), count = 0;
    double sum = 0, square = 0;
    for (size_t run = 0; run < r->runs; run++)
        if (r->reached[run] >= least) {
            sum += r->value[(run * r->rows + row) * r->columns + column];
            count++;
        }
    *mean = sum / (double)count;
    for (size_t run = 0; run < r->runs; run++)
        if (r->reached[run] >= least) {
            double rest = r->value[(run * r->rows + row) * r->columns + column] - *mean;
            square += rest * rest;
        }
    *se = count > 1 ? sqrt(square / ((double)count - 1) / (double)count) : NAN;
    return count;
}

const double *shf_ensemble_last(const shf_ensemble *r, size_t row)
{
    size_t least = needed(r), last = 0;
    for (size_t run = 0; run < r->runs; run++)
        if (r->reached[run] >= least)
            last = run;
    return r->value + (last * r->rows + row) * r->columns;
}
