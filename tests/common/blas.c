/* OpenBLAS is loaded when it is first called, and only where there is room for it. */
#include <common/blas.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <support/test.h>
#include <sys/resource.h>

static int is_loaded(void)
{
    char line[1024];
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    ck_assert_ptr_nonnull(maps);
    while (fgets(line, sizeof line, maps))
        found |= strstr(line, "libopenblas") != NULL;
    (void)fclose(maps);
    return found;
}

/* 0.3.21 would ask for its buffers again for ever. */
static void assert_refused_without_room(void)
{
    shf_error error = {SHF_OK, ""};
    struct rlimit limit;
    ck_assert_int_eq(getrlimit(RLIMIT_AS, &limit), 0);
    struct rlimit narrow = {(rlim_t)1 << 45, limit.rlim_max}; /* 32 TB: a sanitizer needs its shadow */
    if (setrlimit(RLIMIT_AS, &narrow))
        return; /* less is allowed already */
    ck_assert_int_eq(shf_blas_load((size_t)1 << 19, &error), SHF_ERR_MEMORY);
    ck_assert_ptr_nonnull(strstr(error.message, "address space for 524288 threads"));
    ck_assert(!is_loaded());
    ck_assert_int_eq(shf_blas_load(SIZE_MAX / 2, &error), SHF_ERR_MEMORY);
    ck_assert(!is_loaded());
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
}

/* One test, since a library stays loaded and tests may share their process. */
START_TEST(first_call_loads)
{
    const double x[] = {1, 2, 3}, y[] = {4, 5, 6};
    shf_error error = {SHF_OK, ""};
    ck_assert(!is_loaded());
    shf_blas_enter(); /* loads nothing, but counts for what is loaded later */
    ck_assert(!is_loaded());
    assert_refused_without_room();
    ck_assert(cblas_ddot(3, x, 1, y, 1) == 32);
    ck_assert(is_loaded());
    shf_blas_leave();
    ck_assert(*shf_blas_kernels());
    shf_assert_ok(shf_blas_load(2, &error), error);
}

SHF_TEST_MAIN("common/blas", first_call_loads)
