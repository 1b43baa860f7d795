/* Gauss quadrature from the recurrence of orthogonal polynomials. */
#ifndef SHF_NODE_RULE_H
#define SHF_NODE_RULE_H

#include <shallowflow/status.h>
#include <stddef.h>

/** Most nodes of a rule. */
#define SHF_NODE_RULE_MAX 256

/** Nodes x (increasing) and weights w (sum 1) of the n-point Gauss rule, 1 <= n <= SHF_NODE_RULE_MAX, of the
 * monic orthogonal polynomials p_{k+1} = (x - alpha[k]) p_k - beta[k] p_{k-1}; beta[0] is not used.  Exact
 * for polynomials of degree 2n-1; nodes accurate to rounding, weights to about 1e-14 relative even where they
 * are tiny.  alpha = NULL means zero throughout: the rule is then symmetric to the last bit. */
void shf_node_rule_gauss(size_t n, const double *alpha, const double *beta, double *x, double *w);

/** Gauss-Legendre for the uniform law on [-1, 1]: weights sum to 1. */
void shf_node_rule_legendre(size_t n, double *x, double *w);

/** Gauss-Hermite for the standard normal law. */
void shf_node_rule_normal(size_t n, double *x, double *w);

/** Gauss rule, n <= 50, for the chi law with `freedom` >= 1 degrees of freedom (the length of a standard
 * normal vector of that dimension), from its discretised density; moments up to 2n-1 exact to about 1e-13.
 *  Errors: SHF_ERR_MEMORY. */
shf_status shf_node_rule_chi(size_t n, double freedom, double *x, double *w, shf_error *error);

#endif
