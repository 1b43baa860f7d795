/* Laws of one projection: closed forms against direct quadrature of the density, and the sphere against its
 * limit. */
#include "hinge/projection_law.h"
#include "support/test.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <stdio.h>

/* The density of |x| up to a constant, in a variable u in which it is smooth: x(u), weight(u), u_max. */
typedef struct density {
    int kind;
    double d, radius, nu, cut; /* cut: integrate |x| only below it */
    int power;                 /* of |x| in the integrand */
} density;

/* gaussian x = u; sphere x = R sin u; student x = sqrt(nu) sinh u. */
static double x_of(const density *p, double u)
{
    return p->kind == SHF_DATA_SPHERE    ? p->radius * sin(u)
           : p->kind == SHF_DATA_STUDENT ? sqrt(p->nu) * sinh(u)
                                         : u;
}

static double integrand(double u, void *context)
{
    const density *p = context;
    double weight = p->kind == SHF_DATA_SPHERE    ? pow(cos(u), p->d - 2.0)
                    : p->kind == SHF_DATA_STUDENT ? pow(cosh(u), -p->nu)
                                                  : exp(-0.5 * u * u);
    return p->power ? weight * x_of(p, u) : weight;
}

static double integral(const density *p, double u0, double u1)
{
    gsl_function f = {integrand, (void *)p};
    gsl_integration_workspace *work = gsl_integration_workspace_alloc(4000);
    double value = 0, estimate = 0;
    /* rounding may stop the refinement early: what counts is the estimate */
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    (void)gsl_integration_qag(&f, u0, u1, 0, 1e-13, 4000, GSL_INTEG_GAUSS61, work, &value, &estimate);
    (void)gsl_set_error_handler(handler);
    ck_assert_msg(estimate <= 1e-10 * value, "law %d, d = %g, [%g, %g]: %g +- %g", p->kind, p->d, u0, u1,
                  value, estimate);
    gsl_integration_workspace_free(work);
    return value;
}

/* u at which |x| = c, and the end of the range: where nothing is left to 1e-17, or where the sphere ends. */
static double u_of(const density *p, double c)
{
    return p->kind == SHF_DATA_SPHERE    ? asin(fmin(1.0, c / p->radius))
           : p->kind == SHF_DATA_STUDENT ? asinh(c / sqrt(p->nu))
                                         : c;
}

static double u_end(const density *p)
{
    if (p->kind == SHF_DATA_SPHERE)
        return fmin(M_PI_2, 13.0 / sqrt(fmax(p->d - 2.0, 1e-9)));
    return p->kind == SHF_DATA_STUDENT ? 45.0 / (p->nu - 1.0) + 2.0 : 13.0;
}

static void check_law(const shf_choice *data, size_t d, double c_over_scale)
{
    shf_hinge_law law = shf_hinge_law_make(data, d);
    density p = {.kind = law.kind, .d = law.d, .radius = law.radius, .nu = law.nu};
    double scale = law.kind == SHF_DATA_SPHERE ? law.radius / sqrt(law.d) : 1.0, c = c_over_scale * scale;
    double end = u_end(&p), at = fmin(u_of(&p, c), end), total = integral(&p, 0, end);
    double probability = integral(&p, 0, at) / total;
    p.power = 1;
    double moment = integral(&p, 0, at) / total;
    double closed = -law.mean_abs * expm1(shf_hinge_law_log_tail(&law, log(c)));
    shf_assert_close(shf_hinge_law_probability(&law, c), probability, 1e-9, 0);
    shf_assert_close(closed, moment, 1e-9, 0);
    shf_assert_close(law.mean_abs, integral(&p, 0, end) / total, 1e-9, 0);
}

static const double cuts[] = {1e-6, 1e-4, 0.01, 0.3, 1.0, 2.5, 6.0};
enum { N_CUTS = sizeof cuts / sizeof *cuts };

START_TEST(gaussian_against_quadrature)
{
    shf_choice data = {.kind = SHF_DATA_GAUSSIAN};
    for (size_t k = 0; k < N_CUTS; k++)
        check_law(&data, 100, cuts[k]);
}
END_TEST

START_TEST(sphere_against_quadrature)
{
    static const size_t dims[] = {2, 3, 4, 10, 100, 10000, 250000, 1000000};
    for (size_t j = 0; j < sizeof dims / sizeof *dims; j++)
        for (size_t k = 0; k < N_CUTS; k++) {
            shf_choice plain = {.kind = SHF_DATA_SPHERE},
                       unit = {.kind = SHF_DATA_SPHERE, .n = 1, .value = {1.0}};
            check_law(&plain, dims[j], cuts[k]);
            check_law(&unit, dims[j], cuts[k]);
        }
}
END_TEST

START_TEST(student_against_quadrature)
{
    static const double nus[] = {1.2, 1.5, 2, 3, 7.5, 100};
    for (size_t j = 0; j < sizeof nus / sizeof *nus; j++)
        for (size_t k = 0; k < N_CUTS; k++) {
            shf_choice data = {.kind = SHF_DATA_STUDENT, .n = 1, .value = {nus[j]}};
            check_law(&data, 50, cuts[k]);
        }
}
END_TEST

/* The sphere of radius sqrt d tends to the Gaussian as 1/d: the measured order of the differences. */
START_TEST(sphere_tends_to_gaussian_as_1_over_d)
{
    shf_choice sphere = {.kind = SHF_DATA_SPHERE}, gaussian = {.kind = SHF_DATA_GAUSSIAN};
    double last_p = 0, last_m = 0, c = 0.7;
    shf_hinge_law g = shf_hinge_law_make(&gaussian, 1);
    for (size_t d = 100; d <= 1000000; d *= 10) {
        shf_hinge_law s = shf_hinge_law_make(&sphere, d);
        double p = fabs(shf_hinge_law_probability(&s, c) - shf_hinge_law_probability(&g, c));
        double m = fabs(s.mean_abs * expm1(shf_hinge_law_log_tail(&s, log(c))) -
                        g.mean_abs * expm1(shf_hinge_law_log_tail(&g, log(c))));
        if (last_p > 0) { /* next order 1/d^2: at most 1/100 of the slope's unit from d = 100 on */
            shf_assert_close(log10(last_p / p), 1.0, 0, 0.02);
            shf_assert_close(log10(last_m / m), 1.0, 0, 0.02);
            (void)fprintf(stderr, "sphere, d = %zu: measured orders %.4f (f_U), %.4f (I)\n", d,
                          log10(last_p / p), log10(last_m / m));
        }
        last_p = p;
        last_m = m;
    }
}
END_TEST

/* log T changes consistently: quantile inverts the tail, and a change from c0 equals the difference. */
START_TEST(tail_functions_agree)
{
    shf_choice laws[] = {{.kind = SHF_DATA_GAUSSIAN},
                         {.kind = SHF_DATA_SPHERE},
                         {.kind = SHF_DATA_SPHERE, .n = 1, .value = {0.3}},
                         {.kind = SHF_DATA_STUDENT, .n = 1, .value = {2.5}}};
    for (size_t j = 0; j < sizeof laws / sizeof *laws; j++)
        for (size_t d = 2; d < 2000; d = 3 * d + 1) {
            shf_hinge_law law = shf_hinge_law_make(&laws[j], d);
            for (double tail = -1e-8; tail > -5.0; tail = 7.0 * tail) {
                double log_c = shf_hinge_law_log_quantile(&law, tail);
                /* the sphere's tail is ill-conditioned at c -> R: d log T / d log c = (d-1) c^2/(R^2 - c^2)
                 */
                double condition =
                    law.kind == SHF_DATA_SPHERE ? law.d * exp(-2.0 * tail / (law.d - 1.0)) : law.d;
                shf_assert_close(shf_hinge_law_log_tail(&law, log_c), tail, SHF_ROUND(100 * condition), 0);
                double c0 = exp(log_c), c = 0.9 * c0;
                double change = shf_hinge_law_log_tail_change(&law, tail, c * c - c0 * c0);
                shf_assert_close(change, shf_hinge_law_log_tail(&law, log(c)) - tail,
                                 SHF_ROUND(1e3 * condition), 0);
            }
        }
}
END_TEST

/* P(|x| < c) up to the largest d and nu, against 40 digits of mpmath (the integral of (1-v^2)^(b-1)). */
START_TEST(probability_digits)
{
    static const double c[] = {1e-6, 0.3, 1, 6};
    static const struct {
        int kind;
        double freedom, value[4];
    } digits[] = {
        {SHF_DATA_SPHERE,
         1e3,
         {7.9728597278880482e-7, 0.2356563098885, 0.68244733982358762, 0.99999999855639977}},
        {SHF_DATA_SPHERE,
         1e6,
         {7.9788396238913724e-7, 0.23582267790206514, 0.6826892501661799, 0.99999999802742615}},
        {SHF_DATA_SPHERE,
         3e6,
         {7.9788436133157278e-7, 0.2358227888859716, 0.68268941148015756, 0.99999999802702521}},
        {SHF_DATA_SPHERE,
         1e7,
         {7.9788450096138857e-7, 0.23582282773032654, 0.68268946794001163, 0.99999999802688486}},
        {SHF_DATA_SPHERE,
         1e9,
         {7.9788456020431895e-7, 0.23582284421142949, 0.68268949189511517, 0.99999999802682531}},
        {SHF_DATA_STUDENT,
         1e3,
         {7.9768511462758323e-7, 0.23576049583275596, 0.68244758191532769, 0.99999999724463083}},
        {SHF_DATA_STUDENT,
         1e6,
         {7.9788436133161711e-7, 0.2358227820210058, 0.68268925016642187, 0.99999999802615019}},
        {SHF_DATA_STUDENT,
         3e6,
         {7.9788449431235508e-7, 0.23582282359227026, 0.68268941148018445, 0.99999999802659989}},
        {SHF_DATA_STUDENT,
         1e7,
         {7.978845408556186e-7, 0.23582283814221458, 0.68268946794001405, 0.99999999802675727}},
        {SHF_DATA_STUDENT,
         1e9,
         {7.9788456060326123e-7, 0.23582284431554837, 0.68268949189511517, 0.99999999802682404}},
    };
    for (size_t j = 0; j < sizeof digits / sizeof *digits; j++) {
        shf_choice data = {
            .kind = digits[j].kind, .n = digits[j].kind == SHF_DATA_STUDENT, .value = {digits[j].freedom}};
        shf_hinge_law law = shf_hinge_law_make(&data, (size_t)digits[j].freedom);
        for (size_t k = 0; k < 4; k++)
            shf_assert_close(shf_hinge_law_probability(&law, c[k]), digits[j].value[k], 1e-13, 0);
    }
}
END_TEST

SHF_TEST_MAIN("hinge/laws", gaussian_against_quadrature, sphere_against_quadrature,
              student_against_quadrature, probability_digits, sphere_tends_to_gaussian_as_1_over_d,
              tail_functions_agree)
