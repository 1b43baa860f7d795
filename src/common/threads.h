/* How many threads a parallel loop is given. */
#ifndef SHF_COMMON_THREADS_H
#define SHF_COMMON_THREADS_H

#include <stddef.h>
#ifdef _OPENMP
#include <omp.h>
#endif

/** The number asked for, or without one that of the machine, but not more than there are tasks: OpenMP ends
 * the program when it cannot start a thread. */
static inline int shf_thread_count(size_t threads, size_t tasks)
{
#ifdef _OPENMP
    size_t team = threads ? threads : (size_t)omp_get_max_threads();
#else
    size_t team = 1;
    (void)threads;
#endif
    return (int)(team < tasks ? team : tasks ? tasks : 1);
}

#endif
