/* Loading OpenBLAS: apart from its header, which does not go with that of GSL. */
#ifndef SHF_COMMON_BLAS_LOAD_H
#define SHF_COMMON_BLAS_LOAD_H

#include <shallowflow/status.h>
#include <stddef.h>

/** Loads OpenBLAS for that many threads that call it at a time.  It never gives up mapping a buffer for each
 * (0.3.21 asks again for ever), hence where the address space is limited the room for them is looked at
 * before.  Errors: SHF_ERR_MEMORY, SHF_ERR_FILE (cannot be loaded). */
shf_status shf_blas_load(size_t threads, shf_error *error);

/** The name of its kernels, which decide how sums are rounded. */
const char *shf_blas_kernels(void);

/** OpenBLAS starts threads of its own in every product; between enter and leave each call stays in the thread
 * that makes it, and its result does not depend on the number of threads.  Sets it to one thread (first
 * caller in) and back to what it was (last caller out).  Calls nest, also from several threads. */
void shf_blas_enter(void);
void shf_blas_leave(void);

#endif
