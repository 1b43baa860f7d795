/* The mean-field flow, for its tests; everything else goes through system.h. */
#ifndef SHF_TIMESCALES_FLOW_H
#define SHF_TIMESCALES_FLOW_H

#include "timescales/kernels.h"
#include "timescales/system.h"

typedef struct shf_timescales_flow {
    const shf_timescales_model *model;
    size_t m, K;
    int self;          /**< with the self-interaction of finite m */
    double *curvature; /**< C_k = sigma_k^2/nu, (T.7) */
    double *c;         /**< sigma_k rho_k of the state evaluated last */
    double *change;    /**< workspace of K+1 numbers */
    double *power;     /**< workspace of 3 (2K+1) numbers */
    double *cap;       /**< (K+1)^2: the small matrix of (T.8) */
    size_t *pivot;
    shf_timescales_blocks D, E; /**< blocks of the Jacobian; inverses of I - gamma D */
    double *kept;               /**< 2m: state at which E was made */
    double *xy, *yy;            /**< 2 m numbers of workspace */
    void *memory;
} shf_timescales_flow;

static inline shf_timescales_flow *shf_timescales_flow_of(shf_timescales_system *system)
{
    return system->state;
}

#endif
