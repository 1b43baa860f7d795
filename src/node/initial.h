/* The population of nodes at t = 0: quadrature over the initial law of (a, w_par, |w_perp|). */
#ifndef SHF_NODE_INITIAL_H
#define SHF_NODE_INITIAL_H

#include <shallowflow/node.h>

/** Moments of the initial law, exact. */
typedef struct shf_node_initial_moments {
    double a, a2, w, w2, aw, rho, rho2;
} shf_node_initial_moments;

/** P nodes with weights p (sum 1) and initial values, each an array of n. */
typedef struct shf_node_initial {
    size_t n;
    double *p, *a, *w, *rho;
    shf_node_initial_moments moments;
} shf_node_initial;

/** Builds the tensor quadrature (N.7).  Directions in which the law is a point take one node whatever the
 * request.  Errors: SHF_ERR_MEMORY. */
shf_status shf_node_initial_new(shf_node_initial *initial, const shf_node_params *params,
                                const shf_node_request *request, shf_error *error);

void shf_node_initial_free(shf_node_initial *initial);

#endif
