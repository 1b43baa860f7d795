/* The right-hand side: covariances of the fields, coefficients of D_k and of the noise, then the blocks. */
#include "online/system.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

/* ---- covariances of the fields ---- */

/* Adds factor times the overlaps of a block to the P x P matrix C. */
static void add_block(const shf_online_model *model, const double *y, const double *T, double factor,
                      double *C)
{
    size_t K = model->params.K, M = model->params.M, P = K + M;
    for (size_t k = 0; k < K; k++)
        for (size_t m = 0; m < M; m++)
            C[k * P + K + m] += factor * *y++;
    for (size_t k = 0; k < K; k++)
        for (size_t l = k; l < K; l++)
            C[k * P + l] += factor * *y++;
    for (size_t m = 0; m < M; m++)
        for (size_t n = m; n < M; n++)
            C[(K + m) * P + K + n] += factor * T[m * M + n];
}

static void mirror(size_t P, double *C)
{
    for (size_t p = 0; p < P; p++)
        for (size_t q = 0; q < p; q++)
            C[p * P + q] = C[q * P + p];
}

static void fill_units(shf_online_system *s, const double *y)
{
    const shf_online_model *model = s->model;
    shf_online_units *u = &s->units;
    size_t K = u->K, P = u->P, M = P - K;
    memset(u->C, 0, P * P * sizeof *u->C);
    for (size_t b = 0; b < model->blocks; b++)
        add_block(model, y + b * model->width, model->T + b * M * M, model->lambda[b], u->C);
    mirror(P, u->C);
    for (size_t p = 0; p < P; p++)
        u->c[p] = p < K ? y[model->blocks * model->width + p] : -model->params.teacher_v;
}

/* ---- coefficients ---- */

/* (O.4): D_k(z) = sum_p a_kp Cov(z, z_p). */
static void fill_coefficients(shf_online_system *s)
{
    const shf_online_units *u = &s->units;
    double variance = s->model->params.sigma * s->model->params.sigma;
    for (size_t k = 0; k < u->K; k++) {
        double *a = s->a + k * u->P, curvature = 0;
        for (size_t p = 0; p < u->P; p++) {
            double slopes = shf_online_pair(u, SHF_PAIR_SLOPES, k, p);
            a[p] = u->c[p] * slopes;
            curvature += u->c[p] * shf_online_pair(u, SHF_PAIR_CURVATURE, k, p);
            if (p < u->K)
                s->noise[k * u->K + p] = variance * slopes;
        }
        a[k] += curvature;
    }
}

static void fill_noise(shf_online_system *s)
{
    const shf_online_units *u = &s->units;
    for (size_t k = 0; k < u->K; k++)
        for (size_t l = k; l < u->K; l++)
            s->noise[k * u->K + l] += shf_online_square(u, k, l);
}

/* <Delta g(lambda_k)> */
static double pull(const shf_online_units *u, size_t k)
{
    double sum = shf_online_constant(u) * u->g->offset;
    for (size_t p = 0; p < u->P; p++)
        sum += u->c[p] * shf_online_pair(u, SHF_PAIR_VALUES, k, p);
    return sum;
}

/* ---- equations ---- */

/* Rates at a time. */
typedef struct rates {
    double w, v, noise;
} rates;

static rates rates_at(const shf_online_model *model, double t)
{
    const shf_online_params *p = &model->params;
    double factor = shf_online_schedule(&p->schedule, t), w = factor * p->eta_w;
    return (rates){w, p->freeze_v.kind ? 0 : factor * p->eta_v, w * w / (double)p->batch};
}

/* D_k of the part of field q in a block with overlaps O (P x P), over lambda. */
static double drift(const shf_online_system *s, const double *O, size_t k, size_t q)
{
    size_t P = s->units.P;
    double sum = 0;
    for (size_t p = 0; p < P; p++)
        sum += s->a[k * P + p] * O[q * P + p];
    return sum;
}

/* (O.2), (O.3) of one block. */
static void move_block(const shf_online_system *s, size_t b, const rates *r, const double *y, double *O,
                       double *out)
{
    const shf_online_model *model = s->model;
    size_t K = s->units.K, P = s->units.P, M = P - K;
    const double *v = s->units.c;
    double w = r->w * model->lambda[b], noise = r->noise * model->lambda[b] * model->share[b];
    double decay = r->w * model->params.decay;
    memset(O, 0, P * P * sizeof *O);
    add_block(model, y, model->T + b * M * M, 1, O);
    mirror(P, O);
    for (size_t k = 0; k < K; k++)
        for (size_t m = 0; m < M; m++)
            *out++ = -w * v[k] * drift(s, O, k, K + m) - decay * *y++;
    for (size_t k = 0; k < K; k++)
        for (size_t l = k; l < K; l++)
            *out++ = -w * (v[k] * drift(s, O, k, l) + v[l] * drift(s, O, l, k)) - 2 * decay * *y++ +
                     noise * v[k] * v[l] * s->noise[k * K + l];
}

/* (O.5): the norms of the w_k are kept. */
static void project(const shf_online_system *s, const double *y, double *out)
{
    const shf_online_model *model = s->model;
    size_t K = s->units.K, M = s->units.P - K, w = model->width;
    double *growth = s->growth;
    memset(growth, 0, 2 * K * sizeof *growth);
    for (size_t b = 0; b < model->blocks; b++)
        for (size_t k = 0, at = K * M; k < K; at += K - k, k++) {
            growth[k] += out[b * w + at];
            growth[K + k] += y[b * w + at];
        }
    for (size_t k = 0; k < K; k++)
        growth[k] /= growth[K + k];
    for (size_t b = 0; b < model->blocks; b++) {
        double *dy = out + b * w;
        const double *of = y + b * w;
        for (size_t k = 0; k < K; k++)
            for (size_t m = 0; m < M; m++)
                *dy++ -= 0.5 * growth[k] * *of++;
        for (size_t k = 0; k < K; k++)
            for (size_t l = k; l < K; l++)
                *dy++ -= 0.5 * (growth[k] + growth[l]) * *of++;
    }
}

static int rhs(double t, const double *y, double *out, void *context)
{
    shf_online_system *s = context;
    const shf_online_model *model = s->model;
    size_t K = s->units.K;
    const rates r = rates_at(model, t);
    fill_units(s, y);
    fill_coefficients(s);
    if (r.noise > 0)
        fill_noise(s);
    double *O = s->growth + 2 * K, *dv = out + model->blocks * model->width;
    for (size_t b = 0; b < model->blocks; b++)
        move_block(s, b, &r, y + b * model->width, O, out + b * model->width);
    if (model->params.weights.kind)
        project(s, y, out);
    for (size_t k = 0; k < K; k++)
        dv[k] = r.v > 0 ? -r.v * (pull(&s->units, k) + model->params.decay * s->units.c[k]) : 0;
    return 0;
}

/* ---- observables ---- */

double shf_online_error(shf_online_system *s, const double *y)
{
    const shf_online_units *u = &s->units;
    fill_units(s, y);
    double constant = shf_online_constant(u), sum = constant * constant;
    for (size_t p = 0; p < u->P; p++) {
        double part = 0.5 * u->c[p] * shf_online_pair(u, SHF_PAIR_VALUES, p, p);
        for (size_t q = 0; q < p; q++)
            part += u->c[q] * shf_online_pair(u, SHF_PAIR_VALUES, p, q);
        sum += 2 * u->c[p] * part;
    }
    return 0.5 * sum;
}

double shf_online_specialisation(shf_online_system *s, const double *y)
{
    const shf_online_units *u = &s->units;
    size_t K = u->K, P = u->P;
    double largest = 0;
    fill_units(s, y);
    for (size_t m = K; m < P; m++) {
        double high = 0, low = K > 1 ? INFINITY : 0;
        for (size_t k = 0; k < K; k++) {
            double scale = u->C[k * P + k] * u->C[m * P + m];
            double rho = scale > 0 ? fabs(u->C[k * P + m]) / sqrt(scale) : 0;
            high = fmax(high, rho);
            low = fmin(low, rho);
        }
        largest = fmax(largest, high - low);
    }
    return largest;
}

double shf_online_norm(const shf_online_model *model, const double *y)
{
    size_t K = model->params.K, M = model->params.M;
    double sum = 0;
    for (size_t b = 0; b < model->blocks; b++)
        for (size_t k = 0, at = K * M; k < K; at += K - k, k++)
            sum += y[b * model->width + at];
    return sqrt(sum / (double)K);
}

/* ---- construction ---- */

static int roots(double t, const double *y, double *out, void *context)
{
    shf_online_system *s = context;
    (void)t;
    out[0] = shf_online_specialisation(s, y) - s->share;
    return 0;
}

shf_status shf_online_system_make(shf_online_system *s, const shf_online_model *model, shf_error *error)
{
    size_t K = model->params.K, P = K + model->params.M;
    *s = (shf_online_system){.model = model, .share = 0.5};
    s->units = (shf_online_units){.K = K, .P = P, .g = &model->g, .teacher = &model->teacher};
    size_t work = shf_online_work(&s->units);
    s->a = calloc(K * P + K * K + 2 * K + 2 * P * P + P + work, sizeof *s->a);
    if (!s->a)
        return shf_no_memory(error);
    s->noise = s->a + K * P;
    s->growth = s->noise + K * K;
    s->units.C = s->growth + 2 * K + P * P;
    s->units.c = s->units.C + P * P;
    s->units.work = s->units.c + P;
    s->problem = (shf_ode_problem){.n = model->n,
                                   .rhs = rhs,
                                   .n_roots = 1,
                                   .roots = roots,
                                   .context = s,
                                   .method = SHF_ODE_ADAMS,
                                   .linear = SHF_ODE_FIXED_POINT};
    return SHF_OK;
}

void shf_online_system_free(shf_online_system *s)
{
    free(s->a);
    s->a = NULL;
}
