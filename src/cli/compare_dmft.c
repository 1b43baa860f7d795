/* shallowflow compare dmft: trained networks beside the theory. */
#include "cli/commands.h"
#include "cli/compare.h"
#include "common/report.h"
#include <shallowflow/dmft_simulation.h>
#include <stdlib.h>

#define COMPARE_PARAMS(P, S)                                   \
    COMPARE_TOLERANCES(P, S)                                   \
    P(S, real, until, "tolerance-until", 0.0, "[0, 1e15]", "", \
      "only rows count in which t is at most this; 0 means all rows")

OWN_PARAMS(compare_params, COMPARE_PARAMS, "compare");

typedef struct input {
    shf_dmft_params dmft;
    shf_dmft_training training;
    compare_params compare;
    shf_grid grid;
    shf_dmft_control control;
} input;

static const char *const observables[] = {"a", "v", "e_train", "e_test", "Co_tt", "Cd_t0", "Co_t0"};

static shf_status solve_theory(const shf_dmft_params *params, const shf_table *simulated,
                               const shf_progress *progress, shf_table **theory, shf_error *error)
{
    shf_dmft_solver solver = shf_dmft_solver_default();
    shf_grid grid = shf_dmft_grid_default();
    shf_status status = compare_times(simulated, &grid.times, error);
    SHF_THEN(status, shf_dmft_solve(params, &grid, &solver, progress, theory, NULL, error));
    free(grid.times.value);
    return status;
}

static int counts(const comparison *c, size_t row)
{
    double until = ((const compare_params *)c->context)->until, t = shf_table_column(c->simulated, "t")[row];
    return until == 0 || t <= until * (1 + 1e-12);
}

/* Coefficients of degree 1 and 3 of the activation of one sign: heavy tails. */
static shf_status warn_of_tails(const shf_dmft_params *params, const shf_dmft_training *training,
                                shf_table *table, shf_error *error)
{
    const shf_choice *h = &params->h;
    if (training->dynamics.kind == SHF_DMFT_SURROGATE || h->n < 4 || !(h->value[1] * h->value[3] > 0))
        return SHF_OK;
    return shf_table_add_note(table,
                              "linear and cubic coefficient of the activation have the same sign: the theory "
                              "describes such a network less well",
                              error);
}

static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const input *in = data;
    const shf_dmft_training *training = &in->training;
    const compare_params *tolerance = &in->compare;
    shf_table *simulated = NULL, *theory = NULL;
    *table = NULL;
    shf_status status = compare_check_runs(training->runs, error);
    SHF_THEN(status, shf_dmft_simulate(&in->dmft, training, &in->grid, &in->control, progress, &simulated,
                                       info, error));
    SHF_THEN(status, solve_theory(&in->dmft, simulated, progress, &theory, error));
    if (!status) {
        const comparison c = {.simulated = simulated,
                              .theory = theory,
                              .observables = observables,
                              .n_observables = sizeof observables / sizeof observables[0],
                              .z = tolerance->z,
                              .relative = tolerance->relative,
                              .counts = counts,
                              .context = tolerance};
        status = compare_table(&c, table, error);
    }
    SHF_THEN(status, warn_of_tails(&in->dmft, training, *table, error));
    shf_table_free(simulated);
    shf_table_free(theory);
    return status;
}

static void draw(picture *p)
{
    PICTURE_CURVES(p, "t", "error", AXES_LOG_X, COMPARE_CURVES("e_train", "training error"),
                   COMPARE_CURVES("e_test", "test error"));
    PICTURE_CURVES(p, "t", "a", AXES_LOG_X, COMPARE_CURVES("a", "a"));
    PICTURE_CURVES(p, "t", "overlaps", AXES_LOG_X, COMPARE_CURVES("v", "v"),
                   COMPARE_CURVES("Co_tt", "C_o(t,t)"), COMPARE_CURVES("Cd_t0", "C_d(t,0)"));
}

const command compare_dmft_command = {
    .name = "compare dmft",
    .answers = CHECKS,
    .summary = "trained networks beside the theory of dmft",
    .description = PARAGRAPHS(
        "Trains networks as shallowflow simulate dmft does and puts their means beside the theory of "
        "shallowflow dmft at the same times: value, standard error, theory and z = (value - theory)/(standard "
        "error).",
        "The exit code is 3 when a difference exceeds tolerance-z standard errors plus the share "
        "tolerance-relative of the theory.  The theory is exact for --dynamics surrogate and for a linear "
        "activation, as d and substeps grow; for others it is an approximation, and a good one only if "
        "linear and cubic coefficient differ in sign."),
    .examples = EXAMPLES(
        {"shallowflow compare dmft --h hermite:0,0.9486832980505138,0,-0.408248290463863 --t-max 10 --points "
         "25 --plot both.svg --output both.tsv",
         "networks and their theory"},
        {"shallowflow compare dmft --dynamics surrogate --h poly:0,0.9,0.5 --m 5 --d 80 --t-max 12 --points "
         "20",
         "the model for which the theory is exact"}),
    .sections = SECTIONS(SECTION(dmft, shf_dmft_params), SECTION(training, shf_dmft_training),
                         OWN_SECTION(compare, compare_params), SECTION(grid, shf_dmft_grid),
                         SECTION(control, shf_dmft_control)),
    .unrecorded = 1,
    .run = run,
    .sample = "--times 0,1 --runs 2 --d 2 --m 2 --alpha 1 --substeps 1 --threads 1",
    .draw = draw,
    .out_of_tolerance = compare_out_of_tolerance,
    .shows = compare_shows,
};
