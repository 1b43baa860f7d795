/* The columns of shf_dmft_solve, which the limits have too. */
#ifndef SHF_DMFT_CURVE_H
#define SHF_DMFT_CURVE_H

#include "dmft/path.h"

void shf_dmft_add_columns(shf_table *table);

/** A row: `worst` are the estimated errors. */
void shf_dmft_add_row(shf_table *table, double t, const shf_dmft_point *point, const double *worst);

#endif
