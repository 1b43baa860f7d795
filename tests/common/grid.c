/* Output times, and the checks of the data laws. */
#include "common/grid.h"
#include "support/test.h"
#include <shallowflow/data.h>
#include <shallowflow/solver.h>

static double *times_of(const shf_grid *grid, size_t *n)
{
    double *t = NULL;
    shf_error error;
    shf_assert_ok(shf_grid_times(grid, &t, n, &error), error);
    for (size_t k = 1; k < *n; k++)
        ck_assert_msg(t[k] > t[k - 1], "t[%zu] = %.17g does not follow %.17g", k, t[k], t[k - 1]);
    return t;
}

/* exp(u log q) with u log q up to 9.2: 4 units from the product and the logarithm, amplified by 9.2. */
START_TEST(log_grid)
{
    shf_grid grid = shf_grid_default();
    size_t n = 0;
    double *t = times_of(&grid, &n);
    ck_assert_uint_eq(n, grid.points);
    ck_assert(t[0] == 1e-4 * 400.0 && t[n - 1] == 400.0);
    for (size_t k = 1; k < n; k++)
        shf_assert_close(t[k] / t[k - 1], pow(1e4, 1.0 / (double)(n - 1)), SHF_ROUND(80), 0);
    free(t);
}

START_TEST(log_grid_from_a_given_start)
{
    shf_grid grid = shf_grid_default();
    grid.t_min = 1e-300, grid.t_max = 1e300, grid.points = 601;
    size_t n = 0;
    double *t = times_of(&grid, &n);
    ck_assert(t[0] == 1e-300 && t[n - 1] == 1e300);
    for (size_t k = 0; k < n; k++) /* the exponent reaches 1400: its rounding becomes a relative error */
        shf_assert_close(t[k], pow(10, (double)k - 300), SHF_ROUND(4 * 1400), 0);
    free(t);
}

START_TEST(linear_grid)
{
    shf_grid grid = shf_grid_default();
    grid.grid.kind = SHF_GRID_LINEAR;
    grid.points = 401;
    size_t n = 0;
    double *t = times_of(&grid, &n);
    for (size_t k = 0; k < n; k++)
        shf_assert_close(t[k], (double)k, SHF_ROUND(4), 0);
    free(t);
    grid.t_min = 100, grid.points = 2;
    t = times_of(&grid, &n);
    ck_assert(n == 2 && t[0] == 100 && t[1] == 400);
    free(t);
}

START_TEST(explicit_times)
{
    double values[] = {0, 0.1, 7, 1e12};
    shf_grid grid = shf_grid_default();
    grid.times = (shf_list){4, values};
    size_t n = 0;
    double *t = times_of(&grid, &n);
    ck_assert_uint_eq(n, 4);
    ck_assert_int_eq(memcmp(t, values, sizeof values), 0);
    free(t);
}

static void assert_refused(shf_grid grid, const char *part)
{
    double *t = NULL;
    size_t n = 0;
    shf_error error;
    shf_assert_fails(shf_grid_times(&grid, &t, &n, &error), SHF_ERR_VALUE, error, part);
    ck_assert_ptr_null(t);
}

START_TEST(grids_that_are_refused)
{
    shf_grid good = shf_grid_default(), grid = good;
    grid.t_max = 0;
    assert_refused(grid, "t-max = 0: must lie in (0, 1e300]");
    grid = good, grid.t_max = NAN;
    assert_refused(grid, "t-max = ");
    grid = good, grid.points = 1;
    assert_refused(grid, "points = 1");
    grid = good, grid.points = 1000000000000;
    assert_refused(grid, "points = 1e+12: must lie in [2, 1e7]");
    grid = good, grid.t_min = 400;
    assert_refused(grid, "t-min = 400: must lie below t-max = 400");
    grid = good, grid.t_min = -1;
    assert_refused(grid, "t-min = -1");
    grid = good, grid.grid.kind = 2;
    assert_refused(grid, "grid = 2: must be one of log|linear");
    double twice[] = {1, 1}, back[] = {1, 2, 1.5}, negative[] = {-1, 2};
    grid = good, grid.times = (shf_list){2, twice};
    assert_refused(grid, "must increase");
    grid.times = (shf_list){3, back};
    assert_refused(grid, "times = ...,2,1.5,...: must increase");
    grid.times = (shf_list){2, negative};
    assert_refused(grid, "times = -1");
}

START_TEST(data_laws)
{
    shf_error error;
    shf_choice gaussian = {.kind = SHF_DATA_GAUSSIAN}, sphere = {.kind = SHF_DATA_SPHERE};
    shf_assert_ok(shf_data_validate(&gaussian, 1, &error), error);
    shf_assert_ok(shf_data_validate(&sphere, 2, &error), error);
    shf_assert_fails(shf_data_validate(&sphere, 1, &error), SHF_ERR_VALUE, error,
                     "d = 1: must be at least 2");
    const double radii[] = {0, -1, NAN, INFINITY};
    for (size_t k = 0; k < 4; k++) {
        sphere = (shf_choice){.kind = SHF_DATA_SPHERE, .n = 1, .value = {radii[k]}};
        shf_assert_fails(shf_data_validate(&sphere, 10, &error), SHF_ERR_VALUE, error,
                         "the radius must lie in");
    }
    const double nus[] = {1, 0.5, NAN, 1e10};
    for (size_t k = 0; k < 4; k++) {
        shf_choice student = {.kind = SHF_DATA_STUDENT, .n = 1, .value = {nus[k]}};
        shf_assert_fails(shf_data_validate(&student, 10, &error), SHF_ERR_VALUE, error, "degrees of freedom");
        student.value[0] = 1.5;
        shf_assert_ok(shf_data_validate(&student, 10, &error), error);
    }
}

/* As many updates as points where there is room, else all; the ends are those of the grid. */
START_TEST(updates_of_a_spacing)
{
    static const struct {
        double t_max, t_min, substeps;
        size_t points, rows, first, last;
        int grid;
    } cases[] = {
        {10, 0, 1, 10, 10, 0, 10, SHF_GRID_LOG},     {400, 0, 1, 200, 200, 0, 400, SHF_GRID_LOG},
        {15, 0, 1, 20, 16, 0, 15, SHF_GRID_LOG},     {15, 0, 4, 20, 20, 0, 60, SHF_GRID_LOG},
        {15, 3, 1, 20, 13, 3, 15, SHF_GRID_LOG},     {10, 0, 1, 21, 11, 0, 10, SHF_GRID_LINEAR},
        {10, 9.9, 1, 2, 1, 10, 10, SHF_GRID_LOG},    {1e9, 0, 1, 300, 300, 100000, 1000000000, SHF_GRID_LOG},
        {0.4, 0, 1, 5, 1, 0, 0, SHF_GRID_LINEAR},    {12, 11.5, 10, 5, 5, 115, 120, SHF_GRID_LOG},
        {12, 11.5, 10, 6, 6, 115, 120, SHF_GRID_LOG}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_grid grid = shf_grid_default();
        grid.t_max = cases[k].t_max, grid.t_min = cases[k].t_min, grid.points = cases[k].points;
        grid.grid.kind = cases[k].grid;
        size_t *update = NULL, n = 0;
        shf_error error;
        shf_assert_ok(shf_grid_updates(&grid, cases[k].substeps, &update, &n, &error), error);
        ck_assert_msg(n == cases[k].rows && update[0] == cases[k].first && update[n - 1] == cases[k].last,
                      "case %zu: %zu rows from %zu to %zu", k, n, update[0], update[n - 1]);
        for (size_t j = 1; j < n; j++)
            ck_assert_uint_gt(update[j], update[j - 1]);
        free(update);
    }
}

/* Listed times are the nearest updates, each once. */
START_TEST(updates_of_a_list)
{
    double t[] = {0, 0.2, 0.4, 1, 1.4, 7.6};
    static const size_t expected[] = {0, 1, 8};
    shf_grid grid = shf_grid_default();
    grid.times = (shf_list){6, t};
    size_t *update = NULL, n = 0;
    shf_error error;
    shf_assert_ok(shf_grid_updates(&grid, 1, &update, &n, &error), error);
    ck_assert_uint_eq(n, 3);
    for (size_t k = 0; k < n; k++)
        ck_assert_uint_eq(update[k], expected[k]);
    free(update);
    ck_assert_int_eq(shf_grid_updates(&grid, 1e16, &update, &n, &error), SHF_ERR_VALUE);
    ck_assert_ptr_nonnull(strstr(error.message, "at most 2^53"));
    ck_assert_ptr_null(update);
}

SHF_TEST_MAIN("common/grid", updates_of_a_spacing, updates_of_a_list, log_grid, log_grid_from_a_given_start,
              linear_grid, explicit_times, grids_that_are_refused, data_laws)
