/* Mean of a function over the law of x from its values on a test set, with the part that depends on x_1 taken
 * out by regression on Hermite polynomials, whose means are known. */
#ifndef SHF_SIMULATION_GAUGE_H
#define SHF_SIMULATION_GAUGE_H

#include <shallowflow/status.h>
#include <stddef.h>

enum { SHF_GAUGE_DEGREE = 6, SHF_GAUGE_TERMS = SHF_GAUGE_DEGREE + 1 };

typedef struct shf_gauge {
    size_t n;
    double *h;                                        /**< n x SHF_GAUGE_TERMS: h_k(x_1) */
    double factor[SHF_GAUGE_TERMS * SHF_GAUGE_TERMS]; /**< Cholesky factor of h^T h */
} shf_gauge;

/** For n samples of x_1, `stride` numbers apart.  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC (too few samples).
 */
shf_status shf_gauge_make(shf_gauge *gauge, size_t n, const double *x, size_t stride, shf_error *error);
void shf_gauge_free(shf_gauge *gauge);

/** Mean of `value`, n numbers, over the law, and its standard error.  Unbiased up to terms of order 1/n. */
double shf_gauge_mean(const shf_gauge *gauge, const double *value, double *standard_error);

#endif
