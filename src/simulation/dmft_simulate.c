/* An ensemble of trainings of the network of dmft.h, and its table. */
#include "common/params_text.h"
#include "common/report.h"
#include "simulation/dmft_net.h"
#include "simulation/ensemble.h"

SHF_DEFINE_PARAMS(shf_dmft_training, SHF_DMFT_TRAINING_PARAMS, "training", shf_dmft_training);
SHF_DEFINE_PARAMS(shf_dmft_control, SHF_DMFT_CONTROL_PARAMS, "control", shf_dmft_control);

enum { NEURONS_MAX = 100000 };

SHF_DEFINE_COLUMNS(shf_dmft_observables, SHF_DMFT_OBSERVABLES, observables);
static const shf_ensemble_columns measured[] = {{&observables, SHF_ONCE}};

typedef struct setting {
    const shf_dmft_training *training;
    shf_dmft_task task;
} setting;

/* ---- one run ---- */

static shf_status make(void *net, const void *context, size_t run, const shf_progress *progress,
                       shf_error *error)
{
    const setting *s = context;
    (void)progress; /* updates and rows are short */
    return shf_dmft_net_make(net, &s->task, s->training, s->training->seed + run, error);
}

static shf_status update(void *net, shf_error *error)
{
    return shf_dmft_net_update(net, error);
}

static shf_status observe(void *net, double *values)
{
    shf_dmft_net_observe(net, (shf_dmft_observables *)values);
    return SHF_OK;
}

static void finish(void *net, shf_info *info)
{
    info->evaluations += ((const shf_dmft_net *)net)->evaluations;
    shf_dmft_net_free(net);
}

static const shf_ensemble_network network = {sizeof(shf_dmft_net), make, update, observe, finish};

/* ---- checks ---- */

/* Whether a run is possible and its samples fit. */
static shf_status check_size(const setting *s, const shf_dmft_control *control, shf_error *error)
{
    const shf_dmft_params *p = s->task.params;
    const shf_dmft_training *training = s->training;
    size_t d = training->d, n = shf_dmft_net_samples(p, d);
    int surrogate = training->dynamics.kind == SHF_DMFT_SURROGATE;
    if (n < 1)
        return shf_fail(error, SHF_ERR_VALUE, "alpha = %g: alpha m d = %g samples; must lie in [1, 1e15]",
                        p->alpha, p->alpha * (double)p->m * (double)d);
    if (training->dynamics.kind == SHF_DMFT_SGD && training->batch > n)
        return shf_fail(error, SHF_ERR_VALUE, "batch = %zu: must be at most the number of samples, %zu",
                        training->batch, n);
    if (surrogate && s->task.degree > SHF_SURROGATE_DEGREE)
        return shf_fail(
            error, SHF_ERR_VALUE,
            "dynamics = surrogate: activation and target must be polynomials of degree %d at most",
            SHF_SURROGATE_DEGREE);
    double bytes = surrogate ? shf_dmft_surrogate_bytes(&s->task, n, d) : 8 * (double)n * (double)d;
    if (bytes <= 1e6 * control->memory)
        return SHF_OK;
    return shf_fail(error, SHF_ERR_VALUE, "d = %zu: the samples of one run take %.3g MB, --memory allows %g",
                    d, bytes / 1e6, control->memory);
}

static shf_status prepare(setting *s, const shf_dmft_params *params, const shf_dmft_training *training,
                          const shf_dmft_control *control, const shf_grid *grid, shf_error *error)
{
    shf_status status = shf_dmft_validate(params, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_dmft_training_table, training, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_dmft_control_table, control, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_dmft_grid_table, grid, error);
    if (status == SHF_OK && params->m > NEURONS_MAX)
        status = shf_fail(error, SHF_ERR_VALUE, "m = %zu: must be at most %d in a simulation", params->m,
                          NEURONS_MAX);
    if (status)
        return status;
    s->training = training;
    shf_dmft_task_make(&s->task, params);
    return check_size(s, control, error);
}

/* ---- table ---- */

/* Gradient flow never lets the training error rise; descent with all samples does when its steps are long. */
static void warn_of_rise(shf_table *table)
{
    const double *t = shf_table_column(table, "t"), *e = shf_table_column(table, "e_train");
    for (size_t j = 1; e && j < shf_table_rows(table); j++)
        if (e[j] > e[j - 1] * (1 + 1e-9)) {
            shf_note_add(table,
                         "warning: the training error rises at t = %g: too few substeps for gradient flow",
                         t[j]);
            return;
        }
}

static shf_table *tabulate(const setting *s, const shf_ensemble *r)
{
    double n = (double)shf_dmft_net_samples(s->task.params, s->training->d);
    shf_table *table = shf_ensemble_table(
        r, "time of the update nearest to the time asked for, unit of (D.1)", "; nan: a single run");
    shf_scalar_add(table, n, "", "number of samples", "n");
    if (s->training->dynamics.kind != SHF_DMFT_SGD)
        warn_of_rise(table);
    return table;
}

/* ---- all of it ---- */

static shf_status train(const setting *s, shf_ensemble *r, const shf_grid *grid, shf_table **table,
                        shf_error *error)
{
    double last = grid->times.n ? grid->times.value[grid->times.n - 1] : grid->t_max;
    shf_status status = shf_ensemble_plan(r, grid, s->training->substeps, error);
    if (status == SHF_OK && r->step > last && last > 0)
        status = shf_fail(error, SHF_ERR_VALUE,
                          "substeps = %g: one update takes the time %g, the last output time is %g",
                          s->training->substeps, r->step, last);
    if (status == SHF_OK)
        status = shf_ensemble_train(r, &network, s, error);
    if (status && !(status == SHF_ERR_INTERRUPTED && r->complete))
        return status;
    *table = tabulate(s, r);
    return shf_table_end(table, status, error);
}

shf_status shf_dmft_simulate(const shf_dmft_params *params, const shf_dmft_training *training,
                             const shf_grid *grid, const shf_dmft_control *control,
                             const shf_progress *progress, shf_table **table, shf_info *info,
                             shf_error *error)
{
    static const char *const method[] = {"projected gradient descent", "projected minibatch gradient descent",
                                         "projected gradient descent of the Gaussian surrogate"};
    const shf_dmft_control usual = shf_dmft_control_default();
    setting s;
    *table = NULL;
    control = control ? control : &usual;
    shf_status status = prepare(&s, params, training, control, grid, error);
    if (status)
        return status;
    const shf_identity_part part[] = {
        {&shf_dmft_params_table, params}, {&shf_dmft_training_table, training}, {&shf_dmft_grid_table, grid}};
    shf_ensemble r = {.runs = training->runs,
                      .threads = control->threads,
                      .checkpoint = control->checkpoint,
                      .part = part,
                      .n_parts = 3,
                      .progress = progress,
                      .values = {.part = measured, .n_parts = 1}};
    status = train(&s, &r, grid, table, error);
    r.info.method = method[training->dynamics.kind];
    if (info)
        *info = r.info;
    shf_ensemble_free(&r);
    return status;
}
