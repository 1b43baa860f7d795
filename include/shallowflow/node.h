/* The general single-node mean field: a population of nodes in the field that it makes itself.
 *
 * Takes any activation, loss, label rule, data law and initial law below; for those of hinge.h it reproduces
 * the closed form, to 2e-8 at the default tolerance.  Equation numbers (N.n) are those of docs/node.md.
 */
#ifndef SHALLOWFLOW_NODE_H
#define SHALLOWFLOW_NODE_H

#include <shallowflow/activation.h>
#include <shallowflow/data.h>
#include <shallowflow/loss.h>
#include <shallowflow/solver.h>
#include <shallowflow/table.h>

SHF_BEGIN_C

/** Labels: sign of x_par, or stripes:x1,x2,... which change sign at each of the increasing x_k and are +1
 * right of the last. */
enum { SHF_LABEL_SIGN, SHF_LABEL_STRIPES };

/** Initial laws of a and of the components of w, centred, of unit variance before scaling by sigma and
 * shifting by the mean; points:v1,v2,... puts equal weight on the values v_k, which are then scaled and
 * shifted likewise. */
enum { SHF_LAW_GAUSSIAN, SHF_LAW_UNIFORM, SHF_LAW_RADEMACHER, SHF_LAW_POINTS };

/** Physics of the model. */
#define SHF_NODE_PARAMS(P, S)                                                                               \
    P(S, count, d, "d", 100, "[1, 1e9]", "", "input dimension")                                             \
    P(S, count, M, "M", 400, "[1, 1e9]", "", "number of hidden nodes, which sets the time scale eta/M")     \
    P(S, real, alpha, "alpha", 1.0, "[1e-8, 1e8]", "", "scale of the output: large is lazy, small is rich") \
    P(S, real, h, "h", 1.0, "[0, 1e8]", "", "margin of the hinge losses, target of the quadratic loss")     \
    P(S, real, eta, "eta", 1000.0, "[1e-12, 1e12]", "", "learning rate")                                    \
    P(S, real, delta, "delta", 0.0, "[0, 1]", "", "probability that a training label is flipped")           \
    P(S, list, delta_stripes, "delta-stripes", SHF_EMPTY_LIST, "[0, 1]", "",                                \
      "flip probability of each interval of the label rule, from left to right, instead of delta")          \
    P(S, choice, activation, "activation", SHF_CHOICE(SHF_ACT_RELU), SHF_ACTIVATION_NAMES, "",              \
      "activation of the hidden nodes")                                                                     \
    P(S, choice, loss, "loss", SHF_CHOICE(SHF_LOSS_HINGE), SHF_LOSS_NAMES, "", "loss")                      \
    P(S, choice, labels, "labels", SHF_CHOICE(SHF_LABEL_SIGN), "sign|stripes:X1,X2,...", "",                \
      "label as a function of x_par: its sign changes at 0, or at each X; +1 in the rightmost stripe")      \
    P(S, choice, data, "data", SHF_CHOICE(SHF_DATA_GAUSSIAN), SHF_DATA_NAMES, "", "law of the inputs")      \
    P(S, choice, law_a, "law-a", SHF_CHOICE(SHF_LAW_GAUSSIAN),                                              \
      "gaussian|uniform|rademacher|points:V1,V2,...", "", "initial law of a")                               \
    P(S, choice, law_w, "law-w", SHF_CHOICE(SHF_LAW_GAUSSIAN),                                              \
      "gaussian|uniform|rademacher|points:V1,V2,...", "", "initial law of w_par")                           \
    P(S, real, mean_a, "mean-a", 0.0, "[-1e6, 1e6]", "", "mean of the initial a")                           \
    P(S, real, mean_w, "mean-w", 0.0, "[-1e6, 1e6]", "", "mean of the initial w_par")                       \
    P(S, real, sigma_a, "sigma-a", 1.0, "[0, 1e6]", "", "scale of the initial a about its mean")            \
    P(S, real, sigma_w, "sigma-w", 1.0, "[0, 1e6]", "", "scale of each component of the initial w")         \
    P(S, real, correlation, "correlation", 0.0, "[-1, 1]", "",                                              \
      "w_par - mean = sigma_w (c A + sqrt(1-c^2) W) with A, W the standardised draws of a and w")           \
    P(S, real, weight_decay, "weight-decay", 0.0, "[0, 1e6]", "",                                           \
      "lambda of the penalty (lambda/2) sum_i (a_i^2 + |w_i|^2) in the loss")

typedef struct shf_node_params {
    SHF_NODE_PARAMS(SHF_ROW_FIELD, )
} shf_node_params;

/** Size of the discretisation and what to print. */
#define SHF_NODE_REQUEST_PARAMS(P, S)                                                              \
    P(S, count, nodes_a, "nodes-a", 24, "[1, 200]", "", "quadrature nodes over the initial a")     \
    P(S, count, nodes_w, "nodes-w", 24, "[1, 200]", "", "quadrature nodes over the initial w_par") \
    P(S, count, nodes_rho, "nodes-rho", 1, "[1, 50]", "",                                          \
      "quadrature nodes over the initial |w_perp|; 1 takes its root mean square")                  \
    P(S, count, points_x, "points-x", 16, "[2, 64]", "",                                           \
      "Gauss points over x_par in each piece, at which activations are averaged")                  \
    P(S, list, projections, "projections", SHF_EMPTY_LIST, "[-1e6, 1e6]", "",                      \
      "values of x_par at which to print the field F; empty means -1 and 1")

typedef struct shf_node_request {
    SHF_NODE_REQUEST_PARAMS(SHF_ROW_FIELD, )
} shf_node_request;

/** The defaults: the model of hinge.h, 24 by 24 quadrature nodes. */
SHF_DECLARE_PARAMS(shf_node_params, shf_node_params);
SHF_DECLARE_PARAMS(shf_node_request, shf_node_request);

/** Solver defaults of this theory: rtol = 3e-10 bounds the local error of displacements relative to their
 * root mean square over the population (or to their own size, if larger). */
SHF_DECLARE_PARAMS(shf_solver, shf_node_solver);

/** The tables behind the three structs. */

/** Checks ranges and combinations: increasing stripes, as many flip probabilities as intervals, at most
 * 200000 nodes in all, moments of student data that the loss needs.  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_node_validate(const shf_node_params *params, const shf_node_request *request,
                                     shf_error *error);

/** Integrates the population.  Columns: t; F[x] for each projection x; f_U (hinge losses only); loss, divided
 * by alpha^2; error, the probability that the sign of F is not the unflipped label, with one half where F = 0
 * and so at t = 0; the means a, a2, w_par, w_par2, a_w_par, V_par (= a_w_par), rho, rho2 over the nodes.
 *
 * `info`, unless NULL, asks for error control.  The estimate is the largest difference of any column,
 * relative to its natural scale, from a second run with half the nodes in each direction, three quarters of
 * the points and ten times rtol, and so a cautious one.  While it is above 0.01 nodes and points are added
 * and rtol is lowered, at most twice, and a note says so; if that does not help: SHF_ERR_NUMERIC, with the
 * reason.  It is NaN, with a note, where the runs do not differ at all or the others fail.  Where the
 * activation grows faster than |x| and the law of a or w_par is Gaussian the second run has more nodes
 * instead, and none are added: nodes that run away in finite time leave no mean field.  Directions with a
 * single node are taken as the model.
 *
 * `progress` may be NULL.  On SHF_OK, and on SHF_ERR_INTERRUPTED, *table is to be freed by the caller; on
 * other errors it is NULL.  The result does not depend on the number of threads. Errors: SHF_ERR_VALUE,
 * SHF_ERR_NUMERIC, SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED. */
SHF_API shf_status shf_node_solve(const shf_node_params *params, const shf_node_request *request,
                                  const shf_grid *grid, const shf_solver *solver,
                                  const shf_progress *progress, shf_table **table, shf_info *info,
                                  shf_error *error);

SHF_END_C
#endif
