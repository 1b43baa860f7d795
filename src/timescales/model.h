/* The model behind the parameters: Hermite coefficients and initial state. */
#ifndef SHF_TIMESCALES_MODEL_H
#define SHF_TIMESCALES_MODEL_H

#include <shallowflow/timescales.h>

/** Everything that the equations need; arrays belong to the model. */
typedef struct shf_timescales_model {
    shf_timescales_params params;
    int model;           /**< SHF_MODEL_... */
    int start;           /**< SHF_OVERLAP_..., resolved */
    size_t K;            /**< last degree that occurs */
    double *sigma, *phi; /**< K+1 Hermite coefficients of activation and target */
    double sigma_rest;   /**< E sigma^2 - sum sigma_k^2 */
    double phi_rest;     /**< the same of the target */
    double nu;           /**< sqrt(epsilon) */
    double *a, *w, *s;   /**< m initial a_i, weights and overlaps */
} shf_timescales_model;

/** Fills a model; to be freed with shf_timescales_model_free also after an error.
 *  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY. */
shf_status shf_timescales_model_make(shf_timescales_model *model, const shf_timescales_params *params,
                                     int kind, shf_error *error);
void shf_timescales_model_free(shf_timescales_model *model);

#endif
