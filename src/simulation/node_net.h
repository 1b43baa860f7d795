/* One network of node.h in training: start, samples, measurements. */
#ifndef SHF_SIMULATION_NODE_NET_H
#define SHF_SIMULATION_NODE_NET_H

#include "simulation/data_source.h"
#include "simulation/trainer.h"
#include <shallowflow/node_simulation.h>

/** What is measured besides F at the projections and f_U, in this order. */
#define SHF_NODE_OBSERVABLES(C, S)                                                            \
    C(S, loss, "", "training loss, divided by alpha^2")                                       \
    C(S, error, "", "fraction of test samples with the wrong sign; F = 0 counts one half")    \
    C(S, a, "", "mean of a over the nodes")                                                   \
    C(S, a2, "", "mean of a^2")                                                               \
    C(S, w_par, "", "mean of w_par")                                                          \
    C(S, w_par2, "", "mean of w_par^2")                                                       \
    C(S, a_w_par, "", "mean of a w_par")                                                      \
    C(S, V_par, "", "(1/M) sum a_i w_par_i; equals a_w_par")                                  \
    C(S, rho, "", "mean of |w_perp|")                                                         \
    C(S, rho2, "", "mean of |w_perp|^2")                                                      \
    C(S, error_train, "", "fraction of training samples with the wrong sign, flips included") \
    C(S, loss_test, "", "loss of test samples, an average over their flips, divided by alpha^2")

typedef struct shf_node_observables {
    SHF_NODE_OBSERVABLES(SHF_COLUMN_FIELD, )
} shf_node_observables;

/** Most x_perp over which a field is averaged. */
enum { SHF_NODE_FIELD_SAMPLES = 1000 };

typedef struct shf_node_net {
    const shf_node_experiment *experiment;
    shf_list projections;
    shf_trainer trainer;
    shf_hinge_samples train, test;
    double *teacher;                 /**< d numbers, norm 1 */
    double *f0, *f0_test, *f0_field; /**< outputs at t = 0 */
    double *output;                  /**< as many as the largest of them */
    double *field;                   /**< a block of inputs at a projection */
    shf_arena arena;
} shf_node_net;

/** The network and the samples of a run; `source` NULL: from the laws.  To be freed also after an error.
 *  Errors: SHF_ERR_MEMORY, SHF_ERR_VALUE (data files), SHF_ERR_INTERRUPTED. */
shf_status shf_node_net_make(shf_node_net *net, const shf_node_experiment *experiment,
                             const shf_list *projections, const shf_data_source *source, uint64_t seed,
                             const shf_progress *progress, shf_error *error);
void shf_node_net_free(shf_node_net *net);

/** Fills F at the projections, f_U for losses with a margin, and a shf_node_observables.  Errors:
 * SHF_ERR_INTERRUPTED (without a message). */
shf_status shf_node_net_observe(shf_node_net *net, double *values);

#endif
