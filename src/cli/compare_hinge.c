/* shallowflow compare hinge: theory beside an ensemble of trained networks. */
#include "cli/commands.h"
#include "common/params_text.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/simulation.h>
#include <stdio.h>
#include <stdlib.h>

/* The theory, and when it counts as confirmed. */
#define COMPARE_PARAMS(P, S)                                                                                \
    P(S, choice, level, "level", SHF_CHOICE(SHF_LEVEL_FINITE_SIZE), SHF_LEVEL_NAMES, "",                    \
      "level of the theory")                                                                                \
    P(S, real, sigmas, "sigmas", 5.0, "[0, 1e6]", "", "standard errors of the simulation that are allowed") \
    P(S, real, tolerance, "tolerance", 0.1, "[0, 1e6]", "",                                                 \
      "and, on top of them, this fraction of the largest value of the observable")

typedef struct compare_params {
    COMPARE_PARAMS(SHF_ROW_FIELD, )
} compare_params;

static const shf_param_table *compare_table(void);
static SHF_DEFINE_PARAMS_TABLE(compare_params, COMPARE_PARAMS, "compare", compare_table)

    static const shf_param_table *(*const sections[])(void) = {shf_hinge_params_table,       compare_table,
                                                               shf_simulation_params_table,  shf_grid_table,
                                                               shf_simulation_control_table, NULL};

#define NAME_OF(name, unit, help) #name,
static const char *const observables[] = {SHF_SIMULATION_OBSERVABLES(NAME_OF)};
enum { N_OBSERVABLES = sizeof observables / sizeof *observables };

/* The columns of one observable. */
typedef struct pair {
    const char *name;
    const double *value, *se, *theory;
} pair;

/* Observables that the level of the theory has as well; how many. */
static size_t find_pairs(const shf_table *simulated, const shf_table *theory, pair *found)
{
    size_t n = 0;
    for (size_t k = 0; k < N_OBSERVABLES; k++) {
        char se[64];
        (void)snprintf(se, sizeof se, "%s_se", observables[k]);
        pair p = {observables[k], shf_table_column(simulated, observables[k]),
                  shf_table_column(simulated, se), shf_table_column(theory, observables[k])};
        if (p.value && p.se && p.theory)
            found[n++] = p;
    }
    return n;
}

static shf_status add_columns(shf_table *table, const pair *pairs, size_t n, shf_error *error)
{
    static const char *const suffix[][2] = {{"", "simulation, mean over the runs"},
                                            {"_se", "its standard error"},
                                            {"_theory", "theory"},
                                            {"_z", "(simulation - theory) / standard error"}};
    shf_status status = shf_table_add_column(table, "t", "step", "training time", error);
    for (size_t k = 0; k < n; k++)
        for (size_t j = 0; !status && j < 4; j++) {
            char name[64];
            (void)snprintf(name, sizeof name, "%s%s", pairs[k].name, suffix[j][0]);
            status = shf_table_add_column(table, name, "", suffix[j][1], error);
        }
    return status;
}

static shf_status add_rows(shf_table *table, const double *t, size_t rows, const pair *pairs, size_t n,
                           shf_error *error)
{
    double row[1 + 4 * N_OBSERVABLES];
    shf_status status = SHF_OK;
    for (size_t i = 0; !status && i < rows; i++) {
        row[0] = t[i];
        for (size_t k = 0; k < n; k++) {
            double value = pairs[k].value[i], se = pairs[k].se[i], theory = pairs[k].theory[i];
            double *to = row + 1 + 4 * k;
            to[0] = value, to[1] = se, to[2] = theory;
            to[3] = se > 0 ? (value - theory) / se : NAN;
        }
        status = shf_table_add_row(table, row, error);
    }
    return status;
}

/* Largest excess of one observable: |simulation - theory| less the standard errors allowed, as a fraction of
 * the largest simulated value.  Rows without a finite theory (errors at t = 0, say) do not count. */
static double excess(const pair *p, size_t rows, double sigmas)
{
    double largest = 0, worst = 0;
    for (size_t i = 0; i < rows; i++)
        largest = fmax(largest, fabs(p->value[i]));
    for (size_t i = 0; i < rows && largest > 0; i++)
        if (isfinite(p->theory[i])) {
            double allowed = isfinite(p->se[i]) ? sigmas * p->se[i] : 0;
            worst = fmax(worst, (fabs(p->value[i] - p->theory[i]) - allowed) / largest);
        }
    return worst;
}

static shf_status add_verdicts(shf_table *table, const compare_params *compare, const pair *pairs, size_t n,
                               size_t rows, shf_error *error)
{
    size_t out = 0;
    shf_status status = SHF_OK;
    for (size_t k = 0; !status && k < n; k++) {
        char name[64];
        double worst = excess(&pairs[k], rows, compare->sigmas);
        out += worst > compare->tolerance;
        (void)snprintf(name, sizeof name, "excess[%s]", pairs[k].name);
        status =
            shf_table_add_scalar(table, name, worst, "",
                                 "largest deviation beyond the standard errors, of the largest value", error);
    }
    if (!status)
        status = shf_table_add_scalar(table, "out_of_tolerance", (double)out, "",
                                      "observables whose deviation exceeds the tolerance", error);
    return status;
}

/* The theory at the times of the simulation. */
static shf_status solve(const shf_hinge_params *params, int level, const shf_table *simulated,
                        shf_table **theory, shf_error *error)
{
    size_t n = shf_table_rows(simulated);
    double *t = malloc((n ? n : 1) * sizeof *t);
    if (!t)
        return shf_no_memory(error);
    for (size_t i = 0; i < n; i++)
        t[i] = shf_table_column(simulated, "t")[i];
    shf_hinge_request request = shf_hinge_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_hinge_solver_default();
    request.level.kind = level;
    grid.times = (shf_list){n, t};
    shf_status status = shf_hinge_solve(params, &request, &grid, &solver, NULL, theory, NULL, error);
    free(t);
    return status;
}

/* Levels refuse what they have no formulas for: better before the simulation than after it. */
static shf_status check_level(const shf_hinge_params *params, int level, shf_error *error)
{
    shf_hinge_request request = shf_hinge_request_default();
    shf_grid grid = shf_grid_default();
    shf_solver solver = shf_hinge_solver_default();
    double t = 1e-3;
    shf_table *table = NULL;
    request.level.kind = level;
    grid.times = (shf_list){1, &t};
    shf_status status = shf_hinge_solve(params, &request, &grid, &solver, NULL, &table, NULL, error);
    shf_table_free(table);
    return status;
}

/* Both tables side by side. */
static shf_status join(const compare_params *compare, const shf_table *simulated, const shf_table *theory,
                       shf_table **table, shf_error *error)
{
    pair pairs[N_OBSERVABLES];
    size_t n = find_pairs(simulated, theory, pairs), rows = shf_table_rows(simulated);
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    shf_status status = add_columns(*table, pairs, n, error);
    if (!status)
        status = add_rows(*table, shf_table_column(simulated, "t"), rows, pairs, n, error);
    if (!status)
        status = add_verdicts(*table, compare, pairs, n, rows, error);
    return status;
}

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const compare_params *compare = params[1];
    shf_simulation_result result = {.curve = NULL};
    shf_table *theory = NULL;
    *table = NULL;
    shf_status status = check_level(params[0], compare->level.kind, error);
    if (!status)
        status = shf_simulation_run(params[0], params[2], NULL, NULL, params[3], params[4], progress, &result,
                                    info, error);
    shf_status simulation = status;
    if (result.curve) {
        status = solve(params[0], compare->level.kind, result.curve, &theory, error);
        if (!status)
            status = join(compare, result.curve, theory, table, error);
        if (status) {
            shf_table_free(*table);
            *table = NULL;
        }
    }
    shf_table_free(theory);
    shf_simulation_result_free(&result);
    return status ? status : simulation;
}

static int out_of_tolerance(const shf_table *table)
{
    return shf_table_scalar(table, "out_of_tolerance") > 0;
}

static void report(FILE *stream, const shf_table *table)
{
    (void)fprintf(stream, "%-14s %s\n", "observable",
                  "largest deviation beyond the standard errors, of the largest value");
    for (size_t k = 0; k + 1 < shf_table_scalars(table); k++)
        (void)fprintf(stream, "%-14s %.3g\n", shf_table_scalar_name(table, k), shf_table_scalar_at(table, k));
    (void)fprintf(stream, "out of tolerance: %g\n", shf_table_scalar(table, "out_of_tolerance"));
}

#define LINE(name, title)                           \
    {                                               \
        "t", name "_theory", title ", theory", NULL \
    }
#define MARKS(name, title)                        \
    {                                             \
        "t", name, title ", simulation", "points" \
    }
static const shf_plot_curve error_curves[] = {
    LINE("error_test", "test error"), LINE("error_train", "training error"),
    MARKS("error_test", "test error"), MARKS("error_train", "training error")};
static const shf_plot_curve pull_curves[] = {LINE("f_U", "f_U"),  LINE("I", "I"),  LINE("J", "J"),
                                             MARKS("f_U", "f_U"), MARKS("I", "I"), MARKS("J", "J")};
static const shf_plot_curve vector_curves[] = {LINE("V_par", "V_{∥}"), LINE("V_perp", "V_{⊥}"),
                                               MARKS("V_par", "V_{∥}"), MARKS("V_perp", "V_{⊥}")};
static const shf_plot_curve loss_curves[] = {LINE("loss", "loss"), MARKS("loss", "loss")};

static const shf_plot_panel panels[] = {
    {"t", "error", 1, 1, error_curves, 4},
    {"t", "f_U, I, J", 1, 1, pull_curves, 6},
    {"t", "V", 1, 1, vector_curves, 4},
    {"t", "training loss", 1, 1, loss_curves, 2},
};

static const char *const description[] = {
    "Trains an ensemble of networks as shallowflow simulate hinge does, solves the theory of shallowflow "
    "hinge with the "
    "same parameters at the same times, and writes both: for each observable that both have its mean over "
    "the runs, "
    "the standard error, the theory, and the difference in standard errors (z).",
    "An observable is out of tolerance when somewhere |simulation - theory| exceeds --sigmas standard errors "
    "plus "
    "--tolerance times its largest value; the exit code is 3 if any is.",
    NULL};

static const example examples[] = {
    {"shallowflow compare hinge --plot compare.svg --output compare.tsv", "finite-size theory, default run"},
    {"shallowflow compare hinge --level mean-field --N 100000 --t-max 20 --report",
     "early times against the mean field"},
    {NULL, NULL}};

static const sample smallest[] = {{"d", "4"},          {"M", "2"},     {"N", "10"},
                                  {"test-size", "10"}, {"seeds", "1"}, {"points", "2"},
                                  {"t-max", "1"},      {"eta", "1"},   {NULL, NULL}};

const command compare_hinge_command = {
    .name = "compare hinge",
    .summary = "trained networks beside the theory of hinge",
    .description = description,
    .examples = examples,
    .sections = sections,
    .n_unrecorded = 1,
    .run = run,
    .sample = smallest,
    .panels = panels,
    .n_panels = sizeof panels / sizeof panels[0],
    .report = report,
    .out_of_tolerance = out_of_tolerance,
};
