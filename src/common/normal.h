/* Normal density and upper tail over arrays: the inner loop of Gaussian averages. */
#ifndef SHF_COMMON_NORMAL_H
#define SHF_COMMON_NORMAL_H

#include <stddef.h>

/** Beyond this argument the tail and the density are below 1e-306 and are returned as zero. */
#define SHF_NORMAL_MAX 37.5

/** For t_k = scale * x[k]: tail[k] = P(Z > t_k) and density[k] = exp(-t_k^2/2)/sqrt(2 pi).
 *
 * scale >= 0, x >= 0 in increasing order; the two outputs do not overlap the input.  Absolute error below
 * 5e-16, relative error below 1e-15 + 2e-16 t_k^2.  Every operation is rounded by IEEE rules, without fused
 * ones: the result has the same bits on every machine and for every vector length. */
void shf_normal_tail(size_t n, double scale, const double *restrict x, double *restrict tail,
                     double *restrict density);

#endif
