/* An ensemble of trainings of the network of dmft.h, and its table. */
#include "common/params_text.h"
#include "common/report.h"
#include "simulation/dmft_net.h"
#include "simulation/ensemble.h"
#include <math.h>
#include <stdio.h>

SHF_DEFINE_PARAMS(shf_dmft_training, SHF_DMFT_TRAINING_PARAMS, "training", shf_dmft_training);
SHF_DEFINE_PARAMS(shf_dmft_control, SHF_DMFT_CONTROL_PARAMS, "control", shf_dmft_control);

enum { COLUMNS = SHF_DMFT_OBSERVABLES_COUNT, NEURONS_MAX = 100000 };

typedef struct setting {
    const shf_dmft_training *training;
    shf_dmft_task task;
} setting;

/* ---- one run ---- */

static shf_status make(void *net, const void *context, size_t run, shf_error *error)
{
    const setting *s = context;
    return shf_dmft_net_make(net, &s->task, s->training, s->training->seed + run, error);
}

static shf_status update(void *net, shf_error *error)
{
    return shf_dmft_net_update(net, error);
}

static shf_status observe(void *net, double *values)
{
    shf_dmft_net_observe(net, values);
    return SHF_OK;
}

static void finish(void *net, shf_info *info)
{
    info->evaluations += ((const shf_dmft_net *)net)->evaluations;
    shf_dmft_net_free(net);
}

static const shf_ensemble_network kind = {sizeof(shf_dmft_net), make, update, observe, finish};

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

static const struct {
    const char *name, *help;
} columns[COLUMNS] = {
#define SHF_DMFT_COLUMN(name, help) {#name, help},
    SHF_DMFT_OBSERVABLES(SHF_DMFT_COLUMN)
#undef SHF_DMFT_COLUMN
};

static shf_status add_columns(shf_table *table, shf_error *error)
{
    shf_status status = shf_table_add_column(
        table, "t", "", "time of the update nearest to the time asked for, unit of (D.1)", error);
    for (size_t k = 0; status == SHF_OK && k < COLUMNS; k++)
        status = shf_table_add_column(table, columns[k].name, "", columns[k].help, error);
    for (size_t k = 0; status == SHF_OK && k < COLUMNS; k++) {
        char name[32];
        (void)snprintf(name, sizeof name, "%s_se", columns[k].name);
        status = shf_table_add_column(table, name, "",
                                      "standard error of that mean over the runs; nan: a single run", error);
    }
    return status;
}

static shf_status add_rows(const shf_ensemble *r, shf_table *table, shf_error *error)
{
    shf_status status = SHF_OK;
    for (size_t j = 0; status == SHF_OK && j < shf_ensemble_rows(r); j++) {
        double row[1 + 2 * COLUMNS] = {r->step * (double)r->update[j]};
        for (size_t k = 0; k < COLUMNS; k++)
            (void)shf_ensemble_mean(r, j, k, &row[1 + k], &row[1 + COLUMNS + k]);
        status = shf_table_add_row(table, row, error);
    }
    return status;
}

/* Gradient flow never lets the training error rise; descent with all samples does when its steps are long. */
static shf_status warn_of_rise(shf_table *table, shf_error *error)
{
    const double *t = shf_table_column(table, "t"), *e = shf_table_column(table, "e_train");
    for (size_t j = 1; j < shf_table_rows(table); j++)
        if (e[j] > e[j - 1] * (1 + 1e-9)) {
            char text[120];
            (void)snprintf(text, sizeof text,
                           "the training error rises at t = %g: too few substeps for gradient flow", t[j]);
            return shf_table_add_note(table, text, error);
        }
    return SHF_OK;
}

static shf_status tabulate(const setting *s, const shf_ensemble *r, shf_table **table, shf_error *error)
{
    double n = (double)shf_dmft_net_samples(s->task.params, s->training->d);
    if (!(*table = shf_table_new()))
        return shf_no_memory(error);
    shf_status status = add_columns(*table, error);
    if (status == SHF_OK)
        status = add_rows(r, *table, error);
    if (status == SHF_OK)
        status = shf_table_add_scalar(*table, "n", n, "", "number of samples", error);
    if (status == SHF_OK && s->training->dynamics.kind != SHF_DMFT_SGD)
        status = warn_of_rise(*table, error);
    return status;
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
    if (status)
        return status;
    status = shf_ensemble_do(r, &kind, s, error);
    if (status == SHF_OK || (status == SHF_ERR_INTERRUPTED && shf_ensemble_rows(r))) {
        shf_status written = tabulate(s, r, table, error);
        status = written ? written : status;
    }
    if (status && status != SHF_ERR_INTERRUPTED) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
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
    shf_ensemble r = {
        .runs = training->runs, .columns = COLUMNS, .threads = control->threads, .progress = progress};
    status = train(&s, &r, grid, table, error);
    r.info.method = method[training->dynamics.kind];
    if (info)
        *info = r.info;
    shf_ensemble_free(&r);
    return status;
}
