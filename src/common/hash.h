/* A hash that shows whether bytes are the same. */
#ifndef SHF_COMMON_HASH_H
#define SHF_COMMON_HASH_H

#include <stddef.h>
#include <stdint.h>

#define SHF_HASH_START UINT64_C(0xcbf29ce484222325)

/** 64-bit FNV-1a hash of bytes, continued from `hash`; SHF_HASH_START to start. */
static inline uint64_t shf_hash(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *b = (const unsigned char *)bytes;
    for (size_t k = 0; k < n; k++)
        hash = (hash ^ b[k]) * UINT64_C(0x100000001b3);
    return hash;
}

#endif
