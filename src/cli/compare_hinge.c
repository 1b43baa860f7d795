/* shallowflow compare hinge: trained networks beside the theory. */
#include "cli/commands.h"
#include "cli/compare.h"
#include "common/report.h"
#include <shallowflow/simulation.h>
#include <stdlib.h>

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
enum { N_OBSERVABLES = sizeof observables / sizeof observables[0] };

static shf_status theory_at(const shf_hinge_params *params, int level, shf_list times, shf_table **theory,
                            shf_error *error)
{
    shf_hinge_request request = shf_hinge_request_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_grid grid = shf_grid_default();
    request.level.kind = level;
    grid.times = times;
    return shf_hinge_solve(params, &request, &grid, &solver, NULL, theory, NULL, error);
}

/* A level refuses what it has no formulas for: better before the simulation than after it. */
static shf_status check_level(const shf_hinge_params *params, int level, shf_error *error)
{
    double t = 1e-6;
    shf_table *theory = NULL;
    shf_status status = theory_at(params, level, (shf_list){1, &t}, &theory, error);
    shf_table_free(theory);
    return status;
}

static shf_status solve_theory(const shf_hinge_params *params, int level, const shf_table *simulated,
                               shf_table **theory, shf_error *error)
{
    shf_list times;
    shf_status status = compare_times(simulated, &times, error);
    if (status)
        return status;
    status = theory_at(params, level, times, theory, error);
    free(times.value);
    return status;
}

/* t = 0 does not count: F = 0 there, and the theory gives the limits from t > 0. */
static int counts(const comparison *c, size_t row)
{
    const compare_params *own = c->context;
    return shf_table_column(c->simulated, "t")[row] > 0 &&
           shf_table_column(c->theory, "f_U")[row] >= own->from;
}

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const input *in = data;
    const shf_simulation_params *simulation = &in->simulation;
    const compare_params *compare = &in->compare;
    shf_simulation_result result = {.curve = NULL};
    shf_table *theory = NULL;
    *table = NULL;
    shf_status status = compare_check_runs(simulation->runs, error);
    SHF_THEN(status, check_level(&in->hinge, compare->level.kind, error));
    SHF_THEN(status, shf_hinge_simulate(&in->hinge, simulation, NULL, NULL, &in->grid, &in->control, progress,
                                        &result, info, error));
    SHF_THEN(status, solve_theory(&in->hinge, compare->level.kind, result.curve, &theory, error));
    if (!status) {
        const comparison c = {result.curve,      theory, observables, N_OBSERVABLES, compare->z,
                              compare->relative, counts, compare};
        status = compare_table(&c, table, error);
    }
    shf_simulation_result_free(&result);
    shf_table_free(theory);
    return status;
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "unsatisfied fraction f_U, pull I, rest J", AXES_LOG, COMPARE_CURVES("f_U", "f_U"),
                   COMPARE_CURVES("I", "I"), COMPARE_CURVES("J", "J"));
    PICTURE_CURVES(p, "t", "error", AXES_LOG, COMPARE_CURVES("error_test", "test error"),
                   COMPARE_CURVES("error_train", "training error"));
    PICTURE_CURVES(p, "t", "effective vector V", AXES_LOG, COMPARE_CURVES("V_par", "V_{∥}"),
                   COMPARE_CURVES("V_perp", "|V_⊥|"));
    PICTURE_CURVES(p, "t", "mean over the nodes", AXES_LOG, COMPARE_CURVES("a2", "a^2"),
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
