/* shallowflow simulate hinge: training of the network of that theory. */
#include "cli/commands.h"
#include "cli/hinge_data.h"
#include "common/report.h"

enum { SHOW_CURVE, SHOW_CLOUDS, SHOW_SATISFACTION };

#define SHOW_PARAMS(P, S)                                                               \
    P(S, choice, show, "show", SHF_CHOICE(SHOW_CURVE), "curve|clouds|satisfaction", "", \
      "which table: means over the runs, the nodes of --clouds, or the samples of --satisfaction")

OWN_PARAMS(show_params, SHOW_PARAMS, "show");

typedef struct input {
    shf_hinge_params hinge;
    shf_simulation_params simulation;
    shf_simulation_file file;
    shf_simulation_request request;
    shf_grid grid;
    show_params show;
    shf_simulation_control control;
} input;

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

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    input *in = data;
    int show = in->show.show.kind;
    shf_simulation_result result = {.curve = NULL};
    *table = NULL;
    shf_status status = check(&in->request, show, error);
    SHF_THEN(status, hinge_data_dimension(&in->hinge.d, shf_hinge_params_default().d, &in->file, error));
    if (status)
        return status;
    status = shf_hinge_simulate(&in->hinge, &in->simulation, &in->file, &in->request, &in->grid, &in->control,
                                progress, &result, info, error);
    if (status && status != SHF_ERR_INTERRUPTED)
        return status;
    shf_status chosen = choose(&result, show, table, status ? NULL : error);
    return status ? status : chosen;
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "f_U, I, J", AXES_LOG, {"t", "f_U", "f_U"}, {"t", "I", "I"}, {"t", "J", "J"});
    PICTURE_CURVES(p, "t", "error", AXES_LOG, {"t", "error_test", "test error"},
                   {"t", "error_train", "training error"});
    PICTURE_CURVES(p, "t", "V_{∥}, |V_⊥|", AXES_LOG, {"t", "V_par", "V_{∥}"}, {"t", "V_perp", "|V_⊥|"});
    PICTURE_CURVES(p, "t", "node means", AXES_LOG, {"t", "a2", "a^2"}, {"t", "w_par2", "w_{∥}^2"});
    PICTURE_CURVES(p, "t", "training loss", AXES_LOG, {"t", "loss", "loss"});
    PICTURE_CURVES(p, "w_{∥}", "a", AXES_LINEAR, {"w_par", "a", "nodes", "points pt 7 ps 0.3"});
    PICTURE_CURVES(p, "x_{∥}", "satisfaction time", AXES_LOG_Y,
                   {"x_par", "t_satisfied", "samples", "points pt 7 ps 0.3"});
    /* the paths of the nodes, with --nodes */
    picture_add_pairs(p, PANEL("w_{∥}", "a", AXES_LINEAR), "w_par_", "a_", NULL);
}

const command simulate_hinge_command = {
    .name = "simulate hinge",
    .answers = CHECKS,
    .summary = "train the network of hinge and measure it",
    .description = PARAGRAPHS(
        "Trains the network of shallowflow hinge by full-batch gradient descent, on data drawn from the same "
        "laws or taken from a file, and measures it.  Each run has its own network and its own data; the "
        "columns are means over the runs, then their standard errors.",
        "The same parameters and seed give the same bits, with any number of threads, with --method dense or "
        "active, and after an interruption: with --checkpoint FILE the same command goes on where it was "
        "stopped."),
    .examples = EXAMPLES(
        {"shallowflow simulate hinge --precision single --plot run.svg --output run.tsv",
         "the default run of the paper"},
        {"shallowflow simulate hinge --alpha 100 --clouds 0,10,20 --show clouds --times 20 --runs 1",
         "the nodes of a lazy network at three times"},
        {"shallowflow simulate hinge --data idx:mnist/images-idx3-ubyte --N 8000 --test-size 2000 --eta 300",
         "even against odd digits, after tools/fetch-mnist"},
        {"shallowflow simulate hinge --N 100000 --t-max 2000 --checkpoint run.state --output run.tsv",
         "a long run that survives interruptions"}),
    .sections = SECTIONS(SECTION(hinge, shf_hinge_params), SECTION(simulation, shf_simulation_params),
                         SECTION(file, shf_simulation_file), SECTION(request, shf_simulation_request),
                         SECTION(grid, shf_grid), OWN_SECTION(show, show_params),
                         SECTION(control, shf_simulation_control)),
    .unrecorded = 1,
    .redirect = hinge_data_redirect,
    .run = run,
    .sample = "--times 0,1 --runs 1 --d 2 --M 2 --N 10 --eta 1 --test-size 10 --threads 1",
    .draw = draw,
};
