/* Allocations that fail on demand.  The program is linked with --wrap, so that the calls of the library come
 * here; those of other libraries, and of libc for itself, do not. */
#ifndef SHF_TESTS_ROBUSTNESS_ALLOCATE_H
#define SHF_TESTS_ROBUSTNESS_ALLOCATE_H

#include <stddef.h>

/** Allocation number `first` from now on fails, counted from 1; with `all`, those after it fail too.  0 means
 * none. */
void allocate_fail(size_t first, int all);

/** How many allocations there were since then. */
size_t allocate_count(void);

/** How many of all are not freed yet. */
size_t allocate_live(void);

#endif
