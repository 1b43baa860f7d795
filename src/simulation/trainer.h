/* The trainer of every network: samples, pulls and an optimiser move the weights, free or on the sphere. */
#ifndef SHF_SIMULATION_TRAINER_H
#define SHF_SIMULATION_TRAINER_H

#include "simulation/optimiser.h"
#include "simulation/two_layer.h"
#include <shallowflow/solver.h>

/** Where samples come from and what is wanted of the network on them. */
typedef struct shf_trainer_source {
    void *context;
    size_t n;        /**< samples of the training set */
    const double *x; /**< n x d; NULL: every update draws n others */
    /** Draws the inputs of n samples, of which `first` is the first of all the samples of a run. */
    void (*draw)(void *context, uint64_t first, size_t n, double *x);
    /** -dl/df of n samples with outputs f: those of the list `sample` or, if that is NULL, from `first` on.
     */
    void (*pull)(void *context, const size_t *sample, size_t first, size_t n, const double *f, double *r);
} shf_trainer_source;

/** How the weights move: the force on one is the mean over samples of pull times derivative. */
typedef struct shf_trainer_rates {
    double time_a, time_w; /**< time scales of the layers, on which the forces act; INFINITY: none moves */
    double decay;          /**< of weights, in units of a and w; on the sphere only of the output weights */
    double substeps;       /**< updates for each unit of time */
    int sphere;            /**< w_i is normalised after each update */
} shf_trainer_rates;

typedef struct shf_trainer {
    shf_two_layer net;
    shf_trainer_source source;
    shf_trainer_rates rates;
    const shf_optimiser *optimiser;
    shf_minibatch minibatch;
    const shf_progress *progress; /**< asked before each block whether to stop; may be NULL */
    double *rows, *residual;      /**< a block of samples that were drawn or chosen */
    double *va, *vw;              /**< velocities; NULL without momentum */
    shf_arena arena;
    size_t updates;
} shf_trainer;

/** A trainer with all its memory; weights and shares are to be filled in, and `progress` may be.  To be freed
 * also after an error.  Errors: SHF_ERR_MEMORY. */
typedef struct shf_trainer_config {
    const shf_choice *activation;
    size_t m, d;
    shf_trainer_source source;
    shf_trainer_rates rates;
    const shf_optimiser *optimiser; /**< valid for source.n samples */
    uint64_t seed;                  /**< of the choice of samples */
} shf_trainer_config;
shf_status shf_trainer_make(shf_trainer *trainer, const shf_trainer_config *config, shf_error *error);
void shf_trainer_free(shf_trainer *trainer);

/** One update.  Errors: SHF_ERR_NUMERIC, SHF_ERR_INTERRUPTED (without a message). */
shf_status shf_trainer_update(shf_trainer *trainer, shf_error *error);

/** Sums over the samples of an update, into net.ga and net.gw; their number.  SHF_ERR_INTERRUPTED likewise.
 */
shf_status shf_trainer_gradient(shf_trainer *trainer, size_t *count);

/** Outputs of n samples x, net->d numbers each.  Errors: SHF_ERR_INTERRUPTED (without a message). */
shf_status shf_trainer_outputs(shf_trainer *trainer, size_t n, const double *x, double *f);

#endif
