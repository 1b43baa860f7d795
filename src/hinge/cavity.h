/* The per-sample (dynamical cavity) theory of finite size, docs/cavity.md. */
#ifndef SHF_HINGE_CAVITY_H
#define SHF_HINGE_CAVITY_H

#include "hinge/finite_size.h"
#include "hinge/run.h"
#include <shallowflow/onset.h>

/** Settings: training samples that represent the training set, fineness of the time grid (1 is the default).
 */
typedef struct shf_cavity_settings {
    size_t samples;
    double resolution;
} shf_cavity_settings;

/** The states at the times of `run` (>= 0), of which it uses neither solver nor t_end, with
 * `settings.samples` samples. Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC, SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED. */
shf_status shf_cavity_run(const shf_finite_size_model *model, shf_cavity_settings settings,
                          shf_hinge_run *run, shf_finite_size_state *state, shf_error *error);

/** The same, and once more with half the samples: run->info.estimated_error is the largest relative
 * difference of error_test, f_U and V_perp over the times at which f_U > 0.01. */
shf_status shf_cavity_states(const shf_finite_size_model *model, shf_cavity_settings settings,
                             shf_hinge_run *run, shf_finite_size_state *state, shf_error *error);

#endif
