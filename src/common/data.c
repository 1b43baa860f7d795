/* Checks of the data laws. */
#include "common/report.h"
#include <shallowflow/data.h>

shf_status shf_data_validate(const shf_choice *law, size_t d, shf_error *error)
{
    if (law->kind == SHF_DATA_SPHERE && d < 2)
        return shf_fail(error, SHF_ERR_VALUE, "d = %zu: must be at least 2 for data = sphere", d);
    if (law->kind == SHF_DATA_SPHERE && law->n && !(law->value[0] > 0 && law->value[0] <= 1e100))
        return shf_fail(error, SHF_ERR_VALUE, "data = sphere:%g: the radius must lie in (0, 1e100]",
                        law->value[0]);
    if (law->kind == SHF_DATA_STUDENT && !(law->value[0] > 1 && law->value[0] <= 1e9))
        return shf_fail(error, SHF_ERR_VALUE,
                        "data = student:%g: the degrees of freedom must lie in (1, 1e9]", law->value[0]);
    return SHF_OK;
}
