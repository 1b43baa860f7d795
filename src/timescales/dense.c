/* LU factorisation with partial pivoting. */
#include "timescales/dense.h"
#include <math.h>

static void swap_rows(size_t n, double *A, size_t i, size_t j)
{
    for (size_t k = 0; k < n && i != j; k++) {
        double keep = A[i * n + k];
        A[i * n + k] = A[j * n + k];
        A[j * n + k] = keep;
    }
}

int shf_timescales_dense_factor(size_t n, double *A, size_t *pivot)
{
    for (size_t k = 0; k < n; k++) {
        size_t p = k;
        for (size_t i = k + 1; i < n; i++)
            if (fabs(A[i * n + k]) > fabs(A[p * n + k]))
                p = i;
        pivot[k] = p;
        swap_rows(n, A, k, p);
        double head = A[k * n + k];
        if (!(fabs(head) > 0) || !isfinite(head))
            return 0;
        for (size_t i = k + 1; i < n; i++) {
            double factor = A[i * n + k] /= head;
            for (size_t j = k + 1; j < n; j++)
                A[i * n + j] -= factor * A[k * n + j];
        }
    }
    return 1;
}

void shf_timescales_dense_solve(size_t n, const double *A, const size_t *pivot, double *x)
{
    for (size_t k = 0; k < n; k++) {
        double keep = x[k];
        x[k] = x[pivot[k]];
        x[pivot[k]] = keep;
    }
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++)
            x[i] -= A[i * n + j] * x[j];
    for (size_t i = n; i-- > 0;) {
        for (size_t j = i + 1; j < n; j++)
            x[i] -= A[i * n + j] * x[j];
        x[i] /= A[i * n + i];
    }
}
