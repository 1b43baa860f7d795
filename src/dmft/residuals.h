/* Response and correlation of the residuals at the nodes of a new panel, and products of its blocks. */
#ifndef SHF_DMFT_RESIDUALS_H
#define SHF_DMFT_RESIDUALS_H

#include "dmft/history.h"

/** What the evaluation takes and gives; rows of ld = n + p entries. */
typedef struct shf_residuals {
    size_t p, n, ld; /**< nodes of the panel, and before it */
    const shf_history *past_wg, *past_ca;
    const double *sg, *sc; /**< Sigma_R ds, Sigma_C */
    double *wg, *ca;       /**< weights of R_A, and C_A */
    double *p_sum;         /**< int R_A */
    double *y, *z;         /**< room for p rows each */
} shf_residuals;

/** R_A = (1 + Sigma_R)^-1 and C_A = -R_A Sigma_C R_A^T on the panel, (D.22), (D.23); 0 if the matrix is
 * singular. */
int shf_residuals_evaluate(const shf_residuals *r);

/** rows[i][l] = sign sum_k b[i][k] (y + z)[k][l] for l < n; z may be NULL. */
void shf_block_apply(size_t p, size_t n, size_t ld, const double *b, double sign, const double *y,
                     const double *z, double *rows);

/** out[i][j] = sum over the first `terms` entries of x[i][.] y[j][.] */
void shf_block_contract(size_t p, size_t ld, const double *x, const double *y, size_t terms, double *out);

/** out = x y, all p x p. */
void shf_block_multiply(size_t p, const double *x, const double *y, double *out);

#endif
