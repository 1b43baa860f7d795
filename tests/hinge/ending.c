/* The end of the finite-size theory with flipped labels and without pinned samples, (F.22): slope, noise and
 * h - Phi vanish together, in proportion to the time that is left. */
#include "support/test.h"
#include <shallowflow/hinge.h>

static shf_table *curve(double *times, size_t n)
{
    shf_hinge_params params = shf_hinge_params_default();
    params.d = 20, params.M = 50, params.N = 2000, params.delta = 0.3;
    shf_hinge_request request = shf_hinge_request_default();
    request.level.kind = SHF_LEVEL_UNPINNED;
    shf_grid grid = shf_grid_default();
    grid.times = (shf_list){n, times};
    shf_solver solver = shf_hinge_solver_default();
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_ok(shf_hinge_solve(&params, &request, &grid, &solver, NULL, &table, NULL, &error), error);
    ck_assert_uint_eq(shf_table_rows(table), n);
    return table;
}

static int has_note(const shf_table *table)
{
    int found = 0;
    for (size_t k = 0; k < shf_table_notes(table); k++)
        found |= strstr(shf_table_note(table, k), "the finite-size theory ends at t_theory_end") != NULL;
    return found;
}

START_TEST(everything_vanishes_together)
{
    double far[] = {1, 1e6};
    shf_table *table = curve(far, 2);
    double end = shf_table_scalar(table, "t_theory_end");
    ck_assert(end > 10 && end < 1e5);
    ck_assert(has_note(table));
    shf_table_free(table);

    /* two rows close to the end, one has half of the time left that the other has; two behind the end */
    double t[] = {end - 8, end - 4, end * (1 + 1e-9), 2 * end};
    table = curve(t, 4);
    shf_assert_close(shf_table_scalar(table, "t_theory_end"), end, 1e-6, 0);
    const double *f0 = shf_table_column(table, "f0"), *sigma = shf_table_column(table, "sigma");
    const double *Phi = shf_table_column(table, "Phi");
    ck_assert_double_gt(f0[0], 0);
    /* terms of second order in the time left, of 1 among hundreds of steps, and the end itself, a linear
     * extrapolation from 1e-3 h */
    shf_assert_close(f0[1] / f0[0], 0.5, 0.02, 0);
    shf_assert_close(sigma[1] / sigma[0], 0.5, 0.02, 0);
    shf_assert_close((1 - Phi[1]) / (1 - Phi[0]), 0.5, 0.02, 0);
    for (size_t k = 2; k < 4; k++)
        for (size_t c = 1; c < shf_table_columns(table); c++)
            ck_assert_msg(isnan(shf_table_column_at(table, c)[k]), "%s goes on behind the end",
                          shf_table_column_name(table, c));
    shf_table_free(table);
}
END_TEST

/* A run that is over before has no end to report. */
START_TEST(not_yet)
{
    double t[] = {1, 20};
    shf_table *table = curve(t, 2);
    ck_assert(isnan(shf_table_scalar(table, "t_theory_end")));
    ck_assert(!has_note(table));
    shf_table_free(table);
}
END_TEST

SHF_TEST_MAIN("hinge/ending", everything_vanishes_together, not_yet)
