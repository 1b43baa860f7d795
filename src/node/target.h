/* What is to be learnt: loss and label rule, averaged over the label of a sample of field value c = alpha F.
 */
#ifndef SHF_NODE_TARGET_H
#define SHF_NODE_TARGET_H

#include "common/loss.h"
#include <shallowflow/node.h>

enum { SHF_NODE_STRIPES_MAX = SHF_CHOICE_MAX + 1 };

/** Loss and label rule of a model.  Interval i of the label rule lies between edge[i-1] and edge[i] and has
 * the label sign[i], flipped with probability flip[i]. */
typedef struct shf_node_target {
    shf_loss loss;
    size_t n_edges;
    double edge[SHF_NODE_STRIPES_MAX];
    double sign[SHF_NODE_STRIPES_MAX], flip[SHF_NODE_STRIPES_MAX];
} shf_node_target;

void shf_node_target_init(shf_node_target *target, const shf_node_params *params);

/** Averages over y in interval i at c = alpha F: E l(y c), E g(y c) y, E l''(y c), P(y c < h) (for the hinge
 * E g(y c)). */
shf_loss_terms shf_node_target_terms(const shf_node_target *target, size_t i, double c);

/** 0 if c has the sign of the unflipped label, 1 if the other, 1/2 at c = 0. */
double shf_node_target_error(const shf_node_target *target, size_t i, double c);

#endif
