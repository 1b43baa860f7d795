/* The single-node theory from t = 0 to a table. */
#include "common/ode.h"
#include "common/report.h"
#include "node/observe.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- one run ---- */

/* A run over the output times; `rows` has room for n rows, `done` counts those that are finished. */
typedef struct node_run {
    const double *times;
    size_t n, done;
    double *rows;
    const shf_progress *progress;
    double start, share; /* of the progress bar */
} node_run;

static shf_status advance_all(node_run *run, const shf_node_columns *columns, shf_node_population *pop,
                              shf_ode *ode, double *y, shf_error *error)
{
    for (; run->done < run->n; run->done++) {
        double t = run->times[run->done];
        double fraction = run->start + run->share * (double)run->done / (double)run->n;
        shf_status status = shf_ode_advance(ode, t, y, run->progress, fraction, error);
        if (pop->failed)
            return shf_no_memory(error);
        if (!status)
            status = shf_node_row(columns, pop, t, y, run->rows + run->done * columns->count, error);
        if (status)
            return status;
    }
    return SHF_OK;
}

static shf_status integrate(node_run *run, const shf_node_columns *columns, shf_node_population *pop,
                            const shf_solver *solver, shf_info *info, shf_error *error)
{
    double *y = calloc(3 * pop->initial.n, sizeof *y);
    if (!y)
        return shf_no_memory(error);
    shf_ode_problem problem = {.n = 3 * pop->initial.n,
                               .rhs = shf_node_population_rhs,
                               .product = shf_node_population_product,
                               .scale = shf_node_population_scale,
                               .context = pop,
                               .method = SHF_ODE_BDF,
                               .linear = SHF_ODE_KRYLOV,
                               .krylov = 20}; /* a population responds in up to about ten directions */
    shf_ode *ode = NULL;
    shf_status status = shf_ode_new(&ode, &problem, solver, 0, y, error);
    if (!status)
        status = advance_all(run, columns, pop, ode, y, error);
    if (ode && info)
        shf_ode_report(ode, info);
    shf_ode_free(ode);
    free(y);
    return status;
}

static shf_status run_model(node_run *run, const shf_node_params *params, const shf_node_request *request,
                            const shf_solver *solver, shf_info *info, shf_error *error)
{
    shf_node_columns columns = shf_node_columns_of(params, request);
    shf_node_population pop;
    shf_status status = shf_node_population_new(&pop, params, request, error);
    run->rows = status ? NULL : malloc(run->n * columns.count * sizeof *run->rows);
    if (!status && !run->rows)
        status = shf_no_memory(error);
    if (!status)
        status = integrate(run, &columns, &pop, solver, info, error);
    shf_node_population_free(&pop);
    return status;
}

/* ---- error estimate ---- */

/* The same model with half the nodes, three quarters of the points and ten times the tolerance: the
 * difference bounds the error of the run proper, as long as refinement makes things better.  NaN if it fails.
 */
static double estimate(const node_run *main, const shf_node_params *params, const shf_node_request *request,
                       const shf_solver *solver, size_t steps)
{
    shf_node_columns columns = shf_node_columns_of(params, request);
    shf_node_request coarse = *request;
    coarse.nodes_a = (request->nodes_a + 1) / 2;
    coarse.nodes_w = (request->nodes_w + 1) / 2;
    coarse.nodes_rho = (request->nodes_rho + 1) / 2;
    coarse.points_x = (3 * request->points_x + 3) / 4;
    shf_solver loose = *solver;
    loose.rtol = fmin(10 * solver->rtol, 0.1);
    loose.max_steps = 2 * steps + 500; /* coarser may be harder: not at any price */
    node_run second = {
        .times = main->times, .n = main->n, .progress = main->progress, .start = 0.8, .share = 0.2};
    shf_status status = run_model(&second, params, &coarse, &loose, NULL, NULL);
    double difference = status ? NAN : shf_node_difference(&columns, main->n, main->rows, second.rows);
    free(second.rows);
    return difference;
}

/* ---- range of the times ---- */

/* Beyond 1e16 of its own unit of time a flow has left the scale on which its steps are controlled; below
 * 1e-300 the reciprocal of a step overflows. */
#define SHF_NODE_LONGEST 1e16
#define SHF_NODE_SHORTEST 1e-300

static shf_status check_times(const shf_node_params *params, const shf_grid *grid, const double *t, size_t n,
                              shf_error *error)
{
    const char *name = grid->times.n ? "times" : "t-max";
    double unit = (double)params->M * params->alpha / params->eta, last = t[n - 1];
    double first = t[0] > 0 || n == 1 ? t[0] : t[1];
    if (last > SHF_NODE_LONGEST * unit)
        return shf_fail(error, SHF_ERR_VALUE,
                        "%s = %g: must be at most %g = 1e16 M alpha/eta; shallowflow hinge has closed forms "
                        "for any time",
                        name, last, SHF_NODE_LONGEST * unit);
    if (last > 0 && (last < SHF_NODE_SHORTEST || (first > 0 && first < 1e-4 * SHF_NODE_SHORTEST)))
        return shf_fail(
            error, SHF_ERR_VALUE, "%s = %g: must be at least 1e-300, the first time at least 1e-304",
            grid->times.n || !(grid->t_min > 0) ? name : "t-min", last < SHF_NODE_SHORTEST ? last : first);
    return SHF_OK;
}

/* ---- the public function ---- */

/* Student data have one random length for x_par and x_perp, which (N.4) leaves out.  It does not matter where
 * S is linear, nor where only the odd part mu/2 of the relu counts. */
static int leaves_out_common_length(const shf_node_params *p)
{
    int odd_labels = p->labels.kind == SHF_LABEL_SIGN && !p->delta_stripes.n;
    int centred = p->mean_a == 0 && p->mean_w == 0 && p->law_a.kind != SHF_LAW_POINTS &&
                  p->law_w.kind != SHF_LAW_POINTS;
    int harmless =
        p->activation.kind == SHF_ACT_LINEAR || (p->activation.kind == SHF_ACT_RELU && odd_labels && centred);
    return p->data.kind == SHF_DATA_STUDENT && !harmless;
}

static shf_status add_notes(const shf_node_params *params, shf_table *table, shf_error *error)
{
    if (!leaves_out_common_length(params))
        return SHF_OK;
    return shf_table_add_note(
        table,
        "data = student: the law of x_par is exact, but x_perp is taken as Gaussian and "
        "independent of it",
        error);
}

static shf_status fill_table(const shf_node_columns *columns, const node_run *run, shf_table *table,
                             shf_error *error)
{
    shf_status status = shf_node_add_columns(columns, table, error);
    for (size_t k = 0; k < run->done && !status; k++)
        status = shf_table_add_row(table, run->rows + k * columns->count, error);
    return status;
}

shf_status shf_node_solve(const shf_node_params *params, const shf_node_request *request,
                          const shf_grid *grid, const shf_solver *solver, const shf_progress *progress,
                          shf_table **table, shf_info *info, shf_error *error)
{
    *table = NULL;
    double *times = NULL;
    node_run main = {.progress = progress, .share = info ? 0.8 : 1};
    shf_status status = shf_node_validate(params, request, error);
    if (!status)
        status = shf_params_validate(&shf_node_solver_table, solver, error);
    if (!status)
        status = shf_grid_times(grid, &times, &main.n, error);
    if (!status)
        status = check_times(params, grid, times, main.n, error);
    if (status) {
        free(times);
        return status;
    }
    main.times = times;
    if (info)
        *info = (shf_info){.estimated_error = NAN, .method = ""};
    status = run_model(&main, params, request, solver, info, error);
    if (!status && info)
        info->estimated_error = estimate(&main, params, request, solver, info->steps);
    if (!status || status == SHF_ERR_INTERRUPTED) {
        shf_node_columns columns = shf_node_columns_of(params, request);
        *table = shf_table_new();
        shf_status filled = *table ? fill_table(&columns, &main, *table, error) : shf_no_memory(error);
        if (!filled)
            filled = add_notes(params, *table, error);
        if (filled) {
            shf_table_free(*table);
            *table = NULL;
            status = filled;
        }
    }
    free(main.rows);
    free(times);
    return status;
}
