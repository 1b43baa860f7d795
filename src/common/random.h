/* Random numbers as a pure function of (seed, stream, index): Philox4x32-10 of Random123, so that a draw does
 * not depend on the order of the draws nor on the number of threads. */
#ifndef SHF_COMMON_RANDOM_H
#define SHF_COMMON_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/** Four independent 32-bit words at place `index` of a stream. */
void shf_random_words(uint64_t seed, uint64_t stream, uint64_t index, uint32_t word[4]);

/** Uniform number in (0,1), 52 bits, at place `index`. */
double shf_random_uniform(uint64_t seed, uint64_t stream, uint64_t index);

/** Two independent standard normal numbers at place `index` (Box-Muller). */
void shf_random_normal2(uint64_t seed, uint64_t stream, uint64_t index, double z[2]);

/** Standard normal number k of a stream: member k%2 of the pair at place k/2. */
double shf_random_normal(uint64_t seed, uint64_t stream, uint64_t k);

/** Fills z with normal numbers first, first+1, ... of a stream. */
void shf_random_normals(uint64_t seed, uint64_t stream, uint64_t first, double *z, size_t n);

#endif
