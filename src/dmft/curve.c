/* The whole curve as a table, with errors estimated from two resolutions. */
#include "dmft/curve.h"
#include "common/blas.h"
#include "common/columns.h"
#include "common/report.h"
#include "dmft/run_files.h"
#include <math.h>

/* ---- table ---- */

SHF_DEFINE_COLUMNS(shf_dmft_point, SHF_DMFT_POINT, columns);

void shf_dmft_add_columns(shf_table *table)
{
    shf_column_add(table, "", "time, unit of (D.1)", "t");
    shf_columns_add(table, &columns, NULL);
    for (size_t k = 0; k < SHF_DMFT_ESTIMATED; k++)
        shf_column_add(table, "", "estimated absolute error up to this time", "%s_error",
                       columns.column[k].name);
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
    shf_dmft_add_columns(*table);
    shf_dmft_pair_rows(pair, *table);
    SHF_THEN(status, shf_dmft_run_files_close(files, error));
    return shf_table_end(table, status, error);
}

shf_status shf_dmft_run(const shf_dmft_params *params, const shf_grid *grid, const shf_dmft_solver *solver,
                        const shf_dmft_run_control *files, const shf_progress *progress, shf_table **table,
                        shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_info unused;
    shf_dmft_model model;
    const shf_dmft_run_control nothing = shf_dmft_run_control_default();
    shf_dmft_pair pair = {.march = {.model = &model, .solver = solver, .progress = progress}};
    shf_dmft_run_files opened = {
        .pair = &pair, .files = files ? files : &nothing, .info = info ? info : &unused};
    shf_status status = shf_dmft_model_make(params, &model, error);
    SHF_THEN(status, shf_params_validate(&shf_dmft_run_control_table, opened.files, error));
    SHF_THEN(status, shf_dmft_pair_open(&pair, grid, error));
    if (status)
        return status;
    *opened.info = (shf_info){.estimated_error = NAN, .method = shf_dmft_method(solver)};
    status = shf_dmft_run_files_open(&opened, grid, error);
    SHF_THEN(status, compute(&pair, &opened, table, error));
    shf_dmft_run_files_free(&opened);
    shf_dmft_pair_free(&pair);
    return status;
}

shf_status shf_dmft_solve(const shf_dmft_params *params, const shf_grid *grid, const shf_dmft_solver *solver,
                          const shf_progress *progress, shf_table **table, shf_info *info, shf_error *error)
{
    return shf_dmft_run(params, grid, solver, NULL, progress, table, info, error);
}
