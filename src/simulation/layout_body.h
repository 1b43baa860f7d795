/* How one row of W.x depends on where it stands in a block handed to BLAS.
 *
 * Skipping samples moves the others to different places of smaller blocks.  The trajectory stays the same,
 * bit for bit, if a sample gets the same bits there.  A BLAS adds the d products of an element in an order
 * that depends on its kernel, and the kernel on the place in the block and the size of the block (OpenBLAS
 * for Haswell in single precision uses two orders in turn, six rows each).  So it is measured: places that
 * give the same bits for the same input form a class, a sample is only moved to places of its own class, and
 * only sizes are used that give the bits of the full block. */
#ifndef SHF_SIMULATION_LAYOUT_BODY_H
#define SHF_SIMULATION_LAYOUT_BODY_H

#include "common/blas.h"
#include "common/random.h"
#include "simulation/engine_types.h"
#include <string.h>

/* z = x W^T: rows of x against all nodes, (S.2). */
static void forward(const engine *e, const REAL *x, size_t rows, REAL *z)
{
    GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)e->width, (int)e->d, 1, x, (int)e->d, e->w,
         (int)e->d, 0, z, (int)e->width);
}

/* Splits classes of places by the bits that they give for one input. */
static void split_classes(engine *e, const REAL *z)
{
    unsigned char split[MAX_BLOCK] = {0}, old[MAX_BLOCK];
    int n = 0;
    memcpy(old, e->place_class, sizeof old);
    for (size_t p = 0; p < e->block; p++) {
        if (split[p])
            continue;
        for (size_t q = p; q < e->block; q++)
            if (!split[q] && old[q] == old[p] &&
                memcmp(z + p * e->width, z + q * e->width, e->width * sizeof *z) == 0) {
                split[q] = 1;
                e->place_class[q] = (unsigned char)n;
            }
        n++;
    }
    e->n_classes = n;
}

/* Whether all blocks of a multiple of `step` rows give the first rows of the full block z. */
static int sizes_agree(const engine *e, const REAL *x, const REAL *z, size_t step, REAL *other)
{
    for (size_t rows = step; rows < e->block; rows += step) {
        forward(e, x, rows, other);
        if (memcmp(z, other, rows * e->width * sizeof *z) != 0)
            return 0;
    }
    return 1;
}

/* Finds classes of places and the step of allowed block sizes, with normal weights and inputs. */
static void measure_layout(engine *e)
{
    workspace *ws = &e->work[0];
    size_t d = e->d;
    memset(e->place_class, 0, sizeof e->place_class);
    e->n_classes = 1;
    for (size_t k = 0; k < e->config.M * d; k++)
        e->w[k] = (REAL)shf_random_normal(0, 0, k);
    for (uint64_t trial = 1; trial <= 2; trial++) {
        for (size_t k = 0; k < e->block * d; k++)
            ws->x[k] = (REAL)shf_random_normal(0, trial, k % d);
        forward(e, ws->x, e->block, ws->z);
        split_classes(e, ws->z);
    }
    for (size_t k = 0; k < e->block * d; k++)
        ws->x[k] = (REAL)shf_random_normal(0, 3, k);
    forward(e, ws->x, e->block, ws->z);
    e->quantum = QUANTUM;
    while (e->quantum < e->block && !sizes_agree(e, ws->x, ws->z, e->quantum, ws->s))
        e->quantum *= 2;
}

/* Smallest allowed number of rows >= n. */
static size_t block_rows(const engine *e, size_t n)
{
    return (n + e->quantum - 1) / e->quantum * e->quantum;
}

#endif
