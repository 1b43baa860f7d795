/* Output times, solver settings and what a solver reports about its own run: shared by all theories. */
#ifndef SHALLOWFLOW_SOLVER_H
#define SHALLOWFLOW_SOLVER_H

#include <shallowflow/params.h>

SHF_BEGIN_C

/** Spacing of output times. */
enum { SHF_GRID_LOG, SHF_GRID_LINEAR };

/** Output times. */
#define SHF_GRID_PARAMS(P, S)                                                                             \
    P(S, real, t_max, "t-max", 400.0, "(0, 1e300]", "step", "last output time")                           \
    P(S, real, t_min, "t-min", 0.0, "[0, 1e300]", "step",                                                 \
      "first output time; 0 means t-max/10000 on a log grid and 0 on a linear one")                       \
    P(S, count, points, "points", 200, "[2, 1e7]", "", "number of output times, ends included")           \
    P(S, choice, grid, "grid", SHF_CHOICE(SHF_GRID_LOG), "log|linear", "", "spacing of the output times") \
    P(S, list, times, "times", SHF_EMPTY_LIST, "[0, 1e300]", "step",                                      \
      "increasing output times, instead of the grid")

typedef struct shf_grid {
    SHF_GRID_PARAMS(SHF_ROW_FIELD, )
} shf_grid;

/** Default and table of the output times. */
SHF_DECLARE_PARAMS(shf_grid, shf_grid);

/** The output times of a grid: `*t` is an array of `*n` increasing numbers, to be freed by the caller.
 *  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY. */
SHF_API shf_status shf_grid_times(const shf_grid *grid, double **t, size_t *n, shf_error *error);

/** Accuracy of a solver. */
#define SHF_SOLVER_PARAMS(P, S)                                                                \
    P(S, real, rtol, "rtol", 1e-9, "[1e-15, 0.1]", "", "relative tolerance of the integrator") \
    P(S, real, atol, "atol", 1e-12, "[0, 0.1]", "", "absolute tolerance of the integrator")    \
    P(S, count, max_steps, "max-steps", 1000000, "[1, 1e12]", "", "most integrator steps before giving up")

typedef struct shf_solver {
    SHF_SOLVER_PARAMS(SHF_ROW_FIELD, )
} shf_solver;

/** What a solver did. */
typedef struct shf_info {
    size_t steps;           /**< accepted integrator steps */
    size_t evaluations;     /**< right-hand sides */
    double estimated_error; /**< largest estimated relative error of the state; NaN if not estimated */
    const char *method;     /**< integrator, such as "CVODE Adams"; static text */
} shf_info;

/** Called now and then with the finished fraction in [0,1]; a non-zero return asks the solver to stop, which
 *  then returns SHF_ERR_INTERRUPTED together with the rows finished so far. */
typedef struct shf_progress {
    int (*report)(void *context, double fraction); /**< may be NULL */
    void *context;                                 /**< handed to it */
} shf_progress;

SHF_END_C
#endif
