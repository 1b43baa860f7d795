/* Data files of the commands that train networks. */
#include "cli/hinge_data.h"
#include <string.h>

const char *hinge_data_redirect(const char *name, const char *value)
{
    static const char *const formats[] = {"idx:", "npy:", "csv:"};
    if (strcmp(name, "data") == 0)
        for (size_t k = 0; k < sizeof formats / sizeof formats[0]; k++)
            if (strncmp(value, formats[k], 4) == 0)
                return "data-file";
    return name;
}

shf_status hinge_data_dimension(size_t *d, size_t usual, const shf_simulation_file *file, shf_error *error)
{
    size_t samples = 0, own = 0;
    if (!file->file)
        return SHF_OK;
    shf_status status = shf_simulation_file_shape(file, &samples, &own, error);
    if (!status && *d == usual)
        *d = own;
    return status;
}
