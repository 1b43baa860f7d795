/* Times to updates. */
#include "common/grid.h"
#include "common/report.h"
#include "simulation/hinge_record.h"
#include <stdlib.h>

shf_status shf_hinge_schedule_make(shf_hinge_schedule *plan, const shf_grid *grid,
                                   const shf_simulation_params *simulation,
                                   const shf_simulation_request *request, shf_error *error)
{
    double substeps = (double)simulation->substeps;
    *plan = (shf_hinge_schedule){.step = 1.0 / substeps};
    shf_grid clouds = {.t_max = 1, .points = 2, .times = request->clouds};
    shf_error inner = {SHF_OK, ""};
    shf_status status = shf_grid_updates(grid, substeps, &plan->row, &plan->n_rows, error);
    if (!status && request->clouds.n) {
        status = shf_grid_updates(&clouds, substeps, &plan->cloud, &plan->n_clouds, &inner);
        status = status ? shf_fail(error, status, "clouds: %.400s", inner.message) : SHF_OK;
    }
    if (status) {
        shf_hinge_schedule_free(plan);
        return status;
    }
    plan->last = plan->row[plan->n_rows - 1];
    if (plan->n_clouds && plan->cloud[plan->n_clouds - 1] > plan->last)
        plan->last = plan->cloud[plan->n_clouds - 1];
    return SHF_OK;
}

void shf_hinge_schedule_free(shf_hinge_schedule *plan)
{
    free(plan->row);
    free(plan->cloud);
    *plan = (shf_hinge_schedule){.row = NULL};
}
