/* shallowflow onset-map: onsets of overfitting over two parameters. */
#include "cli/commands.h"
#include "common/report.h"
#include <shallowflow/onset.h>
#include <stdlib.h>

static const shf_param_table *const sections[] = {&shf_hinge_params_table,      &shf_onset_map_table,
                                                  &shf_onset_request_table,     &shf_onset_solver_table,
                                                  &shf_onset_map_control_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    return shf_onset_map_solve(params[0], params[2], params[1], params[3], params[4], progress, table, info,
                               error);
}

/* ---- plot ---- */

static const struct {
    const char *column, *label;
} drawn[] = {{"t_best", "t_{best}"},
             {"error_test", "test error at t_{best}"},
             {"t_unlearn", "t_{unlearn}"},
             {"t_IJ", "t_{IJ}"}};
enum { N_DRAWN = sizeof drawn / sizeof drawn[0] };

static size_t map_panels(void *const *params, const shf_table *table, shf_plot_panel *panels)
{
    const shf_onset_map *map = params[1];
    const char *x = shf_table_column_name(table, 0), *y = shf_table_column_name(table, 1);
    if (map->x_points < 2 || map->y_points < 2)
        return 0;
    for (size_t k = 0; k < N_DRAWN; k++)
        panels[k] =
            (shf_plot_panel){.x_label = x,
                             .y_label = y,
                             .log_x = map->x_grid.kind == SHF_GRID_LOG,
                             .log_y = map->y_grid.kind == SHF_GRID_LOG,
                             .map = {x, y, drawn[k].column, drawn[k].label, 1, map->y_points, map->first}};
    return N_DRAWN;
}

/* Along the other axis, if one has a single value. */
static shf_status curve_panel(const shf_table *table, size_t number, shf_plot_panel *panel, shf_error *error)
{
    if (number > 0)
        return SHF_OK;
    size_t last = shf_table_rows(table) - 1;
    for (size_t j = 0; j < 2; j++) {
        const double *still = shf_table_column_at(table, j), *moving = shf_table_column_at(table, 1 - j);
        if (still[0] != still[last] || moving[0] == moving[last])
            continue;
        shf_plot_curve *curves = calloc(N_DRAWN, sizeof *curves);
        if (!curves)
            return shf_no_memory(error);
        for (size_t k = 0; k < N_DRAWN; k++)
            curves[k] =
                (shf_plot_curve){shf_table_column_name(table, 1 - j), drawn[k].column, drawn[k].label, NULL};
        *panel = (shf_plot_panel){.x_label = curves[0].x,
                                  .y_label = "t, test error",
                                  .log_x = moving[0] > 0 && moving[last] > 10 * moving[0],
                                  .log_y = 1,
                                  .curves = curves,
                                  .n_curves = N_DRAWN};
        return SHF_OK;
    }
    return SHF_OK;
}

static const char *const description[] = {
    "The onsets of shallowflow onset over a grid of two parameters, in parallel.  A row for each point: the "
    "two values, the times, the test error and the unsatisfied fraction at t_best or, without it, at the "
    "end, "
    "and the violated assumptions as a sum of bits.  --plot draws heat maps with contour lines; white is "
    "where "
    "an onset does not happen.",
    "With --checkpoint FILE an interrupted map, even a killed one, goes on where it was when the same "
    "command "
    "is given again, and gives the same bytes.",
    NULL};

static const example examples[] = {
    {"shallowflow onset-map --output map.tsv --plot map.svg", "samples per dimension against flipped labels"},
    {"shallowflow onset-map --x alpha --x-min 0.01 --x-max 100 --y M --y-min 50 --y-max 2000 --y-grid log",
     "rich and lazy, narrow and wide"},
    {"shallowflow onset-map --x-points 400 --y-points 400 --checkpoint map.state --output map.tsv",
     "a fine map that survives interruptions"},
    {NULL, NULL}};

static const sample smallest[] = {{"t-max", "1"}, {"x-points", "1"}, {"y-points", "1"}, {NULL, NULL}};

const command onset_map_command = {
    .name = "onset-map",
    .summary = "onsets of overfitting over a grid of two parameters",
    .description = description,
    .examples = examples,
    .sections = sections,
    .unrecorded = 1,
    .run = run,
    .sample = smallest,
    .more_panels = map_panels,
    .extra_panel = curve_panel,
};
