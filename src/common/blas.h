/* OpenBLAS, loaded when it is first called.  Were programs linked with it, every process would map its 36 MB,
 * start its threads and map a buffer for each: more time than most closed forms take.
 *
 * blas.c defines the functions of CBLAS in use; each passes its call on.  A solver asks shf_blas_load before
 * its first product, while it can still fail. */
#ifndef SHF_COMMON_BLAS_H
#define SHF_COMMON_BLAS_H

/* complex.h would make a macro of the name I */
#define FORCE_OPENBLAS_COMPLEX_STRUCT
#include <cblas.h>
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
