/* The whole curve as a table, with errors estimated from two resolutions: of alike neurons, or of groups. */
#include "dmft/curve.h"
#include "common/blas.h"
#include "common/columns.h"
#include "common/report.h"
#include "dmft/run_files.h"
#include <math.h>

/* ---- table ---- */

SHF_DEFINE_COLUMNS(shf_dmft_point, SHF_DMFT_POINT, columns);

static void add_columns(const shf_dmft_groups *groups, shf_table *table)
{
    shf_column_add(table, "", "time, unit of (D.1)", "t");
    if (groups)
        shf_dmft_add_group_columns(groups, table);
    else
        shf_columns_add(table, &columns, NULL);
    for (size_t k = 0; k < SHF_DMFT_ESTIMATED; k++)
        shf_column_add(table, "",
                       groups ? "largest estimated absolute error up to this time"
                              : "estimated absolute error up to this time",
                       "%s_error", columns.column[k].name);
}

void shf_dmft_add_columns(shf_table *table)
{
    add_columns(NULL, table);
}

void shf_dmft_add_row(shf_table *table, double t, const shf_dmft_point *point, const double *worst)
{
    shf_row_number(table, t);
    shf_row_put(table, &columns, point);
    shf_row_numbers(table, worst, SHF_DMFT_ESTIMATED);
    shf_row_end(table);
}

/* ---- all of it ---- */

static shf_status compute(shf_dmft_pair *pair, const shf_dmft_run_files *files, shf_table **table,
                          shf_error *error)
{
    shf_blas_enter();
    shf_status status = shf_dmft_refine(pair, files->info, error);
    shf_blas_leave();
    if (status && status != SHF_ERR_INTERRUPTED)
        return status;
    *table = shf_table_new();
    add_columns(pair->march.groups, *table);
    shf_dmft_pair_rows(pair, *table);
    SHF_THEN(status, shf_dmft_run_files_close(files, error));
    return shf_table_end(table, status, error);
}

/* The pair has its model, and groups if there are any. */
static shf_status solve(shf_dmft_pair *pair, const shf_grid *grid, const shf_dmft_run_control *control,
                        shf_table **table, shf_info *info, shf_error *error)
{
    shf_info unused;
    const shf_dmft_run_control nothing = shf_dmft_run_control_default();
    shf_dmft_run_files opened = {
        .pair = pair, .files = control ? control : &nothing, .info = info ? info : &unused};
    shf_status status = shf_params_validate(&shf_dmft_run_control_table, opened.files, error);
    SHF_THEN(status, shf_dmft_pair_open(pair, grid, error));
    if (status)
        return status;
    *opened.info = (shf_info){.estimated_error = NAN, .method = shf_dmft_method(pair->march.solver)};
    status = shf_dmft_run_files_open(&opened, grid, error);
    SHF_THEN(status, compute(pair, &opened, table, error));
    shf_dmft_run_files_free(&opened);
    shf_dmft_pair_free(pair);
    return status;
}

shf_status shf_dmft_run(const shf_dmft_params *params, const shf_grid *grid, const shf_dmft_solver *solver,
                        const shf_dmft_run_control *files, const shf_progress *progress, shf_table **table,
                        shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_dmft_model model;
    shf_dmft_pair pair = {.march = {.model = &model, .solver = solver, .progress = progress}};
    shf_status status = shf_dmft_model_make(params, &model, error);
    return status ? status : solve(&pair, grid, files, table, info, error);
}

shf_status shf_dmft_solve(const shf_dmft_params *params, const shf_grid *grid, const shf_dmft_solver *solver,
                          const shf_progress *progress, shf_table **table, shf_info *info, shf_error *error)
{
    return shf_dmft_run(params, grid, solver, NULL, progress, table, info, error);
}

/* The target may have further directions, and m is the sum over groups. */
static shf_status model_of_groups(const shf_dmft_networks *networks, const shf_dmft_groups *groups,
                                  shf_dmft_model *model, shf_error *error)
{
    shf_dmft_params params = shf_dmft_params_default();
    double m = 0;
    for (size_t g = 0; g < groups->n; g++)
        m += groups->size[g];
    params.m = (size_t)m;
    params.alpha = networks->alpha;
    params.tau = networks->tau;
    params.h = networks->h;
    params.freeze_a = networks->freeze_a;
    params.target = networks->target;
    shf_status status = shf_dmft_model_make(&params, model, error);
    if (status == SHF_OK && networks->target_terms)
        status = shf_dmft_model_add_terms(model, networks->target_terms, groups->k, error);
    return status;
}

shf_status shf_dmft_groups_solve(const shf_dmft_networks *networks, const shf_dmft_groups *groups,
                                 const shf_grid *grid, const shf_dmft_solver *solver,
                                 const shf_dmft_run_control *control, const shf_progress *progress,
                                 shf_table **table, shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_dmft_model model;
    shf_dmft_pair pair = {
        .march = {.model = &model, .groups = groups, .solver = solver, .progress = progress}};
    shf_status status = shf_params_validate(&shf_dmft_networks_table, networks, error);
    SHF_THEN(status, shf_dmft_groups_check(groups, error));
    SHF_THEN(status, model_of_groups(networks, groups, &model, error));
    return status ? status : solve(&pair, grid, control, table, info, error);
}
