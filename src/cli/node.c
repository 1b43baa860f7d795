/* shallowflow node: the general single-node mean field. */
#include "cli/commands.h"
#include "cli/panel.h"
#include <shallowflow/node.h>

static const shf_param_table *const sections[] = {&shf_node_params_table, &shf_node_request_table,
                                                  &shf_grid_table, &shf_node_solver_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    return shf_node_solve(params[0], params[1], params[2], params[3], progress, table, info, error);
}

static const shf_plot_curve loss_curves[] = {
    {"t", "loss", "loss", NULL}, {"t", "error", "error", NULL}, {"t", "f_U", "f_U", NULL}};
static const shf_plot_curve second_curves[] = {
    {"t", "a2", "a^2", NULL}, {"t", "w_par2", "w_{∥}^2", NULL}, {"t", "rho2", "ρ^2", NULL}};
static const shf_plot_curve first_curves[] = {
    {"t", "a", "a", NULL}, {"t", "w_par", "w_{∥}", NULL}, {"t", "a_w_par", "a w_{∥}", NULL}};

static const shf_plot_panel panels[] = {
    {"t", "loss, error, unsatisfied fraction", 1, 1, loss_curves, 3},
    {"t", "mean over the nodes", 1, 1, second_curves, 3},
    {"t", "mean over the nodes", 1, 0, first_curves, 3},
};

/* The field at the projections asked for. */
static shf_status field_panel(const shf_table *table, size_t k, shf_plot_panel *panel, shf_error *error)
{
    if (k > 0)
        return SHF_OK;
    *panel = (shf_plot_panel){.x_label = "t", .y_label = "field F", .log_x = 1};
    return panel_of_columns(table, "t", "F[", panel, error);
}

static const char *const description[] = {
    "Mean-field theory of a one-hidden-layer network with any of the activations, losses, label rules, "
    "data laws and initial laws below.  The population of nodes (a, w_par, |w_perp|) is a set of "
    "quadrature nodes over the initial law, integrated by CVODE in the field F that it makes itself.",
    "With ReLU, the hinge loss, sign labels and Gaussian weights it reproduces shallowflow hinge.", NULL};

static const example examples[] = {
    {"shallowflow node --activation erf --loss logistic --plot node.svg --output node.tsv",
     "another network, as a table and drawn"},
    {"shallowflow node --labels stripes:-1,1 --projections 0,0.5,2", "the field inside and outside a stripe"},
    {"shallowflow node --law-a rademacher --mean-a 0.5 --nodes-a 2", "a second layer of signs with a mean"},
    {NULL, NULL}};

static const sample smallest[] = {
    {"points", "2"}, {"t-max", "1e-3"}, {"nodes-a", "2"}, {"nodes-w", "2"}, {NULL, NULL}};

const command node_command = {
    .name = "node",
    .summary = "mean field of a single node for any activation, loss, labels, data and initial law",
    .description = description,
    .examples = examples,
    .sections = sections,
    .run = run,
    .sample = smallest,
    .panels = panels,
    .n_panels = sizeof panels / sizeof panels[0],
    .extra_panel = field_panel,
};
