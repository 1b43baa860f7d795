/* A data file as a source of training and test sets. */
#ifndef SHF_SIMULATION_DATA_SOURCE_H
#define SHF_SIMULATION_DATA_SOURCE_H

#include "simulation/hinge_samples.h"

typedef struct shf_data_source {
    size_t n, d;
    double *x;       /**< n x d */
    signed char *y;  /**< n labels */
    double *teacher; /**< d numbers of norm 1; NULL means the difference of the class means */
    int standardise; /**< SHF_STANDARDISE_... */
    uint64_t hash;   /**< of inputs, labels and teacher */
} shf_data_source;

/** Reads inputs, labels and teacher.  Errors: as shf_simulation_file_shape. */
shf_status shf_data_source_open(shf_data_source *source, const shf_simulation_file *file, shf_error *error);
void shf_data_source_free(shf_data_source *source);

/** Draws train->n and test->n samples without replacement into sets that have been made, standardises them by
 * the training set, and finds the teacher (d numbers).  Errors: SHF_ERR_VALUE (too few samples, one class
 * only), SHF_ERR_MEMORY. */
shf_status shf_data_source_split(const shf_data_source *source, uint64_t seed, shf_hinge_samples *train,
                                 shf_hinge_samples *test, double *teacher, shf_error *error);

#endif
