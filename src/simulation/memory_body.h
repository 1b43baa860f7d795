/* Making and freeing an engine; getting weights in and out. */
#ifndef SHF_SIMULATION_MEMORY_BODY_H
#define SHF_SIMULATION_MEMORY_BODY_H

#include "common/report.h"
#include "simulation/engine_types.h"
#include "simulation/kernels_body.h"
#include <stdlib.h>
#include <string.h>

/* `n` zeroed numbers on a boundary of 64 bytes. */
static REAL *numbers(size_t n)
{
    if (n > SIZE_MAX / sizeof(REAL) - 64)
        return NULL;
    size_t bytes = (n * sizeof(REAL) + 63) / 64 * 64;
    REAL *v = aligned_alloc(64, bytes ? bytes : 64);
    if (v)
        memset(v, 0, bytes);
    return v;
}

static void free_work(workspace *ws)
{
    free(ws->z);
    free(ws->x);
    free(ws->s);
    free(ws->sx);
    free(ws->linear);
    free(ws->along);
    free(ws->candidates);
}

static void destroy(void *state)
{
    engine *e = state;
    if (!e)
        return;
    bounds *b = &e->bound;
    for (int k = 0; e->work && k < e->config.threads; k++)
        free_work(&e->work[k]);
    void *arrays[] = {e->a,      e->w,       e->g,     e->f0,        e->f0_test,     e->parts,
                      e->filled, e->teacher, e->unit,  e->buffer,    e->unsatisfied, e->sums,
                      e->work,   b->even,    b->moved, b->dw,        b->v,           b->half_V,
                      b->node,   b->da,      b->w_par, b->square[0], b->square[1],   b->square[2]};
    for (size_t k = 0; k < sizeof arrays / sizeof arrays[0]; k++)
        free(arrays[k]);
    free(e);
}

static int new_work(engine *e, workspace *ws)
{
    ws->z = numbers(e->block * e->width);
    ws->x = numbers(e->block * e->d);
    ws->s = numbers(MAX_BLOCK * e->width);
    ws->sx = numbers(MAX_BLOCK * e->d);
    ws->linear = numbers(e->chunk);
    ws->along = numbers(e->chunk);
    ws->candidates = calloc(e->chunk, sizeof *ws->candidates);
    return ws->z && ws->x && ws->s && ws->sx && ws->linear && ws->along && ws->candidates;
}

/* The bounds cost width d n + 2 n^3 products an update, the forward pass N width d: only where they are
 * cheap. */
static int bounds_pay(const engine *e)
{
    double n = (double)(e->d < e->width ? e->d : e->width), forward = (double)(e->width * e->d);
    return forward * n + 2.0 * n * n * n < 0.25 * forward * (double)e->config.train->n;
}

static int new_bound(engine *e)
{
    bounds *b = &e->bound;
    size_t n = e->d < e->width ? e->d : e->width, N = e->config.train->n;
    b->dw = numbers(e->width * e->d);
    b->da = calloc(e->width, sizeof *b->da);
    b->w_par = calloc(e->width, sizeof *b->w_par);
    b->v = numbers(e->d);
    b->half_V = numbers(e->d);
    b->node = calloc(e->width, sizeof *b->node);
    int good = b->dw && b->da && b->w_par && b->v && b->half_V && b->node;
    if (!e->config.active)
        return good;
    b->even = calloc(N, sizeof *b->even);
    b->moved = calloc(N, sizeof *b->moved);
    for (int k = 0; k < 3; k++) {
        b->square[k] = numbers(n * n);
        good = good && b->square[k];
    }
    return good && b->even && b->moved;
}

/* Sizes: chunks of equal size, eight of them or a multiple of eight that leaves at most 2048 samples each. */
static void sizes(engine *e)
{
    size_t n = e->config.train->n, least = CHUNKS * ((n + MOST_SAMPLES - 1) / MOST_SAMPLES);
    e->d = e->config.train->d;
    e->width = (e->config.M + LANES - 1) / LANES * LANES;
    e->chunk = (n + least - 1) / least;
    e->n_chunks = (n + e->chunk - 1) / e->chunk;
    size_t each = e->width * e->d * sizeof(REAL), waves, most = WAVE_BYTES / each;
    most = most > (size_t)e->config.threads ? most : (size_t)e->config.threads;
    waves = (e->n_chunks + most - 1) / most;
    e->wave = (e->n_chunks + waves - 1) / waves;
    e->block = e->width <= 1024 ? MAX_BLOCK : e->width <= 2048 ? MAX_BLOCK / 2 : MAX_BLOCK / 4;
}

static int new_arrays(engine *e)
{
    size_t entries = e->width * e->d, N = e->config.train->n;
    e->a = numbers(e->width);
    e->w = numbers(entries);
    e->g = numbers(entries);
    e->parts = numbers(e->wave * entries);
    e->filled = calloc(e->wave, sizeof *e->filled);
    e->f0 = numbers(N);
    e->f0_test = numbers(e->config.test->n);
    e->teacher = calloc(e->d, sizeof *e->teacher);
    e->unit = numbers(e->d);
    e->buffer = calloc(2 * e->d, sizeof *e->buffer);
    e->unsatisfied = calloc(N, sizeof *e->unsatisfied);
    e->sums = calloc(e->n_chunks, sizeof *e->sums);
    e->work = calloc((size_t)e->config.threads, sizeof *e->work);
    if (!e->a || !e->w || !e->g || !e->parts || !e->filled || !e->f0 || !e->f0_test || !e->teacher ||
        !e->unit || !e->buffer || !e->unsatisfied || !e->sums || !e->work)
        return 0;
    for (int k = 0; k < e->config.threads; k++)
        if (!new_work(e, &e->work[k]))
            return 0;
    return new_bound(e);
}

static shf_status create(const shf_hinge_engine_config *config, void **state, shf_error *error)
{
    *state = NULL;
    engine *e = calloc(1, sizeof *e);
    if (!e)
        return shf_no_memory(error);
    e->config = *config;
    sizes(e);
    if ((size_t)e->config.threads > e->n_chunks)
        e->config.threads = (int)e->n_chunks;
    e->config.active = config->active && bounds_pay(e);
    if (e->width > INT32_MAX / e->d || !new_arrays(e)) {
        destroy(e);
        return shf_no_memory(error);
    }
    for (size_t k = 0; k < e->d; k++)
        e->unit[k] = (REAL)(e->teacher[k] = config->teacher[k]);
    *state = e;
    return SHF_OK;
}

/* ---- weights ---- */

static void get(const void *state, double *a, double *w)
{
    const engine *e = state;
    for (size_t i = 0; i < e->config.M; i++)
        a[i] = (double)e->a[i];
    for (size_t k = 0; k < e->config.M * e->d; k++)
        w[k] = (double)e->w[k];
}

/* New weights: nothing is known about the samples any more. */
static void set(void *state, const double *a, const double *w)
{
    engine *e = state;
    for (size_t i = 0; i < e->config.M; i++)
        e->a[i] = (REAL)a[i];
    for (size_t k = 0; k < e->config.M * e->d; k++)
        e->w[k] = (REAL)w[k];
    e->bound.valid = e->bound.refresh = 0;
    e->bound.pause = 0;
    e->total.unsatisfied = e->config.train->n;
}

static void project(const void *state, size_t i, double *a, double *w_par)
{
    const engine *e = state;
    *a = (double)e->a[i];
    *w_par = teacher_part(e, e->w + i * e->d);
}

static const unsigned char *unsatisfied(const void *state)
{
    return ((const engine *)state)->unsatisfied;
}

static shf_hinge_engine_count counted(const void *state)
{
    return ((const engine *)state)->count;
}

#endif
