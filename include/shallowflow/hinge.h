/* Mean-field theory of a one-hidden-layer ReLU network trained with the linear hinge loss.
 *
 * F. Pellegrini and G. Biroli, "An analytic theory of shallow networks dynamics for hinge loss
 * classification", NeurIPS 2020, J. Stat. Mech. (2021) 124005, arXiv:2006.11209.  Equation numbers (H.n) are
 * those of docs/hinge.md.
 *
 * Network f(x) = (1/M) sum_i a_i relu(w_i.x / sqrt d), trained function F = f(.;t) - f(.;0), labels
 * y = sign(w*.x), loss max(0, h - alpha y F) / alpha^2 averaged over the data, gradient descent with rate eta
 * for all parameters.  Time t counts training steps.
 */
#ifndef SHALLOWFLOW_HINGE_H
#define SHALLOWFLOW_HINGE_H

#include <shallowflow/data.h>
#include <shallowflow/solver.h>
#include <shallowflow/table.h>

SHF_BEGIN_C

/** Physics of the model, with the symbols and the default run of the paper. */
#define SHF_HINGE_PARAMS(P, S)                                                                              \
    P(S, count, d, "d", 100, "[1, 1e9]", "", "input dimension")                                             \
    P(S, count, M, "M", 400, "[1, 1e9]", "", "number of hidden nodes")                                      \
    P(S, count, N, "N", 10000, "[1, 1e12]", "",                                                             \
      "number of training samples (level mean-field: no influence)")                                        \
    P(S, real, alpha, "alpha", 1.0, "[1e-8, 1e8]", "", "scale of the output: large is lazy, small is rich") \
    P(S, real, h, "h", 1.0, "[1e-8, 1e8]", "", "margin of the hinge loss")                                  \
    P(S, real, eta, "eta", 1000.0, "[1e-12, 1e12]", "", "learning rate")                                    \
    P(S, real, delta, "delta", 0.0, "[0, 0.5)", "", "probability that a training label is flipped")         \
    P(S, real, sigma_a, "sigma-a", 1.0, "[0, 1e6]", "", "standard deviation of the initial a_i")            \
    P(S, real, sigma_w, "sigma-w", 1.0, "[0, 1e6]", "",                                                     \
      "standard deviation of each component of the initial w_i")                                            \
    P(S, choice, data, "data", SHF_CHOICE(SHF_DATA_GAUSSIAN), SHF_DATA_NAMES, "", "law of the inputs")

typedef struct shf_hinge_params {
    SHF_HINGE_PARAMS(SHF_ROW_FIELD, )
} shf_hinge_params;

/** mean-field: M, N -> infinity.  paper: the same curve with the paper's estimates of finite M and N beside
 * it. finite-size: the noise and the memory of finite M and N take part (docs/finite-size.md; Gaussian data
 * and sigma_a = sigma_w = 1 only).  cavity: a memory of its own for every
 * training sample (docs/cavity.md; seconds instead of milliseconds). */
enum { SHF_LEVEL_MEAN_FIELD, SHF_LEVEL_PAPER, SHF_LEVEL_FINITE_SIZE, SHF_LEVEL_CAVITY };

#define SHF_LEVEL_NAMES "mean-field|paper|finite-size|cavity"

/** What to compute besides the curve. */
#define SHF_HINGE_REQUEST_PARAMS(P, S)                                                     \
    P(S, choice, level, "level", SHF_CHOICE(SHF_LEVEL_MEAN_FIELD), SHF_LEVEL_NAMES, "",    \
      "level of the theory")                                                               \
    P(S, count, samples, "samples", 4096, "[64, 1000000]", "",                             \
      "training samples that represent the training set at level cavity")                  \
    P(S, count, nodes, "nodes", 0, "[0, 100000]", "",                                      \
      "add the trajectories (a_i, w_par_i) of that many nodes drawn from the initial law") \
    P(S, seed, seed, "seed", 1, "[0, 18446744073709551615]", "", "seed of that draw")      \
    P(S, list, satisfaction, "satisfaction", SHF_EMPTY_LIST, "(-1e300, 1e300)", "",        \
      "report when a sample with each of these projections x_par becomes satisfied")

typedef struct shf_hinge_request {
    SHF_HINGE_REQUEST_PARAMS(SHF_ROW_FIELD, )
} shf_hinge_request;

/** State of the mean field at one clock value: gamma (H.6), moments (H.3), f0 (H.4), x_c (H.5; inf at t = 0),
 * I (H.7), f_U (H.8), loss (H.9); V_par equals a_w_par in the mean field. */
#define SHF_HINGE_STATE_COLUMNS(C, S)                                                     \
    C(S, gamma, "", "clock of the mean field")                                            \
    C(S, f0, "", "slope of the trained function, F = f0 x_par")                           \
    C(S, x_c, "", "a clean sample is unsatisfied while |x_par| < x_c")                    \
    C(S, f_U, "", "fraction of unsatisfied samples")                                      \
    C(S, I, "", "pull of the unsatisfied samples, E[u y x_par]/2")                        \
    C(S, a2, "", "mean of a_i^2 over the nodes")                                          \
    C(S, w_par2, "", "mean of w_par_i^2 over the nodes")                                  \
    C(S, a_w_par, "", "mean of a_i w_par_i over the nodes")                               \
    C(S, V_par, "", "(1/M) sum_i a_i w_par_i, the parallel part of the effective vector") \
    C(S, loss, "", "training loss")

typedef struct shf_hinge_state {
    SHF_HINGE_STATE_COLUMNS(SHF_COLUMN_FIELD, )
} shf_hinge_state;

/** The defaults: the run of the paper's figures, no more than the curve asked for. */
SHF_DECLARE_PARAMS(shf_hinge_params, shf_hinge_params);
SHF_DECLARE_PARAMS(shf_hinge_request, shf_hinge_request);

/** Solver defaults of this theory: rtol = 1e-12 bounds the integrator's local error in log(gamma). */
SHF_DECLARE_PARAMS(shf_solver, shf_hinge_solver);

/** The tables behind the three structs. */

/** Checks ranges and combinations (sigma_a = sigma_w = 0 never moves, the sphere needs d >= 2).
 *  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_hinge_validate(const shf_hinge_params *params, shf_error *error);

/** Everything that follows from the clock, 0 <= gamma <= 300: closed forms (H.3)-(H.9), relative accuracy
 * about 4 gamma epsilon (the condition number of sinh 2 gamma times that of a double); I underflows to 0
 * where it lies below the smallest double, from gamma of about 180 on.  Beyond 300 moments could overflow.
 * With flipped labels I loses relative accuracy near its zero at gamma_inf when only gamma is known;
 * shf_hinge_solve carries the distance gamma_inf - gamma and does not. Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_hinge_state_at(const shf_hinge_params *params, double gamma, shf_hinge_state *state,
                                      shf_error *error);

/** Where the clock stops: (H.11) with flipped labels, +inf without.  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_hinge_fixed_point(const shf_hinge_params *params, double *gamma, shf_error *error);

/** The clock gamma(t) at n increasing times t >= 0, integrated by CVODE, (H.6).  gamma has n entries, `info`
 * may be NULL.  Relative error of gamma at the default tolerance: at most 1e-9 for t <= 1e12, usually 1e-11.
 *  Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC, SHF_ERR_MEMORY. */
SHF_API shf_status shf_hinge_clock(const shf_hinge_params *params, const shf_solver *solver, const double *t,
                                   size_t n, double *gamma, shf_info *info, shf_error *error);

/** The time at which the clock shows gamma, by adaptive quadrature of (H.10): independent of CVODE.
 *  inf at and beyond gamma_inf.  Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC. */
SHF_API shf_status shf_hinge_time(const shf_hinge_params *params, double gamma, double *t, shf_error *error);

/** The time at which a correctly labelled sample of projection x_par becomes satisfied, alpha f0(t) |x_par| =
 * h; inf if it never is.  Errors: as shf_hinge_time. */
SHF_API shf_status shf_hinge_satisfaction_time(const shf_hinge_params *params, double x_par, double *t,
                                               shf_error *error);

/** A node that starts at (a0, w0) is at (*a, *w) when the clock shows gamma, (H.2). */
SHF_API void shf_hinge_node(double gamma, double a0, double w0, double *a, double *w);

/** The whole curve: a table with columns t gamma f0 x_c f_U I a2 w_par2 a_w_par V_par loss, then those of the
 * level (paper: J s_par s_0 x_c_low x_c_high error_nodes; finite-size: error_test error_train sigma Phi
 * V_perp J v0 v1 v2 v_rest), then a_i, w_par_i for each node asked for, and one scalar per satisfaction time.
 * `progress`, `info` may be NULL.  On SHF_OK, and on SHF_ERR_INTERRUPTED, *table is to be freed by the
 * caller; on other errors it is NULL. Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC, SHF_ERR_MEMORY,
 * SHF_ERR_INTERRUPTED. */
SHF_API shf_status shf_hinge_solve(const shf_hinge_params *params, const shf_hinge_request *request,
                                   const shf_grid *grid, const shf_solver *solver,
                                   const shf_progress *progress, shf_table **table, shf_info *info,
                                   shf_error *error);

SHF_END_C
#endif
