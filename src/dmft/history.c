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

shf_status shf_dmft_history_extend(shf_dmft_history *history, size_t n, shf_error *error)
{
    shf_status status = shf_blas_load(1, error);
    for (size_t k = history->n / SHF_DMFT_TILE; !status && k * SHF_DMFT_TILE < n; k++) {
        if (k >= SHF_DMFT_TILES_MAX)
            return shf_no_memory(error);
        if (!history->tile[k])
            history->tile[k] = calloc(SHF_DMFT_TILE * shf_dmft_history_stride(k), sizeof(double));
        if (!history->tile[k])
            return shf_no_memory(error);
    }
    if (!status)
        history->n = n;
    return status;
}

shf_status shf_dmft_history_append(shf_dmft_history *history, const double *rows, size_t ld, size_t p,
                                   int symmetric, shf_error *error)
{
    size_t n = history->n;
    shf_status status = shf_dmft_history_extend(history, n + p, error);
    if (status)
        return status;
    for (size_t i = 0; i < p; i++) {
        size_t r = n + i, first = r / SHF_DMFT_TILE * SHF_DMFT_TILE;
        size_t end = symmetric ? smaller(n + p, first + SHF_DMFT_TILE) : n + p;
        memcpy(shf_dmft_history_row(history, r), rows + i * ld, end * sizeof *rows);
        if (symmetric)
            for (size_t l = first; l < r; l++)
                shf_dmft_history_row(history, l)[r] = rows[i * ld + l];
    }
    return SHF_OK;
}

shf_status shf_dmft_histories_append(const shf_dmft_new_rows *part, size_t n, shf_error *error)
{
    shf_status status = SHF_OK;
    for (; status == SHF_OK && n > 0; n--, part++)
        status =
            shf_dmft_history_append(part->history, part->rows, part->ld, part->p, part->symmetric, error);
    return status;
}

static void clear(double *y, size_t ld, size_t p, size_t n)
{
    for (size_t i = 0; i < p; i++)
        memset(y + i * ld, 0, n * sizeof *y);
}

/* p rows x and y of ld entries each. */
typedef struct operands {
    const double *x;
    double *y;
    size_t ld, p;
} operands;

/* The first entries of the rows of a tile. */
typedef struct part {
    const double *a;
    size_t stride, rows, columns;
} part;

/* y[., to + j] += sum_l x[., from + l] a[l][j] or a[j][l] */
static void add(enum CBLAS_TRANSPOSE transpose, const part *a, const operands *o, size_t from, size_t to)
{
    int rows = (int)a->rows, columns = (int)a->columns, straight = transpose == CblasNoTrans;
    const double *x = o->x + from;
    double *y = o->y + to;
    if (!rows || !columns)
        return;
    if (o->p == 1) /* a product of matrices packs them first, which a single row does not pay for */
        cblas_dgemv(CblasRowMajor, straight ? CblasTrans : CblasNoTrans, rows, columns, 1, a->a,
                    (int)a->stride, x, 1, 1, y, 1);
    else
        cblas_dgemm(CblasRowMajor, CblasNoTrans, transpose, (int)o->p, straight ? columns : rows,
                    straight ? rows : columns, 1, x, (int)o->ld, a->a, (int)a->stride, 1, y, (int)o->ld);
}

/* The rows of tile k that are there, with their entries below `end`. */
static part part_of(const shf_dmft_history *history, size_t k, size_t end)
{
    return (part){history->tile[k], shf_dmft_history_stride(k),
                  smaller(SHF_DMFT_TILE, history->n - k * SHF_DMFT_TILE), end};
}

void shf_dmft_history_symmetric(const shf_dmft_history *history, const double *x, double *y, size_t ld,
                                size_t p)
{
    size_t n = history->n;
    const operands o = {x, y, ld, p};
    clear(y, ld, p, n);
    for (size_t first = 0, k = 0; first < n; first += SHF_DMFT_TILE, k++) {
        const part whole = part_of(history, k, smaller(n, first + SHF_DMFT_TILE)),
                   below = part_of(history, k, first);
        add(CblasNoTrans, &whole, &o, first, 0);
        add(CblasTrans, &below, &o, 0, first);
    }
}

static void add_lower(const shf_dmft_history *history, enum CBLAS_TRANSPOSE transpose, const operands *o)
{
    size_t n = history->n;
    clear(o->y, o->ld, o->p, n);
    for (size_t first = 0, k = 0; first < n; first += SHF_DMFT_TILE, k++) {
        const part a = part_of(history, k, smaller(n, first + SHF_DMFT_TILE + SHF_DMFT_OVERHANG));
        int straight = transpose == CblasNoTrans;
        add(transpose, &a, o, straight ? first : 0, straight ? 0 : first);
    }
}

void shf_dmft_history_lower(const shf_dmft_history *history, const double *x, double *y, size_t ld, size_t p)
{
    add_lower(history, CblasNoTrans, &(operands){x, y, ld, p});
}

void shf_dmft_history_transposed(const shf_dmft_history *history, const double *x, double *y, size_t ld,
                                 size_t p)
{
    add_lower(history, CblasTrans, &(operands){x, y, ld, p});
}

void shf_dmft_history_contract(size_t p, size_t ld, const double *x, const double *y, size_t terms,
                               double *out)
{
    enum { SMALL = 12 }; /* a product of matrices packs them first, which small ones do not pay for */
    for (size_t i = 0; i < p && p <= SMALL && terms <= SMALL; i++)
        for (size_t j = 0; j < p; j++) {
            out[i * p + j] = 0;
            for (size_t k = 0; k < terms; k++)
                out[i * p + j] += x[i * ld + k] * y[j * ld + k];
        }
    if (p > SMALL || terms > SMALL)
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)p, (int)p, (int)terms, 1, x, (int)ld, y,
                    (int)ld, 0, out, (int)p);
}

void shf_dmft_history_free(shf_dmft_history *history)
{
    for (size_t k = 0; k < SHF_DMFT_TILES_MAX; k++)
        free(history->tile[k]);
    *history = (shf_dmft_history){.n = 0};
}
