/* Collocation for neurons that are not alike: memory, first guess, what becomes of a finished panel. */
#include "dmft/general.h"
#include "common/report.h"
#include "dmft/residuals.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_BLOCKS = 2 + 2 + 2 + 3 + 4 + 3, NODE_BLOCKS = 6 }; /* c, w of x, g, scale; h; mu, mc, rc, rw; y */

/* ---- memory ---- */

size_t shf_dmft_general_unknowns(const shf_dmft_general *run)
{
    return (2 + run->directions) * run->q + 2 * run->q * run->ld;
}

static void take_rows(const shf_dmft_general *run, shf_dmft_general_rows *rows, double **next)
{
    rows->a = shf_dmft_take(next, run->q);
    rows->nu = shf_dmft_take(next, run->q);
    for (size_t k = 0; k < run->directions; k++)
        rows->v[k] = shf_dmft_take(next, run->q);
    rows->c = shf_dmft_take(next, run->q * run->ld);
    rows->w = shf_dmft_take(next, run->q * run->ld);
}

/* Node after node; room for a panel behind n nodes. */
static shf_status room_for_nodes(shf_dmft_general *run, shf_error *error)
{
    if (run->nodes_ld <= run->room)
        return SHF_OK;
    size_t room = 2 * run->nodes_ld + 64;
    double **const array[] = {&run->t, &run->a, &run->nu, &run->v[0], &run->v[1]};
    for (size_t k = 0; k < 5; k++) {
        double *larger = realloc(*array[k], room * (k ? run->m : 1) * sizeof **array[k]);
        if (!larger)
            return shf_no_memory(error);
        *array[k] = larger;
    }
    run->room = room;
    return SHF_OK;
}

static shf_status make_room(shf_dmft_general *run, shf_error *error)
{
    size_t p = run->radau.p, q = run->q;
    run->nodes_ld = run->n + p;
    run->rows = run->n * run->m;
    run->ld = run->rows + q;
    shf_status status = room_for_nodes(run, error);
    if (status)
        return status;
    size_t block = q * run->ld, nodes = p * run->nodes_ld;
    free(run->memory);
    double *next = run->memory =
        calloc(ROW_BLOCKS * block + NODE_BLOCKS * nodes + (size_t)(3 * SHF_DMFT_GENERAL_FIELDS) * q + p,
               sizeof *next);
    if (!next)
        return shf_no_memory(error);
    take_rows(run, &run->x, &next);
    take_rows(run, &run->g, &next);
    run->scale = shf_dmft_take(&next, shf_dmft_general_unknowns(run));
    double **const rows[] = {&run->h[0], &run->h[1], &run->h[2], &run->mu,   &run->mc,
                             &run->rc,   &run->rw,   &run->y[0], &run->y[1], &run->y[2]};
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++)
        *rows[k] = shf_dmft_take(&next, block);
    double **const over_nodes[] = {&run->sg, &run->sc, &run->wg_row, &run->ca_row, &run->z[0], &run->z[1]};
    for (size_t k = 0; k < sizeof over_nodes / sizeof over_nodes[0]; k++)
        *over_nodes[k] = shf_dmft_take(&next, nodes);
    run->p_sum = shf_dmft_take(&next, p);
    return SHF_OK;
}

/* ---- start ---- */

double shf_dmft_general_phat(const shf_dmft_general *run, size_t row)
{
    double sum = 0;
    for (size_t k = 0; k < run->directions; k++)
        sum += shf_dmft_value(&run->model[k].phat[0], run->v[k][row]);
    return sum;
}

double shf_dmft_general_slope(const shf_dmft_general *run, size_t row, size_t k)
{
    return shf_dmft_value(&run->model[k].phat[1], run->v[k][row]);
}

/* Minus the correlation of the residuals at t = 0. */
static double first_residual(const shf_dmft_general *run)
{
    const shf_dmft_neurons *start = run->start;
    double m = (double)run->m, sum = run->noise;
    for (size_t i = 0; i < run->m; i++) {
        sum -= 2 / m * start->a[i] * shf_dmft_general_phat(run, i);
        for (size_t j = 0; j < run->m; j++)
            sum += start->a[i] * start->a[j] / (m * m) * shf_dmft_value(&run->model->h[0], start->c[i][j]);
    }
    return -sum;
}

/* Multiplier that keeps |w_i| = 1 when R_A is a delta function and there is no past. */
static double first_multiplier(const shf_dmft_general *run, size_t i)
{
    const shf_dmft_neurons *start = run->start;
    const shf_dmft_model *model = run->model;
    double sum = 0, rate = model->params.alpha * start->a[i];
    for (size_t k = 0; k < run->directions; k++)
        sum += rate * start->v[i][k] * shf_dmft_general_slope(run, i, k);
    for (size_t j = 0; j < run->m; j++)
        sum -= rate * start->a[j] / (double)run->m * shf_dmft_value(&model->h[1], start->c[i][j]) *
               start->c[i][j];
    return sum;
}

static shf_status begin(shf_dmft_general *run, shf_error *error)
{
    const shf_dmft_neurons *start = run->start;
    size_t m = run->m;
    double c[SHF_DMFT_NEURONS_MAX * SHF_DMFT_NEURONS_MAX],
        zero[SHF_DMFT_NEURONS_MAX * SHF_DMFT_NEURONS_MAX] = {0};
    run->t[0] = 0;
    for (size_t i = 0; i < m; i++) {
        run->a[i] = start->a[i];
        for (size_t k = 0; k < run->directions; k++)
            run->v[k][i] = start->v[i][k];
        for (size_t j = 0; j < m; j++) {
            c[i * m + j] = start->c[i][j];
            for (size_t k = 0; k < run->directions; k++)
                c[i * m + j] -= start->v[i][k] * start->v[j][k];
        }
    }
    for (size_t i = 0; i < m; i++)
        run->nu[i] = first_multiplier(run, i);
    double residual = first_residual(run), one = 1;
    const shf_dmft_new_rows part[] = {{&run->c, c, m, m, 1},
                                      {&run->w, zero, m, m, 0},
                                      {&run->wg, &one, 1, 1, 0},
                                      {&run->ca, &residual, 1, 1, 1}};
    run->n = 1;
    return shf_dmft_histories_append(part, sizeof part / sizeof part[0], error);
}

shf_status shf_dmft_general_make(shf_dmft_general *run, const shf_dmft_neurons *start,
                                 const shf_dmft_model *model, size_t stages, shf_error *error)
{
    *run = (shf_dmft_general){.start = start, .model = model, .m = start->m, .directions = start->k};
    run->noise = shf_dmft_label_square(model);
    for (size_t k = 1; k < start->k; k++)
        run->noise += model[k].phi2;
    run->q = stages * start->m;
    shf_status status = shf_dmft_radau_make(&run->radau, stages, error);
    SHF_THEN(status, make_room(run, error));
    return status ? status : begin(run, error);
}

void shf_dmft_general_free(shf_dmft_general *run)
{
    shf_dmft_history_free(&run->c);
    shf_dmft_history_free(&run->w);
    shf_dmft_history_free(&run->wg);
    shf_dmft_history_free(&run->ca);
    shf_dmft_anderson_free(&run->anderson);
    double *const array[] = {run->t, run->a, run->nu, run->v[0], run->v[1], run->last_mu, run->memory};
    for (size_t k = 0; k < sizeof array / sizeof array[0]; k++)
        free(array[k]);
    *run = (shf_dmft_general){.n = 0};
}

/* ---- first guess ---- */

static void predict_c(shf_dmft_general *run, const shf_dmft_predictor *e)
{
    size_t p = run->radau.p, m = run->m, q = run->q, rows = run->rows, ld = run->ld;
    double *c = run->x.c;
    for (size_t j = 0; j < e->n; j++)
        for (size_t r = 0; r < q; r++)
            for (size_t l = 0; l < rows; l++)
                c[r * ld + l] +=
                    e->weight[r / m][j] * shf_dmft_history_entry(&run->c, e->from[j] * m + r % m, l);
    double *block = run->y[0];
    memset(block, 0, q * q * sizeof *block);
    for (size_t r = 0; r < q; r++)
        for (size_t s = 0; s < q; s++)
            for (size_t j = 0; j < e->n; j++)
                block[r * q + s] += e->weight[s / m][j] * c[r * ld + e->from[j] * m + s % m];
    for (size_t r = 0; r < p * m; r++)
        for (size_t s = 0; s < q; s++)
            c[r * ld + rows + s] = 0.5 * (block[r * q + s] + block[s * q + r]);
}

/* The response as if the memory mu were that of the last panel, moved along. */
static int predict_w(shf_dmft_general *run)
{
    size_t m = run->m, q = run->q, rows = run->rows, ld = run->ld, last_ld = run->last_ld;
    double b[SHF_DMFT_OVERHANG * SHF_DMFT_OVERHANG], inverse[SHF_DMFT_OVERHANG * SHF_DMFT_OVERHANG],
        *mu = run->y[0], *y = run->y[1];
    memset(mu, 0, q * ld * sizeof *mu);
    for (size_t r = 0; r < q; r++)
        for (size_t s = 0; s < q; s++) {
            double memory = run->last_mu ? run->last_mu[r * last_ld + last_ld - q + s] : 0;
            double slope = r % m == s % m ? run->radau.d[r / m][s / m + 1] / run->length : 0;
            b[r * q + s] = slope + memory + (r == s ? run->x.nu[r] : 0);
        }
    if (!shf_dmft_invert(q, b, inverse))
        return 0;
    for (size_t r = 0; r < q && run->last_mu; r++) {
        memcpy(mu + r * ld, run->last_mu + r * last_ld, (rows - q) * sizeof *mu);
        if (rows > 2 * q)
            memcpy(mu + r * ld + rows - q, run->last_mu + r * last_ld + rows - 2 * q, q * sizeof *mu);
    }
    shf_dmft_history_lower(&run->w, mu, y, ld, q);
    for (size_t r = 0; r < q; r++) {
        const double *before = shf_dmft_history_row(&run->w, rows - m + r % m);
        for (size_t l = 0; l < rows; l++)
            y[r * ld + l] += run->radau.d[r / m][0] / run->length * before[l];
    }
    shf_dmft_block_apply(&(shf_dmft_shape){q, rows, ld}, inverse, -1, y, NULL, run->x.w);
    for (size_t r = 0; r < q; r++)
        memcpy(run->x.w + r * ld + rows, inverse + r * q, q * sizeof *inverse);
    return 1;
}

static void predict_scalars(shf_dmft_general *run, const shf_dmft_predictor *e)
{
    size_t m = run->m;
    for (size_t r = 0; r < run->q; r++) {
        for (size_t j = 0; j < e->n; j++) {
            size_t from = e->from[j] * m + r % m;
            double weight = e->weight[r / m][j];
            run->x.a[r] += weight * run->a[from];
            run->x.nu[r] += weight * run->nu[from];
            for (size_t k = 0; k < run->directions; k++)
                run->x.v[k][r] += weight * run->v[k][from];
        }
        if (run->model->params.freeze_a.kind)
            run->x.a[r] = run->start->a[r % m];
    }
}

shf_status shf_dmft_general_predict(shf_dmft_general *run, double length, shf_error *error)
{
    shf_status status = make_room(run, error);
    if (status)
        return status;
    run->length = length;
    for (size_t i = 0; i < run->radau.p; i++)
        run->t[run->n + i] = run->t[run->n - 1] + length * run->radau.x[i + 1];
    const shf_dmft_predictor e = shf_dmft_predictor_make(run->t, run->n, run->radau.p);
    predict_scalars(run, &e);
    predict_c(run, &e);
    (void)predict_w(run); /* without one the iteration starts from zero */
    return shf_dmft_anderson_start(&run->anderson, shf_dmft_general_unknowns(run), error);
}

/* ---- the finished panel ---- */

shf_status shf_dmft_general_accept(shf_dmft_general *run, shf_error *error)
{
    size_t p = run->radau.p, q = run->q, rows = run->rows;
    const shf_dmft_new_rows part[] = {{&run->c, run->g.c, run->ld, q, 1},
                                      {&run->w, run->g.w, run->ld, q, 0},
                                      {&run->wg, run->wg_row, run->nodes_ld, p, 0},
                                      {&run->ca, run->ca_row, run->nodes_ld, p, 1}};
    shf_status status = shf_dmft_histories_append(part, sizeof part / sizeof part[0], error);
    double *last = realloc(run->last_mu, q * run->ld * sizeof *last);
    if (status == SHF_OK && !last)
        status = shf_no_memory(error);
    if (last)
        run->last_mu = last;
    if (status)
        return status;
    memcpy(last, run->mu, q * run->ld * sizeof *last);
    run->last_ld = run->ld;
    memcpy(run->a + rows, run->g.a, q * sizeof *run->a);
    memcpy(run->nu + rows, run->g.nu, q * sizeof *run->nu);
    for (size_t k = 0; k < run->directions; k++)
        memcpy(run->v[k] + rows, run->g.v[k], q * sizeof *run->a);
    run->n += p;
    return SHF_OK;
}

size_t shf_dmft_general_columns(const shf_dmft_neurons *start)
{
    return SHF_DMFT_GENERAL_FIRST + (2 + start->k) * start->m + start->m * (start->m - 1) / 2 + 1;
}

void shf_dmft_general_observe(const shf_dmft_general *run, size_t i, double *value)
{
    size_t m = run->m, first = i * m, next = SHF_DMFT_GENERAL_FIRST;
    const shf_dmft_general_rows *g = &run->g;
    double size = (double)m, e_test = run->noise;
    value[SHF_DMFT_GENERAL_E_TRAIN] = -0.5 * run->ca_row[i * run->nodes_ld + run->n + i];
    for (size_t r = first; r < first + m; r++) {
        value[next++] = g->a[r];
        double overlap = 0;
        for (size_t k = 0; k < run->directions; k++) {
            value[next++] = g->v[k][r];
            overlap += shf_dmft_value(&run->model[k].phat[0], g->v[k][r]);
        }
        value[next++] = g->nu[r];
        e_test -= 2 / size * g->a[r] * overlap;
    }
    for (size_t r = first; r < first + m; r++)
        for (size_t s = first; s < first + m; s++) {
            double c = g->c[r * run->ld + run->rows + s];
            for (size_t k = 0; k < run->directions; k++)
                c += g->v[k][r] * g->v[k][s];
            e_test += g->a[r] * g->a[s] / (size * size) * shf_dmft_value(&run->model->h[0], c);
            if (s > r)
                value[next++] = c;
        }
    value[next] = run->p_sum[i];
    value[SHF_DMFT_GENERAL_E_TEST] = 0.5 * e_test;
}
