/* Inside a population: its nodes, sums over them, the field on the mesh that they make, and its pull on them.
 */
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

/* In front of a loop over nodes or blocks of nodes that touches each once: several threads share it if the
 * rows are large enough.  Partial sums are added in the order of the blocks, so that the number of threads
 * does not change a bit. */
#ifdef _OPENMP
#define SHF_NODE_PARALLEL(numbers) SHF_NODE_PRAGMA(omp parallel for schedule(static) if ((numbers) > 262144))
#define SHF_NODE_PRAGMA(text) _Pragma(#text)
#else
#define SHF_NODE_PARALLEL(numbers)
#endif

/** Nodes of a block, and how many blocks there are. */
enum { SHF_NODE_BLOCK = 16 };
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
