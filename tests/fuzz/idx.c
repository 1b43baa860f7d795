/* Fuzz target: IDX, the format of MNIST. */
#include "raw.h"
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const unsigned char code[] = {0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e}, size[] = {1, 1, 2, 4, 4, 8};
    (void)argc, (void)argv;
    for (size_t k = 0; k < sizeof code; k++) {
        unsigned char bytes[16 + 6 * 8] = {0, 0, code[k], 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2};
        for (size_t i = 16; i < sizeof bytes; i++)
            bytes[i] = (unsigned char)(i % 3);
        fuzz_seed((const char[]){(char)('a' + k), '\0'}, -1, bytes, 16 + 6 * (size_t)size[k]);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_raw(data, size, "idx");
}
