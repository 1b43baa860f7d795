/* What is kept of a node of the past: as columns of a path, or as rows of two-time functions. */
#include "common/columns.h"
#include "dmft/collocation.h"
#include <string.h>

/* ---- rows ---- */

size_t shf_dmft_panel_end(const shf_dmft_collocation *run, size_t node)
{
    size_t p = run->panel.radau.p;
    return node == 0 ? 1 : (node - 1) / p * p + p + 1;
}

/* The sector in which a group of more than one has its neurons one by one, or NULL. */
static const shf_dmft_sector *own_sector(const shf_dmft_collocation *run, size_t g)
{
    for (size_t k = 1; k < run->sectors; k++)
        if (run->sector[k].group == g)
            return &run->sector[k];
    return NULL;
}

/* <w_i(t), w_j(s)> of the neurons of one node with those of another */
static double overlap(const shf_dmft_collocation *run, size_t node, size_t g, size_t h, int itself,
                      size_t with)
{
    const shf_dmft_sector *own = g == h ? own_sector(run, g) : NULL;
    size_t r = node * run->groups + g, s = with * run->groups + h;
    double c = shf_dmft_history_entry(&run->sector->c, r, s) * run->share[g][h];
    for (size_t k = 0; k < run->start.k; k++)
        c += run->v[k][r] * run->v[k][s];
    return own ? c + shf_dmft_history_entry(&own->c, node, with) * (itself - run->share[g][h]) : c;
}

void shf_dmft_overlap_row(const shf_dmft_collocation *run, size_t node, size_t g, size_t h, int itself,
                          double *row)
{
    for (size_t l = 0; l < run->panel.n; l++)
        row[l] = overlap(run, node, g, h, itself, l);
}

void shf_dmft_response_row(const shf_dmft_collocation *run, size_t node, size_t g, size_t h, int itself,
                           double *row)
{
    const shf_dmft_sector *own = g == h ? own_sector(run, g) : NULL;
    const double *all = shf_dmft_history_row(&run->sector->w, node * run->groups + g);
    double share = run->share[g][h];
    for (size_t l = 0; l < shf_dmft_panel_end(run, node); l++) {
        row[l] = all[l * run->groups + h] * share;
        if (own)
            row[l] += shf_dmft_history_row(&own->w, node)[l] * (itself - share);
    }
}

/* ---- columns ---- */

enum { GROUP_E_TRAIN, GROUP_E_TEST, GROUP_FIRST };

static size_t first_overlap(const shf_dmft_groups *x)
{
    return GROUP_FIRST + (2 + x->k) * x->n;
}

static int has_overlap(const shf_dmft_groups *x, size_t g, size_t h)
{
    return g != h || x->size[g] > 1;
}

size_t shf_dmft_columns(const shf_dmft_groups *x)
{
    if (!x)
        return SHF_DMFT_POINT_SIZE;
    size_t n = first_overlap(x) + 1;
    for (size_t g = 0; g < x->n; g++)
        for (size_t h = g; h < x->n; h++)
            n += (size_t)has_overlap(x, g, h);
    return n;
}

size_t shf_dmft_kind(const shf_dmft_groups *x, size_t column)
{
    if (!x)
        return column;
    if (column < GROUP_FIRST)
        return column == GROUP_E_TRAIN ? SHF_DMFT_PLACE(e_train) : SHF_DMFT_PLACE(e_test);
    if (column >= first_overlap(x))
        return SHF_DMFT_ESTIMATED;
    size_t place = (column - GROUP_FIRST) % (2 + x->k);
    return place == 0 ? SHF_DMFT_PLACE(a) : place <= x->k ? SHF_DMFT_PLACE(v) : SHF_DMFT_ESTIMATED;
}

size_t shf_dmft_e_train(const shf_dmft_groups *x)
{
    return x ? GROUP_E_TRAIN : SHF_DMFT_PLACE(e_train);
}

/* int R_A up to a node */
static double response(const shf_dmft_collocation *run, size_t node)
{
    double sum = 0;
    for (size_t l = 0; l < shf_dmft_panel_end(run, node); l++)
        sum += shf_dmft_history_row(&run->wg, node)[l];
    return sum;
}

static void observe_alike(const shf_dmft_collocation *run, size_t node, shf_dmft_point *value)
{
    value->a = run->a[node];
    value->v = run->v[0][node];
    value->nu = run->nu[node];
    value->e_train = -0.5 * shf_dmft_history_entry(&run->ca, node, node);
    value->Co_tt = overlap(run, node, 0, 0, 0, node);
    value->e_test = shf_dmft_test_error(run->model, value->a, value->v, value->Co_tt);
    value->Cd_t0 = overlap(run, node, 0, 0, 1, 0);
    value->Co_t0 = overlap(run, node, 0, 0, 0, 0);
    value->int_RA = response(run, node);
}

void shf_dmft_observe(const shf_dmft_collocation *run, size_t node, double *value)
{
    const shf_dmft_groups *x = &run->start;
    size_t first = node * x->n, next = GROUP_FIRST;
    double m = run->model->m, signal = 0, square = 0;
    if (run->alike) {
        observe_alike(run, node, (shf_dmft_point *)(void *)value);
        return;
    }
    value[GROUP_E_TRAIN] = -0.5 * shf_dmft_history_entry(&run->ca, node, node);
    for (size_t r = first; r < first + x->n; r++) {
        value[next++] = run->a[r];
        for (size_t k = 0; k < x->k; k++)
            value[next++] = run->v[k][r];
        value[next++] = run->nu[r];
        signal += x->size[r - first] / m * run->a[r] * shf_dmft_phat(run, r);
    }
    for (size_t g = 0; g < x->n; g++) {
        double share = x->size[g] / m;
        if (x->size[g] > 1)
            square += share / m * run->a[first + g] * run->a[first + g] * run->model->h1;
        for (size_t h = 0; h < x->n; h++) {
            double c = overlap(run, node, g, h, 0, node);
            square += share * run->others[g][h] / m * run->a[first + g] * run->a[first + h] *
                      shf_dmft_value(&run->model->h[0], c);
            if (h >= g && has_overlap(x, g, h))
                value[next++] = c;
        }
    }
    value[next] = response(run, node);
    value[GROUP_E_TEST] = shf_dmft_error(run->model, signal, square);
}

void shf_dmft_add_group_columns(const shf_dmft_groups *x, shf_table *table)
{
    shf_column_add(table, "", "training error, with the factor 1/2", "e_train");
    shf_column_add(table, "", "test error, with the factor 1/2 and the label noise", "e_test");
    for (size_t g = 1; g <= x->n; g++) {
        shf_column_add(table, "", "output weight", "a_%zu", g);
        for (size_t k = 1; k <= x->k; k++)
            shf_column_add(table, "", "overlap of the neuron with the target direction",
                           x->k == 1 ? "v_%zu" : "v_%zu_%zu", g, k);
        shf_column_add(table, "", "multiplier of the constraint |w_i| = 1", "nu_%zu", g);
    }
    for (size_t g = 0; g < x->n; g++)
        for (size_t h = g; h < x->n; h++)
            if (has_overlap(x, g, h))
                shf_column_add(table, "", "overlap of two neurons", "C_%zu_%zu", g + 1, h + 1);
    shf_column_add(table, "", "response of the residuals to a constant", "int_RA");
}
