/* Which samples are provably still satisfied (docs/simulation.md, section 4).
 *
 * f = V.x/(2 sqrt d) + e with the even part e = (1/2M) sum_i a_i |w_i.x|/sqrt d.  The linear part is known
 * exactly for d products a sample.  In one update, with dw_i = c_i v + R_i for the main direction v of the
 * update, |e(t+1) - e(t)| <= (1/2M) [ sum |da_i| |w_par_i| |x_par| + |da| s(W_perp) |x|
 *                               + sum |a_i c_i| |v.x| + |a| s(R) |x| ] / sqrt d,                       (S.9)
 * s the largest singular value, bounded from above by the trace of the eighth power.  The sum over the
 * updates since a sample was evaluated bounds how far its even part can have moved.
 *
 * Rounding: margins computed in two ways at the same weights differ by at most a few times
 *     u |x| alpha (1/M) sum |a_i| |w_i|,    u = depth EPSILON, (S.10) with depth the number of additions that
 * an element goes through: d in the product and width/(4 LANES) + 8 in the pass over the nodes (EPSILON is
 * twice the unit of rounding, which covers the multiplications).  Four times it is taken off: for the
 * evaluation then, the one that is saved now, and both linear parts. */
#ifndef SHF_SIMULATION_BOUND_BODY_H
#define SHF_SIMULATION_BOUND_BODY_H

#include "common/blas.h"
#include "simulation/engine_types.h"
#include "simulation/kernels_body.h"
#include <math.h>
#include <string.h>

/* ---- largest singular value ---- */

enum { COLUMN_BLOCKS = 4, V_COLUMNS = 32 };

/* out = A^T A (transpose) or A A^T or, for symmetric A, A A; columns in blocks. */
static void gram(const engine *e, const REAL *A, size_t rows, size_t columns, int transpose, REAL *out)
{
    size_t n = transpose ? columns : rows, step = (n + COLUMN_BLOCKS - 1) / COLUMN_BLOCKS;
#pragma omp parallel for schedule(static) num_threads(threads_for(e, n, columns, rows))
    for (size_t j = 0; j < n; j += step) {
        int wide = (int)(n - j < step ? n - j : step);
        if (transpose)
            GEMM(CblasRowMajor, CblasTrans, CblasNoTrans, (int)n, wide, (int)rows, 1, A, (int)columns, A + j,
                 (int)columns, 0, out + j, (int)n);
        else
            GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, wide, (int)columns, 1, A, (int)columns,
                 A + j * columns, (int)columns, 0, out + j, (int)n);
    }
}

/* Frobenius norm of n numbers, in double precision. */
static double norm2(const REAL *v, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k < n; k++)
        sum += (double)v[k] * (double)v[k];
    return sqrt(sum);
}

/* Upper bound on the largest singular value of the width x d matrix A, rounding included: with B = A^T A /
 * tr, s^2/tr <= |B|, |B|^2 <= |B^2|_F + rounding, and so on; |B^4|_F^(1/4) exceeds |B| by at most n^(1/8).
 * `frobenius` is the Frobenius norm of A. */
static double largest_singular(engine *e, const REAL *A, double *frobenius)
{
    bounds *b = &e->bound;
    size_t n = e->d < e->width ? e->d : e->width;
    double gamma = 2.0 * EPSILON * (double)(e->width + e->d), trace = 0;
    gram(e, A, e->width, e->d, e->d < e->width, b->square[0]);
    for (size_t k = 0; k < n; k++)
        trace += (double)b->square[0][k * (n + 1)];
    *frobenius = (1.0 + gamma) * sqrt(trace);
    if (!(trace > TINY_SQUARE) || gamma * (double)n > 0.1)
        return trace > TINY_SQUARE ? *frobenius : (1.0 + gamma) * norm2(A, e->width * e->d);
    REAL scale = (REAL)(1.0 / trace);
    for (size_t k = 0; k < n * n; k++)
        b->square[0][k] *= scale;
    gram(e, b->square[0], n, n, 0, b->square[1]);
    gram(e, b->square[1], n, n, 0, b->square[2]);
    double n1 = (double)sum_squares(b->square[0], n * n), n2 = (double)sum_squares(b->square[1], n * n);
    double n4 =
        sqrt((double)sum_squares(b->square[2], n * n)) * (1.0 + EPSILON * ((double)(n * n) / LANES + 8.0));
    double top = sqrt(sqrt(n4 + gamma * n2) + gamma * n1) + gamma;
    return sqrt(top * trace) * (1.0 + gamma);
}

/* ---- before and after a gradient ---- */

/* V/2 at the present weights, in double precision; columns in blocks. */
static void half_V(engine *e)
{
    double half = 0.5 / (double)e->config.M;
#pragma omp parallel for schedule(static) num_threads(threads_for(e, e->width, e->d, 1))
    for (size_t first = 0; first < e->d; first += V_COLUMNS) {
        size_t last = e->d - first < V_COLUMNS ? e->d : first + V_COLUMNS;
        double sum[V_COLUMNS] = {0};
        for (size_t i = 0; i < e->config.M; i++)
            for (size_t k = first; k < last; k++)
                sum[k - first] += (double)e->a[i] * (double)e->w[i * e->d + k];
        for (size_t k = first; k < last; k++)
            e->bound.half_V[k] = (REAL)(half * sum[k - first]);
    }
}

/* (S.10) at the present weights, four times; the largest value since the last refresh counts. */
static void rounding_allowance(engine *e)
{
    double sum = 0, depth = (double)e->d + (double)e->width / (4.0 * LANES) + 8.0;
#pragma omp parallel for schedule(static) num_threads(threads_for(e, e->width, e->d, 1))
    for (size_t i = 0; i < e->config.M; i++) {
        double square = (double)sum_squares(e->w + i * e->d, e->d);
        e->bound.node[i] = fabs((double)e->a[i]) * sqrt(square);
    }
    for (size_t i = 0; i < e->config.M; i++)
        sum += e->bound.node[i];
    double unit = depth * EPSILON * e->config.alpha / (double)e->config.M * sum;
    e->bound.rounding = fmax(e->bound.rounding, 4.0 * unit);
}

/* Decides whether this gradient starts bounds or uses them.  Not worth it while most samples are unsatisfied.
 */
static void bound_before(engine *e)
{
    bounds *b = &e->bound;
    b->refresh = 0;
    if (!e->config.active)
        return;
    if (!b->valid) {
        if (b->pause > 0) {
            b->pause--;
            return;
        }
        if ((double)e->total.unsatisfied > 0.75 * (double)e->config.train->n)
            return;
        b->refresh = 1;
        b->rounding = b->sigma_seen = 0;
    }
    half_V(e);
    rounding_allowance(e);
}

/* Gives up for some time when the bounds saved less than they cost. */
static void bound_after(engine *e)
{
    bounds *b = &e->bound;
    if (b->refresh) {
        b->valid = 1;
    } else if (b->valid && (double)e->total.evaluated > 0.95 * (double)e->config.train->n) {
        b->valid = 0;
        b->pause = 8;
    }
}

/* V.x/2 and v.x of the samples first..last-1, into ws. */
static void bound_project(const engine *e, workspace *ws, size_t first, size_t last)
{
    for (size_t mu = first; mu < last; mu++) {
        REAL out[2];
        dot2(row(e, mu), e->bound.half_V, e->bound.v, e->d, out);
        ws->linear[mu - first] = out[0];
        ws->along[mu - first] = out[1];
    }
}

/* Sample mu was evaluated (M f = mf) and is satisfied. */
static void bound_restart(engine *e, size_t mu, REAL mf, REAL linear)
{
    bounds *b = &e->bound;
    b->even[mu] =
        e->config.alpha * e->config.train->y[mu] * ((double)mf / (double)e->config.M - (double)linear);
    b->moved[mu] = 0;
}

/* Whether sample mu, satisfied when it was evaluated last, may have come back below the margin. */
static int bound_doubts(engine *e, size_t mu, double linear, double along)
{
    bounds *b = &e->bound;
    const shf_hinge_samples *train = e->config.train;
    b->moved[mu] += b->c_v * fabs(along) + b->c_norm * train->norm[mu] + b->c_par * fabs(train->x_par[mu]);
    double odd = e->config.alpha * train->y[mu] * (linear - (double)e->f0[mu] / (double)e->config.M);
    double least = odd + b->even[mu] - b->moved[mu] - b->rounding * train->norm[mu];
    return !(least > e->config.h);
}

/* The samples of first..last-1 to evaluate, into ws->candidates; returns how many. */
static size_t bound_select(engine *e, workspace *ws, size_t first, size_t last)
{
    size_t n = 0;
    for (size_t mu = first; mu < last; mu++)
        if (e->unsatisfied[mu] ||
            bound_doubts(e, mu, (double)ws->linear[mu - first], (double)ws->along[mu - first]))
            ws->candidates[n++] = mu;
    return n;
}

/* ---- around an update ---- */

/* Before the update, now and then: singular value of W without its teacher part (in dw, which is free). */
static void bound_of_weights(engine *e)
{
    bounds *b = &e->bound;
    double frobenius = 0;
    if (!b->valid || b->sigma_w < 1.1 * b->sigma_seen)
        return;
#pragma omp parallel for schedule(static) num_threads(threads_for(e, e->width, e->d, 2))
    for (size_t i = 0; i < e->width; i++) {
        const REAL *w = e->w + i * e->d;
        double par = teacher_part(e, w);
        for (size_t k = 0; k < e->d; k++)
            b->dw[i * e->d + k] = (REAL)((double)w[k] - par * e->teacher[k]);
    }
    b->sigma_w = b->sigma_seen = largest_singular(e, b->dw, &frobenius);
}

/* v: the direction of sum_i a_i dw_i, into which nearly all of an update goes; then c_i = dw_i.v into node,
 * and dw becomes R. */
static void take_main_direction(engine *e)
{
    bounds *b = &e->bound;
    GEMV(CblasRowMajor, CblasTrans, (int)e->width, (int)e->d, 1, b->dw, (int)e->d, e->a, 1, 0, b->v, 1);
    double norm = sqrt((double)sum_squares(b->v, e->d));
    for (size_t k = 0; k < e->d; k++)
        b->v[k] = norm > 0 ? (REAL)((double)b->v[k] / norm) : 0;
#pragma omp parallel for schedule(static) num_threads(threads_for(e, e->width, e->d, 2))
    for (size_t i = 0; i < e->config.M; i++) {
        REAL *dw = b->dw + i * e->d, c[2];
        dot2(dw, b->v, b->v, e->d, c);
        for (size_t k = 0; k < e->d; k++)
            dw[k] -= c[0] * b->v[k];
        b->node[i] = (double)c[0];
    }
}

/* After the update: the coefficients of (S.9), with alpha and room for the rounding of w_par, c and R. */
static void bound_of_update(engine *e)
{
    bounds *b = &e->bound;
    if (!b->valid)
        return;
    size_t M = e->config.M;
    double gamma = EPSILON * (double)(e->d + e->width), par = 0, main = 0, a2 = 0, da2 = 0, c2 = 0, rest = 0;
    take_main_direction(e);
    for (size_t i = 0; i < M; i++) {
        double a = fabs((double)e->a[i]), c = fabs(b->node[i]);
        par += fabs(b->da[i] * b->w_par[i]);
        main += a * c;
        a2 += a * a;
        da2 += b->da[i] * b->da[i];
        c2 += c * c;
    }
    double sigma_r = largest_singular(e, b->dw, &rest) + 4.0 * EPSILON * (rest + 2.0 * sqrt(c2));
    double scale = 0.5 * e->config.alpha / (double)M * (1.0 + 4.0 * gamma);
    b->c_par = scale * par / sqrt((double)e->d);
    b->c_v = scale * main;
    b->c_norm = scale * (sqrt(da2) * b->sigma_w + sqrt(a2) * sigma_r + gamma * main);
    b->sigma_w += sqrt(c2) + sigma_r;
}

#endif
