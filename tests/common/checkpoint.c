/* Checkpoints as files: what is written is read again, and a file that cannot be written is an error. */
#include <common/checkpoint.h>
#include <fcntl.h>
#include <support/folder.h>
#include <support/test.h>

static const char identity[] = "a = 1\nb = 2\n";

static shf_checkpoint state_of(double *x, size_t n, double *y, size_t m)
{
    return (shf_checkpoint){.counter = {1, 0, UINT64_MAX, 7}, .array = {x, NULL, y}, .size = {n, 0, m}};
}

START_TEST(comes_back)
{
    double x[] = {1, -0.0, INFINITY}, y[] = {4e-320}, x_read[3] = {0}, y_read[1] = {0};
    shf_checkpoint state = state_of(x, 3, y, 1), other = state_of(x_read, 3, y_read, 1);
    shf_error error = {0};
    int found = 1;
    shf_enter_folder();
    memset(other.counter, 0, sizeof other.counter);
    shf_assert_ok(shf_checkpoint_load("state", identity, &other, &found, &error), error);
    ck_assert_int_eq(found, 0);
    ck_assert_uint_eq(shf_count_files(), 0);
    shf_assert_ok(shf_checkpoint_save("state", identity, &state, &error), error);
    shf_assert_ok(shf_checkpoint_load("state", identity, &other, &found, &error), error);
    ck_assert_int_eq(found, 1);
    ck_assert_mem_eq(other.counter, state.counter, sizeof state.counter);
    ck_assert_mem_eq(x_read, x, sizeof x);
    ck_assert_mem_eq(y_read, y, sizeof y);
    ck_assert_uint_eq(shf_count_files(), 1);
}
END_TEST

/* A state of another size, of other parameters, cut at every byte. */
START_TEST(what_does_not_fit_is_refused)
{
    double x[] = {1, 2, 3};
    shf_checkpoint state = state_of(x, 3, NULL, 0), less = state_of(x, 2, NULL, 0),
                   none = state_of(x, 0, x, 3);
    shf_error error = {0};
    int found = 0;
    size_t n = 0;
    shf_enter_folder();
    shf_assert_ok(shf_checkpoint_save("state", identity, &state, &error), error);
    shf_assert_fails(shf_checkpoint_load("state", identity, &less, &found, &error), SHF_ERR_FILE, error,
                     "checkpoint = state: is not a complete checkpoint");
    shf_assert_fails(shf_checkpoint_load("state", identity, &none, &found, &error), SHF_ERR_FILE, error,
                     "checkpoint = state: is not a complete checkpoint");
    shf_assert_fails(shf_checkpoint_load("state", "a = 1\nb = 3\n", &state, &found, &error), SHF_ERR_FILE,
                     error, "checkpoint = state: was made with b = 2, now b = 3: remove it");
    shf_assert_fails(shf_checkpoint_load("state", "a = 1\n", &state, &found, &error), SHF_ERR_FILE, error,
                     "checkpoint = state: was made with b = 2, now : remove it");
    char *bytes = shf_read_file("state", &n);
    /* magic, length and hash; length of the identity; 4 counters, 3 sizes, 3 numbers: 8 bytes each */
    ck_assert_uint_eq(n, 8 * (3 + 1 + 4 + 3 + 3) + strlen(identity));
    for (size_t k = 0; k < n; k++) {
        FILE *stream = fopen("state", "wb");
        ck_assert_ptr_nonnull(stream);
        ck_assert_uint_eq(fwrite(bytes, 1, k, stream), k);
        ck_assert_int_eq(fclose(stream), 0);
        shf_assert_fails(shf_checkpoint_load("state", identity, &state, &found, &error), SHF_ERR_FILE, error,
                         k ? "is not a complete checkpoint" : "is a file of another kind");
    }
    free(bytes);
    static const char *const others[] = {"# my notes\n", "SHF", "SHFCHK2 of some other program", "\n",
                                         "\x93NUMPY"};
    for (size_t k = 0; k < sizeof others / sizeof others[0]; k++) {
        FILE *stream = fopen("state", "wb");
        ck_assert_ptr_nonnull(stream);
        ck_assert_int_ge(fputs(others[k], stream), 0);
        ck_assert_int_eq(fclose(stream), 0);
        shf_assert_fails(shf_checkpoint_load("state", identity, &state, &found, &error), SHF_ERR_FILE, error,
                         k == 1 ? "is not a complete checkpoint"
                                : "checkpoint = state: is a file of another kind");
        char *same = shf_read_file("state", NULL);
        ck_assert_str_eq(same, others[k]);
        free(same);
    }
}
END_TEST

/* The header comes last, at the beginning: a pipe takes the rest, but cannot go back. */
START_TEST(header_that_cannot_be_written)
{
    double x[] = {1, 2, 3};
    shf_checkpoint state = state_of(x, 3, NULL, 0);
    shf_error error = {0};
    shf_enter_folder();
    ck_assert_int_eq(mkfifo("pipe", 0600), 0);
    int reader = open("pipe", O_RDONLY | O_NONBLOCK);
    ck_assert_int_ge(reader, 0);
    shf_assert_fails(shf_checkpoint_save("pipe", identity, &state, &error), SHF_ERR_FILE, error,
                     "checkpoint = pipe: Illegal seek");
    ck_assert_int_eq(close(reader), 0);
    shf_assert_fails(shf_checkpoint_save("/dev/full", identity, &state, &error), SHF_ERR_FILE, error,
                     "checkpoint = /dev/full: No space left on device");
    shf_assert_fails(shf_checkpoint_save("missing/state", identity, &state, &error), SHF_ERR_FILE, error,
                     "checkpoint = missing/state: No such file");
}
END_TEST

SHF_TEST_MAIN("common/checkpoint", comes_back, what_does_not_fit_is_refused, header_that_cannot_be_written)
