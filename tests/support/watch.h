/* Watches a file that a computation replaces now and then, from its progress function. */
#ifndef SHF_TESTS_SUPPORT_WATCH_H
#define SHF_TESTS_SUPPORT_WATCH_H

#include <shallowflow/solver.h>
#include <support/folder.h>
#include <support/test.h>
#include <time.h>

/** `path` and `wait` are set before the run, and shf_watch_begin is called. */
typedef struct shf_watch {
    const char *path;
    double wait; /**< how long each call takes, in seconds */
    int calls, writes;
    double longest; /**< time between two calls */
    double begin, last;
    struct stat file;
} shf_watch;

static inline double shf_watch_seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline void shf_watch_begin(shf_watch *w)
{
    w->begin = w->last = shf_watch_seconds();
}

/** The progress function. */
static inline int shf_watch_report(void *context, double fraction)
{
    shf_watch *w = context;
    struct stat file;
    ck_assert(fraction >= 0 && fraction <= 1);
    if (stat(w->path, &file) == 0 &&
        (w->writes == 0 || file.st_ino != w->file.st_ino || file.st_mtim.tv_sec != w->file.st_mtim.tv_sec ||
         file.st_mtim.tv_nsec != w->file.st_mtim.tv_nsec)) {
        w->file = file;
        w->writes++;
    }
    (void)nanosleep(&(struct timespec){.tv_nsec = (long)(1e9 * w->wait)}, NULL);
    double now = shf_watch_seconds();
    w->longest = fmax(w->longest, now - w->last);
    w->last = now;
    w->calls++;
    return 0;
}

/** Asserts that the file was replaced every `every` seconds from the beginning on, at the next occasion: an
 * occasion comes with each call.  `delay` is how much later it may be for other reasons.  What is written
 * after the last call is not seen, nor is the first of two writes between two calls. */
static inline void shf_watch_check(const shf_watch *w, double every, double delay)
{
    double elapsed = w->last - w->begin;
    ck_assert_int_gt(w->calls, 2);
    shf_assert_below(w->writes, elapsed / every);
    shf_assert_below(elapsed / (every + w->longest + delay) - 2, w->writes);
}

#endif
