/* Integration of a model: rows, events, divergence. */
#include "online/run.h"
#include "common/columns.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

/* ---- what the steps show ---- */

static const double flat = 0.2, ratio = 2, diverged = 1e6;

static void begin_events(shf_online_events *e, double error)
{
    *e = (shf_online_events){.from = NAN, .to = NAN, .level = NAN, .begun = NAN};
    e->t_specialised = e->t_diverged = e->middle = e->slope = NAN;
    e->first = e->e = error;
    e->limit = diverged * fmax(error, 1e-3);
}

/* Where the slope passed its threshold between two middles of steps, linear in log t. */
static double passed(const shf_online_events *e, double middle, double slope)
{
    double part = (flat - e->slope) / (slope - e->slope);
    return e->middle * pow(middle / e->middle, fmin(fmax(part, 0), 1));
}

static void note_stretch(shf_online_events *e, double end)
{
    int longest = isnan(e->from) || end / e->begun > e->to / e->from;
    if (end >= ratio * e->begun && longest) {
        e->from = e->begun;
        e->to = end;
        e->level = e->level_now;
    }
    e->begun = NAN;
}

static void see_slope(shf_online_events *e, double middle, double slope, double error)
{
    if (e->fallen && isnan(e->begun) && slope < flat && error > 1e-12 * e->first) {
        e->begun = isnan(e->middle) ? middle : passed(e, middle, slope);
        e->flattest = INFINITY;
    } else if (!isnan(e->begun) && slope >= flat)
        note_stretch(e, passed(e, middle, slope));
    if (!isnan(e->begun) && slope < e->flattest) {
        e->flattest = slope;
        e->level_now = error;
    }
    e->fallen = e->fallen || slope >= flat;
    e->middle = middle;
    e->slope = slope;
}

static int observe(double t, const double *y, void *context)
{
    shf_online_system *system = context;
    shf_online_events *e = system->events;
    double error = shf_online_error(system, y);
    if (!(error <= e->limit)) {
        e->t_diverged = t;
        return 1;
    }
    if (e->t > 0 && t > e->t && error > 0 && e->e > 0)
        see_slope(e, sqrt(t * e->t), -log(error / e->e) / log(t / e->t), error);
    if (t > e->t) {
        e->t = t;
        e->e = error;
    }
    return 0;
}

static int at_root(double t, const double *y, const int *crossed, void *context)
{
    shf_online_system *system = context;
    (void)y;
    if (crossed[0] > 0 && isnan(system->events->t_specialised))
        system->events->t_specialised = t;
    return 0;
}

/* ---- columns ---- */

#define COLUMNS(C, S)                                                                         \
    C(S, t, "", "time, steps over d")                                                         \
    C(S, e_gen, "", "generalisation error: half the mean square difference from the teacher") \
    C(S, specialisation, "",                                                                  \
      "largest difference of the normalised overlaps of two units with a unit of the "        \
      "teacher; one unit: its overlap")                                                       \
    C(S, norm, "", "root mean square of |w_k|/sqrt d")

typedef struct row {
    COLUMNS(SHF_COLUMN_FIELD, )
} row;
SHF_DEFINE_COLUMNS(row, COLUMNS, columns);

static void add_columns(const shf_online_run *run)
{
    const shf_online_params *p = &run->model->params;
    shf_columns_add(run->table, &columns, NULL);
    for (size_t k = 1; run->overlaps && k <= p->K; k++)
        for (size_t m = 1; m <= p->M; m++)
            shf_column_add(run->table, "", "covariance of these fields of student and teacher", "R_%zu_%zu",
                           k, m);
    for (size_t k = 1; run->overlaps && k <= p->K; k++)
        for (size_t l = k; l <= p->K; l++)
            shf_column_add(run->table, "", "covariance of these fields of the student", "Q_%zu_%zu", k, l);
    for (size_t k = 1; run->overlaps && k <= p->K; k++)
        shf_column_add(run->table, "", "output weight of that unit", "v_%zu", k);
}

static void add_row(shf_online_run *run, double t)
{
    shf_online_system *s = &run->system;
    const row r = {t, shf_online_error(s, run->state), shf_online_specialisation(s, run->state),
                   shf_online_norm(run->model, run->state)};
    size_t K = s->units.K, P = s->units.P;
    shf_row_put(run->table, &columns, &r);
    for (size_t k = 0; run->overlaps && k < K; k++)
        shf_row_numbers(run->table, s->units.C + k * P + K, P - K);
    for (size_t k = 0; run->overlaps && k < K; k++)
        shf_row_numbers(run->table, s->units.C + k * P + k, K - k);
    if (run->overlaps)
        shf_row_numbers(run->table, s->units.c, K);
    shf_row_end(run->table);
}

/* ---- integration ---- */

static shf_status begin(shf_online_run *run, shf_ode **ode, shf_error *error)
{
    run->info = (shf_info){.estimated_error = NAN};
    shf_status status = shf_online_system_make(&run->system, run->model, error);
    run->state = malloc(run->model->n * sizeof *run->state);
    if (!status && !run->state)
        status = shf_no_memory(error);
    if (status)
        return status;
    memcpy(run->state, run->model->start, run->model->n * sizeof *run->state);
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): shf_online_run_free frees it, also after an error */
    begin_events(&run->events, shf_online_error(&run->system, run->state));
    if (shf_online_specialisation(&run->system, run->state) >= run->share)
        run->events.t_specialised = 0;
    run->system.events = &run->events;
    run->system.share = run->share;
    run->system.problem.observe = observe;
    run->system.problem.event = at_root;
    return shf_ode_new(ode, &run->system.problem, run->solver, 0, run->state, error);
}

shf_status shf_online_run_through(shf_online_run *run, const double *t, size_t n, shf_error *error)
{
    shf_ode *ode = NULL;
    shf_status status = begin(run, &ode, error);
    run->table = shf_table_new();
    if (!status)
        add_columns(run);
    for (size_t k = 0; !status && k < n && isnan(run->events.t_diverged); k++) {
        status = shf_ode_advance(ode, t[k], run->state, run->progress, (double)k / (double)n, error);
        if (!status && isnan(run->events.t_diverged))
            add_row(run, t[k]);
    }
    if (ode)
        shf_ode_report(ode, &run->info);
    shf_ode_free(ode);
    return status;
}

void shf_online_run_free(shf_online_run *run)
{
    shf_online_system_free(&run->system);
    shf_table_free(run->table);
    free(run->state);
    run->state = NULL;
    run->table = NULL;
}

/* ---- rates ---- */

static shf_status diverges(shf_online_model *model, double factor, shf_online_run *run, double t_max,
                           int *yes, shf_error *error)
{
    shf_online_params own = model->params;
    model->params.eta_w *= factor;
    model->params.eta_v *= factor;
    run->model = model;
    shf_status status = shf_online_run_through(run, &t_max, 1, error);
    *yes = !isnan(run->events.t_diverged);
    model->params = own;
    shf_online_run_free(run);
    return status;
}

shf_status shf_online_stable_factor(const shf_online_model *model, const shf_solver *solver, double t_max,
                                    const shf_progress *progress, double *factor, shf_error *error)
{
    shf_online_model own = *model;
    shf_solver rough = *solver;
    rough.rtol = fmax(rough.rtol, 1e-6);
    rough.atol = fmax(rough.atol, 1e-9);
    double low = 1, high = 1;
    shf_status status = SHF_OK;
    for (int yes = 1, k = 0; !status && yes && k < 20; k++) {
        high = low;
        low *= 0.5;
        shf_online_run run = {.solver = &rough, .progress = progress, .share = 0.5};
        status = diverges(&own, low, &run, t_max, &yes, error);
        *factor = yes ? 0 : low;
    }
    while (!status && *factor > 0 && high > 1.02 * low) {
        int yes = 0;
        double middle = sqrt(low * high);
        shf_online_run run = {.solver = &rough, .progress = progress, .share = 0.5};
        status = diverges(&own, middle, &run, t_max, &yes, error);
        *(yes ? &high : &low) = middle;
        *factor = low;
    }
    return status;
}
