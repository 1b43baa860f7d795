/* Integration of a model: outputs in t, integrator in T = t/nu. */
#include "timescales/run.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>

#define COUNT_MOMENT(name, help) +1
enum { MOMENTS = SHF_TIMESCALES_RUN_MOMENTS(COUNT_MOMENT) };
#undef COUNT_MOMENT

/* One absolute tolerance fits b and s, which have the same size at every stage, (T.5).  The integrator
 * controls a mean square over the neurons, while a component may be carried by a few of them: it gets a
 * quarter of the tolerance. */
static shf_solver settings(const shf_timescales_model *model, const shf_solver *solver)
{
    shf_solver s = *solver;
    if (s.atol == 0)
        s.atol = fmax(1e-2 * s.rtol * model->nu, 1e-18);
    s.rtol *= 0.25;
    s.atol *= 0.25;
    return s;
}

static void moments(const shf_timescales_model *model, const double *y, double *out)
{
    size_t m = model->params.m;
    double a1 = 0, a2 = 0, a_max = 0, s1 = 0, s2 = 0, s_max = 0;
    for (size_t i = 0; i < m; i++) {
        double a = y[i] / model->nu, s = y[m + i], w = model->w[i];
        a1 += w * a;
        a2 += w * a * a;
        a_max = fmax(a_max, fabs(a));
        s1 += w * s;
        s2 += w * s * s;
        s_max = fmax(s_max, fabs(s));
    }
    const double values[MOMENTS] = {a1, sqrt(a2), a_max, s1, sqrt(s2), s_max};
    for (size_t k = 0; k < MOMENTS; k++)
        out[k] = values[k];
}

static void fill_row(shf_timescales_run *run, double t)
{
    const shf_timescales_model *model = run->system.model;
    size_t K = model->K, m = model->params.m;
    double *row = run->rows + run->done * run->columns, *rho = row + 2, *part = rho + K + 1 + MOMENTS;
    double tau = model->params.tau;
    row[0] = t;
    run->system.measure(&run->system, run->state, rho, part, &row[1]);
    row[1] += 0.5 * tau * tau;
    moments(model, run->state, rho + K + 1);
    for (size_t i = 0; i < run->neurons; i++) {
        part[K + 1 + 2 * i] = run->state[i] / model->nu;
        part[K + 2 + 2 * i] = run->state[m + i];
    }
    run->done++;
}

static shf_status prepare(shf_timescales_run *run, const shf_timescales_model *model, size_t neurons,
                          size_t n, shf_error *error)
{
    size_t m = model->params.m;
    *run = (shf_timescales_run){.n = n, .neurons = neurons < m ? neurons : m};
    run->columns = 2 + 2 * (model->K + 1) + MOMENTS + 2 * run->neurons;
    shf_status status = shf_timescales_system_make(&run->system, model, error);
    if (status)
        return status;
    run->rows = malloc((n ? n : 1) * run->columns * sizeof *run->rows);
    run->state = malloc(run->system.problem.n * sizeof *run->state);
    if (!run->rows || !run->state)
        return shf_no_memory(error);
    return shf_timescales_events_make(&run->watch, &run->system, error);
}

shf_status shf_timescales_run_make(shf_timescales_run *run, const shf_timescales_model *model,
                                   const shf_solver *solver, size_t neurons, const double *t, size_t n,
                                   const shf_progress *progress, shf_info *info, shf_error *error)
{
    shf_solver own = settings(model, solver);
    shf_ode *ode = NULL;
    shf_status status = prepare(run, model, neurons, n, error);
    if (status == SHF_OK)
        status = shf_ode_new(&ode, &run->system.problem, &own, 0, run->system.start, error);
    for (size_t k = 0; status == SHF_OK && k < n; k++) {
        double fraction = (double)k / (double)n;
        status = shf_ode_advance(ode, t[k] / model->nu, run->state, progress, fraction, error);
        if (status == SHF_OK)
            fill_row(run, t[k]);
    }
    if (ode) {
        shf_ode_report(ode, info);
        shf_timescales_events_end(&run->watch, n ? t[n - 1] : 0);
    }
    shf_ode_free(ode);
    return status;
}

static int all_learnt(const shf_timescales_run *run, const int *wanted)
{
    for (size_t k = 0; k <= run->system.model->K; k++)
        if (wanted[k] && isnan(run->watch.t[k]))
            return 0;
    return 1;
}

shf_status shf_timescales_run_until(shf_timescales_run *run, const shf_timescales_model *model,
                                    const shf_solver *solver, const int *wanted, double t_max,
                                    const shf_progress *progress, shf_info *info, shf_error *error)
{
    shf_solver own = settings(model, solver);
    shf_ode *ode = NULL;
    shf_status status = prepare(run, model, 0, 0, error);
    if (status == SHF_OK)
        status = shf_ode_new(&ode, &run->system.problem, &own, 0, run->system.start, error);
    /* in pieces of a tenth of a decade, so as not to go on once all is learnt */
    double T_max = t_max / model->nu, T = fmin(T_max, model->nu);
    while (status == SHF_OK && !all_learnt(run, wanted)) {
        status = shf_ode_advance(ode, T, run->state, progress, 0, error);
        if (T >= T_max)
            break;
        T = fmin(T_max, T * 1.25);
    }
    if (ode)
        shf_ode_report(ode, info);
    shf_ode_free(ode);
    return status;
}

void shf_timescales_run_free(shf_timescales_run *run)
{
    shf_timescales_events_free(&run->watch);
    shf_timescales_system_free(&run->system);
    free(run->rows);
    free(run->state);
    *run = (shf_timescales_run){.n = 0};
}
