/* Time grid of the per-sample theory. */
#include "common/report.h"
#include "hinge/cavity_internal.h"
#include "hinge/finite_size_path.h"
#include <math.h>
#include <stdlib.h>

enum { PROBES = 600 }; /* times at which the finite-size theory is asked how fast things change */

/* Steps: the clock moves by at most 0.05, f_U by 0.02, before samples are satisfied the noise by h/(20
 * alpha), afterwards t by a factor exp(1/16); finer by `resolution`. */
static const double steps_per_clock = 20, steps_per_fraction = 50, steps_per_margin = 20,
                    steps_per_log_time = 16;

/* The finite-size theory may end before the last probe: its states are NaN from there on. */
static double change(double now, double before)
{
    return isfinite(now) && isfinite(before) ? fabs(now - before) : 0;
}

/* Number of steps from 0 to each probe; `*first` is the last probe before any sample can be satisfied. */
static void count_steps(const double *t, const shf_finite_size_state *state, double target, double resolution,
                        double *count, size_t *first)
{
    double total = 0;
    *first = 0;
    for (size_t k = 1; k <= PROBES; k++) {
        double clock = change(state[k].gamma, state[k - 1].gamma);
        double fraction = change(state[k].f_U, state[k - 1].f_U);
        double margin = change(state[k].sigma, state[k - 1].sigma) / target;
        int begun = !(state[k].f_U >= 1 - 1e-4);
        if (!begun)
            *first = k;
        total += resolution * (steps_per_clock * clock + steps_per_fraction * fraction +
                               steps_per_margin * (begun ? 0 : margin) +
                               (begun ? steps_per_log_time * log(t[k] / t[k - 1]) : 0));
        count[k] = total;
    }
}

/* Inverts count(t) at the whole numbers. */
static shf_status invert(const double *t, const double *count, size_t first, shf_cavity_grid *grid,
                         shf_error *error)
{
    size_t steps = (size_t)ceil(fmax(count[PROBES], 2)), k = 1;
    double unit = count[PROBES] / (double)steps;
    *grid = (shf_cavity_grid){.steps = steps, .t = malloc((steps + 1) * sizeof *grid->t)};
    if (!grid->t)
        return shf_no_memory(error);
    grid->t[0] = 0;
    for (size_t n = 1; n <= steps; n++) {
        double target = unit * (double)n;
        while (k < PROBES && count[k] < target)
            k++;
        double part = (target - count[k - 1]) / (count[k] - count[k - 1]);
        grid->t[n] = t[k - 1] + fmin(part, 1) * (t[k] - t[k - 1]);
        if (grid->t[n] <= t[first])
            grid->first = n;
    }
    grid->t[steps] = t[PROBES];
    return SHF_OK;
}

shf_status shf_cavity_grid_make(const shf_finite_size_model *model, double t_end, double resolution,
                                shf_cavity_grid *grid, shf_error *error)
{
    *grid = (shf_cavity_grid){0};
    double t[PROBES + 1] = {0}, count[PROBES + 1] = {0};
    shf_finite_size_state *state = calloc(PROBES + 1, sizeof *state);
    if (!state)
        return shf_no_memory(error);
    double start = fmin(0.01 * shf_finite_size_natural_time(model), 0.01 * t_end);
    for (size_t k = 1; k <= PROBES; k++)
        t[k] = start * pow(t_end / start, (double)(k - 1) / (PROBES - 1));
    t[PROBES] = t_end;
    shf_solver solver = shf_onset_solver_default();
    solver.rtol = 1e-8;
    shf_hinge_run probes = {.solver = &solver, .t = t, .n = PROBES + 1};
    size_t first = 0;
    shf_status status = shf_finite_size_states(&model->params, &probes, state, error);
    if (!status) {
        count_steps(t, state, model->params.h / model->params.alpha, resolution, count, &first);
        status = invert(t, count, first, grid, error);
    }
    free(state);
    return status;
}

void shf_cavity_grid_free(shf_cavity_grid *grid)
{
    free(grid->t);
    *grid = (shf_cavity_grid){0};
}
