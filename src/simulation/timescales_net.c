/* One network in training: its samples, residuals and measurements, (T.18). */
#include "simulation/timescales_net.h"
#include "common/hermite.h"
#include "common/initial_network.h"
#include "common/random.h"
#include "common/report.h"
#include "simulation/activation_values.h"
#include <math.h>

enum { STREAM_X = 0x7201, STREAM_NOISE, STREAM_TEST, STREAM_TRAIN };

static int is_gd(const shf_timescales_net *net)
{
    return net->training->dynamics.kind == SHF_TRAINING_GD;
}

/* Samples first..first+n-1 of the training data: inputs and noisy labels. */
static void draw(const shf_timescales_net *net, uint64_t first, size_t n, double *x, double *y)
{
    size_t d = net->params->d;
    shf_random_normals(net->seed, is_gd(net) ? STREAM_TRAIN : STREAM_X, first * d, x, n * d);
    for (size_t b = 0; b < n; b++)
        shf_activation_values(&net->params->target, 1, x + b * d, &y[b], NULL);
    double tau = net->params->tau;
    for (size_t b = 0; tau > 0 && b < n; b++)
        y[b] += tau * shf_random_normal(net->seed, STREAM_NOISE, first + b);
}

static void draw_inputs(void *context, uint64_t first, size_t n, double *x)
{
    shf_timescales_net *net = context;
    draw(net, first, n, x, net->y);
}

/* y - f; fresh samples have their labels in the first places. */
static void pull(void *context, const size_t *sample, size_t first, size_t n, const double *f, double *r)
{
    const shf_timescales_net *net = context;
    const double *y = is_gd(net) ? net->y + first : net->y;
    for (size_t b = 0; b < n; b++)
        r[b] = (sample ? net->y[sample[b]] : y[b]) - f[b];
}

shf_status shf_timescales_net_update(shf_timescales_net *net, shf_error *error)
{
    return shf_trainer_update(&net->trainer, error);
}

/* ---- observables ---- */

static shf_status training_loss(shf_timescales_net *net, double *loss)
{
    size_t n = net->training->N;
    double sum = 0;
    *loss = NAN;
    if (!is_gd(net))
        return SHF_OK;
    shf_status status = shf_trainer_outputs(&net->trainer, n, net->x, net->residual);
    for (size_t b = 0; b < n; b++)
        sum += 0.5 * (net->y[b] - net->residual[b]) * (net->y[b] - net->residual[b]);
    *loss = sum / (double)n;
    return status;
}

static void moments(const shf_timescales_net *net, shf_timescales_weights *out)
{
    double a1 = 0, a2 = 0, a_max = 0, s1 = 0, s2 = 0, s_max = 0;
    const shf_two_layer *layer = &net->trainer.net;
    for (size_t i = 0; i < layer->m; i++) {
        double a = layer->a[i], s = layer->w[i * layer->d], w = layer->share[i];
        a1 += w * a;
        a2 += w * a * a;
        a_max = fmax(a_max, fabs(a));
        s1 += w * s;
        s2 += w * s * s;
        s_max = fmax(s_max, fabs(s));
    }
    out->mean_a = a1;
    out->rms_a = sqrt(a2);
    out->max_a = a_max;
    out->mean_s = s1;
    out->rms_s = sqrt(s2);
    out->max_s = s_max;
}

/* phi - f on the test set. */
static shf_status residuals(shf_timescales_net *net)
{
    size_t n = net->training->test_size, d = net->params->d;
    shf_status status = shf_trainer_outputs(&net->trainer, n, net->test, net->residual);
    for (size_t b = 0; b < n; b++) {
        double clean;
        shf_activation_values(&net->params->target, 1, net->test + b * d, &clean, NULL);
        net->residual[b] = clean - net->residual[b];
    }
    return status;
}

shf_status shf_timescales_net_observe(shf_timescales_net *net, size_t degrees, double *values, double *errors)
{
    size_t n = net->training->test_size, d = net->params->d;
    shf_status status = residuals(net);
    if (status)
        return status;
    for (size_t b = 0; b < n; b++)
        net->work[b] = 0.5 * net->residual[b] * net->residual[b];
    values[0] = shf_control_variate_mean(&net->control_variate, net->work, &errors[0]) +
                0.5 * net->params->tau * net->params->tau;
    double one[64] = {0};
    for (size_t k = 0; k < degrees; k++) {
        one[k] = 1;
        for (size_t b = 0; b < n; b++)
            net->work[b] = net->residual[b] * shf_hermite_sum(k + 1, one, net->test[b * d]);
        one[k] = 0;
        values[1 + k] = shf_control_variate_mean(&net->control_variate, net->work, &errors[1 + k]);
    }
    shf_timescales_weights *rest = (shf_timescales_weights *)(values + 1 + degrees);
    moments(net, rest);
    return training_loss(net, &rest->train);
}

/* ---- construction ---- */

static shf_status allocate(shf_timescales_net *net, shf_error *error)
{
    size_t N = is_gd(net) ? net->training->N : 0, d = net->params->d, test = net->training->test_size;
    shf_arena *arena = &net->arena;
    net->x = shf_arena_matrix(arena, N, d), net->y = shf_arena_doubles(arena, N ? N : SHF_TWO_LAYER_ROWS);
    net->test = shf_arena_matrix(arena, test, d), net->work = shf_arena_doubles(arena, test);
    net->residual = shf_arena_doubles(arena, test > N ? test : N);
    return shf_arena_status(arena, error);
}

/* (T.18) */
static shf_status make_trainer(shf_timescales_net *net, shf_error *error)
{
    const shf_timescales_params *p = net->params;
    const shf_trainer_config config = {.activation = &p->activation,
                                       .m = p->m,
                                       .d = p->d,
                                       .source = {.context = net,
                                                  .n = is_gd(net) ? net->training->N : net->training->batch,
                                                  .x = is_gd(net) ? net->x : NULL,
                                                  .draw = draw_inputs,
                                                  .pull = pull},
                                       .rates = {.time_a = p->epsilon / net->optimiser.rate_a,
                                                 .time_w = 1 / net->optimiser.rate_w,
                                                 .decay = net->training->weight_decay,
                                                 .substeps = net->training->substeps,
                                                 .sphere = 1},
                                       .optimiser = &net->optimiser,
                                       .seed = net->seed};
    return shf_trainer_make(&net->trainer, &config, error);
}

shf_status shf_timescales_net_make(shf_timescales_net *net, const shf_timescales_params *params,
                                   const shf_timescales_training *training, uint64_t seed, shf_error *error)
{
    size_t d = params->d, test = training->test_size;
    *net = (shf_timescales_net){
        .params = params, .training = training, .optimiser = SHF_OPTIMISER_OF(training), .seed = seed};
    shf_two_layer *layer = &net->trainer.net;
    shf_status status = allocate(net, error);
    SHF_THEN(status, make_trainer(net, error));
    SHF_THEN(status, shf_initial_layer(params, layer->a, layer->share, error));
    if (status)
        return status;
    int kind = params->init_s.kind == SHF_OVERLAP_AUTO ? SHF_OVERLAP_SPHERE : params->init_s.kind;
    shf_initial_directions(params, kind, layer->w);
    shf_random_normals(seed, STREAM_TEST, 0, net->test, test * d);
    if (is_gd(net))
        draw(net, 0, training->N, net->x, net->y);
    return shf_control_variate_make(&net->control_variate, test, net->test, d, error);
}

void shf_timescales_net_free(shf_timescales_net *net)
{
    shf_trainer_free(&net->trainer);
    shf_arena_free(&net->arena);
    shf_control_variate_free(&net->control_variate);
    *net = (shf_timescales_net){.params = NULL};
}
