/* Direct training of the network of node.h: what that theory is held against.
 *
 * The network f(x) = (1/M) sum_i a_i sigma(w_i.x / sqrt d) is trained on N samples with the loss (1 /
 * (alpha^2 N)) sum_mu l(alpha y_mu F(x_mu)), F(.;t) = f(.;t) - f(.;0), with any activation, loss, label rule,
 * data law and initial law of node.h, or on data from files.  One update takes the time 1/substeps.  Equation
 * numbers (S.n) are those of docs/simulation.md.
 *
 * A run is a function of its parameters and its seed alone, whatever the number of threads.
 */
#ifndef SHALLOWFLOW_NODE_SIMULATION_H
#define SHALLOWFLOW_NODE_SIMULATION_H

#include <shallowflow/node.h>
#include <shallowflow/optimiser.h>
#include <shallowflow/simulation.h>

SHF_BEGIN_C

/** The training set, what is measured, and the ensemble. */
#define SHF_NODE_TRAINING_PARAMS(P, S)                                                                    \
    P(S, count, N, "N", 10000, "[1, 1e9]", "", "number of training samples")                              \
    P(S, count, substeps, "substeps", 1, "[1, 1e6]", "", "updates for each unit of time")                 \
    P(S, count, test_size, "test-size", 2000, "[1, 1e9]", "", "number of test samples")                   \
    P(S, list, projections, "projections", SHF_EMPTY_LIST, "[-1e6, 1e6]", "",                             \
      "values of x_par at which to print the field F, averaged over x_perp; empty means -1 and 1")        \
    P(S, count, runs, "runs", 3, "[1, 1e6]", "", "number of runs, each with its own network and samples") \
    P(S, seed, seed, "seed", 1, "[0, 18446744073709551615]", "", "seed of the first run; run k uses seed + k")

typedef struct shf_node_training {
    SHF_NODE_TRAINING_PARAMS(SHF_ROW_FIELD, )
} shf_node_training;

/** How to compute: nothing here changes a result. */
#define SHF_NODE_TRAINING_CONTROL_PARAMS(P, S)                                                           \
    P(S, count, threads, "threads", 0, "[0, 1024]", "", "number of threads; 0 means all of the machine") \
    P(S, text, checkpoint, "checkpoint", NULL, "FILE", "",                                               \
      "keep the finished runs there, and go on from them if it exists; removed when all are done")

typedef struct shf_node_training_control {
    SHF_NODE_TRAINING_CONTROL_PARAMS(SHF_ROW_FIELD, )
} shf_node_training_control;

/** Defaults and tables of the two structs. */
SHF_DECLARE_PARAMS(shf_node_training, shf_node_training);
SHF_DECLARE_PARAMS(shf_node_training_control, shf_node_training_control);

/** All that an ensemble depends on. */
typedef struct shf_node_experiment {
    const shf_node_params *params;     /**< network, loss, labels, data */
    const shf_node_training *training; /**< samples and runs */
    const shf_optimiser *optimiser;    /**< NULL: full-batch gradient descent */
    const shf_simulation_file *file;   /**< data instead of those of the law, and its labels; may be NULL */
    const shf_grid *grid;              /**< output times */
    const shf_node_training_control *control; /**< may be NULL */
} shf_node_experiment;

/** Trains the ensemble.  Columns: t (of the update nearest to the one asked for); those of shf_node_solve:
 * F[x] for each projection x, over up to 1000 x_perp; f_U (losses with a margin) and loss of the training
 * set; error, of the test samples, whose labels are clean; the means over the nodes; then error_train, the
 * same of the training samples with their flips, and loss_test, that of test samples of which the share of
 * the flips is taken as an average; then the standard error of each mean over the runs, with _se behind the
 * name (NaN for a single run).
 *
 * `progress`, `info` may be NULL.  On SHF_OK, and on SHF_ERR_INTERRUPTED if there are rows, *table belongs to
 * the caller; otherwise it is NULL.  Memory of a run: its samples.  Errors: SHF_ERR_VALUE, SHF_ERR_FILE,
 * SHF_ERR_TEXT (data files, checkpoint), SHF_ERR_NUMERIC (the weights diverge), SHF_ERR_MEMORY,
 * SHF_ERR_INTERRUPTED. */
SHF_API shf_status shf_node_simulate(const shf_node_experiment *experiment, const shf_progress *progress,
                                     shf_table **table, shf_info *info, shf_error *error);

SHF_END_C
#endif
