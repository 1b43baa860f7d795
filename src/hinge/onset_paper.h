/* The paper's criterion for the onset of overfitting. */
#ifndef SHF_HINGE_ONSET_PAPER_H
#define SHF_HINGE_ONSET_PAPER_H

#include <shallowflow/onset.h>

/** The time at which the mean field has I = J, (F.16); NaN beyond t_max.  Errors: SHF_ERR_VALUE,
 * SHF_ERR_NUMERIC. */
shf_status shf_onset_paper(const shf_hinge_params *params, double t_max, double *t, shf_error *error);

/** Sets the bands of what was found, and whether the parameters are outside their design. */
void shf_onset_set_bands(const shf_hinge_params *params, shf_onset *onset);

#endif
