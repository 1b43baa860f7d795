/* A system of equations of motion in the symmetric variables b_i = nu a_i, s_i, T = t/nu with nu =
 * sqrt(epsilon), (T.5): what the curve, the events and the scan need to know of it. */
#ifndef SHF_TIMESCALES_SYSTEM_H
#define SHF_TIMESCALES_SYSTEM_H

#include "common/ode.h"
#include "timescales/model.h"

typedef struct shf_timescales_system {
    const shf_timescales_model *model;
    shf_ode_problem problem; /**< its context is this struct */
    double *start;           /**< problem.n numbers, the first m of them b, the next m of them s */
    void *state;
    struct shf_timescales_events *events; /**< events.h; NULL if nobody listens */

    /** rho_k, the parts R_k of the risk and the risk (without label noise) of a state; K+1 numbers each. */
    void (*measure)(struct shf_timescales_system *system, const double *y, double *rho, double *part,
                    double *risk);

    /** -dR/dT from a state and its derivative. */
    double (*decay)(struct shf_timescales_system *system, const double *y, const double *dy);

    void (*release)(struct shf_timescales_system *system);
} shf_timescales_system;

/** The mean field, (T.5), or, for SHF_MODEL_FINITE_M, (T.15).  The model must outlive it; to be freed with
 *  shf_timescales_system_free, also after an error.  Errors: SHF_ERR_MEMORY. */
shf_status shf_timescales_system_flow(shf_timescales_system *system, const shf_timescales_model *model,
                                      shf_error *error);

/** The overlaps of m neurons in R^d, (T.2); `u` holds the initial m x d unit vectors, target direction first;
 *  NULL means those of the model.  Errors: SHF_ERR_MEMORY, SHF_ERR_VALUE (m > 2000). */
shf_status shf_timescales_system_overlaps(shf_timescales_system *system, const shf_timescales_model *model,
                                          const double *u, shf_error *error);

/** The system of the model's kind. */
shf_status shf_timescales_system_make(shf_timescales_system *system, const shf_timescales_model *model,
                                      shf_error *error);

void shf_timescales_system_free(shf_timescales_system *system);

#endif
