/* Memory that runs out: each computation is repeated with its first, second, ... allocation failing, once
 * alone and once with all after it.  It must say so with a status and a message, give no table, and free all
 * that it has.
 *
 * SHALLOWFLOW_ALL_ALLOCATIONS=yes: every one of the first 200, then ever fewer; else fewer from the 6th on.
 */
#include "allocate.h"
#include <cli/settings.h>
#include <stdio.h>
#include <support/folder.h>
#include <support/test.h>

/* Parameters besides those of the sample of a command, to reach more of the library. */
static const struct {
    const char *command, *parameters; /* NAME VALUE NAME VALUE ... */
} more[] = {
    {"hinge", "level finite-size nodes 2 t-max 1"},
    {"hinge", "level cavity t-max 0.1 samples 64"},
    {"hinge", "level paper data student:5 delta 0.1"},
    {"node", "activation erf loss logistic labels stripes:-1,1 law-a points:1,-1 law-w uniform nodes-rho 2"},
    {"simulate hinge", "data-file csv:data.csv d 2 N 4 test-size 2 nodes 1 clouds 1 satisfaction 2"},
    {"simulate hinge", "checkpoint state data sphere:2 precision single method dense"},
    {"simulate hinge", "data-file npy:data.npy d 2 N 4 test-size 2 standardise features checkpoint state"},
    {"onset", "verify 2 verify-t-max 1 d 3 M 3 N 10 eta 1 resamples 20 verify-test-size 10"},
    {"map hinge", "checkpoint state x-points 2"},
    {"online", "t-max 1 points 3 spectrum eigenvalues:1,2 d 10"},
    {"timescales", "model overlaps nodes 2 activation relu target tanh modes 4"},
    {"timescales", "model finite-m m 3 init random"},
    {"scan timescales", "model mean-field epsilon-min 1e-2"},
    {"simulate timescales", "dynamics gd N 20"},
    {"dmft", "two-time two.npy checkpoint state"},
    {"dmft", "m 2,3 t-max 0.1 threads 1"},
    {"dmft", "neurons neurons.txt target-terms h1(x2) t-max 0.1"},
    {"dmft", "scheme euler t-max 0.1 step 0.05"},
    {"limit dmft", "limit linear h poly:0,0.9"},
    {"limit dmft", "limit lazy-late gamma0 1"},
    {"limit dmft", "limit sqrt-m target none"},
    {"simulate dmft", "dynamics surrogate"},
    {"simulate dmft", "dynamics sgd batch 2"},
};
enum { N_MORE = sizeof more / sizeof more[0] };

/* ---- one computation ---- */

typedef struct outcome {
    shf_status status;
    shf_error error;
    shf_table *table;
} outcome;

static void set(settings *s, const char *name, const char *value)
{
    shf_error error = {SHF_OK, ""};
    shf_assert_ok(settings_set(s, NULL, name, value, &error), error);
}

static void set_up(settings *s, const command *c, const char *parameters)
{
    shf_error error;
    size_t k = 0;
    shf_assert_ok(settings_init(s, c, &error), error);
    shf_assert_ok(settings_set_sample(s, &error), error);
    if (settings_find(s, NULL, "threads", &k))
        set(s, "threads", "1");
    char *copy = parameters ? strdup(parameters) : NULL, *rest = copy;
    while (rest) {
        const char *name = strsep(&rest, " "), *value = strsep(&rest, " ");
        set(s, name, value);
    }
    free(copy);
}

static outcome compute(const settings *s, size_t failing, int all)
{
    outcome o = {.status = SHF_OK};
    shf_info info;
    (void)unlink("state");
    allocate_fail(failing, all);
    o.status = s->command->run(s->input, NULL, &o.table, &info, &o.error);
    return o;
}

/* Asserts that a failure is orderly; a success in spite of it must be whole. */
static void check(const outcome *o, const char *name, size_t failing, size_t rows)
{
    if (o->status == SHF_OK) {
        ck_assert_msg(o->table && shf_table_rows(o->table) == rows, "%s: allocation %zu: rows are missing",
                      name, failing);
        return;
    }
    ck_assert_msg(o->status == SHF_ERR_MEMORY, "%s: allocation %zu: %s: %s", name, failing,
                  shf_status_name(o->status), o->error.message);
    ck_assert_msg(o->error.status == o->status && *o->error.message, "%s: allocation %zu: no message", name,
                  failing);
    ck_assert_msg(!o->table, "%s: allocation %zu: a table in spite of the failure", name, failing);
}

/* The next one to fail. */
static size_t after(size_t k)
{
    return k < (getenv("SHALLOWFLOW_ALL_ALLOCATIONS") ? 200 : 6) ? k + 1 : k + 1 + 2 * k / 3;
}

static void exhaust(const command *c, const char *parameters)
{
    settings s;
    set_up(&s, c, parameters);
    size_t before = allocate_live();
    outcome whole = compute(&s, 0, 0);
    ck_assert_msg(whole.status == SHF_OK, "%s %s: %s", c->name, parameters ? parameters : "",
                  whole.error.message);
    size_t rows = shf_table_rows(whole.table), n = allocate_count(), failed = 0;
    shf_table_free(whole.table);
    ck_assert_uint_gt(n, 0);
    ck_assert_uint_eq(allocate_live(), before);
    for (int all = 0; all < 2; all++)
        for (size_t k = 1; k <= n; k = after(k)) {
            outcome o = compute(&s, k, all);
            allocate_fail(0, 0);
            check(&o, c->name, k, rows);
            failed += o.status != SHF_OK;
            shf_table_free(o.table);
            ck_assert_msg(allocate_live() == before, "%s %s: allocation %zu: %zu are not freed", c->name,
                          parameters ? parameters : "", k, allocate_live() - before);
        }
    ck_assert_uint_gt(failed, 0);
    settings_clear(&s);
}

/* Six samples of two inputs and a label. */
static void make_files(void)
{
    shf_enter_folder();
    shf_write_text("data.csv", "1,2,1\n2,3,0\n3,4,1\n-1,2,0\n2,-2,1\n0,3,0\n");
    shf_write_text("neurons.txt", "1 0.1 0 1 0.1\n0.5 0 0.2 0.1 1\n");
    FILE *stream = fopen("data.npy", "wb");
    ck_assert_ptr_nonnull(stream);
    (void)fprintf(stream, "\x93NUMPY%c%c%c%c%-69s\n", 1, 0, 70, 0,
                  "{'descr': '|i1', 'fortran_order': False, 'shape': (6, 3), }");
    for (int k = 0; k < 18; k++)
        (void)fputc(k % 3 == 2 ? k % 2 : k % 5, stream);
    ck_assert_int_eq(fclose(stream), 0);
}

START_TEST(every_command_survives)
{
    make_files();
    for (const command *const *c = command_list; *c; c++)
        if ((*c)->run)
            exhaust(*c, NULL);
}

START_TEST(every_variant_survives)
{
    make_files();
    for (size_t k = 0; k < N_MORE; k++) {
        const command *c = command_named(more[k].command);
        ck_assert_ptr_nonnull(c);
        exhaust(c, more[k].parameters);
    }
}

SHF_TEST_MAIN("robustness/memory", every_command_survives, every_variant_survives)
