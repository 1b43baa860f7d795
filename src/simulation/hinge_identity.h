/* Everything that the results of an ensemble depend on. */
#ifndef SHF_SIMULATION_HINGE_IDENTITY_H
#define SHF_SIMULATION_HINGE_IDENTITY_H

#include <shallowflow/simulation.h>

typedef struct shf_hinge_experiment {
    const shf_hinge_params *params;
    const shf_simulation_params *simulation;
    const shf_simulation_file *file; /**< may be NULL */
    const shf_simulation_request *request;
    const shf_grid *grid;
} shf_hinge_experiment;

/** Lines "name = value": version, BLAS kernels, hash of the data file, every parameter.  To be freed; NULL
 * when memory is exhausted. */
char *shf_hinge_identity(const shf_hinge_experiment *job, uint64_t data_hash);

#endif
