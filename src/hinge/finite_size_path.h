/* The finite-size theory integrated forwards in time. */
#ifndef SHF_HINGE_FINITE_SIZE_PATH_H
#define SHF_HINGE_FINITE_SIZE_PATH_H

#include "hinge/finite_size_observe.h"
#include "hinge/run.h"

/** What to look out for on the way: root functions, and what to do at their roots (non-zero ends the run). */
typedef struct shf_finite_size_watch {
    size_t n_roots;
    void (*roots)(const shf_finite_size_model *model, const shf_finite_size_field *field, const double *y,
                  const double *dy, double *out, void *context);
    const int *directions;
    int (*event)(double t, const double *y, const shf_finite_size_field *field, const int *crossed,
                 void *context);
    void *context;
} shf_finite_size_watch;

/** Most root functions. */
enum { SHF_FS_ROOTS_MAX = 8 };

/** Integrates from the start (t = 0, shf_finite_size_start) over n increasing times t > 0 and calls `visit`
 * at each with the state; `small` is the time at which the unknowns must have their relative accuracy
 * already, `watch_from` the one from which the watch looks out.  Where training is over the network rests:
 * the times behind it are visited with that state and no unsatisfied samples.  `*end` is where the theory
 * ends because memory grows no more, NaN if it was not met. */
typedef struct shf_finite_size_plan {
    const double *t;
    size_t n;
    double small, watch_from;
    const shf_finite_size_watch *watch; /* may be NULL */
    void (*visit)(size_t k, const double *y, const shf_finite_size_field *field, void *context);
    void *context;
    const shf_progress *progress;
} shf_finite_size_plan;

shf_status shf_finite_size_follow(shf_finite_size_run *run, const shf_solver *solver,
                                  const shf_finite_size_plan *plan, double *end, shf_info *info,
                                  shf_error *error);

/** Falls through zero where training is over: less than half a sample is left that was never satisfied. */
double shf_finite_size_left(const shf_finite_size_model *model, const shf_finite_size_field *field);

/** The states at the times of a run (>= 0).
 * Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC, SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED. */
shf_status shf_finite_size_states(const shf_hinge_params *params, shf_hinge_run *times,
                                  shf_finite_size_state *state, shf_error *error);

#endif
