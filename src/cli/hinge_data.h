/* What the commands around trained networks share: data from files, panels. */
#ifndef SHF_CLI_HINGE_DATA_H
#define SHF_CLI_HINGE_DATA_H

#include <shallowflow/simulation.h>

/** --data idx:FILE means --data-file idx:FILE, and so for npy and csv. */
const char *hinge_data_redirect(const char *name, const char *value);

/** With a data file, d is that of the file unless another one than the usual was asked for.  Errors: those of
 * the file. */
shf_status hinge_data_dimension(size_t *d, size_t usual, const shf_simulation_file *file, shf_error *error);

#endif
