/* The collocation scheme (D.20): memory, first guess, what becomes of a finished panel. */
#include "dmft/collocation.h"
#include "common/report.h"
#include "dmft/lagrange.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_OF_NODES = 6, ROWS_OF_SECTORS = 3, VECTORS = 4, ARRAYS = 2 + 2 * SHF_DMFT_DIRECTIONS_MAX };

/* ---- memory ---- */

/* Node after node; room for a panel behind n nodes. */
static shf_status room_for_nodes(shf_dmft_collocation *run, shf_error *error)
{
    if (run->panel.nodes <= run->room)
        return SHF_OK;
    size_t nodes = 2 * run->panel.nodes + 256;
    double **array[1 + ARRAYS] = {&run->t, &run->a, &run->nu};
    for (size_t k = 0; k < SHF_DMFT_DIRECTIONS_MAX; k++) {
        array[3 + 2 * k] = &run->v[k];
        array[4 + 2 * k] = &run->u[k];
    }
    for (size_t k = 0; k <= ARRAYS; k++) {
        double *larger = realloc(*array[k], nodes * (k ? run->groups : 1) * sizeof **array[k]);
        if (!larger)
            return shf_no_memory(error);
        *array[k] = larger;
    }
    run->room = nodes;
    return SHF_OK;
}

/* Where everything is in the unknowns, and how many numbers a panel takes that has run->panel.nodes. */
static size_t lay_out(shf_dmft_collocation *run)
{
    size_t p = run->panel.radau.p, size = 0;
    for (size_t k = 0; k < run->sectors; k++)
        size += shf_dmft_sector_size(&run->sector[k], &run->panel);
    run->q = run->sector->q;
    run->rows = run->sector->rows;
    run->ld = run->sector->ld;
    run->unknowns = (2 + run->start.k) * run->q;
    for (size_t k = 0; k < run->sectors; k++) {
        shf_dmft_sector *s = &run->sector[k];
        s->at_c = run->unknowns;
        s->at_w = s->at_c + s->q * s->ld;
        run->unknowns = s->at_w + s->q * s->ld;
    }
    return size + ROWS_OF_NODES * p * run->panel.nodes + ROWS_OF_SECTORS * run->q * run->ld + p +
           VECTORS * run->unknowns + (2 + SHF_DMFT_DIRECTIONS_MAX) * run->q + 2 * run->q * run->q;
}

static void distribute(shf_dmft_collocation *run, double *next)
{
    size_t p = run->panel.radau.p, q = run->q;
    double **const vector[VECTORS] = {&run->x, &run->g, &run->saved, &run->scale};
    double **const nodes[ROWS_OF_NODES] = {&run->sg,     &run->sc,   &run->wg_row,
                                           &run->ca_row, &run->z[0], &run->z[1]};
    for (size_t k = 0; k < VECTORS; k++)
        *vector[k] = shf_dmft_take(&next, run->unknowns);
    for (size_t k = 0; k < run->sectors; k++)
        shf_dmft_sector_take(&run->sector[k], &next);
    for (size_t k = 0; k < ROWS_OF_NODES; k++)
        *nodes[k] = shf_dmft_take(&next, p * run->panel.nodes);
    for (size_t k = 0; k < ROWS_OF_SECTORS; k++)
        run->y[k] = shf_dmft_take(&next, q * run->ld);
    run->p_sum = shf_dmft_take(&next, p);
    run->r = shf_dmft_take(&next, SHF_DMFT_DIRECTIONS_MAX * q);
    run->defect = shf_dmft_take(&next, q);
    run->step = shf_dmft_take(&next, q);
    run->jacobian = shf_dmft_take(&next, q * q);
    run->square = shf_dmft_take(&next, q * q);
}

shf_status shf_dmft_collocation_room(shf_dmft_collocation *run, shf_error *error)
{
    shf_dmft_panel *panel = &run->panel;
    panel->nodes = panel->n + panel->radau.p;
    shf_status status = room_for_nodes(run, error);
    if (status)
        return status;
    if (panel->nodes > run->memory_nodes) {
        shf_dmft_panel larger = *panel;
        panel->n = 2 * panel->nodes + 64;
        panel->nodes = panel->n + panel->radau.p;
        size_t nodes = panel->nodes;
        double *memory = malloc(lay_out(run) * sizeof *memory);
        *panel = larger;
        if (!memory)
            return shf_no_memory(error);
        free(run->memory);
        run->memory = memory;
        run->memory_nodes = nodes;
    }
    (void)lay_out(run);
    distribute(run, run->memory);
    for (size_t k = 0; status == SHF_OK && k < run->sectors; k++)
        status = shf_dmft_sector_room(&run->sector[k], error);
    return status;
}

void shf_dmft_collocation_free(shf_dmft_collocation *run)
{
    for (size_t k = 0; k < run->sectors; k++)
        shf_dmft_sector_free(&run->sector[k]);
    shf_dmft_history_free(&run->wg);
    shf_dmft_history_free(&run->ca);
    shf_dmft_anderson_free(&run->anderson);
    for (size_t k = 0; k < SHF_DMFT_DIRECTIONS_MAX; k++) {
        free(run->v[k]);
        free(run->u[k]);
    }
    free(run->t);
    free(run->a);
    free(run->nu);
    free(run->memory);
    *run = (shf_dmft_collocation){.sectors = 0};
}

/* ---- start ---- */

double shf_dmft_phat(const shf_dmft_collocation *run, size_t row)
{
    double v[SHF_DMFT_DIRECTIONS_MAX];
    for (size_t k = 0; k < run->start.k; k++)
        v[k] = run->v[k][row];
    return shf_dmft_target_overlap(run->model, v);
}

double shf_dmft_phat_slope(const shf_dmft_collocation *run, size_t row, size_t k)
{
    double v[SHF_DMFT_DIRECTIONS_MAX];
    for (size_t j = 0; j < run->start.k; j++)
        v[j] = run->v[j][row];
    return shf_dmft_target_slope(run->model, v, k);
}

/* Multiplicities, and the sectors that there are. */
static void count(shf_dmft_collocation *run)
{
    const shf_dmft_groups *start = &run->start;
    size_t groups = run->groups = start->n;
    run->sector[SHF_DMFT_UNIFORM] = (shf_dmft_sector){.width = groups, .stride = 1};
    run->sectors = 1;
    for (size_t g = 0; g < groups; g++) {
        run->root[g] = sqrt(start->size[g]);
        if (start->size[g] > 1)
            run->sector[run->sectors++] = (shf_dmft_sector){.width = 1, .group = g, .stride = groups};
        for (size_t h = 0; h < groups; h++) {
            run->share[g][h] = g == h ? 1 / start->size[g] : 1 / sqrt(start->size[g] * start->size[h]);
            run->others[g][h] = g == h && start->size[g] > 1 ? start->size[g] - 1 : start->size[h];
        }
    }
}

/* E y^2, and E f^2 at t = 0, less twice E f y: minus the correlation of the residuals. */
static double first_residual(const shf_dmft_collocation *run)
{
    const shf_dmft_groups *x = &run->start;
    double m = run->model->m, sum = shf_dmft_label_square(run->model);
    for (size_t g = 0; g < x->n; g++) {
        double share = x->size[g] / m;
        sum -= 2 * share * x->a[g] * shf_dmft_phat(run, g);
        if (x->size[g] > 1)
            sum += share / m * x->a[g] * x->a[g] * run->model->h1;
        for (size_t h = 0; h < x->n; h++)
            sum += share * run->others[g][h] / m * x->a[g] * x->a[h] *
                   shf_dmft_value(&run->model->h[0], x->c[g][h]);
    }
    return -sum;
}

/* Multiplier that keeps |w_i| = 1 when R_A is a delta function and there is no past. */
static double first_multiplier(const shf_dmft_collocation *run, size_t g)
{
    const shf_dmft_groups *x = &run->start;
    const shf_dmft_series *slope = &run->model->h[1];
    double m = run->model->m, rate = run->model->params.alpha * x->a[g], sum = 0;
    for (size_t k = 0; k < x->k; k++)
        sum += rate * x->v[g][k] * shf_dmft_phat_slope(run, g, k);
    if (x->size[g] > 1)
        sum -= rate * x->a[g] / m * shf_dmft_value(slope, 1);
    for (size_t h = 0; h < x->n; h++)
        sum -= rate * run->others[g][h] * x->a[h] / m * shf_dmft_value(slope, x->c[g][h]) * x->c[g][h];
    return sum;
}

/* C between the uniform directions of two groups, without its signal part. */
static double first_correlation(const shf_dmft_collocation *run, size_t g, size_t h)
{
    const shf_dmft_groups *x = &run->start;
    double c = x->c[g][h];
    for (size_t k = 0; k < x->k; k++)
        c -= x->v[g][k] * x->v[h][k];
    return c / run->share[g][h] + (g == h ? 1 - x->c[g][g] : 0);
}

static shf_status begin(shf_dmft_collocation *run, shf_error *error)
{
    const shf_dmft_groups *x = &run->start;
    size_t n = x->n;
    double c[SHF_DMFT_GROUPS_MAX * SHF_DMFT_GROUPS_MAX],
        zero[SHF_DMFT_GROUPS_MAX * SHF_DMFT_GROUPS_MAX] = {0};
    run->t[0] = 0;
    for (size_t g = 0; g < n; g++) {
        run->a[g] = x->a[g];
        for (size_t k = 0; k < x->k; k++) {
            run->v[k][g] = x->v[g][k];
            run->u[k][g] = run->root[g] * x->v[g][k];
        }
        for (size_t h = 0; h < n; h++)
            c[g * n + h] = first_correlation(run, g, h);
    }
    for (size_t g = 0; g < n; g++)
        run->nu[g] = first_multiplier(run, g);
    double residual = first_residual(run), one = 1;
    const shf_dmft_new_rows part[] = {{&run->sector->c, c, n, n, 1},
                                      {&run->sector->w, zero, n, n, 0},
                                      {&run->wg, &one, 1, 1, 0},
                                      {&run->ca, &residual, 1, 1, 1}};
    shf_status status = shf_dmft_histories_append(part, sizeof part / sizeof part[0], error);
    for (size_t k = 1; status == SHF_OK && k < run->sectors; k++) {
        shf_dmft_sector *s = &run->sector[k];
        double perp = 1 - x->c[s->group][s->group];
        const shf_dmft_new_rows own[] = {{&s->c, &perp, 1, 1, 1}, {&s->w, zero, 1, 1, 0}};
        status = shf_dmft_histories_append(own, 2, error);
    }
    run->panel.n = 1;
    return status;
}

shf_status shf_dmft_collocation_make(shf_dmft_collocation *run, const shf_dmft_model *model,
                                     const shf_dmft_groups *groups, size_t stages, shf_error *error)
{
    *run = (shf_dmft_collocation){.model = model, .alike = !groups};
    if (groups)
        run->start = *groups;
    else
        run->start = (shf_dmft_groups){
            .n = 1, .k = 1, .size = {model->m}, .a = {model->a0}, .c = {{model->m > 1 ? 0 : 1}}};
    count(run);
    shf_status status = shf_dmft_radau_make(&run->panel.radau, stages, error);
    SHF_THEN(status, shf_dmft_collocation_room(run, error));
    return status ? status : begin(run, error);
}

/* ---- first guess ---- */

static void set_length(shf_dmft_collocation *run, double length)
{
    shf_dmft_panel *panel = &run->panel;
    panel->length = length;
    for (size_t i = 0; i < panel->radau.p; i++)
        run->t[panel->n + i] = run->t[panel->n - 1] + length * panel->radau.x[i + 1];
}

static shf_dmft_predictor predictor(const shf_dmft_collocation *run)
{
    size_t n = run->panel.n, p = run->panel.radau.p, last = n - 1;
    const double *t = run->t;
    shf_dmft_predictor e = {.n = p < 2 ? 2 : 3, .from = {last, last - (p + 1) / 2, last - p}};
    if (last < p)
        e.n = 1;
    const double node[] = {t[e.from[0]], e.n > 1 ? t[e.from[1]] : 0, e.n > 2 ? t[e.from[2]] : 0};
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < e.n; j++)
            e.weight[i][j] = shf_dmft_lagrange_term(e.n, node, j, 1, t[n + i]);
    return e;
}

/* a, nu and v in the unknowns, and the same at all rows of the past. */
typedef struct scalar {
    double *x;
    const double *past;
} scalar;

static size_t scalars(const shf_dmft_collocation *run, scalar list[2 + SHF_DMFT_DIRECTIONS_MAX])
{
    list[0] = (scalar){run->x, run->a};
    list[1] = (scalar){run->x + shf_dmft_at_nu(run), run->nu};
    for (size_t k = 0; k < run->start.k; k++)
        list[2 + k] = (scalar){run->x + shf_dmft_at_v(run, k), run->v[k]};
    return 2 + run->start.k;
}

static void freeze(shf_dmft_collocation *run)
{
    for (size_t r = 0; run->model->params.freeze_a.kind && r < run->q; r++)
        run->x[r] = run->start.a[r % run->groups];
}

static void predict_scalars(shf_dmft_collocation *run, const shf_dmft_predictor *e)
{
    size_t groups = run->groups;
    scalar list[2 + SHF_DMFT_DIRECTIONS_MAX];
    size_t n = scalars(run, list);
    for (size_t s = 0; s < n; s++)
        for (size_t r = 0; r < run->q; r++) {
            list[s].x[r] = 0;
            for (size_t j = 0; j < e->n; j++)
                list[s].x[r] += e->weight[r / groups][j] * list[s].past[e->from[j] * groups + r % groups];
        }
    for (size_t k = 0; run->panel.n == 1 && k < run->start.k; k++)
        for (size_t r = 0; r < run->q; r++) {
            size_t g = r % groups;
            double slope = run->model->params.alpha * run->start.a[g] * shf_dmft_phat_slope(run, g, k);
            list[2 + k].x[r] += fmax(-0.5, fmin(0.5, slope * run->t[1 + r / groups]));
        }
    freeze(run);
}

static shf_status start_iteration(shf_dmft_collocation *run, shf_error *error)
{
    return shf_dmft_anderson_start(&run->anderson, run->unknowns, error);
}

shf_status shf_dmft_collocation_predict(shf_dmft_collocation *run, double length, shf_error *error)
{
    shf_status status = shf_dmft_collocation_room(run, error);
    if (status)
        return status;
    set_length(run, length);
    shf_dmft_predictor e = predictor(run);
    predict_scalars(run, &e);
    for (size_t k = 0; k < run->sectors; k++)
        shf_dmft_sector_predict(&run->sector[k], &run->panel, &e, run->x + shf_dmft_at_nu(run), run->x,
                                run->y);
    return start_iteration(run, error);
}

/* ---- a longer panel from a shorter one ---- */

void shf_dmft_collocation_save(shf_dmft_collocation *run)
{
    memcpy(run->saved, run->x, run->unknowns * sizeof *run->x);
    for (size_t k = 0; k < run->sectors; k++) {
        shf_dmft_sector *s = &run->sector[k];
        memcpy(s->saved_mu, s->mu, s->q * s->ld * sizeof *s->mu);
    }
    run->panel.saved_length = run->panel.length;
}

shf_status shf_dmft_collocation_restore(shf_dmft_collocation *run, shf_error *error)
{
    memcpy(run->x, run->saved, run->unknowns * sizeof *run->x);
    set_length(run, run->panel.saved_length);
    return start_iteration(run, error);
}

shf_status shf_dmft_collocation_lengthen(shf_dmft_collocation *run, double length, shf_error *error)
{
    const shf_dmft_radau *radau = &run->panel.radau;
    size_t p = radau->p, groups = run->groups, last = run->rows - groups;
    shf_dmft_lift lift;
    scalar list[2 + SHF_DMFT_DIRECTIONS_MAX];
    size_t n = scalars(run, list);
    set_length(run, length);
    for (size_t i = 0; i < p; i++)
        shf_dmft_radau_interpolate(radau, fmin(1, radau->x[i + 1] * length / run->panel.saved_length),
                                   lift.weight[i]);
    for (size_t s = 0; s < n; s++)
        for (size_t r = 0; r < run->q; r++) {
            const double *weight = lift.weight[r / groups],
                         *saved = run->saved + (list[s].x - run->x) + r % groups;
            /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): there is a node at least */
            list[s].x[r] = weight[0] * list[s].past[last + r % groups];
            for (size_t k = 0; k < p; k++)
                list[s].x[r] += weight[k + 1] * saved[k * groups];
        }
    freeze(run);
    for (size_t k = 0; k < run->sectors; k++)
        shf_dmft_sector_lengthen(&run->sector[k], &run->panel, &lift, run->x + shf_dmft_at_nu(run),
                                 run->saved, run->x, run->y);
    return start_iteration(run, error);
}

/* ---- the finished panel ---- */

shf_status shf_dmft_collocation_accept(shf_dmft_collocation *run, shf_error *error)
{
    size_t p = run->panel.radau.p, q = run->q, rows = run->rows;
    const shf_dmft_new_rows part[] = {{&run->wg, run->wg_row, run->panel.nodes, p, 0},
                                      {&run->ca, run->ca_row, run->panel.nodes, p, 1}};
    shf_status status = shf_dmft_histories_append(part, 2, error);
    for (size_t k = 0; status == SHF_OK && k < run->sectors; k++)
        status = shf_dmft_sector_accept(&run->sector[k], run->g, error);
    memcpy(run->a + rows, run->g, q * sizeof *run->a);
    memcpy(run->nu + rows, run->g + shf_dmft_at_nu(run), q * sizeof *run->nu);
    for (size_t k = 0; k < run->start.k; k++)
        for (size_t r = 0; r < q; r++) {
            run->v[k][rows + r] = run->g[shf_dmft_at_v(run, k) + r];
            run->u[k][rows + r] = run->root[r % run->groups] * run->v[k][rows + r];
        }
    run->panel.n += p;
    return status;
}
