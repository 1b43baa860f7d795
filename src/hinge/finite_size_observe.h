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
double shf_finite_size_step(const shf_finite_size_model *model, const double *dy);

/** The rate at which memory grows as a part of what a sample's own gradient adds to it. */
double shf_finite_size_memory_growth(const shf_finite_size_model *model, const shf_finite_size_field *field,
                                     const double *dy);

/** What the history keeps of a state and its derivative. */
shf_finite_size_point shf_finite_size_point_of(const shf_finite_size_model *model, double t,
                                               const shf_finite_size_field *field, const double *dy);

/** A state that is not: NaN throughout. */
shf_finite_size_state shf_finite_size_no_state(void);

#endif
