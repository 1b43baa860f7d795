/* Independent jobs: each is done once, sums, the first failure, interruption, jobs within jobs. */
#include "common/jobs.h"
#include "common/report.h"
#include "support/test.h"
#include <math.h>
#include <shallowflow/table.h>
#include <stdatomic.h>
#include <stdio.h>

enum { N = 40 };

typedef struct work {
    atomic_int times[N];     /* how often each job began */
    atomic_int order;        /* place of the next job */
    int place[N];            /* at which each began */
    size_t fails, and_fails; /* jobs that fail */
    int deep;                /* jobs have jobs */
} work;

static shf_status job(void *context, size_t k, const shf_progress *progress, shf_info *info, shf_error *error)
{
    work *w = context;
    atomic_fetch_add(&w->times[k], 1);
    w->place[k] = atomic_fetch_add(&w->order, 1);
    info->steps = k;
    info->evaluations = 2;
    info->estimated_error = k % 2 ? NAN : 1e-3 * (double)k;
    info->method = "counting";
    if (k == w->fails || k == w->and_fails)
        return shf_fail(error, SHF_ERR_NUMERIC, "job %zu has failed", k);
    if (w->deep) {
        work inner = {.fails = N, .and_fails = N};
        const shf_jobs jobs = {.n = 3, .job = job, .context = &inner, .threads = 2, .progress = progress};
        return shf_jobs_do(&jobs, NULL, NULL, error);
    }
    return shf_stop(progress, 0.5) ? SHF_ERR_INTERRUPTED : SHF_OK;
}

static void start(work *w, size_t fails, size_t and_fails)
{
    *w = (work){.fails = fails, .and_fails = and_fails};
}

START_TEST(each_job_is_done_once)
{
    for (size_t threads = 0; threads <= 4; threads++) {
        work w;
        start(&w, N, N);
        w.deep = threads == 3;
        const shf_jobs jobs = {.n = N, .job = job, .context = &w, .threads = threads};
        shf_error error;
        shf_info info;
        int done[N] = {0};
        shf_assert_ok(shf_jobs_do(&jobs, done, &info, &error), error);
        for (size_t k = 0; k < N; k++)
            ck_assert(done[k] == 1 && atomic_load(&w.times[k]) == 1);
        ck_assert_uint_eq(info.steps, N * (N - 1) / 2);
        ck_assert_uint_eq(info.evaluations, 2 * N);
        ck_assert_double_eq(info.estimated_error, 1e-3 * (N - 2));
        ck_assert_str_eq(info.method, "counting");
    }
}

START_TEST(the_last_can_be_the_first)
{
    work w;
    start(&w, N, N);
    shf_jobs jobs = {.n = N, .job = job, .context = &w, .threads = 1, .last_first = 1};
    ck_assert_int_eq(shf_jobs_do(&jobs, NULL, NULL, NULL), SHF_OK);
    for (int k = 0; k < N; k++)
        ck_assert_int_eq(w.place[k], N - 1 - k);
    start(&w, N, N);
    jobs.last_first = 0;
    ck_assert_int_eq(shf_jobs_do(&jobs, NULL, NULL, NULL), SHF_OK);
    for (int k = 0; k < N; k++)
        ck_assert_int_eq(w.place[k], k);
    jobs.n = 0;
    ck_assert_int_eq(shf_jobs_do(&jobs, NULL, NULL, NULL), SHF_OK);
}

START_TEST(the_first_failure_is_kept)
{
    for (size_t threads = 1; threads <= 4; threads++) {
        work w;
        start(&w, 3, threads == 1 ? 5 : 4);
        const shf_jobs jobs = {
            .n = N, .job = job, .context = &w, .threads = threads, .last_first = threads == 1};
        shf_error error;
        int done[N] = {0};
        shf_status status = shf_jobs_do(&jobs, done, NULL, &error);
        /* alone and from the end, job 5 fails and ends it; together, job 3 fails, perhaps behind job 4 */
        shf_assert_fails(status, SHF_ERR_NUMERIC, error, threads == 1 ? "job 5 has failed" : "has failed");
        ck_assert(!done[threads == 1 ? 5 : 3]);
        size_t begun = 0;
        for (size_t k = 0; k < N; k++)
            begun += atomic_load(&w.times[k]) != 0;
        ck_assert_uint_le(begun, threads == 1 ? N - 5 : N - 1);
    }
}

typedef struct patience {
    int asked, limit;
    double last;
} patience;

static int report(void *context, double fraction)
{
    patience *p = context;
    p->last = fraction;
    return ++p->asked > p->limit;
}

START_TEST(interruption)
{
    for (size_t threads = 1; threads <= 3; threads++) {
        work w;
        start(&w, N, N);
        patience p = {.limit = 30};
        const shf_progress progress = {report, &p};
        shf_jobs jobs = {.n = N,
                         .job = job,
                         .context = &w,
                         .threads = threads,
                         .progress = &progress,
                         .noun = "jobs of the test"};
        shf_error error;
        int done[N] = {0}, count = 0;
        shf_assert_fails(shf_jobs_do(&jobs, done, NULL, &error), SHF_ERR_INTERRUPTED, error,
                         "jobs of the test");
        for (size_t k = 0; k < N; k++)
            count += done[k];
        ck_assert(count > 0 && count < N);
        char words[64];
        (void)snprintf(words, sizeof words, "interrupted after %d jobs", count);
        ck_assert_ptr_nonnull(strstr(error.message, words));
        ck_assert_int_eq(p.asked, p.limit + 1); /* not asked again */
        /* a progress struct without a function never stops, and fractions reach 1 */
        jobs.progress = &(shf_progress){NULL, NULL};
        shf_assert_ok(shf_jobs_do(&jobs, NULL, NULL, &error), error);
        jobs.progress = &progress;
        p = (patience){.limit = 1000000};
        shf_assert_ok(shf_jobs_do(&jobs, NULL, NULL, &error), error);
        ck_assert_double_eq(p.last, 1);
    }
}

typedef struct course {
    double last, step; /* the fraction told last; the longest step to a larger one */
    int halves, falls; /* how often half a job was under way; how often the fraction fell */
} course;

static int follow(void *context, double fraction)
{
    course *c = context;
    c->halves += fabs(fmod(fraction * N, 1) - 0.5) < 1e-9;
    c->falls += fraction < c->last;
    c->step = fmax(c->step, fraction - c->last);
    c->last = fraction;
    return 0;
}

/* The fraction that a job tells counts only where the caller says so. */
START_TEST(parts_of_jobs)
{
    for (int partial = 0; partial < 2; partial++)
        for (size_t threads = 1; threads <= 3; threads++) {
            work w;
            start(&w, N, N);
            course c = {0};
            const shf_progress progress = {follow, &c};
            const shf_jobs jobs = {.n = N,
                                   .job = job,
                                   .context = &w,
                                   .threads = threads,
                                   .partial = partial,
                                   .progress = &progress};
            ck_assert_int_eq(shf_jobs_do(&jobs, NULL, NULL, NULL), SHF_OK);
            ck_assert_int_eq(c.falls, 0);
            ck_assert_double_eq(c.last, 1);
            ck_assert_int_ge(c.halves, partial && threads == 1 ? N : 0);
            ck_assert(partial || c.halves == 0);
            if (partial && threads == 1) /* to the middle of a job, and to its end */
                shf_assert_close(c.step, 0.5 / N, 0, 1e-12);
        }
}

SHF_TEST_MAIN("common/jobs", each_job_is_done_once, the_last_can_be_the_first, the_first_failure_is_kept,
              interruption, parts_of_jobs)
