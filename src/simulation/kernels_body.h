/* Element-wise passes over blocks, in lanes of 64 bytes.  Included once for each REAL.
 *
 * The order of every sum is fixed here, not by the compiler.  Vectors of 64 bytes become pieces of the width
 * of the machine; only operations that compilers split well are used on them. */
#ifndef SHF_SIMULATION_KERNELS_BODY_H
#define SHF_SIMULATION_KERNELS_BODY_H

#include "simulation/engine_types.h"
#include <string.h>

typedef REAL vec __attribute__((vector_size(64)));
typedef REAL vec32 __attribute__((vector_size(32), may_alias));
typedef REAL vec16 __attribute__((vector_size(16), may_alias));
typedef REAL loose __attribute__((vector_size(64), aligned(sizeof(REAL)), may_alias));
typedef MASK mask __attribute__((vector_size(64)));
enum { LANES = 64 / sizeof(REAL) };

/* 2 max(z, 0) = z + |z|, exact (a compare of 64 bytes is slow where the machine has narrower registers) */
#define TWICE_RELU(z) ((z) + (vec)((mask)(z) & ((mask){0} + MAGNITUDE_BITS)))

/* The lanes of v in a tree. */
static inline REAL lane_sum(const vec *v)
{
    const vec32 *half = (const vec32 *)v;
    vec32 h = half[0] + half[1];
    const vec16 *quarter = (const vec16 *)&h;
    vec16 q = quarter[0] + quarter[1];
    return sizeof(REAL) == 8 ? q[0] + q[1]
                             : (q[0] + q[2 % (16 / sizeof(REAL))]) + (q[1] + q[3 % (16 / sizeof(REAL))]);
}

/* f[r] = sum_i a_i max(z_ri, 0) for rows of `width` numbers, a multiple of LANES; both arrays on 64 bytes. */
static void relu_dot(const REAL *z, size_t rows, size_t width, const REAL *a, REAL *f)
{
    for (size_t r = 0; r < rows; r++, z += width) {
        const vec *zv = (const vec *)z, *av = (const vec *)a;
        vec sum[4] = {{0}};
        size_t n = width / LANES, k = 0;
        for (; k + 4 <= n; k += 4)
            for (int j = 0; j < 4; j++)
                sum[j] += av[k + j] * TWICE_RELU(zv[k + j]);
        for (; k < n; k++)
            sum[0] += av[k] * TWICE_RELU(zv[k]);
        vec total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
        f[r] = (REAL)0.5 * lane_sum(&total);
    }
}

/* s_i = y where z_i > 0, else 0. */
static void active_row(const REAL *z, size_t width, REAL y, REAL *s)
{
    for (size_t i = 0; i < width; i++)
        s[i] = z[i] > 0 ? y : 0;
}

/* u.x and v.x for d numbers, any alignment. */
static void dot2(const REAL *x, const REAL *u, const REAL *v, size_t d, REAL out[2])
{
    vec su = {0}, sv = {0};
    size_t k = 0;
    for (; k + LANES <= d; k += LANES) {
        vec xv = *(const loose *)(x + k);
        su += xv * *(const loose *)(u + k);
        sv += xv * *(const loose *)(v + k);
    }
    out[0] = lane_sum(&su);
    out[1] = lane_sum(&sv);
    for (; k < d; k++) {
        out[0] += x[k] * u[k];
        out[1] += x[k] * v[k];
    }
}

/* Sum of the squares of n numbers, any alignment; its rounding error is n/(4 LANES) + 8 units at most. */
static REAL sum_squares(const REAL *v, size_t n)
{
    vec sum[4] = {{0}};
    const size_t stride = (size_t)4 * LANES;
    size_t k = 0;
    for (; k + stride <= n; k += stride)
        for (int j = 0; j < 4; j++) {
            vec x = *(const loose *)(v + k + (size_t)j * LANES);
            sum[j] += x * x;
        }
    vec total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    REAL rest = lane_sum(&total);
    for (; k < n; k++)
        rest += v[k] * v[k];
    return rest;
}

/* Whether n numbers are finite: sums of 0 v, which is 0 or NaN. */
static int all_finite(const REAL *v, size_t n)
{
    vec sum = {0};
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) {
        vec x = *(const loose *)(v + k);
        sum += x * (REAL)0;
    }
    REAL rest = lane_sum(&sum);
    for (; k < n; k++)
        rest += v[k] * (REAL)0;
    return rest == 0;
}

/* w += rate g and change = the difference that rounding made of it; d numbers. */
static void advance(REAL *w, const REAL *g, REAL rate, REAL *change, size_t d)
{
    for (size_t k = 0; k < d; k++) {
        REAL old = w[k];
        w[k] = old + rate * g[k];
        change[k] = w[k] - old;
    }
}

#endif
