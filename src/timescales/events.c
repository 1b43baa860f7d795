/* Events: roots of |rho_k| = |phi_k|/2 and of the slope of the risk, and maxima of that slope. */
#include "timescales/events.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A maximum of the rate counts once the rate has dropped by this factor, and a new one can start once it has
 * risen by it: the noise of the integrator is far below. */
static const double hysteresis = 1.05;

/* No fall is faster: its width is at least the part epsilon^(1/12) > 0.03 of its time, docs/timescales.md, 4.
 * What is left of the risk for very small epsilon is rounding, whose rate is that of nothing. */
static const double fastest = 1e3;

static shf_timescales_events *events_of(void *context)
{
    return ((shf_timescales_system *)context)->events;
}

/* ---- the state ---- */

/* Measures a state, unless it is the one seen last. */
static int measure_state(shf_timescales_events *w, double T, const double *y)
{
    if (T == w->T)
        return 0;
    shf_timescales_system *system = w->system;
    int failed = system->problem.rhs(T, y, w->dy, system);
    if (failed)
        return failed;
    w->T = T;
    system->measure(system, y, w->rho, w->part, &w->risk);
    w->fall = fmin(T * system->decay(system, y, w->dy), fastest * fabs(w->risk));
    return 0;
}

/* What has to fall to the mark: rho_k^2, or the part R_k where fluctuations of the neurons count too. */
static double height(const shf_timescales_events *w, size_t k)
{
    int bare = w->system->model->model == SHF_MODEL_MEAN_FIELD;
    return bare ? w->rho[k] * w->rho[k] : w->part[k];
}

static int roots(double T, const double *y, double *out, void *context)
{
    shf_timescales_events *w = events_of(context);
    int failed = measure_state(w, T, y);
    size_t n = w->system->problem.n_roots - 1;
    for (size_t r = 0; r < n; r++) {
        size_t k = w->component[r];
        out[r] = height(w, k) / w->mark[k] - 1;
    }
    out[n] = fabs(w->fall) / (SHF_TIMESCALES_PLATEAU_SLOPE * w->risk_start) - 1;
    return failed;
}

/* ---- plateaus ---- */

static void open_plateau(shf_timescales_events *w, double t)
{
    w->on_plateau = w->n_plateaus < SHF_TIMESCALES_PHASES_MAX;
    w->lost |= !w->on_plateau;
    if (w->on_plateau)
        w->plateau[w->n_plateaus++] = (shf_timescales_plateau){t, t, w->risk, t > 0 ? INFINITY : 0};
}

static void follow_plateau(shf_timescales_events *w, double t)
{
    if (!w->on_plateau)
        return;
    shf_timescales_plateau *p = &w->plateau[w->n_plateaus - 1];
    p->to = t;
    if (fabs(w->fall) < p->slope) {
        p->slope = fabs(w->fall);
        p->level = w->risk;
    }
}

/* ---- falls ---- */

/* The maximum of the parabola through three samples. */
static shf_timescales_fall maximum_of_parabola(double top[3][2])
{
    double x0 = top[0][0] - top[1][0], x2 = top[2][0] - top[1][0];
    double y0 = top[0][1] - top[1][1], y2 = top[2][1] - top[1][1];
    double curvature = (y2 / x2 - y0 / x0) / (x2 - x0), slope = y0 / x0 - curvature * x0;
    shf_timescales_fall f = {exp(top[1][0]), top[1][1]};
    double shift = -0.5 * slope / curvature;
    if (x0 < 0 && x2 > 0 && curvature < 0 && shift > x0 && shift < x2) {
        f.t *= exp(shift);
        f.rate += 0.5 * slope * shift;
    }
    return f;
}

static void end_fall(shf_timescales_events *w)
{
    if (!w->falling)
        return;
    w->falling = 0;
    w->low = w->fall;
    if (!(w->top[1][1] > SHF_TIMESCALES_PLATEAU_SLOPE * w->risk_start))
        return;
    if (w->n_falls == SHF_TIMESCALES_PHASES_MAX) {
        w->lost = 1;
        return;
    }
    w->falls[w->n_falls++] = maximum_of_parabola(w->top);
}

static void follow_fall(shf_timescales_events *w, double log_t)
{
    if (w->want_next) {
        w->top[2][0] = log_t;
        w->top[2][1] = w->fall;
        w->want_next = 0;
    }
    if (!w->falling && w->fall > hysteresis * w->low) {
        w->falling = 1;
        w->top[1][1] = 0;
    }
    if (w->falling && w->fall > w->top[1][1]) {
        w->top[0][0] = w->log_before;
        w->top[0][1] = w->fall_before;
        w->top[1][0] = log_t;
        w->top[1][1] = w->fall;
        w->want_next = 1;
    }
    w->low = fmin(w->low, w->fall);
    if (w->falling && hysteresis * w->fall < w->top[1][1])
        end_fall(w);
}

/* ---- callbacks of the integrator ---- */

static int observe(double T, const double *y, void *context)
{
    shf_timescales_events *w = events_of(context);
    int failed = measure_state(w, T, y);
    double t = w->system->model->nu * T, log_t = log(t);
    follow_plateau(w, t);
    if (log_t > w->log_before) {
        follow_fall(w, log_t);
        w->log_before = log_t;
        w->fall_before = w->fall;
    }
    return failed;
}

static int event(double T, const double *y, const int *crossed, void *context)
{
    shf_timescales_events *w = events_of(context);
    int failed = measure_state(w, T, y);
    double t = w->system->model->nu * T;
    size_t n = w->system->problem.n_roots - 1;
    for (size_t r = 0; r < n; r++) {
        size_t k = w->component[r];
        if (crossed[r] < 0 && ++w->crossings[k] == 1)
            w->t[k] = t;
    }
    if (crossed[n] > 0 && w->on_plateau) {
        follow_plateau(w, t);
        w->on_plateau = 0;
    } else if (crossed[n] < 0 && !w->on_plateau) {
        open_plateau(w, t);
    }
    return failed;
}

/* ---- construction ---- */

static shf_status allocate(shf_timescales_events *w, size_t K, size_t n, shf_error *error)
{
    size_t modes = K + 1;
    w->memory = calloc(4 * modes + n, sizeof(double));
    w->component = calloc(modes, sizeof *w->component);
    w->crossings = calloc(modes, sizeof *w->crossings);
    w->directions = calloc(modes + 1, sizeof *w->directions);
    if (!w->memory || !w->component || !w->crossings || !w->directions)
        return shf_no_memory(error);
    w->t = w->memory;
    w->mark = w->t + modes;
    w->rho = w->mark + modes;
    w->part = w->rho + modes;
    w->dy = w->part + modes;
    return SHF_OK;
}

/* Marks of the components that the target has; what starts below its mark is learnt at t = 0. */
static void place_marks(shf_timescales_events *w)
{
    const shf_timescales_model *model = w->system->model;
    size_t n = 0;
    for (size_t k = 0; k <= model->K; k++) {
        double phi = model->phi[k];
        int bare = model->model == SHF_MODEL_MEAN_FIELD;
        w->mark[k] = 0.25 * (bare ? phi * phi : w->part[k]);
        w->t[k] = NAN;
        if (phi == 0 || !(w->mark[k] > 0))
            continue;
        if (height(w, k) <= w->mark[k])
            w->t[k] = 0;
        w->directions[n] = -1;
        w->component[n++] = k;
    }
    w->system->problem.n_roots = n + 1;
}

shf_status shf_timescales_events_make(shf_timescales_events *w, shf_timescales_system *system,
                                      shf_error *error)
{
    *w = (shf_timescales_events){.system = system, .T = NAN, .log_before = -INFINITY};
    shf_status status = allocate(w, system->model->K, system->problem.n, error);
    if (status)
        return status;
    system->events = w;
    if (measure_state(w, 0, system->start))
        return shf_fail(error, SHF_ERR_NUMERIC, "t = 0: the right-hand side cannot be evaluated");
    w->risk_start = w->risk > 0 ? w->risk : 1;
    place_marks(w);
    open_plateau(w, 0);
    system->problem.roots = roots;
    system->problem.directions = w->directions;
    system->problem.event = event;
    system->problem.observe = observe;
    return SHF_OK;
}

void shf_timescales_events_end(shf_timescales_events *w, double t)
{
    if (w->n_plateaus && w->on_plateau) {
        double *to = &w->plateau[w->n_plateaus - 1].to;
        *to = fmin(*to, t);
    }
    if (w->falling && !w->want_next)
        end_fall(w);
}

void shf_timescales_events_free(shf_timescales_events *w)
{
    free(w->memory);
    free(w->component);
    free(w->crossings);
    free(w->directions);
    *w = (shf_timescales_events){.system = NULL};
}
