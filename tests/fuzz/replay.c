/* Runs a fuzz target without libFuzzer: over the valid inputs that it makes itself, and over the files in the
 * folder that is named.  Fails by ending through a signal, as the sanitizers and abort() do. */
#include "fuzz.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static size_t replay(const char *folder)
{
    size_t n = 0;
    DIR *entries = opendir(folder);
    for (struct dirent *e = entries ? readdir(entries) : NULL; e; e = readdir(entries)) {
        char path[4096];
        struct stat status;
        size_t size = 0;
        (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        char *bytes = fuzz_read(path, &size);
        (void)fprintf(stderr, "%s\n", path);
        (void)LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
        free(bytes);
        n++;
    }
    if (entries)
        (void)closedir(entries);
    return n;
}

int main(int argc, char **argv)
{
    char made[4096];
    (void)snprintf(made, sizeof made, "%s/seeds", fuzz_folder());
    if (mkdir(made, 0777) || setenv("FUZZ_SEEDS", made, 1))
        return EXIT_FAILURE;
    (void)LLVMFuzzerInitialize(&argc, &argv);
    size_t n = replay(made);
    if (argc > 1)
        (void)replay(argv[1]);
    (void)fprintf(stderr, "%zu seeds\n", n);
    return n ? EXIT_SUCCESS : EXIT_FAILURE;
}
