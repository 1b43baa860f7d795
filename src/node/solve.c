/* The single-node theory from t = 0 to a table. */
#include "common/columns.h"
#include "common/ode.h"
#include "common/report.h"
#include "node/observe.h"
#include <math.h>
#include <stdlib.h>

/* ---- one run ---- */

/* A run over n output times into a table. */
typedef struct node_run {
    const shf_node_params *params;
    const shf_node_request *request;
    const shf_solver *solver;
    const double *times;
    size_t n;
    const shf_progress *progress;
    double start, share; /* of the progress bar */
    shf_table *table;
} node_run;

static shf_status advance(const node_run *run, shf_node_population *pop, shf_ode *ode, double *y,
                          shf_error *error)
{
    shf_status status = SHF_OK;
    for (size_t k = 0; k < run->n && !status; k++) {
        double fraction = run->start + run->share * (double)k / (double)run->n;
        status = shf_ode_advance(ode, run->times[k], y, run->progress, fraction, error);
        if (pop->failed)
            return shf_no_memory(error);
        SHF_THEN(status, shf_node_add_row(run->request, pop, run->times[k], y, run->table, error));
    }
    return status;
}

static shf_status integrate(const node_run *run, shf_node_population *pop, shf_info *info, shf_error *error)
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
    shf_status status = shf_ode_new(&ode, &problem, run->solver, 0, y, error);
    SHF_THEN(status, advance(run, pop, ode, y, error));
    if (ode && info)
        shf_ode_report(ode, info);
    shf_ode_free(ode);
    free(y);
    return status;
}

/* The table is to be freed if it is not NULL. */
static shf_status solve(node_run *run, shf_info *info, shf_error *error)
{
    shf_node_population pop;
    shf_status status = shf_node_population_new(&pop, run->params, run->request, error);
    run->table = shf_table_new();
    shf_node_add_columns(run->params, run->request, run->table);
    SHF_THEN(status, integrate(run, &pop, info, error));
    shf_node_population_free(&pop);
    return shf_table_end(&run->table, status, error);
}

/* ---- error estimate ---- */

/* The same model with half the nodes, three quarters of the points and ten times the tolerance: the
 * difference bounds the error of the run proper, as long as refinement makes things better.  NaN if it fails.
 */
static double estimate(const node_run *fine, size_t steps)
{
    shf_node_request request = *fine->request;
    request.nodes_a = (request.nodes_a + 1) / 2;
    request.nodes_w = (request.nodes_w + 1) / 2;
    request.nodes_rho = (request.nodes_rho + 1) / 2;
    request.points_x = (3 * request.points_x + 3) / 4;
    shf_solver solver = *fine->solver;
    solver.rtol = fmin(10 * solver.rtol, 0.1);
    solver.max_steps = 2 * steps + 500; /* coarser may be harder: not at any price */
    node_run coarse = *fine;
    coarse.request = &request;
    coarse.solver = &solver;
    coarse.start = 0.8;
    coarse.share = 0.2;
    shf_status status = solve(&coarse, NULL, NULL);
    double difference = status ? NAN : shf_node_difference(fine->table, coarse.table);
    shf_table_free(coarse.table);
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

shf_status shf_node_solve(const shf_node_params *params, const shf_node_request *request,
                          const shf_grid *grid, const shf_solver *solver, const shf_progress *progress,
                          shf_table **table, shf_info *info, shf_error *error)
{
    *table = NULL;
    double *times = NULL;
    node_run run = {params, request, solver, .progress = progress, .share = info ? 0.8 : 1};
    shf_status status = shf_node_validate(params, request, error);
    SHF_THEN(status, shf_params_validate(&shf_node_solver_table, solver, error));
    SHF_THEN(status, shf_grid_times(grid, &times, &run.n, error));
    SHF_THEN(status, check_times(params, grid, times, run.n, error));
    if (!status) {
        run.times = times;
        if (info)
            *info = (shf_info){.estimated_error = NAN, .method = ""};
        status = solve(&run, info, error);
        if (!status && info)
            info->estimated_error = estimate(&run, info->steps);
        if (run.table && leaves_out_common_length(params))
            shf_note_add(run.table,
                         "data = student: the law of x_par is exact, but x_perp is taken as Gaussian and "
                         "independent of it");
        *table = run.table;
        status = shf_table_end(table, status, error);
    }
    free(times);
    return status;
}
