/* The Gaussian surrogate (D.48): each sample is a random polynomial of the weights.
 *
 * J^(k)[w,..,w] with d^k independent standard normal entries has, for each monomial of degree k, a normal
 * coefficient whose variance is the number of distinct orders of its factors; these are independent, and
 * E J[w,..]J[v,..] = <w,v>^k.  The output is linear in them, f = <J, (1/m) sum_i a_i s_k w_i x .. x w_i>, so
 * that all neurons together need one product with J forwards and one backwards.  Monomials w_j w_l w_p, j <=
 * l <= p, are in lexicographic order. */
#include "common/blas.h"
#include "common/random.h"
#include "simulation/dmft_force.h"
#include <math.h>
#include <string.h>

enum { STREAM_NOISE = 0x7302, STREAM_J = 0x7310 /* and the two behind it */ };

static int occurs(const shf_dmft_task *task, size_t k)
{
    return task->s[k] != 0 || task->f[k] != 0;
}

/* Number of monomials of degree k of d variables. */
static double monomials(size_t d, size_t k)
{
    double n = (double)d;
    return k == 1 ? n : k == 2 ? n * (n + 1) / 2 : n * (n + 1) * (n + 2) / 6;
}

double shf_dmft_surrogate_bytes(const shf_dmft_task *task, size_t n, size_t d)
{
    double sum = 0;
    for (size_t k = 1; k <= SHF_SURROGATE_DEGREE; k++)
        sum += occurs(task, k) ? monomials(d, k) : 0;
    return 8 * sum * (double)n;
}

/* ---- polynomials ---- */

/* Standard deviations of the coefficients. */
static void deviations(size_t d, size_t k, double *out)
{
    size_t at = 0;
    for (size_t j = 0; j < d; j++) {
        if (k == 1)
            out[at++] = 1;
        for (size_t l = j; k == 2 && l < d; l++)
            out[at++] = l == j ? 1 : M_SQRT2;
        for (size_t l = j; k == 3 && l < d; l++)
            for (size_t p = l; p < d; p++)
                out[at++] = sqrt(j == p ? 1 : j == l || l == p ? 3 : 6);
    }
}

/* Adds `factor` times every monomial at w. */
static void add_monomials(size_t d, size_t k, double factor, const double *w, double *sum)
{
    for (size_t j = 0; j < d; j++) {
        if (k == 1)
            sum[j] += factor * w[j];
        if (k == 2) {
            cblas_daxpy((int)(d - j), factor * w[j], w + j, 1, sum, 1);
            sum += d - j;
        }
        for (size_t l = j; k == 3 && l < d; l++) {
            cblas_daxpy((int)(d - l), factor * w[j] * w[l], w + l, 1, sum, 1);
            sum += d - l;
        }
    }
}

/* Adds to `slope` the gradient at w of the polynomial with coefficients b. */
static void add_gradient(size_t d, size_t k, const double *b, const double *w, double *slope)
{
    for (size_t j = 0; j < d; j++) {
        if (k == 1)
            slope[j] += b[j];
        if (k == 2) {
            slope[j] += cblas_ddot((int)(d - j), b, 1, w + j, 1);
            cblas_daxpy((int)(d - j), w[j], b, 1, slope + j, 1);
            b += d - j;
        }
        for (size_t l = j; k == 3 && l < d; l++) {
            double rest = cblas_ddot((int)(d - l), b, 1, w + l, 1);
            cblas_daxpy((int)(d - l), w[j] * w[l], b, 1, slope + l, 1);
            slope[l] += w[j] * rest;
            slope[j] += w[l] * rest;
            b += d - l;
        }
    }
}

/* ---- samples ---- */

static shf_status draw(shf_dmft_surrogate *g, size_t k, uint64_t seed, shf_error *error)
{
    size_t terms = g->terms[k] = (size_t)monomials(g->d, k);
    g->j[k] = shf_arena_matrix(&g->arena, g->n, terms);
    g->sum[k] = shf_arena_doubles(&g->arena, terms);
    shf_status status = shf_arena_status(&g->arena, error);
    if (status)
        return status;
    shf_random_normals(seed, STREAM_J + k - 1, 0, g->j[k], g->n * terms);
    deviations(g->d, k, g->sum[k]);
    for (size_t sample = 0; sample < g->n; sample++)
        for (size_t l = 0; l < terms; l++)
            g->j[k][sample * terms + l] *= g->sum[k][l];
    return SHF_OK;
}

shf_status shf_dmft_surrogate_make(shf_dmft_surrogate *g, const shf_dmft_task *task, size_t n, size_t d,
                                   uint64_t seed, shf_error *error)
{
    *g = (shf_dmft_surrogate){.task = task, .n = n, .d = d};
    g->noise = shf_arena_doubles(&g->arena, n), g->residual = shf_arena_doubles(&g->arena, n);
    g->slope = shf_arena_doubles(&g->arena, d);
    shf_status status = shf_arena_status(&g->arena, error);
    for (size_t k = 1; status == SHF_OK && k <= SHF_SURROGATE_DEGREE; k++)
        if (occurs(task, k))
            status = draw(g, k, seed, error);
    if (status)
        return status;
    shf_random_normals(seed, STREAM_NOISE, 0, g->noise, n);
    for (size_t l = 0; l < n; l++)
        g->noise[l] *= task->params->tau;
    return SHF_OK;
}

void shf_dmft_surrogate_free(shf_dmft_surrogate *g)
{
    shf_arena_free(&g->arena);
    *g = (shf_dmft_surrogate){.n = 0};
}

/* ---- force ---- */

/* residual = tau z + sum_k <J^(k), f_k u..u - (1/m) sum_i a_i s_k w_i..w_i>, u the first axis. */
static void forward(shf_dmft_surrogate *g, const shf_dmft_weights *net)
{
    memcpy(g->residual, g->noise, g->n * sizeof *g->residual);
    for (size_t k = 1; k <= SHF_SURROGATE_DEGREE; k++) {
        if (!g->terms[k])
            continue;
        memset(g->sum[k], 0, g->terms[k] * sizeof *g->sum[k]);
        for (size_t i = 0; i < net->m; i++)
            add_monomials(g->d, k, -net->a[i] * g->task->s[k] / (double)net->m, net->w + i * g->d, g->sum[k]);
        g->sum[k][0] += g->task->f[k];
        cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)g->n, (int)g->terms[k], 1, g->j[k], (int)g->terms[k],
                    g->sum[k], 1, 1, g->residual, 1);
    }
}

/* With the polynomial B_k = sum over the samples of residual J^(k): ga = sum_k s_k B_k(w_i), gw = a_i times
 * its gradient; B_k(w) = <w, grad B_k>/k. */
static void backward(shf_dmft_surrogate *g, const shf_dmft_weights *net)
{
    size_t d = g->d;
    memset(net->ga, 0, net->m * sizeof *net->ga);
    memset(net->gw, 0, net->m * d * sizeof *net->gw);
    for (size_t k = 1; k <= SHF_SURROGATE_DEGREE; k++) {
        double s = g->task->s[k];
        if (!g->terms[k] || s == 0)
            continue;
        cblas_dgemv(CblasRowMajor, CblasTrans, (int)g->n, (int)g->terms[k], 1, g->j[k], (int)g->terms[k],
                    g->residual, 1, 0, g->sum[k], 1);
        for (size_t i = 0; i < net->m; i++) {
            memset(g->slope, 0, d * sizeof *g->slope);
            add_gradient(d, k, g->sum[k], net->w + i * d, g->slope);
            net->ga[i] += s / (double)k * cblas_ddot((int)d, g->slope, 1, net->w + i * d, 1);
            cblas_daxpy((int)d, s * net->a[i], g->slope, 1, net->gw + i * d, 1);
        }
    }
}

double shf_dmft_surrogate_force(shf_dmft_surrogate *g, const shf_dmft_weights *net, int gradient)
{
    double sum = 0;
    forward(g, net);
    for (size_t l = 0; l < g->n; l++)
        sum += 0.5 * g->residual[l] * g->residual[l];
    if (gradient)
        backward(g, net);
    return sum;
}
