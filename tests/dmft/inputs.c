/* Bad input of the dynamical mean-field theory: one line that names the parameter; degenerate cases. */
#include "dmft/problem.h"

START_TEST(bad_values_are_refused)
{
    const struct {
        const char *text, *part;
    } cases[] = {
        {"h=poly:0.5,1", "h = poly"},
        {"h=poly:0,-1", "-1"},
        {"h=poly:0,0", "h(1)"},
        {"h=hermite:1,1", "h = hermite"},
        {"target=poly:0,0,0.5", "degree 2"},
        {"target=hermite:1,1", "target"},
        {"times=3,2", "times"},
        {"t-min=5 t-max=2", "t-min"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        problem p = problem_read(cases[k].text);
        shf_table *table = NULL;
        shf_error error;
        shf_assert_fails(shf_dmft_solve(&p.params, &p.grid, &p.solver, NULL, &table, NULL, &error),
                         SHF_ERR_VALUE, error, cases[k].part);
        ck_assert_ptr_null(table);
        problem_clear(&p);
    }
}
END_TEST

START_TEST(values_out_of_range_are_refused)
{
    const char *const words[][2] = {{"m", "0"},      {"alpha", "0"},   {"alpha", "nan"}, {"tau", "-1"},
                                    {"rtol", "0"},   {"stages", "9"},  {"m", "-3"},      {"h", "cubic"},
                                    {"target", "x"}, {"memory", "-1"}, {"t-max", "0"},   {"a0", "inf"}};
    problem p = problem_read("");
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
        shf_error error = {0};
        const shf_param_table *table =
            shf_params_find(&shf_dmft_params_table, words[k][0]) ? &shf_dmft_params_table
            : shf_params_find(&shf_dmft_grid_table, words[k][0]) ? &shf_dmft_grid_table
                                                                 : &shf_dmft_solver_table;
        void *params = table == &shf_dmft_params_table ? (void *)&p.params
                       : table == &shf_dmft_grid_table ? (void *)&p.grid
                                                       : (void *)&p.solver;
        ck_assert_int_ne(shf_params_set(table, params, words[k][0], words[k][1], &error), SHF_OK);
        ck_assert_ptr_nonnull(strstr(error.message, words[k][0]));
    }
}
END_TEST

START_TEST(little_memory_is_said)
{
    problem p = problem_read("t-max=1000 memory=0.05 rtol=1e-6");
    shf_table *table = NULL;
    shf_error error;
    shf_assert_fails(shf_dmft_solve(&p.params, &p.grid, &p.solver, NULL, &table, NULL, &error),
                     SHF_ERR_MEMORY, error, "memory = 0.05 MB");
}
END_TEST

/* Nothing to learn and nothing to fit with, (4) of the documentation: a fixed point. */
/* Residuals that relax 1e6 times faster than the neurons move hold the panels short for ever: said early. */
START_TEST(too_many_nodes_ahead)
{
    problem p = problem_read("alpha=1e6");
    shf_table *table = NULL;
    shf_error error;
    shf_assert_fails(shf_dmft_solve(&p.params, &p.grid, &p.solver, NULL, &table, NULL, &error),
                     SHF_ERR_MEMORY, error, "at alpha = 1e+06");
    problem_clear(&p);
}
END_TEST

START_TEST(silent_start_stays)
{
    shf_table *table = problem_solve("a0=0 target=none tau=0.8 t-max=100 points=5", NULL);
    for (size_t k = 0; k < 5; k++) {
        ck_assert(shf_table_column(table, "a")[k] == 0 && shf_table_column(table, "v")[k] == 0);
        shf_assert_close(shf_table_column(table, "e_train")[k], 0.32, 1e-14, 0);
        shf_assert_close(shf_table_column(table, "Cd_t0")[k], 1, 1e-12, 0);
    }
    shf_table_free(table);
    /* no linear component: h'(0) = 0, the overlap stays at zero */
    table = problem_solve("h=poly:0,0,0.5 t-max=10 points=5", NULL);
    ck_assert(last_of(table, "v") == 0 && last_of(table, "Co_tt") <= 1);
    shf_table_free(table);
    /* no noise and no output: only a learns, at a rate of second order */
    table = problem_solve("a0=0 tau=0 t-max=1 points=3", NULL);
    ck_assert(isfinite(last_of(table, "e_test")));
    shf_table_free(table);
}
END_TEST

/* Sign of the output weights: (a, v) -> (-a, -v) for odd activations. */
START_TEST(negative_weights_mirror)
{
    shf_table *plus = problem_solve("a0=1 times=3", NULL), *minus = problem_solve("a0=-1 times=3", NULL);
    shf_assert_close(last_of(plus, "a"), -last_of(minus, "a"), 1e-7, 0);
    shf_assert_close(last_of(plus, "v"), -last_of(minus, "v"), 1e-7, 0);
    shf_assert_close(last_of(plus, "e_test"), last_of(minus, "e_test"), 1e-6, 0);
    shf_table_free(plus);
    shf_table_free(minus);
}
END_TEST

static int stop_at_once(void *context, double fraction)
{
    (void)context;
    return fraction > 0.3;
}

/* An interrupted run keeps its finished rows, whose errors are known. */
START_TEST(interruption_keeps_rows)
{
    problem p = problem_read("t-max=1000 points=50");
    const shf_progress progress = {stop_at_once, NULL};
    shf_table *table = NULL;
    shf_error error;
    shf_assert_fails(shf_dmft_solve(&p.params, &p.grid, &p.solver, &progress, &table, NULL, &error),
                     SHF_ERR_INTERRUPTED, error, "interrupted");
    ck_assert_ptr_nonnull(table);
    ck_assert_uint_gt(shf_table_rows(table), 0);
    ck_assert_uint_lt(shf_table_rows(table), 50);
    shf_table_free(table);
}
END_TEST

SHF_TEST_MAIN("dmft/inputs", bad_values_are_refused, values_out_of_range_are_refused, little_memory_is_said,
              too_many_nodes_ahead, silent_start_stays, negative_weights_mirror, interruption_keeps_rows)
