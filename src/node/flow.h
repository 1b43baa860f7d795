/* Inside a population: weights on the rows of the nodes, and the pull that they make. */
#ifndef SHF_NODE_FLOW_H
#define SHF_NODE_FLOW_H

#include "node/field.h"

/** Weights on the rows, those of the mirror images folded onto the samples: zero outside of
 * first..first+count-1. */
typedef struct shf_node_folded {
    const double *weight, *weight_x; /* weights, and these times x */
    size_t first, count;
    double lean, level; /* the sums that go with these parts of S at the mirror images */
} shf_node_folded;

/** Folds 2 * samples weights into population->folded. */
shf_node_folded shf_node_fold(const shf_node_population *population, const double *weights);

/** The weights that were folded last, without the sums of lean and level. */
shf_node_folded shf_node_folded_last(const shf_node_population *population);

/** Scalar product; a sum that cancels to rounding is zero. */
double shf_node_dot(size_t n, const double *restrict a, const double *restrict b);

/** What the weights make of the rows of one node: E[.. S], E[.. x S_mu], E[.. S_s]. */
typedef struct shf_node_pull {
    double S, S_mu, S_s;
} shf_node_pull;

shf_node_pull shf_node_pull_at(const shf_node_population *population, const shf_node_folded *folded,
                               size_t j);

#endif
