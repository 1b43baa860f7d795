/* How the library reports failures: return shf_fail(error, status, "..."). */
#ifndef SHF_COMMON_REPORT_H
#define SHF_COMMON_REPORT_H

#include <shallowflow/status.h>

/** Fills `error` (NULL allowed) with one formatted line and returns `status`. */
shf_status shf_fail(shf_error *error, shf_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** shf_fail for exhausted memory; inline, so that static analysis sees that it is not SHF_OK. */
static inline shf_status shf_no_memory(shf_error *error)
{
    (void)shf_fail(error, SHF_ERR_MEMORY, "%s", shf_status_text(SHF_ERR_MEMORY));
    return SHF_ERR_MEMORY;
}

/** The next step of a chain, unless an earlier one has failed: `status` is that of the first failure.
 *
 *     shf_status status = shf_params_validate(...);
 *     SHF_THEN(status, shf_grid_times(...));
 *     SHF_THEN(status, solve(...)); */
#define SHF_THEN(status, call)  \
    do {                        \
        if ((status) == SHF_OK) \
            (status) = (call);  \
    } while (0)

#endif
