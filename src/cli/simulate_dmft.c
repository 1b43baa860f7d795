/* shallowflow simulate dmft: training of the network of that theory, or of its Gaussian surrogate. */
#include "cli/commands.h"
#include "cli/dmft_picture.h"
#include <shallowflow/dmft_simulation.h>

typedef struct input {
    shf_dmft_params dmft;
    shf_dmft_training training;
    shf_grid grid;
    shf_dmft_control control;
} input;

RUN(shf_dmft_simulate(&in->dmft, &in->training, &in->grid, &in->control, progress, table, info, error))

const command simulate_dmft_command = {
    .name = "simulate dmft",
    .answers = CHECKS,
    .summary = "train the network of dmft, or its Gaussian surrogate, and measure it",
    .description = PARAGRAPHS(
        "Trains the network of shallowflow dmft on n = alpha m d samples x ~ N(0, I_d), y = phi(x_1) + tau z, "
        "by projected gradient descent with all of them or with minibatches, or trains its Gaussian "
        "surrogate, for which the theory is exact as d grows (polynomials of degree 3 at most).  Each run has "
        "its own network and its own samples; the columns are means over the runs, then their standard "
        "errors.  The test error is exact.",
        "Time is that of the theory: an update of rate eta takes dt = eta/(alpha m) = 1/substeps.  --h poly:H0,H1,... "
        "trains the activation with positive coefficients sqrt(H_k).  With a cubic term hermite: with a "
        "negative one is the choice for which the theory describes the network: --h "
        "hermite:0,0.9486832980505138,0,-0.408248290463863 has the default h."),
    .examples = EXAMPLES(
        {"shallowflow simulate dmft --h hermite:0,0.9486832980505138,0,-0.408248290463863 --t-max 30",
         "the default h, with the sign that the theory describes"},
        {"shallowflow simulate dmft --dynamics sgd --batch 100 --substeps 30 --t-max 30",
         "minibatches of 100, rate 0.1"},
        {"shallowflow simulate dmft --dynamics surrogate --h poly:0,0.9,0.5 --m 5 --d 120 --t-max 12",
         "the Gaussian surrogate"}),
    .sections = SECTIONS(SECTION(dmft, shf_dmft_params), SECTION(training, shf_dmft_training),
                         SECTION(grid, shf_dmft_grid), SECTION(control, shf_dmft_control)),
    .unrecorded = 1,
    .run = run,
    .sample = "--times 0,1 --runs 2 --d 2 --m 2 --alpha 1 --substeps 1 --threads 1",
    .draw = dmft_draw,
};
