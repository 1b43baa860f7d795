/* The two-time functions of a run at its own nodes, as a file. */
#ifndef SHF_DMFT_TWO_TIME_H
#define SHF_DMFT_TWO_TIME_H

#include "dmft/collocation.h"

/** Writes a .npy file of shape (4 + 2 G + 2 G^2, n, n) for n nodes and G groups, slices in this order: t_i
 * (in row i), C(t_i,t_l) of one neuron with itself for each group, of two different ones for each pair (g,h),
 * C_A, Sigma_C, and the weights, (D.20), of the responses R and R_A in the same order.  Memory of a few rows
 * besides. Errors, "two-time = ...": SHF_ERR_FILE, SHF_ERR_MEMORY. */
shf_status shf_dmft_two_time_write(const shf_dmft_collocation *run, const char *path, shf_error *error);

/** Before a long computation: whether such a file can be written.  Errors: SHF_ERR_VALUE (a name that ends
 * in .h5 or .hdf5), SHF_ERR_FILE, SHF_ERR_MEMORY. */
shf_status shf_dmft_two_time_check(const char *path, shf_error *error);

#endif
