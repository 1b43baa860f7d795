/* Activations and targets of activation.h as functions of x, for the simulation. */
#ifndef SHF_SIMULATION_ACTIVATION_VALUES_H
#define SHF_SIMULATION_ACTIVATION_VALUES_H

#include <shallowflow/activation.h>
#include <stddef.h>

/** value[k] = f(x[k]) and, unless `slope` is NULL, slope[k] = f'(x[k]), k < n; `value` may be `x`. */
void shf_activation_values(const shf_choice *function, size_t n, const double *x, double *value,
                           double *slope);

#endif
