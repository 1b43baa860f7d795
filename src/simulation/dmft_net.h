/* One network of dmft.h in training. */
#ifndef SHF_SIMULATION_DMFT_NET_H
#define SHF_SIMULATION_DMFT_NET_H

#include "simulation/dmft_force.h"
#include "simulation/optimiser.h"
#include <shallowflow/table.h>

/** What is measured: the columns of a row. */
#define SHF_DMFT_OBSERVABLES(C, S)                                          \
    C(S, a, "", "mean of the output weights a_i")                           \
    C(S, v, "", "mean overlap of the neurons with the target direction")    \
    C(S, e_train, "", "training error, with the factor 1/2")                \
    C(S, e_test, "", "test error, with the factor 1/2 and the label noise") \
    C(S, Co_tt, "", "mean overlap of two neurons; nan: there is only one")  \
    C(S, Cd_t0, "", "mean overlap of a neuron with its start")              \
    C(S, Co_t0, "", "mean overlap of a neuron with the start of another; nan: there is none")

typedef struct shf_dmft_observables {
    SHF_DMFT_OBSERVABLES(SHF_COLUMN_FIELD, )
} shf_dmft_observables;

typedef struct shf_dmft_net {
    const shf_dmft_task *task;
    const shf_dmft_training *training;
    uint64_t seed;
    size_t n; /**< samples */
    shf_dmft_weights weights;
    double *start;                /**< w at t = 0 */
    double *sum, *work;           /**< d, m */
    shf_dmft_samples samples;     /**< of gd and sgd */
    shf_dmft_surrogate surrogate; /**< of surrogate */
    shf_minibatch minibatch;      /**< of sgd */
    shf_arena arena;              /**< of the arrays */
    size_t updates, evaluations;  /**< evaluations of the network on a sample */
} shf_dmft_net;

/** alpha m d, rounded; 0 beyond 1e15. */
size_t shf_dmft_net_samples(const shf_dmft_params *params, size_t d);

/** The start and the samples of a run.  To be freed also after an error.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_net_make(shf_dmft_net *net, const shf_dmft_task *task, const shf_dmft_training *training,
                             uint64_t seed, shf_error *error);
void shf_dmft_net_free(shf_dmft_net *net);

/** One update, (D.45).  Errors: SHF_ERR_NUMERIC. */
shf_status shf_dmft_net_update(shf_dmft_net *net, shf_error *error);

/** Measures the network as it is. */
void shf_dmft_net_observe(shf_dmft_net *net, shf_dmft_observables *values);

#endif
