/* The collocation scheme (D.20): memory, first guess, what becomes of a finished panel. */
#include "dmft/collocation.h"
#include "common/report.h"
#include "dmft/block.h"
#include "dmft/lagrange.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_BLOCKS = 3 * 4 + 24 + 4 + SHF_DMFT_SECTORS };

/* ---- memory ---- */

static void take_rows(shf_dmft_rows *rows, double **next, size_t p, size_t block)
{
    rows->a = shf_dmft_take(next, p);
    rows->v = shf_dmft_take(next, p);
    rows->nu = shf_dmft_take(next, p);
    for (int k = 0; k < SHF_DMFT_SECTORS; k++)
        rows->c[k] = shf_dmft_take(next, block);
    for (int k = 0; k < SHF_DMFT_SECTORS; k++)
        rows->w[k] = shf_dmft_take(next, block);
}

static void take_work(shf_dmft_work *work, double **next, size_t block)
{
    for (int order = 0; order < 3; order++)
        for (int k = 0; k < 2; k++)
            work->h[order][k] = shf_dmft_take(next, block);
    double **const single[] = {&work->co, &work->wd, &work->wo,   &work->sg,   &work->sc,
                               &work->wg, &work->ca, &work->y[0], &work->y[1], &work->y[2]};
    for (size_t k = 0; k < sizeof single / sizeof single[0]; k++)
        *single[k] = shf_dmft_take(next, block);
    for (int k = 0; k < SHF_DMFT_SECTORS; k++) {
        work->mu[k] = shf_dmft_take(next, block);
        work->mc[k] = shf_dmft_take(next, block);
        work->rc[k] = shf_dmft_take(next, block);
        work->rw[k] = shf_dmft_take(next, block);
    }
}

static shf_status enlarge_nodes(shf_dmft_collocation *run, shf_error *error)
{
    double **const array[] = {&run->t, &run->a, &run->v, &run->nu};
    size_t nodes = run->nodes ? 2 * run->nodes : 256;
    for (size_t k = 0; k < 4; k++) {
        double *larger = realloc(*array[k], nodes * sizeof **array[k]);
        if (!larger)
            return shf_no_memory(error);
        *array[k] = larger;
    }
    run->nodes = nodes;
    return SHF_OK;
}

shf_status shf_dmft_collocation_room(shf_dmft_collocation *run, shf_error *error)
{
    size_t p = run->radau.p, ld = run->n + p;
    while (ld > run->nodes) {
        shf_status status = enlarge_nodes(run, error);
        if (status)
            return status;
    }
    if (ld > run->memory_nodes) {
        size_t nodes = 2 * ld + 64;
        double *memory = malloc((13 * p + ROW_BLOCKS * p * nodes) * sizeof *memory);
        double *mu[SHF_DMFT_SECTORS];
        int done = memory != NULL;
        for (int k = 0; k < SHF_DMFT_SECTORS; k++) {
            mu[k] = realloc(run->last_mu[k], p * nodes * sizeof *mu[k]);
            if (mu[k])
                run->last_mu[k] = mu[k];
            done = done && mu[k];
        }
        if (!done) {
            free(memory);
            return shf_no_memory(error);
        }
        free(run->memory);
        run->memory = memory;
        run->memory_nodes = nodes;
    }
    run->ld = ld;
    double *next = run->memory;
    take_rows(&run->x, &next, p, p * ld);
    take_rows(&run->g, &next, p, p * ld);
    run->scale = shf_dmft_take(&next, 3 * p + 4 * p * ld);
    run->p_sum = shf_dmft_take(&next, p);
    take_work(&run->work, &next, p * ld);
    take_rows(&run->saved, &next, p, p * ld);
    for (int k = 0; k < SHF_DMFT_SECTORS; k++)
        run->saved_mu[k] = shf_dmft_take(&next, p * ld);
    return SHF_OK;
}

/* ---- start ---- */

shf_status shf_dmft_collocation_make(shf_dmft_collocation *run, const shf_dmft_model *model, size_t stages,
                                     shf_error *error)
{
    *run = (shf_dmft_collocation){.model = model};
    shf_status status = shf_dmft_radau_make(&run->radau, stages, error);
    SHF_THEN(status, shf_dmft_collocation_room(run, error));
    if (status)
        return status;
    double m = model->m, a = model->a0;
    double one = 1, zero = 0, perp = m > 1;
    double residual = -(shf_dmft_label_square(model) + a * a * model->h1 / m);
    run->t[0] = run->v[0] = 0;
    run->a[0] = a;
    run->nu[0] = -(model->params.alpha / m) * a * a * shf_dmft_value(&model->h[1], 1);
    const shf_dmft_new_rows start[] = {{&run->c[SHF_DMFT_PERP], &perp, 1, 1, 1},
                                       {&run->c[SHF_DMFT_PAR], &one, 1, 1, 1},
                                       {&run->w[SHF_DMFT_PERP], &zero, 1, 1, 0},
                                       {&run->w[SHF_DMFT_PAR], &zero, 1, 1, 0},
                                       {&run->wg, &one, 1, 1, 0},
                                       {&run->ca, &residual, 1, 1, 1}};
    run->n = 1;
    return shf_dmft_histories_append(start, sizeof start / sizeof start[0], error);
}

void shf_dmft_collocation_free(shf_dmft_collocation *run)
{
    for (int k = 0; k < SHF_DMFT_SECTORS; k++) {
        shf_dmft_history_free(&run->c[k]);
        shf_dmft_history_free(&run->w[k]);
        free(run->last_mu[k]);
    }
    shf_dmft_history_free(&run->wg);
    shf_dmft_history_free(&run->ca);
    shf_dmft_anderson_free(&run->anderson);
    free(run->t);
    free(run->a);
    free(run->v);
    free(run->nu);
    free(run->memory);
    *run = (shf_dmft_collocation){.n = 0};
}

/* ---- first guess ---- */

static void set_length(shf_dmft_collocation *run, double length)
{
    run->length = length;
    for (size_t i = 0; i < run->radau.p; i++)
        run->t[run->n + i] = run->start + length * run->radau.x[i + 1];
}

shf_dmft_predictor shf_dmft_predictor_make(const double *t, size_t n, size_t p)
{
    size_t last = n - 1;
    shf_dmft_predictor e = {.n = p < 2 ? 2 : 3, .from = {last, last - (p + 1) / 2, last - p}};
    if (last < p)
        e.n = 1;
    const double node[] = {t[e.from[0]], e.n > 1 ? t[e.from[1]] : 0, e.n > 2 ? t[e.from[2]] : 0};
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < e.n; j++)
            e.weight[i][j] = shf_dmft_lagrange_term(e.n, node, j, 1, t[n + i]);
    return e;
}

static void predict_c(shf_dmft_collocation *run, const shf_dmft_predictor *e, const shf_dmft_history *c,
                      double *rows)
{
    size_t p = run->radau.p, n = run->n, ld = run->ld;
    memset(rows, 0, p * ld * sizeof *rows);
    for (size_t j = 0; j < e->n; j++)
        for (size_t l = 0; l < n; l++) {
            double value = shf_dmft_history_entry(c, e->from[j], l);
            for (size_t i = 0; i < p; i++)
                rows[i * ld + l] += e->weight[i][j] * value;
        }
    double block[SHF_DMFT_RADAU_MAX][SHF_DMFT_RADAU_MAX] = {{0}};
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < p; l++)
            for (size_t j = 0; j < e->n; j++)
                block[i][l] += e->weight[i][j] * rows[l * ld + e->from[j]];
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < p; l++)
            rows[i * ld + n + l] = 0.5 * (block[i][l] + block[l][i]);
}

/* The response for given memory: p rows of n entries in work.y[0], and over the panel itself. */
static int predict_w(shf_dmft_collocation *run, int sector, const double *memory, double *rows)
{
    size_t p = run->radau.p, n = run->n, ld = run->ld;
    double b[SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX], inverse[SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX];
    double *y = run->work.y[1];
    memset(rows, 0, p * ld * sizeof *rows);
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < p; l++)
            b[i * p + l] =
                run->radau.d[i][l + 1] / run->length + memory[i * p + l] + (i == l ? run->x.nu[i] : 0);
    if (!shf_dmft_invert(p, b, inverse))
        return 0;
    shf_dmft_history_lower(&run->w[sector], run->work.y[0], y, ld, p);
    const double *before = shf_dmft_history_row(&run->w[sector], n - 1);
    for (size_t i = 0; i < p; i++) {
        for (size_t k = 0; k < p; k++)
            for (size_t l = 0; l < n; l++)
                rows[i * ld + l] -=
                    inverse[i * p + k] * (run->radau.d[k][0] / run->length * before[l] + y[k * ld + l]);
        memcpy(rows + i * ld + n, inverse + i * p, p * sizeof *rows);
    }
    return 1;
}

/* ... as if the memory were that of the last panel, moved along. */
static int predict_w_anew(shf_dmft_collocation *run, int sector, double *rows)
{
    size_t p = run->radau.p, n = run->n, ld = run->ld, last_ld = run->last_ld;
    const double *last = run->last_mu[sector];
    double memory[SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX] = {0}, *mu = run->work.y[0];
    memset(mu, 0, p * ld * sizeof *mu);
    for (size_t i = 0; i < p && n > 1; i++) {
        memcpy(memory + i * p, last + i * last_ld + last_ld - p, p * sizeof *memory);
        memcpy(mu + i * ld, last + i * last_ld, (n - p) * sizeof *mu);
        if (n > 2 * p)
            memcpy(mu + i * ld + n - p, last + i * last_ld + n - 2 * p, p * sizeof *mu);
    }
    return predict_w(run, sector, memory, rows);
}

static void predict_scalars(shf_dmft_collocation *run, const shf_dmft_predictor *e)
{
    shf_dmft_rows *x = &run->x;
    const shf_dmft_model *model = run->model;
    double slope = model->params.alpha * model->a0 * shf_dmft_value(&model->phat[1], 0);
    for (size_t i = 0; i < run->radau.p; i++) {
        x->a[i] = x->v[i] = x->nu[i] = 0;
        for (size_t j = 0; j < e->n; j++) {
            x->a[i] += e->weight[i][j] * run->a[e->from[j]];
            x->v[i] += e->weight[i][j] * run->v[e->from[j]];
            x->nu[i] += e->weight[i][j] * run->nu[e->from[j]];
        }
        if (run->n == 1)
            x->v[i] = fmax(-0.5, fmin(0.5, slope * run->t[1 + i]));
        if (model->params.freeze_a.kind)
            x->a[i] = model->a0;
    }
}

shf_status shf_dmft_collocation_predict(shf_dmft_collocation *run, double length, shf_error *error)
{
    shf_status status = shf_dmft_collocation_room(run, error);
    if (status)
        return status;
    size_t p = run->radau.p;
    run->start = run->t[run->n - 1];
    set_length(run, length);
    shf_dmft_predictor e = shf_dmft_predictor_make(run->t, run->n, p);
    predict_scalars(run, &e);
    for (int k = 0; k < SHF_DMFT_SECTORS; k++) {
        size_t size = p * run->ld * sizeof(double);
        memset(run->x.w[k], 0, size);
        memset(run->g.c[k], 0, size);
        memset(run->g.w[k], 0, size);
        predict_c(run, &e, &run->c[k], run->x.c[k]);
        if ((k == SHF_DMFT_PAR || run->model->m > 1) && !predict_w_anew(run, k, run->x.w[k]))
            memset(run->x.w[k], 0, size);
    }
    return shf_dmft_anderson_start(&run->anderson, 3 * p + 4 * p * run->ld, error);
}

/* ---- a longer panel from a shorter one ---- */

void shf_dmft_collocation_save(shf_dmft_collocation *run)
{
    size_t p = run->radau.p, block = p * run->ld;
    memcpy(run->saved.a, run->x.a, (3 * p + 4 * block) * sizeof *run->x.a);
    for (int k = 0; k < SHF_DMFT_SECTORS; k++)
        memcpy(run->saved_mu[k], run->work.mu[k], block * sizeof *run->saved_mu[k]);
    run->saved_length = run->length;
}

shf_status shf_dmft_collocation_restore(shf_dmft_collocation *run, shf_error *error)
{
    size_t p = run->radau.p, size = 3 * p + 4 * p * run->ld;
    memcpy(run->x.a, run->saved.a, size * sizeof *run->x.a);
    set_length(run, run->saved_length);
    return shf_dmft_anderson_start(&run->anderson, size, error);
}

/* Rows of the saved panel at new times: e[i][0] times the row before it, then its own. */
typedef struct lift {
    double e[SHF_DMFT_RADAU_MAX][SHF_DMFT_RADAU_MAX + 1];
} lift;

static void lift_c(shf_dmft_collocation *run, const lift *q, int sector)
{
    size_t p = run->radau.p, n = run->n, ld = run->ld;
    const shf_dmft_history *c = &run->c[sector];
    const double *saved = run->saved.c[sector];
    double *rows = run->x.c[sector], block[SHF_DMFT_RADAU_MAX + 1][SHF_DMFT_RADAU_MAX + 1];
    for (size_t l = 0; l < n; l++)
        for (size_t i = 0; i < p; i++) {
            rows[i * ld + l] = q->e[i][0] * shf_dmft_history_entry(c, n - 1, l);
            for (size_t k = 0; k < p; k++)
                rows[i * ld + l] += q->e[i][k + 1] * saved[k * ld + l];
        }
    for (size_t r = 0; r <= p; r++)
        for (size_t s = 0; s <= p; s++)
            block[r][s] = r && s ? saved[(r - 1) * ld + n + s - 1]
                          : r    ? saved[(r - 1) * ld + n - 1]
                          : s    ? saved[(s - 1) * ld + n - 1]
                                 : shf_dmft_history_entry(c, n - 1, n - 1);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            double sum = 0;
            for (size_t r = 0; r <= p; r++)
                for (size_t s = 0; s <= p; s++)
                    sum += q->e[i][r] * q->e[j][s] * block[r][s];
            rows[i * ld + n + j] = sum;
        }
}

/* The response with the memory of the saved panel, stretched. */
static int stretch_w(shf_dmft_collocation *run, int sector)
{
    const shf_dmft_radau *radau = &run->radau;
    size_t p = radau->p, n = run->n, ld = run->ld, k = 0;
    const double *saved = run->saved_mu[sector];
    double memory[SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX], *mu = run->work.y[0];
    for (size_t i = 0; i < p; i++) {
        double x = fmin(1, radau->x[i + 1] * run->length / run->saved_length), share = 1;
        while (k + 2 < p && radau->x[k + 2] <= x)
            k++;
        if (p > 1)
            share = fmax(0, fmin(1, (x - radau->x[k + 1]) / (radau->x[k + 2] - radau->x[k + 1])));
        const double *below = saved + k * ld, *above = saved + (p > 1 ? k + 1 : k) * ld;
        for (size_t l = 0; l < n; l++)
            mu[i * ld + l] = (1 - share) * below[l] + share * above[l];
        memcpy(memory + i * p, saved + i * ld + n, p * sizeof *memory);
    }
    return predict_w(run, sector, memory, run->x.w[sector]);
}

shf_status shf_dmft_collocation_lengthen(shf_dmft_collocation *run, double length, shf_error *error)
{
    size_t p = run->radau.p, last = run->n - 1;
    lift q;
    set_length(run, length);
    for (size_t i = 0; i < p; i++) {
        shf_dmft_radau_interpolate(&run->radau, fmin(1, run->radau.x[i + 1] * length / run->saved_length),
                                   q.e[i]);
        run->x.a[i] = q.e[i][0] * run->a[last];
        run->x.v[i] = q.e[i][0] * run->v[last];
        run->x.nu[i] = q.e[i][0] * run->nu[last];
        for (size_t k = 0; k < p; k++) {
            run->x.a[i] += q.e[i][k + 1] * run->saved.a[k];
            run->x.v[i] += q.e[i][k + 1] * run->saved.v[k];
            run->x.nu[i] += q.e[i][k + 1] * run->saved.nu[k];
        }
        if (run->model->params.freeze_a.kind)
            run->x.a[i] = run->model->a0;
    }
    for (int k = run->model->m > 1 ? SHF_DMFT_PERP : SHF_DMFT_PAR; k < SHF_DMFT_SECTORS; k++) {
        lift_c(run, &q, k);
        if (!stretch_w(run, k))
            memset(run->x.w[k], 0, p * run->ld * sizeof *run->x.w[k]);
    }
    return shf_dmft_anderson_start(&run->anderson, 3 * p + 4 * p * run->ld, error);
}

/* ---- the finished panel ---- */

shf_status shf_dmft_collocation_accept(shf_dmft_collocation *run, shf_error *error)
{
    size_t p = run->radau.p, ld = run->ld;
    const shf_dmft_new_rows part[] = {{&run->c[SHF_DMFT_PERP], run->g.c[SHF_DMFT_PERP], ld, p, 1},
                                      {&run->c[SHF_DMFT_PAR], run->g.c[SHF_DMFT_PAR], ld, p, 1},
                                      {&run->w[SHF_DMFT_PERP], run->g.w[SHF_DMFT_PERP], ld, p, 0},
                                      {&run->w[SHF_DMFT_PAR], run->g.w[SHF_DMFT_PAR], ld, p, 0},
                                      {&run->wg, run->work.wg, ld, p, 0},
                                      {&run->ca, run->work.ca, ld, p, 1}};
    shf_status status = shf_dmft_histories_append(part, sizeof part / sizeof part[0], error);
    for (size_t i = 0; i < p; i++) {
        run->a[run->n + i] = run->g.a[i];
        run->v[run->n + i] = run->g.v[i];
        run->nu[run->n + i] = run->g.nu[i];
    }
    for (int k = 0; k < SHF_DMFT_SECTORS; k++)
        memcpy(run->last_mu[k], run->work.mu[k], p * ld * sizeof(double));
    run->last_ld = ld;
    run->n += p;
    return status;
}

void shf_dmft_collocation_observe(const shf_dmft_collocation *run, size_t i, shf_dmft_point *value)
{
    const shf_dmft_rows *g = &run->g;
    double m = run->model->m;
    size_t row = i * run->ld, here = row + run->n + i;
    double v = g->v[i], co = shf_dmft_others(m, g->c[SHF_DMFT_PERP][here], g->c[SHF_DMFT_PAR][here]) + v * v;
    double co_0 = shf_dmft_others(m, g->c[SHF_DMFT_PERP][row], g->c[SHF_DMFT_PAR][row]);
    value->a = g->a[i];
    value->v = v;
    value->nu = g->nu[i];
    value->e_train = -0.5 * run->work.ca[here];
    value->e_test = shf_dmft_test_error(run->model, g->a[i], v, co);
    value->Co_tt = co;
    value->Cd_t0 = g->c[SHF_DMFT_PERP][row] + co_0;
    value->Co_t0 = co_0;
    value->int_RA = run->p_sum[i];
}
