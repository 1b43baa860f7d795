/* The field of a population (N.8), (N.12). */
#include "node/field.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Below this mean displacement, relative to the weights, F is summed from changes of S along the straight
 * path (two Gauss points, relative error 1e-14) instead of as a difference. */
static const double SHORT_PATH = 1e-3;

/* ---- nodes ---- */

shf_node_state shf_node_state_at(const shf_node_population *pop, const double *y, size_t j)
{
    const shf_node_initial *in = &pop->initial;
    size_t n = in->n;
    return (shf_node_state){in->p[j], in->a[j], in->w[j], in->rho[j], y[j], y[n + j], y[2 * n + j]};
}

shf_activation_places shf_node_places(const shf_node_population *pop, shf_node_state s, double part, size_t n,
                                      const double *x)
{
    return (shf_activation_places){.w = (s.w0 + part * s.dw) / pop->root_d,
                                   .s = pop->stretch * (s.rho0 + part * s.drho) / pop->root_d,
                                   .n = n,
                                   .x = x};
}

double shf_node_mean_square_displacement(const shf_node_population *pop, const double *y)
{
    double sum = 0;
    for (size_t j = 0; j < pop->initial.n; j++) {
        shf_node_state s = shf_node_state_at(pop, y, j);
        sum += s.p * (s.da * s.da + s.dw * s.dw + s.drho * s.drho);
    }
    return sum;
}

static int is_short(const shf_node_population *pop, const double *y)
{
    double size = pop->initial.moments.a2 + pop->initial.moments.w2;
    return shf_node_mean_square_displacement(pop, y) < SHORT_PATH * SHORT_PATH * size;
}

size_t shf_node_blocks(const shf_node_population *pop)
{
    return (pop->initial.n + SHF_NODE_BLOCK - 1) / SHF_NODE_BLOCK;
}

/* A sum, the rows of a node, those of a displaced one, scratch of the activation. */
size_t shf_node_scratch(size_t n)
{
    return (1 + 3 + 3 + 2) * n;
}

/* ---- sums over the population ---- */

/* E[a S(w x)] over the population at n places x, less its initial value when `small`. */
typedef struct field_sum {
    const shf_node_population *pop;
    const double *y;
    int small;
    size_t n;
    const double *x;
    double *rows; /* 3 n numbers a node to keep, or NULL */
    double *work;
} field_sum;

/* S, S_mu, S_s of a node displaced by the fraction `part` of its displacement. */
static void node_rows(const field_sum *f, shf_node_state s, double part, double *rows, double *work)
{
    shf_activation_places at = shf_node_places(f->pop, s, part, f->n, f->x);
    at.work = work;
    shf_activation_average(&f->pop->activation, &at,
                           &(const shf_activation_averages){rows, rows + f->n, rows + 2 * f->n, 0, 0, 0});
}

/* Adds p_j (a_j S_j - a_j(0) S_j(0)) to `sum`, from small changes; rows: as they are now. */
static void add_change(const field_sum *f, shf_node_state s, const double *rows, double *sum, double *work)
{
    static const double place[2] = {0.21132486540518711775, 0.78867513459481288225};
    size_t n = f->n;
    double pa = s.p * s.da, c = 0.5 * s.p * s.a0 / f->pop->root_d;
    for (size_t k = 0; k < n; k++)
        sum[k] += pa * rows[k];
    for (int i = 0; i < 2; i++) {
        node_rows(f, s, place[i], work, work + 3 * n);
        for (size_t k = 0; k < n; k++)
            sum[k] += c * (s.dw * f->x[k] * work[n + k] + f->pop->stretch * s.drho * work[2 * n + k]);
    }
}

/* The sum over one block, into work[0..n-1]. */
static void sum_block(const field_sum *f, size_t block, double *work)
{
    size_t n = f->n, first = block * SHF_NODE_BLOCK;
    double *sum = work, *own = work + n, *scratch = work + 4 * n;
    memset(sum, 0, n * sizeof *sum);
    for (size_t j = first; j < first + SHF_NODE_BLOCK && j < f->pop->initial.n; j++) {
        double *rows = f->rows ? f->rows + 3 * n * j : own;
        shf_node_state s = shf_node_state_at(f->pop, f->y, j);
        node_rows(f, s, 1, rows, scratch);
        double pa = s.p * (s.a0 + s.da);
        if (f->small)
            add_change(f, s, rows, sum, scratch);
        else
            for (size_t k = 0; k < n; k++)
                sum[k] += pa * rows[k];
    }
}

static void sum_field(const field_sum *f, double *sum)
{
    size_t n = f->n, scratch = shf_node_scratch(n), blocks = shf_node_blocks(f->pop);
    SHF_NODE_PARALLEL(n * f->pop->initial.n)
    for (size_t b = 0; b < blocks; b++)
        sum_block(f, b, f->work + b * scratch);
    memset(sum, 0, n * sizeof *sum);
    for (size_t b = 0; b < blocks; b++)
        for (size_t k = 0; k < n; k++)
            sum[k] += f->work[b * scratch + k];
}

/* ---- mesh ---- */

/* Fewest halvings that resolve every node of weight; a pure function of the state. */
static int level_needed(const shf_node_population *pop, const double *y)
{
    double largest = 0, heaviest = 0;
    for (size_t j = 0; j < pop->initial.n; j++)
        heaviest = fmax(heaviest, pop->initial.p[j]);
    for (size_t j = 0; j < pop->initial.n; j++) {
        shf_activation_places at = shf_node_places(pop, shf_node_state_at(pop, y, j), 1, 0, NULL);
        if (pop->initial.p[j] > 1e-14 * heaviest)
            largest = fmax(largest, shf_activation_scale(&pop->activation, at.w, at.s));
    }
    return shf_node_mesh_level(&pop->law, largest);
}

void shf_node_field_free(shf_node_population *pop)
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
    pop->rows = pop->work + shf_node_blocks(pop) * shf_node_scratch(pop->row);
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
    shf_node_field_free(pop);
    shf_status status = shf_node_mesh_new(&pop->mesh, &pop->law, &pop->target, level, pop->points, error);
    if (status)
        return status;
    pop->row = pop->activation.folded ? pop->mesh.samples : 2 * pop->mesh.samples;
    size_t nodes = pop->initial.n, kept = 4 * pop->row + 8 * pop->mesh.samples + 3 * pop->row * nodes;
    double *zero = calloc(3 * nodes, sizeof *zero);
    pop->x = malloc((kept + shf_node_blocks(pop) * shf_node_scratch(pop->row)) * sizeof *pop->x);
    if (!zero || !pop->x) {
        free(zero);
        shf_node_field_free(pop);
        return shf_no_memory(error);
    }
    place_rows(pop);
    sum_field(&(const field_sum){pop, zero, 0, pop->row, pop->x, NULL, pop->work}, pop->base);
    free(zero);
    return SHF_OK;
}

/* ---- field on the mesh ---- */

/* The changes since t = 0. */
static shf_node_mirror mirror_change(const shf_node_population *pop, double alpha, const double *y)
{
    double a = 0, a_w = 0;
    for (size_t j = 0; j < pop->initial.n; j++) {
        shf_node_state s = shf_node_state_at(pop, y, j);
        a += s.p * s.da;
        a_w += s.p * (s.a0 * s.dw + (s.w0 + s.dw) * s.da);
    }
    return (shf_node_mirror){alpha * a, alpha * a_w / pop->root_d};
}

static double mirrored(const shf_activation *act, shf_node_mirror mirror, double x, double value)
{
    return act->parity * value + act->lean * mirror.a_w * x + act->level * mirror.a;
}

void shf_node_unfold(const shf_node_population *pop, shf_node_mirror mirror, double *field)
{
    size_t samples = pop->mesh.samples;
    for (size_t k = 0; pop->activation.folded && k < samples; k++)
        field[samples + k] = mirrored(&pop->activation, mirror, pop->x[k], field[k]);
}

shf_status shf_node_field_evaluate(shf_node_population *pop, const double *y, shf_error *error)
{
    pop->stamp = SHF_NODE_STALE;
    shf_status status = use_mesh(pop, level_needed(pop, y), error);
    if (status)
        return status;
    int small = is_short(pop, y);
    double *sum = pop->folded, *field = pop->field;
    sum_field(&(const field_sum){pop, y, small, pop->row, pop->x, pop->rows, pop->work}, sum);
    for (size_t k = 0; k < pop->row; k++)
        field[k] = pop->alpha * (small ? sum[k] : sum[k] - pop->base[k]);
    shf_node_unfold(pop, mirror_change(pop, pop->alpha, y), field);
    shf_node_mesh_modes(&pop->mesh, field, field + 2 * pop->mesh.samples);
    return SHF_OK;
}

/* ---- observation ---- */

shf_status shf_node_population_field(const shf_node_population *pop, const double *y, double x, double *F,
                                     shf_error *error)
{
    size_t scratch = shf_node_blocks(pop) * shf_node_scratch(1);
    double *work = calloc(scratch + 3 * pop->initial.n, sizeof *work);
    if (!work)
        return shf_no_memory(error);
    int is_mirrored = pop->activation.folded && x < 0;
    double at = is_mirrored ? -x : x, before = 0;
    field_sum sum = {pop, y, is_short(pop, y), 1, &at, NULL, work};
    sum_field(&sum, F);
    if (!sum.small) {
        sum.y = work + scratch; /* zero */
        sum_field(&sum, &before);
        *F -= before;
    }
    if (is_mirrored)
        *F = mirrored(&pop->activation, mirror_change(pop, 1, y), at, *F);
    free(work);
    return SHF_OK;
}

shf_status shf_node_population_observe(shf_node_population *pop, const double *y, shf_node_averages *averages,
                                       shf_error *error)
{
    shf_status status = shf_node_field_evaluate(pop, y, error);
    if (!status)
        *averages = shf_node_average_observe(&pop->mesh, pop->field + 2 * pop->mesh.samples);
    return status;
}
