/* Averages of the activation over the perpendicular directions of the input. */
#ifndef SHF_NODE_ACTIVATION_H
#define SHF_NODE_ACTIVATION_H

#include <shallowflow/node.h>

enum { SHF_NODE_MIXTURE_MAX = 32 };

/** S(mu, s) = E sigma(mu + s z), z ~ N(0,1), of one activation.  erf and tanh are mixtures
 * sum_m weight_m erf(x/(sqrt 2 width_m)); linear, quadratic and hermite are Hermite series. */
typedef struct shf_node_activation {
    int kind;
    size_t n; /* terms of the mixture or of the series */
    double weight[SHF_NODE_MIXTURE_MAX], width[SHF_NODE_MIXTURE_MAX];
    int folded;        /* S(-mu, s) = parity S(mu, s) + lean mu: rows at x >= 0 are enough */
    double parity;     /* +1 or -1 */
    double lean;       /* -1 for relu, 0 otherwise */
    size_t polynomial; /* degree of a polynomial activation, 0 for the others */
    double growth;     /* sigma(x) grows like |x|^growth */
} shf_node_activation;

void shf_node_activation_init(shf_node_activation *activation, const shf_choice *choice);

/** S, S_mu, S_s at mu = w x_k (N.4), arrays of n; x increasing, and x >= 0 when `folded`.  S is continued to
 * s < 0 as an even function.  work: 2n numbers.  Absolute error about 1e-15 (relu: times |mu| + |s|; hermite:
 * times the size of the terms of the series), for any mu and s. */
void shf_node_activation_average(const shf_node_activation *activation, double w, double s, size_t n,
                                 const double *x, double *restrict S, double *restrict S_mu,
                                 double *restrict S_s, double *restrict work);

/** Second derivatives S_mumu, S_mus, S_ss at mu = w x_k, with S_mu and S_s from above; work: 2n numbers.  For
 * Newton's iteration; relu at s = 0 has none. */
void shf_node_activation_curvature(const shf_node_activation *activation, double w, double s, size_t n,
                                   const double *x, const double *S_mu, const double *S_s,
                                   double *restrict S_mumu, double *restrict S_mus, double *restrict S_ss,
                                   double *restrict work);

/** The inverse of the x-range over which S(w x, s) bends: polynomials of degree 15 in x resolve it to 1e-11
 * on [0, 2/k] and on every [X, 2X].  0 for polynomial activations. */
double shf_node_activation_scale(const shf_node_activation *activation, double w, double s);

#endif
