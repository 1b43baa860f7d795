/* Small matrices over the nodes of a panel, and rows over the nodes of the past. */
#ifndef SHF_DMFT_BLOCK_H
#define SHF_DMFT_BLOCK_H

#include <stddef.h>

/** Rows of a panel: p of them with ld entries each, the first n over the nodes before the panel. */
typedef struct shf_dmft_shape {
    size_t p, n, ld;
} shf_dmft_shape;

/** Inverse of a p x p matrix, p <= SHF_DMFT_OVERHANG; 0 if it is singular. */
int shf_dmft_invert(size_t p, const double *matrix, double *inverse);

/** rows[i][l] = sign sum_k b[i][k] (y + z)[k][l] for l < n; z may be NULL. */
void shf_dmft_block_apply(const shf_dmft_shape *shape, const double *b, double sign, const double *y,
                          const double *z, double *rows);

/** y = matrix x. */
void shf_dmft_block_vector(size_t p, const double *matrix, const double *x, double *y);

/** out = x y, all p x p. */
void shf_dmft_block_multiply(size_t p, const double *x, const double *y, double *out);

/** Largest |x_i|; NaN if there is one. */
double shf_dmft_largest(size_t p, const double *x);

/** Solution of B C = rc, B w = rw for the rows of a panel: over the past, with B^-1 = `inverse`; on the panel
 * C is the symmetric part of `c_panel`, and w the inverse. */
void shf_dmft_block_solution(const shf_dmft_shape *shape, const double *inverse, const double *c_panel,
                             const double *const source[2], double *const c_and_w[2]);

#endif
