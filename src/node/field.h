/* Inside a population: its nodes, sums over them, and the field on the mesh that they make. */
#ifndef SHF_NODE_FIELD_H
#define SHF_NODE_FIELD_H

#include "node/population.h"

/** One node: weight, initial values and displacements. */
typedef struct shf_node_state {
    double p, a0, w0, rho0, da, dw, drho;
} shf_node_state;

shf_node_state shf_node_state_at(const shf_node_population *population, const double *y, size_t j);

/** mu and s of a node displaced by the fraction `part` of its displacement, for averages at n places x. */
shf_activation_places shf_node_places(const shf_node_population *population, shf_node_state node, double part,
                                      size_t n, const double *x);

double shf_node_mean_square_displacement(const shf_node_population *population, const double *y);

/** Does something for nodes first..last-1 with scratch of its own. */
typedef void shf_node_block(void *context, size_t first, size_t last, double *work);

/** Nodes are handled in blocks, by several threads if the `size` of the task is worth it; partial sums are
 * added in the order of the blocks, so that the number of threads does not change a bit.  `scratch` numbers
 * of `work` a block. */
void shf_node_for_blocks(const shf_node_population *population, size_t size, shf_node_block *block,
                         void *context, double *work, size_t scratch);
size_t shf_node_blocks(const shf_node_population *population);

/** Numbers of scratch for one block and rows of n numbers. */
size_t shf_node_scratch(size_t n);

/** E[a] and E[a w_par]/root_d, or changes of them, times alpha: what S(-mu) = parity S(mu) + lean mu + level
 * adds to the mirror images. */
typedef struct shf_node_mirror {
    double a, a_w;
} shf_node_mirror;

/** Completes a field at the mirror images of the samples. */
void shf_node_unfold(const shf_node_population *population, shf_node_mirror mirror, double *field);

/** Rows of every node, alpha F at the samples and their mirror images, and its modes; the stamp is stale
 * then. Errors: SHF_ERR_MEMORY. */
shf_status shf_node_field_evaluate(shf_node_population *population, const double *y, shf_error *error);

/** Frees the mesh and what is stored on it. */
void shf_node_field_free(shf_node_population *population);

#endif
