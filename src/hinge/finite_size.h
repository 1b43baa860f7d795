/* The closed system of the finite-size theory: clock, noise channels, memory.  Equation numbers (F.n) are
 * those of docs/finite-size.md. */
#ifndef SHF_HINGE_FINITE_SIZE_H
#define SHF_HINGE_FINITE_SIZE_H

#include "common/ode.h"
#include "hinge/effective_data.h"
#include <shallowflow/onset.h>
#include <stddef.h>

/** Unknowns: the clock, seven for each channel, and the response of the higher degrees. */
enum { SHF_FS_CHANNELS = 3, SHF_FS_PER_CHANNEL = 7 };
enum { SHF_FS_CLOCK = 0, SHF_FS_REST = 1 + SHF_FS_CHANNELS * SHF_FS_PER_CHANNEL, SHF_FS_UNKNOWNS };

/** Of a channel, the vector (fluctuation, its partner along the teacher, frozen initial value): m is its
 * response to a constant unit noise (the third entry stays 0), s its covariance (s33 stays at its initial
 * value). */
enum { SHF_FS_M1, SHF_FS_M2, SHF_FS_S11, SHF_FS_S12, SHF_FS_S13, SHF_FS_S22, SHF_FS_S23 };

/** The unknowns of channel c = 0, 1, 2 (its degree in x). */
static inline const double *shf_finite_size_channel(const double *y, int c)
{
    return y + 1 + (ptrdiff_t)c * SHF_FS_PER_CHANNEL;
}

/** Constants that follow from the parameters. */
typedef struct shf_finite_size_model {
    shf_hinge_params params;
    double d, M, N;
    double k;      /* eta / (2 alpha M sqrt d): speed of the clock */
    double lambda; /* eta / (alpha M): speed of the trained function */
    double n2;     /* d (d+1) / 2: modes of degree 2 */
    /* per channel (degree 0, 1, 2; degree 1 summed over its d-1 components, the others per mode): */
    double initial[SHF_FS_CHANNELS];  /* variance of the frozen initial value */
    double modes[SHF_FS_CHANNELS];    /* v = modes f_U / N, variance of the sampling noise */
    double variance[SHF_FS_CHANNELS]; /* weight of the channel in sigma^2 */
    double memory[SHF_FS_CHANNELS];   /* weight of its response in N Phi / alpha */
} shf_finite_size_model;

/** Everything that follows from the unknowns without a derivative. */
typedef struct shf_finite_size_field {
    double S, C;                  /* sinh 2g, cosh 2g */
    double part[SHF_FS_CHANNELS]; /* variance of each channel in sigma^2 */
    double part_rest;
    double Phi;
    shf_margin margin;
    shf_effective_data data;
} shf_finite_size_field;

/** Validates and reduces.  Errors: SHF_ERR_VALUE. */
shf_status shf_finite_size_make(const shf_hinge_params *params, shf_finite_size_model *model,
                                shf_error *error);

/** State at t = 0. */
void shf_finite_size_start(const shf_finite_size_model *model, double *y);

/** The time over which the start of training changes: the initial slopes hold for t well below it. */
double shf_finite_size_natural_time(const shf_finite_size_model *model);

/** Absolute tolerances: rtol times the size that each unknown has at time t << natural time. */
void shf_finite_size_tolerances(const shf_finite_size_model *model, double rtol, double t, double *atol);

shf_finite_size_field shf_finite_size_field_at(const shf_finite_size_model *model, const double *y);

/** (F.6)-(F.9): the derivative of the unknowns from the field that they make. */
void shf_finite_size_derivative(const shf_finite_size_model *model, const shf_finite_size_field *field,
                                const double *y, double *dy);

/** The same for shf_ode_problem; context is the model. */
int shf_finite_size_rhs(double t, const double *y, double *out, void *model);

/** d(variance of the higher degrees)/dg, (F.11). */
double shf_finite_size_rest_slope(const shf_finite_size_model *model, double g);

/** Largest rate at which the samples at the margin pull a channel back, (F.7), (F.8). */
double shf_finite_size_restoring_rate(const shf_finite_size_model *model, const shf_finite_size_field *field);

/** All observables; at t = 0 the errors are their limits for t -> 0. */
shf_finite_size_state shf_finite_size_observe(const shf_finite_size_model *model,
                                              const shf_finite_size_field *field, const double *y);

/** d log(sigma/f0)/dt from the state and its derivative: positive where the test error grows. */
double shf_finite_size_error_slope(const shf_finite_size_model *model, const shf_finite_size_field *field,
                                   const double *y, const double *dy);

/** Largest change of a margin in one training step, in units of h. */
double shf_finite_size_step(const shf_finite_size_model *model, const shf_finite_size_field *field,
                            const double *dy);

/** Falls through zero where the theory ends, (F.22): with flipped labels the network can unlearn the teacher
 * until slope, noise and h - Phi vanish together, in proportion to the time that is left. */
double shf_finite_size_collapse(const shf_finite_size_model *model, const shf_finite_size_field *field);

/** The time that is left then. */
double shf_finite_size_time_left(const shf_finite_size_model *model, const shf_finite_size_field *field,
                                 const double *dy);

/** The state at n increasing times t >= 0; `*done` counts those finished, also when interrupted.
 * States beyond the end of the theory are NaN; `*end` is that time, NaN if it was not met. */
shf_status shf_finite_size_states(const shf_finite_size_model *model, const shf_solver *solver,
                                  const double *t, size_t n, const shf_progress *progress,
                                  shf_finite_size_state *state, size_t *done, double *end, shf_info *info,
                                  shf_error *error);

/** A state that is not: NaN throughout. */
shf_finite_size_state shf_finite_size_no_state(void);

#endif
