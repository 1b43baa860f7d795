/* Arrays in NumPy's format: the bytes of the header, and that a file appears complete or not at all. */
#include "common/npy.h"
#include "support/folder.h"
#include "support/test.h"
#include <stdint.h>

/* Version 1.0: magic, length of the header, a dictionary padded with spaces to 64 bytes, then the numbers. */
START_TEST(bytes)
{
    shf_enter_folder();
    const size_t shape[] = {2, 3};
    const double x[6] = {1, -2, 0.5, 1e300, -0.0, 3};
    shf_npy npy;
    shf_error error = {0};
    shf_assert_ok(shf_npy_open(&npy, "x.npy", 2, shape, &error), error);
    shf_assert_ok(shf_npy_write(&npy, x, 4, &error), error);
    shf_assert_ok(shf_npy_write(&npy, x + 4, 2, &error), error);
    ck_assert_int_ne(access("x.npy", F_OK), 0);
    shf_assert_ok(shf_npy_finish(&npy, &error), error);
    shf_npy_discard(&npy);
    ck_assert_uint_eq(shf_count_files(), 1);
    size_t length = 0;
    char *file = shf_read_file("x.npy", &length);
    ck_assert_mem_eq(file, "\x93NUMPY\x01\x00", 8);
    size_t header = (size_t)(unsigned char)file[8] + 256 * (size_t)(unsigned char)file[9];
    ck_assert_uint_eq((10 + header) % 64, 0);
    ck_assert_int_eq(file[10 + header - 1], '\n');
    ck_assert_ptr_nonnull(strstr(file + 10, "'descr': '<f8'"));
    ck_assert_ptr_nonnull(strstr(file + 10, "'fortran_order': False"));
    ck_assert_ptr_nonnull(strstr(file + 10, "'shape': (2, 3,)"));
    ck_assert_uint_eq(length, 10 + header + sizeof x);
    ck_assert_mem_eq(file + 10 + header, x, sizeof x);
    free(file);
}
END_TEST

/* Too many numbers, too few, too many dimensions, nowhere to write: an error, and no file. */
START_TEST(refused)
{
    shf_enter_folder();
    const size_t shape[] = {2, 2, 1, 1, 1};
    const double x[5] = {0};
    shf_npy npy;
    shf_error error = {0};
    shf_assert_ok(shf_npy_open(&npy, "x.npy", 2, shape, &error), error);
    shf_assert_fails(shf_npy_write(&npy, x, 5, &error), SHF_ERR_FILE, error,
                     "x.npy: more numbers than its shape has");
    shf_assert_ok(shf_npy_write(&npy, x, 1, &error), error);
    shf_assert_fails(shf_npy_finish(&npy, &error), SHF_ERR_FILE, error, "x.npy: 3 numbers are missing");
    shf_npy_discard(&npy);
    shf_assert_fails(shf_npy_open(&npy, "x.npy", 5, shape, &error), SHF_ERR_VALUE, error,
                     "x.npy: at most 4 dimensions");
    shf_npy_discard(&npy);
    shf_assert_fails(shf_npy_open(&npy, "no/where.npy", 2, shape, &error), SHF_ERR_FILE, error,
                     "no/where.npy");
    shf_npy_discard(&npy);
    ck_assert_uint_eq(shf_count_files(), 0);
}
END_TEST

SHF_TEST_MAIN("common/npy", bytes, refused)
