/* Losses of loss.h as functions of z, for the simulation. */
#ifndef SHF_SIMULATION_LOSS_VALUES_H
#define SHF_SIMULATION_LOSS_VALUES_H

#include <shallowflow/loss.h>

/** l(z) and -l'(z) with margin or target h; whether z misses the margin, 0 for losses without one. */
typedef struct shf_loss_values {
    double value, pull;
    int unsatisfied;
} shf_loss_values;

shf_loss_values shf_loss_values_at(int kind, double h, double z);

/** Whether the pull or its slope jumps at z = h. */
int shf_loss_has_margin(int kind);

#endif
