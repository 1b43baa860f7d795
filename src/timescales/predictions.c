/* Which components are learnt, in which order and when: (T.9)-(T.11), (T.13), (T.14). */
#include "timescales/predictions.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>

shf_timescales_seed_moments shf_timescales_model_seed(const shf_timescales_model *model)
{
    shf_timescales_seed_moments s = {0, 0, 0};
    size_t m = model->params.m;
    for (size_t i = 0; i < m; i++)
        s.mean += model->w[i] * model->a[i];
    s.centre = model->sigma[0] != 0 ? s.mean : 0;
    for (size_t i = 0; i < m; i++)
        s.spread += model->w[i] * (model->a[i] - s.centre) * (model->a[i] - s.centre);
    return s;
}

/* ---- closed forms ---- */

/* (T.9): t_0 = epsilon log(2 |rho_0(0)/phi_0|) / sigma_0^2 */
static double constant_time(const shf_timescales_model *model, double epsilon)
{
    double sigma = model->sigma[0], phi = model->phi[0];
    double ratio = 2 * fabs((phi - sigma * shf_timescales_model_seed(model).mean) / phi);
    return ratio > 1 ? epsilon * log(ratio) / (sigma * sigma) : 0;
}

/* (T.11), which at kappa = 0 is (T.10) */
static double linear_time(const shf_timescales_model *model, double epsilon)
{
    double sigma = model->sigma[1], phi = model->phi[1], p = fabs(sigma * phi), nu = sqrt(epsilon);
    double v = shf_timescales_model_seed(model).spread, kappa = 0;
    if (model->start == SHF_OVERLAP_SPHERE)
        v += 1 / (epsilon * (double)model->params.d);
    if (model->model != SHF_MODEL_MEAN_FIELD) {
        double excess = model->sigma_rest;
        for (size_t k = 1; k <= model->K; k++)
            excess += model->sigma[k] * model->sigma[k];
        kappa = excess / ((double)model->params.m * nu);
    }
    double root = sqrt(kappa * kappa + 4 * p * p), rate = 2 * p * p / (kappa + root);
    double factor = fabs(phi / sigma) * root * root / (nu * v * p * rate);
    return factor > 1 ? nu / (2 * rate) * log(factor) : NAN;
}

/* Value and logarithmic slope of a closed form; central difference, error of order 1e-8. */
static void set_time(shf_timescales_prediction *p, const shf_timescales_model *model,
                     double (*form)(const shf_timescales_model *, double))
{
    const double step = 1e-4;
    double epsilon = model->params.epsilon, up = form(model, epsilon * exp(step));
    p->t = form(model, epsilon);
    p->slope = p->t > 0 ? log(up / form(model, epsilon * exp(-step))) / (2 * step) : NAN;
}

/* ---- order of learning ---- */

/* The sign of sigma_l phi_l of the last component l >= 1 that was learnt among the odd, or the even, ones; 0
 * if none was. */
static double sign_learnt(const shf_timescales_model *model, const shf_timescales_prediction *before,
                          size_t k, size_t parity)
{
    for (size_t l = k; l-- > 1;)
        if (l % 2 == parity && before[l].fate == SHF_FATE_LEARNT)
            return model->sigma[l] * model->phi[l] > 0 ? 1 : -1;
    return 0;
}

/* (T.14): behind a gap a neuron can only grow along component k if sigma_k phi_k s^(k-1) has the sign of a s.
 * That is the sign of the last odd component learnt; the sign of a, and so that of s, is that of the last
 * even one, or, if there was none, as it started. */
static int some_neuron_grows(const shf_timescales_model *model, const shf_timescales_prediction *before,
                             size_t k)
{
    double odd = sign_learnt(model, before, k, 1), even = sign_learnt(model, before, k, 0);
    double q = odd * model->sigma[k] * model->phi[k];
    shf_timescales_seed_moments seed = shf_timescales_model_seed(model);
    if (k % 2)
        return q > 0;
    if (even != 0)
        return q * odd * even > 0;
    for (size_t i = 0; i < model->params.m; i++)
        if (q * odd * (model->a[i] - seed.centre) > 0)
            return 1;
    return 0;
}

static shf_timescales_fate fate_of(const shf_timescales_model *model, const shf_timescales_prediction *before,
                                   size_t k, size_t last)
{
    if (model->phi[k] == 0)
        return SHF_FATE_ABSENT;
    if (model->sigma[k] == 0)
        return SHF_FATE_UNSEEN;
    if (model->start != SHF_OVERLAP_ZERO)
        return SHF_FATE_LEARNT;
    if (last == 0 && k >= 2)
        return SHF_FATE_NO_SEED;
    if (last >= 1 && k > last + 1 && !some_neuron_grows(model, before, k))
        return SHF_FATE_WRONG_SIGN;
    return SHF_FATE_LEARNT;
}

static double exponent_of(size_t k, size_t last)
{
    if (k < 2)
        return k ? 0.5 : 1;
    if (last == 0)
        return NAN;
    return ((double)last + 2 - (double)k) / (2 * ((double)last + 1));
}

void shf_timescales_model_predict(const shf_timescales_model *model, shf_timescales_prediction *prediction)
{
    size_t last = 0;
    for (size_t k = 0; k <= model->K; k++) {
        shf_timescales_prediction *p = &prediction[k];
        *p = (shf_timescales_prediction){fate_of(model, prediction, k, last), NAN, NAN, NAN, last};
        if (p->fate != SHF_FATE_LEARNT) {
            p->t = p->fate == SHF_FATE_ABSENT ? NAN : INFINITY;
            continue;
        }
        p->slope = p->exponent = exponent_of(k, last);
        if (k == 0)
            set_time(p, model, constant_time);
        else if (k == 1 && model->start != SHF_OVERLAP_POINTS)
            set_time(p, model, linear_time);
        last = k;
    }
}

shf_status shf_timescales_predict(const shf_timescales_params *params, int kind,
                                  shf_timescales_prediction *prediction, size_t capacity, size_t *degree,
                                  shf_error *error)
{
    shf_timescales_model model;
    shf_status status = shf_timescales_model_make(&model, params, kind, error);
    if (status == SHF_OK && capacity <= model.K)
        status =
            shf_fail(error, SHF_ERR_VALUE, "capacity = %zu: must be at least %zu", capacity, model.K + 1);
    if (status == SHF_OK) {
        *degree = model.K;
        shf_timescales_model_predict(&model, prediction);
    }
    shf_timescales_model_free(&model);
    return status;
}
