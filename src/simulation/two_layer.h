/* A two-layer network at work: forward and backward passes as matrix products over blocks of samples. */
#ifndef SHF_SIMULATION_TWO_LAYER_H
#define SHF_SIMULATION_TWO_LAYER_H

#include "common/arena.h"
#include <shallowflow/activation.h>

/** Samples that are evaluated at once. */
enum { SHF_TWO_LAYER_ROWS = 512 };

/** f(x) = sum_i share_i a_i sigma(w_i.x), with sums over samples of residual times derivative. */
typedef struct shf_two_layer {
    const shf_choice *activation;
    size_t m, d;
    double *share;      /**< of each node in the output */
    double *a, *w;      /**< m, m x d */
    double *ga, *gw;    /**< sums of r sigma(z_i), and of r sigma'(z_i) x */
    double *z, *slope;  /**< rows x m: sigma and sigma' */
    double *f;          /**< outputs of the block */
    size_t evaluations; /**< on one sample each */
} shf_two_layer;

/** Takes the arrays from `arena`, whose status tells whether there are all. */
void shf_two_layer_make(shf_two_layer *net, const shf_choice *activation, size_t m, size_t d,
                        shf_arena *arena);

/** Outputs f, z and slope of n <= SHF_TWO_LAYER_ROWS samples. */
void shf_two_layer_forward(shf_two_layer *net, size_t n, const double *x);

/** Adds the block of the last forward pass with its residuals r to ga and gw, which it empties before if
 * `first`. */
void shf_two_layer_backward(shf_two_layer *net, size_t n, const double *x, const double *r, int first);

#endif
