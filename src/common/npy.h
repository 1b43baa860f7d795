/* Arrays of numbers in NumPy's .npy format, written row by row; the file appears complete or not at all. */
#ifndef SHF_COMMON_NPY_H
#define SHF_COMMON_NPY_H

#include "common/file.h"
#include <stddef.h>

enum { SHF_NPY_DIMENSIONS = 4 };

typedef struct shf_npy {
    shf_outfile file;
    const char *path;
    size_t left; /**< numbers that are still to come */
} shf_npy;

/** Opens an array of float64 in C order, of at most SHF_NPY_DIMENSIONS dimensions.  The path must stay.
 *  Errors: SHF_ERR_FILE, SHF_ERR_MEMORY, SHF_ERR_VALUE (too many dimensions). */
shf_status shf_npy_open(shf_npy *npy, const char *path, size_t dimensions, const size_t *shape,
                        shf_error *error);

/** The next n numbers.  Errors: SHF_ERR_FILE. */
shf_status shf_npy_write(shf_npy *npy, const double *x, size_t n, shf_error *error);

/** The file takes its name.  Errors: SHF_ERR_FILE (also when numbers are missing). */
shf_status shf_npy_finish(shf_npy *npy, shf_error *error);

/** Removes what is left, and frees; also to be called after shf_npy_finish. */
void shf_npy_discard(shf_npy *npy);

#endif
