/* Compiled as C and as C++ against an installation, with every header in front. */
#include <shallowflow/shallowflow.h>
#include <stdio.h>

int main(void)
{
    shf_hinge_params params = shf_hinge_params_default();
    shf_hinge_request request = shf_hinge_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_table *table = NULL;
    shf_info info;
    shf_error error;

    params.delta = 0.1;
    if (shf_params_set(&shf_grid_table, &grid, "points", "5", &error) != SHF_OK ||
        shf_hinge_solve(&params, &request, &grid, &solver, NULL, &table, &info, &error) != SHF_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    printf("%s %lu %.9g\n", shf_version(), (unsigned long)shf_table_rows(table),
           shf_table_column(table, "gamma")[4]);
    shf_table_free(table);
    return 0;
}
