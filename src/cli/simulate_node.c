/* shallowflow simulate node: training of the network of that theory. */
#include "cli/commands.h"
#include "cli/hinge_data.h"
#include "common/report.h"
#include <shallowflow/node_simulation.h>

typedef struct input {
    shf_node_params node;
    shf_node_training training;
    shf_optimiser optimiser;
    shf_simulation_file file;
    shf_grid grid;
    shf_node_training_control control;
} input;

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    input *in = data;
    const shf_node_experiment experiment = {&in->node, &in->training, &in->optimiser,
                                            &in->file, &in->grid,     &in->control};
    *table = NULL;
    shf_status status = hinge_data_dimension(&in->node.d, shf_node_params_default().d, &in->file, error);
    SHF_THEN(status, shf_node_simulate(&experiment, progress, table, info, error));
    return status;
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "loss, f_U", AXES_LOG, {"t", "loss", "training loss"},
                   {"t", "loss_test", "test loss"}, {"t", "f_U", "f_U"});
    PICTURE_CURVES(p, "t", "error", AXES_LOG, {"t", "error", "test error"},
                   {"t", "error_train", "training error"});
    PICTURE_CURVES(p, "t", "node means", AXES_LOG, {"t", "a2", "a^2"}, {"t", "w_par2", "w_{∥}^2"},
                   {"t", "rho2", "ρ^2"});
    PICTURE_CURVES(p, "t", "node means", AXES_LOG_X, {"t", "a", "a"}, {"t", "w_par", "w_{∥}"},
                   {"t", "a_w_par", "a w_{∥}"});
    picture_add_columns(p, PANEL("t", "field F", AXES_LOG_X), "t", "F[");
}

const command simulate_node_command = {
    .name = "simulate node",
    .answers = CHECKS,
    .summary = "train the network of node and measure it",
    .description = PARAGRAPHS(
        "Trains the network of shallowflow node, with any of its activations, losses, label rules and initial "
        "laws, by gradient descent on data drawn from the same laws or taken from a file.  Each run has its own "
        "network and its own data; the columns are means over the runs, then their standard errors.",
        "Minibatches, momentum, weight decay, rates of the two layers and schedules are those of the optimiser; "
        "by itself it descends with all samples at a constant rate."),
    .examples = EXAMPLES(
        {"shallowflow simulate node --activation erf --loss logistic --t-max 50 -o run.tsv",
         "three networks"},
        {"shallowflow simulate node --labels stripes:-1,1 --minibatch pass:100 --momentum 0.9 --eta 50 --t-max 20",
         "stochastic gradient descent with momentum"}),
    .sections = SECTIONS(SECTION(node, shf_node_params), SECTION(training, shf_node_training),
                         SECTION(optimiser, shf_optimiser), SECTION(file, shf_simulation_file),
                         SECTION(grid, shf_grid), SECTION(control, shf_node_training_control)),
    .unrecorded = 1,
    .redirect = hinge_data_redirect,
    .run = run,
    .sample = "--times 0,1 --runs 1 --d 2 --M 2 --N 10 --eta 1 --test-size 10 --threads 1",
    .draw = draw,
};
