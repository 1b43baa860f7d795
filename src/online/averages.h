/* Gaussian averages of the functions of student and teacher: what the equations of online learning are made
 * of.  Each family has closed forms of its own (docs/online.md, section 3). */
#ifndef SHF_ONLINE_AVERAGES_H
#define SHF_ONLINE_AVERAGES_H

#include "common/activation.h"
#include <math.h>

enum { SHF_ONLINE_DEGREE = 10 };

/** erf: mixtures offset + sum_j weight_j erf(z/(sqrt 2 width_j)); polynomials: sum_j power_j z^j. */
typedef enum shf_online_family { SHF_FAMILY_ERF, SHF_FAMILY_RELU, SHF_FAMILY_POLYNOMIAL } shf_online_family;

/** A function g of one field. */
typedef struct shf_online_function {
    shf_online_family family;
    size_t n; /**< terms of the mixture; degree of a polynomial */
    double weight[SHF_ACTIVATION_TERMS], width[SHF_ACTIVATION_TERMS], offset;
    double power[3][SHF_ONLINE_DEGREE + 1]; /**< of g, g', g'' */
} shf_online_function;

/** P units with the law of their fields: K of the student, then those of the teacher. */
typedef struct shf_online_units {
    size_t K, P;
    const shf_online_function *g, *teacher; /**< of the same family */
    double *c;                              /**< P amplitudes: v_k, then -v*_m */
    double *C;                              /**< P x P covariance of the fields */
    double *work;                           /**< shf_online_work(units) numbers */
} shf_online_units;

/** Errors: SHF_ERR_VALUE (a polynomial of degree above SHF_ONLINE_DEGREE); `name` is the parameter. */
shf_status shf_online_function_make(shf_online_function *g, const shf_choice *choice, const char *name,
                                    shf_error *error);

/** The function of unit p. */
static inline const shf_online_function *shf_online_of(const shf_online_units *u, size_t p)
{
    return p < u->K ? u->g : u->teacher;
}

/** <g g>, <g' g'> or <g'' g> of units p and q, offsets left out, (O.6)-(O.8).  Relative error about 1e-14 of
 * the scale of the functions at these covariances. */
typedef enum shf_online_order { SHF_PAIR_VALUES, SHF_PAIR_SLOPES, SHF_PAIR_CURVATURE } shf_online_order;
double shf_online_pair(const shf_online_units *u, shf_online_order order, size_t p, size_t q);

/** sum_p c_p offset_p: the constant part of the residual. */
double shf_online_constant(const shf_online_units *u);

/** < Delta_0^2 g'(z_k) g'(z_l) > with Delta_0 = sum_p c_p g_p(z_p), (O.9). */
double shf_online_square(const shf_online_units *u, size_t k, size_t l);
size_t shf_online_work(const shf_online_units *u);

/* ---- of each family ---- */

double shf_online_pair_relu(shf_online_order order, const double C[3]);
double shf_online_square_relu(const shf_online_units *u, size_t k, size_t l);
double shf_online_square_erf(const shf_online_units *u, size_t k, size_t l);
double shf_online_pair_polynomial(shf_online_order order, const shf_online_function *f,
                                  const shf_online_function *g, const double C[3]);
double shf_online_square_polynomial(const shf_online_units *u, size_t k, size_t l);

/** a b - c d without cancellation of the rounding of the products (Kahan), and a b - c^2. */
static inline double shf_online_difference(double a, double b, double c, double d)
{
    double product = c * d, rest = fma(-c, d, product);
    return fma(a, b, -product) + rest;
}

static inline double shf_online_determinant(double a, double b, double c)
{
    return shf_online_difference(a, b, c, c);
}

#endif
