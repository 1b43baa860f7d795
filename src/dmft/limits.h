/* The limits of wide networks: each fills the columns of a path at given times. */
#ifndef SHF_DMFT_LIMITS_H
#define SHF_DMFT_LIMITS_H

#include "common/ode.h"
#include "dmft/march.h"

typedef struct shf_dmft_limit_task {
    const shf_dmft_model *model;
    const shf_dmft_solver *solver;
    const double *t; /**< n increasing times */
    size_t n;
    const shf_progress *progress;
    shf_info *info; /**< steps and evaluations are added */
} shf_dmft_limit_task;

/** The values at t[j].  `resolution` is the relative accuracy aimed at,
 * `level` counts the runs: each has twice as many points of the spectrum as the one before. Errors:
 * SHF_ERR_MEMORY, SHF_ERR_NUMERIC, SHF_ERR_INTERRUPTED. */
typedef shf_status (*shf_dmft_limit_curve)(const shf_dmft_limit_task *limit, double resolution, int level,
                                           shf_dmft_point *value, shf_error *error);

#define SHF_DMFT_LIMIT(name)                                                                         \
    shf_status shf_dmft_limit_##name(const shf_dmft_limit_task *limit, double resolution, int level, \
                                     shf_dmft_point *value, shf_error *error)

SHF_DMFT_LIMIT(mean_field);
SHF_DMFT_LIMIT(linear);
SHF_DMFT_LIMIT(lazy);
SHF_DMFT_LIMIT(lazy_late);
SHF_DMFT_LIMIT(pure_noise);
SHF_DMFT_LIMIT(sqrt_m);

/** What a limit shows of the state y of its equations. */
typedef void (*shf_dmft_limit_observer)(const void *context, const double *y, shf_dmft_point *point);

/** Integrates a limit by CVODE from the state y at t = 0; the observer is given the context of the problem.
 *  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC, SHF_ERR_INTERRUPTED. */
shf_status shf_dmft_limit_integrate(const shf_dmft_limit_task *limit, const shf_ode_problem *problem,
                                    double resolution, double *y, shf_dmft_limit_observer observe,
                                    shf_dmft_point *value, shf_error *error);

/** Bound of the time s = tau sqrt(alpha) int |a| dt^ that the spin glass of (D.38) reaches at t^: its energy
 * E is at most 2 sqrt(h~(1)), so that |a| <= |a0| + tau sqrt(alpha) E t^; a frozen a stays. */
double shf_dmft_glass_time(const shf_dmft_model *model, double t);

/** A_inf, (D.39); NaN unless h~ is a single power. */
double shf_dmft_limit_slope(const shf_dmft_model *model);

#endif
