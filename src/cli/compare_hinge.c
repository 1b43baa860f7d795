/* shallowflow compare hinge: trained networks beside the theory. */
#include "cli/commands.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/simulation.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMPARE_PARAMS(P, S)                                                                         \
    P(S, choice, level, "level", SHF_CHOICE(SHF_LEVEL_MEAN_FIELD), SHF_LEVEL_NAMES, "",              \
      "level of the theory")                                                                         \
    P(S, real, z, "tolerance-z", 5.0, "[0, 1e6]", "", "standard errors by which the two may differ") \
    P(S, real, relative, "tolerance-relative", 0.05, "[0, 1e6]", "",                                 \
      "share of the theory by which they may differ besides")                                        \
    P(S, real, from, "tolerance-from", 0.5, "[0, 1]", "",                                            \
      "only rows count in which f_U of the theory is at least this")

typedef struct compare_params {
    COMPARE_PARAMS(SHF_ROW_FIELD, )
} compare_params;

static const shf_param_table *compare_params_table(void)
{
    static const shf_param rows[] = {COMPARE_PARAMS(SHF_ROW_DESCRIBE, compare_params)};
    static const compare_params defaults = {COMPARE_PARAMS(SHF_ROW_DEFAULT, )};
    static const shf_param_table table = {"compare", rows, sizeof rows / sizeof rows[0], sizeof defaults,
                                          &defaults};
    return &table;
}

static const shf_param_table *(*const sections[])(void) = {
    shf_hinge_params_table, shf_simulation_params_table,  compare_params_table,
    shf_grid_table,         shf_simulation_control_table, NULL};

/* Observables that a theory may have; those that it has become columns. */
static const char *const observables[] = {"loss", "error_train", "error_test", "f_U", "I",
                                          "J",    "V_par",       "V_perp",     "a2",  "w_par2"};
enum { N_OBSERVABLES = sizeof observables / sizeof observables[0] };

/* Simulation and theory at the same times. */
typedef struct pair {
    const shf_table *simulated, *theory;
    const compare_params *compare;
    const double *x[N_OBSERVABLES], *se[N_OBSERVABLES], *v[N_OBSERVABLES]; /* v: NULL without theory */
    double worst;
    size_t worst_row, worst_observable;
} pair;

/* The theory at n times. */
static shf_status theory_at(const shf_hinge_params *params, int level, double *t, size_t n,
                            shf_table **theory, shf_error *error)
{
    shf_hinge_request request = shf_hinge_request_default();
    shf_solver solver = shf_hinge_solver_default();
    shf_grid grid = shf_grid_default();
    request.level.kind = level;
    grid.times = (shf_list){n, t};
    return shf_hinge_solve(params, &request, &grid, &solver, NULL, theory, NULL, error);
}

/* A level refuses what it has no formulas for: better before the simulation than after it. */
static shf_status check_level(const shf_hinge_params *params, int level, shf_error *error)
{
    double t = 1e-6;
    shf_table *theory = NULL;
    shf_status status = theory_at(params, level, &t, 1, &theory, error);
    shf_table_free(theory);
    return status;
}

static shf_status solve_theory(const shf_hinge_params *params, int level, const shf_table *simulated,
                               shf_table **theory, shf_error *error)
{
    size_t n = shf_table_rows(simulated);
    double *t = malloc((n ? n : 1) * sizeof *t);
    if (!t)
        return shf_no_memory(error);
    if (n)
        memcpy(t, shf_table_column(simulated, "t"), n * sizeof *t);
    shf_status status = theory_at(params, level, t, n, theory, error);
    free(t);
    return status;
}

static void find_columns(pair *p)
{
    for (size_t j = 0; j < N_OBSERVABLES; j++) {
        char name[32];
        (void)snprintf(name, sizeof name, "%s_se", observables[j]);
        p->x[j] = shf_table_column(p->simulated, observables[j]);
        p->se[j] = shf_table_column(p->simulated, name);
        p->v[j] = shf_table_column(p->theory, observables[j]);
    }
}

static shf_status add_columns(const pair *p, shf_table *table, shf_error *error)
{
    static const char *const suffix[] = {"", "_se", "_theory", "_z"};
    static const char *const help[] = {NULL, "standard error over the runs", "the same in theory",
                                       "difference over standard error"};
    shf_status status = shf_table_add_column(table, "t", "step", "training time", error);
    for (size_t j = 0; j < N_OBSERVABLES; j++)
        for (size_t k = 0; p->v[j] && !status && k < 4; k++) {
            char name[32];
            size_t from = shf_table_column_index(p->simulated, observables[j]);
            (void)snprintf(name, sizeof name, "%s%s", observables[j], suffix[k]);
            status = shf_table_add_column(table, name, "",
                                          k ? help[k] : shf_table_column_help(p->simulated, from), error);
        }
    return status;
}

/* Difference as a share of what is allowed; 0 for rows that do not count, t = 0 among them: F = 0 there, and
 * the theory gives the limits from t > 0. */
static double excess(const pair *p, size_t j, size_t row)
{
    const double *f_U = shf_table_column(p->theory, "f_U");
    const compare_params *c = p->compare;
    double difference = fabs(p->x[j][row] - p->v[j][row]);
    double allowed = c->z * p->se[j][row] + c->relative * fabs(p->v[j][row]);
    if (!(shf_table_column(p->simulated, "t")[row] > 0) || !(f_U[row] >= c->from) ||
        !isfinite(p->v[j][row]) || difference == 0)
        return 0;
    return difference / allowed;
}

static shf_status add_rows(pair *p, shf_table *table, shf_error *error)
{
    shf_status status = SHF_OK;
    for (size_t row = 0; !status && row < shf_table_rows(p->simulated); row++) {
        double line[1 + 4 * N_OBSERVABLES] = {shf_table_column(p->simulated, "t")[row]};
        for (size_t j = 0, k = 1; j < N_OBSERVABLES; j++) {
            if (!p->v[j])
                continue;
            double x = p->x[j][row], se = p->se[j][row], v = p->v[j][row], e = excess(p, j, row);
            line[k++] = x;
            line[k++] = se;
            line[k++] = v;
            line[k++] = x == v ? 0 : (x - v) / se;
            if (e > p->worst || isnan(e)) {
                p->worst = e;
                p->worst_row = row;
                p->worst_observable = j;
            }
        }
        status = shf_table_add_row(table, line, error);
    }
    return status;
}

static shf_status add_verdict(const pair *p, shf_table *table, shf_error *error)
{
    char text[160];
    shf_status status =
        shf_table_add_scalar(table, "worst", p->worst, "",
                             "largest difference over what is allowed; above 1 is out of tolerance", error);
    if (status || !shf_table_rows(p->simulated))
        return status;
    (void)snprintf(text, sizeof text, "largest difference: %s at t = %g, %.3g of what is allowed",
                   observables[p->worst_observable], shf_table_column(p->simulated, "t")[p->worst_row],
                   p->worst);
    return shf_table_add_note(table, text, error);
}

static shf_status build(pair *p, shf_table **table, shf_error *error)
{
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    find_columns(p);
    shf_status status = add_columns(p, *table, error);
    if (!status)
        status = add_rows(p, *table, error);
    if (!status)
        status = add_verdict(p, *table, error);
    if (status) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
}

static shf_status run(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error)
{
    const shf_simulation_params *simulation = params[1];
    const compare_params *compare = params[2];
    shf_simulation_result result = {.curve = NULL};
    shf_table *theory = NULL;
    *table = NULL;
    if (simulation->seeds < 2)
        return shf_fail(error, SHF_ERR_VALUE, "seeds = %zu: standard errors need two runs at least",
                        simulation->seeds);
    shf_status status = check_level(params[0], compare->level.kind, error);
    if (!status)
        status = shf_simulation_run(params[0], simulation, NULL, NULL, params[3], params[4], progress,
                                    &result, info, error);
    if (!status)
        status = solve_theory(params[0], compare->level.kind, result.curve, &theory, error);
    if (!status) {
        pair p = {.simulated = result.curve, .theory = theory, .compare = compare};
        status = build(&p, table, error);
    }
    shf_simulation_result_free(&result);
    shf_table_free(theory);
    return status;
}

static int out_of_tolerance(const shf_table *table)
{
    return !(shf_table_scalar(table, "worst") <= 1);
}

/* Theory as a line, simulation as symbols of the same colour. */
#define BOTH(name, title)                     \
    {"t", name "_theory", title, NULL},       \
    {                                         \
        "t", name, NULL, "points pt 6 ps 0.8" \
    }
static const shf_plot_curve pull_curves[] = {BOTH("f_U", "f_U"), BOTH("I", "I"), BOTH("J", "J")};
static const shf_plot_curve error_curves[] = {BOTH("error_test", "test error"),
                                              BOTH("error_train", "training error")};
static const shf_plot_curve V_curves[] = {BOTH("V_par", "V_{∥}"), BOTH("V_perp", "|V_⊥|")};
static const shf_plot_curve moment_curves[] = {BOTH("a2", "a^2"), BOTH("w_par2", "w_{∥}^2")};
static const shf_plot_curve loss_curves[] = {BOTH("loss", "loss")};

static const shf_plot_panel panels[] = {
    {"t", "unsatisfied fraction f_U, pull I, rest J", 1, 1, pull_curves, 6},
    {"t", "error", 1, 1, error_curves, 4},
    {"t", "effective vector V", 1, 1, V_curves, 4},
    {"t", "mean over the nodes", 1, 1, moment_curves, 4},
    {"t", "training loss", 1, 1, loss_curves, 2},
};

static const char *const description[] = {"Trains networks as shallowflow simulate hinge does and puts their "
                                          "means beside the theory of shallowflow hinge at "
                                          "the same times: value, standard error, theory and z = (value - "
                                          "theory)/(standard error) for each observable that the "
                                          "level of the theory has.",
                                          "The exit code is 3 when a difference exceeds tolerance-z standard "
                                          "errors plus the share tolerance-relative of the "
                                          "theory, in a row with f_U >= tolerance-from in theory: later the "
                                          "mean field leaves out what the network has learnt "
                                          "about single samples.",
                                          NULL};

static const example examples[] = {
    {"shallowflow compare hinge --precision single --plot both.svg --output both.tsv",
     "the default run and its theory"},
    {"shallowflow compare hinge --level finite-size --tolerance-from 0.05 --precision single --seeds 10",
     "the theory of finite N and M, for longer"},
    {NULL, NULL}};

static const sample smallest[] = {{"times", "1,2"},    {"seeds", "2"},   {"d", "2"},
                                  {"M", "2"},          {"N", "10"},      {"eta", "1"},
                                  {"test-size", "10"}, {"threads", "1"}, {NULL, NULL}};

const command compare_hinge_command = {
    .name = "compare hinge",
    .summary = "trained networks beside the theory of hinge",
    .description = description,
    .examples = examples,
    .sections = sections,
    .unrecorded = 1,
    .run = run,
    .sample = smallest,
    .panels = panels,
    .n_panels = sizeof panels / sizeof panels[0],
    .out_of_tolerance = out_of_tolerance,
};
