/* Training on a fixed set of samples where the end is known: a linear network finds the regression. */
#include "timescales/problem.h"
#include <shallowflow/timescales_simulation.h>

/* One linear neuron a <u, x> for y = x_1 + tau z: the product a u is any vector, and gradient descent ends at
 * the regression of y on x. */
static shf_table *train(size_t N, double tau, size_t d, double t_max)
{
    problem p = problem_read("activation=hermite:0,1 target=hermite:0,1 m=1 epsilon=1 init=points:0.5");
    shf_timescales_training training = shf_timescales_training_default();
    training.dynamics.kind = SHF_TRAINING_GD;
    training.N = N, training.test_size = 4000, training.runs = 1, training.substeps = 20;
    double times[] = {0, 1, 2, 4, 8, t_max};
    p.grid.times = (shf_list){6, times};
    p.params.tau = tau, p.params.d = d;
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_ok(shf_timescales_simulate(&p.params, &training, &p.grid, NULL, &table, NULL, &error), error);
    ck_assert_uint_eq(shf_table_rows(table), 6);
    return table;
}

static double at_end(const shf_table *table, const char *column)
{
    return shf_table_column(table, column)[shf_table_rows(table) - 1];
}

/* Without noise the target is found exactly; the training loss never rises on the way. */
START_TEST(realisable)
{
    shf_table *table = train(400, 0, 6, 60);
    const double *loss = shf_table_column(table, "train");
    for (size_t k = 1; k < shf_table_rows(table); k++)
        ck_assert_double_le(loss[k], loss[k - 1]);
    ck_assert_double_gt(loss[0], 0.1);
    shf_assert_below(at_end(table, "train"), 1e-12);
    shf_assert_below(at_end(table, "risk"), 1e-12);
    shf_assert_close(at_end(table, "mean_a"), 1, 0, 1e-6);
    shf_assert_close(at_end(table, "mean_s"), 1, 0, 1e-6);
    shf_table_free(table);
}
END_TEST

/* Residuals of a regression with d of N degrees of freedom: N tau^2 chi2 with N - d; the risk, which contains
 * the noise of a label, is larger than tau^2/2 by the error of the vector found, tau^2 d/2N on average. */
START_TEST(regression)
{
    const double tau = 0.5;
    const size_t N = 3000, d = 100;
    shf_table *table = train(N, tau, d, 60);
    double freedom = (double)(N - d), noise = 0.5 * tau * tau;
    shf_assert_close(at_end(table, "train"), noise * freedom / (double)N, 0,
                     SHF_STAT(5, noise * sqrt(2 * freedom) / (double)N));
    /* E tr (X^T X)^-1 = d/(N - d - 1); its d terms scatter by sqrt(2/d), and the test set adds its error */
    double excess = noise * (double)d / (freedom - 1);
    shf_assert_close(at_end(table, "risk") - noise, excess, 0,
                     SHF_STAT(5, excess * sqrt(2.0 / (double)d) + at_end(table, "risk_se")));
    shf_table_free(table);
}
END_TEST

/* Stops at question number 4, or at the first. */
/* Stops a scan of nine values when four are finished. */
static int stop(void *context, double fraction)
{
    ++*(int *)context;
    return fraction > 3.5 / 9;
}

static int stop_at_once(void *context, double fraction)
{
    (void)fraction;
    ++*(int *)context;
    return 1;
}

/* What cannot be trained, and a run that is told to stop: no table without a finished run. */
START_TEST(failures)
{
    problem p = problem_read("m=5 d=8 epsilon=0.1 grid=linear points=4 t-max=1");
    shf_timescales_training training = shf_timescales_training_default();
    training.test_size = 200, training.runs = 1, training.threads = 1;
    shf_table *table = NULL;
    shf_error error = {0};
    int asked = 0;
    shf_progress progress = {stop_at_once, &asked};
    shf_assert_fails(shf_timescales_simulate(&p.params, &training, &p.grid, &progress, &table, NULL, &error),
                     SHF_ERR_INTERRUPTED, error, "interrupted");
    ck_assert_ptr_null(table);
    ck_assert_int_ge(asked, 1);
    training.substeps = 0.1;
    p.grid.t_max = 1e4;
    shf_assert_fails(shf_timescales_simulate(&p.params, &training, &p.grid, NULL, &table, NULL, &error),
                     SHF_ERR_NUMERIC, error, "substeps = 0.1: the weights diverge at t = ");
    ck_assert_ptr_null(table);
    p.params.m = 10000000;
    shf_assert_fails(shf_timescales_simulate(&p.params, &training, &p.grid, NULL, &table, NULL, &error),
                     SHF_ERR_VALUE, error, "m = 10000000: must be at most");
    ck_assert_ptr_null(table);
}
END_TEST

/* A scan that is told to stop keeps what is finished; limits in the wrong order are refused. */
START_TEST(scans)
{
    problem p = problem_read("m=4 t-max=10");
    shf_timescales_scan_range range = shf_timescales_scan_range_default();
    shf_table *table = NULL;
    shf_error error = {0};
    int asked = 0;
    shf_progress progress = {stop, &asked};
    range.from = 1e-5, range.points = 9, range.threads = 1;
    shf_assert_fails(shf_timescales_scan(&p.params, &range, &p.solver, &progress, &table, NULL, &error),
                     SHF_ERR_INTERRUPTED, error, "interrupted after 4 values of epsilon");
    ck_assert_ptr_nonnull(table);
    ck_assert_uint_eq(shf_table_rows(table), 4);
    for (size_t j = 0; j < 4; j++)
        ck_assert_double_finite(shf_table_column(table, "t_1")[j]);
    shf_table_free(table);
    range.to = range.from;
    shf_assert_fails(shf_timescales_scan(&p.params, &range, &p.solver, NULL, &table, NULL, &error),
                     SHF_ERR_VALUE, error, "epsilon-min = 1e-05: must lie below epsilon-max = 1e-05");
    ck_assert_ptr_null(table);
}
END_TEST

SHF_TEST_MAIN("timescales/training", realisable, regression, failures, scans)
