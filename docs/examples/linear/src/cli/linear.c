/* shallowflow linear: a linear network that learns one mode. */
#include "cli/commands.h"
#include <shallowflow/linear.h>

typedef struct input {
    shf_linear_params linear;
    shf_grid grid;
    shf_solver solver;
} input;

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const input *in = data;
    return shf_linear_solve(&in->linear, &in->grid, &in->solver, progress, table, info, error);
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "gain and loss", AXES_LOG_X, {"t", "gain", "u v"}, {"t", "loss", "loss"});
}

const command linear_command = {
    .name = "linear",
    .summary = "a linear network that learns one mode of its data",
    .answers = CURVES,
    .description = PARAGRAPHS(
        "A linear network with one hidden layer learns one mode of its data: nothing for a long time, then "
        "all of it in a time of order one over the strength of the mode.",
        "Theory: A. M. Saxe, J. L. McClelland, S. Ganguli, arXiv:1312.6120."),
    .examples = EXAMPLES({"shallowflow linear --target 2 --t-max 10", "a mode of strength 2"}),
    .sections = SECTIONS(SECTION(linear, shf_linear_params), SECTION(grid, shf_grid),
                         SECTION(solver, shf_linear_solver)),
    .run = run,
    .sample = "--points 2 --t-max 1e-3",
    .draw = draw,
};
