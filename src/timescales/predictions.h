/* Predictions for a model that is already made. */
#ifndef SHF_TIMESCALES_PREDICTIONS_H
#define SHF_TIMESCALES_PREDICTIONS_H

#include "timescales/model.h"

/** Mean and spread of the initial a_i that seed the linear stage, (T.10). */
typedef struct shf_timescales_seed_moments {
    double mean;   /**< <a> */
    double centre; /**< what is subtracted from a: the mean if sigma_0 is not zero */
    double spread; /**< <(a - centre)^2> */
} shf_timescales_seed_moments;

shf_timescales_seed_moments shf_timescales_model_seed(const shf_timescales_model *model);

/** shf_timescales_predict; prediction has model->K + 1 places. */
void shf_timescales_model_predict(const shf_timescales_model *model, shf_timescales_prediction *prediction);

/** shf_timescales_outer, which asks `progress` at every step, with `fraction`. */
shf_status shf_timescales_model_outer(const shf_timescales_model *model, const shf_solver *solver,
                                      const shf_progress *progress, double fraction,
                                      shf_timescales_outer_solution *outer, shf_error *error);

#endif
