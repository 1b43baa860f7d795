/* Second-order backward differences on a growing grid, each step a fixed point found by iteration. */
#include "common/report.h"
#include "dmft/lagrange.h"
#include "dmft/second_order/integrated.h"
#include <math.h>
#include <string.h>

enum { ITERATIONS_MAX = 50 };
static const double TOLERANCE = 1e-11; /* of the fixed point: errors of 1000 steps add up */
static const double SLACK = 1e-6;      /* how far e_train may rise in a step, relative to its start */
static const double SHRINK = 0.5, REGROW = 1.5;

/* Derivative at the new node: b[0] X[n] + b[1] X[n-1] + b[2] X[n-2]; in the first step, the trapezoidal rule,
 * b[0] X[1] + b[1] X[0] - dX/dt(0). */
typedef struct bdf2 {
    shf_dmft_integrated run;
    double b[3], step;
    double e_before, e_start;                           /* training error at the last node and at t = 0 */
    double first_a, first_v, first_c[SHF_DMFT_SECTORS]; /* derivatives at t = 0 */
} bdf2;

static void coefficients(bdf2 *s, double step)
{
    const shf_dmft_integrated *run = &s->run;
    size_t n = run->n;
    s->step = step;
    if (n == 1) {
        s->b[0] = 2 / step;
        s->b[1] = -2 / step;
        s->b[2] = 0;
        return;
    }
    double r = step / (run->t[n - 1] - run->t[n - 2]);
    s->b[0] = (1 + 2 * r) / (1 + r) / step;
    s->b[1] = -(1 + r) / step;
    s->b[2] = r * r / (1 + r) / step;
}

/* The part of the difference formula that is known. */
static double known(const bdf2 *s, double last, double before, double first)
{
    return s->run.n == 1 ? s->b[1] * last - first : s->b[1] * last + s->b[2] * before;
}

/* ---- first guess ---- */

/* Weights of the parabola (line, constant) through the last nodes, at the new one. */
static size_t extrapolation(const shf_dmft_integrated *run, double *weight)
{
    size_t n = run->n, points = n < 3 ? n : 3;
    double last[3];
    for (size_t j = 0; j < points; j++)
        last[j] = run->t[n - 1 - j];
    for (size_t j = 0; j < points; j++)
        weight[j] = shf_dmft_lagrange_term(points, last, j, 1, run->t[n]);
    return points;
}

static void predict_rows(bdf2 *s, int sector, const double *weight, size_t points)
{
    shf_dmft_integrated *run = &s->run;
    size_t n = run->n;
    double *c = run->c_row[sector], *f = run->f_row[sector];
    double r = n > 1 ? fmin(2, s->step / (run->t[n - 1] - run->t[n - 2])) : 0;
    memset(c, 0, (n + 1) * sizeof *c);
    memset(f, 0, (n + 1) * sizeof *f);
    for (size_t k = 0; k < points; k++) {
        const double *past = shf_dmft_history_row(&run->f[sector], n - 1 - k);
        for (size_t j = 0; j < n; j++)
            c[j] += weight[k] * shf_dmft_history_entry(&run->c[sector], n - 1 - k, j);
        c[n] += weight[k] * shf_dmft_history_entry(&run->c[sector], n - 1 - k, n - 1 - k);
        for (size_t j = 0; n >= points && j + points <= n; j++)
            f[j] += weight[k] * past[j];
    }
    if (n > 2) /* the last columns have no parabola */
        f[n - 2] = (1 + r) * shf_dmft_history_row(&run->f[sector], n - 1)[n - 2];
    f[n - 1] = n > 1 ? r * shf_dmft_history_row(&run->f[sector], n - 1)[n - 2] : s->step;
}

static void predict(bdf2 *s)
{
    shf_dmft_integrated *run = &s->run;
    size_t n = run->n;
    double weight[3];
    size_t points = extrapolation(run, weight);
    run->a[n] = run->v[n] = 0;
    for (size_t k = 0; k < points; k++) {
        run->a[n] += weight[k] * run->a[n - 1 - k];
        run->v[n] += weight[k] * run->v[n - 1 - k];
    }
    if (run->model->params.freeze_a.kind)
        run->a[n] = run->model->a0;
    for (int k = run->model->m > 1 ? SHF_DMFT_PERP : SHF_DMFT_PAR; k < SHF_DMFT_SECTORS; k++)
        predict_rows(s, k, weight, points);
}

/* ---- one iteration ---- */

static double replace(double *place, double value)
{
    double change = fabs(value - *place);
    *place = value;
    return change;
}

/* The larger one; a NaN stays. */
static double worse(double x, double y)
{
    return y <= x ? x : y;
}

static double update_correlations(bdf2 *s, int sector)
{
    shf_dmft_integrated *run = &s->run;
    size_t n = run->n;
    const shf_dmft_history *past = &run->c[sector];
    double *c = run->c_row[sector], rate = s->b[0] + run->nu + run->mu[sector][n], worst = 0;
    for (size_t j = 0; j < n; j++) {
        double before = n > 1 ? shf_dmft_history_entry(past, n - 2, j) : 0;
        double old = known(s, shf_dmft_history_entry(past, n - 1, j), before, s->first_c[sector]);
        worst = worse(worst, replace(&c[j], (run->sum_c[sector][j] - old) / rate));
    }
    if (sector == SHF_DMFT_PAR && run->model->m > 1) { /* else the constraint gives the diagonal */
        /* in the first step the diagonal by the trapezoidal rule along it, whose slope is twice that of
         * C(t,t') */
        double old = n > 1 ? known(s, c[n - 1], c[n - 2], 0) : 0;
        double value = n > 1 ? (run->sum_c[sector][n] - old) / rate
                             : (shf_dmft_history_row(past, 0)[0] +
                                s->step * (s->first_c[sector] + run->sum_c[sector][n])) /
                                   (1 + s->step * (run->nu + run->mu[sector][n]));
        worst = worse(worst, replace(&c[n], value));
    }
    return worst;
}

static double update_responses(bdf2 *s, int sector)
{
    shf_dmft_integrated *run = &s->run;
    size_t n = run->n;
    double *f = run->f_row[sector], rate = run->nu + run->mu[sector][n], worst = 0, largest = 0;
    for (size_t j = 0; j + 1 < n; j++) {
        double last = shf_dmft_history_row(&run->f[sector], n - 1)[j];
        double before = j + 2 < n ? shf_dmft_history_row(&run->f[sector], n - 2)[j] : 0;
        worst = worse(worst,
                      replace(&f[j], (run->sum_f[sector][j] - known(s, last, before, 0)) / (s->b[0] + rate)));
        largest = fmax(largest, fabs(f[j]));
    }
    double x = rate * s->step;
    worst = worse(worst, replace(&f[n - 1], x != 0 ? -expm1(-x) / rate : s->step));
    return worst / fmax(largest, fabs(f[n - 1]));
}

static double update(bdf2 *s)
{
    shf_dmft_integrated *run = &s->run;
    const shf_dmft_model *model = run->model;
    size_t n = run->n;
    double worst = 0;
    double *a = run->a, *v = run->v;
    double slope = shf_dmft_integrated_slope_v(run), rate = run->nu + run->mu[SHF_DMFT_PAR][n];
    slope += rate * v[n]; /* without the terms of v[n], which are implicit */
    worst = replace(&v[n], (slope - known(s, v[n - 1], n > 1 ? v[n - 2] : 0, s->first_v)) / (s->b[0] + rate));
    if (!model->params.freeze_a.kind) {
        double old = known(s, a[n - 1], n > 1 ? a[n - 2] : 0, s->first_a);
        double change = replace(&a[n], (run->slope_a - old) / s->b[0]);
        worst = worse(worst, change / (fabs(a[n]) + fabs(model->a0) + 1e-300));
    }
    for (int k = model->m > 1 ? SHF_DMFT_PERP : SHF_DMFT_PAR; k < SHF_DMFT_SECTORS; k++) {
        worst = worse(worst, update_correlations(s, k));
        worst = worse(worst, update_responses(s, k));
    }
    shf_dmft_integrated_constrain(run);
    return worst;
}

/* Whether the new node is found and plausible. */
static int solve(bdf2 *s, shf_dmft_path *path)
{
    shf_dmft_integrated *run = &s->run;
    double change = INFINITY, e_train;
    predict(s);
    for (int k = 0; k < ITERATIONS_MAX && change > TOLERANCE; k++) {
        path->iterations++;
        shf_dmft_integrated_evaluate(run);
        change = update(s);
        if (!(change < 1e3))
            return 0;
    }
    shf_dmft_integrated_evaluate(run);
    e_train = -0.5 * run->ca_row[run->n];
    return change <= TOLERANCE && e_train <= s->e_before + SLACK * s->e_start;
}

/* ---- the run ---- */

static shf_status keep(bdf2 *s, shf_dmft_path *path, shf_error *error)
{
    shf_dmft_point value;
    shf_dmft_integrated_observe(&s->run, &value);
    s->e_before = value.e_train;
    shf_status status = shf_dmft_path_add(path, s->run.t[s->run.n], value.all, error);
    return status ? status : shf_dmft_integrated_accept(&s->run, error);
}

static shf_status start(bdf2 *s, const shf_dmft_model *model, shf_dmft_path *path, shf_error *error)
{
    shf_status status = shf_dmft_integrated_make(&s->run, model, error);
    if (status)
        return status;
    s->first_a = s->run.slope_a;
    s->first_v = shf_dmft_integrated_slope_v(&s->run);
    for (int k = 0; k < SHF_DMFT_SECTORS; k++) {
        double unused;
        shf_dmft_integrated_slopes(&s->run, k, &s->first_c[k], &unused);
    }
    s->e_start = -0.5 * s->run.ca_row[0];
    return keep(s, path, error);
}

/* A step of this length or shorter; *step becomes the one made. */
static shf_status advance(bdf2 *s, double *step, shf_dmft_path *path, shf_error *error)
{
    size_t n = s->run.n;
    double t = s->run.t[n - 1], wanted = *step;
    for (;;) {
        if (!(*step > 1e-9 * wanted && t + *step > t))
            return shf_fail(
                error, SHF_ERR_NUMERIC,
                "t = %g: no step is short enough for the equations: a parameter is too large or too small",
                t);
        s->run.t[n] = t + *step;
        coefficients(s, *step);
        if (solve(s, path))
            return keep(s, path, error);
        path->rejected++;
        *step *= SHRINK;
    }
}

shf_status shf_dmft_bdf2_steps(const shf_dmft_march *march, double first, double growth, shf_dmft_path *path,
                               shf_error *error)
{
    bdf2 s = {.step = 0};
    double t = 0, t_max = march->t_max, step = INFINITY, total = log(fmax(1, growth * t_max / first)) + 1;
    shf_status status = shf_dmft_path_make(path, 1, error);
    if (status)
        return status;
    status = start(&s, march->model, path, error);
    while (status == SHF_OK && t < t_max * (1 - 1e-12)) {
        double done = growth * t < first ? growth * t / first : 1 + log(growth * t / first);
        status = shf_dmft_full(march->solver, s.run.n + 1, SHF_DMFT_HISTORIES)
                     ? shf_dmft_too_large(march->solver, t, s.run.n, error)
                     : shf_dmft_report(march, growth > 0 ? done / total : t / t_max, error);
        if (status)
            break;
        step = fmin(REGROW * step, fmax(first, growth * t));
        if (step > (t_max - t) * (1 - 1e-9))
            step = t_max - t;
        status = advance(&s, &step, path, error);
        t = s.run.n ? s.run.t[s.run.n - 1] : 0;
    }
    shf_dmft_integrated_free(&s.run);
    return status;
}
