/* Laws of x_par: normalisation and moments against closed forms, ends of the range, refused moments. */
#include "node/law.h"
#include "node/rule.h"
#include "support/test.h"

/* E |x|^k from a composite Gauss rule over the cells that the law promises to be fine enough. */
static double moment(const shf_node_law *law, double k)
{
    enum { POINTS = 24 };
    double x[POINTS], w[POINTS], sum = 0;
    shf_node_rule_legendre(POINTS, x, w);
    double cells = ceil(law->u_max / law->step), half = 0.5 * law->u_max / cells;
    for (double c = 0; c < cells; c++)
        for (size_t i = 0; i < POINTS; i++) {
            double u = half * (2 * c + 1 + x[i]);
            sum += w[i] * shf_node_law_density(law, u) * pow(shf_node_law_x(law, u), k);
        }
    return 4 * half * sum;
}

static shf_node_law make(shf_choice data, size_t d, double growth)
{
    shf_node_law law;
    shf_error error = {0};
    shf_assert_ok(shf_node_law_init(&law, &data, d, growth, &error), error);
    return law;
}

/* Sums of about 500 positive terms, each with the rounding of a density whose exponent reaches 41 + growth.
 */
static const double TOLERANCE = 5e-14;

START_TEST(gaussian_moments)
{
    shf_node_law law = make((shf_choice){.kind = SHF_DATA_GAUSSIAN}, 100, 10);
    shf_assert_close(moment(&law, 0), 1, TOLERANCE, 0);
    shf_assert_close(moment(&law, 1), sqrt(2 / M_PI), TOLERANCE, 0);
    shf_assert_close(moment(&law, 2), 1, TOLERANCE, 0);
    shf_assert_close(moment(&law, 10), 945, TOLERANCE, 0);
}
END_TEST

/* E x^2 = R^2/d, E |x| = R Gamma(d/2)/(sqrt pi Gamma((d+1)/2)), E x^4 = 3 R^4/(d(d+2)). */
START_TEST(sphere_moments)
{
    const double dims[] = {2, 3, 4, 5, 17, 100, 1e4, 1e6, 1e9};
    for (size_t k = 0; k < 9; k++) {
        double d = dims[k], R = 1.5;
        shf_node_law law = make((shf_choice){SHF_DATA_SPHERE, 1, {R}}, (size_t)d, 4);
        shf_assert_close(moment(&law, 0), 1, TOLERANCE, 0);
        shf_assert_close(moment(&law, 2), R * R / d, TOLERANCE, 0);
        shf_assert_close(moment(&law, 4), 3 * pow(R, 4) / (d * (d + 2)), TOLERANCE, 0);
        if (d < 1000) /* lgamma itself loses more beyond */
            shf_assert_close(moment(&law, 1), R / sqrt(M_PI) * exp(lgamma(d / 2) - lgamma(d / 2 + 0.5)),
                             1e-12, 0);
    }
}
END_TEST

/* E x^2 = nu/(nu-2), E |x| = 2 sqrt nu Gamma((nu+1)/2) / ((nu-1) sqrt pi Gamma(nu/2)); what lies beyond the
 * cut is below 1e-18 of the moment asked for only in order of magnitude, times 1/(nu-k). */
START_TEST(student_moments)
{
    const double freedoms[] = {1.3, 2.2, 3, 5, 30, 400, 1e6};
    for (size_t k = 0; k < 7; k++) {
        double nu = freedoms[k];
        shf_choice data = {SHF_DATA_STUDENT, 1, {nu}};
        shf_node_law law = make(data, 100, nu > 2.1 ? 2 : 1);
        shf_assert_close(moment(&law, 0), 1, TOLERANCE, 0);
        if (nu < 1000)
            shf_assert_close(moment(&law, 1),
                             2 * sqrt(nu / M_PI) / (nu - 1) * exp(lgamma(nu / 2 + 0.5) - lgamma(nu / 2)),
                             1e-12, 0);
        if (nu > 2.1)
            shf_assert_close(moment(&law, 2), nu / (nu - 2), TOLERANCE * 4, 0);
    }
}
END_TEST

/* u and x are inverse to each other, dx/du by differences, and the range is large enough. */
START_TEST(change_of_variable)
{
    const shf_choice data[] = {
        {.kind = SHF_DATA_GAUSSIAN}, {.kind = SHF_DATA_SPHERE}, {SHF_DATA_STUDENT, 1, {3}}};
    for (size_t k = 0; k < 3; k++) {
        shf_node_law law = make(data[k], 7, 1);
        for (double f = 0.03; f < 1; f += 0.09) {
            double u = f * law.u_max, step = 1e-6;
            shf_assert_close(shf_node_law_u(&law, shf_node_law_x(&law, u)), u, 1e-13, 0);
            double slope = (shf_node_law_x(&law, u + step) - shf_node_law_x(&law, u - step)) / (2 * step);
            shf_assert_close(shf_node_law_slope(&law, u), slope, 1e-8, 1e-8);
        }
        ck_assert(shf_node_law_x(&law, law.u_max) == law.x_max);
        ck_assert(shf_node_law_density(&law, law.u_max) < 1e-16 || law.x_max == law.length);
    }
}
END_TEST

START_TEST(refused)
{
    shf_node_law law;
    shf_error error;
    shf_choice heavy = {SHF_DATA_STUDENT, 1, {1.9}}, sphere = {.kind = SHF_DATA_SPHERE};
    shf_assert_fails(shf_node_law_init(&law, &heavy, 5, 2, &error), SHF_ERR_VALUE, error, "student:1.9");
    heavy.value[0] = 2.01; /* exists, but decays like x^-0.01 */
    shf_assert_fails(shf_node_law_init(&law, &heavy, 5, 2, &error), SHF_ERR_VALUE, error, "student:2.01");
    shf_assert_fails(shf_node_law_init(&law, &sphere, 1, 1, &error), SHF_ERR_VALUE, error, "d = 1");
}
END_TEST

SHF_TEST_MAIN("node/laws", gaussian_moments, sphere_moments, student_moments, change_of_variable, refused)
