/* Activation and target as power series of their covariances, (D.1). */
#include "dmft/model.h"
#include "common/activation.h"
#include "common/clones.h"
#include "common/params_text.h"
#include "common/report.h"
#include <math.h>
#include <string.h>

SHF_DEFINE_PARAMS(shf_dmft_params, SHF_DMFT_PARAMS, "dmft", shf_dmft_params);
SHF_DEFINE_PARAMS(shf_dmft_networks, SHF_DMFT_NETWORKS_PARAMS, "dmft", shf_dmft_networks);
SHF_DEFINE_PARAMS(shf_grid, SHF_DMFT_GRID_PARAMS, "grid", shf_dmft_grid);
SHF_DEFINE_PARAMS(shf_dmft_solver, SHF_DMFT_SOLVER_PARAMS, "solver", shf_dmft_solver);
SHF_DEFINE_PARAMS(shf_dmft_run_control, SHF_DMFT_RUN_CONTROL_PARAMS, "control", shf_dmft_run_control);

/* ---- power series ---- */

double shf_dmft_value(const shf_dmft_series *series, double z)
{
    double sum = 0;
    for (size_t k = series->degree + 1; k-- > 0;)
        sum = sum * z + series->c[k];
    return sum;
}

SHF_CLONES
void shf_dmft_values(const shf_dmft_series *series, const double *z, double *out, size_t n)
{
    double top = series->c[series->degree];
    for (size_t i = 0; i < n; i++)
        out[i] = top;
    for (size_t k = series->degree; k-- > 0;) {
        double c = series->c[k];
        SHF_INDEPENDENT
        for (size_t i = 0; i < n; i++)
            out[i] = out[i] * z[i] + c;
    }
}

void shf_dmft_differentiate(const shf_dmft_series *f, shf_dmft_series *derivative)
{
    memset(derivative, 0, sizeof *derivative);
    derivative->degree = f->degree ? f->degree - 1 : 0;
    for (size_t k = 1; k <= f->degree; k++)
        derivative->c[k - 1] = (double)k * f->c[k];
}

/* ---- activation ---- */

/* Coefficients whose share of h(1) is below rounding are dropped. */
static void named_activation(int kind, shf_dmft_model *model)
{
    double c[SHF_DMFT_DEGREE_MAX + 1];
    const shf_choice choice = SHF_CHOICE(kind);
    double square = shf_activation_coefficients(&choice, SHF_DMFT_DEGREE_MAX, c);
    size_t degree = 0;
    for (size_t k = 1; k <= SHF_DMFT_DEGREE_MAX; k++)
        if (c[k] * c[k] > 1e-18 * square) {
            model->sigma[k] = c[k];
            degree = k;
        }
    model->h[0].degree = degree;
}

static shf_status listed_activation(const shf_choice *h, shf_dmft_model *model, shf_error *error)
{
    int poly = h->kind == SHF_DMFT_H_POLY;
    const char *name = poly ? "poly" : "hermite";
    if (h->value[0] != 0)
        return shf_fail(error, SHF_ERR_VALUE,
                        "h = %s:%g,...: the first coefficient must be 0, an activation without a mean", name,
                        h->value[0]);
    model->h[0].degree = h->n - 1;
    for (size_t k = 0; k < h->n; k++) {
        double c = h->value[k];
        if (!isfinite(c) || (poly && c < 0))
            return shf_fail(error, SHF_ERR_VALUE, "h = %s: coefficient %g of degree %zu: must be %s", name, c,
                            k, poly ? "finite and not negative" : "finite");
        model->sigma[k] = poly ? sqrt(c) : c;
    }
    return SHF_OK;
}

static shf_status activation(shf_dmft_model *model, shf_error *error)
{
    const shf_choice *h = &model->params.h;
    shf_status status = SHF_OK;
    if (h->kind == SHF_DMFT_H_POLY || h->kind == SHF_DMFT_H_HERMITE)
        status = listed_activation(h, model, error);
    else
        named_activation(h->kind + SHF_DMFT_H_SHIFT, model);
    for (size_t k = 0; k <= model->h[0].degree; k++)
        model->h[0].c[k] = h->kind == SHF_DMFT_H_POLY ? h->value[k] : model->sigma[k] * model->sigma[k];
    shf_dmft_differentiate(&model->h[0], &model->h[1]);
    shf_dmft_differentiate(&model->h[1], &model->h[2]);
    model->h1 = shf_dmft_value(&model->h[0], 1);
    if (status == SHF_OK && !(model->h1 > 0 && isfinite(model->h1)))
        status =
            shf_fail(error, SHF_ERR_VALUE,
                     "h: h(1) = %g must be positive and finite: the activation has a variance", model->h1);
    return status;
}

/* ---- target ---- */

static shf_status check_mean(const shf_choice *target, shf_error *error)
{
    for (size_t k = 0; k < target->n; k++)
        if (!isfinite(target->value[k]) || (k == 0 && target->value[0] != 0))
            return shf_fail(error, SHF_ERR_VALUE, "target: coefficient %g of degree %zu: must be %s",
                            target->value[k], k, k ? "finite" : "0, a target without a mean");
    return SHF_OK;
}

/* phat_k = sigma_k phi_k, so that the smallest phi has phi_k = phat_k / sigma_k. */
static shf_status target_from_overlap(shf_dmft_model *model, shf_error *error)
{
    const shf_choice *target = &model->params.target;
    for (size_t k = 1; k < target->n; k++) {
        if (target->value[k] == 0)
            continue;
        if (model->sigma[k] == 0)
            return shf_fail(error, SHF_ERR_VALUE,
                            "target = poly: coefficient %g of degree %zu: must be 0 where that of h is 0",
                            target->value[k], k);
        model->phi[k] = target->value[k] / model->sigma[k];
    }
    return SHF_OK;
}

static shf_status target(shf_dmft_model *model, shf_error *error)
{
    const shf_choice *choice = &model->params.target;
    shf_status status = check_mean(choice, error);
    size_t degree = choice->n ? choice->n - 1 : 0;
    if (choice->kind == SHF_DMFT_TARGET_SAME) {
        memcpy(model->phi, model->sigma, sizeof model->phi);
        degree = model->h[0].degree;
    } else if (choice->kind == SHF_DMFT_TARGET_HERMITE) {
        memcpy(model->phi, choice->value, choice->n * sizeof *model->phi);
    } else if (status == SHF_OK && choice->kind == SHF_DMFT_TARGET_POLY) {
        status = target_from_overlap(model, error);
    }
    model->phat[0].degree = degree;
    for (size_t k = 0; k <= degree; k++) {
        model->phat[0].c[k] = model->sigma[k] * model->phi[k];
        model->phi2 += model->phi[k] * model->phi[k];
    }
    if (choice->kind == SHF_DMFT_TARGET_SAME) {
        model->phat[0] = model->h[0];
        model->phi2 = model->h1;
    }
    if (status == SHF_OK && choice->kind == SHF_DMFT_TARGET_POLY)
        memcpy(model->phat[0].c, choice->value, choice->n * sizeof *choice->value);
    shf_dmft_differentiate(&model->phat[0], &model->phat[1]);
    return status;
}

/* ---- model ---- */

shf_status shf_dmft_model_make(const shf_dmft_params *params, shf_dmft_model *model, shf_error *error)
{
    memset(model, 0, sizeof *model);
    shf_status status = shf_params_validate(&shf_dmft_params_table, params, error);
    if (status)
        return status;
    model->params = *params;
    model->m = (double)params->m;
    model->a0 = params->gamma0 != 0 ? params->gamma0 * sqrt(model->m) : params->a0;
    status = activation(model, error);
    return status ? status : target(model, error);
}

shf_status shf_dmft_validate(const shf_dmft_params *params, shf_error *error)
{
    shf_dmft_model model;
    return shf_dmft_model_make(params, &model, error);
}

double shf_dmft_test_error(const shf_dmft_model *model, double a, double v, double c_o)
{
    double m = model->m;
    double square = model->h1 + (m > 1 ? (m - 1) * shf_dmft_value(&model->h[0], c_o) : 0);
    return shf_dmft_error(model, a * shf_dmft_value(&model->phat[0], v), a * a * square / m);
}
