/* The CVODE adapter on problems with known solutions, and its refusals. */
#include "common/ode.h"
#include "support/test.h"

static const shf_solver accurate = {.rtol = 1e-10, .atol = 1e-14, .max_steps = 100000};

/* What the callbacks of the problems below see. */
typedef struct watch {
    double rate;
    double latest; /* largest time of a right-hand side */
    int crossed[8];
    double at[8], state[8];
    int n_events, stop_after;
} watch;

static shf_ode *start(const shf_ode_problem *problem, const shf_solver *solver, double t, const double *y)
{
    shf_ode *ode = NULL;
    shf_error error;
    shf_assert_ok(shf_ode_new(&ode, problem, solver, t, y, &error), error);
    return ode;
}

static void advance(shf_ode *ode, double t, double *y)
{
    shf_error error;
    shf_assert_ok(shf_ode_advance(ode, t, y, NULL, 0, &error), error);
}

/* ---- accuracy ---- */

/* y'' = -y: (cos t, -sin t) */
static int oscillate(double t, const double *y, double *out, void *context)
{
    watch *w = context;
    w->latest = fmax(w->latest, t);
    out[0] = y[1];
    out[1] = -y[0];
    return 0;
}

/* Largest error over 20 time units, and the number of steps. */
static double oscillator_error(shf_ode_method method, shf_ode_linear linear, double rtol, double *steps)
{
    watch w = {.latest = 0};
    shf_ode_problem problem = {.n = 2, .rhs = oscillate, .context = &w, .method = method, .linear = linear};
    shf_solver solver = {.rtol = rtol, .atol = rtol, .max_steps = 1000000};
    double y[2] = {1, 0}, worst = 0;
    shf_ode *ode = start(&problem, &solver, 0, y);
    for (int k = 1; k <= 20; k++) {
        advance(ode, k, y);
        worst = fmax(worst, hypot(y[0] - cos(k), y[1] + sin(k)));
    }
    shf_info info = {.steps = 0};
    shf_ode_report(ode, &info);
    *steps = (double)info.steps;
    shf_ode_free(ode);
    return worst;
}

/* The error of a step, root mean square in units of rtol |y| + atol <= 2 rtol, is below 1: sqrt(2) 2 rtol at
 * most in the plane.  The rotation keeps errors as they are, so they add up: the bound is their number times
 * that. And the tolerance is what limits the error: a factor 10^7 in rtol gains at least 10^5. */
START_TEST(error_follows_the_tolerance)
{
    const struct {
        shf_ode_method method;
        shf_ode_linear linear;
    } cases[] = {{SHF_ODE_ADAMS, SHF_ODE_FIXED_POINT},
                 {SHF_ODE_ADAMS, SHF_ODE_DENSE},
                 {SHF_ODE_BDF, SHF_ODE_DENSE},
                 {SHF_ODE_BDF, SHF_ODE_KRYLOV}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        double first = 0, last = 0, steps = 0;
        for (int digits = 4; digits <= 11; digits++) {
            double rtol = pow(10, -digits);
            last = oscillator_error(cases[k].method, cases[k].linear, rtol, &steps);
            shf_assert_below(last, SHF_TRUNC(2 * M_SQRT2 * steps, rtol));
            first = digits == 4 ? last : first;
        }
        shf_assert_below(last, 1e-5 * first);
    }
}

/* Outputs inside a step are interpolated: they cost nothing and do not disturb the steps.  (The first one
 * sets the scale of the first step, so both runs have it.) */
START_TEST(outputs_do_not_disturb_the_steps)
{
    watch w = {.latest = 0};
    shf_ode_problem problem = {
        .n = 2, .rhs = oscillate, .context = &w, .method = SHF_ODE_ADAMS, .linear = SHF_ODE_FIXED_POINT};
    double y[2] = {1, 0}, z[2] = {1, 0};
    shf_ode *often = start(&problem, &accurate, 0, y), *once = start(&problem, &accurate, 0, z);
    for (int k = 1; k <= 5000; k++) {
        double t = k * 0.002;
        advance(often, t, y);
        shf_assert_close(y[0], cos(t), 0, SHF_TRUNC(300, accurate.rtol));
        shf_assert_close(y[1], -sin(t), 0, SHF_TRUNC(300, accurate.rtol));
    }
    advance(once, 0.002, z);
    advance(once, 10, z);
    ck_assert_int_eq(memcmp(y, z, sizeof y), 0);
    shf_info a = {.steps = 0}, b = {.steps = 0};
    shf_ode_report(often, &a);
    shf_ode_report(once, &b);
    ck_assert_uint_eq(a.steps, b.steps);
    ck_assert_uint_lt(a.steps, 5000);
    shf_ode_free(often);
    shf_ode_free(once);
}

/* Two decays, one 10^20 times smaller: resolved when its own absolute tolerance says so. */
static int decay_both(double t, const double *y, double *out, void *context)
{
    (void)t, (void)context;
    out[0] = -y[0];
    out[1] = -2 * y[1] + 1e-20 * y[0];
    return 0;
}

START_TEST(absolute_tolerances_of_single_components)
{
    const double atol[2] = {1e-14, 1e-34};
    shf_ode_problem problem = {
        .n = 2, .rhs = decay_both, .method = SHF_ODE_BDF, .linear = SHF_ODE_DENSE, .atol_each = atol};
    double y[2] = {1, 0};
    shf_ode *ode = start(&problem, &accurate, 0, y);
    advance(ode, 3, y);
    shf_assert_close(y[0], exp(-3), SHF_TRUNC(300, accurate.rtol), 0);
    shf_assert_close(y[1], 1e-20 * (exp(-3) - exp(-6)), SHF_TRUNC(300, accurate.rtol), 0);
    shf_ode_free(ode);
}

/* The same by a scale of the components: both are measured by the first. */
static int scale_by_first(const double *y, double *scale, void *context)
{
    (void)context;
    scale[0] = fabs(y[0]);
    scale[1] = 1e-20 * fabs(y[0]);
    return 0;
}

static int scale_of_nothing(const double *y, double *scale, void *context)
{
    (void)y, (void)context;
    scale[0] = scale[1] = NAN;
    return 0;
}

START_TEST(scales_of_the_relative_tolerance)
{
    shf_ode_problem problem = {
        .n = 2, .rhs = decay_both, .method = SHF_ODE_BDF, .linear = SHF_ODE_DENSE, .scale = scale_by_first};
    shf_solver solver = {.rtol = 1e-10, .atol = 0, .max_steps = 100000};
    double y[2] = {1, 0};
    shf_ode *ode = start(&problem, &solver, 0, y);
    advance(ode, 3, y);
    shf_assert_close(y[0], exp(-3), SHF_TRUNC(300, solver.rtol), 0);
    shf_assert_close(y[1], 1e-20 * (exp(-3) - exp(-6)), SHF_TRUNC(300, solver.rtol), 0);
    shf_ode_free(ode);
    problem.scale = scale_of_nothing;
    shf_error error;
    ode = start(&problem, &solver, 0, y);
    shf_assert_fails(shf_ode_advance(ode, 3, y, NULL, 0, &error), SHF_ERR_NUMERIC, error, "at rtol = ");
    shf_ode_free(ode);
}

/* ---- stiffness ---- */

/* Prothero and Robinson: y' = -rate (y - cos t) - sin t, solution cos t. */
static int attracted(double t, const double *y, double *out, void *context)
{
    const watch *w = context;
    out[0] = -w->rate * (y[0] - cos(t)) - sin(t);
    return 0;
}

static int attracted_jacobian(double t, const double *y, double *out, void *context)
{
    (void)t, (void)y;
    out[0] = -((watch *)context)->rate;
    return 0;
}

static int attracted_product(double t, const double *y, const double *v, double *out, void *context)
{
    (void)t, (void)y;
    out[0] = -((watch *)context)->rate * v[0];
    return 0;
}

/* The solution turns on the scale 1, the attraction on 1e-6: an explicit method needs 5 million steps for
 * stability, an implicit one a few hundred. */
START_TEST(stiff_problem_with_every_linear_solver)
{
    for (int variant = 0; variant < 4; variant++) {
        watch w = {.rate = 1e6};
        shf_ode_problem problem = {.n = 1,
                                   .rhs = attracted,
                                   .context = &w,
                                   .method = SHF_ODE_BDF,
                                   .linear = variant < 2 ? SHF_ODE_DENSE : SHF_ODE_KRYLOV,
                                   .jacobian = variant == 1 ? attracted_jacobian : NULL,
                                   .product = variant == 3 ? attracted_product : NULL};
        shf_solver solver = {.rtol = 1e-8, .atol = 1e-8, .max_steps = 3000};
        double y[1] = {1};
        shf_ode *ode = start(&problem, &solver, 0, y);
        for (int k = 1; k <= 10; k++) {
            advance(ode, k, y);
            shf_assert_close(y[0], cos(k), 0, SHF_TRUNC(10, solver.rtol)); /* errors are damped at once */
        }
        shf_ode_free(ode);
    }
}

enum { CELLS = 60 };

/* Heat equation on CELLS inner points of [0, pi]: the modes sin(k x) decay with (2 sin(k dx/2)/dx)^2. */
static int conduct(double t, const double *y, double *out, void *context)
{
    (void)t, (void)context;
    const double dx = M_PI / (CELLS + 1);
    for (int j = 0; j < CELLS; j++)
        out[j] = ((j ? y[j - 1] : 0) - 2 * y[j] + (j + 1 < CELLS ? y[j + 1] : 0)) / (dx * dx);
    return 0;
}

static double mode_rate(int k)
{
    const double dx = M_PI / (CELLS + 1), root = 2 * sin(k * dx / 2) / dx;
    return root * root;
}

START_TEST(many_unknowns_by_krylov)
{
    const double dx = M_PI / (CELLS + 1);
    shf_ode_problem problem = {.n = CELLS, .rhs = conduct, .method = SHF_ODE_BDF, .linear = SHF_ODE_KRYLOV};
    shf_solver solver = {.rtol = 1e-8, .atol = 1e-10, .max_steps = 5000};
    double y[CELLS];
    for (int j = 0; j < CELLS; j++)
        y[j] = sin((j + 1) * dx) + sin(20 * (j + 1) * dx);
    shf_ode *ode = start(&problem, &solver, 0, y);
    const double times[] = {0.001, 0.01, 1};
    for (int i = 0; i < 3; i++) {
        advance(ode, times[i], y);
        for (int j = 0; j < CELLS; j++) {
            double x = (j + 1) * dx;
            double exact =
                sin(x) * exp(-mode_rate(1) * times[i]) + sin(20 * x) * exp(-mode_rate(20) * times[i]);
            shf_assert_close(y[j], exact, 0, SHF_TRUNC(100, solver.rtol));
        }
    }
    shf_ode_free(ode);
}

/* ---- roots ---- */

static int cosine(double t, const double *y, double *out, void *context)
{
    (void)y, (void)context;
    out[0] = cos(t);
    return 0;
}

/* Of y = sin t: the levels 1/2 and -1/4. */
static int levels(double t, const double *y, double *out, void *context)
{
    (void)t, (void)context;
    out[0] = y[0] - 0.5;
    out[1] = y[0] + 0.25;
    return 0;
}

static int record(double t, const double *y, const int *crossed, void *context)
{
    watch *w = context;
    ck_assert_int_lt(w->n_events, 8);
    w->at[w->n_events] = t;
    w->state[w->n_events] = y[0];
    w->crossed[w->n_events] = crossed[0] ? crossed[0] : 2 * crossed[1];
    w->n_events++;
    return w->n_events == w->stop_after;
}

/* Runs y = sin t to t = 10 in pieces of the given length. */
static void find_levels(watch *w, const int *directions, double piece)
{
    shf_ode_problem problem = {.n = 1,
                               .rhs = cosine,
                               .n_roots = 2,
                               .roots = levels,
                               .directions = directions,
                               .event = record,
                               .context = w,
                               .method = SHF_ODE_ADAMS,
                               .linear = SHF_ODE_FIXED_POINT};
    double y[1] = {0};
    shf_ode *ode = start(&problem, &accurate, 0, y);
    for (double t = piece; t < 10 + piece / 2 && !shf_ode_stopped(ode); t += piece) {
        advance(ode, t, y);
        if (!shf_ode_stopped(ode))
            shf_assert_close(y[0], sin(t), 0, SHF_TRUNC(300, accurate.rtol));
    }
    ck_assert_int_eq(shf_ode_stopped(ode), w->stop_after > 0);
    if (w->stop_after) { /* the state beyond is that at the root, and stays */
        advance(ode, 20, y);
        ck_assert(y[0] == w->state[w->n_events - 1]);
        advance(ode, 30, y);
        ck_assert(y[0] == w->state[w->n_events - 1]);
    }
    shf_ode_free(ode);
}

/* All crossings in order, whatever the outputs; the error of a crossing time is that of y over |cos t| > 0.8.
 */
START_TEST(roots_are_located)
{
    const double half = asin(0.5), quarter = asin(0.25);
    const double at[] = {half,
                         M_PI - half,
                         M_PI + quarter,
                         2 * M_PI - quarter,
                         2 * M_PI + half,
                         3 * M_PI - half,
                         3 * M_PI + quarter};
    const int crossed[] = {1, -1, -2, 2, 1, -1, -2};
    const double pieces[] = {10, 0.01};
    for (int j = 0; j < 2; j++) {
        watch w = {.n_events = 0};
        find_levels(&w, NULL, pieces[j]);
        ck_assert_int_eq(w.n_events, 7);
        for (int k = 0; k < 7; k++) {
            ck_assert_int_eq(w.crossed[k], crossed[k]);
            shf_assert_close(w.at[k], at[k], 0, SHF_TRUNC(400, accurate.rtol));
            shf_assert_close(w.state[k], abs(crossed[k]) == 1 ? 0.5 : -0.25, 0, SHF_TRUNC(1, accurate.rtol));
        }
    }
}

START_TEST(directions_select_roots)
{
    const int directions[2] = {1, -1};
    watch w = {.n_events = 0};
    find_levels(&w, directions, 10);
    ck_assert_int_eq(w.n_events, 4);
    const int crossed[] = {1, -2, 1, -2};
    for (int k = 0; k < 4; k++)
        ck_assert_int_eq(w.crossed[k], crossed[k]);
}

START_TEST(an_event_can_stop)
{
    const double pieces[] = {10, 0.01};
    for (int j = 0; j < 2; j++) {
        watch w = {.stop_after = 3};
        find_levels(&w, NULL, pieces[j]);
        ck_assert_int_eq(w.n_events, 3);
        shf_assert_close(w.at[2], M_PI + asin(0.25), 0, SHF_TRUNC(400, accurate.rtol));
    }
}

START_TEST(nothing_is_evaluated_beyond_a_stop_time)
{
    watch w = {.latest = 0};
    shf_ode_problem problem = {
        .n = 2, .rhs = oscillate, .context = &w, .method = SHF_ODE_ADAMS, .linear = SHF_ODE_FIXED_POINT};
    double y[2] = {1, 0};
    shf_ode *ode = start(&problem, &accurate, 0, y);
    shf_ode_set_stop(ode, 1.7);
    advance(ode, 1.7, y);
    shf_assert_below(w.latest, 1.7);
    shf_assert_close(y[0], cos(1.7), 0, SHF_TRUNC(300, accurate.rtol));
    advance(ode, 3, y);
    shf_assert_close(y[0], cos(3), 0, SHF_TRUNC(300, accurate.rtol));
    shf_ode_free(ode);
}

/* ---- refusals ---- */

/* Not a number beyond t = 1. */
static int ends_at_one(double t, const double *y, double *out, void *context)
{
    (void)context;
    out[0] = sqrt(1 - t) - y[0];
    return 0;
}

START_TEST(non_finite_derivative)
{
    const shf_ode_method methods[] = {SHF_ODE_ADAMS, SHF_ODE_BDF};
    const shf_ode_linear linear[] = {SHF_ODE_FIXED_POINT, SHF_ODE_DENSE};
    for (int k = 0; k < 2; k++) {
        shf_ode_problem problem = {.n = 1, .rhs = ends_at_one, .method = methods[k], .linear = linear[k]};
        double y[1] = {0};
        shf_error error;
        shf_ode *ode = start(&problem, &accurate, 0, y);
        advance(ode, 0.9, y);
        shf_assert_fails(shf_ode_advance(ode, 2, y, NULL, 0, &error), SHF_ERR_NUMERIC, error,
                         "the rate of change is not finite");
        shf_assert_close(strtod(error.message + strlen("t = "), NULL), 1, 0, 1e-2);
        shf_ode_free(ode);
        y[0] = NAN;
        shf_assert_fails(shf_ode_new(&ode, &problem, &accurate, 0, y, &error), SHF_ERR_NUMERIC, error,
                         "the initial state is not finite");
        ck_assert_ptr_null(ode);
        y[0] = 0;
        ode = start(&problem, &accurate, 1.5, y);
        shf_assert_fails(shf_ode_advance(ode, 2, y, NULL, 0, &error), SHF_ERR_NUMERIC, error,
                         "t = 1.5: the rate of change is not finite");
        shf_ode_free(ode);
    }
}

/* y' = y^2, y = 1/(1-t): no solution reaches t = 2. */
static int explode(double t, const double *y, double *out, void *context)
{
    (void)t, (void)context;
    out[0] = y[0] * y[0];
    return 0;
}

START_TEST(a_solution_that_ends)
{
    shf_ode_problem problem = {.n = 1, .rhs = explode, .method = SHF_ODE_BDF, .linear = SHF_ODE_DENSE};
    double y[1] = {1};
    shf_error error;
    shf_ode *ode = start(&problem, &accurate, 0, y);
    shf_assert_fails(shf_ode_advance(ode, 2, y, NULL, 0, &error), SHF_ERR_NUMERIC, error, "t = ");
    shf_assert_close(strtod(error.message + strlen("t = "), NULL), 1, 0, 1e-6);
    shf_ode_free(ode);
}

static int refuse(double t, const double *y, double *out, void *context)
{
    const watch *w = context;
    out[0] = y[0];
    return t > 0.5 ? (int)w->rate : 0;
}

/* The step shrinks until it does not move t any more; the sign of the answer makes no difference. */
START_TEST(a_derivative_that_cannot_be_had)
{
    for (int answer = -1; answer <= 1; answer += 2) {
        watch w = {.rate = answer};
        shf_ode_problem problem = {
            .n = 1, .rhs = refuse, .context = &w, .method = SHF_ODE_ADAMS, .linear = SHF_ODE_FIXED_POINT};
        double y[1] = {1};
        shf_error error;
        shf_ode *ode = start(&problem, &accurate, 0, y);
        shf_assert_fails(shf_ode_advance(ode, 1, y, NULL, 0, &error), SHF_ERR_NUMERIC, error,
                         "t = 0.5: the rate of change cannot be evaluated");
        shf_info info = {.steps = 0};
        shf_ode_report(ode, &info);
        ck_assert_uint_lt(info.steps, 2000);
        shf_ode_free(ode);
    }
}

START_TEST(number_of_steps)
{
    watch w = {.latest = 0};
    shf_ode_problem problem = {
        .n = 2, .rhs = oscillate, .context = &w, .method = SHF_ODE_ADAMS, .linear = SHF_ODE_FIXED_POINT};
    shf_solver solver = {.rtol = 1e-10, .atol = 1e-14, .max_steps = 50};
    double y[2] = {1, 0};
    shf_error error;
    shf_ode *ode = start(&problem, &solver, 0, y);
    shf_assert_fails(shf_ode_advance(ode, 1e6, y, NULL, 0, &error), SHF_ERR_NUMERIC, error,
                     "max-steps = 50: reached at t = ");
    ck_assert_ptr_nonnull(strstr(error.message, "before t = 1000000"));
    shf_info info = {.steps = 1000, .evaluations = 1000};
    shf_ode_report(ode, &info);
    ck_assert_uint_eq(info.steps, 1050); /* the report adds */
    ck_assert_uint_ge(info.evaluations, 1050);
    ck_assert_str_eq(info.method, "CVODE Adams");
    shf_ode_free(ode);
}

/* Asked at every step; the third answer is to stop. */
static int third_time(void *context, double fraction)
{
    ck_assert(fraction == 0.25);
    return ++*(int *)context == 3;
}

START_TEST(interruption)
{
    watch w = {.latest = 0};
    shf_ode_problem problem = {
        .n = 2, .rhs = oscillate, .context = &w, .method = SHF_ODE_BDF, .linear = SHF_ODE_DENSE};
    int asked = 0;
    shf_progress progress = {third_time, &asked};
    double y[2] = {1, 0};
    shf_error error;
    shf_ode *ode = start(&problem, &accurate, 0, y);
    shf_assert_fails(shf_ode_advance(ode, 10, y, &progress, 0.25, &error), SHF_ERR_INTERRUPTED, error,
                     "interrupted at t = ");
    ck_assert_int_eq(asked, 3);
    shf_info info = {.steps = 0};
    shf_ode_report(ode, &info);
    ck_assert_uint_eq(info.steps, 2);
    ck_assert_str_eq(info.method, "CVODE BDF");
    shf_assert_ok(shf_ode_advance(ode, 1, y, &progress, 0.25, &error), error); /* and it can go on */
    shf_assert_close(y[0], cos(1), 0, SHF_TRUNC(300, accurate.rtol));
    shf_ode_free(ode);
    shf_ode_free(NULL);
}

SHF_TEST_MAIN("common/ode", error_follows_the_tolerance, outputs_do_not_disturb_the_steps,
              absolute_tolerances_of_single_components, scales_of_the_relative_tolerance,
              stiff_problem_with_every_linear_solver, many_unknowns_by_krylov, roots_are_located,
              directions_select_roots, an_event_can_stop, nothing_is_evaluated_beyond_a_stop_time,
              non_finite_derivative, a_solution_that_ends, a_derivative_that_cannot_be_had, number_of_steps,
              interruption)
