/* The past: lower halves of square matrices, in tiles of rows. */
#include "dmft/history.h"
#include "common/blas.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

shf_status shf_history_extend(shf_history *history, size_t n, shf_error *error)
{
    for (size_t k = history->n / SHF_TILE; k * SHF_TILE < n; k++) {
        if (k >= SHF_TILES_MAX)
            return shf_no_memory(error);
        if (!history->tile[k])
            history->tile[k] = calloc(SHF_TILE * shf_history_stride(k), sizeof(double));
        if (!history->tile[k])
            return shf_no_memory(error);
    }
    history->n = n;
    return SHF_OK;
}

shf_status shf_history_append(shf_history *history, const double *rows, size_t ld, size_t p, int symmetric,
                              shf_error *error)
{
    size_t n = history->n;
    shf_status status = shf_history_extend(history, n + p, error);
    if (status)
        return status;
    for (size_t i = 0; i < p; i++) {
        size_t r = n + i, first = r / SHF_TILE * SHF_TILE;
        size_t end = symmetric ? smaller(n + p, first + SHF_TILE) : n + p;
        memcpy(shf_history_row(history, r), rows + i * ld, end * sizeof *rows);
        if (symmetric)
            for (size_t l = first; l < r; l++)
                shf_history_row(history, l)[r] = rows[i * ld + l];
    }
    return SHF_OK;
}

static void clear(double *y, size_t ld, size_t p, size_t n)
{
    for (size_t i = 0; i < p; i++)
        memset(y + i * ld, 0, n * sizeof *y);
}

/* y[., j0 + j] += sum_l x[., l0 + l] a[l][j] or a[j][l] */
static void add(enum CBLAS_TRANSPOSE transpose, size_t p, size_t columns, size_t terms, const double *x,
                const double *a, size_t stride, double *y, size_t ld)
{
    if (!columns || !terms)
        return;
    if (p == 1) /* a product of matrices packs them first, which a single row does not pay for */
        cblas_dgemv(CblasRowMajor, transpose == CblasTrans ? CblasNoTrans : CblasTrans,
                    (int)(transpose == CblasTrans ? columns : terms),
                    (int)(transpose == CblasTrans ? terms : columns), 1, a, (int)stride, x, 1, 1, y, 1);
    else
        cblas_dgemm(CblasRowMajor, CblasNoTrans, transpose, (int)p, (int)columns, (int)terms, 1, x, (int)ld,
                    a, (int)stride, 1, y, (int)ld);
}

void shf_history_symmetric(const shf_history *history, const double *x, double *y, size_t ld, size_t p)
{
    size_t n = history->n;
    clear(y, ld, p, n);
    for (size_t first = 0, k = 0; first < n; first += SHF_TILE, k++) {
        size_t rows = smaller(SHF_TILE, n - first), stride = shf_history_stride(k);
        const double *a = history->tile[k];
        add(CblasNoTrans, p, first + rows, rows, x + first, a, stride, y, ld);
        add(CblasTrans, p, rows, first, x, a, stride, y + first, ld);
    }
}

void shf_history_lower(const shf_history *history, const double *x, double *y, size_t ld, size_t p)
{
    size_t n = history->n;
    clear(y, ld, p, n);
    for (size_t first = 0, k = 0; first < n; first += SHF_TILE, k++) {
        size_t rows = smaller(SHF_TILE, n - first);
        add(CblasNoTrans, p, smaller(n, first + rows + SHF_OVERHANG), rows, x + first, history->tile[k],
            shf_history_stride(k), y, ld);
    }
}

void shf_history_transposed(const shf_history *history, const double *x, double *y, size_t ld, size_t p)
{
    size_t n = history->n;
    clear(y, ld, p, n);
    for (size_t first = 0, k = 0; first < n; first += SHF_TILE, k++) {
        size_t rows = smaller(SHF_TILE, n - first);
        add(CblasTrans, p, rows, smaller(n, first + rows + SHF_OVERHANG), x, history->tile[k],
            shf_history_stride(k), y + first, ld);
    }
}

void shf_history_free(shf_history *history)
{
    for (size_t k = 0; k < SHF_TILES_MAX; k++)
        free(history->tile[k]);
    *history = (shf_history){.n = 0};
}
