/* Error control: results are within the bound, or refused with the reason. */
#include "support/test.h"
#include <shallowflow/node.h>
#include <stdarg.h>

typedef struct call {
    shf_node_params params;
    shf_node_request request;
    shf_grid grid;
    shf_table *table;
    shf_info info;
    shf_error error;
} call;

static shf_status solve(call *c)
{
    shf_solver solver = shf_node_solver_default();
    return shf_node_solve(&c->params, &c->request, &c->grid, &solver, NULL, &c->table, &c->info, &c->error);
}

/* `n` by `n` nodes until t_max, and pairs of a parameter's name and text up to NULL. */
static call prepare(size_t n, double t_max, ...)
{
    call c = {.params = shf_node_params_default(),
              .request = shf_node_request_default(),
              .grid = shf_grid_default()};
    c.request.nodes_a = c.request.nodes_w = n;
    c.grid.t_max = t_max;
    c.grid.points = 10;
    va_list list;
    va_start(list, t_max);
    for (const char *name = va_arg(list, const char *); name; name = va_arg(list, const char *))
        shf_assert_ok(
            shf_params_set(&shf_node_params_table, &c.params, name, va_arg(list, const char *), &c.error),
            c.error);
    va_end(list);
    return c;
}

/* An even activation cannot follow odd labels, nor an odd one even labels: nothing moves, and two runs that
 * are equal to the last bit, or to rounding, are not an estimate of 0 or of 1. */
START_TEST(nothing_moves)
{
    call c = prepare(6, 400, "activation", "quadratic", "loss", "quadratic", NULL);
    shf_assert_ok(solve(&c), c.error);
    ck_assert(isnan(c.info.estimated_error));
    ck_assert_uint_eq(shf_table_notes(c.table), 1);
    ck_assert_ptr_nonnull(strstr(shf_table_note(c.table, 0), "no error is estimated"));
    shf_table_free(c.table);
    c = prepare(6, 400, "activation", "erf", "labels", "stripes:-1,1", NULL);
    shf_assert_ok(solve(&c), c.error);
    shf_assert_below(c.info.estimated_error, 1e-4);
    shf_table_free(c.table);
}
END_TEST

/* Six nodes are too few here: the result is that of more, says so, and is as good as it claims. */
START_TEST(nodes_are_added)
{
    call c = prepare(6, 400, "activation", "erf", NULL), fine = prepare(40, 400, "activation", "erf", NULL);
    shf_assert_ok(solve(&c), c.error);
    ck_assert_uint_eq(shf_table_notes(c.table), 1);
    ck_assert_ptr_nonnull(strstr(shf_table_note(c.table, 0), "raised to"));
    shf_assert_below(c.info.estimated_error, 0.01);
    shf_assert_ok(solve(&fine), fine.error);
    ck_assert_uint_eq(shf_table_notes(fine.table), 0);
    double a2 = shf_table_column(fine.table, "a2")[9];
    const double *mine = shf_table_column(c.table, "loss"), *best = shf_table_column(fine.table, "loss");
    shf_assert_close(shf_table_column(c.table, "a2")[9], a2, c.info.estimated_error, 0);
    for (size_t k = 0; k < 10; k++)
        shf_assert_below(fabs(mine[k] - best[k]), c.info.estimated_error * best[0]);
    shf_table_free(c.table);
    shf_table_free(fine.table);
}
END_TEST

/* Where the activation grows faster than |x|, nodes in a Gaussian tail run away in finite time: refused with
 * that reason, also where only the run with more nodes meets it; before that time there is a result, and a
 * bounded law has one three times as long. */
START_TEST(runaway_nodes)
{
    static const size_t nodes[] = {8, 16};
    for (size_t k = 0; k < 2; k++) {
        call c = prepare(nodes[k], k ? 5 : 400, "activation", "quadratic", "labels", "stripes:-1,1", NULL);
        shf_assert_fails(solve(&c), SHF_ERR_NUMERIC, c.error, "run away in finite time");
        ck_assert_ptr_null(c.table);
    }
    call early = prepare(16, 2, "activation", "quadratic", "labels", "stripes:-1,1", NULL);
    shf_assert_ok(solve(&early), early.error);
    shf_assert_below(early.info.estimated_error, 1e-5);
    shf_table_free(early.table);
    call bounded = prepare(8, 10, "activation", "quadratic", "labels", "stripes:-1,1", "law-a", "uniform",
                           "law-w", "uniform", NULL);
    shf_assert_ok(solve(&bounded), bounded.error);
    shf_assert_below(bounded.info.estimated_error, 0.01);
    shf_table_free(bounded.table);
}
END_TEST

/* Two nodes in each direction, and what is added to them, are not enough for long training. */
START_TEST(too_few_nodes)
{
    call c = prepare(2, 400, "activation", "erf", "loss", "quadratic", NULL);
    shf_assert_fails(solve(&c), SHF_ERR_NUMERIC, c.error, "take more nodes");
    ck_assert_ptr_nonnull(strstr(c.error.message, "until t = "));
}
END_TEST

SHF_TEST_MAIN("node/control", nothing_moves, nodes_are_added, runaway_nodes, too_few_nodes)
