/* shallowflow simulate hinge: direct training of the network of that theory. */
#include "cli/commands.h"
#include "cli/panel.h"
#include "common/params_text.h"
#include "common/report.h"
#include <shallowflow/simulation.h>

enum { SHOW_CURVE, SHOW_CLOUDS, SHOW_SATISFACTION };

/* Which of the results becomes the table. */
#define SHOW_PARAMS(P, S)                                                                               \
    P(S, choice, show, "show", SHF_CHOICE(SHOW_CURVE), "curve|clouds|satisfaction", "",                 \
      "the table to write: means over the runs; (a, w_par) of all nodes at the times of --clouds; the " \
      "samples of --satisfaction")

typedef struct show_params {
    SHOW_PARAMS(SHF_ROW_FIELD, )
} show_params;

static const shf_param_table *show_table(void);
static SHF_DEFINE_PARAMS_TABLE(show_params, SHOW_PARAMS, "show", show_table)

    static const shf_param_table *(*const sections[])(void) = {shf_hinge_params_table,
                                                               shf_simulation_params_table,
                                                               shf_simulation_file_table,
                                                               shf_simulation_request_table,
                                                               shf_grid_table,
                                                               show_table,
                                                               shf_simulation_control_table,
                                                               NULL};

static shf_status check_show(int show, const shf_simulation_request *request, shf_error *error)
{
    if (show == SHOW_CLOUDS && !request->clouds.n)
        return shf_fail(error, SHF_ERR_VALUE, "show = clouds: --clouds must say at which times");
    if (show == SHOW_SATISFACTION && !request->satisfaction)
        return shf_fail(error, SHF_ERR_VALUE,
                        "show = satisfaction: --satisfaction must say how many samples");
    return SHF_OK;
}

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    int show = ((const show_params *)params[5])->show.kind;
    shf_simulation_result result = {.curve = NULL};
    *table = NULL;
    shf_status status = check_show(show, params[3], error);
    if (status)
        return status;
    status = shf_simulation_run(params[0], params[1], params[2], params[3], params[4], params[6], progress,
                                &result, info, error);
    shf_table **shown = show == SHOW_CLOUDS         ? &result.clouds
                        : show == SHOW_SATISFACTION ? &result.satisfaction
                                                    : &result.curve;
    *table = *shown;
    *shown = NULL;
    shf_simulation_result_free(&result);
    return status;
}

static const shf_plot_curve error_curves[] = {{"t", "error_test", "test error", NULL},
                                              {"t", "error_train", "training error", NULL}};
static const shf_plot_curve pull_curves[] = {
    {"t", "f_U", "f_U", NULL}, {"t", "I", "I", NULL}, {"t", "J", "J", NULL}};
static const shf_plot_curve vector_curves[] = {{"t", "V_par", "V_{∥}", NULL}, {"t", "V_perp", "V_{⊥}", NULL}};
static const shf_plot_curve moment_curves[] = {
    {"t", "a2", "a^2", NULL}, {"t", "w_par2", "w_{∥}^2", NULL}, {"t", "w_perp2", "w_{⊥}^2", NULL}};
static const shf_plot_curve loss_curves[] = {{"t", "loss", "loss", NULL}};
static const shf_plot_curve cloud_curves[] = {{"w_par", "a", "nodes", "points pt 7 ps 0.25"}};
static const shf_plot_curve satisfaction_curves[] = {
    {"x_par", "t_satisfied", "samples", "points pt 7 ps 0.25"}};

static const shf_plot_panel panels[] = {
    {"t", "error", 1, 1, error_curves, 2},
    {"t", "unsatisfied fraction f_U, pulls I and J", 1, 1, pull_curves, 3},
    {"t", "V = mean of a w over the nodes", 1, 1, vector_curves, 2},
    {"t", "mean over the nodes", 1, 1, moment_curves, 3},
    {"t", "training loss", 1, 1, loss_curves, 1},
    {"w_{∥}", "a", 0, 0, cloud_curves, 1},
    {"x_{∥}", "time of satisfaction", 0, 1, satisfaction_curves, 1},
};

/* The trajectories of single nodes, with --nodes. */
static shf_status node_panel(const shf_table *table, shf_plot_panel *panel, shf_error *error)
{
    *panel = (shf_plot_panel){.x_label = "w_{∥}", .y_label = "a"};
    return panel_of_pairs(table, "w_par_", "a_", panel, error);
}

static const char *const description[] = {
    "Trains the network of shallowflow hinge by full-batch gradient descent, in an ensemble of independent "
    "runs, and "
    "gives the mean of every observable over the runs with its standard error (columns ..._se).  Time t "
    "counts steps of "
    "the learning rate eta; --substeps n takes n updates of eta/n each.",
    "Samples that provably stay satisfied are not evaluated; the trajectory is the same, bit for bit, as "
    "that of "
    "--method dense, and does not depend on the number of threads.  With --checkpoint an interrupted run "
    "goes on where it "
    "stopped, with the same result.",
    "With --data-file the inputs come from an IDX, NumPy or CSV file instead of a law; d must be their "
    "dimension.",
    NULL};

static const example examples[] = {
    {"shallowflow simulate hinge --plot run.svg --output run.tsv",
     "three runs with the defaults of the paper"},
    {"shallowflow simulate hinge --N 2000 --seeds 10 --precision single", "an ensemble of small runs"},
    {"shallowflow simulate hinge --clouds 0,10,20 --show clouds -o clouds.tsv",
     "where the nodes are at three times"},
    {"shallowflow simulate hinge --data-file idx:train-images-idx3-ubyte --d 784",
     "handwritten digits, even against odd"},
    {NULL, NULL}};

static const sample smallest[] = {{"d", "4"},          {"M", "2"},     {"N", "10"},
                                  {"test-size", "10"}, {"seeds", "1"}, {"points", "2"},
                                  {"t-max", "1"},      {"eta", "1"},   {NULL, NULL}};

const command simulate_hinge_command = {
    .name = "simulate hinge",
    .summary = "train the network of hinge by gradient descent, in an ensemble of runs",
    .description = description,
    .examples = examples,
    .sections = sections,
    .n_unrecorded = 1,
    .run = run,
    .sample = smallest,
    .panels = panels,
    .n_panels = sizeof panels / sizeof panels[0],
    .extra_panel = node_panel,
};
