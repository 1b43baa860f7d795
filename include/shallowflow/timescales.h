/* Learning time-scales of wide two-layer networks: when each Hermite component of the target is learnt.
 *
 * R. Berthier, A. Montanari and K. Zhou, "Learning time-scales in two-layers neural networks", Found. Comput.
 * Math. (2024), arXiv:2303.00055.  Equation numbers (T.n) are those of docs/timescales.md.
 *
 * Inputs x ~ N(0, I_d), labels y = phi(<u*,x>) + tau z, network f(x) = (1/m) sum_i a_i sigma(<u_i,x>) with
 * |u_i| = 1, gradient flow of the squared loss in which the a_i move 1/epsilon times faster than the u_i. The
 * flow is integrated in the overlaps s_i = <u_i,u*>; rho_k is the part of the k-th Hermite component of the
 * target that is not learnt yet.
 */
#ifndef SHALLOWFLOW_TIMESCALES_H
#define SHALLOWFLOW_TIMESCALES_H

#include <shallowflow/activation.h>
#include <shallowflow/solver.h>
#include <shallowflow/table.h>

SHF_BEGIN_C

#define SHF_TIMESCALES_ACTIVATION                             \
    {                                                         \
        .kind = SHF_ACT_HERMITE, .n = 3, .value = { 1, 1, 1 } \
    }
#define SHF_TIMESCALES_TARGET                                       \
    {                                                               \
        .kind = SHF_ACT_HERMITE, .n = 3, .value = { 1, -1, 2. / 3 } \
    }

/** Initial law A of the a_i = mean-a + scale-a A.  midpoint: A_i = -1 + (2i-1)/m; gauss: the m Gauss-Legendre
 *  nodes of [-1,1], neurons weighted accordingly; random: uniform on [-1,1]; gaussian: N(0,1); points: the
 * given values in turn. */
enum { SHF_START_MIDPOINT, SHF_START_GAUSS, SHF_START_RANDOM, SHF_START_GAUSSIAN, SHF_START_POINTS };

/** Initial overlaps s_i.  zero: s_i = 0; sphere: those of uniform directions in R^d; points: the given values
 * in turn; auto: zero in the mean field and with finite m, sphere for overlaps and simulations. */
enum { SHF_OVERLAP_AUTO, SHF_OVERLAP_ZERO, SHF_OVERLAP_SPHERE, SHF_OVERLAP_POINTS };

/** Physics of the model. */
#define SHF_TIMESCALES_PARAMS_FROM(P, S, EPSILON)                                                            \
    P(S, choice, activation, "activation", SHF_TIMESCALES_ACTIVATION, SHF_ACTIVATION_NAMES, "",              \
      "activation sigma of the neurons")                                                                     \
    P(S, choice, target, "target", SHF_TIMESCALES_TARGET, SHF_ACTIVATION_NAMES, "", "target phi")            \
    P(S, count, modes, "modes", 12, "[0, 200]", "",                                                          \
      "highest Hermite degree kept; degrees beyond the last that occurs are dropped")                        \
    P(S, real, epsilon, "epsilon", EPSILON, "[1e-18, 1e3]", "", "time scale of the a_i relative to the u_i") \
    P(S, count, m, "m", 50, "[1, 1e7]", "", "number of neurons")                                             \
    P(S, count, d, "d", 100, "[2, 1e9]", "",                                                                 \
      "input dimension (unused by a mean field that starts at s = 0)")                                       \
    P(S, choice, init, "init", SHF_CHOICE(SHF_START_MIDPOINT),                                               \
      "midpoint|gauss|random|gaussian|points:A1,A2,...", "", "initial a_i, before mean-a and scale-a")       \
    P(S, real, mean_a, "mean-a", 0.0, "[-1e6, 1e6]", "", "shift of the initial a_i")                         \
    P(S, real, scale_a, "scale-a", 1.0, "[0, 1e6]", "", "factor of the initial a_i")                         \
    P(S, choice, init_s, "init-s", SHF_CHOICE(SHF_OVERLAP_AUTO), "auto|zero|sphere|points:S1,S2,...", "",    \
      "initial overlaps s_i with the target direction, in [-1,1]")                                           \
    P(S, real, tau, "tau", 0.0, "[0, 1e6]", "", "standard deviation of the label noise")                     \
    P(S, seed, seed, "seed", 1, "[0, 18446744073709551615]", "", "seed of random initial values")
#define SHF_TIMESCALES_PARAMS(P, S) SHF_TIMESCALES_PARAMS_FROM(P, S, 1e-4)

/** The network and its problem: activation and target, time scale, width, dimension, initial weights and
 * overlaps. */
typedef struct shf_timescales_params {
    SHF_TIMESCALES_PARAMS(SHF_ROW_FIELD, )
} shf_timescales_params;

/** mean-field: d and m infinite, the m neurons being nodes of a quadrature, (T.5); finite-m: with the
 *  self-interaction of each neuron, (T.15), d infinite; overlaps: the exact flow of m neurons in R^d, (T.2).
 */
enum { SHF_MODEL_MEAN_FIELD, SHF_MODEL_FINITE_M, SHF_MODEL_OVERLAPS };
#define SHF_MODEL_NAMES "mean-field|finite-m|overlaps"

/** What to compute. */
#define SHF_TIMESCALES_REQUEST_PARAMS(P, S)                                             \
    P(S, choice, model, "model", SHF_CHOICE(SHF_MODEL_MEAN_FIELD), SHF_MODEL_NAMES, "", \
      "equations of motion")                                                            \
    P(S, count, nodes, "nodes", 0, "[0, 100000]", "",                                   \
      "add the trajectories (a_i, s_i) of that many neurons")                           \
    P(S, choice, estimate, "estimate", SHF_CHOICE(0), "yes|no", "",                     \
      "estimate the error by a second run at ten times the tolerance")

typedef struct shf_timescales_request {
    SHF_TIMESCALES_REQUEST_PARAMS(SHF_ROW_FIELD, )
} shf_timescales_request;

/** Output times: those of solver.h with other defaults, in units of the time of the u_i. */
#define SHF_TIMESCALES_GRID_PARAMS_FROM(P, S, T_MIN, T_MAX, POINTS)                                       \
    P(S, real, t_max, "t-max", T_MAX, "(0, 1e300]", "", "last output time")                               \
    P(S, real, t_min, "t-min", T_MIN, "[0, 1e300]", "",                                                   \
      "first output time; 0 means epsilon/100 on a log grid and 0 on a linear one")                       \
    P(S, count, points, "points", POINTS, "[2, 1e7]", "", "number of output times, ends included")        \
    P(S, choice, grid, "grid", SHF_CHOICE(SHF_GRID_LOG), "log|linear", "", "spacing of the output times") \
    P(S, list, times, "times", SHF_EMPTY_LIST, "[0, 1e300]", "",                                          \
      "increasing output times, instead of the grid")
#define SHF_TIMESCALES_GRID_PARAMS(P, S) SHF_TIMESCALES_GRID_PARAMS_FROM(P, S, 0.0, 1e3, 221)

/** Accuracy of the solver. */
#define SHF_TIMESCALES_SOLVER_PARAMS(P, S)                                                      \
    P(S, real, rtol, "rtol", 1e-8, "[1e-13, 1e-2]", "", "relative tolerance of the integrator") \
    P(S, real, atol, "atol", 0.0, "[0, 0.1]", "",                                               \
      "absolute tolerance of sqrt(epsilon) a_i and of s_i; 0 means rtol sqrt(epsilon)/100")     \
    P(S, count, max_steps, "max-steps", 1000000, "[1, 1e12]", "", "most integrator steps before giving up")

/** The defaults of the four structs: three Hermite components, epsilon = 1e-4, mean field. */
SHF_DECLARE_PARAMS(shf_timescales_params, shf_timescales_params);
SHF_DECLARE_PARAMS(shf_timescales_request, shf_timescales_request);
SHF_DECLARE_PARAMS(shf_grid, shf_timescales_grid);
SHF_DECLARE_PARAMS(shf_solver, shf_timescales_solver);

/** The tables behind the four structs. */

/** Checks ranges and combinations (overlaps in [-1,1], an activation that is not zero).
 *  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_timescales_validate(const shf_timescales_params *params, shf_error *error);

/** Hermite coefficients c_k = E f(G) h_k(G), k = 0..modes <= 200, absolute error below 1e-14, and E f(G)^2,
 * from closed forms or, for tanh and sigmoid, the trapezoidal rule, whose error is below rounding, (T.1).
 *  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_timescales_coefficients(const shf_choice *function, size_t modes, double *c,
                                               double *second_moment, shf_error *error);

/** What theory predicts for one Hermite component, (T.9)-(T.14). */
typedef enum shf_timescales_fate {
    SHF_FATE_ABSENT,    /**< not in the target */
    SHF_FATE_LEARNT,    /**< learnt, at a time like epsilon^exponent */
    SHF_FATE_UNSEEN,    /**< in the target, but not in the activation: never */
    SHF_FATE_NO_SEED,   /**< s = 0 stays, for want of a linear component: never */
    SHF_FATE_WRONG_SIGN /**< a gap in front of it and the wrong sign, (T.14): never */
} shf_timescales_fate;

/** When theory expects one Hermite component to be learnt. */
typedef struct shf_timescales_prediction {
    shf_timescales_fate fate; /**< whether it is */
    double exponent;          /**< of epsilon, NaN unless learnt */
    double t;                 /**< closed form at this epsilon; NaN where there is none, inf for never */
    double slope; /**< d log t / d log epsilon of that closed form; the exponent where there is none */
    size_t after; /**< the component learnt before it */
} shf_timescales_prediction;

/** Predictions for the components 0..degree, degree < capacity, for the limits d, m -> infinity, or, for the
 * other models, with the leading corrections in 1/(epsilon d) and 1/m.  `degree` is the last degree that
 * occurs in activation or target, at most params->modes.  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY. */
SHF_API shf_status shf_timescales_predict(const shf_timescales_params *params, int model,
                                          shf_timescales_prediction *prediction, size_t capacity,
                                          size_t *degree, shf_error *error);

/** The outer problem (T.12) for the component that is learnt after the linear one: it is learnt at
 *  t = tau_star epsilon^exponent. */
typedef struct shf_timescales_outer_solution {
    size_t component;       /**< that component */
    double exponent;        /**< of epsilon */
    double tau_star;        /**< where the outer problem blows up; NaN if its equations are singular */
    double estimated_error; /**< relative */
} shf_timescales_outer_solution;

/** Solves the outer problem for the starts with s = 0.  component = 0 if there is none.  `solver` may be
 * NULL. Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC, SHF_ERR_MEMORY. */
SHF_API shf_status shf_timescales_outer(const shf_timescales_params *params, const shf_solver *solver,
                                        shf_timescales_outer_solution *outer, shf_error *error);

/** The whole curve: a table with columns t risk rho_0.. mean_a rms_a max_a mean_s rms_s max_s; for finite m
 * also R_0.., the parts of the risk; then a_i, s_i of the neurons asked for.  Single results: t_k and
 * predictions, tau_star, plateaus and falls (docs/timescales.md, section 6); notes say in words what is not
 * learnt and why. Arguments and results as shf_hinge_solve. */
SHF_API shf_status shf_timescales_solve(const shf_timescales_params *params,
                                        const shf_timescales_request *request, const shf_grid *grid,
                                        const shf_solver *solver, const shf_progress *progress,
                                        shf_table **table, shf_info *info, shf_error *error);

/** A range of epsilon. */
#define SHF_TIMESCALES_SCAN_PARAMS(P, S)                                                \
    P(S, real, from, "epsilon-min", 1e-12, "[1e-18, 1e3]", "", "smallest epsilon")      \
    P(S, real, to, "epsilon-max", 1e-2, "[1e-18, 1e3]", "", "largest epsilon")          \
    P(S, count, points, "epsilon-points", 21, "[2, 100000]", "",                        \
      "number of values, equally spaced in the logarithm")                              \
    P(S, real, t_max, "t-max", 1e3, "(0, 1e300]", "", "when a run gives up")            \
    P(S, choice, model, "model", SHF_CHOICE(SHF_MODEL_MEAN_FIELD), SHF_MODEL_NAMES, "", \
      "equations of motion")                                                            \
    P(S, count, threads, "threads", 0, "[0, 1024]", "", "number of threads; 0 means all of the machine")

typedef struct shf_timescales_scan_range {
    SHF_TIMESCALES_SCAN_PARAMS(SHF_ROW_FIELD, )
} shf_timescales_scan_range;

/** Default and table of the range of epsilon. */
SHF_DECLARE_PARAMS(shf_timescales_scan_range, shf_timescales_scan_range);

/** t_k as functions of epsilon: columns epsilon, then t_k, predicted_t_k, slope_k, predicted_slope_k for each
 *  component of the target that can be learnt; slope_k is d log t_k / d log epsilon, by differences along the
 *  scan (one-sided at its ends).  params->epsilon is not used.  Parallel over epsilon.  Arguments and results
 * as shf_hinge_solve. */
SHF_API shf_status shf_timescales_scan(const shf_timescales_params *params,
                                       const shf_timescales_scan_range *range, const shf_solver *solver,
                                       const shf_progress *progress, shf_table **table, shf_info *info,
                                       shf_error *error);

SHF_END_C
#endif
