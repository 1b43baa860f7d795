/* Output times, and the checks of the data laws. */
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

SHF_TEST_MAIN("common/grid", log_grid, log_grid_from_a_given_start, linear_grid, explicit_times,
              grids_that_are_refused, data_laws)
