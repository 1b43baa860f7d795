/* When a network learns, overfits, unlearns and interpolates: roots on the interpolated run. */
#include "common/blas.h"
#include "common/columns.h"
#include "common/params_text.h"
#include "common/report.h"
#include "dmft/pair.h"
#include <float.h>
#include <math.h>
#include <shallowflow/dmft_limits.h>

SHF_DEFINE_PARAMS(shf_dmft_events_request, SHF_DMFT_EVENTS_PARAMS, "events", shf_dmft_events);

enum {
    SAMPLES = 5,  /* a panel is searched in this many pieces a node */
    POINTS = 200, /* times at which the two runs are compared */
    BISECTIONS = 200
};

static const double FLAT = 1e-12; /* relative difference that is rounding */

/* A function of the run whose sign or maximum is looked for. */
typedef double (*feature)(const shf_dmft_point *x, double parameter);

static double minus_test(const shf_dmft_point *x, double unused)
{
    (void)unused;
    return -x->e_test;
}

static double overlap(const shf_dmft_point *x, double unused)
{
    (void)unused;
    return fabs(x->v);
}

static double gap(const shf_dmft_point *x, double share)
{
    return x->e_test - x->e_train - share * x->e_test;
}

static double fit(const shf_dmft_point *x, double level)
{
    return level - x->e_train;
}

static double lost(const shf_dmft_point *x, double level)
{
    return level - fabs(x->v);
}

static double at(const shf_dmft_path *path, double t, feature f, double parameter)
{
    shf_dmft_point value;
    shf_dmft_path_at(path, t, value.all);
    return f(&value, parameter);
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
    double start = path->column[SHF_DMFT_PLACE(e_train)][0];
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

#define COLUMNS(C, S)                                                         \
    C(S, t, "", "when it happens; nan if it does not")                        \
    C(S, t_error, "", "estimated error of t; nan: no t, or not in both runs") \
    C(S, a, "", "output weights then; nan: no t")                             \
    C(S, v, "", "overlap with the target direction then; nan: no t")          \
    C(S, e_train, "", "training error then; nan: no t")                       \
    C(S, e_test, "", "test error then; nan: no t")

typedef struct event {
    COLUMNS(SHF_COLUMN_FIELD, )
} event;

SHF_DEFINE_COLUMNS(event, COLUMNS, columns);

static const shf_dmft_point NOWHERE = {.a = NAN, .v = NAN, .e_train = NAN, .e_test = NAN};

/* The run at t, which may be NaN. */
static shf_dmft_point point_at(const shf_dmft_path *path, double t)
{
    shf_dmft_point x = NOWHERE;
    if (!isnan(t))
        shf_dmft_path_at(path, t, x.all);
    return x;
}

static void add_row(const shf_dmft_path *fine, int k, double t, double t_error, shf_table *table)
{
    shf_dmft_point x = point_at(fine, t);
    const event row = {
        .t = t, .t_error = t_error, .a = x.a, .v = x.v, .e_train = x.e_train, .e_test = x.e_test};
    (void)shf_table_name_row(table, shf_dmft_event_name(k), NULL);
    shf_row_put(table, &columns, &row);
    shf_row_end(table);
    shf_scalar_add(table, t, "", shf_dmft_event_help(k), "%s", shf_dmft_event_name(k));
}

static void add_note(const shf_dmft_path *path, int k, shf_table *table)
{
    double t_max = path->t[path->n - 1];
    shf_dmft_point start = point_at(path, 0), end = point_at(path, t_max);
    const char *why = "";
    if (k == SHF_DMFT_EVENT_BEST)
        why = end.e_test < start.e_test ? ", the test error is smallest there"
                                        : "; the test error is smallest at the start";
    if (k == SHF_DMFT_EVENT_LEARNT)
        why = end.v == 0 ? "; there is nothing to learn" : ", the overlap is largest there";
    if (k == SHF_DMFT_EVENT_UNLEARN && end.v == 0)
        why = "; there is nothing to unlearn";
    shf_note_add(table, "%s: not before t = %.9g%s", shf_dmft_event_name(k), t_max, why);
}

static shf_table *make_table(const shf_dmft_path *path, const double *t, const double *t_error)
{
    shf_table *table = shf_table_new();
    double v_max = point_at(path, t[SHF_DMFT_EVENT_LEARNT]).v;
    (void)shf_table_name_rows(table, "event", "name of the event", NULL);
    shf_columns_add(table, &columns, NULL);
    for (int k = 0; k < SHF_DMFT_EVENT_COUNT; k++)
        add_row(path, k, t[k], t_error[k], table);
    shf_scalar_add(table, point_at(path, t[SHF_DMFT_EVENT_BEST]).e_test, "", "smallest test error", "e_best");
    shf_scalar_add(table, v_max, "", "largest overlap", "v_max");
    shf_scalar_add(table, 1 - point_at(path, path->t[path->n - 1]).v / v_max, "",
                   "share of v_max that is lost at t-max", "unlearnt");
    for (int k = 0; k < SHF_DMFT_EVENT_COUNT; k++)
        if (isnan(t[k]))
            add_note(path, k, table);
    return table;
}

/* The last run once more with one node less a panel: at early times the panels of the other two are the same.
 */
static shf_status check_run(const shf_dmft_pair *pair, shf_dmft_path *path, shf_info *info, shf_error *error)
{
    shf_dmft_solver solver = *pair->march.solver;
    const shf_dmft_march march = {
        .model = pair->march.model, .solver = &solver, .t_max = pair->march.t_max, .resolution = solver.rtol};
    solver.stages = solver.stages > 1 ? solver.stages - 1 : 2;
    shf_status status = shf_dmft_collocate(&march, path, error);
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
    if (pair->march.solver->scheme.kind == SHF_DMFT_COLLOCATION && !(pair->march.solver->step > 0)) {
        status = check_run(pair, &path, info, error);
        if (status == SHF_OK)
            find(&path, request, other);
        for (int k = 0; status == SHF_OK && k < SHF_DMFT_EVENT_COUNT; k++)
            t_error[k] = fmax(t_error[k], fabs(t[k] - other[k]));
    }
    shf_dmft_path_free(&path);
    return status;
}

static shf_status solve(shf_dmft_pair *pair, const shf_dmft_events_request *request, shf_table **table,
                        shf_info *info, shf_error *error)
{
    double t[SHF_DMFT_EVENT_COUNT], t_error[SHF_DMFT_EVENT_COUNT];
    *info = (shf_info){.estimated_error = NAN, .method = "roots on the run of the two-time equations"};
    shf_blas_enter();
    shf_status status = shf_dmft_refine(pair, info, error);
    if (status == SHF_OK) {
        find(&pair->fine, request, t);
        status = errors(pair, request, t, t_error, info, error);
    }
    shf_blas_leave();
    if (status == SHF_OK) {
        *table = make_table(&pair->fine, t, t_error);
        status = shf_table_end(table, status, error);
    }
    shf_dmft_pair_free(pair);
    return status;
}

shf_status shf_dmft_events_solve(const shf_dmft_params *params, const shf_dmft_events_request *request,
                                 const shf_dmft_solver *solver, const shf_progress *progress,
                                 shf_table **table, shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_info unused;
    shf_dmft_model model;
    shf_dmft_pair pair = {.march = {.model = &model, .solver = solver, .progress = progress}};
    shf_grid grid = shf_dmft_grid_default();
    grid.t_max = request->t_max;
    grid.points = POINTS;
    shf_status status = shf_dmft_model_make(params, &model, error);
    SHF_THEN(status, shf_params_validate(&shf_dmft_events_table, request, error));
    SHF_THEN(status, shf_dmft_pair_open(&pair, &grid, error));
    return status ? status : solve(&pair, request, table, info ? info : &unused, error);
}
