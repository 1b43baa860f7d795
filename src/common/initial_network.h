/* The initial network of timescales.h: the one thing that theory and simulation must have in common. */
#ifndef SHF_COMMON_INITIAL_NETWORK_H
#define SHF_COMMON_INITIAL_NETWORK_H

#include <shallowflow/timescales.h>

/** a[m] and the weights w[m] of the neurons, sum w = 1.  Errors: SHF_ERR_MEMORY. */
shf_status shf_initial_layer(const shf_timescales_params *params, double *a, double *w, shf_error *error);

/** Overlaps s[m] for a kind of start other than SHF_OVERLAP_AUTO. */
void shf_initial_overlaps(const shf_timescales_params *params, int kind, double *s);

/** Unit vectors u[m][d] with those overlaps with the first axis, otherwise uniform. */
void shf_initial_directions(const shf_timescales_params *params, int kind, double *u);

#endif
