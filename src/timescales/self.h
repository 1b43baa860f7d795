/* The self-interaction of neurons of finite weight, (T.15). */
#ifndef SHF_TIMESCALES_SELF_H
#define SHF_TIMESCALES_SELF_H

#include "timescales/flow.h"

/** Adds it to the flow. */
void shf_timescales_self_field(const shf_timescales_flow *flow, const double *y, double *out);

/** Adds it to the diagonal blocks of the Jacobian. */
void shf_timescales_self_diagonal(const shf_timescales_flow *flow, const double *y, shf_timescales_blocks D);

/** Adds its share to the parts of the risk, which it returns summed, with that of the degrees beyond K. */
double shf_timescales_self_parts(const shf_timescales_flow *flow, const double *y, double *part);

#endif
