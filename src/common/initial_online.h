/* The spectrum and the initial vectors of online learning: what its theory and its simulation start from. */
#ifndef SHF_COMMON_INITIAL_ONLINE_H
#define SHF_COMMON_INITIAL_ONLINE_H

#include <shallowflow/online.h>

/** A lower triangular L with L L^T = T, M x M, of the overlaps of the teacher; rows of zeros where T is
 *  singular.  Errors: SHF_ERR_VALUE (a matrix of another size, or one that is not positive semidefinite). */
shf_status shf_initial_teacher(const shf_online_params *params, double *L, shf_error *error);

/** How many blocks of equal eigenvalue there are; the block of component j < d; the eigenvalue of block b. */
size_t shf_initial_blocks(const shf_online_params *params);
size_t shf_initial_block(const shf_online_params *params, size_t j);
void shf_initial_spectrum(const shf_online_params *params, double *lambda);

/** Components first, .., first+n-1 of the K vectors of the student and, behind them, the M of the teacher,
 *  n numbers each. */
void shf_initial_vectors(const shf_online_params *params, const double *L, size_t first, size_t n, double *w);

#endif
