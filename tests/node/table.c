/* Every activation, loss and label rule to t = 400 (to 40 where the way to 400 takes minutes): the estimated
 * error is within the bound, absent with a note, or the result is refused with a reason. */
#include "support/test.h"
#include <shallowflow/node.h>

static const char *const activations[] = {
    "relu", "erf", "tanh", "sigmoid", "linear", "quadratic", "hermite:0.2,0.7,0.3,0.1"};
static const char *const losses[] = {"hinge", "square-hinge", "logistic", "quadratic"};
static const char *const labels[] = {"sign", "stripes:-1,1"};

static void set(shf_node_params *params, const char *name, const char *text)
{
    shf_error error = {0};
    shf_assert_ok(shf_params_set(&shf_node_params_table, params, name, text, &error), error);
}

static void check(const shf_node_params *params, double t_max)
{
    shf_error error = {0};
    shf_info info;
    shf_table *table = NULL;
    shf_node_request request = shf_node_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_node_solver_default();
    request.nodes_a = request.nodes_w = 8;
    grid.points = 20;
    grid.t_max = t_max;
    shf_status status = shf_node_solve(params, &request, &grid, &solver, NULL, &table, &info, &error);
    if (status) {
        ck_assert_int_eq(status, SHF_ERR_NUMERIC);
        ck_assert_msg(strstr(error.message, "take ") || strstr(error.message, "max-steps"), "%s",
                      error.message);
        return;
    }
    ck_assert(info.estimated_error <= 0.01 || (isnan(info.estimated_error) && shf_table_notes(table) > 0));
    const double *loss = shf_table_column(table, "loss");
    for (size_t k = 1; k < 20; k++)
        shf_assert_below(loss[k], loss[k - 1] + SHF_TRUNC(1, solver.rtol) * loss[0]);
    shf_table_free(table);
}

START_TEST(converged_or_refused)
{
    for (size_t a = 0; a < 7; a++)
        for (size_t l = 0; l < 4; l++)
            for (size_t y = 0; y < 2; y++) {
                shf_node_params params = shf_node_params_default();
                set(&params, "activation", activations[a]);
                set(&params, "loss", losses[l]);
                set(&params, "labels", labels[y]);
                int bounded = a == 1 || a == 2, square = l == 1 || l == 3;
                check(&params, bounded && square && (y == 1 || (a == 2 && l == 3)) ? 40 : 400);
            }
}
END_TEST

SHF_TEST_MAIN("node/table", converged_or_refused)
