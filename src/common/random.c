/* Philox4x32-10, Box-Muller. */
#include "common/random.h"
#include <math.h>
#include <Random123/philox.h>

void shf_random_words(uint64_t seed, uint64_t stream, uint64_t index, uint32_t word[4])
{
    philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
    philox4x32_ctr_t counter = {
        {(uint32_t)index, (uint32_t)(index >> 32), (uint32_t)stream, (uint32_t)(stream >> 32)}};
    philox4x32_ctr_t out = philox4x32(counter, key);
    for (int k = 0; k < 4; k++)
        word[k] = out.v[k];
}

/* 52 bits of two words, shifted by half a unit: never 0, never 1. */
static double unit(uint32_t high, uint32_t low)
{
    uint64_t bits = ((uint64_t)high << 20) | (low >> 12);
    return ((double)bits + 0.5) * 0x1p-52;
}

double shf_random_uniform(uint64_t seed, uint64_t stream, uint64_t index)
{
    uint32_t w[4];
    shf_random_words(seed, stream, index, w);
    return unit(w[0], w[1]);
}

void shf_random_normal2(uint64_t seed, uint64_t stream, uint64_t index, double z[2])
{
    uint32_t w[4];
    shf_random_words(seed, stream, index, w);
    double radius = sqrt(-2.0 * log(unit(w[0], w[1]))), angle = 2.0 * M_PI * unit(w[2], w[3]);
    z[0] = radius * cos(angle);
    z[1] = radius * sin(angle);
}

double shf_random_normal(uint64_t seed, uint64_t stream, uint64_t k)
{
    double z[2];
    shf_random_normal2(seed, stream, k / 2, z);
    return z[k % 2];
}

void shf_random_normals(uint64_t seed, uint64_t stream, uint64_t first, double *z, size_t n)
{
    size_t k = 0;
    if (n && first % 2)
        z[k++] = shf_random_normal(seed, stream, first);
    for (; k + 1 < n; k += 2)
        shf_random_normal2(seed, stream, (first + k) / 2, z + k);
    if (k < n)
        z[k] = shf_random_normal(seed, stream, first + k);
}
