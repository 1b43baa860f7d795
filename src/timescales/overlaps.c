/* The exact flow of m neurons in R^d in their overlaps s_i = <u_i,u*>, r_ij = <u_i,u_j>, (T.2).
 *
 * State: b, s, then r_ij for i < j, row by row.  A right-hand side is O(m^2 K) and one product of m x m
 * matrices. */
#include "common/clones.h"
#include "common/initial_network.h"
#include "common/report.h"
#include "timescales/kernels.h"
#include "timescales/system.h"
#include <stdlib.h>
#include <string.h>

enum { NEURONS_MAX = 2000 };

typedef struct overlaps {
    const shf_timescales_model *model;
    size_t m, K;
    double *square, *c; /* sigma_k^2, phi_k sigma_k */
    double *r, *U, *U1; /* m x m: overlaps, U(r) and U'(r); the diagonal of U1 is not used */
    double *W, *Wr;     /* m x m: W_il = w_l a_l U'(r_il), zero for i = l; W r */
    double *V, *V1;     /* V(s_i), V'(s_i) */
} overlaps;

static overlaps *of(shf_timescales_system *system)
{
    return system->state;
}

/* ---- matrices of a state ---- */

static void unpack(const overlaps *o, const double *r, double *full)
{
    for (size_t i = 0; i < o->m; i++) {
        full[i * o->m + i] = 1;
        for (size_t j = i + 1; j < o->m; j++)
            full[i * o->m + j] = full[j * o->m + i] = *r++;
    }
}

static void fill(overlaps *o, const double *y)
{
    size_t m = o->m;
    const double *s = y + m;
    unpack(o, y + 2 * m, o->r);
    double at_one = o->model->sigma_rest, unused = 0;
    at_one += shf_timescales_polynomial(o->K, o->square, 1, &unused);
    for (size_t i = 0; i < m; i++) {
        o->U[i * m + i] = at_one;
        o->U1[i * m + i] = 0;
        for (size_t j = i + 1; j < m; j++) {
            size_t ij = i * m + j, ji = j * m + i;
            o->U[ij] = o->U[ji] = shf_timescales_polynomial(o->K, o->square, o->r[ij], &o->U1[ij]);
            o->U1[ji] = o->U1[ij];
        }
        o->V[i] = shf_timescales_polynomial(o->K, o->c, s[i], &o->V1[i]);
    }
}

/* ---- flow ---- */

/* C = A B; BLAS is not faster at these sizes, and its threads are one setting for the whole process. */
SHF_CLONES
static void overlaps_multiply(size_t m, const double *restrict A, const double *restrict B,
                              double *restrict C)
{
    memset(C, 0, m * m * sizeof *C);
    for (size_t i = 0; i < m; i++)
        for (size_t l = 0; l < m; l++) {
            double factor = A[i * m + l];
            for (size_t j = 0; j < m; j++)
                C[i * m + j] += factor * B[l * m + j];
        }
}

static void fill_couplings(overlaps *o, const double *b)
{
    size_t m = o->m;
    for (size_t i = 0; i < m; i++)
        for (size_t l = 0; l < m; l++)
            o->W[i * m + l] = o->model->w[l] * (b[l] / o->model->nu) * o->U1[i * m + l];
    overlaps_multiply(m, o->W, o->r, o->Wr);
}

/* B_ij, half of dr_ij/dT */
static double half(const overlaps *o, const double *b, const double *s, const double *q, size_t i, size_t j)
{
    size_t ij = i * o->m + j;
    return b[i] * (o->V1[i] * (s[j] - s[i] * o->r[ij]) - o->Wr[ij] + q[i] * o->r[ij]);
}

static int rhs(double T, const double *y, double *out, void *context)
{
    (void)T;
    overlaps *o = of(context);
    size_t m = o->m;
    const double *b = y, *s = y + m;
    double *db = out, *ds = out + m, *dr = out + 2 * m;
    fill(o, y);
    fill_couplings(o, b);
    double *q = ds; /* holds q_i = (W r)_ii until the end */
    for (size_t i = 0; i < m; i++)
        q[i] = o->Wr[i * m + i];
    for (size_t i = 0; i < m; i++)
        for (size_t j = i + 1; j < m; j++)
            *dr++ = half(o, b, s, q, i, j) + half(o, b, s, q, j, i);
    for (size_t i = 0; i < m; i++) {
        double pull = 0, field = 0;
        for (size_t l = 0; l < m; l++) {
            pull += o->W[i * m + l] * s[l];
            field += o->model->w[l] * (b[l] / o->model->nu) * o->U[i * m + l];
        }
        db[i] = o->V[i] - field;
        ds[i] = b[i] * (o->V1[i] * ((1 - s[i]) * (1 + s[i])) - pull + q[i] * s[i]);
    }
    return 0;
}

/* ---- observables ---- */

static void measure(shf_timescales_system *system, const double *y, double *rho, double *part, double *risk)
{
    overlaps *o = of(system);
    size_t m = o->m;
    const double *b = y, *s = y + m, *r = y + 2 * m;
    memset(rho, 0, (o->K + 1) * sizeof *rho);
    memset(part, 0, (o->K + 1) * sizeof *part);
    double norm = 0;
    for (size_t i = 0; i < m; i++) {
        double x = o->model->w[i] * (b[i] / o->model->nu), power = x;
        norm += x * x;
        for (size_t k = 0; k <= o->K; k++) {
            rho[k] += power;
            power *= s[i];
        }
        for (size_t j = i + 1; j < m; j++, r++) {
            double pair = 2 * x * o->model->w[j] * (b[j] / o->model->nu);
            for (size_t k = 0; k <= o->K; k++) {
                part[k] += pair;
                pair *= *r;
            }
        }
    }
    *risk = 0.5 * o->model->sigma_rest * norm;
    for (size_t k = 0; k <= o->K; k++) {
        double M = rho[k];
        rho[k] = o->model->phi[k] - o->model->sigma[k] * M;
        part[k] = 0.5 * (rho[k] * rho[k] + o->square[k] * (part[k] + norm - M * M));
        *risk += part[k];
    }
}

static double decay(shf_timescales_system *system, const double *y, const double *dy)
{
    overlaps *o = of(system);
    size_t m = o->m;
    const double *db = dy, *ds = dy + m, *dr = dy + 2 * m;
    fill(o, y);
    double sum = 0;
    for (size_t i = 0; i < m; i++) {
        double x = o->model->w[i] * (y[i] / o->model->nu);
        sum += o->model->w[i] * db[i] * (db[i] / o->model->nu) + x * o->V1[i] * ds[i];
        for (size_t j = i + 1; j < m; j++, dr++)
            sum -= x * o->model->w[j] * (y[j] / o->model->nu) * o->U1[i * m + j] * *dr;
    }
    return sum;
}

/* ---- construction ---- */

static void release(shf_timescales_system *system)
{
    overlaps *o = of(system);
    if (o)
        free(o->square);
    free(o);
}

static double inner(size_t d, const double *x, const double *y)
{
    double sum = 0;
    for (size_t k = 0; k < d; k++)
        sum += x[k] * y[k];
    return sum;
}

static shf_status initial(shf_timescales_system *system, const shf_timescales_model *model, const double *u,
                          shf_error *error)
{
    size_t m = model->params.m, d = model->params.d;
    double *own = NULL, *y = system->start;
    if (!u) {
        own = malloc(m * d * sizeof *own);
        if (!own)
            return shf_no_memory(error);
        shf_initial_directions(&model->params, model->start, own);
        u = own;
    }
    double *r = y + 2 * m;
    for (size_t i = 0; i < m; i++) {
        y[i] = model->nu * model->a[i];
        y[m + i] = u[i * d];
        for (size_t j = i + 1; j < m; j++)
            *r++ = inner(d, u + i * d, u + j * d);
    }
    free(own);
    return SHF_OK;
}

static shf_status allocate(shf_timescales_system *system, const shf_timescales_model *model, shf_error *error)
{
    overlaps *o = system->state = calloc(1, sizeof *o);
    system->start = calloc(system->problem.n, sizeof *system->start);
    if (!o || !system->start)
        return shf_no_memory(error);
    size_t m = model->params.m, K = model->K;
    *o = (overlaps){.model = model, .m = m, .K = K};
    double *next = o->square = calloc(2 * (K + 1) + 5 * m * m + 2 * m, sizeof *next);
    if (!next)
        return shf_no_memory(error);
    o->c = o->square + K + 1;
    for (size_t k = 0; k <= K; k++) {
        o->square[k] = model->sigma[k] * model->sigma[k];
        o->c[k] = model->phi[k] * model->sigma[k];
    }
    next += 2 * (K + 1);
    double **matrices[] = {&o->r, &o->U, &o->U1, &o->W, &o->Wr};
    for (size_t k = 0; k < sizeof matrices / sizeof matrices[0]; k++, next += m * m)
        *matrices[k] = next;
    o->V = next;
    o->V1 = next + m;
    return SHF_OK;
}

shf_status shf_timescales_system_overlaps(shf_timescales_system *system, const shf_timescales_model *model,
                                          const double *u, shf_error *error)
{
    size_t m = model->params.m;
    *system = (shf_timescales_system){.model = model, .measure = measure, .decay = decay, .release = release};
    if (m > NEURONS_MAX)
        return shf_fail(error, SHF_ERR_VALUE, "m = %zu: must be at most %d with model = overlaps", m,
                        NEURONS_MAX);
    system->problem = (shf_ode_problem){.n = 2 * m + m * (m - 1) / 2,
                                        .rhs = rhs,
                                        .time_unit = model->nu,
                                        .context = system,
                                        .method = SHF_ODE_BDF,
                                        .linear = SHF_ODE_KRYLOV};
    shf_status status = allocate(system, model, error);
    return status ? status : initial(system, model, u, error);
}

shf_status shf_timescales_system_make(shf_timescales_system *system, const shf_timescales_model *model,
                                      shf_error *error)
{
    return model->model == SHF_MODEL_OVERLAPS ? shf_timescales_system_overlaps(system, model, NULL, error)
                                              : shf_timescales_system_flow(system, model, error);
}
