/* Onsets of overfitting, found as roots of the finite-size integration. */
#include "common/params_text.h"
#include "common/report.h"
#include "hinge/finite_size_path.h"
#include "hinge/onset_paper.h"
#include <math.h>
#include <string.h>

SHF_DEFINE_PARAMS(shf_onset_request, SHF_ONSET_REQUEST_PARAMS, "onset", shf_onset_request);
SHF_DEFINE_SOLVER(shf_onset_solver, .rtol = 1e-6, .atol = 0, .max_steps = 1000000);

/* ---- names ---- */

static const struct {
    const char *name, *help;
} onset_text[] = {
#define ONSET_TEXT(name, text, sentence) {text, sentence},
    SHF_ONSET_LIST(ONSET_TEXT)};

const char *shf_onset_name(int event)
{
    return event >= 0 && event < SHF_ONSET_COUNT ? onset_text[event].name : NULL;
}

const char *shf_onset_help(int event)
{
    return event >= 0 && event < SHF_ONSET_COUNT ? onset_text[event].help : NULL;
}

/* ---- the functions whose roots are the onsets ---- */

typedef struct search {
    shf_finite_size_run run;
    shf_onset_request request;
    double natural_time;
    shf_onset *found;
} search;

/* In the order of SHF_ONSET_LIST: all but the slope of the test error are written to fall. */
static const int directions[SHF_ONSET_COUNT] = {-1, 1, -1, -1, -1, -1};

/* A training step is called large when a margin moves by more than half of h, unstable when the pull of the
 * margin samples exceeds 1 per step (it overshoots; beyond 2 it diverges). */
static unsigned check_field(const shf_finite_size_model *model, const shf_finite_size_field *f,
                            const double *dy)
{
    int memorises = f->Phi > 0.5 * model->params.h || shf_finite_size_memory_growth(model, f, dy) < 0.1;
    return (shf_finite_size_step(model, dy) > 0.5 ? SHF_ASSUMES_SMALL_STEP : 0) |
           (shf_finite_size_restoring_rate(f) > 1 ? SHF_ASSUMES_STABLE_STEP : 0) |
           (memorises && model->N > model->M * (model->d + 1) ? SHF_ASSUMES_MANY_WEIGHTS : 0);
}

static void root_functions(const shf_finite_size_model *model, const shf_finite_size_field *f,
                           const double *y, const double *dy, double *out, void *context)
{
    search *s = context;
    shf_finite_size_state at = shf_finite_size_observe(&s->run, f, y);
    double pulls = fabs(at.I) + at.J;
    s->found->violated |= check_field(model, f, dy);
    out[SHF_ONSET_IJ] = (at.I - at.J) / pulls;
    out[SHF_ONSET_BEST] = s->natural_time * shf_finite_size_error_slope(model, f, y, dy);
    out[SHF_ONSET_UNLEARN] = model->params.delta > 0 ? at.I / pulls : 1;
    out[SHF_ONSET_GAP] = at.error_train / at.error_test - (1 - s->request.gap);
    out[SHF_ONSET_FIT] = 1 - at.Phi / model->params.h;
    out[SHF_ONSET_END] = shf_finite_size_left(model, f);
}

static void record(search *s, int event, double t, const double *y, const shf_finite_size_field *f)
{
    shf_onset_event *e = &s->found->event[event];
    shf_finite_size_state at = shf_finite_size_observe(&s->run, f, y);
    int better = event == SHF_ONSET_BEST && at.error_test < e->state.error_test;
    if (event == SHF_ONSET_UNLEARN)
        at.I = 0; /* by definition: what the root leaves is rounding */
    if (isnan(e->t) || better)
        *e = (shf_onset_event){t, at};
}

static int at_root(double t, const double *y, const shf_finite_size_field *f, const int *crossed,
                   void *context)
{
    search *s = context;
    if (t > s->request.t_max) /* the integrator looks a step ahead */
        return 1;
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        if (crossed[k] == directions[k])
            record(s, k, t, y, f);
    s->found->last = shf_finite_size_observe(&s->run, f, y);
    return crossed[SHF_ONSET_END] < 0;
}

/* ---- the integration ---- */

/* What is past its onset already when training starts happens at t = 0. */
static void record_start(search *s, const double *y, const shf_finite_size_field *f)
{
    double value[SHF_ONSET_COUNT], dy[SHF_FS_UNKNOWNS], start[SHF_FS_UNKNOWNS];
    shf_finite_size_derivative(&s->run.model, f, y, dy);
    root_functions(&s->run.model, f, y, dy, value, s);
    shf_finite_size_start(&s->run.model, start);
    shf_finite_size_field at_start = shf_finite_size_field_at(&s->run, 0, start);
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        if (directions[k] * value[k] > 0)
            record(s, k, 0, start, &at_start);
}

static void at_time(size_t k, const double *y, const shf_finite_size_field *f, void *context)
{
    search *s = context;
    if (k == 0)
        record_start(s, y, f);
    else
        s->found->last = shf_finite_size_observe(&s->run, f, y);
}

/* The errors are ratios of quantities that vanish at t = 0: roots are sought from a small time on, at which
 * the ratios still have their initial values to a relative 1e-3 of what they change by. */
static shf_status follow(search *s, const shf_solver *solver, const shf_progress *progress, shf_info *info,
                         shf_error *error)
{
    double t_max = s->request.t_max, end = NAN;
    s->natural_time = shf_finite_size_natural_time(&s->run.model);
    double start = fmin(1e-3 * s->natural_time, 0.01 * t_max);
    const double stops[2] = {start, t_max};
    const shf_finite_size_watch watch = {SHF_ONSET_COUNT, root_functions, directions, at_root, s};
    const shf_finite_size_plan plan = {.t = stops,
                                       .n = 2,
                                       .small = 0.01 * start,
                                       .watch_from = start,
                                       .watch = &watch,
                                       .visit = at_time,
                                       .context = s,
                                       .progress = progress};
    shf_status status = shf_finite_size_follow(&s->run, solver, &plan, &end, info, error);
    const shf_onset_event *last = &s->found->event[SHF_ONSET_END];
    s->found->t_last = fmin(isnan(last->t) ? t_max : last->t, isnan(end) ? INFINITY : end);
    return status;
}

/* ---- the answer ---- */

static unsigned check_sizes(const shf_hinge_params *p)
{
    return (p->N <= p->d ? SHF_ASSUMES_MANY_SAMPLES : 0) | (p->M < 10 ? SHF_ASSUMES_MANY_NODES : 0) |
           (p->d < 10 ? SHF_ASSUMES_HIGH_DIMENSION : 0);
}

/* The best time is a minimum only if training goes on to something worse. */
static void settle_best(shf_onset *found)
{
    shf_onset_event *best = &found->event[SHF_ONSET_BEST];
    if (!isnan(best->t) && found->last.error_test < best->state.error_test)
        *best = (shf_onset_event){NAN, shf_finite_size_no_state()};
}

shf_status shf_onset_solve(const shf_hinge_params *params, const shf_onset_request *request,
                           const shf_solver *solver, const shf_progress *progress, shf_onset *onset,
                           shf_info *info, shf_error *error)
{
    search s = {.request = *request, .found = onset};
    shf_status status = shf_finite_size_validate(params, error);
    SHF_THEN(status, shf_finite_size_make(params, &s.run.model, error));
    SHF_THEN(status, shf_params_validate(&shf_onset_request_table, request, error));
    SHF_THEN(status, shf_params_validate(&shf_onset_solver_table, solver, error));
    if (status)
        return status;
    *onset = (shf_onset){.violated = check_sizes(params), .t_IJ_paper = NAN, .t_last = NAN};
    onset->last = shf_finite_size_no_state();
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        onset->event[k] = (shf_onset_event){NAN, shf_finite_size_no_state()};
    if (info)
        *info = (shf_info){.estimated_error = NAN};
    status = follow(&s, solver, progress, info, error);
    settle_best(onset);
    shf_onset_set_bands(params, onset);
    return status ? status : shf_onset_paper(params, request->t_max, &onset->t_IJ_paper, error);
}
