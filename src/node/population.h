/* The population of nodes at work: state, field, gradient flow and its Jacobian. */
#ifndef SHF_NODE_POPULATION_H
#define SHF_NODE_POPULATION_H

#include "common/activation.h"
#include "node/average.h"
#include "node/initial.h"

/** What is stored belongs to the state that a right-hand side was evaluated at last: nothing (the rows are
 * those of another state), what the flow needs, or also what its Jacobian needs. */
enum { SHF_NODE_STALE, SHF_NODE_FLOW, SHF_NODE_JACOBIAN };

/** State: the displacements (a_j - a_j(0)), then (w_j - w_j(0)), then (rho_j - rho_j(0)), j < n: 3 n numbers.
 * Displacements, because in the lazy limit they are far smaller than the values. */
typedef struct shf_node_population {
    /* the model */
    shf_activation activation;
    shf_node_target target;
    shf_node_law law;
    shf_node_initial initial;
    double alpha, root_d;
    double stretch; /* standard deviation of each component of x_perp: R/sqrt d on the sphere, 1 otherwise */
    double rate;    /* eta/(alpha M) */
    double decay;   /* eta lambda: the share of every weight that is lost in a unit of time */
    size_t points;
    /* the mesh in use and what is stored on it */
    shf_node_mesh mesh;
    size_t row;     /* numbers of x in a row: samples, or also their mirror images */
    double *x;      /* these */
    double *base;   /* E of (N.8) at t = 0 */
    double *rows;   /* n rows each of S, S_mu, S_s */
    double *work;   /* partial sums of the blocks and scratch of each */
    double *field;  /* alpha F at the samples, modes, mode weights, weights: 2 * samples numbers each */
    double *folded; /* weights on a row, and these times x */
    /* the stamp: which state the numbers below and the rows belong to, and which of them do */
    int stamp;     /* SHF_NODE_... */
    double *state; /* 3 n numbers */
    double *pull;  /* n numbers each: E[g y x S_mu], E[g y S_s] */
    double *curve; /* n numbers each: E[g y x^2 S_mumu], E[g y x S_mus], E[g y S_ss] */
    shf_node_response response;
    shf_status failed; /* why an evaluation could not be made */
} shf_node_population;

/** Whether the averages over the data exist.  Errors: SHF_ERR_VALUE. */
shf_status shf_node_population_check(const shf_node_params *params, shf_error *error);

/** For valid parameters.  Errors: SHF_ERR_VALUE (as above), SHF_ERR_MEMORY. */
shf_status shf_node_population_new(shf_node_population *population, const shf_node_params *params,
                                   const shf_node_request *request, shf_error *error);
void shf_node_population_free(shf_node_population *population);

/** The gradient flow (N.3) for shf_ode: a pure function of the state, with the same bits for any number of
 * threads.  `context` is the population. */
int shf_node_population_rhs(double t, const double *y, double *out, void *context);

/** Its Jacobian times v for shf_ode (N.14). */
int shf_node_population_product(double t, const double *y, const double *v, double *out, void *context);

/** The scale of error weights: the root mean square displacement, or a component's own if larger. */
int shf_node_population_scale(const double *y, double *scale, void *context);

/** F at a projection x of any sign.  Errors: SHF_ERR_MEMORY. */
shf_status shf_node_population_field(const shf_node_population *population, const double *y, double x,
                                     double *F, shf_error *error);

/** Loss, unsatisfied fraction and error of the state.  Errors: SHF_ERR_MEMORY. */
shf_status shf_node_population_observe(shf_node_population *population, const double *y,
                                       shf_node_averages *averages, shf_error *error);

#endif
