/* Losses and labels: what a sample of field value c = alpha F contributes, averaged over its label. */
#ifndef SHF_NODE_LOSS_H
#define SHF_NODE_LOSS_H

#include <shallowflow/node.h>

enum { SHF_NODE_STRIPES_MAX = SHF_CHOICE_MAX + 1 };

/** Loss, margin and label rule of a model.  Interval i of the label rule lies between edge[i-1] and edge[i]
 * and has the label sign[i], flipped with probability flip[i]. */
typedef struct shf_node_target {
    int loss;
    double h;
    double ramp; /* width of z about h in which the pull of the hinge falls from 1 to 0 */
    size_t n_edges;
    double edge[SHF_NODE_STRIPES_MAX];
    double sign[SHF_NODE_STRIPES_MAX], flip[SHF_NODE_STRIPES_MAX];
} shf_node_target;

void shf_node_target_init(shf_node_target *target, const shf_node_params *params);

/** l(z), g(z) = -l'(z) and g'(z) (N.2).  The jump of the hinge's g is a ramp of relative width 1e-8: it moves
 * averages by 1e-16, and gives a meaning to flows that bring a whole range of x onto the margin (N.15). */
double shf_node_loss_value(const shf_node_target *target, double z);
double shf_node_loss_pull(const shf_node_target *target, double z);
double shf_node_loss_bend(const shf_node_target *target, double z);

/** Whether the loss has a margin, z = h, at which g' jumps. */
int shf_node_loss_has_margin(const shf_node_target *target);

/** Averages over y in interval i at c = alpha F: E g(y c) y, E l(y c), P(y c < h) (for the hinge E g(y c)), E
 * g'(y c). */
double shf_node_target_pull(const shf_node_target *target, size_t i, double c);
double shf_node_target_loss(const shf_node_target *target, size_t i, double c);
double shf_node_target_unsatisfied(const shf_node_target *target, size_t i, double c);
double shf_node_target_bend(const shf_node_target *target, size_t i, double c);

/** 0 if c has the sign of the unflipped label, 1 if the other, 1/2 at c = 0. */
double shf_node_target_error(const shf_node_target *target, size_t i, double c);

#endif
