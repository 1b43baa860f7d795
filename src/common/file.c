/* Files that appear complete or not at all: written beside their target, synchronised, renamed.  Where Linux
 * allows it they have no name until they are complete, so that not even a killed program leaves a trace. */
#include "common/file.h"
#include "common/report.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

shf_status shf_file_fail(shf_error *error, const char *name, int number)
{
    char buffer[128];
    if (number == ENOMEM)
        return shf_no_memory(error);
    return shf_fail(error, SHF_ERR_FILE, "%s%s%s", name, *name ? ": " : "",
                    strerror_r(number, buffer, sizeof buffer));
}

/* Paths that stand for an open descriptor: what is behind them must not be replaced. */
static int names_descriptor(const char *path)
{
    return strncmp(path, "/dev/fd/", 8) == 0 || strncmp(path, "/proc/", 6) == 0 ||
           strcmp(path, "/dev/stdout") == 0 || strcmp(path, "/dev/stderr") == 0;
}

/* Whether the path is written directly: it exists and is no regular file, or it is a descriptor. */
static int is_direct(const char *path, const struct stat *status)
{
    return !S_ISREG(status->st_mode) || names_descriptor(path);
}

/* Where names of the folder of the target start to differ. */
static int folder_length(const char *target)
{
    const char *slash = strrchr(target, '/');
    return slash ? (int)(slash - target) + 1 : 0;
}

/* Tries temporary names beside the target until `make` succeeds on one that was free; its result, or -1 with
 * errno. */
static int make_temporary(shf_outfile *file, int (*make)(const char *name, int argument), int argument)
{
    int folder = folder_length(file->target), result = -1;
    size_t room = (size_t)folder + 64;
    char *name = malloc(room);
    if (!name) {
        errno = ENOMEM; /* with -fno-math-errno gcc takes it that malloc and strdup leave errno alone */
        return -1;
    }
    for (int k = 0; k < 1000; k++) {
        (void)snprintf(name, room, "%.*s.shallowflow-%ld-%d", folder, file->target, (long)getpid(), k);
        result = make(name, argument);
        if (result >= 0 || errno != EEXIST)
            break;
    }
    if (result >= 0)
        file->temporary = name;
    else {
        int number = errno;
        free(name);
        errno = number;
    }
    return result;
}

static int make_file(const char *name, int argument)
{
    (void)argument;
    return open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

/* A name for a file that is open without one. */
static int make_link(const char *name, int descriptor)
{
    char open_file[64];
    (void)snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", descriptor);
    return linkat(AT_FDCWD, open_file, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* A file without a name in the folder of the target; -1 where the file system has no such thing. */
static int open_nameless(const shf_outfile *file)
{
#ifdef O_TMPFILE
    int folder = folder_length(file->target), descriptor = -1;
    char *name = folder ? strndup(file->target, (size_t)folder) : strdup(".");
    if (name && access("/proc/self/fd", X_OK) == 0)
        descriptor = open(name, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
    free(name);
    return descriptor;
#else
    (void)file;
    return -1;
#endif
}

/* Opens a new file beside the target; its permissions follow the umask, or the file that it will replace. */
static int open_beside(shf_outfile *file, int named, const struct stat *old)
{
    int descriptor = named ? -1 : open_nameless(file);
    if (descriptor < 0)
        descriptor = make_temporary(file, make_file, 0);
    if (descriptor >= 0 && old)
        (void)!fchmod(descriptor, old->st_mode & 0777); /* may fail where permissions do not exist */
    return descriptor;
}

/* The file that a link which leads nowhere would lead to, NULL with errno. */
static char *end_of_links(const char *path)
{
    char *at = strdup(path), link[PATH_MAX];
    for (int steps = 0; at; steps++) {
        ssize_t length = readlink(at, link, sizeof link - 1);
        if (length < 0)
            return at;
        int folder = link[0] == '/' ? 0 : folder_length(at);
        char *next = NULL;
        link[length] = '\0';
        if (steps > 40)
            errno = ELOOP;
        else if (asprintf(&next, "%.*s%s", folder, at, link) < 0)
            next = NULL;
        free(at);
        at = next;
    }
    return NULL;
}

/* The descriptor to write to, -1 with errno. */
static int open_descriptor(shf_outfile *file, const char *path, int named)
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
    file->target = exists ? realpath(path, NULL) : end_of_links(path);
    return file->target ? open_beside(file, named, exists ? &status : NULL) : -1;
}

shf_status shf_outfile_open(shf_outfile *file, const char *path, int named, shf_error *error)
{
    *file = (shf_outfile){.stream = NULL};
    if (!*path)
        return shf_fail(error, SHF_ERR_VALUE, "output: the name of the file is empty");
    int descriptor = open_descriptor(file, path, named);
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
    if (!number && file->target && !file->temporary &&
        make_temporary(file, make_link, fileno(file->stream)) < 0)
        number = errno;
    if (fclose(file->stream) && !number)
        number = errno;
    file->stream = NULL;
    return number ? shf_file_fail(error, path, number) : SHF_OK;
}

shf_status shf_outfile_publish(shf_outfile *file, const char *path, shf_error *error)
{
    struct stat status;
    if (!file->target)
        return SHF_OK;
    if (stat(file->target, &status) == 0 && !S_ISREG(status.st_mode))
        return shf_file_fail(error, path,
                             EEXIST); /* never replace a device, whoever put it there meanwhile */
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
    shf_status result = shf_outfile_open(&file, path, 0, error);
    shf_outfile_discard(&file);
    return result;
}
