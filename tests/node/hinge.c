/* ReLU, hinge loss, sign labels, symmetric initial laws: the closed form of the hinge theory. */
#include "support/test.h"
#include <shallowflow/hinge.h>
#include <shallowflow/node.h>

/* One model for both theories. */
typedef struct model {
    shf_node_params node;
    shf_node_request request;
    shf_hinge_params hinge;
    shf_grid grid;
} model;

static model model_default(void)
{
    model m = {shf_node_params_default(), shf_node_request_default(), shf_hinge_params_default(),
               shf_grid_default()};
    m.grid.points = 60;
    m.grid.t_min = 1e-3;
    return m;
}

/* The number of nodes does not matter (see other_symmetric_laws): few, for speed. */
static model model_small(void)
{
    model m = model_default();
    m.request.nodes_a = m.request.nodes_w = 6;
    return m;
}

static void share(model *m)
{
    m->hinge.d = m->node.d;
    m->hinge.M = m->node.M;
    m->hinge.alpha = m->node.alpha;
    m->hinge.h = m->node.h;
    m->hinge.eta = m->node.eta;
    m->hinge.delta = m->node.delta;
    m->hinge.sigma_a = m->node.sigma_a;
    m->hinge.sigma_w = m->node.sigma_w;
    m->hinge.data = m->node.data;
}

/* Compares the columns that both theories have, and F = f0 x. */
static void compare(model *m, double rel)
{
    shf_error error = {0};
    shf_table *node = NULL, *hinge = NULL;
    shf_solver node_solver = shf_node_solver_default(), hinge_solver = shf_hinge_solver_default();
    shf_hinge_request hinge_request = shf_hinge_request_default();
    share(m);
    shf_assert_ok(shf_node_solve(&m->node, &m->request, &m->grid, &node_solver, NULL, &node, NULL, &error),
                  error);
    shf_assert_ok(
        shf_hinge_solve(&m->hinge, &hinge_request, &m->grid, &hinge_solver, NULL, &hinge, NULL, &error),
        error);
    const char *const columns[] = {"V_par", "a_w_par", "a2", "w_par2", "f_U", "loss"};
    ck_assert_uint_eq(shf_table_rows(node), m->grid.points);
    for (size_t k = 0; k < m->grid.points; k++) {
        for (size_t c = 0; c < 6; c++)
            shf_assert_close(shf_table_column(node, columns[c])[k], shf_table_column(hinge, columns[c])[k],
                             rel, 0);
        shf_assert_close(shf_table_column(node, "F[1]")[k], shf_table_column(hinge, "f0")[k], rel, 0);
        shf_assert_below(shf_table_column(node, "error")[k], rel);
    }
    shf_table_free(node);
    shf_table_free(hinge);
}

/* The bar of the project: 1e-7 at default settings. */
static const double BAR = 1e-7;

START_TEST(default_run)
{
    model m = model_default();
    compare(&m, BAR);
}
END_TEST

START_TEST(rich_and_lazy)
{
    const double alphas[] = {1e-3, 0.03, 30, 1e3, 1e5, 1e8};
    for (size_t k = 0; k < 6; k++) {
        model m = model_small();
        m.node.alpha = alphas[k];
        m.grid.t_max = 400;
        compare(&m, BAR);
    }
}
END_TEST

START_TEST(flipped_labels)
{
    model m = model_small();
    m.node.delta = 0.3;
    m.grid.t_max = 200;
    compare(&m, BAR);
}
END_TEST

START_TEST(other_widths_and_margin)
{
    model m = model_small();
    m.node.sigma_a = 0.3;
    m.node.sigma_w = 1.6;
    m.node.h = 0.25;
    m.node.d = 23;
    m.node.M = 70;
    m.node.eta = 60;
    compare(&m, BAR);
}
END_TEST

START_TEST(other_data)
{
    shf_choice laws[] = {{.kind = SHF_DATA_SPHERE}, {SHF_DATA_SPHERE, 1, {2.5}}, {SHF_DATA_STUDENT, 1, {5}}};
    const size_t dims[] = {2, 3, 40};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < 3; i++) {
            model m = model_small();
            m.node.data = laws[k];
            m.node.d = dims[i];
            m.node.eta = 100;
            compare(&m, BAR);
        }
}
END_TEST

/* The closed form needs second moments only: any symmetric law of unit variance, any number of nodes. */
START_TEST(other_symmetric_laws)
{
    const int laws[] = {SHF_LAW_RADEMACHER, SHF_LAW_UNIFORM, SHF_LAW_GAUSSIAN};
    for (size_t k = 0; k < 3; k++) {
        model m = model_small();
        m.node.law_a.kind = laws[k];
        m.node.law_w.kind = laws[(k + 1) % 3];
        m.request.nodes_a = 4;
        m.request.nodes_w = 5;
        m.request.nodes_rho = 1 + 2 * k;
        compare(&m, BAR);
    }
}
END_TEST

/* Long after the last sample was near the margin: the flow is stiff, rates spread over 1e9. */
START_TEST(long_times)
{
    model m = model_small();
    m.grid.t_max = 1e9;
    m.grid.points = 20;
    m.request.nodes_a = m.request.nodes_w = 8;
    compare(&m, 5 * BAR);
}
END_TEST

SHF_TEST_MAIN("node/hinge", default_run, rich_and_lazy, flipped_labels, other_widths_and_margin, other_data,
              other_symmetric_laws, long_times)
