/* What the tables and the pairs of runs of this theory have in common. */
#ifndef SHF_DMFT_CURVE_H
#define SHF_DMFT_CURVE_H

#include "dmft/march.h"

/** Two runs of one scheme; `fine` is the result, the difference its estimated error. */
typedef struct shf_dmft_pair {
    const shf_dmft_model *model;
    const shf_dmft_solver *solver;
    const double *t; /**< n times at which the two are compared; the last one ends the runs */
    size_t n;
    shf_dmft_path fine, coarse;
    size_t refinement, second; /**< pairs before this one; whether its coarse run is over */
    double resolution;         /**< of the fine run; 0 before the first */
    shf_dmft_state *state;     /**< NULL, or as in a share, with the finest run at the end */
    shf_status (*save)(void *context, int now, shf_error *error); /**< as in a share */
    void *context;
    double error[SHF_DMFT_ESTIMATED]; /**< largest, relative to the largest value */
} shf_dmft_pair;

/** Fills fine and coarse (empty before, or those of an interrupted call): runs at ever finer resolution until
 * the error meets rtol.  Both are to be freed by the caller, also after a failure.  Errors: as
 * shf_dmft_march. */
shf_status shf_dmft_refine(shf_dmft_pair *pair, const shf_progress *progress, shf_info *info,
                           shf_error *error);

/** The columns of shf_dmft_solve, and a row of them: `worst` are the estimated errors. */
void shf_dmft_add_columns(shf_table *table);
void shf_dmft_add_row(shf_table *table, double t, const shf_dmft_point *point, const double *worst);

#endif
