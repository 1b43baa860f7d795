/* An ensemble of trainings of one initial network, and its table. */
#include "common/params_text.h"
#include "common/report.h"
#include "simulation/ensemble.h"
#include "simulation/timescales_net.h"
#include <math.h>

#define TRAINED_PARAMS(P, S) SHF_TIMESCALES_PARAMS_FROM(P, S, 0.05)
#define TRAINED_GRID(P, S) SHF_TIMESCALES_GRID_PARAMS_FROM(P, S, 0.0, 2.0, 30)

SHF_DEFINE_PARAMS(shf_timescales_params, TRAINED_PARAMS, "timescales", shf_timescales_simulation_params);
SHF_DEFINE_PARAMS(shf_grid, TRAINED_GRID, "grid", shf_timescales_simulation_grid);
SHF_DEFINE_PARAMS(shf_timescales_training, SHF_TIMESCALES_TRAINING_PARAMS, "training",
                  shf_timescales_training);

enum { DEGREES_MAX = 13, NEURONS_MAX = 100000 };

#define RESIDUAL_COLUMNS(C, S) C(S, rho, "", "residual of that Hermite component of the target")
typedef struct residual {
    RESIDUAL_COLUMNS(SHF_COLUMN_FIELD, )
} residual;

SHF_DEFINE_COLUMNS(shf_timescales_risk, SHF_TIMESCALES_RISK_COLUMNS, risk_column);
SHF_DEFINE_COLUMNS(residual, RESIDUAL_COLUMNS, residual_column);
SHF_DEFINE_COLUMNS(shf_timescales_weights, SHF_TIMESCALES_WEIGHT_COLUMNS, weight_columns);

/* What the runs have in common; a row holds the columns, then their sampling errors. */
typedef struct setting {
    const shf_timescales_params *params;
    const shf_timescales_training *training;
    size_t degrees, columns;
} setting;

/* One of them. */
typedef struct member {
    shf_timescales_net net;
    const setting *setting;
} member;

/* How many degrees the target has, up to a bound for those with infinitely many. */
static size_t target_degrees(const shf_timescales_params *p)
{
    size_t n = p->target.kind == SHF_ACT_HERMITE ? p->target.n : DEGREES_MAX;
    return n < p->modes + 1 ? n : p->modes + 1;
}

/* ---- one run ---- */

static shf_status make(void *net, const void *context, size_t run, const shf_progress *progress,
                       shf_error *error)
{
    member *own = net;
    own->setting = context;
    const shf_timescales_training *training = own->setting->training;
    shf_status status = shf_timescales_net_make(&own->net, own->setting->params, training,
                                                own->setting->params->seed + run, error);
    own->net.trainer.progress = progress;
    return status;
}

static shf_status update(void *net, shf_error *error)
{
    return shf_timescales_net_update(&((member *)net)->net, error);
}

static shf_status observe(void *net, double *values)
{
    member *own = net;
    double *errors = values + own->setting->columns;
    for (size_t c = 0; c < own->setting->columns; c++)
        errors[c] = NAN; /* the weights of a run have none */
    return shf_timescales_net_observe(&own->net, own->setting->degrees, values, errors);
}

static void finish(void *net, shf_info *info)
{
    info->evaluations += ((member *)net)->net.trainer.net.evaluations;
    shf_timescales_net_free(&((member *)net)->net);
}

static const shf_ensemble_network network = {sizeof(member), make, update, observe, finish};

/* ---- all of it ---- */

static shf_status check(const shf_timescales_params *params, const shf_timescales_training *training,
                        shf_error *error)
{
    shf_status status = shf_timescales_validate(params, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_timescales_training_table, training, error);
    const shf_optimiser optimiser = SHF_OPTIMISER_OF(training);
    SHF_THEN(status, shf_optimiser_validate(&optimiser, training->N, error));
    if (status == SHF_OK && training->dynamics.kind == SHF_TRAINING_SGD &&
        optimiser.minibatch.kind != SHF_MINIBATCH_FULL)
        status = shf_fail(error, SHF_ERR_VALUE,
                          "minibatch: chooses from the samples of --dynamics gd; --batch is "
                          "the number of fresh ones");
    if (status == SHF_OK && params->m > NEURONS_MAX)
        status = shf_fail(error, SHF_ERR_VALUE, "m = %zu: must be at most %d in a simulation", params->m,
                          NEURONS_MAX);
    return status;
}

static shf_status train(const setting *e, shf_ensemble *r, const shf_grid *grid, shf_table **table,
                        shf_error *error)
{
    shf_status status = shf_ensemble_plan(r, grid, e->training->substeps, error);
    if (status == SHF_OK)
        status = shf_ensemble_train(r, &network, e, error);
    if (status && !(status == SHF_ERR_INTERRUPTED && r->complete))
        return status;
    *table = shf_ensemble_table(r, "time of the update nearest to the time asked for", "");
    return shf_table_end(table, status, error);
}

shf_status shf_timescales_simulate(const shf_timescales_params *params,
                                   const shf_timescales_training *training, const shf_grid *grid,
                                   const shf_progress *progress, shf_table **table, shf_info *info,
                                   shf_error *error)
{
    *table = NULL;
    shf_status status = check(params, training, error);
    if (status)
        return status;
    setting e = {.params = params, .training = training, .degrees = target_degrees(params)};
    const shf_ensemble_columns measured[] = {
        {&risk_column, SHF_ONCE}, {&residual_column, e.degrees}, {&weight_columns, SHF_ONCE}};
    shf_ensemble r = {.runs = training->runs,
                      .threads = training->threads,
                      .progress = progress,
                      .values = {.part = measured, .n_parts = 3, .own_errors = 1}};
    e.columns = shf_ensemble_width(&r.values);
    status = train(&e, &r, grid, table, error);
    if (info) {
        *info = r.info;
        info->method =
            training->dynamics.kind == SHF_TRAINING_GD ? "gradient descent" : "stochastic gradient descent";
    }
    shf_ensemble_free(&r);
    return status;
}
