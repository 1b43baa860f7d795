/* Loops over the entries of vectors, for every vector length of the processor. */
#include "common/vector.h"
#include "common/clones.h"
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stddef.h>

enum { LANES = 16, BLOCK = 128 };

static size_t length(N_Vector x)
{
    return (size_t)NV_LENGTH_S(x);
}

/* ---- entry by entry; the result may be one of the arguments ---- */

SHF_CLONES
static void vector_sum_two(size_t n, double a, const double *x, double b, const double *y, double *z)
{
    SHF_INDEPENDENT
    for (size_t k = 0; k < n; k++)
        z[k] = a * x[k] + b * y[k];
}

SHF_CLONES
static void vector_scale(size_t n, double a, const double *x, double *z)
{
    SHF_INDEPENDENT
    for (size_t k = 0; k < n; k++)
        z[k] = a * x[k];
}

SHF_CLONES
static void vector_shift(size_t n, double a, const double *x, double *z)
{
    SHF_INDEPENDENT
    for (size_t k = 0; k < n; k++)
        z[k] = x[k] + a;
}

SHF_CLONES
static void vector_magnitude(size_t n, const double *x, double *z)
{
    SHF_INDEPENDENT
    for (size_t k = 0; k < n; k++)
        z[k] = fabs(x[k]);
}

SHF_CLONES
static void vector_inverse(size_t n, const double *x, double *z)
{
    SHF_INDEPENDENT
    for (size_t k = 0; k < n; k++)
        z[k] = 1 / x[k];
}

SHF_CLONES
static void vector_multiply(size_t n, const double *x, const double *y, double *z)
{
    SHF_INDEPENDENT
    for (size_t k = 0; k < n; k++)
        z[k] = x[k] * y[k];
}

SHF_CLONES
static void vector_divide(size_t n, const double *x, const double *y, double *z)
{
    SHF_INDEPENDENT
    for (size_t k = 0; k < n; k++)
        z[k] = x[k] / y[k];
}

SHF_CLONES
static void vector_fill(size_t n, double a, double *z)
{
    SHF_INDEPENDENT
    for (size_t k = 0; k < n; k++)
        z[k] = a;
}

/* ---- sums ---- */

SHF_CLONES
static double vector_sum_products(size_t n, const double *x, const double *y)
{
    double sum[LANES] = {0}, total = 0;
    size_t k = 0;
    for (; k + LANES <= n; k += LANES)
        for (size_t l = 0; l < LANES; l++)
            sum[l] += x[k + l] * y[k + l];
    for (size_t l = 0; k < n; k++, l++)
        sum[l] += x[k] * y[k];
    for (size_t l = 0; l < LANES; l++)
        total += sum[l];
    return total;
}

SHF_CLONES
static double vector_sum_squares(size_t n, const double *x, const double *w)
{
    double sum[LANES] = {0}, total = 0;
    size_t k = 0;
    for (; k + LANES <= n; k += LANES)
        for (size_t l = 0; l < LANES; l++) {
            double v = x[k + l] * w[k + l];
            sum[l] += v * v;
        }
    for (size_t l = 0; k < n; k++, l++)
        sum[l] += (x[k] * w[k]) * (x[k] * w[k]);
    for (size_t l = 0; l < LANES; l++)
        total += sum[l];
    return total;
}

/* z = sum_j c_j x_j, block by block */
SHF_CLONES
static void vector_combine(size_t n, size_t count, const double *c, double *const *x, double *z)
{
    for (size_t first = 0; first < n; first += BLOCK) {
        double sum[BLOCK];
        size_t size = n - first < BLOCK ? n - first : BLOCK;
        for (size_t k = 0; k < size; k++)
            sum[k] = c[0] * x[0][first + k];
        for (size_t j = 1; j < count; j++) {
            const double *from = x[j] + first;
            double factor = c[j];
            for (size_t k = 0; k < size; k++)
                sum[k] += factor * from[k];
        }
        for (size_t k = 0; k < size; k++)
            z[first + k] = sum[k];
    }
}

/* ---- as SUNDIALS calls them ---- */

static void op_linear_sum(double a, N_Vector x, double b, N_Vector y, N_Vector z)
{
    vector_sum_two(length(x), a, NV_DATA_S(x), b, NV_DATA_S(y), NV_DATA_S(z));
}

static void op_scale(double a, N_Vector x, N_Vector z)
{
    vector_scale(length(x), a, NV_DATA_S(x), NV_DATA_S(z));
}

static void op_add_const(N_Vector x, double a, N_Vector z)
{
    vector_shift(length(x), a, NV_DATA_S(x), NV_DATA_S(z));
}

static void op_abs(N_Vector x, N_Vector z)
{
    vector_magnitude(length(x), NV_DATA_S(x), NV_DATA_S(z));
}

static void op_inv(N_Vector x, N_Vector z)
{
    vector_inverse(length(x), NV_DATA_S(x), NV_DATA_S(z));
}

static void op_prod(N_Vector x, N_Vector y, N_Vector z)
{
    vector_multiply(length(x), NV_DATA_S(x), NV_DATA_S(y), NV_DATA_S(z));
}

static void op_div(N_Vector x, N_Vector y, N_Vector z)
{
    vector_divide(length(x), NV_DATA_S(x), NV_DATA_S(y), NV_DATA_S(z));
}

static void op_const(double a, N_Vector z)
{
    vector_fill(length(z), a, NV_DATA_S(z));
}

static double op_dot(N_Vector x, N_Vector y)
{
    return vector_sum_products(length(x), NV_DATA_S(x), NV_DATA_S(y));
}

static double op_norm(N_Vector x, N_Vector w)
{
    return sqrt(vector_sum_squares(length(x), NV_DATA_S(x), NV_DATA_S(w)) / (double)length(x));
}

static int op_combine(int count, double *c, N_Vector *x, N_Vector z)
{
    enum { AT_ONCE = 16 };
    double *data[AT_ONCE];
    if (count < 1 || count > AT_ONCE)
        return -1;
    for (int j = 0; j < count; j++)
        data[j] = NV_DATA_S(x[j]);
    vector_combine(length(z), (size_t)count, c, data, NV_DATA_S(z));
    return 0;
}

void shf_vector_attach(N_Vector vector)
{
    N_Vector_Ops ops = vector->ops;
    ops->nvlinearsum = op_linear_sum;
    ops->nvscale = op_scale;
    ops->nvaddconst = op_add_const;
    ops->nvabs = op_abs;
    ops->nvinv = op_inv;
    ops->nvprod = op_prod;
    ops->nvdiv = op_div;
    ops->nvconst = op_const;
    ops->nvdotprod = op_dot;
    ops->nvwrmsnorm = op_norm;
    ops->nvlinearcombination = op_combine;
}
