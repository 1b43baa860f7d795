/* Fuzz target: checkpoints of a map of onsets. */
#include "checkpoint.h"
#include <shallowflow/onset.h>
#include <stdio.h>

static shf_status compute(const char *path, const shf_progress *progress, shf_error *error)
{
    shf_hinge_params params = shf_hinge_params_default();
    shf_onset_request request = shf_onset_request_default();
    shf_onset_map map = shf_onset_map_default();
    shf_onset_map_control control = shf_onset_map_control_default();
    shf_solver solver = shf_onset_solver_default();
    shf_table *table = NULL;
    shf_info info;
    char name[512];
    (void)snprintf(name, sizeof name, "%s", path);
    params.d = params.M = 10;
    solver.rtol = 1e-3;
    solver.max_steps = 3; /* a point that fails costs nothing, and is a row as well */
    map.x_points = 40;
    map.y_points = 2;
    control.threads = 1;
    control.checkpoint = name;
    control.checkpoint_every = 1e9;
    shf_status status =
        shf_onset_map_solve(&params, &request, &map, &solver, &control, progress, &table, &info, error);
    shf_table_free(table);
    return status;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_checkpoint_seeds(compute, 3);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_checkpoint(data, size, compute);
}
