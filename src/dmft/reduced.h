/* The model of one neuron that carries the late stages of wide networks, (D.34). */
#ifndef SHF_DMFT_REDUCED_H
#define SHF_DMFT_REDUCED_H

#include "dmft/model.h"

/** m = 1, h~(q) = h(q) - h'(0) q, a frozen at gamma, label noise `noise`, no target.
 *  Errors: SHF_ERR_VALUE if h is linear. */
shf_status shf_dmft_reduce(const shf_dmft_model *model, double gamma, double noise, shf_dmft_model *reduced,
                           shf_error *error);

/** tau' of (D.34).  Errors: SHF_ERR_VALUE if h'(0) = 0 while phat'(0) is not. */
shf_status shf_dmft_noise(const shf_dmft_model *model, double *noise, shf_error *error);

/** e_plateau(gamma), (D.33), from tau'. */
double shf_dmft_plateau_of(const shf_dmft_model *model, double noise, double gamma);

#endif
