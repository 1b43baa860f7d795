/* The scheme bdf2 with steps of any growth. */
#ifndef SHF_DMFT_BDF2_H
#define SHF_DMFT_BDF2_H

#include "dmft/march.h"

/** Steps max(first, growth t).  Otherwise as shf_dmft_march. */
shf_status shf_dmft_bdf2_steps(const shf_dmft_model *model, const shf_dmft_solver *solver, double first,
                               double growth, double t_max, const shf_dmft_share *share, shf_dmft_path *path,
                               shf_error *error);

#endif
