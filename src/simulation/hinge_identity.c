/* A text that two ensembles share if and only if they give the same numbers. */
#include "simulation/hinge_identity.h"
#include "common/blas.h"
#include "common/checkpoint.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

char *shf_hinge_identity(const shf_hinge_experiment *job, uint64_t data_hash)
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    if (!stream)
        return NULL;
    (void)fprintf(stream, "version = %s\nBLAS kernels = %s\ndata = %016" PRIx64 "\n", shf_version(),
                  shf_blas_kernels(), data_hash);
    int good = shf_identity_section(stream, &shf_hinge_params_table, job->params) &&
               shf_identity_section(stream, &shf_simulation_params_table, job->simulation) &&
               shf_identity_section(stream, &shf_simulation_file_table, job->file) &&
               shf_identity_section(stream, &shf_simulation_request_table, job->request) &&
               shf_identity_section(stream, &shf_grid_table, job->grid);
    good = !ferror(stream) && good;
    if (fclose(stream) || !good) {
        free(text);
        return NULL;
    }
    return text;
}
