/* A validated model: parameters with the coefficients of h and phat. */
#ifndef SHF_DMFT_MODEL_H
#define SHF_DMFT_MODEL_H

#include <shallowflow/dmft_groups.h>

enum { SHF_DMFT_DEGREE_MAX = 200, SHF_DMFT_TERMS_MAX = 32 };

/** sum_k c[k] z^k, k <= degree. */
typedef struct shf_dmft_series {
    size_t degree;
    double c[SHF_DMFT_DEGREE_MAX + 1];
} shf_dmft_series;

/** A part of the target that is no function of x_1 alone: phi prod_k h_power[k](x_k), which overlaps with a
 * neuron by phat prod_k v_k^power[k], phat = phi sigma_n sqrt(n!/prod_k power[k]!), n = sum_k power[k]. */
typedef struct shf_dmft_term {
    double phi, phat;
    unsigned power[SHF_DMFT_DIRECTIONS_MAX];
} shf_dmft_term;

typedef struct shf_dmft_model {
    shf_dmft_params params;
    double a0;                             /**< a(0), whether lazy or not */
    double m;                              /**< number of neurons */
    shf_dmft_series h[3];                  /**< h, h', h'' */
    shf_dmft_series phat[2];               /**< phat, phat' */
    double h1;                             /**< h(1) */
    double phi2;                           /**< E phi^2 */
    double sigma[SHF_DMFT_DEGREE_MAX + 1]; /**< Hermite coefficients of the activation */
    double phi[SHF_DMFT_DEGREE_MAX + 1];   /**< and of the target along x_1 */
    size_t terms;                          /**< further ones, along more directions */
    shf_dmft_term term[SHF_DMFT_TERMS_MAX];
} shf_dmft_model;

/** Validates and fills.  Errors: SHF_ERR_VALUE. */
shf_status shf_dmft_model_make(const shf_dmft_params *params, shf_dmft_model *model, shf_error *error);

/** Adds target-terms to the target, in `directions` directions.  Errors: SHF_ERR_VALUE. */
shf_status shf_dmft_model_add_terms(shf_dmft_model *model, const char *text, size_t directions,
                                    shf_error *error);

/** phat(v), and its derivative by v_k; with terms v has all directions, else one. */
double shf_dmft_target_overlap(const shf_dmft_model *model, const double *v);
double shf_dmft_target_slope(const shf_dmft_model *model, const double *v, size_t k);

/** f' of a series. */
void shf_dmft_differentiate(const shf_dmft_series *f, shf_dmft_series *derivative);

/** Value at z. */
double shf_dmft_value(const shf_dmft_series *series, double z);

/** Values at z[0..n). */
void shf_dmft_values(const shf_dmft_series *series, const double *z, double *out, size_t n);

/** E y^2 = tau^2 + E phi^2, second moment of the label: twice the error of a network that is zero. */
static inline double shf_dmft_label_square(const shf_dmft_model *model)
{
    double tau = model->params.tau;
    return tau * tau + model->phi2;
}

/** Error of a network f from E y f and E f^2: E (y - f)^2/2. */
static inline double shf_dmft_error(const shf_dmft_model *model, double signal, double square)
{
    return 0.5 * (shf_dmft_label_square(model) - 2 * signal + square);
}

/** e_test, (D.12), from a, v and C_o(t,t). */
double shf_dmft_test_error(const shf_dmft_model *model, double a, double v, double c_o);

#endif
