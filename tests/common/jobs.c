/* Independent jobs: each is done once, sums, the first failure, interruption, jobs within jobs. */
#include "common/jobs.h"
#include "common/checkpoint.h"
#include "common/report.h"
#include "support/folder.h"
#include "support/test.h"
#include <math.h>
#include <shallowflow/hinge.h>
#include <shallowflow/table.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

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

/* ---- what is kept ---- */

typedef struct kept {
    double value[6];
    int calls, stop_at; /* the call at which the progress says stop */
} kept;

static shf_status square(void *context, size_t k, const shf_progress *progress, shf_info *info,
                         shf_error *error)
{
    kept *s = context;
    (void)progress, (void)error;
    s->value[2 * k] = (double)k, s->value[2 * k + 1] = (double)(k * k);
    info->steps = 10, info->estimated_error = 0.1 * (double)k;
    s->calls++;
    return SHF_OK;
}

static int stop_after(void *context, double fraction)
{
    const kept *s = context;
    (void)fraction;
    return s->calls >= s->stop_at;
}

/* Three jobs, stopped after one; then the same again does the other two, counts all, and the file is gone.  A
 * file with flags that are none, or of other parameters, is refused. */
START_TEST(finished_jobs_are_kept)
{
    shf_enter_folder();
    shf_hinge_params params = shf_hinge_params_default();
    const shf_identity_part part = {&shf_hinge_params_table, &params};
    kept s = {.stop_at = 1};
    const shf_progress progress = {stop_after, &s};
    const shf_jobs_store store = {s.value, 2, "state", 1e9, &part, 1};
    const shf_jobs jobs = {.n = 3,
                           .job = square,
                           .context = &s,
                           .threads = 1,
                           .progress = &progress,
                           .noun = "squares",
                           .store = &store};
    int done[3];
    shf_info info;
    shf_error error;
    shf_assert_fails(shf_jobs_do(&jobs, done, &info, &error), SHF_ERR_INTERRUPTED, error,
                     "interrupted after 1 squares");
    ck_assert(done[0] && !done[1] && !done[2] && access("state", F_OK) == 0);
    memset(s.value, 0, sizeof s.value);
    s.stop_at = 100;
    params.d = 7;
    shf_assert_fails(shf_jobs_do(&jobs, done, &info, &error), SHF_ERR_FILE, error,
                     "was made with d = 100, now d = 7");
    params.d = 100;
    ck_assert_int_eq(s.calls, 1);
    shf_assert_ok(shf_jobs_do(&jobs, done, &info, &error), error);
    ck_assert_int_eq(s.calls, 3);
    ck_assert(done[0] && done[1] && done[2] && access("state", F_OK) != 0);
    ck_assert(s.value[1] == 0 && s.value[3] == 1 && s.value[5] == 4);
    ck_assert_uint_eq(info.steps, 30);
    shf_assert_close(info.estimated_error, 0.2, SHF_ROUND(4), 0);
}

SHF_TEST_MAIN("common/jobs", each_job_is_done_once, the_last_can_be_the_first, the_first_failure_is_kept,
              interruption, parts_of_jobs, finished_jobs_are_kept)
