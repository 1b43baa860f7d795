/* Two runs of one scheme at two resolutions: a result and its estimated error. */
#ifndef SHF_DMFT_PAIR_H
#define SHF_DMFT_PAIR_H

#include "dmft/march.h"

/** `fine` is the result, the difference from `coarse` its estimated error. */
typedef struct shf_dmft_pair {
    shf_dmft_march march; /**< that of the fine run; its resolution is 0 before the first, t_max the last t */
    double *t;            /**< n times at which the two are compared */
    size_t n;
    shf_dmft_path fine, coarse;
    size_t refinement, second; /**< pairs before this one; whether its coarse run is over */
} shf_dmft_pair;

/** Name of the method of the scheme. */
const char *shf_dmft_method(const shf_dmft_solver *solver);

/** Checks solver (in pair->march) and grid, whose times are those of the comparison.  Errors: SHF_ERR_VALUE,
 * SHF_ERR_MEMORY. */
shf_status shf_dmft_pair_open(shf_dmft_pair *pair, const shf_grid *grid, shf_error *error);

/** Fills fine and coarse (empty before, or those of an interrupted call): runs at ever finer resolution until
 * the error meets rtol.  Errors: as shf_dmft_scheme. */
shf_status shf_dmft_refine(shf_dmft_pair *pair, shf_info *info, shf_error *error);

/** Frees runs and times, also after a failure. */
void shf_dmft_pair_free(shf_dmft_pair *pair);

/** The rows that both runs have reached: t, the columns of the path, the largest differences so far. */
void shf_dmft_pair_rows(const shf_dmft_pair *pair, shf_table *table);

/** Largest of the errors relative to the sizes; what is zero throughout has no error. */
double shf_dmft_relative_error(const double error[SHF_DMFT_ESTIMATED], const double size[SHF_DMFT_ESTIMATED]);

/** The failure of a tolerance that no resolution meets. */
shf_status shf_dmft_not_reached(const shf_dmft_solver *solver, const shf_info *info, shf_error *error);

/** Checks solver and grid; n output times in *t, to be freed.  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY. */
shf_status shf_dmft_times(const shf_dmft_solver *solver, const shf_grid *grid, double **t, size_t *n,
                          shf_error *error);

#endif
