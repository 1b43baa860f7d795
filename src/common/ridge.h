/* Hermite coefficients of the functions of one Gaussian variable that serve as activation and target. */
#ifndef SHF_COMMON_RIDGE_H
#define SHF_COMMON_RIDGE_H

#include <shallowflow/timescales.h>

enum { SHF_RIDGE_MODES_MAX = 200 };

/** c_k = E f(G) h_k(G), k = 0..modes <= SHF_RIDGE_MODES_MAX, absolute error below 1e-14, and E f(G)^2; f is
 * one of SHF_RIDGE_NAMES.  From closed forms or, for tanh and sigmoid, the trapezoidal rule, whose error is
 * below rounding, (T.1). */
void shf_ridge_coefficients(const shf_choice *function, size_t modes, double *c, double *second_moment);

#endif
