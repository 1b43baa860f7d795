/* Collocation for neurons that are not alike, (D.41)-(D.44): rows are pairs (node, neuron), node * m +
 * neuron. */
#ifndef SHF_DMFT_GENERAL_H
#define SHF_DMFT_GENERAL_H

#include "dmft/collocation.h"
#include "dmft/march.h"
#include <shallowflow/dmft_neurons.h>

enum { SHF_DMFT_GENERAL_FIELDS = 2 + SHF_DMFT_DIRECTIONS_MAX };

/** Unknowns of the fixed point on a panel of q = p m rows; c and w have ld = rows + q entries a row. */
typedef struct shf_dmft_general_rows {
    double *a, *nu, *v[SHF_DMFT_DIRECTIONS_MAX];
    double *c; /**< C without its signal part sum_k v_k v_k */
    double *w; /**< weights of the response */
} shf_dmft_general_rows;

typedef struct shf_dmft_general {
    const shf_dmft_neurons *start;
    const shf_dmft_model *model; /**< one for each direction, alike but for the target */
    size_t m, directions;
    double noise; /**< tau^2 + |phi|^2 */
    shf_dmft_radau radau;
    size_t q;            /**< rows of a panel */
    size_t n, rows;      /**< nodes and rows before the panel */
    size_t nodes_ld, ld; /**< with it */
    double length;
    double *t, *a, *nu, *v[SHF_DMFT_DIRECTIONS_MAX]; /**< at all nodes and rows, the panel's last */
    size_t room;                                     /**< nodes in those */
    shf_dmft_history c, w, wg, ca;
    shf_dmft_general_rows x, g; /**< argument and image */
    double *scale, *h[3], *mu, *mc, *rc, *rw, *y[3];
    double *sg, *sc, *wg_row, *ca_row, *p_sum, *z[2]; /**< over nodes */
    double *last_mu;
    size_t last_ld;
    double *memory;
    shf_dmft_anderson anderson;
} shf_dmft_general;

/** At t = 0.  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC. */
shf_status shf_dmft_general_make(shf_dmft_general *run, const shf_dmft_neurons *start,
                                 const shf_dmft_model *model, size_t stages, shf_error *error);

/** First guess of a panel of this length: run->x.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_general_predict(shf_dmft_general *run, double length, shf_error *error);

/** One evaluation of the equations: run->g from run->x; 0 if they cannot be evaluated there. */
int shf_dmft_general_image(shf_dmft_general *run);

/** Target's part in the equations at a row: phat(v) and its derivative by v_k. */
double shf_dmft_general_phat(const shf_dmft_general *run, size_t row);
double shf_dmft_general_slope(const shf_dmft_general *run, size_t row, size_t k);

/** The panel run->g becomes part of the past.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_general_accept(shf_dmft_general *run, shf_error *error);

/** Number of unknowns. */
size_t shf_dmft_general_unknowns(const shf_dmft_general *run);

void shf_dmft_general_free(shf_dmft_general *run);

/** Columns of a path, those of the result: e_train, e_test; then a, v_1 (v_2), nu of each neuron; then
 * C_ij(t,t), i < j; int_RA last. */
enum { SHF_DMFT_GENERAL_E_TRAIN, SHF_DMFT_GENERAL_E_TEST, SHF_DMFT_GENERAL_FIRST };
size_t shf_dmft_general_columns(const shf_dmft_neurons *start);

/** The columns at node i of the panel. */
void shf_dmft_general_observe(const shf_dmft_general *run, size_t i, double *value);

/** Which error of a curve (a, v, e_train, e_test) a column of the path belongs to; SHF_DMFT_ESTIMATED if
 * none. */
size_t shf_dmft_general_kind(const shf_dmft_neurons *start, size_t column);

#endif
