/* Linear activation and quadratic loss: three moments obey a closed equation, integrated here in long double.
 *
 * With S = mu the field is F = F1 x, F1 = (E[a w] - E[a w](0))/sqrt d, and with q = E[g y x] = h m1 - alpha
 * F1 m2, m1 = E[y x], m2 = E[x^2], k = eta/(alpha M sqrt d): a' = k q w, w' = k q a, so that P' = W' = 2 k q
 * V,   V' = k q (P + W)     for P = E[a^2], W = E[w^2], V = E[a w]. */
#include "support/test.h"
#include <shallowflow/node.h>

typedef struct moments {
    long double P, W, V;
} moments;

typedef struct flow {
    long double k, h, alpha, root_d, m1, m2, V0;
} flow;

static moments derivative(const flow *f, moments m)
{
    long double q = f->h * f->m1 - f->alpha * (m.V - f->V0) / f->root_d * f->m2, r = f->k * q;
    return (moments){2 * r * m.V, 2 * r * m.V, r * (m.P + m.W)};
}

static moments along(moments m, moments d, long double step)
{
    return (moments){m.P + step * d.P, m.W + step * d.W, m.V + step * d.V};
}

/* Runge-Kutta of order 4, n steps. */
static moments advance(const flow *f, moments m, long double t, int n)
{
    long double step = t / n;
    for (int i = 0; i < n; i++) {
        moments a = derivative(f, m), b = derivative(f, along(m, a, step / 2));
        moments c = derivative(f, along(m, b, step / 2)), d = derivative(f, along(m, c, step));
        m.P += step / 6 * (a.P + 2 * b.P + 2 * c.P + d.P);
        m.W += step / 6 * (a.W + 2 * b.W + 2 * c.W + d.W);
        m.V += step / 6 * (a.V + 2 * b.V + 2 * c.V + d.V);
    }
    return m;
}

static double density(double x)
{
    return exp(-0.5 * x * x) / sqrt(2 * M_PI);
}

/* m1 for the stripes -0.5, 1 with flip probabilities 0.1, 0.2, 0.05: labels +, -, +. */
static double stripes_overlap(void)
{
    return 0.8 * -density(-0.5) - 0.6 * (density(-0.5) - density(1)) + 0.9 * density(1);
}

static void compare(const shf_node_params *params, double m1, double m2, moments initial)
{
    shf_error error = {0};
    shf_table *table = NULL;
    shf_node_request request = shf_node_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_node_solver_default();
    request.nodes_a = request.nodes_w = 6;
    grid.grid.kind = SHF_GRID_LINEAR;
    grid.t_max = 40;
    grid.points = 41;
    shf_assert_ok(shf_node_solve(params, &request, &grid, &solver, NULL, &table, NULL, &error), error);
    double alpha = params->alpha, h = params->h, root_d = sqrt((double)params->d);
    flow f = {params->eta / (alpha * (double)params->M * root_d), h, alpha, root_d, m1, m2, initial.V};
    moments m = initial;
    for (size_t k = 0; k < grid.points; k++) {
        /* errors of single nodes, each below rtol a step, add up over about 200 steps */
        double rel = SHF_TRUNC(100, solver.rtol);
        double F1 = (double)(m.V - initial.V) / root_d;
        shf_assert_close(shf_table_column(table, "a2")[k], (double)m.P, rel, 0);
        shf_assert_close(shf_table_column(table, "w_par2")[k], (double)m.W, rel, 0);
        shf_assert_close(shf_table_column(table, "V_par")[k], (double)m.V, rel, 1e-16);
        shf_assert_close(shf_table_column(table, "F[1]")[k], F1, rel, 1e-16);
        shf_assert_close(
            shf_table_column(table, "loss")[k],
            0.5 * (h * h - 2 * alpha * h * m1 * F1 + alpha * alpha * F1 * F1 * m2) / (alpha * alpha), rel, 0);
        ck_assert(shf_table_column(table, "rho2")[k] ==
                  params->sigma_w * params->sigma_w * ((double)params->d - 1));
        ck_assert_uint_eq(shf_table_column_index(table, "f_U"), shf_table_columns(table));
        m = advance(&f, m, 1, 400); /* the change in a step is below 1e-2: order 4 leaves 1e-12 */
    }
    shf_table_free(table);
}

static shf_node_params linear(void)
{
    shf_node_params params = shf_node_params_default();
    params.activation.kind = SHF_ACT_LINEAR;
    params.loss.kind = SHF_LOSS_QUADRATIC;
    params.d = 20;
    return params;
}

START_TEST(clean_labels)
{
    shf_node_params params = linear();
    compare(&params, sqrt(2 / M_PI), 1, (moments){1, 1, 0});
}
END_TEST

START_TEST(correlated_with_means)
{
    shf_node_params params = linear();
    params.mean_a = 0.5;
    params.mean_w = -0.2;
    params.sigma_a = 0.8;
    params.sigma_w = 1.2;
    params.correlation = 0.6;
    params.delta = 0.15;
    params.alpha = 0.6;
    moments initial = {0.89L, 1.48L, -0.1L + 0.6L * 0.8L * 1.2L};
    compare(&params, 0.7 * sqrt(2 / M_PI), 1, initial);
}
END_TEST

START_TEST(stripes_with_flips)
{
    double edges[] = {-0.5, 1}, flips[] = {0.1, 0.2, 0.05};
    shf_node_params params = linear();
    params.labels = (shf_choice){SHF_LABEL_STRIPES, 2, {edges[0], edges[1]}};
    params.delta_stripes = (shf_list){3, flips};
    compare(&params, stripes_overlap(), 1, (moments){1, 1, 0});
}
END_TEST

/* Student data, nu = 4: E|x| = 1, E x^2 = 2; sphere of radius 2 in d = 20. */
START_TEST(other_data)
{
    shf_node_params params = linear();
    params.data = (shf_choice){SHF_DATA_STUDENT, 1, {4}};
    compare(&params, 1, 2, (moments){1, 1, 0});
    params.data = (shf_choice){SHF_DATA_SPHERE, 1, {2}};
    compare(&params, 2 / sqrt(M_PI) * exp(lgamma(10) - lgamma(10.5)), 4. / 20, (moments){1, 1, 0});
}
END_TEST

/* hermite:0,1 is linear. */
START_TEST(hermite_series)
{
    shf_node_params params = linear();
    params.activation = (shf_choice){SHF_ACT_HERMITE, 2, {0, 1}};
    compare(&params, sqrt(2 / M_PI), 1, (moments){1, 1, 0});
}
END_TEST

SHF_TEST_MAIN("node/linear", clean_labels, correlated_with_means, stripes_with_flips, other_data,
              hermite_series)
