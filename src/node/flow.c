/* The gradient flow of a population in its field (N.3). */
#include "common/clones.h"
#include "node/field.h"
#include <math.h>
#include <string.h>

/* ---- weights ---- */

shf_node_folded shf_node_folded_last(const shf_node_population *pop)
{
    size_t n = pop->row, first = 0, last = n;
    const double *w = pop->folded;
    while (first < n && w[first] == 0)
        first++;
    while (last > first && w[last - 1] == 0)
        last--;
    return (shf_node_folded){w + first, w + n + first, first, last - first, 0, 0};
}

shf_node_folded shf_node_fold(const shf_node_population *pop, const double *weights)
{
    size_t samples = pop->mesh.samples, n = pop->row;
    double *w = pop->folded, first = 0, sum = 0;
    memcpy(w, weights, n * sizeof *w);
    for (size_t k = 0; pop->activation.folded && k < samples; k++) {
        w[k] += pop->activation.parity * weights[samples + k];
        first += pop->x[k] * weights[samples + k];
        sum += weights[samples + k];
    }
    for (size_t k = 0; k < n; k++)
        w[n + k] = pop->x[k] * w[k];
    shf_node_folded folded = shf_node_folded_last(pop);
    folded.lean = pop->activation.lean * first;
    folded.level = pop->activation.level * sum;
    return folded;
}

/* ---- scalar product with the size of its terms, in eight interleaved partial sums ---- */

/* A sum smaller than this times the sum of its absolute terms is nothing but rounding. */
static const double ROUNDING = 1e-14;

static double add_lanes(const double *lane)
{
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

SHF_CLONES
static void node_dot_lanes(size_t n, const double *restrict a, const double *restrict b,
                           double *restrict lane, double *restrict size)
{
    for (size_t k = 0; k < n; k += 8)
        for (size_t i = 0; i < 8; i++) {
            double term = a[k + i] * b[k + i];
            lane[i] += term;
            size[i] += fabs(term);
        }
}

/* Next to a stationary state, noise times the rates of a stiff flow would keep the integrator busy for ever.
 */
double shf_node_dot(size_t n, const double *restrict a, const double *restrict b)
{
    double lane[8] = {0}, size[8] = {0};
    size_t whole = n - n % 8;
    node_dot_lanes(whole, a, b, lane, size);
    for (size_t k = whole; k < n; k++) {
        lane[k - whole] += a[k] * b[k];
        size[k - whole] += fabs(a[k] * b[k]);
    }
    double sum = add_lanes(lane);
    return fabs(sum) > ROUNDING * add_lanes(size) ? sum : 0;
}

/* ---- flow ---- */

shf_node_pull shf_node_pull_at(const shf_node_population *pop, const shf_node_folded *f, size_t j)
{
    size_t n = pop->row;
    const double *rows = pop->rows + 3 * n * j + f->first;
    double w = (pop->initial.w[j] + pop->state[pop->initial.n + j]) / pop->root_d;
    return (shf_node_pull){shf_node_dot(f->count, rows, f->weight) + w * f->lean + f->level,
                           shf_node_dot(f->count, rows + n, f->weight_x) + f->lean,
                           shf_node_dot(f->count, rows + 2 * n, f->weight)};
}

int shf_node_population_rhs(double t, const double *y, double *out, void *context)
{
    (void)t;
    shf_node_population *pop = context;
    pop->failed = shf_node_field_evaluate(pop, y, NULL);
    if (pop->failed)
        return -1;
    size_t samples = pop->mesh.samples, nodes = pop->initial.n;
    double *modes = pop->field + 2 * samples, *mode_weights = modes + 2 * samples;
    double *weights = mode_weights + 2 * samples;
    shf_node_average_pull(&pop->mesh, modes, mode_weights);
    shf_node_mesh_weights(&pop->mesh, mode_weights, weights);
    memcpy(pop->state, y, 3 * nodes * sizeof *y);
    pop->stamp = SHF_NODE_FLOW;
    shf_node_folded folded = shf_node_fold(pop, weights);
    SHF_NODE_PARALLEL(nodes * pop->row)
    for (size_t j = 0; j < nodes; j++) {
        shf_node_pull pull = shf_node_pull_at(pop, &folded, j);
        double force = pop->rate / pop->root_d * (pop->initial.a[j] + y[j]);
        pop->pull[j] = pull.S_mu;
        pop->pull[nodes + j] = pull.S_s;
        out[j] = pop->rate * pull.S;
        out[nodes + j] = force * pull.S_mu;
        out[2 * nodes + j] = pop->stretch * force * pull.S_s;
    }
    for (size_t k = 0; pop->decay > 0 && k < 3 * nodes; k++) /* a, w, rho stand one behind the other */
        out[k] -= pop->decay * (pop->initial.a[k] + y[k]);
    return 0;
}

int shf_node_population_scale(const double *y, double *scale, void *context)
{
    const shf_node_population *pop = context;
    double typical = sqrt(shf_node_mean_square_displacement(pop, y));
    for (size_t k = 0; k < 3 * pop->initial.n; k++)
        scale[k] = fmax(typical, fabs(y[k]));
    return 0;
}
