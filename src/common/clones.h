/* One copy of a loop for each vector length of x86-64 processors; the loader picks.  Without fused operations
 * (the build forbids them) all copies give the same bits.  Such functions need names of their own in the
 * whole library, even if static: clang gives the code that picks external linkage. */
#ifndef SHF_COMMON_CLONES_H
#define SHF_COMMON_CLONES_H

#include <stdint.h> /* whether this is glibc */

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#if __has_attribute(target_clones)
#define SHF_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#endif
#ifndef SHF_CLONES
#define SHF_CLONES
#endif

/* In front of a loop each of whose turns reads and writes one entry: arrays may be the same, or apart. (Clang
 * finds out by itself when they are apart.) */
#if defined(__GNUC__) && !defined(__clang__)
#define SHF_INDEPENDENT _Pragma("GCC ivdep")
#else
#define SHF_INDEPENDENT
#endif

#endif
