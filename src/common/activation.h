/* Activations as traits: their Hermite coefficients, and their averages over a Gaussian variable. */
#ifndef SHF_COMMON_ACTIVATION_H
#define SHF_COMMON_ACTIVATION_H

#include <shallowflow/activation.h>

enum { SHF_ACTIVATION_TERMS = 32, SHF_ACTIVATION_MODES_MAX = 200 };

/** An activation sigma with its numbers.  Some are mixtures offset + sum_m weight_m erf(x/(sqrt 2 width_m)),
 * some Hermite series sum_k weight_k h_k, for which both derivatives and averages are closed forms. */
typedef struct shf_activation {
    const struct shf_activation_traits *traits;
    size_t n; /**< terms of the mixture or of the series */
    double weight[SHF_ACTIVATION_TERMS], width[SHF_ACTIVATION_TERMS], offset;
    int folded;                 /**< S(-mu, s) = parity S(mu, s) + lean mu + level: mu >= 0 is enough */
    double parity, lean, level; /**< parity: +1 or -1 */
    int polynomial;
    size_t degree; /**< of a polynomial */
    double growth; /**< sigma(x) grows like |x|^growth */
} shf_activation;

/** Where averages are wanted: mu_k = w x[k], k < n; x increasing, and x >= 0 when `folded`. */
typedef struct shf_activation_places {
    double w, s;
    size_t n;
    const double *x;
    double *work; /**< 2 n numbers */
} shf_activation_places;

/** S(mu, s) = E sigma(mu + s z), z ~ N(0,1), with its derivatives, n numbers each (N.4).  At s = 0 they are
 * sigma and its derivatives themselves. */
typedef struct shf_activation_averages {
    double *S, *S_mu, *S_s, *S_mumu, *S_mus, *S_ss;
} shf_activation_averages;

shf_activation shf_activation_make(const shf_choice *choice);

/** Fills S, S_mu, S_s.  S is continued to s < 0 as an even function.  Absolute error about 1e-15 (relu: times
 * |mu| + |s|; series: times the size of their terms), for any mu and s. */
void shf_activation_average(const shf_activation *activation, const shf_activation_places *at,
                            const shf_activation_averages *out);

/** Fills the second derivatives, with S_mu and S_s from above.  For Newton's iteration; relu at s = 0 has
 * none. */
void shf_activation_curvature(const shf_activation *activation, const shf_activation_places *at,
                              const shf_activation_averages *out);

/** The inverse of the x-range over which S(w x, s) bends: polynomials of degree 15 in x resolve it to 1e-11
 * on [0, 2/k] and on every [X, 2X].  0 for polynomials. */
double shf_activation_scale(const shf_activation *activation, double w, double s);

/** c_k = E sigma(G) h_k(G), k = 0..modes <= SHF_ACTIVATION_MODES_MAX, absolute error below 1e-14, (T.1).
 * Returns E sigma(G)^2. */
double shf_activation_coefficients(const shf_choice *choice, size_t modes, double *c);

#endif
