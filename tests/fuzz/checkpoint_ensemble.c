/* Fuzz target: checkpoints of an ensemble of trained networks. */
#include "checkpoint.h"
#include <shallowflow/simulation.h>
#include <stdio.h>

static shf_status compute(const char *path, const shf_progress *progress, shf_error *error)
{
    static double cloud_times[] = {1, 3};
    shf_hinge_params params = shf_hinge_params_default();
    shf_simulation_params simulation = shf_simulation_params_default();
    shf_simulation_request request = shf_simulation_request_default();
    shf_simulation_control control = shf_simulation_control_default();
    shf_grid grid = shf_grid_default();
    shf_simulation_result result;
    shf_info info;
    char name[512];
    (void)snprintf(name, sizeof name, "%s", path);
    params.d = 3;
    params.M = 2;
    params.N = 5;
    simulation.runs = 2;
    simulation.test_size = 2;
    request.nodes = 1;
    request.satisfaction = 2;
    request.clouds = (shf_list){2, cloud_times};
    control.threads = 1;
    control.checkpoint = name;
    control.checkpoint_every = 1e9;
    grid.points = 3;
    grid.t_max = 4;
    shf_status status = shf_hinge_simulate(&params, &simulation, NULL, &request, &grid, &control, progress,
                                           &result, &info, error);
    if (status == SHF_OK || status == SHF_ERR_INTERRUPTED)
        shf_simulation_result_free(&result);
    return status;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_checkpoint_seeds(compute, 8);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_checkpoint(data, size, compute);
}
