/* The two-time equations with integrated responses: one evaluation, for the schemes bdf2 and heun.
 *
 * An integral against a response is a sum over cells with the masses F(t,t_l) - F(t,t_{l+1}), each split
 * evenly between its two ends: second order on any grid. */
#include "dmft/second_order/integrated.h"
#include "common/blas.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 42, FIRST_NODES = 256 };

/* ---- memory ---- */

static size_t gather(shf_dmft_integrated *run, double **row[])
{
    size_t n = 0;
    double **const single[] = {&run->t,  &run->a,  &run->v,    &run->g_row, &run->ca_row,
                               &run->cd, &run->co, &run->wd,   &run->wo,    &run->wg,
                               &run->sg, &run->sc, &run->y[0], &run->y[1]};
    for (size_t k = 0; k < sizeof single / sizeof single[0]; k++)
        row[n++] = single[k];
    for (int k = 0; k < SHF_DMFT_SECTORS; k++) {
        double **const sector[] = {&run->c_row[k], &run->f_row[k], &run->mu[k], &run->mc[k],
                                   &run->sum_c[k], &run->sum_f[k], &run->w[k]};
        for (size_t j = 0; j < sizeof sector / sizeof sector[0]; j++)
            row[n++] = sector[j];
    }
    for (int order = 0; order < 3; order++)
        for (int k = 0; k < 2; k++)
            row[n++] = &run->h[order][k];
    for (size_t k = 0; k < sizeof run->spare / sizeof run->spare[0]; k++)
        row[n++] = &run->spare[k];
    return n;
}

/* Room for node n; what the rows hold is kept. */
static shf_status room(shf_dmft_integrated *run, shf_error *error)
{
    if (run->n < run->nodes)
        return SHF_OK;
    size_t nodes = run->nodes ? 2 * run->nodes : FIRST_NODES;
    double **row[ROWS], *memory = calloc(ROWS * nodes, sizeof *memory);
    if (!memory)
        return shf_no_memory(error);
    size_t rows = gather(run, row);
    for (size_t k = 0; k < rows; k++) {
        double *place = memory + k * nodes;
        if (run->nodes)
            memcpy(place, *row[k], run->nodes * sizeof *place);
        *row[k] = place;
    }
    free(run->memory);
    run->memory = memory;
    run->nodes = nodes;
    return SHF_OK;
}

shf_status shf_dmft_integrated_make(shf_dmft_integrated *run, const shf_dmft_model *model, shf_error *error)
{
    *run = (shf_dmft_integrated){.model = model};
    shf_status status = room(run, error);
    if (status)
        return status;
    run->t[0] = run->v[0] = 0;
    run->a[0] = model->a0;
    for (int k = 0; k < SHF_DMFT_SECTORS; k++) {
        run->c_row[k][0] = k == SHF_DMFT_PAR || model->m > 1;
        run->f_row[k][0] = 0;
    }
    shf_dmft_integrated_evaluate(run);
    return SHF_OK;
}

void shf_dmft_integrated_free(shf_dmft_integrated *run)
{
    for (int k = 0; k < SHF_DMFT_SECTORS; k++) {
        shf_dmft_history_free(&run->c[k]);
        shf_dmft_history_free(&run->f[k]);
    }
    shf_dmft_history_free(&run->g);
    shf_dmft_history_free(&run->ca);
    free(run->memory);
    *run = (shf_dmft_integrated){.n = 0};
}

shf_status shf_dmft_integrated_accept(shf_dmft_integrated *run, shf_error *error)
{
    size_t ld = run->n + 1;
    const shf_dmft_new_rows part[] = {{&run->c[SHF_DMFT_PERP], run->c_row[SHF_DMFT_PERP], ld, 1, 1},
                                      {&run->c[SHF_DMFT_PAR], run->c_row[SHF_DMFT_PAR], ld, 1, 1},
                                      {&run->f[SHF_DMFT_PERP], run->f_row[SHF_DMFT_PERP], ld, 1, 0},
                                      {&run->f[SHF_DMFT_PAR], run->f_row[SHF_DMFT_PAR], ld, 1, 0},
                                      {&run->g, run->g_row, ld, 1, 0},
                                      {&run->ca, run->ca_row, ld, 1, 1}};
    shf_status status = shf_dmft_histories_append(part, sizeof part / sizeof part[0], error);
    if (status)
        return status;
    run->n++;
    return room(run, error);
}

/* ---- sums over cells ---- */

/* Weights of the nodes in an integral against a response whose integral is the row f; `delta` is that
 * of a delta function at equal times. */
static void nodal_weights(const double *f, size_t n, double delta, double *w)
{
    for (size_t l = 1; l < n; l++)
        w[l] = 0.5 * (f[l - 1] - f[l + 1]);
    w[0] = n ? 0.5 * (f[0] - f[1]) : 0;
    w[n] = (n ? 0.5 * (f[n - 1] - f[n]) : 0) + delta;
}

/* y[j] = sum_l x[l] w[j][l], j < n, with the weights of the past rows: the same sum by parts, on the
 * integrals. */
static void against_weights(shf_dmft_integrated *run, const shf_dmft_history *f, double delta,
                            const double *x, double *y)
{
    size_t n = run->n;
    double *d = run->y[1];
    if (n == 0)
        return;
    d[0] = 0.5 * (x[0] + x[1]);
    for (size_t l = 1; l < n; l++)
        d[l] = 0.5 * (x[l + 1] - x[l - 1]);
    shf_dmft_history_transposed(f, d, y, n, 1);
    for (size_t j = 0; j < n; j++)
        y[j] += delta * 0.5 * (x[j] - x[j + 1]);
}

static double dot(size_t n, const double *x, const double *y)
{
    return cblas_ddot((int)n, x, 1, y, 1);
}

/* ---- one evaluation ---- */

static void overlaps(shf_dmft_integrated *run)
{
    const double *perp = run->c_row[SHF_DMFT_PERP], *par = run->c_row[SHF_DMFT_PAR];
    size_t n = run->n;
    double m = run->model->m;
    for (int k = 0; k < SHF_DMFT_SECTORS; k++)
        nodal_weights(run->f_row[k], n, 0, run->w[k]);
    for (size_t l = 0; l <= n; l++) {
        run->co[l] = (par[l] - perp[l]) / m + run->v[n] * run->v[l];
        run->cd[l] = perp[l] + run->co[l];
        run->wo[l] = (run->w[SHF_DMFT_PAR][l] - run->w[SHF_DMFT_PERP][l]) / m;
        run->wd[l] = run->w[SHF_DMFT_PERP][l] + run->wo[l];
    }
    run->cd[n] = 1;
    for (int order = 0; order < 3; order++) {
        shf_dmft_values(&run->model->h[order], run->cd, run->h[order][0], n + 1);
        shf_dmft_values(&run->model->h[order], run->co, run->h[order][1], n + 1);
    }
}

/* Sigma_R ds and Sigma_C, (D.7), (D.8) */
static void self_energies(shf_dmft_integrated *run)
{
    const shf_dmft_model *model = run->model;
    size_t n = run->n;
    double m = model->m, others = m - 1;
    double signal = run->a[n] * shf_dmft_value(&model->phat[0], run->v[n]);
    shf_dmft_values(&model->phat[0], run->v, run->y[0], n + 1);
    for (size_t l = 0; l <= n; l++) {
        double aa = run->a[n] * run->a[l] / m;
        run->sg[l] = aa * (run->h[1][0][l] * run->wd[l] + others * run->h[1][1][l] * run->wo[l]);
        run->sc[l] = shf_dmft_label_square(model) - signal - run->a[l] * run->y[0][l] +
                     aa * (run->h[0][0][l] + others * run->h[0][1][l]);
    }
}

/* Sigma_R times half the mass of the cell before node j: the part of sg[j] that int_{t_j}^t leaves out. */
static double mass_before(const shf_dmft_integrated *run, size_t j)
{
    if (j == 0)
        return 0;
    double m = run->model->m;
    double perp = 0.5 * (run->f_row[SHF_DMFT_PERP][j - 1] - run->f_row[SHF_DMFT_PERP][j]);
    double par = 0.5 * (run->f_row[SHF_DMFT_PAR][j - 1] - run->f_row[SHF_DMFT_PAR][j]);
    double wo = (par - perp) / m, wd = perp + wo;
    return run->a[run->n] * run->a[j] / m * (run->h[1][0][j] * wd + (m - 1) * run->h[1][1][j] * wo);
}

/* G and C_A, (D.5), (D.6) */
static void residuals(shf_dmft_integrated *run)
{
    size_t n = run->n;
    double *y = run->y[0], implicit = 1 + run->sg[n];
    shf_dmft_history_lower(&run->g, run->sg, y, n, 1);
    for (size_t j = 0; j < n; j++)
        run->g_row[j] = (1 - y[j] + mass_before(run, j)) / implicit;
    run->g_row[n] = 1;
    nodal_weights(run->g_row, n, 1, run->wg);
    shf_dmft_history_symmetric(&run->ca, run->sg, run->ca_row, n, 1);
    against_weights(run, &run->g, 1, run->sc, y);
    for (size_t j = 0; j < n; j++)
        run->ca_row[j] = -(run->ca_row[j] + y[j]) / implicit;
    run->ca_row[n] = -(dot(n + 1, run->sc, run->wg) + dot(n, run->sg, run->ca_row)) / implicit;
}

/* M_R ds/m and M_C ds/m in the two sectors, (D.15); and da/dt, (D.2) */
static void memory_kernels(shf_dmft_integrated *run)
{
    const shf_dmft_model *model = run->model;
    size_t n = run->n;
    double m = model->m, others = m - 1, rate = model->params.alpha / m, sum = 0;
    for (size_t l = 0; l <= n; l++) {
        double f = rate * run->a[n] * run->a[l], ca = run->ca_row[l], wg = run->wg[l];
        double d1 = run->h[1][0][l], o1 = run->h[1][1][l];
        double d2 = run->h[2][0][l] * run->wd[l], o2 = run->h[2][1][l] * run->wo[l];
        run->mu[SHF_DMFT_PERP][l] = f * ((d1 - o1) * wg + ca * (d2 - o2));
        run->mu[SHF_DMFT_PAR][l] = f * ((d1 + others * o1) * wg + ca * (d2 + others * o2));
        run->mc[SHF_DMFT_PERP][l] = f * ca * (d1 - o1);
        run->mc[SHF_DMFT_PAR][l] = f * ca * (d1 + others * o1);
        sum += run->a[l] * (wg * (run->h[0][0][l] + others * run->h[0][1][l]) +
                            ca * (d1 * run->wd[l] + others * o1 * run->wo[l]));
    }
    double response = run->g_row[0], a = run->a[n], v = run->v[n];
    run->slope_a = model->params.alpha * shf_dmft_value(&model->phat[0], v) * response - rate * sum;
    if (model->params.freeze_a.kind)
        run->slope_a = 0;
    run->pull = model->params.alpha * shf_dmft_value(&model->phat[1], v) * a * response;
}

/* Integrals over the past in (D.17), (D.18), and what of nu comes from this sector. */
static double sums(shf_dmft_integrated *run, int sector)
{
    size_t n = run->n;
    const double *mu = run->mu[sector], *mc = run->mc[sector], *c = run->c_row[sector];
    double *sum_c = run->sum_c[sector], *sum_f = run->sum_f[sector], *y = run->y[0];
    shf_dmft_history_symmetric(&run->c[sector], mu, sum_c, n, 1);
    against_weights(run, &run->f[sector], 0, mc, y);
    for (size_t j = 0; j < n; j++)
        sum_c[j] = -(sum_c[j] + y[j]);
    double before = dot(n, mu, c), noise = dot(n + 1, mc, run->w[sector]);
    sum_c[n] = -(before + noise);
    shf_dmft_history_lower(&run->f[sector], mu, sum_f, n, 1);
    for (size_t j = 0; j < n; j++)
        sum_f[j] = 1 - sum_f[j];
    sum_f[n] = 1;
    double signal = sector == SHF_DMFT_PAR ? run->model->m * run->v[n] * dot(n + 1, mu, run->v) : 0;
    return before + mu[n] * c[n] + signal + noise;
}

void shf_dmft_integrated_evaluate(shf_dmft_integrated *run)
{
    double m = run->model->m;
    overlaps(run);
    self_energies(run);
    residuals(run);
    memory_kernels(run);
    run->nu = run->pull * run->v[run->n] - sums(run, SHF_DMFT_PAR) / m;
    if (m > 1)
        run->nu -= sums(run, SHF_DMFT_PERP) * (m - 1) / m;
}

/* ---- what the schemes make of it ---- */

void shf_dmft_integrated_slopes(const shf_dmft_integrated *run, int sector, double *c, double *f)
{
    size_t n = run->n;
    double rate = run->nu + run->mu[sector][n];
    for (size_t j = 0; j <= n; j++) {
        c[j] = run->sum_c[sector][j] - rate * run->c_row[sector][j];
        f[j] = run->sum_f[sector][j] - rate * run->f_row[sector][j];
    }
}

double shf_dmft_integrated_slope_v(const shf_dmft_integrated *run)
{
    size_t n = run->n;
    return run->pull - run->nu * run->v[n] - dot(n + 1, run->mu[SHF_DMFT_PAR], run->v);
}

void shf_dmft_integrated_constrain(shf_dmft_integrated *run)
{
    size_t n = run->n;
    double m = run->model->m, v = run->v[n];
    if (m > 1)
        run->c_row[SHF_DMFT_PERP][n] = (m - run->c_row[SHF_DMFT_PAR][n] - m * v * v) / (m - 1);
    else
        run->c_row[SHF_DMFT_PAR][n] = 1 - v * v;
}

void shf_dmft_integrated_observe(const shf_dmft_integrated *run, shf_dmft_point *value)
{
    size_t n = run->n;
    value->a = run->a[n];
    value->v = run->v[n];
    value->nu = run->nu;
    value->e_train = -0.5 * run->ca_row[n];
    value->e_test = shf_dmft_test_error(run->model, run->a[n], run->v[n], run->co[n]);
    value->Co_tt = run->co[n];
    value->Cd_t0 = run->cd[0];
    value->Co_t0 = run->co[0];
    value->int_RA = run->g_row[0];
}
