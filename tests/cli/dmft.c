/* shallowflow dmft and its files: a result does not depend on them, nor on interruptions. */
#include <signal.h>
#include <support/process.h>
#include <support/test.h>

static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must name the program");
    return path;
}

#define SMALL "dmft --m 4 --t-max 2 --points 3 --rtol 1e-4 --output "

START_TEST(files_are_not_recorded)
{
    shf_enter_folder();
    free(shf_run_ok(program(), SMALL "plain.tsv"));
    free(shf_run_ok(program(), SMALL "files.tsv --two-time kernels.npy --checkpoint state"));
    shf_assert_same_files("plain.tsv", "files.tsv");
    free(shf_run_ok(program(), "rerun files.tsv --output again.tsv"));
    shf_assert_same_files("plain.tsv", "again.tsv");
    ck_assert_uint_eq(shf_count_files(), 4);
}
END_TEST

START_TEST(bad_files_are_refused)
{
    shf_enter_folder();
    shf_assert_run_fails(program(), SMALL "x.tsv --two-time no/where.npy", 1, "two-time = no/where.npy");
    shf_assert_run_fails(program(), SMALL "x.tsv --two-time x.h5", 2, "no HDF5");
    shf_assert_run_fails(program(), SMALL "x.tsv --two-time /dev/full", 1, "No space left on device");
    shf_assert_run_fails(program(), SMALL "x.tsv --checkpoint no/where", 1, "checkpoint = no/where");
    shf_write_text("state", "not a state");
    shf_assert_run_fails(program(), SMALL "x.tsv --checkpoint state", 1,
                         "is a file of another kind; give another name");
    ck_assert_uint_eq(shf_count_files(), 1);
}
END_TEST

/* SIGINT, SIGTERM and SIGKILL in the middle; then the same command gives the bytes of an undisturbed run. */
START_TEST(signals)
{
#define LONG "dmft --m 10 --t-max 100 --rtol 1e-8 --points 5"
    static const int numbers[] = {SIGINT, SIGTERM, SIGKILL};
    shf_enter_folder();
    free(shf_run_ok(program(), LONG " --output whole.tsv --two-time whole.npy"));
    for (int k = 0; k < 3; k++) {
        pid_t child = shf_start(program(), LONG " --output part.tsv --two-time part.npy --checkpoint state "
                                                "--checkpoint-every 0");
        shf_wait_for("state");
        ck_assert_int_eq(kill(child, numbers[k]), 0);
        int status = 0;
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        if (numbers[k] == SIGKILL)
            ck_assert(WIFSIGNALED(status));
        ck_assert_int_eq(access("state", F_OK), 0);
        free(shf_run_ok(program(), LONG " --output part.tsv --two-time part.npy --checkpoint state"));
        shf_assert_same_files("whole.tsv", "part.tsv");
        shf_assert_same_files("whole.npy", "part.npy");
        ck_assert_int_ne(access("state", F_OK), 0);
    }
    ck_assert_uint_eq(shf_count_files(), 4);
}
END_TEST

SHF_TEST_MAIN("cli/dmft", files_are_not_recorded, bad_files_are_refused, signals)
