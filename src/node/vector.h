/* Vector code for the processor at hand, and a scalar product made for it. */
#ifndef SHF_NODE_VECTOR_H
#define SHF_NODE_VECTOR_H

#include <stddef.h>
#include <stdint.h> /* with glibc it defines __GLIBC__ */

/* Before a function definition: one copy for each vector length that x86-64 processors have; the loader
 * picks. Without fused operations (-ffp-contract=off) all copies give the same bits. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__has_attribute)
#if __has_attribute(target_clones)
#define SHF_VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#endif
#ifndef SHF_VECTOR_CLONES
#define SHF_VECTOR_CLONES
#endif

/** sum_k a_k b_k in eight interleaved partial sums; `size` becomes sum_k |a_k b_k|. */
double shf_node_dot(size_t n, const double *restrict a, const double *restrict b, double *size);

#endif
