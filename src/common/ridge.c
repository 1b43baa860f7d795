/* Hermite coefficients c_k = E f(G) h_k(G), (T.1). */
#include "common/ridge.h"
#include "common/hermite.h"
#include <math.h>
#include <string.h>

/* relu: 1/sqrt(2 pi), 1/2, then even k with c_{k+2} = -c_k (k-1)/sqrt((k+1)(k+2)) */
static double relu(size_t modes, double *c)
{
    c[0] = 1 / sqrt(2 * M_PI);
    if (modes >= 1)
        c[1] = 0.5;
    for (size_t k = 0; k + 2 <= modes; k += 2) {
        double n = (double)k;
        c[k + 2] = -c[k] * (n - 1) / sqrt((n + 1) * (n + 2));
    }
    return 0.5;
}

/* erf(x/sqrt 2): odd k with c_1 = 1/sqrt(pi), c_{k+2} = -c_k k/(2 sqrt((k+1)(k+2))) */
static double error_function(size_t modes, double *c)
{
    if (modes >= 1)
        c[1] = 1 / sqrt(M_PI);
    for (size_t k = 1; k + 2 <= modes; k += 2) {
        double n = (double)k;
        c[k + 2] = -c[k] * n / (2 * sqrt((n + 1) * (n + 2)));
    }
    return 1.0 / 3;
}

/* tanh and sigmoid are analytic for |Im x| < pi/2 and pi.  The trapezoidal rule of step 1/32 then errs by
 * exp(-32 pi^2) only; the sum runs over h_k(x) exp(-x^2/4), which stays of order one, out to where it ends
 * for all k <= 200.  f is odd apart from a constant: the half line is enough. */
static double odd_function(double (*f)(double), size_t modes, double *c)
{
    const double step = 1.0 / 32;
    const size_t points = 1536; /* to x = 48 */
    double square = 0;
    for (size_t j = 1; j <= points; j++) {
        double x = step * (double)j;
        double root = exp(-0.25 * x * x), weight = 2 * step * root * f(x) / sqrt(2 * M_PI);
        square += weight * root * f(x);
        double before = 0, h = root;
        for (size_t k = 0; k <= modes; k++) {
            if (k % 2)
                c[k] += weight * h;
            double next = shf_hermite_next(k, x, h, before);
            before = h;
            h = next;
        }
    }
    return square;
}

/* sigmoid(x) - 1/2 */
static double centred_sigmoid(double x)
{
    return 0.5 * tanh(0.5 * x);
}

static double series(const shf_choice *function, size_t modes, double *c)
{
    double square = 0;
    for (size_t k = 0; k < function->n; k++) {
        if (k <= modes)
            c[k] = function->value[k];
        square += function->value[k] * function->value[k];
    }
    return square;
}

void shf_ridge_coefficients(const shf_choice *function, size_t modes, double *c, double *second_moment)
{
    memset(c, 0, (modes + 1) * sizeof *c);
    switch (function->kind) {
    case SHF_RIDGE_RELU:
        *second_moment = relu(modes, c);
        return;
    case SHF_RIDGE_ERF:
        *second_moment = error_function(modes, c);
        return;
    case SHF_RIDGE_TANH:
        *second_moment = odd_function(tanh, modes, c);
        return;
    case SHF_RIDGE_SIGMOID:
        *second_moment = 0.25 + odd_function(centred_sigmoid, modes, c);
        c[0] = 0.5;
        return;
    default:
        *second_moment = series(function, modes, c);
    }
}
