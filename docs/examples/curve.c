/* Prints time, clock and fraction of unsatisfied samples of a lazy network. */
#include <shallowflow/shallowflow.h>
#include <stdio.h>

int main(void)
{
    shf_hinge_params params = shf_hinge_params_default(); /* the paper's default run */
    shf_hinge_request request = shf_hinge_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_table *curve = NULL;
    shf_error error;

    params.alpha = 100;
    if (shf_hinge_solve(&params, &request, &grid, &solver, NULL, &curve, NULL, &error) != SHF_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    const double *t = shf_table_column(curve, "t"), *gamma = shf_table_column(curve, "gamma");
    const double *f_U = shf_table_column(curve, "f_U");
    for (size_t k = 0; k < shf_table_rows(curve); k++)
        printf("%.6g\t%.12g\t%.12g\n", t[k], gamma[k], f_U[k]);
    shf_table_free(curve);
    return 0;
}
