/* Interpolation by a polynomial through few points. */
#ifndef SHF_DMFT_LAGRANGE_H
#define SHF_DMFT_LAGRANGE_H

#include <stddef.h>

/** Term j of the Lagrange polynomial through n points, y_j prod_{k != j} (at - x_k)/(x_j - x_k); with y_j = 1
 * the weight of the point. */
static inline double shf_dmft_lagrange_term(size_t n, const double *x, size_t j, double y, double at)
{
    for (size_t k = 0; k < n; k++)
        if (k != j)
            y *= (at - x[k]) / (x[j] - x[k]);
    return y;
}

#endif
