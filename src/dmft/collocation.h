/* The collocation scheme (D.20): state of a run, and the new panel. */
#ifndef SHF_DMFT_COLLOCATION_H
#define SHF_DMFT_COLLOCATION_H

#include "dmft/anderson.h"
#include "dmft/history.h"
#include "dmft/model.h"
#include "dmft/path.h"

/** The two sectors of permutation-symmetric matrices, (D.14): the complement of the uniform direction, and
 * that direction. */
enum { SHF_DMFT_PERP, SHF_DMFT_PAR, SHF_DMFT_SECTORS };

/** Rows of the new panel in the unknowns of the fixed point; p rows of n + p entries. */
typedef struct shf_dmft_rows {
    double *a, *v, *nu;          /**< p entries each */
    double *c[SHF_DMFT_SECTORS]; /**< C_perp, and C_par without its signal part m v v */
    double *w[SHF_DMFT_SECTORS]; /**< weights of the response: int R(t_i,s) f(s) ds = sum_l w[i][l] f(t_l) */
} shf_dmft_rows;

/** Further rows, and matrices over the nodes of the panel. */
typedef struct shf_dmft_work {
    double *h[3][2];                                     /**< h, h', h'' at C_d, C_o */
    double *co, *wd, *wo;                                /**< C_o, and the weights of R_d, R_o */
    double *sg, *sc, *wg, *ca;                           /**< Sigma_R ds, Sigma_C, weights of R_A, C_A */
    double *mu[SHF_DMFT_SECTORS], *mc[SHF_DMFT_SECTORS]; /**< M_R ds/m, M_C ds/m */
    double *rc[SHF_DMFT_SECTORS], *rw[SHF_DMFT_SECTORS]; /**< right-hand sides for C and w */
    double *y[3];
} shf_dmft_work;

typedef struct shf_dmft_collocation {
    const shf_dmft_model *model;
    shf_dmft_radau radau;
    size_t n;               /**< nodes before the panel */
    size_t ld;              /**< n + p */
    double start, length;   /**< of the panel */
    double *t, *a, *v, *nu; /**< at all nodes, the panel's behind the others */
    size_t nodes;           /**< room in those */
    shf_dmft_history c[SHF_DMFT_SECTORS], w[SHF_DMFT_SECTORS], wg, ca;
    shf_dmft_rows x, g; /**< argument and image */
    double *scale;
    shf_dmft_work work;
    shf_dmft_rows saved;                /**< a solved shorter panel, */
    double *saved_mu[SHF_DMFT_SECTORS]; /**< its mu */
    double saved_length;                /**< and length */
    double *last_mu[SHF_DMFT_SECTORS];  /**< mu of the panel before, p rows of last_ld */
    size_t last_ld;
    double *memory;
    size_t memory_nodes; /**< how many nodes the rows have room for */
    double *p_sum;       /**< int R_A at the nodes of the panel */
    shf_dmft_anderson anderson;
} shf_dmft_collocation;

/** The next n numbers of a block of memory. */
static inline double *shf_dmft_take(double **next, size_t n)
{
    double *start = *next;
    *next += n;
    return start;
}

/** X_o of a matrix from its sectors, (D.14); X_d is X_perp + X_o. */
static inline double shf_dmft_others(double m, double perp, double par)
{
    return (par - perp) / m;
}

/** Sigma_C, (D.8), from a phat(v) at the two times, a a/m, and h at C_d, C_o. */
static inline double shf_dmft_sigma_c(const shf_dmft_model *model, double signal_t, double signal_s,
                                      double aa, double h_d, double h_o)
{
    return shf_dmft_label_square(model) - signal_t - signal_s + aa * (h_d + (model->m - 1) * h_o);
}

/** At t = 0.  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC. */
shf_status shf_dmft_collocation_make(shf_dmft_collocation *run, const shf_dmft_model *model, size_t stages,
                                     shf_error *error);

/** Room for a panel behind run->n nodes; the last panel's mu is kept.  Errors: SHF_ERR_MEMORY. */
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

/** Columns of a path at node i of the panel. */
void shf_dmft_collocation_observe(const shf_dmft_collocation *run, size_t i, shf_dmft_point *value);

/** Weights with which values at earlier nodes give a first guess at those of a panel. */
typedef struct shf_dmft_predictor {
    size_t n;       /**< earlier nodes */
    size_t from[3]; /**< which */
    double weight[SHF_DMFT_RADAU_MAX][3];
} shf_dmft_predictor;

/** The parabola through the last, a middle and the first node of the last panel; n nodes at t, the panel's
 * behind them. */
shf_dmft_predictor shf_dmft_predictor_make(const double *t, size_t n, size_t p);

void shf_dmft_collocation_free(shf_dmft_collocation *run);

#endif
