/* Mean of a function over the law of x from its values on a test set, with the part that depends on x_1 taken
 * out by regression on Hermite polynomials, whose means are known. */
#ifndef SHF_SIMULATION_CONTROL_VARIATE_H
#define SHF_SIMULATION_CONTROL_VARIATE_H

#include <shallowflow/status.h>
#include <stddef.h>

enum { SHF_CONTROL_VARIATE_DEGREE = 6, SHF_CONTROL_VARIATE_TERMS = SHF_CONTROL_VARIATE_DEGREE + 1 };

typedef struct shf_control_variate {
    size_t n;
    double *h; /**< n x SHF_CONTROL_VARIATE_TERMS: h_k(x_1) */
    double factor[SHF_CONTROL_VARIATE_TERMS * SHF_CONTROL_VARIATE_TERMS]; /**< Cholesky factor of h^T h */
} shf_control_variate;

/** For n samples of x_1, `stride` numbers apart.  Errors: SHF_ERR_MEMORY, SHF_ERR_NUMERIC (too few samples).
 */
shf_status shf_control_variate_make(shf_control_variate *variate, size_t n, const double *x, size_t stride,
                                    shf_error *error);
void shf_control_variate_free(shf_control_variate *variate);

/** Mean of `value`, n numbers, over the law, and its standard error.  Unbiased up to terms of order 1/n. */
double shf_control_variate_mean(const shf_control_variate *variate, const double *value,
                                double *standard_error);

#endif
