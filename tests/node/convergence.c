/* Convergence in the number of quadrature nodes, of points in x_par, and in the tolerance of the integrator.
 */
#include "support/test.h"
#include <shallowflow/node.h>

typedef struct size {
    size_t nodes, points, nodes_rho;
    double rtol;
} size;

static const size finest = {20, 24, 1, 1e-10};

static shf_table *solve(const shf_node_params *params, size s)
{
    shf_error error = {0};
    shf_table *table = NULL;
    shf_node_request request = shf_node_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_node_solver_default();
    request.nodes_a = request.nodes_w = s.nodes;
    request.points_x = s.points;
    request.nodes_rho = s.nodes_rho;
    grid.t_max = 60;
    grid.points = 20;
    solver.rtol = s.rtol;
    shf_assert_ok(shf_node_solve(params, &request, &grid, &solver, NULL, &table, NULL, &error), error);
    return table;
}

/* Largest difference of V_par and of the loss, relative to sqrt(E[a^2] E[w^2]) and to the loss at the start.
 */
static double difference(const shf_table *a, const shf_table *b)
{
    double worst = 0;
    const double *loss = shf_table_column(a, "loss"), *a2 = shf_table_column(a, "a2");
    const double *w2 = shf_table_column(a, "w_par2");
    for (size_t k = 0; k < shf_table_rows(a); k++) {
        double V = shf_table_column(a, "V_par")[k] - shf_table_column(b, "V_par")[k];
        worst = fmax(worst, fabs(V) / sqrt(a2[k] * w2[k]));
        worst = fmax(worst, fabs(loss[k] - shf_table_column(b, "loss")[k]) / loss[0]);
    }
    return worst;
}

static shf_node_params model(int number)
{
    shf_node_params params = shf_node_params_default();
    if (number == 0) {
        params.law_a.kind = SHF_LAW_UNIFORM;
        params.mean_a = 0.3;
    } else if (number == 1) {
        params.law_a = (shf_choice){SHF_LAW_POINTS, 3, {-0.5, 1, 2}};
    } else {
        params.activation.kind = SHF_ACT_TANH;
        params.loss.kind = SHF_LOSS_LOGISTIC;
    }
    return params;
}

/* Gauss rules converge faster than any power: what is left falls at least by `factor` at each size, down to
 * the tolerance of the integrator. */
START_TEST(in_the_nodes)
{
    for (int number = 0; number < 3; number++) {
        shf_node_params params = model(number);
        shf_table *best = solve(&params, finest);
        double before = INFINITY, factor = number < 2 ? 8 : 1.5, last = 0;
        for (size_t nodes = 3; nodes <= 12; nodes += 3) {
            size s = finest;
            s.nodes = nodes;
            shf_table *table = solve(&params, s);
            last = difference(best, table);
            shf_assert_below(last, before / factor + SHF_TRUNC(100, s.rtol));
            before = last;
            shf_table_free(table);
        }
        shf_assert_below(last, number < 2 ? 2e-8 : 2e-4);
        shf_table_free(best);
    }
}
END_TEST

START_TEST(in_the_points)
{
    for (int number = 0; number < 3; number++) {
        shf_node_params params = model(number);
        size s = finest;
        s.nodes = 5;
        shf_table *best = solve(&params, s);
        double before = INFINITY;
        for (size_t points = 4; points <= 16; points += 4) {
            s.points = points;
            shf_table *table = solve(&params, s);
            double gap = difference(best, table);
            shf_assert_below(gap, before / 30 + SHF_TRUNC(100, s.rtol));
            before = gap;
            shf_table_free(table);
        }
        shf_assert_below(before, SHF_TRUNC(100, s.rtol)); /* 16 points: nothing but the integrator is left */
        shf_table_free(best);
    }
}
END_TEST

/* The result follows the tolerance over four decades: error at most 300 rtol. */
START_TEST(in_the_tolerance)
{
    for (int number = 0; number < 3; number++) {
        shf_node_params params = model(number);
        size s = finest;
        s.nodes = 5;
        s.rtol = 1e-11;
        shf_table *best = solve(&params, s);
        for (s.rtol = 1e-5; s.rtol > 1e-10; s.rtol *= 0.1) {
            shf_table *table = solve(&params, s);
            shf_assert_below(difference(best, table), SHF_TRUNC(300, s.rtol));
            shf_table_free(table);
        }
        shf_table_free(best);
    }
}
END_TEST

/* Nodes over |w_perp|: one node differs by the width of the law, order 1/d; more converge fast. */
START_TEST(in_the_perpendicular_nodes)
{
    shf_node_params params = model(0);
    params.activation.kind = SHF_ACT_ERF;
    params.mean_a = 0;
    double before = 0;
    for (size_t d = 100; d <= 1600; d *= 4) {
        params.d = d;
        params.h = 10 / sqrt((double)d);
        params.eta = 100 * sqrt((double)d);
        size s = {6, 16, 10, 1e-10};
        shf_table *best = solve(&params, s);
        s.nodes_rho = 5;
        shf_table *five = solve(&params, s);
        s.nodes_rho = 1;
        shf_table *one = solve(&params, s);
        double gap = difference(best, one);
        shf_assert_below(difference(best, five), 0.01 * gap);
        if (before > 0)
            shf_assert_close(before / gap, 4, 0, 130 / (double)d); /* next order: 1/d relative */
        before = gap;
        shf_table_free(best);
        shf_table_free(five);
        shf_table_free(one);
    }
}
END_TEST

SHF_TEST_MAIN("node/convergence", in_the_nodes, in_the_points, in_the_tolerance, in_the_perpendicular_nodes)
