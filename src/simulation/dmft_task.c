/* Activation and target of dmft.h for the simulation, which shares no formula with that theory. */
#include "simulation/dmft_task.h"
#include "common/activation.h"
#include "common/blas.h"
#include "simulation/activation_values.h"
#include <math.h>
#include <string.h>

static shf_choice activation(const shf_choice *h)
{
    shf_choice sigma = {.kind = h->kind + SHF_DMFT_H_SHIFT};
    if (h->kind == SHF_DMFT_H_POLY)
        sigma.kind = SHF_ACT_HERMITE;
    if (sigma.kind != SHF_ACT_HERMITE)
        return sigma;
    sigma.n = h->n;
    for (size_t k = 0; k < h->n; k++)
        sigma.value[k] = h->kind == SHF_DMFT_H_POLY ? sqrt(h->value[k]) : h->value[k];
    return sigma;
}

/* phi = sum_k f_k h_k; poly means s_k f_k = P_k. */
static shf_choice target_series(const shf_choice *target, const double *s)
{
    shf_choice phi = {.kind = SHF_ACT_HERMITE, .n = target->n};
    for (size_t k = 0; k < target->n; k++)
        if (target->value[k] != 0)
            phi.value[k] = target->kind == SHF_DMFT_TARGET_POLY ? target->value[k] / s[k] : target->value[k];
    return phi;
}

/* Coefficients without that of degree 0, which becomes `mean`; the second moment of f - mean. */
static double coefficients(const shf_choice *f, double *c, double *mean)
{
    double square = shf_activation_coefficients(f, SHF_TASK_DEGREE_MAX, c);
    *mean = c[0];
    c[0] = 0;
    return square - *mean * *mean;
}

void shf_dmft_task_make(shf_dmft_task *task, const shf_dmft_params *params)
{
    const shf_choice *target = &params->target;
    *task = (shf_dmft_task){.params = params, .sigma = activation(&params->h)};
    task->sigma2 = coefficients(&task->sigma, task->s, &task->sigma_mean);
    if (target->kind == SHF_DMFT_TARGET_SAME)
        task->phi = task->sigma;
    else if (target->kind == SHF_DMFT_TARGET_NONE)
        task->phi = (shf_choice){.kind = SHF_ACT_HERMITE};
    else
        task->phi = target_series(target, task->s);
    task->phi2 = coefficients(&task->phi, task->f, &task->phi_mean);
    for (size_t k = 0; k <= SHF_TASK_DEGREE_MAX; k++)
        if (task->s[k] != 0 || task->f[k] != 0)
            task->degree = k;
}

void shf_dmft_task_sigma(const shf_dmft_task *task, size_t n, const double *x, double *value, double *slope)
{
    shf_activation_values(&task->sigma, n, x, value, slope);
    for (size_t k = 0; task->sigma_mean != 0 && k < n; k++)
        value[k] -= task->sigma_mean;
}

void shf_dmft_task_phi(const shf_dmft_task *task, size_t n, const double *x, double *value)
{
    shf_activation_values(&task->phi, n, x, value, NULL);
    for (size_t k = 0; task->phi_mean != 0 && k < n; k++)
        value[k] -= task->phi_mean;
}

/* sum_k c_k e_k q^k */
static double covariance(const shf_dmft_task *task, const double *c, const double *e, double q)
{
    double sum = 0;
    for (size_t k = task->degree + 1; k-- > 0;)
        sum = sum * q + c[k] * e[k];
    return sum;
}

double shf_dmft_task_test_error(const shf_dmft_task *task, size_t m, size_t d, const double *a,
                                const double *w, double *work)
{
    double signal = 0, square = 0, tau = task->params->tau;
    for (size_t i = 0; i < m; i++) {
        double others = 0;
        cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)(m - i), (int)d, 1, w + i * d, (int)d, w + i * d, 1, 0,
                    work, 1);
        for (size_t l = 1; l < m - i; l++)
            others += a[i + l] * covariance(task, task->s, task->s, work[l]);
        square += a[i] * (a[i] * task->sigma2 + 2 * others);
        signal += a[i] * covariance(task, task->s, task->f, w[i * d]);
    }
    double n = (double)m;
    return 0.5 * (tau * tau + task->phi2 - 2 * signal / n + square / (n * n));
}
