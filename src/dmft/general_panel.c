/* One evaluation of the equations for neurons that are not alike, (D.41)-(D.44), on a new panel. */
#include "common/blas.h"
#include "dmft/general.h"
#include "dmft/residuals.h"
#include <math.h>
#include <string.h>

enum { NEWTON_MAX = 40, SQUARE = SHF_DMFT_OVERHANG * SHF_DMFT_OVERHANG };

/* ---- correlations entry by entry ---- */

static void overlaps(shf_dmft_general *run)
{
    size_t q = run->q, rows = run->rows, ld = run->ld;
    double *c = run->y[0];
    memcpy(run->a + rows, run->x.a, q * sizeof *run->a);
    memcpy(c, run->x.c, q * ld * sizeof *c);
    for (size_t k = 0; k < run->directions; k++) {
        memcpy(run->v[k] + rows, run->x.v[k], q * sizeof *run->a);
        cblas_dger(CblasRowMajor, (int)q, (int)ld, 1, run->v[k] + rows, 1, run->v[k], 1, c, (int)ld);
    }
    for (int order = 0; order < 3; order++)
        shf_dmft_values(&run->model->h[order], c, run->h[order], q * ld);
}

/* Sigma_R ds and Sigma_C, (D.42) */
static void self_energies(shf_dmft_general *run)
{
    size_t p = run->radau.p, m = run->m, nodes = run->nodes_ld, ld = run->ld;
    double size = (double)m, *signal = run->z[0];
    for (size_t l = 0; l < nodes; l++) {
        signal[l] = 0;
        for (size_t j = 0; j < m; j++)
            signal[l] += run->a[l * m + j] / size * shf_dmft_general_phat(run, l * m + j);
    }
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < nodes; l++) {
            double response = 0, correlation = 0;
            for (size_t r = i * m; r < (i + 1) * m; r++)
                for (size_t s = l * m; s < (l + 1) * m; s++) {
                    double aa = run->a[run->rows + r] * run->a[s];
                    response += aa * run->h[1][r * ld + s] * run->x.w[r * ld + s];
                    correlation += aa * run->h[0][r * ld + s];
                }
            run->sg[i * nodes + l] = response / (size * size);
            run->sc[i * nodes + l] =
                run->noise - signal[run->n + i] - signal[l] + correlation / (size * size);
        }
}

static int residuals(shf_dmft_general *run)
{
    const shf_dmft_residuals rows = {{run->radau.p, run->n, run->nodes_ld},
                                     &run->wg,
                                     &run->ca,
                                     run->sg,
                                     run->sc,
                                     run->wg_row,
                                     run->ca_row,
                                     run->p_sum,
                                     run->z[0],
                                     run->z[1]};
    return shf_dmft_residuals_evaluate(&rows);
}

/* M_R ds/m and M_C ds/m, (D.43) */
static void memory_kernels(shf_dmft_general *run)
{
    size_t m = run->m, ld = run->ld, nodes = run->nodes_ld;
    double rate = run->model->params.alpha / (double)m;
    for (size_t r = 0; r < run->q; r++)
        for (size_t s = 0; s < ld; s++) {
            size_t k = r * ld + s, node = r / m * nodes + s / m;
            double f = rate * run->a[run->rows + r] * run->a[s], ca = run->ca_row[node];
            run->mu[k] = f * (run->wg_row[node] * run->h[1][k] + ca * run->h[2][k] * run->x.w[k]);
            run->mc[k] = f * ca * run->h[1][k];
        }
}

/* ---- a, (D.44) ---- */

static int output_weights(shf_dmft_general *run)
{
    const shf_dmft_radau *radau = &run->radau;
    size_t p = radau->p, m = run->m, q = run->q, ld = run->ld, nodes = run->nodes_ld;
    double alpha = run->model->params.alpha, matrix[SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX] = {0};
    double inverse[SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX], f[SHF_DMFT_OVERHANG];
    if (run->model->params.freeze_a.kind) {
        for (size_t r = 0; r < q; r++)
            run->g.a[r] = run->start->a[r % m];
        return 1;
    }
    for (size_t r = 0; r < q; r++) {
        double sum = 0;
        for (size_t s = 0; s < ld; s++) {
            size_t k = r * ld + s, node = r / m * nodes + s / m;
            sum += run->a[s] *
                   (run->wg_row[node] * run->h[0][k] + run->ca_row[node] * run->h[1][k] * run->x.w[k]);
        }
        f[r] = alpha * (shf_dmft_general_phat(run, run->rows + r) * run->p_sum[r / m] - sum / (double)m);
        f[r] -= radau->d[r / m][0] / run->length * run->a[run->rows - m + r % m];
    }
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            matrix[i * p + j] = radau->d[i][j + 1] / run->length;
    if (!shf_dmft_invert(p, matrix, inverse))
        return 0;
    for (size_t r = 0; r < q; r++) {
        run->g.a[r] = 0;
        for (size_t j = 0; j < p; j++)
            run->g.a[r] += inverse[r / m * p + j] * f[j * m + r % m];
    }
    return 1;
}

/* ---- correlations and responses, (D.41) ---- */

/* On the panel, with B = D/length + nu + mu: w = B^-1, C = B^-1 Q B^-T, v = B^-1 r; Q and r do not contain
 * nu. */
typedef struct block {
    double b[SQUARE], q[SQUARE], inverse[SQUARE], c[SQUARE], matrix[SQUARE], jacobian[SQUARE];
    double r[SHF_DMFT_DIRECTIONS_MAX][SHF_DMFT_OVERHANG];
} block;

static void sources(shf_dmft_general *run, block *out)
{
    const shf_dmft_radau *radau = &run->radau;
    size_t m = run->m, q = run->q, rows = run->rows, ld = run->ld;
    double *rc = run->rc, *rw = run->rw, *x = out->matrix, *y = out->jacobian;
    shf_dmft_history_symmetric(&run->c, run->mu, run->y[0], ld, q);
    shf_dmft_history_transposed(&run->w, run->mc, run->y[1], ld, q);
    shf_dmft_history_lower(&run->w, run->mu, run->y[2], ld, q);
    for (size_t r = 0; r < q; r++) {
        size_t last = rows - m + r % m;
        double d = radau->d[r / m][0] / run->length;
        const double *w = shf_dmft_history_row(&run->w, last);
        for (size_t l = 0; l < rows; l++) {
            size_t k = r * ld + l;
            rc[k] = -d * shf_dmft_history_entry(&run->c, last, l) - run->y[0][k] - run->y[1][k];
            rw[k] = -d * w[l] - run->y[2][k];
        }
    }
    shf_dmft_history_contract(q, ld, run->mu, rc, rows, x);
    shf_dmft_history_contract(q, ld, run->mc, rw, rows, y);
    for (size_t r = 0; r < q; r++)
        for (size_t s = 0; s < q; s++) {
            double d = radau->d[r / m][0] / run->length, slope = radau->d[r / m][s / m + 1] / run->length;
            x[r * q + s] =
                -d * rc[s * ld + rows - m + r % m] - x[r * q + s] - y[r * q + s] - run->mc[r * ld + rows + s];
            out->b[r * q + s] = (r % m == s % m ? slope : 0) + run->mu[r * ld + rows + s];
        }
    for (size_t r = 0; r < q; r++)
        for (size_t s = 0; s < q; s++)
            out->q[r * q + s] = 0.5 * (x[r * q + s] + x[s * q + r]);
}

/* The equation of v without its values on the panel. */
static void pull(const shf_dmft_general *run, block *out)
{
    size_t m = run->m, rows = run->rows;
    for (size_t k = 0; k < run->directions; k++)
        for (size_t r = 0; r < run->q; r++) {
            double source = run->model->params.alpha * run->x.a[r] *
                            shf_dmft_general_slope(run, rows + r, k) * run->p_sum[r / m];
            out->r[k][r] = source - run->radau.d[r / m][0] / run->length * run->v[k][rows - m + r % m] -
                           cblas_ddot((int)rows, run->mu + r * run->ld, 1, run->v[k], 1);
        }
}

static void square(size_t q, enum CBLAS_TRANSPOSE transpose, const double *x, const double *y, double *out)
{
    int n = (int)q;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, transpose, n, n, n, 1, x, n, y, n, 0, out, n);
}

static int solve_block(shf_dmft_general *run, block *s)
{
    size_t q = run->q;
    memcpy(s->matrix, s->b, q * q * sizeof *s->b);
    for (size_t r = 0; r < q; r++)
        s->matrix[r * q + r] += run->g.nu[r];
    if (!shf_dmft_invert(q, s->matrix, s->inverse))
        return 0;
    square(q, CblasNoTrans, s->inverse, s->q, s->matrix);
    square(q, CblasTrans, s->matrix, s->inverse, s->c);
    for (size_t k = 0; k < run->directions; k++)
        cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)q, (int)q, 1, s->inverse, (int)q, s->r[k], 1, 0,
                    run->g.v[k], 1);
    return 1;
}

/* C_ii(t,t) - 1, and minus its derivative by nu. */
static double constraint(const shf_dmft_general *run, block *s, double *g)
{
    size_t q = run->q;
    double worst = 0;
    for (size_t r = 0; r < q; r++) {
        g[r] = s->c[r * q + r] - 1;
        for (size_t k = 0; k < run->directions; k++)
            g[r] += run->g.v[k][r] * run->g.v[k][r];
        worst = fabs(g[r]) <= worst ? worst : fabs(g[r]);
        for (size_t l = 0; l < q; l++) {
            double c = s->c[l * q + r];
            for (size_t k = 0; k < run->directions; k++)
                c += run->g.v[k][r] * run->g.v[k][l];
            s->jacobian[r * q + l] = 2 * s->inverse[r * q + l] * c;
        }
    }
    return worst;
}

/* nu such that C_ii(t,t) = 1 at the nodes, for given kernels: Newton iteration, halved steps where it
 * overshoots. */
static int multipliers(shf_dmft_general *run, block *s)
{
    size_t q = run->q;
    double *nu = run->g.nu, g[SHF_DMFT_OVERHANG], step[SHF_DMFT_OVERHANG] = {0}, before = INFINITY;
    memcpy(nu, run->x.nu, q * sizeof *nu);
    for (int iteration = 0; iteration < NEWTON_MAX; iteration++) {
        if (!solve_block(run, s))
            return 0;
        double now = constraint(run, s, g), largest = 0, size = 1;
        if (now < 1e-14)
            return 1;
        if (!(now <= before)) {
            for (size_t r = 0; r < q; r++) {
                step[r] *= 0.5;
                nu[r] -= step[r];
                largest = fmax(largest, fabs(step[r]));
                size = fmax(size, fabs(nu[r]));
            }
            if (largest < 1e-13 * size)
                return now < 1e-9;
            continue;
        }
        before = now;
        if (!shf_dmft_invert(q, s->jacobian, s->matrix))
            return 0;
        cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)q, (int)q, 1, s->matrix, (int)q, g, 1, 0, step, 1);
        cblas_daxpy((int)q, 1, step, 1, nu, 1);
    }
    return before < 1e-9;
}

static int correlations(shf_dmft_general *run)
{
    block s;
    sources(run, &s);
    pull(run, &s);
    if (!multipliers(run, &s))
        return 0;
    const shf_dmft_shape shape = {run->q, run->rows, run->ld};
    shf_dmft_block_solution(&shape, s.inverse, s.c, (const double *[]){run->rc, run->rw},
                            (double *[]){run->g.c, run->g.w});
    return 1;
}

int shf_dmft_general_image(shf_dmft_general *run)
{
    overlaps(run);
    self_energies(run);
    if (!residuals(run))
        return 0;
    memory_kernels(run);
    return output_weights(run) && correlations(run);
}
