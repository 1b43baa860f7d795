/* Training of one network in precision REAL.  The includer defines REAL, MASK, MAGNITUDE_BITS, EPSILON,
 * TINY_SQUARE, GEMM, GEMV and OPS; every name here is static.
 *
 * Samples are cut into chunks that threads take in turn; a chunk goes through blocks of rows: product with W,
 * fused pass for f, fused pass for the rows of the unsatisfied samples, product with their inputs.  The
 * gradients of the chunks are kept apart, for as many of them as some memory holds (a wave), and then added
 * in the order of the chunks.  No memory is taken once the engine exists.
 */
#include "common/blas.h"
#include "common/random.h"
#include "common/report.h"
#include "simulation/engine.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "simulation/bound_body.h"
#include "simulation/engine_types.h"
#include "simulation/kernels_body.h"
#include "simulation/layout_body.h"
#include "simulation/memory_body.h"

/* ---- backward: g += s^T x over the waiting rows, (S.3) ---- */

static void flush(const engine *e, workspace *ws)
{
    if (!ws->waiting)
        return;
    GEMM(CblasRowMajor, CblasTrans, CblasNoTrans, (int)e->width, (int)e->d, (int)ws->waiting, 1, ws->s,
         (int)e->width, ws->sx, (int)e->d, ws->empty ? 0 : 1, ws->g, (int)e->d);
    ws->waiting = 0;
    ws->empty = 0;
}

static void append(const engine *e, workspace *ws, size_t mu, const REAL *z)
{
    size_t k = ws->waiting++;
    active_row(z, e->width, (REAL)e->config.train->y[mu], ws->s + k * e->width);
    memcpy(ws->sx + k * e->d, row(e, mu), e->d * sizeof *ws->sx);
    if (ws->waiting == MAX_BLOCK)
        flush(e, ws);
}

/* ---- forward ---- */

/* Takes up the output of sample mu: margin, sums, and its row if it is unsatisfied. */
static void take(engine *e, workspace *ws, size_t mu, const REAL *z, REAL mf, chunk_sums *sums)
{
    double y = e->config.train->y[mu];
    double yF = y * ((double)mf - (double)e->f0[mu]) / (double)e->config.M, margin = e->config.alpha * yF;
    int unsatisfied = margin < e->config.h;
    sums->evaluated++;
    sums->broken |= !isfinite(mf);
    e->unsatisfied[mu] = (unsigned char)unsatisfied;
    if (unsatisfied) {
        sums->loss += e->config.h - margin;
        sums->errors += yF < 0 ? 1.0 : yF > 0 ? 0.0 : 0.5;
        sums->unsatisfied++;
        append(e, ws, mu, z);
    } else if (e->bound.valid || e->bound.refresh) {
        bound_restart(e, mu, mf, ws->linear[mu % e->chunk]);
    }
}

/* Every sample of first..last-1, block by block where it stands. */
static void visit_all(engine *e, workspace *ws, size_t first, size_t last, chunk_sums *sums)
{
    for (; first < last; first += e->block) {
        size_t n = last - first < e->block ? last - first : e->block, rows = block_rows(e, n);
        forward(e, row(e, first), rows, ws->z);
        relu_dot(ws->z, n, e->width, e->a, ws->f);
        for (size_t k = 0; k < n; k++)
            take(e, ws, first + k, ws->z + k * e->width, ws->f[k], sums);
    }
}

/* Moves candidates into one block, each to a free place of its class, until one finds none; returns their
 * number.  `rows` is the size of the block. */
static size_t gather(const engine *e, workspace *ws, size_t first, const size_t *candidates, size_t n,
                     size_t *rows)
{
    size_t next[MAX_BLOCK] = {0}, k = 0, top = 0;
    for (; k < n && k < e->block; k++) {
        size_t mu = candidates[k], home = (mu - first) % e->block;
        unsigned char class = e->place_class[home];
        size_t p = next[class];
        while (p < e->block && e->place_class[p] != class)
            p++;
        if (p == e->block)
            break;
        next[class] = p + 1;
        ws->place[k] = p;
        memcpy(ws->x + p * e->d, row(e, mu), e->d * sizeof *ws->x);
        top = p >= top ? p + 1 : top;
    }
    *rows = block_rows(e, top);
    return k;
}

/* The samples of first..last-1 that are not provably satisfied. */
static void visit_candidates(engine *e, workspace *ws, size_t first, size_t last, chunk_sums *sums)
{
    size_t n = bound_select(e, ws, first, last), rows = 0;
    for (size_t done = 0; done < n;) {
        const size_t *candidates = ws->candidates + done;
        size_t k = gather(e, ws, first, candidates, n - done, &rows);
        forward(e, ws->x, rows, ws->z);
        relu_dot(ws->z, rows, e->width, e->a, ws->f);
        for (size_t j = 0; j < k; j++) {
            size_t p = ws->place[j];
            take(e, ws, candidates[j], ws->z + p * e->width, ws->f[p], sums);
        }
        done += k;
    }
}

/* One chunk: its sums, and its gradient in place `slot` of the wave. */
static void visit_chunk(engine *e, workspace *ws, size_t chunk, size_t slot)
{
    size_t first = chunk * e->chunk, n = e->config.train->n;
    size_t last = n - first < e->chunk ? n : first + e->chunk;
    chunk_sums sums = {.loss = 0};
    ws->g = e->parts + slot * e->width * e->d;
    ws->waiting = 0;
    ws->empty = 1;
    if (e->bound.valid || e->bound.refresh)
        bound_project(e, ws, first, last);
    if (e->bound.valid)
        visit_candidates(e, ws, first, last, &sums);
    else
        visit_all(e, ws, first, last, &sums);
    flush(e, ws);
    e->filled[slot] = (unsigned char)!ws->empty;
    e->sums[chunk] = sums;
}

/* Adds the gradients of a wave to the total, for each number in the order of the chunks. */
static void add_wave(engine *e, size_t n)
{
#pragma omp parallel for schedule(static) num_threads(threads_for(e, e->width, e->d, n))
    for (size_t i = 0; i < e->width; i++) {
        REAL *g = e->g + i * e->d;
        for (size_t slot = 0; slot < n; slot++) {
            const REAL *part = e->parts + (slot * e->width + i) * e->d;
            for (size_t k = 0; e->filled[slot] && k < e->d; k++)
                g[k] += part[k];
        }
    }
}

static void visit_chunks(engine *e)
{
    memset(e->g, 0, e->width * e->d * sizeof *e->g);
    for (size_t first = 0; first < e->n_chunks; first += e->wave) {
        size_t n = e->n_chunks - first < e->wave ? e->n_chunks - first : e->wave;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads_for(e, e->config.train->n, e->width, e->d))
        for (size_t slot = 0; slot < n; slot++)
            visit_chunk(e, my_work(e), first + slot, slot);
        add_wave(e, n);
    }
}

static void add_sums(engine *e)
{
    chunk_sums total = {.loss = 0};
    for (size_t chunk = 0; chunk < e->n_chunks; chunk++) {
        const chunk_sums *s = &e->sums[chunk];
        total.loss += s->loss;
        total.errors += s->errors;
        total.unsatisfied += s->unsatisfied;
        total.evaluated += s->evaluated;
        total.broken |= s->broken;
    }
    e->total = total;
    e->count.gradients++;
    e->count.evaluations += total.evaluated;
}

static shf_status gradient(void *state, shf_error *error)
{
    engine *e = state;
    shf_blas_enter();
    bound_before(e);
    visit_chunks(e);
    add_sums(e);
    bound_after(e);
    shf_blas_leave();
    if (e->total.broken)
        return shf_fail(error, SHF_ERR_NUMERIC, "the output of the network is not finite: eta is too large");
    return SHF_OK;
}

/* ---- update, (S.4) ---- */

/* Moves node i, and notes w_par_i before; returns the change of a_i. */
static double move_node(engine *e, size_t i, REAL kappa)
{
    REAL *w = e->w + i * e->d, *dw = e->bound.dw + i * e->d, product[2];
    const REAL *g = e->g + i * e->d;
    REAL old = e->a[i];
    dot2(w, g, e->unit, e->d, product);
    e->bound.w_par[i] = (double)product[1];
    advance(w, g, kappa * old, dw, e->d);
    e->a[i] = old + kappa * product[0];
    return (double)(e->a[i] - old);
}

static shf_status update(void *state, shf_error *error)
{
    engine *e = state;
    const shf_hinge_engine_config *c = &e->config;
    REAL kappa = (REAL)(c->rate / (c->alpha * (double)c->M * (double)c->train->n));
    int broken = 0;
    shf_blas_enter();
    bound_of_weights(e);
#pragma omp parallel for schedule(static) num_threads(threads_for(e, c->M, e->d, 4)) reduction(| : broken)
    for (size_t i = 0; i < c->M; i++) {
        e->bound.da[i] = move_node(e, i, kappa);
        broken |= !isfinite(e->a[i]) || !all_finite(e->w + i * e->d, e->d);
    }
    if (!broken)
        bound_of_update(e);
    shf_blas_leave();
    return broken ? shf_fail(error, SHF_ERR_NUMERIC, "the weights are not finite: eta is too large") : SHF_OK;
}

#include "simulation/observe_body.h"

const shf_hinge_engine_ops OPS = {
    .create = create,
    .destroy = destroy,
    .start = start,
    .gradient = gradient,
    .update = update,
    .observe = observe,
    .get = get,
    .set = set,
    .project = project,
    .gradient_of = gradient_of,
    .unsatisfied = unsatisfied,
    .count = counted,
};
