/* What random parameters and failing allocations have found, each in its smallest form. */
#include <shallowflow/shallowflow.h>
#include <support/process.h>
#include <support/test.h>

static const char *program(void)
{
    const char *path = getenv("SHALLOWFLOW");
    ck_assert_msg(path != NULL, "SHALLOWFLOW must be the path of the program");
    return path;
}

/* Stops once the finished fraction is at least `context`. */
static int stop_at(void *context, double fraction)
{
    return fraction >= *(double *)context;
}

/* The mean field of a linear activation ends on a line of fixed points, where an integrator only follows its
 * rounding: the limit values hold at any time.  There e = tau^2/2 and a v = p/c. */
START_TEST(a_fixed_point_is_the_end)
{
    shf_dmft_params params = shf_dmft_params_default();
    shf_dmft_limit limit = shf_dmft_limit_default();
    shf_grid grid = shf_dmft_grid_default();
    shf_dmft_solver solver = shf_dmft_solver_default();
    shf_table *table = NULL;
    shf_info info;
    shf_error error;
    params.h = (shf_choice){.kind = SHF_DMFT_H_POLY, .n = 2, .value = {0, 1}};
    grid.t_max = 1e15;
    grid.points = 2;
    shf_assert_ok(shf_dmft_limit_solve(&params, &limit, &grid, &solver, NULL, &table, &info, &error), error);
    shf_assert_close(shf_table_column(table, "e_train")[1], 0.5 * params.tau * params.tau, 1e-12, 0);
    shf_assert_close(shf_table_column(table, "a")[1] * shf_table_column(table, "v")[1], 1,
                     SHF_TRUNC(1, solver.rtol), 0);
    shf_table_free(table);
}

/* An interrupted threshold keeps the horizons that are done, and no result. */
START_TEST(finished_horizons_are_kept)
{
    double enough = 0.5;
    const shf_progress progress = {stop_at, &enough};
    shf_dmft_threshold_params params = shf_dmft_threshold_default();
    shf_table *table = NULL;
    shf_info info;
    shf_error error;
    params.t_max = 540;
    params.rtol = 1e-3;
    shf_assert_fails(shf_dmft_threshold_solve(&params, &progress, &table, &info, &error), SHF_ERR_INTERRUPTED,
                     error, "interrupted");
    ck_assert_ptr_nonnull(table);
    ck_assert_uint_gt(shf_table_rows(table), 0);
    ck_assert_uint_lt(shf_table_rows(table), 4);
    ck_assert_uint_eq(shf_table_scalars(table), 0);
    shf_table_free(table);
    table = NULL;
    enough = 0;
    shf_assert_fails(shf_dmft_threshold_solve(&params, &progress, &table, &info, &error), SHF_ERR_INTERRUPTED,
                     error, "interrupted");
    ck_assert_ptr_null(table);
}

/* A scan that is interrupted within a value has no row for it. */
START_TEST(unfinished_values_are_left_out)
{
    double enough = 0.3; /* after one of three values */
    const shf_progress progress = {stop_at, &enough};
    shf_timescales_params params = shf_timescales_params_default();
    shf_timescales_scan_range range = shf_timescales_scan_range_default();
    shf_solver solver = shf_timescales_solver_default();
    shf_table *table = NULL;
    shf_info info;
    shf_error error;
    params.m = 4;
    range.points = 3;
    range.from = 0.01;
    range.to = 0.1;
    range.threads = 1;
    shf_assert_fails(shf_timescales_scan(&params, &range, &solver, &progress, &table, &info, &error),
                     SHF_ERR_INTERRUPTED, error, "interrupted after 1 values of epsilon");
    ck_assert_uint_eq(shf_table_rows(table), 1);
    shf_table_free(table);
}

/* The blow-up of the outer problem is looked for with an eye on interruptions. */
START_TEST(the_outer_problem_can_be_interrupted)
{
    double never = 2, at_the_end = 1;
    const shf_progress all = {stop_at, &never}, most = {stop_at, &at_the_end};
    shf_timescales_params params = shf_timescales_params_default();
    shf_timescales_request request = shf_timescales_request_default();
    shf_grid grid = shf_timescales_grid_default();
    shf_solver solver = shf_timescales_solver_default();
    shf_table *table = NULL;
    shf_info info;
    shf_error error;
    params.m = 20;
    grid.points = 2;
    grid.t_max = 1e-2;
    shf_assert_ok(shf_timescales_solve(&params, &request, &grid, &solver, &all, &table, &info, &error),
                  error);
    ck_assert(shf_table_scalar(table, "tau_star") > 0);
    shf_table_free(table);
    shf_assert_fails(shf_timescales_solve(&params, &request, &grid, &solver, &most, &table, &info, &error),
                     SHF_ERR_INTERRUPTED, error, "interrupted");
    ck_assert_uint_eq(shf_table_rows(table), 2);
    ck_assert(isnan(shf_table_scalar(table, "tau_star")));
    shf_table_free(table);
}

START_TEST(values_that_are_no_numbers_are_noted)
{
    char *text = shf_run_ok(program(), "hinge --points 2 --sigma-a 1e-4 --sigma-w 1e-4 --grid linear");
    ck_assert_ptr_nonnull(
        strstr(text, "\n#: note inf in 1 of 2 rows, where there is no finite value: x_c\n"));
    free(text);
    text = shf_run_ok(program(), "simulate dmft --m 1 --runs 1 --d 5 --t-max 1");
    ck_assert_ptr_nonnull(strstr(text, "\tnan"));
    ck_assert_ptr_nonnull(strstr(text, "nan: a single run\n"));
    ck_assert_ptr_nonnull(strstr(text, "nan: there is only one\n"));
    ck_assert_ptr_null(strstr(text, "no finite value"));
    free(text);
}

/* Weights whose norm overflows must not be normalised to zero and go on as numbers. */
START_TEST(overflow_is_divergence)
{
    for (int seed = 1; seed <= 5; seed++) {
        char line[200];
        (void)snprintf(
            line, sizeof line,
            "simulate dmft --m 1 --d 4 --alpha 4 --substeps 1e-5 --a0 1e6 --runs 1 --times 1e8 --seed %d",
            seed);
        shf_assert_run_fails(program(), line, 1, "substeps = 1e-05: the weights diverge at t = ");
    }
}

START_TEST(messages_name_what_was_given)
{
    shf_assert_run_fails(program(), "dmft --target-2 poly:1,1", 2, "it is called --target-terms now");
    shf_assert_run_fails(program(), "dmft --target-terms x1", 2, "target-terms");
    char *text = shf_run_ok(program(), "threshold dmft --help");
    ck_assert_ptr_nonnull(strstr(text, "alpha < 1"));
    ck_assert_ptr_nonnull(strstr(text, "160/alpha"));
    free(text);
}

SHF_TEST_MAIN("robustness/found", a_fixed_point_is_the_end, finished_horizons_are_kept,
              unfinished_values_are_left_out, the_outer_problem_can_be_interrupted,
              values_that_are_no_numbers_are_noted, overflow_is_divergence, messages_name_what_was_given)
