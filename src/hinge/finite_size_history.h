/* The way up of the finite-size theory: slope f0 and memory Phi while the clock runs forwards. It says which
 * samples the clock meets again when it runs backwards, (F.20). */
#ifndef SHF_HINGE_FINITE_SIZE_HISTORY_H
#define SHF_HINGE_FINITE_SIZE_HISTORY_H

#include <shallowflow/status.h>
#include <stddef.h>

/** A point: values and time derivatives. */
typedef struct shf_finite_size_point {
    double t, f0, f0_rate, Phi, Phi_rate;
} shf_finite_size_point;

/** Points at increasing times and slopes. */
typedef struct shf_finite_size_history {
    size_t n, capacity;
    shf_finite_size_point *point;
} shf_finite_size_history;

/** Adds a point unless f0 has been there.  Errors: SHF_ERR_MEMORY. */
shf_status shf_finite_size_history_add(shf_finite_size_history *history, shf_finite_size_point point,
                                       shf_error *error);

/** Memory Phi when the slope was f0; f0 must not exceed the last one recorded. */
double shf_finite_size_history_memory(const shf_finite_size_history *history, double f0);

void shf_finite_size_history_clear(shf_finite_size_history *history);

#endif
