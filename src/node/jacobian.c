/* The Jacobian of the flow times a vector (N.14). */
#include "node/field.h"
#include <stdlib.h>
#include <string.h>

/* ---- what belongs to a state ---- */

/* Pull on the second derivatives of S, node by node: E[g y x^2 S_mumu], E[g y x S_mus], E[g y S_ss]. */
static void curve_node(shf_node_population *pop, const shf_node_folded *f, size_t j, double *work)
{
    size_t n = f->count, row = pop->row, nodes = pop->initial.n;
    double *rows = pop->rows + 3 * row * j + f->first;
    const double *x = pop->x + f->first;
    shf_activation_places at = shf_node_places(pop, shf_node_state_at(pop, pop->state, j), 1, n, x);
    at.work = work + 3 * n;
    const shf_activation_averages averages = {NULL, rows + row, rows + 2 * row, work, work + n, work + 2 * n};
    shf_activation_curvature(&pop->activation, &at, &averages);
    for (size_t k = 0; k < n; k++)
        work[k] *= x[k];
    pop->curve[j] = shf_node_dot(n, work, f->weight_x);
    pop->curve[nodes + j] = shf_node_dot(n, work + n, f->weight_x);
    pop->curve[2 * nodes + j] = shf_node_dot(n, work + 2 * n, f->weight);
}

static void curve_nodes(shf_node_population *pop)
{
    size_t nodes = pop->initial.n, blocks = shf_node_blocks(pop);
    shf_node_folded f = shf_node_folded_last(pop);
    SHF_NODE_PARALLEL(nodes * pop->row)
    for (size_t b = 0; b < blocks; b++)
        for (size_t j = b * SHF_NODE_BLOCK; j < (b + 1) * SHF_NODE_BLOCK && j < nodes; j++)
            curve_node(pop, &f, j, pop->work + b * shf_node_scratch(pop->row));
}

/* Brings rows, pull, curves and response to the state y, which is that of the last right-hand side as a rule.
 */
static shf_status prepare(shf_node_population *pop, const double *y)
{
    size_t nodes = pop->initial.n;
    if (pop->stamp == SHF_NODE_STALE || memcmp(pop->state, y, 3 * nodes * sizeof *y) != 0) {
        double *unused = malloc(3 * nodes * sizeof *unused);
        pop->failed = SHF_ERR_MEMORY;
        if (unused)
            (void)shf_node_population_rhs(0, y, unused, pop);
        free(unused);
        if (pop->failed)
            return pop->failed;
    }
    if (pop->stamp == SHF_NODE_JACOBIAN)
        return SHF_OK;
    pop->stamp = SHF_NODE_JACOBIAN;
    curve_nodes(pop);
    return shf_node_average_response(&pop->mesh, pop->field + 2 * pop->mesh.samples, &pop->response);
}

/* ---- in a direction v ---- */

/* Change of E[a S(w x)] on the rows from one block: work and, to be multiplied by x, work + n. */
static void change_block(const shf_node_population *pop, const double *v, size_t block, double *work)
{
    size_t n = pop->row, nodes = pop->initial.n, first = block * SHF_NODE_BLOCK;
    double *slope = work + n;
    memset(work, 0, 2 * n * sizeof *work);
    for (size_t j = first; j < first + SHF_NODE_BLOCK && j < nodes; j++) {
        shf_node_state s = shf_node_state_at(pop, pop->state, j);
        const double *rows = pop->rows + 3 * n * j;
        double c = s.p * v[j], pa = s.p * (s.a0 + s.da) / pop->root_d;
        double c_mu = pa * v[nodes + j], c_s = pop->stretch * pa * v[2 * nodes + j];
        for (size_t k = 0; k < n; k++) {
            work[k] += c * rows[k] + c_s * rows[2 * n + k];
            slope[k] += c_mu * rows[n + k];
        }
    }
}

/* Change of alpha F at the samples and their mirror images. */
static void change_field(const shf_node_population *pop, const double *v, double *field)
{
    size_t n = pop->row, nodes = pop->initial.n, scratch = shf_node_scratch(n), blocks = shf_node_blocks(pop);
    double *sum = pop->folded, a = 0, a_w = 0;
    SHF_NODE_PARALLEL(nodes * n)
    for (size_t b = 0; b < blocks; b++)
        change_block(pop, v, b, pop->work + b * scratch);
    memset(sum, 0, n * sizeof *sum);
    for (size_t b = 0; b < blocks; b++) {
        const double *part = pop->work + b * scratch;
        for (size_t k = 0; k < n; k++)
            sum[k] += part[k] + pop->x[k] * part[n + k];
    }
    for (size_t k = 0; k < n; k++)
        field[k] = pop->alpha * sum[k];
    for (size_t j = 0; j < nodes; j++) {
        shf_node_state s = shf_node_state_at(pop, pop->state, j);
        a += s.p * v[j];
        a_w += s.p * (v[j] * (s.w0 + s.dw) + (s.a0 + s.da) * v[nodes + j]);
    }
    shf_node_unfold(pop, (shf_node_mirror){pop->alpha * a, pop->alpha * a_w / pop->root_d}, field);
}

int shf_node_population_product(double t, const double *y, const double *v, double *out, void *context)
{
    (void)t;
    shf_node_population *pop = context;
    pop->failed = prepare(pop, y);
    if (pop->failed)
        return -1;
    size_t samples = pop->mesh.samples, nodes = pop->initial.n;
    double *field = pop->field, *modes = field + 4 * samples, *change_modes = field + 6 * samples;
    change_field(pop, v, field);
    shf_node_mesh_modes(&pop->mesh, field, modes);
    shf_node_response_apply(&pop->mesh, &pop->response, modes, change_modes);
    shf_node_mesh_weights(&pop->mesh, change_modes, field);
    shf_node_folded folded = shf_node_fold(pop, field);
    double root_d = pop->root_d, force = pop->rate / root_d;
    SHF_NODE_PARALLEL(nodes * pop->row)
    for (size_t j = 0; j < nodes; j++) {
        shf_node_pull change = shf_node_pull_at(pop, &folded, j);
        double a = pop->initial.a[j] + y[j], dw = v[nodes + j] / root_d,
               drho = pop->stretch * v[2 * nodes + j] / root_d;
        const double *pull = pop->pull + j, *curve = pop->curve + j;
        change.S += pull[0] * dw + pull[nodes] * drho;
        change.S_mu += curve[0] * dw + curve[nodes] * drho;
        change.S_s += curve[nodes] * dw + curve[2 * nodes] * drho;
        out[j] = pop->rate * change.S;
        out[nodes + j] = force * (v[j] * pull[0] + a * change.S_mu);
        out[2 * nodes + j] = pop->stretch * force * (v[j] * pull[nodes] + a * change.S_s);
    }
    for (size_t k = 0; pop->decay > 0 && k < 3 * nodes; k++)
        out[k] -= pop->decay * v[k];
    return 0;
}
