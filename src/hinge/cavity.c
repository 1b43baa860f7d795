/* The per-sample theory stepped through time: the causal loop between the samples and the network. */
#include "hinge/cavity.h"
#include "common/constants.h"
#include "common/jobs.h"
#include "common/report.h"
#include "hinge/cavity_internal.h"
#include "hinge/model.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TRIALS = 10, MAX_REFINEMENTS = 2 };

/* Relative white noise that keeps the factor of the covariance (C.9) regular. */
static const double jitter = 1e-3;

/* Everything a run owns. */
typedef struct solution {
    const shf_finite_size_model *model;
    shf_cavity_grid grid;
    shf_cavity_paths paths;
    shf_cavity_response response;
    shf_cavity_sweep *sweep;
    double *cu, *factor;         /* steps x steps: E[r^2 u u'] and its Cholesky factor */
    double *chi, *last_chi;      /* steps + 2 */
    shf_finite_size_state *node; /* steps + 1 */
    double *old, *old_pull;      /* steps: means over each step of samples that were satisfied before */
    double pull, even;
    size_t done, trials; /* nodes finished, trial steps */
    shf_arena memory;    /* of the arrays above */
} solution;

static void solution_free(solution *r)
{
    shf_cavity_sweep_free(r->sweep);
    shf_cavity_response_free(&r->response);
    shf_cavity_paths_free(&r->paths);
    shf_cavity_grid_free(&r->grid);
    shf_arena_free(&r->memory);
}

static shf_status solution_make(solution *r, const shf_finite_size_model *model, shf_cavity_settings settings,
                                double t_end, shf_error *error)
{
    *r = (solution){.model = model, .pull = SHF_INV_SQRT_2PI * (1 - 2 * model->params.delta)};
    shf_status status = shf_cavity_grid_make(model, t_end, settings.resolution, &r->grid, error);
    if (status)
        return status;
    size_t steps = r->grid.steps;
    r->cu = shf_arena_doubles(&r->memory, steps * steps);
    r->factor = shf_arena_doubles(&r->memory, steps * steps);
    r->chi = shf_arena_doubles(&r->memory, steps + 2);
    r->last_chi = shf_arena_doubles(&r->memory, steps + 2);
    r->node = shf_arena_array(&r->memory, steps + 1, sizeof *r->node);
    r->old = shf_arena_doubles(&r->memory, steps);
    r->old_pull = shf_arena_doubles(&r->memory, steps);
    status = shf_arena_status(&r->memory, error);
    SHF_THEN(status, shf_cavity_response_make(model, steps, &r->response, error));
    SHF_THEN(status, shf_cavity_paths_make(&model->params, settings.samples, &r->grid, &r->paths, error));
    SHF_THEN(status, shf_cavity_sweep_new(&r->response, &r->paths, &r->sweep, error));
    return status;
}

/* ---- one step ---- */

/* Row n of the Cholesky factor of (C.9).  The averages are a covariance only up to their sampling error: the
 * row is never longer than the variance allows. */
static void factor_row(solution *r, size_t n)
{
    size_t steps = r->grid.steps;
    double *row = r->factor + n * steps, length2 = 0;
    const double *cu = r->cu + n * steps;
    for (size_t q = 0; q < n; q++) {
        const double *other = r->factor + q * steps;
        double sum = cu[q];
        for (size_t m = 0; m < q; m++)
            sum -= row[m] * other[m];
        row[q] = other[q] > 0 ? sum / other[q] : 0;
        length2 += row[q] * row[q];
    }
    double shrink = length2 > cu[n] ? sqrt(cu[n] / length2) : 1;
    for (size_t q = 0; q < n; q++)
        row[q] *= shrink;
    row[n] = sqrt(fmax(cu[n] - length2, 0) + jitter * cu[n]);
}

/* First guess of the rows of step n: those of the step before, moved along. */
static void predict(solution *r, size_t n)
{
    size_t steps = r->grid.steps;
    double *cu = r->cu + n * steps;
    memset(r->chi, 0, (steps + 2) * sizeof *r->chi);
    if (n == 0) {
        cu[0] = 1;
        return;
    }
    memcpy(cu, cu - steps, n * sizeof *cu);
    cu[n] = cu[n - 1];
    for (size_t m = 0; m <= n; m++)
        r->chi[m + 1] = r->last_chi[m];
}

/* Trials of step n until the samples confirm the pull and the restoring that were assumed. */
static void solve_step(solution *r, size_t n, shf_cavity_totals *totals)
{
    size_t steps = r->grid.steps;
    const shf_finite_size_model *model = r->model;
    double dt = r->grid.t[n + 1] - r->grid.t[n], pull = r->pull, even = r->even;
    predict(r, n);
    for (int k = 0; k < MAX_TRIALS; k++) {
        factor_row(r, n);
        shf_cavity_sweep_noise(r->sweep, n, r->factor + n * steps);
        shf_cavity_response_step(&r->response, n, dt, pull, even, r->chi);
        double before = r->chi[n + 1];
        shf_cavity_sweep_try(r->sweep, n, totals, r->cu + n * steps, r->chi);
        r->trials++;
        even = totals->even;
        double f0_slope = shf_cavity_a2(r->response.next_map) / sqrt(model->d) * 2 * model->k * dt;
        double change = (totals->pull - pull) / (1 - totals->pull_slope * f0_slope);
        pull += change;
        if (k > 0 && fabs(change) <= 1e-4 * fabs(pull) + 1e-7 &&
            fabs(r->chi[n + 1] - before) <= 2e-2 * fabs(before))
            break;
    }
    r->pull = pull;
    r->even = even;
}

static void observe(solution *r, size_t n, const shf_cavity_totals *totals)
{
    const shf_finite_size_model *model = r->model;
    double part[SHF_CAVITY_CHANNELS], V_perp = 0, g = r->response.gamma[n + 1], response = 0;
    shf_cavity_variance(&r->response, n + 1, r->cu, part, &V_perp);
    for (size_t q = 0; q <= n; q++)
        response += r->response.memory[q];
    double h = model->params.h, alpha = model->params.alpha;
    double Phi = alpha * response, f0 = r->response.f0[n + 1];
    r->node[n + 1] = (shf_finite_size_state){
        .gamma = g,
        .f0 = f0,
        .a2 = shf_cavity_a2(r->response.next_map),
        .w_par2 = shf_cavity_w2(r->response.next_map),
        .x_c = Phi < h ? (h - Phi) / (alpha * f0) : 0,
        .f_U = totals->fresh,
        .I = totals->fresh_pull,
        .error_train = totals->fresh_error + totals->old_error,
        .loss = (totals->fresh_loss + totals->old_loss) / alpha,
        .sigma = sqrt(part[0] + part[1] + part[2] + part[3]),
        .Phi = Phi,
        .V_perp = V_perp,
        .v0 = part[0],
        .v1 = part[1],
        .v2 = part[2],
        .v_rest = part[3],
    };
    r->old[n] = totals->old;
    r->old_pull[n] = totals->pull - 0.5 * (r->node[n].I + totals->fresh_pull);
    r->done = n + 1;
}

static shf_status step(solution *r, size_t n, int *ended, shf_error *error)
{
    size_t steps = r->grid.steps;
    shf_cavity_totals totals;
    solve_step(r, n, &totals);
    if (!isfinite(r->pull) || !isfinite(r->response.gamma[n + 1]) || !isfinite(totals.u))
        return shf_fail(error, SHF_ERR_NUMERIC, "t = %.9g: the per-sample theory met a non-finite value",
                        r->grid.t[n + 1]);
    factor_row(r, n);
    shf_cavity_sweep_noise(r->sweep, n, r->factor + n * steps);
    shf_cavity_response_accept(&r->response);
    memcpy(r->last_chi, r->chi, (n + 2) * sizeof *r->chi);
    observe(r, n, &totals);
    *ended = totals.u < 0.5 / r->model->N;
    return shf_cavity_sweep_accept(r->sweep, error);
}

/* ---- the whole run ---- */

static void observe_start(solution *r)
{
    const shf_hinge_params *p = &r->model->params;
    r->node[0] = (shf_finite_size_state){
        .a2 = 1, .w_par2 = 1, .x_c = INFINITY, .f_U = 1, .I = r->pull, .loss = p->h / (p->alpha * p->alpha)};
    r->node[0].V_perp = sqrt(r->model->mode[1].n * r->model->mode[1].initial);
}

static shf_status run_steps(solution *r, const shf_progress *progress, shf_error *error)
{
    size_t steps = r->grid.steps;
    int ended = 0;
    observe_start(r);
    for (size_t n = 0; n < steps && !ended; n++) {
        if (shf_stop(progress, (double)n / (double)steps))
            return shf_fail(error, SHF_ERR_INTERRUPTED, "interrupted at t = %.9g", r->grid.t[n]);
        shf_status status = step(r, n, &ended, error);
        if (status)
            return status;
    }
    return SHF_OK;
}

/* The samples that were satisfied before are known by their mean over each step; at a node it is interpolated
 * between the middles of the steps. */
static void complete_nodes(solution *r)
{
    const double *t = r->grid.t;
    for (size_t n = 1; n <= r->done; n++) {
        size_t next = n < r->done ? n : n - 1;
        double a = t[n] - t[n - 1], b = t[next + 1] - t[next];
        r->node[n].f_U += (r->old[n - 1] * b + r->old[next] * a) / (a + b);
        r->node[n].I += (r->old_pull[n - 1] * b + r->old_pull[next] * a) / (a + b);
    }
    r->node[0].error_train = r->node[1].error_train;
}

/* The state at time t, linear between nodes; beyond the last node nothing moves any more. */
static shf_finite_size_state state_at(const solution *r, double t, size_t *n)
{
    const double *grid = r->grid.t;
    while (*n + 1 < r->done && grid[*n + 1] < t)
        ++*n;
    double part = fmin((t - grid[*n]) / (grid[*n + 1] - grid[*n]), 1);
    const double *a = (const double *)&r->node[*n], *b = (const double *)&r->node[*n + 1];
    shf_finite_size_state state;
    double *out = (double *)&state;
    for (size_t k = 0; k < sizeof state / sizeof *out; k++)
        out[k] = a[k] == b[k] ? a[k] : (1 - part) * a[k] + part * b[k];
    shf_finite_size_state *s = &state;
    const shf_hinge_params *p = &r->model->params;
    if (t > grid[r->done])
        s->f_U = s->I = s->loss = 0;
    s->x_c = s->Phi < p->h ? (p->h - s->Phi) / (p->alpha * s->f0) : 0;
    s->J = shf_hinge_sampling_noise(p, s->f_U);
    const shf_finite_size_state *later = &r->node[*n + 1]; /* sigma and f0 start in proportion to t */
    s->error_test = SHF_INV_PI * (s->f0 != 0 ? atan2(s->sigma, s->f0) : atan2(later->sigma, later->f0));
    return state;
}

/* One solution on a time grid of the given resolution. */
static shf_status attempt(const shf_finite_size_model *model, shf_cavity_settings settings,
                          shf_hinge_run *run, shf_finite_size_state *state, shf_error *error)
{
    solution r;
    double t_last = run->t[run->n - 1];
    run->done = 0;
    shf_status status = solution_make(&r, model, settings, t_last > 0 ? t_last : 1, error);
    SHF_THEN(status, run_steps(&r, run->progress, error));
    if (!status || (status == SHF_ERR_INTERRUPTED && r.done > 0)) {
        complete_nodes(&r);
        size_t place = 0;
        for (; run->done < run->n && (!status || run->t[run->done] <= r.grid.t[r.done]); run->done++)
            state[run->done] = state_at(&r, run->t[run->done], &place);
    }
    run->info.steps += r.done;
    run->info.evaluations += r.trials;
    run->info.method = "implicit steps over quasi-random samples";
    solution_free(&r);
    return status;
}

shf_status shf_cavity_run(const shf_finite_size_model *model, shf_cavity_settings settings,
                          shf_hinge_run *run, shf_finite_size_state *state, shf_error *error)
{
    shf_status status = SHF_ERR_NUMERIC;
    for (int k = 0; k <= MAX_REFINEMENTS && status == SHF_ERR_NUMERIC; k++) {
        status = attempt(model, settings, run, state, error);
        settings.resolution *= 2;
    }
    return status;
}

static double relative_difference(double a, double b)
{
    return a == b ? 0 : fabs(a - b) / fmax(fabs(a), fabs(b));
}

/* Largest relative difference of two solutions while there are unsatisfied samples. */
static double difference(const shf_finite_size_state *state, const shf_finite_size_state *check, size_t n)
{
    double largest = 0;
    for (size_t k = 0; k < n && state[k].f_U > 0.01; k++) {
        const shf_finite_size_state *a = &state[k], *b = &check[k];
        largest = fmax(largest, relative_difference(a->error_test, b->error_test));
        largest = fmax(largest, relative_difference(a->V_perp, b->V_perp));
        largest = fmax(largest, relative_difference(a->f_U, b->f_U));
    }
    return largest;
}

shf_status shf_cavity_states(const shf_finite_size_model *model, shf_cavity_settings settings,
                             shf_hinge_run *run, shf_finite_size_state *state, shf_error *error)
{
    shf_status status = shf_cavity_run(model, settings, run, state, error);
    if (status)
        return status;
    shf_finite_size_state *check = malloc(run->n * sizeof *check);
    if (!check)
        return shf_no_memory(error);
    shf_hinge_run coarse = *run;
    coarse.progress = NULL;
    settings.samples /= 2;
    status = shf_cavity_run(model, settings, &coarse, check, error);
    run->info = coarse.info; /* of both */
    run->info.estimated_error = status ? 0 : difference(state, check, run->n);
    free(check);
    return status;
}
