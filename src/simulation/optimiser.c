/* Minibatches and schedules. */
#include "simulation/optimiser.h"
#include "common/params_text.h"
#include "common/random.h"
#include "common/report.h"
#include <math.h>

SHF_DEFINE_PARAMS(shf_optimiser, SHF_OPTIMISER_PARAMS, "optimiser", shf_optimiser);

enum { STREAM_ORDER = 0x7320 };

static shf_status validate_minibatch(const shf_choice *minibatch, size_t N, shf_error *error)
{
    double batch = minibatch->n ? minibatch->value[0] : 1;
    if (batch >= 1 && batch <= (double)N && batch == floor(batch))
        return SHF_OK;
    return shf_fail(
        error, SHF_ERR_VALUE,
        "minibatch = %s:%.15g: must be a whole number from 1 to the number of training samples, %zu",
        minibatch->kind == SHF_MINIBATCH_PASS ? "pass" : "draw", batch, N);
}

static shf_status validate_schedule(const shf_choice *s, shf_error *error)
{
    if (s->kind == SHF_SCHEDULE_COSINE && !(s->value[0] > 0))
        return shf_fail(error, SHF_ERR_VALUE, "schedule = cosine:%g: the time must be above 0", s->value[0]);
    for (size_t k = 0; s->kind == SHF_SCHEDULE_STEPS && k < s->n; k++)
        if (!(s->value[k] > (k ? s->value[k - 1] : 0)))
            return shf_fail(error, SHF_ERR_VALUE,
                            "schedule = steps: the time %g follows %g: must increase from above 0",
                            s->value[k], k ? s->value[k - 1] : 0);
    return SHF_OK;
}

shf_status shf_optimiser_validate(const shf_optimiser *optimiser, size_t N, shf_error *error)
{
    shf_status status = shf_params_validate(&shf_optimiser_table, optimiser, error);
    SHF_THEN(status, validate_minibatch(&optimiser->minibatch, N, error));
    return status ? status : validate_schedule(&optimiser->schedule, error);
}

double shf_optimiser_factor(const shf_optimiser *o, double t)
{
    const shf_choice *s = &o->schedule;
    double factor = t < o->warm_up ? t / o->warm_up : 1;
    if (s->kind == SHF_SCHEDULE_COSINE)
        factor *= t < s->value[0] ? 0.5 * (1 + cos(M_PI * t / s->value[0])) : 0;
    for (size_t k = 0; s->kind == SHF_SCHEDULE_STEPS && k < s->n; k++)
        factor *= t < s->value[k] ? 1 : o->rate_factor;
    return factor;
}

void shf_minibatch_make(shf_minibatch *b, int kind, size_t n, size_t batch, uint64_t seed, shf_arena *arena)
{
    *b = (shf_minibatch){.kind = kind, .n = n, .batch = batch, .seed = seed};
    b->order = shf_arena_array(arena, kind == SHF_MINIBATCH_PASS ? n : 0, sizeof *b->order);
    b->chosen = shf_arena_array(arena, batch, sizeof *b->chosen);
}

/* A whole number below n, equally likely each. */
static size_t below(size_t n, uint64_t seed, uint64_t place)
{
    return (size_t)((double)n * shf_random_uniform(seed, STREAM_ORDER, place));
}

/* The order of the samples in a pass: a random permutation (Fisher and Yates). */
static void shuffle(shf_minibatch *b, size_t pass)
{
    for (size_t k = 0; k < b->n; k++)
        b->order[k] = k;
    for (size_t k = b->n - 1; k > 0; k--) {
        size_t other = below(k + 1, b->seed, pass * b->n + k), keep = b->order[k];
        b->order[k] = b->order[other];
        b->order[other] = keep;
    }
}

void shf_minibatch_choose(shf_minibatch *b, size_t update)
{
    size_t at = update * b->batch;
    for (size_t k = 0; k < b->batch; k++, at++) {
        if (b->kind == SHF_MINIBATCH_PASS && at % b->n == 0)
            shuffle(b, at / b->n);
        b->chosen[k] = b->kind == SHF_MINIBATCH_PASS ? b->order[at % b->n] : below(b->n, b->seed, at);
    }
}
