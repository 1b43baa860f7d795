/* Collocation for neurons that are not alike, from t = 0 to the last time. */
#include "common/report.h"
#include "dmft/general.h"
#include <math.h>

enum { ITERATIONS_MAX = 80 };
static const double COARSE = 0.1; /* resolution that always suffices when the length of the panels is given */

/* ---- fixed point ---- */

static void set_scale(shf_dmft_general *run)
{
    size_t q = run->q, block = q * run->ld, k = 0;
    double a = 1e-300, nu = 0.1 / run->length, w = 1e-300;
    for (size_t r = 0; r < run->rows; r++)
        a = fmax(a, fabs(run->a[r]));
    for (size_t r = run->rows - run->m; r < run->rows; r++)
        nu = fmax(nu, fabs(run->nu[r]));
    for (size_t r = 0; r < block; r++)
        w = fmax(w, fabs(run->x.w[r]));
    for (size_t r = 0; r < q; r++)
        run->scale[k++] = a > 1e-300 ? a : 1;
    for (size_t r = 0; r < q; r++)
        run->scale[k++] = nu;
    for (size_t r = 0; r < run->directions * q + block; r++)
        run->scale[k++] = 1;
    for (size_t r = 0; r < block; r++)
        run->scale[k++] = w;
}

static int iterate(shf_dmft_general *run, double tolerance, int *iterations)
{
    for (*iterations = 1; *iterations <= ITERATIONS_MAX; ++*iterations) {
        if (!shf_dmft_general_image(run))
            return 0;
        set_scale(run);
        double change = shf_dmft_anderson_step(&run->anderson, run->x.a, run->g.a, run->scale);
        if (!(change < 1e6))
            return 0;
        if (change < tolerance)
            return 1;
    }
    return 0;
}

/* ---- is the panel good? ---- */

static double resolution_of(const shf_dmft_general *run)
{
    const shf_dmft_radau *radau = &run->radau;
    size_t m = run->m, last = run->rows - m;
    double size = fabs(shf_dmft_history_row(&run->ca, 0)[0]), a = 1e-300, tail = 0;
    for (size_t r = 0; r < run->q; r++)
        a = fmax(a, fabs(run->g.a[r]));
    for (size_t i = 0; i < m; i++) {
        tail = fmax(tail, shf_dmft_radau_tail(radau, run->a[last + i], run->g.a + i, m) / a);
        for (size_t k = 0; k < run->directions; k++)
            tail = fmax(tail, shf_dmft_radau_tail(radau, run->v[k][last + i], run->g.v[k] + i, m));
        for (size_t l = 0; l < run->rows; l++)
            tail = fmax(tail, shf_dmft_radau_tail(radau, shf_dmft_history_entry(&run->c, last + i, l),
                                                  run->g.c + i * run->ld + l, m * run->ld));
    }
    for (size_t l = 0; size > 0 && l < run->n; l++)
        tail = fmax(tail, shf_dmft_radau_tail(radau, shf_dmft_history_entry(&run->ca, run->n - 1, l),
                                              run->ca_row + l, run->nodes_ld) /
                              size);
    return tail;
}

/* The training error never increases: a panel where it does has found another fixed point. */
static int plausible(const shf_dmft_general *run, double slack)
{
    size_t last = run->radau.p - 1;
    double size = fabs(shf_dmft_history_row(&run->ca, 0)[0]);
    double before = -shf_dmft_history_entry(&run->ca, run->n - 1, run->n - 1);
    return -run->ca_row[last * run->nodes_ld + run->n + last] <= before + slack * size;
}

/* ---- the run ---- */

/* Time in which the fastest mode of the start changes by a factor of two or so. */
static double fastest_time(const shf_dmft_general *run)
{
    const shf_dmft_neurons *start = run->start;
    const shf_dmft_model *model = run->model;
    double square = 0, largest = 0, slope = 0;
    for (size_t i = 0; i < run->m; i++) {
        square += start->a[i] * start->a[i];
        largest = fmax(largest, fabs(start->a[i]));
        for (size_t k = 0; k < run->directions; k++)
            slope = fmax(slope, fabs(shf_dmft_general_slope(run, i, k)));
    }
    double rate = model->params.alpha *
                  ((square * shf_dmft_value(&model->h[1], 1) + model->h1) / (double)run->m + largest * slope);
    return 0.5 / rate;
}

static int full(const shf_dmft_general *run, const shf_dmft_solver *solver)
{
    double rows = (double)(run->rows + run->q), nodes = (double)(run->n + run->radau.p);
    return 8 * (rows * rows + nodes * nodes) > 1e6 * solver->memory;
}

static shf_status keep(shf_dmft_general *run, double *value, shf_dmft_path *path, shf_error *error)
{
    for (size_t i = 0; i < run->radau.p; i++) {
        shf_dmft_general_observe(run, i, value);
        shf_status status = shf_dmft_path_add(path, run->t[run->n + i], value, error);
        if (status)
            return status;
    }
    return shf_dmft_general_accept(run, error);
}

/* One panel, of the length wanted or shorter; *length becomes that of the next. */
static shf_status advance(shf_dmft_general *run, double resolution, double *length, double *value,
                          shf_dmft_path *path, shf_error *error)
{
    double tolerance = fmax(1e-12, fmin(1e-7, 1e-3 * resolution)), t = run->t[run->n - 1], wanted = *length;
    while (*length > 1e-9 * wanted && t + 1e-3 * *length > t) {
        int iterations;
        shf_status status = shf_dmft_general_predict(run, *length, error);
        if (status)
            return status;
        int converged = iterate(run, tolerance, &iterations);
        path->iterations += (size_t)iterations;
        double tail = converged && plausible(run, fmax(resolution, 1e-10)) ? resolution_of(run) : NAN;
        if (tail <= fmax(2 * resolution, 1e-11)) {
            *length = shf_dmft_next_length(*length, tail, iterations, resolution, run->radau.p);
            return keep(run, value, path, error);
        }
        path->rejected++;
        double next = shf_dmft_next_length(*length, tail, iterations, resolution, run->radau.p);
        *length = tail > 0 ? fmin(next, 0.7 * *length) : 0.5 * *length;
    }
    return shf_fail(
        error, SHF_ERR_NUMERIC,
        "t = %g: no step is short enough for the equations: a parameter is too large or too small", t);
}

/* The state at t = 0 as a panel's node, so that it is observed like the others. */
static shf_status add_start(shf_dmft_general *run, double *value, shf_dmft_path *path, shf_error *error)
{
    const shf_dmft_neurons *start = run->start;
    size_t m = run->m, next = SHF_DMFT_GENERAL_FIRST;
    double e = -0.5 * shf_dmft_history_row(&run->ca, 0)[0];
    value[SHF_DMFT_GENERAL_E_TRAIN] = value[SHF_DMFT_GENERAL_E_TEST] = e;
    for (size_t i = 0; i < m; i++) {
        value[next++] = start->a[i];
        for (size_t k = 0; k < start->k; k++)
            value[next++] = start->v[i][k];
        value[next++] = run->nu[i];
    }
    for (size_t i = 0; i < m; i++)
        for (size_t j = i + 1; j < m; j++)
            value[next++] = start->c[i][j];
    value[next] = 1; /* int_RA */
    return shf_dmft_path_add(path, 0, value, error);
}

shf_status shf_dmft_general_collocate(const shf_dmft_march *march, shf_dmft_path *path, shf_error *error)
{
    enum {
        MOST = SHF_DMFT_GENERAL_FIRST + 4 * SHF_DMFT_NEURONS_MAX + SHF_DMFT_NEURONS_MAX * SHF_DMFT_NEURONS_MAX
    };
    const shf_dmft_solver *solver = march->solver;
    int given = solver->step > 0;
    shf_dmft_general run;
    double value[MOST], t_max = march->t_max, longest = given ? march->resolution : INFINITY;
    double resolution = given ? COARSE : march->resolution;
    shf_status status =
        shf_dmft_path_make_columns(path, solver->stages, shf_dmft_general_columns(march->neurons), error);
    if (status)
        return status;
    status = shf_dmft_general_make(&run, march->neurons, march->model, solver->stages, error);
    SHF_THEN(status, add_start(&run, value, path, error));
    if (status) {
        shf_dmft_general_free(&run);
        return status;
    }
    double t = 0, fastest = fastest_time(&run), length = shf_dmft_first_length(march, fastest);
    while (status == SHF_OK && t_max - t > 1e-12 * t_max) {
        double left = t_max - t;
        length = fmin(length, longest);
        length = length > left ? left : length > 0.5 * left ? 0.5 * left : length;
        status = full(&run, solver)
                     ? shf_dmft_too_large(solver, t, run.n, error)
                     : shf_dmft_report(march, shf_dmft_fraction(t, fmin(t_max, fastest), t_max), error);
        SHF_THEN(status, advance(&run, resolution, &length, value, path, error));
        t = run.t[run.n - 1];
    }
    shf_dmft_general_free(&run);
    return status;
}
