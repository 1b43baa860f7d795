/* The bound behind the active method: singular values, and (S.9) for every sample and update.  Compiled
 * twice, with the text of the engine in it, to reach what it keeps to itself. */
#ifdef SHF_TEST_SINGLE
#include "simulation/engine_single.c"
#else
#include "simulation/engine_double.c"
#endif
#include "world.h"
#include <support/work.h>

enum { is_single = sizeof(REAL) == sizeof(float) };

static engine *inside(world *w)
{
    return w->engine.state;
}

/* A world whose engine is of this file. */
static void make(const world_config *c, world *w)
{
    shf_error error = {0};
    void *state = NULL;
    world_make(c, w);
    shf_hinge_engine_config config = inside(w)->config;
    config.active = 1;
    shf_hinge_engine_free(&w->engine);
    shf_assert_ok(OPS.create(&config, &state, &error), error);
    w->engine = (shf_hinge_engine){&OPS, state};
    ck_assert(inside(w)->config.active);
    shf_hinge_engine_start(&w->engine, c->seed);
}

/* ---- singular values ---- */

/* Never below the largest singular value, and above it by the trace of the eighth power at most: n^(1/16) for
 * n equal ones.  `slack`: rounding, and what is allowed for it. */
static void check_singular(engine *e, const REAL *A, double expected, size_t equal)
{
    double frobenius = 0, bound = largest_singular(e, A, &frobenius);
    double slack = 1 + 2e3 * EPSILON * (double)(e->d + e->width);
    ck_assert_double_ge(bound, expected * (1 - 4 * EPSILON));
    ck_assert_double_le(bound, expected * pow((double)equal, 1.0 / 16) * slack);
    ck_assert_double_ge(frobenius, norm2(A, e->width * e->d) * (1 - 4 * EPSILON));
}

START_TEST(singular_values_are_bounded)
{
    static const size_t shape[][2] = {{12, 40}, {40, 12}, {16, 16}, {3, 64}};
    for (size_t s = 0; s < 4; s++)
        for (double scale = 1; scale > 1e-6; scale *= 1e-3) {
            size_t d = shape[s][0], M = shape[s][1], n = d < M ? d : M;
            world w;
            world_config c = {.N = 4000,
                              .d = d,
                              .M = M,
                              .alpha = 1,
                              .h = 1,
                              .rate = 1,
                              .sigma = 1,
                              .threads = 1,
                              .single = is_single,
                              .seed = 1};
            make(&c, &w);
            engine *e = inside(&w);
            REAL *A = numbers(e->width * d);
            for (size_t k = 0; k < n; k++) /* n equal singular values */
                A[k * d + k] = (REAL)(3 * scale);
            check_singular(e, A, 3 * scale, n);
            A[0] = (REAL)(30 * scale); /* one that stands out */
            check_singular(e, A, 30 * scale, 1);
            for (size_t i = 0; i < M; i++) /* rank one, full of numbers */
                for (size_t k = 0; k < d; k++)
                    A[i * d + k] = (REAL)(scale * (double)(i + 1) * ((double)k - 2.5));
            double left = 0, right = 0;
            for (size_t i = 0; i < M; i++)
                left += pow((double)(i + 1), 2);
            for (size_t k = 0; k < d; k++)
                right += pow((double)k - 2.5, 2);
            check_singular(e, A, scale * sqrt(left * right), 1);
            free(A);
            world_free(&w);
        }
}
END_TEST

/* ---- the bound on an update ---- */

/* Even part of the margin of sample mu from scratch, in double precision. */
static double even_part(const engine *e, size_t mu)
{
    const REAL *x = row(e, mu);
    double sum = 0;
    for (size_t i = 0; i < e->config.M; i++) {
        double z = 0;
        for (size_t k = 0; k < e->d; k++)
            z += (double)e->w[i * e->d + k] * (double)x[k];
        sum += (double)e->a[i] * fabs(z);
    }
    return e->config.alpha * 0.5 * sum / (double)e->config.M;
}

/* Takes the bounds up, moves once and compares; returns the largest ratio of change to bound. */
static double check_update(world *w)
{
    engine *e = inside(w);
    size_t N = e->config.train->n;
    double *before = malloc(N * sizeof *before), largest = 0;
    ck_assert(before != NULL);
    e->bound.valid = 1;
    e->bound.sigma_seen = 0;
    for (size_t mu = 0; mu < N; mu++)
        before[mu] = even_part(e, mu);
    shf_error error = {0};
    shf_assert_ok(update(e, &error), error);
    const bounds *b = &e->bound;
    for (size_t mu = 0; mu < N; mu++) {
        double along = 0, change = fabs(even_part(e, mu) - before[mu]);
        for (size_t k = 0; k < e->d; k++)
            along += (double)b->v[k] * (double)row(e, mu)[k];
        double bound = b->c_v * fabs(along) + b->c_norm * e->config.train->norm[mu] +
                       b->c_par * fabs(e->config.train->x_par[mu]);
        double rounding = 1e-13 * fabs(before[mu]); /* of even_part */
        ck_assert_msg(change <= bound + rounding, "sample %zu moved by %g, bound %g", mu, change, bound);
        largest = fmax(largest, bound > 0 ? change / bound : 0);
    }
    free(before);
    return largest;
}

/* Along a training; the bound must not be loose either. */
START_TEST(updates_are_bounded)
{
    double largest = 0;
    world w;
    world_config c = {.N = 800,
                      .d = 10,
                      .M = 30,
                      .alpha = 1.3,
                      .h = 1,
                      .rate = 20,
                      .delta = 0.1,
                      .sigma = 1,
                      .threads = 1,
                      .single = is_single,
                      .seed = 4};
    shf_error error = {0};
    make(&c, &w);
    for (int step = 0; step < 60; step++) {
        inside(&w)->bound.valid = 0;
        shf_assert_ok(shf_hinge_engine_gradient(&w.engine, &error), error);
        largest = fmax(largest, check_update(&w));
    }
    ck_assert_double_gt(largest, 0.1);
    world_free(&w);
}
END_TEST

/* One node each, so that one term of the bound stands alone and is sharp. */
START_TEST(each_term_is_needed)
{
    enum { d = 4, N = 400 };
    static const struct {
        double a, w[d], g[d]; /* second layer, first layer, gradient */
    } kind[] = {
        {0, {3, 0, 0, 0}, {0.5, 0, 0, 0}},    /* only a moves, w along the teacher: c_par */
        {0, {0, 2, -1, 0}, {0, 0.3, 0.2, 0}}, /* only a moves, w across: |da| s(W_perp) */
        {2, {0, 2, -1, 0}, {0, 0.1, 0.2, 0}}, /* only w moves, along v: c_v */
    };
    for (size_t k = 0; k < sizeof kind / sizeof kind[0]; k++) {
        world w;
        world_config c = {.N = N,
                          .d = d,
                          .M = 1,
                          .alpha = 1.3,
                          .h = 1,
                          .rate = 1,
                          .sigma = 1,
                          .threads = 1,
                          .single = is_single,
                          .seed = 4};
        make(&c, &w);
        engine *e = inside(&w);
        shf_hinge_engine_set(&w.engine, &kind[k].a, kind[k].w);
        for (size_t j = 0; j < d; j++)
            e->g[j] = (REAL)(N * kind[k].g[j]);
        ck_assert_double_gt(check_update(&w), 0.9);
        world_free(&w);
    }
}
END_TEST

/* Two nodes whose updates have different directions: the rest R moves samples that v does not. */
START_TEST(rest_of_the_update_is_bounded)
{
    enum { d = 4, N = 400 };
    const double a[2] = {2, 2}, W[2 * d] = {1, 2, -1, 0, 1, 0, 0, 2};
    world w;
    world_config c = {.N = N,
                      .d = d,
                      .M = 2,
                      .alpha = 1.3,
                      .h = 1,
                      .rate = 1,
                      .sigma = 1,
                      .threads = 1,
                      .single = is_single,
                      .seed = 4};
    make(&c, &w);
    engine *e = inside(&w);
    shf_hinge_engine_set(&w.engine, a, W);
    e->g[1] = (REAL)(N * 0.3), e->g[2] = (REAL)(N * 0.6);          /* across w_1 */
    e->g[d + 1] = (REAL)(N * 0.3), e->g[d + 2] = (REAL)(-N * 0.6); /* across w_2 */
    ck_assert_double_gt(check_update(&w), 0.5);
    world_free(&w);
}
END_TEST

/* (S.10): the allowance exceeds the difference of margins computed in single and in double precision. */
START_TEST(rounding_is_allowed_for)
{
    double largest = 0;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        world w;
        world_config c = {.N = 700,
                          .d = 100,
                          .M = 400,
                          .alpha = 1,
                          .h = 1,
                          .rate = 1,
                          .sigma = 1,
                          .threads = 1,
                          .single = is_single,
                          .seed = seed};
        make(&c, &w);
        engine *e = inside(&w);
        shf_blas_enter();
        e->bound.rounding = 0;
        rounding_allowance(e);
        training_outputs(e, e->f0);
        shf_blas_leave();
        for (size_t mu = 0; mu < c.N; mu++) {
            double exact = 0;
            for (size_t i = 0; i < c.M; i++) {
                double z = 0;
                for (size_t k = 0; k < c.d; k++)
                    z += (double)e->w[i * c.d + k] * (double)row(e, mu)[k];
                exact += (double)e->a[i] * fmax(z, 0);
            }
            double error = fabs((double)e->f0[mu] - exact) / (double)c.M, quarter = 0.25 * e->bound.rounding;
            double own = is_single ? 0 : 600 * DBL_EPSILON * fabs(exact) / (double)c.M; /* of `exact` */
            ck_assert_double_le(error, quarter * e->config.train->norm[mu] + own);
            largest = fmax(largest, error / (quarter * e->config.train->norm[mu]));
        }
        world_free(&w);
    }
    if (is_single)
        ck_assert_double_gt(largest, 1e-4);
}
END_TEST

/* ---- what it saves ---- */

static int is_within(size_t actual, size_t expected, double share)
{
    return fabs((double)actual - (double)expected) <= share * (double)expected;
}

/* Bounds that are taken up too late or too often, given up too early or are too loose cost evaluations of
 * samples; a singular value that is taken too often or too rarely costs time.  Nothing else notices. */
START_TEST(work)
{
    static const struct {
        double alpha, rate;
        size_t evaluated, starts, singular; /* in 400 updates of 800 samples */
    } cases[] = {{1.3, 20, 169021, 1, 24}, {0.1, 60, 318072, 38, 60}, {0.3, 40, 255274, 3, 368}};
    for (size_t k = 0; k < (is_single ? 1 : sizeof cases / sizeof cases[0]); k++) { /* the others: chaos */
        world w;
        world_config c = {.N = 800,
                          .d = 10,
                          .M = 30,
                          .alpha = cases[k].alpha,
                          .h = 1,
                          .rate = cases[k].rate,
                          .delta = 0.1,
                          .sigma = 1,
                          .threads = 1,
                          .single = is_single,
                          .seed = 4};
        size_t evaluated = 0, starts = 0, singular = 0;
        make(&c, &w);
        const engine *e = inside(&w);
        for (int step = 0; step < 400; step++) {
            double seen = e->bound.sigma_seen;
            world_step(&w);
            evaluated += e->total.evaluated;
            starts += e->bound.refresh != 0;
            singular += e->bound.sigma_seen != seen && e->bound.sigma_seen != 0;
        }
        ck_assert_msg(
            shf_work_is_near(evaluated, cases[k].evaluated) && is_within(starts, cases[k].starts, 0.03) &&
                is_within(singular, cases[k].singular, 0.16),
            "case %zu: %zu evaluations, %zu starts, %zu singular values", k, evaluated, starts, singular);
        world_free(&w);
    }
}
END_TEST

SHF_TEST_MAIN("simulation/bound", singular_values_are_bounded, updates_are_bounded, each_term_is_needed,
              rest_of_the_update_is_bounded, rounding_is_allowed_for, work)
