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
    shf_node_request request;
    shf_solver solver;
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
        SHF_THEN(status, shf_node_add_row(&run->request, pop, run->times[k], y, run->table, error));
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
    shf_status status = shf_ode_new(&ode, &problem, &run->solver, 0, y, error);
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
    shf_status status = shf_node_population_new(&pop, run->params, &run->request, error);
    run->table = shf_table_new();
    shf_node_add_columns(run->params, &run->request, run->table);
    SHF_THEN(status, integrate(run, &pop, info, error));
    shf_node_population_free(&pop);
    return shf_table_end(&run->table, status, error);
}

/* ---- error control ---- */

/* The largest estimated error of a result, and how often more nodes are tried. */
#define SHF_NODE_WORST 0.01
#define SHF_NODE_ROUNDS 2

/* A pull on an activation that grows faster than |x| sends weights to infinity in finite time, the sooner the
 * larger they are; a Gaussian law has nodes that do so at once. */
static int runs_away(const shf_node_params *p)
{
    int open = (p->law_a.kind == SHF_LAW_GAUSSIAN && p->sigma_a > 0) ||
               (p->law_w.kind == SHF_LAW_GAUSSIAN && p->sigma_w > 0);
    return open && shf_activation_make(&p->activation).growth > 1;
}

static const char no_limit[] =
    "nodes far out in a Gaussian law run away in finite time, the sooner the farther out, where the activation "
    "grows faster than |x|: the mean field of wide networks has no limit there; take a smaller t-max, or "
    "law-a = law-w = uniform";

static shf_status explain(const char *what, const shf_error *why, shf_error *error)
{
    shf_error first = why ? *why : (shf_error){0}; /* may be `error` */
    return shf_fail(error, SHF_ERR_NUMERIC, "%s%s: %s", what, first.message, no_limit);
}

/* A direction with one node is a part of the model. */
static size_t times_nodes(size_t n, double factor)
{
    return n == 1 ? 1 : (size_t)ceil((double)n * factor);
}

/* The same model with `factor` times the nodes in each direction, fewer points and a looser tolerance or more
 * and a tighter one. */
static shf_status repeat(const node_run *run, double factor, int looser, size_t steps, node_run *other,
                         shf_error *error)
{
    shf_node_request *request = &other->request;
    double rtol = run->solver.rtol;
    *other = *run;
    other->table = NULL;
    request->nodes_a = times_nodes(request->nodes_a, factor);
    request->nodes_w = times_nodes(request->nodes_w, factor);
    request->nodes_rho = times_nodes(request->nodes_rho, factor);
    request->points_x = looser ? (3 * request->points_x + 3) / 4 : request->points_x + 4;
    other->solver.rtol = looser ? fmin(10 * rtol, 0.1) : rtol > 1e-11 ? fmax(0.1 * rtol, 1e-11) : rtol;
    other->solver.max_steps = 3 * steps + 500; /* another run may be harder: not at any price */
    other->start = looser ? run->share : 1;
    other->share = 1 - other->start;
    shf_status status = shf_node_validate(run->params, request, error); /* not too many nodes */
    return status ? status : solve(other, NULL, error);
}

/* F is known to rounding of what the pull could make of it, or of the target. */
static shf_node_gap gap_between(const node_run *run, const shf_table *other)
{
    const shf_node_params *p = run->params;
    double most = fmin(p->eta * run->times[run->n - 1] / (p->alpha * (double)p->M), 1 / p->alpha);
    return shf_node_difference(run->table, other, 1e-10 * most, SHF_NODE_WORST);
}

/* The estimate: the difference from a run with half the nodes, three quarters of the points and ten times the
 * tolerance, which bounds the error as long as refinement makes things better; or, where nodes further out
 * may be faster, with more nodes.  NaN if it fails. */
static shf_node_gap estimate(const node_run *run, size_t steps, shf_status *status, shf_error *why)
{
    node_run other;
    *status = repeat(run, runs_away(run->params) ? 1.5 : 0.5, 1, steps, &other, why);
    shf_node_gap gap = *status ? (shf_node_gap){NAN, 0} : gap_between(run, other.table);
    shf_table_free(other.table);
    return gap;
}

/* More nodes, more points and a tighter tolerance, until two runs agree; the last of them becomes the result.
 */
static shf_status refine(node_run *run, size_t steps, shf_node_gap *gap)
{
    shf_status status = SHF_OK;
    for (int round = 0; round < SHF_NODE_ROUNDS && !status && !(gap->most <= SHF_NODE_WORST); round++) {
        node_run other;
        status = repeat(run, 1.5, 0, steps, &other, NULL);
        if (status) {
            shf_table_free(other.table);
            break;
        }
        *gap = gap_between(&other, run->table);
        shf_table_free(run->table);
        *run = other;
        shf_note_add(
            run->table,
            "nodes-a, nodes-w, nodes-rho, points-x and rtol were raised to %zu, %zu, %zu, %zu and %g: "
            "the estimated error was above 1 %%",
            run->request.nodes_a, run->request.nodes_w, run->request.nodes_rho, run->request.points_x,
            run->solver.rtol);
    }
    return status;
}

/* Estimates the error of a finished run and sees to it that it is small. */
static shf_status control(node_run *run, shf_info *info, shf_error *error)
{
    shf_status status = SHF_OK;
    shf_error why = {0};
    int away = runs_away(run->params);
    shf_node_gap gap = estimate(run, info->steps, &status, &why);
    if (status == SHF_ERR_INTERRUPTED || status == SHF_ERR_MEMORY)
        return SHF_OK;
    if (away && status == SHF_ERR_NUMERIC)
        return explain("with half as many nodes again, ", &why, error);
    if (!away && !(gap.most <= SHF_NODE_WORST))
        status = refine(run, info->steps, &gap);
    if (status == SHF_ERR_INTERRUPTED)
        return shf_fail(error, status, "interrupted while nodes were added");
    if (status == SHF_ERR_MEMORY)
        return shf_no_memory(error);
    info->estimated_error = gap.most > 0 ? gap.most : NAN;
    if (gap.most > SHF_NODE_WORST)
        return shf_fail(
            error, SHF_ERR_NUMERIC,
            "the estimated relative error is %.2g with nodes-a = %zu, nodes-w = %zu: must be at most "
            "%g, as it is until t = %.4g: %s",
            gap.most, run->request.nodes_a, run->request.nodes_w, SHF_NODE_WORST, gap.until,
            away ? no_limit : "take more nodes or a smaller t-max");
    if (isnan(info->estimated_error))
        shf_note_add(run->table, gap.most == 0
                                     ? "no error is estimated: runs with other nodes and tolerances give "
                                       "the same numbers, since nothing moves"
                                     : "no error is estimated: the runs with other nodes failed");
    return SHF_OK;
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
    double radius = params->data.kind == SHF_DATA_SPHERE && params->data.n ? params->data.value[0] : 0;
    double size = fmax(1, radius * radius / (double)params->d); /* of the squared data */
    double unit = (double)params->M * params->alpha / params->eta / size, last = t[n - 1];
    double first = t[0] > 0 || n == 1 ? t[0] : t[1];
    if (last > SHF_NODE_LONGEST * unit)
        return shf_fail(
            error, SHF_ERR_VALUE,
            "%s = %g: must be at most %g = 1e16 M alpha/eta%s; shallowflow hinge has closed forms "
            "for any time",
            name, last, SHF_NODE_LONGEST * unit, size > 1 ? " d/R^2" : "");
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
    node_run run = {params, *request, *solver, .progress = progress, .share = info ? 0.8 : 1};
    shf_status status = shf_node_validate(params, request, error);
    SHF_THEN(status, shf_params_validate(&shf_node_solver_table, solver, error));
    SHF_THEN(status, shf_grid_times(grid, &times, &run.n, error));
    SHF_THEN(status, check_times(params, grid, times, run.n, error));
    if (!status) {
        run.times = times;
        if (info)
            *info = (shf_info){.estimated_error = NAN, .method = ""};
        status = solve(&run, info, error);
        if (status == SHF_ERR_NUMERIC && runs_away(params))
            status = explain("", error, error);
        if (!status && info)
            status = control(&run, info, error);
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
