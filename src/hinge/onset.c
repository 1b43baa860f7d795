/* Onsets of overfitting, found as roots of the finite-size integration. */
#include "common/params_text.h"
#include "common/report.h"
#include "hinge/finite_size.h"
#include <math.h>
#include <string.h>

SHF_DEFINE_PARAMS(shf_onset_request, SHF_ONSET_REQUEST_PARAMS, "onset", shf_onset_request)
SHF_DEFINE_SOLVER(shf_onset_solver, .rtol = 1e-7, .atol = 0, .max_steps = 1000000)

/* ---- names ---- */

const char *shf_onset_name(int event)
{
    static const char *const name[] = {
#define ONSET_NAME(name, text, sentence) text,
        SHF_ONSET_LIST(ONSET_NAME)};
    return event >= 0 && event < SHF_ONSET_COUNT ? name[event] : NULL;
}

const char *shf_onset_help(int event)
{
    static const char *const help[] = {
#define ONSET_HELP(name, text, sentence) sentence,
        SHF_ONSET_LIST(ONSET_HELP)};
    return event >= 0 && event < SHF_ONSET_COUNT ? help[event] : NULL;
}

/* ---- the functions whose roots are the onsets ---- */

typedef struct search {
    shf_finite_size_model model;
    shf_onset_request request;
    double natural_time;
    shf_onset *found;
} search;

/* Directions in the order of SHF_ONSET_LIST, then the end of the theory: all but the slope of the test error
 * are written to fall. */
enum { ROOT_COLLAPSE = SHF_ONSET_COUNT, N_ROOTS };
static const int directions[N_ROOTS] = {-1, 1, -1, -1, -1, -1, -1};

/* A training step is called large when a margin moves by more than half of h, unstable when the pull of the
 * margin samples exceeds 1 per step (it overshoots; beyond 2 it diverges). */
static unsigned check_step(const shf_finite_size_model *model, const shf_finite_size_field *f,
                           const double *dy)
{
    int memorises = f->Phi > 0.5 * model->params.h;
    return (shf_finite_size_step(model, f, dy) > 0.5 ? SHF_ASSUMES_SMALL_STEP : 0) |
           (shf_finite_size_restoring_rate(model, f) > 1 ? SHF_ASSUMES_STABLE_STEP : 0) |
           (memorises && model->N > model->M * (model->d + 1) ? SHF_ASSUMES_MANY_WEIGHTS : 0);
}

/* CVODE gives up if a function is exactly 0 both at a root and a rounding error behind it, and its search
 * does not end if products of two values underflow: the functions are of order 1 and never 0. */
static double never_zero(double value, int sign)
{
    if (isnan(value)) /* nothing is left of the quantities compared: past the onset */
        return -sign;
    return fabs(value) < 1e-100 ? sign * 1e-100 : value;
}

static int root_functions(double t, const double *y, double *out, void *context)
{
    (void)t;
    search *s = context;
    double dy[SHF_FS_UNKNOWNS];
    shf_finite_size_field f = shf_finite_size_field_at(&s->model, y);
    shf_finite_size_derivative(&s->model, &f, y, dy);
    shf_finite_size_state at = shf_finite_size_observe(&s->model, &f, y);
    s->found->violated |= check_step(&s->model, &f, dy);
    double pulls = fabs(at.I) + at.J;
    out[SHF_ONSET_IJ] = (at.I - at.J) / pulls;
    out[SHF_ONSET_BEST] = s->natural_time * shf_finite_size_error_slope(&s->model, &f, y, dy);
    out[SHF_ONSET_UNLEARN] = s->model.params.delta > 0 ? at.I / pulls : 1;
    out[SHF_ONSET_GAP] = at.error_train / at.error_test - (1 - s->request.gap);
    out[SHF_ONSET_FIT] = 1 - at.Phi / s->model.params.h;
    out[SHF_ONSET_END] = s->model.N * at.f_U - 0.5;
    out[ROOT_COLLAPSE] = shf_finite_size_collapse(&s->model, &f);
    for (int k = 0; k < N_ROOTS; k++)
        out[k] = never_zero(out[k], -directions[k]);
    return 0;
}

static shf_finite_size_state observe(const search *s, const double *y)
{
    shf_finite_size_field f = shf_finite_size_field_at(&s->model, y);
    return shf_finite_size_observe(&s->model, &f, y);
}

static void record(search *s, int event, double t, const double *y)
{
    shf_onset_event *e = &s->found->event[event];
    shf_finite_size_state at = observe(s, y);
    int better = event == SHF_ONSET_BEST && at.error_test < e->state.error_test;
    if (isnan(e->t) || better)
        *e = (shf_onset_event){t, at};
}

/* The theory ends when memory alone satisfies every sample: what is left of the way there is a straight line.
 */
static void record_collapse(search *s, double t, const double *y)
{
    double dy[SHF_FS_UNKNOWNS];
    shf_finite_size_field f = shf_finite_size_field_at(&s->model, y);
    shf_finite_size_derivative(&s->model, &f, y, dy);
    double end = t + shf_finite_size_time_left(&s->model, &f, dy);
    record(s, SHF_ONSET_FIT, end, y);
    record(s, SHF_ONSET_END, end, y);
}

static int at_root(double t, const double *y, const int *crossed, void *context)
{
    search *s = context;
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        if (crossed[k] == directions[k])
            record(s, k, t, y);
    if (crossed[ROOT_COLLAPSE] < 0)
        record_collapse(s, t, y);
    return crossed[SHF_ONSET_END] < 0 || crossed[ROOT_COLLAPSE] < 0;
}

/* ---- the integration ---- */

static shf_status advance(search *s, const shf_solver *solver, const double *atol, int with_roots,
                          double from, double to, double *y, shf_info *info, shf_error *error)
{
    shf_ode_problem problem = {.n = SHF_FS_UNKNOWNS,
                               .rhs = shf_finite_size_rhs,
                               .n_roots = with_roots ? N_ROOTS : 0,
                               .roots = root_functions,
                               .directions = directions,
                               .event = at_root,
                               .context = s,
                               .method = SHF_ODE_BDF,
                               .linear = SHF_ODE_DENSE,
                               .atol_each = atol};
    shf_ode *ode = NULL;
    shf_status status = shf_ode_new(&ode, &problem, solver, from, y, error);
    if (!status)
        status = shf_ode_advance(ode, to, y, NULL, 0, error);
    if (ode && info)
        shf_ode_report(ode, info);
    shf_ode_free(ode);
    return status;
}

/* What is past its onset already when training starts happens at t = 0. */
static void record_start(search *s, double t, const double *y)
{
    double value[N_ROOTS], start[SHF_FS_UNKNOWNS];
    (void)root_functions(t, y, value, s);
    shf_finite_size_start(&s->model, start);
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        if (directions[k] * value[k] > 0)
            record(s, k, 0, start);
}

/* The errors are ratios of quantities that vanish at t = 0: roots are sought from a small time on, at which
 * the ratios still have their initial values to a relative 1e-3 of what they change by. */
static shf_status follow(search *s, const shf_solver *solver, shf_info *info, shf_error *error)
{
    double y[SHF_FS_UNKNOWNS], atol[SHF_FS_UNKNOWNS];
    double t_max = s->request.t_max;
    s->natural_time = shf_finite_size_natural_time(&s->model);
    double start = fmin(1e-3 * s->natural_time, 0.01 * t_max);
    shf_finite_size_tolerances(&s->model, solver->rtol, 0.01 * start, atol);
    shf_finite_size_start(&s->model, y);
    shf_status status = advance(s, solver, atol, 0, 0, start, y, info, error);
    if (status)
        return status;
    record_start(s, start, y);
    shf_finite_size_tolerances(&s->model, solver->rtol, start, atol);
    status = advance(s, solver, atol, 1, start, t_max, y, info, error);
    s->found->t_last = isnan(s->found->event[SHF_ONSET_END].t) ? t_max : s->found->event[SHF_ONSET_END].t;
    s->found->last = observe(s, y);
    return status;
}

/* ---- the paper's criterion ---- */

/* I - J of the mean field at clock g, (F.16). */
static double mean_field_excess(const shf_finite_size_model *model, double g)
{
    shf_hinge_state at;
    if (shf_hinge_state_at(&model->params, g, &at, NULL))
        return NAN;
    return at.I - sqrt((model->d - 1) * at.f_U / (2 * model->N));
}

/* Time at which the mean field has I = J: bisection in the clock, then the clock's inverse. */
static shf_status paper_onset(const shf_finite_size_model *model, double t_max, double *t, shf_error *error)
{
    double low = 0, high = INFINITY;
    *t = 0;
    if (mean_field_excess(model, 0) <= 0)
        return SHF_OK;
    shf_status status = shf_hinge_fixed_point(&model->params, &high, error);
    if (status)
        return status;
    if (isinf(high))
        high = 1;
    while (high < 170 && mean_field_excess(model, high) > 0) {
        low = high;
        high *= 2;
    }
    for (int k = 0; k < 200 && high - low > 4e-16 * high; k++) {
        double mid = 0.5 * (low + high);
        if (mean_field_excess(model, mid) > 0)
            low = mid;
        else
            high = mid;
    }
    status = shf_hinge_time(&model->params, low, t, error);
    if (!status && *t > t_max)
        *t = NAN;
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
                           const shf_solver *solver, shf_onset *onset, shf_info *info, shf_error *error)
{
    search s = {.request = *request, .found = onset};
    shf_status status = shf_finite_size_make(params, &s.model, error);
    if (!status)
        status = shf_params_validate(shf_onset_request_table(), request, error);
    if (!status)
        status = shf_params_validate(shf_onset_solver_table(), solver, error);
    if (status)
        return status;
    *onset = (shf_onset){.violated = check_sizes(params), .t_IJ_paper = NAN, .t_last = NAN};
    onset->last = shf_finite_size_no_state();
    for (int k = 0; k < SHF_ONSET_COUNT; k++)
        onset->event[k] = (shf_onset_event){NAN, shf_finite_size_no_state()};
    if (info)
        *info = (shf_info){.estimated_error = NAN};
    status = follow(&s, solver, info, error);
    settle_best(onset);
    return status ? status : paper_onset(&s.model, request->t_max, &onset->t_IJ_paper, error);
}
