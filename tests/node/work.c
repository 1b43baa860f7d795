/* What the population of the general solver costs. */
#include <shallowflow/node.h>
#include <stdio.h>
#include <support/work.h>

static const shf_work curves[] = {
    {"", 242, 334},
    {"activation=erf loss=logistic", 146, 167},
    {"activation=tanh loss=square-hinge law-a=uniform mean-w=0.5", 219, 295},
    {"loss=quadratic labels=stripes:-1,0.5", 259, 321},
    {"activation=sigmoid loss=logistic delta=0.1", 74, 88},
    {"activation=hermite:0,1,0.3,0.2 loss=quadratic eta=200", 127, 193},
    {"activation=linear loss=square-hinge data=sphere:2 d=10 correlation=0.5", 318, 411},
    {"activation=quadratic loss=logistic labels=stripes:-1,1 law-a=rademacher eta=200", 173, 211},
};

START_TEST(of_curves)
{
    for (size_t k = 0; k < sizeof curves / sizeof curves[0]; k++) {
        shf_node_params params = shf_node_params_default();
        shf_node_request request = shf_node_request_default();
        shf_grid grid = shf_grid_default();
        shf_solver solver = shf_node_solver_default();
        shf_table *table = NULL;
        shf_info info = {.steps = 0};
        shf_error error;
        char copy[256], *rest = copy, *word;
        (void)snprintf(copy, sizeof copy, "%s", curves[k].problem);
        while ((word = strsep(&rest, " ")))
            if (*word) {
                char *value = strchr(word, '=');
                ck_assert_ptr_nonnull(value);
                *value = '\0';
                shf_assert_ok(shf_params_set(&shf_node_params_table, &params, word, value + 1, &error),
                              error);
            }
        request.nodes_a = request.nodes_w = 6;
        grid.t_max = 30;
        grid.points = 12;
        shf_assert_ok(shf_node_solve(&params, &request, &grid, &solver, NULL, &table, &info, &error), error);
        shf_assert_work(&info, &curves[k]);
        shf_table_free(table);
        shf_params_clear(&shf_node_params_table, &params);
    }
}
END_TEST

SHF_TEST_MAIN("node/work", of_curves)
