/* Small matrices over the nodes of a panel, and rows over the nodes of the past. */
#include "dmft/block.h"
#include "common/gsl_guard.h"
#include "dmft/history.h"
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

int shf_dmft_invert(size_t p, const double *matrix, double *inverse)
{
    double copy[SHF_DMFT_OVERHANG * SHF_DMFT_OVERHANG];
    size_t order[SHF_DMFT_OVERHANG];
    int sign;
    for (size_t k = 0; k < p * p; k++)
        if (!isfinite(matrix[k]))
            return 0;
    memcpy(copy, matrix, p * p * sizeof *copy);
    gsl_matrix_view lu = gsl_matrix_view_array(copy, p, p), result = gsl_matrix_view_array(inverse, p, p);
    gsl_permutation permutation = {p, order};
    shf_gsl_enter();
    int failed = gsl_linalg_LU_decomp(&lu.matrix, &permutation, &sign) ||
                 gsl_linalg_LU_invert(&lu.matrix, &permutation, &result.matrix);
    shf_gsl_leave();
    return !failed;
}

void shf_dmft_block_apply(const shf_dmft_shape *shape, const double *b, double sign, const double *y,
                          const double *z, double *rows)
{
    size_t p = shape->p, n = shape->n, ld = shape->ld;
    for (size_t i = 0; i < p; i++) {
        memset(rows + i * ld, 0, n * sizeof *rows);
        for (size_t k = 0; k < p; k++) {
            double factor = sign * b[i * p + k];
            for (size_t l = 0; l < n; l++)
                rows[i * ld + l] += factor * (y[k * ld + l] + (z ? z[k * ld + l] : 0));
        }
    }
}

void shf_dmft_block_vector(size_t p, const double *matrix, const double *x, double *y)
{
    for (size_t i = 0; i < p; i++) {
        y[i] = 0;
        for (size_t k = 0; k < p; k++)
            y[i] += matrix[i * p + k] * x[k];
    }
}

void shf_dmft_block_multiply(size_t p, const double *x, const double *y, double *out)
{
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            out[i * p + j] = 0;
            for (size_t k = 0; k < p; k++)
                out[i * p + j] += x[i * p + k] * y[k * p + j];
        }
}

double shf_dmft_largest(size_t p, const double *x)
{
    double most = 0;
    for (size_t i = 0; i < p; i++)
        most = fabs(x[i]) <= most ? most : fabs(x[i]);
    return most;
}

void shf_dmft_block_solution(const shf_dmft_shape *shape, const double *inverse, const double *c_panel,
                             const double *const source[2], double *const c_and_w[2])
{
    size_t p = shape->p, n = shape->n, ld = shape->ld;
    double *c = c_and_w[0], *w = c_and_w[1];
    shf_dmft_block_apply(shape, inverse, 1, source[0], NULL, c);
    shf_dmft_block_apply(shape, inverse, 1, source[1], NULL, w);
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < p; l++) {
            c[i * ld + n + l] = 0.5 * (c_panel[i * p + l] + c_panel[l * p + i]);
            w[i * ld + n + l] = inverse[i * p + l];
        }
}
