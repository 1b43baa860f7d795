/* Targets along several directions: sums of products of Hermite polynomials, (D.50). */
#include "common/params_text.h"
#include "common/report.h"
#include "dmft/model.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- overlap with a neuron ---- */

/* phat prod_j v_j^power[j], or its derivative by v_k */
static double term_value(const shf_dmft_term *term, const double *v, size_t k)
{
    double value = term->phat;
    for (size_t j = 0; j < SHF_DMFT_DIRECTIONS_MAX; j++) {
        unsigned power = term->power[j];
        if (power && j == k)
            value *= power--;
        else if (j == k)
            return 0;
        if (power)
            value *= pow(v[j], power);
    }
    return value;
}

double shf_dmft_target_overlap(const shf_dmft_model *model, const double *v)
{
    double sum = shf_dmft_value(&model->phat[0], v[0]);
    for (size_t j = 0; j < model->terms; j++)
        sum += term_value(&model->term[j], v, SHF_DMFT_DIRECTIONS_MAX);
    return sum;
}

double shf_dmft_target_slope(const shf_dmft_model *model, const double *v, size_t k)
{
    double sum = k == 0 ? shf_dmft_value(&model->phat[1], v[0]) : 0;
    for (size_t j = 0; j < model->terms; j++)
        sum += term_value(&model->term[j], v, k);
    return sum;
}

/* ---- the text ---- */

static const char *skip(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

/* A whole number of a few digits behind `text`; 0 if there is none. */
static unsigned read_count(const char **text)
{
    unsigned n = 0;
    for (; isdigit((unsigned char)**text) && n < 1000; ++*text)
        n = 10 * n + (unsigned)(**text - '0');
    return n;
}

/* He2(x1), sqrt(2!) h_2, or h2(x1); 0 if it is none. */
static int read_factor(const char **text, size_t directions, shf_dmft_term *term)
{
    const char *at = *text;
    int plain = at[0] == 'H' && at[1] == 'e';
    if (!plain && at[0] != 'h')
        return 0;
    at += plain ? 2 : 1;
    unsigned degree = read_count(&at);
    if (at[0] != '(' || at[1] != 'x')
        return 0;
    at += 2;
    unsigned x = read_count(&at);
    if (*at++ != ')' || degree < 1 || degree > SHF_DMFT_DEGREE_MAX || x < 1 || x > directions ||
        term->power[x - 1])
        return 0;
    term->power[x - 1] = degree;
    if (plain)
        term->phi *= exp(0.5 * lgamma(degree + 1.0));
    *text = at;
    return 1;
}

/* [+-] [number [*]] factor [[*] factor ...]; 0 if it is none. */
static int read_term(const char **text, int first, size_t directions, shf_dmft_term *term)
{
    const char *at = skip(*text), *rest;
    double sign = *at == '-' ? -1 : 1, number;
    if (*at == '+' || *at == '-')
        at = skip(at + 1);
    else if (!first)
        return 0;
    *term = (shf_dmft_term){.phi = sign};
    if (!isalpha((unsigned char)*at)) {
        if (!shf_read_number(at, &rest, &number) || !isfinite(number))
            return 0;
        term->phi *= number;
        at = skip(rest);
        at = *at == '*' ? skip(at + 1) : at;
    }
    if (!read_factor(&at, directions, term))
        return 0;
    for (;;) {
        *text = at;
        at = skip(at);
        at = *at == '*' ? skip(at + 1) : at;
        if (!read_factor(&at, directions, term))
            return 1;
    }
}

/* ---- the model ---- */

static unsigned degree_of(const shf_dmft_term *term)
{
    unsigned n = 0;
    for (size_t k = 0; k < SHF_DMFT_DIRECTIONS_MAX; k++)
        n += term->power[k];
    return n;
}

/* Along x_1 alone it belongs to the series. */
static void add(shf_dmft_model *model, shf_dmft_term *term)
{
    unsigned n = degree_of(term);
    double ways = lgamma(n + 1.0);
    for (size_t k = 0; k < SHF_DMFT_DIRECTIONS_MAX; k++)
        ways -= lgamma(term->power[k] + 1.0);
    term->phat = term->phi * model->sigma[n] * exp(0.5 * ways);
    if (n > term->power[0]) {
        model->term[model->terms++] = *term;
        model->phi2 += term->phi * term->phi;
        return;
    }
    double before = model->phi[n];
    model->phi[n] += term->phi;
    model->phi2 += model->phi[n] * model->phi[n] - before * before;
    model->phat[0].c[n] += term->phat;
    if (model->phat[0].degree < n)
        model->phat[0].degree = n;
    shf_dmft_differentiate(&model->phat[0], &model->phat[1]);
}

shf_status shf_dmft_model_add_terms(shf_dmft_model *model, const char *text, size_t directions,
                                    shf_error *error)
{
    const char *at = text;
    for (int first = 1; *skip(at) || first; first = 0) {
        shf_dmft_term term;
        if (model->terms == SHF_DMFT_TERMS_MAX)
            return shf_fail(error, SHF_ERR_VALUE, "target-terms = %.200s: more than %d terms", text,
                            SHF_DMFT_TERMS_MAX);
        if (!read_term(&at, first, directions, &term) || degree_of(&term) > SHF_DMFT_DEGREE_MAX)
            return shf_fail(
                error, SHF_ERR_VALUE,
                "target-terms = %.200s: \"%.40s\": must be a sum of products such as He1(x1) + 0.5 "
                "He1(x1) He2(x2), of degree 1 to %d, along x1%s",
                text, skip(at), SHF_DMFT_DEGREE_MAX,
                directions == 3   ? ", x2, x3"
                : directions == 2 ? " and x2"
                                  : " alone, for neurons have no other overlap");
        add(model, &term);
    }
    return SHF_OK;
}
