/* A folder of its own for the files of a test. */
#ifndef SHF_TESTS_SIMULATION_FOLDER_H
#define SHF_TESTS_SIMULATION_FOLDER_H

#include "support/test.h"
#include <stdio.h>
#include <unistd.h>

enum { FOLDER_PATH = 128 };

/** Makes a new folder; to be removed with folder_remove. */
static inline void folder_make(char folder[FOLDER_PATH])
{
    const char *base = getenv("TMPDIR");
    (void)snprintf(folder, FOLDER_PATH, "%.90s/shallowflow-XXXXXX", base ? base : "/tmp");
    ck_assert(mkdtemp(folder) != NULL);
}

/** "folder/name" in `path`. */
static inline const char *folder_path(char path[2 * FOLDER_PATH], const char *folder, const char *name)
{
    (void)snprintf(path, (size_t)2 * FOLDER_PATH, "%s/%s", folder, name);
    return path;
}

/** Writes bytes into folder/name. */
static inline void folder_write(const char *folder, const char *name, const void *bytes, size_t n)
{
    char path[2 * FOLDER_PATH];
    FILE *stream = fopen(folder_path(path, folder, name), "wb");
    ck_assert(stream != NULL);
    ck_assert_uint_eq(fwrite(bytes, 1, n, stream), n);
    ck_assert_int_eq(fclose(stream), 0);
}

static inline void folder_delete(const char *folder, const char *name)
{
    char path[2 * FOLDER_PATH];
    (void)unlink(folder_path(path, folder, name));
}

/** Removes the folder, which must be empty. */
static inline void folder_remove(const char *folder)
{
    ck_assert_int_eq(rmdir(folder), 0);
}

#endif
