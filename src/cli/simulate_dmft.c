/* shallowflow simulate dmft: training of the network of that theory, or of its Gaussian surrogate. */
#include "cli/commands.h"
#include "cli/dmft_panels.h"
#include <shallowflow/dmft_simulation.h>

static const shf_param_table *const sections[] = {&shf_dmft_params_table, &shf_dmft_training_table,
                                                  &shf_dmft_grid_table, &shf_dmft_control_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    return shf_dmft_simulate(params[0], params[1], params[2], params[3], progress, table, info, error);
}

static const char *const description[] = {
    "Trains the network of shallowflow dmft on n = alpha m d samples x ~ N(0, I_d), y = phi(x_1) + tau z, by "
    "projected gradient descent with all of them or with minibatches, or trains its Gaussian surrogate, for "
    "which "
    "the theory is exact as d grows (polynomials of degree 3 at most).  Each run has its own network and its "
    "own "
    "samples; the columns are means over the runs, then their standard errors.  The test error is exact.",
    "Time is that of the theory: an update of rate eta takes dt = eta/(alpha m).  --h poly:H0,H1,... trains "
    "the "
    "activation with positive coefficients sqrt(H_k).  With a cubic term hermite: with a negative one is the "
    "choice for which the theory describes the network: --h "
    "hermite:0,0.9486832980505138,0,-0.408248290463863 has "
    "the default h.",
    NULL};

static const example examples[] = {
    {"shallowflow simulate dmft --h hermite:0,0.9486832980505138,0,-0.408248290463863 --t-max 30",
     "the default h, with the sign that the theory describes"},
    {"shallowflow simulate dmft --dynamics sgd --batch 100 --dt 0.0333 --t-max 30",
     "minibatches of 100, rate 0.1"},
    {"shallowflow simulate dmft --dynamics surrogate --h poly:0,0.9,0.5 --m 5 --d 120 --t-max 12",
     "the Gaussian surrogate"},
    {NULL, NULL}};

static const sample smallest[] = {{"times", "0,1"}, {"seeds", "2"}, {"d", "2"},       {"m", "2"},
                                  {"alpha", "1"},   {"dt", "1"},    {"threads", "1"}, {NULL, NULL}};

const command simulate_dmft_command = {
    .name = "simulate dmft",
    .summary = "train the network of dmft, or its Gaussian surrogate, and measure it",
    .description = description,
    .examples = examples,
    .sections = sections,
    .unrecorded = 1,
    .run = run,
    .sample = smallest,
    .panels = dmft_panels,
    .n_panels = DMFT_PANELS,
};
