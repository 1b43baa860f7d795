/* The exponent study: half-learning times over a range of epsilon, with their local slopes. */
#include "common/activation.h"
#include "common/columns.h"
#include "common/jobs.h"
#include "common/params_text.h"
#include "common/report.h"
#include "timescales/results.h"
#include <math.h>
#include <stdlib.h>

SHF_DEFINE_PARAMS(shf_timescales_scan_range, SHF_TIMESCALES_SCAN_PARAMS, "scan", shf_timescales_scan_range);

/* What is wanted of each epsilon, for each component. */
#define COLUMNS(C, S)                                                                              \
    C(S, t, "", "when the residual of that component is halved; nan: not by t-max")                \
    C(S, predicted_t, "", "its leading order for small epsilon; nan: unknown")                     \
    C(S, slope, "", "d log t / d log epsilon, by differences along the scan; nan: a t is missing") \
    C(S, predicted_slope, "",                                                                      \
      "the same of the closed form, or the exponent where there is none; nan: unknown")

typedef struct learning {
    COLUMNS(SHF_COLUMN_FIELD, )
} learning;
SHF_DEFINE_COLUMNS(learning, COLUMNS, columns);

typedef struct scan {
    const shf_timescales_params *params;
    const shf_solver *solver;
    const shf_timescales_scan_range *range;
    size_t n, K;
    double *epsilon;
    learning *result; /* n x (K+1) */
    int *wanted;      /* K+1 flags: components that can be learnt */
    int *finished;    /* n flags: values that an interruption did not cut off */
    shf_timescales_outer_solution outer;
} scan;

static learning *field(const scan *s, size_t j, size_t k)
{
    return s->result + j * (s->K + 1) + k;
}

/* tau_star does not depend on epsilon: it is found once, for all. */
static void predict(const scan *s, const shf_timescales_model *model, size_t j)
{
    shf_timescales_prediction prediction[SHF_ACTIVATION_MODES_MAX + 1];
    shf_timescales_model_predict(model, prediction);
    for (size_t k = 0; k <= s->K; k++) {
        learning *f = field(s, j, k);
        f->predicted_t = prediction[k].t;
        f->predicted_slope = prediction[k].slope;
        if (k && k == s->outer.component)
            f->predicted_t = s->outer.tau_star * pow(s->epsilon[j], s->outer.exponent);
    }
}

/* Value j of epsilon. */
static shf_status scan_job(void *context, size_t j, const shf_progress *progress, shf_info *info,
                           shf_error *error)
{
    const scan *s = context;
    shf_timescales_params params = *s->params;
    params.epsilon = s->epsilon[j];
    shf_timescales_model model;
    shf_timescales_run run = {&model, s->solver, progress, .neurons = 0};
    shf_status status = shf_timescales_model_make(&model, &params, s->range->model.kind, error);
    if (status == SHF_OK) {
        predict(s, &model, j);
        status = shf_timescales_run_until(&run, s->wanted, s->range->t_max, error);
        *info = run.info;
    }
    for (size_t k = 0; status == SHF_OK && k <= s->K; k++)
        field(s, j, k)->t = run.events.t[k];
    shf_timescales_run_free(&run);
    shf_timescales_model_free(&model);
    return status;
}

/* ---- table ---- */

/* Logarithmic slope at j by differences to the neighbours there are. */
static double slope(const scan *s, size_t j, size_t k)
{
    size_t a = j ? j - 1 : j, b = j + 1 < s->n ? j + 1 : j;
    return log(field(s, b, k)->t / field(s, a, k)->t) / log(s->epsilon[b] / s->epsilon[a]);
}

static void fill_table(const scan *s, shf_table *table)
{
    shf_column_add(table, "", "time scale of the a_i", "epsilon");
    for (size_t k = 0; k <= s->K; k++)
        if (s->wanted[k])
            shf_columns_add(table, &columns, "_%zu", k);
    shf_timescales_tau_star(table, &s->outer);
    for (size_t j = 0; j < s->n; j++) {
        if (!s->finished[j])
            continue;
        shf_row_number(table, s->epsilon[j]);
        for (size_t k = 0; k <= s->K; k++) {
            field(s, j, k)->slope = slope(s, j, k);
            if (s->wanted[k])
                shf_row_put(table, &columns, field(s, j, k));
        }
        shf_row_end(table);
    }
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
        s->result = calloc(s->n * (s->K + 1), sizeof *s->result);
        if (!prediction || !s->wanted || !s->finished || !s->epsilon || !s->result)
            status = shf_no_memory(error);
    }
    if (status == SHF_OK) {
        shf_timescales_model_predict(&model, prediction);
        for (size_t k = 0; k <= s->K; k++)
            s->wanted[k] = prediction[k].fate == SHF_FATE_LEARNT;
        for (size_t j = 0; j < s->n; j++)
            s->epsilon[j] = range->from * pow(range->to / range->from, (double)j / (double)(s->n - 1));
        for (size_t k = 0; k < s->n * (s->K + 1); k++)
            s->result[k] = (learning){NAN, NAN, NAN, NAN};
        status = shf_timescales_model_outer(&model, s->solver, progress, 0, &s->outer, error);
    }
    free(prediction);
    shf_timescales_model_free(&model);
    return status;
}

static shf_status check(const shf_timescales_scan_range *range, const shf_solver *solver, shf_error *error)
{
    shf_status status = shf_params_validate(&shf_timescales_solver_table, solver, error);
    SHF_THEN(status, shf_params_validate(&shf_timescales_scan_range_table, range, error));
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
    scan s = {.params = params, .range = range, .solver = solver, .n = range->points};
    shf_status status = check(range, solver, error);
    SHF_THEN(status, look_ahead(&s, progress, error));
    if (status == SHF_OK) {
        const shf_jobs jobs = {.n = s.n,
                               .job = scan_job,
                               .context = &s,
                               .threads = range->threads,
                               .progress = progress,
                               .noun = "values of epsilon"};
        status = shf_jobs_do(&jobs, s.finished, info, error);
    }
    if (status == SHF_OK || status == SHF_ERR_INTERRUPTED) {
        *table = shf_table_new();
        if (s.wanted)
            fill_table(&s, *table);
        status = shf_table_end(table, status, error);
    }
    free(s.wanted);
    free(s.finished);
    free(s.epsilon);
    free(s.result);
    return status;
}
