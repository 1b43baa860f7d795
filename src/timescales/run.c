/* Integration of a model: outputs in t, integrator in T = t/nu. */
#include "timescales/run.h"
#include "common/columns.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>

/* ---- columns ---- */

#define MOMENTS(C, S)                          \
    C(S, mean_a, "", "mean of a_i")            \
    C(S, rms_a, "", "root mean square of a_i") \
    C(S, max_a, "", "largest |a_i|")           \
    C(S, mean_s, "", "mean of s_i")            \
    C(S, rms_s, "", "root mean square of s_i") \
    C(S, max_s, "", "largest |s_i|")

typedef struct moments {
    MOMENTS(SHF_COLUMN_FIELD, )
} moments;
SHF_DEFINE_COLUMNS(moments, MOMENTS, columns);

static moments moments_of(const shf_timescales_model *model, const double *y)
{
    size_t m = model->params.m;
    moments sum = {0};
    for (size_t i = 0; i < m; i++) {
        double a = y[i] / model->nu, s = y[m + i], w = model->w[i];
        sum.mean_a += w * a;
        sum.rms_a += w * a * a;
        sum.max_a = fmax(sum.max_a, fabs(a));
        sum.mean_s += w * s;
        sum.rms_s += w * s * s;
        sum.max_s = fmax(sum.max_s, fabs(s));
    }
    sum.rms_a = sqrt(sum.rms_a);
    sum.rms_s = sqrt(sum.rms_s);
    return sum;
}

static int has_parts(const shf_timescales_run *run)
{
    return run->model->model != SHF_MODEL_MEAN_FIELD;
}

static void add_columns(const shf_timescales_run *run)
{
    shf_table *table = run->table;
    size_t K = run->model->K;
    shf_column_add(table, "", "time", "t");
    shf_column_add(table, "", "population risk, label noise included", "risk");
    for (size_t k = 0; k <= K; k++)
        shf_column_add(table, "", "residual of that Hermite component of the target", "rho_%zu", k);
    shf_columns_add(table, &columns, NULL);
    for (size_t k = 0; has_parts(run) && k <= K; k++)
        shf_column_add(table, "", "part of that component in the risk", "R_%zu", k);
    for (size_t i = 1; i <= run->neurons; i++) {
        shf_column_add(table, "", "output weight of that neuron", "a_%zu", i);
        shf_column_add(table, "", "overlap of that neuron with the target direction", "s_%zu", i);
    }
}

static void add_row(shf_timescales_run *run, double t)
{
    const shf_timescales_model *model = run->model;
    size_t m = model->params.m;
    double tau = model->params.tau, risk;
    moments of_state = moments_of(model, run->state);
    run->system.measure(&run->system, run->state, run->rho, run->part, &risk);
    shf_row_numbers(run->table, (const double[]){t, risk + 0.5 * tau * tau}, 2);
    shf_row_numbers(run->table, run->rho, model->K + 1);
    shf_row_put(run->table, &columns, &of_state);
    if (has_parts(run))
        shf_row_numbers(run->table, run->part, model->K + 1);
    for (size_t i = 0; i < run->neurons; i++)
        shf_row_numbers(run->table, (const double[]){run->state[i] / model->nu, run->state[m + i]}, 2);
    shf_row_end(run->table);
}

/* ---- integration ---- */

/* One absolute tolerance fits b and s, which have the same size at every stage, (T.5).  The integrator
 * controls a mean square over the neurons, while a component may be carried by a few of them: it gets a
 * quarter of the tolerance. */
static shf_solver settings(const shf_timescales_run *run)
{
    shf_solver s = *run->solver;
    if (s.atol == 0)
        s.atol = fmax(1e-2 * s.rtol * run->model->nu, 1e-18);
    s.rtol *= 0.25;
    s.atol *= 0.25;
    return s;
}

static shf_status begin(shf_timescales_run *run, shf_ode **ode, shf_error *error)
{
    size_t m = run->model->params.m, modes = run->model->K + 1;
    run->neurons = run->neurons < m ? run->neurons : m;
    run->info = (shf_info){.estimated_error = NAN};
    shf_status status = shf_timescales_system_make(&run->system, run->model, error);
    if (status)
        return status;
    run->state = malloc((run->system.problem.n + 2 * modes) * sizeof *run->state);
    if (!run->state)
        return shf_no_memory(error);
    run->rho = run->state + run->system.problem.n;
    run->part = run->rho + modes;
    status = shf_timescales_events_make(&run->events, &run->system, error);
    const shf_solver solver = settings(run);
    return status ? status : shf_ode_new(ode, &run->system.problem, &solver, 0, run->system.start, error);
}

static void end(shf_timescales_run *run, shf_ode *ode)
{
    if (ode)
        shf_ode_report(ode, &run->info);
    shf_ode_free(ode);
}

shf_status shf_timescales_run_through(shf_timescales_run *run, const double *t, size_t n, shf_error *error)
{
    shf_ode *ode = NULL;
    shf_status status = begin(run, &ode, error);
    run->table = shf_table_new();
    add_columns(run);
    for (size_t k = 0; status == SHF_OK && k < n; k++) {
        double fraction = (double)k / (double)n;
        status = shf_ode_advance(ode, t[k] / run->model->nu, run->state, run->progress, fraction, error);
        if (status == SHF_OK)
            add_row(run, t[k]);
    }
    if (ode)
        shf_timescales_events_end(&run->events, t[n - 1]);
    end(run, ode);
    shf_error why = error ? *error : (shf_error){0};
    return status == SHF_ERR_NUMERIC
               ? shf_fail(error, status, "t-max or times = %g, epsilon = %g: cannot be reached: %s", t[n - 1],
                          run->model->params.epsilon, why.message)
               : status;
}

static int all_learnt(const shf_timescales_run *run, const int *wanted)
{
    for (size_t k = 0; k <= run->model->K; k++)
        if (wanted[k] && isnan(run->events.t[k]))
            return 0;
    return 1;
}

shf_status shf_timescales_run_until(shf_timescales_run *run, const int *wanted, double t_max,
                                    shf_error *error)
{
    shf_ode *ode = NULL;
    shf_status status = begin(run, &ode, error);
    /* in pieces of a tenth of a decade, so as not to go on once all is learnt */
    double nu = run->model->nu, T_max = t_max / nu, T = fmin(T_max, nu);
    while (status == SHF_OK && !all_learnt(run, wanted)) {
        status = shf_ode_advance(ode, T, run->state, run->progress, 0, error);
        if (T >= T_max)
            break;
        T = fmin(T_max, T * 1.25);
    }
    end(run, ode);
    return status;
}

void shf_timescales_run_free(shf_timescales_run *run)
{
    shf_timescales_events_free(&run->events);
    shf_timescales_system_free(&run->system);
    shf_table_free(run->table);
    free(run->state);
    *run = (shf_timescales_run){.neurons = 0};
}
