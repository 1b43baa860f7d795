/* Levels of the hinge theory: the same curve with more or less of what finite sizes add. */
#ifndef SHF_HINGE_LEVELS_H
#define SHF_HINGE_LEVELS_H

#include "hinge/model.h"

/** How many columns a level adds to those of the mean field. */
size_t shf_level_width(int level);

/** Adds them to a table.  Errors: SHF_ERR_MEMORY. */
shf_status shf_level_columns(int level, shf_table *table, shf_error *error);

/** The states at n increasing times and, for each, the shf_level_width(level) further values, in the order of
 * the columns; `*done` counts those finished, also when it returns SHF_ERR_INTERRUPTED. */
shf_status shf_level_states(const shf_hinge_model *model, const shf_hinge_request *request,
                            const shf_solver *solver, const double *t, size_t n, const shf_progress *progress,
                            shf_hinge_state *state, double *further, size_t *done, double *end,
                            shf_info *info, shf_error *error);

#endif
