/* Values that are no numbers: no result holds one without saying so. */
#ifndef SHF_CLI_NONFINITE_H
#define SHF_CLI_NONFINITE_H

#include <shallowflow/table.h>

/** Adds a note for each column that holds NaN or an infinity and whose description does not say what that
 * means.  Errors: SHF_ERR_MEMORY. */
shf_status nonfinite_notes(shf_table *table, shf_error *error);

#endif
