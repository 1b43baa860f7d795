/* The finite-size theory: which parameters it takes, its constants, and its start. */
#include "common/constants.h"
#include "common/report.h"
#include "hinge/finite_size.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what the theory does with each parameter ---- */

/* There are formulas for any value of a parameter, or for its default only.  A new row of SHF_HINGE_PARAMS
 * does not compile before it has its word here: none can be ignored in silence. */
enum { ANY_VALUE, ONLY_DEFAULT };
enum {
    TAKES_d = ANY_VALUE,
    TAKES_M = ANY_VALUE,
    TAKES_N = ANY_VALUE,
    TAKES_alpha = ANY_VALUE,
    TAKES_h = ANY_VALUE,
    TAKES_eta = ANY_VALUE,
    TAKES_delta = ANY_VALUE,
    TAKES_sigma_a = ONLY_DEFAULT, /* 1 */
    TAKES_sigma_w = ONLY_DEFAULT, /* 1 */
    TAKES_data = ONLY_DEFAULT     /* gaussian */
};

#define TAKES(S, kind, field, option, dflt, allowed, unit, help) TAKES_##field,
static const int takes[] = {SHF_HINGE_PARAMS(TAKES, )};

/* Whether a number or choice is plainly the default: saves the printing below, which a map would do per
 * point. */
static int is_plainly_equal(shf_param_kind kind, const void *value, const void *usual)
{
    const shf_choice *a = value, *b = usual;
    if (kind == SHF_PARAM_real)
        return *(const double *)value == *(const double *)usual;
    return kind == SHF_PARAM_choice && a->kind == b->kind && !a->n && !b->n;
}

static shf_status check_default(const shf_param *row, const shf_hinge_params *params, shf_error *error)
{
    const char *defaults = shf_hinge_params_table.defaults;
    if (is_plainly_equal(row->kind, (const char *)params + row->offset, defaults + row->offset))
        return SHF_OK;
    char *value = shf_params_get(row, params), *usual = shf_params_get(row, defaults);
    shf_status status = SHF_OK;
    if (!value || !usual)
        status = shf_no_memory(error);
    else if (strcmp(value, usual) != 0)
        status = shf_fail(error, SHF_ERR_VALUE, "%s = %s: must be %s in the finite-size theory", row->name,
                          value, usual);
    free(value);
    free(usual);
    return status;
}

static shf_status check_laws(const shf_hinge_params *params, shf_error *error)
{
    const shf_param_table *table = &shf_hinge_params_table;
    shf_status status = shf_hinge_validate(params, error);
    for (size_t k = 0; !status && k < table->n_rows; k++)
        if (takes[k] == ONLY_DEFAULT)
            status = check_default(&table->row[k], params, error);
    return status;
}

shf_status shf_finite_size_validate(const shf_hinge_params *p, shf_error *error)
{
    shf_status status = check_laws(p, error);
    if (status || p->d > 1)
        return status;
    return shf_fail(error, SHF_ERR_VALUE,
                    "d = %zu: the finite-size theory needs directions across the teacher, d >= 2", p->d);
}

shf_status shf_finite_size_make(const shf_hinge_params *p, shf_finite_size_model *model, shf_error *error)
{
    shf_status status = check_laws(p, error);
    if (status)
        return status;
    double d = (double)p->d, M = (double)p->M, lambda = p->eta / (p->alpha * M), root_d = sqrt(d);
    double n2 = 1 / (2 / (d * (d + 1)) + 1.5 * M_PI / (M * d)), n3 = M * d * (1 - 2 * SHF_INV_PI) / 3;
    const double even = SHF_FS_EVEN_REACTION;
    *model = (shf_finite_size_model){
        .params = *p,
        .d = d,
        .M = M,
        .N = (double)p->N,
        .k = 0.5 * lambda / root_d,
        .lambda = lambda,
        .mode = {{1, 1, 1, 1, 0.5 * SHF_INV_PI / M, 1},
                 {d - 1, 0.5 / root_d, 0.25 * (d - 1) / d, 0.5 * (d - 1) / root_d, 1 / M, 1},
                 {n2, 1, n2, n2, 0.25 * SHF_INV_PI / (M * n2), even},
                 {n3, 1, n3, n3, 0.25 * (1 - 3 * SHF_INV_PI) / (M * n3), even}},
    };
    return SHF_OK;
}

/* ---- the start ---- */

void shf_finite_size_start(const shf_finite_size_model *model, double *y)
{
    memset(y, 0, SHF_FS_UNKNOWNS * sizeof *y);
    y[SHF_FS_A] = y[SHF_FS_W] = 1;
    for (int c = 0; c < SHF_FS_CHANNELS; c++)
        y[shf_finite_size_place(c) + SHF_FS_S22] = model->mode[c].initial;
}

/* The derivative of the unknowns there. */
static void derivative_at_start(const shf_finite_size_model *model, double *dy)
{
    double y[SHF_FS_UNKNOWNS];
    shf_finite_size_run run = {.model = *model};
    shf_finite_size_start(model, y);
    shf_finite_size_field f = shf_finite_size_field_at(&run, 0, y);
    shf_finite_size_derivative(model, &f, y, dy);
}

double shf_finite_size_natural_time(const shf_finite_size_model *model)
{
    double dy[SHF_FS_UNKNOWNS];
    derivative_at_start(model, dy);
    double margin = model->params.h / (model->params.alpha * sqrt(model->d)); /* f0 = g/sqrt d at the start */
    double g = fmin(1, model->d * margin); /* at which the first typical samples are satisfied */
    return g / fmax(dy[SHF_FS_CLOCK], model->k * sqrt(model->d / model->N));
}

void shf_finite_size_sizes(const shf_finite_size_model *model, double t, double *size)
{
    double dy[SHF_FS_UNKNOWNS];
    derivative_at_start(model, dy);
    double g = dy[SHF_FS_CLOCK] * t;
    size[SHF_FS_CLOCK] = g;
    size[SHF_FS_A] = size[SHF_FS_W] = 1;
    size[SHF_FS_V] = 2 * g;
    for (int c = 0; c < SHF_FS_CHANNELS; c++) {
        double response = dy[shf_finite_size_place(c) + SHF_FS_M1] * t,
               initial = sqrt(model->mode[c].initial);
        double noise = response / sqrt(model->N), first = hypot(noise, g * initial);
        double *s = size + shf_finite_size_place(c);
        s[SHF_FS_M1] = response;
        s[SHF_FS_M2] = c < 2 ? response * g : noise * noise;
        s[SHF_FS_S11] = c < 2 ? first * first : g * g * initial * initial;
        s[SHF_FS_S12] = first * initial;
        s[SHF_FS_S13] = first * initial * g;
        s[SHF_FS_S22] = initial * initial;
        s[SHF_FS_S23] = initial * initial * g;
        if (c > 1)
            size[SHF_FS_FLIPPED_2 + (size_t)(c - 2)] = response;
    }
    size[SHF_FS_FLIPPED_MIXED] = fmax(dy[SHF_FS_FLIPPED_MIXED], dy[shf_finite_size_place(0) + SHF_FS_M1]) * t;
    for (int j = 0; j < SHF_FS_UNKNOWNS; j++)
        size[j] = fmax(size[j], 1e-190);
}
