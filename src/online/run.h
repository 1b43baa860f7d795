/* One integration of a model, and what is noticed on the way. */
#ifndef SHF_ONLINE_RUN_H
#define SHF_ONLINE_RUN_H

#include "online/system.h"

/** What the steps of the integrator show.  A plateau is a stretch on which -d log e/d log t < 0.2, after a
 * first fall and before another, over at least a factor 2 of t; the longest counts. */
typedef struct shf_online_events {
    double from, to, level;            /**< NaN: no plateau */
    double t_specialised, t_diverged;  /**< NaN: not */
    double limit;                      /**< of the error: beyond it the run diverges */
    double first, t, e, middle, slope; /**< error at the start; the last step: time, error, middle, slope */
    double begun, level_now, flattest; /**< of the stretch under way; begun = NaN: none */
    int fallen;
} shf_online_events;

typedef struct shf_online_run {
    /* what to do */
    const shf_online_model *model;
    const shf_solver *solver;
    const shf_progress *progress;
    double share;
    int overlaps; /**< columns of them */
    /* what comes of it */
    shf_online_system system;
    shf_online_events events;
    shf_table *table; /**< may be taken away */
    double *state;
    shf_info info;
} shf_online_run;

/** Integrates through n times, a row of the table each, or until the error diverges; to be freed with
 * shf_online_run_free, also after an error.  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC, SHF_ERR_INTERRUPTED. */
shf_status shf_online_run_through(shf_online_run *run, const double *t, size_t n, shf_error *error);
void shf_online_run_free(shf_online_run *run);

/** The largest factor of both rates, below `factor` = 1 at which a run to t_max diverges, at which none does:
 * by bisection to 2 %; 0 if none was found.  Errors: as above. */
shf_status shf_online_stable_factor(const shf_online_model *model, const shf_solver *solver, double t_max,
                                    const shf_progress *progress, double *factor, shf_error *error);

/** The stationary state nearest to the end of a run, by Newton's iteration, and the largest real part of the
 * eigenvalues of the linearised equations there. */
typedef struct shf_online_final {
    double e_gen, rate; /**< NaN: no such state was found */
} shf_online_final;

/** Most unknowns of that search; the averages of relu are quadratures. */
enum { SHF_ONLINE_FINAL_MAX = 300, SHF_ONLINE_FINAL_MAX_RELU = 60 };

/** Errors: SHF_ERR_MEMORY. */
shf_status shf_online_final_find(shf_online_run *run, shf_online_final *final, shf_error *error);

#endif
