/* Onsets over a grid of two parameters. */
#include "common/params_text.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/onset.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef _OPENMP
#include <omp.h>
#endif

SHF_DEFINE_PARAMS(shf_onset_map, SHF_ONSET_MAP_PARAMS, "onset-map", shf_onset_map)

/* ---- the grid ---- */

/* In the order of SHF_AXIS_NAMES: column name and sentence. */
static const char *const axis_text[][2] = {
    {"d", "input dimension"},
    {"M", "number of hidden nodes"},
    {"N", "number of training samples"},
    {"alpha", "scale of the output"},
    {"h", "margin of the hinge loss"},
    {"eta", "learning rate"},
    {"delta", "probability that a training label is flipped"},
    {"N/d", "training samples per dimension; moves N"},
    {"eta/M", "learning rate per node; moves eta"},
};

static double grid_value(double low, double high, size_t points, int spacing, size_t i)
{
    if (i == 0 || points < 2)
        return low;
    if (i == points - 1)
        return high;
    double u = (double)i / (double)(points - 1);
    return spacing == SHF_GRID_LOG ? low * exp(u * log(high / low)) : low + u * (high - low);
}

static size_t whole(double value)
{
    return value >= 1 ? (size_t)(value + 0.5) : value > 0.5;
}

/* Ratios are set after the plain parameters, so that N/d by d works in either order. */
static void set_axis(shf_hinge_params *p, int axis, double value)
{
    switch (axis) {
    case SHF_AXIS_D:
        p->d = whole(value);
        break;
    case SHF_AXIS_M:
        p->M = whole(value);
        break;
    case SHF_AXIS_N:
        p->N = whole(value);
        break;
    case SHF_AXIS_ALPHA:
        p->alpha = value;
        break;
    case SHF_AXIS_H:
        p->h = value;
        break;
    case SHF_AXIS_ETA:
        p->eta = value;
        break;
    case SHF_AXIS_DELTA:
        p->delta = value;
        break;
    case SHF_AXIS_N_OVER_D:
        p->N = whole(value * (double)p->d);
        break;
    default: /* SHF_AXIS_ETA_OVER_M */
        p->eta = value * (double)p->M;
    }
}

shf_status shf_onset_map_params(const shf_hinge_params *params, const shf_onset_map *map, size_t k,
                                shf_hinge_params *at, double *x, double *y, shf_error *error)
{
    size_t columns = map->y_points;
    if (!columns || k / columns >= map->x_points)
        return shf_fail(error, SHF_ERR_VALUE, "k = %zu: must lie in [0, %zu)", k,
                        map->x_points * map->y_points);
    *x = grid_value(map->x_min, map->x_max, map->x_points, map->x_grid.kind, k / columns);
    *y = grid_value(map->y_min, map->y_max, map->y_points, map->y_grid.kind, k % columns);
    *at = *params;
    int x_is_ratio = map->x.kind >= SHF_AXIS_N_OVER_D;
    set_axis(at, x_is_ratio ? map->y.kind : map->x.kind, x_is_ratio ? *y : *x);
    set_axis(at, x_is_ratio ? map->x.kind : map->y.kind, x_is_ratio ? *x : *y);
    return SHF_OK;
}

static shf_status check_axis(const char *name, double low, double high, size_t points, int spacing,
                             shf_error *error)
{
    if (spacing == SHF_GRID_LOG && !(low > 0))
        return shf_fail(error, SHF_ERR_VALUE, "%s-min = %.9g: must be positive on a log grid", name, low);
    if (points > 1 && !(high > low))
        return shf_fail(error, SHF_ERR_VALUE, "%s-max = %.9g: must lie above %s-min = %.9g", name, high, name,
                        low);
    return SHF_OK;
}

shf_status shf_onset_map_validate(const shf_hinge_params *params, const shf_onset_map *map, shf_error *error)
{
    shf_status status = shf_params_validate(shf_onset_map_table(), map, error);
    if (!status && map->x.kind == map->y.kind)
        status = shf_fail(error, SHF_ERR_VALUE, "y = %s: must differ from x", axis_text[map->y.kind][0]);
    if (!status)
        status = check_axis("x", map->x_min, map->x_max, map->x_points, map->x_grid.kind, error);
    if (!status)
        status = check_axis("y", map->y_min, map->y_max, map->y_points, map->y_grid.kind, error);
    size_t last = map->x_points * map->y_points - 1;
    if (!status && map->first > last)
        status =
            shf_fail(error, SHF_ERR_VALUE, "first = %zu: the map has %zu rows only", map->first, last + 1);
    const size_t corner[4] = {0, map->y_points - 1, last - (map->y_points - 1), last};
    for (size_t c = 0; !status && c < 4; c++) {
        shf_hinge_params at;
        double x = 0, y = 0;
        status = shf_onset_map_params(params, map, corner[c], &at, &x, &y, error);
        if (!status)
            status = shf_finite_size_validate(&at, error);
    }
    return status;
}

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
    const char *const *x = axis_text[map->x.kind], *const *y = axis_text[map->y.kind];
    shf_status status = shf_table_add_column(table, x[0], "", x[1], error);
    if (!status)
        status = shf_table_add_column(table, y[0], "", y[1], error);
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

/* ---- the map ---- */

enum { BLOCK = 64 }; /* points between two calls of progress */

static int team_size(size_t threads)
{
#ifdef _OPENMP
    return threads ? (int)threads : omp_get_max_threads();
#else
    return (int)threads;
#endif
}

/* Points first .. first + n - 1 in parallel; each writes its own row, so that the threads do not matter. */
static void solve_block(const job *j, size_t first, size_t n, int team, double *rows, shf_info *infos,
                        shf_error *errors)
{
    (void)team; /* without OpenMP */
#ifdef _OPENMP
#pragma omp parallel for schedule(dynamic, 1) num_threads(team)
#endif
    for (size_t k = 0; k < n; k++) {
        errors[k].status = SHF_OK;
        (void)solve_point(j, first + k, rows + k * N_COLUMNS, &infos[k], &errors[k]);
    }
}

/* Appends the rows of a block, sums the work, and notes the first failure. */
static shf_status take_block(size_t n, const double *rows, const shf_info *infos, const shf_error *errors,
                             int *failed, shf_table *table, shf_info *info, shf_error *error)
{
    shf_status status = SHF_OK;
    for (size_t k = 0; !status && k < n; k++) {
        status = shf_table_add_row(table, rows + k * N_COLUMNS, error);
        if (!errors[k].status) {
            info->steps += infos[k].steps;
            info->evaluations += infos[k].evaluations;
            info->method = infos[k].method;
        } else if (!status && !*failed) {
            char line[640];
            (void)snprintf(line, sizeof line, "first point without an answer: %s = %.9g, %s = %.9g: %s",
                           shf_table_column_name(table, 0), rows[k * N_COLUMNS],
                           shf_table_column_name(table, 1), rows[k * N_COLUMNS + 1], errors[k].message);
            status = shf_table_add_note(table, line, error);
            *failed = 1;
        }
    }
    return status;
}

static shf_status solve_all(const job *j, size_t threads, const shf_progress *progress, shf_table *table,
                            shf_info *info, shf_error *error)
{
    double rows[BLOCK * N_COLUMNS];
    shf_info infos[BLOCK];
    shf_error *errors = calloc(BLOCK, sizeof *errors);
    size_t total = j->map->x_points * j->map->y_points;
    int failed = 0, team = team_size(threads);
    shf_status status = SHF_OK;
    if (!errors)
        return shf_no_memory(error);
    for (size_t k = j->map->first; !status && k < total; k += BLOCK) {
        if (progress && progress->report && progress->report(progress->context, (double)k / (double)total)) {
            status = shf_fail(error, SHF_ERR_INTERRUPTED, "interrupted at point %zu of %zu", k, total);
            break;
        }
        size_t n = total - k < BLOCK ? total - k : BLOCK;
        solve_block(j, k, n, team, rows, infos, errors);
        status = take_block(n, rows, infos, errors, &failed, table, info, error);
    }
    free(errors);
    return status;
}

shf_status shf_onset_map_solve(const shf_hinge_params *params, const shf_onset_request *request,
                               const shf_onset_map *map, const shf_solver *solver, size_t threads,
                               const shf_progress *progress, shf_table **table, shf_info *info,
                               shf_error *error)
{
    *table = NULL;
    shf_info unused, *work = info ? info : &unused;
    *work = (shf_info){.estimated_error = NAN};
    shf_status status = shf_onset_map_validate(params, map, error);
    if (!status)
        status = shf_params_validate(shf_onset_request_table(), request, error);
    if (!status)
        status = shf_params_validate(shf_onset_solver_table(), solver, error);
    if (status)
        return status;
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    const job j = {params, request, map, solver};
    status = add_columns(*table, map, error);
    if (!status)
        status = solve_all(&j, threads, progress, *table, work, error);
    if (status && status != SHF_ERR_INTERRUPTED) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
}
