/* The network on its samples: forward and backward passes as matrix products over blocks of samples. */
#include "common/blas.h"
#include "common/random.h"
#include "simulation/dmft_force.h"
#include <string.h>

enum { STREAM_X = 0x7301, STREAM_NOISE };

/* y = phi(x_1) + tau z */
static void label(shf_dmft_samples *s, uint64_t seed)
{
    double tau = s->task->params->tau;
    for (size_t k = 0; k < s->n; k++)
        s->y[k] = s->x[k * s->d];
    shf_dmft_task_phi(s->task, s->n, s->y, s->y);
    for (size_t k = 0; k < s->n; k++)
        s->y[k] += tau * shf_random_normal(seed, STREAM_NOISE, k);
}

shf_status shf_dmft_samples_make(shf_dmft_samples *s, const shf_dmft_task *task, size_t n, size_t d, size_t m,
                                 uint64_t seed, shf_error *error)
{
    *s = (shf_dmft_samples){.task = task, .n = n, .d = d, .m = m};
    size_t rows = SHF_FORCE_ROWS;
    s->x = shf_arena_matrix(&s->arena, n, d), s->y = shf_arena_doubles(&s->arena, n);
    s->own = shf_arena_matrix(&s->arena, rows, d), s->own_y = shf_arena_doubles(&s->arena, rows);
    s->z = shf_arena_matrix(&s->arena, rows, m), s->slope = shf_arena_matrix(&s->arena, rows, m);
    s->residual = shf_arena_doubles(&s->arena, rows);
    shf_status status = shf_arena_status(&s->arena, error);
    if (status)
        return status;
    shf_random_normals(seed, STREAM_X, 0, s->x, n * d);
    label(s, seed);
    return SHF_OK;
}

void shf_dmft_samples_free(shf_dmft_samples *s)
{
    shf_arena_free(&s->arena);
    *s = (shf_dmft_samples){.n = 0};
}

/* Residuals y - f of n <= SHF_FORCE_ROWS samples; z and slope become sigma and sigma' of every neuron.  Half
 * the sum of their squares. */
static double forward(shf_dmft_samples *s, const shf_dmft_weights *net, size_t n, const double *x,
                      const double *y)
{
    size_t m = s->m;
    double sum = 0;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)m, (int)s->d, 1, x, (int)s->d, net->w,
                (int)s->d, 0, s->z, (int)m);
    shf_dmft_task_sigma(s->task, n * m, s->z, s->z, s->slope);
    memcpy(s->residual, y, n * sizeof *y);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)n, (int)m, -1.0 / (double)m, s->z, (int)m, net->a, 1, 1,
                s->residual, 1);
    for (size_t k = 0; k < n; k++)
        sum += 0.5 * s->residual[k] * s->residual[k];
    return sum;
}

/* Adds the sums over these samples of residual sigma and of residual sigma' x. */
static void backward(shf_dmft_samples *s, const shf_dmft_weights *net, size_t n, const double *x)
{
    size_t m = s->m;
    cblas_dgemv(CblasRowMajor, CblasTrans, (int)n, (int)m, 1, s->z, (int)m, s->residual, 1, 1, net->ga, 1);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < m; i++)
            s->slope[k * m + i] *= s->residual[k] * net->a[i];
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)m, (int)s->d, (int)n, 1, s->slope, (int)m, x,
                (int)s->d, 1, net->gw, (int)s->d);
}

/* Copies n chosen samples into the block. */
static void gather(shf_dmft_samples *s, const size_t *chosen, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        memcpy(s->own + k * s->d, s->x + chosen[k] * s->d, s->d * sizeof *s->own);
        s->own_y[k] = s->y[chosen[k]];
    }
}

double shf_dmft_samples_force(shf_dmft_samples *s, const shf_dmft_weights *net, const size_t *chosen,
                              size_t count, int gradient)
{
    double sum = 0;
    if (gradient) {
        memset(net->ga, 0, s->m * sizeof *net->ga);
        memset(net->gw, 0, s->m * s->d * sizeof *net->gw);
    }
    for (size_t first = 0; first < count; first += SHF_FORCE_ROWS) {
        size_t n = count - first < SHF_FORCE_ROWS ? count - first : SHF_FORCE_ROWS;
        const double *x = s->x + first * s->d, *y = s->y + first;
        if (chosen) {
            gather(s, chosen + first, n);
            x = s->own;
            y = s->own_y;
        }
        sum += forward(s, net, n, x, y);
        if (gradient)
            backward(s, net, n, x);
    }
    return sum;
}
