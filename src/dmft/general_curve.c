/* The whole curve of neurons that are not alike, as a table with errors estimated from two resolutions. */
#include "common/blas.h"
#include "common/columns.h"
#include "common/report.h"
#include "dmft/general.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REFINEMENTS = 8, ESTIMATED = 4 }; /* errors of a, v, e_train, e_test */
enum { COLUMNS_MAX = 64 };
static const double COARSER = 5;
static const char *const estimated[ESTIMATED] = {"a", "v", "e_train", "e_test"};

typedef struct curve {
    const shf_dmft_neurons *start;
    shf_dmft_model *model;
    const shf_dmft_solver *solver;
    const double *t;
    size_t n;
    shf_dmft_path fine, coarse;
} curve;

/* ---- errors ---- */

/* Which of the four a column of the path belongs to; ESTIMATED if none. */
static size_t kind_of(const shf_dmft_neurons *start, size_t column)
{
    if (column < SHF_GENERAL_FIRST)
        return column == SHF_GENERAL_E_TRAIN ? 2 : 3;
    if (column >= SHF_GENERAL_FIRST + (2 + start->k) * start->m)
        return ESTIMATED;
    size_t place = (column - SHF_GENERAL_FIRST) % (2 + start->k);
    return place == 0 ? 0 : place <= start->k ? 1 : ESTIMATED;
}

/* Largest differences of the two runs so far, and largest values. */
static void raise(const curve *c, double t, double *fine, double *error, double *size)
{
    double coarse[COLUMNS_MAX];
    shf_dmft_path_at(&c->fine, t, fine);
    shf_dmft_path_at(&c->coarse, t, coarse);
    for (size_t j = 0; j < c->fine.columns; j++) {
        size_t kind = kind_of(c->start, j);
        if (kind == ESTIMATED)
            continue;
        error[kind] = fmax(error[kind], fabs(fine[j] - coarse[j]));
        size[kind] = fmax(size[kind], fabs(fine[j]));
    }
}

static double estimate(const curve *c)
{
    double error[ESTIMATED] = {0}, size[ESTIMATED] = {0}, value[COLUMNS_MAX], worst = 0;
    for (size_t j = 0; j < c->n; j++)
        raise(c, c->t[j], value, error, size);
    for (size_t k = 0; k < ESTIMATED; k++)
        worst = fmax(worst, size[k] > 0 ? error[k] / size[k] : 0);
    return worst;
}

/* ---- runs ---- */

static shf_status one_run(const curve *c, double resolution, double from, double to,
                          const shf_progress *progress, shf_dmft_path *path, shf_error *error)
{
    const shf_dmft_share share = {.progress = progress, .from = from, .to = to};
    return shf_general_march(c->start, c->model, c->solver, resolution, c->t[c->n - 1], &share, path, error);
}

/* Two runs, and more until the estimate meets rtol. */
static shf_status refine(curve *c, const shf_progress *progress, shf_info *info, shf_error *error)
{
    const shf_dmft_solver *solver = c->solver;
    double resolution = solver->step > 0 ? solver->step : solver->rtol,
           ratio = solver->step > 0 ? 2 : COARSER;
    shf_status status = one_run(c, ratio * resolution, 0, 0.1, progress, &c->coarse, error);
    for (int k = 0; status == SHF_OK; k++) {
        status = one_run(c, resolution, 0.1, 1, progress, &c->fine, error);
        info->steps += c->fine.n;
        info->evaluations += c->fine.iterations;
        if (status)
            break;
        info->estimated_error = estimate(c);
        if (solver->step > 0 || info->estimated_error <= solver->rtol)
            return SHF_OK;
        if (k == REFINEMENTS)
            return shf_fail(error, SHF_ERR_NUMERIC,
                            "rtol = %g: not reached; the estimated error stays at %.2g", solver->rtol,
                            info->estimated_error);
        shf_dmft_path_free(&c->coarse);
        c->coarse = c->fine;
        c->fine = (shf_dmft_path){.n = 0};
        resolution /= ratio;
    }
    return status;
}

/* ---- table ---- */

/* The columns of the path, in its order. */
static void add_columns(const shf_dmft_neurons *start, shf_table *table)
{
    shf_column_add(table, "", "time, unit of (D.1)", "t");
    shf_column_add(table, "", "training error, with the factor 1/2", "e_train");
    shf_column_add(table, "", "test error, with the factor 1/2 and the label noise", "e_test");
    for (size_t i = 1; i <= start->m; i++) {
        shf_column_add(table, "", "output weight", "a_%zu", i);
        shf_column_add(table, "", "overlap of the neuron with the target direction",
                       start->k == 1 ? "v_%zu" : "v_%zu_1", i);
        if (start->k > 1)
            shf_column_add(table, "", "overlap with the second target direction", "v_%zu_2", i);
        shf_column_add(table, "", "multiplier of the constraint |w_i| = 1", "nu_%zu", i);
    }
    for (size_t i = 1; i <= start->m; i++)
        for (size_t j = i + 1; j <= start->m; j++)
            shf_column_add(table, "", "overlap of two neurons", "C_%zu_%zu", i, j);
    shf_column_add(table, "", "response of the residuals to a constant", "int_RA");
    for (size_t k = 0; k < ESTIMATED; k++)
        shf_column_add(table, "", "largest estimated absolute error up to this time", "%s_error",
                       estimated[k]);
}

static shf_table *make_table(const curve *c)
{
    shf_table *table = shf_table_new();
    double value[COLUMNS_MAX], worst[ESTIMATED] = {0}, unused[ESTIMATED] = {0};
    double end = c->fine.n ? c->fine.t[c->fine.n - 1] * (1 + 1e-9) : -1;
    add_columns(c->start, table);
    for (size_t j = 0; j < c->n && c->t[j] <= end; j++) {
        raise(c, c->t[j], value, worst, unused);
        shf_row_number(table, c->t[j]);
        shf_row_numbers(table, value, c->fine.columns);
        shf_row_numbers(table, worst, ESTIMATED);
        shf_row_end(table);
    }
    return table;
}

/* ---- all of it ---- */

static shf_status solve(curve *c, const shf_progress *progress, shf_table **table, shf_info *info,
                        shf_error *error)
{
    *info = (shf_info){.estimated_error = NAN,
                       .method = "Radau collocation of the two-time equations, neuron by neuron"};
    shf_blas_enter();
    shf_status status = refine(c, progress, info, error);
    shf_blas_leave();
    if (status == SHF_OK || status == SHF_ERR_INTERRUPTED) {
        *table = make_table(c);
        status = shf_table_end(table, status, error);
    }
    shf_dmft_path_free(&c->fine);
    shf_dmft_path_free(&c->coarse);
    return status;
}

/* One model for each direction. */
static shf_status make_models(const shf_dmft_neurons_params *params, const shf_dmft_neurons *start,
                              shf_dmft_model *model, shf_error *error)
{
    if (start->k == 1 && params->target_2.kind != SHF_DMFT_TARGET_NONE)
        return shf_fail(error, SHF_ERR_VALUE,
                        "target-2: the neurons have no overlap with a second direction");
    for (size_t k = 0; k < start->k; k++) {
        shf_dmft_params one = shf_dmft_params_default();
        one.m = start->m;
        one.alpha = params->alpha;
        one.tau = params->tau;
        one.h = params->h;
        one.freeze_a = params->freeze_a;
        one.target = k ? params->target_2 : params->target;
        shf_error inner = {SHF_OK, ""};
        shf_status status = shf_dmft_model_make(&one, &model[k], &inner);
        if (status && k && strncmp(inner.message, "target", 6) == 0)
            return shf_fail(error, status, "target-2%s", inner.message + 6);
        if (status)
            return shf_fail(error, status, "%s", inner.message);
    }
    return SHF_OK;
}

shf_status shf_dmft_neurons_solve(const shf_dmft_neurons_params *params, const shf_dmft_neurons *neurons,
                                  const shf_grid *grid, const shf_dmft_solver *solver,
                                  const shf_progress *progress, shf_table **table, shf_info *info,
                                  shf_error *error)
{
    *table = NULL;
    shf_info unused;
    shf_dmft_model model[SHF_DMFT_DIRECTIONS_MAX];
    double *t = NULL;
    size_t n = 0;
    shf_status status = shf_params_validate(&shf_dmft_neurons_params_table, params, error);
    if (status == SHF_OK)
        status = shf_dmft_neurons_check(neurons, error);
    if (status == SHF_OK)
        status = make_models(params, neurons, model, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_dmft_solver_table, solver, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_dmft_grid_table, grid, error);
    if (status == SHF_OK)
        status = shf_grid_times(grid, &t, &n, error);
    if (status == SHF_OK) {
        curve c = {.start = neurons, .model = model, .solver = solver, .t = t, .n = n};
        status = solve(&c, progress, table, info ? info : &unused, error);
    }
    free(t);
    return status;
}
