/* Maps of onsets: the points, in parallel, with checkpoints. */
#include "common/checkpoint.h"
#include "common/columns.h"
#include "common/jobs.h"
#include "common/report.h"
#include "hinge/onset_map.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* ---- rows ---- */

/* What a row says beside the onset times. */
#define OUTCOME_COLUMNS(C, S)                                                    \
    C(S, error_test, "", "test error at t_best, or at the end if there is none") \
    C(S, f_U, "", "fraction of unsatisfied training samples there")              \
    C(S, violated, "", "violated assumptions, a sum of bits")

typedef struct map_row {
    double x, y, t[SHF_ONSET_COUNT];
    OUTCOME_COLUMNS(SHF_COLUMN_FIELD, )
} map_row;

SHF_DEFINE_COLUMNS(map_row, OUTCOME_COLUMNS, outcome_columns);

enum { ROW_SIZE = sizeof(map_row) / sizeof(double) };

typedef struct map_problem {
    const shf_hinge_params *params;
    const shf_onset_request *request;
    const shf_onset_map *map;
    const shf_solver *solver;
} map_problem;

static shf_status solve_point(const map_problem *p, size_t k, map_row *row, shf_info *info, shf_error *error)
{
    shf_hinge_params at;
    shf_onset onset;
    double *value = &row->x;
    for (size_t c = 0; c < ROW_SIZE; c++)
        value[c] = NAN;
    shf_status status = shf_onset_map_params(p->params, p->map, k, &at, &row->x, &row->y, error);
    SHF_THEN(status, shf_onset_solve(&at, p->request, p->solver, &onset, info, error));
    if (status)
        return status;
    for (int e = 0; e < SHF_ONSET_COUNT; e++)
        row->t[e] = onset.event[e].t;
    const shf_onset_event *best = &onset.event[SHF_ONSET_BEST];
    const shf_finite_size_state *state = isnan(best->t) ? &onset.last : &best->state;
    row->error_test = state->error_test;
    row->f_U = state->f_U;
    row->violated = onset.violated;
    return SHF_OK;
}

static void add_columns(shf_table *table, const shf_onset_map *map)
{
    shf_onset_map_add_axis(table, map->x.kind);
    shf_onset_map_add_axis(table, map->y.kind);
    for (int e = 0; e < SHF_ONSET_COUNT; e++)
        shf_column_add(table, "step", shf_onset_help(e), "%s", shf_onset_name(e));
    shf_columns_add(table, &outcome_columns, NULL);
}

/* ---- the map at work ---- */

enum { BLOCK = 64 }; /* points between two looks at progress and the clock */

/* Counters of a checkpoint; the failed one is that of the first point without an answer, from 1. */
enum { COUNT_DONE, COUNT_STEPS, COUNT_EVALUATIONS, COUNT_FAILED };

typedef struct work {
    map_problem problem;
    const shf_onset_map_control *control;
    size_t first, total;
    shf_checkpoint state; /* rows first .. total - 1, of which COUNT_DONE are finished */
    char *identity;
    double saved; /* when, in seconds */
} work;

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Everything that the rows depend on; NULL when memory is exhausted. */
static char *identity(const map_problem *p)
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    if (!stream)
        return NULL;
    (void)fprintf(stream, "version = %s\n", shf_version_full());
    int good = shf_identity_section(stream, &shf_hinge_params_table, p->params) &&
               shf_identity_section(stream, &shf_onset_map_table, p->map) &&
               shf_identity_section(stream, &shf_onset_request_table, p->request) &&
               shf_identity_section(stream, &shf_onset_solver_table, p->solver);
    good = !ferror(stream) && good;
    if (fclose(stream) || !good) {
        free(text);
        return NULL;
    }
    return text;
}

static shf_status prepare(work *w, shf_error *error)
{
    size_t size = (w->total - w->first) * ROW_SIZE;
    int found = 0;
    w->state.array[0] = calloc(size, sizeof(double));
    w->state.size[0] = size;
    w->saved = seconds();
    if (!w->state.array[0])
        return shf_no_memory(error);
    if (!w->control->checkpoint)
        return SHF_OK;
    w->identity = identity(&w->problem);
    if (!w->identity)
        return shf_no_memory(error);
    shf_status status = shf_checkpoint_load(w->control->checkpoint, w->identity, &w->state, &found, error);
    size_t n = w->total - w->first;
    if (status || (w->state.counter[COUNT_DONE] <= n && w->state.counter[COUNT_FAILED] <= n))
        return status;
    return shf_checkpoint_senseless(w->control->checkpoint, error);
}

static shf_status save(work *w, shf_error *error)
{
    if (!w->control->checkpoint)
        return SHF_OK;
    w->saved = seconds();
    return shf_checkpoint_save(w->control->checkpoint, w->identity, &w->state, error);
}

static map_row *row_at(const work *w, size_t k)
{
    return (map_row *)(void *)w->state.array[0] + k;
}

/* Points that are solved in parallel: each writes a row of its own, so that the threads do not matter; one
 * without an answer does not stop the others. */
typedef struct block {
    const work *work;
    size_t begin;
    int failed[BLOCK];
} block;

static shf_status solve_one(void *context, size_t k, const shf_progress *progress, shf_info *info,
                            shf_error *error)
{
    (void)progress, (void)error;
    block *b = context;
    size_t row = b->begin + k;
    b->failed[k] =
        solve_point(&b->work->problem, b->work->first + row, row_at(b->work, row), info, NULL) != SHF_OK;
    return SHF_OK;
}

static shf_status solve_block(work *w, size_t n, shf_error *error)
{
    block b = {.work = w, .begin = w->state.counter[COUNT_DONE]};
    const shf_jobs jobs = {.n = n, .job = solve_one, .context = &b, .threads = w->control->threads};
    shf_info info;
    shf_status status = shf_jobs_do(&jobs, NULL, &info, error);
    w->state.counter[COUNT_STEPS] += info.steps;
    w->state.counter[COUNT_EVALUATIONS] += info.evaluations;
    for (size_t k = 0; k < n; k++)
        if (b.failed[k] && !w->state.counter[COUNT_FAILED])
            w->state.counter[COUNT_FAILED] = b.begin + k + 1;
    w->state.counter[COUNT_DONE] += n;
    return status;
}

static shf_status solve_all(work *w, const shf_progress *progress, shf_error *error)
{
    size_t n = w->total - w->first;
    for (size_t k = w->state.counter[COUNT_DONE]; k < n; k = w->state.counter[COUNT_DONE]) {
        shf_status status = SHF_OK;
        if (shf_stop(progress, (double)k / (double)n)) {
            status = save(w, error);
            return status ? status
                          : shf_fail(error, SHF_ERR_INTERRUPTED, "interrupted at point %zu of %zu",
                                     w->first + k, w->total);
        }
        if (seconds() - w->saved >= w->control->checkpoint_every)
            status = save(w, error);
        SHF_THEN(status, solve_block(w, n - k < BLOCK ? n - k : BLOCK, error));
        if (status)
            return status;
    }
    return SHF_OK;
}

/* ---- the table ---- */

/* Says why the first point without an answer has none: by asking it again. */
static void add_failure(const work *w, shf_table *table)
{
    map_row row;
    shf_info info;
    shf_error why = {SHF_OK, ""};
    if (!w->state.counter[COUNT_FAILED])
        return;
    (void)solve_point(&w->problem, w->first + w->state.counter[COUNT_FAILED] - 1, &row, &info, &why);
    shf_note_add(table, "first point without an answer: %s = %.9g, %s = %.9g: %s",
                 shf_table_column_name(table, 0), row.x, shf_table_column_name(table, 1), row.y, why.message);
}

static shf_table *build(const work *w)
{
    shf_table *table = shf_table_new();
    add_columns(table, w->problem.map);
    for (size_t k = 0; k < w->state.counter[COUNT_DONE]; k++) {
        shf_row_numbers(table, &row_at(w, k)->x, ROW_SIZE);
        shf_row_end(table);
    }
    if (!shf_table_status(table, NULL))
        add_failure(w, table);
    return table;
}

/* ---- the whole ---- */

shf_status shf_onset_map_solve(const shf_hinge_params *params, const shf_onset_request *request,
                               const shf_onset_map *map, const shf_solver *solver,
                               const shf_onset_map_control *control, const shf_progress *progress,
                               shf_table **table, shf_info *info, shf_error *error)
{
    shf_onset_map_control usual = shf_onset_map_control_default();
    work w = {.problem = {params, request, map, solver}, .control = control ? control : &usual};
    *table = NULL;
    shf_status status = shf_onset_map_validate(params, map, error);
    SHF_THEN(status, shf_params_validate(&shf_onset_request_table, request, error));
    SHF_THEN(status, shf_params_validate(&shf_onset_solver_table, solver, error));
    SHF_THEN(status, shf_params_validate(&shf_onset_map_control_table, w.control, error));
    w.first = map->first;
    w.total = map->x_points * map->y_points;
    SHF_THEN(status, prepare(&w, error));
    SHF_THEN(status, solve_all(&w, progress, error));
    if (!status || status == SHF_ERR_INTERRUPTED) {
        *table = build(&w);
        status = shf_table_end(table, status, error);
    }
    if (!status && w.control->checkpoint)
        shf_checkpoint_remove(w.control->checkpoint);
    if (info)
        *info = (shf_info){.steps = w.state.counter[COUNT_STEPS],
                           .evaluations = w.state.counter[COUNT_EVALUATIONS],
                           .estimated_error = NAN,
                           .method = "CVODE BDF"};
    free(w.state.array[0]);
    free(w.identity);
    return status;
}
