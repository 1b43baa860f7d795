/* A text that two ensembles share if and only if they give the same numbers. */
#include "simulation/identity.h"
#include "common/blas.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* One line a parameter; 0 when memory is exhausted. */
static int write_table(FILE *stream, const shf_param_table *table, const void *params)
{
    for (size_t k = 0; params && k < table->n_rows; k++) {
        char *value = shf_params_get(&table->row[k], params);
        if (!value)
            return 0;
        (void)fprintf(stream, "%s = %s\n", table->row[k].name, value);
        free(value);
    }
    return 1;
}

char *shf_identity(const shf_job *job, uint64_t data_hash)
{
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    if (!stream)
        return NULL;
    (void)fprintf(stream, "version = %s\nBLAS kernels = %s\ndata = %016" PRIx64 "\n", shf_version(),
                  openblas_get_corename(), data_hash);
    int good = write_table(stream, shf_hinge_params_table(), job->params) &&
               write_table(stream, shf_simulation_params_table(), job->simulation) &&
               write_table(stream, shf_simulation_file_table(), job->file) &&
               write_table(stream, shf_simulation_request_table(), job->request) &&
               write_table(stream, shf_grid_table(), job->grid);
    good = !ferror(stream) && good;
    if (fclose(stream) || !good) {
        free(text);
        return NULL;
    }
    return text;
}
