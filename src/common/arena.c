/* Arrays that live and die together. */
#include "common/arena.h"
#include "common/report.h"
#include <stdint.h>
#include <stdlib.h>

static int grow(shf_arena *arena)
{
    size_t capacity = arena->capacity ? 2 * arena->capacity : 16;
    void **larger = realloc(arena->array, capacity * sizeof *larger);
    if (!larger)
        return 0;
    arena->array = larger;
    arena->capacity = capacity;
    return 1;
}

void *shf_arena_array(shf_arena *arena, size_t n, size_t size)
{
    void *array = NULL;
    int fits = !size || n <= SIZE_MAX / size;
    if (fits && !arena->exhausted && (arena->n < arena->capacity || grow(arena)))
        array = n && size ? calloc(n, size) : calloc(1, 1);
    if (array)
        arena->array[arena->n++] = array;
    else
        arena->exhausted = 1;
    return array;
}

double *shf_arena_doubles(shf_arena *arena, size_t n)
{
    return shf_arena_array(arena, n, sizeof(double));
}

double *shf_arena_matrix(shf_arena *arena, size_t rows, size_t columns)
{
    if (columns > SIZE_MAX / sizeof(double))
        arena->exhausted = 1;
    return shf_arena_array(arena, rows, columns * sizeof(double));
}

shf_status shf_arena_status(const shf_arena *arena, shf_error *error)
{
    return arena->exhausted ? shf_no_memory(error) : SHF_OK;
}

void shf_arena_free(shf_arena *arena)
{
    for (size_t k = 0; k < arena->n; k++)
        free(arena->array[k]);
    free(arena->array);
    *arena = (shf_arena){.n = 0};
}
