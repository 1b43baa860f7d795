/* Files of the dynamical mean-field theory: two-time functions that satisfy the equations they come from, and
 * runs that were stopped, killed, and continued with the same bits. */
#include "dmft/model.h"
#include "dmft/problem.h"
#include "support/folder.h"
#include "support/watch.h"
#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>

/* The network of the problems whose alpha is 0.35. */
static const shf_dmft_groups groups = {.n = 3,
                                       .k = 2,
                                       .size = {20, 1, 5},
                                       .a = {1, -0.6, 0.4},
                                       .v = {{0.1, 0}, {0, 0.3}, {0.2, -0.1}},
                                       .c = {{0.05, 0.1, 0}, {0.1, 1, 0.2}, {0, 0.2, 0.1}}};

static shf_status run(const problem *p, const shf_dmft_run_control *files, const shf_progress *progress,
                      shf_table **table, shf_info *info, shf_error *error)
{
    shf_dmft_networks networks = shf_dmft_networks_default();
    char terms[] = "He1(x1) He1(x2)";
    networks.target_terms = terms;
    networks.tau = p->params.tau;
    if (p->params.alpha == 0.35)
        return shf_dmft_groups_solve(&networks, &groups, &p->grid, &p->solver, files, progress, table, info,
                                     error);
    return shf_dmft_run(&p->params, &p->grid, &p->solver, files, progress, table, info, error);
}

/* ---- two-time functions ---- */

enum { T, CD, CO, CA, SIGMA, WD, WO, WA, SLICES };

typedef struct kernels {
    char *bytes;
    const double *x[SLICES];
    size_t n;
} kernels;

/* A reader of its own: the format as NumPy describes it. */
static kernels read_kernels(const char *path)
{
    kernels k;
    size_t length = 0, n = 0, m = 0;
    int end = 0;
    const uint16_t one = 1;
    k.bytes = shf_read_file(path, &length);
    ck_assert_uint_gt(length, 128);
    ck_assert_mem_eq(k.bytes, "\x93NUMPY\x01\x00", 8);
    size_t offset = 10 + ((unsigned char)k.bytes[8] | (size_t)(unsigned char)k.bytes[9] << 8);
    ck_assert_uint_eq(offset % 64, 0);
    ck_assert_int_eq(k.bytes[offset - 1], '\n');
    const char *head = *(const unsigned char *)&one
                           ? "{'descr': '<f8', 'fortran_order': False, 'shape': (8, "
                           : "{'descr': '>f8', 'fortran_order': False, 'shape': (8, ";
    ck_assert(strncmp(k.bytes + 10, head, strlen(head)) == 0);
    ck_assert_int_eq(sscanf(k.bytes + 10 + strlen(head), "%zu, %zu,), }%n", &n, &m, &end), 2);
    ck_assert_int_gt(end, 0);
    ck_assert_uint_eq(n, m);
    ck_assert_uint_eq(length, offset + 8 * n * n * sizeof(double));
    k.n = n;
    for (int s = 0; s < SLICES; s++) /* offset is a multiple of 64, so the numbers are aligned */
        k.x[s] = (const double *)(const void *)(k.bytes + offset) + (size_t)s * n * n;
    return k;
}

/* Solves with files and reads the kernels; the table with the nodes as times, for they depend on the panels
 * only when the panels are given. */
static kernels solve_kernels(const char *text, problem *p, shf_table **table)
{
    shf_error error = {0};
    shf_dmft_run_control files = shf_dmft_run_control_default();
    files.two_time = (char *)"kernels.npy";
    *p = problem_read(text);
    shf_assert_ok(run(p, &files, NULL, table, NULL, &error), error);
    shf_table_free(*table);
    kernels k = read_kernels("kernels.npy");
    shf_list times = p->grid.times;
    double *t = malloc(k.n * sizeof *t);
    ck_assert_ptr_nonnull(t);
    for (size_t i = 0; i < k.n; i++)
        t[i] = k.x[T][i * k.n];
    ck_assert(t[0] == 0);
    p->grid.times = (shf_list){k.n, t};
    shf_assert_ok(run(p, NULL, NULL, table, NULL, &error), error);
    p->grid.times = times;
    free(t);
    return k;
}

/* Against the columns, which are interpolated at the nodes: rounding of p + 1 terms. */
static void check_columns(const kernels *k, const shf_table *table)
{
    const double *co = shf_table_column(table, "Co_tt"), *cd0 = shf_table_column(table, "Cd_t0"),
                 *co0 = shf_table_column(table, "Co_t0"), *train = shf_table_column(table, "e_train"),
                 *test = shf_table_column(table, "e_test"), *sum = shf_table_column(table, "int_RA");
    ck_assert_uint_eq(shf_table_rows(table), k->n);
    for (size_t i = 0; i < k->n; i++) {
        size_t d = i * k->n + i, first = i * k->n;
        double response = 0;
        for (size_t l = 0; l < k->n; l++)
            response += k->x[WA][first + l];
        shf_assert_close(k->x[CD][d], 1, 0, 1e-9); /* Newton's method accepts 1e-9 */
        shf_assert_close(k->x[CO][d], co[i], 0, 1e-12);
        shf_assert_close(k->x[CD][first], cd0[i], 0, 1e-12);
        shf_assert_close(k->x[CO][first], co0[i], 0, 1e-12);
        shf_assert_close(k->x[CA][d], -2 * train[i], 0, 1e-12);
        shf_assert_close(k->x[SIGMA][d], 2 * test[i], 0, 1e-8); /* (D.8), (D.12); C_d = 1 to 1e-9 */
        shf_assert_close(response, sum[i], 1e-11, 1e-11);
    }
}

/* Symmetric, and no response to a later panel. */
static void check_shape(const kernels *k, size_t stages)
{
    const int symmetric[] = {CD, CO, CA, SIGMA};
    for (size_t i = 0; i < k->n; i++)
        for (size_t l = 0; l < k->n; l++) {
            size_t here = i * k->n + l, mirror = l * k->n + i;
            ck_assert(k->x[T][here] == k->x[T][i * k->n]);
            for (size_t s = 0; s < 3; s++)
                ck_assert(k->x[symmetric[s]][here] == k->x[symmetric[s]][mirror]);
            shf_assert_close(k->x[SIGMA][here], k->x[SIGMA][mirror], 0, 1e-13); /* order of a sum */
            size_t panel = i == 0 ? 0 : (i - 1) / stages + 1, other = l == 0 ? 0 : (l - 1) / stages + 1;
            for (int s = WD; s <= WA && other > panel; s++)
                ck_assert(k->x[s][here] == 0);
        }
}

/* out = x y or x y^T */
static void multiply(size_t n, const double *x, const double *y, int transposed, double *out)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            out[i * n + j] = 0;
            for (size_t l = 0; l < n; l++)
                out[i * n + j] += x[i * n + l] * (transposed ? y[j * n + l] : y[l * n + j]);
        }
}

/* (D.22): W_A (1 + S) = 1, and (D.23): C_A = -W_A Sigma_C W_A^T.  A panel is iterated until nothing changes
 * by more than 1e-11 (panels of given length); the condition of the products stays below 1e4. */
static void check_equations(const kernels *k, const shf_table *table, const problem *p)
{
    size_t n = k->n;
    shf_error error = {0};
    shf_dmft_model model;
    shf_assert_ok(shf_dmft_model_make(&p->params, &model, &error), error);
    double *s = malloc(3 * n * n * sizeof *s), *y = s + n * n, *z = y + n * n, m = model.m;
    const double *a = shf_table_column(table, "a");
    ck_assert_ptr_nonnull(s);
    for (size_t i = 0; i < n; i++)
        for (size_t l = 0; l < n; l++) {
            size_t here = i * n + l;
            s[here] = a[i] * a[l] / m *
                          (shf_dmft_value(&model.h[1], k->x[CD][here]) * k->x[WD][here] +
                           (m - 1) * shf_dmft_value(&model.h[1], k->x[CO][here]) * k->x[WO][here]) +
                      (i == l);
        }
    multiply(n, k->x[WA], s, 0, y);
    for (size_t i = 0; i < n; i++)
        for (size_t l = 0; l < n; l++)
            shf_assert_close(y[i * n + l], i == l, 0, 1e-7);
    multiply(n, k->x[WA], k->x[SIGMA], 0, y);
    multiply(n, y, k->x[WA], 1, z);
    for (size_t i = 0; i < n * n; i++)
        shf_assert_close(z[i], -k->x[CA][i], 0, 1e-7);
    free(s);
}

START_TEST(kernels_satisfy_their_equations)
{
    const struct {
        const char *text;
        size_t stages;
    } cases[] = {{"m=10 t-max=5 step=0.4 points=5", 4},
                 {"m=1 t-max=3 step=0.3 points=5 target=none stages=3", 3},
                 {"m=1000 t-max=4 step=0.5 points=5 tau=0.6 h=" QUADRATIC " stages=2", 2}};
    shf_enter_folder();
    for (size_t j = 0; j < sizeof cases / sizeof cases[0]; j++) {
        problem p;
        shf_table *table = NULL;
        kernels k = solve_kernels(cases[j].text, &p, &table);
        check_shape(&k, cases[j].stages);
        check_columns(&k, table);
        check_equations(&k, table, &p);
        shf_table_free(table);
        problem_clear(&p);
        free(k.bytes);
    }
}
END_TEST

/* ---- interruptions ---- */

static const char state_name[] = "state";

/* What a run leaves. */
typedef struct outcome {
    shf_table *table;
    shf_info info;
    char *kernels;
    size_t length;
} outcome;

static void outcome_clear(outcome *o)
{
    shf_table_free(o->table);
    free(o->kernels);
}

static shf_dmft_run_control files_named(const char *checkpoint)
{
    shf_dmft_run_control files = shf_dmft_run_control_default();
    files.two_time = (char *)"kernels.npy";
    files.checkpoint = (char *)checkpoint;
    return files;
}

/* The file of a run that is complete; no checkpoint is left. */
static void take_kernels(outcome *o)
{
    o->kernels = shf_read_file("kernels.npy", &o->length);
    ck_assert_int_eq(unlink("kernels.npy"), 0);
    ck_assert_uint_eq(shf_count_files(), 0);
}

static outcome finish(const problem *p, const char *checkpoint)
{
    outcome o = {.table = NULL};
    shf_error error = {0};
    shf_dmft_run_control files = files_named(checkpoint);
    shf_assert_ok(run(p, &files, NULL, &o.table, &o.info, &error), error);
    take_kernels(&o);
    return o;
}

static void assert_same(const outcome *a, const outcome *b)
{
    ck_assert_uint_eq(shf_table_rows(a->table), shf_table_rows(b->table));
    for (size_t j = 0; j < shf_table_columns(a->table); j++)
        ck_assert_msg(memcmp(shf_table_column_at(a->table, j), shf_table_column_at(b->table, j),
                             shf_table_rows(a->table) * sizeof(double)) == 0,
                      "column %s differs", shf_table_column_name(a->table, j));
    ck_assert_uint_eq(a->info.steps, b->info.steps);
    ck_assert_uint_eq(a->info.evaluations, b->info.evaluations);
    ck_assert(a->info.estimated_error == b->info.estimated_error);
    ck_assert(a->length == b->length && memcmp(a->kernels, b->kernels, a->length) == 0);
}

/* Stops, or dies, at a call of the progress function. */
typedef struct bomb {
    int left, deadly;
    double last;
    int refined; /* the fraction fell: a further pair of runs */
} bomb;

static int tick(void *context, double fraction)
{
    bomb *b = context;
    ck_assert(fraction >= 0 && fraction <= 1);
    b->refined |= fraction < b->last - 0.3;
    b->last = fraction;
    if (b->left-- > 0)
        return 0;
    if (b->deadly)
        (void)kill(getpid(), SIGKILL);
    return 1;
}

/* Stopped every `every` panels until it is done; how often. */
static int stop_and_go(const problem *p, int every, outcome *o)
{
    shf_error error = {0};
    shf_dmft_run_control files = files_named(state_name);
    for (int stops = 0;; stops++) {
        bomb b = {.left = every};
        shf_progress progress = {tick, &b};
        shf_status status = run(p, &files, &progress, &o->table, &o->info, &error);
        if (status == SHF_OK) {
            take_kernels(o);
            return stops;
        }
        ck_assert_int_eq(status, SHF_ERR_INTERRUPTED);
        ck_assert(access(state_name, F_OK) == 0 && access("kernels.npy", F_OK) != 0);
        shf_table_free(o->table);
    }
}

/* Panels of all runs; whether there was more than one pair. */
static int count_panels(const problem *p, int *refined)
{
    bomb count = {.left = INT32_MAX};
    shf_progress progress = {tick, &count};
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_ok(run(p, NULL, &progress, &table, NULL, &error), error);
    shf_table_free(table);
    *refined |= count.refined;
    return INT32_MAX - count.left;
}

/* Short and refined once; late, where panels are solved half and grown; at rest before the end; frozen; m
 * = 1; groups.
 */
static const char *const problems[] = {
    "m=10 t-max=20 points=30 rtol=1e-7",
    "m=20 t-max=1000 points=20 target=none tau=0.6 alpha=0.4",
    "m=2 t-max=1e7 points=20 rtol=1e-4",
    "m=5 t-max=5 grid=linear points=10 rtol=1e-5 freeze-a=yes stages=3",
    "m=1 t-max=5 points=10 rtol=1e-5 target=none",
    "alpha=0.35 t-max=5 points=10 rtol=1e-5",
};

START_TEST(stopped_and_continued)
{
    int refined = 0;
    for (size_t j = 0; j < sizeof problems / sizeof problems[0]; j++) {
        shf_enter_folder();
        problem p = problem_read(problems[j]);
        outcome whole = finish(&p, NULL);
        int panels = count_panels(&p, &refined);
        for (int every = 1; every < 12; every += 4) {
            outcome parts = {.table = NULL};
            int stops = stop_and_go(&p, every, &parts);
            ck_assert(stops == panels / every || stops == (panels - 1) / every);
            assert_same(&parts, &whole);
            outcome_clear(&parts);
        }
        outcome_clear(&whole);
        problem_clear(&p);
    }
    ck_assert_msg(refined, "no problem needs a second pair of runs: choose another");
}
END_TEST

/* kill -9 in a child; the parent goes on from the last checkpoint. */
START_TEST(killed_and_continued)
{
    shf_enter_folder();
    problem p = problem_read("m=10 t-max=20 points=30 rtol=1e-5");
    outcome whole = finish(&p, NULL);
    int refined = 0, panels = count_panels(&p, &refined);
    for (int after = 1; after < panels; after += panels / 5) {
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            bomb b = {.left = after, .deadly = 1};
            shf_progress progress = {tick, &b};
            shf_dmft_run_control files = files_named(state_name);
            shf_table *table = NULL;
            shf_error error;
            files.checkpoint_every = 0;
            (void)run(&p, &files, &progress, &table, NULL, &error);
            _exit(0);
        }
        int how = 0;
        ck_assert_int_eq(waitpid(child, &how, 0), child);
        ck_assert(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
        ck_assert_int_eq(access(state_name, F_OK), 0);
        outcome rest = finish(&p, state_name);
        assert_same(&rest, &whole);
        outcome_clear(&rest);
    }
    outcome_clear(&whole);
    problem_clear(&p);
}
END_TEST

/* An interrupted run without a single row: also where the first output time is 0. */
START_TEST(stopped_at_once)
{
    const char *const texts[] = {"t-max=5 points=5", "t-max=5 points=5 grid=linear"};
    for (size_t j = 0; j < 2; j++)
        for (int after = 0; after < 4; after++) {
            problem p = problem_read(texts[j]);
            bomb b = {.left = after};
            shf_progress progress = {tick, &b};
            shf_table *table = NULL;
            shf_error error = {0};
            shf_assert_fails(run(&p, NULL, &progress, &table, NULL, &error), SHF_ERR_INTERRUPTED, error,
                             "interrupted");
            ck_assert(table != NULL && shf_table_rows(table) == 0);
            shf_table_free(table);
            problem_clear(&p);
        }
}
END_TEST

/* ---- what is refused ---- */

/* Leaves a checkpoint of a run under way. */
static problem leave_checkpoint(const char *text, int after)
{
    problem p = problem_read(text);
    bomb b = {.left = after};
    shf_progress progress = {tick, &b};
    shf_dmft_run_control files = files_named(state_name);
    shf_table *table = NULL;
    shf_error error = {0};
    ck_assert_int_eq(run(&p, &files, &progress, &table, NULL, &error), SHF_ERR_INTERRUPTED);
    shf_table_free(table);
    return p;
}

static void assert_refused(const problem *p, const shf_dmft_run_control *files, shf_status status,
                           const char *part)
{
    shf_table *table = NULL;
    shf_error error = {0};
    bomb b = {.left = 0}; /* nothing is computed before the refusal */
    shf_progress progress = {tick, &b};
    shf_assert_fails(run(p, files, &progress, &table, NULL, &error), status, error, part);
    ck_assert_ptr_null(table);
    ck_assert_int_eq(b.left, 0);
}

START_TEST(other_parameters_are_refused)
{
    shf_enter_folder();
    problem p = leave_checkpoint("m=10 t-max=20 points=5", 20);
    shf_dmft_run_control files = files_named(state_name);
    p.params.tau = 0.5;
    assert_refused(&p, &files, SHF_ERR_FILE, "was made with tau = 0.3");
    p.params.tau = 0.3, p.solver.rtol = 1e-4;
    assert_refused(&p, &files, SHF_ERR_FILE, "was made with rtol = ");
    p.solver.rtol = 1e-5, p.grid.t_max = 21;
    assert_refused(&p, &files, SHF_ERR_FILE, "was made with t-max = 20, now t-max = 21");
    problem_clear(&p);
}
END_TEST

/* A history that is full is kept, for a run with more memory. */
START_TEST(more_memory_continues)
{
    shf_enter_folder();
    problem p = problem_read("t-max=100 points=5 rtol=1e-6");
    outcome whole = finish(&p, NULL);
    shf_dmft_run_control files = files_named(state_name);
    shf_table *table = NULL;
    shf_error error = {0};
    p.solver.memory = 0.2;
    shf_assert_fails(run(&p, &files, NULL, &table, NULL, &error), SHF_ERR_MEMORY, error, "memory = 0.2 MB");
    ck_assert_int_eq(access(state_name, F_OK), 0);
    p.solver.memory = 100;
    outcome rest = finish(&p, state_name);
    assert_same(&rest, &whole);
    outcome_clear(&rest);
    outcome_clear(&whole);
    problem_clear(&p);
}
END_TEST

static void write_bytes(const void *bytes, size_t n)
{
    FILE *stream = fopen(state_name, "wb");
    ck_assert_ptr_nonnull(stream);
    ck_assert_uint_eq(fwrite(bytes, 1, n, stream), n);
    ck_assert_int_eq(fclose(stream), 0);
}

START_TEST(damage_is_found)
{
    shf_enter_folder();
    problem p = leave_checkpoint("m=10 t-max=20 points=5", 20);
    shf_dmft_run_control files = files_named(state_name);
    size_t n = 0;
    char *bytes = shf_read_file(state_name, &n);
    ck_assert_uint_gt(n, 10000);
    for (size_t k = 0; k < n; k += 1 + k / 4) {
        bytes[k] ^= 0x10;
        write_bytes(bytes, n);
        assert_refused(&p, &files, SHF_ERR_FILE, "checkpoint = ");
        bytes[k] ^= 0x10;
        write_bytes(bytes, k);
        assert_refused(&p, &files, SHF_ERR_FILE, "checkpoint = ");
    }
    free(bytes);
    problem_clear(&p);
}
END_TEST

START_TEST(files_are_looked_at_first)
{
    shf_enter_folder();
    problem p = problem_read("t-max=2 points=3");
    shf_dmft_run_control files = shf_dmft_run_control_default();
    files.two_time = (char *)"no/such/folder/x.npy";
    assert_refused(&p, &files, SHF_ERR_FILE, "two-time = no/such/folder/x.npy: No such file");
    files.two_time = (char *)"x.h5";
    assert_refused(&p, &files, SHF_ERR_VALUE, "two-time = x.h5: this build has no HDF5");
    files.two_time = (char *)".";
    assert_refused(&p, &files, SHF_ERR_FILE, "two-time = .: Is a directory");
    files.two_time = files.checkpoint = (char *)"same";
    assert_refused(&p, &files, SHF_ERR_VALUE, "two-time = same");
    files.two_time = NULL, files.checkpoint = (char *)"no/such/folder/x";
    assert_refused(&p, &files, SHF_ERR_FILE, "checkpoint = no/such/folder/x: No such file");
    files.checkpoint = (char *)"state", p.solver.scheme.kind = SHF_DMFT_EULER;
    assert_refused(&p, &files, SHF_ERR_VALUE, "checkpoint = state: needs scheme = collocation");
    ck_assert_uint_eq(shf_count_files(), 0);
    problem_clear(&p);
}
END_TEST

START_TEST(full_disk_is_said)
{
    shf_enter_folder();
    problem p = problem_read("t-max=2 points=3");
    shf_dmft_run_control files = shf_dmft_run_control_default();
    shf_table *table = NULL;
    shf_error error = {0};
    files.two_time = (char *)"/dev/full";
    shf_assert_fails(run(&p, &files, NULL, &table, NULL, &error), SHF_ERR_FILE, error,
                     "two-time = /dev/full: No space left");
    ck_assert_ptr_null(table);
    problem_clear(&p);
}
END_TEST

/* Never, at every panel, and every 40 ms: there, keeping takes a twentieth of the time at most, and less than
 * the longest time between two panels. */
START_TEST(checkpoints_keep_to_their_interval)
{
    const double every[] = {1e9, 0, 0.04};
    problem p = problem_read("m=10 t-max=20 points=30 rtol=1e-5");
    for (int k = 0; k < 3; k++) {
        shf_enter_folder();
        shf_dmft_run_control files = files_named(state_name);
        shf_watch watch = {.path = state_name, .wait = 0.005};
        shf_progress progress = {shf_watch_report, &watch};
        shf_table *table = NULL;
        shf_error error = {0};
        files.checkpoint_every = every[k];
        shf_watch_begin(&watch);
        shf_assert_ok(run(&p, &files, &progress, &table, NULL, &error), error);
        shf_watch_check(&watch, every[k], 20 * watch.longest);
        if (k == 1)
            ck_assert_int_ge(watch.writes, watch.calls - 3);
        shf_table_free(table);
    }
    problem_clear(&p);
}
END_TEST

SHF_TEST_MAIN("dmft/files", kernels_satisfy_their_equations, stopped_and_continued, killed_and_continued,
              stopped_at_once, other_parameters_are_refused, more_memory_continues, damage_is_found,
              files_are_looked_at_first, full_disk_is_said, checkpoints_keep_to_their_interval)
