/* The closed system of the finite-size theory: clock, noise channels, memory.  Equation numbers (F.n) are
 * those of docs/finite-size.md. */
#ifndef SHF_HINGE_FINITE_SIZE_H
#define SHF_HINGE_FINITE_SIZE_H

#include "common/ode.h"
#include "hinge/effective_data.h"
#include "hinge/run.h"
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
    double pin[SHF_FS_CHANNELS];      /* the same for one of its modes */
} shf_finite_size_model;

/** The way up: slope f0 and memory Phi, with their time derivatives, at increasing times while the clock runs
 * forwards. It says which samples the clock meets again when it runs backwards. */
typedef struct shf_finite_size_history {
    size_t n, capacity;
    double (*at)[5]; /* t, f0, df0/dt, Phi, dPhi/dt */
} shf_finite_size_history;

/** A model, how it came to its present state, and which way its clock runs: what the right-hand side depends
 * on. */
typedef struct shf_finite_size_run {
    shf_finite_size_model model;
    shf_finite_size_history history;
    int without_pins; /* leave (F.20), (F.21) out */
    int backwards;    /* the clock runs backwards: samples are pinned at the margin, (F.20) */
    double small;     /* clock at which the solution needs its relative accuracy already */
} shf_finite_size_run;

/** Everything that follows from the unknowns without a derivative. */
typedef struct shf_finite_size_field {
    double S, C;                  /* sinh 2g, cosh 2g */
    double part[SHF_FS_CHANNELS]; /* variance of each channel in sigma^2 */
    double part_rest;
    double Phi;
    shf_margin margin;
    shf_effective_data data;
    double pinned;                   /* fraction of samples that their own memory holds at the margin */
    double inertia[SHF_FS_CHANNELS]; /* by which the pinned samples slow a channel down */
} shf_finite_size_field;

/** Checks the laws and reduces.  Results of this theory need shf_finite_size_validate besides; level cavity
 * takes d = 1 too.  Errors: SHF_ERR_VALUE. */
shf_status shf_finite_size_make(const shf_hinge_params *params, shf_finite_size_model *model,
                                shf_error *error);

/** State at t = 0. */
void shf_finite_size_start(const shf_finite_size_model *model, double *y);

/** The time over which the start of training changes: the initial slopes hold for t well below it. */
double shf_finite_size_natural_time(const shf_finite_size_model *model);

/** The size that each unknown has at time t << natural time. */
void shf_finite_size_sizes(const shf_finite_size_model *model, double t, double *size);

shf_finite_size_field shf_finite_size_field_at(const shf_finite_size_run *run, const double *y);

/** (F.6)-(F.9): the derivative of the unknowns from the field that they make. */
void shf_finite_size_derivative(const shf_finite_size_model *model, const shf_finite_size_field *field,
                                const double *y, double *dy);

/** The Jacobian of the derivative, column by column, to a relative 1e-6 of each column. */
void shf_finite_size_jacobian(const shf_finite_size_run *run, const double *y, double *jacobian);

/** Drops the history. */
void shf_finite_size_clear(shf_finite_size_run *run);

/** Adds a point of the way up unless f0 has been there.  Errors: SHF_ERR_MEMORY. */
shf_status shf_finite_size_history_add(shf_finite_size_run *run, double t, const double *y, shf_error *error);

/** Memory Phi when the slope was f0 on the way up; f0 must not exceed the last one recorded. */
double shf_finite_size_history_memory(const shf_finite_size_history *history, double f0);

/** What the unsatisfied samples drive, per unit of noise, for E[a w_par] = S and E[a^2] = C: the fluctuation
 * and its partner of each channel, b of (F.7) and (F.8), and the response of the higher degrees, (F.9). */
typedef struct shf_finite_size_drive {
    double first[SHF_FS_CHANNELS], second[SHF_FS_CHANNELS], rest;
} shf_finite_size_drive;

shf_finite_size_drive shf_finite_size_drive_at(const shf_finite_size_model *model, double S, double C);

/** Variance of the higher degrees per unit of E[(a(t) - a(0))^2], (F.11). */
double shf_finite_size_rest_weight(const shf_finite_size_model *model);

/** d(variance of the higher degrees)/dg, (F.11). */
double shf_finite_size_rest_slope(const shf_finite_size_model *model, double g);

/** Largest rate at which the samples at the margin pull a channel back, (F.7), (F.8). */
double shf_finite_size_restoring_rate(const shf_finite_size_model *model, const shf_finite_size_field *field);

/** All observables; at t = 0 the errors are their limits for t -> 0. */
shf_finite_size_state shf_finite_size_observe(const shf_finite_size_run *run,
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

/** What to look out for on the way: further root functions, and what to do at their roots (non-zero ends the
 * run). */
typedef struct shf_finite_size_watch {
    size_t n_roots;
    void (*roots)(const shf_finite_size_model *model, const shf_finite_size_field *field, const double *y,
                  const double *dy, double *out, void *context);
    const int *directions;
    int (*event)(double t, const double *y, const shf_finite_size_field *field, const int *crossed,
                 void *context);
    void *context;
} shf_finite_size_watch;

/** Most further root functions. */
enum { SHF_FS_ROOTS_MAX = 8 };

/** Integrates from the start (t = 0, shf_finite_size_start) over n increasing times t > 0 and calls `visit`
 * at each with the state; `small` is the time at which the unknowns must have their relative accuracy
 * already, `watch_from` the one from which the watch looks out.  `*end` is the time at which the theory ends,
 * NaN if it was not met. */
typedef struct shf_finite_size_plan {
    const double *t;
    size_t n;
    double small, watch_from;
    const shf_finite_size_watch *watch; /* may be NULL */
    void (*visit)(size_t k, const double *y, const shf_finite_size_field *field, void *context);
    void *context;
    const shf_progress *progress;
} shf_finite_size_plan;

shf_status shf_finite_size_follow(shf_finite_size_run *run, const shf_solver *solver,
                                  const shf_finite_size_plan *plan, double *end, shf_info *info,
                                  shf_error *error);

/** The states at the times of a run (>= 0), with or without pinned samples; NaN beyond the end of the theory.
 * Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC, SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED. */
shf_status shf_finite_size_states(const shf_hinge_params *params, int with_pins, shf_hinge_run *times,
                                  shf_finite_size_state *state, shf_error *error);

/** A state that is not: NaN throughout. */
shf_finite_size_state shf_finite_size_no_state(void);

#endif
