/* What the finite-size theory says about errors, loss, weights and the size of a training step. */
#ifndef SHF_HINGE_FINITE_SIZE_OBSERVE_H
#define SHF_HINGE_FINITE_SIZE_OBSERVE_H

#include "hinge/finite_size.h"
#include <shallowflow/onset.h>

/** All observables; at t = 0 the errors are their limits for t -> 0. */
shf_finite_size_state shf_finite_size_observe(const shf_finite_size_run *run,
                                              const shf_finite_size_field *field, const double *y);

/** d log(sigma/f0)/dt from the state and its derivative: positive where the test error grows. */
double shf_finite_size_error_slope(const shf_finite_size_model *model, const shf_finite_size_field *field,
                                   const double *y, const double *dy);

/** Largest change of a margin in one training step, in units of h. */
double shf_finite_size_step(const shf_finite_size_model *model, const shf_finite_size_field *field,
                            const double *dy);

/** Time derivatives of f0 and of the memory Phi from the derivative of the unknowns. */
double shf_finite_size_f0_rate(const shf_finite_size_model *model, const shf_finite_size_field *field,
                               const double *dy);
double shf_finite_size_Phi_rate(const shf_finite_size_model *model, const double *dy);

/** Falls through zero where the theory ends, (F.22): with flipped labels the network can unlearn the teacher
 * until slope, noise and h - Phi vanish together, in proportion to the time that is left. */
double shf_finite_size_collapse(const shf_finite_size_model *model, const shf_finite_size_field *field);

/** The time that is left then. */
double shf_finite_size_time_left(const shf_finite_size_model *model, const shf_finite_size_field *field,
                                 const double *dy);

/** A state that is not: NaN throughout. */
shf_finite_size_state shf_finite_size_no_state(void);

#endif
