/* The past: square matrices over the nodes of which only the lower half is stored, in tiles of rows.
 *
 * Memory of N rows: N^2/2 + O(N) doubles.  The products run once over the memory, tile by tile. */
#ifndef SHF_DMFT_HISTORY_H
#define SHF_DMFT_HISTORY_H

#include <shallowflow/status.h>
#include <stddef.h>

enum {
    SHF_TILE = 64,     /* rows of a tile */
    SHF_OVERHANG = 64, /* how far a row may reach beyond the diagonal: into its own panel */
    SHF_TILES_MAX = 4096
};

typedef struct shf_history {
    size_t n;                    /**< rows so far */
    double *tile[SHF_TILES_MAX]; /**< tile k: SHF_TILE rows of shf_history_stride(k) entries */
} shf_history;

static inline size_t shf_history_stride(size_t tile)
{
    return (tile + 1) * SHF_TILE + SHF_OVERHANG;
}

/** Row r, columns 0 .. */
static inline double *shf_history_row(const shf_history *history, size_t r)
{
    return history->tile[r / SHF_TILE] + r % SHF_TILE * shf_history_stride(r / SHF_TILE);
}

/** Appends p rows (rows[i * ld + l], l < n + p), the panel of nodes n .. n+p-1.  A symmetric matrix also
 * keeps what lies above the diagonal in its tile.  Errors: SHF_ERR_MEMORY. */
shf_status shf_history_append(shf_history *history, const double *rows, size_t ld, size_t p, int symmetric,
                              shf_error *error);

/** y[i * ld + j] = sum_l x[i * ld + l] S[l][j] for the symmetric matrix S, i < p, j < n. */
void shf_history_symmetric(const shf_history *history, const double *x, double *y, size_t ld, size_t p);

/** y = x L for a matrix that is zero above the panels on the diagonal. */
void shf_history_lower(const shf_history *history, const double *x, double *y, size_t ld, size_t p);

/** y = x L^T. */
void shf_history_transposed(const shf_history *history, const double *x, double *y, size_t ld, size_t p);

/** Room for n rows, those that are new zero; n is not below history->n, which becomes n.  Errors:
 * SHF_ERR_MEMORY. */
shf_status shf_history_extend(shf_history *history, size_t n, shf_error *error);

void shf_history_free(shf_history *history);

#endif
