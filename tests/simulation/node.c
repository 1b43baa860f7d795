/* The trainer of any activation and loss: gradients, the network of `simulate hinge`, refusals. */
#include "common/blas.h"
#include "node_problem.h"
#include "simulation/loss_values.h"

/* ---- gradients ---- */

enum { M = 3, D = 4, N = 5 };

static const char *const activations[] = {
    "relu", "erf", "tanh", "sigmoid", "linear", "quadratic", "hermite:0.3,1,-0.5,0.2"};
static const char *const losses[] = {"hinge", "square-hinge", "logistic", "quadratic"};

typedef struct world {
    node_problem problem;
    shf_node_experiment experiment;
    shf_node_net net;
} world;

static void world_make(world *w, const char *text)
{
    shf_error error = {0};
    w->problem = node_problem_read(text);
    w->experiment = node_problem_experiment(&w->problem);
    static double x[1] = {1};
    shf_assert_ok(shf_blas_load(1, &error), error);
    shf_assert_ok(shf_node_net_make(&w->net, &w->experiment, &(shf_list){1, x}, NULL, 7, NULL, &error),
                  error);
}

static void world_free(world *w)
{
    shf_node_net_free(&w->net);
    node_problem_free(&w->problem);
}

/* alpha^2 N L, and which side of their kinks samples and nodes are on, as one number. */
static double loss_of(world *w, double *side)
{
    const shf_node_params *p = &w->problem.params;
    const double *x = w->net.train.x;
    double sum = 0, bit = 1;
    *side = 0;
    for (size_t mu = 0; mu < N; mu++) {
        shf_two_layer *layer = &w->net.trainer.net;
        shf_two_layer_forward(layer, 1, x + mu * D);
        double z = p->alpha * w->net.train.y[mu] * (layer->f[0] - w->net.f0[mu]);
        shf_loss_values l = shf_loss_values_at(p->loss.kind, p->h, z);
        sum += l.value;
        *side += bit * l.unsatisfied;
        bit *= 2;
        for (size_t i = 0; i < M; i++, bit *= 2) {
            double pre = 0;
            for (size_t k = 0; k < D; k++)
                pre += layer->w[i * D + k] * x[mu * D + k];
            *side += bit * (pre > 0);
        }
    }
    return sum;
}

/* The slope of alpha^2 N L in *theta by central differences of order 8; NaN if a kink may be in between.
 * Error: 1e-16 |L|/h of rounding, and below h^8 of truncation. */
static double slope_of(world *w, double *theta)
{
    static const double c[] = {4. / 5, -1. / 5, 4. / 105, -1. / 280};
    double own = *theta, h = 4e-3, sum = 0, side, other;
    (void)loss_of(w, &side);
    for (int k = 1; k <= 4; k++)
        for (int s = -1; s <= 1; s += 2) {
            *theta = own + s * k * h;
            sum += s * c[k - 1] * loss_of(w, &other) / h;
            if (other != side)
                sum = NAN;
        }
    *theta = own;
    return sum;
}

/* Compares all components of one case; how many were between kinks. */
static size_t check_gradient(const char *activation, const char *loss)
{
    char text[256];
    (void)snprintf(
        text, sizeof text,
        "M=3 d=4 N=5 test-size=5 alpha=0.7 h=0.9 delta=0.2 labels=stripes:-0.3,0.4 activation=%s loss=%s",
        activation, loss);
    world w;
    world_make(&w, text);
    shf_two_layer *layer = &w.net.trainer.net;
    for (size_t mu = 0; mu < N; mu++) /* a network that has learnt something */
        w.net.f0[mu] -= 0.5 * w.net.train.y[mu] * (mu % 2 ? 1 : 2) / w.problem.params.alpha;
    size_t count, checked = 0;
    ck_assert_int_eq(shf_trainer_gradient(&w.net.trainer, &count), SHF_OK);
    ck_assert_uint_eq(count, N);
    double ga[M], gw[M * D], scale = w.problem.params.alpha / M;
    memcpy(ga, layer->ga, sizeof ga);
    memcpy(gw, layer->gw, sizeof gw);
    for (size_t k = 0; k < M + M * D; k++) {
        double *theta = k < M ? &layer->a[k] : &layer->w[k - M];
        double force = k < M ? ga[k] : layer->a[(k - M) / D] * gw[k - M], slope = slope_of(&w, theta);
        checked += !isnan(slope);
        if (!isnan(slope))
            ck_assert_msg(shf_is_close(-scale * force, slope, 1e-9, 1e-11),
                          "%s, %s, weight %zu: %.17g, slope %.17g", activation, loss, k, -scale * force,
                          slope);
    }
    world_free(&w);
    return checked;
}

START_TEST(gradients)
{
    for (size_t i = 0; i < sizeof activations / sizeof *activations; i++)
        for (size_t j = 0; j < sizeof losses / sizeof *losses; j++)
            ck_assert_uint_ge(check_gradient(activations[i], losses[j]), 2 * (M + M * D) / 3);
}
END_TEST

/* ---- the same network by another trainer ---- */

/* `simulate hinge` draws the same numbers; sums run in another order, and 40 updates let rounding grow. */
static void compare_with_hinge(const char *law, const char *delta)
{
    static const char *const mine[] = {"loss", "f_U",    "error", "error_train",
                                       "a2",   "w_par2", "V_par", "rho2"};
    static const char *const its[] = {"loss", "f_U",    "error_test", "error_train",
                                      "a2",   "w_par2", "V_par",      "w_perp2"};
    char text[256];
    (void)snprintf(text, sizeof text,
                   "d=12 M=20 N=300 eta=60 substeps=2 test-size=150 runs=2 times=0,1,5,20 data=%s delta=%s",
                   law, delta);
    node_problem p = node_problem_read(text);
    shf_error error = {0};
    shf_table *table = node_problem_run(&p, &error);
    ck_assert_msg(table != NULL, "%s", error.message);
    shf_hinge_params hinge = shf_hinge_params_default();
    shf_simulation_params simulation = shf_simulation_params_default();
    hinge.d = 12, hinge.M = 20, hinge.N = 300, hinge.eta = 60;
    hinge.data = p.params.data, hinge.delta = p.params.delta;
    simulation.substeps = 2, simulation.runs = 2, simulation.test_size = 150;
    shf_simulation_result result;
    shf_assert_ok(
        shf_hinge_simulate(&hinge, &simulation, NULL, NULL, &p.grid, NULL, NULL, &result, NULL, &error),
        error);
    for (size_t k = 0; k < sizeof mine / sizeof *mine; k++)
        for (size_t row = 0; row < 4; row++)
            shf_assert_close(shf_table_column(table, mine[k])[row],
                             shf_table_column(result.curve, its[k])[row], 1e-11, 0);
    shf_simulation_result_free(&result);
    shf_table_free(table);
    node_problem_free(&p);
}

START_TEST(same_network_as_simulate_hinge)
{
    compare_with_hinge("gaussian", "0");
    compare_with_hinge("sphere:4", "0.1");
    compare_with_hinge("student:5", "0.05");
}
END_TEST

/* ---- initial laws, samples, fields ---- */

/* Moments of 20000 nodes at t = 0 against those of (N.7), within 5 standard errors. */
START_TEST(initial_laws)
{
    static const char *const laws[] = {"gaussian", "uniform", "rademacher", "points:1,-0.5,-0.5"};
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++) {
            char text[256];
            (void)snprintf(
                text, sizeof text,
                "d=3 M=20000 N=1 runs=1 test-size=1 times=0 mean-a=0.3 mean-w=-0.2 sigma-a=0.7 sigma-w=1.3 "
                "correlation=0.6 law-a=%s law-w=%s",
                laws[i], laws[j]);
            node_problem p = node_problem_read(text);
            shf_error error = {0};
            shf_table *table = node_problem_run(&p, &error), *theory = NULL;
            ck_assert_msg(table != NULL, "%s", error.message);
            double zero[] = {0};
            shf_node_request request = shf_node_request_default();
            request.nodes_a = request.nodes_w = 4;
            request.nodes_rho = 20;
            shf_grid grid = shf_grid_default();
            grid.times = (shf_list){1, zero};
            shf_solver solver = shf_node_solver_default();
            shf_assert_ok(shf_node_solve(&p.params, &request, &grid, &solver, NULL, &theory, NULL, &error),
                          error);
            static const char *const columns[] = {"a", "a2", "w_par", "w_par2", "a_w_par", "rho", "rho2"};
            for (size_t k = 0; k < 7; k++) /* fourth moments are below 3 (1.3^2 2)^2 */
                shf_assert_close(shf_table_column(table, columns[k])[0],
                                 shf_table_column(theory, columns[k])[0], 0, SHF_STAT(5, 6 / sqrt(20000)));
            shf_table_free(table);
            shf_table_free(theory);
            node_problem_free(&p);
        }
}
END_TEST

/* A linear network has F(x) = V.x/sqrt d with the trained part of V, so that F[2] - F[-1] = 3 dV_par/sqrt d
 * for every x_perp, on average over them; the lengths of x_perp differ on the sphere, whose own mean vanishes
 * only within its error. */
START_TEST(field_of_a_linear_network)
{
    static const char *const laws[] = {"gaussian", "student:6"};
    for (size_t k = 0; k < 2; k++) {
        char text[256];
        (void)snprintf(
            text, sizeof text,
            "d=9 M=30 N=200 runs=1 eta=20 test-size=50 times=0,10 activation=linear loss=quadratic "
            "projections=-1,2 data=%s",
            laws[k]);
        shf_table *table = node_problem_result(text);
        const double *V = shf_table_column(table, "V_par");
        double gap = shf_table_column(table, "F[2]")[1] - shf_table_column(table, "F[-1]")[1];
        if (k == 0)
            shf_assert_close(gap, (V[1] - V[0]), 1e-10, 0);
        else
            ck_assert(gap > 0);
        shf_table_free(table);
    }
}
END_TEST

/* On the sphere every input at a projection has the length R; a quadratic network of one node with w = e_1
 * sees only x_par. */
START_TEST(labels_and_flips)
{
    world w;
    world_make(&w, "d=6 M=2 N=20000 test-size=2000 labels=stripes:-1,0.5 delta-stripes=0.1,0.3,0");
    size_t flips[3] = {0}, all[3] = {0};
    for (size_t mu = 0; mu < w.net.train.n; mu++) {
        double x = w.net.train.x_par[mu];
        int k = x < -1 ? 0 : x < 0.5 ? 1 : 2, y = k == 1 ? -1 : 1;
        all[k]++;
        flips[k] += w.net.train.flip[mu];
        ck_assert_int_eq(w.net.train.y[mu], w.net.train.flip[mu] ? -y : y);
    }
    ck_assert_uint_eq(flips[2], 0);
    shf_assert_close((double)flips[0] / (double)all[0], 0.1, 0, SHF_STAT(5, sqrt(0.09 / (double)all[0])));
    shf_assert_close((double)flips[1] / (double)all[1], 0.3, 0, SHF_STAT(5, sqrt(0.21 / (double)all[1])));
    for (size_t mu = 0; mu < w.net.test.n; mu++)
        ck_assert_int_eq(w.net.test.y[mu], w.net.test.x_par[mu] < -1 || w.net.test.x_par[mu] >= 0.5 ? 1 : -1);
    world_free(&w);
}
END_TEST

/* ---- threads, and what is refused ---- */

START_TEST(threads_do_not_matter)
{
    static const char *const text = "d=5 M=8 N=600 runs=3 eta=10 test-size=20 times=0,3 activation=tanh "
                                    "loss=logistic minibatch=pass:70 momentum=0.5 threads=%d";
    shf_table *table[2];
    for (int k = 0; k < 2; k++) {
        char own[256];
        (void)snprintf(own, sizeof own, text, 1 + 2 * k);
        table[k] = node_problem_result(own);
    }
    for (size_t j = 0; j < shf_table_columns(table[0]); j++)
        ck_assert_mem_eq(shf_table_column_at(table[0], j), shf_table_column_at(table[1], j),
                         2 * sizeof(double));
    shf_table_free(table[0]);
    shf_table_free(table[1]);
}
END_TEST

START_TEST(bad_input)
{
    static const struct {
        const char *text, *part;
    } cases[] = {
        {"minibatch=pass:0", "minibatch = pass:0"},
        {"minibatch=pass:101", "1 to the number of training samples, 100"},
        {"minibatch=draw:101", "minibatch = draw:101"},
        {"minibatch=draw:2.5", "minibatch = draw:2.5"},
        {"schedule=steps:3,2", "the time 2 follows 3"},
        {"schedule=steps:0", "the time 0 follows 0"},
        {"schedule=cosine:0", "schedule = cosine:0"},
        {"labels=stripes:1,-1", "labels = stripes"},
        {"projections=1,1", "projections"},
        {"eta=1e12", "diverge"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[256];
        shf_error error = {0};
        (void)snprintf(text, sizeof text,
                       "d=3 M=4 N=100 runs=1 test-size=10 times=0,200 activation=quadratic %s",
                       cases[k].text);
        node_problem p = node_problem_read(text);
        ck_assert_ptr_null(node_problem_run(&p, &error));
        ck_assert_msg(strstr(error.message, cases[k].part) && !strchr(error.message, '\n'), "%s: \"%s\"",
                      cases[k].text, error.message);
        node_problem_free(&p);
    }
    node_problem p = node_problem_read("");
    shf_error error = {0};
    shf_assert_fails(node_problem_set(&p, "momentum", "1", &error), SHF_ERR_VALUE, error, "momentum");
    shf_assert_fails(node_problem_set(&p, "weight-decay", "-1", &error), SHF_ERR_VALUE, error,
                     "weight-decay");
    shf_assert_fails(node_problem_set(&p, "rate-a", "-1", &error), SHF_ERR_VALUE, error, "rate-a");
}
END_TEST

SHF_TEST_MAIN("simulation/node", gradients, same_network_as_simulate_hinge, initial_laws,
              field_of_a_linear_network, labels_and_flips, threads_do_not_matter, bad_input)
