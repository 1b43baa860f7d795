/* Several widths at once: the same numbers as one by one, whatever the threads; neurons of a file; what does
 * not apply to which network is refused. */
#include "dmft/problem.h"
#include "support/folder.h"
#include <shallowflow/dmft_groups.h>

static shf_dmft_networks networks_of(double *m, size_t n)
{
    shf_dmft_networks networks = shf_dmft_networks_default();
    networks.m = (shf_list){n, m};
    return networks;
}

static shf_status solve(const shf_dmft_networks *networks, const problem *p, size_t threads,
                        const shf_progress *progress, shf_table **table, shf_info *info, shf_error *error)
{
    shf_dmft_run_control control = shf_dmft_run_control_default();
    control.threads = threads;
    return shf_dmft_networks_solve(networks, &p->grid, &p->solver, &control, progress, table, info, error);
}

START_TEST(columns_are_those_of_single_runs)
{
    problem p = problem_read("times=1,10,100");
    for (size_t threads = 1; threads <= 2; threads++) {
        double widths[] = {3, 20};
        shf_dmft_networks networks = networks_of(widths, 2);
        networks.wide.kind = 1;
        shf_table *table = NULL;
        shf_error error;
        shf_info info;
        shf_assert_ok(solve(&networks, &p, threads, NULL, &table, &info, &error), error);
        shf_assert_below(info.estimated_error, 1e-5);
        for (size_t k = 0; k < 2; k++) {
            char text[64], name[32];
            double m = widths[k];
            (void)snprintf(text, sizeof text, "times=1,10,100 m=%g", m);
            shf_table *one = problem_solve(text, NULL);
            const char *const same[] = {"a", "v", "e_train", "e_test"};
            for (size_t j = 0; j < 4; j++) {
                (void)snprintf(name, sizeof name, "%s_%g", same[j], m);
                for (size_t i = 0; i < 3; i++)
                    ck_assert_double_eq(shf_table_column(table, name)[i], shf_table_column(one, same[j])[i]);
            }
            (void)snprintf(name, sizeof name, "gamma_%g", m);
            shf_assert_close(last_of(table, name), last_of(one, "a") / sqrt(m), SHF_ROUND(4), 0);
            (void)snprintf(name, sizeof name, "t_times_m_%g", m);
            shf_assert_close(last_of(table, name), 100 * m, SHF_ROUND(4), 0);
            (void)snprintf(name, sizeof name, "v_sqrt_m_%g", m);
            shf_assert_close(last_of(table, name), last_of(one, "v") * sqrt(m), SHF_ROUND(4), 0);
            (void)snprintf(name, sizeof name, "gap_%g", m);
            shf_assert_close(last_of(table, name), last_of(one, "e_test") - last_of(one, "e_train"),
                             SHF_ROUND(4), 0);
            shf_table_free(one);
        }
        shf_table_free(table);
    }
    problem_clear(&p);
}
END_TEST

/* One below the other, with a column m, they are the same numbers. */
START_TEST(tall_and_wide)
{
    problem p = problem_read("times=1,10");
    double widths[] = {3, 20};
    shf_dmft_networks networks = networks_of(widths, 2);
    shf_table *tall = NULL, *wide = NULL;
    shf_error error;
    shf_assert_ok(solve(&networks, &p, 1, NULL, &tall, NULL, &error), error);
    networks.wide.kind = 1;
    shf_assert_ok(solve(&networks, &p, 1, NULL, &wide, NULL, &error), error);
    ck_assert_uint_eq(shf_table_rows(tall), 4);
    ck_assert_uint_eq(shf_table_rows(wide), 2);
    ck_assert_uint_eq(shf_table_columns(wide), 1 + 2 * (shf_table_columns(tall) - 2));
    for (size_t i = 0; i < 4; i++) {
        ck_assert_double_eq(shf_table_column(tall, "m")[i], widths[i / 2]);
        ck_assert_double_eq(shf_table_column(tall, "t")[i], shf_table_column(wide, "t")[i % 2]);
        for (size_t j = 2; j < shf_table_columns(tall); j++) {
            char name[32];
            (void)snprintf(name, sizeof name, "%s_%g", shf_table_column_name(tall, j), widths[i / 2]);
            ck_assert_double_eq(shf_table_column_at(tall, j)[i], shf_table_column(wide, name)[i % 2]);
        }
    }
    shf_table_free(tall);
    shf_table_free(wide);
    problem_clear(&p);
}
END_TEST

START_TEST(bad_lists_are_refused)
{
    problem p = problem_read("t-max=1 points=2");
    double lists[][3] = {{3, 2, 5}, {2, 2, 5}, {2.5, 3, 4}, {0, 1, 2}, {1, 2, 1e300}};
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++) {
        shf_dmft_networks networks = networks_of(lists[k], 3);
        shf_table *table = NULL;
        shf_error error;
        shf_assert_fails(solve(&networks, &p, 2, NULL, &table, NULL, &error), SHF_ERR_VALUE, error, "m = ");
        ck_assert_ptr_null(table);
    }
}
END_TEST

static int stop(void *context, double fraction)
{
    (void)fraction;
    return ++*(int *)context > 5;
}

/* Nothing is left of a family in which one width fails, or that is told to stop; nor of one that is too
 * large. */
START_TEST(failures)
{
    problem p = problem_read("t-max=50 points=20 rtol=1e-6");
    double widths[21];
    for (size_t k = 0; k < 21; k++)
        widths[k] = 2 + (double)k;
    shf_dmft_networks networks = networks_of(widths, 21);
    shf_table *table = NULL;
    shf_error error = {0};
    int asked = 0;
    shf_progress progress = {stop, &asked};
    shf_assert_fails(solve(&networks, &p, 2, NULL, &table, NULL, &error), SHF_ERR_VALUE, error,
                     "m: 21 numbers: must be 1 to 20");
    ck_assert_ptr_null(table);
    networks.m.n = 3;
    shf_assert_fails(solve(&networks, &p, 2, &progress, &table, NULL, &error), SHF_ERR_INTERRUPTED, error,
                     "interrupted");
    ck_assert_ptr_null(table);
    ck_assert_int_eq(asked, 6); /* it does not ask again */
    p.solver.memory = 1e-3;     /* MB: too little for any history */
    shf_assert_fails(solve(&networks, &p, 2, NULL, &table, NULL, &error), SHF_ERR_MEMORY, error, "memory");
    ck_assert_ptr_null(table);
    problem_clear(&p);
}
END_TEST

/* Neurons of a file have the curve of shf_dmft_groups_solve, to the bit. */
START_TEST(neurons_of_a_file)
{
    problem p = problem_read("t-max=2 points=4 rtol=1e-3");
    const shf_dmft_groups start = {
        .n = 2, .k = 1, .size = {1, 1}, .a = {1, 0.5}, .v = {{0.1}, {0}}, .c = {{1, 0.2}, {0.2, 1}}};
    char name[] = "neurons";
    shf_dmft_networks networks = shf_dmft_networks_default();
    shf_table *of_file = NULL, *of_struct = NULL;
    shf_error error;
    shf_enter_folder();
    shf_write_text(name, "1 0.1 1 0.2\n0.5 0 0.2 1\n");
    networks.neurons = name;
    shf_assert_ok(solve(&networks, &p, 1, NULL, &of_file, NULL, &error), error);
    shf_assert_ok(
        shf_dmft_groups_solve(&networks, &start, &p.grid, &p.solver, NULL, NULL, &of_struct, NULL, &error),
        error);
    ck_assert_uint_eq(shf_table_rows(of_file), 4);
    ck_assert_uint_eq(shf_table_columns(of_file), shf_table_columns(of_struct));
    for (size_t c = 0; c < shf_table_columns(of_file); c++)
        ck_assert_mem_eq(shf_table_column_at(of_file, c), shf_table_column_at(of_struct, c),
                         4 * sizeof(double));
    shf_table_free(of_file);
    shf_table_free(of_struct);
}
END_TEST

/* What does not apply is refused before any file is read. */
START_TEST(what_does_not_apply)
{
    problem p = problem_read("t-max=1 points=2");
    const struct {
        const char *name, *value, *part;
    } cases[] = {{"m", "3", "m: does not apply to neurons"},
                 {"m", "5,10", "m: does not apply to neurons"},
                 {"a0", "2", "a0: does not apply to neurons"},
                 {"gamma0", "1", "gamma0: does not apply to neurons"},
                 {"m", "10", "nothing-there"}};
    shf_table *table = NULL;
    shf_error error;
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_dmft_networks networks = shf_dmft_networks_default();
        const shf_param_table *names = &shf_dmft_networks_table;
        shf_assert_ok(shf_params_set(names, &networks, "neurons", "nothing-there", &error), error);
        shf_assert_ok(shf_params_set(names, &networks, cases[k].name, cases[k].value, &error), error);
        shf_assert_fails(solve(&networks, &p, 1, NULL, &table, NULL, &error),
                         k < 4 ? SHF_ERR_VALUE : SHF_ERR_FILE, error, cases[k].part);
        ck_assert_ptr_null(table);
        shf_params_clear(names, &networks);
    }
    shf_dmft_networks networks = shf_dmft_networks_default();
    char terms[] = "He1(x2)", groups[] = "nothing-there";
    networks.target_terms = terms;
    shf_assert_fails(solve(&networks, &p, 1, NULL, &table, NULL, &error), SHF_ERR_VALUE, error,
                     "target-terms: applies to neurons or groups");
    networks.neurons = networks.groups = groups;
    shf_assert_fails(solve(&networks, &p, 1, NULL, &table, NULL, &error), SHF_ERR_VALUE, error,
                     "groups: does not apply to neurons");
    double widths[] = {3, 5}, half[] = {2.5};
    char file[] = "state";
    shf_dmft_run_control control = shf_dmft_run_control_default();
    control.checkpoint = file;
    networks = networks_of(widths, 2);
    shf_assert_fails(
        shf_dmft_networks_solve(&networks, &p.grid, &p.solver, &control, NULL, &table, NULL, &error),
        SHF_ERR_VALUE, error, "checkpoint: does not apply to several m");
    networks = networks_of(half, 1);
    shf_assert_fails(solve(&networks, &p, 1, NULL, &table, NULL, &error), SHF_ERR_VALUE, error,
                     "m = 2.5: must be a whole number");
    networks = networks_of(half, 0);
    shf_assert_fails(solve(&networks, &p, 1, NULL, &table, NULL, &error), SHF_ERR_VALUE, error,
                     "m: 0 numbers: must be 1 to 20");
}
END_TEST

SHF_TEST_MAIN("dmft/networks", columns_are_those_of_single_runs, tall_and_wide, bad_lists_are_refused,
              failures, neurons_of_a_file, what_does_not_apply)
