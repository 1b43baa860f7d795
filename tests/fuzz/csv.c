/* Fuzz target: results in CSV, given back as --config or to rerun. */
#include "config.h"
#include <shallowflow/output.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    for (size_t k = 0; k == 0 || fuzz_command(k) != fuzz_command(0); k++) {
        char name[32];
        size_t size = 0;
        char *bytes = fuzz_result(fuzz_command(k), SHF_FORMAT_CSV, &size);
        (void)snprintf(name, sizeof name, "%zu", k);
        fuzz_seed(name, (int)k, bytes, size);
        free(bytes);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_config(data, size);
}
