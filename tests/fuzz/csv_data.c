/* Fuzz target: numbers in text, separated by commas, semicolons, tabs or spaces. */
#include "raw.h"
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const seeds[] = {"x,y\n1,2\n-3e5,4\n", "# a comment\n1 2 3\n4\t5 6\n",
                                        "1;2\r\n\r\n3;4", "0.5, 1\n1, -1\n.5e-3, +1\n"};
    (void)argc, (void)argv;
    for (int k = 0; k < 4; k++)
        fuzz_seed((const char[]){(char)('a' + k), '\0'}, -1, seeds[k], strlen(seeds[k]));
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_raw(data, size, "csv");
}
