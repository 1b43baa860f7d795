/* Arrays that live and die together. */
#ifndef SHF_COMMON_ARENA_H
#define SHF_COMMON_ARENA_H

#include <shallowflow/status.h>
#include <stddef.h>

/** Arrays of one owner; {0} is empty.  It remembers that one could not be had, so that a constructor is a
 * list of arrays with one check behind it, and frees them all at once. */
typedef struct shf_arena {
    void **array;
    size_t n, capacity;
    int exhausted;
} shf_arena;

/** An array of n entries of `size` bytes, all zero; NULL when memory is, or has been, exhausted. */
void *shf_arena_array(shf_arena *arena, size_t n, size_t size);
double *shf_arena_doubles(shf_arena *arena, size_t n);
double *shf_arena_matrix(shf_arena *arena, size_t rows, size_t columns);

/** SHF_ERR_MEMORY if one of the arrays is missing. */
shf_status shf_arena_status(const shf_arena *arena, shf_error *error);

/** Frees all arrays; the arena is empty again. */
void shf_arena_free(shf_arena *arena);

#endif
