/* Files that appear complete or not at all. */
#include "example.h"
#include <common/file.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <support/folder.h>
#include <sys/resource.h>
#include <sys/wait.h>

static shf_status write_to(const char *path, shf_error *error)
{
    example x;
    example_make(&x);
    shf_status status = shf_write_file(path, SHF_FORMAT_TSV, &x.provenance, x.table, error);
    example_free(&x);
    return status;
}

START_TEST(a_file_holds_what_a_stream_does)
{
    example x;
    shf_error error;
    shf_enter_folder();
    example_make(&x);
    for (int format = 0; format < 3; format++) {
        char *expected = example_print(&x, format);
        shf_assert_ok(shf_write_file("x", format, &x.provenance, x.table, &error), error);
        char *found = shf_read_file("x", NULL);
        ck_assert_str_eq(found, expected);
        free(found);
        free(expected);
    }
    ck_assert_uint_eq(shf_count_files(), 1);
    example_free(&x);
}

START_TEST(bad_places)
{
    shf_error error;
    shf_enter_folder();
    ck_assert_int_eq(mkdir("folder", 0777), 0);
    shf_write_text("file", "old");
    const struct {
        const char *path, *part;
        shf_status status;
    } cases[] = {{"missing/x", "missing/x: No such file or directory", SHF_ERR_FILE},
                 {"folder", "folder: Is a directory", SHF_ERR_FILE},
                 {"new/", "new/: Is a directory", SHF_ERR_FILE},
                 {"file/x", "file/x: Not a directory", SHF_ERR_FILE},
                 {"", "is empty", SHF_ERR_VALUE}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_assert_fails(write_to(cases[k].path, &error), cases[k].status, error, cases[k].part);
        shf_assert_fails(shf_outfile_check(cases[k].path, &error), cases[k].status, error, cases[k].part);
    }
    ck_assert_uint_eq(shf_count_files(), 2);
    ck_assert_int_eq(chdir("folder"), 0);
    ck_assert_uint_eq(shf_count_files(), 0);
}

START_TEST(unwritable_places)
{
    if (geteuid() == 0)
        return; /* nothing is unwritable for root */
    shf_error error;
    shf_enter_folder();
    shf_write_text("protected", "old");
    ck_assert_int_eq(chmod("protected", 0444), 0);
    shf_assert_fails(write_to("protected", &error), SHF_ERR_FILE, error, "Permission denied");
    ck_assert_int_eq(mkdir("closed", 0555), 0);
    shf_assert_fails(write_to("closed/x", &error), SHF_ERR_FILE, error, "Permission denied");
    shf_assert_fails(shf_outfile_check("closed/x", &error), SHF_ERR_FILE, error, "Permission denied");
}

START_TEST(devices_are_written_directly)
{
    shf_error error;
    shf_enter_folder();
    shf_assert_ok(write_to("/dev/null", &error), error);
    shf_assert_fails(write_to("/dev/full", &error), SHF_ERR_FILE, error,
                     "/dev/full: No space left on device");
    shf_assert_ok(shf_outfile_check("/dev/null", &error), error);
    struct stat status;
    ck_assert_int_eq(stat("/dev/null", &status), 0);
    ck_assert(S_ISCHR(status.st_mode));
}

static void *read_pipe(void *text)
{
    *(char **)text = shf_read_file("pipe", NULL);
    return NULL;
}

START_TEST(pipes_are_written_directly)
{
    pthread_t reader;
    shf_error error;
    char *text = NULL;
    shf_enter_folder();
    ck_assert_int_eq(mkfifo("pipe", 0600), 0);
    shf_assert_ok(shf_outfile_check("pipe", &error), error); /* must not wait for a reader */
    ck_assert_int_eq(pthread_create(&reader, NULL, read_pipe, &text), 0);
    shf_assert_ok(write_to("pipe", &error), error);
    ck_assert_int_eq(pthread_join(reader, NULL), 0);
    ck_assert_ptr_nonnull(strstr(text, "t\t"));
    free(text);
    ck_assert_uint_eq(shf_count_files(), 1);
}

/* /dev/fd/N names what is open there: appended to, never replaced. */
START_TEST(descriptors_are_written_directly)
{
    shf_error error;
    char path[32];
    shf_enter_folder();
    shf_write_text("log", "before\n");
    int descriptor = open("log", O_WRONLY | O_APPEND);
    ck_assert_int_ge(descriptor, 0);
    (void)snprintf(path, sizeof path, "/dev/fd/%d", descriptor);
    shf_assert_ok(write_to(path, &error), error);
    ck_assert_int_eq(close(descriptor), 0);
    char *text = shf_read_file("log", NULL);
    ck_assert_int_eq(strncmp(text, "before\nt\t", 9), 0);
    free(text);
}

START_TEST(links_stay_links)
{
    shf_error error;
    struct stat status;
    shf_enter_folder();
    ck_assert_int_eq(mkdir("elsewhere", 0777), 0);
    shf_write_text("elsewhere/real", "old");
    ck_assert_int_eq(symlink("elsewhere/real", "link"), 0);
    shf_assert_ok(write_to("link", &error), error);
    ck_assert_int_eq(lstat("link", &status), 0);
    ck_assert(S_ISLNK(status.st_mode));
    char *text = shf_read_file("elsewhere/real", NULL);
    ck_assert_int_eq(strncmp(text, "t\t", 2), 0);
    free(text);
    /* a chain that leads to nothing yet, and one that leads nowhere */
    ck_assert_int_eq(symlink("elsewhere/next", "dangling"), 0);
    ck_assert_int_eq(symlink("new", "elsewhere/next"), 0);
    shf_assert_ok(write_to("dangling", &error), error);
    ck_assert_int_eq(lstat("dangling", &status), 0);
    ck_assert(S_ISLNK(status.st_mode));
    ck_assert_int_eq(lstat("elsewhere/new", &status), 0);
    ck_assert(S_ISREG(status.st_mode));
    ck_assert_int_eq(symlink("circle", "circle"), 0);
    shf_assert_fails(write_to("circle", &error), SHF_ERR_FILE, error, "circle: ");
}

START_TEST(permissions_follow_the_umask_or_the_old_file)
{
    shf_error error;
    struct stat status;
    shf_enter_folder();
    mode_t before = umask(027);
    shf_assert_ok(write_to("new", &error), error);
    (void)umask(before);
    ck_assert_int_eq(stat("new", &status), 0);
    ck_assert_uint_eq(status.st_mode & 0777, 0640);
    ck_assert_int_eq(chmod("new", 0604), 0);
    shf_assert_ok(write_to("new", &error), error);
    ck_assert_int_eq(stat("new", &status), 0);
    ck_assert_uint_eq(status.st_mode & 0777, 0604);
}

/* A file that cannot grow beyond 100 bytes stands for a full disk: the old file stays as it was. */
START_TEST(a_failed_write_changes_nothing)
{
    shf_error error;
    struct rlimit before, small;
    shf_enter_folder();
    shf_write_text("x", "old");
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 100;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    shf_status status = write_to("x", &error);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, handler);
    shf_assert_fails(status, SHF_ERR_FILE, error, "x: File too large");
    char *text = shf_read_file("x", NULL);
    ck_assert_str_eq(text, "old");
    free(text);
    ck_assert_uint_eq(shf_count_files(), 1);
}

/* Where the system has files without a name, a killed program leaves nothing; a named one would stay. */
START_TEST(a_killed_writer_leaves_nothing)
{
    shf_enter_folder();
    int descriptor = open(".", O_WRONLY | O_TMPFILE, 0600);
    if (descriptor < 0)
        return;
    (void)close(descriptor);
    pid_t child = fork();
    if (child == 0) {
        shf_outfile file;
        if (shf_outfile_open(&file, "x", 0, NULL) == SHF_OK && fputs("some rows", file.stream) >= 0 &&
            fflush(file.stream) == 0)
            (void)raise(SIGKILL);
        _exit(1);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    ck_assert_uint_eq(shf_count_files(), 0);
}

static void *write_often(void *result)
{
    shf_error error;
    for (int k = 0; k < 20; k++)
        *(shf_status *)result |= write_to("shared", &error);
    return NULL;
}

/* Two threads that write the same file: it is whole at the end, and nothing else is left. */
START_TEST(two_threads_write_one_file)
{
    pthread_t other;
    shf_status there = SHF_OK, here = SHF_OK;
    example x;
    shf_enter_folder();
    ck_assert_int_eq(pthread_create(&other, NULL, write_often, &there), 0);
    (void)write_often(&here);
    ck_assert_int_eq(pthread_join(other, NULL), 0);
    ck_assert_int_eq(here, SHF_OK);
    ck_assert_int_eq(there, SHF_OK);
    example_make(&x);
    char *expected = example_print(&x, SHF_FORMAT_TSV), *found = shf_read_file("shared", NULL);
    ck_assert_str_eq(found, expected);
    ck_assert_uint_eq(shf_count_files(), 1);
    free(found);
    free(expected);
    example_free(&x);
}

SHF_TEST_MAIN("output/files", a_file_holds_what_a_stream_does, bad_places, unwritable_places,
              devices_are_written_directly, pipes_are_written_directly, descriptors_are_written_directly,
              links_stay_links, permissions_follow_the_umask_or_the_old_file, a_failed_write_changes_nothing,
              a_killed_writer_leaves_nothing, two_threads_write_one_file)
