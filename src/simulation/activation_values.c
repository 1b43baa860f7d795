/* f and f' over arrays. */
#include "simulation/activation_values.h"
#include "common/hermite.h"
#include <math.h>
#include <string.h>

enum { BLOCK = 256 };

static double relu(double x, double *slope)
{
    *slope = x > 0 ? 1 : 0;
    return x > 0 ? x : 0;
}

/* erf(x/sqrt 2) */
static double error_function(double x, double *slope)
{
    *slope = sqrt(2 / M_PI) * exp(-0.5 * x * x);
    return erf(M_SQRT1_2 * x);
}

static double hyperbolic(double x, double *slope)
{
    double y = tanh(x);
    *slope = (1 - y) * (1 + y);
    return y;
}

static double logistic(double x, double *slope)
{
    double y = x > 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
    *slope = y * (1 - y);
    return y;
}

static double linear(double x, double *slope)
{
    *slope = 1;
    return x;
}

static double quadratic(double x, double *slope)
{
    *slope = 2 * x;
    return x * x;
}

/* At most BLOCK values of sum_k c_k h_k and of its derivative sum_k c_k sqrt(k) h_{k-1}. */
static void series(const shf_choice *f, size_t n, const double *x, double *value, double *slope)
{
    double h[BLOCK], before[BLOCK];
    for (size_t l = 0; l < n; l++) {
        h[l] = 1;
        before[l] = value[l] = slope[l] = 0;
    }
    for (size_t k = 0; k < f->n; k++) {
        double c = f->value[k], d = c * sqrt((double)k);
        for (size_t l = 0; l < n; l++) {
            value[l] += c * h[l];
            slope[l] += d * before[l];
            double next = shf_hermite_next(k, x[l], h[l], before[l]);
            before[l] = h[l];
            h[l] = next;
        }
    }
}

static void block(const shf_choice *f, size_t n, const double *x, double *value, double *slope)
{
    static double (*const functions[])(double, double *) = {
        [SHF_ACT_RELU] = relu,        [SHF_ACT_ERF] = error_function, [SHF_ACT_TANH] = hyperbolic,
        [SHF_ACT_SIGMOID] = logistic, [SHF_ACT_LINEAR] = linear,      [SHF_ACT_QUADRATIC] = quadratic};
    if (f->kind == SHF_ACT_HERMITE) {
        series(f, n, x, value, slope);
        return;
    }
    for (size_t l = 0; l < n; l++)
        value[l] = functions[f->kind](x[l], &slope[l]);
}

void shf_activation_values(const shf_choice *f, size_t n, const double *x, double *value, double *slope)
{
    double unused[BLOCK], own[BLOCK];
    for (size_t first = 0; first < n; first += BLOCK) {
        size_t size = n - first < BLOCK ? n - first : BLOCK;
        memcpy(own, x + first, size * sizeof *own);
        block(f, size, own, value + first, slope ? slope + first : unused);
    }
}
