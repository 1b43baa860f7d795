/* Independent jobs on several threads. */
#include "common/jobs.h"
#include "common/checkpoint.h"
#include "common/report.h"
#include "common/threads.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* What the threads share, under one lock (of its own, since a job may have jobs). */
typedef struct crew {
    const shf_jobs *jobs;
    pthread_mutex_t lock;
    size_t finished, failed; /* how many are done; the first that failed, n: none */
    double partial;          /* parts of those under way, in jobs */
    int stop, interrupted;
    shf_status status; /* of the job that failed */
    shf_error error;
    shf_info info;
    double *done;   /* a flag for each job, if there is a store; the others are for its file */
    double saved;   /* when, in seconds */
    char *identity; /* NULL: no file */
} crew;

/* ---- what is kept ---- */

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Which jobs are done, what that took, and their results; those of others are being written. */
static shf_status exchange(void *state, shf_checkpoint_file *file, shf_error *error)
{
    crew *c = state;
    const shf_jobs_store *store = c->jobs->store;
    uint64_t steps = c->info.steps, evaluations = c->info.evaluations;
    (void)error;
    shf_checkpoint_count(file, &steps);
    shf_checkpoint_count(file, &evaluations);
    shf_checkpoint_numbers(file, &c->info.estimated_error, 1);
    shf_checkpoint_numbers(file, c->done, c->jobs->n);
    c->info.steps = steps;
    c->info.evaluations = evaluations;
    for (size_t k = 0; k < c->jobs->n; k++)
        if (c->done[k] == 1)
            shf_checkpoint_numbers(file, store->result + k * store->width, store->width);
        else if (c->done[k] != 0)
            return shf_checkpoint_mismatch(file);
    return SHF_OK;
}

/* Reads what earlier runs have done. */
static shf_status open_store(crew *c, shf_error *error)
{
    const shf_jobs_store *store = c->jobs->store;
    int found = 0;
    if (!store)
        return SHF_OK;
    c->saved = seconds();
    c->done = calloc(c->jobs->n, sizeof *c->done);
    c->identity = store->path ? shf_identity_text(store->part, store->n_parts) : NULL;
    if (!c->done || (store->path && !c->identity))
        return shf_no_memory(error);
    if (!store->path)
        return SHF_OK;
    shf_status status = shf_checkpoint_read(store->path, c->identity, exchange, c, &found, error);
    for (size_t k = 0; status == SHF_OK && k < c->jobs->n; k++)
        c->finished += c->done[k] == 1;
    return status;
}

static shf_status save(crew *c, shf_error *error)
{
    c->saved = seconds();
    return c->identity ? shf_checkpoint_write(c->jobs->store->path, c->identity, exchange, c, error) : SHF_OK;
}

/* The end of the file: removed, or written once more. */
static shf_status close_store(crew *c, shf_status status, shf_error *error)
{
    shf_status kept = SHF_OK;
    if (c->identity && status)
        kept = save(c, status == SHF_ERR_INTERRUPTED ? error : NULL);
    else if (c->identity)
        shf_checkpoint_remove(c->jobs->store->path);
    free(c->identity);
    free(c->done);
    return kept && status == SHF_ERR_INTERRUPTED ? kept : status;
}

/* ---- the jobs ---- */

/* Asks the progress callback, if nothing has failed.  Called by one thread at a time. */
static int is_stopped(crew *c)
{
    double done = fmin(1, ((double)c->finished + c->partial) / (double)c->jobs->n);
    if (!c->stop && shf_stop(c->jobs->progress, done))
        c->stop = c->interrupted = 1;
    return c->stop;
}

/* A job under way. */
typedef struct member {
    crew *crew;
    double part; /* how much of it is done */
} member;

/* The progress that each job is given; that of all never falls back. */
static int ask(void *context, double fraction)
{
    member *own = context;
    crew *c = own->crew;
    (void)pthread_mutex_lock(&c->lock);
    if (c->jobs->partial && fraction > own->part) {
        c->partial += fraction - own->part;
        own->part = fraction;
    }
    int stop = is_stopped(c);
    (void)pthread_mutex_unlock(&c->lock);
    return stop;
}

/* Adds up what a job did.  Called by one thread at a time. */
static void count(shf_info *sum, const shf_info *info)
{
    sum->steps += info->steps;
    sum->evaluations += info->evaluations;
    sum->estimated_error = fmax(sum->estimated_error, info->estimated_error);
    sum->method = info->method ? info->method : sum->method;
}

/* Records the outcome of job k; a job that stopped because it was told to has not failed.  Called by one
 * thread at a time. */
static void take(crew *c, size_t k, shf_status status, const shf_error *error, const shf_info *info)
{
    shf_error own = *error;
    count(&c->info, info);
    c->finished += !status;
    if (c->done && !status) {
        c->done[k] = 1;
        if (c->identity && seconds() - c->saved >= c->jobs->store->every)
            status = save(c, &own);
    }
    if (status && !(c->stop && status == SHF_ERR_INTERRUPTED) && k < c->failed) {
        c->failed = k;
        c->status = status;
        c->error = own;
        c->stop = 1;
    }
    (void)is_stopped(c);
}

static shf_status outcome(const crew *c, shf_error *error)
{
    if (c->failed < c->jobs->n) {
        if (error)
            *error = c->error;
        return c->status;
    }
    if (!c->interrupted || c->finished == c->jobs->n)
        return SHF_OK;
    return c->jobs->noun
               ? shf_fail(error, SHF_ERR_INTERRUPTED, "interrupted after %zu %s", c->finished, c->jobs->noun)
               : shf_fail(error, SHF_ERR_INTERRUPTED, "%s", shf_status_text(SHF_ERR_INTERRUPTED));
}

static void do_job(crew *c, size_t k, int *done)
{
    shf_error own = {SHF_OK, ""};
    shf_info mine = {.estimated_error = NAN};
    shf_status status = SHF_ERR_INTERRUPTED;
    member own_part = {c, 0};
    const shf_progress asked = {ask, &own_part};
    if (!ask(&own_part, 0))
        status = c->jobs->job(c->jobs->context, k, &asked, &mine, &own);
    if (done)
        done[k] = !status;
    (void)pthread_mutex_lock(&c->lock);
    c->partial -= own_part.part;
    take(c, k, status, &own, &mine);
    (void)pthread_mutex_unlock(&c->lock);
}

shf_status shf_jobs_do(const shf_jobs *jobs, int *done, shf_info *info, shf_error *error)
{
    crew c = {
        .jobs = jobs, .lock = PTHREAD_MUTEX_INITIALIZER, .failed = jobs->n, .info = {.estimated_error = NAN}};
    int threads = shf_thread_count(jobs->threads, jobs->n);
    shf_status status = open_store(&c, error);
    size_t n = status ? 0 : jobs->n;
#ifdef _OPENMP
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
#endif
    for (size_t i = 0; i < n; i++) {
        size_t k = jobs->last_first ? n - 1 - i : i;
        if (!c.done || c.done[k] == 0)
            do_job(&c, k, done);
        else if (done)
            done[k] = 1;
    }
    (void)threads;
    if (status) {
        free(c.identity);
        free(c.done);
    } else
        status = close_store(&c, outcome(&c, error), error);
    (void)pthread_mutex_destroy(&c.lock);
    if (info)
        *info = c.info;
    return status;
}
