/* The clock gamma(t) by CVODE, (H.6).
 *
 * Integrated are y = log g (without flips) or y = log(g / (g_inf - g)) (with), against log s: an absolute
 * error of y is a relative error of g, and of its distance to the fixed point, over any number of decades;
 * nothing is stiff, since the exponential approach to the fixed point is linear growth of y.  The start,
 * where the rate is constant, is exact. */
#include "common/ode.h"
#include "common/report.h"
#include "hinge/model.h"
#include <math.h>
#include <stdlib.h>

/* Beyond this y the distance to the fixed point is below rounding, and its decay is exactly exponential. */
static const double y_arrived = 40.0;

/* A model whose clock is being integrated, and when it arrived at y_arrived (inf if not yet). */
typedef struct trajectory {
    const shf_hinge_model *model;
    double s_arrived;
} trajectory;

static int clock_rate(double log_s, const double *y, double *out, void *context)
{
    const shf_hinge_model *model = ((const trajectory *)context)->model;
    *out = exp(log_s) / shf_hinge_slowness(model, shf_hinge_place_at(model, *y));
    return 0;
}

static int distance_to_arrival(double log_s, const double *y, double *out, void *context)
{
    (void)log_s, (void)context;
    *out = *y - y_arrived;
    return 0;
}

static int note_arrival(double log_s, const double *y, const int *crossed, void *context)
{
    (void)y, (void)crossed;
    ((trajectory *)context)->s_arrived = exp(log_s);
    return 1;
}

/* After the arrival y grows with constant speed. */
static double y_after_arrival(const trajectory *j, double s)
{
    double slowness = shf_hinge_slowness(j->model, shf_hinge_place_at(j->model, y_arrived));
    return y_arrived + (s - j->s_arrived) / slowness;
}

/* The integrator's time is log s: says which output was not reached instead. */
static shf_status in_time(shf_status status, double t, shf_error *error)
{
    if (status == SHF_ERR_INTERRUPTED)
        return shf_fail(error, status, "interrupted before t = %.9g", t);
    if (status != SHF_ERR_NUMERIC || !error)
        return status;
    shf_error inner = *error;
    return shf_fail(error, status, "t = %.9g: the clock was not followed there; at log(speed t) %.300s", t,
                    inner.message);
}

/* Integrates through the times k >= first of the run, with this tolerance of y. */
static shf_status integrate(const shf_hinge_model *model, double tolerance, size_t first, shf_hinge_run *run,
                            shf_hinge_place *place, shf_error *error)
{
    trajectory j = {model, INFINITY};
    shf_ode_problem problem = {.n = 1,
                               .rhs = clock_rate,
                               .n_roots = isinf(model->g_inf) ? 0 : 1,
                               .roots = distance_to_arrival,
                               .event = note_arrival,
                               .context = &j,
                               .method = SHF_ODE_ADAMS,
                               .linear = SHF_ODE_FIXED_POINT};
    shf_solver settings = *run->solver;
    settings.atol = tolerance;
    settings.rtol = fmax(0.01 * tolerance, 1e-15); /* CVODE refuses what is below rounding */
    double g = model->g_linear, x = log(g / model->initial_r);
    double y = shf_hinge_coordinate(model, (shf_hinge_place){g, model->g_inf - g});
    shf_ode *ode = NULL;
    shf_status status = shf_ode_new(&ode, &problem, &settings, x, &y, error);
    for (size_t k = first; status == SHF_OK && k < run->n; k++) {
        double fraction = (double)(k - first) / (double)(run->n - first);
        double log_s = log(model->speed) + log(run->t[k]);
        status = shf_ode_advance(ode, log_s, &y, run->progress, fraction, error);
        if (status)
            break;
        place[k] = shf_hinge_place_at(model, exp(log_s) > j.s_arrived ? y_after_arrival(&j, exp(log_s)) : y);
        run->done = k + 1;
    }
    if (ode)
        shf_ode_report(ode, &run->info);
    shf_ode_free(ode);
    return status ? in_time(status, run->t[run->done < run->n ? run->done : run->n - 1], error) : SHF_OK;
}

/* Largest relative difference of two clocks. */
static double difference(const shf_hinge_place *a, const shf_hinge_place *b, size_t n)
{
    double largest = 0;
    for (size_t k = 0; k < n; k++)
        if (a[k].g > 0)
            largest = fmax(largest, fabs(a[k].g - b[k].g) / a[k].g);
    return largest;
}

/* The same at ten times the tolerance: the difference estimates the error. */
static shf_status estimate_error(const shf_hinge_model *model, double tolerance, size_t first,
                                 shf_hinge_run *run, const shf_hinge_place *place, shf_error *error)
{
    shf_hinge_run coarse = *run;
    coarse.progress = NULL;
    coarse.done = first;
    shf_hinge_place *other = calloc(run->n, sizeof *other);
    if (!other)
        return shf_no_memory(error);
    shf_status status = integrate(model, 10.0 * tolerance, first, &coarse, other, error);
    if (status == SHF_OK)
        run->info.estimated_error = difference(place + first, other + first, run->n - first);
    free(other);
    return status;
}

shf_status shf_hinge_places(const shf_hinge_model *model, shf_hinge_run *run, shf_hinge_place *place,
                            shf_error *error)
{
    run->info = (shf_info){.method = "closed form"};
    size_t first = 0;
    for (; first < run->n; first++) {
        double g = model->initial_r * model->speed * run->t[first];
        if (g > model->g_linear)
            break;
        place[first] = (shf_hinge_place){g, model->g_inf - g};
    }
    run->done = first;
    if (first == run->n)
        return SHF_OK;
    double tolerance = run->solver->rtol + run->solver->atol;
    shf_status status = integrate(model, tolerance, first, run, place, error);
    return status ? status : estimate_error(model, tolerance, first, run, place, error);
}

shf_status shf_hinge_clock(const shf_hinge_params *params, const shf_solver *solver, const double *t,
                           size_t n, double *gamma, shf_info *info, shf_error *error)
{
    shf_hinge_model model;
    shf_hinge_run run = {.solver = solver, .t = t, .n = n};
    shf_status status = shf_hinge_model_make(params, &model, error);
    SHF_THEN(status, shf_params_validate(&shf_hinge_solver_table, solver, error));
    for (size_t k = 0; status == SHF_OK && k < n; k++)
        if (!(t[k] >= 0 && t[k] <= 1e300) || (k && t[k] < t[k - 1]))
            status = shf_fail(error, SHF_ERR_VALUE, "t[%zu] = %g: times must lie in [0, 1e300] and increase",
                              k, t[k]);
    if (status)
        return status;
    shf_hinge_place *place = calloc(n ? n : 1, sizeof *place);
    if (!place)
        return shf_no_memory(error);
    status = shf_hinge_places(&model, &run, place, error);
    if (info)
        *info = run.info;
    for (size_t k = 0; status == SHF_OK && k < n; k++)
        gamma[k] = place[k].g;
    free(place);
    return status;
}
