/* Linear h: the exact solution (D.31) in the modes of the samples, by CVODE. */
#include "common/gsl_guard.h"
#include "common/report.h"
#include "dmft/limits.h"
#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdlib.h>

enum { POINTS = 32 /* of the spectrum at level 0 */ };

/* State: int nu, int alpha a^2 s_2, a, then k_lambda.  g_lambda = exp(-int nu - lambda int alpha a^2 s_2), E
 * = exp(-2 int nu). */
enum { STATE_NU, STATE_RATE, STATE_A, STATE_K };

typedef struct modes {
    const shf_dmft_model *model;
    size_t n;
    double *lambda, *weight, *noise; /**< N_lambda */
    double s, f, ratio;              /**< sqrt(s_2), f_1, c = d/n */
    double at_zero;                  /**< weight of lambda = 0 */
    double *rate;                    /**< of the preconditioner */
} modes;

/* <g^2/m + k^2 N>, <lambda (..)>, <k N>, <lambda g^2/m>, <lambda k>, <lambda k^2 N>, <g> */
typedef struct averages {
    double size, stretch, pull, lambda_g, lambda_k, lambda_k2, g;
} averages;

static averages average(const modes *x, const double *y)
{
    double m = x->model->m, nu = y[STATE_NU], rate = y[STATE_RATE];
    double zero = exp(-nu), square = zero * zero / m;
    averages sum = {.size = x->at_zero * square, .g = x->at_zero * zero};
    for (size_t q = 0; q < x->n; q++) {
        double k = y[STATE_K + q], w = x->weight[q], lambda = x->lambda[q], g = exp(-nu - lambda * rate);
        double g2 = g * g / m, k2 = k * k * x->noise[q];
        sum.size += w * (g2 + k2);
        sum.stretch += w * lambda * (g2 + k2);
        sum.pull += w * k * x->noise[q];
        sum.lambda_g += w * lambda * g2;
        sum.lambda_k += w * lambda * k;
        sum.lambda_k2 += w * lambda * k2;
        sum.g += w * g;
    }
    return sum;
}

static double multiplier(const modes *x, const double *y, const averages *at)
{
    double m = x->model->m, a = y[STATE_A], alpha = x->model->params.alpha, s = x->s;
    double rest = exp(-2 * y[STATE_NU]) * (1 - 1 / m) + at->size;
    return alpha * a * s * (at->pull - a * s * (at->lambda_g + at->lambda_k2)) / rest;
}

static int rhs(double t, const double *y, double *out, void *context)
{
    (void)t;
    const modes *x = context;
    double a = y[STATE_A], alpha = x->model->params.alpha, rate = alpha * a * a * x->s * x->s;
    averages at = average(x, y);
    double nu = multiplier(x, y, &at);
    out[STATE_NU] = nu;
    out[STATE_RATE] = rate;
    out[STATE_A] = x->model->params.freeze_a.kind ? 0 : alpha * x->s * (at.pull - a * x->s * at.stretch);
    for (size_t q = 0; q < x->n; q++)
        out[STATE_K + q] = alpha * a * x->s - (nu + rate * x->lambda[q]) * y[STATE_K + q];
    return 0;
}

/* The rates of the k_lambda: all that is stiff. */
static int precondition(double t, const double *y, int may_reuse, double gamma, int *renewed, void *context)
{
    (void)t, (void)may_reuse, (void)gamma;
    modes *x = context;
    averages at = average(x, y);
    double a = y[STATE_A], nu = multiplier(x, y, &at);
    for (size_t q = 0; q < x->n; q++)
        x->rate[q] = nu + x->model->params.alpha * a * a * x->s * x->s * x->lambda[q];
    *renewed = 1;
    return 0;
}

static int solve(double gamma, const double *r, double *z, void *context)
{
    const modes *x = context;
    for (size_t k = 0; k < STATE_K; k++)
        z[k] = r[k];
    for (size_t q = 0; q < x->n; q++)
        z[STATE_K + q] = r[STATE_K + q] / (1 + gamma * fmax(0, x->rate[q]));
    return 0;
}

static void observe(const void *context, const double *y, shf_dmft_point *out)
{
    const modes *x = context;
    const shf_dmft_model *model = x->model;
    double m = model->m, a = y[STATE_A], s = x->s, perp = exp(-y[STATE_NU]);
    averages at = average(x, y);
    double v = x->f * at.lambda_k;
    out->a = a;
    out->v = v;
    out->e_train = shf_dmft_error(model, a * s * at.pull, a * a * s * s * at.stretch);
    out->e_test = shf_dmft_error(model, a * s * x->f * v, a * a * s * s * at.size);
    out->Co_tt = at.size - perp * perp / m;
    out->Cd_t0 = (at.g + (m - 1) * perp) / m;
    out->Co_t0 = (at.g - perp) / m;
    out->nu = multiplier(x, y, &at);
    out->int_RA = 1 - a * s * x->ratio * at.lambda_k;
}

/* ---- the spectrum: Marchenko-Pastur law of ratio c, lambda = 1 + c + 2 sqrt(c) cos(theta) ---- */

static void place(modes *x, const gsl_integration_glfixed_table *rule)
{
    double c = x->ratio, half = 2 * sqrt(c), noise = x->model->params.tau * x->model->params.tau, sum = 0;
    double low = (1 - sqrt(c)) * (1 - sqrt(c));
    for (size_t q = 0; q < x->n; q++) {
        double theta = 0, w = 0;
        (void)gsl_integration_glfixed_point(0, M_PI, q, &theta, &w, rule);
        double sine = half * sin(theta), cosine = cos(0.5 * theta);
        x->lambda[q] = low + 2 * half * cosine * cosine;
        x->weight[q] = w * sine * sine / (2 * M_PI * c * x->lambda[q]);
        sum += x->weight[q];
    }
    x->at_zero = fmax(0, 1 - 1 / c);
    for (size_t q = 0; q < x->n; q++) {
        x->weight[q] *= (1 - x->at_zero) / sum;
        x->noise[q] = noise * x->lambda[q] * c + x->f * x->f * x->lambda[q] * x->lambda[q];
    }
}

static shf_status make(modes *x, const shf_dmft_model *model, int level, shf_error *error)
{
    *x = (modes){.model = model, .n = (size_t)POINTS << level, .ratio = 1 / (model->params.alpha * model->m)};
    x->s = model->sigma[1];
    x->f = model->phi[1];
    x->lambda = malloc(4 * x->n * sizeof *x->lambda);
    if (!x->lambda)
        return shf_no_memory(error);
    x->weight = x->lambda + x->n;
    x->noise = x->weight + x->n;
    x->rate = x->noise + x->n;
    shf_gsl_enter();
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(x->n);
    if (rule)
        place(x, rule);
    gsl_integration_glfixed_table_free(rule);
    shf_gsl_leave();
    return rule ? SHF_OK : shf_no_memory(error);
}

SHF_DMFT_LIMIT(linear)
{
    modes x;
    shf_status status = make(&x, limit->model, level, error);
    double *y = status ? NULL : calloc(STATE_K + x.n, sizeof *y);
    if (status == SHF_OK && !y)
        status = shf_no_memory(error);
    if (status == SHF_OK) {
        const shf_ode_problem problem = {.n = STATE_K + x.n,
                                         .rhs = rhs,
                                         .precondition = precondition,
                                         .solve = solve,
                                         .renew = 1,
                                         .context = &x,
                                         .method = SHF_ODE_BDF,
                                         .linear = SHF_ODE_KRYLOV};
        y[STATE_A] = limit->model->a0;
        status = shf_dmft_limit_integrate(limit, &problem, resolution, y, observe, value, error);
    }
    free(y);
    free(x.lambda);
    return status;
}
