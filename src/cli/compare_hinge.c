/* shallowflow compare hinge: trained networks beside the theory. */
#include "cli/commands.h"
#include "cli/compare.h"
#include "common/report.h"
#include <shallowflow/simulation.h>

#define COMPARE_PARAMS(P, S)                                                            \
    P(S, choice, level, "level", SHF_CHOICE(SHF_LEVEL_MEAN_FIELD), SHF_LEVEL_NAMES, "", \
      "level of the theory")                                                            \
    COMPARE_TOLERANCES(P, S)                                                            \
    P(S, real, from, "tolerance-from", 0.5, "[0, 1]", "",                               \
      "only rows count in which f_U of the theory is at least this")

OWN_PARAMS(compare_params, COMPARE_PARAMS, "compare");

typedef struct input {
    shf_hinge_params hinge;
    shf_simulation_params simulation;
    compare_params compare;
    shf_grid grid;
    shf_simulation_control control;
} input;

/* Observables that a theory may have; those that it has become columns. */
static const char *const observables[] = {"loss", "error_train", "error_test", "f_U", "I",
                                          "J",    "V_par",       "V_perp",     "a2",  "w_par2"};
static const char *const theory[] = {"theory"};

static shf_status solve(const void *data, size_t k, const shf_list *times, const shf_progress *progress,
                        shf_table **table, shf_error *error)
{
    const input *in = data;
    shf_hinge_request request = shf_hinge_request_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_grid grid = shf_grid_default();
    request.level = in->compare.level;
    grid.times = *times;
    (void)k;
    return shf_hinge_solve(&in->hinge, &request, &grid, &solver, progress, table, NULL, error);
}

/* A level refuses what it has no formulas for: better before the simulation than after it. */
static shf_status simulate(const void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                           shf_error *error)
{
    const input *in = data;
    double t = 1e-6;
    shf_table *first = NULL;
    shf_simulation_result result = {.curve = NULL};
    shf_status status = solve(in, 0, &(shf_list){1, &t}, NULL, &first, error);
    shf_table_free(first);
    SHF_THEN(status, shf_hinge_simulate(&in->hinge, &in->simulation, NULL, NULL, &in->grid, &in->control,
                                        progress, &result, info, error));
    *table = result.curve;
    result.curve = NULL;
    shf_simulation_result_free(&result);
    return status;
}

/* t = 0 does not count: F = 0 there, and the theory gives the limits from t > 0. */
static int counts(const void *data, const shf_table *simulated, const shf_table *solved, size_t row)
{
    return shf_table_column(simulated, "t")[row] > 0 &&
           shf_table_column(solved, "f_U")[row] >= ((const input *)data)->compare.from;
}

RUN(compare_run(&(const comparison){in, in->simulation.runs, observables, LENGTH(observables), 0, theory,
                                    LENGTH(theory), 0, in->compare.z, in->compare.relative, simulate, solve,
                                    counts},
                progress, table, info, error))

static void draw(picture *p)
{
    compare_draw(p, solve, theory, 1);
    PICTURE_CURVES(p, "t", shf_table_column(p->table, "J") ? "f_U, I, J" : "f_U, I", AXES_LOG,
                   COMPARE_CURVES("f_U", "f_U"), COMPARE_CURVES("I", "I"), COMPARE_CURVES("J", "J"),
                   COMPARE_NETWORKS);
    PICTURE_CURVES(p, "t", "error", AXES_LOG, COMPARE_CURVES("error_test", "test error"),
                   COMPARE_CURVES("error_train", "training error"));
    PICTURE_CURVES(p, "t", "V_{∥}, |V_⊥|", AXES_LOG, COMPARE_CURVES("V_par", "V_{∥}"),
                   COMPARE_CURVES("V_perp", "|V_⊥|"));
    PICTURE_CURVES(p, "t", "node means", AXES_LOG, COMPARE_CURVES("a2", "a^2"),
                   COMPARE_CURVES("w_par2", "w_{∥}^2"));
    PICTURE_CURVES(p, "t", "training loss", AXES_LOG, COMPARE_CURVES("loss", "loss"));
}

const command compare_hinge_command = {
    .name = "compare hinge",
    .answers = CHECKS,
    .summary = "trained networks beside the theory of hinge",
    .description = PARAGRAPHS(
        "Trains networks as shallowflow simulate hinge does and puts their means beside the theory of "
        "shallowflow hinge at the same times: value, standard error, theory and z = (value - "
        "theory)/(standard error) for each observable that the level of the theory has.",
        "The exit code is 3 when a difference exceeds tolerance-z standard errors plus the share "
        "tolerance-relative of the theory, in a row with f_U >= tolerance-from in theory: later the mean "
        "field leaves out what the network has learnt about single samples."),
    .examples = EXAMPLES(
        {"shallowflow compare hinge --precision single --plot both.svg --output both.tsv",
         "the default run and its theory"},
        {"shallowflow compare hinge --level finite-size --tolerance-from 0.05 --precision single --runs 10",
         "the theory of finite N and M, for longer"}),
    .sections = SECTIONS(SECTION(hinge, shf_hinge_params), SECTION(simulation, shf_simulation_params),
                         OWN_SECTION(compare, compare_params), SECTION(grid, shf_grid),
                         SECTION(control, shf_simulation_control)),
    .unrecorded = 1,
    .run = run,
    .sample = "--times 1,2 --runs 2 --d 2 --M 2 --N 10 --eta 1 --test-size 10 --threads 1",
    .draw = draw,
    .out_of_tolerance = compare_out_of_tolerance,
    .shows = compare_shows,
};
