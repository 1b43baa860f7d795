/* Fuzz target: checkpoints of the dynamical mean-field equations. */
#include "checkpoint.h"
#include <shallowflow/dmft.h>

static shf_status compute(const char *path, const shf_progress *progress, shf_error *error)
{
    shf_dmft_params params = shf_dmft_params_default();
    shf_grid grid = shf_dmft_grid_default();
    shf_dmft_solver solver = shf_dmft_solver_default();
    shf_dmft_run_control files = shf_dmft_run_control_default();
    shf_table *table = NULL;
    shf_info info;
    char name[512];
    for (size_t k = 0; k < sizeof name; k++)
        if ((name[k] = path[k]) == '\0')
            break;
    grid.points = 3;
    grid.t_max = 1;
    solver.rtol = 1e-3;
    solver.stages = 2;
    files.checkpoint = name;
    files.checkpoint_every = 1e9;
    shf_status status = shf_dmft_run(&params, &grid, &solver, &files, progress, &table, &info, error);
    shf_table_free(table);
    return status;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_checkpoint_seeds(compute, 20);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_checkpoint(data, size, compute);
}
