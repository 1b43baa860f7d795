/* The equations of motion (O.2)-(O.5). */
#ifndef SHF_ONLINE_SYSTEM_H
#define SHF_ONLINE_SYSTEM_H

#include "common/ode.h"
#include "online/model.h"

typedef struct shf_online_system {
    const shf_online_model *model;
    shf_ode_problem problem;          /**< its context is this struct */
    shf_online_units units;           /**< of the last state */
    double *a;                        /**< K x P coefficients of D_k, (O.4) */
    double *noise;                    /**< K x K factors of eta^2 v_k v_l / batch */
    double *growth;                   /**< K sums over the blocks */
    double share;                     /**< of specialisation, where the root is */
    struct shf_online_events *events; /**< run.h: who listens to the steps */
} shf_online_system;

/** The model must outlive it; to be freed with shf_online_system_free, also after an error.
 *  Errors: SHF_ERR_MEMORY. */
shf_status shf_online_system_make(shf_online_system *system, const shf_online_model *model, shf_error *error);
void shf_online_system_free(shf_online_system *system);

/** Generalisation error <Delta_0^2>/2 of a state, without label noise, (O.1). */
double shf_online_error(shf_online_system *system, const double *y);

/** The largest difference |rho_km| - |rho_lm| of the normalised overlaps rho_km = R_km/sqrt(Q_kk T_mm) of two
 * units with the same unit of the teacher; for K = 1 their largest size. */
double shf_online_specialisation(shf_online_system *system, const double *y);

/** sqrt of the mean |w_k|^2/d of a state. */
double shf_online_norm(const shf_online_model *model, const double *y);

#endif
