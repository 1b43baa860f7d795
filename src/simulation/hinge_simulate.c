/* Training of an ensemble: data, network, loop, measurements, checkpoints.  The runs follow each other (no
 * jobs of jobs.h): all threads work on one network, and a checkpoint holds one run under way. */
#include "common/blas.h"
#include "common/checkpoint.h"
#include "common/columns.h"
#include "common/jobs.h"
#include "common/report.h"
#include "common/threads.h"
#include "simulation/data_source.h"
#include "simulation/hinge_identity.h"
#include "simulation/hinge_record.h"
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Counters of its checkpoints: the run that is under way, from 0, its next update; counted so far. */
enum { COUNT_RUN, COUNT_UPDATE, COUNT_GRADIENTS, COUNT_EVALUATIONS };

/* An ensemble at work. */
typedef struct ensemble {
    shf_hinge_experiment experiment;
    const shf_simulation_control *control;
    const shf_progress *progress;
    shf_data_source source; /* n = 0 without a file */
    shf_hinge_schedule schedule;
    shf_hinge_record record;
    char *identity;
    double *a, *w;                 /* for the checkpoint */
    double saved;                  /* when, in seconds */
    size_t gradients, evaluations; /* of finished runs, and of this one before an interruption */
} ensemble;

/* One run of it. */
typedef struct run {
    size_t index;
    shf_hinge_samples train, test;
    double *teacher;
    shf_hinge_engine engine;
    size_t update, row, cloud; /* the next ones */
} run;

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- a run: making and freeing ---- */

static void run_free(run *r)
{
    shf_hinge_engine_free(&r->engine);
    shf_hinge_samples_free(&r->train);
    shf_hinge_samples_free(&r->test);
    free(r->teacher);
    *r = (run){.index = 0};
}

static uint64_t run_seed(const ensemble *e, const run *r)
{
    return e->experiment.simulation->seed + r->index;
}

static shf_status run_data(ensemble *e, run *r, shf_error *error)
{
    const shf_hinge_params *p = e->experiment.params;
    int single = e->experiment.simulation->precision.kind == SHF_PRECISION_SINGLE;
    int threads = shf_thread_count(e->control->threads, INT_MAX);
    uint64_t seed = run_seed(e, r);
    shf_status status = shf_hinge_samples_new(&r->train, p->N, p->d, single, error);
    if (status == SHF_OK)
        status = shf_hinge_samples_new(&r->test, e->experiment.simulation->test_size, p->d, single, error);
    if (status == SHF_OK && !(r->teacher = malloc(p->d * sizeof *r->teacher)))
        status = shf_no_memory(error);
    if (status)
        return status;
    if (e->source.n) {
        status = shf_data_source_split(&e->source, seed, &r->train, &r->test, r->teacher, error);
    } else {
        shf_hinge_teacher_of_laws(r->teacher, p->d);
        status = shf_hinge_samples_draw(&r->train, &p->data, seed, SHF_STREAM_TRAIN, SHF_STREAM_TRAIN_SCALE,
                                        threads, error);
        if (status == SHF_OK)
            status = shf_hinge_samples_draw(&r->test, &p->data, seed, SHF_STREAM_TEST, SHF_STREAM_TEST_SCALE,
                                            threads, error);
    }
    if (status == SHF_OK)
        shf_hinge_samples_flip(&r->train, p->delta, seed);
    return status;
}

/* What becomes of each parameter of the model.  SHF_HINGE_PARAMS expands over these lines: a new row of it
 * does not compile before it has one, so that none can be ignored in silence. */
#define TAKE(S, kind, field, option, dflt, allowed, unit, help) TAKE_##field
#define TAKE_M config.M = p->M;
#define TAKE_alpha config.alpha = p->alpha;
#define TAKE_h config.h = p->h;
#define TAKE_eta config.rate = p->eta / (double)e->experiment.simulation->substeps;
#define TAKE_sigma_a config.sigma_a = p->sigma_a;
#define TAKE_sigma_w config.sigma_w = p->sigma_w;
/* these four make the samples: run_data */
#define TAKE_d
#define TAKE_N
#define TAKE_delta
#define TAKE_data

static shf_status run_engine(ensemble *e, run *r, shf_error *error)
{
    const shf_hinge_params *p = e->experiment.params;
    shf_hinge_engine_config config = {.single = r->train.single,
                                      .active = e->control->method.kind == SHF_METHOD_ACTIVE,
                                      .threads = shf_thread_count(e->control->threads, INT_MAX),
                                      .train = &r->train,
                                      .test = &r->test,
                                      .teacher = r->teacher};
    SHF_HINGE_PARAMS(TAKE, )
    shf_status status = shf_hinge_engine_new(&r->engine, &config, error);
    if (status == SHF_OK)
        shf_hinge_engine_start(&r->engine, run_seed(e, r));
    return status;
}

static void start_satisfaction(ensemble *e, const run *r)
{
    for (size_t k = 0; k < e->record.samples; k++) {
        double *s = shf_hinge_record_sample(&e->record, r->index, k);
        s[SHF_SAT_X_PAR] = r->train.x_par[k];
        s[SHF_SAT_Y] = r->train.y[k];
        s[SHF_SAT_FLIP] = r->train.flip[k];
        s[SHF_SAT_TIME] = INFINITY;
    }
}

static shf_status run_make(ensemble *e, run *r, size_t index, shf_error *error)
{
    *r = (run){.index = index};
    shf_status status = run_data(e, r, error);
    if (status == SHF_OK)
        status = run_engine(e, r, error);
    if (status)
        run_free(r);
    return status;
}

/* ---- checkpoints ---- */

static shf_checkpoint checkpoint_of(ensemble *e)
{
    const shf_hinge_params *p = e->experiment.params;
    return (shf_checkpoint){.array = {e->record.value, e->a, e->w},
                            .size = {e->record.size, p->M, p->M * p->d}};
}

static shf_status save(ensemble *e, const run *r, shf_error *error)
{
    if (!e->control->checkpoint)
        return SHF_OK;
    shf_checkpoint state = checkpoint_of(e);
    shf_hinge_engine_count count = shf_hinge_engine_counted(&r->engine);
    state.counter[COUNT_RUN] = r->index;
    state.counter[COUNT_UPDATE] = r->update;
    state.counter[COUNT_GRADIENTS] = e->gradients + count.gradients;
    state.counter[COUNT_EVALUATIONS] = e->evaluations + count.evaluations;
    shf_hinge_engine_get(&r->engine, e->a, e->w);
    e->saved = seconds();
    return shf_checkpoint_save(e->control->checkpoint, e->identity, &state, error);
}

static shf_status save_if_due(ensemble *e, const run *r, shf_error *error)
{
    if (!e->control->checkpoint || seconds() - e->saved < e->control->checkpoint_every)
        return SHF_OK;
    return save(e, r, error);
}

/* Where to begin: run number `*first`, and, if `*found`, with the state of the checkpoint. */
static shf_status load(ensemble *e, size_t *first, size_t *update, int *found, shf_error *error)
{
    *first = *update = 0;
    *found = 0;
    e->saved = seconds();
    if (!e->control->checkpoint)
        return SHF_OK;
    shf_checkpoint state = checkpoint_of(e);
    shf_status status = shf_checkpoint_load(e->control->checkpoint, e->identity, &state, found, error);
    if (status || !*found)
        return status;
    if (state.counter[COUNT_RUN] >= e->experiment.simulation->runs ||
        state.counter[COUNT_UPDATE] > e->schedule.last)
        return shf_checkpoint_senseless(e->control->checkpoint, error);
    *first = state.counter[COUNT_RUN];
    *update = state.counter[COUNT_UPDATE];
    e->gradients = state.counter[COUNT_GRADIENTS];
    e->evaluations = state.counter[COUNT_EVALUATIONS];
    return SHF_OK;
}

/* Puts a run that has just been made into the state of the checkpoint. */
static void resume(ensemble *e, run *r, size_t update)
{
    r->update = update;
    while (r->row < e->schedule.n_rows && e->schedule.row[r->row] < update)
        r->row++;
    while (r->cloud < e->schedule.n_clouds && e->schedule.cloud[r->cloud] < update)
        r->cloud++;
    shf_hinge_engine_set(&r->engine, e->a, e->w);
}

/* ---- the loop ---- */

static shf_status measure(ensemble *e, run *r, shf_error *error)
{
    const unsigned char *unsatisfied = shf_hinge_engine_unsatisfied(&r->engine);
    for (size_t k = 0; k < e->record.samples; k++) {
        double *s = shf_hinge_record_sample(&e->record, r->index, k);
        if (!unsatisfied[k] && isinf(s[SHF_SAT_TIME]))
            s[SHF_SAT_TIME] = (double)r->update * e->schedule.step;
    }
    if (r->cloud < e->schedule.n_clouds && e->schedule.cloud[r->cloud] == r->update) {
        double *node = shf_hinge_record_cloud(&e->record, r->index, r->cloud++);
        for (size_t i = 0; i < e->record.M; i++)
            shf_hinge_engine_project(&r->engine, i, &node[2 * i], &node[2 * i + 1]);
    }
    if (r->row < e->schedule.n_rows && e->schedule.row[r->row] == r->update) {
        double *row = shf_hinge_record_row(&e->record, r->index, r->row);
        shf_columns_blank(shf_hinge_observable_columns, row);
        shf_hinge_engine_observe(&r->engine, row);
        const char *unfilled = shf_columns_unfilled(shf_hinge_observable_columns, row);
        if (unfilled)
            return shf_fail(error, SHF_ERR_NUMERIC, "column %s: was not filled", unfilled);
        double *node = shf_hinge_record_nodes(&e->record, r->row);
        for (size_t i = 0; r->index == 0 && i < e->record.nodes; i++)
            shf_hinge_engine_project(&r->engine, i, &node[2 * i], &node[2 * i + 1]);
        r->row++;
    }
    return SHF_OK;
}

/* How much of all is done. */
static double fraction(const ensemble *e, const run *r)
{
    double each = (double)e->schedule.last + 1.0;
    return ((double)r->index + (double)r->update / each) / (double)e->experiment.simulation->runs;
}

static shf_status train(ensemble *e, run *r, shf_error *error)
{
    for (; r->update <= e->schedule.last; r->update++) {
        shf_status status = save_if_due(e, r, error);
        if (status == SHF_OK && shf_stop(e->progress, fraction(e, r))) {
            status = save(e, r, error);
            return status ? status
                          : shf_fail(error, SHF_ERR_INTERRUPTED, "%s", shf_status_text(SHF_ERR_INTERRUPTED));
        }
        if (status == SHF_OK)
            status = shf_hinge_engine_gradient(&r->engine, error);
        if (status == SHF_OK)
            status = measure(e, r, error);
        if (status == SHF_OK && r->update < e->schedule.last)
            status = shf_hinge_engine_update(&r->engine, error);
        if (status)
            return status;
    }
    return SHF_OK;
}

/* Says which run diverged, and when. */
static shf_status name_run(const ensemble *e, const run *r, shf_status status, shf_error *error)
{
    if (status != SHF_ERR_NUMERIC || !error)
        return status;
    shf_error inner = *error;
    return shf_fail(error, status, "run %zu, t = %g: %s", r->index + 1, (double)r->update * e->schedule.step,
                    inner.message);
}

/* All runs; *runs and *rows tell how much is finished. */
static shf_status train_all(ensemble *e, size_t *runs, size_t *rows, shf_error *error)
{
    size_t update = 0;
    int found = 0;
    shf_status status = load(e, runs, &update, &found, error);
    for (; status == SHF_OK && *runs < e->experiment.simulation->runs; ++*runs) {
        run r;
        status = run_make(e, &r, *runs, error);
        if (status)
            break;
        if (found)
            resume(e, &r, update);
        else
            start_satisfaction(e, &r);
        found = 0;
        status = name_run(e, &r, train(e, &r, error), error);
        shf_hinge_engine_count count = shf_hinge_engine_counted(&r.engine);
        e->gradients += count.gradients;
        e->evaluations += count.evaluations;
        *rows = r.row;
        run_free(&r);
        if (status)
            break;
    }
    return status;
}

/* ---- the whole ---- */

static shf_status check(const shf_hinge_experiment *job, const shf_simulation_control *control,
                        shf_error *error)
{
    shf_status status = shf_hinge_validate(job->params, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_simulation_params_table, job->simulation, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_simulation_request_table, job->request, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_simulation_control_table, control, error);
    return status;
}

static shf_status prepare(ensemble *e, shf_error *error)
{
    const shf_hinge_experiment *job = &e->experiment;
    shf_status status = SHF_OK;
    if (job->file && job->file->file && job->params->data.kind != SHF_DATA_GAUSSIAN)
        status =
            shf_fail(error, SHF_ERR_VALUE, "data: must be left out where data-file = %s", job->file->file);
    else if (job->file && job->file->file)
        status = shf_data_source_open(&e->source, job->file, error);
    if (status == SHF_OK && e->source.n && e->source.d != job->params->d)
        status = shf_fail(error, SHF_ERR_VALUE, "d = %zu: the samples of %s have %zu components",
                          job->params->d, job->file->file, e->source.d);
    if (status == SHF_OK)
        status = shf_hinge_schedule_make(&e->schedule, job->grid, job->simulation, job->request, error);
    if (status == SHF_OK)
        status = shf_hinge_record_new(&e->record, &e->schedule, job->simulation->runs, job->params->M,
                                      job->params->N, job->request, error);
    if (status || !e->control->checkpoint)
        return status;
    e->a = malloc(job->params->M * sizeof *e->a);
    e->w = malloc(job->params->M * job->params->d * sizeof *e->w);
    e->identity = shf_hinge_identity(job, e->source.hash);
    return e->a && e->w && e->identity ? SHF_OK : shf_no_memory(error);
}

static void finish(ensemble *e)
{
    shf_data_source_free(&e->source);
    shf_hinge_schedule_free(&e->schedule);
    shf_hinge_record_free(&e->record);
    free(e->identity);
    free(e->a);
    free(e->w);
}

shf_status shf_hinge_simulate(const shf_hinge_params *params, const shf_simulation_params *simulation,
                              const shf_simulation_file *file, const shf_simulation_request *request,
                              const shf_grid *grid, const shf_simulation_control *control,
                              const shf_progress *progress, shf_simulation_result *result, shf_info *info,
                              shf_error *error)
{
    shf_simulation_request nothing = shf_simulation_request_default();
    shf_simulation_control usual = shf_simulation_control_default();
    ensemble e = {.experiment = {params, simulation, file, request ? request : &nothing, grid},
                  .control = control ? control : &usual,
                  .progress = progress};
    size_t runs = 0, rows = 0;
    *result = (shf_simulation_result){.curve = NULL};
    shf_status status = check(&e.experiment, e.control, error);
    if (status == SHF_OK)
        status = shf_blas_load((size_t)shf_thread_count(e.control->threads, INT_MAX), error);
    if (status == SHF_OK)
        status = prepare(&e, error);
    if (status == SHF_OK)
        status = train_all(&e, &runs, &rows, error);
    if (status == SHF_OK || status == SHF_ERR_INTERRUPTED) {
        shf_status tables = shf_hinge_record_tables(&e.record, &e.schedule, runs, rows, result, error);
        status = tables ? tables : status;
        result->evaluated = (double)e.evaluations / ((double)e.gradients * (double)params->N);
    }
    if (status == SHF_OK && e.control->checkpoint)
        shf_checkpoint_remove(e.control->checkpoint);
    if (info)
        *info = (shf_info){.steps = e.gradients,
                           .evaluations = e.evaluations,
                           .estimated_error = NAN,
                           .method = "full-batch gradient descent"};
    finish(&e);
    return status;
}
