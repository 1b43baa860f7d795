/* Radau nodes of a panel: collocation, interpolation, resolution. */
#include "dmft/radau.h"
#include "common/blas_load.h"
#include "common/gsl_guard.h"
#include "common/report.h"
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_sort_vector.h>
#include <math.h>

/* Nodes on [-1,1]: eigenvalues of the Jacobi matrix of the Legendre polynomials with its last entry changed
 * so that 1 is one of them. */
static shf_status nodes(shf_dmft_radau *radau, shf_error *error)
{
    size_t p = radau->p;
    gsl_matrix *jacobi = gsl_matrix_calloc(p, p);
    gsl_vector *x = gsl_vector_alloc(p);
    gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(p);
    shf_status status = jacobi && x && work ? SHF_OK : shf_no_memory(error);
    if (status == SHF_OK) {
        gsl_matrix_set(jacobi, p - 1, p - 1, (double)p / (2 * (double)p - 1));
        for (size_t k = 1; k < p; k++) {
            double n = (double)k, b = n / sqrt(4 * n * n - 1);
            gsl_matrix_set(jacobi, k - 1, k, b);
            gsl_matrix_set(jacobi, k, k - 1, b);
        }
        if (gsl_eigen_symm(jacobi, x, work))
            status = shf_fail(error, SHF_ERR_NUMERIC, "Radau nodes: no eigenvalues");
        gsl_sort_vector(x);
        for (size_t i = 0; i < p; i++)
            radau->x[i + 1] = 0.5 * (1 + gsl_vector_get(x, i));
        radau->x[0] = 0;
        radau->x[p] = 1;
    }
    gsl_eigen_symm_free(work);
    gsl_vector_free(x);
    gsl_matrix_free(jacobi);
    return status;
}

shf_status shf_dmft_radau_make(shf_dmft_radau *radau, size_t p, shf_error *error)
{
    *radau = (shf_dmft_radau){.p = p};
    shf_status status = shf_blas_load(1, error); /* GSL calls it */
    if (status)
        return status;
    shf_gsl_enter();
    status = nodes(radau, error);
    shf_gsl_leave();
    if (status)
        return status;
    for (size_t i = 0; i <= p; i++) {
        double product = 1;
        for (size_t j = 0; j <= p; j++)
            if (j != i)
                product *= radau->x[i] - radau->x[j];
        radau->w[i] = 1 / product;
    }
    for (size_t i = 1; i <= p; i++) {
        double sum = 0;
        for (size_t j = 0; j <= p; j++) {
            if (j == i)
                continue;
            radau->d[i - 1][j] = radau->w[j] / radau->w[i] / (radau->x[i] - radau->x[j]);
            sum += radau->d[i - 1][j];
        }
        radau->d[i - 1][i] = -sum;
    }
    radau->tail = ldexp(1, 1 - 2 * (int)p); /* T_p on the unit interval begins with 2^(2p-1) x^p */
    return SHF_OK;
}

void shf_dmft_radau_interpolate(const shf_dmft_radau *radau, double x, double *weight)
{
    double sum = 0;
    for (size_t j = 0; j <= radau->p; j++) {
        if (x == radau->x[j]) {
            for (size_t k = 0; k <= radau->p; k++)
                weight[k] = k == j;
            return;
        }
        weight[j] = radau->w[j] / (x - radau->x[j]);
        sum += weight[j];
    }
    for (size_t j = 0; j <= radau->p; j++)
        weight[j] /= sum;
}

double shf_dmft_radau_tail(const shf_dmft_radau *radau, double before, const double *values, size_t stride)
{
    double sum = radau->w[0] * before;
    for (size_t i = 0; i < radau->p; i++)
        sum += radau->w[i + 1] * values[i * stride];
    return fabs(sum) * radau->tail;
}
