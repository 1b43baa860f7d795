/* One integration of one model. */
#ifndef SHF_TIMESCALES_RUN_H
#define SHF_TIMESCALES_RUN_H

#include "timescales/events.h"

typedef struct shf_timescales_run {
    /* what to do */
    const shf_timescales_model *model;
    const shf_solver *solver;
    const shf_progress *progress;
    size_t neurons; /**< how many a_i, s_i to print, at most */
    /* what comes of it */
    shf_timescales_system system;
    shf_timescales_events events;
    shf_table *table; /**< t, risk, rho_k, moments of a and s, for finite m R_k, then a_i, s_i */
    double *state;
    double *rho, *part; /**< K+1 numbers each */
    shf_info info;
} shf_timescales_run;

/** Integrates through n times, a row of the table each, which the caller may take away; to be freed with
 * shf_timescales_run_free, also after an error.  Errors: as shf_hinge_solve, but for those of the table. */
shf_status shf_timescales_run_through(shf_timescales_run *run, const double *t, size_t n, shf_error *error);

/** Integrates until every component of `wanted` (K+1 flags) is half learnt, at most to t_max; no table. */
shf_status shf_timescales_run_until(shf_timescales_run *run, const int *wanted, double t_max,
                                    shf_error *error);

void shf_timescales_run_free(shf_timescales_run *run);

#endif
