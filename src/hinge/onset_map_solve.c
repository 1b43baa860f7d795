/* Maps of onsets: the points, in parallel, with checkpoints. */
#include "common/checkpoint.h"
#include "common/jobs.h"
#include "common/report.h"
#include "common/team.h"
#include "hinge/onset_map.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* ---- rows ---- */

enum {
    COLUMN_FIRST_TIME = 2,
    COLUMN_BEST_ERROR = COLUMN_FIRST_TIME + SHF_ONSET_COUNT,
    COLUMN_BEST_F_U,
    COLUMN_VIOLATED,
    N_COLUMNS
};

typedef struct job {
    const shf_hinge_params *params;
    const shf_onset_request *request;
    const shf_onset_map *map;
    const shf_solver *solver;
} job;

static shf_status solve_point(const job *j, size_t k, double *row, shf_info *info, shf_error *error)
{
    shf_hinge_params at;
    shf_onset onset;
    for (size_t c = 0; c < N_COLUMNS; c++)
        row[c] = NAN;
    shf_status status = shf_onset_map_params(j->params, j->map, k, &at, &row[0], &row[1], error);
    if (!status)
        status = shf_onset_solve(&at, j->request, j->solver, &onset, info, error);
    if (status)
        return status;
    for (int e = 0; e < SHF_ONSET_COUNT; e++)
        row[COLUMN_FIRST_TIME + e] = onset.event[e].t;
    const shf_onset_event *best = &onset.event[SHF_ONSET_BEST];
    const shf_finite_size_state *state = isnan(best->t) ? &onset.last : &best->state;
    row[COLUMN_BEST_ERROR] = state->error_test;
    row[COLUMN_BEST_F_U] = state->f_U;
    row[COLUMN_VIOLATED] = onset.violated;
    return SHF_OK;
}

static shf_status add_columns(shf_table *table, const shf_onset_map *map, shf_error *error)
{
    int x = map->x.kind, y = map->y.kind;
    shf_status status =
        shf_table_add_column(table, shf_onset_map_axis(x), "", shf_onset_map_axis_help(x), error);
    if (!status)
        status = shf_table_add_column(table, shf_onset_map_axis(y), "", shf_onset_map_axis_help(y), error);
    for (int e = 0; !status && e < SHF_ONSET_COUNT; e++)
        status = shf_table_add_column(table, shf_onset_name(e), "step", shf_onset_help(e), error);
    if (!status)
        status = shf_table_add_column(table, "error_test", "",
                                      "test error at t_best, or at the end if there is none", error);
    if (!status)
        status =
            shf_table_add_column(table, "f_U", "", "fraction of unsatisfied training samples there", error);
    if (!status)
        status = shf_table_add_column(table, "violated", "", "violated assumptions, a sum of bits", error);
    return status;
}

/* ---- the map at work ---- */

enum { BLOCK = 64 }; /* points between two looks at progress and the clock */

/* Counters of a checkpoint; the failed one is that of the first point without an answer, from 1. */
enum { COUNT_DONE, COUNT_STEPS, COUNT_EVALUATIONS, COUNT_FAILED };

typedef struct work {
    job job;
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
static char *identity(const job *j)
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    if (!stream)
        return NULL;
    (void)fprintf(stream, "version = %s\n", shf_version_full());
    int good = shf_identity_section(stream, &shf_hinge_params_table, j->params) &&
               shf_identity_section(stream, &shf_onset_map_table, j->map) &&
               shf_identity_section(stream, &shf_onset_request_table, j->request) &&
               shf_identity_section(stream, &shf_onset_solver_table, j->solver);
    good = !ferror(stream) && good;
    if (fclose(stream) || !good) {
        free(text);
        return NULL;
    }
    return text;
}

static shf_status prepare(work *w, shf_error *error)
{
    size_t size = (w->total - w->first) * N_COLUMNS;
    int found = 0;
    w->state.array[0] = calloc(size, sizeof(double));
    w->state.size[0] = size;
    w->saved = seconds();
    if (!w->state.array[0])
        return shf_no_memory(error);
    if (!w->control->checkpoint)
        return SHF_OK;
    w->identity = identity(&w->job);
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

/* The next n points in parallel; each writes its own row, so that the threads do not matter. */
static void solve_block(work *w, size_t n, int team)
{
    size_t done = w->state.counter[COUNT_DONE];
    double *rows = w->state.array[0] + done * N_COLUMNS;
    shf_info infos[BLOCK];
    shf_status status[BLOCK];
    (void)team; /* without OpenMP */
#ifdef _OPENMP
#pragma omp parallel for schedule(dynamic, 1) num_threads(team)
#endif
    for (size_t k = 0; k < n; k++) {
        infos[k] = (shf_info){.steps = 0};
        status[k] = solve_point(&w->job, w->first + done + k, rows + k * N_COLUMNS, &infos[k], NULL);
    }
    for (size_t k = 0; k < n; k++) {
        w->state.counter[COUNT_STEPS] += infos[k].steps;
        w->state.counter[COUNT_EVALUATIONS] += infos[k].evaluations;
        if (status[k] && !w->state.counter[COUNT_FAILED])
            w->state.counter[COUNT_FAILED] = done + k + 1;
    }
    w->state.counter[COUNT_DONE] = done + n;
}

static shf_status solve_all(work *w, const shf_progress *progress, shf_error *error)
{
    size_t n = w->total - w->first;
    int team = shf_team(w->control->threads, n);
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
        if (status)
            return status;
        solve_block(w, n - k < BLOCK ? n - k : BLOCK, team);
    }
    return SHF_OK;
}

/* ---- the table ---- */

/* Says why the first point without an answer has none: by asking it again. */
static shf_status add_failure(const work *w, shf_table *table, shf_error *error)
{
    double row[N_COLUMNS];
    char line[640];
    shf_info info;
    shf_error why = {SHF_OK, ""};
    if (!w->state.counter[COUNT_FAILED])
        return SHF_OK;
    (void)solve_point(&w->job, w->first + w->state.counter[COUNT_FAILED] - 1, row, &info, &why);
    (void)snprintf(line, sizeof line, "first point without an answer: %s = %.9g, %s = %.9g: %s",
                   shf_table_column_name(table, 0), row[0], shf_table_column_name(table, 1), row[1],
                   why.message);
    return shf_table_add_note(table, line, error);
}

static shf_status build(const work *w, shf_table **table, shf_error *error)
{
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    shf_status status = add_columns(*table, w->job.map, error);
    for (size_t k = 0; !status && k < w->state.counter[COUNT_DONE]; k++)
        status = shf_table_add_row(*table, w->state.array[0] + k * N_COLUMNS, error);
    if (!status)
        status = add_failure(w, *table, error);
    if (status) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
}

/* ---- the whole ---- */

shf_status shf_onset_map_solve(const shf_hinge_params *params, const shf_onset_request *request,
                               const shf_onset_map *map, const shf_solver *solver,
                               const shf_onset_map_control *control, const shf_progress *progress,
                               shf_table **table, shf_info *info, shf_error *error)
{
    shf_onset_map_control usual = shf_onset_map_control_default();
    work w = {.job = {params, request, map, solver}, .control = control ? control : &usual};
    *table = NULL;
    shf_status status = shf_onset_map_validate(params, map, error);
    if (!status)
        status = shf_params_validate(&shf_onset_request_table, request, error);
    if (!status)
        status = shf_params_validate(&shf_onset_solver_table, solver, error);
    if (!status)
        status = shf_params_validate(&shf_onset_map_control_table, w.control, error);
    w.first = map->first;
    w.total = map->x_points * map->y_points;
    if (!status)
        status = prepare(&w, error);
    if (!status)
        status = solve_all(&w, progress, error);
    if (!status || status == SHF_ERR_INTERRUPTED) {
        shf_status built = build(&w, table, error);
        status = built ? built : status;
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
