/* Small dense linear systems. */
#ifndef SHF_TIMESCALES_DENSE_H
#define SHF_TIMESCALES_DENSE_H

#include <stddef.h>

/** LU factors of the n x n matrix A, row by row, in place, with row pivots; 0 if A is singular. */
int shf_timescales_dense_factor(size_t n, double *A, size_t *pivot);

/** x := A^-1 x with those factors. */
void shf_timescales_dense_solve(size_t n, const double *A, const size_t *pivot, double *x);

#endif
