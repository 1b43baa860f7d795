/* Law of one projection of a spherically symmetric input. */
#include "hinge/projection_law.h"
#include "common/gsl_guard.h"
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

/* log of the beta function B(a, 1/2); relative accuracy is kept for large a, where a difference of lgamma
 * loses it. */
static double log_beta_half(double a)
{
    gsl_sf_result value = {NAN, 0};
    shf_gsl_enter();
    (void)gsl_sf_lnbeta_e(a, 0.5, &value);
    shf_gsl_leave();
    return value.val;
}

shf_hinge_law shf_hinge_law_make(const shf_choice *data, size_t d)
{
    shf_hinge_law law = {.kind = data->kind, .d = (double)d, .mean_abs = sqrt(2.0 / M_PI)};
    if (data->kind == SHF_DATA_SPHERE) {
        law.radius = data->n ? data->value[0] : sqrt(law.d);
        law.mean_abs = law.radius / M_PI * exp(log_beta_half(0.5 * law.d));
    } else if (data->kind == SHF_DATA_STUDENT) {
        law.nu = data->value[0];
        law.mean_abs = 2.0 * sqrt(law.nu) / (law.nu - 1.0) * exp(-log_beta_half(0.5 * law.nu));
    }
    return law;
}

double shf_hinge_law_log_tail(const shf_hinge_law *law, double log_c)
{
    switch (law->kind) {
    case SHF_DATA_SPHERE: {
        double u = 2.0 * (log_c - log(law->radius));
        return u >= 0 ? -INFINITY : 0.5 * (law->d - 1.0) * log1p(-exp(u));
    }
    case SHF_DATA_STUDENT: {
        double u = 2.0 * log_c - log(law->nu);
        return -0.5 * (law->nu - 1.0) * (u > 40.0 ? u : log1p(exp(u)));
    }
    default:
        return log_c > 300.0 ? -INFINITY : -0.5 * exp(2.0 * log_c);
    }
}

double shf_hinge_law_log_tail_change(const shf_hinge_law *law, double log_tail0, double difference)
{
    switch (law->kind) {
    case SHF_DATA_SPHERE: {
        double power = 0.5 * (law->d - 1.0);
        double u = difference / (law->radius * law->radius * exp(log_tail0 / power));
        return u >= 1.0 ? -INFINITY : power * log1p(-u);
    }
    case SHF_DATA_STUDENT: {
        double power = 0.5 * (law->nu - 1.0);
        return -power * log1p(difference / (law->nu * exp(-log_tail0 / power)));
    }
    default:
        return -0.5 * difference;
    }
}

double shf_hinge_law_log_quantile(const shf_hinge_law *law, double log_tail)
{
    switch (law->kind) {
    case SHF_DATA_SPHERE:
        return log(law->radius) + 0.5 * log(-expm1(2.0 * log_tail / (law->d - 1.0)));
    case SHF_DATA_STUDENT: {
        double u = -2.0 * log_tail / (law->nu - 1.0);
        return 0.5 * (log(law->nu) + (u > 40.0 ? u : log(expm1(u))));
    }
    default:
        return 0.5 * log(-2.0 * log_tail);
    }
}

/* Regularised incomplete beta function I_x(1/2, b) at x = root_x^2, its leading term 2 sqrt(x)/B(1/2, b)
 * before x underflows.  With e^-w = 1 - x its integrand is e^(-(b-1/4)w) (2 sinh w/2)^(-1/2), and so, to a
 * relative 1/(64 b^2), w^(-1/2) e^(-(b-1/4)w): for large b, where the continued fraction of GSL loses digits
 * like b. */
static double beta_half(double b, double root_x)
{
    if (b > 1e6)
        return erf(sqrt((b - 0.25) * -log1p(-root_x * root_x)));
    if (root_x * sqrt(b) < 1e-9)
        return 2.0 * root_x * exp(-log_beta_half(b));
    gsl_sf_result value = {NAN, 0};
    shf_gsl_enter();
    (void)gsl_sf_beta_inc_e(0.5, b, root_x * root_x, &value);
    shf_gsl_leave();
    return value.val;
}

double shf_hinge_law_probability(const shf_hinge_law *law, double c)
{
    if (isinf(c))
        return 1.0;
    switch (law->kind) {
    case SHF_DATA_SPHERE: {
        double s = c / law->radius;
        return s >= 1.0 ? 1.0 : beta_half(0.5 * (law->d - 1.0), s);
    }
    case SHF_DATA_STUDENT: {
        double s = c / sqrt(law->nu);
        return s > 1e150 ? 1.0 : beta_half(0.5 * law->nu, s / hypot(1.0, s));
    }
    default:
        return erf(c * M_SQRT1_2);
    }
}
