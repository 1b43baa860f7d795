/* Whole files in memory. */
#include "common/file.h"
#include "common/report.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Reads until the end, in doubling steps: works for pipes too. */
static shf_status read_stream(FILE *stream, const char *path, unsigned char **bytes, size_t *n,
                              shf_error *error)
{
    size_t room = 1 << 16;
    *n = 0;
    *bytes = malloc(room);
    while (*bytes) {
        *n += fread(*bytes + *n, 1, room - 1 - *n, stream);
        if (ferror(stream))
            return shf_fail(error, SHF_ERR_FILE, "%s: cannot be read: %s", path, strerror(errno));
        if (*n < room - 1) {
            (*bytes)[*n] = '\0';
            return SHF_OK;
        }
        room *= 2;
        unsigned char *larger = realloc(*bytes, room);
        if (!larger)
            break;
        *bytes = larger;
    }
    return shf_no_memory(error);
}

shf_status shf_file_read(const char *path, unsigned char **bytes, size_t *n, shf_error *error)
{
    *bytes = NULL;
    struct stat file;
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return shf_fail(error, SHF_ERR_FILE, "%s: cannot be opened: %s", path, strerror(errno));
    shf_status status = SHF_OK;
    if (fstat(fileno(stream), &file) == 0 && (S_ISCHR(file.st_mode) || S_ISBLK(file.st_mode)))
        status = shf_fail(error, SHF_ERR_FILE, "%s: is a device, which may have no end", path);
    else
        status = read_stream(stream, path, bytes, n, error);
    if (fclose(stream) && status == SHF_OK)
        status = shf_fail(error, SHF_ERR_FILE, "%s: cannot be read: %s", path, strerror(errno));
    if (status) {
        free(*bytes);
        *bytes = NULL;
    } else if (*bytes && *n >= 2 && (*bytes)[0] == 0x1f && (*bytes)[1] == 0x8b) {
        free(*bytes);
        *bytes = NULL;
        status = shf_fail(error, SHF_ERR_FILE, "%s: is compressed: run gunzip on it first", path);
    }
    return status;
}
