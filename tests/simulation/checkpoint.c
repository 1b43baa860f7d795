/* Interruptions: an ensemble that was stopped, killed at any place, or continued twice gives the same bits.
 */
#include <shallowflow/simulation.h>
#include <signal.h>
#include <support/folder.h>
#include <support/test.h>
#include <support/watch.h>
#include <sys/wait.h>

static const char path[] = "state";

/* A small ensemble with everything in it that a run can ask for. */
typedef struct setup {
    shf_hinge_params params;
    shf_simulation_params simulation;
    shf_simulation_request request;
    shf_grid grid;
    shf_simulation_control control;
    double times[3], clouds[2];
} setup;

static void make(setup *s, const char *checkpoint)
{
    *s = (setup){shf_hinge_params_default(),
                 shf_simulation_params_default(),
                 shf_simulation_request_default(),
                 shf_grid_default(),
                 shf_simulation_control_default(),
                 {1, 11, 30},
                 {5, 20}};
    s->params.d = 10, s->params.N = 700, s->params.M = 20, s->params.eta = 60, s->params.delta = 0.05;
    s->simulation.runs = 2, s->simulation.test_size = 50;
    s->request.nodes = 2, s->request.satisfaction = 700;
    s->request.clouds = (shf_list){2, s->clouds};
    s->grid.times = (shf_list){3, s->times};
    s->control.threads = 1, s->control.checkpoint_every = 0;
    s->control.checkpoint = (char *)checkpoint;
}

static shf_status run(const setup *s, const shf_progress *progress, shf_simulation_result *result,
                      shf_error *error)
{
    return shf_hinge_simulate(&s->params, &s->simulation, NULL, &s->request, &s->grid, &s->control, progress,
                              result, NULL, error);
}

static void assert_same_table(const shf_table *a, const shf_table *b)
{
    ck_assert(a && b);
    ck_assert_uint_eq(shf_table_rows(a), shf_table_rows(b));
    ck_assert_uint_eq(shf_table_columns(a), shf_table_columns(b));
    for (size_t j = 0; j < shf_table_columns(a); j++)
        ck_assert_msg(memcmp(shf_table_column_at(a, j), shf_table_column_at(b, j),
                             shf_table_rows(a) * sizeof(double)) == 0,
                      "column %s differs", shf_table_column_name(a, j));
}

static void assert_same(const shf_simulation_result *a, const shf_simulation_result *b)
{
    assert_same_table(a->curve, b->curve);
    assert_same_table(a->clouds, b->clouds);
    assert_same_table(a->satisfaction, b->satisfaction);
}

/* The ensemble without any interruption. */
static shf_simulation_result reference(void)
{
    setup s;
    shf_error error = {0};
    shf_simulation_result result;
    make(&s, NULL);
    shf_assert_ok(run(&s, NULL, &result, &error), error);
    return result;
}

/* Stops, or dies, at a call of the progress function. */
typedef struct bomb {
    int left, deadly;
} bomb;

static int tick(void *context, double fraction)
{
    bomb *b = context;
    ck_assert(fraction >= 0 && fraction <= 1);
    if (b->left-- > 0)
        return 0;
    if (b->deadly)
        (void)kill(getpid(), SIGKILL);
    return 1;
}

/* Asked to stop, as by SIGINT or SIGTERM in the command: every tenth update of both runs, the next time ten
 * later. */
START_TEST(stopped_and_continued)
{
    shf_enter_folder();
    setup s;
    shf_error error = {0};
    shf_simulation_result result, whole = reference();
    make(&s, path);
    int stops = 0;
    for (;; stops++) {
        bomb b = {.left = 10};
        shf_progress progress = {tick, &b};
        shf_status status = run(&s, &progress, &result, &error);
        ck_assert(status == SHF_OK || status == SHF_ERR_INTERRUPTED);
        if (status == SHF_OK)
            break;
        ck_assert(access(path, F_OK) == 0);
        ck_assert(result.curve != NULL);
        size_t rows = shf_table_rows(result.curve);
        for (size_t k = 0; k < rows; k++)
            ck_assert_double_eq(shf_table_column(result.curve, "t")[k],
                                shf_table_column(whole.curve, "t")[k]);
        shf_simulation_result_free(&result);
    }
    ck_assert_int_eq(stops, 6); /* 2 x 31 updates */
    assert_same(&result, &whole);
    ck_assert(access(path, F_OK) != 0);
    shf_simulation_result_free(&result);
    shf_simulation_result_free(&whole);
}
END_TEST

/* kill -9 in a child process, at several places; the parent goes on. */
START_TEST(killed_and_continued)
{
    shf_enter_folder();
    shf_simulation_result whole = reference();
    for (int after = 1; after < 62; after += 12) {
        setup s;
        shf_error error = {0};
        shf_simulation_result result;
        make(&s, path);
        pid_t child = fork();
        ck_assert(child >= 0);
        if (child == 0) {
            bomb b = {.left = after, .deadly = 1};
            shf_progress progress = {tick, &b};
            (void)run(&s, &progress, &result, &error);
            _exit(0);
        }
        int how = 0;
        ck_assert_int_eq(waitpid(child, &how, 0), child);
        ck_assert(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
        ck_assert(access(path, F_OK) == 0);
        shf_assert_ok(run(&s, NULL, &result, &error), error);
        assert_same(&result, &whole);
        shf_simulation_result_free(&result);
    }
    shf_simulation_result_free(&whole);
}
END_TEST

/* A checkpoint under way for the tests below. */
static void leave_checkpoint(setup *s)
{
    shf_error error = {0};
    shf_simulation_result result;
    bomb b = {.left = 7};
    shf_progress progress = {tick, &b};
    make(s, path);
    ck_assert_int_eq(run(s, &progress, &result, &error), SHF_ERR_INTERRUPTED);
    shf_simulation_result_free(&result);
}

START_TEST(other_parameters_are_refused)
{
    shf_enter_folder();
    setup s;
    shf_error error = {0};
    shf_simulation_result result;
    leave_checkpoint(&s);
    s.params.eta = 61;
    shf_assert_fails(run(&s, NULL, &result, &error), SHF_ERR_FILE, error,
                     "was made with eta = 60, now eta = 61");
    s.params.eta = 60, s.simulation.seed = 2;
    shf_assert_fails(run(&s, NULL, &result, &error), SHF_ERR_FILE, error, "seed = 1, now seed = 2");
    s.simulation.seed = 1, s.times[2] = 31;
    shf_assert_fails(run(&s, NULL, &result, &error), SHF_ERR_FILE, error,
                     "times = 1,11,30, now times = 1,11,31");
}
END_TEST

static void write_bytes(const void *bytes, size_t n)
{
    FILE *stream = fopen(path, "wb");
    ck_assert_ptr_nonnull(stream);
    ck_assert_uint_eq(fwrite(bytes, 1, n, stream), n);
    ck_assert_int_eq(fclose(stream), 0);
}

/* Every single byte matters, and so does the length. */
START_TEST(damage_is_found)
{
    shf_enter_folder();
    static unsigned char bytes[1 << 18];
    setup s;
    shf_error error = {0};
    shf_simulation_result result;
    leave_checkpoint(&s);
    FILE *stream = fopen(path, "rb");
    ck_assert(stream != NULL);
    size_t n = fread(bytes, 1, sizeof bytes, stream);
    ck_assert(n > 1000 && n < sizeof bytes);
    (void)fclose(stream);
    for (size_t k = 0; k < n; k += 1 + k / 8) {
        bytes[k] ^= 0x10;
        write_bytes(bytes, n);
        shf_assert_fails(run(&s, NULL, &result, &error), SHF_ERR_FILE, error, "checkpoint = state: is ");
        bytes[k] ^= 0x10;
        write_bytes(bytes, k);
        shf_assert_fails(run(&s, NULL, &result, &error), SHF_ERR_FILE, error, "checkpoint = state: is ");
    }
}
END_TEST

START_TEST(folder_that_is_missing)
{
    setup s;
    shf_error error = {0};
    shf_simulation_result result;
    make(&s, "/no/such/folder/state");
    shf_assert_fails(run(&s, NULL, &result, &error), SHF_ERR_FILE, error,
                     "checkpoint = /no/such/folder/state: No such file");
    ck_assert(result.curve == NULL);
}
END_TEST

/* Neither read to an end that it does not have, nor removed afterwards. */
START_TEST(devices_are_refused)
{
    setup s;
    shf_error error = {0};
    shf_simulation_result result;
    make(&s, "/dev/full");
    shf_assert_fails(run(&s, NULL, &result, &error), SHF_ERR_FILE, error,
                     "checkpoint = /dev/full: is not a regular file");
    ck_assert(result.curve == NULL);
    ck_assert_int_eq(access("/dev/full", F_OK), 0);
}
END_TEST

/* 62 updates of 5 ms or more: never, at every update, and about every eighth. */
START_TEST(checkpoints_keep_to_their_interval)
{
    const double every[] = {1e9, 1e-9, 0.04};
    for (int k = 0; k < 3; k++) {
        shf_enter_folder();
        setup s;
        shf_error error = {0};
        shf_simulation_result result;
        shf_watch watch = {.path = path, .wait = 0.005};
        shf_progress progress = {shf_watch_report, &watch};
        make(&s, path);
        s.control.checkpoint_every = every[k];
        shf_watch_begin(&watch);
        shf_assert_ok(run(&s, &progress, &result, &error), error);
        shf_watch_check(&watch, every[k], 0);
        if (k == 1) /* at the last update of a run there is nothing to keep */
            ck_assert_int_ge(watch.writes, watch.calls - 3);
        shf_simulation_result_free(&result);
    }
}
END_TEST

SHF_TEST_MAIN("simulation/checkpoint", stopped_and_continued, killed_and_continued,
              other_parameters_are_refused, damage_is_found, folder_that_is_missing, devices_are_refused,
              checkpoints_keep_to_their_interval)
