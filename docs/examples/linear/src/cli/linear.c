/* shallowflow linear: a linear network that learns one mode. */
#include "cli/commands.h"
#include <shallowflow/linear.h>

static const shf_param_table *const sections[] = {&shf_linear_params_table, &shf_grid_table,
                                                  &shf_linear_solver_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    return shf_linear_solve(params[0], params[1], params[2], progress, table, info, error);
}

static const shf_plot_curve curves[] = {{"t", "gain", "u v", NULL}, {"t", "loss", "loss", NULL}};
static const shf_plot_panel panels[] = {{"t", "gain and loss", 1, 0, curves, 2}};

static const char *const description[] = {
    "A linear network with one hidden layer learns one mode of its data: nothing for a long time, then all "
    "of "
    "it in a time of order one over the strength of the mode.",
    "Theory: A. M. Saxe, J. L. McClelland, S. Ganguli, arXiv:1312.6120.", NULL};

static const example examples[] = {{"shallowflow linear --target 2 --t-max 10", "a mode of strength 2"},
                                   {NULL, NULL}};
static const sample smallest[] = {{"points", "2"}, {"t-max", "1e-3"}, {NULL, NULL}};

const command linear_command = {
    .name = "linear",
    .summary = "a linear network that learns one mode of its data",
    .description = description,
    .examples = examples,
    .sections = sections,
    .run = run,
    .sample = smallest,
    .panels = panels,
    .n_panels = 1,
};
