/* A small world for tests of the engine: samples, a network, and one call that makes both. */
#ifndef SHF_TESTS_SIMULATION_WORLD_H
#define SHF_TESTS_SIMULATION_WORLD_H

#include "simulation/engine.h"
#include "support/test.h"

typedef struct world {
    shf_hinge_samples train, test;
    double *teacher;
    shf_hinge_engine engine;
} world;

typedef struct world_config {
    size_t N, d, M;
    double alpha, h, rate, delta, sigma; /* sigma: of a and w */
    shf_choice law;
    int single, active, threads;
    double offset; /* added to every component of the inputs */
    uint64_t seed;
} world_config;

/* The samples of a config; those of the same config are the same. */
static inline void world_samples(const world_config *c, world *w)
{
    shf_error error = {0};
    shf_hinge_samples *set[] = {&w->train, &w->test};
    w->teacher = malloc(c->d * sizeof *w->teacher);
    double *x = malloc(c->d * sizeof *x);
    ck_assert(w->teacher && x);
    shf_hinge_teacher_of_laws(w->teacher, c->d);
    for (int k = 0; k < 2; k++) {
        shf_assert_ok(shf_hinge_samples_new(set[k], k ? 100 : c->N, c->d, c->single, &error), error);
        shf_assert_ok(shf_hinge_samples_draw(set[k], &c->law, c->seed, k ? SHF_STREAM_TEST : SHF_STREAM_TRAIN,
                                             k ? SHF_STREAM_TEST_SCALE : SHF_STREAM_TRAIN_SCALE, 1, &error),
                      error);
        for (size_t mu = 0; c->offset != 0 && mu < set[k]->n; mu++) {
            for (size_t j = 0; j < c->d; j++) {
                size_t at = mu * c->d + j;
                double stored = c->single ? (double)((float *)set[k]->x)[at] : ((double *)set[k]->x)[at];
                x[j] = stored * sqrt((double)c->d) + c->offset;
            }
            shf_hinge_samples_set(set[k], mu, x, w->teacher);
            set[k]->y[mu] = set[k]->x_par[mu] < c->offset ? -1 : 1;
        }
    }
    shf_hinge_samples_flip(&w->train, c->delta, c->seed);
    free(x);
}

static inline void world_make(const world_config *c, world *w)
{
    shf_error error = {0};
    world_samples(c, w);
    shf_hinge_engine_config config = {.M = c->M,
                                      .alpha = c->alpha,
                                      .h = c->h,
                                      .rate = c->rate,
                                      .sigma_a = c->sigma,
                                      .sigma_w = c->sigma,
                                      .single = c->single,
                                      .active = c->active,
                                      .threads = c->threads,
                                      .train = &w->train,
                                      .test = &w->test,
                                      .teacher = w->teacher};
    shf_assert_ok(shf_hinge_engine_new(&w->engine, &config, &error), error);
    shf_hinge_engine_start(&w->engine, c->seed);
}

static inline void world_free(world *w)
{
    shf_hinge_engine_free(&w->engine);
    shf_hinge_samples_free(&w->train);
    shf_hinge_samples_free(&w->test);
    free(w->teacher);
}

/* One step of training. */
static inline void world_step(world *w)
{
    shf_error error = {0};
    shf_assert_ok(shf_hinge_engine_gradient(&w->engine, &error), error);
    shf_assert_ok(shf_hinge_engine_update(&w->engine, &error), error);
}

#endif
