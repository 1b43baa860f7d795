/* shallowflow simulate hinge: training of the network of that theory. */
#include "cli/commands.h"
#include "cli/hinge_data.h"
#include "cli/panel.h"
#include "common/params_text.h"
#include "common/report.h"

enum { SHOW_CURVE, SHOW_CLOUDS, SHOW_SATISFACTION };

#define SHOW_PARAMS(P, S)                                                               \
    P(S, choice, show, "show", SHF_CHOICE(SHOW_CURVE), "curve|clouds|satisfaction", "", \
      "which table: means over the runs, the nodes of --clouds, or the samples of --satisfaction")

typedef struct show_params {
    SHOW_PARAMS(SHF_ROW_FIELD, )
} show_params;

static SHF_DEFINE_PARAMS(show_params, SHOW_PARAMS, "show", show_params);

static const shf_param_table *const sections[] = {&shf_hinge_params_table,
                                                  &shf_simulation_params_table,
                                                  &shf_simulation_file_table,
                                                  &shf_simulation_request_table,
                                                  &shf_grid_table,
                                                  &show_params_table,
                                                  &shf_simulation_control_table,
                                                  NULL};

/* Takes the table asked for out of the result. */
static shf_status choose(shf_simulation_result *result, int show, shf_table **table, shf_error *error)
{
    shf_table **chosen = show == SHOW_CLOUDS         ? &result->clouds
                         : show == SHOW_SATISFACTION ? &result->satisfaction
                                                     : &result->curve;
    *table = *chosen;
    *chosen = NULL;
    shf_simulation_result_free(result);
    if (*table)
        return SHF_OK;
    return shf_fail(error, SHF_ERR_VALUE, "show = %s: needs --%s",
                    show == SHOW_CLOUDS ? "clouds" : "satisfaction",
                    show == SHOW_CLOUDS ? "clouds" : "satisfaction");
}

/* Before anything is computed. */
static shf_status check(const shf_simulation_request *request, int show, shf_error *error)
{
    if (show == SHOW_CLOUDS && !request->clouds.n)
        return shf_fail(error, SHF_ERR_VALUE, "show = clouds: needs the times --clouds LIST");
    if (show == SHOW_SATISFACTION && !request->satisfaction)
        return shf_fail(error, SHF_ERR_VALUE,
                        "show = satisfaction: needs the number of samples --satisfaction K");
    return SHF_OK;
}

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    int show = ((const show_params *)params[5])->show.kind;
    shf_simulation_result result = {.curve = NULL};
    *table = NULL;
    shf_status status = check(params[3], show, error);
    if (!status)
        status = hinge_data_dimension(params[0], params[2], error);
    if (status)
        return status;
    status = shf_simulation_run(params[0], params[1], params[2], params[3], params[4], params[6], progress,
                                &result, info, error);
    if (status && status != SHF_ERR_INTERRUPTED)
        return status;
    shf_status chosen = choose(&result, show, table, status ? NULL : error);
    return status ? status : chosen;
}

static const shf_plot_curve pull_curves[] = {
    {"t", "f_U", "f_U", NULL}, {"t", "I", "I", NULL}, {"t", "J", "J", NULL}};
static const shf_plot_curve error_curves[] = {{"t", "error_test", "test error", NULL},
                                              {"t", "error_train", "training error", NULL}};
static const shf_plot_curve V_curves[] = {{"t", "V_par", "V_{∥}", NULL}, {"t", "V_perp", "|V_⊥|", NULL}};
static const shf_plot_curve moment_curves[] = {{"t", "a2", "a^2", NULL}, {"t", "w_par2", "w_{∥}^2", NULL}};
static const shf_plot_curve loss_curves[] = {{"t", "loss", "loss", NULL}};
static const shf_plot_curve cloud_curves[] = {{"w_par", "a", "nodes", "points"}};
static const shf_plot_curve sample_curves[] = {{"x_par", "t_satisfied", "samples", "points"}};

static const shf_plot_panel panels[] = {
    {"t", "unsatisfied fraction f_U, pull I, rest J", 1, 1, pull_curves, 3},
    {"t", "error", 1, 1, error_curves, 2},
    {"t", "effective vector V", 1, 1, V_curves, 2},
    {"t", "mean over the nodes", 1, 1, moment_curves, 2},
    {"t", "training loss", 1, 1, loss_curves, 1},
    {"w_{∥}", "a", 0, 0, cloud_curves, 1},
    {"x_{∥}", "satisfaction time", 0, 1, sample_curves, 1},
};

/* The paths of the nodes, with --nodes. */
static shf_status node_panel(const shf_table *table, size_t k, shf_plot_panel *panel, shf_error *error)
{
    if (k > 0)
        return SHF_OK;
    *panel = (shf_plot_panel){.x_label = "w_{∥}", .y_label = "a"};
    return panel_of_pairs(table, "w_par_", "a_", 0, panel, error);
}

static const char *const description[] = {
    "Trains the network of shallowflow hinge by full-batch gradient descent, on data drawn from the same "
    "laws or "
    "taken from a file, and measures it.  Each run has its own network and its own data; the columns are "
    "means over the "
    "runs, then their standard errors.",
    "The same parameters and seed give the same bits, with any number of threads, with --method dense or "
    "active, and "
    "after an interruption: with --checkpoint FILE the same command goes on where it was stopped.",
    NULL};

static const example examples[] = {
    {"shallowflow simulate hinge --precision single --plot run.svg --output run.tsv",
     "the default run of the paper"},
    {"shallowflow simulate hinge --alpha 100 --clouds 0,10,20 --show clouds --times 20 --seeds 1",
     "the nodes of a lazy network at three times"},
    {"shallowflow simulate hinge --data idx:mnist/images-idx3-ubyte --N 8000 --test-size 2000 --eta 300",
     "even against odd digits, after tools/fetch-mnist"},
    {"shallowflow simulate hinge --N 100000 --t-max 2000 --checkpoint run.state --output run.tsv",
     "a long run that survives interruptions"},
    {NULL, NULL}};

static const sample smallest[] = {{"times", "0,1"},    {"seeds", "1"},   {"d", "2"},
                                  {"M", "2"},          {"N", "10"},      {"eta", "1"},
                                  {"test-size", "10"}, {"threads", "1"}, {NULL, NULL}};

const command simulate_hinge_command = {
    .name = "simulate hinge",
    .summary = "train the network of hinge and measure it",
    .description = description,
    .examples = examples,
    .sections = sections,
    .unrecorded = 1,
    .redirect = hinge_data_redirect,
    .run = run,
    .sample = smallest,
    .panels = panels,
    .n_panels = sizeof panels / sizeof panels[0],
    .extra_panel = node_panel,
};
