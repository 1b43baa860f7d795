/* OpenBLAS starts threads of its own in every product; between enter and leave each call stays in the thread
 * that makes it, and its result does not depend on the number of threads. */
#ifndef SHF_COMMON_BLAS_H
#define SHF_COMMON_BLAS_H

/* complex.h would make a macro of the name I */
#define FORCE_OPENBLAS_COMPLEX_STRUCT
#include <cblas.h>

/** Sets OpenBLAS to one thread (first caller in) and back to what it was (last caller out).  Calls nest, also
 *  from several threads. */
void shf_blas_enter(void);
void shf_blas_leave(void);

#endif
