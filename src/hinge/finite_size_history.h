/* What the finite-size theory has been through: slope f0 and memory Phi over time.  It says since when a
 * sample at the margin has been satisfied, (F.25). */
#ifndef SHF_HINGE_FINITE_SIZE_HISTORY_H
#define SHF_HINGE_FINITE_SIZE_HISTORY_H

#include <shallowflow/status.h>
#include <stddef.h>

/** A point: values and time derivatives. */
typedef struct shf_finite_size_point {
    double t, f0, f0_rate, Phi, Phi_rate;
} shf_finite_size_point;

/** Points at increasing times. */
typedef struct shf_finite_size_history {
    size_t n, capacity;
    shf_finite_size_point *point;
} shf_finite_size_history;

/** Adds a point later than the last one; 0 if there is no memory for it. */
int shf_finite_size_history_add(shf_finite_size_history *history, shf_finite_size_point point);

/** For each of n levels Phi, falling and below the present memory: how long ago the memory has passed it
 * last, and by how much f0 has grown since.  Of the present point `now` the rates are not used. */
void shf_finite_size_history_since(const shf_finite_size_history *history, shf_finite_size_point now,
                                   size_t n, const double *Phi, double *lag, double *f0_gain);

void shf_finite_size_history_clear(shf_finite_size_history *history);

#endif
