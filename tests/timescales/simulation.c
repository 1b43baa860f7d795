/* Trained networks against the overlap flow from the same initial network, and the simulation by itself. */
#include "common/hermite.h"
#include "common/random.h"
#include "simulation/activation_values.h"
#include "simulation/control_variate.h"
#include "simulation/timescales_net.h"
#include "timescales/problem.h"

static shf_table *simulate(const problem *p, const shf_timescales_training *training)
{
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_ok(shf_timescales_simulate(&p->params, training, &p->grid, NULL, &table, NULL, &error), error);
    return table;
}

/* Derivatives of the functions by differences of fourth order, error h^4. */
START_TEST(slopes)
{
    const double h = 1e-3;
    for (int kind = 0; kind <= SHF_ACT_HERMITE; kind++) {
        shf_choice f = {.kind = kind, .n = 5, .value = {0.3, -1, 0.5, 0.2, 0.7}};
        for (double x0 = -3.05; x0 < 3; x0 += 0.1) {
            double x[5] = {x0, x0 - 2 * h, x0 - h, x0 + h, x0 + 2 * h}, v[5], slope[5];
            shf_activation_values(&f, 5, x, v, slope);
            double in_place = x[0];
            shf_activation_values(&f, 1, &in_place, &in_place, NULL);
            ck_assert_double_eq(in_place, v[0]);
            shf_assert_close(slope[0], (8 * (v[3] - v[2]) - (v[4] - v[1])) / (12 * h), 0, 1e-9);
        }
    }
}
END_TEST

/* The series of the theory is the function of the simulation: E f h_k over 2e5 samples, 5 standard errors. */
START_TEST(functions_and_coefficients)
{
    enum { N = 200000, K = 6 };
    double *x = malloc(N * sizeof *x), *value = malloc(N * sizeof *value), *slope = malloc(N * sizeof *slope);
    ck_assert(x && value && slope);
    shf_random_normals(7, 1, 0, x, N);
    for (int kind = 0; kind <= SHF_ACT_HERMITE; kind++) {
        shf_choice f = {.kind = kind, .n = 3, .value = {0.3, -1, 0.5}};
        double c[K + 1], square = 0, one[K + 1] = {0};
        shf_error error = {0};
        shf_assert_ok(shf_timescales_coefficients(&f, K, c, &square, &error), error);
        shf_activation_values(&f, N, x, value, slope);
        for (size_t k = 0; k <= K; k++) {
            double sum = 0, sum2 = 0;
            one[k] = 1;
            for (size_t i = 0; i < N; i++) {
                double term = value[i] * shf_hermite_sum(k + 1, one, x[i]);
                sum += term, sum2 += term * term;
            }
            one[k] = 0;
            double mean = sum / N;
            shf_assert_close(mean, c[k], 0, SHF_STAT(5, sqrt((sum2 / N - mean * mean) / N)));
        }
    }
    free(x);
    free(value);
    free(slope);
}
END_TEST

/* The regression is exact for polynomials of x_1 of its degree, and its error bar covers what it leaves. */
START_TEST(control_variate)
{
    enum { N = 2000 };
    double x[N], value[N], noise[N], se = 0;
    shf_control_variate g;
    shf_error error = {0};
    shf_random_normals(3, 1, 0, x, N);
    shf_random_normals(3, 2, 0, noise, N);
    shf_assert_ok(shf_control_variate_make(&g, N, x, 1, &error), error);
    for (size_t i = 0; i < N; i++)
        value[i] = 1.5 + x[i] + pow(x[i], 4); /* mean 1.5 + 3 */
    shf_assert_close(shf_control_variate_mean(&g, value, &se), 4.5, 0, 1e-11);
    for (size_t i = 0; i < N; i++)
        value[i] += noise[i];
    shf_assert_close(shf_control_variate_mean(&g, value, &se), 4.5, 0, SHF_STAT(5, 1 / sqrt((double)N)));
    shf_assert_close(se, 1 / sqrt((double)N), 0.2, 0);
    shf_control_variate_free(&g);
}
END_TEST

/* One update of full-batch gradient descent is minus step times the gradient of the training loss, with the
 * factors of (T.18): by differences of the loss. */
START_TEST(update_is_the_gradient)
{
    problem p = problem_read("m=3 d=4 activation=tanh target=hermite:0.2,1,0.5 epsilon=0.5 tau=0.3");
    shf_timescales_training training = shf_timescales_training_default();
    training.dynamics.kind = SHF_TRAINING_GD;
    training.N = 700; /* more than one block of rows */
    training.substeps = 1e6;
    training.test_size = 100;
    shf_timescales_net net;
    shf_error error = {0};
    shf_assert_ok(shf_timescales_net_make(&net, &p.params, &training, 5, &error), error);
    double a[3], u[12], values[16], errors[16];
    memcpy(a, net.trainer.net.a, sizeof a);
    memcpy(u, net.trainer.net.w, sizeof u);
    const double h = 1e-5;
    double slope_a[3], slope_u[12];
    for (size_t k = 0; k < 15; k++) {
        double *at = k < 3 ? &net.trainer.net.a[k] : &net.trainer.net.w[k - 3], keep = *at, loss[2];
        for (int side = 0; side < 2; side++) {
            *at = keep + (side ? h : -h);
            shf_timescales_net_observe(&net, 1, values, errors);
            loss[side] = values[2];
        }
        *at = keep;
        *(k < 3 ? &slope_a[k] : &slope_u[k - 3]) = (loss[1] - loss[0]) / (2 * h);
    }
    shf_assert_ok(shf_timescales_net_update(&net, &error), error);
    for (size_t i = 0; i < 3; i++) {
        shf_assert_close((net.trainer.net.a[i] - a[i]) / 1e-6, -3 / 0.5 * slope_a[i], 1e-6, 1e-7);
        double along = 0;
        for (size_t j = 0; j < 4; j++)
            along += slope_u[4 * i + j] * u[4 * i + j];
        for (size_t j = 0; j < 4; j++)
            shf_assert_close((net.trainer.net.w[4 * i + j] - u[4 * i + j]) / 1e-6,
                             -3 * (slope_u[4 * i + j] - along * u[4 * i + j]), 1e-4, 1e-5);
    }
    shf_timescales_net_free(&net);
}
END_TEST

/* d = 100, m = 50, epsilon = 0.05: the risk of one-pass SGD stays within 0.01 of the overlap flow, which
 * starts from the same vectors; the mean field at s = 0 is farther away. */
START_TEST(sgd_follows_the_overlap_flow)
{
    problem p = problem_read(
        POLY2 " model=overlaps m=50 d=100 epsilon=0.05 estimate=no times=0.005,0.02,0.05,0.1,0.15,"
              "0.2,0.25,0.3,0.4,0.5,0.7,1");
    shf_timescales_training training = shf_timescales_training_default();
    training.runs = 2;
    shf_table *sgd = simulate(&p, &training);
    shf_table *flow = problem_solve(&p, NULL);
    const double *x = shf_table_column(sgd, "risk"), *y = shf_table_column(flow, "risk");
    double worst = 0;
    for (size_t j = 0; j < shf_table_rows(sgd); j++)
        worst = fmax(worst, fabs(x[j] - y[j]));
    ck_assert_msg(worst < 0.01, "risk differs by %g", worst);
    shf_table_free(sgd);
    shf_table_free(flow);
}
END_TEST

/* Full-batch gradient descent on N samples: between training and test lies the truth, and both approach it as
 * 1/N: the difference of the test risk from the flow shrinks. */
START_TEST(gradient_descent_on_a_sample)
{
    problem p =
        problem_read(POLY2 " model=overlaps m=20 d=20 epsilon=0.05 estimate=no times=0.1,0.2,0.4,0.6,0.8");
    shf_timescales_training training = shf_timescales_training_default();
    training.dynamics.kind = SHF_TRAINING_GD;
    training.substeps = 250;
    training.runs = 2;
    double worst[2] = {0, 0};
    shf_table *table[2];
    for (int k = 0; k < 2; k++) {
        training.N = k ? 20000 : 1000;
        table[k] = simulate(&p, &training);
    }
    shf_table *flow = problem_solve(&p, NULL);
    for (int k = 0; k < 2; k++)
        for (size_t j = 0; j < 5; j++)
            worst[k] = fmax(worst[k],
                            fabs(shf_table_column(table[k], "risk")[j] - shf_table_column(flow, "risk")[j]));
    shf_assert_below(shf_table_column(table[0], "train")[4], shf_table_column(table[0], "risk")[4]);
    shf_assert_below(worst[1], 0.02);
    shf_assert_below(worst[1], worst[0]);
    shf_table_free(table[0]);
    shf_table_free(table[1]);
    shf_table_free(flow);
}
END_TEST

/* The same bytes for any number of threads; diverging weights and impossible settings are reported. */
START_TEST(reproducible)
{
    problem p = problem_read("m=5 d=8 epsilon=0.1 grid=linear points=4 t-max=0.01");
    shf_timescales_training training = shf_timescales_training_default();
    training.test_size = 500;
    training.threads = 1;
    shf_table *x = simulate(&p, &training);
    training.threads = 2;
    shf_table *y = simulate(&p, &training);
    ck_assert_uint_eq(shf_table_rows(x), 4);
    for (size_t c = 0; c < shf_table_columns(x); c++)
        ck_assert_mem_eq(shf_table_column_at(x, c), shf_table_column_at(y, c), 4 * sizeof(double));
    shf_table_free(x);
    shf_table_free(y);
    shf_error error = {0};
    p.grid.t_max = 4000;
    training.substeps = 0.01;
    shf_assert_fails(shf_timescales_simulate(&p.params, &training, &p.grid, NULL, &x, NULL, &error),
                     SHF_ERR_NUMERIC, error, "substeps = 0.01: the weights diverge");
    training.batch = 0;
    shf_assert_fails(shf_timescales_simulate(&p.params, &training, &p.grid, NULL, &x, NULL, &error),
                     SHF_ERR_VALUE, error, "batch = 0: must lie in");
}
END_TEST

/* The weights after ten updates of gd with a minibatch, momentum, and decay. */
static void trained(int minibatch, double batch, double momentum, double decay, double *weights)
{
    problem p = problem_read("m=3 d=4 activation=tanh target=hermite:0.2,1,0.5 epsilon=0.5");
    shf_timescales_training training = shf_timescales_training_default();
    shf_timescales_net net;
    shf_error error = {0};
    training.dynamics.kind = SHF_TRAINING_GD;
    training.N = 60, training.substeps = 50, training.test_size = 100;
    training.minibatch = (shf_choice){.kind = minibatch, .n = 1, .value = {batch}};
    training.momentum = momentum, training.weight_decay = decay;
    shf_assert_ok(shf_timescales_net_make(&net, &p.params, &training, 5, &error), error);
    if (decay > 0) /* without pull */
        net.trainer.rates.time_w = INFINITY, memset(net.x, 0, 60 * 4 * sizeof *net.x),
        memset(net.y, 0, 60 * sizeof *net.y);
    for (int k = 0; k < 10; k++)
        shf_assert_ok(shf_timescales_net_update(&net, &error), error);
    memcpy(weights, net.trainer.net.a, 3 * sizeof *weights);
    memcpy(weights + 3, net.trainer.net.w, 12 * sizeof *weights);
    shf_timescales_net_free(&net);
}

/* A minibatch of all samples is the full batch, a momentum of nearly 0 none; output weights decay exactly,
 * and directions keep their length. */
START_TEST(optimisers)
{
    double full[15], batch[15], small[15], none[15], decayed[15], start[15];
    trained(SHF_MINIBATCH_FULL, 0, 0, 0, full);
    trained(SHF_MINIBATCH_PASS, 60, 0, 0, batch);
    trained(SHF_MINIBATCH_PASS, 20, 0, 0, small);
    trained(SHF_MINIBATCH_FULL, 0, 1e-300, 0, none);
    trained(SHF_MINIBATCH_FULL, 0, 0, 1e-300, start); /* tanh(0) = 0: nothing pulls */
    trained(SHF_MINIBATCH_FULL, 0, 0, 0.3, decayed);
    for (size_t k = 0; k < 15; k++) {
        shf_assert_close(batch[k], full[k], 1e-12, 1e-13);
        shf_assert_close(none[k], full[k], 1e-12, 1e-13);
        ck_assert(fabs(small[k] - full[k]) > 1e-9);
        shf_assert_close(decayed[k], k < 3 ? start[k] * pow(1 - 0.3 / 0.5 / 50, 10) : start[k],
                         SHF_ROUND(100), 0);
    }
}
END_TEST

SHF_TEST_MAIN("timescales/simulation", optimisers, slopes, functions_and_coefficients, control_variate,
              update_is_the_gradient, sgd_follows_the_overlap_flow, gradient_descent_on_a_sample,
              reproducible)
