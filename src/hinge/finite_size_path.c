/* The finite-size theory integrated forwards, its history recorded on the way. */
#include "hinge/finite_size_path.h"
#include "common/ode.h"
#include "common/report.h"
#include <math.h>

/* The history is recorded at the integrator's steps, at times that grow at least by this factor, from a
 * hundredth of the natural time on. */
#define RECORD_RATIO 1.01
#define RECORD_START 0.01

/* The theory ends where a sample's memory grows by less than this part of what its own gradient adds. */
#define GROWTH_LEAST 0.07

/* The pinned samples are known to about 1e-13: smaller tolerances than this would follow their rounding
 * errors. */
#define RTOL_LEAST 1e-10

/* Without a time of the plan it stops at times that grow by this factor: the integrator takes its first step
 * from how far it is told to go. */
#define STOP_RATIO 10

enum { ROOT_LEFT, ROOT_GROWTH, ROOT_WATCH };

typedef struct flow {
    shf_finite_size_run *run;
    shf_solver solver;
    double t, y[SHF_FS_UNKNOWNS];       /* where it stands */
    size_t next;                        /* the next time of the plan */
    const shf_finite_size_watch *watch; /* NULL before it looks out */
    int directions[ROOT_WATCH + SHF_FS_ROOTS_MAX];
    double record_from, t_stop;
    int over, no_memory;
    int unsolved;                  /* the last right-hand side was not to be had */
    double seen;                   /* the last step */
    double *end;                   /* of the theory */
    double least[SHF_FS_UNKNOWNS]; /* sizes shortly after the start */
} flow;

/* ---- callbacks ---- */

static int flow_rhs(double t, const double *y, double *out, void *context)
{
    flow *f = context;
    shf_finite_size_field field = shf_finite_size_field_at(f->run, t, y);
    shf_finite_size_derivative(&f->run->model, &field, y, out);
    f->unsolved |= field.failed;
    return field.failed;
}

static int flow_jacobian(double t, const double *y, double *out, void *context)
{
    const flow *f = context;
    shf_finite_size_jacobian(f->run, t, y, out);
    return 0;
}

/* A covariance need not be known better than to a small part of the largest value that its variances allow:
 * where the clock rests it decays to nothing but the rounding errors of the pull. */
static double covariance_scale(double own, double first, double second)
{
    return fmax(fabs(own), 1e-4 * sqrt(fmax(first, 0) * fmax(second, 0)));
}

static int flow_scale(const double *y, double *scale, void *context)
{
    const flow *f = context;
    for (int k = 0; k < SHF_FS_UNKNOWNS; k++)
        scale[k] = fabs(y[k]);
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        const double *z = y + shf_finite_size_place(c);
        double *s = scale + shf_finite_size_place(c), s33 = f->run->model.mode[c].initial;
        double s11 = fmax(z[SHF_FS_S11], 0) + (c > 1 ? fmax(z[SHF_FS_NOISE], 0) : 0);
        s[SHF_FS_S11] = fmax(s[SHF_FS_S11], 1e-4 * s11);
        s[SHF_FS_S12] = covariance_scale(z[SHF_FS_S12], s11, z[SHF_FS_S22]);
        s[SHF_FS_S13] = covariance_scale(z[SHF_FS_S13], s11, s33);
        s[SHF_FS_S23] = covariance_scale(z[SHF_FS_S23], z[SHF_FS_S22], s33);
    }
    for (int k = 0; k < SHF_FS_UNKNOWNS; k++)
        scale[k] += f->least[k];
    return 0;
}

/* CVODE gives up if a function is exactly 0 both at a root and a rounding error behind it, and its search
 * does not end if products of two values underflow: the functions are of order 1 and never 0. */
static double never_zero(double value, int direction)
{
    if (isnan(value)) /* nothing is left of the quantities compared: past the root */
        return direction;
    return fabs(value) < 1e-100 ? -direction * 1e-100 : value;
}

double shf_finite_size_left(const shf_finite_size_model *model, const shf_finite_size_field *field)
{
    return model->N * field->unpinned - 0.5;
}

static size_t n_roots(const flow *f)
{
    return ROOT_WATCH + (f->watch ? f->watch->n_roots : 0);
}

static int flow_roots(double t, const double *y, double *out, void *context)
{
    const flow *f = context;
    double dy[SHF_FS_UNKNOWNS];
    shf_finite_size_field field = shf_finite_size_field_at(f->run, t, y);
    shf_finite_size_derivative(&f->run->model, &field, y, dy);
    out[ROOT_LEFT] = shf_finite_size_left(&f->run->model, &field);
    out[ROOT_GROWTH] = shf_finite_size_memory_growth(&f->run->model, &field, dy) - GROWTH_LEAST;
    if (f->watch)
        f->watch->roots(&f->run->model, &field, y, dy, out + ROOT_WATCH, f->watch->context);
    for (size_t k = 0; k < n_roots(f); k++)
        out[k] = never_zero(out[k], f->directions[k]);
    return 0;
}

static int at_root(double t, const double *y, const int *crossed, void *context)
{
    flow *f = context;
    shf_finite_size_field field = shf_finite_size_field_at(f->run, t, y);
    f->over = crossed[ROOT_LEFT] < 0;
    int ended = f->watch && f->watch->event(t, y, &field, crossed + ROOT_WATCH, f->watch->context);
    if (f->over || ended || crossed[ROOT_GROWTH] < 0)
        f->t_stop = t;
    if (crossed[ROOT_GROWTH] < 0 && !f->over)
        *f->end = t;
    return t >= f->t_stop;
}

static int record(double t, const double *y, void *context)
{
    flow *f = context;
    shf_finite_size_history *h = &f->run->history;
    f->seen = t;
    f->unsolved = 0;
    if (t < f->record_from || (h->n && t < RECORD_RATIO * h->point[h->n - 1].t))
        return 0;
    double dy[SHF_FS_UNKNOWNS];
    shf_finite_size_field field = shf_finite_size_field_at(f->run, t, y);
    shf_finite_size_derivative(&f->run->model, &field, y, dy);
    f->no_memory = !shf_finite_size_history_add(h, shf_finite_size_point_of(&f->run->model, t, &field, dy));
    return f->no_memory;
}

/* ---- the integration ---- */

/* From where the flow stands to `until`, or to where the watch ends it. */
static shf_status advance(flow *f, const shf_finite_size_plan *plan, double until, shf_info *info,
                          shf_error *error)
{
    double *t = &f->t, *y = f->y;
    size_t *next = &f->next;
    shf_ode *ode = NULL;
    const shf_ode_problem problem = {.n = SHF_FS_UNKNOWNS,
                                     .rhs = flow_rhs,
                                     .jacobian = flow_jacobian,
                                     .observe = record,
                                     .n_roots = n_roots(f),
                                     .roots = flow_roots,
                                     .directions = f->directions,
                                     .event = at_root,
                                     .context = f,
                                     .method = SHF_ODE_BDF,
                                     .linear = SHF_ODE_DENSE,
                                     .scale = flow_scale};
    shf_status status = shf_ode_new(&ode, &problem, &f->solver, *t, y, error);
    while (!status && *next < plan->n && *t < until && *t < f->t_stop) {
        double stop = fmin(fmin(plan->t[*next], STOP_RATIO * fmax(*t, f->record_from)), until);
        status = shf_ode_advance(ode, stop, y, plan->progress, (double)*next / (double)plan->n, error);
        *t = fmin(stop, f->t_stop);
        if (status == SHF_ERR_NUMERIC && f->unsolved) {
            *f->end = f->t_stop = f->seen;
            status = SHF_OK;
            break;
        }
        if (!status && f->no_memory)
            status = shf_no_memory(error);
        if (status || *t < plan->t[*next])
            continue;
        shf_finite_size_field field = shf_finite_size_field_at(f->run, *t, y);
        plan->visit((*next)++, y, &field, plan->context);
    }
    if (ode && info)
        shf_ode_report(ode, info);
    shf_ode_free(ode);
    return status;
}

shf_status shf_finite_size_follow(shf_finite_size_run *run, const shf_solver *solver,
                                  const shf_finite_size_plan *plan, double *end, shf_info *info,
                                  shf_error *error)
{
    flow f = {.run = run, .solver = *solver, .directions = {-1, -1}, .t_stop = INFINITY, .end = end};
    *end = NAN;
    f.solver.rtol = fmax(solver->rtol, RTOL_LEAST);
    f.record_from = RECORD_START * shf_finite_size_natural_time(&run->model);
    shf_finite_size_start(&run->model, f.y);
    shf_finite_size_sizes(&run->model, plan->small, f.least);
    run->small = 0.5 * f.least[SHF_FS_V] / sqrt(run->model.d);
    shf_status status = SHF_OK;
    if (plan->watch)
        status = advance(&f, plan, plan->watch_from, info, error);
    f.watch = plan->watch;
    for (size_t k = 0; f.watch && k < f.watch->n_roots; k++)
        f.directions[ROOT_WATCH + k] = f.watch->directions[k];
    SHF_THEN(status, advance(&f, plan, INFINITY, info, error));
    shf_finite_size_field rest = shf_finite_size_field_at(run, f.t, f.y);
    rest.data.f_U = rest.data.I = 0;
    for (; !status && f.over && f.next < plan->n; f.next++)
        plan->visit(f.next, f.y, &rest, plan->context);
    shf_finite_size_history_clear(&run->history);
    return status;
}

/* ---- states at given times ---- */

typedef struct collector {
    shf_finite_size_run *run;
    shf_finite_size_state *state;
    size_t *done;
} collector;

static void collect(size_t k, const double *y, const shf_finite_size_field *field, void *context)
{
    (void)k;
    const collector *c = context;
    c->state[(*c->done)++] = shf_finite_size_observe(c->run, field, y);
}

shf_status shf_finite_size_states(const shf_hinge_params *params, shf_hinge_run *times,
                                  shf_finite_size_state *state, shf_error *error)
{
    shf_finite_size_run run = {.small = 0};
    collector c = {&run, state, &times->done};
    times->done = 0;
    times->t_end = NAN;
    shf_status status = shf_finite_size_make(params, &run.model, error);
    if (status)
        return status;
    if (times->t[0] == 0) {
        double y[SHF_FS_UNKNOWNS];
        shf_finite_size_start(&run.model, y);
        shf_finite_size_field field = shf_finite_size_field_at(&run, 0, y);
        collect(0, y, &field, &c);
    }
    size_t first = times->done;
    if (times->n == first)
        return SHF_OK;
    const shf_finite_size_plan plan = {
        .t = times->t + first,
        .n = times->n - first,
        .small = 0.01 * fmin(times->t[first], shf_finite_size_natural_time(&run.model)),
        .visit = collect,
        .context = &c,
        .progress = times->progress};
    status = shf_finite_size_follow(&run, times->solver, &plan, &times->t_end, &times->info, error);
    while (!status && times->done < times->n)
        state[times->done++] = shf_finite_size_no_state();
    return status;
}
