/* shallowflow timescales-scan: learning times against epsilon. */
#include "cli/commands.h"
#include "cli/panel.h"
#include <shallowflow/timescales.h>

static const shf_param_table *const sections[] = {
    &shf_timescales_params_table, &shf_timescales_scan_range_table, &shf_timescales_solver_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    return shf_timescales_scan(params[0], params[1], params[2], progress, table, info, error);
}

static const shf_plot_curve time_curves[] = {{"epsilon", "t_0", "t_0", "points"},
                                             {"epsilon", "t_1", "t_1", "points"},
                                             {"epsilon", "t_2", "t_2", "points"},
                                             {"epsilon", "t_3", "t_3", "points"},
                                             {"epsilon", "t_4", "t_4", "points"},
                                             {"epsilon", "predicted_t_0", "predicted t_0", "lines"},
                                             {"epsilon", "predicted_t_1", "predicted t_1", "lines"},
                                             {"epsilon", "predicted_t_2", "predicted t_2", "lines"},
                                             {"epsilon", "predicted_t_3", "predicted t_3", "lines"}};
static const shf_plot_curve slope_curves[] = {{"epsilon", "slope_0", "slope 0", "points"},
                                              {"epsilon", "slope_1", "slope 1", "points"},
                                              {"epsilon", "slope_2", "slope 2", "points"},
                                              {"epsilon", "slope_3", "slope 3", "points"},
                                              {"epsilon", "predicted_slope_0", "predicted 0", "lines"},
                                              {"epsilon", "predicted_slope_1", "predicted 1", "lines"},
                                              {"epsilon", "predicted_slope_2", "predicted 2", "lines"},
                                              {"epsilon", "predicted_slope_3", "predicted 3", "lines"}};

static const shf_plot_panel panels[] = {
    {"ε", "half-learning times", 1, 1, time_curves, sizeof time_curves / sizeof time_curves[0]},
    {"ε", "d log t / d log ε", 1, 0, slope_curves, sizeof slope_curves / sizeof slope_curves[0]},
};

static const char *const description[] = {
    "Half-learning times t_k over a range of epsilon, their closed forms, and the local slopes d log t_k / d "
    "log epsilon "
    "with what theory predicts for them at these epsilon: with which power of epsilon is each component "
    "learnt, and "
    "how far from its limit is that power?  Parallel over epsilon; the parameter epsilon itself is not used.",
    NULL};

static const example examples[] = {
    {"shallowflow timescales-scan --epsilon-min 1e-16 --plot powers.svg --output powers.tsv",
     "three powers of epsilon"},
    {"shallowflow timescales-scan --activation hermite:0,1,0,1 --target hermite:0,1,0,1 --m 50",
     "a gap: exponent zero"},
    {NULL, NULL}};

static const sample smallest[] = {{"epsilon-points", "2"}, {"epsilon-min", "0.1"},
                                  {"epsilon-max", "1"},    {"m", "2"},
                                  {"t-max", "1e-2"},       {NULL, NULL}};

const command timescales_scan_command = {
    .name = "timescales-scan",
    .summary = "learning times of wide two-layer networks against epsilon, with local slopes",
    .description = description,
    .examples = examples,
    .sections = sections,
    .run = run,
    .sample = smallest,
    .panels = panels,
    .n_panels = sizeof panels / sizeof panels[0],
};
