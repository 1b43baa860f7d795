/* Normalised Hermite polynomials: E h_j(G) h_k(G) = delta_jk for a standard normal G. */
#ifndef SHF_COMMON_HERMITE_H
#define SHF_COMMON_HERMITE_H

#include <math.h>
#include <stddef.h>

/** h_{k+1}(x) from h_k and h_{k-1}: (x h_k - sqrt(k) h_{k-1}) / sqrt(k+1), with h_0 = 1, h_{-1} = 0.  The
 *  recurrence is linear: it also holds for h_k times any function of x. */
static inline double shf_hermite_next(size_t k, double x, double h, double before)
{
    return (x * h - sqrt((double)k) * before) / sqrt((double)(k + 1));
}

/** sum_{k<n} c[k] h_k(x). */
static inline double shf_hermite_sum(size_t n, const double *c, double x)
{
    double sum = 0, before = 0, h = 1;
    for (size_t k = 0; k < n; k++) {
        sum += c[k] * h;
        double next = shf_hermite_next(k, x, h, before);
        before = h;
        h = next;
    }
    return sum;
}

#endif
