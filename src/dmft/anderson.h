/* Fixed points x = g(x) by Anderson's method. */
#ifndef SHF_DMFT_ANDERSON_H
#define SHF_DMFT_ANDERSON_H

#include <shallowflow/status.h>
#include <stddef.h>

enum { SHF_DMFT_ANDERSON_DEPTH = 12 };

typedef struct shf_dmft_anderson {
    size_t capacity, n, used, newest; /**< unknowns, pairs kept, place of the newest */
    double *memory;
    double *step_f[SHF_DMFT_ANDERSON_DEPTH],
        *step_g[SHF_DMFT_ANDERSON_DEPTH];       /**< differences of residuals and images */
    double *f, *g, *q[SHF_DMFT_ANDERSON_DEPTH]; /**< last residual and image, basis */
    int started;
} shf_dmft_anderson;

/** Forgets everything and prepares for n unknowns.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_anderson_start(shf_dmft_anderson *anderson, size_t n, shf_error *error);

/** One step: x is the last argument, g = g(x) its image, scale the size of each component of the residual.
 *  Writes the next argument to x and returns the largest component of the scaled residual. */
double shf_dmft_anderson_step(shf_dmft_anderson *anderson, double *x, const double *g, const double *scale);

void shf_dmft_anderson_free(shf_dmft_anderson *anderson);

#endif
