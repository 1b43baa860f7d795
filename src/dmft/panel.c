/* One evaluation of the equations of motion on the new panel, (D.21)-(D.27): the image of the fixed-point
 * map.
 */
#include "common/blas.h"
#include "common/clones.h"
#include "dmft/collocation.h"
#include "dmft/residuals.h"
#include <math.h>
#include <string.h>

enum { NEWTON_MAX = 40, SQUARE = SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX };

/* ---- correlations entry by entry ---- */

static void overlaps(shf_dmft_collocation *run)
{
    const shf_dmft_rows *x = &run->x;
    shf_dmft_work *work = &run->work;
    size_t p = run->radau.p, ld = run->ld;
    double m = run->model->m;
    double *cd = work->y[0];
    memcpy(run->a + run->n, x->a, p * sizeof *x->a);
    memcpy(run->v + run->n, x->v, p * sizeof *x->v);
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < ld; l++) {
            size_t k = i * ld + l;
            double perp = x->c[SHF_DMFT_PERP][k], w_perp = x->w[SHF_DMFT_PERP][k],
                   w_par = x->w[SHF_DMFT_PAR][k];
            work->co[k] = shf_dmft_others(m, perp, x->c[SHF_DMFT_PAR][k]) + x->v[i] * run->v[l];
            cd[k] = perp + work->co[k];
            work->wo[k] = shf_dmft_others(m, w_perp, w_par);
            work->wd[k] = w_perp + work->wo[k];
        }
    for (int order = 0; order < 3; order++) {
        shf_dmft_values(&run->model->h[order], cd, work->h[order][0], p * ld);
        shf_dmft_values(&run->model->h[order], work->co, work->h[order][1], p * ld);
    }
}

/* Sigma_R ds and Sigma_C, (D.7), (D.8) */
static void self_energies(shf_dmft_collocation *run)
{
    const shf_dmft_model *model = run->model;
    shf_dmft_work *work = &run->work;
    size_t p = run->radau.p, ld = run->ld;
    double m = model->m, others = m - 1;
    double *signal = work->y[0];
    for (size_t l = 0; l < ld; l++)
        signal[l] = run->a[l] * shf_dmft_value(&model->phat[0], run->v[l]);
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < ld; l++) {
            size_t k = i * ld + l;
            double aa = run->a[run->n + i] * run->a[l] / m;
            work->sg[k] = aa * (work->h[1][0][k] * work->wd[k] + others * work->h[1][1][k] * work->wo[k]);
            work->sc[k] = shf_dmft_sigma_c(model, signal[run->n + i], signal[l], aa, work->h[0][0][k],
                                           work->h[0][1][k]);
        }
}

/* R_A and C_A of the new panel */
static int residuals(shf_dmft_collocation *run)
{
    shf_dmft_work *work = &run->work;
    const shf_dmft_residuals rows = {{run->radau.p, run->n, run->ld},
                                     &run->wg,
                                     &run->ca,
                                     work->sg,
                                     work->sc,
                                     work->wg,
                                     work->ca,
                                     run->p_sum,
                                     work->y[0],
                                     work->y[1]};
    return shf_dmft_residuals_evaluate(&rows);
}

/* M_R ds/m and M_C ds/m in the two sectors, (D.15) */
static void memory_kernels(shf_dmft_collocation *run)
{
    shf_dmft_work *work = &run->work;
    size_t p = run->radau.p, ld = run->ld;
    double m = run->model->m, others = m - 1, rate = run->model->params.alpha / m;
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < ld; l++) {
            size_t k = i * ld + l;
            double f = rate * run->a[run->n + i] * run->a[l], ca = work->ca[k], wg = work->wg[k];
            double d1 = work->h[1][0][k], o1 = work->h[1][1][k];
            double d2 = work->h[2][0][k] * work->wd[k], o2 = work->h[2][1][k] * work->wo[k];
            work->mu[SHF_DMFT_PERP][k] = f * ((d1 - o1) * wg + ca * (d2 - o2));
            work->mu[SHF_DMFT_PAR][k] = f * ((d1 + others * o1) * wg + ca * (d2 + others * o2));
            work->mc[SHF_DMFT_PERP][k] = f * ca * (d1 - o1);
            work->mc[SHF_DMFT_PAR][k] = f * ca * (d1 + others * o1);
        }
}

/* ---- a, (D.2) ---- */

static int output_weights(shf_dmft_collocation *run)
{
    const shf_dmft_model *model = run->model;
    const shf_dmft_work *work = &run->work;
    const shf_dmft_radau *radau = &run->radau;
    size_t p = radau->p, ld = run->ld;
    double m = model->m, others = m - 1, alpha = model->params.alpha;
    double f[SHF_DMFT_RADAU_MAX], matrix[SQUARE] = {0}, inverse[SQUARE], *a = run->a;
    if (model->params.freeze_a.kind) {
        for (size_t i = 0; i < p; i++)
            run->g.a[i] = model->a0;
        return 1;
    }
    for (size_t i = 0; i < p; i++) {
        double sum = 0;
        for (size_t l = 0; l < ld; l++) {
            size_t k = i * ld + l;
            double pull = work->wg[k] * (work->h[0][0][k] + others * work->h[0][1][k]);
            double push = work->h[1][0][k] * work->wd[k] + others * work->h[1][1][k] * work->wo[k];
            sum += (pull + work->ca[k] * push) * a[l];
        }
        f[i] = alpha * shf_dmft_value(&model->phat[0], run->x.v[i]) * run->p_sum[i] - alpha / m * sum;
        f[i] -= radau->d[i][0] / run->length * a[run->n - 1];
        for (size_t j = 0; j < p; j++)
            matrix[i * p + j] = radau->d[i][j + 1] / run->length;
    }
    if (!shf_dmft_invert(p, matrix, inverse))
        return 0;
    shf_dmft_block_vector(p, inverse, f, run->g.a);
    return 1;
}

/* ---- correlations and responses, (D.16)-(D.19) ---- */

/* On the panel, with B = D/length + nu + mu: w = B^-1, C = B^-1 Q B^-T, v = B^-1 r.  Q and r do not contain
 * nu.
 */
typedef struct block {
    double b[SQUARE]; /* B without nu */
    double q[SQUARE];
    double inverse[SQUARE], c[SQUARE];
} block;

static void sources(shf_dmft_collocation *run, int sector, block *out)
{
    shf_dmft_work *work = &run->work;
    const shf_dmft_radau *radau = &run->radau;
    size_t p = radau->p, n = run->n, ld = run->ld;
    const double *mu = work->mu[sector], *mc = work->mc[sector];
    double *rc = work->rc[sector], *rw = work->rw[sector], x[SQUARE], y[SQUARE];
    shf_dmft_history_symmetric(&run->c[sector], mu, work->y[0], ld, p);
    shf_dmft_history_transposed(&run->w[sector], mc, work->y[1], ld, p);
    shf_dmft_history_lower(&run->w[sector], mu, work->y[2], ld, p);
    const double *w = shf_dmft_history_row(&run->w[sector], n - 1);
    for (size_t l = 0; l < n; l++) {
        double c = shf_dmft_history_entry(&run->c[sector], n - 1, l);
        for (size_t i = 0; i < p; i++) {
            double d = radau->d[i][0] / run->length;
            size_t k = i * ld + l;
            rc[k] = -d * c - work->y[0][k] - work->y[1][k];
            rw[k] = -d * w[l] - work->y[2][k];
        }
    }
    shf_dmft_history_contract(p, ld, mu, rc, n, x);
    shf_dmft_history_contract(p, ld, mc, rw, n, y);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            size_t k = i * p + j;
            x[k] = -radau->d[i][0] / run->length * rc[j * ld + n - 1] - x[k] - y[k] - mc[i * ld + n + j];
            out->b[k] = radau->d[i][j + 1] / run->length + mu[i * ld + n + j];
        }
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            out->q[i * p + j] = 0.5 * (x[i * p + j] + x[j * p + i]);
}

static int solve_block(size_t p, const double *nu, block *s)
{
    double matrix[SQUARE], x[SQUARE];
    memcpy(matrix, s->b, p * p * sizeof *matrix);
    for (size_t i = 0; i < p; i++)
        matrix[i * p + i] += nu[i];
    if (!shf_dmft_invert(p, matrix, s->inverse))
        return 0;
    shf_dmft_block_multiply(p, s->inverse, s->q, x);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            s->c[i * p + j] = 0;
            for (size_t k = 0; k < p; k++)
                s->c[i * p + j] += x[i * p + k] * s->inverse[j * p + k];
        }
    return 1;
}

/* C_d(t,t) - 1 at the nodes, and minus its derivative by nu. */
static void constraint(const shf_dmft_collocation *run, const block *s, const double *v, double *g,
                       double *jacobian)
{
    size_t p = run->radau.p;
    double m = run->model->m;
    const block *perp = &s[SHF_DMFT_PERP], *par = &s[SHF_DMFT_PAR];
    for (size_t i = 0; i < p; i++) {
        for (size_t l = 0; l < p; l++) {
            size_t k = i * p + l, t = l * p + i;
            double c_par = par->c[t] + m * v[i] * v[l];
            jacobian[k] = 2 / m * par->inverse[k] * c_par;
            if (m > 1)
                jacobian[k] += 2 * (m - 1) / m * perp->inverse[k] * perp->c[t];
        }
        size_t d = i * p + i;
        g[i] = par->c[d] / m + v[i] * v[i] - 1 + (m > 1 ? (m - 1) / m * perp->c[d] : 0);
    }
}

static double largest(size_t p, const double *x)
{
    double most = 0;
    for (size_t i = 0; i < p; i++)
        most = fabs(x[i]) <= most ? most : fabs(x[i]);
    return most;
}

/* nu such that C_d(t,t) = 1 at the nodes, for given memory kernels: damped Newton iteration, (D.26). */
static int multiplier(shf_dmft_collocation *run, const double *r, block *s)
{
    size_t p = run->radau.p;
    double *nu = run->g.nu, *v = run->g.v;
    double g[SHF_DMFT_RADAU_MAX], step[SHF_DMFT_RADAU_MAX] = {0}, jacobian[SQUARE], inverse[SQUARE],
                                  before = INFINITY;
    memcpy(nu, run->x.nu, p * sizeof *nu);
    for (int iteration = 0; iteration < NEWTON_MAX; iteration++) {
        for (int k = run->model->m > 1 ? SHF_DMFT_PERP : SHF_DMFT_PAR; k < SHF_DMFT_SECTORS; k++)
            if (!solve_block(p, nu, &s[k]))
                return 0;
        shf_dmft_block_vector(p, s[SHF_DMFT_PAR].inverse, r, v);
        constraint(run, s, v, g, jacobian);
        double now = largest(p, g);
        if (now < 1e-14)
            return 1;
        if (!(now <= before)) {
            for (size_t i = 0; i < p; i++) {
                step[i] *= 0.5;
                nu[i] -= step[i];
            }
            if (largest(p, step) < 1e-13 * (1 + largest(p, nu)))
                return now < 1e-9;
            continue;
        }
        before = now;
        if (!shf_dmft_invert(p, jacobian, inverse))
            return 0;
        shf_dmft_block_vector(p, inverse, g, step);
        for (size_t i = 0; i < p; i++)
            nu[i] += step[i];
    }
    return before < 1e-9;
}

/* (D.3) without the term of v at the nodes of the panel: -D_0 v/length - sum mu v + sigma */
static void pull(const shf_dmft_collocation *run, double *r)
{
    const shf_dmft_model *model = run->model;
    size_t p = run->radau.p, n = run->n;
    for (size_t i = 0; i < p; i++) {
        double v = run->x.v[i], a = run->x.a[i];
        r[i] = model->params.alpha * shf_dmft_value(&model->phat[1], v) * a * run->p_sum[i] -
               run->radau.d[i][0] / run->length * run->v[n - 1] -
               cblas_ddot((int)n, run->work.mu[SHF_DMFT_PAR] + i * run->ld, 1, run->v, 1);
    }
}

static int correlations(shf_dmft_collocation *run)
{
    block s[SHF_DMFT_SECTORS];
    double r[SHF_DMFT_RADAU_MAX];
    int first = run->model->m > 1 ? SHF_DMFT_PERP : SHF_DMFT_PAR;
    for (int k = first; k < SHF_DMFT_SECTORS; k++)
        sources(run, k, &s[k]);
    pull(run, r);
    if (!multiplier(run, r, s))
        return 0;
    const shf_dmft_shape shape = {run->radau.p, run->n, run->ld};
    for (int k = first; k < SHF_DMFT_SECTORS; k++)
        shf_dmft_block_solution(&shape, s[k].inverse, s[k].c,
                                (const double *[]){run->work.rc[k], run->work.rw[k]},
                                (double *[]){run->g.c[k], run->g.w[k]});
    return 1;
}

int shf_dmft_collocation_image(shf_dmft_collocation *run)
{
    overlaps(run);
    self_energies(run);
    if (!residuals(run))
        return 0;
    memory_kernels(run);
    return output_weights(run) && correlations(run);
}
