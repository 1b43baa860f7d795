/* The curve as a table, at any level of the theory. */
#include "common/random.h"
#include "common/report.h"
#include "hinge/levels.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Columns of the curve: X(name, unit, sentence). */
#define CURVE_COLUMNS(X)                                                               \
    X(t, "step", "training time")                                                      \
    X(gamma, "", "clock of the mean field")                                            \
    X(f0, "", "slope of the trained function, F = f0 x_par")                           \
    X(x_c, "", "a clean sample is unsatisfied while |x_par| < x_c")                    \
    X(f_U, "", "fraction of unsatisfied samples")                                      \
    X(I, "", "pull of the unsatisfied samples, E[u y x_par]/2")                        \
    X(a2, "", "mean of a_i^2 over the nodes")                                          \
    X(w_par2, "", "mean of w_par_i^2 over the nodes")                                  \
    X(a_w_par, "", "mean of a_i w_par_i over the nodes")                               \
    X(V_par, "", "(1/M) sum_i a_i w_par_i, the parallel part of the effective vector") \
    X(loss, "", "training loss")

#define COLUMN_COUNT(name, unit, help) +1
enum { N_CURVE = 0 CURVE_COLUMNS(COLUMN_COUNT), STREAM_NODES = 0x6e6f6465 };

static shf_status add_columns(shf_table *table, int level, size_t nodes, shf_error *error)
{
    static const char *const text[N_CURVE][3] = {
#define COLUMN_TEXT(name, unit, help) {#name, unit, help},
        CURVE_COLUMNS(COLUMN_TEXT)};
    shf_status status = SHF_OK;
    for (size_t j = 0; status == SHF_OK && j < N_CURVE; j++)
        status = shf_table_add_column(table, text[j][0], text[j][1], text[j][2], error);
    if (status == SHF_OK)
        status = shf_level_columns(level, table, error);
    for (size_t i = 1; status == SHF_OK && i <= nodes; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "a_%zu", i);
        status = shf_table_add_column(table, name, "", "second-layer weight of a node", error);
        (void)snprintf(name, sizeof name, "w_par_%zu", i);
        if (status == SHF_OK)
            status = shf_table_add_column(table, name, "", "its first-layer weight along the teacher", error);
    }
    return status;
}

/* Node i starts at (sigma_a z_2i, sigma_w z_2i+1) with normal numbers of its own. */
static void node_columns(const shf_hinge_params *params, const shf_hinge_request *request, double gamma,
                         double *row)
{
    for (size_t i = 0; i < request->nodes; i++) {
        double z[2];
        shf_random_normal2(request->seed, STREAM_NODES, i, z);
        shf_hinge_node(gamma, params->sigma_a * z[0], params->sigma_w * z[1], &row[2 * i], &row[2 * i + 1]);
    }
}

static shf_status add_rows(const shf_hinge_model *model, const shf_hinge_request *request, const double *t,
                           const shf_hinge_state *state, const double *further, size_t n, shf_table *table,
                           shf_error *error)
{
    size_t width = shf_level_width(request->level.kind);
    double *row = malloc((N_CURVE + width + 2 * request->nodes) * sizeof *row);
    if (!row)
        return shf_no_memory(error);
    shf_status status = SHF_OK;
    for (size_t k = 0; status == SHF_OK && k < n; k++) {
        shf_hinge_state s = state[k];
        const double curve[N_CURVE] = {t[k], s.gamma,  s.f0,      s.x_c,   s.f_U, s.I,
                                       s.a2, s.w_par2, s.a_w_par, s.V_par, s.loss};
        for (size_t j = 0; j < N_CURVE; j++)
            row[j] = curve[j];
        for (size_t j = 0; j < width; j++)
            row[N_CURVE + j] = further[k * width + j];
        node_columns(&model->params, request, s.gamma, row + N_CURVE + width);
        status = shf_table_add_row(table, row, error);
    }
    free(row);
    return status;
}

static shf_status add_satisfaction(const shf_hinge_params *params, const shf_list *projections,
                                   shf_table *table, shf_error *error)
{
    shf_status status = SHF_OK;
    for (size_t k = 0; status == SHF_OK && k < projections->n; k++) {
        double t = 0;
        char name[64];
        (void)snprintf(name, sizeof name, "t_satisfied[%.17g]", projections->value[k]);
        status = shf_hinge_satisfaction_time(params, projections->value[k], &t, error);
        if (status == SHF_OK)
            status = shf_table_add_scalar(table, name, t, "step",
                                          "when a clean sample of that x_par becomes satisfied", error);
    }
    return status;
}

static shf_status add_fixed_point(const shf_hinge_model *model, shf_table *table, shf_error *error)
{
    if (!(model->params.delta > 0))
        return SHF_OK;
    return shf_table_add_scalar(table, "gamma_inf", model->g_inf, "", "where the clock stops", error);
}

/* The finite-size theory need not last as long as the grid. */
static shf_status add_end(double end, shf_table *table, shf_error *error)
{
    shf_status status = shf_table_add_scalar(table, "t_theory_end", end, "step",
                                             "when memory alone fits every sample", error);
    return status
               ? status
               : shf_table_add_note(table,
                                    "the finite-size theory ends at t_theory_end: the network has unlearnt "
                                    "the teacher and memory alone fits every sample; nan from there on",
                                    error);
}

/* Everything but the rows. */
static shf_status add_heading(const shf_hinge_model *model, const shf_hinge_request *request,
                              shf_table *table, shf_error *error)
{
    int level = request->level.kind;
    shf_status status = add_columns(table, level, request->nodes, error);
    if (status == SHF_OK && level < SHF_LEVEL_FINITE_SIZE)
        status = add_fixed_point(model, table, error);
    if (status == SHF_OK)
        status = add_satisfaction(&model->params, &request->satisfaction, table, error);
    return status;
}

/* Everything once the table exists. */
static shf_status fill(const shf_hinge_model *model, const shf_hinge_request *request, const shf_grid *grid,
                       const shf_solver *solver, const shf_progress *progress, shf_table *table,
                       shf_info *info, shf_error *error)
{
    double *t = NULL;
    size_t n = 0, done = 0;
    double end = NAN;
    int level = request->level.kind;
    shf_status status = shf_grid_times(grid, &t, &n, error);
    if (status)
        return status;
    shf_hinge_state *state = malloc(n * sizeof *state);
    double *further = malloc((n * shf_level_width(level) + 1) * sizeof *further);
    shf_status run = state && further ? shf_level_states(model, request, solver, t, n, progress, state,
                                                         further, &done, &end, info, error)
                                      : shf_no_memory(error);
    status = run == SHF_ERR_INTERRUPTED ? SHF_OK : run;
    if (status == SHF_OK)
        status = add_heading(model, request, table, error);
    if (status == SHF_OK && !isnan(end))
        status = add_end(end, table, error);
    if (status == SHF_OK)
        status = add_rows(model, request, t, state, further, done, table, error);
    free(state);
    free(further);
    free(t);
    return status ? status : run;
}

shf_status shf_hinge_solve(const shf_hinge_params *params, const shf_hinge_request *request,
                           const shf_grid *grid, const shf_solver *solver, const shf_progress *progress,
                           shf_table **table, shf_info *info, shf_error *error)
{
    *table = NULL;
    shf_info unused, *work = info ? info : &unused;
    *work = (shf_info){.estimated_error = NAN}; /* the finite-size theory has no estimate */
    shf_hinge_model model;
    shf_status status = shf_hinge_model_make(params, &model, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_hinge_request_table, request, error);
    if (status == SHF_OK)
        status = shf_params_validate(&shf_hinge_solver_table, solver, error);
    if (status == SHF_OK && request->level.kind >= SHF_LEVEL_FINITE_SIZE && request->satisfaction.n)
        status = shf_fail(error, SHF_ERR_VALUE,
                          "satisfaction = %g,...: belongs to the levels mean-field and paper",
                          request->satisfaction.value[0]);
    if (status)
        return status;
    *table = shf_table_new();
    if (!*table)
        return shf_no_memory(error);
    status = fill(&model, request, grid, solver, progress, *table, work, error);
    if (status && status != SHF_ERR_INTERRUPTED) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
}
