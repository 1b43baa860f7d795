/* Skipping samples and sharing work changes no bit: active against dense, one thread against several. */
#include "world.h"

/* What is kept of a run. */
typedef struct track {
    unsigned char *set; /* N flags a step */
    double *a, *w;
    double v[SHF_OBS_COUNT];
    shf_hinge_engine_count count;
} track;

static track follow(const world_config *c, int steps)
{
    shf_error error = {0};
    world w;
    track t = {.set = malloc((size_t)steps * c->N), .a = malloc(c->M * 8), .w = malloc(c->M * c->d * 8)};
    ck_assert(t.set && t.a && t.w);
    world_make(c, &w);
    for (int step = 0; step < steps; step++) {
        world_step(&w);
        memcpy(t.set + (size_t)step * c->N, shf_hinge_engine_unsatisfied(&w.engine), c->N);
    }
    shf_hinge_engine_get(&w.engine, t.a, t.w);
    t.count = shf_hinge_engine_counted(&w.engine);
    shf_assert_ok(shf_hinge_engine_gradient(&w.engine, &error), error);
    shf_hinge_engine_observe(&w.engine, t.v);
    world_free(&w);
    return t;
}

static void track_free(track *t)
{
    free(t->set);
    free(t->a);
    free(t->w);
}

static void assert_equal(const world_config *c, const track *x, const track *y, int steps)
{
    for (int step = 0; step < steps; step++)
        ck_assert_msg(memcmp(x->set + (size_t)step * c->N, y->set + (size_t)step * c->N, c->N) == 0,
                      "the unsatisfied sets differ at step %d (N = %zu, d = %zu, M = %zu, %s)", step, c->N,
                      c->d, c->M, c->single ? "single" : "double");
    ck_assert_mem_eq(x->a, y->a, c->M * sizeof *x->a);
    ck_assert_mem_eq(x->w, y->w, c->M * c->d * sizeof *x->w);
    ck_assert_mem_eq(x->v, y->v, sizeof x->v);
}

/* Largest share of the forward passes that the active method may compute in a config, so that the test of
 * equality is not empty. */
typedef struct active_case {
    world_config config;
    int steps;
    double share;
} active_case;

#define GAUSSIAN                  \
    {                             \
        .kind = SHF_DATA_GAUSSIAN \
    }
#define SPHERE                  \
    {                           \
        .kind = SHF_DATA_SPHERE \
    }
#define STUDENT                                          \
    {                                                    \
        .kind = SHF_DATA_STUDENT, .n = 1, .value = { 3 } \
    }

/* rate = M k gives a clock of order k/sqrt(2 pi d) a step. */
static const active_case cases[] = {
    {{.N = 2500, .d = 20, .M = 64, .alpha = 1, .h = 1, .rate = 64, .law = GAUSSIAN}, 150, 0.46},
    {{.N = 1777, .d = 20, .M = 37, .alpha = 1, .h = 1, .rate = 37, .law = GAUSSIAN, .delta = 0.1}, 150, 0.68},
    {{.N = 2500, .d = 11, .M = 50, .alpha = 0.3, .h = 2, .rate = 20, .law = SPHERE}, 150, 0.38},
    {{.N = 1500, .d = 6, .M = 24, .alpha = 1, .h = 1, .rate = 24, .law = STUDENT}, 150, 0.34},
    {{.N = 1500, .d = 30, .M = 16, .alpha = 10, .h = 1, .rate = 200, .law = GAUSSIAN}, 150, 0.50},
    {{.N = 1000, .d = 3, .M = 7, .alpha = 1, .h = 1, .rate = 7, .law = GAUSSIAN}, 200, 0.25},
    {{.N = 900, .d = 2, .M = 1, .alpha = 1, .h = 1, .rate = 0.5, .law = GAUSSIAN}, 300, 0.63},
    {{.N = 1500, .d = 20, .M = 64, .alpha = 1, .h = 1, .rate = 2000, .law = GAUSSIAN},
     100,
     0.25}, /* jumps about */
    {{.N = 1500, .d = 12, .M = 40, .alpha = 1, .h = 1, .rate = 20, .law = GAUSSIAN, .offset = 0.5},
     200,
     0.45},
};

START_TEST(active_equals_dense)
{
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        for (int single = 0; single < 2; single++) {
            world_config c = cases[k].config;
            c.sigma = 1, c.single = single, c.threads = 1, c.seed = 40 + k;
            track dense = follow(&c, cases[k].steps);
            c.active = 1;
            track active = follow(&c, cases[k].steps);
            assert_equal(&c, &dense, &active, cases[k].steps);
            ck_assert_uint_eq(dense.count.evaluations, c.N * dense.count.gradients);
            double share = (double)active.count.evaluations / (double)dense.count.evaluations;
            ck_assert_msg(share <= cases[k].share,
                          "case %zu, %s: %.3f of the evaluations were needed, at most %.3f "
                          "expected",
                          k, single ? "single" : "double", share, cases[k].share);
            track_free(&dense);
            track_free(&active);
        }
}
END_TEST

/* Enough work that all threads are used, in the samples of the first network and in the bounds of the second
 * too (10^7 multiplications, see threads_for); more threads than chunks. */
START_TEST(threads_change_nothing)
{
    enum { steps = 20 };
    static const struct {
        size_t N, d, M;
        double rate;
        int single;
    } net[] = {{8001, 20, 80, 400, 0}, {8001, 20, 80, 400, 1}, {3000, 224, 224, 6000, 1}};
    for (size_t k = 0; k < sizeof net / sizeof net[0]; k++)
        for (int active = 0; active < 2; active++) {
            world_config c = {.N = net[k].N,
                              .d = net[k].d,
                              .M = net[k].M,
                              .alpha = 1,
                              .h = 1,
                              .rate = net[k].rate,
                              .sigma = 1,
                              .single = net[k].single,
                              .active = active,
                              .threads = 1,
                              .seed = 6};
            track one = follow(&c, steps);
            if (active)
                ck_assert_uint_lt(one.count.evaluations, c.N * one.count.gradients);
            for (int threads = 2; threads <= 9; threads += threads == 3 ? 6 : 1) {
                c.threads = threads;
                track many = follow(&c, steps);
                assert_equal(&c, &one, &many, steps);
                ck_assert_uint_eq(one.count.evaluations, many.count.evaluations);
                track_free(&many);
            }
            track_free(&one);
        }
}
END_TEST

/* Weights out and in again, as a checkpoint does, in the middle of skipping. */
START_TEST(getting_and_setting_changes_nothing)
{
    enum { steps = 60, d = 20, M = 64 };
    for (int single = 0; single < 2; single++) {
        world_config c = {.N = 2500,
                          .d = d,
                          .M = M,
                          .alpha = 1,
                          .h = 1,
                          .rate = 100,
                          .sigma = 1,
                          .single = single,
                          .active = 1,
                          .threads = 1,
                          .seed = 6};
        double a[M], w[M * d];
        track whole = follow(&c, steps);
        world v;
        world_make(&c, &v);
        for (int step = 0; step < steps; step++) {
            if (step % 7 == 6) {
                shf_hinge_engine_get(&v.engine, a, w);
                shf_hinge_engine_set(&v.engine, a, w);
            }
            world_step(&v);
        }
        shf_hinge_engine_get(&v.engine, a, w);
        ck_assert_mem_eq(a, whole.a, sizeof a);
        ck_assert_mem_eq(w, whole.w, sizeof w);
        world_free(&v);
        track_free(&whole);
    }
}
END_TEST

SHF_TEST_MAIN("simulation/active", active_equals_dense, threads_change_nothing,
              getting_and_setting_changes_nothing)
