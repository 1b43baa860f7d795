/* Maps of onsets: the points, in parallel, with checkpoints. */
#include "common/checkpoint.h"
#include "common/columns.h"
#include "common/jobs.h"
#include "common/report.h"
#include "hinge/onset_map.h"
#include <math.h>
#include <stdlib.h>

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
    SHF_THEN(status, shf_onset_solve(&at, p->request, p->solver, NULL, &onset, info, error));
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

/* What is kept of a point: its row, whether it has an answer. */
typedef struct point {
    map_row row;
    double failed;
} point;

typedef struct work {
    map_problem problem;
    size_t first, n;
    point *point; /* n, from `first` on */
    int *done;
} work;

/* A point without an answer is a row as well and does not stop the others. */
static shf_status solve_one(void *context, size_t k, const shf_progress *progress, shf_info *info,
                            shf_error *error)
{
    const work *w = context;
    (void)progress, (void)error;
    w->point[k].failed = solve_point(&w->problem, w->first + k, &w->point[k].row, info, NULL) != SHF_OK;
    return SHF_OK;
}

static shf_status solve_all(work *w, const shf_onset_map_control *control, const shf_progress *progress,
                            shf_info *info, shf_error *error)
{
    const map_problem *p = &w->problem;
    const shf_identity_part part[] = {{&shf_hinge_params_table, p->params},
                                      {&shf_onset_map_table, p->map},
                                      {&shf_onset_request_table, p->request},
                                      {&shf_onset_solver_table, p->solver}};
    w->point = calloc(w->n, sizeof *w->point);
    w->done = calloc(w->n, sizeof *w->done);
    if (!w->point || !w->done)
        return shf_no_memory(error);
    const shf_jobs_store store = {&w->point->row.x,
                                  sizeof(point) / sizeof(double),
                                  control->checkpoint,
                                  control->checkpoint_every,
                                  part,
                                  4};
    const shf_jobs jobs = {.n = w->n,
                           .job = solve_one,
                           .context = w,
                           .threads = control->threads,
                           .progress = progress,
                           .noun = "points",
                           .store = &store};
    return shf_jobs_do(&jobs, w->done, info, error);
}

/* ---- the table ---- */

/* Says why the first point without an answer has none: by asking it again. */
static void add_failure(const work *w, shf_table *table)
{
    map_row row;
    shf_info info;
    shf_error why = {SHF_OK, ""};
    size_t k = 0;
    while (k < w->n && !(w->done[k] && w->point[k].failed != 0))
        k++;
    if (k == w->n)
        return;
    (void)solve_point(&w->problem, w->first + k, &row, &info, &why);
    shf_note_add(table, "first point without an answer: %s = %.9g, %s = %.9g: %s",
                 shf_table_column_name(table, 0), row.x, shf_table_column_name(table, 1), row.y, why.message);
}

static shf_table *build(const work *w)
{
    shf_table *table = shf_table_new();
    add_columns(table, w->problem.map);
    for (size_t k = 0; k < w->n; k++)
        if (w->done[k]) {
            shf_row_numbers(table, &w->point[k].row.x, ROW_SIZE);
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
    work w = {.problem = {params, request, map, solver}};
    *table = NULL;
    shf_status status = shf_onset_map_validate(params, map, error);
    SHF_THEN(status, shf_params_validate(&shf_onset_request_table, request, error));
    SHF_THEN(status, shf_params_validate(&shf_onset_solver_table, solver, error));
    SHF_THEN(status, shf_params_validate(&shf_onset_map_control_table, control ? control : &usual, error));
    w.first = map->first;
    w.n = map->x_points * map->y_points - map->first;
    shf_info own = {.estimated_error = NAN};
    SHF_THEN(status, solve_all(&w, control ? control : &usual, progress, &own, error));
    if (w.done && (!status || status == SHF_ERR_INTERRUPTED)) {
        *table = build(&w);
        status = shf_table_end(table, status, error);
    }
    own.estimated_error = NAN;
    own.method = "CVODE BDF";
    if (info)
        *info = own;
    free(w.point);
    free(w.done);
    return status;
}
