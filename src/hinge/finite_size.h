/* The closed system of the finite-size theory: nodes, noise channels, memory, pinned samples.  Equation
 * numbers (F.n) are those of docs/finite-size.md. */
#ifndef SHF_HINGE_FINITE_SIZE_H
#define SHF_HINGE_FINITE_SIZE_H

#include "hinge/effective_data.h"
#include "hinge/finite_size_history.h"
#include <shallowflow/onset.h>
#include <stddef.h>

/** Unknowns: the clock, E a^2, E w_par^2, E a w_par, seven for each channel (degrees 0, 1, 2, rest), and the
 * response of flipped samples: degree 2, rest, and the modes x_par x_perp. */
enum { SHF_FS_CHANNELS = 4, SHF_FS_PER_CHANNEL = 7 };
enum { SHF_FS_CLOCK, SHF_FS_A, SHF_FS_W, SHF_FS_V, SHF_FS_FIRST_CHANNEL };
enum {
    SHF_FS_FLIPPED_2 = SHF_FS_FIRST_CHANNEL + SHF_FS_CHANNELS * SHF_FS_PER_CHANNEL,
    SHF_FS_FLIPPED_REST,
    SHF_FS_FLIPPED_MIXED,
    SHF_FS_UNKNOWNS
};

/** Of a mode of a channel, the vector (fluctuation, its partner along the teacher, frozen initial value): m
 * is its response to a constant unit noise, s its covariance (s33 stays at its initial value).  Degree 2 and
 * the rest have no partner of the response: in its place stands the variance that the noise has made, and s
 * is that of the initial function alone. */
enum { SHF_FS_M1, SHF_FS_M2, SHF_FS_S11, SHF_FS_S12, SHF_FS_S13, SHF_FS_S22, SHF_FS_S23 };
enum { SHF_FS_NOISE = SHF_FS_M2 };

/** The unknowns of channel c = 0, 1, 2, 3 (its degree in x; 3 is the rest). */
static inline size_t shf_finite_size_place(int c)
{
    return SHF_FS_FIRST_CHANNEL + (size_t)c * SHF_FS_PER_CHANNEL;
}

/** Measured, not derived: samples answer shifts of the even degrees 2 and above 1.7 +- 0.4 times as much as
 * those at the margin explain (docs/finite-size.md, section 6). */
#define SHF_FS_EVEN_REACTION 1.7

/** Constants of a channel, (F.8): its modes, what one unit of a mode adds to y F of a sample whose feature is
 * 1, the weights of a mode's variance in sigma^2 and of its response in N Phi / alpha, the variance of its
 * initial value, and a factor on the reaction of the samples, (F.9). */
typedef struct shf_finite_size_mode {
    double n, unit, variance, memory, initial, reaction;
} shf_finite_size_mode;

/** Constants that follow from the parameters. */
typedef struct shf_finite_size_model {
    shf_hinge_params params;
    double d, M, N;
    double k;      /* eta / (2 alpha M sqrt d): speed of the clock */
    double lambda; /* eta / (alpha M): speed of the trained function */
    shf_finite_size_mode mode[SHF_FS_CHANNELS];
} shf_finite_size_model;

/** What pinned samples add, (F.20): to the pull and to f_U, their number, their share of the noise of the
 * even degrees, and of the even work. */
typedef struct shf_finite_size_pins {
    double I, on, count, on2, work;
} shf_finite_size_pins;

enum { SHF_FS_PINS = sizeof(shf_finite_size_pins) / sizeof(double) };

/** What solves the equations of the pinned samples: the last solution, and the inverse of their Jacobian. */
typedef struct shf_finite_size_newton {
    double at[SHF_FS_PINS], inverse[SHF_FS_PINS][SHF_FS_PINS];
    int known;
} shf_finite_size_newton;

/** A model, how it came to its present state: what the right-hand side depends on. */
typedef struct shf_finite_size_run {
    shf_finite_size_model model;
    shf_finite_size_history history;
    shf_finite_size_newton newton;
    double small; /* slope f0 at which the solution needs its relative accuracy already */
} shf_finite_size_run;

/** What the unsatisfied samples drive, per unit of noise: the fluctuation of each channel, and the partner of
 * degree 1, (F.7). */
typedef struct shf_finite_size_drive {
    double first[SHF_FS_CHANNELS], partner;
} shf_finite_size_drive;

/** z' = A z + b n of a channel, A = [[a11, a12, a13], [a21, a22, a23], [0, 0, 0]], b = (b1, b2, 0); `noise`
 * is the variance of n, and own = a11 of what the noise has made. */
typedef struct shf_finite_size_linear {
    double a11, a12, a13, a21, a22, a23, b1, b2, own, noise;
} shf_finite_size_linear;

/** Everything that follows from the unknowns. */
typedef struct shf_finite_size_field {
    double part[SHF_FS_CHANNELS]; /* variance of each channel in sigma^2 */
    double Phi;                   /* memory of clean samples; margin.lag has that of flipped ones */
    shf_hinge_margin margin;
    shf_hinge_effective_data data; /* with pinned samples */
    double I_unpinned, unpinned;   /* pull and f_U without them */
    double Bp;                     /* mean square of a component of w across the teacher */
    double far;                    /* E[(1 + kw X^2)^-3], (F.11) */
    shf_finite_size_drive drive;
    shf_finite_size_pins pins;
    double inertia[SHF_FS_CHANNELS]; /* by which the pinned samples slow a channel down */
    double growth, turn;             /* s', g' of (F.6) */
    double inertia_of_growth;        /* even work per s'/lambda */
    shf_finite_size_linear linear[SHF_FS_CHANNELS];
    double keeps, keeps_flipped; /* tau_c, tau_f of (F.24) */
    int failed;                  /* the equations of the pinned samples were not solved */
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

/** The drives for E[a w_par] = V, E[a^2] = A and a mean square Bp of the components of w, (F.7). */
shf_finite_size_drive shf_finite_size_drive_at(const shf_finite_size_model *model, double V, double A,
                                               double Bp);

/** What follows from the unknowns at time t. */
shf_finite_size_field shf_finite_size_field_at(shf_finite_size_run *run, double t, const double *y);

/** The same, with one step of Newton's method for the pinned samples: for differences. */
shf_finite_size_field shf_finite_size_field_near(shf_finite_size_run *run, double t, const double *y);

/** The coefficients of all channels from what is known of the field, with pinned samples `pins`, (F.7)-(F.9),
 * (F.22). */
void shf_finite_size_couple(const shf_finite_size_model *model, const double *y, shf_finite_size_pins pins,
                            shf_finite_size_field *field);

/** (F.20), (F.21): solves for the pinned samples of a field without them and adds them. */
void shf_finite_size_add_pins(shf_finite_size_run *run, double t, const double *y, int once,
                              shf_finite_size_field *field);

/** (F.6)-(F.24): the derivative of the unknowns from the field that they make. */
void shf_finite_size_derivative(const shf_finite_size_model *model, const shf_finite_size_field *field,
                                const double *y, double *dy);

/** The Jacobian of the derivative, column by column, to a relative 1e-6 of each column. */
void shf_finite_size_jacobian(shf_finite_size_run *run, double t, const double *y, double *jacobian);

/** N Phi / alpha from the unknowns, and its derivative from theirs, (F.12). */
double shf_finite_size_response(const shf_finite_size_model *model, const double *y);

/** Largest rate at which the samples at the margin pull a channel back. */
double shf_finite_size_restoring_rate(const shf_finite_size_field *field);

#endif
