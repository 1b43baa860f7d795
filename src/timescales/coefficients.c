/* Public face of the Hermite coefficients. */
#include "common/activation.h"
#include "common/report.h"
#include <shallowflow/timescales.h>

shf_status shf_timescales_coefficients(const shf_choice *function, size_t modes, double *c,
                                       double *second_moment, shf_error *error)
{
    if (modes > SHF_ACTIVATION_MODES_MAX)
        return shf_fail(error, SHF_ERR_VALUE, "modes = %zu: must lie in [0, %d]", modes,
                        SHF_ACTIVATION_MODES_MAX);
    if (function->kind < 0 || function->kind > SHF_ACT_HERMITE)
        return shf_fail(error, SHF_ERR_VALUE, "function = %d: must be one of %s", function->kind,
                        SHF_ACTIVATION_NAMES);
    *second_moment = shf_activation_coefficients(function, modes, c);
    return SHF_OK;
}
