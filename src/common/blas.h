/* OpenBLAS, loaded when it is first called.  Were programs linked with it, every process would map its 36 MB,
 * start its threads and map a buffer for each: more time than most closed forms take.
 *
 * blas.c defines the functions of CBLAS in use; each passes its call on.  A solver asks shf_blas_load before
 * its first product, while it can still fail. */
#ifndef SHF_COMMON_BLAS_H
#define SHF_COMMON_BLAS_H

/* complex.h would make a macro of the name I */
#define FORCE_OPENBLAS_COMPLEX_STRUCT
#include "common/blas_load.h"
#include <cblas.h>

#endif
