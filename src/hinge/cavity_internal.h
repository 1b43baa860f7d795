/* Parts of the per-sample theory: time grid, sample paths, responses of the channels, sweep over the samples.
 * Equation numbers (C.n) are those of docs/cavity.md. */
#ifndef SHF_HINGE_CAVITY_INTERNAL_H
#define SHF_HINGE_CAVITY_INTERNAL_H

#include "common/arena.h"
#include "hinge/finite_size.h"

/** Steps [t[n], t[n+1]], n < steps; t[0] = 0. */
typedef struct shf_cavity_grid {
    size_t steps;
    size_t first; /* step before which no sample can be satisfied */
    double *t;    /* steps + 1 */
} shf_cavity_grid;

/** A grid up to t_end, `resolution` times as fine as the default, that resolves the clock, the unsatisfied
 * fraction and, later, log t; from a solution of the finite-size theory. */
shf_status shf_cavity_grid_make(const shf_finite_size_model *model, double t_end, double resolution,
                                shf_cavity_grid *grid, shf_error *error);
void shf_cavity_grid_free(shf_cavity_grid *grid);

/* ---- sample paths ---- */

/** Channels: the degrees 0, 1, 2 in x and the rest, (C.1). */
enum { SHF_CAVITY_CHANNELS = 4, SHF_CAVITY_INITIAL = 2 * SHF_CAVITY_CHANNELS };

/** Quasi-random training samples; each has its own path of the field.  Arrays of n entries. */
typedef struct shf_cavity_paths {
    size_t n, steps;
    double *x;           /* |x_par| */
    double *sign;        /* -1: flipped label */
    double *weight;      /* of the sample in averages over the training set; sum 1 */
    double *path_weight; /* of its path, whatever its x; sum 1 */
    double *r;           /* |x_perp| / sqrt(d-1) */
    float *initial;      /* n x SHF_CAVITY_INITIAL standard normal numbers */
    float *innovation;   /* SHF_CAVITY_CHANNELS x n x steps standard normal numbers */
    shf_arena memory;    /* of all arrays */
} shf_cavity_paths;

shf_status shf_cavity_paths_make(const shf_hinge_params *params, size_t n, const shf_cavity_grid *grid,
                                 shf_cavity_paths *paths, shf_error *error);
void shf_cavity_paths_free(shf_cavity_paths *paths);

/* ---- responses of the channels ---- */

/** What training has made of a node that started at (a, w_par) = (1, 0), and of one that started at (0, 1):
 * (C.2).  Without growth of the even degrees a_from_a = w_from_w = cosh g, the others sinh g. */
typedef struct shf_cavity_map {
    double a_from_a, a_from_w, w_from_a, w_from_w;
} shf_cavity_map;

/** E[a^2] and E[a w_par] over the nodes. */
static inline double shf_cavity_a2(shf_cavity_map m)
{
    return m.a_from_a * m.a_from_a + m.a_from_w * m.a_from_w;
}

static inline double shf_cavity_a_w(shf_cavity_map m)
{
    return m.a_from_a * m.w_from_a + m.a_from_w * m.w_from_w;
}

/** E[w_par^2]. */
static inline double shf_cavity_w2(shf_cavity_map m)
{
    return m.w_from_a * m.w_from_a + m.w_from_w * m.w_from_w;
}

/** First component D, at the nodes of the grid, of the responses of each channel to columns q: a unit input
 * during step q < steps, a unit frozen initial value (q = steps), a unit initial partner (q = steps + 1). */
typedef struct shf_cavity_response {
    const shf_finite_size_model *model;
    size_t steps, width;                /* width = steps + 2 columns */
    double *first[SHF_CAVITY_CHANNELS]; /* (steps + 1) x width */
    double *raw[SHF_CAVITY_CHANNELS]; /* the same before the turning of the nodes, (C.12); NULL for degrees 0,
                                         1 */
    double *partner[SHF_CAVITY_CHANNELS]; /* width, at the last accepted node */
    double *next[SHF_CAVITY_CHANNELS];    /* width, at the node being computed */
    double *angle;       /* steps + 1: by which the even degrees have turned w_perp of the nodes, (C.12) */
    double *memory;      /* steps: R(n+1, q)/N, what a sample's u in step q has added to its own y F, (C.6) */
    double *even_memory; /* steps: the part of memory in the even degrees 0, 2, ... */
    double *gamma, *f0;  /* steps + 1 */
    shf_cavity_map map, next_map; /* at the last accepted node, at the node being computed */
    shf_arena arrays;
} shf_cavity_response;

shf_status shf_cavity_response_make(const shf_finite_size_model *model, size_t steps,
                                    shf_cavity_response *response, shf_error *error);
void shf_cavity_response_free(shf_cavity_response *response);

/** Row of column q of channel c at node n. */
static inline double *shf_cavity_first(const shf_cavity_response *response, int c, size_t n)
{
    return response->first[c] + n * response->width;
}

/** Computes node n + 1 from node n: nodes (C.2), responses (C.7), memory, for a pull I, a power E[u y f_even]
 * of the even degrees and a restoring row chi[0..n+1], (C.10). */
void shf_cavity_response_step(shf_cavity_response *response, size_t n, double dt, double pull, double even,
                              const double *chi);

/** Makes the node last computed the starting point of the next step. */
void shf_cavity_response_accept(shf_cavity_response *response);

/** Variance of each channel in sigma^2 at node n and of V_perp, (C.8); cu is steps x steps, rows < n filled.
 */
void shf_cavity_variance(const shf_cavity_response *response, size_t n, const double *cu,
                         double part[SHF_CAVITY_CHANNELS], double *V_perp);

/* ---- sweep over the samples ---- */

/** Averages over the training set during one step and at its end. */
typedef struct shf_cavity_totals {
    double fresh;               /* fraction never satisfied so far, at the end of the step */
    double fresh_pull;          /* (1/2) E[y x_par] over them */
    double fresh_error;         /* those with y F < 0 */
    double fresh_loss;          /* E max(0, h/alpha - y F) over them */
    double old_error, old_loss; /* the same over all others */
    double old;                 /* E[u] over the others, mean of the step */
    double pinned;              /* fraction held at the margin */
    double u;                   /* E[u], mean of the step */
    double pull;                /* I, mean of the step */
    double even;                /* E[u y f_even], f_even the even part of the network's function */
    double pull_slope;          /* its derivative with f0 at the end of the step */
} shf_cavity_totals;

typedef struct shf_cavity_sweep shf_cavity_sweep;

/** `response` and `paths` must outlive it.  Errors: SHF_ERR_MEMORY. */
shf_status shf_cavity_sweep_new(const shf_cavity_response *response, const shf_cavity_paths *paths,
                                shf_cavity_sweep **sweep, shf_error *error);
void shf_cavity_sweep_free(shf_cavity_sweep *sweep);

/** The inputs of all paths in step n from the factor row[0..n] of the covariance, (C.5). */
void shf_cavity_sweep_noise(shf_cavity_sweep *sweep, size_t n, const double *row);

/** Trial of step n: what all samples do, (C.3), (C.4), given the responses at node n + 1.  cu[0..n] and
 * chi[0..n+1] are the rows of (C.9) and (C.10).  */
void shf_cavity_sweep_try(shf_cavity_sweep *sweep, size_t n, shf_cavity_totals *totals, double *cu,
                          double *chi);

/** Keeps the last trial.  Errors: SHF_ERR_MEMORY. */
shf_status shf_cavity_sweep_accept(shf_cavity_sweep *sweep, shf_error *error);

#endif
