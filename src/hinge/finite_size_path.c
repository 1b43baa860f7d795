/* The finite-size theory integrated forwards: with the clock running forwards, backwards, and to its end. */
#include "hinge/finite_size_path.h"
#include "common/ode.h"
#include "common/report.h"
#include <math.h>

/* The first root functions of every run; those of the watch follow. */
enum { ROOT_TURN, ROOT_COLLAPSE, ROOT_WATCH };

/* The way up is recorded at times that grow by this factor, from a hundredth of the natural time on; the
 * cubic interpolation between them errs by 1e-7 at most. */
#define RECORD_RATIO 1.015
#define RECORD_START 0.01

/* Without a record it stops at times that grow by this factor. */
#define STOP_RATIO 10

/* The pull is known to about this much. */
#define PULL_NOISE 1e-14

/* Most changes of the clock's direction. */
#define TURNS_MAX 100

typedef struct flow {
    shf_finite_size_run *run;
    const shf_finite_size_watch *watch; /* NULL before it looks out */
    int directions[ROOT_WATCH + SHF_FS_ROOTS_MAX];
    int turned, ended; /* what stopped the integrator, at t_stop */
    double t_stop;
    double end;                    /* of the theory */
    double least[SHF_FS_UNKNOWNS]; /* sizes shortly after the start */
} flow;

/* ---- callbacks ---- */

static int flow_rhs(double t, const double *y, double *out, void *context)
{
    (void)t;
    const flow *f = context;
    shf_finite_size_field field = shf_finite_size_field_at(f->run, y);
    shf_finite_size_derivative(&f->run->model, &field, y, out);
    return 0;
}

static int flow_jacobian(double t, const double *y, double *out, void *context)
{
    (void)t;
    const flow *f = context;
    shf_finite_size_jacobian(f->run, y, out);
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
        const double *z = shf_finite_size_channel(y, c);
        double *s = scale + (z - y), s33 = f->run->model.initial[c];
        s[SHF_FS_S12] = covariance_scale(z[SHF_FS_S12], z[SHF_FS_S11], z[SHF_FS_S22]);
        s[SHF_FS_S13] = covariance_scale(z[SHF_FS_S13], z[SHF_FS_S11], s33);
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

/* Without flipped labels the pull is never negative. */
static int can_turn(const shf_finite_size_run *run)
{
    return run->model.params.delta > 0 && !run->without_pins;
}

static int flow_roots(double t, const double *y, double *out, void *context)
{
    (void)t;
    flow *f = context;
    const shf_finite_size_model *model = &f->run->model;
    double dy[SHF_FS_UNKNOWNS];
    size_t n = ROOT_WATCH;
    shf_finite_size_field field = shf_finite_size_field_at(f->run, y);
    shf_finite_size_derivative(model, &field, y, dy);
    double noise = sqrt(field.data.f_U / model->N);
    double past = field.data.I - PULL_NOISE * f->directions[ROOT_TURN];
    out[ROOT_TURN] = can_turn(f->run) ? past / (fabs(past) + noise) : 1;
    out[ROOT_COLLAPSE] = shf_finite_size_collapse(model, &field);
    if (f->watch) {
        f->watch->roots(model, &field, y, dy, out + ROOT_WATCH, f->watch->context);
        n += f->watch->n_roots;
    }
    for (size_t k = 0; k < n; k++)
        out[k] = never_zero(out[k], f->directions[k]);
    return 0;
}

static int at_root(double t, const double *y, const int *crossed, void *context)
{
    flow *f = context;
    shf_finite_size_field field = shf_finite_size_field_at(f->run, y);
    f->turned = crossed[ROOT_TURN] == f->directions[ROOT_TURN];
    if (crossed[ROOT_COLLAPSE] < 0) {
        double dy[SHF_FS_UNKNOWNS];
        shf_finite_size_derivative(&f->run->model, &field, y, dy);
        f->end = t + shf_finite_size_time_left(&f->run->model, &field, dy);
        f->ended = 1;
    }
    if (f->watch && f->watch->event(t, y, &field, crossed + ROOT_WATCH, f->watch->context))
        f->ended = 1;
    f->t_stop = f->turned || f->ended ? t : INFINITY;
    return f->turned || f->ended;
}

/* ---- one leg: from a change of direction to the next, or to the end ---- */

typedef struct leg {
    flow *flow;
    const shf_solver *solver;
    const shf_finite_size_plan *plan;
    double t, y[SHF_FS_UNKNOWNS];
    size_t next; /* the next time of the plan */
    double natural_time;
    shf_info *info;
} leg;

static shf_status start_leg(leg *l, shf_ode **ode, shf_error *error)
{
    flow *f = l->flow;
    f->directions[ROOT_TURN] = f->run->backwards ? 1 : -1;
    f->directions[ROOT_COLLAPSE] = -1;
    for (size_t k = 0; f->watch && k < f->watch->n_roots; k++)
        f->directions[ROOT_WATCH + k] = f->watch->directions[k];
    f->turned = 0;
    f->t_stop = INFINITY;
    shf_ode_problem problem = {.n = SHF_FS_UNKNOWNS,
                               .rhs = flow_rhs,
                               .jacobian = flow_jacobian,
                               .n_roots = ROOT_WATCH + (f->watch ? f->watch->n_roots : 0),
                               .roots = flow_roots,
                               .directions = f->directions,
                               .event = at_root,
                               .context = f,
                               .method = SHF_ODE_BDF,
                               .linear = SHF_ODE_DENSE,
                               .scale = flow_scale};
    return shf_ode_new(ode, &problem, l->solver, l->t, l->y, error);
}

/* The time at which to stop next: one of the plan, one at which the way up is recorded, or one not too far
 * away: the integrator takes its first step from how far it is told to go. */
static double next_stop(const leg *l, int recorded)
{
    double ratio = recorded ? RECORD_RATIO : STOP_RATIO;
    return fmin(l->plan->t[l->next], ratio * fmax(l->t, RECORD_START * l->natural_time));
}

static shf_status record(shf_finite_size_run *run, double t, const double *y, shf_error *error)
{
    shf_finite_size_field f = shf_finite_size_field_at(run, y);
    double dy[SHF_FS_UNKNOWNS];
    shf_finite_size_derivative(&run->model, &f, y, dy);
    const shf_finite_size_point point = {t, f.margin.f0, shf_finite_size_f0_rate(&run->model, &f, dy), f.Phi,
                                         shf_finite_size_Phi_rate(&run->model, dy)};
    return shf_finite_size_history_add(&run->history, point, error);
}

static shf_status run_leg(leg *l, double until, shf_error *error)
{
    flow *f = l->flow;
    const shf_finite_size_plan *plan = l->plan;
    shf_ode *ode = NULL;
    int recorded = can_turn(f->run) && !f->run->backwards;
    shf_status status = start_leg(l, &ode, error);
    while (!status && l->next < plan->n && l->t < until && l->t < f->t_stop) {
        double stop = fmin(next_stop(l, recorded), until);
        status = shf_ode_advance(ode, stop, l->y, plan->progress, (double)l->next / (double)plan->n, error);
        l->t = fmin(stop, f->t_stop);
        if (!status && recorded && l->t >= RECORD_START * l->natural_time)
            status = record(f->run, l->t, l->y, error);
        if (status || l->t < plan->t[l->next])
            continue;
        shf_finite_size_field field = shf_finite_size_field_at(f->run, l->y);
        plan->visit(l->next++, l->y, &field, plan->context);
    }
    if (ode && l->info)
        shf_ode_report(ode, l->info);
    shf_ode_free(ode);
    return status;
}

shf_status shf_finite_size_follow(shf_finite_size_run *run, const shf_solver *solver,
                                  const shf_finite_size_plan *plan, double *end, shf_info *info,
                                  shf_error *error)
{
    flow f = {.run = run, .end = NAN};
    leg l = {.flow = &f, .solver = solver, .plan = plan, .info = info};
    l.natural_time = shf_finite_size_natural_time(&run->model);
    double dy[SHF_FS_UNKNOWNS];
    run->backwards = 0;
    shf_finite_size_start(&run->model, l.y);
    shf_finite_size_field field = shf_finite_size_field_at(run, l.y);
    shf_finite_size_derivative(&run->model, &field, l.y, dy);
    run->small = plan->small * dy[SHF_FS_CLOCK];
    shf_finite_size_sizes(&run->model, plan->small, f.least);
    shf_status status = SHF_OK;
    if (plan->watch)
        status = run_leg(&l, plan->watch_from, error);
    f.watch = plan->watch;
    for (int turns = 0; !status && l.next < plan->n && !f.ended; turns++) {
        if (turns > TURNS_MAX)
            status = shf_fail(error, SHF_ERR_NUMERIC, "t = %.9g: the clock has turned %d times", l.t, turns);
        else
            status = run_leg(&l, INFINITY, error);
        if (f.turned)
            run->backwards = !run->backwards;
    }
    *end = f.end;
    shf_finite_size_history_clear(&run->history);
    return status;
}

/* ---- states at given times ---- */

typedef struct collector {
    const shf_finite_size_run *run;
    shf_finite_size_state *state;
    size_t *done;
} collector;

static void collect(size_t k, const double *y, const shf_finite_size_field *field, void *context)
{
    (void)k;
    const collector *c = context;
    c->state[(*c->done)++] = shf_finite_size_observe(c->run, field, y);
}

static void collect_start(const collector *c)
{
    double y[SHF_FS_UNKNOWNS];
    shf_finite_size_start(&c->run->model, y);
    shf_finite_size_field field = shf_finite_size_field_at(c->run, y);
    collect(0, y, &field, (void *)c);
}

shf_status shf_finite_size_states(const shf_hinge_params *params, int with_pins, shf_hinge_run *times,
                                  shf_finite_size_state *state, shf_error *error)
{
    shf_finite_size_run run = {.without_pins = !with_pins};
    collector c = {&run, state, &times->done};
    times->done = 0;
    times->t_end = NAN;
    shf_status status = shf_finite_size_make(params, &run.model, error);
    if (status)
        return status;
    if (times->t[0] == 0)
        collect_start(&c);
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
