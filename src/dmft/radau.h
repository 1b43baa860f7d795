/* Radau nodes of a panel: collocation, interpolation, resolution. */
#ifndef SHF_DMFT_RADAU_H
#define SHF_DMFT_RADAU_H

#include <shallowflow/status.h>
#include <stddef.h>

enum { SHF_RADAU_MAX = 8 };

/** The polynomial through p + 1 points of the unit interval: 0 and the p Radau nodes, the last of which is 1.
 */
typedef struct shf_radau {
    size_t p;
    double x[SHF_RADAU_MAX + 1];                /**< points: x[0] = 0, x[p] = 1 */
    double d[SHF_RADAU_MAX][SHF_RADAU_MAX + 1]; /**< derivative at x[i+1] = sum_j d[i][j] y_j */
    double w[SHF_RADAU_MAX + 1];                /**< barycentric weights; sum_j w[j] y_j is the divided
                                                     difference */
    double tail;                                /**< from that to the last Chebyshev coefficient */
} shf_radau;

/** 1 <= p <= SHF_RADAU_MAX.  Errors: SHF_ERR_NUMERIC, SHF_ERR_MEMORY. */
shf_status shf_radau_make(shf_radau *radau, size_t p, shf_error *error);

/** Weights with which the p + 1 values give the one at x. */
void shf_radau_interpolate(const shf_radau *radau, double x, double *weight);

#endif
