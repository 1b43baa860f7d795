/* One evaluation of the equations of motion on the new panel, (D.21)-(D.27), (D.41)-(D.44): the image of the
 * fixed-point map.  Every sum over neurons is one over pairs of groups, and where a group has more than one
 * neuron, a term of each neuron with itself from the sector that it has then. */
#include "common/blas.h"
#include "dmft/block.h"
#include "dmft/collocation.h"
#include "dmft/residuals.h"
#include <math.h>
#include <string.h>

/* NOLINTBEGIN(clang-analyzer-core.DivideZero): there is a group, and a sector has a width */

enum { NEWTON_MAX = 40, SQUARE = SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX };

/* Entries of one row of the first sector that belong to group h: `stride` apart; and of the panel's node. */
typedef struct pair {
    size_t row, g, h;  /* row of the panel, its group, that of the columns */
    size_t at, stride; /* first entry */
    size_t node;       /* first entry of the row of its node */
    double a;          /* of the row */
} pair;

static pair pair_of(const shf_dmft_collocation *run, size_t row, size_t h)
{
    size_t g = row % run->groups, i = row / run->groups;
    return (pair){row, g, h, row * run->ld + h, run->groups, i * run->panel.nodes, run->a[run->rows + row]};
}

/* The row of a sector of width 1 that stands for the same neurons. */
static pair row_of(const shf_dmft_collocation *run, const shf_dmft_sector *own, size_t i)
{
    return pair_of(run, i * run->groups + own->group, own->group);
}

/* ---- correlations entry by entry ---- */

/* The argument as functions of neurons: C_ij and R_ij of different neurons, then of one with itself. */
static void separate(shf_dmft_collocation *run)
{
    shf_dmft_sector *all = run->sector;
    const double *c = run->x + all->at_c, *w = run->x + all->at_w;
    size_t p = run->panel.radau.p, nodes = run->panel.nodes;
    for (size_t r = 0; r < run->q; r++)
        for (size_t h = 0; h < run->groups; h++) {
            const pair e = pair_of(run, r, h);
            double share = run->share[e.g][h];
            for (size_t l = 0, k = e.at; l < nodes; l++, k += e.stride) {
                all->overlap[k] = c[k] * share;
                all->weight[k] = w[k] * share;
            }
        }
    for (size_t k = 0; k < run->start.k; k++)
        cblas_dger(CblasRowMajor, (int)run->q, (int)run->ld, 1, run->v[k] + run->rows, 1, run->v[k], 1,
                   all->overlap, (int)run->ld);
    for (shf_dmft_sector *own = all + 1; own < all + run->sectors; own++) {
        double share = run->share[own->group][own->group];
        const double *c_own = run->x + own->at_c, *w_own = run->x + own->at_w;
        for (size_t i = 0; i < p; i++) {
            const pair e = row_of(run, own, i);
            for (size_t l = 0, k = e.at, j = e.node; l < nodes; l++, k += e.stride, j++) {
                all->overlap[k] -= c_own[j] * share;
                all->weight[k] -= w_own[j] * share;
                own->overlap[j] = c_own[j] + all->overlap[k];
                own->weight[j] = w_own[j] + all->weight[k];
            }
        }
    }
}

static void overlaps(shf_dmft_collocation *run)
{
    size_t q = run->q, rows = run->rows, groups = run->groups;
    memcpy(run->a + rows, run->x, q * sizeof *run->a);
    for (size_t k = 0; k < run->start.k; k++)
        for (size_t r = 0; r < q; r++) {
            double v = run->x[shf_dmft_at_v(run, k) + r];
            run->v[k][rows + r] = v;
            run->u[k][rows + r] = run->root[r % groups] * v;
        }
    separate(run);
    for (size_t k = 0; k < run->sectors; k++)
        for (int order = 0; order < 3; order++) {
            shf_dmft_sector *s = &run->sector[k];
            shf_dmft_values(&run->model->h[order], s->overlap, s->h[order], s->q * s->ld);
        }
}

/* ---- residuals, (D.7), (D.8), (D.42) ---- */

/* Adds count a_i(t) a_j(s) h'(C) R to Sigma_R and the same with h(C) to Sigma_C. */
static void add_energies(shf_dmft_collocation *run, const shf_dmft_sector *s, const pair *e, size_t at,
                         size_t stride, double count)
{
    double *sg = run->sg + e->node, *sc = run->sc + e->node;
    const double *a = run->a + e->h;
    for (size_t l = 0, k = at; l < run->panel.nodes; l++, k += stride) {
        double aa = count * e->a * a[l * e->stride];
        sg[l] += aa * s->h[1][k] * s->weight[k];
        sc[l] += aa * s->h[0][k];
    }
}

static void self_energies(shf_dmft_collocation *run)
{
    const shf_dmft_sector *all = run->sector;
    size_t p = run->panel.radau.p, n = run->panel.n, nodes = run->panel.nodes, groups = run->groups;
    double m = run->model->m, *signal = run->z[0], noise = shf_dmft_label_square(run->model);
    for (size_t l = 0; l < nodes; l++) {
        signal[l] = 0;
        for (size_t r = l * groups; r < (l + 1) * groups; r++)
            signal[l] += run->start.size[r % groups] / m * run->a[r] * shf_dmft_phat(run, r);
    }
    memset(run->sg, 0, p * nodes * sizeof *run->sg);
    for (size_t i = 0; i < p; i++)
        for (size_t l = 0; l < nodes; l++)
            run->sc[i * nodes + l] = noise - signal[n + i] - signal[l];
    for (size_t r = 0; r < run->q; r++)
        for (size_t h = 0; h < groups; h++) {
            const pair e = pair_of(run, r, h);
            add_energies(run, all, &e, e.at, e.stride, run->start.size[e.g] * run->others[e.g][h] / (m * m));
        }
    for (const shf_dmft_sector *own = all + 1; own < all + run->sectors; own++)
        for (size_t i = 0; i < p; i++) {
            const pair e = row_of(run, own, i);
            add_energies(run, own, &e, e.node, 1, run->start.size[e.g] / (m * m));
        }
}

static int residuals(shf_dmft_collocation *run)
{
    const shf_dmft_panel *panel = &run->panel;
    const shf_dmft_residuals rows = {{panel->radau.p, panel->n, panel->nodes},
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

/* ---- M_R ds/m and M_C ds/m, (D.10), (D.15), (D.43) ---- */

static void memory_kernels(shf_dmft_collocation *run)
{
    shf_dmft_sector *all = run->sector;
    size_t nodes = run->panel.nodes;
    double rate = run->model->params.alpha / run->model->m;
    for (size_t r = 0; r < run->q; r++)
        for (size_t h = 0; h < run->groups; h++) {
            const pair e = pair_of(run, r, h);
            double scale = rate * e.a * (e.g == h ? run->others[h][h] : 1 / run->share[e.g][h]);
            const double *a = run->a + h, *ca = run->ca_row + e.node, *wg = run->wg_row + e.node;
            for (size_t l = 0, k = e.at; l < nodes; l++, k += e.stride) {
                double f = scale * a[l * e.stride], d1 = all->h[1][k];
                all->mu[k] = f * (wg[l] * d1 + ca[l] * all->h[2][k] * all->weight[k]);
                all->mc[k] = f * ca[l] * d1;
            }
        }
    for (shf_dmft_sector *own = all + 1; own < all + run->sectors; own++)
        for (size_t i = 0; i < run->panel.radau.p; i++) {
            const pair e = row_of(run, own, i);
            const double *a = run->a + e.h, *ca = run->ca_row + e.node, *wg = run->wg_row + e.node;
            for (size_t l = 0, k = e.at, j = e.node; l < nodes; l++, k += e.stride, j++) {
                double f = rate * e.a * a[l * e.stride], d1 = own->h[1][j], o1 = all->h[1][k];
                double d2 = own->h[2][j] * own->weight[j], o2 = all->h[2][k] * all->weight[k];
                own->mu[j] = f * ((d1 - o1) * wg[l] + ca[l] * (d2 - o2));
                own->mc[j] = f * ca[l] * (d1 - o1);
                all->mu[k] += f * (d1 * wg[l] + ca[l] * d2);
                all->mc[k] += f * ca[l] * d1;
            }
        }
}

/* ---- a, (D.2), (D.44) ---- */

/* sum over the nodes of a_j [R_A h + C_A h' R] */
static double drag(const shf_dmft_collocation *run, const shf_dmft_sector *s, const pair *e, size_t at,
                   size_t stride)
{
    const double *a = run->a + e->h, *ca = run->ca_row + e->node, *wg = run->wg_row + e->node;
    double sum = 0;
    for (size_t l = 0, k = at; l < run->panel.nodes; l++, k += stride)
        sum += a[l * e->stride] * (wg[l] * s->h[0][k] + ca[l] * s->h[1][k] * s->weight[k]);
    return sum;
}

static void forces(const shf_dmft_collocation *run, double *f)
{
    const shf_dmft_sector *all = run->sector;
    const shf_dmft_radau *radau = &run->panel.radau;
    size_t groups = run->groups;
    double alpha = run->model->params.alpha, m = run->model->m;
    for (size_t r = 0; r < run->q; r++) {
        double sum = 0;
        for (size_t h = 0; h < groups; h++) {
            const pair e = pair_of(run, r, h);
            sum += run->others[e.g][h] * drag(run, all, &e, e.at, e.stride);
        }
        for (const shf_dmft_sector *own = all + 1; own < all + run->sectors; own++)
            if (own->group == r % groups) {
                const pair e = row_of(run, own, r / groups);
                sum += drag(run, own, &e, e.node, 1);
            }
        f[r] = alpha * (shf_dmft_phat(run, run->rows + r) * run->p_sum[r / groups] - sum / m) -
               radau->d[r / groups][0] / run->panel.length * run->a[run->rows - groups + r % groups];
    }
}

static int output_weights(shf_dmft_collocation *run)
{
    size_t p = run->panel.radau.p, groups = run->groups;
    double matrix[SQUARE], inverse[SQUARE], *f = run->step;
    if (run->model->params.freeze_a.kind) {
        for (size_t r = 0; r < run->q; r++)
            run->g[r] = run->start.a[r % groups];
        return 1;
    }
    forces(run, f);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            matrix[i * p + j] = run->panel.radau.d[i][j + 1] / run->panel.length;
    if (!shf_dmft_invert(p, matrix, inverse))
        return 0;
    for (size_t r = 0; r < run->q; r++) {
        run->g[r] = 0;
        for (size_t j = 0; j < p; j++)
            run->g[r] += inverse[r / groups * p + j] * f[j * groups + r % groups];
    }
    return 1;
}

/* ---- v and the multipliers, (D.19), (D.26), (D.27), (D.41) ---- */

/* The equation of u = sqrt(n) v without its values on the panel: -D_0 u/length - sum mu u + source */
static void pull(const shf_dmft_collocation *run)
{
    const shf_dmft_sector *all = run->sector;
    size_t groups = run->groups, rows = run->rows;
    for (size_t k = 0; k < run->start.k; k++)
        for (size_t r = 0; r < run->q; r++) {
            size_t g = r % groups, i = r / groups;
            double source =
                run->model->params.alpha * run->x[r] * shf_dmft_phat_slope(run, rows + r, k) * run->p_sum[i];
            run->r[k * run->q + r] =
                run->root[g] * source -
                run->panel.radau.d[i][0] / run->panel.length * run->u[k][rows - groups + g] -
                cblas_ddot((int)rows, all->mu + r * run->ld, 1, run->u[k], 1);
        }
}

/* All sectors, and v, for the multipliers of the image. */
static int solve(shf_dmft_collocation *run)
{
    size_t q = run->q;
    for (size_t k = 0; k < run->sectors; k++)
        if (!shf_dmft_sector_invert(&run->sector[k], run->g + shf_dmft_at_nu(run)))
            return 0;
    for (size_t k = 0; k < run->start.k; k++) {
        double *v = run->g + shf_dmft_at_v(run, k);
        shf_dmft_block_vector(q, run->sector->inverse, run->r + k * q, v);
        for (size_t r = 0; r < q; r++)
            v[r] /= run->root[r % run->groups];
    }
    return 1;
}

/* <v_r, v_s> */
static double signal_part(const shf_dmft_collocation *run, size_t r, size_t s)
{
    double sum = 0;
    for (size_t k = 0; k < run->start.k; k++)
        sum += run->g[shf_dmft_at_v(run, k) + r] * run->g[shf_dmft_at_v(run, k) + s];
    return sum;
}

/* |w_i(t)|^2 - 1 at the nodes, and minus its derivative by nu; returns the largest. */
static double constraint(shf_dmft_collocation *run)
{
    const shf_dmft_sector *all = run->sector;
    size_t q = run->q, groups = run->groups;
    for (size_t r = 0; r < q; r++) {
        const double *share = run->share[r % groups];
        run->defect[r] = all->block[r * q + r] * share[r % groups] + signal_part(run, r, r) - 1;
        for (size_t l = 0; l < q; l++) {
            double root = run->root[r % groups] * run->root[l % groups];
            run->jacobian[r * q + l] = 2 * share[r % groups] * all->inverse[r * q + l] *
                                       (all->block[l * q + r] + root * signal_part(run, r, l));
        }
    }
    for (const shf_dmft_sector *own = all + 1; own < all + run->sectors; own++) {
        double rest = 1 - run->share[own->group][own->group];
        for (size_t i = 0; i < own->q; i++) {
            size_t r = i * groups + own->group;
            run->defect[r] += rest * own->block[i * own->q + i];
            for (size_t l = 0; l < own->q; l++)
                run->jacobian[r * q + l * groups + own->group] +=
                    2 * rest * own->inverse[i * own->q + l] * own->block[l * own->q + i];
        }
    }
    return shf_dmft_largest(q, run->defect);
}

/* nu such that |w_i(t)| = 1 at the nodes, for given memory kernels: Newton's method, with halved steps where
 * it overshoots. */
static int multipliers(shf_dmft_collocation *run)
{
    size_t q = run->q;
    double *nu = run->g + shf_dmft_at_nu(run), before = INFINITY;
    memcpy(nu, run->x + shf_dmft_at_nu(run), q * sizeof *nu);
    for (int iteration = 0; iteration < NEWTON_MAX; iteration++) {
        if (!solve(run))
            return 0;
        double now = constraint(run);
        if (now < 1e-14)
            return 1;
        if (!(now <= before)) {
            for (size_t r = 0; r < q; r++) {
                run->step[r] *= 0.5;
                nu[r] -= run->step[r];
            }
            if (shf_dmft_largest(q, run->step) < 1e-13 * (1 + shf_dmft_largest(q, nu)))
                return now < 1e-9;
            continue;
        }
        before = now;
        if (!shf_dmft_invert(q, run->jacobian, run->square))
            return 0;
        shf_dmft_block_vector(q, run->square, run->defect, run->step);
        for (size_t r = 0; r < q; r++)
            nu[r] += run->step[r];
    }
    return before < 1e-9;
}

int shf_dmft_collocation_image(shf_dmft_collocation *run)
{
    overlaps(run);
    self_energies(run);
    if (!residuals(run))
        return 0;
    memory_kernels(run);
    if (!output_weights(run))
        return 0;
    for (size_t k = 0; k < run->sectors; k++)
        shf_dmft_sector_sources(&run->sector[k], &run->panel, run->y);
    pull(run);
    if (!multipliers(run))
        return 0;
    for (size_t k = 0; k < run->sectors; k++)
        shf_dmft_sector_finish(&run->sector[k], run->g);
    return 1;
}

/* NOLINTEND(clang-analyzer-core.DivideZero) */
