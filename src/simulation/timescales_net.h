/* One network of timescales.h in training. */
#ifndef SHF_SIMULATION_TIMESCALES_NET_H
#define SHF_SIMULATION_TIMESCALES_NET_H

#include "simulation/control_variate.h"
#include "simulation/trainer.h"
#include <shallowflow/timescales_simulation.h>

/** What is measured: the columns of a row before and behind the residuals rho_k. */
#define SHF_TIMESCALES_RISK_COLUMNS(C, S) C(S, risk, "", "population risk, label noise included")
#define SHF_TIMESCALES_WEIGHT_COLUMNS(C, S)            \
    C(S, train, "", "mean loss over the training set") \
    C(S, mean_a, "", "mean of a_i")                    \
    C(S, rms_a, "", "root mean square of a_i")         \
    C(S, max_a, "", "largest |a_i|")                   \
    C(S, mean_s, "", "mean of s_i")                    \
    C(S, rms_s, "", "root mean square of s_i")         \
    C(S, max_s, "", "largest |s_i|")

typedef struct shf_timescales_risk {
    SHF_TIMESCALES_RISK_COLUMNS(SHF_COLUMN_FIELD, )
} shf_timescales_risk;

typedef struct shf_timescales_weights {
    SHF_TIMESCALES_WEIGHT_COLUMNS(SHF_COLUMN_FIELD, )
} shf_timescales_weights;

typedef struct shf_timescales_net {
    const shf_timescales_params *params;
    const shf_timescales_training *training;
    shf_optimiser optimiser;
    uint64_t seed; /**< of the samples of this run */
    shf_trainer trainer;
    double *x, *y;           /**< of gd: the samples; labels of a block otherwise */
    double *test, *residual; /**< test samples; phi - f on them, and other outputs */
    double *work;            /**< of the size of the test set */
    shf_control_variate control_variate;
    shf_arena arena; /**< of the arrays */
} shf_timescales_net;

/** The initial network of the parameters and the samples of one run.  To be freed also after an error.
 *  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC. */
shf_status shf_timescales_net_make(shf_timescales_net *net, const shf_timescales_params *params,
                                   const shf_timescales_training *training, uint64_t seed, shf_error *error);
void shf_timescales_net_free(shf_timescales_net *net);

/** One update, (T.18).  Errors: SHF_ERR_NUMERIC, SHF_ERR_INTERRUPTED (without a message). */
shf_status shf_timescales_net_update(shf_timescales_net *net, shf_error *error);

/** Fills `values`: risk, rho_0..rho_{degrees-1}, then a shf_timescales_weights; and `errors` with the
 * sampling errors of risk and rho.  Errors: SHF_ERR_INTERRUPTED (without a message). */
shf_status shf_timescales_net_observe(shf_timescales_net *net, size_t degrees, double *values,
                                      double *errors);

#endif
