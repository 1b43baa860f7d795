/* When a network learns, overfits, unlearns and interpolates: roots on the interpolated run. */
#include "common/blas.h"
#include "common/params_text.h"
#include "common/report.h"
#include "dmft/curve.h"
#include <float.h>
#include <math.h>
#include <shallowflow/dmft_limits.h>
#include <stdio.h>
#include <stdlib.h>

SHF_DEFINE_PARAMS(shf_dmft_events_request, SHF_DMFT_EVENTS_PARAMS, "events", shf_dmft_events);

enum {
    SAMPLES = 5,  /* a panel is searched in this many pieces a node */
    POINTS = 200, /* times at which the two runs are compared */
    BISECTIONS = 200
};

static const double FLAT = 1e-12; /* relative difference that is rounding */

/* A function of the run whose sign or maximum is looked for. */
typedef double (*feature)(const double *value, double parameter);

static double minus_test(const double *value, double unused)
{
    (void)unused;
    return -value[SHF_PATH_E_TEST];
}

static double overlap(const double *value, double unused)
{
    (void)unused;
    return fabs(value[SHF_PATH_V]);
}

static double gap(const double *value, double share)
{
    return value[SHF_PATH_E_TEST] - value[SHF_PATH_E_TRAIN] - share * value[SHF_PATH_E_TEST];
}

static double fit(const double *value, double level)
{
    return level - value[SHF_PATH_E_TRAIN];
}

static double lost(const double *value, double level)
{
    return level - fabs(value[SHF_PATH_V]);
}

static double at(const shf_dmft_path *path, double t, feature f, double parameter)
{
    double value[SHF_PATH_COLUMNS];
    shf_dmft_path_at(path, t, value);
    return f(value, parameter);
}

/* ---- search ---- */

/* Time k of the search: SAMPLES between two nodes. */
static double sample_time(const shf_dmft_path *path, size_t k)
{
    size_t node = k / SAMPLES;
    if (node + 1 >= path->n)
        return path->t[path->n - 1];
    return path->t[node] + (path->t[node + 1] - path->t[node]) * (double)(k % SAMPLES) / SAMPLES;
}

/* First time after `from` at which f > 0; NaN if there is none. */
static double first_root(const shf_dmft_path *path, double from, feature f, double parameter)
{
    double low = from;
    for (size_t k = 0; k <= (path->n - 1) * SAMPLES; k++) {
        double high = sample_time(path, k);
        if (high <= from)
            continue;
        if (at(path, high, f, parameter) > 0) {
            for (int i = 0; i < BISECTIONS && high - low > DBL_EPSILON * high; i++) {
                double middle = 0.5 * (low + high);
                *(at(path, middle, f, parameter) > 0 ? &high : &low) = middle;
            }
            return high;
        }
        low = high;
    }
    return NAN;
}

/* Slope of f, by a central difference within the piece. */
static double slope(const shf_dmft_path *path, double t, double width, feature f)
{
    return at(path, t + 1e-4 * width, f, 0) - at(path, t - 1e-4 * width, f, 0);
}

/* Where f is largest; NaN if it is no larger than at one of the ends. */
static double top(const shf_dmft_path *path, feature f)
{
    size_t last = (path->n - 1) * SAMPLES, best = 0;
    double most = -INFINITY;
    for (size_t k = 0; k <= last; k++) {
        double y = at(path, sample_time(path, k), f, 0);
        if (y > most) {
            most = y;
            best = k;
        }
    }
    double ends = fmax(at(path, 0, f, 0), at(path, path->t[path->n - 1], f, 0));
    if (!(most > ends + FLAT * fabs(most)))
        return NAN;
    double low = sample_time(path, best - 1), high = sample_time(path, best + 1), width = high - low;
    low += 1e-3 * width;
    high -= 1e-3 * width;
    for (int i = 0; i < BISECTIONS && high - low > 1e-14 * high; i++) {
        double middle = 0.5 * (low + high);
        *(slope(path, middle, width, f) > 0 ? &low : &high) = middle;
    }
    return 0.5 * (low + high);
}

static void find(const shf_dmft_path *path, const shf_dmft_events_request *request, double *t)
{
    double start = path->column[SHF_PATH_E_TRAIN][0];
    t[SHF_DMFT_EVENT_BEST] = top(path, minus_test);
    t[SHF_DMFT_EVENT_LEARNT] = top(path, overlap);
    t[SHF_DMFT_EVENT_GAP] = first_root(path, 0, gap, request->gap);
    t[SHF_DMFT_EVENT_FIT] = first_root(path, 0, fit, request->fit * start);
    t[SHF_DMFT_EVENT_UNLEARN] = NAN;
    double learnt = t[SHF_DMFT_EVENT_LEARNT];
    if (!isnan(learnt))
        t[SHF_DMFT_EVENT_UNLEARN] =
            first_root(path, learnt, lost, request->unlearn * at(path, learnt, overlap, 0));
}

/* ---- words ---- */

static const char *const names[] = {
#define EVENT_NAME(enumerator, name, sentence) name,
    SHF_DMFT_EVENT_LIST(EVENT_NAME)};
static const char *const sentences[] = {
#define EVENT_SENTENCE(enumerator, name, sentence) sentence,
    SHF_DMFT_EVENT_LIST(EVENT_SENTENCE)};

const char *shf_dmft_event_name(int event)
{
    return event >= 0 && event < SHF_DMFT_EVENT_COUNT ? names[event] : NULL;
}

const char *shf_dmft_event_help(int event)
{
    return event >= 0 && event < SHF_DMFT_EVENT_COUNT ? sentences[event] : NULL;
}

/* ---- table ---- */

static const struct {
    const char *name, *help;
} columns[] = {{"event", "number of the event, in the order of the single results"},
               {"t", "when it happens; nan if it does not"},
               {"t_error", "estimated error of t; nan: no t, or not in both runs"},
               {"a", "output weights then; nan: no t"},
               {"v", "overlap with the target direction then; nan: no t"},
               {"e_train", "training error then; nan: no t"},
               {"e_test", "test error then; nan: no t"}};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static shf_status add_row(const shf_dmft_path *fine, int event, double t, double t_error, shf_table *table,
                          shf_error *error)
{
    double value[SHF_PATH_COLUMNS], row[COLUMNS] = {event, t, t_error, NAN, NAN, NAN, NAN};
    if (!isnan(t)) {
        shf_dmft_path_at(fine, t, value);
        row[3] = value[SHF_PATH_A];
        row[4] = value[SHF_PATH_V];
        row[5] = value[SHF_PATH_E_TRAIN];
        row[6] = value[SHF_PATH_E_TEST];
    }
    shf_status status = shf_table_add_row(table, row, error);
    return status ? status
                  : shf_table_add_scalar(table, shf_dmft_event_name(event), t, "", shf_dmft_event_help(event),
                                         error);
}

static shf_status add_note(const shf_dmft_path *path, int event, shf_table *table, shf_error *error)
{
    double start[SHF_PATH_COLUMNS], value[SHF_PATH_COLUMNS], end = path->t[path->n - 1];
    char line[160];
    const char *why = "";
    shf_dmft_path_at(path, 0, start);
    shf_dmft_path_at(path, end, value);
    if (event == SHF_DMFT_EVENT_BEST)
        why = value[SHF_PATH_E_TEST] < start[SHF_PATH_E_TEST] ? ", the test error is smallest there"
                                                              : "; the test error is smallest at the start";
    if (event == SHF_DMFT_EVENT_LEARNT)
        why = value[SHF_PATH_V] == 0 ? "; there is nothing to learn" : ", the overlap is largest there";
    if (event == SHF_DMFT_EVENT_UNLEARN && value[SHF_PATH_V] == 0)
        why = "; there is nothing to unlearn";
    (void)snprintf(line, sizeof line, "%s: not before t = %.9g%s", shf_dmft_event_name(event), end, why);
    return shf_table_add_note(table, line, error);
}

static shf_status add_sizes(const shf_dmft_path *path, const double *t, shf_table *table, shf_error *error)
{
    double value[SHF_PATH_COLUMNS], end[SHF_PATH_COLUMNS], best = NAN, most = NAN;
    shf_dmft_path_at(path, path->t[path->n - 1], end);
    if (!isnan(t[SHF_DMFT_EVENT_BEST])) {
        shf_dmft_path_at(path, t[SHF_DMFT_EVENT_BEST], value);
        best = value[SHF_PATH_E_TEST];
    }
    if (!isnan(t[SHF_DMFT_EVENT_LEARNT])) {
        shf_dmft_path_at(path, t[SHF_DMFT_EVENT_LEARNT], value);
        most = value[SHF_PATH_V];
    }
    shf_status status = shf_table_add_scalar(table, "e_best", best, "", "smallest test error", error);
    if (status == SHF_OK)
        status = shf_table_add_scalar(table, "v_max", most, "", "largest overlap", error);
    if (status == SHF_OK)
        status = shf_table_add_scalar(table, "unlearnt", 1 - end[SHF_PATH_V] / most, "",
                                      "share of v_max that is lost at t-max", error);
    return status;
}

/* The last run once more with one node less a panel: at early times the panels of the other two are the same.
 */
static shf_status check_run(const shf_dmft_pair *pair, shf_dmft_path *path, shf_info *info, shf_error *error)
{
    shf_dmft_solver solver = *pair->solver;
    solver.stages = solver.stages > 1 ? solver.stages - 1 : 2;
    shf_status status =
        shf_dmft_collocate(pair->model, &solver, solver.rtol, pair->t[pair->n - 1], NULL, path, error);
    info->steps += path->n;
    info->evaluations += path->iterations;
    return status;
}

/* t_error[k]: the largest difference of t[k] to the times in the other runs. */
static shf_status errors(const shf_dmft_pair *pair, const shf_dmft_events_request *request, const double *t,
                         double *t_error, shf_info *info, shf_error *error)
{
    double other[SHF_DMFT_EVENT_COUNT];
    shf_dmft_path path = {.n = 0};
    shf_status status = SHF_OK;
    find(&pair->coarse, request, other);
    for (int k = 0; k < SHF_DMFT_EVENT_COUNT; k++)
        t_error[k] = fabs(t[k] - other[k]);
    if (pair->solver->scheme.kind == SHF_DMFT_COLLOCATION && !(pair->solver->step > 0)) {
        status = check_run(pair, &path, info, error);
        if (status == SHF_OK)
            find(&path, request, other);
        for (int k = 0; status == SHF_OK && k < SHF_DMFT_EVENT_COUNT; k++)
            t_error[k] = fmax(t_error[k], fabs(t[k] - other[k]));
    }
    shf_dmft_path_free(&path);
    return status;
}

static shf_status fill(const shf_dmft_pair *pair, const shf_dmft_events_request *request, shf_table *table,
                       shf_info *info, shf_error *error)
{
    double t[SHF_DMFT_EVENT_COUNT], t_error[SHF_DMFT_EVENT_COUNT];
    find(&pair->fine, request, t);
    shf_status status = errors(pair, request, t, t_error, info, error);
    for (size_t k = 0; status == SHF_OK && k < COLUMNS; k++)
        status = shf_table_add_column(table, columns[k].name, "", columns[k].help, error);
    for (int k = 0; status == SHF_OK && k < SHF_DMFT_EVENT_COUNT; k++)
        status = add_row(&pair->fine, k, t[k], t_error[k], table, error);
    if (status == SHF_OK)
        status = add_sizes(&pair->fine, t, table, error);
    for (int k = 0; status == SHF_OK && k < SHF_DMFT_EVENT_COUNT; k++)
        if (isnan(t[k]))
            status = add_note(&pair->fine, k, table, error);
    return status;
}

static shf_status solve(shf_dmft_pair *pair, const shf_dmft_events_request *request,
                        const shf_progress *progress, shf_table **table, shf_info *info, shf_error *error)
{
    *info = (shf_info){.estimated_error = NAN, .method = "roots on the run of the two-time equations"};
    shf_blas_enter();
    shf_status status = shf_dmft_refine(pair, progress, info, error);
    if (status == SHF_OK && !(*table = shf_table_new()))
        status = shf_no_memory(error);
    if (status == SHF_OK)
        status = fill(pair, request, *table, info, error);
    shf_blas_leave();
    shf_dmft_path_free(&pair->fine);
    shf_dmft_path_free(&pair->coarse);
    return status;
}

shf_status shf_dmft_events_solve(const shf_dmft_params *params, const shf_dmft_events_request *request,
                                 const shf_dmft_solver *solver, const shf_progress *progress,
                                 shf_table **table, shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_info unused;
    shf_dmft_model model;
    double *t = NULL;
    shf_grid grid = shf_dmft_grid_default();
    grid.t_max = request->t_max;
    grid.points = POINTS;
    size_t n = 0;
    shf_status status = shf_dmft_model_make(params, &model, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_dmft_events_table, request, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_dmft_solver_table, solver, error);
    if (status == SHF_OK)
        status = shf_grid_times(&grid, &t, &n, error);
    if (status == SHF_OK) {
        shf_dmft_pair pair = {.model = &model, .solver = solver, .t = t, .n = n};
        status = solve(&pair, request, progress, table, info ? info : &unused, error);
    }
    if (status) {
        shf_table_free(*table);
        *table = NULL;
    }
    free(t);
    return status;
}
