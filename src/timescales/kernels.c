/* Loops over the neurons, in groups of LANES; the last group is filled up with zeros. */
#include "timescales/kernels.h"
#include "common/clones.h"

enum { LANES = 16 };

#define INLINE static inline __attribute__((always_inline))

typedef double lanes[LANES];

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

/* The neurons of a group. */
typedef struct group {
    size_t first, n;
    lanes w, b, s, q; /* q = 1 - s^2 */
} group;

/* What a kernel uses besides s. */
enum { W = 1, B = 2, Q = 4 };

/* The group that begins with neuron g->first; 0 behind the last. */
INLINE int load_group(group *g, const shf_timescales_neurons *all, int what)
{
    if (g->first >= all->m)
        return 0;
    g->n = all->m - g->first < LANES ? all->m - g->first : LANES;
    if (what & W)
        load(g->w, all->w + g->first, g->n);
    if (what & B)
        load(g->b, all->b + g->first, g->n);
    load(g->s, all->s + g->first, g->n);
    for (size_t l = 0; what & Q && l < LANES; l++)
        g->q[l] = (1 - g->s[l]) * (1 + g->s[l]);
    return 1;
}

/* A vector like a state. */
typedef struct pair {
    lanes x, y;
} pair;

INLINE void load_pair(pair *p, const group *g, size_t m, const double *v)
{
    load(p->x, v + g->first, g->n);
    load(p->y, v + m + g->first, g->n);
}

INLINE void store_pair(const pair *p, const group *g, size_t m, double *out)
{
    store(out + g->first, p->x, g->n);
    store(out + m + g->first, p->y, g->n);
}

typedef struct block_lanes {
    lanes e11, e12, e22;
} block_lanes;

INLINE void load_blocks(block_lanes *e, const group *g, shf_timescales_blocks blocks)
{
    load(e->e11, blocks.e11 + g->first, g->n);
    load(e->e12, blocks.e12 + g->first, g->n);
    load(e->e22, blocks.e22 + g->first, g->n);
}

/* v := E v */
INLINE void multiply(pair *v, const block_lanes *e, const group *g)
{
    for (size_t l = 0; l < LANES; l++) {
        double x = v->x[l], y = v->y[l];
        v->x[l] = e->e11[l] * x + e->e12[l] * y;
        v->y[l] = g->q[l] * e->e12[l] * x + e->e22[l] * y;
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

/* Adds w (x s^k + k b y s^(k-1)). */
INLINE void add_weighted_tangent(const group *g, size_t K, pair *v, lanes *restrict sum)
{
    for (size_t l = 0; l < LANES; l++) {
        v->x[l] *= g->w[l];
        v->y[l] *= g->w[l] * g->b[l];
    }
    add_tangent(K, g->s, v->x, v->y, sum);
}

SHF_CLONES
void shf_timescales_kernel_moments(const shf_timescales_neurons *all, size_t order, const double *x,
                                   double *out)
{
    lanes sum[SHF_TIMESCALES_POWERS_MAX + 1];
    clear(sum, order);
    for (group g = {.first = 0}; load_group(&g, all, W); g.first += LANES) {
        lanes p;
        load(p, x + g.first, g.n);
        for (size_t l = 0; l < LANES; l++)
            p[l] = g.w[l] * p[l];
        for (size_t k = 0; k <= order; k++)
            for (size_t l = 0; l < LANES; l++) {
                sum[k][l] += p[l];
                p[l] *= g.s[l];
            }
    }
    fold(sum, order, out);
}

SHF_CLONES
void shf_timescales_kernel_tangent(const shf_timescales_neurons *all, const double *v, double *out)
{
    lanes sum[SHF_TIMESCALES_POWERS_MAX + 1];
    clear(sum, all->K);
    for (group g = {.first = 0}; load_group(&g, all, W | B); g.first += LANES) {
        pair p;
        load_pair(&p, &g, all->m, v);
        add_weighted_tangent(&g, all->K, &p, sum);
    }
    fold(sum, all->K, out);
}

SHF_CLONES
void shf_timescales_kernel_field(const shf_timescales_neurons *all, const double *c, double *out)
{
    for (group g = {.first = 0}; load_group(&g, all, B | Q); g.first += LANES) {
        pair p;
        horner(all->K, c, g.s, p.x, p.y, NULL, 0);
        for (size_t l = 0; l < LANES; l++)
            p.y[l] *= g.b[l] * g.q[l];
        store_pair(&p, &g, all->m, out);
    }
}

SHF_CLONES
void shf_timescales_kernel_diagonal(const shf_timescales_neurons *all, const double *c,
                                    shf_timescales_blocks D)
{
    for (group g = {.first = 0}; load_group(&g, all, B | Q); g.first += LANES) {
        lanes p, p1, p2;
        horner(all->K, c, g.s, p, p1, p2, 1);
        for (size_t l = 0; l < LANES; l++)
            p2[l] = 2 * g.b[l] * (g.q[l] * p2[l] - g.s[l] * p1[l]);
        store(D.e12 + g.first, p1, g.n);
        store(D.e22 + g.first, p2, g.n);
    }
}

SHF_CLONES
void shf_timescales_kernel_product(const shf_timescales_neurons *all, const double *c,
                                   shf_timescales_blocks D, const double *v, double *out)
{
    for (group g = {.first = 0}; load_group(&g, all, B | Q); g.first += LANES) {
        pair p, u;
        block_lanes d;
        load_pair(&u, &g, all->m, v);
        load_blocks(&d, &g, D);
        horner(all->K, c, g.s, p.x, p.y, NULL, 0);
        for (size_t l = 0; l < LANES; l++) {
            p.x[l] += d.e11[l] * u.x[l] + d.e12[l] * u.y[l];
            p.y[l] = g.q[l] * (d.e12[l] * u.x[l] + g.b[l] * p.y[l]) + d.e22[l] * u.y[l];
        }
        store_pair(&p, &g, all->m, out);
    }
}

SHF_CLONES
void shf_timescales_kernel_invert(const shf_timescales_neurons *all, double gamma, shf_timescales_blocks D,
                                  shf_timescales_blocks E, double *xy, double *yy)
{
    for (group g = {.first = 0}; load_group(&g, all, B | Q); g.first += LANES) {
        block_lanes d;
        lanes e11, e12, e22;
        pair p;
        load_blocks(&d, &g, D);
        for (size_t l = 0; l < LANES; l++) {
            double o = gamma * d.e12[l], f1 = 1 - gamma * d.e11[l], f2 = 1 - gamma * d.e22[l];
            double det = f1 * f2 - g.q[l] * o * o;
            e11[l] = f2 / det;
            e12[l] = o / det;
            e22[l] = f1 / det;
            p.x[l] = e12[l] * g.b[l] * g.q[l];
            p.y[l] = e22[l] * g.b[l] * g.b[l] * g.q[l];
        }
        store(E.e11 + g.first, e11, g.n);
        store(E.e12 + g.first, e12, g.n);
        store(E.e22 + g.first, e22, g.n);
        store(xy + g.first, p.x, g.n);
        store(yy + g.first, p.y, g.n);
    }
}

SHF_CLONES
void shf_timescales_kernel_solve_moments(const shf_timescales_neurons *all, shf_timescales_blocks E,
                                         const double *v, double *out)
{
    lanes sum[SHF_TIMESCALES_POWERS_MAX + 1];
    clear(sum, all->K);
    for (group g = {.first = 0}; load_group(&g, all, W | B | Q); g.first += LANES) {
        pair p;
        block_lanes e;
        load_pair(&p, &g, all->m, v);
        load_blocks(&e, &g, E);
        multiply(&p, &e, &g);
        add_weighted_tangent(&g, all->K, &p, sum);
    }
    fold(sum, all->K, out);
}

SHF_CLONES
void shf_timescales_kernel_solve_apply(const shf_timescales_neurons *all, const double *c,
                                       shf_timescales_blocks E, const double *v, double *out)
{
    for (group g = {.first = 0}; load_group(&g, all, B | Q); g.first += LANES) {
        pair p, u;
        block_lanes e;
        load_pair(&u, &g, all->m, v);
        load_blocks(&e, &g, E);
        horner(all->K, c, g.s, p.x, p.y, NULL, 0);
        for (size_t l = 0; l < LANES; l++) {
            double x = u.x[l] - p.x[l], y = u.y[l] - g.q[l] * (g.b[l] * p.y[l]);
            p.x[l] = e.e11[l] * x + e.e12[l] * y;
            p.y[l] = g.q[l] * (e.e12[l] * x) + e.e22[l] * y;
        }
        store_pair(&p, &g, all->m, out);
    }
}

SHF_CLONES
double shf_timescales_kernel_decay(const shf_timescales_neurons *all, const double *dy)
{
    lanes sum[1];
    clear(sum, 0);
    for (group g = {.first = 0}; load_group(&g, all, W | Q); g.first += LANES) {
        pair p;
        load_pair(&p, &g, all->m, dy);
        for (size_t l = 0; l < LANES; l++)
            sum[0][l] += g.w[l] * (p.x[l] * p.x[l] + (g.q[l] > 0 ? p.y[l] * p.y[l] / g.q[l] : 0));
    }
    double total = 0;
    fold(sum, 0, &total);
    return total;
}
