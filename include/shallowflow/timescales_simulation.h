/* Direct training of the network of timescales.h: what that theory is held against.
 *
 * The network f(x) = sum_i w_i a_i sigma(<u_i,x>), w_i = 1/m, is trained on samples x ~ N(0, I_d), y =
 * phi(x_1) + tau z by stochastic or full-batch gradient descent; after each update every u_i is normalised.
 * One update takes the time 1/substeps: t = n/substeps.  Equation numbers (T.n) are those of
 * docs/timescales.md.
 *
 * A run is a function of its parameters and its seed alone, whatever the number of threads.
 */
#ifndef SHALLOWFLOW_TIMESCALES_SIMULATION_H
#define SHALLOWFLOW_TIMESCALES_SIMULATION_H

#include <shallowflow/optimiser.h>
#include <shallowflow/timescales.h>

SHF_BEGIN_C

/** sgd: every update uses `batch` fresh samples; gd: every update uses the same N samples. */
enum { SHF_TRAINING_SGD, SHF_TRAINING_GD };

/** How to train, how often, and the optimiser: minibatches are of the N samples of gd. */
#define SHF_TIMESCALES_TRAINING_PARAMS(P, S)                                                             \
    P(S, choice, dynamics, "dynamics", SHF_CHOICE(SHF_TRAINING_SGD), "sgd|gd", "",                       \
      "one pass over fresh samples, or gradient descent on a fixed training set")                        \
    P(S, real, substeps, "substeps", 2000.0, "[1e-3, 1e12]", "", "updates for each unit of time")        \
    P(S, count, batch, "batch", 256, "[1, 1e7]", "", "samples of each update of sgd")                    \
    P(S, count, N, "N", 20000, "[1, 1e8]", "", "training samples of gd")                                 \
    P(S, count, test_size, "test-size", 10000, "[100, 1e8]", "",                                         \
      "fresh samples on which the risk is estimated")                                                    \
    P(S, count, runs, "runs", 3, "[1, 1e6]", "",                                                         \
      "number of runs: the same initial network, different samples, of seed + k in run k")               \
    P(S, count, threads, "threads", 0, "[0, 1024]", "", "number of threads; 0 means all of the machine") \
    SHF_OPTIMISER_PARAMS(P, S)                                                                           \
    P(S, real, weight_decay, "weight-decay", 0.0, "[0, 1e6]", "",                                        \
      "lambda: output weights fall at the rate lambda/epsilon besides; directions keep their length")

typedef struct shf_timescales_training {
    SHF_TIMESCALES_TRAINING_PARAMS(SHF_ROW_FIELD, )
} shf_timescales_training;

/** Problem and output times with the defaults of a run that takes seconds: epsilon = 0.05, 30 times from
 * 0.005 to 2 (a step of gradient descent must be small against epsilon). */
SHF_DECLARE_PARAMS(shf_timescales_params, shf_timescales_simulation_params);
SHF_DECLARE_PARAMS(shf_grid, shf_timescales_simulation_grid);

/** Default and table of the training. */
SHF_DECLARE_PARAMS(shf_timescales_training, shf_timescales_training);

/** Trains the ensemble.  Columns: t (of the update nearest to the one asked for), risk, rho_0.. of the
 * degrees that occur in the target, train (mean loss over the training set; NaN for sgd), mean_a rms_a max_a
 * mean_s rms_s max_s, then the standard error of the mean over the runs of each of these, with _se behind the
 * name; a single run has the error of its test set for risk and rho_k, NaN for the rest.  The functions are
 * the whole activation and target, not cut off at params->modes.  `progress`, `info` may be NULL.  On SHF_OK,
 * and on SHF_ERR_INTERRUPTED if a run was finished, *table belongs to the caller; otherwise it is NULL.
 *  Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC (the weights diverge: too few substeps), SHF_ERR_MEMORY,
 * SHF_ERR_INTERRUPTED. */
SHF_API shf_status shf_timescales_simulate(const shf_timescales_params *params,
                                           const shf_timescales_training *training, const shf_grid *grid,
                                           const shf_progress *progress, shf_table **table, shf_info *info,
                                           shf_error *error);

SHF_END_C
#endif
