/* A scratch folder for test programs that write files: made when the program starts, removed when it ends. */
#ifndef SHF_TESTS_SUPPORT_FOLDER_H
#define SHF_TESTS_SUPPORT_FOLDER_H

#include <check.h>
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char shf_folder[256];
static pid_t shf_folder_owner;

static int shf_remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

__attribute__((constructor)) static void shf_folder_make(void)
{
    const char *parent = getenv("TMPDIR");
    (void)snprintf(shf_folder, sizeof shf_folder, "%s/shallowflow-test-XXXXXX", parent ? parent : "/tmp");
    shf_folder_owner = getpid();
    if (!mkdtemp(shf_folder))
        abort();
}

/* Children that Check forks end through exit as well. */
__attribute__((destructor)) static void shf_folder_remove(void)
{
    if (getpid() == shf_folder_owner)
        (void)nftw(shf_folder, shf_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/** Goes into a new empty folder. */
static inline void shf_enter_folder(void)
{
    static int number;
    char path[300];
    do
        (void)snprintf(path, sizeof path, "%s/%d", shf_folder, number++);
    while (mkdir(path, 0777));
    ck_assert_int_eq(chdir(path), 0);
}

/** How many files the present folder has, hidden ones included. */
static inline size_t shf_count_files(void)
{
    size_t n = 0;
    DIR *folder = opendir(".");
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    (void)closedir(folder);
    return n;
}

/** The bytes of a file with a zero behind them, to be freed; `*length` may be NULL. */
static inline char *shf_read_file(const char *path, size_t *length)
{
    FILE *stream = fopen(path, "rb");
    ck_assert_msg(stream != NULL, "%s cannot be opened", path);
    size_t n = 0, room = 4096;
    char *text = malloc(room);
    ck_assert_ptr_nonnull(text);
    for (size_t got = 1; got; n += got) {
        if (n + 2048 > room) {
            room *= 2;
            text = realloc(text, room);
            ck_assert_ptr_nonnull(text);
        }
        got = fread(text + n, 1, 2047, stream);
    }
    (void)fclose(stream);
    text[n] = '\0';
    if (length)
        *length = n;
    return text;
}

static inline void shf_write_text(const char *path, const char *text)
{
    FILE *stream = fopen(path, "wb");
    ck_assert_ptr_nonnull(stream);
    ck_assert_int_ge(fputs(text, stream), 0);
    ck_assert_int_eq(fclose(stream), 0);
}

/** Asserts that two files have the same bytes. */
static inline void shf_assert_same_files(const char *a, const char *b)
{
    size_t n = 0, m = 0;
    char *first = shf_read_file(a, &n), *second = shf_read_file(b, &m);
    ck_assert_msg(n == m && memcmp(first, second, n) == 0, "%s and %s differ", a, b);
    free(first);
    free(second);
}

#endif
