/* Axes of a map of onsets: which parameters a point has. */
#include "support/test.h"
#include <shallowflow/onset.h>

/* The parameters at the last point of a map over two axes. */
static shf_hinge_params corner(const char *x, double x_max, const char *y, double y_max)
{
    shf_hinge_params params = shf_hinge_params_default(), at;
    shf_onset_map map = shf_onset_map_default();
    shf_error error = {0};
    shf_assert_ok(shf_params_set(&shf_onset_map_table, &map, "x", x, &error), error);
    shf_assert_ok(shf_params_set(&shf_onset_map_table, &map, "y", y, &error), error);
    map.x_points = 3, map.y_points = 2;
    map.x_max = x_max, map.y_max = y_max;
    double first, second;
    shf_assert_ok(shf_onset_map_params(&params, &map, 5, &at, &first, &second, &error), error);
    shf_assert_close(first, x_max, SHF_ROUND(4), 0);
    shf_assert_close(second, y_max, SHF_ROUND(4), 0);
    shf_assert_fails(shf_onset_map_params(&params, &map, 6, &at, &first, &second, &error), SHF_ERR_VALUE,
                     error, "k = 6: must lie in [0, 6)");
    return at;
}

/* Every axis moves its parameter and no other; of a ratio the first is moved, also where the other axis moves
 * the second. */
START_TEST(parameters)
{
    shf_hinge_params usual = shf_hinge_params_default(), at = corner("N", 777, "delta", 0.2);
    ck_assert_uint_eq(at.N, 777);
    ck_assert_uint_eq(at.d, usual.d);
    ck_assert_double_eq(at.delta, 0.2);
    at = corner("h", 5, "eta", 50);
    ck_assert_double_eq(at.h, 5);
    ck_assert_double_eq(at.eta, 50);
    ck_assert_double_eq(at.alpha, usual.alpha);
    at = corner("M", 30, "alpha", 7);
    ck_assert_uint_eq(at.M, 30);
    ck_assert_double_eq(at.alpha, 7);
    ck_assert_double_eq(at.eta, usual.eta);
    at = corner("eta/M", 4, "M", 30);
    ck_assert_uint_eq(at.M, 30);
    ck_assert_double_eq(at.eta, 120);
    at = corner("d", 20, "N/d", 8);
    ck_assert_uint_eq(at.d, 20);
    ck_assert_uint_eq(at.N, 160);
}
END_TEST

/* A map over parameters that nobody can train: the points have no onsets, and a note names the first. */
START_TEST(points_without_answer)
{
    shf_hinge_params params = shf_hinge_params_default();
    shf_onset_map map = shf_onset_map_default();
    shf_onset_request request = shf_onset_request_default();
    shf_solver solver = shf_onset_solver_default();
    shf_table *table = NULL;
    shf_error error = {0};
    map.x_points = 2, map.y_points = 2;
    solver.max_steps = 3; /* too few for any point */
    shf_assert_ok(shf_onset_map_solve(&params, &request, &map, &solver, NULL, NULL, &table, NULL, &error),
                  error);
    ck_assert_uint_eq(shf_table_rows(table), 4);
    for (size_t k = 0; k < 4; k++)
        ck_assert(isnan(shf_table_column(table, "t_best")[k]));
    int named = 0;
    for (size_t k = 0; k < shf_table_notes(table); k++)
        named |=
            strstr(shf_table_note(table, k), "first point without an answer: N/d = 3, delta = 0") != NULL;
    ck_assert(named);
    shf_table_free(table);
}
END_TEST

SHF_TEST_MAIN("hinge/axes", parameters, points_without_answer)
