/* Start of training, and what is measured. */
#ifndef SHF_SIMULATION_OBSERVE_BODY_H
#define SHF_SIMULATION_OBSERVE_BODY_H

#include "common/blas.h"
#include "simulation/kernels_body.h"
#include "simulation/layout_body.h"
#include <math.h>
#include <string.h>

/* M f of every sample of a set. */
static void outputs(engine *e, const shf_hinge_samples *samples, REAL *out)
{
    size_t blocks = (samples->n + e->block - 1) / e->block;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads_for(e, samples->n, e->width, e->d))
    for (size_t j = 0; j < blocks; j++) {
        workspace *ws = my_work(e);
        size_t first = j * e->block, n = samples->n - first < e->block ? samples->n - first : e->block;
        forward(e, (const REAL *)samples->x + first * e->d, block_rows(e, n), ws->z);
        relu_dot(ws->z, n, e->width, e->a, out + first);
    }
}

/* M f of the training samples, each in the place where the gradient evaluates it. */
static void training_outputs(engine *e, REAL *out)
{
    size_t N = e->config.train->n;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads_for(e, N, e->width, e->d))
    for (size_t chunk = 0; chunk < e->n_chunks; chunk++) {
        workspace *ws = my_work(e);
        size_t last = (chunk + 1) * e->chunk < N ? (chunk + 1) * e->chunk : N;
        for (size_t first = chunk * e->chunk; first < last; first += e->block) {
            size_t n = last - first < e->block ? last - first : e->block;
            forward(e, row(e, first), block_rows(e, n), ws->z);
            relu_dot(ws->z, n, e->width, e->a, out + first);
        }
    }
}

static void start(void *state, uint64_t seed)
{
    engine *e = state;
    const shf_hinge_engine_config *c = &e->config;
    size_t M = c->M;
    shf_blas_enter();
    measure_layout(e);
    for (size_t i = 0; i < M; i++)
        e->a[i] = (REAL)(c->sigma_a * shf_random_normal(seed, SHF_STREAM_A, i));
    for (size_t k = 0; k < M * e->d; k++)
        e->w[k] = (REAL)(c->sigma_w * shf_random_normal(seed, SHF_STREAM_W, k));
    memset(e->g, 0, e->width * e->d * sizeof *e->g);
    e->bound.valid = e->bound.refresh = 0;
    e->bound.pause = 0;
    e->total.unsatisfied = c->train->n;
    training_outputs(e, e->f0);
    outputs(e, c->test, e->f0_test);
    shf_blas_leave();
}

/* Wrong signs among the test samples, blocks in any order: the sum is exact. */
static double test_errors(engine *e)
{
    const shf_hinge_samples *test = e->config.test;
    size_t blocks = (test->n + e->block - 1) / e->block;
    double errors = 0;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads_for(e, test->n, e->width, e->d)) reduction(+ : errors)
    for (size_t j = 0; j < blocks; j++) {
        workspace *ws = my_work(e);
        size_t first = j * e->block, n = test->n - first < e->block ? test->n - first : e->block;
        forward(e, (const REAL *)test->x + first * e->d, block_rows(e, n), ws->z);
        relu_dot(ws->z, n, e->width, e->a, ws->f);
        for (size_t k = 0; k < n; k++) {
            double yF = test->y[first + k] * ((double)ws->f[k] - (double)e->f0_test[first + k]);
            errors += yF < 0 ? 1.0 : yF > 0 ? 0.0 : 0.5;
        }
    }
    return errors;
}

/* Part along the teacher and norm of the rest. */
static void split(const engine *e, const double *v, double *par, double *perp)
{
    *par = 0;
    for (size_t k = 0; k < e->d; k++)
        *par += v[k] * e->teacher[k];
    double rest = 0;
    for (size_t k = 0; k < e->d; k++) {
        double r = v[k] - *par * e->teacher[k];
        rest += r * r;
    }
    *perp = sqrt(rest);
}

/* I and J, (S.6): the stored gradients are sums over samples of inputs divided by sqrt d. */
static void observe_pull(engine *e, double *buffer, double *value)
{
    double scale = sqrt((double)e->d) / (double)e->config.train->n, I = 0, J = 0, par, perp;
    for (size_t i = 0; i < e->config.M; i++) {
        for (size_t k = 0; k < e->d; k++)
            buffer[k] = scale * (double)e->g[i * e->d + k];
        split(e, buffer, &par, &perp);
        I += par;
        J += perp;
    }
    value[SHF_OBS_I] = I / (double)e->config.M;
    value[SHF_OBS_J] = J / (double)e->config.M;
}

/* Moments of the weights and V, (S.7), (S.8). */
static void observe_weights(engine *e, double *buffer, double *V, double *value)
{
    double M = (double)e->config.M, a2 = 0, par2 = 0, perp2 = 0, par, perp;
    memset(V, 0, e->d * sizeof *V);
    for (size_t i = 0; i < e->config.M; i++) {
        double a = (double)e->a[i];
        for (size_t k = 0; k < e->d; k++) {
            buffer[k] = (double)e->w[i * e->d + k];
            V[k] += a * buffer[k] / M;
        }
        split(e, buffer, &par, &perp);
        a2 += a * a;
        par2 += par * par;
        perp2 += perp * perp;
    }
    split(e, V, &par, &perp);
    value[SHF_OBS_V_par] = par;
    value[SHF_OBS_V_perp] = perp;
    value[SHF_OBS_a2] = a2 / M;
    value[SHF_OBS_w_par2] = par2 / M;
    value[SHF_OBS_w_perp2] = perp2 / M;
}

static void observe(void *state, double value[SHF_OBS_COUNT])
{
    engine *e = state;
    const shf_hinge_engine_config *c = &e->config;
    double N = (double)c->train->n;
    value[SHF_OBS_loss] = e->total.loss / (c->alpha * c->alpha * N);
    value[SHF_OBS_error_train] = e->total.errors / N;
    value[SHF_OBS_f_U] = (double)e->total.unsatisfied / N;
    shf_blas_enter();
    value[SHF_OBS_error_test] = test_errors(e) / (double)c->test->n;
    shf_blas_leave();
    observe_pull(e, e->buffer, value);
    observe_weights(e, e->buffer, e->buffer + e->d, value);
}

/* -dL/da_i = w_i.g_i / (alpha M N), -dL/dw_i = a_i g_i / (alpha M N). */
static void gradient_of(const void *state, size_t i, double *g_a, double *g_w)
{
    const engine *e = state;
    double scale = 1.0 / (e->config.alpha * (double)e->config.M * (double)e->config.train->n), sum = 0;
    for (size_t k = 0; k < e->d; k++) {
        double g = scale * (double)e->g[i * e->d + k];
        sum += g * (double)e->w[i * e->d + k];
        g_w[k] = g * (double)e->a[i];
    }
    *g_a = sum;
}

#endif
