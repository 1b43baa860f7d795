/* Linear regression on h_0, ..., h_DEGREE of x_1: since E h_k = 0 for k > 0, the coefficient of h_0 is the
 * mean. */
#include "simulation/control_variate.h"
#include "common/hermite.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>

enum { TERMS = SHF_CONTROL_VARIATE_TERMS };

static int factorise(double *A)
{
    for (size_t j = 0; j < TERMS; j++)
        for (size_t i = j; i < TERMS; i++) {
            double sum = A[i * TERMS + j];
            for (size_t k = 0; k < j; k++)
                sum -= A[i * TERMS + k] * A[j * TERMS + k];
            if (i == j && !(sum > 0))
                return 0;
            A[i * TERMS + j] = i == j ? sqrt(sum) : sum / A[j * TERMS + j];
        }
    return 1;
}

static void solve(const double *L, double *x)
{
    for (size_t i = 0; i < TERMS; i++) {
        for (size_t k = 0; k < i; k++)
            x[i] -= L[i * TERMS + k] * x[k];
        x[i] /= L[i * TERMS + i];
    }
    for (size_t i = TERMS; i-- > 0;) {
        for (size_t k = i + 1; k < TERMS; k++)
            x[i] -= L[k * TERMS + i] * x[k];
        x[i] /= L[i * TERMS + i];
    }
}

shf_status shf_control_variate_make(shf_control_variate *g, size_t n, const double *x, size_t stride,
                                    shf_error *error)
{
    *g = (shf_control_variate){.n = n, .h = malloc(n * TERMS * sizeof *g->h)};
    if (!g->h)
        return shf_no_memory(error);
    for (size_t i = 0; i < n; i++) {
        double *row = g->h + i * TERMS, before = 0, h = 1;
        for (size_t k = 0; k < TERMS; k++) {
            row[k] = h;
            double next = shf_hermite_next(k, x[i * stride], h, before);
            before = h;
            h = next;
        }
        for (size_t j = 0; j < TERMS; j++)
            for (size_t k = 0; k <= j; k++)
                g->factor[j * TERMS + k] += row[j] * row[k];
    }
    return factorise(g->factor)
               ? SHF_OK
               : shf_fail(error, SHF_ERR_NUMERIC, "test-size = %zu: too small for a regression", n);
}

void shf_control_variate_free(shf_control_variate *g)
{
    free(g->h);
    g->h = NULL;
}

double shf_control_variate_mean(const shf_control_variate *g, const double *value, double *standard_error)
{
    double beta[TERMS] = {0}, weight[TERMS] = {1}, square = 0;
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = 0; k < TERMS; k++)
            beta[k] += g->h[i * TERMS + k] * value[i];
    solve(g->factor, beta);
    solve(g->factor, weight);
    for (size_t i = 0; i < g->n; i++) {
        double rest = value[i], influence = 0;
        for (size_t k = 0; k < TERMS; k++) {
            rest -= g->h[i * TERMS + k] * beta[k];
            influence += g->h[i * TERMS + k] * weight[k];
        }
        square += influence * influence * rest * rest;
    }
    *standard_error = sqrt(square);
    return beta[0];
}
