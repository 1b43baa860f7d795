/* Activations: functions of one Gaussian variable, also as targets.  What the theories know of each is a row
 * of src/common/activation.c; the simulation has formulas of its own, in src/simulation/activation_values.c.
 */
#ifndef SHALLOWFLOW_ACTIVATION_H
#define SHALLOWFLOW_ACTIVATION_H

#include <shallowflow/params.h>

/** Activations and targets that are smooth, so that their Hermite coefficients decay fast, also in dmft.h:
 * symbol, name, function. */
#define SHF_SMOOTH_ACTIVATIONS(X)                    \
    X(SHF_ACT_ERF, "erf", "erf(x/sqrt 2)")           \
    X(SHF_ACT_TANH, "tanh", "tanh x")                \
    X(SHF_ACT_SIGMOID, "sigmoid", "1/(1 + exp(-x))") \
    X(SHF_ACT_LINEAR, "linear", "x")                 \
    X(SHF_ACT_QUADRATIC, "quadratic", "x^2")

/** Activations and targets. */
#define SHF_ACTIVATIONS(X) X(SHF_ACT_RELU, "relu", "max(0, x)") SHF_SMOOTH_ACTIVATIONS(X)

#define SHF_ACTIVATION_ENUMERATOR(symbol, name, function) symbol,
#define SHF_ACTIVATION_NAME(symbol, name, function) name "|"
#define SHF_ACTIVATION_NAMES SHF_ACTIVATIONS(SHF_ACTIVATION_NAME) "hermite:C0,C1,..."

enum {
    SHF_ACTIVATIONS(SHF_ACTIVATION_ENUMERATOR)
        SHF_ACT_HERMITE /**< sum_k C_k h_k(x) with the normalised Hermite polynomials h_k */
};

#endif
