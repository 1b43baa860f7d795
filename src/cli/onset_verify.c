/* Trained networks beside the onsets of the theory: ensembles, bootstrap, table. */
#include "cli/onset_verify.h"
#include "cli/command.h"
#include "cli/onset_measure.h"
#include "common/checkpoint.h"
#include "common/columns.h"
#include "common/jobs.h"
#include "common/params_text.h"
#include "common/random.h"
#include "common/report.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SHF_DEFINE_PARAMS(onset_verify, ONSET_VERIFY_PARAMS, "verify", onset_verify);
SHF_DEFINE_PARAMS(onset_threads, ONSET_THREADS_PARAMS, "threads", onset_threads);

/* Of the draws of the bootstrap. */
enum { STREAM_RESAMPLES = 0x76657269 };

/* The networks at work. */
typedef struct ensemble {
    const onset_trial *trial;
    const onset_verify *verify;
    onset_criteria criteria;
    size_t runs; /* networks that are trained */
    size_t n;    /* times */
    double *t;   /* n */
    double *run; /* the curves of each network, CURVE_COLUMNS x n */
    double *mean;
    double *resampled;                                  /* SHF_ONSET_COUNT x resamples, sorted */
    double low[SHF_ONSET_COUNT], high[SHF_ONSET_COUNT]; /* of the intervals */
} ensemble;

/* From so many networks on their resamples tell the scatter of a mean. */
enum { ENOUGH = 10 };

/* ---- when to measure ---- */

static const double time_ratio = 1.04;

static shf_status last_time(const onset_verify *verify, const shf_onset *onset, double *last,
                            shf_error *error)
{
    static const int tells[] = {SHF_ONSET_IJ, SHF_ONSET_BEST, SHF_ONSET_UNLEARN, SHF_ONSET_GAP};
    *last = verify->t_max;
    for (size_t k = 0; !(verify->t_max > 0) && k < sizeof tells / sizeof tells[0]; k++)
        *last = fmax(*last, 2 * onset->event[tells[k]].t); /* fmax leaves out what does not happen */
    if (!(*last > 0))
        return shf_fail(error, SHF_ERR_VALUE,
                        "verify = %zu: the theory has no onset up to t = %.9g that says how long to train; "
                        "set verify-t-max",
                        verify->runs, onset->t_last);
    *last = fmax(ceil(*last), 1);
    if (*last > 1e9)
        return shf_fail(error, SHF_ERR_VALUE,
                        "verify = %zu: %.3g steps of training are too many; set "
                        "verify-t-max",
                        verify->runs, *last);
    return SHF_OK;
}

/* Whole steps from 1 on that grow by a ratio where they are far enough apart. */
static size_t fill_times(double last, double *t)
{
    size_t n = 0;
    double next = 1;
    while (next < last) {
        t[n++] = next;
        next = fmax(next + 1, round(next * time_ratio));
    }
    t[n++] = last;
    return n;
}

/* ---- training ---- */

/* Network k: its curves behind those of the ones before. */
static shf_status train(void *context, size_t k, const shf_progress *progress, shf_info *info,
                        shf_error *error)
{
    const ensemble *e = context;
    shf_simulation_params simulation = shf_simulation_params_default();
    shf_simulation_control control = shf_simulation_control_default();
    shf_grid grid = shf_grid_default();
    shf_simulation_result result = {.curve = NULL};
    simulation.runs = 1;
    simulation.seed = e->verify->seed + k;
    simulation.test_size = e->verify->test_size;
    simulation.precision = e->verify->precision;
    control.threads = e->trial->control->threads;
    grid.times = (shf_list){e->n, e->t};
    shf_status status = shf_hinge_simulate(e->trial->params, &simulation, NULL, NULL, &grid, &control,
                                           progress, &result, info, error);
    for (int c = 0; !status && c < CURVE_COLUMNS; c++)
        memcpy(e->run + (k * CURVE_COLUMNS + (size_t)c) * e->n,
               shf_table_column(result.curve, onset_curve_name[c]), e->n * sizeof *e->run);
    shf_simulation_result_free(&result);
    return status;
}

/* One after the other, each with all threads, those that are not kept from an earlier run; e->runs: how many
 * there are then. */
static shf_status train_all(ensemble *e, const shf_progress *progress, shf_error *error)
{
    const onset_trial *trial = e->trial;
    const shf_identity_part part[] = {{&shf_hinge_params_table, trial->params},
                                      {&shf_onset_request_table, trial->request},
                                      {&shf_onset_solver_table, trial->solver},
                                      {&onset_verify_table, trial->verify}};
    const shf_jobs_store store = {e->run, CURVE_COLUMNS * e->n, trial->control->checkpoint, 0,
                                  part,   LENGTH(part)};
    const shf_jobs jobs = {.n = e->verify->runs,
                           .job = train,
                           .context = e,
                           .threads = 1,
                           .partial = 1,
                           .progress = progress,
                           .noun = "networks",
                           .store = &store};
    int *done = calloc(jobs.n, sizeof *done);
    if (!done)
        return shf_no_memory(error);
    shf_status status = shf_jobs_do(&jobs, done, NULL, error);
    while (e->runs < jobs.n && done[e->runs])
        e->runs++;
    free(done);
    return status;
}

/* ---- means over networks, and their onsets ---- */

static onset_curves mean_curves(const ensemble *e)
{
    onset_curves curves = {.n = e->n, .t = e->t};
    for (int c = 0; c < CURVE_COLUMNS; c++)
        curves.value[c] = e->mean + (size_t)c * e->n;
    return curves;
}

/* The onsets in the mean over the networks member[0..runs-1]; NULL means each once. */
static void measure(ensemble *e, const size_t *member, size_t runs, double t[SHF_ONSET_COUNT])
{
    size_t size = CURVE_COLUMNS * e->n;
    memset(e->mean, 0, size * sizeof *e->mean);
    for (size_t k = 0; k < runs; k++) {
        const double *run = e->run + (member ? member[k] : k) * size;
        for (size_t j = 0; j < size; j++)
            e->mean[j] += run[j];
    }
    for (size_t j = 0; j < size; j++)
        e->mean[j] /= (double)runs;
    onset_curves curves = mean_curves(e);
    onset_measure(&curves, &e->criteria, t);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Draws as many networks as there are, with replacement, again and again. */
static shf_status resample(ensemble *e, shf_error *error)
{
    size_t runs = e->runs, n = e->verify->resamples;
    size_t *member = malloc(runs * sizeof *member);
    if (!member)
        return shf_no_memory(error);
    for (size_t b = 0; b < n; b++) {
        double t[SHF_ONSET_COUNT];
        for (size_t k = 0; k < runs; k++) {
            double u = shf_random_uniform(e->verify->seed, STREAM_RESAMPLES, b * runs + k);
            member[k] = (size_t)(u * (double)runs);
        }
        measure(e, member, runs, t);
        for (int c = 0; c < SHF_ONSET_COUNT; c++) /* what does not happen is later than all */
            e->resampled[(size_t)c * n + b] = isnan(t[c]) ? INFINITY : t[c];
    }
    free(member);
    for (int c = 0; c < SHF_ONSET_COUNT; c++) {
        double *sorted = e->resampled + (size_t)c * n;
        qsort(sorted, n, sizeof *sorted, ascending);
        e->low[c] = sorted[(size_t)(0.025 * (double)(n - 1) + 0.5)];
        e->high[c] = sorted[(size_t)(0.975 * (double)(n - 1) + 0.5)];
    }
    return SHF_OK;
}

/* Few networks: log t as measured without each of them in turn scatters as that of their mean (jackknife),
 * and Student's t says how far an interval from so few must reach.  All times if one of them has no onset. */
static void leave_one_out(ensemble *e, const double *whole)
{
    static const double student[ENOUGH - 1] = {12.706, 4.303, 3.182, 2.776, 2.571,
                                               2.447,  2.365, 2.306, 2.262};
    double sum[SHF_ONSET_COUNT] = {0}, square[SHF_ONSET_COUNT] = {0}, n = (double)e->runs;
    double quantile = e->runs > 1 && e->runs < ENOUGH ? student[e->runs - 2] : NAN;
    for (size_t left = 0; left < e->runs; left++) {
        size_t member[ENOUGH], others = 0;
        double t[SHF_ONSET_COUNT];
        for (size_t k = 0; k < e->runs; k++)
            if (k != left)
                member[others++] = k;
        measure(e, member, others, t);
        for (int c = 0; c < SHF_ONSET_COUNT; c++) {
            sum[c] += log(t[c]);
            square[c] += log(t[c]) * log(t[c]);
        }
    }
    for (int c = 0; c < SHF_ONSET_COUNT; c++) {
        double scatter = fmax(square[c] - sum[c] * sum[c] / n, 0) * (n - 1) / n;
        double reach = exp(quantile * sqrt(scatter));
        int known = isfinite(sum[c]) && isfinite(whole[c]);
        e->low[c] = known ? whole[c] / reach : 0;
        e->high[c] = known ? whole[c] * reach : INFINITY;
    }
}

/* The onsets of the mean of all, and their intervals: NaN for a single network. */
static shf_status find(ensemble *e, double t[SHF_ONSET_COUNT], shf_error *error)
{
    shf_status status = SHF_OK;
    for (int c = 0; c < SHF_ONSET_COUNT; c++)
        e->low[c] = e->high[c] = NAN;
    measure(e, NULL, e->runs, t);
    if (e->runs >= ENOUGH)
        status = resample(e, error);
    else if (e->runs > 1)
        leave_one_out(e, t);
    measure(e, NULL, e->runs, t); /* the mean curves again */
    return status;
}

/* ---- the table ---- */

#define COUNT_COLUMN(name, unit, help) +1
#define COLUMN_TEXT(name, unit, help) {#name, unit, help},
enum { MEASURED_COLUMNS = 0 ONSET_MEASURED_COLUMNS(COUNT_COLUMN) };

static const char *const measured_text[MEASURED_COLUMNS][3] = {ONSET_MEASURED_COLUMNS(COLUMN_TEXT)};

/* The columns of the theory, then what was measured. */
static void add_rows(const ensemble *e, const double *t, shf_table *table)
{
    const shf_table *theory = e->trial->theory;
    onset_curves curves = mean_curves(e);
    for (size_t j = 0; j < shf_table_columns(theory); j++)
        shf_column_add(table, shf_table_column_unit(theory, j), shf_table_column_help(theory, j), "%s",
                       shf_table_column_name(theory, j));
    for (size_t j = 0; j < MEASURED_COLUMNS; j++)
        shf_column_add(table, measured_text[j][1], measured_text[j][2], "%s", measured_text[j][0]);
    for (size_t k = 0; k < SHF_ONSET_COUNT; k++) {
        const double measured[MEASURED_COLUMNS] = {t[k],
                                                   e->low[k],
                                                   e->high[k],
                                                   onset_value_at(&curves, CURVE_ERROR_TEST, t[k]),
                                                   onset_value_at(&curves, CURVE_ERROR_TRAIN, t[k]),
                                                   onset_value_at(&curves, CURVE_F_U, t[k])};
        for (size_t j = 0; j < shf_table_columns(theory); j++)
            shf_row_number(table, shf_table_column_at(theory, j)[k]);
        shf_row_numbers(table, measured, MEASURED_COLUMNS);
        shf_row_end(table);
    }
}

/* The single results of the theory, and t_..._simulated, _low, _high. */
static void add_scalars(const ensemble *e, const double *t, shf_table *table)
{
    static const char *const suffix[] = {"simulated", "low", "high"};
    const shf_table *theory = e->trial->theory;
    for (size_t k = 0; k < shf_table_scalars(theory); k++)
        shf_scalar_add(table, shf_table_scalar_at(theory, k), shf_table_scalar_unit(theory, k),
                       shf_table_scalar_help(theory, k), "%s", shf_table_scalar_name(theory, k));
    for (int k = 0; k < SHF_ONSET_COUNT; k++) {
        const double value[] = {t[k], e->low[k], e->high[k]};
        for (int j = 0; j < 3; j++)
            shf_scalar_add(table, value[j], "step", measured_text[j][2], "%s_%s", shf_onset_name(k),
                           suffix[j]);
    }
    shf_scalar_add(table, e->t[e->n - 1], "step", "how long the networks were trained", "t_trained");
}

static void add_notes(const ensemble *e, const double *t, shf_table *table)
{
    const shf_table *theory = e->trial->theory;
    for (size_t k = 0; k < shf_table_notes(theory); k++)
        shf_note_add(table, "%s", shf_table_note(theory, k));
    shf_note_add(table, "simulated: means over %zu networks, trained until t = %.9g", e->runs,
                 e->t[e->n - 1]);
    if (e->runs > 1)
        shf_note_add(table, e->runs < ENOUGH ? "intervals: log t without one network each, Student's t"
                                             : "intervals: resampled networks");
    size_t half = e->verify->resamples / 2;
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        if (e->runs >= ENOUGH && isnan(t[k]) &&
            isfinite(e->resampled[(size_t)k * e->verify->resamples + half]))
            shf_note_add(table, "%s: not in the mean of all networks, but in most resamples",
                         shf_onset_name(k));
    if (!isnan(e->criteria.loss_at_fit))
        shf_note_add(
            table, "t_fit simulated: when the training loss has fallen to what the theory has at its t_fit");
}

/* ---- the whole ---- */

static shf_status allocate(ensemble *e, double last, shf_error *error)
{
    double most = fmin(last, 100 + 2 * log(last) / log(time_ratio)) + 2; /* steps of 1, then the ratio */
    e->t = malloc((size_t)most * sizeof *e->t);
    if (!e->t)
        return shf_no_memory(error);
    e->n = fill_times(last, e->t);
    size_t size = CURVE_COLUMNS * e->n * sizeof(double);
    e->run = calloc(e->verify->runs, size);
    e->mean = malloc(size);
    e->resampled = calloc(e->verify->resamples, SHF_ONSET_COUNT * sizeof(double));
    return e->run && e->mean && e->resampled ? SHF_OK : shf_no_memory(error);
}

shf_status onset_verify_run(const onset_trial *trial, const shf_progress *progress, shf_table **table,
                            shf_error *error)
{
    double last = 0, t[SHF_ONSET_COUNT];
    const onset_verify *verify = trial->verify;
    ensemble e = {.trial = trial,
                  .verify = verify,
                  .criteria = {trial->request->gap, (double)trial->params->N,
                               trial->onset->event[SHF_ONSET_FIT].state.loss, trial->params->delta > 0}};
    *table = NULL;
    shf_status status = last_time(verify, trial->onset, &last, error);
    SHF_THEN(status, allocate(&e, last, error));
    SHF_THEN(status, train_all(&e, progress, error));
    int stopped = status == SHF_ERR_INTERRUPTED && e.runs;
    shf_status found = status && !stopped ? status : find(&e, t, error);
    if (!found) {
        *table = shf_table_new();
        add_rows(&e, t, *table);
        add_scalars(&e, t, *table);
        add_notes(&e, t, *table);
        found = shf_table_end(table, status, error);
    }
    free(e.t);
    free(e.run);
    free(e.mean);
    free(e.resampled);
    return found;
}
