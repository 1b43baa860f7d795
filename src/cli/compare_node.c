/* shallowflow compare node: trained networks beside the mean field. */
#include "cli/commands.h"
#include "cli/compare.h"
#include "common/report.h"
#include <shallowflow/node_simulation.h>
#include <stdio.h>

#define COMPARE_PARAMS(P, S)                                                                                 \
    COMPARE_TOLERANCES(P, S)                                                                                 \
    P(S, count, nodes_a, "nodes-a", 24, "[1, 200]", "", "quadrature nodes of the theory over the initial a") \
    P(S, count, nodes_w, "nodes-w", 24, "[1, 200]", "", "the same over the initial w_par")                   \
    P(S, count, nodes_rho, "nodes-rho", 1, "[1, 50]", "", "the same over the initial |w_perp|")              \
    P(S, real, from, "tolerance-from", 0.5, "[0, 1]", "",                                                    \
      "only rows count in which the loss of the theory is at least this share of its first value")

OWN_PARAMS(compare_params, COMPARE_PARAMS, "compare");

typedef struct input {
    shf_node_params node;
    shf_node_training training;
    shf_optimiser optimiser;
    compare_params compare;
    shf_grid grid;
    shf_node_training_control control;
} input;

/* The error is shown only: in the mean field F depends on x_par alone and has hardly a wrong sign; that of
 * networks is made by what F has learnt along x_perp, which falls as 1/sqrt N. */
static const char *const observables[] = {"error", "f_U",    "loss",    "a",   "a2",
                                          "w_par", "w_par2", "a_w_par", "rho", "rho2"};
enum { PROJECTIONS = COMPARE_OBSERVABLES - LENGTH(observables), NAME_SIZE = 32 };
static const char *const theory[] = {"theory"};

static shf_status solve(const void *data, size_t k, const shf_list *times, const shf_progress *progress,
                        shf_table **table, shf_error *error)
{
    const input *in = data;
    shf_node_request request = shf_node_request_default();
    shf_solver solver = shf_node_solver_default();
    shf_grid grid = shf_grid_default();
    shf_info info; /* with it the error is estimated, and refused where it is large */
    request.nodes_a = in->compare.nodes_a;
    request.nodes_w = in->compare.nodes_w;
    request.nodes_rho = in->compare.nodes_rho;
    request.projections = in->training.projections;
    grid.times = *times;
    (void)k;
    return shf_node_solve(&in->node, &request, &grid, &solver, progress, table, &info, error);
}

static shf_status simulate(const void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                           shf_error *error)
{
    const input *in = data;
    const shf_node_experiment experiment = {&in->node, &in->training, &in->optimiser,
                                            NULL,      &in->grid,     &in->control};
    return shf_node_simulate(&experiment, progress, table, info, error);
}

/* Nothing has moved at t = 0. */
static int counts(const void *data, const shf_table *simulated, const shf_table *solved, size_t row)
{
    const double *loss = shf_table_column(solved, "loss");
    return shf_table_column(simulated, "t")[row] > 0 &&
           loss[row] >= ((const input *)data)->compare.from * loss[0];
}

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const input *in = data;
    static const double usual[] = {-1, 1};
    size_t n = in->training.projections.n;
    const double *x = n ? in->training.projections.value : usual;
    const char *name[COMPARE_OBSERVABLES];
    char field[PROJECTIONS][NAME_SIZE];
    n = n ? n : LENGTH(usual);
    *table = NULL;
    if (n > PROJECTIONS)
        return shf_fail(error, SHF_ERR_VALUE, "projections with %zu numbers: must be at most %d", n,
                        (int)PROJECTIONS);
    for (size_t k = 0; k < LENGTH(observables); k++)
        name[k] = observables[k];
    for (size_t k = 0; k < n; k++) {
        (void)snprintf(field[k], sizeof field[k], "F[%.15g]", x[k]);
        name[LENGTH(observables) + k] = field[k];
    }
    const comparison c = {.input = in,
                          .runs = in->training.runs,
                          .observables = name,
                          .n_observables = LENGTH(observables) + n,
                          .n_shown = 1,
                          .theories = theory,
                          .n_theories = LENGTH(theory),
                          .z = in->compare.z,
                          .relative = in->compare.relative,
                          .simulate = simulate,
                          .solve = solve,
                          .counts = counts};
    return compare_run(&c, progress, table, info, error);
}

static void draw(picture *p)
{
    compare_draw(p, solve, theory, 1);
    PICTURE_CURVES(p, "t", "loss, f_U", AXES_LOG, COMPARE_CURVES("loss", "loss"),
                   COMPARE_CURVES("f_U", "f_U"), COMPARE_NETWORKS);
    PICTURE_CURVES(p, "t", "error", AXES_LOG, COMPARE_CURVES("error", "test error"));
    PICTURE_CURVES(p, "t", "node means", AXES_LOG, COMPARE_CURVES("a2", "a^2"),
                   COMPARE_CURVES("w_par2", "w_{∥}^2"), COMPARE_CURVES("rho2", "ρ^2"));
    PICTURE_CURVES(p, "t", "node means", AXES_LOG_X, COMPARE_CURVES("a_w_par", "a w_{∥}"),
                   COMPARE_CURVES("a", "a"), COMPARE_CURVES("w_par", "w_{∥}"));
    compare_draw_family(p, PANEL("t", "field F", AXES_LOG_X), "F[");
}

const command compare_node_command = {
    .name = "compare node",
    .answers = CHECKS,
    .summary = "trained networks beside the mean field of node",
    .description = PARAGRAPHS(
        "Trains networks as shallowflow simulate node does and puts their means beside the mean field of "
        "shallowflow node at the same times: value, standard error, theory and z = (value - theory)/(standard "
        "error) for each observable.",
        "The exit code is 3 when a difference exceeds tolerance-z standard errors plus the share "
        "tolerance-relative of the theory, in a row in which the loss of the theory is at least the share "
        "tolerance-from of its first value: later the network learns single samples, which the mean field "
        "leaves out; the error is shown and not judged.  The theory knows the weight decay, and nothing else of the optimiser."),
    .examples = EXAMPLES(
        {"shallowflow compare node --activation erf --loss logistic --t-max 20 --plot both.svg -o both.tsv",
         "three networks and their theory"},
        {"shallowflow compare node --labels stripes:-1,1 --loss quadratic --substeps 4 --runs 8 --t-max 20",
         "labels that change sign twice"}),
    .sections = SECTIONS(SECTION(node, shf_node_params), SECTION(training, shf_node_training),
                         SECTION(optimiser, shf_optimiser), OWN_SECTION(compare, compare_params),
                         SECTION(grid, shf_grid), SECTION(control, shf_node_training_control)),
    .unrecorded = 1,
    .run = run,
    .sample = "--times 1,2 --runs 2 --d 2 --M 2 --N 10 --eta 1 --test-size 10 --threads 1",
    .draw = draw,
    .out_of_tolerance = compare_out_of_tolerance,
    .shows = compare_shows,
};
