/* Which samples an update takes, and at which rate. */
#ifndef SHF_SIMULATION_OPTIMISER_H
#define SHF_SIMULATION_OPTIMISER_H

#include "common/arena.h"
#include <shallowflow/optimiser.h>

/** The factor of the rates at time t. */
double shf_optimiser_factor(const shf_optimiser *optimiser, double t);

/** Samples of a minibatch. */
typedef struct shf_minibatch {
    int kind; /**< SHF_MINIBATCH_... */
    size_t n, batch;
    uint64_t seed;
    size_t *order, *chosen; /**< n, batch */
} shf_minibatch;

/** Takes the lists from the arena, which knows whether it had room. */
void shf_minibatch_make(shf_minibatch *minibatch, int kind, size_t n, size_t batch, uint64_t seed,
                        shf_arena *arena);

/** Fills `chosen` with the samples of an update, the first being 0: a batch of `pass` may take the last of
 * one pass and the first of the next. */
void shf_minibatch_choose(shf_minibatch *minibatch, size_t update);

#endif
