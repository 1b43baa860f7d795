/* Two runs of one scheme, and more at ever finer resolution until their difference meets the tolerance. */
#include "dmft/pair.h"
#include "common/columns.h"
#include "common/grid.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REFINEMENTS = 8, ESTIMATED = SHF_DMFT_ESTIMATED, COLUMNS_MAX = SHF_DMFT_COLUMNS_MAX };

typedef shf_dmft_pair pair;

/* The schemes, by SHF_DMFT_...: ratio of the two resolutions, and the finer one that the first pair of runs
 * has: min(most, factor rtol^power), for explicit schemes in units of the fastest time. */
static const struct {
    shf_dmft_scheme march;
    const char *method;
    double ratio, most, factor, power;
    int uniform;
} scheme[] = {
    {shf_dmft_collocate, "Radau collocation of the two-time equations", 5, 1, 1, 1, 0},
    {shf_dmft_euler, "two-time equations, Euler steps", 2, 0.25, 30, 1, 1},
};

const char *shf_dmft_method(const shf_dmft_solver *solver)
{
    return scheme[solver->scheme.kind].method;
}

shf_status shf_dmft_times(const shf_dmft_solver *solver, const shf_grid *grid, double **t, size_t *n,
                          shf_error *error)
{
    shf_status status = shf_params_validate(&shf_dmft_solver_table, solver, error);
    SHF_THEN(status, shf_params_validate(&shf_dmft_grid_table, grid, error));
    SHF_THEN(status, shf_grid_times(grid, t, n, error));
    if (status)
        return status;
    status = shf_grid_check_least(*t, *n, 1e-100, error);
    if (status) {
        free(*t);
        *t = NULL;
    }
    return status;
}

shf_status shf_dmft_pair_open(pair *c, const shf_grid *grid, shf_error *error)
{
    shf_status status = shf_dmft_times(c->march.solver, grid, &c->t, &c->n, error);
    if (status == SHF_OK)
        c->march.t_max = c->t[c->n - 1];
    return status;
}

/* ---- errors ---- */

/* Largest differences of the two runs so far, and largest values of the fine one (NULL: not asked). */
static void raise(const pair *c, double t, double *fine, double *error, double *size)
{
    double coarse[COLUMNS_MAX];
    shf_dmft_path_at(&c->fine, t, fine);
    shf_dmft_path_at(&c->coarse, t, coarse);
    for (size_t j = 0; j < c->fine.columns; j++) {
        size_t kind = shf_dmft_kind(c->march.groups, j);
        if (kind >= ESTIMATED)
            continue;
        error[kind] = fmax(error[kind], fabs(fine[j] - coarse[j]));
        if (size)
            size[kind] = fmax(size[kind], fabs(fine[j]));
    }
}

double shf_dmft_relative_error(const double error[ESTIMATED], const double size[ESTIMATED])
{
    double worst = 0;
    for (size_t k = 0; k < ESTIMATED; k++)
        worst = fmax(worst, size[k] > 0 ? error[k] / size[k] : 0);
    return worst;
}

/* Whether nothing could be made coarser: then the two runs say nothing about an error. */
static int is_same(const pair *c)
{
    return c->fine.n > 1 && c->fine.n == c->coarse.n &&
           memcmp(c->fine.t, c->coarse.t, c->fine.n * sizeof *c->fine.t) == 0;
}

/* Sizes are those at all nodes; of groups, which have several columns for each of the
 * four, at the times of the comparison. */
static double estimate(const pair *c)
{
    double error[ESTIMATED] = {0}, size[ESTIMATED] = {0}, value[COLUMNS_MAX];
    int alike = !c->march.groups;
    if (is_same(c))
        return c->march.solver->step > 0 ? NAN : INFINITY;
    for (size_t j = 0; j < c->n; j++)
        raise(c, c->t[j], value, error, alike ? NULL : size);
    for (size_t j = 0; alike && j < c->fine.n; j++)
        for (size_t k = 0; k < ESTIMATED; k++)
            size[k] = fmax(size[k], fabs(c->fine.column[k][j]));
    return shf_dmft_relative_error(error, size);
}

shf_status shf_dmft_not_reached(const shf_dmft_solver *solver, const shf_info *info, shf_error *error)
{
    return shf_fail(error, SHF_ERR_NUMERIC, "rtol = %g: not reached; the estimated error stays at %.2g",
                    solver->rtol, info->estimated_error);
}

void shf_dmft_pair_rows(const pair *c, shf_table *table)
{
    double value[COLUMNS_MAX], worst[ESTIMATED] = {0};
    int same = is_same(c);
    if (same)
        shf_note_add(table, "warning: the second run cannot be made coarser: no error is estimated");
    double end = c->fine.n ? c->fine.t[c->fine.n - 1] * (1 + 1e-9) : -1;
    for (size_t j = 0; j < c->n && c->t[j] <= end; j++) {
        raise(c, c->t[j], value, worst, NULL);
        for (size_t k = 0; same && k < ESTIMATED; k++)
            worst[k] = NAN;
        shf_row_number(table, c->t[j]);
        shf_row_numbers(table, value, c->fine.columns);
        shf_row_numbers(table, worst, ESTIMATED);
        shf_row_end(table);
    }
}

/* ---- runs ---- */

static int kind(const pair *c)
{
    return c->march.groups ? SHF_DMFT_COLLOCATION : c->march.solver->scheme.kind;
}

/* At `coarser` times the resolution, from where march.state is, or from t = 0. */
static shf_status one_run(const pair *c, double coarser, shf_dmft_path *path, shf_error *error)
{
    shf_dmft_march march = c->march;
    march.resolution *= coarser;
    march.from = coarser > 1 ? 0 : 0.1;
    march.to = coarser > 1 ? 0.1 : 1;
    return scheme[kind(c)].march(&march, path, error);
}

static double first_resolution(const pair *c)
{
    const shf_dmft_march *march = &c->march;
    int k = kind(c);
    if (march->solver->step > 0)
        return march->solver->step;
    double unit = scheme[k].uniform ? fmin(shf_dmft_fastest_time(march->model), march->t_max) : 1;
    return unit * fmin(scheme[k].most, scheme[k].factor * pow(march->solver->rtol, scheme[k].power));
}

/* The next run begins at t = 0. */
static void forget_state(const pair *c)
{
    if (c->march.state)
        shf_dmft_collocation_free(&c->march.state->run);
}

/* The coarser run; an explicit scheme that turns out to be unstable starts again with shorter steps. */
static shf_status first_run(pair *c, double ratio, shf_error *error)
{
    shf_status status = SHF_OK;
    for (int k = 0; k <= REFINEMENTS; k++) {
        if (k > 0)
            shf_dmft_path_free(&c->coarse);
        status = one_run(c, ratio, &c->coarse, error);
        if (status != SHF_ERR_NUMERIC || c->march.solver->step > 0 || !scheme[kind(c)].uniform)
            break;
        c->march.resolution /= ratio;
    }
    if (status == SHF_OK) {
        forget_state(c);
        c->second = 1;
    }
    return status;
}

/* The fine run becomes the coarse one of the next pair. */
static void next_pair(pair *c, double ratio)
{
    forget_state(c);
    shf_dmft_path_free(&c->coarse);
    c->coarse = c->fine;
    c->fine = (shf_dmft_path){.n = 0};
    c->march.resolution /= ratio;
    c->refinement++;
}

shf_status shf_dmft_refine(pair *c, shf_info *info, shf_error *error)
{
    const shf_dmft_solver *solver = c->march.solver;
    double ratio = solver->step > 0 ? 2 : scheme[kind(c)].ratio;
    if (c->march.resolution == 0)
        c->march.resolution = first_resolution(c);
    shf_status status = c->second ? SHF_OK : first_run(c, ratio, error);
    while (status == SHF_OK) {
        status = one_run(c, 1, &c->fine, error);
        info->steps += c->fine.n;
        info->evaluations += c->fine.iterations;
        if (status)
            break;
        info->estimated_error = estimate(c);
        if (solver->step > 0 || info->estimated_error <= solver->rtol)
            return SHF_OK;
        if (c->refinement == REFINEMENTS)
            return shf_dmft_not_reached(solver, info, error);
        next_pair(c, ratio);
    }
    return status;
}

void shf_dmft_pair_free(pair *c)
{
    shf_dmft_path_free(&c->fine);
    shf_dmft_path_free(&c->coarse);
    free(c->t);
}
