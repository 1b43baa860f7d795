/* shallowflow node: the general single-node mean field. */
#include "cli/commands.h"
#include <shallowflow/node.h>

typedef struct input {
    shf_node_params node;
    shf_node_request request;
    shf_grid grid;
    shf_solver solver;
} input;

RUN(shf_node_solve(&in->node, &in->request, &in->grid, &in->solver, progress, table, info, error))

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "loss, error, f_U", AXES_LOG, {"t", "loss", "loss"}, {"t", "error", "error"},
                   {"t", "f_U", "f_U"});
    PICTURE_CURVES(p, "t", "node means", AXES_LOG, {"t", "a2", "a^2"}, {"t", "w_par2", "w_{∥}^2"},
                   {"t", "rho2", "ρ^2"});
    PICTURE_CURVES(p, "t", "node means", AXES_LOG_X, {"t", "a", "a"}, {"t", "w_par", "w_{∥}"},
                   {"t", "a_w_par", "a w_{∥}"});
    /* the field at the projections asked for */
    picture_add_columns(p, PANEL("t", "field F", AXES_LOG_X), "t", "F[");
}

const command node_command = {
    .name = "node",
    .answers = CURVES,
    .summary = "mean field of a single node for any activation, loss, labels, data and initial law",
    .description = PARAGRAPHS(
        "Mean-field theory of a one-hidden-layer network with any of the activations, losses, label rules, "
        "data laws and initial laws below.  The population of nodes (a, w_par, |w_perp|) is a set of "
        "quadrature nodes over the initial law, integrated by CVODE in the field F that it makes itself.",
        "With ReLU, the hinge loss, sign labels and Gaussian weights it reproduces shallowflow hinge."),
    .examples =
        EXAMPLES({"shallowflow node --activation erf --loss logistic --plot node.svg --output node.tsv",
                  "another network, as a table and drawn"},
                 {"shallowflow node --labels stripes:-1,1 --projections 0,0.5,2",
                  "the field inside and outside a stripe"},
                 {"shallowflow node --law-a rademacher --mean-a 0.5 --nodes-a 2",
                  "a second layer of signs with a mean"}),
    .sections = SECTIONS(SECTION(node, shf_node_params), SECTION(request, shf_node_request),
                         SECTION(grid, shf_grid), SECTION(solver, shf_node_solver)),
    .run = run,
    .sample = "--points 2 --t-max 1e-3 --nodes-a 2 --nodes-w 2",
    .draw = draw,
};
