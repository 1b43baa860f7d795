/* Output times. */
#include "common/grid.h"
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
    *t = calloc(*n, sizeof **t);
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

shf_status shf_grid_check_least(const double *t, size_t n, double least, shf_error *error)
{
    for (size_t k = 0; k < n && k < 2; k++)
        if (t[k] > 0 && t[k] < least)
            return shf_fail(error, SHF_ERR_VALUE, "times: t = %g: must be 0 or at least %g", t[k], least);
    return SHF_OK;
}

/* ---- in updates ---- */

/* Nearest updates; equal ones become one.  Returns their number. */
static size_t nearest_updates(const double *t, size_t n, double substeps, size_t *update)
{
    size_t count = 0;
    for (size_t k = 0; k < n; k++) {
        size_t nearest = (size_t)llround(t[k] * substeps);
        if (count == 0 || nearest > update[count - 1])
            update[count++] = nearest;
    }
    return count;
}

/* The same for a spacing: those that would be equal move on, and back where the last one leaves no room. */
static size_t spaced_updates(const double *t, size_t n, double substeps, size_t *update)
{
    size_t first = (size_t)llround(t[0] * substeps), last = (size_t)llround(t[n - 1] * substeps), next = 0;
    if (n > last - first + 1)
        n = last - first + 1;
    for (size_t k = 0; k < n; k++, next++) {
        size_t nearest = (size_t)llround(t[k] * substeps);
        update[k] = next = nearest > next ? nearest : next;
    }
    for (size_t k = n; k-- > 0; last--)
        update[k] = last = update[k] < last ? update[k] : last;
    return n;
}

shf_status shf_grid_updates(const shf_grid *grid, double substeps, size_t **update, size_t *n,
                            shf_error *error)
{
    static const double most = 0x1p53; /* above this an update has no exact number */
    double *t = NULL;
    *update = NULL;
    shf_status status = shf_grid_times(grid, &t, n, error);
    if (status || !t || !*n)
        return status;
    if (!(t[*n - 1] * substeps < most))
        status =
            shf_fail(error, SHF_ERR_VALUE, "substeps = %g: t = %g is %g updates, at most 2^53 can be counted",
                     substeps, t[*n - 1], t[*n - 1] * substeps);
    else if (!(*update = malloc(*n * sizeof **update)))
        status = shf_no_memory(error);
    else
        *n = (grid->times.n ? nearest_updates : spaced_updates)(t, *n, substeps, *update);
    free(t);
    return status;
}
