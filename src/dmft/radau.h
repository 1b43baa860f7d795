/* Radau nodes of a panel: collocation, interpolation, resolution. */
#ifndef SHF_DMFT_RADAU_H
#define SHF_DMFT_RADAU_H

#include <shallowflow/status.h>
#include <stddef.h>

enum { SHF_DMFT_RADAU_MAX = 8 };

/** The polynomial through p + 1 points of the unit interval: 0 and the p Radau nodes, the last of which is 1.
 */
typedef struct shf_dmft_radau {
    size_t p;
    double x[SHF_DMFT_RADAU_MAX + 1];                     /**< points: x[0] = 0, x[p] = 1 */
    double d[SHF_DMFT_RADAU_MAX][SHF_DMFT_RADAU_MAX + 1]; /**< derivative at x[i+1] = sum_j d[i][j] y_j */
    double w[SHF_DMFT_RADAU_MAX + 1]; /**< barycentric weights; sum_j w[j] y_j is the divided
                                      difference */
    double tail;                      /**< from that to the last Chebyshev coefficient */
} shf_dmft_radau;

/** 1 <= p <= SHF_DMFT_RADAU_MAX.  Errors: SHF_ERR_NUMERIC, SHF_ERR_MEMORY. */
shf_status shf_dmft_radau_make(shf_dmft_radau *radau, size_t p, shf_error *error);

/** Weights with which the p + 1 values give the one at x. */
void shf_dmft_radau_interpolate(const shf_dmft_radau *radau, double x, double *weight);

/** Last Chebyshev coefficient of a function over the panel: before it `before`, at its nodes values[i *
 * stride]. */
double shf_dmft_radau_tail(const shf_dmft_radau *radau, double before, const double *values, size_t stride);

#endif
