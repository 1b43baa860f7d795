/* shallowflow simulate timescales: training of the network of that theory. */
#include "cli/commands.h"
#include <shallowflow/timescales_simulation.h>

typedef struct input {
    shf_timescales_params timescales;
    shf_timescales_training training;
    shf_grid grid;
} input;

RUN(shf_timescales_simulate(&in->timescales, &in->training, &in->grid, progress, table, info, error))

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "risk", AXES_LOG_X, {"t", "risk", "risk"}, {"t", "train", "training loss"});
    PICTURE_CURVES(p, "t", "residual ρ_k", AXES_LOG_X, {"t", "rho_0", "ρ_0"}, {"t", "rho_1", "ρ_1"},
                   {"t", "rho_2", "ρ_2"}, {"t", "rho_3", "ρ_3"}, {"t", "rho_4", "ρ_4"});
}

const command simulate_timescales_command = {
    .name = "simulate timescales",
    .answers = CHECKS,
    .summary = "train the network of timescales by stochastic or full-batch gradient descent",
    .description = PARAGRAPHS(
        "Trains the network of shallowflow timescales on samples x ~ N(0, I_d), y = phi(x_1) + tau z: by "
        "stochastic gradient descent on fresh samples or by gradient descent on N of them, each run with "
        "other samples and the same initial network.  Means over the runs, with standard errors; the risk is "
        "estimated on a test set."),
    .examples = EXAMPLES(
        {"shallowflow simulate timescales --epsilon 0.05 --m 50 --d 100 --t-max 2", "one-pass SGD"},
        {"shallowflow simulate timescales --dynamics gd --N 2000 --substeps 250 --epsilon 0.05 --t-max 1",
         "a fixed training set"}),
    .sections =
        SECTIONS(SECTION(timescales, shf_timescales_simulation_params),
                 SECTION(training, shf_timescales_training), SECTION(grid, shf_timescales_simulation_grid)),
    .run = run,
    .sample = "--points 2 --epsilon 1 --m 2 --d 2 --t-max 1e-3 --test-size 100 --runs 1",
    .draw = draw,
};
