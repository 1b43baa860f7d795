/* Hermite coefficients against multi-precision digits, quadrature and Parseval's identity. */
#include "common/hermite.h"
#include "timescales/problem.h"

enum { MODES = 60 };

static double coefficients(int kind, double *c)
{
    shf_choice function = {.kind = kind};
    shf_error error = {0};
    double square = 0;
    shf_assert_ok(shf_timescales_coefficients(&function, MODES, c, &square, &error), error);
    return square;
}

typedef struct digit {
    int kind;
    size_t k;
    double value;
} digit;

/* From mpmath's adaptive quadrature of f(x) h_k(x) exp(-x^2/2)/sqrt(2 pi) at 30 digits. */
static const digit digits[] = {
    {SHF_ACT_TANH, 1, 0.605705509602158826},       {SHF_ACT_TANH, 3, -0.148437190787272704},
    {SHF_ACT_TANH, 5, 0.0625475237527036063},      {SHF_ACT_TANH, 11, -0.010291840580021526},
    {SHF_ACT_TANH, 25, 0.000637776314536886157},   {SHF_ACT_TANH, 40, 0},
    {SHF_ACT_TANH, 41, 0.0000639917877291186085},  {SHF_ACT_SIGMOID, 0, 0.5},
    {SHF_ACT_SIGMOID, 1, 0.206620964141907037},    {SHF_ACT_SIGMOID, 3, -0.0254732579073234167},
    {SHF_ACT_SIGMOID, 5, 0.00587706060001343741},  {SHF_ACT_SIGMOID, 11, -0.00022198956078952706},
    {SHF_ACT_SIGMOID, 25, 1.14832106241567408e-6}, {SHF_ACT_SIGMOID, 41, 1.36407865458282553e-8},
};

/* h_k is bounded by 1 in the mean square: rounding of a sum of 1500 terms of order one. */
START_TEST(smooth_activations)
{
    double c[MODES + 1];
    for (size_t j = 0; j < sizeof digits / sizeof digits[0]; j++) {
        (void)coefficients(digits[j].kind, c);
        shf_assert_close(c[digits[j].k], digits[j].value, 0, SHF_ROUND(64));
    }
    shf_assert_close(coefficients(SHF_ACT_TANH, c), 0.394294490397841174, SHF_ROUND(64), 0);
    shf_assert_close(coefficients(SHF_ACT_SIGMOID, c), 0.293379035858092963, SHF_ROUND(64), 0);
}
END_TEST

static double relu(double x)
{
    return x > 0 ? x : 0;
}

static double error_function(double x)
{
    return erf(x * M_SQRT1_2);
}

/* E f h_k by Simpson's rule of step 1/512 on both sides of zero, out to 16: its error is of the order of
 * step^4 (4 k)^2/180 < 1e-10 for k <= 20. */
static double simpson(double (*f)(double), size_t k)
{
    const int n = 16 * 512;
    double sum = 0, unit[MODES + 1] = {0};
    unit[k] = 1;
    for (int side = -1; side <= 1; side += 2)
        for (int j = 0; j <= n; j++) {
            double x = side * j / 512.0, weight = j == 0 || j == n ? 1 : j % 2 ? 4 : 2;
            sum += weight * f(x) * shf_hermite_sum(k + 1, unit, x) * exp(-0.5 * x * x);
        }
    return sum / (3 * 512 * sqrt(2 * M_PI));
}

START_TEST(closed_forms)
{
    double c[MODES + 1], e[MODES + 1];
    (void)coefficients(SHF_ACT_RELU, c);
    (void)coefficients(SHF_ACT_ERF, e);
    for (size_t k = 0; k <= 20; k++) {
        shf_assert_close(c[k], simpson(relu, k), 0, 1e-10);
        shf_assert_close(e[k], simpson(error_function, k), 0, 1e-10);
    }
}
END_TEST

/* U(1) = E f^2 from the closed kernels: arc-cosine for relu, arc-sine for erf.  At r < 1 the series has
 * converged: sum_k c_k^2 r^k with r = 0.5 leaves less than 2^-60. */
START_TEST(kernels)
{
    double c[MODES + 1], r = 0.5;
    for (int kind = SHF_ACT_RELU; kind <= SHF_ACT_ERF; kind++) {
        double square = coefficients(kind, c), sum = 0, at_half = 0, power = 1;
        for (size_t k = 0; k <= MODES; k++, power *= r) {
            sum += c[k] * c[k];
            at_half += c[k] * c[k] * power;
        }
        double relu_kernel = (sqrt(1 - r * r) + r * (M_PI - acos(r))) / (2 * M_PI);
        double expected = kind == SHF_ACT_RELU ? relu_kernel : 2 / M_PI * asin(r / 2);
        shf_assert_close(at_half, expected, SHF_ROUND(16), 0);
        shf_assert_below(sum, square);
        shf_assert_close(square, kind == SHF_ACT_RELU ? 0.5 : 1.0 / 3, SHF_ROUND(1), 0);
    }
}
END_TEST

/* What is left of E f^2 falls like k^(-3/2) for the kink of relu, exponentially for the others that are no
 * polynomials. */
START_TEST(parseval)
{
    static const double left[] = {6e-4, 1e-15, 1e-8, 1e-14, 1e-15, 1e-15};
    double c[MODES + 1];
    for (int kind = SHF_ACT_RELU; kind <= SHF_ACT_QUADRATIC; kind++) {
        double rest = coefficients(kind, c);
        for (size_t k = 0; k <= MODES; k++)
            rest -= c[k] * c[k];
        ck_assert_msg(rest > -SHF_ROUND(8) && rest < left[kind], "function %d: %g is left", kind, rest);
    }
}
END_TEST

START_TEST(too_many)
{
    shf_choice function = {.kind = SHF_ACT_ERF};
    shf_error error = {0};
    double c[1] = {0}, square = 0;
    shf_assert_fails(shf_timescales_coefficients(&function, 201, c, &square, &error), SHF_ERR_VALUE, error,
                     "modes = 201: must lie in [0, 200]");
    function.kind = 9;
    shf_assert_fails(shf_timescales_coefficients(&function, 0, c, &square, &error), SHF_ERR_VALUE, error,
                     "function = 9");
}
END_TEST

SHF_TEST_MAIN("timescales/coefficients", smooth_activations, closed_forms, kernels, parseval, too_many)
