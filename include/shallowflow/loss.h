/* Losses; what the theories know of each is a row of src/common/loss.c. */
#ifndef SHALLOWFLOW_LOSS_H
#define SHALLOWFLOW_LOSS_H

/** Losses as functions of z = alpha y F, all divided by alpha^2: symbol, name, function. */
#define SHF_LOSSES(X)                                                            \
    X(SHF_LOSS_HINGE, "hinge", "max(0, h-z)")                                    \
    X(SHF_LOSS_SQUARE_HINGE, "square-hinge", "max(0, h-z)^2/2")                  \
    X(SHF_LOSS_LOGISTIC, "logistic", "log(1 + exp(-z)), which h does not enter") \
    X(SHF_LOSS_QUADRATIC, "quadratic", "(h-z)^2/2")

#define SHF_LOSS_ENUMERATOR(symbol, name, function) symbol,
#define SHF_LOSS_NAME(symbol, name, function) "|" name
#define SHF_LOSS_NAMES (&(SHF_LOSSES(SHF_LOSS_NAME))[1]) /* without the first stroke */

enum { SHF_LOSSES(SHF_LOSS_ENUMERATOR) };

#endif
