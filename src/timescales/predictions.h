/* Predictions for a model that is already made. */
#ifndef SHF_TIMESCALES_PREDICTIONS_H
#define SHF_TIMESCALES_PREDICTIONS_H

#include "timescales/model.h"

/** Mean and spread of the initial a_i that seed the linear stage, (T.10). */
typedef struct shf_seed_moments {
    double mean;   /**< <a> */
    double centre; /**< what is subtracted from a: the mean if sigma_0 is not zero */
    double spread; /**< <(a - centre)^2> */
} shf_seed_moments;

shf_seed_moments shf_scales_seed(const shf_scales_model *model);

/** shf_timescales_predict; prediction has model->K + 1 places. */
void shf_scales_predict(const shf_scales_model *model, shf_prediction *prediction);

/** shf_timescales_outer, which asks `progress` at every step, with `fraction`. */
shf_status shf_scales_outer(const shf_scales_model *model, const shf_solver *solver,
                            const shf_progress *progress, double fraction, shf_outer *outer,
                            shf_error *error);

#endif
