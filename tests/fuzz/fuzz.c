/* Files, seeds and properties for the fuzz targets. */
#include "fuzz.h"
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

_Noreturn void fuzz_broken(const char *property, const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, property);
    abort();
}

void fuzz_require_message(shf_status status, const shf_error *error)
{
    if (!status)
        return;
    fuzz_require(error->status == status);
    fuzz_require(strnlen(error->message, sizeof error->message) < sizeof error->message);
    fuzz_require(*error->message);
}

const char *fuzz_path(const uint8_t *data, size_t size)
{
    static int descriptor = -1;
    static char path[64];
    if (descriptor < 0) {
        descriptor = memfd_create("fuzz", MFD_CLOEXEC);
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    }
    fuzz_require(ftruncate(descriptor, 0) == 0);
    fuzz_require(pwrite(descriptor, data, size, 0) == (ssize_t)size);
    return path;
}

static char folder[256];

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

static void remove_folder(void)
{
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *fuzz_folder(void)
{
    if (!*folder) {
        const char *parent = getenv("TMPDIR");
        (void)snprintf(folder, sizeof folder, "%s/shallowflow-fuzz-XXXXXX", parent ? parent : "/tmp");
        fuzz_require(mkdtemp(folder));
        (void)atexit(remove_folder);
    }
    return folder;
}

void fuzz_seed(const char *name, int prefix, const void *bytes, size_t size)
{
    char path[4096];
    const char *to = getenv("FUZZ_SEEDS");
    if (!to)
        return;
    (void)snprintf(path, sizeof path, "%s/%s", to, name);
    FILE *stream = fopen(path, "wb");
    fuzz_require(stream);
    if (prefix >= 0)
        (void)fputc(prefix, stream);
    fuzz_require(fwrite(bytes, 1, size, stream) == size);
    fuzz_require(fclose(stream) == 0);
}

char *fuzz_read(const char *path, size_t *size)
{
    FILE *stream = fopen(path, "rb");
    fuzz_require(stream);
    fuzz_require(fseek(stream, 0, SEEK_END) == 0);
    long length = ftell(stream);
    fuzz_require(length >= 0);
    char *bytes = malloc((size_t)length + 1);
    fuzz_require(bytes);
    rewind(stream);
    *size = fread(bytes, 1, (size_t)length, stream);
    fuzz_require(*size == (size_t)length);
    bytes[*size] = '\0';
    (void)fclose(stream);
    return bytes;
}
