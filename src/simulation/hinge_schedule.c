/* Times to updates. */
#include "common/report.h"
#include "simulation/hinge_record.h"
#include <math.h>
#include <stdlib.h>

/* Above this an update has no exact number. */
static const double most_updates = 0x1p53;

/* Nearest update of each time; equal ones become one.  Returns their number. */
static size_t to_updates(const double *t, size_t n, double substeps, size_t *update)
{
    size_t count = 0;
    for (size_t k = 0; k < n; k++) {
        size_t nearest = (size_t)llround(t[k] * substeps);
        if (count == 0 || nearest > update[count - 1])
            update[count++] = nearest;
    }
    return count;
}

static shf_status check_times(const char *name, const double *t, size_t n, double substeps, shf_error *error)
{
    for (size_t k = 0; k < n; k++) {
        if (!(t[k] * substeps < most_updates))
            return shf_fail(error, SHF_ERR_VALUE, "%s: t = %g is %g updates, at most 2^53 can be counted",
                            name, t[k], t[k] * substeps);
        if (k && !(t[k] > t[k - 1]))
            return shf_fail(error, SHF_ERR_VALUE, "%s = ...,%g,%g,...: must increase", name, t[k - 1], t[k]);
    }
    return SHF_OK;
}

/* Moves times into the plan. */
static shf_status take_times(const char *name, const double *t, size_t n, double substeps, size_t **update,
                             size_t *count, shf_error *error)
{
    shf_status status = check_times(name, t, n, substeps, error);
    if (status)
        return status;
    *update = calloc(n ? n : 1, sizeof **update);
    if (!*update)
        return shf_no_memory(error);
    *count = to_updates(t, n, substeps, *update);
    return SHF_OK;
}

shf_status shf_hinge_schedule_make(shf_hinge_schedule *plan, const shf_grid *grid,
                                   const shf_simulation_params *simulation,
                                   const shf_simulation_request *request, shf_error *error)
{
    double *t = NULL, substeps = (double)simulation->substeps;
    size_t n = 0;
    *plan = (shf_hinge_schedule){.step = 1.0 / substeps};
    shf_status status = shf_grid_times(grid, &t, &n, error);
    if (status)
        return status;
    status = take_times("times", t, n, substeps, &plan->row, &plan->n_rows, error);
    free(t);
    if (status == SHF_OK)
        status = take_times("clouds", request->clouds.value, request->clouds.n, substeps, &plan->cloud,
                            &plan->n_clouds, error);
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
