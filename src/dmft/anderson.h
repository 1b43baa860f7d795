/* Fixed points x = g(x) by Anderson's method (D. G. Anderson, J. ACM 12, 547 (1965)), in the form of H. F.
 * Walker and P. Ni, SIAM J. Numer. Anal. 49, 1715 (2011).
 *
 * With residuals f_k = (g(x_k) - x_k)/scale_k, differences df_j = f_j - f_{j-1}, dg_j = g(x_j) - g(x_{j-1})
 * and a memory of m = min(k, SHF_DMFT_ANDERSON_DEPTH) of them,
 *
 *     x_1 = g(x_0),   x_{k+1} = g(x_k) - sum_j c_j dg_j,   c = argmin |f_k - sum_j c_j df_j|_2,   k-m < j <=
 * k:
 *
 * the combination of the last images whose residual, were g linear, would be smallest; then it is GMRES, and
 * ends after as many steps as there are unknowns, whether or not x -> g(x) contracts.  The least squares are
 * solved by QR factorisation (modified Gram-Schmidt) from the newest difference to the oldest.
 * Regularisation: a difference of which less than 1e-8 is orthogonal to the newer ones is left out. */
#ifndef SHF_DMFT_ANDERSON_H
#define SHF_DMFT_ANDERSON_H

#include <shallowflow/status.h>
#include <stddef.h>

enum { SHF_DMFT_ANDERSON_DEPTH = 12 };

typedef struct shf_dmft_anderson {
    size_t capacity, n, used, newest; /**< unknowns, pairs kept, place of the newest */
    double *memory;
    double *step_f[SHF_DMFT_ANDERSON_DEPTH],
        *step_g[SHF_DMFT_ANDERSON_DEPTH];       /**< differences of residuals and images */
    double *f, *g, *q[SHF_DMFT_ANDERSON_DEPTH]; /**< last residual and image, basis */
    int started;
} shf_dmft_anderson;

/** Forgets everything and prepares for n unknowns.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_anderson_start(shf_dmft_anderson *anderson, size_t n, shf_error *error);

/** One step: x is the last argument, g = g(x) its image, scale the size of each component of the residual.
 *  Writes the next argument to x and returns the largest component of the scaled residual. */
double shf_dmft_anderson_step(shf_dmft_anderson *anderson, double *x, const double *g, const double *scale);

void shf_dmft_anderson_free(shf_dmft_anderson *anderson);

#endif
