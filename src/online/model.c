/* From parameters to functions, blocks of the spectrum and initial overlaps. */
#include "online/model.h"
#include "common/initial_online.h"
#include "common/params_text.h"
#include "common/report.h"
#include <stdlib.h>

SHF_DEFINE_PARAMS(shf_online_params, SHF_ONLINE_PARAMS, "online", shf_online_params);
SHF_DEFINE_PARAMS(shf_online_request, SHF_ONLINE_REQUEST_PARAMS, "request", shf_online_request);
SHF_DEFINE_PARAMS(shf_grid, SHF_ONLINE_GRID_PARAMS, "grid", shf_online_grid);

enum { UNKNOWNS_MAX = 4000000 };

double shf_online_schedule(const shf_choice *s, double t)
{
    switch (s->kind) {
    case SHF_ONLINE_RATE_POWER:
        return pow(1 + t / s->value[0], -s->value[1]);
    case SHF_ONLINE_RATE_EXPONENTIAL:
        return exp(-t / s->value[0]);
    case SHF_ONLINE_RATE_COSINE:
        return t < s->value[0] ? 0.5 * (1 + cos(M_PI * t / s->value[0])) : 0;
    default:
        return 1;
    }
}

/* ---- checks ---- */

static shf_status functions(const shf_online_params *p, shf_online_function *g, shf_online_function *teacher,
                            shf_error *error)
{
    shf_choice own = p->teacher_activation;
    own.kind--;
    if (p->teacher_activation.kind == 0)
        own = p->activation;
    shf_status status = shf_online_function_make(g, &p->activation, "activation", error);
    SHF_THEN(status, shf_online_function_make(teacher, &own, "teacher-activation", error));
    if (!status && g->family != teacher->family)
        status = shf_fail(error, SHF_ERR_VALUE,
                          "teacher-activation: must be of the family of activation: both of erf, tanh and "
                          "sigmoid, both relu, or both polynomials");
    return status;
}

static shf_status check_spectrum(const shf_online_params *p, shf_error *error)
{
    const shf_choice *s = &p->spectrum;
    double sum = s->kind == SHF_SPECTRUM_EIGENVALUES ? 0 : 1;
    for (size_t b = 0; s->kind == SHF_SPECTRUM_EIGENVALUES && b < s->n; b++) {
        if (!(s->value[b] >= 0))
            return shf_fail(error, SHF_ERR_VALUE, "spectrum = eigenvalues:%g: must be at least 0",
                            s->value[b]);
        sum += s->value[b];
    }
    if (!(sum > 0))
        return shf_fail(error, SHF_ERR_VALUE, "spectrum = eigenvalues: one of them must be above 0");
    if (s->kind == SHF_SPECTRUM_POWER && !(fabs(s->value[0]) <= 10))
        return shf_fail(error, SHF_ERR_VALUE, "spectrum = power:%g: must lie in [-10, 10]", s->value[0]);
    return SHF_OK;
}

static shf_status check_sizes(const shf_online_params *p, shf_error *error)
{
    size_t least = p->M > shf_initial_blocks(p) ? p->M : shf_initial_blocks(p);
    if (p->d < least)
        return shf_fail(error, SHF_ERR_VALUE,
                        "d = %zu: must be at least %zu, for M = %zu and %zu eigenvalues", p->d, least, p->M,
                        shf_initial_blocks(p));
    size_t width = p->M + (p->K + 1) / 2;
    double n = (double)shf_initial_blocks(p) * (double)p->K * (double)width;
    if (n > UNKNOWNS_MAX)
        return shf_fail(error, SHF_ERR_VALUE,
                        "blocks = %zu: K, M and so many eigenvalues make %.0f unknowns: "
                        "must be at most %d",
                        shf_initial_blocks(p), n, UNKNOWNS_MAX);
    if (p->schedule.kind != SHF_ONLINE_RATE_CONSTANT && !(p->schedule.value[0] > 0))
        return shf_fail(error, SHF_ERR_VALUE, "schedule: its time %g must be above 0", p->schedule.value[0]);
    if (p->weights.kind && p->student.kind == SHF_STUDENT_RANDOM && !(p->student.value[0] > 0))
        return shf_fail(error, SHF_ERR_VALUE, "student = random:%g: must be above 0 on the sphere",
                        p->student.value[0]);
    return SHF_OK;
}

static shf_status check(const shf_online_params *p, shf_online_function *g, shf_online_function *teacher,
                        shf_error *error)
{
    shf_status status = shf_params_validate(&shf_online_params_table, p, error);
    SHF_THEN(status, functions(p, g, teacher, error));
    SHF_THEN(status, check_spectrum(p, error));
    SHF_THEN(status, check_sizes(p, error));
    return status;
}

/* ---- overlaps ---- */

static double inner(size_t n, const double *x, const double *y)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++)
        sum += x[j] * y[j];
    return sum;
}

/* Adds the overlaps of n components that belong to one block; rows of w are `stride` apart. */
static void add_overlaps(shf_online_model *model, size_t b, const double *w, size_t n, size_t stride)
{
    size_t K = model->params.K, M = model->params.M;
    double *to = model->start + b * model->width, *T = model->T + b * M * M, d = (double)model->params.d;
    model->share[b] += (double)n / d;
    for (size_t k = 0; k < K; k++)
        for (size_t m = 0; m < M; m++)
            *to++ += inner(n, w + k * stride, w + (K + m) * stride) / d;
    for (size_t k = 0; k < K; k++)
        for (size_t l = k; l < K; l++)
            *to++ += inner(n, w + k * stride, w + l * stride) / d;
    for (size_t m = 0; m < M; m++)
        for (size_t k = 0; k < M; k++)
            *T++ += inner(n, w + (K + m) * stride, w + (K + k) * stride) / d;
}

/* The norms of the student on the sphere are 1. */
static void normalise(shf_online_model *model)
{
    size_t K = model->params.K, M = model->params.M, w = model->width;
    double *norm = model->start + model->blocks * w; /* where v_k will be */
    for (size_t b = 0; b < model->blocks; b++)
        for (size_t k = 0, at = K * M; k < K; at += K - k, k++)
            norm[k] += model->start[b * w + at];
    for (size_t b = 0; b < model->blocks; b++) {
        double *y = model->start + b * w;
        for (size_t k = 0; k < K; k++)
            for (size_t m = 0; m < M; m++)
                *y++ /= sqrt(norm[k]);
        for (size_t k = 0; k < K; k++)
            for (size_t l = k; l < K; l++)
                *y++ /= sqrt(norm[k] * norm[l]);
    }
}

static shf_status fill(shf_online_model *model, shf_error *error)
{
    enum { CHUNK = 512 };
    const shf_online_params *p = &model->params;
    size_t M = p->M;
    double *w = malloc(((p->K + M) * CHUNK + M * M) * sizeof *w);
    if (!w)
        return shf_no_memory(error);
    double *L = w + (p->K + M) * CHUNK;
    shf_status status = shf_initial_teacher(p, L, error);
    shf_initial_spectrum(p, model->lambda);
    for (size_t first = 0; !status && first < p->d; first += CHUNK) {
        size_t n = p->d - first < CHUNK ? p->d - first : CHUNK;
        shf_initial_vectors(p, L, first, n, w);
        for (size_t j = 0, end; j < n; j = end) {
            size_t b = shf_initial_block(p, first + j);
            for (end = j + 1; end < n && shf_initial_block(p, first + end) == b;)
                end++;
            add_overlaps(model, b, w + j, end - j, n);
        }
    }
    free(w);
    if (p->weights.kind)
        normalise(model);
    for (size_t k = 0; k < p->K; k++)
        model->start[model->blocks * model->width + k] = p->v;
    return status;
}

shf_status shf_online_model_make(shf_online_model *model, const shf_online_params *params, shf_error *error)
{
    *model = (shf_online_model){.params = *params};
    shf_status status = check(params, &model->g, &model->teacher, error);
    if (status)
        return status;
    size_t K = params->K, M = params->M, B = model->blocks = shf_initial_blocks(params);
    model->width = K * M + K * (K + 1) / 2;
    model->n = B * model->width + K;
    model->lambda = calloc(B * (2 + M * M) + model->n, sizeof *model->lambda);
    if (!model->lambda)
        return shf_no_memory(error);
    model->share = model->lambda + B;
    model->T = model->share + B;
    model->start = model->T + B * M * M;
    return fill(model, error);
}

void shf_online_model_free(shf_online_model *model)
{
    free(model->lambda);
    model->lambda = NULL;
}

shf_status shf_online_validate(const shf_online_params *params, shf_error *error)
{
    shf_online_function g, teacher;
    shf_status status = check(params, &g, &teacher, error);
    double *L = status ? NULL : malloc(params->M * params->M * sizeof *L);
    if (!status)
        status = L ? shf_initial_teacher(params, L, error) : shf_no_memory(error);
    free(L);
    return status;
}
