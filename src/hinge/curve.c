/* The curve as a table: shf_hinge_solve validates, asks the level (levels.c), and lists what it answers. */
#include "common/params_text.h"
#include "common/random.h"
#include "common/report.h"
#include "hinge/levels.h"
#include <math.h>
#include <stdlib.h>

enum { STREAM_NODES = 0x6e6f6465 };

SHF_DEFINE_COLUMNS(shf_hinge_state, SHF_HINGE_STATE_COLUMNS, state_columns);

static void add_columns(const shf_hinge_call *call, shf_table *table)
{
    const shf_columns *further = shf_hinge_level_of(call->request)->further;
    shf_column_add(table, "step", "training time", "t");
    shf_columns_add(table, &state_columns, NULL);
    if (further)
        shf_columns_add(table, further, NULL);
    for (size_t i = 1; i <= call->request->nodes; i++) {
        shf_column_add(table, "", "second-layer weight of a node", "a_%zu", i);
        shf_column_add(table, "", "its first-layer weight along the teacher", "w_par_%zu", i);
    }
}

/* Node i starts at (sigma_a z_2i, sigma_w z_2i+1) with normal numbers of its own. */
static void put_node(const shf_hinge_call *call, size_t i, double gamma, shf_table *table)
{
    const shf_hinge_params *params = &call->model->params;
    double z[2], node[2];
    shf_random_normal2(call->request->seed, STREAM_NODES, i, z);
    shf_hinge_node(gamma, params->sigma_a * z[0], params->sigma_w * z[1], &node[0], &node[1]);
    shf_row_numbers(table, node, 2);
}

static void add_rows(const shf_hinge_call *call, shf_table *table)
{
    const shf_columns *further = shf_hinge_level_of(call->request)->further;
    for (size_t k = 0; k < call->run.done; k++) {
        const shf_hinge_level_state *s = &call->state[k];
        shf_row_number(table, call->run.t[k]);
        shf_row_put(table, &state_columns, &s->curve);
        if (further)
            shf_row_put(table, further, &s->further);
        for (size_t i = 0; i < call->request->nodes; i++)
            put_node(call, i, s->curve.gamma, table);
        shf_row_end(table);
    }
}

static shf_status add_satisfaction(const shf_hinge_call *call, shf_table *table, shf_error *error)
{
    const shf_list *projections = &call->request->satisfaction;
    shf_status status = SHF_OK;
    for (size_t k = 0; status == SHF_OK && k < projections->n; k++) {
        double t = 0;
        status = shf_hinge_satisfaction_time(&call->model->params, projections->value[k], &t, error);
        shf_scalar_add(table, t, "step", "when a clean sample of that x_par becomes satisfied",
                       "t_satisfied[%.17g]", projections->value[k]);
    }
    return status;
}

static shf_status add_results(const shf_hinge_call *call, shf_table *table, shf_error *error)
{
    add_columns(call, table);
    if (shf_hinge_level_of(call->request)->is_mean_field && call->model->params.delta > 0)
        shf_scalar_add(table, call->model->g_inf, "", "where the clock stops", "gamma_inf");
    shf_status status = add_satisfaction(call, table, error);
    if (!isnan(call->run.t_end)) {
        shf_scalar_add(table, call->run.t_end, "step", "when samples do not remember any more",
                       "t_theory_end");
        shf_note_add(
            table, "the finite-size theory ends at t_theory_end: the memory of samples grows no more, or its "
                   "equations for samples at the margin have no solution; nan from there on");
    }
    add_rows(call, table);
    return status;
}

/* The states at the times of the grid, and the table of them. */
static shf_status fill(shf_hinge_call *call, const shf_grid *grid, shf_table *table, shf_error *error)
{
    double *t = NULL;
    shf_status status = shf_grid_times(grid, &t, &call->run.n, error);
    if (status)
        return status;
    call->run.t = t;
    call->state = malloc(call->run.n * sizeof *call->state);
    status = call->state ? shf_hinge_level_of(call->request)->solve(call, error) : shf_no_memory(error);
    if (status == SHF_OK || status == SHF_ERR_INTERRUPTED) {
        shf_status built = add_results(call, table, error);
        status = built ? built : status;
    }
    free(call->state);
    free(t);
    return status;
}

static shf_status check_request(const shf_hinge_request *request, const shf_solver *solver, shf_error *error)
{
    shf_status status = shf_params_validate(&shf_hinge_request_table, request, error);
    SHF_THEN(status, shf_params_validate(&shf_hinge_solver_table, solver, error));
    SHF_THEN(status, shf_list_distinct("satisfaction", &request->satisfaction, error));
    if (status == SHF_OK && !shf_hinge_level_of(request)->is_mean_field && request->satisfaction.n)
        status = shf_fail(error, SHF_ERR_VALUE,
                          "satisfaction = %g,...: belongs to the levels mean-field and paper",
                          request->satisfaction.value[0]);
    return status;
}

shf_status shf_hinge_solve(const shf_hinge_params *params, const shf_hinge_request *request,
                           const shf_grid *grid, const shf_solver *solver, const shf_progress *progress,
                           shf_table **table, shf_info *info, shf_error *error)
{
    shf_hinge_model model;
    shf_hinge_call call = {.model = &model,
                           .request = request,
                           .run = {.solver = solver,
                                   .progress = progress,
                                   .t_end = NAN,
                                   .info = {.estimated_error = NAN}}}; /* where a level has no estimate */
    *table = NULL;
    shf_status status = shf_hinge_model_make(params, &model, error);
    SHF_THEN(status, check_request(request, solver, error));
    if (status == SHF_OK) {
        *table = shf_table_new();
        status = shf_table_end(table, fill(&call, grid, *table, error), error);
    }
    if (info)
        *info = call.run.info;
    return status;
}
