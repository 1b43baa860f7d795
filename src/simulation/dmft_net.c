/* One network of dmft.h, or its surrogate, in training: start, updates (D.45), measurements. */
#include "simulation/dmft_net.h"
#include "common/blas.h"
#include "common/random.h"
#include "common/report.h"
#include <math.h>
#include <string.h>

enum { STREAM_W = 0x7300 };

static int is(const shf_dmft_net *net, int dynamics)
{
    return net->training->dynamics.kind == dynamics;
}

/* ---- update ---- */

/* Half the sum of squared residuals over all samples or, for an update of sgd, over a batch. */
static double force(shf_dmft_net *net, int gradient, size_t *count)
{
    const size_t *chosen = NULL;
    *count = net->n;
    if (gradient && is(net, SHF_DMFT_SGD)) {
        shf_minibatch_choose(&net->minibatch, net->updates);
        chosen = net->minibatch.chosen;
        *count = net->training->batch;
    }
    net->evaluations += *count;
    return is(net, SHF_DMFT_SURROGATE)
               ? shf_dmft_surrogate_force(&net->surrogate, &net->weights, gradient)
               : shf_dmft_samples_force(&net->samples, &net->weights, chosen, *count, gradient);
}

/* w becomes w + rate (g - <g,w> w), normalised; NaN where that overflows. */
static void move_on_sphere(size_t d, double rate, const double *g, double *w)
{
    double radial = cblas_ddot((int)d, g, 1, w, 1);
    cblas_dscal((int)d, 1 - rate * radial, w, 1);
    cblas_daxpy((int)d, rate, g, 1, w, 1);
    double norm = cblas_dnrm2((int)d, w, 1);
    cblas_dscal((int)d, 1 / norm, w, 1);
    if (!isfinite(norm)) /* an infinite one would leave w = 0, which looks like a number */
        w[0] = NAN;
}

shf_status shf_dmft_net_update(shf_dmft_net *net, shf_error *error)
{
    shf_dmft_weights *w = &net->weights;
    size_t count;
    double loss = force(net, 1, &count), sum = loss;
    double step = 1 / net->training->substeps;
    double rate = step * (double)net->n / ((double)w->m * (double)w->d * (double)count);
    for (size_t i = 0; i < w->m; i++) {
        move_on_sphere(w->d, rate, w->gw + i * w->d, w->w + i * w->d);
        if (!net->task->params->freeze_a.kind)
            w->a[i] += rate * w->ga[i];
        sum += w->a[i] + w->w[i * w->d];
    }
    net->updates++;
    if (isfinite(sum))
        return SHF_OK;
    return shf_fail(error, SHF_ERR_NUMERIC, "substeps = %g: the weights diverge at t = %g",
                    net->training->substeps, step * (double)net->updates);
}

/* ---- measurements ---- */

/* Mean of <w_i,v_j> over i != j, of which `own` is the mean over i = j; NaN for one neuron. */
static double pair_mean(shf_dmft_net *net, const double *v, double own)
{
    size_t m = net->weights.m, d = net->weights.d;
    double n = (double)m, all = 0;
    memset(net->sum, 0, d * sizeof *net->sum);
    for (size_t j = 0; j < m; j++)
        cblas_daxpy((int)d, 1, v + j * d, 1, net->sum, 1);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m, (int)d, 1, net->weights.w, (int)d, net->sum, 1, 0,
                net->work, 1);
    for (size_t i = 0; i < m; i++)
        all += net->work[i];
    return m > 1 ? (all / n - own) / (n - 1) : NAN;
}

void shf_dmft_net_observe(shf_dmft_net *net, shf_dmft_observables *values)
{
    const shf_dmft_weights *w = &net->weights;
    size_t m = w->m, d = w->d, count;
    double a = 0, v = 0, diagonal = 0, n = (double)m;
    for (size_t i = 0; i < m; i++) {
        a += w->a[i];
        v += w->w[i * d];
        diagonal += cblas_ddot((int)d, w->w + i * d, 1, net->start + i * d, 1);
    }
    values->a = a / n;
    values->v = v / n;
    values->e_train = force(net, 0, &count) / (double)net->n;
    values->e_test = shf_dmft_task_test_error(net->task, m, d, w->a, w->w, net->work);
    values->Co_tt = pair_mean(net, w->w, 1);
    values->Cd_t0 = diagonal / n;
    values->Co_t0 = pair_mean(net, net->start, diagonal / n);
}

/* ---- construction ---- */

size_t shf_dmft_net_samples(const shf_dmft_params *params, size_t d)
{
    double n = params->alpha * (double)params->m * (double)d;
    return n < 1e15 ? (size_t)llround(n) : 0;
}

static shf_status allocate(shf_dmft_net *net, shf_error *error)
{
    shf_dmft_weights *w = &net->weights;
    shf_arena *arena = &net->arena;
    w->a = shf_arena_doubles(arena, w->m), w->w = shf_arena_matrix(arena, w->m, w->d);
    w->ga = shf_arena_doubles(arena, w->m), w->gw = shf_arena_matrix(arena, w->m, w->d);
    net->start = shf_arena_matrix(arena, w->m, w->d);
    net->sum = shf_arena_doubles(arena, w->d), net->work = shf_arena_doubles(arena, w->m);
    if (is(net, SHF_DMFT_SGD))
        shf_minibatch_make(&net->minibatch, SHF_MINIBATCH_PASS, net->n, net->training->batch, net->seed,
                           arena);
    return shf_arena_status(arena, error);
}

/* a_i = a_0, w_i uniform on the sphere. */
static void begin(shf_dmft_net *net)
{
    const shf_dmft_params *p = net->task->params;
    shf_dmft_weights *w = &net->weights;
    shf_random_normals(net->seed, STREAM_W, 0, w->w, w->m * w->d);
    for (size_t i = 0; i < w->m; i++) {
        w->a[i] = p->gamma0 != 0 ? p->gamma0 * sqrt((double)w->m) : p->a0;
        cblas_dscal((int)w->d, 1 / cblas_dnrm2((int)w->d, w->w + i * w->d, 1), w->w + i * w->d, 1);
    }
    memcpy(net->start, w->w, w->m * w->d * sizeof *net->start);
}

shf_status shf_dmft_net_make(shf_dmft_net *net, const shf_dmft_task *task, const shf_dmft_training *training,
                             uint64_t seed, shf_error *error)
{
    size_t m = task->params->m, d = training->d;
    *net = (shf_dmft_net){.task = task,
                          .training = training,
                          .seed = seed,
                          .n = shf_dmft_net_samples(task->params, d),
                          .weights = {.m = m, .d = d}};
    shf_status status = allocate(net, error);
    if (status)
        return status;
    begin(net);
    return is(net, SHF_DMFT_SURROGATE)
               ? shf_dmft_surrogate_make(&net->surrogate, task, net->n, d, seed, error)
               : shf_dmft_samples_make(&net->samples, task, net->n, d, m, seed, error);
}

void shf_dmft_net_free(shf_dmft_net *net)
{
    shf_arena_free(&net->arena);
    shf_dmft_samples_free(&net->samples);
    shf_dmft_surrogate_free(&net->surrogate);
    *net = (shf_dmft_net){.n = 0};
}
