/* Response and correlation of the residuals at the nodes of a new panel. */
#ifndef SHF_DMFT_RESIDUALS_H
#define SHF_DMFT_RESIDUALS_H

#include "dmft/block.h"
#include "dmft/history.h"

/** What the evaluation takes and gives. */
typedef struct shf_dmft_residuals {
    shf_dmft_shape shape;
    const shf_dmft_history *past_wg, *past_ca;
    const double *sg, *sc; /**< Sigma_R ds, Sigma_C */
    double *wg, *ca;       /**< weights of R_A, and C_A */
    double *p_sum;         /**< int R_A */
    double *y, *z;         /**< room for p rows each */
} shf_dmft_residuals;

/** R_A = (1 + Sigma_R)^-1 and C_A = -R_A Sigma_C R_A^T on the panel, (D.22), (D.23); 0 if the matrix is
 * singular. */
int shf_dmft_residuals_evaluate(const shf_dmft_residuals *r);

#endif
