/* Arrays of one owner: zeroed, apart from each other, freed together; one that cannot be had is remembered.
 */
#include "common/arena.h"
#include "support/test.h"
#include <stdint.h>

START_TEST(arrays_are_zero_and_apart)
{
    shf_arena arena = {.n = 0};
    shf_error error = {0};
    double *array[40];
    for (size_t k = 0; k < 40; k++) {
        array[k] = shf_arena_doubles(&arena, k);
        ck_assert_ptr_nonnull(array[k]);
        for (size_t i = 0; i < k; i++) {
            ck_assert(array[k][i] == 0);
            array[k][i] = (double)(100 * k + i);
        }
    }
    for (size_t k = 0; k < 40; k++)
        for (size_t i = 0; i < k; i++)
            ck_assert(array[k][i] == (double)(100 * k + i));
    shf_assert_ok(shf_arena_status(&arena, &error), error);
    shf_arena_free(&arena);
    ck_assert_uint_eq(arena.n, 0);
    ck_assert_ptr_nonnull(shf_arena_array(&arena, 3, 1)); /* it can be used again */
    shf_arena_free(&arena);
}
END_TEST

START_TEST(failure_is_remembered)
{
    shf_arena arena = {.n = 0};
    shf_error error = {0};
    ck_assert_ptr_nonnull(shf_arena_doubles(&arena, 5));
    ck_assert_ptr_null(shf_arena_array(&arena, SIZE_MAX / 2, 8)); /* the product does not fit */
    ck_assert_ptr_null(shf_arena_doubles(&arena, 1));
    shf_assert_fails(shf_arena_status(&arena, &error), SHF_ERR_MEMORY, error, "memory");
    shf_arena_free(&arena);
    shf_assert_ok(shf_arena_status(&arena, &error), error);
}
END_TEST

SHF_TEST_MAIN("common/arena", arrays_are_zero_and_apart, failure_is_remembered)
