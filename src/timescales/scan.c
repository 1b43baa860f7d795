/* The exponent study: half-learning times over a range of epsilon, with their local slopes. */
#include "common/params_text.h"
#include "common/report.h"
#include "common/team.h"
#include "timescales/predictions.h"
#include "timescales/run.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

SHF_DEFINE_PARAMS(shf_timescales_scan_range, SHF_TIMESCALES_SCAN_PARAMS, "scan", shf_timescales_scan_range);

/* What is wanted of each epsilon: for each of K+1 components t, its prediction and the slope of that. */
enum { MEASURED, PREDICTED, SLOPE, FIELDS };
enum { MODES_MAX = 200 };

typedef struct scan {
    const shf_timescales_params *params;
    const shf_solver *solver;
    const shf_timescales_scan_range *range;
    size_t n, K;
    double *epsilon, *result; /* n; n x (K+1) x FIELDS */
    int *wanted;              /* K+1 flags: components that can be learnt */
    int *finished;            /* n flags: values that an interruption did not cut off */
    shf_timescales_outer_solution outer;
} scan;

static double *field(const scan *s, size_t j, size_t k)
{
    return s->result + (j * (s->K + 1) + k) * FIELDS;
}

/* tau_star does not depend on epsilon: it is found once, for all. */
static void predict(const scan *s, const shf_timescales_model *model, size_t j)
{
    shf_timescales_prediction prediction[MODES_MAX + 1];
    shf_timescales_model_predict(model, prediction);
    for (size_t k = 0; k <= s->K; k++) {
        double *f = field(s, j, k);
        f[PREDICTED] = prediction[k].t;
        f[SLOPE] = prediction[k].slope;
        if (k && k == s->outer.component)
            f[PREDICTED] = s->outer.tau_star * pow(s->epsilon[j], s->outer.exponent);
    }
}

static shf_status one(const scan *s, size_t j, const shf_progress *progress, shf_info *info, shf_error *error)
{
    shf_timescales_params params = *s->params;
    params.epsilon = s->epsilon[j];
    shf_timescales_model model;
    shf_timescales_run run = {.n = 0};
    shf_status status = shf_timescales_model_make(&model, &params, s->range->model.kind, error);
    if (status == SHF_OK) {
        predict(s, &model, j);
        status = shf_timescales_run_until(&run, &model, s->solver, s->wanted, s->range->t_max, progress, info,
                                          error);
    }
    for (size_t k = 0; status == SHF_OK && k <= s->K; k++)
        field(s, j, k)[MEASURED] = run.watch.t[k];
    shf_timescales_run_free(&run);
    shf_timescales_model_free(&model);
    return status;
}

/* ---- all values, in parallel ---- */

typedef struct shared {
    shf_status status;
    shf_error error;
    size_t finished;
    shf_info info;
} shared;

/* Asked by every run at every step. */
typedef struct question {
    shared *all;
    const shf_progress *progress;
    size_t n;
} question;

/* Whether to stop.  Called by one thread at a time. */
static int is_stopped(const question *q)
{
    shared *all = q->all;
    double fraction = (double)all->finished / (double)q->n;
    if (!all->status && q->progress && q->progress->report &&
        q->progress->report(q->progress->context, fraction)) {
        (void)shf_fail(&all->error, SHF_ERR_INTERRUPTED, "interrupted after %zu values of epsilon",
                       all->finished);
#pragma omp atomic write
        all->status = SHF_ERR_INTERRUPTED;
    }
    return all->status != SHF_OK;
}

static int ask(void *context, double fraction)
{
    const question *q = context;
    int stop;
    (void)fraction;
#pragma omp critical(shf_scales_scan)
    stop = is_stopped(q);
    return stop;
}

/* Called by one thread at a time. */
static void take(const question *q, const scan *s, size_t j, shf_status status, const shf_error *error,
                 const shf_info *info)
{
    shared *all = q->all;
    s->finished[j] = !status;
    all->finished += !status;
    all->info.steps += info->steps;
    all->info.evaluations += info->evaluations;
    if (info->method)
        all->info.method = info->method;
    if (status && !all->status) {
        all->error = *error;
#pragma omp atomic write
        all->status = status;
    }
    (void)is_stopped(q);
}

static shf_status run_all(const scan *s, size_t threads, const shf_progress *progress, shf_info *info,
                          shf_error *error)
{
    shared all = {.status = SHF_OK, .info = {.estimated_error = NAN}};
    question q = {&all, progress, s->n};
    const shf_progress asked = {ask, &q};
    int team = shf_team(threads, s->n);
#ifdef _OPENMP
#pragma omp parallel for schedule(dynamic, 1) num_threads(team)
#endif
    for (size_t j = 0; j < s->n; j++) {
        shf_error own = {SHF_OK, ""};
        shf_info mine = {.steps = 0};
        int stop;
#pragma omp atomic read
        stop = all.status;
        if (stop)
            continue;
        shf_status status = one(s, j, &asked, &mine, &own);
#pragma omp critical(shf_scales_scan)
        take(&q, s, j, status, &own, &mine);
    }
    (void)team;
    *info = all.info;
    if (all.status && error)
        *error = all.error;
    return all.status;
}

/* ---- table ---- */

/* Logarithmic slope at j by differences to the neighbours there are. */
static double slope(const scan *s, size_t j, size_t k)
{
    size_t a = j ? j - 1 : j, b = j + 1 < s->n ? j + 1 : j;
    return log(field(s, b, k)[MEASURED] / field(s, a, k)[MEASURED]) / log(s->epsilon[b] / s->epsilon[a]);
}

static shf_status add_columns(const scan *s, shf_table *table, shf_error *error)
{
    static const struct {
        const char *name, *help;
    } column[] = {{"t", "when the residual of that component is halved; nan: not by t-max"},
                  {"predicted_t", "its leading order for small epsilon; nan: unknown"},
                  {"slope", "d log t / d log epsilon, by differences along the scan; nan: a t is missing"},
                  {"predicted_slope",
                   "the same of the closed form, or the exponent where there is none; nan: unknown"}};
    char name[48];
    shf_status status = shf_table_add_column(table, "epsilon", "", "time scale of the a_i", error);
    for (size_t k = 0; k <= s->K; k++)
        for (size_t c = 0; status == SHF_OK && s->wanted[k] && c < sizeof column / sizeof column[0]; c++) {
            (void)snprintf(name, sizeof name, "%s_%zu", column[c].name, k);
            status = shf_table_add_column(table, name, "", column[c].help, error);
        }
    if (status == SHF_OK && s->outer.component && !isnan(s->outer.tau_star))
        status = shf_table_add_scalar(table, "tau_star", s->outer.tau_star, "",
                                      "blow-up time of the outer problem", error);
    return status;
}

static shf_status add_rows(const scan *s, shf_table *table, shf_error *error)
{
    double *row = malloc((1 + 4 * (s->K + 1)) * sizeof *row);
    if (!row)
        return shf_no_memory(error);
    shf_status status = SHF_OK;
    for (size_t j = 0; status == SHF_OK && j < s->n; j++) {
        size_t c = 0;
        if (!s->finished[j])
            continue;
        row[c++] = s->epsilon[j];
        for (size_t k = 0; k <= s->K; k++) {
            if (!s->wanted[k])
                continue;
            row[c++] = field(s, j, k)[MEASURED];
            row[c++] = field(s, j, k)[PREDICTED];
            row[c++] = slope(s, j, k);
            row[c++] = field(s, j, k)[SLOPE];
        }
        status = shf_table_add_row(table, row, error);
    }
    free(row);
    return status;
}

/* ---- all of it ---- */

/* Reads the flags and tau_star from the model at the largest epsilon; they are the same at all. */
static shf_status look_ahead(scan *s, const shf_progress *progress, shf_error *error)
{
    const shf_timescales_scan_range *range = s->range;
    shf_timescales_params params = *s->params;
    params.epsilon = range->to;
    shf_timescales_model model;
    shf_timescales_prediction *prediction = NULL;
    shf_status status = shf_timescales_model_make(&model, &params, s->range->model.kind, error);
    if (status == SHF_OK) {
        s->K = model.K;
        prediction = calloc(s->K + 1, sizeof *prediction);
        s->wanted = calloc(s->K + 1, sizeof *s->wanted);
        s->finished = calloc(s->n, sizeof *s->finished);
        s->epsilon = calloc(s->n, sizeof *s->epsilon);
        s->result = calloc(s->n * (s->K + 1) * FIELDS, sizeof *s->result);
        if (!prediction || !s->wanted || !s->finished || !s->epsilon || !s->result)
            status = shf_no_memory(error);
    }
    if (status == SHF_OK) {
        shf_timescales_model_predict(&model, prediction);
        for (size_t k = 0; k <= s->K; k++)
            s->wanted[k] = prediction[k].fate == SHF_FATE_LEARNT;
        for (size_t j = 0; j < s->n; j++)
            s->epsilon[j] = range->from * pow(range->to / range->from, (double)j / (double)(s->n - 1));
        for (size_t k = 0; k < s->n * (s->K + 1) * FIELDS; k++)
            s->result[k] = NAN;
        status = shf_timescales_model_outer(&model, s->solver, progress, 0, &s->outer, error);
    }
    free(prediction);
    shf_timescales_model_free(&model);
    return status;
}

static shf_status check(const shf_timescales_scan_range *range, const shf_solver *solver, shf_error *error)
{
    shf_status status = shf_params_validate(&shf_timescales_solver_table, solver, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_timescales_scan_range_table, range, error);
    if (status == SHF_OK && !(range->from < range->to))
        status = shf_fail(error, SHF_ERR_VALUE, "epsilon-min = %g: must lie below epsilon-max = %g",
                          range->from, range->to);
    return status;
}

shf_status shf_timescales_scan(const shf_timescales_params *params, const shf_timescales_scan_range *range,
                               const shf_solver *solver, const shf_progress *progress, shf_table **table,
                               shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_info unused;
    scan s = {.params = params, .range = range, .solver = solver, .n = range->points};
    shf_status status = check(range, solver, error), done = SHF_OK;
    if (status == SHF_OK)
        status = done = look_ahead(&s, progress, error);
    if (status == SHF_OK)
        status = done = run_all(&s, range->threads, progress, info ? info : &unused, error);
    if (status == SHF_ERR_INTERRUPTED)
        status = SHF_OK;
    if (status == SHF_OK && !(*table = shf_table_new()))
        status = shf_no_memory(error);
    if (status == SHF_OK && s.wanted)
        status = add_columns(&s, *table, error);
    if (status == SHF_OK && s.wanted)
        status = add_rows(&s, *table, error);
    if (status) {
        shf_table_free(*table);
        *table = NULL;
    }
    free(s.wanted);
    free(s.finished);
    free(s.epsilon);
    free(s.result);
    return status ? status : done;
}
