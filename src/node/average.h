/* Averages over the data: the pull on the field, its response, and what is printed. */
#ifndef SHF_NODE_AVERAGE_H
#define SHF_NODE_AVERAGE_H

#include "node/mesh.h"

/** Averages of a field c = alpha F that are printed. */
typedef struct shf_node_averages {
    double loss;        /* E l(y c) */
    double unsatisfied; /* P(y c < h) */
    double error;       /* P(sign c is not the unflipped label); c = 0 counts one half */
} shf_node_averages;

/** Mode weights G with E[g(y c) y f(x)] = sum_l G_l (modes of f)_l for every field f, for the field c with
 * the given modes (N.11).  Exact for the polynomials of the mesh up to rounding. */
void shf_node_average_pull(const shf_node_mesh *mesh, const double *modes, double *mode_weights);

/** How the pull answers a change of the field: dG = sum_r strength_r basis_r (basis_r . dmodes), with one
 * term for each crossing of the margin and, if g is curved, each quadrature point. */
typedef struct shf_node_response {
    size_t count, capacity, n;
    double *strength, *basis; /* basis: n numbers a term */
    size_t *offset;           /* where these n modes lie in a field */
} shf_node_response;

/** The response at the field with the given modes; `response` starts as zero and is used again.
 *  Errors: SHF_ERR_MEMORY. */
shf_status shf_node_average_response(const shf_node_mesh *mesh, const double *modes,
                                     shf_node_response *response);
void shf_node_response_free(shf_node_response *response);

/** Applies it: dG from dmodes, 2 * mesh->samples numbers each. */
void shf_node_response_apply(const shf_node_mesh *mesh, const shf_node_response *response,
                             const double *modes, double *out);

shf_node_averages shf_node_average_observe(const shf_node_mesh *mesh, const double *modes);

#endif
