/* One integration of one model through given times. */
#ifndef SHF_TIMESCALES_RUN_H
#define SHF_TIMESCALES_RUN_H

#include "timescales/events.h"

typedef struct shf_timescales_run {
    shf_timescales_system system;
    shf_timescales_events watch;
    size_t columns; /**< of a row: t, risk, rho_k, six moments of a and s, R_k, then a_i, s_i */
    size_t neurons; /**< how many a_i, s_i there are */
    size_t n, done; /**< rows asked for and finished */
    double *rows;
    double *state;
} shf_timescales_run;

/** Columns of the moments of a and s in a row: they follow t, risk and the rho_k. */
#define SHF_TIMESCALES_RUN_MOMENTS(X)   \
    X(mean_a, "mean of a_i")            \
    X(rms_a, "root mean square of a_i") \
    X(max_a, "largest |a_i|")           \
    X(mean_s, "mean of s_i")            \
    X(rms_s, "root mean square of s_i") \
    X(max_s, "largest |s_i|")

/** Integrates through the times; to be freed with shf_timescales_run_free, also after an error.  Errors: as
 * shf_hinge_solve; after SHF_ERR_INTERRUPTED the first `done` rows are valid. */
shf_status shf_timescales_run_make(shf_timescales_run *run, const shf_timescales_model *model,
                                   const shf_solver *solver, size_t neurons, const double *t, size_t n,
                                   const shf_progress *progress, shf_info *info, shf_error *error);

/** Integrates until every component of `wanted` (K+1 flags) is half learnt, at most to t_max; no rows. */
shf_status shf_timescales_run_until(shf_timescales_run *run, const shf_timescales_model *model,
                                    const shf_solver *solver, const int *wanted, double t_max,
                                    const shf_progress *progress, shf_info *info, shf_error *error);

void shf_timescales_run_free(shf_timescales_run *run);

#endif
