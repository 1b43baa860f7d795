/* The past: square matrices over the nodes of which only the lower half is stored, in tiles of rows.
 *
 * Memory of N rows: N^2/2 + O(N) doubles.  The products run once over the memory, tile by tile. */
#ifndef SHF_DMFT_HISTORY_H
#define SHF_DMFT_HISTORY_H

#include <shallowflow/status.h>
#include <stddef.h>

enum {
    SHF_DMFT_TILE = 64,     /* rows of a tile */
    SHF_DMFT_OVERHANG = 64, /* how far a row may reach beyond the diagonal: into its own panel */
    SHF_DMFT_TILES_MAX = 4096
};

typedef struct shf_dmft_history {
    size_t n;                         /**< rows so far */
    double *tile[SHF_DMFT_TILES_MAX]; /**< tile k: SHF_DMFT_TILE rows of shf_dmft_history_stride(k) entries */
} shf_dmft_history;

static inline size_t shf_dmft_history_stride(size_t tile)
{
    return (tile + 1) * SHF_DMFT_TILE + SHF_DMFT_OVERHANG;
}

/** Row r, columns 0 .. */
static inline double *shf_dmft_history_row(const shf_dmft_history *history, size_t r)
{
    return history->tile[r / SHF_DMFT_TILE] + r % SHF_DMFT_TILE * shf_dmft_history_stride(r / SHF_DMFT_TILE);
}

/** Appends p rows (rows[i * ld + l], l < n + p), the panel of nodes n .. n+p-1.  A symmetric matrix also
 * keeps what lies above the diagonal in its tile.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_history_append(shf_dmft_history *history, const double *rows, size_t ld, size_t p,
                                   int symmetric, shf_error *error);

/** What a panel adds to one history: arguments of shf_dmft_history_append. */
typedef struct shf_dmft_new_rows {
    shf_dmft_history *history;
    const double *rows;
    size_t ld, p;
    int symmetric;
} shf_dmft_new_rows;

/** To n histories.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_histories_append(const shf_dmft_new_rows *part, size_t n, shf_error *error);

/** y[i * ld + j] = sum_l x[i * ld + l] S[l][j] for the symmetric matrix S, i < p, j < n. */
void shf_dmft_history_symmetric(const shf_dmft_history *history, const double *x, double *y, size_t ld,
                                size_t p);

/** y = x L for a matrix that is zero above the panels on the diagonal. */
void shf_dmft_history_lower(const shf_dmft_history *history, const double *x, double *y, size_t ld, size_t p);

/** y = x L^T. */
void shf_dmft_history_transposed(const shf_dmft_history *history, const double *x, double *y, size_t ld,
                                 size_t p);

/** Of rows beside a history: out[i][j] = sum over the first `terms` entries of x[i][.] y[j][.] */
void shf_dmft_history_contract(size_t p, size_t ld, const double *x, const double *y, size_t terms,
                               double *out);

/** Entry of a symmetric matrix. */
static inline double shf_dmft_history_entry(const shf_dmft_history *history, size_t i, size_t j)
{
    return i < j ? shf_dmft_history_row(history, j)[i] : shf_dmft_history_row(history, i)[j];
}

/** Room for n rows, those that are new zero; n is not below history->n, which becomes n.  Errors:
 * SHF_ERR_MEMORY. */
shf_status shf_dmft_history_extend(shf_dmft_history *history, size_t n, shf_error *error);

void shf_dmft_history_free(shf_dmft_history *history);

#endif
