/* Several widths at once: the same numbers as one by one, whatever the threads. */
#include "dmft/problem.h"

START_TEST(columns_are_those_of_single_runs)
{
    problem p = problem_read("times=1,10,100");
    for (size_t threads = 1; threads <= 2; threads++) {
        double widths[] = {3, 20};
        shf_dmft_width_list list = {.widths = {2, widths}, .threads = threads};
        shf_table *table = NULL;
        shf_error error;
        shf_info info;
        shf_assert_ok(shf_dmft_widths(&p.params, &list, &p.grid, &p.solver, NULL, &table, &info, &error),
                      error);
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

START_TEST(bad_lists_are_refused)
{
    problem p = problem_read("t-max=1 points=2");
    double lists[][3] = {{3, 2, 5}, {2, 2, 5}, {2.5, 3, 4}, {0, 1, 2}, {1, 2, 1e300}};
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++) {
        shf_dmft_width_list list = {.widths = {3, lists[k]}};
        shf_table *table = NULL;
        shf_error error;
        shf_assert_fails(shf_dmft_widths(&p.params, &list, &p.grid, &p.solver, NULL, &table, NULL, &error),
                         SHF_ERR_VALUE, error, "widths");
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
    shf_dmft_width_list list = {.widths = {21, widths}, .threads = 2};
    shf_table *table = NULL;
    shf_error error = {0};
    int asked = 0;
    shf_progress progress = {stop, &asked};
    shf_assert_fails(shf_dmft_widths(&p.params, &list, &p.grid, &p.solver, NULL, &table, NULL, &error),
                     SHF_ERR_VALUE, error, "widths: 21 numbers: must be at most 20");
    ck_assert_ptr_null(table);
    list.widths.n = 3;
    shf_assert_fails(shf_dmft_widths(&p.params, &list, &p.grid, &p.solver, &progress, &table, NULL, &error),
                     SHF_ERR_INTERRUPTED, error, "interrupted");
    ck_assert_ptr_null(table);
    ck_assert_int_eq(asked, 6); /* it does not ask again */
    p.solver.memory = 1e-3;     /* MB: too little for any history */
    shf_assert_fails(shf_dmft_widths(&p.params, &list, &p.grid, &p.solver, NULL, &table, NULL, &error),
                     SHF_ERR_MEMORY, error, "memory");
    ck_assert_ptr_null(table);
    problem_clear(&p);
}
END_TEST

SHF_TEST_MAIN("dmft/widths", columns_are_those_of_single_runs, bad_lists_are_refused, failures)
