/* Laws of the projection x_par of spherically symmetric data (N.9). */
#include "node/law.h"
#include "common/report.h"
#include "node/rule.h"
#include <math.h>

static const double NEGLIGIBLE = 1e-18;

static double log_density(const shf_node_law *law, double u)
{
    double sine, sinh_half;
    switch (law->kind) {
    case SHF_DATA_SPHERE:
        sine = sin(0.5 * u);
        return law->power == 0 ? 0 : law->power * (u < 1 ? log1p(-2 * sine * sine) : log(cos(u)));
    case SHF_DATA_STUDENT:
        sinh_half = sinh(0.5 * fmin(fabs(u), 600.));
        return -law->power * log1p(2 * sinh_half * sinh_half);
    default:
        return -0.5 * u * u;
    }
}

double shf_node_law_density(const shf_node_law *law, double u)
{
    return law->norm * exp(log_density(law, u));
}

double shf_node_law_x(const shf_node_law *law, double u)
{
    switch (law->kind) {
    case SHF_DATA_SPHERE:
        return law->length * sin(u);
    case SHF_DATA_STUDENT:
        return law->length * sinh(u);
    default:
        return u;
    }
}

double shf_node_law_u(const shf_node_law *law, double x)
{
    switch (law->kind) {
    case SHF_DATA_SPHERE:
        return asin(fmax(-1, fmin(1, x / law->length)));
    case SHF_DATA_STUDENT:
        return asinh(x / law->length);
    default:
        return x;
    }
}

double shf_node_law_slope(const shf_node_law *law, double u)
{
    switch (law->kind) {
    case SHF_DATA_SPHERE:
        return law->length * cos(u);
    case SHF_DATA_STUDENT:
        return law->length * cosh(u);
    default:
        return 1;
    }
}

/* Where density times (1 + (x/typical x)^growth) has fallen to NEGLIGIBLE of its largest value. */
static double range(const shf_node_law *law, double width, double growth, double limit)
{
    double typical = shf_node_law_x(law, width), peak = 0, u = 0;
    while (u < limit) {
        u += 0.125 * width;
        double level = log_density(law, u) + growth * log1p(shf_node_law_x(law, u) / typical);
        peak = fmax(peak, level);
        if (level < peak + log(NEGLIGIBLE))
            return fmin(u, limit);
    }
    return limit;
}

/* Normalises numerically: the closed forms lose digits for large d. */
static void normalise(shf_node_law *law)
{
    enum { POINTS = 24 };
    double x[POINTS], w[POINTS], sum = 0;
    shf_node_rule_legendre(POINTS, x, w);
    size_t cells = (size_t)ceil(law->u_max / law->step);
    double half = 0.5 * law->u_max / (double)cells;
    law->norm = 1;
    for (size_t c = 0; c < cells; c++)
        for (size_t i = 0; i < POINTS; i++)
            sum += w[i] * shf_node_law_density(law, half * (2 * (double)c + 1 + x[i]));
    law->norm = 1 / (sum * 4 * half);
}

shf_status shf_node_law_init(shf_node_law *law, const shf_choice *data, size_t d, double growth,
                             shf_error *error)
{
    shf_status status = shf_data_validate(data, d, error);
    if (status)
        return status;
    double width = 1, limit = 1e3;
    *law = (shf_node_law){.kind = data->kind, .length = 1};
    if (data->kind == SHF_DATA_SPHERE) {
        law->length = data->n ? data->value[0] : sqrt((double)d);
        law->power = (double)d - 2;
        width = 1 / sqrt((double)d - 1);
        limit = 2 * atan(1.);
    } else if (data->kind == SHF_DATA_STUDENT) {
        law->power = data->value[0];
        law->length = sqrt(law->power);
        width = 1 / sqrt(law->power + 1);
        limit = 600 / fmax(growth, 1);
        if (!(-log(NEGLIGIBLE) + 5 * growth + 5 < limit * (law->power - growth)))
            return shf_fail(error, SHF_ERR_VALUE,
                            "data = student:%g: the degrees of freedom must exceed %g by at least %.3g, the "
                            "averages diverge otherwise",
                            law->power, growth, (47 + 5 * growth) / limit);
    }
    law->u_max = range(law, width, growth, limit);
    law->x_max = shf_node_law_x(law, law->u_max);
    law->step = 2 * width;
    normalise(law);
    return SHF_OK;
}
