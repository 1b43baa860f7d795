/* The two-time equations by a second method, which shares nothing with the collocation of the library but the
 * model: integrated responses and backward differences with steps max(first, growth t).
 *
 *     F_X(t,s) = int_s^t R_X(t,u) du,   G(t,s) = int_s^t R_A(t,u) du,   F_X(t,t) = 0,   G(t,t) = 1,
 *
 * and every integral against a response from the masses of cells, split evenly between the two ends,
 *
 *     int R_X(t,s) f(s) ds = sum_l w_l f(t_l),   w_l = [F_X(t,t_{l-1}) - F_X(t,t_{l+1})]/2,
 *
 * one-sided at the ends; likewise with G, whose delta function adds 1 to the last weight.  In time, with r =
 * step/last step, dx/dt = [(1+2r)/(1+r) x_n - (1+r) x_{n-1} + r^2/(1+r) x_{n-2}]/step, the trapezoidal rule
 * first, and F_X(t_n,t_{n-1}) = (1 - e^{-lambda step})/lambda, lambda = nu + mu_X(t_n,t_n), in the steepest
 * cell.
 *
 * Kept are the nodes, the correlations of both sectors, F_X(t,s) = int_s^t R_X(t,u) du, G(t,s) = int_s^t
 * R_A(t,u) du and C_A, as rows that end on the diagonal.  Node n is the moving end of time. */
#ifndef SHF_DMFT_INTEGRATED_H
#define SHF_DMFT_INTEGRATED_H

#include "dmft/collocation.h"
#include "dmft/march.h"

/** The two sectors of permutation-symmetric matrices, (D.14). */
enum { SHF_DMFT_PERP, SHF_DMFT_PAR, SHF_DMFT_SECTORS };

/** X_o of a matrix from its sectors; X_d is X_perp + X_o. */
static inline double shf_dmft_others(double m, double perp, double par)
{
    return (par - perp) / m;
}

typedef struct shf_dmft_integrated {
    const shf_dmft_model *model;
    size_t n;          /**< nodes before the new one */
    double *t, *a, *v; /**< at all nodes, the new one last */
    shf_dmft_history c[SHF_DMFT_SECTORS], f[SHF_DMFT_SECTORS], g, ca;
    double *c_row[SHF_DMFT_SECTORS],
        *f_row[SHF_DMFT_SECTORS];                        /**< state at the new node: n + 1 entries each */
    double *g_row, *ca_row;                              /**< from here on: results of an evaluation */
    double *mu[SHF_DMFT_SECTORS], *mc[SHF_DMFT_SECTORS]; /**< M_R ds/m, M_C ds/m */
    double *sum_c[SHF_DMFT_SECTORS],
        *sum_f[SHF_DMFT_SECTORS]; /**< derivatives without the terms with F, C of the new row */
    double *h[3][2], *cd, *co, *w[SHF_DMFT_SECTORS], *wd, *wo, *wg, *sg, *sc, *y[2], *spare[8];
    double nu, pull, slope_a; /**< multiplier, varsigma of (D.3), da/dt */
    double *memory;
    size_t nodes; /**< room in the arrays */
} shf_dmft_integrated;

/** At t = 0, with the first node evaluated.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_integrated_make(shf_dmft_integrated *run, const shf_dmft_model *model, shf_error *error);

/** The equations at the new node from t[n], a[n], v[n] and the rows of C and F. */
void shf_dmft_integrated_evaluate(shf_dmft_integrated *run);

/** Time derivatives of the rows of C and F, entries 0..n; those of C(t,t') at t' = t are by t alone. */
void shf_dmft_integrated_slopes(const shf_dmft_integrated *run, int sector, double *c, double *f);

/** dv/dt */
double shf_dmft_integrated_slope_v(const shf_dmft_integrated *run);

/** Makes C_d(t,t) = 1 at the new node by its entry of C_perp (m = 1: of C_par). */
void shf_dmft_integrated_constrain(shf_dmft_integrated *run);

/** Columns of a path at the new node. */
void shf_dmft_integrated_observe(const shf_dmft_integrated *run, shf_dmft_point *value);

/** The new node becomes part of the past: now n is one larger and its rows are undefined.  Errors:
 * SHF_ERR_MEMORY. */
shf_status shf_dmft_integrated_accept(shf_dmft_integrated *run, shf_error *error);

void shf_dmft_integrated_free(shf_dmft_integrated *run);

/** A march with the steps max(first, growth t); errors as shf_dmft_scheme. */
shf_status shf_dmft_bdf2_steps(const shf_dmft_march *march, double first, double growth, shf_dmft_path *path,
                               shf_error *error);

#endif
