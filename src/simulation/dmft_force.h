/* Sums over the training samples that drive the network of dmft.h, or its Gaussian surrogate. */
#ifndef SHF_SIMULATION_DMFT_FORCE_H
#define SHF_SIMULATION_DMFT_FORCE_H

#include "common/arena.h"
#include "simulation/dmft_task.h"

/** Samples that are evaluated at once. */
enum { SHF_FORCE_ROWS = 512 };

/** Weights, and sums over samples of residual times gradient of m f. */
typedef struct shf_dmft_weights {
    size_t m, d;
    double *a, *w;   /**< m, m x d */
    double *ga, *gw; /**< of the same shapes */
} shf_dmft_weights;

/** Samples of the network. */
typedef struct shf_dmft_samples {
    const shf_dmft_task *task;
    size_t n, d, m;
    double *x, *y;       /**< n x d, n */
    double *own, *own_y; /**< a block of chosen samples */
    double *z, *slope;   /**< rows x m */
    double *residual;    /**< rows */
    shf_arena arena;     /**< of the arrays */
} shf_dmft_samples;

/** To be freed also after an error.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_samples_make(shf_dmft_samples *s, const shf_dmft_task *task, size_t n, size_t d, size_t m,
                                 uint64_t seed, shf_error *error);
void shf_dmft_samples_free(shf_dmft_samples *s);

/** Half the sum of (y - f)^2 over `count` samples, those of the list `chosen` or, if that is NULL, the first;
 * if `gradient`, fills ga[i] = sum (y-f) sigma(<w_i,x>) and gw[i] = a_i sum (y-f) sigma'(<w_i,x>) x. */
double shf_dmft_samples_force(shf_dmft_samples *s, const shf_dmft_weights *net, const size_t *chosen,
                              size_t count, int gradient);

/** Samples of the surrogate (D.48): for each, and each degree k = 1..3 that occurs, the coefficients of a
 * random homogeneous polynomial J^(k)[w,..,w] in w. */
enum { SHF_SURROGATE_DEGREE = 3 };
typedef struct shf_dmft_surrogate {
    const shf_dmft_task *task;
    size_t n, d;
    size_t terms[SHF_SURROGATE_DEGREE + 1]; /**< monomials of each degree; 0: absent */
    double *j[SHF_SURROGATE_DEGREE + 1];    /**< n x terms */
    double *sum[SHF_SURROGATE_DEGREE + 1];  /**< terms */
    double *noise, *residual;               /**< n */
    double *slope;                          /**< d */
    shf_arena arena;                        /**< of the arrays */
} shf_dmft_surrogate;

/** Bytes that the polynomials of n samples take. */
double shf_dmft_surrogate_bytes(const shf_dmft_task *task, size_t n, size_t d);

/** To be freed also after an error.  Errors: SHF_ERR_MEMORY. */
shf_status shf_dmft_surrogate_make(shf_dmft_surrogate *g, const shf_dmft_task *task, size_t n, size_t d,
                                   uint64_t seed, shf_error *error);
void shf_dmft_surrogate_free(shf_dmft_surrogate *g);

/** The same as shf_dmft_samples_force for all samples of the surrogate. */
double shf_dmft_surrogate_force(shf_dmft_surrogate *g, const shf_dmft_weights *net, int gradient);

#endif
