/* An ensemble of trainings of one initial network, and its table. */
#include "common/blas.h"
#include "common/params_text.h"
#include "common/report.h"
#include "simulation/ensemble.h"
#include "simulation/timescales_net.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define TRAINED_PARAMS(P, S) SHF_TIMESCALES_PARAMS_FROM(P, S, 0.05)
#define TRAINED_GRID(P, S) SHF_TIMESCALES_GRID_PARAMS_FROM(P, S, 0.0, 2.0, 30)

SHF_DEFINE_PARAMS(shf_timescales_params, TRAINED_PARAMS, "timescales", shf_timescales_simulation_params);
SHF_DEFINE_PARAMS(shf_grid, TRAINED_GRID, "grid", shf_timescales_simulation_grid);
SHF_DEFINE_PARAMS(shf_timescales_training, SHF_TIMESCALES_TRAINING_PARAMS, "training",
                  shf_timescales_training);

enum { DEGREES_MAX = 13, NEURONS_MAX = 100000 };

/* What the runs have in common; a row holds the columns, then their sampling errors. */
typedef struct setting {
    const shf_timescales_params *params;
    const shf_timescales_training *training;
    size_t degrees, columns;
    shf_ensemble *runs;
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

static shf_status make(void *net, const void *context, size_t run, shf_error *error)
{
    member *own = net;
    own->setting = context;
    const shf_timescales_training *training = own->setting->training;
    shf_status status = shf_timescales_net_make(&own->net, own->setting->params, training,
                                                own->setting->params->seed + run, error);
    own->net.pause = (shf_progress){shf_ensemble_told_to_stop, own->setting->runs};
    return status;
}

static shf_status update(void *net, shf_error *error)
{
    return shf_timescales_net_update(&((member *)net)->net, error);
}

static shf_status observe(void *net, double *values)
{
    member *own = net;
    return shf_timescales_net_observe(&own->net, own->setting->degrees, values,
                                      values + own->setting->columns);
}

static void finish(void *net, shf_info *info)
{
    info->evaluations += ((member *)net)->net.evaluations;
    shf_timescales_net_free(&((member *)net)->net);
}

static const shf_ensemble_network kind = {sizeof(member), make, update, observe, finish};

/* ---- table ---- */

static shf_status add_column(const setting *e, shf_table *table, size_t c, const char *suffix, const char *se,
                             shf_error *error)
{
    static const struct {
        const char *name, *help;
    } tail[] = {{"train", "mean loss over the training set"},
                {"mean_a", "mean of a_i"},
                {"rms_a", "root mean square of a_i"},
                {"max_a", "largest |a_i|"},
                {"mean_s", "mean of s_i"},
                {"rms_s", "root mean square of s_i"},
                {"max_s", "largest |s_i|"}};
    char name[32];
    const char *help = "population risk, label noise included";
    if (c == 0) {
        (void)snprintf(name, sizeof name, "risk%s", suffix);
    } else if (c <= e->degrees) {
        (void)snprintf(name, sizeof name, "rho_%zu%s", c - 1, suffix);
        help = "residual of that Hermite component of the target";
    } else {
        (void)snprintf(name, sizeof name, "%s%s", tail[c - 1 - e->degrees].name, suffix);
        help = tail[c - 1 - e->degrees].help;
    }
    return shf_table_add_column(table, name, "", se ? se : help, error);
}

static shf_status add_columns(const setting *e, shf_table *table, shf_error *error)
{
    shf_status status =
        shf_table_add_column(table, "t", "", "time of the update nearest to the time asked for", error);
    for (size_t c = 0; status == SHF_OK && c < e->columns; c++)
        status = add_column(e, table, c, "", NULL, error);
    for (size_t c = 0; status == SHF_OK && c < e->columns; c++)
        status = add_column(e, table, c, "_se", "standard error of that mean over the runs", error);
    return status;
}

/* Mean over the runs and its standard error; that of the test set for a single run. */
static void average(const setting *e, const shf_ensemble *r, size_t j, size_t c, double *mean, double *se)
{
    if (shf_ensemble_mean(r, j, c, mean, se) == 1 && c <= e->degrees)
        *se = shf_ensemble_last(r, j)[e->columns + c];
}

static shf_status add_rows(const setting *e, const shf_ensemble *r, shf_table *table, shf_error *error)
{
    double *row = malloc((1 + 2 * e->columns) * sizeof *row);
    if (!row)
        return shf_no_memory(error);
    shf_status status = SHF_OK;
    for (size_t j = 0; status == SHF_OK && j < shf_ensemble_rows(r); j++) {
        row[0] = (double)r->update[j] * r->step;
        for (size_t c = 0; c < e->columns; c++)
            average(e, r, j, c, &row[1 + c], &row[1 + e->columns + c]);
        status = shf_table_add_row(table, row, error);
    }
    free(row);
    return status;
}

/* ---- all of it ---- */

static shf_status check(const shf_timescales_params *params, const shf_timescales_training *training,
                        shf_error *error)
{
    shf_status status = shf_timescales_validate(params, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_timescales_training_table, training, error);
    if (status == SHF_OK && params->m > NEURONS_MAX)
        status = shf_fail(error, SHF_ERR_VALUE, "m = %zu: must be at most %d in a simulation", params->m,
                          NEURONS_MAX);
    return status;
}

static shf_status tabulate(const setting *e, const shf_ensemble *r, shf_table **table, shf_error *error)
{
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    shf_status status = add_columns(e, *table, error);
    return status ? status : add_rows(e, r, *table, error);
}

static shf_status train(const setting *e, shf_ensemble *r, const shf_grid *grid, shf_table **table,
                        shf_error *error)
{
    shf_status status = shf_ensemble_plan(r, grid, e->training->substeps, error);
    if (status)
        return status;
    status = shf_ensemble_do(r, &kind, e, error);
    if (status == SHF_OK || (status == SHF_ERR_INTERRUPTED && shf_ensemble_rows(r))) {
        shf_status written = tabulate(e, r, table, error);
        status = written ? written : status;
    }
    if (status && status != SHF_ERR_INTERRUPTED) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
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
    e.columns = 8 + e.degrees;
    shf_ensemble r = {
        .runs = training->runs, .columns = 2 * e.columns, .threads = training->threads, .progress = progress};
    e.runs = &r;
    status = train(&e, &r, grid, table, error);
    if (info) {
        *info = r.info;
        info->method =
            training->dynamics.kind == SHF_TRAINING_GD ? "gradient descent" : "stochastic gradient descent";
    }
    shf_ensemble_free(&r);
    return status;
}
