/* Direct training of the network of dmft.h, and of its Gaussian surrogate: what that theory is held against.
 *
 * The network f(x) = (1/m) sum_i a_i sigma(<w_i,x>), |w_i| = 1, is trained on n = alpha m d samples x ~ N(0,
 * I_d), y = phi(x_1) + tau z by projected gradient descent, full batch or minibatch; one update takes the
 * time 1/substeps in the unit of the theory, whose gradient flow is the limit of many substeps.  In the
 * surrogate, for which the theory is exact as d grows, sigma(<w,x>) of each sample is replaced by a Gaussian
 * random function of w of the same covariance.  Equation numbers (D.n) are those of docs/dmft.md.
 *
 * A run is a function of its parameters and its seed alone, whatever the number of threads.
 */
#ifndef SHALLOWFLOW_DMFT_SIMULATION_H
#define SHALLOWFLOW_DMFT_SIMULATION_H

#include <shallowflow/dmft.h>

SHF_BEGIN_C

/** gd: every update uses all n samples; sgd: `batch` of them; surrogate: all, of the Gaussian surrogate. */
enum { SHF_DMFT_GD, SHF_DMFT_SGD, SHF_DMFT_SURROGATE };

/** How to train, and how often. */
#define SHF_DMFT_TRAINING_PARAMS(P, S)                                                                     \
    P(S, choice, dynamics, "dynamics", SHF_CHOICE(SHF_DMFT_GD), "gd|sgd|surrogate", "",                    \
      "full-batch or minibatch descent of the network, or full-batch descent of its Gaussian surrogate")   \
    P(S, count, d, "d", 200, "[2, 1e7]", "", "dimension of the inputs")                                    \
    P(S, real, substeps, "substeps", 20.0, "[1e-6, 1e12]", "",                                             \
      "updates for each unit of time; the rate of one is alpha m / substeps")                              \
    P(S, count, batch, "batch", 100, "[1, 1e9]", "",                                                       \
      "samples of each update of sgd, drawn without "                                                      \
      "replacement until all are used")                                                                    \
    P(S, count, runs, "runs", 10, "[1, 1e6]", "", "number of runs, each with its own network and samples") \
    P(S, seed, seed, "seed", 1, "[0, 18446744073709551615]", "", "seed of the first run; run k uses seed + k")

typedef struct shf_dmft_training {
    SHF_DMFT_TRAINING_PARAMS(SHF_ROW_FIELD, )
} shf_dmft_training;

/** How to compute: nothing here changes a result. */
#define SHF_DMFT_CONTROL_PARAMS(P, S)                                                                    \
    P(S, count, threads, "threads", 0, "[0, 1024]", "", "number of threads; 0 means all of the machine") \
    P(S, real, memory, "memory", 1000.0, "[1e-3, 1e9]", "MB", "most memory for the samples of one run")  \
    P(S, text, checkpoint, "checkpoint", NULL, "FILE", "",                                               \
      "keep the finished runs there, and go on from them if it exists; removed when all are done")

typedef struct shf_dmft_control {
    SHF_DMFT_CONTROL_PARAMS(SHF_ROW_FIELD, )
} shf_dmft_control;

/** Defaults and tables of the two structs. */
SHF_DECLARE_PARAMS(shf_dmft_training, shf_dmft_training);
SHF_DECLARE_PARAMS(shf_dmft_control, shf_dmft_control);

/** Trains the ensemble.  Columns: t (of the update nearest to the one asked for), then means over the runs of
 *  a (mean of a_i), v (mean of <w_i,u>), e_train, e_test (exact for Gaussian inputs, (D.47)), Co_tt, Cd_t0,
 * Co_t0 (means of <w_i(t),w_j(t)> over i != j, <w_i(t),w_i(0)> over i, <w_i(t),w_j(0)> over i != j; NaN for m
 * = 1), then their standard errors, with _se behind the name (NaN for a single run).  The single result n is
 * the number of samples, alpha m d rounded.  `control`, `progress`, `info` may be NULL.
 *
 *  poly: coefficients H_k mean sigma = sum_k sqrt(H_k) h_k.  The surrogate needs a polynomial activation and
 *  target of degree 3 at most.
 *
 *  SHF_ERR_INTERRUPTED leaves the rows that are done: those of the complete runs or, if there are none, the
 *  rows that all runs under way have reached.  On SHF_OK, and then, *table belongs to the caller; otherwise
 * it is NULL.  Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC (the weights diverge: too few substeps),
 * SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED. */
SHF_API shf_status shf_dmft_simulate(const shf_dmft_params *params, const shf_dmft_training *training,
                                     const shf_grid *grid, const shf_dmft_control *control,
                                     const shf_progress *progress, shf_table **table, shf_info *info,
                                     shf_error *error);

SHF_END_C
#endif
