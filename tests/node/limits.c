/* Limits and special cases of the model. */
#include "support/test.h"
#include <shallowflow/node.h>

static shf_table *solve(const shf_node_params *params, const shf_node_request *request, double t_max)
{
    shf_error error = {0};
    shf_table *table = NULL;
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_node_solver_default();
    grid.t_max = t_max;
    grid.points = 30;
    shf_assert_ok(shf_node_solve(params, request, &grid, &solver, NULL, &table, NULL, &error), error);
    ck_assert_uint_eq(shf_table_rows(table), 30);
    return table;
}

static shf_node_request few(size_t nodes)
{
    shf_node_request request = shf_node_request_default();
    request.nodes_a = request.nodes_w = nodes;
    return request;
}

static double last(const shf_table *table, const char *name)
{
    return shf_table_column(table, name)[shf_table_rows(table) - 1];
}

/* One stripe edge at 0 is the sign rule, to the last bit; flip probabilities for each side likewise. */
START_TEST(stripes_equal_sign)
{
    double flips[2] = {0.1, 0.1};
    shf_node_request request = few(6);
    shf_node_params sign = shf_node_params_default(), stripes;
    sign.delta = 0.1;
    stripes = sign;
    stripes.labels = (shf_choice){SHF_LABEL_STRIPES, 1, {0}};
    stripes.delta = 0.4; /* not used */
    stripes.delta_stripes = (shf_list){2, flips};
    shf_table *a = solve(&sign, &request, 100), *b = solve(&stripes, &request, 100);
    for (size_t j = 0; j < shf_table_columns(a); j++)
        ck_assert(memcmp(shf_table_column_at(a, j), shf_table_column_at(b, j), 30 * sizeof(double)) == 0);
    shf_table_free(a);
    shf_table_free(b);
}
END_TEST

/* Half of the labels flipped: nothing pulls, nothing moves. */
START_TEST(half_flipped)
{
    shf_node_request request = few(6);
    for (int loss = SHF_LOSS_HINGE; loss <= SHF_LOSS_QUADRATIC; loss++) {
        shf_node_params params = shf_node_params_default();
        params.delta = 0.5;
        params.loss.kind = loss;
        shf_table *table = solve(&params, &request, 100);
        /* what is left is the rounding of opposite pulls, about 1e-17 each, times eta t/M = 250 */
        shf_assert_close(last(table, "V_par"), 0, 0, 1e-13);
        shf_assert_close(last(table, "a2"), 1, 1e-13, 0);
        shf_assert_close(last(table, "loss"), shf_table_column(table, "loss")[0], 1e-13, 0);
        shf_table_free(table);
    }
}
END_TEST

/* Lazy limit: dF is the fixed kernel of the initial weights.  For a linear activation and the quadratic loss
 * F1' = (eta/(alpha M d)) (sigma_a^2 + sigma_w^2) (h m1 - alpha F1), corrections of order 1/alpha^2. */
START_TEST(lazy_kernel)
{
    shf_node_request request = few(4);
    double before = 0;
    for (double alpha = 1e2; alpha < 2e8; alpha *= 10) {
        shf_node_params params = shf_node_params_default();
        params.activation.kind = SHF_ACT_LINEAR;
        params.loss.kind = SHF_LOSS_QUADRATIC;
        params.alpha = alpha;
        params.sigma_w = 0.7;
        shf_table *table = solve(&params, &request, 30);
        double rate = params.eta / (double)(params.M * params.d) * (1 + 0.49), m1 = sqrt(2 / M_PI);
        double F1 = m1 / alpha * -expm1(-rate * 30), error = fabs(last(table, "F[1]") / F1 - 1);
        /* order 2 while the correction is above the solver's error */
        if (before > 1e-6)
            shf_assert_close(error, before / 100, 0.1, 1e-7);
        shf_assert_below(error, 2e4 / (alpha * alpha) + 1e-7);
        before = error;
        shf_table_free(table);
    }
}
END_TEST

/* The sphere of radius sqrt d becomes Gaussian; order 1/d. */
START_TEST(sphere_becomes_gaussian)
{
    const char *const columns[] = {"V_par", "f_U", "loss"};
    shf_node_request request = few(4);
    double before[3] = {0};
    for (size_t d = 50; d <= 12800; d *= 4) {
        shf_node_params params = shf_node_params_default();
        params.d = d;
        params.eta = 100 * sqrt((double)d); /* the same clock and the same x_c for every d */
        params.h = 10 / sqrt((double)d);
        shf_table *gaussian = solve(&params, &request, 100);
        params.data.kind = SHF_DATA_SPHERE;
        shf_table *sphere = solve(&params, &request, 100);
        for (size_t c = 0; c < 3; c++) {
            double gap = last(sphere, columns[c]) / last(gaussian, columns[c]) - 1;
            ck_assert(gap != 0);
            if (before[c] != 0) /* a factor 4 in d: the next order is 1/d relative, some 15/d */
                shf_assert_close(before[c] / gap, 4, 60 / (double)d, 1e-6 / fabs(gap));
            before[c] = gap;
        }
        shf_table_free(gaussian);
        shf_table_free(sphere);
    }
}
END_TEST

/* Radius 1 with weights of size 10 and radius 10 with weights of size 1 are the same network at the start (d
 * = 100): the second layer, grown from zero, starts alike; that w moves at another rate is of second order in
 * time. */
START_TEST(radius_scales_all_directions)
{
    shf_node_params params = shf_node_params_default(), small;
    shf_node_request request = few(8);
    params.activation.kind = SHF_ACT_ERF;
    params.data.kind = SHF_DATA_SPHERE;
    params.sigma_a = 0;
    small = params;
    small.data = (shf_choice){SHF_DATA_SPHERE, 1, {1}};
    small.sigma_w = 10;
    shf_table *a = solve(&params, &request, 1e-5), *b = solve(&small, &request, 1e-5);
    ck_assert(last(a, "a2") > 1e-14);
    shf_assert_close(last(b, "a2"), last(a, "a2"), 1e-8, 0);
    shf_table_free(a);
    shf_table_free(b);
}
END_TEST

/* d = 1: no perpendicular direction, S = sigma.  With |w| fixed in sign, relu(w x) = |w| relu(+-x): the nodes
 * w > 0 see x > 0 only; F(1) = E[a w; w > 0] grows as in the linear network on half of the data. */
START_TEST(one_dimension)
{
    shf_node_params params = shf_node_params_default();
    shf_node_request request = few(1);
    params.d = 1;
    params.M = 10;
    params.eta = 1;
    params.sigma_a = 0;
    params.sigma_w = 0;
    params.mean_w = 1;
    params.loss.kind = SHF_LOSS_QUADRATIC;
    request.nodes_rho = 5;
    shf_table *table = solve(&params, &request, 50);
    /* one node (a, w) = (0, 1): a' = k q w, w' = k q a, q = E[g x; x > 0] = phi(0) - a w/2, w^2 - a^2 = 1 */
    long double u = 0, step = 50 / 200000.L; /* w = cosh u, a = sinh u, u' = k q */
    for (int i = 0; i < 200000; i++) {
        long double q = 0.1L * (1 / sqrtl(2 * acosl(-1)) - sinhl(2 * u) / 4);
        long double mid = u + step / 2 * q;
        u += step * 0.1L * (1 / sqrtl(2 * acosl(-1)) - sinhl(2 * mid) / 4); /* midpoint rule, 1e-9 */
    }
    shf_assert_close(last(table, "w_par"), (double)coshl(u), 1e-7, 0);
    shf_assert_close(last(table, "a"), (double)sinhl(u), 1e-7, 0);
    shf_assert_close(last(table, "F[1]"), (double)sinhl(2 * u) / 2, 1e-7, 0);
    ck_assert(last(table, "F[-1]") == 0);
    ck_assert(last(table, "rho") == 0);
    shf_table_free(table);
}
END_TEST

/* Points in the law collapse directions: correlation 1 and sigma_a = 0 need one node where others need many.
 */
START_TEST(degenerate_laws)
{
    shf_node_params params = shf_node_params_default();
    params.activation.kind = SHF_ACT_ERF;
    params.correlation = 1;
    shf_node_request request = few(20), collapsed = request;
    collapsed.nodes_w = 1;
    shf_table *a = solve(&params, &request, 50), *b = solve(&params, &collapsed, 50);
    for (size_t j = 0; j < shf_table_columns(a); j++)
        ck_assert(memcmp(shf_table_column_at(a, j), shf_table_column_at(b, j), 30 * sizeof(double)) == 0);
    shf_assert_close(shf_table_column(a, "a_w_par")[0], 1, 1e-2, 0); /* w = A = a at t = 0 */
    shf_table_free(a);
    shf_table_free(b);

    params.correlation = 0;
    params.sigma_a = 0;
    collapsed = request;
    collapsed.nodes_a = 1;
    a = solve(&params, &request, 50);
    b = solve(&params, &collapsed, 50);
    for (size_t j = 0; j < shf_table_columns(a); j++)
        ck_assert(memcmp(shf_table_column_at(a, j), shf_table_column_at(b, j), 30 * sizeof(double)) == 0);
    ck_assert(last(a, "V_par") > 0);
    shf_table_free(a);
    shf_table_free(b);
}
END_TEST

/* Points -1, 1 are the Rademacher law; points 0 with a mean and no width are the mean. */
START_TEST(points)
{
    shf_node_params params = shf_node_params_default(), other;
    params.law_a.kind = SHF_LAW_RADEMACHER;
    params.mean_a = 0.2;
    other = params;
    other.law_a = (shf_choice){SHF_LAW_POINTS, 2, {-1, 1}};
    shf_node_request request = few(6);
    shf_table *a = solve(&params, &request, 50), *b = solve(&other, &request, 50);
    for (size_t j = 0; j < shf_table_columns(a); j++)
        ck_assert(memcmp(shf_table_column_at(a, j), shf_table_column_at(b, j), 30 * sizeof(double)) == 0);
    shf_assert_close(shf_table_column(a, "a2")[0], 1.04, 1e-6, 0);
    shf_table_free(a);
    shf_table_free(b);
}
END_TEST

/* Odd activation, symmetric laws: F stays odd and nodes symmetric; even activation: F even. */
START_TEST(parity)
{
    shf_node_params params = shf_node_params_default();
    shf_node_request request = few(7);
    params.activation.kind = SHF_ACT_TANH;
    params.loss.kind = SHF_LOSS_LOGISTIC;
    shf_table *table = solve(&params, &request, 100);
    ck_assert(last(table, "F[1]") > 0.01);
    shf_assert_close(last(table, "F[-1]"), -last(table, "F[1]"), 1e-12, 0);
    shf_assert_close(last(table, "w_par"), 0, 0, 1e-7);
    shf_table_free(table);

    params.activation = (shf_choice){SHF_ACT_QUADRATIC, 0, {0}};
    params.labels = (shf_choice){SHF_LABEL_STRIPES, 2, {-1, 1}};
    table = solve(&params, &request, 10);
    ck_assert(fabs(last(table, "F[1]")) > 0.01);
    shf_assert_close(last(table, "F[-1]"), last(table, "F[1]"), 1e-12, 0);
    shf_table_free(table);
}
END_TEST

/* Only eta t counts: a huge rate is a long time, stiff but solved. */
START_TEST(huge_rate)
{
    shf_node_params params = shf_node_params_default();
    shf_node_request request = few(5);
    params.activation.kind = SHF_ACT_ERF;
    shf_table *a = solve(&params, &request, 4e6);
    params.eta = 1e12;
    shf_table *b = solve(&params, &request, 4e-3);
    for (size_t k = 0; k < 30; k++)
        shf_assert_close(shf_table_column(b, "V_par")[k], shf_table_column(a, "V_par")[k], 1e-6, 0);
    ck_assert(last(a, "f_U") < 0.1);
    shf_table_free(a);
    shf_table_free(b);
}
END_TEST

SHF_TEST_MAIN("node/limits", stripes_equal_sign, half_flipped, lazy_kernel, sphere_becomes_gaussian,
              radius_scales_all_directions, one_dimension, degenerate_laws, points, parity, huge_rate)
