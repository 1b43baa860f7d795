/* Fuzz target: arrays in NumPy's format. */
#include "raw.h"
#include <common/npy.h>
#include <stdio.h>
#include <stdlib.h>

/* One as this library writes it. */
static void seed(const char *name, size_t dimensions, const size_t *shape)
{
    char path[512];
    double x[24];
    size_t n = 1, size = 0;
    shf_npy npy;
    shf_error error;
    for (size_t k = 0; k < dimensions; k++)
        n *= shape[k];
    for (size_t k = 0; k < n; k++)
        x[k] = (k % 2 ? -1.0 : 1.0) * (double)k;
    (void)snprintf(path, sizeof path, "%s/x.npy", fuzz_folder());
    fuzz_require(shf_npy_open(&npy, path, dimensions, shape, &error) == SHF_OK);
    fuzz_require(shf_npy_write(&npy, x, n, &error) == SHF_OK);
    fuzz_require(shf_npy_finish(&npy, &error) == SHF_OK);
    shf_npy_discard(&npy);
    char *bytes = fuzz_read(path, &size);
    fuzz_seed(name, -1, bytes, size);
    free(bytes);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char version_2[] =
        "\x93NUMPY\2\0\x3a\0\0\0{'descr': '>i2', 'fortran_order': True, 'shape': (2, 1), }"
        "    \n\0\1\377\377";
    (void)argc, (void)argv;
    seed("vector", 1, (const size_t[]){4});
    seed("matrix", 2, (const size_t[]){4, 3});
    seed("cube", 3, (const size_t[]){4, 3, 2});
    fuzz_seed("version-2", -1, version_2, sizeof version_2 - 1);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_raw(data, size, "npy");
}
