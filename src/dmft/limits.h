/* The limits of wide networks: each fills the columns of a path at given times. */
#ifndef SHF_DMFT_LIMITS_H
#define SHF_DMFT_LIMITS_H

#include "dmft/curve.h"

typedef struct shf_limit {
    const shf_dmft_model *model;
    const shf_dmft_solver *solver;
    const double *t; /**< n increasing times */
    size_t n;
    const shf_progress *progress;
    shf_info *info; /**< steps and evaluations are added */
} shf_limit;

/** The values at t[j].  `resolution` is the relative accuracy aimed at,
 * `level` counts the runs: each has twice as many points of the spectrum as the one before. Errors:
 * SHF_ERR_MEMORY, SHF_ERR_NUMERIC, SHF_ERR_INTERRUPTED. */
typedef shf_status (*shf_limit_curve)(const shf_limit *limit, double resolution, int level,
                                      shf_dmft_point *value, shf_error *error);

shf_status shf_limit_mean_field(const shf_limit *limit, double resolution, int level, shf_dmft_point *value,
                                shf_error *error);
shf_status shf_limit_linear(const shf_limit *limit, double resolution, int level, shf_dmft_point *value,
                            shf_error *error);
shf_status shf_limit_lazy(const shf_limit *limit, double resolution, int level, shf_dmft_point *value,
                          shf_error *error);
shf_status shf_limit_lazy_late(const shf_limit *limit, double resolution, int level, shf_dmft_point *value,
                               shf_error *error);
shf_status shf_limit_pure_noise(const shf_limit *limit, double resolution, int level, shf_dmft_point *value,
                                shf_error *error);
shf_status shf_limit_sqrt_m(const shf_limit *limit, double resolution, int level, shf_dmft_point *value,
                            shf_error *error);

/** A_inf, (D.39); NaN unless h~ is a single power. */
double shf_limit_slope(const shf_dmft_model *model);

#endif
