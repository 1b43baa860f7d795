/* Loops over the neurons: O(m K) each, vectorised, with sums in an order that depends on m alone. */
#ifndef SHF_TIMESCALES_KERNELS_H
#define SHF_TIMESCALES_KERNELS_H

#include <stddef.h>

/** Largest order of a sum over powers. */
enum { SHF_TIMESCALES_POWERS_MAX = 400 };

/** m neurons with weights w in the state (b, s), and the order K of sums over powers of s.  In the following
 * (x, y), `v` and `out` are vectors like a state: m numbers x, then m numbers y. */
typedef struct shf_timescales_neurons {
    size_t m, K;
    const double *w, *b, *s;
} shf_timescales_neurons;

/** Neurons in a state of 2 m numbers. */
static inline shf_timescales_neurons shf_timescales_neurons_in(size_t m, size_t K, const double *w,
                                                               const double *state)
{
    return (shf_timescales_neurons){m, K, w, state, state + m};
}

/** p and p' of p = sum_{k<=K} c_k x^k. */
static inline double shf_timescales_polynomial(size_t K, const double *c, double x, double *slope)
{
    double p = c[K], p1 = 0;
    for (size_t k = K; k-- > 0;) {
        p1 = p1 * x + p;
        p = p * x + c[k];
    }
    *slope = p1;
    return p;
}

/** out[k] = sum_i w_i x_i s_i^k, k = 0..order. */
void shf_timescales_kernel_moments(const shf_timescales_neurons *neurons, size_t order, const double *x,
                                   double *out);

/** out[k] = sum_i w_i (x_i s_i^k + k b_i y_i s_i^(k-1)): the change of the moments of b along v. */
void shf_timescales_kernel_tangent(const shf_timescales_neurons *neurons, const double *v, double *out);

/** The flow (T.5) for given c: db = g(s), ds = b (1-s^2) g'(s), g = sum_k c_k s^k. */
void shf_timescales_kernel_field(const shf_timescales_neurons *neurons, const double *c, double *out);

/** Blocks of two by two with lower left element (1-s^2) e12: D of (T.7), or the inverses of I - gamma D. */
typedef struct shf_timescales_blocks {
    double *e11, *e12, *e22;
} shf_timescales_blocks;

/** Derivatives of that flow at fixed c: e12 = d(db)/ds, e22 = d(ds)/ds; d(ds)/db = (1-s^2) e12. */
void shf_timescales_kernel_diagonal(const shf_timescales_neurons *neurons, const double *c,
                                    shf_timescales_blocks D);

/** out = D v + (p, b (1-s^2) p') with p = sum_k c_k s^k. */
void shf_timescales_kernel_product(const shf_timescales_neurons *neurons, const double *c,
                                   shf_timescales_blocks D, const double *v, double *out);

/** Inverse of I - gamma D into E, and the summands of (T.8): xy = e12 b (1-s^2), yy = e22 b^2 (1-s^2). */
void shf_timescales_kernel_invert(const shf_timescales_neurons *neurons, double gamma,
                                  shf_timescales_blocks D, shf_timescales_blocks E, double *xy, double *yy);

/** shf_timescales_kernel_tangent of E v. */
void shf_timescales_kernel_solve_moments(const shf_timescales_neurons *neurons, shf_timescales_blocks E,
                                         const double *v, double *out);

/** out = E (x - p, y - b (1-s^2) p') with p = sum_k c_k s^k. */
void shf_timescales_kernel_solve_apply(const shf_timescales_neurons *neurons, const double *c,
                                       shf_timescales_blocks E, const double *v, double *out);

/** sum_i w_i (db_i^2 + ds_i^2/(1-s_i^2)): the decay of the risk, (T.6), from a derivative of the state. */
double shf_timescales_kernel_decay(const shf_timescales_neurons *neurons, const double *dy);

#endif
