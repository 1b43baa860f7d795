/* The outer problem (T.12): between the linear component and the next one, the components below are slaved
 * and act as constraints; the solution blows up at tau_star.
 *
 * Integrated along sigma with dtau = dsigma/rate, rate^2 = <A'^2 + S'^2>/<A^2 + S^2>: the blow-up moves to
 * infinity, the solution becomes an exponential and tau converges to tau_star exponentially. */
#include "common/ode.h"
#include "common/report.h"
#include "timescales/dense.h"
#include "timescales/kernels.h"
#include "timescales/predictions.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* More than any blow-up that converges: a tolerance below the rounding of the state makes no headway. */
enum { MOST_STEPS = 100000 };

typedef struct outer_problem {
    const shf_timescales_model *model;
    size_t m, l, n; /* neurons, component, constraints */
    size_t *degree; /* n degrees below l that the activation has */
    size_t *pivot;
    double q;            /* sigma_l phi_l */
    double *one, *A2;    /* m ones; A_i^2 */
    double *M, *N;       /* <S^k>, <A^2 S^k> */
    double *G, *L;       /* matrix and multipliers of the constraints */
    double *c;           /* l+1 coefficients of p(S): A' = p, S' = A p' */
    double rate, growth; /* of the state evaluated last; growth = d log|y| / dtau */
    double *y, *memory;
    const shf_progress *progress;
    double fraction;
} outer_problem;

/* <S^(j+k)> + j k <A^2 S^(j+k-2)> */
static double gram(const outer_problem *o, size_t j, size_t k)
{
    return o->M[j + k] + (j && k ? (double)(j * k) * o->N[j + k - 2] : 0);
}

/* The multipliers that keep every <A S^k>, k < l, where it is. */
static int find_multipliers(outer_problem *o, const double *A, const double *S)
{
    for (size_t i = 0; i < o->m; i++)
        o->A2[i] = A[i] * A[i];
    const shf_timescales_neurons n = {o->m, o->l, o->model->w, A, S};
    shf_timescales_kernel_moments(&n, 2 * o->l, o->one, o->M);
    shf_timescales_kernel_moments(&n, 2 * o->l, o->A2, o->N);
    for (size_t j = 0; j < o->n; j++) {
        /* equilibrated by the diagonal, which varies over many orders */
        double scale = 1 / sqrt(gram(o, o->degree[j], o->degree[j]));
        for (size_t k = 0; k < o->n; k++)
            o->G[j * o->n + k] =
                gram(o, o->degree[j], o->degree[k]) * scale / sqrt(gram(o, o->degree[k], o->degree[k]));
        o->L[j] = -o->q * gram(o, o->degree[j], o->l) * scale;
    }
    if (!shf_timescales_dense_factor(o->n, o->G, o->pivot))
        return 1;
    shf_timescales_dense_solve(o->n, o->G, o->pivot, o->L);
    for (size_t j = 0; j < o->n; j++)
        o->c[o->degree[j]] = o->L[j] / sqrt(gram(o, o->degree[j], o->degree[j]));
    return 0;
}

static int rhs(double sigma, const double *y, double *out, void *context)
{
    (void)sigma;
    outer_problem *o = context;
    size_t m = o->m;
    const double *A = y, *S = y + m, *w = o->model->w;
    if (find_multipliers(o, A, S))
        return 1;
    double norm = 0, speed = 0, radial = 0;
    for (size_t i = 0; i < m; i++) {
        double p1, p = shf_timescales_polynomial(o->l, o->c, S[i], &p1);
        p1 *= A[i];
        out[i] = p;
        out[m + i] = p1;
        norm += w[i] * (A[i] * A[i] + S[i] * S[i]);
        speed += w[i] * (p * p + p1 * p1);
        radial += w[i] * (A[i] * p + S[i] * p1);
    }
    o->rate = sqrt(speed / norm);
    o->growth = radial / norm;
    for (size_t i = 0; i < 2 * m; i++)
        out[i] /= o->rate;
    out[2 * m] = 1 / o->rate;
    return 0;
}

/* The start (T.12): the end of the linear stage. */
static void start(outer_problem *o)
{
    const shf_timescales_model *model = o->model;
    shf_timescales_seed_moments seed = shf_timescales_model_seed(model);
    double ratio = model->phi[1] / model->sigma[1], C = sqrt(fabs(ratio) / seed.spread);
    for (size_t i = 0; i < o->m; i++) {
        o->y[i] = C * (model->a[i] - seed.centre);
        o->y[o->m + i] = ratio > 0 ? o->y[i] : -o->y[i];
    }
    o->y[2 * o->m] = 0;
}

/* Whether the start obeys the constraints of degree 2 and more, which the linear stage knows nothing of. */
static int start_is_consistent(const outer_problem *o)
{
    for (size_t j = 0; j < o->n; j++) {
        size_t k = o->degree[j];
        double sum = 0, size = 0;
        for (size_t i = 0; i < o->m && k >= 2; i++) {
            double term = o->model->w[i] * o->y[i] * pow(o->y[o->m + i], (double)k);
            sum += term;
            size += fabs(term);
        }
        if (fabs(sum) > 1e-10 * size)
            return 0;
    }
    return 1;
}

/* tau_star at a tolerance; NaN if there is no blow-up. */
static shf_status blow_up(outer_problem *o, const shf_solver *solver, double *tau_star, shf_error *error)
{
    const int far = 400;
    shf_ode_problem problem = {
        .n = 2 * o->m + 1, .rhs = rhs, .context = o, .method = SHF_ODE_ADAMS, .linear = SHF_ODE_FIXED_POINT};
    shf_ode *ode = NULL;
    start(o);
    *tau_star = NAN;
    shf_status status = shf_ode_new(&ode, &problem, solver, 0, o->y, error);
    double *out = o->A2 + o->m; /* 2m+1 numbers */
    for (int sigma = 1; status == SHF_OK && sigma <= far; sigma++) {
        status = shf_ode_advance(ode, sigma, o->y, o->progress, o->fraction, error);
        if (status || rhs(sigma, o->y, out, o))
            break;
        /* dlog|y|/dtau grows like |y|^(l-1): what remains is 1/((l-1) growth) once the shape has settled */
        double remaining = 1 / ((double)(o->l - 1) * o->growth), tau = o->y[2 * o->m];
        if (o->growth > 0 && remaining < 1e-3 * solver->rtol * tau) {
            *tau_star = tau + remaining;
            break;
        }
    }
    shf_ode_free(ode);
    return status;
}

static shf_status allocate(outer_problem *o, shf_error *error)
{
    size_t m = o->m, l = o->l;
    double *next = o->memory =
        calloc(4 * m + 2 * (2 * m + 1) + 2 * (2 * l + 1) + l * l + 2 * l + 1, sizeof *next);
    o->degree = calloc(l, sizeof *o->degree);
    o->pivot = calloc(l, sizeof *o->pivot);
    if (!o->memory || !o->degree || !o->pivot)
        return shf_no_memory(error);
    o->one = next;
    o->A2 = o->one + m;
    o->y = o->A2 + m + 2 * m + 1;
    o->M = o->y + 2 * m + 1;
    o->N = o->M + 2 * l + 1;
    o->G = o->N + 2 * l + 1;
    o->L = o->G + l * l;
    o->c = o->L + l;
    for (size_t i = 0; i < m; i++)
        o->one[i] = 1;
    for (size_t k = 0; k < l; k++)
        if (o->model->sigma[k] != 0)
            o->degree[o->n++] = k;
    o->q = o->c[l] = o->model->sigma[l] * o->model->phi[l];
    return SHF_OK;
}

/* Both tolerances; the coarser run estimates the error. */
static shf_status solve(outer_problem *o, const shf_solver *solver, shf_timescales_outer_solution *outer,
                        shf_error *error)
{
    shf_solver fine = {.rtol = 1e-10, .atol = 1e-12, .max_steps = MOST_STEPS};
    if (solver) {
        fine.rtol = solver->rtol;
        fine.atol = 0.01 * solver->rtol;
        fine.max_steps = solver->max_steps < MOST_STEPS ? solver->max_steps : MOST_STEPS;
    }
    shf_solver coarse = fine;
    coarse.rtol *= 10;
    coarse.atol *= 10;
    double other = NAN;
    start(o);
    if (!start_is_consistent(o))
        return SHF_OK;
    shf_status status = blow_up(o, &fine, &outer->tau_star, error);
    SHF_THEN(status, blow_up(o, &coarse, &other, error));
    outer->estimated_error = fabs(other / outer->tau_star - 1);
    return status;
}

shf_status shf_timescales_model_outer(const shf_timescales_model *model, const shf_solver *solver,
                                      const shf_progress *progress, double fraction,
                                      shf_timescales_outer_solution *outer, shf_error *error)
{
    *outer = (shf_timescales_outer_solution){0, NAN, NAN, NAN};
    shf_timescales_prediction *prediction = calloc(model->K + 1, sizeof *prediction);
    if (!prediction)
        return shf_no_memory(error);
    shf_timescales_model_predict(model, prediction);
    for (size_t k = 2; k <= model->K && !outer->component; k++)
        if (prediction[k].fate == SHF_FATE_LEARNT && prediction[k].after == 1) {
            outer->component = k;
            outer->exponent = prediction[k].exponent;
        }
    free(prediction);
    if (!outer->component || model->start != SHF_OVERLAP_ZERO)
        return SHF_OK;
    outer_problem o = {.model = model,
                       .m = model->params.m,
                       .l = outer->component,
                       .progress = progress,
                       .fraction = fraction};
    shf_status status = allocate(&o, error);
    SHF_THEN(status, solve(&o, solver, outer, error));
    if (status) /* an interruption, say; too few neurons for so many constraints are no error */
        outer->tau_star = NAN;
    if (status == SHF_ERR_NUMERIC)
        status = SHF_OK;
    free(o.memory);
    free(o.degree);
    free(o.pivot);
    return status;
}

shf_status shf_timescales_outer(const shf_timescales_params *params, const shf_solver *solver,
                                shf_timescales_outer_solution *outer, shf_error *error)
{
    shf_timescales_model model;
    shf_status status = shf_timescales_model_make(&model, params, SHF_MODEL_MEAN_FIELD, error);
    SHF_THEN(status, shf_timescales_model_outer(&model, solver, NULL, 0, outer, error));
    shf_timescales_model_free(&model);
    return status;
}
