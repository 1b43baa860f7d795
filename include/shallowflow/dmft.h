/* Dynamical mean-field theory of two-layer networks of finite width: feature learning, overfitting and
 * feature unlearning.
 *
 * A. Montanari and P. Urbani, "Dynamical Decoupling of Generalization and Overfitting in Large Two-Layer
 * Networks", arXiv:2502.21269.  Equation numbers (D.n) are those of docs/dmft.md.
 *
 * Network f(x) = (1/m) sum_i a_i sigma(<w_i,x>) with |w_i| = 1, n = alpha m d samples x ~ N(0, I_d),
 * y = phi(<u,x>) + tau z, gradient flow of the training error (1/2n) sum (y - f)^2 with rate n/d, in the
 * limit n, d -> infinity at fixed m.  Activation and target enter through h(q) = E sigma(G) sigma(G_q) and
 * phat(q) = E phi(G) sigma(G_q), where G, G_q are standard normal with covariance q.
 */
#ifndef SHALLOWFLOW_DMFT_H
#define SHALLOWFLOW_DMFT_H

#include <shallowflow/activation.h>
#include <shallowflow/solver.h>
#include <shallowflow/table.h>

SHF_BEGIN_C

/** The activation, as h.  poly:H0,H1,... is h(q) = sum_k H_k q^k with H_k >= 0 and H0 = 0; the others are the
 * smooth ones of activation.h without their mean: those with Hermite coefficients S_k have h = sum_k S_k^2
 * q^k. */
enum {
    SHF_DMFT_H_POLY,
    SHF_DMFT_H_SHIFT = SHF_ACT_ERF - 1, /**< from other kinds to those of activation.h */
    SHF_DMFT_H_HERMITE = SHF_ACT_HERMITE - SHF_DMFT_H_SHIFT
};
#define SHF_DMFT_H_NAMES "poly:H0,H1,...|" SHF_SMOOTH_ACTIVATIONS(SHF_ACTIVATION_NAME) "hermite:S0,S1,..."
#define SHF_DMFT_H_DEFAULT                                              \
    {                                                                   \
        .kind = SHF_DMFT_H_POLY, .n = 4, .value = { 0, 0.9, 0, 1. / 6 } \
    }

/** The target phi.  same: phi = sigma, phat = h; none: pure noise; poly:P0,P1,...: phat(q) = sum_k P_k q^k,
 * phi having the smallest variance that allows it; hermite:F0,F1,...: phi = sum_k F_k h_k. */
enum { SHF_DMFT_TARGET_SAME, SHF_DMFT_TARGET_NONE, SHF_DMFT_TARGET_POLY, SHF_DMFT_TARGET_HERMITE };
#define SHF_DMFT_TARGET_NAMES "same|none|poly:P0,P1,...|hermite:F0,F1,..."

/** What is to be learnt, from how many samples, with which activation. */
#define SHF_DMFT_PROBLEM_PARAMS(P, S)                                                                 \
    P(S, real, alpha, "alpha", 0.3, "(0, 1e6]", "", "samples per parameter, n/(m d)")                 \
    P(S, real, tau, "tau", 0.3, "[0, 1e6]", "", "standard deviation of the label noise")              \
    P(S, choice, h, "h", SHF_DMFT_H_DEFAULT, SHF_DMFT_H_NAMES, "", "activation, as its covariance h") \
    P(S, choice, target, "target", SHF_CHOICE(SHF_DMFT_TARGET_SAME), SHF_DMFT_TARGET_NAMES, "", "target")

/** Where the neurons start. */
#define SHF_DMFT_START_PARAMS(P, S)                                               \
    P(S, real, a0, "a0", 1.0, "[-1e6, 1e6]", "", "initial output weights a_i(0)") \
    P(S, real, gamma0, "gamma0", 0.0, "[-1e6, 1e6]", "",                          \
      "lazy start: a_i(0) = gamma0 sqrt(m) instead of a0; 0 means a0")            \
    P(S, choice, freeze_a, "freeze-a", SHF_CHOICE(0), "no|yes", "", "keep the output weights at their start")

/** Physics of the model. */
#define SHF_DMFT_PARAMS(P, S)                                    \
    P(S, count, m, "m", 10, "[1, 1e9]", "", "number of neurons") \
    SHF_DMFT_PROBLEM_PARAMS(P, S)                                \
    SHF_DMFT_START_PARAMS(P, S)

typedef struct shf_dmft_params {
    SHF_DMFT_PARAMS(SHF_ROW_FIELD, )
} shf_dmft_params;

/** How the two-time equations are discretised.  collocation: Radau collocation in panels of growing length
 * (D.20); euler: explicit first order, uniform steps, as published. */
enum { SHF_DMFT_COLLOCATION, SHF_DMFT_EULER };
#define SHF_DMFT_SCHEME_NAMES "collocation|euler"

/** Output times: those of solver.h with other defaults. */
#define SHF_DMFT_GRID_PARAMS(P, S)                                                                        \
    P(S, real, t_max, "t-max", 100.0, "(0, 1e15]", "", "last output time")                                \
    P(S, real, t_min, "t-min", 0.0, "[0, 1e15]", "",                                                      \
      "first output time; 0 means t-max/10000 on a log grid and 0 on a linear one")                       \
    P(S, count, points, "points", 200, "[2, 1e7]", "", "number of output times, ends included")           \
    P(S, choice, grid, "grid", SHF_CHOICE(SHF_GRID_LOG), "log|linear", "", "spacing of the output times") \
    P(S, list, times, "times", SHF_EMPTY_LIST, "[0, 1e15]", "",                                           \
      "increasing output times, instead of the grid")

/** Accuracy and cost. */
#define SHF_DMFT_SOLVER_PARAMS(P, S)                                                                      \
    P(S, real, rtol, "rtol", 1e-5, "[1e-9, 0.1]", "",                                                     \
      "largest estimated error of a, v, e_train, e_test, relative to the largest value of each")          \
    P(S, choice, scheme, "scheme", SHF_CHOICE(SHF_DMFT_COLLOCATION), SHF_DMFT_SCHEME_NAMES, "",           \
      "discretisation in time")                                                                           \
    P(S, count, stages, "stages", 4, "[1, 8]", "", "nodes of a panel (collocation)")                      \
    P(S, real, step, "step", 0.0, "[0, 1e15]", "",                                                        \
      "one run with this step (collocation: panels no longer than it) and one twice as coarse, whatever " \
      "the error; 0 means that rtol decides")                                                             \
    P(S, real, memory, "memory", 2000.0, "[1e-3, 1e9]", "MB", "most memory for the history")

typedef struct shf_dmft_solver {
    SHF_DMFT_SOLVER_PARAMS(SHF_ROW_FIELD, )
} shf_dmft_solver;

/** How to compute, and files besides the table: nothing here changes a result. */
#define SHF_DMFT_RUN_CONTROL_PARAMS(P, S)                                                                   \
    P(S, text, two_time, "two-time", NULL, "FILE.npy", "",                                                  \
      "write the two-time functions of the finest run there, at its own nodes (collocation)")               \
    P(S, text, checkpoint, "checkpoint", NULL, "FILE", "",                                                  \
      "keep the state there, and continue from it if it exists; removed when the run is complete "          \
      "(collocation)")                                                                                      \
    P(S, real, checkpoint_every, "checkpoint-every", 10.0, "[0, 1e9]", "s", "time between two checkpoints") \
    P(S, count, threads, "threads", 0, "[0, 1024]", "",                                                     \
      "number of threads, for several m; 0 means all of the machine")

typedef struct shf_dmft_run_control {
    SHF_DMFT_RUN_CONTROL_PARAMS(SHF_ROW_FIELD, )
} shf_dmft_run_control;

/** The defaults of the four structs: single index, m = 10, alpha = tau = 0.3, t up to 100. */
SHF_DECLARE_PARAMS(shf_dmft_params, shf_dmft_params);
SHF_DECLARE_PARAMS(shf_grid, shf_dmft_grid);
SHF_DECLARE_PARAMS(shf_dmft_solver, shf_dmft_solver);
SHF_DECLARE_PARAMS(shf_dmft_run_control, shf_dmft_run_control);

/** Checks ranges and combinations (h without a constant, no negative coefficient, phat within the reach of
 * h). Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_dmft_validate(const shf_dmft_params *params, shf_error *error);

/** The whole curve: a table with columns t a v e_train e_test Co_tt Cd_t0 Co_t0 nu int_RA, then a_error
 * v_error e_train_error e_test_error, the estimated absolute errors.
 *
 *  a: output weights; v: overlap <w_i,u>; e_train, e_test: errors with the factor 1/2; Co_tt = <w_i,w_j>,
 *  Cd_t0 = <w_i(t),w_i(0)>, Co_t0 = <w_i(t),w_j(0)>, i != j; nu: multiplier of |w_i| = 1; int_RA: response of
 *  the residuals to a constant, (D.9).  The error is estimated by a second run with a coarser grid.
 *
 *  info->estimated_error is the largest of the four, relative to the largest value of each curve.
 *  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY (history beyond `memory`), SHF_ERR_NUMERIC, SHF_ERR_INTERRUPTED (the
 *  table then holds the rows that are done). */
SHF_API shf_status shf_dmft_solve(const shf_dmft_params *params, const shf_grid *grid,
                                  const shf_dmft_solver *solver, const shf_progress *progress,
                                  shf_table **table, shf_info *info, shf_error *error);

/** The same with files; `control` may be NULL.
 *
 *  two_time: an array of float64 of shape (8, n, n) for n nodes t_i, in this order: t_i (in row i),
 * C_d(t_i,t_l), C_o, C_A, Sigma_C, and the weights W_d, W_o, W_A of the responses, (D.20).  It appears
 * complete or not at all, and not after an interruption.  With few neurons left to move the run ends before
 * t_max: so do the nodes.
 *
 *  checkpoint: an interrupted run, given again with the same parameters, continues and gives the same bits;
 *  `memory` may be another.
 *
 *  Further errors: SHF_ERR_FILE (a file that cannot be written, a checkpoint that is damaged or of other
 *  parameters), SHF_ERR_VALUE (another scheme, a name that ends in .h5).  Files are looked at before anything
 * is computed. */
SHF_API shf_status shf_dmft_run(const shf_dmft_params *params, const shf_grid *grid,
                                const shf_dmft_solver *solver, const shf_dmft_run_control *control,
                                const shf_progress *progress, shf_table **table, shf_info *info,
                                shf_error *error);

/** The numbers of neurons without any given: one. */
#define SHF_DMFT_M_DEFAULT          \
    {                               \
        .n = 1, .value = (double[]) \
        {                           \
            10                      \
        }                           \
    }

/** Several networks, or one of neurons that are not alike: what `shallowflow dmft` computes. */
#define SHF_DMFT_NETWORKS_PARAMS(P, S)                                                                         \
    P(S, list, m, "m", SHF_DMFT_M_DEFAULT, "[1, 1e9]", "",                                                     \
      "number of neurons; several that increase, at most 20: these networks, with a column m")                 \
    SHF_DMFT_PROBLEM_PARAMS(P, S)                                                                              \
    SHF_DMFT_START_PARAMS(P, S)                                                                                \
    P(S, text, neurons, "neurons", NULL, "FILE", "",                                                           \
      "instead of m, a0 and gamma0 the neurons at t = 0, a line for each: a_i, v_i (or v_i1 v_i2 v_i3), C_i1 " \
      "... C_im")                                                                                              \
    P(S, text, groups, "groups", NULL, "FILE", "",                                                             \
      "the same for groups of alike neurons, with their number in front: n_g, a, v, C_g1 ... C_gG")            \
    P(S, text, target_terms, "target-terms", NULL, "SUM", "",                                                  \
      "what is added to the target, with neurons or groups: a sum of products of Hermite polynomials along "   \
      "x1, x2, x3, such as 'He1(x1) He1(x2) - 0.5 He2(x3)'; He_k, or h_k = He_k/sqrt(k!)")                     \
    P(S, choice, wide, "wide", SHF_CHOICE(0), "no|yes", "",                                                    \
      "several m side by side, in columns a_M, v_M, ..., instead of a column m")

typedef struct shf_dmft_networks {
    SHF_DMFT_NETWORKS_PARAMS(SHF_ROW_FIELD, )
} shf_dmft_networks;

/** Default and table of the networks: one, m = 10. */
SHF_DECLARE_PARAMS(shf_dmft_networks, shf_dmft_networks);

/** One m: shf_dmft_run.  Several: their curves on the same times, one below the other, with columns m, t,
 * t_over_m, t_times_m, gamma = a/sqrt(m), a, v, v_sqrt_m, e_train, e_test, gap = e_test - e_train; `wide`:
 * side by side, columns t, and gamma_M and so on for each width M; parallel over the widths, the result does
 * not depend on the number of threads.  With networks->neurons or ->groups: shf_dmft_groups_solve of
 * dmft_groups.h for the network of that file.  Parameters that do not apply are refused (SHF_ERR_VALUE)
 * unless they have their default.  Arguments and results as shf_dmft_run. */
SHF_API shf_status shf_dmft_networks_solve(const shf_dmft_networks *networks, const shf_grid *grid,
                                           const shf_dmft_solver *solver, const shf_dmft_run_control *control,
                                           const shf_progress *progress, shf_table **table, shf_info *info,
                                           shf_error *error);

SHF_END_C
#endif
