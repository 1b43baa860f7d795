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

/* A model on its way, and when it arrived at y_arrived (inf if not yet). */
typedef struct journey {
    const shf_hinge_model *model;
    double s_arrived;
} journey;

static int rhs(double log_s, const double *y, double *out, void *context)
{
    const shf_hinge_model *model = ((const journey *)context)->model;
    *out = exp(log_s) / shf_hinge_slowness(model, shf_hinge_place_at(model, *y));
    return 0;
}

static int arrived(double log_s, const double *y, double *out, void *context)
{
    (void)log_s, (void)context;
    *out = *y - y_arrived;
    return 0;
}

static int note_arrival(double log_s, const double *y, const int *crossed, void *context)
{
    (void)y, (void)crossed;
    ((journey *)context)->s_arrived = exp(log_s);
    return 1;
}

/* After the arrival y grows with constant speed. */
static double y_after_arrival(const journey *j, double s)
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

/* Integrates through the outputs k >= first; tolerance of y is `tolerance`. */
static shf_status integrate(const shf_hinge_model *model, const shf_solver *solver, double tolerance,
                            const double *t, size_t first, size_t n, const shf_progress *progress,
                            shf_hinge_place *place, size_t *done, shf_info *info, shf_error *error)
{
    journey j = {model, INFINITY};
    shf_ode_problem problem = {.n = 1,
                               .rhs = rhs,
                               .n_roots = isinf(model->g_inf) ? 0 : 1,
                               .roots = arrived,
                               .event = note_arrival,
                               .context = &j,
                               .method = SHF_ODE_ADAMS,
                               .linear = SHF_ODE_FIXED_POINT};
    shf_solver settings = *solver;
    settings.atol = tolerance;
    settings.rtol = 0.01 * tolerance;
    double g = model->g_linear, x = log(g / model->initial_r);
    double y = shf_hinge_coordinate(model, (shf_hinge_place){g, model->g_inf - g});
    shf_ode *ode = NULL;
    shf_status status = shf_ode_new(&ode, &problem, &settings, x, &y, error);
    for (size_t k = first; status == SHF_OK && k < n; k++) {
        double fraction = (double)(k - first) / (double)(n - first);
        double log_s = log(model->speed) + log(t[k]);
        status = shf_ode_advance(ode, log_s, &y, progress, fraction, error);
        if (status == SHF_OK) {
            place[k] =
                shf_hinge_place_at(model, exp(log_s) > j.s_arrived ? y_after_arrival(&j, exp(log_s)) : y);
            *done = k + 1;
        }
    }
    if (ode)
        shf_ode_report(ode, info);
    shf_ode_free(ode);
    return status ? in_time(status, t[*done < n ? *done : n - 1], error) : SHF_OK;
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

shf_status shf_hinge_places(const shf_hinge_model *model, const shf_solver *solver, const double *t, size_t n,
                            const shf_progress *progress, shf_hinge_place *place, size_t *done,
                            shf_info *info, shf_error *error)
{
    *info = (shf_info){.method = "closed form"};
    size_t first = 0, coarse_done = 0;
    for (; first < n; first++) {
        double g = model->initial_r * model->speed * t[first];
        if (g > model->g_linear)
            break;
        place[first] = (shf_hinge_place){g, model->g_inf - g};
    }
    *done = first;
    if (first == n)
        return SHF_OK;
    shf_hinge_place *coarse = calloc(n, sizeof *coarse);
    if (!coarse)
        return shf_no_memory(error);
    /* the error is estimated by a second run at ten times the tolerance */
    double tolerance = solver->rtol + solver->atol;
    shf_info coarse_info = {.steps = 0};
    shf_status status = integrate(model, solver, tolerance, t, first, n, progress, place, done, info, error);
    if (status == SHF_OK)
        status = integrate(model, solver, 10.0 * tolerance, t, first, n, NULL, coarse, &coarse_done,
                           &coarse_info, error);
    if (status == SHF_OK)
        info->estimated_error = difference(place + first, coarse + first, n - first);
    free(coarse);
    return status;
}

shf_status shf_hinge_clock(const shf_hinge_params *params, const shf_solver *solver, const double *t,
                           size_t n, double *gamma, shf_info *info, shf_error *error)
{
    shf_hinge_model model;
    shf_info unused;
    size_t done = 0;
    shf_status status = shf_hinge_model_make(params, &model, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_hinge_solver_table, solver, error);
    for (size_t k = 0; status == SHF_OK && k < n; k++)
        if (!(t[k] >= 0 && t[k] <= 1e300) || (k && t[k] < t[k - 1]))
            status = shf_fail(error, SHF_ERR_VALUE, "t[%zu] = %g: times must lie in [0, 1e300] and increase",
                              k, t[k]);
    if (status)
        return status;
    shf_hinge_place *place = calloc(n ? n : 1, sizeof *place);
    if (!place)
        return shf_no_memory(error);
    status = shf_hinge_places(&model, solver, t, n, NULL, place, &done, info ? info : &unused, error);
    for (size_t k = 0; status == SHF_OK && k < n; k++)
        gamma[k] = place[k].g;
    free(place);
    return status;
}
