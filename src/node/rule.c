/* Gauss rules: nodes as eigenvalues of the Jacobi matrix by bisection on Sturm counts, weights from the
 * orthonormal polynomials; the recurrence of the chi law from its discretised density. */
#include "node/rule.h"
#include "common/gsl_guard.h"
#include "common/report.h"
#include <gsl/gsl_sf_log.h>
#include <math.h>
#include <stdlib.h>

/* ---- nodes and weights from a recurrence ---- */

/* How many eigenvalues of the Jacobi matrix lie below x. */
static size_t eigenvalues_below(size_t n, const double *alpha, const double *beta, double x)
{
    size_t count = 0;
    double q = 1;
    for (size_t k = 0; k < n; k++) {
        q = (alpha ? alpha[k] : 0) - x - (k ? beta[k] / q : 0);
        if (q == 0)
            q = -1e-300;
        count += q < 0;
    }
    return count;
}

static double eigenvalue(size_t n, const double *alpha, const double *beta, size_t index, double lo,
                         double hi)
{
    for (;;) {
        double middle = 0.5 * (lo + hi);
        if (middle <= lo || middle >= hi)
            return middle;
        if (eigenvalues_below(n, alpha, beta, middle) > index)
            hi = middle;
        else
            lo = middle;
    }
}

/* 1 / sum_k p_k(x)^2 over the orthonormal polynomials p_k, k < n. */
static double christoffel(size_t n, const double *alpha, const double *beta, double x)
{
    double older = 0, p = 1, sum = 1;
    for (size_t k = 0; k + 1 < n; k++) {
        double next =
            ((x - (alpha ? alpha[k] : 0)) * p - (k ? sqrt(beta[k]) : 0) * older) / sqrt(beta[k + 1]);
        older = p;
        p = next;
        sum += p * p;
    }
    return 1 / sum;
}

void shf_node_rule_gauss(size_t n, const double *alpha, const double *beta, double *x, double *w)
{
    double reach = 0;
    for (size_t k = 0; k < n; k++) {
        double row =
            fabs(alpha ? alpha[k] : 0) + (k ? sqrt(beta[k]) : 0) + (k + 1 < n ? sqrt(beta[k + 1]) : 0);
        reach = fmax(reach, row);
    }
    for (size_t i = 0; i < n; i++)
        x[i] = !alpha && 2 * i + 1 == n ? 0 : eigenvalue(n, alpha, beta, i, -1.01 * reach, 1.01 * reach);
    for (size_t i = 0; !alpha && i < n / 2; i++)
        x[i] = -x[n - 1 - i];
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += w[i] = christoffel(n, alpha, beta, x[i]);
    for (size_t i = 0; i < n; i++)
        w[i] /= sum;
    for (size_t i = 0; !alpha && i < n / 2; i++)
        w[i] = w[n - 1 - i];
}

void shf_node_rule_legendre(size_t n, double *x, double *w)
{
    double beta[SHF_NODE_RULE_MAX];
    for (size_t k = 0; k < n; k++)
        beta[k] = (double)(k * k) / (4. * (double)(k * k) - 1);
    shf_node_rule_gauss(n, NULL, beta, x, w);
}

void shf_node_rule_normal(size_t n, double *x, double *w)
{
    double beta[SHF_NODE_RULE_MAX];
    for (size_t k = 0; k < n; k++)
        beta[k] = (double)k;
    shf_node_rule_gauss(n, NULL, beta, x, w);
}

/* ---- chi law ---- */

enum { CELLS = 60, CELL_POINTS = 16, CHI_MAX = 50 };
static const size_t SAMPLES = (size_t)CELLS * CELL_POINTS;
static const double CHI_REACH = 13; /* the density is below 1e-36 of its peak that far from it */

/* Density at peak + y, up to a factor: r^(f-1) exp(-r^2/2), written without cancellation. */
static double chi_density(double freedom, double peak, double y)
{
    if (peak == 0)
        return exp(-0.5 * y * y);
    gsl_sf_result excess;
    if (y <= -peak || gsl_sf_log_1plusx_mx_e(y / peak, &excess))
        return 0;
    return exp((freedom - 1) * excess.val - 0.5 * y * y);
}

/* Samples y about the peak and weights of the density, by a composite Gauss-Legendre rule. */
static void chi_samples(double freedom, double peak, double *y, double *mass)
{
    double gx[CELL_POINTS], gw[CELL_POINTS];
    shf_node_rule_legendre(CELL_POINTS, gx, gw);
    double lo = fmax(-peak, -CHI_REACH), half = 0.5 * (CHI_REACH - lo) / CELLS;
    shf_gsl_enter();
    for (size_t c = 0; c < CELLS; c++)
        for (size_t i = 0; i < CELL_POINTS; i++) {
            size_t k = c * CELL_POINTS + i;
            y[k] = lo + half * (2 * (double)c + 1 + gx[i]);
            mass[k] = gw[i] * chi_density(freedom, peak, y[k]);
        }
    shf_gsl_leave();
}

/* Recurrence of the polynomials orthogonal on the samples: Stieltjes' procedure with normalised polynomials;
 * p and older are work space, all arrays have SAMPLES entries but alpha and beta. */
static void stieltjes(size_t n, const double *y, const double *mass, double *p, double *older, double *alpha,
                      double *beta)
{
    double total = 0;
    for (size_t k = 0; k < SAMPLES; k++)
        total += mass[k];
    for (size_t k = 0; k < SAMPLES; k++) {
        p[k] = 1 / sqrt(total);
        older[k] = 0;
    }
    beta[0] = 0;
    for (size_t i = 0; i < n; i++) {
        double mean = 0, norm = 0;
        for (size_t k = 0; k < SAMPLES; k++)
            mean += mass[k] * p[k] * p[k] * y[k];
        alpha[i] = mean;
        for (size_t k = 0; k < SAMPLES; k++) {
            double next = (y[k] - mean) * p[k] - sqrt(beta[i]) * older[k];
            older[k] = p[k];
            p[k] = next;
            norm += mass[k] * next * next;
        }
        if (i + 1 < n)
            beta[i + 1] = norm;
        for (size_t k = 0; k < SAMPLES; k++)
            p[k] /= sqrt(norm);
    }
}

shf_status shf_node_rule_chi(size_t n, double freedom, double *x, double *w, shf_error *error)
{
    double alpha[CHI_MAX] = {0}, beta[CHI_MAX] = {0};
    double *work = malloc(4 * SAMPLES * sizeof *work);
    if (!work)
        return shf_no_memory(error);
    double peak = sqrt(freedom - 1);
    chi_samples(freedom, peak, work, work + SAMPLES);
    stieltjes(n, work, work + SAMPLES, work + 2 * SAMPLES, work + 3 * SAMPLES, alpha, beta);
    free(work);
    shf_node_rule_gauss(n, alpha, beta, x, w);
    for (size_t i = 0; i < n; i++)
        x[i] += peak;
    return SHF_OK;
}
