/* The population loss never increases: every activation, loss and label rule, with and without flips. */
#include "support/test.h"
#include <shallowflow/node.h>
#include <stdio.h>

static const char *const activations[] = {"relu",   "erf",       "tanh",
                                          "linear", "quadratic", "hermite:0.2,0.7,0.3,0.1"};
static const char *const losses[] = {"hinge", "square-hinge", "logistic", "quadratic"};
static const char *const labels[] = {"sign", "stripes:-0.7,0.4", "stripes:-1.5,-0.2,0.6,2"};
static const double flips[] = {0, 0.2, 0.5};

static void set(shf_node_params *params, const char *name, const char *text)
{
    shf_error error = {0};
    shf_assert_ok(shf_params_set(&shf_node_params_table, params, name, text, &error), error);
}

static void check(const shf_node_params *params, const char *name)
{
    shf_error error = {0};
    shf_table *table = NULL;
    shf_node_request request = shf_node_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_node_solver_default();
    request.nodes_a = request.nodes_w = 5;
    grid.t_max = 100;
    grid.points = 80;
    shf_status status = shf_node_solve(params, &request, &grid, &solver, NULL, &table, NULL, &error);
    ck_assert_msg(status == SHF_OK, "%s: %s", name, error.message);
    const double *loss = shf_table_column(table, "loss");
    ck_assert_msg(isfinite(loss[0]) && loss[0] > 0, "%s: loss %g", name, loss[0]);
    /* At a minimum the state moves by the accumulated error of the integrator, some 100 rtol, and the loss by
     * the square of it times its curvature; on the way down a step may miss by rtol of the displacement. */
    double slack = SHF_TRUNC(1, solver.rtol) * loss[0];
    for (size_t k = 1; k < grid.points; k++)
        ck_assert_msg(loss[k] <= loss[k - 1] + slack, "%s: loss rises from %.17g to %.17g at point %zu", name,
                      loss[k - 1], loss[k], k);
    shf_table_free(table);
}

START_TEST(loss_never_increases)
{
    for (size_t a = 0; a < 6; a++)
        for (size_t l = 0; l < 4; l++)
            for (size_t y = 0; y < 3; y++)
                for (size_t f = 0; f < 3; f++) {
                    char name[100];
                    (void)snprintf(name, sizeof name, "%s %s %s delta %g", activations[a], losses[l],
                                   labels[y], flips[f]);
                    shf_node_params params = shf_node_params_default();
                    set(&params, "activation", activations[a]);
                    set(&params, "loss", losses[l]);
                    set(&params, "labels", labels[y]);
                    params.delta = flips[f];
                    params.d = 30;
                    params.eta = 200;
                    check(&params, name);
                }
}
END_TEST

/* The same from an initial law without symmetry. */
START_TEST(crooked_initial_law)
{
    for (size_t a = 0; a < 6; a++)
        for (size_t l = 0; l < 4; l++) {
            shf_node_params params = shf_node_params_default();
            set(&params, "activation", activations[a]);
            set(&params, "loss", losses[l]);
            set(&params, "labels", labels[l % 3]);
            set(&params, "law-a", "points:-1,0.5,2");
            set(&params, "law-w", "uniform");
            set(&params, "mean-w", "0.3");
            set(&params, "correlation", "-0.4");
            params.d = 30;
            params.eta = 100;
            check(&params, activations[a]);
        }
}
END_TEST

SHF_TEST_MAIN("node/decrease", loss_never_increases, crooked_initial_law)
