/* shallowflow map hinge: onsets of overfitting over two parameters. */
#include "cli/commands.h"
#include "common/report.h"
#include <shallowflow/onset.h>
#include <stdlib.h>

typedef struct input {
    shf_hinge_params hinge;
    shf_onset_map map;
    shf_onset_request request;
    shf_solver solver;
    shf_onset_map_control control;
} input;

RUN(shf_onset_map_solve(&in->hinge, &in->request, &in->map, &in->solver, &in->control, progress, table, info,
                        error))

/* ---- plot ---- */

static const struct {
    const char *column, *label;
} drawn[] = {{"t_best", "t_{best}"},
             {"error_test", "test error at t_{best}"},
             {"t_unlearn", "t_{unlearn}"},
             {"t_IJ", "t_{IJ}"}};
enum { N_DRAWN = sizeof drawn / sizeof drawn[0] };

static void draw_maps(picture *p, const shf_onset_map *map)
{
    const char *x = shf_table_column_name(p->table, 0), *y = shf_table_column_name(p->table, 1);
    for (size_t k = 0; k < N_DRAWN; k++)
        picture_add(p, (shf_plot_panel){
                           .x_label = picture_text(p, x),
                           .y_label = picture_text(p, y),
                           .log_x = map->x_grid.kind == SHF_GRID_LOG,
                           .log_y = map->y_grid.kind == SHF_GRID_LOG,
                           .map = {x, y, drawn[k].column, drawn[k].label, 1, map->y_points, map->first}});
}

/* Along the other axis, if one has a single value. */
static void draw_curves(picture *p)
{
    size_t last = shf_table_rows(p->table) - 1;
    for (size_t j = 0; j < 2; j++) {
        const double *still = shf_table_column_at(p->table, j),
                     *moving = shf_table_column_at(p->table, 1 - j);
        if (still[0] != still[last] || moving[0] == moving[last])
            continue;
        const char *x = shf_table_column_name(p->table, 1 - j);
        shf_plot_curve curves[N_DRAWN];
        for (size_t k = 0; k < N_DRAWN; k++)
            curves[k] = (shf_plot_curve){.x = x, .y = drawn[k].column, .title = drawn[k].label};
        picture_add(p, (shf_plot_panel){.x_label = picture_text(p, x),
                                        .y_label = "t, test error",
                                        .log_x = moving[0] > 0 && moving[last] > 10 * moving[0],
                                        .log_y = 1,
                                        .curves = curves,
                                        .n_curves = N_DRAWN});
    }
}

static void draw(picture *p)
{
    const shf_onset_map *map = &((const input *)p->input)->map;
    if (map->x_points > 1 && map->y_points > 1)
        draw_maps(p, map);
    draw_curves(p);
}

const command map_hinge_command = {
    .name = "map hinge",
    .also = "map",
    .answers = ONSETS,
    .summary = "onsets of overfitting over a grid of two parameters",
    .description = PARAGRAPHS(
        "The onsets of shallowflow onset over a grid of two parameters, in parallel.  A row for each point: "
        "the two values, the times, the test error and the unsatisfied fraction at t_best or, without it, at "
        "the end, and the violated assumptions as a sum of bits.  --plot draws heat maps with contour lines; "
        "white is where an onset does not happen.",
        "With --checkpoint FILE an interrupted map, even a killed one, goes on where it was when the same "
        "command is given again, and gives the same bytes."),
    .examples = EXAMPLES(
        {"shallowflow map --output map.tsv --plot map.svg", "samples per dimension against flipped labels"},
        {"shallowflow map --x alpha --x-min 0.01 --x-max 100 --y M --y-min 50 --y-max 2000 --y-grid "
         "log",
         "rich and lazy, narrow and wide"},
        {"shallowflow map --x-points 400 --y-points 400 --checkpoint map.state --output map.tsv",
         "a fine map that survives interruptions"}),
    .sections = SECTIONS(SECTION(hinge, shf_hinge_params), SECTION(map, shf_onset_map),
                         SECTION(request, shf_onset_request), SECTION(solver, shf_onset_solver),
                         SECTION(control, shf_onset_map_control)),
    .unrecorded = 1,
    .run = run,
    .sample = "--t-max 1 --x-points 1 --y-points 1",
    .draw = draw,
};
