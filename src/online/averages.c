/* Averages over two fields, and which family has which formula. */
#include "online/averages.h"
#include "common/report.h"
#include <string.h>

/* ---- functions ---- */

static void derive(const double *power, double *out)
{
    for (size_t j = 0; j < SHF_ONLINE_DEGREE; j++)
        out[j] = (double)(j + 1) * power[j + 1];
}

/* sum_k weight_k h_k as powers, by the recurrence of the h_k. */
static void expand(const shf_activation *series, double *power)
{
    double h[SHF_ONLINE_DEGREE + 2] = {1}, before[SHF_ONLINE_DEGREE + 2] = {0};
    for (size_t k = 0; k < series->n; k++) {
        for (size_t j = 0; j <= k; j++)
            power[j] += series->weight[k] * h[j];
        double next[SHF_ONLINE_DEGREE + 2] = {0};
        for (size_t j = 0; j <= k + 1; j++)
            next[j] = ((j ? h[j - 1] : 0) - sqrt((double)k) * before[j]) / sqrt((double)(k + 1));
        memcpy(before, h, sizeof h);
        memcpy(h, next, sizeof h);
    }
}

shf_status shf_online_function_make(shf_online_function *g, const shf_choice *choice, const char *name,
                                    shf_error *error)
{
    shf_activation a = shf_activation_make(choice);
    *g = (shf_online_function){.n = a.n};
    if (choice->kind == SHF_ACT_RELU) {
        g->family = SHF_FAMILY_RELU;
        return SHF_OK;
    }
    if (!a.polynomial) {
        g->family = SHF_FAMILY_ERF;
        memcpy(g->weight, a.weight, sizeof a.weight);
        memcpy(g->width, a.width, sizeof a.width);
        g->offset = a.offset;
        return SHF_OK;
    }
    if (a.degree > SHF_ONLINE_DEGREE)
        return shf_fail(error, SHF_ERR_VALUE, "%s: a polynomial of degree %zu: must be at most %d", name,
                        a.degree, SHF_ONLINE_DEGREE);
    g->family = SHF_FAMILY_POLYNOMIAL;
    a.n = a.n < a.degree + 1 ? a.n : a.degree + 1;
    expand(&a, g->power[0]);
    g->n = a.degree;
    derive(g->power[0], g->power[1]);
    derive(g->power[1], g->power[2]);
    return SHF_OK;
}

double shf_online_constant(const shf_online_units *u)
{
    double sum = 0;
    for (size_t p = 0; p < u->P; p++)
        sum += u->c[p] * shf_online_of(u, p)->offset;
    return sum;
}

/* ---- two fields ---- */

/* (O.6)-(O.8) for erf(z/sqrt 2) of fields with covariance C11, C12, C22. */
static double pair_erf(shf_online_order order, double C11, double C12, double C22)
{
    double L = 1 + C11 + C22 + shf_online_determinant(C11, C22, C12);
    if (order == SHF_PAIR_VALUES)
        return M_2_PI * atan2(C12, sqrt(L));
    return order == SHF_PAIR_SLOPES ? M_2_PI / sqrt(L) : -M_2_PI * C12 / ((1 + C11) * sqrt(L));
}

static double pair_mixture(shf_online_order order, const shf_online_function *f, const shf_online_function *g,
                           const double C[3])
{
    double sum = 0;
    for (size_t i = 0; i < f->n; i++)
        for (size_t j = 0; j < g->n; j++) {
            double a = 1 / f->width[i], b = 1 / g->width[j];
            double factor = order == SHF_PAIR_VALUES ? 1 : a * (order == SHF_PAIR_SLOPES ? b : a);
            sum += f->weight[i] * g->weight[j] * factor *
                   pair_erf(order, a * a * C[0], a * b * C[1], b * b * C[2]);
        }
    return sum;
}

double shf_online_pair(const shf_online_units *u, shf_online_order order, size_t p, size_t q)
{
    const double C[] = {u->C[p * u->P + p], u->C[p * u->P + q], u->C[q * u->P + q]};
    switch (u->g->family) {
    case SHF_FAMILY_ERF:
        return pair_mixture(order, shf_online_of(u, p), shf_online_of(u, q), C);
    case SHF_FAMILY_RELU:
        return shf_online_pair_relu(order, C);
    default:
        return shf_online_pair_polynomial(order, shf_online_of(u, p), shf_online_of(u, q), C);
    }
}

/* ---- four fields ---- */

size_t shf_online_work(const shf_online_units *u)
{
    size_t terms = u->g->n > u->teacher->n ? u->g->n : u->teacher->n;
    return 2 * u->P * (1 + terms);
}

double shf_online_square(const shf_online_units *u, size_t k, size_t l)
{
    double constant = shf_online_constant(u);
    switch (u->g->family) {
    case SHF_FAMILY_ERF:
        return shf_online_square_erf(u, k, l) +
               constant * constant * shf_online_pair(u, SHF_PAIR_SLOPES, k, l);
    case SHF_FAMILY_RELU:
        return shf_online_square_relu(u, k, l);
    default:
        return shf_online_square_polynomial(u, k, l);
    }
}
