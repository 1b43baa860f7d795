/* The model behind the parameters: functions, teacher, blocks of the spectrum, initial overlaps. */
#ifndef SHF_ONLINE_MODEL_H
#define SHF_ONLINE_MODEL_H

#include "online/averages.h"
#include <shallowflow/online.h>

/** The state is a list of blocks of `width` numbers, R^b_km row by row, then Q^b_kl for k <= l; behind them
 * v_k. */
typedef struct shf_online_model {
    shf_online_params params;
    shf_online_function g, teacher;
    size_t blocks, width, n; /**< n numbers of a state */
    double *lambda, *share;  /**< of each block: eigenvalue, d_b/d */
    double *T;               /**< of each block: M x M overlaps of the teacher */
    double *start;           /**< n numbers */
} shf_online_model;

/** Fills a model; to be freed with shf_online_model_free also after an error.
 *  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY. */
shf_status shf_online_model_make(shf_online_model *model, const shf_online_params *params, shf_error *error);
void shf_online_model_free(shf_online_model *model);

/** Factor of the rates at time t. */
double shf_online_schedule(const shf_choice *schedule, double t);

#endif
