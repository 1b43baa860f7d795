/* Output times of a computation in steps. */
#ifndef SHF_COMMON_GRID_H
#define SHF_COMMON_GRID_H

#include <shallowflow/solver.h>

/** The updates at the output times of a grid, `substeps` of which take the time 1: `*update` has `*n`
 * increasing numbers, to be freed.  Listed times become the nearest update, equal ones one.  Those of a
 * spacing are moved until they differ: as many as the grid has points, or all updates between the ends.
 * Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY. */
shf_status shf_grid_updates(const shf_grid *grid, double substeps, size_t **update, size_t *n,
                            shf_error *error);

/** Whether the positive ones of increasing times are at least `least`: powers of smaller ones would be lost
 * in underflow.  Errors: SHF_ERR_VALUE. */
shf_status shf_grid_check_least(const double *t, size_t n, double least, shf_error *error);

#endif
