/* One network in training: gradient, update, observables, in double or single precision.
 *
 * engine_double.c and engine_single.c compile the same text (engine_body.h and what it includes) for the two
 * types.  Sums run in an order that depends on N, M, d and the set of unsatisfied samples only, so that
 * trajectories do not depend on the number of threads, and are the same when samples are skipped. */
#ifndef SHF_SIMULATION_ENGINE_H
#define SHF_SIMULATION_ENGINE_H

#include "simulation/hinge_samples.h"

#define OBSERVABLE_NAME(S, name, unit, help) SHF_OBS_##name,
enum { SHF_SIMULATION_OBSERVABLES(OBSERVABLE_NAME, ) SHF_OBS_COUNT };
#undef OBSERVABLE_NAME

typedef struct shf_hinge_engine_config {
    size_t M;
    double alpha, h;
    double rate; /**< eta / substeps */
    double sigma_a, sigma_w;
    int single;  /**< precision; the samples must have the same */
    int active;  /**< skip samples that provably stay satisfied */
    int threads; /**< at least 1 */
    const shf_hinge_samples *train, *test;
    const double *teacher; /**< d numbers, norm 1 */
} shf_hinge_engine_config;

/** What the engine has done so far. */
typedef struct shf_hinge_engine_count {
    size_t gradients;   /**< how often the gradient was computed */
    size_t evaluations; /**< evaluations of the network on a training sample in them */
} shf_hinge_engine_count;

typedef struct shf_hinge_engine_ops {
    shf_status (*create)(const shf_hinge_engine_config *config, void **state, shf_error *error);
    void (*destroy)(void *state);
    void (*start)(void *state, uint64_t seed);
    shf_status (*gradient)(void *state, shf_error *error);
    shf_status (*update)(void *state, shf_error *error);
    void (*observe)(void *state, double value[SHF_OBS_COUNT]);
    void (*get)(const void *state, double *a, double *w);
    void (*set)(void *state, const double *a, const double *w);
    void (*project)(const void *state, size_t i, double *a, double *w_par);
    void (*gradient_of)(const void *state, size_t i, double *g_a, double *g_w);
    const unsigned char *(*unsatisfied)(const void *state);
    shf_hinge_engine_count (*count)(const void *state);
} shf_hinge_engine_ops;

extern const shf_hinge_engine_ops shf_hinge_engine_double, shf_hinge_engine_single;

typedef struct shf_hinge_engine {
    const shf_hinge_engine_ops *ops;
    void *state;
} shf_hinge_engine;

/** An engine with all its memory; what the config points to must outlive it.  Errors: SHF_ERR_MEMORY. */
shf_status shf_hinge_engine_new(shf_hinge_engine *engine, const shf_hinge_engine_config *config,
                                shf_error *error);
void shf_hinge_engine_free(shf_hinge_engine *engine);

/** Draws the initial network and computes f(.;0) on all samples. */
static inline void shf_hinge_engine_start(shf_hinge_engine *engine, uint64_t seed)
{
    engine->ops->start(engine->state, seed);
}

/** Evaluates the training samples (those that are not provably satisfied), and the gradient.
 *  Errors: SHF_ERR_NUMERIC (a sample has no finite output). */
static inline shf_status shf_hinge_engine_gradient(shf_hinge_engine *engine, shf_error *error)
{
    return engine->ops->gradient(engine->state, error);
}

/** One update with the gradient computed last.  Errors: SHF_ERR_NUMERIC (a weight is not finite). */
static inline shf_status shf_hinge_engine_update(shf_hinge_engine *engine, shf_error *error)
{
    return engine->ops->update(engine->state, error);
}

/** Observables of the network at which the gradient was computed last; evaluates the test samples. */
static inline void shf_hinge_engine_observe(shf_hinge_engine *engine, double value[SHF_OBS_COUNT])
{
    engine->ops->observe(engine->state, value);
}

/** The weights, a[M], w[M d]; exact, so that set(get()) changes nothing. */
static inline void shf_hinge_engine_get(const shf_hinge_engine *engine, double *a, double *w)
{
    engine->ops->get(engine->state, a, w);
}
static inline void shf_hinge_engine_set(shf_hinge_engine *engine, const double *a, const double *w)
{
    engine->ops->set(engine->state, a, w);
}

/** a_i and w_i.w*. */
static inline void shf_hinge_engine_project(const shf_hinge_engine *engine, size_t i, double *a,
                                            double *w_par)
{
    engine->ops->project(engine->state, i, a, w_par);
}

/** -dL/da_i and -dL/dw_i (d numbers) of the gradient computed last. */
static inline void shf_hinge_engine_gradient_of(const shf_hinge_engine *engine, size_t i, double *g_a,
                                                double *g_w)
{
    engine->ops->gradient_of(engine->state, i, g_a, g_w);
}

/** One flag a training sample, of the gradient computed last. */
static inline const unsigned char *shf_hinge_engine_unsatisfied(const shf_hinge_engine *engine)
{
    return engine->ops->unsatisfied(engine->state);
}

static inline shf_hinge_engine_count shf_hinge_engine_counted(const shf_hinge_engine *engine)
{
    return engine->ops->count(engine->state);
}

#endif
