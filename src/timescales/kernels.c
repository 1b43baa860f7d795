/* Loops over the neurons, in groups of LANES; the last group is filled up with zeros. */
#include "timescales/kernels.h"
#include "common/clones.h"

enum { LANES = 16 };

#define INLINE static inline __attribute__((always_inline))

typedef double lanes[LANES];

INLINE size_t group(size_t m, size_t first)
{
    return m - first < LANES ? m - first : LANES;
}

INLINE void load(double *restrict to, const double *restrict from, size_t n)
{
    if (n == LANES) {
        for (size_t l = 0; l < LANES; l++)
            to[l] = from[l];
    } else {
        for (size_t l = 0; l < LANES; l++)
            to[l] = l < n ? from[l] : 0;
    }
}

INLINE void store(double *restrict to, const double *restrict from, size_t n)
{
    if (n == LANES) {
        for (size_t l = 0; l < LANES; l++)
            to[l] = from[l];
    } else {
        for (size_t l = 0; l < n; l++)
            to[l] = from[l];
    }
}

INLINE void clear(lanes *sum, size_t K)
{
    for (size_t k = 0; k <= K; k++)
        for (size_t l = 0; l < LANES; l++)
            sum[k][l] = 0;
}

INLINE void fold(lanes *sum, size_t K, double *out)
{
    for (size_t k = 0; k <= K; k++) {
        double total = 0;
        for (size_t l = 0; l < LANES; l++)
            total += sum[k][l];
        out[k] = total;
    }
}

/* p, p' and, if `second`, p''/2 of p = sum_k c_k s^k */
INLINE void horner(size_t K, const double *restrict c, const double *restrict s, double *restrict p,
                   double *restrict p1, double *restrict p2, int second)
{
    lanes v, v1, v2;
    for (size_t l = 0; l < LANES; l++)
        v[l] = c[K], v1[l] = 0, v2[l] = 0;
    for (size_t k = K; k-- > 0;)
        for (size_t l = 0; l < LANES; l++) {
            if (second)
                v2[l] = v2[l] * s[l] + v1[l];
            v1[l] = v1[l] * s[l] + v[l];
            v[l] = v[l] * s[l] + c[k];
        }
    for (size_t l = 0; l < LANES; l++) {
        p[l] = v[l], p1[l] = v1[l];
        if (second)
            p2[l] = v2[l];
    }
}

/* adds x s^k + k y s^(k-1) */
INLINE void add_tangent(size_t K, const double *restrict s, const double *restrict x0,
                        const double *restrict y0, lanes *restrict sum)
{
    lanes x, y;
    for (size_t l = 0; l < LANES; l++) {
        sum[0][l] += x0[l];
        x[l] = x0[l] * s[l];
        y[l] = y0[l];
    }
    for (size_t k = 1; k <= K; k++) {
        double order = (double)k;
        for (size_t l = 0; l < LANES; l++) {
            sum[k][l] += x[l] + order * y[l];
            x[l] *= s[l];
            y[l] *= s[l];
        }
    }
}

SHF_CLONES
void shf_timescales_kernel_moments(size_t m, size_t K, const double *w, const double *x, const double *s,
                                   double *out)
{
    lanes sum[SHF_TIMESCALES_POWERS_MAX + 1];
    clear(sum, K);
    for (size_t first = 0; first < m; first += LANES) {
        size_t n = group(m, first);
        lanes p, q, z;
        load(p, w + first, n);
        load(q, x + first, n);
        load(z, s + first, n);
        for (size_t l = 0; l < LANES; l++)
            p[l] *= q[l];
        for (size_t k = 0; k <= K; k++)
            for (size_t l = 0; l < LANES; l++) {
                sum[k][l] += p[l];
                p[l] *= z[l];
            }
    }
    fold(sum, K, out);
}

SHF_CLONES
void shf_timescales_kernel_tangent(size_t m, size_t K, const double *w, const double *b, const double *s,
                                   const double *x, const double *y, double *out)
{
    lanes sum[SHF_TIMESCALES_POWERS_MAX + 1];
    clear(sum, K);
    for (size_t first = 0; first < m; first += LANES) {
        size_t n = group(m, first);
        lanes wl, bl, sl, xl, yl;
        load(wl, w + first, n);
        load(bl, b + first, n);
        load(sl, s + first, n);
        load(xl, x + first, n);
        load(yl, y + first, n);
        for (size_t l = 0; l < LANES; l++) {
            xl[l] *= wl[l];
            yl[l] *= wl[l] * bl[l];
        }
        add_tangent(K, sl, xl, yl, sum);
    }
    fold(sum, K, out);
}

SHF_CLONES
void shf_timescales_kernel_field(size_t m, size_t K, const double *c, const double *b, const double *s,
                                 double *db, double *ds)
{
    for (size_t first = 0; first < m; first += LANES) {
        size_t n = group(m, first);
        lanes bl, sl, g, g1;
        load(bl, b + first, n);
        load(sl, s + first, n);
        horner(K, c, sl, g, g1, NULL, 0);
        for (size_t l = 0; l < LANES; l++)
            g1[l] *= bl[l] * ((1 - sl[l]) * (1 + sl[l]));
        store(db + first, g, n);
        store(ds + first, g1, n);
    }
}

SHF_CLONES
void shf_timescales_kernel_diagonal(size_t m, size_t K, const double *c, const double *b, const double *s,
                                    double *d12, double *d22)
{
    for (size_t first = 0; first < m; first += LANES) {
        size_t n = group(m, first);
        lanes bl, sl, g, g1, g2;
        load(bl, b + first, n);
        load(sl, s + first, n);
        horner(K, c, sl, g, g1, g2, 1);
        for (size_t l = 0; l < LANES; l++)
            g2[l] = 2 * bl[l] * (((1 - sl[l]) * (1 + sl[l])) * g2[l] - sl[l] * g1[l]);
        store(d12 + first, g1, n);
        store(d22 + first, g2, n);
    }
}

SHF_CLONES
void shf_timescales_kernel_product(size_t m, size_t K, const double *c, const double *b, const double *s,
                                   shf_timescales_blocks D, const double *x, const double *y, double *ox,
                                   double *oy)
{
    for (size_t first = 0; first < m; first += LANES) {
        size_t n = group(m, first);
        lanes bl, sl, xl, yl, d11, d12, d22, p, p1;
        load(bl, b + first, n);
        load(sl, s + first, n);
        load(xl, x + first, n);
        load(yl, y + first, n);
        load(d11, D.e11 + first, n);
        load(d12, D.e12 + first, n);
        load(d22, D.e22 + first, n);
        horner(K, c, sl, p, p1, NULL, 0);
        for (size_t l = 0; l < LANES; l++) {
            double q = (1 - sl[l]) * (1 + sl[l]);
            p[l] += d11[l] * xl[l] + d12[l] * yl[l];
            p1[l] = q * (d12[l] * xl[l] + bl[l] * p1[l]) + d22[l] * yl[l];
        }
        store(ox + first, p, n);
        store(oy + first, p1, n);
    }
}

SHF_CLONES
void shf_timescales_kernel_invert(size_t m, double gamma, const double *restrict b, const double *restrict s,
                                  shf_timescales_blocks D, shf_timescales_blocks E, double *restrict xy,
                                  double *restrict yy)
{
    double *restrict e11 = E.e11, *restrict e12 = E.e12, *restrict e22 = E.e22;
    const double *restrict d11 = D.e11, *restrict d12 = D.e12, *restrict d22 = D.e22;
    for (size_t i = 0; i < m; i++) {
        double q = (1 - s[i]) * (1 + s[i]), o = gamma * d12[i];
        double f1 = 1 - gamma * d11[i], f2 = 1 - gamma * d22[i];
        double det = f1 * f2 - q * o * o;
        e11[i] = f2 / det;
        e12[i] = o / det;
        e22[i] = f1 / det;
        xy[i] = e12[i] * b[i] * q;
        yy[i] = e22[i] * b[i] * b[i] * q;
    }
}

SHF_CLONES
void shf_timescales_kernel_solve_moments(size_t m, size_t K, const double *w, const double *b,
                                         const double *s, shf_timescales_blocks E, const double *x,
                                         const double *y, double *out)
{
    lanes sum[SHF_TIMESCALES_POWERS_MAX + 1];
    clear(sum, K);
    for (size_t first = 0; first < m; first += LANES) {
        size_t n = group(m, first);
        lanes wl, bl, sl, xl, yl, e11, e12, e22;
        load(wl, w + first, n);
        load(bl, b + first, n);
        load(sl, s + first, n);
        load(xl, x + first, n);
        load(yl, y + first, n);
        load(e11, E.e11 + first, n);
        load(e12, E.e12 + first, n);
        load(e22, E.e22 + first, n);
        for (size_t l = 0; l < LANES; l++) {
            double q = (1 - sl[l]) * (1 + sl[l]);
            double u = e11[l] * xl[l] + e12[l] * yl[l], v = q * e12[l] * xl[l] + e22[l] * yl[l];
            xl[l] = wl[l] * u;
            yl[l] = wl[l] * bl[l] * v;
        }
        add_tangent(K, sl, xl, yl, sum);
    }
    fold(sum, K, out);
}

SHF_CLONES
void shf_timescales_kernel_solve_apply(size_t m, size_t K, const double *c, const double *b, const double *s,
                                       shf_timescales_blocks E, const double *x, const double *y, double *ox,
                                       double *oy)
{
    for (size_t first = 0; first < m; first += LANES) {
        size_t n = group(m, first);
        lanes bl, sl, xl, yl, e11, e12, e22, p, p1;
        load(bl, b + first, n);
        load(sl, s + first, n);
        load(xl, x + first, n);
        load(yl, y + first, n);
        load(e11, E.e11 + first, n);
        load(e12, E.e12 + first, n);
        load(e22, E.e22 + first, n);
        horner(K, c, sl, p, p1, NULL, 0);
        for (size_t l = 0; l < LANES; l++) {
            double q = (1 - sl[l]) * (1 + sl[l]);
            double u = xl[l] - p[l], v = yl[l] - q * (bl[l] * p1[l]);
            p[l] = e11[l] * u + e12[l] * v;
            p1[l] = q * (e12[l] * u) + e22[l] * v;
        }
        store(ox + first, p, n);
        store(oy + first, p1, n);
    }
}

SHF_CLONES
double shf_timescales_kernel_decay(size_t m, const double *w, const double *s, const double *db,
                                   const double *ds)
{
    lanes sum[1];
    clear(sum, 0);
    for (size_t first = 0; first < m; first += LANES) {
        size_t n = group(m, first);
        lanes wl, sl, x, y;
        load(wl, w + first, n);
        load(sl, s + first, n);
        load(x, db + first, n);
        load(y, ds + first, n);
        for (size_t l = 0; l < LANES; l++) {
            double q = (1 - sl[l]) * (1 + sl[l]);
            sum[0][l] += wl[l] * (x[l] * x[l] + (q > 0 ? y[l] * y[l] / q : 0));
        }
    }
    double total = 0;
    fold(sum, 0, &total);
    return total;
}
