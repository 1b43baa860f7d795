/* Output times. */
#include "common/params_text.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/solver.h>
#include <stdlib.h>
#include <string.h>

SHF_DEFINE_PARAMS(shf_grid, SHF_GRID_PARAMS, "grid", shf_grid);

static shf_status explicit_times(const shf_list *times, double *t, shf_error *error)
{
    for (size_t k = 1; k < times->n; k++)
        if (times->value[k] <= times->value[k - 1])
            return shf_fail(error, SHF_ERR_VALUE,
                            "times = ...,%.9g,%.9g,...: must increase, each later than the one before",
                            times->value[k - 1], times->value[k]);
    memcpy(t, times->value, times->n * sizeof *t);
    return SHF_OK;
}

static void spaced_times(const shf_grid *grid, double first, double *t)
{
    int log_spaced = grid->grid.kind == SHF_GRID_LOG;
    size_t last = grid->points - 1;
    for (size_t k = 0; k <= last; k++) {
        double u = (double)k / (double)last;
        t[k] =
            log_spaced ? exp((1 - u) * log(first) + u * log(grid->t_max)) : (1 - u) * first + u * grid->t_max;
    }
    t[0] = first;
    t[last] = grid->t_max;
}

shf_status shf_grid_times(const shf_grid *grid, double **t, size_t *n, shf_error *error)
{
    shf_status status = shf_params_validate(&shf_grid_table, grid, error);
    if (status)
        return status;
    int log_spaced = grid->grid.kind == SHF_GRID_LOG;
    double first = grid->t_min > 0 || !log_spaced ? grid->t_min : 1e-4 * grid->t_max;
    if (!grid->times.n && !(first < grid->t_max))
        return shf_fail(error, SHF_ERR_VALUE, "t-min = %g: must lie below t-max = %g", grid->t_min,
                        grid->t_max);
    *n = grid->times.n ? grid->times.n : grid->points;
    *t = malloc(*n * sizeof **t);
    if (!*t)
        return shf_no_memory(error);
    if (grid->times.n)
        status = explicit_times(&grid->times, *t, error);
    else
        spaced_times(grid, first, *t);
    if (status) {
        free(*t);
        *t = NULL;
    }
    return status;
}
