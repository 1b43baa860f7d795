/* One network in training: forward and backward passes as matrix products over blocks of samples, (T.18). */
#include "simulation/timescales_net.h"
#include "common/blas.h"
#include "common/hermite.h"
#include "common/initial_network.h"
#include "common/jobs.h"
#include "common/random.h"
#include "common/report.h"
#include "simulation/activation_values.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM_X = 0x7201, STREAM_NOISE, STREAM_TEST, STREAM_TRAIN };

static int is_gd(const shf_timescales_net *net)
{
    return net->training->dynamics.kind == SHF_TRAINING_GD;
}

/* Samples first..first+n-1 of the training data: inputs and noisy labels. */
static void draw(const shf_timescales_net *net, uint64_t first, size_t n, double *x, double *y)
{
    size_t d = net->d;
    shf_random_normals(net->seed, is_gd(net) ? STREAM_TRAIN : STREAM_X, first * d, x, n * d);
    for (size_t b = 0; b < n; b++)
        shf_activation_values(&net->params->target, 1, x + b * d, &y[b], NULL);
    double tau = net->params->tau;
    for (size_t b = 0; tau > 0 && b < n; b++)
        y[b] += tau * shf_random_normal(net->seed, STREAM_NOISE, first + b);
}

/* error = y - f on n <= SHF_TIMESCALES_NET_ROWS samples; z and slope hold sigma and sigma' of every neuron.
 */
static void forward(shf_timescales_net *net, size_t n, const double *x, const double *y)
{
    size_t m = net->m;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)m, (int)net->d, 1, x, (int)net->d,
                net->u, (int)net->d, 0, net->z, (int)m);
    shf_activation_values(&net->params->activation, n * m, net->z, net->z, net->slope);
    for (size_t b = 0; b < n; b++) {
        double f = 0;
        for (size_t i = 0; i < m; i++)
            f += net->w[i] * net->a[i] * net->z[b * m + i];
        net->error[b] = y[b] - f;
    }
    net->evaluations += n;
}

/* Adds the sums over the samples of error sigma and error sigma' x. */
static void backward(shf_timescales_net *net, size_t n, const double *x, int first)
{
    size_t m = net->m, d = net->d;
    if (first)
        memset(net->ga, 0, m * sizeof *net->ga);
    for (size_t b = 0; b < n; b++)
        for (size_t i = 0; i < m; i++) {
            net->ga[i] += net->error[b] * net->z[b * m + i];
            net->slope[b * m + i] *= net->error[b];
        }
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)m, (int)d, (int)n, 1, net->slope, (int)m, x,
                (int)d, first ? 0 : 1, net->gu, (int)d);
}

static shf_status move(shf_timescales_net *net, size_t samples, shf_error *error)
{
    double step = 1 / net->training->substeps, rate = step / (double)samples, sum = 0;
    for (size_t i = 0; i < net->m; i++) {
        double *u = net->u + i * net->d, norm = 0, a = net->a[i];
        for (size_t j = 0; j < net->d; j++) {
            u[j] += rate * a * net->gu[i * net->d + j];
            norm += u[j] * u[j];
        }
        norm = sqrt(norm);
        for (size_t j = 0; j < net->d; j++)
            u[j] /= norm;
        net->a[i] += rate / net->params->epsilon * net->ga[i];
        sum += net->a[i] + norm;
    }
    net->updates++;
    if (isfinite(sum))
        return SHF_OK;
    return shf_fail(error, SHF_ERR_NUMERIC, "substeps = %g: the weights diverge at t = %g",
                    net->training->substeps, step * (double)net->updates);
}

shf_status shf_timescales_net_update(shf_timescales_net *net, shf_error *error)
{
    size_t total = is_gd(net) ? net->training->N : net->training->batch;
    for (size_t first = 0; first < total; first += SHF_TIMESCALES_NET_ROWS) {
        size_t n = total - first < SHF_TIMESCALES_NET_ROWS ? total - first : SHF_TIMESCALES_NET_ROWS;
        const double *x = net->x, *y = net->y;
        if (shf_stop(net->progress, 0))
            return SHF_ERR_INTERRUPTED;
        if (is_gd(net)) {
            x += first * net->d;
            y += first;
        } else {
            draw(net, net->updates * total + first, n, net->x, net->y);
        }
        forward(net, n, x, y);
        backward(net, n, x, first == 0);
    }
    return move(net, total, error);
}

/* ---- observables ---- */

static shf_status training_loss(shf_timescales_net *net, double *loss)
{
    *loss = NAN;
    if (!is_gd(net))
        return SHF_OK;
    double sum = 0;
    for (size_t first = 0; first < net->training->N; first += SHF_TIMESCALES_NET_ROWS) {
        size_t n = net->training->N - first < SHF_TIMESCALES_NET_ROWS ? net->training->N - first
                                                                      : SHF_TIMESCALES_NET_ROWS;
        if (shf_stop(net->progress, 0))
            return SHF_ERR_INTERRUPTED;
        forward(net, n, net->x + first * net->d, net->y + first);
        for (size_t b = 0; b < n; b++)
            sum += 0.5 * net->error[b] * net->error[b];
    }
    *loss = sum / (double)net->training->N;
    return SHF_OK;
}

static void moments(const shf_timescales_net *net, shf_timescales_weights *out)
{
    double a1 = 0, a2 = 0, a_max = 0, s1 = 0, s2 = 0, s_max = 0;
    for (size_t i = 0; i < net->m; i++) {
        double a = net->a[i], s = net->u[i * net->d], w = net->w[i];
        a1 += w * a;
        a2 += w * a * a;
        a_max = fmax(a_max, fabs(a));
        s1 += w * s;
        s2 += w * s * s;
        s_max = fmax(s_max, fabs(s));
    }
    out->mean_a = a1;
    out->rms_a = sqrt(a2);
    out->max_a = a_max;
    out->mean_s = s1;
    out->rms_s = sqrt(s2);
    out->max_s = s_max;
}

/* phi - f on the test set. */
static shf_status residuals(shf_timescales_net *net)
{
    size_t n = net->training->test_size, d = net->d;
    for (size_t first = 0; first < n; first += SHF_TIMESCALES_NET_ROWS) {
        size_t rows = n - first < SHF_TIMESCALES_NET_ROWS ? n - first : SHF_TIMESCALES_NET_ROWS;
        double clean[SHF_TIMESCALES_NET_ROWS];
        if (shf_stop(net->progress, 0))
            return SHF_ERR_INTERRUPTED;
        for (size_t b = 0; b < rows; b++)
            shf_activation_values(&net->params->target, 1, net->test + (first + b) * d, &clean[b], NULL);
        forward(net, rows, net->test + first * d, clean);
        memcpy(net->residual + first, net->error, rows * sizeof *net->residual);
    }
    return SHF_OK;
}

shf_status shf_timescales_net_observe(shf_timescales_net *net, size_t degrees, double *values, double *errors)
{
    size_t n = net->training->test_size, d = net->d;
    shf_status status = residuals(net);
    if (status)
        return status;
    for (size_t b = 0; b < n; b++)
        net->work[b] = 0.5 * net->residual[b] * net->residual[b];
    values[0] = shf_control_variate_mean(&net->control_variate, net->work, &errors[0]) +
                0.5 * net->params->tau * net->params->tau;
    double one[64] = {0};
    for (size_t k = 0; k < degrees; k++) {
        one[k] = 1;
        for (size_t b = 0; b < n; b++)
            net->work[b] = net->residual[b] * shf_hermite_sum(k + 1, one, net->test[b * d]);
        one[k] = 0;
        values[1 + k] = shf_control_variate_mean(&net->control_variate, net->work, &errors[1 + k]);
    }
    shf_timescales_weights *rest = (shf_timescales_weights *)(values + 1 + degrees);
    moments(net, rest);
    return training_loss(net, &rest->train);
}

/* ---- construction ---- */

static shf_status allocate(shf_timescales_net *net, shf_error *error)
{
    size_t m = net->m, d = net->d, rows = SHF_TIMESCALES_NET_ROWS, test = net->training->test_size;
    size_t kept = is_gd(net) ? net->training->N : rows;
    shf_arena *arena = &net->arena;
    net->a = shf_arena_doubles(arena, m), net->w = shf_arena_doubles(arena, m);
    net->u = shf_arena_matrix(arena, m, d);
    net->x = shf_arena_matrix(arena, kept, d), net->y = shf_arena_doubles(arena, kept);
    net->z = shf_arena_matrix(arena, rows, m), net->slope = shf_arena_matrix(arena, rows, m);
    net->error = shf_arena_doubles(arena, rows);
    net->ga = shf_arena_doubles(arena, m), net->gu = shf_arena_matrix(arena, m, d);
    net->test = shf_arena_matrix(arena, test, d);
    net->residual = shf_arena_doubles(arena, test), net->work = shf_arena_doubles(arena, test);
    return shf_arena_status(arena, error);
}

shf_status shf_timescales_net_make(shf_timescales_net *net, const shf_timescales_params *params,
                                   const shf_timescales_training *training, uint64_t seed, shf_error *error)
{
    size_t m = params->m, d = params->d, test = training->test_size;
    *net = (shf_timescales_net){.params = params, .training = training, .seed = seed, .m = m, .d = d};
    shf_status status = allocate(net, error);
    if (status == SHF_OK)
        status = shf_initial_layer(params, net->a, net->w, error);
    if (status)
        return status;
    int kind = params->init_s.kind == SHF_OVERLAP_AUTO ? SHF_OVERLAP_SPHERE : params->init_s.kind;
    shf_initial_directions(params, kind, net->u);
    shf_random_normals(seed, STREAM_TEST, 0, net->test, test * d);
    if (is_gd(net))
        draw(net, 0, training->N, net->x, net->y);
    return shf_control_variate_make(&net->control_variate, test, net->test, d, error);
}

void shf_timescales_net_free(shf_timescales_net *net)
{
    shf_arena_free(&net->arena);
    shf_control_variate_free(&net->control_variate);
    *net = (shf_timescales_net){.m = 0};
}
