/* An ensemble of independent runs. */
#include "simulation/ensemble.h"
#include "common/blas.h"
#include "common/grid.h"
#include "common/jobs.h"
#include "common/report.h"
#include "common/threads.h"
#include <math.h>
#include <stdlib.h>
#include <time.h>

/* ---- columns ---- */

static size_t times(const shf_ensemble_columns *part)
{
    return part->numbered == SHF_ONCE ? 1 : part->numbered;
}

size_t shf_ensemble_width(const shf_ensemble_values *v)
{
    size_t width = 0;
    for (size_t k = 0; k < v->n_parts; k++)
        width += times(&v->part[k]) * v->part[k].columns->n;
    return width;
}

size_t shf_ensemble_numbers(const shf_ensemble_values *v)
{
    return (v->own_errors ? 2 : 1) * shf_ensemble_width(v);
}

/* Columns of number k of a part. */
static void add_means(const shf_ensemble_columns *part, size_t k, shf_table *table)
{
    if (part->numbered == SHF_ONCE)
        shf_columns_add(table, part->columns, NULL);
    else
        shf_columns_add(table, part->columns, "_%zu", k);
}

static void add_errors(const shf_ensemble_columns *part, size_t k, const char *of, const char *rest,
                       shf_table *table)
{
    for (size_t j = 0; j < part->columns->n; j++) {
        const shf_column *c = &part->columns->column[j];
        char help[160];
        (void)snprintf(help, sizeof help, "standard error of %s over the runs%s", of ? of : c->name, rest);
        if (part->numbered == SHF_ONCE)
            shf_column_add(table, c->unit, help, "%s_se", c->name);
        else
            shf_column_add(table, c->unit, help, "%s_%zu_se", c->name, k);
    }
}

void shf_ensemble_columns_add(const shf_ensemble_values *v, const char *of, const char *rest,
                              shf_table *table)
{
    for (size_t p = 0; p < v->n_parts; p++)
        for (size_t k = 0; k < times(&v->part[p]); k++)
            add_means(&v->part[p], k, table);
    for (size_t p = 0; p < v->n_parts; p++)
        for (size_t k = 0; k < times(&v->part[p]); k++)
            add_errors(&v->part[p], k, of, rest, table);
}

/* ---- means ---- */

/* One number of a row in all runs of which the mean is taken. */
typedef struct sample {
    const double *first; /* of run 0 */
    size_t stride, n;
    const size_t *run; /* NULL: 0, 1, ... */
} sample;

static double number(const sample *s, size_t k)
{
    return s->first[(s->run ? s->run[k] : k) * s->stride];
}

static double mean(const sample *s)
{
    double sum = 0;
    for (size_t k = 0; k < s->n; k++)
        sum += number(s, k);
    return sum / (double)s->n;
}

static double standard_error(const sample *s, double center)
{
    double n = (double)s->n, square = 0;
    for (size_t k = 0; k < s->n; k++) {
        double rest = number(s, k) - center;
        square += rest * rest;
    }
    return sqrt(square / (n - 1) / n);
}

void shf_ensemble_row_put(const shf_ensemble_values *v, size_t row, shf_table *table)
{
    size_t width = shf_ensemble_width(v);
    sample s = {v->value + row * shf_ensemble_numbers(v), v->run_stride, v->n_averaged, v->averaged};
    const double *first = s.first;
    for (size_t c = 0; c < width; c++, s.first++)
        shf_row_number(table, mean(&s));
    s.first = first;
    for (size_t c = 0; c < width; c++, s.first++) {
        const sample own = {s.first + width, s.stride, 1, s.run};
        if (s.n > 1)
            shf_row_number(table, standard_error(&s, mean(&s)));
        else
            shf_row_number(table, v->own_errors ? number(&own, 0) : NAN);
    }
}

/* ---- plan ---- */

static shf_status allocate(shf_ensemble *r, shf_error *error)
{
    shf_ensemble_values *v = &r->values;
    v->run_stride = r->rows * shf_ensemble_numbers(v);
    if (v->run_stride && r->runs <= SIZE_MAX / sizeof(double) / v->run_stride)
        v->value = calloc(r->runs * v->run_stride, sizeof *v->value);
    v->averaged = calloc(r->runs, sizeof *v->averaged);
    r->reached = calloc(r->runs, sizeof *r->reached);
    return v->value && v->averaged && r->reached ? SHF_OK : shf_no_memory(error);
}

shf_status shf_ensemble_plan(shf_ensemble *r, const shf_grid *grid, double substeps, shf_error *error)
{
    r->step = 1 / substeps;
    shf_status status = shf_grid_updates(grid, substeps, &r->update, &r->rows, error);
    return status ? status : allocate(r, error);
}

void shf_ensemble_free(shf_ensemble *r)
{
    free(r->update);
    free(r->values.value);
    free(r->values.averaged);
    free(r->reached);
    *r = (shf_ensemble){.runs = 0};
}

/* ---- runs ---- */

/* The callback is asked after so many updates, or earlier where they are slow. */
enum { UPDATES_BETWEEN_QUESTIONS = 16 };
static const double SECONDS_BETWEEN_QUESTIONS = 0.1, SECONDS_BETWEEN_CHECKPOINTS = 10;

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The context of the jobs. */
typedef struct training {
    shf_ensemble *ensemble;
    const shf_ensemble_network *network;
    const void *context;
} training;

/* A run under way. */
typedef struct member {
    void *net;
    size_t run, done, told; /* updates done, and when the callback was asked last */
    double asked;           /* the same in seconds */
    const shf_progress *progress;
} member;

static size_t updates_of_run(const shf_ensemble *r)
{
    size_t last = r->update[r->rows - 1];
    return last ? last : 1;
}

static shf_status go_on(const shf_ensemble *r, member *m)
{
    m->told = m->done;
    m->asked = seconds();
    return shf_stop(m->progress, (double)m->done / (double)updates_of_run(r)) ? SHF_ERR_INTERRUPTED : SHF_OK;
}

static shf_status advance(const training *t, member *m, size_t update, shf_error *error)
{
    while (m->done < update) {
        shf_status status = t->network->update(m->net, error);
        if (status)
            return status;
        m->done++;
        if (m->done - m->told >= UPDATES_BETWEEN_QUESTIONS ||
            seconds() - m->asked >= SECONDS_BETWEEN_QUESTIONS)
            status = go_on(t->ensemble, m);
        if (status)
            return status;
    }
    return SHF_OK;
}

/* Marks the columns of a row as not filled, or else looks for one that has not been. */
static shf_status each_column(const shf_ensemble_values *v, double *row, int mark, shf_error *error)
{
    for (size_t p = 0; p < v->n_parts; p++)
        for (size_t k = 0; k < times(&v->part[p]); k++, row += v->part[p].columns->n) {
            if (mark)
                shf_columns_blank(v->part[p].columns, row);
            const char *name = mark ? NULL : shf_columns_unfilled(v->part[p].columns, row);
            if (name)
                return shf_fail(error, SHF_ERR_NUMERIC, "column %s: was not filled", name);
        }
    return SHF_OK;
}

static shf_status measure(const training *t, member *m, size_t row, shf_error *error)
{
    shf_ensemble_values *v = &t->ensemble->values;
    double *values = v->value + m->run * v->run_stride + row * shf_ensemble_numbers(v);
    (void)each_column(v, values, 1, error);
    shf_status status = t->network->observe(m->net, values);
    return status ? status : each_column(v, values, 0, error);
}

static shf_status train(const training *t, member *m, shf_error *error)
{
    shf_ensemble *r = t->ensemble;
    m->asked = seconds();
    for (size_t row = 0; row < r->rows; row++) {
        shf_status status = advance(t, m, r->update[row], error);
        if (status == SHF_OK)
            status = measure(t, m, row, error);
        if (status)
            return status;
        r->reached[m->run] = row + 1;
        status = go_on(r, m);
        if (status)
            return row + 1 < r->rows ? status : SHF_OK;
    }
    return SHF_OK;
}

static shf_status one_run(void *context, size_t run, const shf_progress *progress, shf_info *info,
                          shf_error *error)
{
    const training *t = context;
    member m = {.net = calloc(1, t->network->size), .run = run, .progress = progress};
    if (!m.net)
        return shf_no_memory(error);
    shf_status status = t->network->make(m.net, t->context, run, progress, error);
    if (status == SHF_OK)
        status = train(t, &m, error);
    t->network->free(m.net, info);
    free(m.net);
    info->steps = m.done;
    return status;
}

/* Chooses the runs of which means are taken. */
static void choose_runs(shf_ensemble *r)
{
    size_t least = 1;
    for (size_t run = 0; run < r->runs; run++)
        if (r->reached[run] == r->rows)
            least = r->rows;
    r->complete = r->rows;
    r->values.n_averaged = 0;
    for (size_t run = 0; run < r->runs; run++)
        if (r->reached[run] >= least) {
            r->values.averaged[r->values.n_averaged++] = run;
            r->complete = r->reached[run] < r->complete ? r->reached[run] : r->complete;
        }
    r->complete = r->values.n_averaged ? r->complete : 0;
}

shf_status shf_ensemble_train(shf_ensemble *r, const shf_ensemble_network *network, const void *context,
                              shf_error *error)
{
    training t = {r, network, context};
    int *done = calloc(r->runs, sizeof *done);
    const shf_jobs_store store = {r->values.value, r->values.run_stride,
                                  r->checkpoint,   SECONDS_BETWEEN_CHECKPOINTS,
                                  r->part,         r->n_parts};
    const shf_jobs jobs = {.n = r->runs,
                           .job = one_run,
                           .context = &t,
                           .threads = r->threads,
                           .partial = 1,
                           .progress = r->progress,
                           .store = &store};
    shf_status status = done ? SHF_OK : shf_no_memory(error);
    SHF_THEN(status, shf_blas_load((size_t)shf_thread_count(r->threads, r->runs), error));
    if (status) {
        free(done);
        return status;
    }
    shf_blas_enter();
    status = shf_jobs_do(&jobs, done, &r->info, error);
    shf_blas_leave();
    for (size_t run = 0; run < r->runs; run++)
        r->reached[run] = done[run] ? r->rows : r->reached[run]; /* earlier, perhaps */
    free(done);
    choose_runs(r);
    if (status != SHF_ERR_INTERRUPTED)
        return status;
    return shf_fail(error, status, "interrupted after %zu of %.0f updates", r->info.steps,
                    (double)r->runs * (double)updates_of_run(r));
}

/* ---- table ---- */

shf_table *shf_ensemble_table(const shf_ensemble *r, const char *time, const char *rest)
{
    shf_table *table = shf_table_new();
    shf_column_add(table, "", time, "t");
    shf_ensemble_columns_add(&r->values, "that mean", rest, table);
    for (size_t row = 0; row < r->complete; row++) {
        shf_row_number(table, r->step * (double)r->update[row]);
        shf_ensemble_row_put(&r->values, row, table);
        shf_row_end(table);
    }
    return table;
}
