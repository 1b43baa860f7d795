/* The engine: a network worked out by hand, gradient against differences of the loss, energy, observables,
 * divergence.
 */
#include "world.h"

/* ---- by hand ---- */

/* Two nodes in two dimensions, sigma = 0, so that f(.;0) = 0.  Samples x1 = (1, 0), y = 1; x2 = (0, 2), y =
 * -1; x3 = (1, 1), y = 1.  Nodes a = (2, 1), w = (3, 4), (-1, 2).  With r = sqrt 2: x1: z = (3, -1)/r,  f =
 * (1/2)(2 * 3/r)            = 3/r = 2.1213... x2: z = (8, 4)/r,   f = (1/2)(16/r + 4/r)         = 10/r x3: z
 * = (7, 1)/r,   f = (1/2)(14/r + 1/r)         = 7.5/r alpha = 0.5, h = 1.2: margins 1.0607 (unsatisfied),
 * -3.5355 (unsatisfied, wrong), 2.6517 (satisfied). */
static void hand_world(world *w, int single)
{
    const double x[3][2] = {{1, 0}, {0, 2}, {1, 1}}, a[2] = {2, 1}, W[4] = {3, 4, -1, 2};
    const signed char y[3] = {1, -1, 1};
    world_config c = {
        .N = 3, .d = 2, .M = 2, .alpha = 0.5, .h = 1.2, .rate = 0.3, .single = single, .threads = 1};
    world_make(&c, w);
    for (size_t mu = 0; mu < 3; mu++) {
        shf_hinge_samples_set(&w->train, mu, x[mu], w->teacher);
        w->train.y[mu] = y[mu];
    }
    shf_hinge_engine_start(&w->engine, 1);
    shf_hinge_engine_set(&w->engine, a, W);
}

START_TEST(two_nodes_by_hand)
{
    for (int single = 0; single < 2; single++) {
        const double r = sqrt(2.0), tolerance = 30 * (single ? FLT_EPSILON : DBL_EPSILON);
        double v[SHF_OBS_COUNT], a[2], W[4], ga, gw[2];
        shf_error error = {0};
        world w;
        hand_world(&w, single);
        shf_assert_ok(shf_hinge_engine_gradient(&w.engine, &error), error);
        shf_hinge_engine_observe(&w.engine, v);
        shf_assert_close(v[SHF_OBS_loss], ((1.2 - 1.5 / r) + (1.2 + 5 / r)) / 3 / 0.25, tolerance, 0);
        shf_assert_close(v[SHF_OBS_f_U], 2.0 / 3, tolerance, 0);
        shf_assert_close(v[SHF_OBS_error_train], 1.0 / 3, tolerance, 0);
        /* < u y theta x >: node 1 (x1 - x2)/3 = (1, -2)/3, node 2 -x2/3 = (0, -2)/3 */
        shf_assert_close(v[SHF_OBS_I], 1.0 / 6, tolerance, 0);
        shf_assert_close(v[SHF_OBS_J], 2.0 / 3, tolerance, 0);
        shf_assert_close(v[SHF_OBS_V_par], 2.5, tolerance, 0);
        shf_assert_close(v[SHF_OBS_V_perp], 5.0, tolerance, 0);
        shf_assert_close(v[SHF_OBS_a2], 2.5, tolerance, 0);
        shf_assert_close(v[SHF_OBS_w_par2], 5.0, tolerance, 0);
        shf_assert_close(v[SHF_OBS_w_perp2], 10.0, tolerance, 0);
        /* -dL/da_1 = (3/r - 8/r)/(alpha M N), -dL/dw_1 = a_1 (1, -2)/(r alpha M N); alpha M N = 3 */
        shf_hinge_engine_gradient_of(&w.engine, 0, &ga, gw);
        shf_assert_close(ga, -5 / r / 3, tolerance, 0);
        shf_assert_close(gw[0], 2 / r / 3, tolerance, 0);
        shf_assert_close(gw[1], -4 / r / 3, tolerance, 0);
        shf_hinge_engine_gradient_of(&w.engine, 1, &ga, gw);
        shf_assert_close(ga, -4 / r / 3, tolerance, 0);
        shf_assert_close(gw[0], 0, tolerance, tolerance);
        shf_assert_close(gw[1], -2 / r / 3, tolerance, 0);
        shf_assert_ok(shf_hinge_engine_update(&w.engine, &error), error);
        shf_hinge_engine_get(&w.engine, a, W);
        shf_assert_close(a[0], 2 - 0.5 / r, tolerance, 0);
        shf_assert_close(a[1], 1 - 0.4 / r, tolerance, 0);
        shf_assert_close(W[0], 3 + 0.2 / r, tolerance, 0);
        shf_assert_close(W[1], 4 - 0.4 / r, tolerance, 0);
        shf_assert_close(W[2], -1, tolerance, 0);
        shf_assert_close(W[3], 2 - 0.2 / r, tolerance, 0);
        world_free(&w);
    }
}
END_TEST

/* At t = 0, F = 0 to the bit: nothing is decided, everything is unsatisfied. */
START_TEST(nothing_is_known_at_the_start)
{
    for (int single = 0; single < 2; single++) {
        double v[SHF_OBS_COUNT];
        shf_error error = {0};
        world w;
        world_config c = {.N = 1003,
                          .d = 7,
                          .M = 13,
                          .alpha = 2,
                          .h = 0.5,
                          .rate = 1,
                          .sigma = 1,
                          .single = single,
                          .active = 1,
                          .threads = 1,
                          .seed = 3};
        world_make(&c, &w);
        shf_assert_ok(shf_hinge_engine_gradient(&w.engine, &error), error);
        shf_hinge_engine_observe(&w.engine, v);
        ck_assert_double_eq(v[SHF_OBS_error_train], 0.5);
        ck_assert_double_eq(v[SHF_OBS_error_test], 0.5);
        ck_assert_double_eq(v[SHF_OBS_f_U], 1.0);
        shf_assert_close(v[SHF_OBS_loss], 0.5 / 4, SHF_ROUND(1003), 0);
        world_free(&w);
    }
}
END_TEST

/* ---- gradient ---- */

static double loss_at(world *w, const double *a, const double *W)
{
    double v[SHF_OBS_COUNT];
    shf_error error = {0};
    shf_hinge_engine_set(&w->engine, a, W);
    shf_assert_ok(shf_hinge_engine_gradient(&w->engine, &error), error);
    shf_hinge_engine_observe(&w->engine, v);
    return v[SHF_OBS_loss];
}

/* Central differences with step e: truncation vanishes (the loss is piecewise bilinear; no sample lies within
 * e of a kink for this seed), rounding N DBL_EPSILON L/e, 4e-8 at most for L < 1. */
START_TEST(gradient_is_the_slope_of_the_loss)
{
    enum { d = 5, M = 9, N = 200 };
    const double e = 1e-6, tolerance = N * DBL_EPSILON / e;
    world w;
    world_config c = {.N = N,
                      .d = d,
                      .M = M,
                      .alpha = 1.5,
                      .h = 0.7,
                      .rate = 2,
                      .delta = 0.2,
                      .sigma = 1,
                      .threads = 1,
                      .seed = 5};
    world_make(&c, &w);
    for (int step = 0; step < 10; step++)
        world_step(&w);
    double a[M], W[M * d], ga[M], gw[M * d], largest = 0;
    shf_hinge_engine_get(&w.engine, a, W);
    ck_assert_double_lt(loss_at(&w, a, W), 1.0);
    for (size_t i = 0; i < M; i++)
        shf_hinge_engine_gradient_of(&w.engine, i, &ga[i], &gw[i * d]);
    for (size_t k = 0; k < M * (d + 1); k++) {
        double *p = k < M ? &a[k] : &W[k - M], old = *p, expected = k < M ? ga[k] : gw[k - M];
        *p = old + e;
        double above = loss_at(&w, a, W);
        *p = old - e;
        double below = loss_at(&w, a, W);
        *p = old;
        shf_assert_close((below - above) / (2 * e), expected, 0, tolerance);
        largest = fmax(largest, fabs(expected));
    }
    ck_assert_double_gt(largest, 1e5 * tolerance); /* the comparison means something */
    world_free(&w);
}
END_TEST

/* Gradient descent with a small step never raises the loss, and lowers it by rate |gradient|^2 to first
 * order. */
START_TEST(small_steps_lower_the_loss)
{
    enum { d = 8, M = 30, N = 500 };
    shf_error error = {0};
    double v[SHF_OBS_COUNT], before = INFINITY, predicted = 0, ga, gw[d];
    world w;
    world_config c = {.N = N,
                      .d = d,
                      .M = M,
                      .alpha = 1,
                      .h = 1,
                      .rate = 0.05,
                      .delta = 0.1,
                      .sigma = 1,
                      .active = 1,
                      .threads = 1,
                      .seed = 8};
    world_make(&c, &w);
    for (int step = 0; step < 200; step++) {
        shf_assert_ok(shf_hinge_engine_gradient(&w.engine, &error), error);
        shf_hinge_engine_observe(&w.engine, v);
        ck_assert_double_le(v[SHF_OBS_loss], before);
        if (step) /* the loss is piecewise bilinear: second order in the step, plus samples that cross the
                     margin */
            shf_assert_close(before - v[SHF_OBS_loss], predicted, 0.05, 0);
        before = v[SHF_OBS_loss];
        predicted = 0;
        for (size_t i = 0; i < M; i++) {
            shf_hinge_engine_gradient_of(&w.engine, i, &ga, gw);
            predicted += c.rate * ga * ga;
            for (size_t k = 0; k < d; k++)
                predicted += c.rate * gw[k] * gw[k];
        }
        shf_assert_ok(shf_hinge_engine_update(&w.engine, &error), error);
    }
    world_free(&w);
}
END_TEST

/* The two precisions follow each other until rounding is amplified: 20 steps, growth below e^6. */
START_TEST(precisions_agree)
{
    enum { d = 10, M = 20, N = 400 };
    double a[2][M], W[2][M * d];
    for (int single = 0; single < 2; single++) {
        world w;
        world_config c = {.N = N,
                          .d = d,
                          .M = M,
                          .alpha = 1,
                          .h = 1,
                          .rate = 4,
                          .sigma = 1,
                          .single = single,
                          .active = 1,
                          .threads = 1,
                          .seed = 2};
        world_make(&c, &w);
        for (int step = 0; step < 20; step++)
            world_step(&w);
        shf_hinge_engine_get(&w.engine, a[single], W[single]);
        world_free(&w);
    }
    for (size_t k = 0; k < M; k++)
        shf_assert_close(a[1][k], a[0][k], 0, 400 * 20 * FLT_EPSILON);
    for (size_t k = 0; k < M * d; k++)
        shf_assert_close(W[1][k], W[0][k], 0, 400 * 20 * FLT_EPSILON);
}
END_TEST

/* A rate that is far too large ends in an error, not in numbers. */
START_TEST(divergence_is_an_error)
{
    for (int single = 0; single < 2; single++) {
        shf_error error = {0};
        shf_status status = SHF_OK;
        world w;
        world_config c = {.N = 300,
                          .d = 5,
                          .M = 8,
                          .alpha = 1,
                          .h = 1,
                          .rate = 1e30,
                          .sigma = 1,
                          .single = single,
                          .active = 1,
                          .threads = 1,
                          .seed = 1};
        world_make(&c, &w);
        for (int step = 0; step < 40 && !status; step++) {
            status = shf_hinge_engine_gradient(&w.engine, &error);
            if (!status)
                status = shf_hinge_engine_update(&w.engine, &error);
        }
        ck_assert_int_eq(status, SHF_ERR_NUMERIC);
        ck_assert(strstr(error.message, "eta is too large"));
        world_free(&w);
    }
}
END_TEST

SHF_TEST_MAIN("simulation/engine", two_nodes_by_hand, nothing_is_known_at_the_start,
              gradient_is_the_slope_of_the_loss, small_steps_lower_the_loss, precisions_agree,
              divergence_is_an_error)
