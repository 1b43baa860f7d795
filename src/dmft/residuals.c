/* Response and correlation of the residuals at the nodes of a new panel, and products of its blocks. */
#include "dmft/residuals.h"
#include "common/blas.h"
#include "dmft/collocation.h"
#include <string.h>

enum { SQUARE = SHF_RADAU_MAX * SHF_RADAU_MAX };

void shf_block_apply(size_t p, size_t n, size_t ld, const double *b, double sign, const double *y,
                     const double *z, double *rows)
{
    for (size_t i = 0; i < p; i++) {
        memset(rows + i * ld, 0, n * sizeof *rows);
        for (size_t k = 0; k < p; k++) {
            double factor = sign * b[i * p + k];
            for (size_t l = 0; l < n; l++)
                rows[i * ld + l] += factor * (y[k * ld + l] + (z ? z[k * ld + l] : 0));
        }
    }
}

void shf_block_contract(size_t p, size_t ld, const double *x, const double *y, size_t terms, double *out)
{
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)p, (int)p, (int)terms, 1, x, (int)ld, y,
                (int)ld, 0, out, (int)p);
}

void shf_block_multiply(size_t p, const double *x, const double *y, double *out)
{
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            out[i * p + j] = 0;
            for (size_t k = 0; k < p; k++)
                out[i * p + j] += x[i * p + k] * y[k * p + j];
        }
}

int shf_residuals_evaluate(const shf_residuals *r)
{
    size_t p = r->p, n = r->n, ld = r->ld;
    double one[SQUARE] = {0}, b[SQUARE], x[SQUARE], y[SQUARE], block[SQUARE];
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < p; l++)
            one[i * p + l] = (i == l) + r->sg[i * ld + n + l];
    if (!shf_collocation_invert(p, one, b))
        return 0;
    shf_history_lower(r->past_wg, r->sg, r->y, ld, p);
    shf_block_apply(p, n, ld, b, -1, r->y, NULL, r->wg);
    for (size_t i = 0; i < p; i++)
        memcpy(r->wg + i * ld + n, b + i * p, p * sizeof *b);
    shf_history_transposed(r->past_wg, r->sc, r->y, ld, p);
    shf_history_symmetric(r->past_ca, r->sg, r->z, ld, p);
    shf_block_apply(p, n, ld, b, -1, r->y, r->z, r->ca);
    shf_block_contract(p, ld, r->sc, r->wg, ld, x);
    shf_block_contract(p, ld, r->sg, r->ca, n, y);
    for (size_t k = 0; k < p * p; k++)
        x[k] += y[k];
    shf_block_multiply(p, b, x, block);
    for (size_t i = 0; i < p; i++) {
        r->p_sum[i] = 0;
        for (size_t l = 0; l < p; l++)
            r->ca[i * ld + n + l] = -0.5 * (block[i * p + l] + block[l * p + i]);
        for (size_t l = 0; l < ld; l++)
            r->p_sum[i] += r->wg[i * ld + l];
    }
    return 1;
}
