/* The two-time functions of a run at its own nodes, as a file. */
#ifndef SHF_DMFT_TWO_TIME_H
#define SHF_DMFT_TWO_TIME_H

#include "dmft/collocation.h"

/** Slices of the array. */
enum {
    SHF_DMFT_TWO_TIME_T,       /**< t_i, the same along the row */
    SHF_DMFT_TWO_TIME_CD,      /**< C_d(t_i,t_l) */
    SHF_DMFT_TWO_TIME_CO,      /**< C_o */
    SHF_DMFT_TWO_TIME_CA,      /**< C_A */
    SHF_DMFT_TWO_TIME_SIGMA_C, /**< Sigma_C, (D.8) */
    SHF_DMFT_TWO_TIME_WD,      /**< weights of R_d, (D.20), */
    SHF_DMFT_TWO_TIME_WO,      /**< R_o */
    SHF_DMFT_TWO_TIME_WA,      /**< and R_A */
    SHF_DMFT_TWO_TIME_SLICES
};

/** Writes a .npy file of shape (SHF_DMFT_TWO_TIME_SLICES, n, n), n = run->n; memory of a few rows besides.
 *  Errors, "two-time = ...": SHF_ERR_FILE, SHF_ERR_MEMORY. */
shf_status shf_dmft_two_time_write(const shf_dmft_collocation *run, const char *path, shf_error *error);

/** Before a long computation: whether such a file can be written.  Errors: SHF_ERR_VALUE (a name that ends
 * in .h5 or .hdf5), SHF_ERR_FILE, SHF_ERR_MEMORY. */
shf_status shf_dmft_two_time_check(const char *path, shf_error *error);

#endif
