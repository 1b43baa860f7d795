/* The field of a population and the gradient flow in it (N.3), (N.8), (N.12). */
#include "node/population.h"
#include "common/report.h"
#include "node/vector.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Nodes are handled in blocks of this size; partial sums are added in the order of the blocks, so that the
 * number of threads does not change a bit. */
enum { BLOCK = 16 };

/* Fewer numbers than this in all rows are not worth a team of threads. */
enum { WORTH_THREADS = 262144 };

/* Below this mean displacement, relative to the weights, F is summed from changes of S along the straight
 * path (two Gauss points, relative error 1e-14) instead of as a difference. */
static const double SHORT_PATH = 1e-3;

/* A sum smaller than this times the sum of its absolute terms is nothing but rounding. */
static const double ROUNDING = 1e-14;

/* ---- sums over the population ---- */

typedef struct node_state {
    double p, a0, w0, rho0, da, dw, drho;
} node_state;

static node_state node_at(const shf_node_population *pop, const double *y, size_t j)
{
    const shf_node_initial *in = &pop->initial;
    size_t n = in->n;
    return (node_state){in->p[j], in->a[j], in->w[j], in->rho[j], y[j], y[n + j], y[2 * n + j]};
}

static double mean_square_displacement(const shf_node_population *pop, const double *y)
{
    double sum = 0;
    for (size_t j = 0; j < pop->initial.n; j++) {
        node_state s = node_at(pop, y, j);
        sum += s.p * (s.da * s.da + s.dw * s.dw + s.drho * s.drho);
    }
    return sum;
}

static int is_short(const shf_node_population *pop, const double *y)
{
    double size = pop->initial.moments.a2 + pop->initial.moments.w2;
    return mean_square_displacement(pop, y) < SHORT_PATH * SHORT_PATH * size;
}

/* E[a w_par] minus its initial value. */
static double overlap_change(const shf_node_population *pop, const double *y)
{
    double sum = 0;
    for (size_t j = 0; j < pop->initial.n; j++) {
        node_state s = node_at(pop, y, j);
        sum += s.p * (s.a0 * s.dw + (s.w0 + s.dw) * s.da);
    }
    return sum;
}

/* ---- the field, one node at a time ---- */

/* S, S_mu, S_s of a node displaced by the fraction `part` of its displacement. */
static void node_rows(const shf_node_population *pop, node_state s, double part, size_t n, const double *x,
                      double *rows, double *work)
{
    shf_node_activation_average(&pop->activation, (s.w0 + part * s.dw) / pop->root_d,
                                pop->stretch * (s.rho0 + part * s.drho) / pop->root_d, n, x, rows, rows + n,
                                rows + 2 * n, work);
}

/* Adds p_j a_j S_j to `sum`. */
static void add_node(node_state s, size_t n, const double *rows, double *sum)
{
    double pa = s.p * (s.a0 + s.da);
    for (size_t k = 0; k < n; k++)
        sum[k] += pa * rows[k];
}

/* Adds p_j (a_j S_j - a_j(0) S_j(0)) to `sum`, from small changes; rows: as they are now. */
static void add_change(const shf_node_population *pop, node_state s, size_t n, const double *x,
                       const double *rows, double *sum, double *work)
{
    static const double place[2] = {0.21132486540518711775, 0.78867513459481288225};
    double pa = s.p * s.da;
    for (size_t k = 0; k < n; k++)
        sum[k] += pa * rows[k];
    double c = 0.5 * s.p * s.a0 / pop->root_d;
    for (int i = 0; i < 2; i++) {
        node_rows(pop, s, place[i], n, x, work, work + 3 * n);
        for (size_t k = 0; k < n; k++)
            sum[k] += c * (s.dw * x[k] * work[n + k] + pop->stretch * s.drho * work[2 * n + k]);
    }
}

/* Numbers of scratch for one block and rows of n numbers: sum, rows of a node, scratch of the activation. */
static size_t block_work(size_t n)
{
    return (1 + 3 + 3 + 2) * n;
}

/* Field of nodes first..last-1 at x into work[0..n-1]; `rows`: 3 n numbers a node to keep, or NULL. */
static void block_field(const shf_node_population *pop, const double *y, int small, size_t first, size_t last,
                        size_t n, const double *x, double *rows, double *work)
{
    double *sum = work, *own = work + n, *scratch = work + 4 * n;
    memset(sum, 0, n * sizeof *sum);
    for (size_t j = first; j < last; j++) {
        double *r = rows ? rows + 3 * n * (j - first) : own;
        node_state s = node_at(pop, y, j);
        node_rows(pop, s, 1, n, x, r, scratch);
        if (small)
            add_change(pop, s, n, x, r, sum, scratch);
        else
            add_node(s, n, r, sum);
    }
}

static size_t block_count(const shf_node_population *pop)
{
    return (pop->initial.n + BLOCK - 1) / BLOCK;
}

/* E[a S(w x)] over the population at n places x, less its initial value when `small`. */
static void sum_field(const shf_node_population *pop, const double *y, int small, size_t n, const double *x,
                      double *rows, double *work, double *sum)
{
    size_t blocks = block_count(pop), nodes = pop->initial.n;
#ifdef _OPENMP
#pragma omp parallel for schedule(static) if (nodes * n > WORTH_THREADS)
#endif
    for (size_t b = 0; b < blocks; b++) {
        size_t first = b * BLOCK, last = first + BLOCK < nodes ? first + BLOCK : nodes;
        block_field(pop, y, small, first, last, n, x, rows ? rows + 3 * n * first : NULL,
                    work + b * block_work(n));
    }
    memset(sum, 0, n * sizeof *sum);
    for (size_t b = 0; b < blocks; b++)
        for (size_t k = 0; k < n; k++)
            sum[k] += work[b * block_work(n) + k];
}

/* ---- mesh ---- */

/* Fewest halvings that resolve every node of weight; a pure function of the state. */
static int level_needed(const shf_node_population *pop, const double *y)
{
    double largest = 0, heaviest = 0;
    for (size_t j = 0; j < pop->initial.n; j++)
        heaviest = fmax(heaviest, pop->initial.p[j]);
    for (size_t j = 0; j < pop->initial.n; j++) {
        node_state s = node_at(pop, y, j);
        if (s.p > 1e-14 * heaviest)
            largest =
                fmax(largest, shf_node_activation_scale(&pop->activation, (s.w0 + s.dw) / pop->root_d,
                                                        pop->stretch * (s.rho0 + s.drho) / pop->root_d));
    }
    return shf_node_mesh_level(&pop->law, largest);
}

static void drop_mesh(shf_node_population *pop)
{
    shf_node_mesh_free(&pop->mesh);
    free(pop->x);
    pop->x = NULL;
}

static void place_rows(shf_node_population *pop)
{
    size_t samples = pop->mesh.samples;
    pop->base = pop->x + pop->row;
    pop->folded = pop->base + pop->row;
    pop->field = pop->folded + 2 * pop->row;
    pop->work = pop->field + 8 * samples;
    pop->rows = pop->work + block_count(pop) * block_work(pop->row);
    for (size_t k = 0; k < samples; k++) {
        pop->x[k] = pop->mesh.x[k];
        if (!pop->activation.folded)
            pop->x[samples + k] = -pop->mesh.x[k];
    }
}

static shf_status use_mesh(shf_node_population *pop, int level, shf_error *error)
{
    if (pop->x && pop->mesh.level == level)
        return SHF_OK;
    drop_mesh(pop);
    shf_status status = shf_node_mesh_new(&pop->mesh, &pop->law, &pop->target, level, pop->points, error);
    if (status)
        return status;
    pop->row = pop->activation.folded ? pop->mesh.samples : 2 * pop->mesh.samples;
    size_t nodes = pop->initial.n;
    size_t numbers =
        4 * pop->row + 8 * pop->mesh.samples + block_count(pop) * block_work(pop->row) + 3 * pop->row * nodes;
    double *zero = calloc(3 * nodes, sizeof *zero);
    pop->x = malloc(numbers * sizeof *pop->x);
    if (!zero || !pop->x) {
        free(zero);
        drop_mesh(pop);
        return shf_no_memory(error);
    }
    place_rows(pop);
    sum_field(pop, zero, 0, pop->row, pop->x, NULL, pop->work, pop->base);
    free(zero);
    return SHF_OK;
}

/* ---- field on the mesh and flow ---- */

/* Completes alpha F at the mirror images of the samples; `overlap`: E[a w_par] that goes with it. */
static void unfold(const shf_node_population *pop, double overlap, double *field)
{
    if (!pop->activation.folded)
        return;
    size_t samples = pop->mesh.samples;
    double lean = pop->activation.lean * pop->alpha * overlap / pop->root_d;
    for (size_t k = 0; k < samples; k++)
        field[samples + k] = pop->activation.parity * field[k] + lean * pop->x[k];
}

/* Rows of every node and alpha F at the samples and their mirror images. */
static shf_status evaluate(shf_node_population *pop, const double *y, shf_error *error)
{
    shf_status status = use_mesh(pop, level_needed(pop, y), error);
    if (status)
        return status;
    pop->state[0] = NAN; /* the rows no longer belong to it */
    int small = is_short(pop, y);
    size_t samples = pop->mesh.samples, n = pop->row;
    double *sum = pop->folded, *field = pop->field;
    sum_field(pop, y, small, n, pop->x, pop->rows, pop->work, sum);
    for (size_t k = 0; k < n; k++)
        field[k] = pop->alpha * (small ? sum[k] : sum[k] - pop->base[k]);
    unfold(pop, overlap_change(pop, y), field);
    shf_node_mesh_modes(&pop->mesh, field, field + 2 * samples);
    return SHF_OK;
}

/* Weights on the rows, those of the mirror images folded onto the samples: zero outside of first..last-1. */
typedef struct folded {
    const double *weight, *weight_x; /* weights, and these times x */
    size_t first, count;
    double lean; /* the sum that goes with the lean part of S */
} folded;

/* Of the weights in pop->folded. */
static folded active_range(const shf_node_population *pop, double lean)
{
    size_t n = pop->row, first = 0, last = n;
    const double *w = pop->folded;
    while (first < n && w[first] == 0)
        first++;
    while (last > first && w[last - 1] == 0)
        last--;
    return (folded){w + first, w + n + first, first, last - first, lean};
}

static folded fold(const shf_node_population *pop, const double *weights)
{
    size_t samples = pop->mesh.samples, n = pop->row;
    double *w = pop->folded, lean = 0;
    memcpy(w, weights, n * sizeof *w);
    if (pop->activation.folded)
        for (size_t k = 0; k < samples; k++) {
            w[k] += pop->activation.parity * weights[samples + k];
            lean += pop->x[k] * weights[samples + k];
        }
    for (size_t k = 0; k < n; k++)
        w[n + k] = pop->x[k] * w[k];
    return active_range(pop, pop->activation.lean * lean);
}

/* Scalar product.  A sum that cancels to ROUNDING of its terms is zero: next to a stationary state, noise
 * times the rates of a stiff flow would keep the integrator busy for ever. */
static double dot(size_t n, const double *restrict a, const double *restrict b)
{
    double size = 0, sum = shf_node_dot(n, a, b, &size);
    return fabs(sum) > ROUNDING * size ? sum : 0;
}

/* What the weights make of the rows of one node: E[.. S], E[.. x S_mu], E[.. S_s]. */
typedef struct node_pull {
    double S, S_mu, S_s;
} node_pull;

static node_pull pull_node(const shf_node_population *pop, folded f, size_t j)
{
    size_t n = pop->row;
    const double *rows = pop->rows + 3 * n * j + f.first;
    double w = (pop->initial.w[j] + pop->state[pop->initial.n + j]) / pop->root_d;
    return (node_pull){dot(f.count, rows, f.weight) + w * f.lean, dot(f.count, rows + n, f.weight_x) + f.lean,
                       dot(f.count, rows + 2 * n, f.weight)};
}

int shf_node_population_rhs(double t, const double *y, double *out, void *context)
{
    (void)t;
    shf_node_population *pop = context;
    pop->failed = evaluate(pop, y, NULL);
    if (pop->failed)
        return -1;
    size_t samples = pop->mesh.samples, n = pop->row, nodes = pop->initial.n;
    double *modes = pop->field + 2 * samples, *mode_weights = modes + 2 * samples;
    double *weights = mode_weights + 2 * samples;
    shf_node_average_pull(&pop->mesh, &pop->law, &pop->target, modes, mode_weights);
    shf_node_mesh_weights(&pop->mesh, mode_weights, weights);
    folded f = fold(pop, weights);
    memcpy(pop->state, y, 3 * nodes * sizeof *y);
    pop->responsive = 0;
#ifdef _OPENMP
#pragma omp parallel for schedule(static) if (nodes * n > WORTH_THREADS)
#endif
    for (size_t j = 0; j < nodes; j++) {
        node_pull pull = pull_node(pop, f, j);
        double force = pop->rate / pop->root_d * (pop->initial.a[j] + y[j]);
        pop->pull[j] = pull.S_mu;
        pop->pull[nodes + j] = pull.S_s;
        out[j] = pop->rate * pull.S;
        out[nodes + j] = force * pull.S_mu;
        out[2 * nodes + j] = pop->stretch * force * pull.S_s;
    }
    return 0;
}

/* ---- Jacobian ---- */

/* Change of E[a S(w x)] on the rows in direction v, in the order of the blocks. */
static void sum_change(const shf_node_population *pop, const double *y, const double *v, double *sum)
{
    size_t blocks = block_count(pop), nodes = pop->initial.n, n = pop->row;
#ifdef _OPENMP
#pragma omp parallel for schedule(static) if (nodes * n > WORTH_THREADS)
#endif
    for (size_t b = 0; b < blocks; b++) {
        double *part = pop->work + b * block_work(n), *slope = part + n;
        memset(part, 0, 2 * n * sizeof *part);
        for (size_t j = b * BLOCK; j < (b + 1) * BLOCK && j < nodes; j++) {
            node_state s = node_at(pop, y, j);
            const double *rows = pop->rows + 3 * n * j;
            double c = s.p * v[j], pa = s.p * (s.a0 + s.da) / pop->root_d;
            double c_mu = pa * v[nodes + j], c_s = pop->stretch * pa * v[2 * nodes + j];
            for (size_t k = 0; k < n; k++) {
                part[k] += c * rows[k] + c_s * rows[2 * n + k];
                slope[k] += c_mu * rows[n + k];
            }
        }
    }
    memset(sum, 0, n * sizeof *sum);
    for (size_t b = 0; b < blocks; b++) {
        const double *part = pop->work + b * block_work(n);
        for (size_t k = 0; k < n; k++)
            sum[k] += part[k] + pop->x[k] * part[n + k];
    }
}

/* Pull on the second derivatives of S, node by node: E[g y x^2 S_mumu], E[g y x S_mus], E[g y S_ss]. */
static void curve_node(shf_node_population *pop, folded f, size_t j, double *work)
{
    size_t n = f.count, row = pop->row, nodes = pop->initial.n;
    const double *rows = pop->rows + 3 * row * j + f.first, *x = pop->x + f.first;
    node_state s = node_at(pop, pop->state, j);
    shf_node_activation_curvature(&pop->activation, (s.w0 + s.dw) / pop->root_d,
                                  pop->stretch * (s.rho0 + s.drho) / pop->root_d, n, x, rows + row,
                                  rows + 2 * row, work, work + n, work + 2 * n, work + 3 * n);
    for (size_t k = 0; k < n; k++)
        work[k] *= x[k];
    pop->curve[j] = dot(n, work, f.weight_x);
    pop->curve[nodes + j] = dot(n, work + n, f.weight_x);
    pop->curve[2 * nodes + j] = dot(n, work + 2 * n, f.weight);
}

/* For the weights that the last right-hand side left behind. */
static void make_curves(shf_node_population *pop)
{
    size_t blocks = block_count(pop), nodes = pop->initial.n;
    folded f = active_range(pop, 0);
#ifdef _OPENMP
#pragma omp parallel for schedule(static) if (nodes * pop->row > WORTH_THREADS)
#endif
    for (size_t b = 0; b < blocks; b++)
        for (size_t j = b * BLOCK; j < (b + 1) * BLOCK && j < nodes; j++)
            curve_node(pop, f, j, pop->work + b * block_work(pop->row));
}

/* Brings rows and response to the state y, which is that of the last right-hand side as a rule. */
static shf_status make_responsive(shf_node_population *pop, const double *y)
{
    size_t nodes = pop->initial.n;
    if (!pop->x || memcmp(pop->state, y, 3 * nodes * sizeof *y) != 0) {
        double *unused = malloc(3 * nodes * sizeof *unused);
        shf_status status = SHF_ERR_MEMORY;
        if (unused) {
            (void)shf_node_population_rhs(0, y, unused, pop);
            status = pop->failed;
        }
        free(unused);
        if (status)
            return status;
    }
    if (pop->responsive)
        return SHF_OK;
    pop->responsive = 1;
    make_curves(pop);
    return shf_node_average_response(&pop->mesh, &pop->law, &pop->target, pop->field + 2 * pop->mesh.samples,
                                     &pop->response);
}

/* Change of the weights on the rows in direction v. */
static folded change_weights(shf_node_population *pop, const double *y, const double *v)
{
    size_t samples = pop->mesh.samples, nodes = pop->initial.n;
    double *field = pop->field, *modes = field + 4 * samples, *change = field + 6 * samples, overlap = 0;
    sum_change(pop, y, v, pop->folded);
    for (size_t k = 0; k < pop->row; k++)
        field[k] = pop->alpha * pop->folded[k];
    for (size_t j = 0; j < nodes; j++) {
        node_state s = node_at(pop, y, j);
        overlap += s.p * (v[j] * (s.w0 + s.dw) + (s.a0 + s.da) * v[nodes + j]);
    }
    unfold(pop, overlap, field);
    shf_node_mesh_modes(&pop->mesh, field, modes);
    shf_node_response_apply(&pop->mesh, &pop->response, modes, change);
    shf_node_mesh_weights(&pop->mesh, change, field);
    return fold(pop, field);
}

int shf_node_population_product(double t, const double *y, const double *v, double *out, void *context)
{
    (void)t;
    shf_node_population *pop = context;
    pop->failed = make_responsive(pop, y);
    if (pop->failed)
        return -1;
    size_t n = pop->row, nodes = pop->initial.n;
    double root_d = pop->root_d, force = pop->rate / root_d;
    folded f = change_weights(pop, y, v);
#ifdef _OPENMP
#pragma omp parallel for schedule(static) if (nodes * n > WORTH_THREADS)
#endif
    for (size_t j = 0; j < nodes; j++) {
        node_pull change = pull_node(pop, f, j);
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
    return 0;
}

int shf_node_population_scale(const double *y, double *scale, void *context)
{
    const shf_node_population *pop = context;
    double typical = sqrt(mean_square_displacement(pop, y));
    for (size_t k = 0; k < 3 * pop->initial.n; k++)
        scale[k] = fmax(typical, fabs(y[k]));
    return 0;
}

/* ---- observation ---- */

shf_status shf_node_population_field(const shf_node_population *pop, const double *y, size_t n,
                                     const double *x, double *F, shf_error *error)
{
    size_t nodes = pop->initial.n;
    double *work = calloc(block_count(pop) * block_work(1) + 3 * nodes, sizeof *work);
    if (!work)
        return shf_no_memory(error);
    int small = is_short(pop, y);
    double *zero = work + block_count(pop) * block_work(1), overlap = overlap_change(pop, y) / pop->root_d;
    for (size_t k = 0; k < n; k++) {
        int mirror = pop->activation.folded && x[k] < 0;
        double at = mirror ? -x[k] : x[k], before = 0;
        sum_field(pop, y, small, 1, &at, NULL, work, &F[k]);
        if (!small) {
            sum_field(pop, zero, 0, 1, &at, NULL, work, &before);
            F[k] -= before;
        }
        if (mirror)
            F[k] = pop->activation.parity * F[k] + pop->activation.lean * overlap * at;
    }
    free(work);
    return SHF_OK;
}

shf_status shf_node_population_observe(shf_node_population *pop, const double *y, shf_node_averages *averages,
                                       shf_error *error)
{
    shf_status status = evaluate(pop, y, error);
    if (!status)
        *averages =
            shf_node_average_observe(&pop->mesh, &pop->law, &pop->target, pop->field + 2 * pop->mesh.samples);
    return status;
}

/* ---- construction ---- */

/* The model: all but what depends on the quadrature over the initial law. */
static shf_status init_model(shf_node_population *pop, const shf_node_params *params, shf_error *error)
{
    *pop = (shf_node_population){.alpha = params->alpha, .root_d = sqrt((double)params->d)};
    pop->rate = params->eta / (params->alpha * (double)params->M);
    int scaled = params->data.kind == SHF_DATA_SPHERE && params->data.n;
    pop->stretch = scaled ? params->data.value[0] / pop->root_d : 1;
    shf_node_activation_init(&pop->activation, &params->activation);
    shf_node_target_init(&pop->target, params);
    /* powers of |x| that the averages meet: the activation's own, twice for losses that grow like F^2 */
    int squared = pop->target.loss == SHF_LOSS_QUADRATIC || pop->target.loss == SHF_LOSS_SQUARE_HINGE;
    double growth = (squared ? 2 : 1) * pop->activation.growth;
    return shf_node_law_init(&pop->law, &params->data, params->d, growth, error);
}

shf_status shf_node_population_check(const shf_node_params *params, shf_error *error)
{
    shf_node_population model;
    return init_model(&model, params, error);
}

shf_status shf_node_population_new(shf_node_population *pop, const shf_node_params *params,
                                   const shf_node_request *request, shf_error *error)
{
    shf_status status = init_model(pop, params, error);
    if (status)
        return status;
    /* a polynomial activation needs no more than its degree */
    int series = params->activation.kind >= SHF_ACT_LINEAR;
    size_t degree = pop->activation.polynomial;
    pop->points = !series ? request->points_x : degree < 1 ? 2 : degree + 1;
    status = shf_node_initial_new(&pop->initial, params, request, error);
    if (status)
        return status;
    pop->state = calloc(8 * pop->initial.n, sizeof *pop->state);
    pop->pull = pop->state ? pop->state + 3 * pop->initial.n : NULL;
    pop->curve = pop->state ? pop->pull + 2 * pop->initial.n : NULL;
    return pop->state ? SHF_OK : shf_no_memory(error);
}

void shf_node_population_free(shf_node_population *pop)
{
    drop_mesh(pop);
    shf_node_response_free(&pop->response);
    free(pop->state);
    shf_node_initial_free(&pop->initial);
}
