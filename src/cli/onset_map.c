/* shallowflow onset-map: onsets of overfitting over two parameters. */
#include "cli/commands.h"
#include <shallowflow/onset.h>

static const shf_param_table *(*const sections[])(void) = {
    shf_hinge_params_table, shf_onset_map_table,         shf_onset_request_table,
    shf_onset_solver_table, shf_onset_map_control_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    return shf_onset_map_solve(params[0], params[2], params[1], params[3], params[4], progress, table, info,
                               error);
}

static const char *const description[] = {
    "The onsets of shallowflow onset over a grid of two parameters, in parallel (OMP_NUM_THREADS sets "
    "the number of threads; the result does not depend on it).  A row for each point: the two values, "
    "the times, the test error and the unsatisfied fraction at t_best or, without it, at the end, and "
    "the violated assumptions as a sum of bits.",
    "An interrupted map keeps its finished rows; --first with their number computes the others.", NULL};

static const example examples[] = {
    {"shallowflow onset-map --output map.tsv", "samples per dimension against flipped labels"},
    {"shallowflow onset-map --x alpha --x-min 0.01 --x-max 100 --y M --y-min 50 --y-max 2000",
     "rich and lazy, narrow and wide"},
    {NULL, NULL}};

static const sample smallest[] = {{"t-max", "1"}, {"x-points", "1"}, {"y-points", "1"}, {NULL, NULL}};

const command onset_map_command = {
    .name = "onset-map",
    .summary = "onsets of overfitting over a grid of two parameters",
    .description = description,
    .examples = examples,
    .sections = sections,
    .run = run,
    .sample = smallest,
};
