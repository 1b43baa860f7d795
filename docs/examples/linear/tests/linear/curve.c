/* The linear network against its exact solution, its invariant, and bad input. */
#include <shallowflow/linear.h>
#include <support/test.h>

/* (E.3): the gain of a balanced start. */
static double exact_gain(const shf_linear_params *p, double t)
{
    return p->target / (1 + (p->target / (p->u * p->u) - 1) * exp(-2 * p->target * t));
}

static shf_table *solve(const shf_linear_params *p, double rtol, double t_max)
{
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_linear_solver_default();
    shf_table *table = NULL;
    shf_error error;
    grid.t_max = t_max;
    solver.rtol = rtol;
    shf_assert_ok(shf_linear_solve(p, &grid, &solver, NULL, &table, NULL, &error), error);
    return table;
}

static double largest_error(double rtol)
{
    shf_linear_params p = shf_linear_params_default();
    shf_table *table = solve(&p, rtol, 20);
    const double *t = shf_table_column(table, "t"), *gain = shf_table_column(table, "gain");
    double largest = 0;
    for (size_t k = 0; k < shf_table_rows(table); k++)
        largest = fmax(largest, fabs(gain[k] / exact_gain(&p, t[k]) - 1));
    shf_table_free(table);
    return largest;
}

/* Local errors grow at most like the weights themselves, over 100 to 1000 steps: C = 300. */
START_TEST(exact_case)
{
    double before = INFINITY;
    for (int k = 4; k <= 12; k += 2) {
        double rtol = pow(10, -k), error = largest_error(rtol);
        shf_assert_below(error, SHF_TRUNC(300, rtol) + SHF_ROUND(100));
        shf_assert_below(error, before / 5); /* and it falls with the tolerance */
        before = error;
    }
}

/* (E.3) at gain = s/2. */
START_TEST(half_learning_time)
{
    shf_linear_params p = shf_linear_params_default();
    p.target = 3;
    shf_table *table = solve(&p, 1e-10, 20);
    double exact = log(p.target / (p.u * p.u) - 1) / (2 * p.target);
    shf_assert_close(shf_table_scalar(table, "t_half"), exact, SHF_TRUNC(300, 1e-10), 0);
    shf_table_free(table);
    table = solve(&p, 1e-10, 0.9 * exact);
    ck_assert(isnan(shf_table_scalar(table, "t_half")));
    ck_assert_uint_eq(shf_table_notes(table), 1);
    shf_table_free(table);
}

/* (E.2). */
START_TEST(invariant)
{
    shf_linear_params p = {.target = 2, .u = 1.5, .v = -0.3};
    shf_table *table = solve(&p, 1e-10, 10);
    const double *u = shf_table_column(table, "u"), *v = shf_table_column(table, "v");
    for (size_t k = 0; k < shf_table_rows(table); k++)
        shf_assert_close(u[k] * u[k] - v[k] * v[k], p.u * p.u - p.v * p.v, 0, SHF_TRUNC(1000, 1e-10));
    shf_table_free(table);
}

/* With a frozen second layer the first one relaxes exponentially to s/v. */
START_TEST(frozen_layer)
{
    shf_linear_params p = {.target = 2, .u = 0.1, .v = 0.5, .freeze = {.kind = 1}};
    shf_table *table = solve(&p, 1e-10, 10);
    const double *t = shf_table_column(table, "t"), *u = shf_table_column(table, "u");
    for (size_t k = 0; k < shf_table_rows(table); k++)
        shf_assert_close(u[k], p.target / p.v + (p.u - p.target / p.v) * exp(-p.v * p.v * t[k]),
                         SHF_TRUNC(300, 1e-10), 0);
    shf_table_free(table);
}

START_TEST(bad_input)
{
    shf_linear_params p = shf_linear_params_default();
    shf_error error;
    p.target = 0;
    shf_assert_fails(shf_linear_validate(&p, &error), SHF_ERR_VALUE, error, "target");
    p = (shf_linear_params){.target = 1};
    shf_assert_fails(shf_linear_validate(&p, &error), SHF_ERR_VALUE, error, "never learns");
}

SHF_TEST_MAIN("linear/curve", exact_case, half_learning_time, invariant, frozen_layer, bad_input)
