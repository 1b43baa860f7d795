/* Loops over the neurons: O(m K) each, vectorised, with sums in an order that depends on m alone. */
#ifndef SHF_TIMESCALES_KERNELS_H
#define SHF_TIMESCALES_KERNELS_H

#include <stddef.h>

/** Largest order of a sum over powers. */
enum { SHF_TIMESCALES_POWERS_MAX = 400 };

/** out[k] = sum_i w_i x_i s_i^k, k = 0..K. */
void shf_timescales_kernel_moments(size_t m, size_t K, const double *w, const double *x, const double *s,
                                   double *out);

/** out[k] = sum_i w_i (x_i s_i^k + k b_i y_i s_i^(k-1)): the change of the moments of b along (x, y). */
void shf_timescales_kernel_tangent(size_t m, size_t K, const double *w, const double *b, const double *s,
                                   const double *x, const double *y, double *out);

/** The flow (T.5) for given c: db = g(s), ds = b (1-s^2) g'(s), g = sum_k c_k s^k. */
void shf_timescales_kernel_field(size_t m, size_t K, const double *c, const double *b, const double *s,
                                 double *db, double *ds);

/** Derivatives of that flow at fixed c: d12 = d(db)/ds, d22 = d(ds)/ds; d(ds)/db = (1-s^2) d12. */
void shf_timescales_kernel_diagonal(size_t m, size_t K, const double *c, const double *b, const double *s,
                                    double *d12, double *d22);

/** Blocks of two by two of (I - gamma D), or their inverses, with lower left element (1-s^2) e12. */
typedef struct shf_timescales_blocks {
    double *e11, *e12, *e22;
} shf_timescales_blocks;

/** (ox, oy) = D (x, y) + (p, b (1-s^2) p') with p = sum_k c_k s^k. */
void shf_timescales_kernel_product(size_t m, size_t K, const double *c, const double *b, const double *s,
                                   shf_timescales_blocks D, const double *x, const double *y, double *ox,
                                   double *oy);

/** Inverse of I - gamma D into E, and the summands of (T.8): xy = e12 b (1-s^2), yy = e22 b^2 (1-s^2). */
void shf_timescales_kernel_invert(size_t m, double gamma, const double *b, const double *s,
                                  shf_timescales_blocks D, shf_timescales_blocks E, double *xy, double *yy);

/** shf_timescales_kernel_tangent of E (x, y). */
void shf_timescales_kernel_solve_moments(size_t m, size_t K, const double *w, const double *b,
                                         const double *s, shf_timescales_blocks E, const double *x,
                                         const double *y, double *out);

/** (ox, oy) = E (x - p, y - b (1-s^2) p') with p = sum_k c_k s^k. */
void shf_timescales_kernel_solve_apply(size_t m, size_t K, const double *c, const double *b, const double *s,
                                       shf_timescales_blocks E, const double *x, const double *y, double *ox,
                                       double *oy);

/** sum_i w_i (db_i^2 + ds_i^2/(1-s_i^2)): the decay of the risk, (T.6). */
double shf_timescales_kernel_decay(size_t m, const double *w, const double *s, const double *db,
                                   const double *ds);

#endif
