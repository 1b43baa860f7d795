/* Averages of polynomials: moments of Gaussian fields by Wick's rule, exact up to rounding, (O.12). */
#include "online/averages.h"

enum { SIZE = SHF_ONLINE_DEGREE + 1 };

/* E z_0^n_0 .. z_3^n_3 for all n_i <= degree_i, row by row, from those of two powers less:
 * E z_i F = sum_j C_ij E dF/dz_j. */
typedef struct moments {
    size_t degree[4], stride[4], total;
    double value[SIZE * SIZE * SIZE * SIZE];
} moments;

static void moments_shape(moments *m)
{
    m->total = 1;
    for (size_t i = 4; i-- > 0;) {
        m->stride[i] = m->total;
        m->total *= m->degree[i] + 1;
    }
}

static void moments_fill(moments *m, double C[4][4])
{
    moments_shape(m);
    m->value[0] = 1;
    for (size_t at = 1; at < m->total; at++) {
        size_t n[4], i = 4;
        for (size_t j = 4; j-- > 0;) {
            n[j] = at / m->stride[j] % (m->degree[j] + 1);
            i = n[j] ? j : i;
        }
        size_t rest = at - m->stride[i];
        n[i]--;
        m->value[at] = 0;
        for (size_t j = 0; j < 4; j++)
            if (n[j])
                m->value[at] += C[i][j] * (double)n[j] * m->value[rest - m->stride[j]];
    }
}

/* sum over the powers of four polynomials. */
static double contract(const moments *m, const double *const power[4])
{
    double sum = 0;
    for (size_t at = 0; at < m->total; at++) {
        double term = m->value[at];
        for (size_t j = 0; j < 4; j++)
            term *= power[j][at / m->stride[j] % (m->degree[j] + 1)];
        sum += term;
    }
    return sum;
}

static const double one[SIZE] = {1};

static size_t less(size_t degree, size_t by)
{
    return degree > by ? degree - by : 0;
}

double shf_online_pair_polynomial(shf_online_order order, const shf_online_function *f,
                                  const shf_online_function *g, const double C[3])
{
    static const size_t derivatives[][2] = {{0, 0}, {1, 1}, {2, 0}};
    size_t a = derivatives[order][0], b = derivatives[order][1];
    double law[4][4] = {{C[0], C[1]}, {C[1], C[2]}};
    moments m;
    m.degree[0] = less(f->n, a);
    m.degree[1] = less(g->n, b);
    m.degree[2] = m.degree[3] = 0;
    moments_fill(&m, law);
    return contract(&m, (const double *const[]){f->power[a], g->power[b], one, one});
}

double shf_online_square_polynomial(const shf_online_units *u, size_t k, size_t l)
{
    double sum = 0;
    for (size_t p = 0; p < u->P; p++)
        for (size_t q = 0; q <= p; q++) {
            const size_t unit[] = {k, l, p, q};
            const shf_online_function *f = shf_online_of(u, p), *g = shf_online_of(u, q);
            double law[4][4];
            for (size_t i = 0; i < 4; i++)
                for (size_t j = 0; j < 4; j++)
                    law[i][j] = u->C[unit[i] * u->P + unit[j]];
            moments m;
            m.degree[0] = m.degree[1] = less(u->g->n, 1);
            m.degree[2] = f->n;
            m.degree[3] = g->n;
            moments_fill(&m, law);
            const double *slope = u->g->power[1];
            sum += (p == q ? 1 : 2) * u->c[p] * u->c[q] *
                   contract(&m, (const double *const[]){slope, slope, f->power[0], g->power[0]});
        }
    return sum;
}
