/* Label rules of node.h, (N.1), for the simulation. */
#ifndef SHF_SIMULATION_NODE_LABELS_H
#define SHF_SIMULATION_NODE_LABELS_H

#include <shallowflow/node.h>

/** The interval of the label rule in which x lies, from left to right; an edge belongs to the one on its
 * right. */
static inline size_t shf_node_interval(const shf_node_params *p, double x)
{
    static const double zero = 0;
    int stripes = p->labels.kind == SHF_LABEL_STRIPES;
    const double *edge = stripes ? p->labels.value : &zero;
    size_t k = 0, n = stripes ? p->labels.n : 1;
    while (k < n && !(x < edge[k]))
        k++;
    return k;
}

/** Label without flips: +1 in the last interval, and a change of sign at each edge. */
static inline int shf_node_label(const shf_node_params *p, double x)
{
    size_t edges = p->labels.kind == SHF_LABEL_STRIPES ? p->labels.n : 1;
    return (edges - shf_node_interval(p, x)) % 2 ? -1 : 1;
}

/** Probability that the label at x is flipped. */
static inline double shf_node_flip(const shf_node_params *p, double x)
{
    return p->delta_stripes.n ? p->delta_stripes.value[shf_node_interval(p, x)] : p->delta;
}

#endif
