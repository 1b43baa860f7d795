/* One update after the other. */
#include "simulation/trainer.h"
#include "common/jobs.h"
#include "common/report.h"
#include <math.h>
#include <string.h>

enum { ROWS = SHF_TWO_LAYER_ROWS };

static size_t block(size_t first, size_t last)
{
    return last - first < ROWS ? last - first : ROWS;
}

/* ---- gradient ---- */

/* The inputs of samples first..first+n-1 of an update. */
static const double *inputs(shf_trainer *t, const size_t *chosen, size_t first, size_t n)
{
    const shf_trainer_source *s = &t->source;
    size_t d = t->net.d;
    if (!s->x)
        s->draw(s->context, t->updates * s->n + first, n, t->rows);
    for (size_t k = 0; s->x && chosen && k < n; k++)
        memcpy(t->rows + k * d, s->x + chosen[first + k] * d, d * sizeof *t->rows);
    return s->x && !chosen ? s->x + first * d : t->rows;
}

shf_status shf_trainer_gradient(shf_trainer *t, size_t *count)
{
    const shf_trainer_source *s = &t->source;
    const size_t *chosen = t->minibatch.chosen;
    *count = chosen ? t->minibatch.batch : s->n;
    if (chosen)
        shf_minibatch_choose(&t->minibatch, t->updates);
    for (size_t first = 0; first < *count; first += ROWS) {
        size_t n = block(first, *count);
        if (shf_stop(t->progress, 0))
            return SHF_ERR_INTERRUPTED;
        const double *x = inputs(t, chosen, first, n);
        shf_two_layer_forward(&t->net, n, x);
        s->pull(s->context, chosen ? chosen + first : NULL, first, n, t->net.f, t->residual);
        shf_two_layer_backward(&t->net, n, x, t->residual, first == 0);
    }
    return SHF_OK;
}

/* ---- update ---- */

/* How weights of one kind move in an update. */
typedef struct motion {
    double momentum, step; /* length of the update, schedule included */
    double rate, decay;    /* by which sums over samples, and weights, act */
    double length;         /* step times rate */
} motion;

/* For sums over n samples, times `factor`, of a layer with that time scale. */
static motion motion_of(const shf_trainer *t, double n, double time, double factor, double decay)
{
    const shf_trainer_rates *r = &t->rates;
    double now = ((double)t->updates + 0.5) / r->substeps, step = 1 / r->substeps;
    step *= shf_optimiser_factor(t->optimiser, now);
    return (motion){t->optimiser->momentum, step, factor / time / n, decay / time, step / n / time * factor};
}

/* v <- momentum v + rate g - decay theta, theta <- theta + step v; `v` NULL: without momentum. */
static void advance(const motion *m, size_t n, const double *g, double *v, double *theta)
{
    double shrink = m->step * m->decay;
    for (size_t k = 0; v && k < n; k++) {
        v[k] = m->momentum * v[k] + m->rate * g[k] - m->decay * theta[k];
        theta[k] += m->step * v[k];
    }
    for (size_t k = 0; !v && shrink > 0 && k < n; k++)
        theta[k] -= shrink * theta[k];
    for (size_t k = 0; !v && k < n; k++)
        theta[k] += m->length * g[k];
}

static double normalise(size_t d, double *w)
{
    double norm = 0;
    for (size_t k = 0; k < d; k++)
        norm += w[k] * w[k];
    norm = sqrt(norm);
    for (size_t k = 0; k < d; k++)
        w[k] /= norm;
    return norm;
}

/* Moves all weights by the sums over `count` samples; something that is finite if they all are. */
static double move(shf_trainer *t, size_t count)
{
    shf_two_layer *net = &t->net;
    const shf_trainer_rates *r = &t->rates;
    double n = (double)count, sum = 0;
    const motion of_a = motion_of(t, n, r->time_a, 1, r->decay);
    for (size_t i = 0; i < net->m; i++) {
        double *w = net->w + i * net->d;
        const motion of_w = motion_of(t, n, r->time_w, net->a[i], r->sphere ? 0 : r->decay);
        advance(&of_w, net->d, net->gw + i * net->d, t->vw ? t->vw + i * net->d : NULL, w);
        advance(&of_a, 1, net->ga + i, t->va ? t->va + i : NULL, net->a + i);
        sum += net->a[i] + (r->sphere ? normalise(net->d, w) : 0);
        for (size_t k = 0; !r->sphere && k < net->d; k++)
            sum += w[k];
    }
    return sum;
}

shf_status shf_trainer_update(shf_trainer *t, shf_error *error)
{
    size_t count;
    shf_status status = shf_trainer_gradient(t, &count);
    if (status)
        return status;
    double sum = move(t, count);
    t->updates++;
    if (isfinite(sum))
        return SHF_OK;
    return shf_fail(error, SHF_ERR_NUMERIC, "substeps = %g: the weights diverge at t = %g", t->rates.substeps,
                    (double)t->updates / t->rates.substeps);
}

shf_status shf_trainer_outputs(shf_trainer *t, size_t n, const double *x, double *f)
{
    for (size_t first = 0; first < n; first += ROWS) {
        size_t rows = block(first, n);
        if (shf_stop(t->progress, 0))
            return SHF_ERR_INTERRUPTED;
        shf_two_layer_forward(&t->net, rows, x + first * t->net.d);
        memcpy(f + first, t->net.f, rows * sizeof *f);
    }
    return SHF_OK;
}

/* ---- construction ---- */

shf_status shf_trainer_make(shf_trainer *t, const shf_trainer_config *c, shf_error *error)
{
    const shf_choice *minibatch = &c->optimiser->minibatch;
    *t = (shf_trainer){.source = c->source, .rates = c->rates, .optimiser = c->optimiser};
    shf_two_layer_make(&t->net, c->activation, c->m, c->d, &t->arena);
    t->rows = shf_arena_matrix(&t->arena, ROWS, c->d);
    t->residual = shf_arena_doubles(&t->arena, ROWS);
    if (c->optimiser->momentum > 0) {
        t->va = shf_arena_doubles(&t->arena, c->m);
        t->vw = shf_arena_matrix(&t->arena, c->m, c->d);
    }
    if (minibatch->kind != SHF_MINIBATCH_FULL)
        shf_minibatch_make(&t->minibatch, minibatch->kind, c->source.n, (size_t)minibatch->value[0], c->seed,
                           &t->arena);
    return shf_arena_status(&t->arena, error);
}

void shf_trainer_free(shf_trainer *t)
{
    shf_arena_free(&t->arena);
    *t = (shf_trainer){.updates = 0};
}
