/* shallowflow simulate timescales: training of the network of that theory. */
#include "cli/commands.h"
#include <shallowflow/timescales_simulation.h>

static const shf_param_table *const sections[] = {&shf_timescales_simulation_params_table,
                                                  &shf_timescales_training_table,
                                                  &shf_timescales_simulation_grid_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    return shf_timescales_simulate(params[0], params[1], params[2], progress, table, info, error);
}

static const shf_plot_curve risk_curves[] = {{"t", "risk", "risk", NULL},
                                             {"t", "train", "training loss", NULL}};
static const shf_plot_curve residual_curves[] = {{"t", "rho_0", "ρ_0", NULL},
                                                 {"t", "rho_1", "ρ_1", NULL},
                                                 {"t", "rho_2", "ρ_2", NULL},
                                                 {"t", "rho_3", "ρ_3", NULL},
                                                 {"t", "rho_4", "ρ_4", NULL}};

static const shf_plot_panel panels[] = {
    {"t", "risk", 1, 0, risk_curves, 2},
    {"t", "residual ρ_k", 1, 0, residual_curves, 5},
};

static const char *const description[] = {
    "Trains the network of shallowflow timescales on samples x ~ N(0, I_d), y = phi(x_1) + tau z: by "
    "stochastic gradient "
    "descent on fresh samples or by gradient descent on N of them, each run with other samples and the same "
    "initial "
    "network.  Means over the runs, with standard errors; the risk is estimated on a test set.",
    NULL};

static const example examples[] = {
    {"shallowflow simulate timescales --epsilon 0.05 --m 50 --d 100 --t-max 2", "one-pass SGD"},
    {"shallowflow simulate timescales --method gd --N 2000 --step 4e-3 --epsilon 0.05 --t-max 1",
     "a fixed training set"},
    {NULL, NULL}};

static const sample smallest[] = {{"points", "2"},   {"epsilon", "1"},     {"m", "2"},    {"d", "2"},
                                  {"t-max", "1e-3"}, {"test-size", "100"}, {"runs", "1"}, {NULL, NULL}};

const command simulate_timescales_command = {
    .name = "simulate timescales",
    .summary = "train the network of timescales by stochastic or full-batch gradient descent",
    .description = description,
    .examples = examples,
    .sections = sections,
    .run = run,
    .sample = smallest,
    .panels = panels,
    .n_panels = sizeof panels / sizeof panels[0],
};
