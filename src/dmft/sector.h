/* One block of the matrices over pairs (node, group) into which permutations of alike neurons divide the
 * two-time equations, (D.14), (D.51): the uniform directions of all G groups (width G), or what is orthogonal
 * to that of one group (width 1).  In each of them L R = delta, L C = -N R^T, (D.16)-(D.18).
 *
 * Row of node i and group g: i * width + g.  A panel has p nodes, q = p width rows; before it are `rows`;
 * rows of the panel have ld = rows + q entries. */
#ifndef SHF_DMFT_SECTOR_H
#define SHF_DMFT_SECTOR_H

#include "common/checkpoint.h"
#include "dmft/history.h"
#include "dmft/radau.h"

enum { SHF_DMFT_SQUARE = SHF_DMFT_OVERHANG * SHF_DMFT_OVERHANG };

/** The new panel behind n nodes. */
typedef struct shf_dmft_panel {
    shf_dmft_radau radau;
    size_t n, nodes; /**< nodes before it, and with it */
    double length;
    double saved_length; /**< of a solved shorter panel at the same place */
} shf_dmft_panel;

typedef struct shf_dmft_sector {
    size_t width, group; /**< group: the one of width 1 */
    size_t stride;       /**< from one row's multiplier to the next */
    size_t q, rows, ld;
    size_t at_c, at_w; /**< where the rows of C and of the weights of R are in the unknowns */
    shf_dmft_history c, w;
    double *overlap, *weight,
        *h[3];       /**< <w_i,w_j>, weights of R_ij, h and derivatives for pairs of neurons */
    double *mu, *mc; /**< M_R ds/m, M_C ds/m */
    double *rc, *rw; /**< right-hand sides for C and w */
    double *saved_mu;
    double *b, *source, *inverse, *block; /**< on the panel, q x q: B = D/length + mu, without nu; Q; w = (B +
                                             nu)^-1; C = w Q w^T */
    double *last_mu;                      /**< mu of the panel before, q rows of last_ld */
    size_t last_ld, last_capacity;
} shf_dmft_sector;

/** Weights with which values at earlier nodes give a first guess at those of a panel: the parabola through
 * the last, a middle and the first node of the last panel. */
typedef struct shf_dmft_predictor {
    size_t n;       /**< earlier nodes */
    size_t from[3]; /**< which */
    double weight[SHF_DMFT_RADAU_MAX][3];
} shf_dmft_predictor;

/** The next n numbers of a block of memory. */
static inline double *shf_dmft_take(double **next, size_t n)
{
    double *start = *next;
    *next += n;
    return start;
}

/** Sizes on this panel, and how many numbers shf_dmft_sector_take will take. */
size_t shf_dmft_sector_size(shf_dmft_sector *sector, const shf_dmft_panel *panel);
void shf_dmft_sector_take(shf_dmft_sector *sector, double **next);

/** Room for the mu of a panel.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_sector_room(shf_dmft_sector *sector, shf_error *error);

/** First guess of C and R in the unknowns x, whose multipliers are nu; y[0], y[1]: room for q rows each. */
void shf_dmft_sector_predict(shf_dmft_sector *sector, const shf_dmft_panel *panel,
                             const shf_dmft_predictor *predictor, const double *nu, double *x,
                             double *const y[2]);

/** weight[i]: from the value before a panel and those at its nodes to that at node i of a longer one. */
typedef struct shf_dmft_lift {
    double weight[SHF_DMFT_RADAU_MAX][SHF_DMFT_RADAU_MAX + 1];
} shf_dmft_lift;

/** The same from a solved shorter panel: its unknowns `saved`, its saved_mu. */
void shf_dmft_sector_lengthen(shf_dmft_sector *sector, const shf_dmft_panel *panel, const shf_dmft_lift *lift,
                              const double *nu, const double *saved, double *x, double *const y[2]);

/** From mu and mc: rc, rw, b, source.  y: room for q rows each. */
void shf_dmft_sector_sources(shf_dmft_sector *sector, const shf_dmft_panel *panel, double *const y[3]);

/** inverse and block for these multipliers; 0 if the matrix is singular. */
int shf_dmft_sector_invert(shf_dmft_sector *sector, const double *nu);

/** Rows of C and w, to the image g. */
void shf_dmft_sector_finish(shf_dmft_sector *sector, double *g);

/** The panel with the image g becomes part of the past.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_sector_accept(shf_dmft_sector *sector, const double *g, shf_error *error);

/** The state between two panels, to or from a checkpoint, behind n nodes.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_sector_exchange(shf_dmft_sector *sector, size_t n, shf_checkpoint_file *file,
                                    shf_error *error);

/** Whole tiles of one history of n rows.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_history_exchange(shf_dmft_history *history, size_t n, shf_checkpoint_file *file,
                                     shf_error *error);

void shf_dmft_sector_free(shf_dmft_sector *sector);

#endif
