/* The simulation of the DMFT network by itself, and where the theory is exact: linear networks and the
 * surrogate. */
#include "common/random.h"
#include "dmft_problem.h"

/* A cubic activation of both signs with another target, and one that is no polynomial. */
#define CUBIC "h=hermite:0,0.9,-0.3,-0.4 target=hermite:0,0.7,0.5,0.2 tau=0.3"
#define TANH "h=tanh target=hermite:0,0.7,0.5 tau=0.3"

static shf_dmft_net make_net(const problem *p, shf_dmft_task *task, uint64_t seed)
{
    shf_dmft_net net;
    shf_error error = {0};
    shf_dmft_task_make(task, &p->params);
    shf_assert_ok(shf_dmft_net_make(&net, task, &p->training, seed, &error), error);
    return net;
}

static double training_error(shf_dmft_net *net)
{
    shf_dmft_observables values;
    shf_dmft_net_observe(net, &values);
    return values.e_train;
}

static void update(shf_dmft_net *net, size_t times)
{
    shf_error error = {0};
    for (size_t k = 0; k < times; k++)
        shf_assert_ok(shf_dmft_net_update(net, &error), error);
}

/* Derivative of the training error by central differences: error h^2 times its third derivative, 1e-10 at
 * h = 1e-5, and rounding 1e-16/h = 1e-11, both of weights that are O(1). */
static double slope(shf_dmft_net *net, double *at)
{
    const double h = 1e-5;
    double keep = *at;
    *at = keep + h;
    double above = training_error(net);
    *at = keep - h;
    double below = training_error(net);
    *at = keep;
    return (above - below) / (2 * h);
}

/* One update of length dt is -dt (n/d) times the gradient of the training error, that of w_i without its part
 * along w_i: (D.45).  Curvature adds dt = 1e-6 relative, rounding 1e-16/dt. */
static void check_gradient(const char *text)
{
    enum { M = 3, D = 4 };
    problem p = problem_read(text);
    shf_dmft_task task;
    p.params.m = M;
    p.training.d = D;
    p.training.substeps = 1e6;
    shf_dmft_net net = make_net(&p, &task, 5);
    double a[M], w[M * D], by_a[M], by_w[M * D], scale = -(double)net.n / D;
    memcpy(a, net.weights.a, sizeof a);
    memcpy(w, net.weights.w, sizeof w);
    for (size_t i = 0; i < M; i++)
        by_a[i] = slope(&net, &net.weights.a[i]);
    for (size_t k = 0; k < M * D; k++)
        by_w[k] = slope(&net, &net.weights.w[k]);
    update(&net, 1);
    for (size_t i = 0; i < M; i++) {
        double along = 0;
        shf_assert_close((net.weights.a[i] - a[i]) / 1e-6, scale * by_a[i], 1e-5, 1e-6);
        for (size_t j = 0; j < D; j++)
            along += by_w[i * D + j] * w[i * D + j];
        for (size_t j = 0; j < D; j++) {
            double expected = scale * (by_w[i * D + j] - along * w[i * D + j]);
            shf_assert_close((net.weights.w[i * D + j] - w[i * D + j]) / 1e-6, expected, 1e-4, 1e-5);
            ck_assert_double_gt(fabs(expected), 1e-4);
        }
    }
    shf_dmft_net_free(&net);
}

START_TEST(update_is_the_gradient)
{
    check_gradient("alpha=50 " CUBIC); /* 600 samples, more than one block */
    check_gradient("alpha=50 " TANH);
    check_gradient("alpha=3 dynamics=surrogate " CUBIC);
}
END_TEST

/* A batch of all samples is gradient descent but for the order of the sums; each pass uses every sample once.
 */
START_TEST(minibatches)
{
    problem all = problem_read("m=3 d=5 alpha=2 substeps=10 " CUBIC);
    problem p = problem_read("m=3 d=5 alpha=2 substeps=10 dynamics=sgd batch=30 " CUBIC);
    shf_dmft_task task, other;
    shf_dmft_net gd = make_net(&all, &other, 5), sgd = make_net(&p, &task, 5);
    update(&gd, 10);
    update(&sgd, 10);
    for (size_t k = 0; k < 15; k++)
        shf_assert_close(sgd.weights.w[k], gd.weights.w[k], 0, SHF_ROUND(1e4));
    shf_dmft_net_free(&gd);
    shf_dmft_net_free(&sgd);
    p.training.batch = 7;
    shf_dmft_net net = make_net(&p, &task, 6);
    size_t count[30] = {0}, moved = 0;
    for (size_t u = 0; u < 30; u++) {
        update(&net, 1);
        for (size_t k = 0; k < 7; k++) {
            count[net.minibatch.chosen[k]]++;
            moved += net.minibatch.chosen[k] != (7 * u + k) % 30;
        }
    }
    for (size_t k = 0; k < 30; k++)
        ck_assert_uint_eq(count[k], 7);
    ck_assert_uint_gt(moved, 150); /* 203 of 210 expected */
    shf_dmft_net_free(&net);
}
END_TEST

/* At a tiny step the updates of a pass are together as many of gradient descent; the path bends by dt
 * relative. */
START_TEST(a_pass_of_minibatches)
{
    problem all = problem_read("m=3 d=5 alpha=2 substeps=1e6 " CUBIC);
    problem p = problem_read("m=3 d=5 alpha=2 substeps=1e6 dynamics=sgd batch=6 " CUBIC);
    shf_dmft_task task, other;
    shf_dmft_net gd = make_net(&all, &other, 5), sgd = make_net(&p, &task, 5);
    update(&gd, 5);
    update(&sgd, 5);
    for (size_t k = 0; k < 15; k++) {
        double moved = gd.weights.w[k] - gd.start[k];
        ck_assert_double_gt(fabs(moved), 1e-8);
        shf_assert_close(sgd.weights.w[k] - sgd.start[k], moved, 1e-3, 1e-10);
    }
    shf_dmft_net_free(&gd);
    shf_dmft_net_free(&sgd);
}
END_TEST

/* Every sample is equally likely to come first, or last, in a pass: chi^2 of 29 degrees of freedom, standard
 * deviation sqrt(58), 5 of them. */
START_TEST(order_of_samples)
{
    enum { N = 30, PASSES = 3000 };
    problem p = problem_read("m=2 d=5 alpha=3 substeps=1000 dynamics=sgd batch=30 " CUBIC);
    shf_dmft_task task;
    shf_dmft_net net = make_net(&p, &task, 8);
    double first[N] = {0}, last[N] = {0}, chi[2] = {0}, expected = (double)PASSES / N;
    for (size_t pass = 0; pass < PASSES; pass++) {
        update(&net, 1);
        first[net.minibatch.chosen[0]]++;
        last[net.minibatch.chosen[N - 1]]++;
    }
    for (size_t k = 0; k < N; k++) {
        chi[0] += (first[k] - expected) * (first[k] - expected) / expected;
        chi[1] += (last[k] - expected) * (last[k] - expected) / expected;
    }
    shf_assert_below(chi[0], 29 + 5 * sqrt(58));
    shf_assert_below(chi[1], 29 + 5 * sqrt(58));
    shf_dmft_net_free(&net);
}
END_TEST

/* |w_i| = 1 and the start; the training error falls. */
START_TEST(sphere)
{
    static const char *const texts[] = {"dynamics=gd", "dynamics=sgd batch=20", "dynamics=surrogate"};
    for (size_t k = 0; k < 3; k++) {
        char text[256];
        (void)snprintf(text, sizeof text, "m=4 d=12 alpha=1 substeps=5 gamma0=0.7 %s " CUBIC, texts[k]);
        problem p = problem_read(text);
        shf_dmft_task task;
        shf_dmft_net net = make_net(&p, &task, 3);
        shf_assert_close(net.weights.a[3], 1.4, SHF_ROUND(2), 0);
        double before = training_error(&net);
        update(&net, 50);
        for (size_t i = 0; i < 4; i++) {
            double square = 0;
            for (size_t j = 0; j < 12; j++)
                square += net.weights.w[i * 12 + j] * net.weights.w[i * 12 + j];
            shf_assert_close(square, 1, 0, SHF_ROUND(20));
        }
        shf_assert_below(training_error(&net), 0.5 * before);
        shf_dmft_net_free(&net);
    }
}
END_TEST

/* The exact test error against a mean over fresh samples, 5 standard errors. */
static void check_test_error(const char *text)
{
    enum { M = 3, D = 4, N = 100000 };
    problem p = problem_read(text);
    shf_dmft_task task;
    p.params.m = M;
    p.training.d = D;
    shf_dmft_net net = make_net(&p, &task, 3);
    update(&net, 30);
    double sum = 0, square = 0;
    shf_dmft_observables values;
    shf_dmft_net_observe(&net, &values);
    for (size_t k = 0; k < N; k++) {
        double x[D], z, y, noise = shf_random_normal(77, 2, k), f = 0;
        shf_random_normals(77, 1, k * D, x, D);
        shf_dmft_task_phi(&task, 1, x, &y);
        for (size_t i = 0; i < M; i++) {
            const double *w = net.weights.w + i * D;
            z = w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + w[3] * x[3];
            shf_dmft_task_sigma(&task, 1, &z, &z, NULL);
            f += net.weights.a[i] * z / M;
        }
        double loss = 0.5 * (y + p.params.tau * noise - f) * (y + p.params.tau * noise - f);
        sum += loss;
        square += loss * loss;
    }
    double mean = sum / N;
    shf_assert_close(values.e_test, mean, 0, SHF_STAT(5, sqrt((square / N - mean * mean) / N)));
    shf_dmft_net_free(&net);
}

START_TEST(test_error)
{
    check_test_error("alpha=2 " CUBIC);
    check_test_error("alpha=2 " TANH);
    check_test_error("alpha=2 h=sigmoid target=same");
    check_test_error("alpha=2 h=poly:0,0.9,0.3,0.2 target=poly:0,0.5,0,-0.2");
    check_test_error("alpha=2 h=erf target=none tau=0.5");
}
END_TEST

/* The surrogate has the covariances that the test error is made of: mean over fresh random functions, for
 * output weights that make those of different neurons count. */
START_TEST(surrogate_covariance)
{
    enum { N = 40000 };
    problem p = problem_read("m=3 d=4 alpha=2 dynamics=surrogate " CUBIC);
    shf_dmft_task task;
    shf_dmft_net net = make_net(&p, &task, 3);
    double square = 0;
    shf_dmft_observables values;
    for (size_t i = 0; i < 3; i++)
        net.weights.a[i] = 4 - 5. * (double)i;
    shf_dmft_net_observe(&net, &values);
    shf_dmft_surrogate fresh;
    shf_error error = {0};
    shf_assert_ok(shf_dmft_surrogate_make(&fresh, &task, N, 4, 99, &error), error);
    double mean = shf_dmft_surrogate_force(&fresh, &net.weights, 0) / N;
    for (size_t k = 0; k < N; k++)
        square += 0.25 * pow(fresh.residual[k], 4) / N;
    shf_assert_close(values.e_test, mean, 0, SHF_STAT(5, sqrt((square - mean * mean) / N)));
    shf_dmft_surrogate_free(&fresh);
    shf_dmft_net_free(&net);
}
END_TEST

static const char *const columns[] = {"a", "v", "e_train", "e_test", "Co_tt", "Cd_t0", "Co_t0"};

/* A linear network is described exactly as d grows.  What is left at d = 100 is of order 1/d in values of
 * order one, for which 2/d is allowed, and the step, dt = 0.02 times rates of about 0.5: (dt/2) |x''| <
 * 0.003. */
START_TEST(linear_network)
{
    assert_agrees("h=hermite:0,1 m=4 alpha=0.4 tau=0.4 d=100 runs=24 substeps=50 times=0,1,4", columns, 7,
                  4.5, 0, 0.02 + 0.003);
}
END_TEST

/* The same for the surrogate with a quadratic part, d = 60. */
START_TEST(surrogate_and_theory)
{
    assert_agrees("dynamics=surrogate h=poly:0,0.9,0.5 m=3 d=60 runs=30 substeps=20 times=0,1,4", columns, 7,
                  4.5, 0, 2. / 60 + 0.005);
}
END_TEST

/* The same bytes for any number of threads. */
START_TEST(threads)
{
    static const char *const texts[] = {"gd", "sgd", "surrogate"};
    for (size_t k = 0; k < 3; k++) {
        char text[256];
        (void)snprintf(text, sizeof text, "dynamics=%s m=3 d=10 alpha=1 batch=8 runs=5 times=0,0.5,2 " CUBIC,
                       texts[k]);
        problem p = problem_read(text);
        p.control.threads = 1;
        shf_table *x = problem_simulate(&p);
        p.control.threads = 3;
        shf_table *y = problem_simulate(&p);
        ck_assert_uint_eq(shf_table_rows(x), 3);
        for (size_t c = 0; c < shf_table_columns(x); c++)
            ck_assert_mem_eq(shf_table_column_at(x, c), shf_table_column_at(y, c), 3 * sizeof(double));
        ck_assert_double_eq(shf_table_scalar(x, "n"), 30);
        shf_table_free(x);
        shf_table_free(y);
        problem_free(&p);
    }
}
END_TEST

/* Stops at the question after the fraction *context. */
static int stop_after(void *context, double fraction)
{
    return fraction > *(const double *)context;
}

/* An interrupted ensemble leaves the complete runs or, without one, the rows done; nothing before the first.
 */
START_TEST(interruption)
{
    shf_error error = {0};
    problem p = problem_read("m=3 d=10 alpha=1 runs=1 threads=1 grid=linear points=41 t-max=20");
    shf_table *whole = problem_simulate(&p), *part = NULL;
    double fraction = 0.5;
    shf_progress progress = {stop_after, &fraction};
    shf_assert_fails(
        shf_dmft_simulate(&p.params, &p.training, &p.grid, &p.control, &progress, &part, NULL, &error),
        SHF_ERR_INTERRUPTED, error, "interrupted after");
    ck_assert_uint_eq(shf_table_rows(part), 22);
    ck_assert_mem_eq(shf_table_column(part, "e_test"), shf_table_column(whole, "e_test"),
                     21 * sizeof(double));
    shf_table_free(part);
    p.training.runs = 3;
    shf_assert_fails(
        shf_dmft_simulate(&p.params, &p.training, &p.grid, &p.control, &progress, &part, NULL, &error),
        SHF_ERR_INTERRUPTED, error, "interrupted after");
    ck_assert_uint_eq(shf_table_rows(part), 41);
    ck_assert_mem_eq(shf_table_column(part, "v"), shf_table_column(whole, "v"), 41 * sizeof(double));
    shf_table_free(part);
    shf_table_free(whole);
    fraction = -1;
    shf_assert_fails(
        shf_dmft_simulate(&p.params, &p.training, &p.grid, &p.control, &progress, &part, NULL, &error),
        SHF_ERR_INTERRUPTED, error, "interrupted after");
    ck_assert_ptr_null(part);
}
END_TEST

static void check_refused(const char *text, shf_status status, const char *part)
{
    problem p = problem_read(text);
    shf_error error = {0};
    shf_table *table = NULL;
    shf_assert_fails(shf_dmft_simulate(&p.params, &p.training, &p.grid, NULL, NULL, &table, NULL, &error),
                     status, error, part);
    ck_assert_ptr_null(table);
    problem_free(&p);
}

START_TEST(refusals)
{
    check_refused("dynamics=sgd d=4 m=3 alpha=1 batch=13", SHF_ERR_VALUE,
                  "batch = 13: must be at most the number of samples, 12");
    check_refused("dynamics=surrogate h=tanh", SHF_ERR_VALUE, "polynomials of degree 3");
    check_refused("dynamics=surrogate d=400", SHF_ERR_VALUE, "d = 400: the samples of one run take");
    check_refused("alpha=1e-6", SHF_ERR_VALUE, "alpha = 1e-06: alpha m d = 0.002 samples");
    check_refused("h=poly:1,1", SHF_ERR_VALUE, "the first coefficient must be 0");
    check_refused("substeps=1e12 t-max=1e6", SHF_ERR_VALUE, "substeps = 1e+12: t = ");
    check_refused("m=1 d=4 alpha=4 substeps=1e-5 a0=1e6 runs=1 times=1e8", SHF_ERR_NUMERIC,
                  "the weights diverge at t =");
}
END_TEST

/* One neuron has no pairs; steps that are too long for gradient flow are noted. */
START_TEST(edges)
{
    problem p = problem_read("m=1 d=4 alpha=4 runs=2 times=0,1");
    shf_table *table = problem_simulate(&p);
    ck_assert(isnan(shf_table_column(table, "Co_tt")[1]));
    ck_assert(isfinite(shf_table_column(table, "e_test")[1]));
    ck_assert_uint_eq(shf_table_notes(table), 0);
    shf_table_free(table);
    problem_free(&p);
    p = problem_read(
        "m=3 d=20 alpha=2 runs=2 substeps=0.33333333333333331 times=0,3,6,9,12,15 a0=3 freeze-a=yes");
    table = problem_simulate(&p);
    ck_assert_uint_eq(shf_table_notes(table), 1);
    ck_assert_ptr_nonnull(strstr(shf_table_note(table, 0), "too few substeps"));
    ck_assert_double_eq(shf_table_column(table, "a")[5], 3);
    shf_table_free(table);
    problem_free(&p);
}
END_TEST

/* The training error is half the mean square over the samples, here in another order: rounding of sums of
 * 1200 terms, more than two blocks. */
START_TEST(training_error_is_the_mean_over_samples)
{
    static const char *const texts[] = {"m=3 d=4 alpha=100 " CUBIC, "m=3 d=4 alpha=100 " TANH,
                                        "m=1 d=4 alpha=1 target=none tau=0.5"};
    for (size_t j = 0; j < 3; j++) {
        problem p = problem_read(texts[j]);
        shf_dmft_task task;
        shf_dmft_net net = make_net(&p, &task, 3);
        update(&net, 3);
        double sum = 0, m = (double)p.params.m;
        for (size_t k = net.n; k-- > 0;) {
            double f = 0;
            for (size_t i = 0; i < p.params.m; i++) {
                double z = 0;
                for (size_t l = 0; l < 4; l++)
                    z += net.weights.w[i * 4 + l] * net.samples.x[k * 4 + l];
                shf_dmft_task_sigma(&task, 1, &z, &z, NULL);
                f += net.weights.a[i] * z / m;
            }
            sum += 0.5 * (net.samples.y[k] - f) * (net.samples.y[k] - f);
        }
        shf_assert_close(training_error(&net), sum / (double)net.n, SHF_ROUND(2400), 0);
        shf_dmft_net_free(&net);
    }
}
END_TEST

SHF_TEST_MAIN("simulation/dmft", update_is_the_gradient, minibatches, a_pass_of_minibatches, order_of_samples,
              sphere, test_error, surrogate_covariance, linear_network, surrogate_and_theory, threads,
              interruption, refusals, edges, training_error_is_the_mean_over_samples)
