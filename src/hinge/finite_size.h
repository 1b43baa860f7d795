/* The closed system of the finite-size theory: clock, noise channels, memory.  Equation numbers (F.n) are
 * those of docs/finite-size.md. */
#ifndef SHF_HINGE_FINITE_SIZE_H
#define SHF_HINGE_FINITE_SIZE_H

#include "hinge/effective_data.h"
#include "hinge/finite_size_history.h"
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

static inline double *shf_finite_size_channel_out(double *y, int c)
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
    shf_hinge_margin margin;
    shf_hinge_effective_data data;
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

/** What follows from the unknowns, (F.3)-(F.5), (F.11), (F.12): without pinned samples, and with those of the
 * run. */
shf_finite_size_field shf_finite_size_field_without_pins(const shf_finite_size_model *model, const double *y);
shf_finite_size_field shf_finite_size_field_at(const shf_finite_size_run *run, const double *y);

/** (F.6)-(F.9): the derivative of the unknowns from the field that they make. */
void shf_finite_size_derivative(const shf_finite_size_model *model, const shf_finite_size_field *field,
                                const double *y, double *dy);

/** The Jacobian of the derivative, column by column, to a relative 1e-6 of each column. */
void shf_finite_size_jacobian(const shf_finite_size_run *run, const double *y, double *jacobian);

/** What the unsatisfied samples drive, per unit of noise, for E[a w_par] = S and E[a^2] = C: the fluctuation
 * and its partner of each channel, b of (F.7) and (F.8), and the response of the higher degrees, (F.9). */
typedef struct shf_finite_size_drive {
    double first[SHF_FS_CHANNELS], second[SHF_FS_CHANNELS], rest;
} shf_finite_size_drive;

shf_finite_size_drive shf_finite_size_drive_at(const shf_finite_size_model *model, double S, double C);

/** N Phi / alpha from the unknowns, and its derivative from theirs, (F.12). */
double shf_finite_size_response(const shf_finite_size_model *model, const double *y);

/** 1 - 3/pi: what the degrees above 2 hold of the variance of a node's even part. */
#define SHF_FS_REST_WEIGHT 0.0450703414490277969

/** Variance of the higher degrees per unit of E[(a(t) - a(0))^2], (F.11). */
double shf_finite_size_rest_weight(const shf_finite_size_model *model);

/** d(variance of the higher degrees)/dg, (F.11). */
double shf_finite_size_rest_slope(const shf_finite_size_model *model, double g);

/** Largest rate at which the samples at the margin pull a channel back, (F.7), (F.8). */
double shf_finite_size_restoring_rate(const shf_finite_size_model *model, const shf_finite_size_field *field);

#endif
