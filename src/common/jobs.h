/* Independent jobs on several threads. */
#ifndef SHF_COMMON_JOBS_H
#define SHF_COMMON_JOBS_H

#include <shallowflow/solver.h>

/** Tells the progress and asks whether to stop: 0 to go on.  `progress` and its function may be NULL. */
static inline int shf_stop(const shf_progress *progress, double fraction)
{
    return progress && progress->report ? progress->report(progress->context, fraction) : 0;
}

/** Job k < n.  It hands `progress` to its solver, adds to `info` what it did, and may be called by several
 * threads at once.  An own failure, or SHF_ERR_INTERRUPTED when it is told to stop. */
typedef shf_status (*shf_job)(void *context, size_t k, const shf_progress *progress, shf_info *info,
                              shf_error *error);

/** What finished jobs leave, and where it is kept, so that an interrupted computation goes on from there. */
typedef struct shf_jobs_store {
    double *result; /**< `width` numbers of each job, which it fills; those of jobs done earlier are read */
    size_t width;
    const char *path; /**< of the checkpoint; NULL: none */
    double every;     /**< seconds between two writes of it */
    /** What the results depend on besides the version: n_parts tables with their structs. */
    const struct shf_identity_part *part;
    size_t n_parts;
} shf_jobs_store;

/** Jobs that do not depend on each other. */
typedef struct shf_jobs {
    size_t n;       /**< how many */
    shf_job job;    /**< what to do */
    void *context;  /**< handed to each */
    size_t threads; /**< 0: all of the machine */
    int last_first; /**< begin with job n - 1 (the longest, say) */
    int partial;    /**< each job tells how much of it is done, and that counts; otherwise ends of jobs do */
    const shf_progress
        *progress;    /**< told the finished fraction of all, by one thread at a time; may be NULL */
    const char *noun; /**< "interrupted after 3 NOUN"; NULL: plain words */
    const shf_jobs_store *store; /**< NULL: nothing is kept */
} shf_jobs;

/** Does all jobs, as many at once as there are threads.  After a failure no further job begins and those
 * under way are told to stop; of several failures that of the first job is returned, so that it does not
 * depend on the threads. `info` receives sums of steps and evaluations and the largest error estimate (NaN:
 * none has one); `done`, n flags, which jobs came to their end (may be NULL).  With a store, jobs that are
 * done already are not done again; its file is written now and then, after an interruption or failure, and
 * removed when all are done.  Errors besides: those of checkpoints. */
shf_status shf_jobs_do(const shf_jobs *jobs, int *done, shf_info *info, shf_error *error);

#endif
