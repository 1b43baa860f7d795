/* Minibatches, momentum, decay, rates and schedules, against what they must do exactly. */
#include "node_problem.h"
#include <stdio.h>

static shf_optimiser optimiser_of(const char *text)
{
    return node_problem_read(text).optimiser;
}

/* ---- schedules ---- */

START_TEST(schedules)
{
    shf_optimiser constant = optimiser_of(""), steps = optimiser_of("schedule=steps:2,5 rate-factor=0.5");
    shf_optimiser cosine = optimiser_of("schedule=cosine:8"),
                  warm = optimiser_of("warm-up=4 schedule=steps:6");
    ck_assert(shf_optimiser_factor(&constant, 1e9) == 1);
    static const double at[][2] = {{0, 1}, {1.99, 1}, {2, 0.5}, {4.99, 0.5}, {5, 0.25}, {1e9, 0.25}};
    for (size_t k = 0; k < 6; k++)
        ck_assert(shf_optimiser_factor(&steps, at[k][0]) == at[k][1]);
    shf_assert_close(shf_optimiser_factor(&cosine, 0), 1, 0, 0);
    shf_assert_close(shf_optimiser_factor(&cosine, 4), 0.5, SHF_ROUND(4), 0);
    shf_assert_close(shf_optimiser_factor(&cosine, 2), 0.5 + sqrt(0.125), SHF_ROUND(4), 0);
    ck_assert(shf_optimiser_factor(&cosine, 8) == 0 && shf_optimiser_factor(&cosine, 9) == 0);
    ck_assert(shf_optimiser_factor(&warm, 1) == 0.25 && shf_optimiser_factor(&warm, 5) == 1);
    shf_assert_close(shf_optimiser_factor(&warm, 6), 0.1, SHF_ROUND(4), 0);
}
END_TEST

/* ---- minibatches ---- */

enum { SAMPLES = 50, BATCH = 8, UPDATES = 5000 };

static shf_minibatch minibatch(int kind, size_t *order, size_t *chosen)
{
    return (shf_minibatch){kind, SAMPLES, BATCH, 3, order, chosen};
}

/* Every 50 samples in a row are all of them, in orders that differ. */
START_TEST(without_replacement)
{
    size_t order[SAMPLES], chosen[BATCH], seen[SAMPLES] = {0}, count = 0, same = 0, previous[SAMPLES] = {0};
    shf_minibatch b = minibatch(SHF_MINIBATCH_PASS, order, chosen);
    for (size_t update = 0; update < 100; update++) {
        shf_minibatch_choose(&b, update);
        for (size_t k = 0; k < BATCH; k++, count++) {
            size_t place = count % SAMPLES;
            ck_assert_uint_eq(seen[chosen[k]], count / SAMPLES);
            seen[chosen[k]]++;
            same += count >= SAMPLES && previous[place] == chosen[k];
            previous[place] = chosen[k];
        }
    }
    ck_assert_uint_lt(same, count / 10);
}
END_TEST

/* Draws are uniform and independent: counts, and how often two samples of an update are the same. */
START_TEST(with_replacement)
{
    size_t chosen[BATCH], seen[SAMPLES] = {0}, twice = 0;
    shf_minibatch b = minibatch(SHF_MINIBATCH_DRAW, NULL, chosen);
    for (size_t update = 0; update < UPDATES; update++) {
        shf_minibatch_choose(&b, update);
        for (size_t k = 0; k < BATCH; k++)
            seen[chosen[k]]++;
        twice += chosen[0] == chosen[1];
    }
    double mean = (double)UPDATES * BATCH / SAMPLES, chi2 = 0, p = 1. / SAMPLES;
    for (size_t k = 0; k < SAMPLES; k++)
        chi2 += ((double)seen[k] - mean) * ((double)seen[k] - mean) / mean;
    shf_assert_close(chi2, SAMPLES - 1, 0, SHF_STAT(5, sqrt(2. * (SAMPLES - 1))));
    shf_assert_close((double)twice, UPDATES * p, 0, SHF_STAT(5, sqrt(UPDATES * p * (1 - p))));
}
END_TEST

/* ---- special cases ---- */

#define NETWORK \
    "d=6 M=10 N=64 runs=1 eta=8 substeps=2 test-size=20 times=0,2,10 activation=erf loss=square-hinge "

/* Two results agree to `rel`, or they must differ. */
static void compare(const char *one, const char *other, double rel)
{
    char text[2][512];
    (void)snprintf(text[0], sizeof text[0], NETWORK "%s", one);
    (void)snprintf(text[1], sizeof text[1], NETWORK "%s", other);
    shf_table *table[] = {node_problem_result(text[0]), node_problem_result(text[1])};
    static const char *const columns[] = {"loss", "a2", "w_par2", "V_par", "rho2", "F[1]", "loss_test"};
    for (size_t j = 0; j < sizeof columns / sizeof *columns; j++) {
        double x = shf_table_column(table[0], columns[j])[2], y = shf_table_column(table[1], columns[j])[2];
        ck_assert_msg(rel > 0 ? fabs(x - y) <= rel * fabs(x) : x != y, "%s | %s: %s is %.17g, %.17g", one,
                      other, columns[j], x, y);
    }
    shf_table_free(table[0]);
    shf_table_free(table[1]);
}

/* Sums in another order: some hundred roundings. */
START_TEST(special_cases)
{
    compare("minibatch=pass:64", "", 1e-12);
    compare("minibatch=pass:32", "", 0);
    compare("minibatch=draw:64", "", 0);
    compare("momentum=1e-300", "", 1e-12);
    compare("momentum=0.5", "", 0);
    compare("rate-a=3 rate-w=3 eta=2", "rate-a=6 rate-w=6 eta=1", 1e-12);
    compare("rate-a=0.5 rate-w=0.5", "eta=4", 1e-12);
    compare("schedule=steps:20", "", 1e-15);
    compare("schedule=steps:4", "", 0);
    compare("weight-decay=0.001", "", 0);
}
END_TEST

/* ---- exact linear cases ---- */

/* One layer is zero, and with it F; with h = 0 no sample is unsatisfied, and the other layer only decays. */
static void check_decay(const char *optimiser, const char *layer, const char *column, size_t updates,
                        double factor)
{
    char text[512];
    (void)snprintf(
        text, sizeof text,
        "d=5 M=6 N=10 runs=1 eta=8 substeps=2 test-size=5 times=0,%g loss=hinge h=0 weight-decay=0.01 %s=0 %s",
        0.5 * (double)updates, layer, optimiser);
    shf_table *table = node_problem_result(text);
    const double *x = shf_table_column(table, column);
    ck_assert(x[0] > 0);
    shf_assert_close(x[1], factor * factor * x[0], SHF_ROUND(200), 0);
    shf_table_free(table);
}

/* Both layers, at the rates of theirs in units of eta. */
static void check_layers(const char *optimiser, double rate_a, double rate_w, const double *schedule)
{
    double a = 1, w = 1, step = 0.5 * 8 * 0.01;
    for (size_t k = 0; k < 6; k++) {
        a *= 1 - step * rate_a * schedule[k];
        w *= 1 - step * rate_w * schedule[k];
    }
    check_decay(optimiser, "sigma-w", "a2", 6, a);
    check_decay(optimiser, "sigma-a", "rho2", 6, w);
}

START_TEST(decay)
{
    static const double constant[] = {1, 1, 1, 1, 1, 1}, steps[] = {1, 1, 0.1, 0.1, 0.1, 0.1};
    static const double warm[] = {0.125, 0.375, 0.625, 0.875, 1, 1};
    check_layers("", 1, 1, constant);
    check_layers("rate-a=2 rate-w=0", 2, 0, constant);
    check_layers("schedule=steps:1", 1, 1, steps);
    check_layers("warm-up=2", 1, 1, warm);
}
END_TEST

/* With momentum a weight follows a recursion of two numbers. */
START_TEST(decay_with_momentum)
{
    double theta = 1, v = 0;
    for (size_t k = 0; k < 40; k++) {
        v = 0.9 * v - 8 * 0.01 * theta;
        theta += 0.5 * v;
    }
    check_decay("momentum=0.9", "sigma-w", "a2", 40, theta);
    check_decay("momentum=0.9", "sigma-a", "rho2", 40, theta);
}
END_TEST

/* The mean field with the same decay and no pull: every weight falls as exp(-eta lambda t). */
START_TEST(decay_of_the_theory)
{
    node_problem p =
        node_problem_read("h=0 weight-decay=1e-4 loss=hinge times=0,5,50 activation=tanh mean-w=0.5");
    shf_node_request request = shf_node_request_default();
    request.nodes_a = request.nodes_w = 4;
    shf_solver solver = shf_node_solver_default();
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_ok(shf_node_solve(&p.params, &request, &p.grid, &solver, NULL, &table, NULL, &error), error);
    static const char *const columns[] = {"a2", "w_par2", "rho2"};
    for (size_t j = 0; j < 3; j++)
        for (size_t row = 1; row < 3; row++) {
            const double *x = shf_table_column(table, columns[j]), *t = shf_table_column(table, "t");
            shf_assert_close(x[row], x[0] * exp(-2 * 1000 * 1e-4 * t[row]), SHF_TRUNC(1e3, solver.rtol), 0);
        }
    shf_table_free(table);
    node_problem_free(&p);
}
END_TEST

SHF_TEST_MAIN("simulation/optimiser", schedules, without_replacement, with_replacement, special_cases, decay,
              decay_with_momentum, decay_of_the_theory)
