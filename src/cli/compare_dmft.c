/* shallowflow compare dmft: trained networks beside the theory. */
#include "cli/commands.h"
#include "cli/compare.h"
#include "common/columns.h"
#include <shallowflow/dmft_simulation.h>

#define COMPARE_PARAMS(P, S)                                   \
    COMPARE_TOLERANCES(P, S)                                   \
    P(S, real, until, "tolerance-until", 0.0, "[0, 1e15]", "", \
      "only rows count in which t is at most this; 0 means all rows")

OWN_PARAMS(compare_params, COMPARE_PARAMS, "compare");

/* The problem of dmft, but with an activation of the same h whose cubic coefficient is negative, and to a
 * time up to which d and substeps do not show: there theory and networks agree. */
static SHF_DEFINE_PARAMS_AS(
    shf_dmft_params, SHF_DMFT_PARAMS, "dmft", problem_table,
    {.m = 10,
     .alpha = 0.3,
     .tau = 0.3,
     .h = {.kind = SHF_DMFT_H_HERMITE, .n = 4, .value = {0, 0.94868329805051381, 0, -0.40824829046386302}},
     .a0 = 1});
static SHF_DEFINE_PARAMS_AS(shf_grid, SHF_DMFT_GRID_PARAMS, "grid", times_table, {.t_max = 10, .points = 40});

typedef struct input {
    shf_dmft_params dmft;
    shf_dmft_training training;
    compare_params compare;
    shf_grid grid;
    shf_dmft_control control;
} input;

static const char *const observables[] = {"a", "v", "e_train", "e_test", "Co_tt", "Cd_t0", "Co_t0"};
static const char *const theory[] = {"theory"};

/* Coefficients of degree 1 and 3 of the activation of one sign: heavy tails. */
static shf_status simulate(const void *data, const shf_progress *progress, shf_table **table, shf_info *info,
                           shf_error *error)
{
    const input *in = data;
    const shf_choice *h = &in->dmft.h;
    shf_status status =
        shf_dmft_simulate(&in->dmft, &in->training, &in->grid, &in->control, progress, table, info, error);
    if (*table && in->training.dynamics.kind != SHF_DMFT_SURROGATE && h->n >= 4 &&
        h->value[1] * h->value[3] > 0)
        shf_note_add(*table, "linear and cubic coefficient of the activation have the same sign: the theory "
                             "describes such a network less well");
    return status;
}

static shf_status solve(const void *data, size_t k, const shf_list *times, const shf_progress *progress,
                        shf_table **table, shf_error *error)
{
    const input *in = data;
    shf_dmft_solver solver = shf_dmft_solver_default();
    shf_grid grid = shf_dmft_grid_default();
    grid.times = *times;
    (void)k;
    return shf_dmft_solve(&in->dmft, &grid, &solver, progress, table, NULL, error);
}

static int counts(const void *data, const shf_table *simulated, const shf_table *solved, size_t row)
{
    double until = ((const input *)data)->compare.until;
    (void)solved;
    return until == 0 || shf_table_column(simulated, "t")[row] <= until * (1 + 1e-12);
}

RUN(compare_run(&(const comparison){in, in->training.runs, observables, LENGTH(observables), 0, theory,
                                    LENGTH(theory), 0, in->compare.z, in->compare.relative, simulate, solve,
                                    counts},
                progress, table, info, error))

static void draw(picture *p)
{
    compare_draw(p, solve, theory, 1);
    PICTURE_CURVES(p, "t", "error", AXES_LOG_X, COMPARE_CURVES("e_train", "training error"),
                   COMPARE_CURVES("e_test", "test error"), COMPARE_NETWORKS);
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
        "error).  By default the activation has the h of shallowflow dmft with a cubic coefficient below zero.",
        "The exit code is 3 when a difference exceeds tolerance-z standard errors plus the share "
        "tolerance-relative of the theory.  The theory is exact for --dynamics surrogate and for a linear "
        "activation, as d and substeps grow; for others it is an approximation, and a good one only if "
        "linear and cubic coefficient differ in sign."),
    .examples = EXAMPLES(
        {"shallowflow compare dmft --plot both.svg --output both.tsv", "networks and their theory agree"},
        {"shallowflow compare dmft --h poly:0,0.9,0,0.16666666666666667 --plot both.svg --output both.tsv",
         "they do not: linear and cubic coefficient have the same sign"},
        {"shallowflow compare dmft --dynamics surrogate --h poly:0,0.9,0.5 --m 5 --d 80 --t-max 12 --points "
         "20",
         "the model for which the theory is exact"}),
    .sections = SECTIONS(OWN_SECTION(dmft, problem), SECTION(training, shf_dmft_training),
                         OWN_SECTION(compare, compare_params), OWN_SECTION(grid, times),
                         SECTION(control, shf_dmft_control)),
    .unrecorded = 1,
    .run = run,
    .sample = "--times 0,1 --runs 2 --d 2 --m 2 --alpha 1 --substeps 1 --threads 1",
    .draw = draw,
    .out_of_tolerance = compare_out_of_tolerance,
    .shows = compare_shows,
};
