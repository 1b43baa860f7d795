/* Properties of the numbers in a data file. */
#include "raw.h"
#include <math.h>
#include <shallowflow/simulation.h>
#include <stdio.h>

/* The same file as the data of a simulation. */
static void open_as_data(const char *format, const char *path)
{
    char spec[128];
    size_t samples = 0, d = 0;
    shf_error error = {SHF_OK, ""};
    shf_simulation_file file = shf_simulation_file_default();
    (void)snprintf(spec, sizeof spec, "%s:%s", format, path);
    file.file = spec;
    shf_status status = shf_simulation_file_shape(&file, &samples, &d, &error);
    fuzz_require_message(status, &error);
    fuzz_require(status || (samples > 0 && d > 0));
    char same[128];
    (void)snprintf(same, sizeof same, "%s", path);
    file.labels = same;
    file.rule.kind = SHF_RULE_SIGN;
    fuzz_require_message(shf_simulation_file_shape(&file, &samples, &d, &error), &error);
    file.labels = NULL;
    file.teacher = spec;
    fuzz_require_message(shf_simulation_file_shape(&file, &samples, &d, &error), &error);
}

int fuzz_raw(const uint8_t *data, size_t size, const char *format)
{
    const char *path = fuzz_path(data, size);
    char spec[128];
    shf_error error = {SHF_OK, ""};
    shf_data_matrix raw;
    (void)snprintf(spec, sizeof spec, "%s:%s", format, path);
    shf_status status = shf_data_matrix_read(&raw, "data-file", spec, &error);
    fuzz_require_message(status, &error);
    fuzz_require(status || (raw.rows > 0 && raw.columns > 0));
    for (size_t k = 0; !status && k < raw.rows * raw.columns; k++)
        fuzz_require(isfinite(raw.value[k]));
    shf_data_matrix_free(&raw);
    open_as_data(format, path);
    return 0;
}
