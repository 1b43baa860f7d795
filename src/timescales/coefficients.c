/* Public face of the Hermite coefficients. */
#include "common/report.h"
#include "common/ridge.h"

shf_status shf_timescales_coefficients(const shf_choice *function, size_t modes, double *c,
                                       double *second_moment, shf_error *error)
{
    if (modes > SHF_RIDGE_MODES_MAX)
        return shf_fail(error, SHF_ERR_VALUE, "modes = %zu: must lie in [0, %d]", modes, SHF_RIDGE_MODES_MAX);
    if (function->kind < SHF_RIDGE_RELU || function->kind > SHF_RIDGE_HERMITE)
        return shf_fail(error, SHF_ERR_VALUE, "function = %d: must be one of %s", function->kind,
                        SHF_RIDGE_NAMES);
    shf_ridge_coefficients(function, modes, c, second_moment);
    return SHF_OK;
}
