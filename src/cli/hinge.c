/* shallowflow hinge: the theory of the linear hinge loss, at any level. */
#include "cli/commands.h"
#include "cli/panel.h"
#include <shallowflow/hinge.h>

static const shf_param_table *const sections[] = {&shf_hinge_params_table, &shf_hinge_request_table,
                                                  &shf_grid_table, &shf_hinge_solver_table, NULL};

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    return shf_hinge_solve(params[0], params[1], params[2], params[3], progress, table, info, error);
}

static const shf_plot_curve clock_curves[] = {{"t", "gamma", "γ", NULL}};
static const shf_plot_curve pull_curves[] = {
    {"t", "f_U", "f_U", NULL}, {"t", "I", "I", NULL}, {"t", "J", "J", NULL}};
static const shf_plot_curve error_curves[] = {{"t", "error_test", "test error", NULL},
                                              {"t", "error_train", "training error", NULL},
                                              {"t", "error_nodes", "error of the nodes", NULL}};
static const shf_plot_curve moment_curves[] = {
    {"t", "a2", "a^2", NULL}, {"t", "w_par2", "w_{∥}^2", NULL}, {"t", "a_w_par", "a w_{∥}", NULL}};
static const shf_plot_curve loss_curves[] = {{"t", "loss", "loss", NULL}};

static const shf_plot_panel panels[] = {
    {"t", "clock γ", 1, 0, clock_curves, 1},
    {"t", "unsatisfied fraction f_U, pull I", 1, 1, pull_curves, 3},
    {"t", "mean over the nodes", 1, 1, moment_curves, 3},
    {"t", "training loss", 1, 1, loss_curves, 1},
    {"t", "error", 1, 1, error_curves, 3},
};

/* The hyperbolas on which the nodes move, with --nodes. */
static shf_status node_panel(const shf_table *table, size_t k, shf_plot_panel *panel, shf_error *error)
{
    if (k > 0)
        return SHF_OK;
    *panel = (shf_plot_panel){.x_label = "w_{∥}", .y_label = "a"};
    return panel_of_pairs(table, "w_par_", "a_", 0, panel, error);
}

static const char *const description[] = {
    "Mean-field theory of a network f(x) = (1/M) sum_i a_i relu(w_i.x / sqrt d) trained by gradient "
    "descent on the linear hinge loss max(0, h - alpha y F) / alpha^2, with F = f - f(t=0) and labels y "
    "= sign(w*.x).  All nodes follow hyperbolas at one common clock gamma(t); CVODE integrates the "
    "clock, the rest is closed form.",
    "Theory: F. Pellegrini and G. Biroli, An analytic theory of shallow networks dynamics for hinge loss "
    "classification, arXiv:2006.11209.  The defaults are the run of that paper; t counts training steps.",
    NULL};

static const example examples[] = {
    {"shallowflow hinge --plot curve.svg --output curve.tsv", "the curve of the paper, as a table and drawn"},
    {"shallowflow hinge --alpha 30 --t-max 1e4 --format json", "a lazy network, as JSON"},
    {"shallowflow hinge --delta 0.1 --satisfaction 0.1,1",
     "flipped labels, and when two samples are satisfied"},
    {"shallowflow hinge --level finite-size --plot errors.svg --output errors.tsv",
     "test and training error of finite N and M"},
    {"shallowflow hinge --config curve.tsv --N 2000", "an older run with one parameter changed"},
    {NULL, NULL}};

static const sample smallest[] = {{"points", "2"}, {NULL, NULL}};

const command hinge_command = {
    .name = "hinge",
    .summary = "mean-field theory of a ReLU network trained with the linear hinge loss",
    .description = description,
    .examples = examples,
    .sections = sections,
    .run = run,
    .sample = smallest,
    .panels = panels,
    .n_panels = sizeof panels / sizeof panels[0],
    .extra_panel = node_panel,
};
