/* One network of timescales.h in training. */
#ifndef SHF_SIMULATION_TIMESCALES_NET_H
#define SHF_SIMULATION_TIMESCALES_NET_H

#include "simulation/control_variate.h"
#include <shallowflow/timescales_simulation.h>

/** Rows that are evaluated at once. */
enum { SHF_TIMESCALES_NET_ROWS = 512 };

typedef struct shf_timescales_net {
    const shf_timescales_params *params;
    const shf_timescales_training *training;
    uint64_t seed; /**< of the samples of this run */
    size_t m, d;
    double *a, *w, *u;       /**< weights of the outputs, of the neurons, m x d directions */
    double *x, *y;           /**< a block of samples; for gd all N */
    double *z, *slope;       /**< rows x m */
    double *error;           /**< y - f of the rows */
    double *ga, *gu;         /**< sums over samples */
    double *test, *residual; /**< test samples; phi - f on them */
    double *work;            /**< of the size of the test set */
    shf_progress pause;      /**< asked before each block of rows whether to give up; report may be NULL */
    shf_control_variate control_variate;
    size_t updates, evaluations;
} shf_timescales_net;

/** The initial network of the parameters and the samples of one run.  To be freed also after an error.
 *  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC. */
shf_status shf_timescales_net_make(shf_timescales_net *net, const shf_timescales_params *params,
                                   const shf_timescales_training *training, uint64_t seed, shf_error *error);
void shf_timescales_net_free(shf_timescales_net *net);

/** One update, (T.18).  Errors: SHF_ERR_NUMERIC, SHF_ERR_INTERRUPTED (without a message). */
shf_status shf_timescales_net_update(shf_timescales_net *net, shf_error *error);

/** Fills values[3 + degrees + 6 ...]: risk, rho_0..rho_{degrees-1}, training loss, moments of a and s; and
 * the sampling errors of risk and rho.  Errors: SHF_ERR_INTERRUPTED (without a message). */
shf_status shf_timescales_net_observe(shf_timescales_net *net, size_t degrees, double *values,
                                      double *errors);

#endif
