/* Files that appear complete or not at all: written beside their target, synchronised, renamed. */
#include "output/file.h"
#include "common/report.h"
#include "output/emit.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Paths that stand for an open descriptor: what is behind them must not be replaced. */
static int names_descriptor(const char *path)
{
    return strncmp(path, "/dev/fd/", 8) == 0 || strncmp(path, "/proc/", 6) == 0 ||
           shf_same(path, "/dev/stdout") || shf_same(path, "/dev/stderr");
}

/* Whether the path is written directly: it exists and is no regular file, or it is a descriptor. */
static int is_direct(const char *path, const struct stat *status)
{
    return !S_ISREG(status->st_mode) || names_descriptor(path);
}

/* Opens a new file beside `target`; its permissions follow the umask, or the file that it will replace. */
static int open_beside(shf_outfile *file, const struct stat *old)
{
    const char *slash = strrchr(file->target, '/');
    int folder = slash ? (int)(slash - file->target) + 1 : 0, descriptor = -1;
    size_t room = (size_t)folder + 64;
    file->temporary = malloc(room);
    if (!file->temporary)
        return -1;
    for (int k = 0; k < 1000; k++) {
        (void)snprintf(file->temporary, room, "%.*s.shallowflow-%ld-%d", folder, file->target, (long)getpid(),
                       k);
        descriptor = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0 || errno != EEXIST)
            break;
    }
    if (descriptor < 0) {
        int number = errno;
        free(file->temporary);
        file->temporary = NULL;
        errno = number;
    } else if (old && fchmod(descriptor, old->st_mode & 0777)) {
        /* a file system without permissions */
    }
    return descriptor;
}

/* The descriptor to write to, -1 with errno. */
static int open_descriptor(shf_outfile *file, const char *path)
{
    struct stat status;
    int exists = stat(path, &status) == 0;
    if (!exists && errno != ENOENT)
        return -1;
    if (exists && is_direct(path, &status))
        return open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    size_t length = strlen(path); /* not empty */
    if (path[length - 1] == '/') {
        errno = EISDIR;
        return -1;
    }
    if (exists && access(path, W_OK))
        return -1;
    file->target = exists ? realpath(path, NULL) : strdup(path);
    return file->target ? open_beside(file, exists ? &status : NULL) : -1;
}

shf_status shf_outfile_open(shf_outfile *file, const char *path, shf_error *error)
{
    *file = (shf_outfile){.stream = NULL};
    if (!*path)
        return shf_fail(error, SHF_ERR_VALUE, "output: the name of the file is empty");
    int descriptor = open_descriptor(file, path);
    if (descriptor >= 0) {
        file->stream = fdopen(descriptor, "w");
        if (file->stream)
            return SHF_OK;
    }
    int number = errno;
    if (descriptor >= 0)
        (void)close(descriptor);
    shf_outfile_discard(file);
    return shf_file_fail(error, path, number);
}

shf_status shf_outfile_finish(shf_outfile *file, const char *path, shf_error *error)
{
    int number = 0;
    if (fflush(file->stream) || (file->target && fsync(fileno(file->stream))))
        number = errno;
    if (fclose(file->stream) && !number)
        number = errno;
    file->stream = NULL;
    return number ? shf_file_fail(error, path, number) : SHF_OK;
}

shf_status shf_outfile_publish(shf_outfile *file, const char *path, shf_error *error)
{
    if (!file->target)
        return SHF_OK;
    if (rename(file->temporary, file->target))
        return shf_file_fail(error, path, errno);
    free(file->temporary);
    file->temporary = NULL;
    return SHF_OK;
}

void shf_outfile_discard(shf_outfile *file)
{
    if (file->stream)
        (void)fclose(file->stream);
    if (file->temporary)
        (void)unlink(file->temporary);
    free(file->temporary);
    free(file->target);
    *file = (shf_outfile){.stream = NULL};
}

shf_status shf_outfile_check(const char *path, shf_error *error)
{
    struct stat status;
    if (stat(path, &status) == 0 && is_direct(path, &status)) {
        if (S_ISDIR(status.st_mode))
            return shf_file_fail(error, path, EISDIR);
        return access(path, W_OK) ? shf_file_fail(error, path, errno) : SHF_OK;
    }
    shf_outfile file;
    shf_status result = shf_outfile_open(&file, path, error);
    shf_outfile_discard(&file);
    return result;
}
