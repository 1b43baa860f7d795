/* Independent jobs on several threads. */
#include "common/jobs.h"
#include "common/report.h"
#include "common/threads.h"
#include <math.h>
#include <pthread.h>

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
} crew;

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
    count(&c->info, info);
    c->finished += !status;
    if (status && !(c->stop && status == SHF_ERR_INTERRUPTED) && k < c->failed) {
        c->failed = k;
        c->status = status;
        c->error = *error;
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
    if (!c->interrupted)
        return SHF_OK;
    return c->jobs->noun
               ? shf_fail(error, SHF_ERR_INTERRUPTED, "interrupted after %zu %s", c->finished, c->jobs->noun)
               : shf_fail(error, SHF_ERR_INTERRUPTED, "%s", shf_status_text(SHF_ERR_INTERRUPTED));
}

shf_status shf_jobs_do(const shf_jobs *jobs, int *done, shf_info *info, shf_error *error)
{
    crew c = {
        .jobs = jobs, .lock = PTHREAD_MUTEX_INITIALIZER, .failed = jobs->n, .info = {.estimated_error = NAN}};
    int threads = shf_thread_count(jobs->threads, jobs->n);
#ifdef _OPENMP
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
#endif
    for (size_t i = 0; i < jobs->n; i++) {
        size_t k = jobs->last_first ? jobs->n - 1 - i : i;
        shf_error own = {SHF_OK, ""};
        shf_info mine = {.estimated_error = NAN};
        shf_status status = SHF_ERR_INTERRUPTED;
        member own_part = {&c, 0};
        const shf_progress asked = {ask, &own_part};
        if (!ask(&own_part, 0))
            status = jobs->job(jobs->context, k, &asked, &mine, &own);
        if (done)
            done[k] = !status;
        (void)pthread_mutex_lock(&c.lock);
        c.partial -= own_part.part;
        take(&c, k, status, &own, &mine);
        (void)pthread_mutex_unlock(&c.lock);
    }
    (void)threads;
    (void)pthread_mutex_destroy(&c.lock);
    if (info)
        *info = c.info;
    return outcome(&c, error);
}
