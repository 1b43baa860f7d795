/* The network of node.h, (S.11)-(S.13): its start, its samples, the pull on them. */
#include "simulation/node_net.h"
#include "common/random.h"
#include "common/report.h"
#include "simulation/loss_values.h"
#include "simulation/node_labels.h"
#include <math.h>

/* ---- initial law, (N.7) ---- */

/* A standardised draw, number k of a stream. */
static double draw(const shf_choice *law, uint64_t seed, uint64_t stream, size_t k)
{
    double u = law->kind == SHF_LAW_GAUSSIAN ? 0 : shf_random_uniform(seed, stream, k);
    switch (law->kind) {
    case SHF_LAW_UNIFORM:
        return sqrt(3) * (2 * u - 1);
    case SHF_LAW_RADEMACHER:
        return u < 0.5 ? -1 : 1;
    case SHF_LAW_POINTS:
        return law->value[(size_t)(u * (double)law->n)];
    default:
        return shf_random_normal(seed, stream, k);
    }
}

static double along(const shf_node_net *net, const double *w)
{
    double sum = 0;
    for (size_t k = 0; k < net->trainer.net.d; k++)
        sum += w[k] * net->teacher[k];
    return sum;
}

/* All components of w are normal but the one along the teacher, which its law may replace. */
static void begin(shf_node_net *net, uint64_t seed)
{
    const shf_node_params *p = net->experiment->params;
    shf_two_layer *layer = &net->trainer.net;
    double c = p->correlation, s = sqrt((1 - c) * (1 + c));
    for (size_t i = 0; i < layer->m; i++) {
        double *w = layer->w + i * layer->d, A = draw(&p->law_a, seed, SHF_STREAM_A, i);
        shf_random_normals(seed, SHF_STREAM_W, i * layer->d, w, layer->d);
        double own = along(net, w), W = own;
        if (p->law_w.kind != SHF_LAW_GAUSSIAN)
            W = draw(&p->law_w, seed, SHF_STREAM_W_PAR, i);
        double w_par = p->mean_w + p->sigma_w * (c * A + s * W);
        for (size_t k = 0; k < layer->d; k++)
            w[k] = p->sigma_w * (w[k] - own * net->teacher[k]) + w_par * net->teacher[k];
        layer->a[i] = p->mean_a + p->sigma_a * A;
        layer->share[i] = 1 / (double)layer->m;
    }
}

/* ---- pull, (S.12) ---- */

static void pull(void *context, const size_t *sample, size_t first, size_t n, const double *f, double *r)
{
    const shf_node_net *net = context;
    const shf_node_params *p = net->experiment->params;
    for (size_t k = 0; k < n; k++) {
        size_t mu = sample ? sample[k] : first + k;
        double y = net->train.y[mu], z = p->alpha * y * (f[k] - net->f0[mu]);
        r[k] = y * shf_loss_values_at(p->loss.kind, p->h, z).pull;
    }
}

/* ---- samples ---- */

static shf_status draw_set(shf_node_net *net, shf_hinge_samples *set, uint64_t seed, uint64_t stream,
                           shf_error *error)
{
    const shf_node_params *p = net->experiment->params;
    shf_status status = shf_hinge_samples_draw(set, &p->data, seed, stream, stream + 1, 1, error);
    for (size_t mu = 0; mu < set->n && !status; mu++)
        set->y[mu] = (signed char)shf_node_label(p, set->x_par[mu]);
    return status;
}

static shf_status samples(shf_node_net *net, const shf_data_source *source, uint64_t seed, shf_error *error)
{
    const shf_node_params *p = net->experiment->params;
    shf_hinge_samples *train = &net->train, *test = &net->test;
    shf_status status = shf_hinge_samples_new(train, net->experiment->training->N, p->d, 0, error);
    SHF_THEN(status, shf_hinge_samples_new(test, net->experiment->training->test_size, p->d, 0, error));
    if (source) {
        SHF_THEN(status, shf_data_source_split(source, seed, train, test, net->teacher, error));
    } else if (!status) {
        shf_hinge_teacher_of_laws(net->teacher, p->d);
        status = draw_set(net, train, seed, SHF_STREAM_TRAIN, error);
        SHF_THEN(status, draw_set(net, test, seed, SHF_STREAM_TEST, error));
    }
    for (size_t mu = 0; mu < train->n && !status; mu++) {
        train->flip[mu] = shf_random_uniform(seed, SHF_STREAM_FLIP, mu) < shf_node_flip(p, train->x_par[mu]);
        train->y[mu] = (signed char)(train->flip[mu] ? -train->y[mu] : train->y[mu]);
    }
    return status;
}

/* ---- observables ---- */

/* Input k at projection x: x_perp of test sample k, with its length as the law has it at x. */
static void place(const shf_node_net *net, double x, size_t k, double *out)
{
    const shf_node_params *p = net->experiment->params;
    size_t d = p->d;
    double par = net->test.x_par[k], root = sqrt((double)d), stretch = 1;
    if (p->data.kind == SHF_DATA_SPHERE) {
        double R = p->data.n ? p->data.value[0] : root;
        stretch = sqrt(fmax(R * R - x * x, 0) / fmax(R * R - par * par, 1e-300));
    } else if (p->data.kind == SHF_DATA_STUDENT) {
        stretch = sqrt((p->data.value[0] + x * x) / (p->data.value[0] + par * par));
    }
    const double *row = (const double *)net->test.x + k * d;
    for (size_t j = 0; j < d; j++)
        out[j] = stretch * (row[j] - par / root * net->teacher[j]) + x / root * net->teacher[j];
}

static size_t field_samples(const shf_node_net *net)
{
    return net->test.n < SHF_NODE_FIELD_SAMPLES ? net->test.n : SHF_NODE_FIELD_SAMPLES;
}

/* f at projection number j, for each x_perp. */
static shf_status field(shf_node_net *net, size_t j, double *f)
{
    size_t n = field_samples(net), d = net->trainer.net.d;
    for (size_t k = 0; k < n; k++)
        place(net, net->projections.value[j], k, net->field + k * d);
    return shf_trainer_outputs(&net->trainer, n, net->field, f);
}

static double half_sign(double z)
{
    return z < 0 ? 1 : z > 0 ? 0 : 0.5;
}

static shf_status observe_field(shf_node_net *net, double *values)
{
    size_t n = field_samples(net);
    for (size_t j = 0; j < net->projections.n; j++) {
        shf_status status = field(net, j, net->output);
        if (status)
            return status;
        double sum = 0;
        for (size_t k = 0; k < n; k++)
            sum += net->output[k] - net->f0_field[j * n + k];
        values[j] = sum / (double)n;
    }
    return SHF_OK;
}

/* Means over samples. */
typedef struct measured {
    double loss, error, f_U;
} measured;

/* Of the labels as they are, or averaged over their flips. */
static shf_status measure(shf_node_net *net, const shf_hinge_samples *samples, const double *f0, int average,
                          measured *mean)
{
    const shf_node_params *p = net->experiment->params;
    size_t n = samples->n;
    shf_status status = shf_trainer_outputs(&net->trainer, n, samples->x, net->output);
    *mean = (measured){.loss = 0};
    for (size_t mu = 0; !status && mu < n; mu++) {
        double z = p->alpha * samples->y[mu] * (net->output[mu] - f0[mu]);
        double q = average ? shf_node_flip(p, samples->x_par[mu]) : 0;
        const shf_loss_values l = shf_loss_values_at(p->loss.kind, p->h, z);
        mean->loss += (1 - q) * l.value + (q > 0 ? q * shf_loss_values_at(p->loss.kind, p->h, -z).value : 0);
        mean->error += half_sign(z);
        mean->f_U += l.unsatisfied;
    }
    mean->loss /= p->alpha * p->alpha * (double)n;
    mean->error /= (double)n;
    mean->f_U /= (double)n;
    return status;
}

static void observe_weights(const shf_node_net *net, shf_node_observables *row)
{
    const shf_two_layer *layer = &net->trainer.net;
    double sum[7] = {0}, m = (double)layer->m;
    for (size_t i = 0; i < layer->m; i++) {
        const double *w = layer->w + i * layer->d;
        double a = layer->a[i], par = along(net, w), square = 0;
        for (size_t k = 0; k < layer->d; k++) {
            double rest = w[k] - par * net->teacher[k];
            square += rest * rest;
        }
        const double of_node[] = {a, a * a, par, par * par, a * par, sqrt(square), square};
        for (size_t k = 0; k < 7; k++)
            sum[k] += of_node[k] / m;
    }
    row->a = sum[0], row->a2 = sum[1];
    row->w_par = sum[2], row->w_par2 = sum[3];
    row->a_w_par = row->V_par = sum[4];
    row->rho = sum[5], row->rho2 = sum[6];
}

shf_status shf_node_net_observe(shf_node_net *net, double *values)
{
    int margin = shf_loss_has_margin(net->experiment->params->loss.kind);
    double *behind = values + net->projections.n;
    measured train, test;
    shf_node_observables *row = (shf_node_observables *)(behind + margin);
    shf_status status = observe_field(net, values);
    SHF_THEN(status, measure(net, &net->train, net->f0, 0, &train));
    SHF_THEN(status, measure(net, &net->test, net->f0_test, 1, &test));
    if (status)
        return status;
    if (margin)
        *behind = train.f_U;
    row->loss = train.loss;
    row->error_train = train.error;
    row->loss_test = test.loss;
    row->error = test.error;
    observe_weights(net, row);
    return SHF_OK;
}

/* ---- construction ---- */

static shf_status allocate(shf_node_net *net, shf_error *error)
{
    const shf_node_training *training = net->experiment->training;
    size_t N = training->N, test = training->test_size, d = net->experiment->params->d;
    size_t n = test < SHF_NODE_FIELD_SAMPLES ? test : SHF_NODE_FIELD_SAMPLES;
    shf_arena *arena = &net->arena;
    net->teacher = shf_arena_doubles(arena, d);
    net->f0 = shf_arena_doubles(arena, N), net->f0_test = shf_arena_doubles(arena, test);
    net->f0_field = shf_arena_matrix(arena, net->projections.n, n);
    net->output = shf_arena_doubles(arena, N > test ? N : test);
    net->field = shf_arena_matrix(arena, n, d);
    return shf_arena_status(arena, error);
}

/* (S.11): all rates are those of the mean over the samples. */
static shf_status make_trainer(shf_node_net *net, uint64_t seed, shf_error *error)
{
    const shf_node_params *p = net->experiment->params;
    const shf_optimiser *o = net->experiment->optimiser;
    double time = p->alpha * (double)p->M / p->eta;
    const shf_trainer_config config = {
        .activation = &p->activation,
        .m = p->M,
        .d = p->d,
        .source = {.context = net, .n = net->train.n, .x = net->train.x, .pull = pull},
        .rates = {.time_a = time / o->rate_a,
                  .time_w = time / o->rate_w,
                  .decay = p->weight_decay * p->alpha * (double)p->M,
                  .substeps = (double)net->experiment->training->substeps},
        .optimiser = o,
        .seed = seed};
    return shf_trainer_make(&net->trainer, &config, error);
}

/* f at t = 0 */
static shf_status first_outputs(shf_node_net *net)
{
    size_t n = field_samples(net);
    shf_status status = shf_trainer_outputs(&net->trainer, net->train.n, net->train.x, net->f0);
    SHF_THEN(status, shf_trainer_outputs(&net->trainer, net->test.n, net->test.x, net->f0_test));
    for (size_t j = 0; j < net->projections.n; j++)
        SHF_THEN(status, field(net, j, net->f0_field + j * n));
    return status;
}

shf_status shf_node_net_make(shf_node_net *net, const shf_node_experiment *experiment,
                             const shf_list *projections, const shf_data_source *source, uint64_t seed,
                             const shf_progress *progress, shf_error *error)
{
    *net = (shf_node_net){.experiment = experiment, .projections = *projections};
    shf_status status = allocate(net, error);
    SHF_THEN(status, samples(net, source, seed, error));
    SHF_THEN(status, make_trainer(net, seed, error));
    if (status)
        return status;
    net->trainer.progress = progress;
    begin(net, seed);
    return first_outputs(net);
}

void shf_node_net_free(shf_node_net *net)
{
    shf_trainer_free(&net->trainer);
    shf_hinge_samples_free(&net->train);
    shf_hinge_samples_free(&net->test);
    shf_arena_free(&net->arena);
    *net = (shf_node_net){.experiment = NULL};
}
