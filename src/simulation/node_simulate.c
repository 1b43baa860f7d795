/* An ensemble of trainings of the network of node.h, and its table. */
#include "common/params_text.h"
#include "common/report.h"
#include "simulation/ensemble.h"
#include "simulation/loss_values.h"
#include "simulation/node_net.h"
#include <stdlib.h>

SHF_DEFINE_PARAMS(shf_node_training, SHF_NODE_TRAINING_PARAMS, "training", shf_node_training);
SHF_DEFINE_PARAMS(shf_node_training_control, SHF_NODE_TRAINING_CONTROL_PARAMS, "control",
                  shf_node_training_control);

SHF_DEFINE_COLUMNS(shf_node_observables, SHF_NODE_OBSERVABLES, observables);

enum { NAME_SIZE = 32 };

/* What the runs have in common. */
typedef struct setting {
    const shf_node_experiment *experiment;
    shf_list projections;
    shf_data_source source;
    shf_column *field;       /* F at each projection, and f_U */
    char (*name)[NAME_SIZE]; /* of these */
    shf_columns field_columns;
} setting;

/* ---- one run ---- */

static shf_status make(void *net, const void *context, size_t run, const shf_progress *progress,
                       shf_error *error)
{
    const setting *s = context;
    return shf_node_net_make(net, s->experiment, &s->projections, s->source.n ? &s->source : NULL,
                             s->experiment->training->seed + run, progress, error);
}

static shf_status update(void *net, shf_error *error)
{
    return shf_trainer_update(&((shf_node_net *)net)->trainer, error);
}

static shf_status observe(void *net, double *values)
{
    return shf_node_net_observe(net, values);
}

static void finish(void *net, shf_info *info)
{
    info->evaluations += ((shf_node_net *)net)->trainer.net.evaluations;
    shf_node_net_free(net);
}

static const shf_ensemble_network network = {sizeof(shf_node_net), make, update, observe, finish};

/* ---- checks ---- */

static shf_status check_file(const shf_node_experiment *e, shf_error *error)
{
    const shf_node_params *p = e->params;
    if (p->data.kind != SHF_DATA_GAUSSIAN)
        return shf_fail(error, SHF_ERR_VALUE, "data: must be left out where data-file = %s", e->file->file);
    if (p->labels.kind != SHF_LABEL_SIGN || p->delta_stripes.n)
        return shf_fail(error, SHF_ERR_VALUE, "%s: must be left out where data-file = %s has labels",
                        p->delta_stripes.n ? "delta-stripes" : "labels", e->file->file);
    return SHF_OK;
}

static shf_status check(const shf_node_experiment *e, shf_error *error)
{
    const shf_node_request request = shf_node_request_default();
    shf_status status = shf_node_validate(e->params, &request, error);
    SHF_THEN(status, shf_params_validate(&shf_node_training_table, e->training, error));
    SHF_THEN(status, shf_list_distinct("projections", &e->training->projections, error));
    SHF_THEN(status, shf_params_validate(&shf_node_training_control_table, e->control, error));
    SHF_THEN(status, shf_optimiser_validate(e->optimiser, e->training->N, error));
    if (!status && e->file->file)
        status = check_file(e, error);
    return status;
}

static shf_status open_source(setting *s, shf_error *error)
{
    const shf_node_experiment *e = s->experiment;
    shf_status status = shf_data_source_open(&s->source, e->file, error);
    if (!status && s->source.d != e->params->d)
        status = shf_fail(error, SHF_ERR_VALUE, "d = %zu: the samples of %s have %zu components",
                          e->params->d, e->file->file, s->source.d);
    return status;
}

/* ---- columns ---- */

static shf_status make_columns(setting *s, shf_error *error)
{
    size_t n = s->projections.n;
    s->field = calloc(n + 1, sizeof *s->field);
    s->name = calloc(n + 1, sizeof *s->name);
    if (!s->field || !s->name)
        return shf_no_memory(error);
    for (size_t k = 0; k < n; k++) {
        (void)snprintf(s->name[k], sizeof s->name[k], "F[%.15g]", s->projections.value[k]);
        s->field[k] =
            (shf_column){s->name[k], "", "trained function at this projection x_par, averaged over x_perp",
                         k * sizeof(double)};
    }
    s->field[n] = (shf_column){"f_U", "", "fraction of unsatisfied training samples", n * sizeof(double)};
    s->field_columns =
        (shf_columns){s->field, n + (size_t)shf_loss_has_margin(s->experiment->params->loss.kind)};
    return SHF_OK;
}

/* ---- all of it ---- */

static shf_status train(const setting *s, shf_ensemble *r, shf_table **table, shf_error *error)
{
    shf_status status =
        shf_ensemble_plan(r, s->experiment->grid, (double)s->experiment->training->substeps, error);
    SHF_THEN(status, shf_ensemble_train(r, &network, s, error));
    if (status && !(status == SHF_ERR_INTERRUPTED && r->complete))
        return status;
    *table = shf_ensemble_table(r, "time of the update nearest to the time asked for", "; nan: a single run");
    return shf_table_end(table, status, error);
}

static shf_status simulate(setting *s, const shf_progress *progress, shf_table **table, shf_info *info,
                           shf_error *error)
{
    const shf_node_experiment *e = s->experiment;
    const shf_identity_part part[] = {{&shf_node_params_table, e->params},
                                      {&shf_node_training_table, e->training},
                                      {&shf_optimiser_table, e->optimiser},
                                      {&shf_simulation_file_table, e->file},
                                      {&shf_grid_table, e->grid}};
    const shf_ensemble_columns measured[] = {{&s->field_columns, SHF_ONCE}, {&observables, SHF_ONCE}};
    shf_ensemble r = {.runs = e->training->runs,
                      .threads = e->control->threads,
                      .checkpoint = e->control->checkpoint,
                      .part = part,
                      .n_parts = sizeof part / sizeof *part,
                      .progress = progress,
                      .values = {.part = measured, .n_parts = 2}};
    shf_status status = train(s, &r, table, error);
    r.info.method = e->optimiser->minibatch.kind == SHF_MINIBATCH_FULL ? "full-batch gradient descent"
                                                                       : "minibatch gradient descent";
    if (info)
        *info = r.info;
    shf_ensemble_free(&r);
    return status;
}

shf_status shf_node_simulate(const shf_node_experiment *experiment, const shf_progress *progress,
                             shf_table **table, shf_info *info, shf_error *error)
{
    static double usual_x[2] = {-1, 1};
    const shf_optimiser optimiser = shf_optimiser_default();
    const shf_simulation_file file = shf_simulation_file_default();
    const shf_node_training_control control = shf_node_training_control_default();
    shf_node_experiment e = *experiment;
    e.optimiser = e.optimiser ? e.optimiser : &optimiser;
    e.file = e.file ? e.file : &file;
    e.control = e.control ? e.control : &control;
    setting s = {.experiment = &e,
                 .projections = e.training->projections.n ? e.training->projections : (shf_list){2, usual_x}};
    *table = NULL;
    shf_status status = check(&e, error);
    if (!status && e.file->file)
        status = open_source(&s, error);
    SHF_THEN(status, make_columns(&s, error));
    SHF_THEN(status, simulate(&s, progress, table, info, error));
    shf_data_source_free(&s.source);
    free(s.field);
    free(s.name);
    return status;
}
