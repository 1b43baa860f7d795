/* The collocation scheme (D.20) for groups of alike neurons: state of a run, and the new panel.
 *
 * The unknowns of a panel are, for its q = p G rows (node, group): a; nu; v along each direction; then of
 * each sector C without its signal part, and the weights of R.  In the sector of the uniform directions C and
 * R are sums over pairs of neurons over sqrt(n_g n_h), which for one group of m is X_d + (m - 1) X_o, (D.14).
 */
#ifndef SHF_DMFT_COLLOCATION_H
#define SHF_DMFT_COLLOCATION_H

#include "dmft/anderson.h"
#include "dmft/model.h"
#include "dmft/path.h"
#include "dmft/sector.h"

/** Sector 0: the uniform directions; then one for each group of more than one neuron. */
enum { SHF_DMFT_UNIFORM, SHF_DMFT_SECTORS_MAX = 1 + SHF_DMFT_GROUPS_MAX };

/** Most columns of a path. */
enum {
    SHF_DMFT_COLUMNS_MAX = 3 + (2 + SHF_DMFT_DIRECTIONS_MAX) * SHF_DMFT_GROUPS_MAX +
                           SHF_DMFT_GROUPS_MAX * (SHF_DMFT_GROUPS_MAX + 1) / 2
};

typedef struct shf_dmft_collocation {
    const shf_dmft_model *model;
    shf_dmft_groups start;
    int alike; /**< one group, as the model has it */
    size_t groups;
    double root[SHF_DMFT_GROUPS_MAX];                        /**< sqrt(n_g) */
    double share[SHF_DMFT_GROUPS_MAX][SHF_DMFT_GROUPS_MAX];  /**< 1/sqrt(n_g n_h) */
    double others[SHF_DMFT_GROUPS_MAX][SHF_DMFT_GROUPS_MAX]; /**< neurons of h beside one of g, itself not
                                                                counted where it has a sector of its own */
    shf_dmft_panel panel;
    size_t q, rows, ld; /**< as those of the first sector */
    double *t;          /**< at all nodes, the panel's behind the others */
    double *a, *nu, *v[SHF_DMFT_DIRECTIONS_MAX],
        *u[SHF_DMFT_DIRECTIONS_MAX]; /**< at all rows; u = sqrt(n_g) v */
    size_t room;                     /**< nodes in those */
    shf_dmft_history wg, ca;
    shf_dmft_sector sector[SHF_DMFT_SECTORS_MAX];
    size_t sectors;
    size_t unknowns;
    double *x, *g, *saved, *scale;     /**< argument, image, a solved shorter panel */
    double *sg, *sc, *wg_row, *ca_row; /**< Sigma_R ds, Sigma_C, weights of R_A, C_A: p rows of panel.nodes */
    double *z[2], *y[3];               /**< room for rows of nodes, and of a sector */
    double *p_sum;                     /**< int R_A at the nodes of the panel */
    double *r, *defect, *step, *jacobian, *square; /**< of the multipliers: q entries, or q x q */
    double *memory;
    size_t memory_nodes; /**< how many nodes the rows have room for */
    shf_dmft_anderson anderson;
} shf_dmft_collocation;

/** Places in the unknowns. */
static inline size_t shf_dmft_at_nu(const shf_dmft_collocation *run)
{
    return run->q;
}
static inline size_t shf_dmft_at_v(const shf_dmft_collocation *run, size_t k)
{
    return (2 + k) * run->q;
}

/** At t = 0, of these groups, or as the model has it (NULL).  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC. */
shf_status shf_dmft_collocation_make(shf_dmft_collocation *run, const shf_dmft_model *model,
                                     const shf_dmft_groups *groups, size_t stages, shf_error *error);

/** Room for a panel behind panel.n nodes; the last panel's mu is kept.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_collocation_room(shf_dmft_collocation *run, shf_error *error);

/** First guess of the panel of this length: run->x.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_collocation_predict(shf_dmft_collocation *run, double length, shf_error *error);

/** Keeps the argument run->x, which solves the panel as it is. */
void shf_dmft_collocation_save(shf_dmft_collocation *run);

/** First guess of a longer panel at the same place from what was saved.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_collocation_lengthen(shf_dmft_collocation *run, double length, shf_error *error);

/** Back to the saved panel.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_collocation_restore(shf_dmft_collocation *run, shf_error *error);

/** One evaluation of the equations: run->g from run->x.  0 if they cannot be evaluated there. */
int shf_dmft_collocation_image(shf_dmft_collocation *run);

/** The panel run->g becomes part of the past.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_collocation_accept(shf_dmft_collocation *run, shf_error *error);

/** phat(v) and its derivative along direction k at a row. */
double shf_dmft_phat(const shf_dmft_collocation *run, size_t row);
double shf_dmft_phat_slope(const shf_dmft_collocation *run, size_t row, size_t k);

/** Row of the past of <w_i(t), w_j(s)> for neurons of groups g and h: of two different ones, or (g = h) of
 * one with itself.  A group of one has only the latter, which both give. */
void shf_dmft_overlap_row(const shf_dmft_collocation *run, size_t node, size_t g, size_t h, int itself,
                          double *row);

/** The same of the weights of the response, which end with the panel of the node. */
void shf_dmft_response_row(const shf_dmft_collocation *run, size_t node, size_t g, size_t h, int itself,
                           double *row);

/** Nodes up to the end of the panel of a node: there the weights end. */
size_t shf_dmft_panel_end(const shf_dmft_collocation *run, size_t node);

void shf_dmft_collocation_free(shf_dmft_collocation *run);

/** ---- what is kept of a node, observe.c ---- */

/** Columns of a path: of alike neurons those of shf_dmft_point; of groups e_train, e_test, then a, v_1 (..),
 * nu of each, C_gh(t,t) for g <= h (g = h: of two different neurons, if there are two), int_RA. */
size_t shf_dmft_columns(const shf_dmft_groups *groups);

/** Which of the four estimated columns one is (a, v, e_train, e_test), else SHF_DMFT_ESTIMATED. */
size_t shf_dmft_kind(const shf_dmft_groups *groups, size_t column);

/** Column of the training error. */
size_t shf_dmft_e_train(const shf_dmft_groups *groups);

/** All of them at a node of the past. */
void shf_dmft_observe(const shf_dmft_collocation *run, size_t node, double *value);

/** The columns of groups, in the order of a path. */
void shf_dmft_add_group_columns(const shf_dmft_groups *groups, shf_table *table);

#endif
