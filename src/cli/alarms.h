/* What must not pass for a success: notes that are shown on the standard error stream too. */
#ifndef SHF_CLI_ALARMS_H
#define SHF_CLI_ALARMS_H

#include "cli/settings.h"

/** Adds a note for an estimated error above 10 %, for training that diverges, and, to a `whole` result, for
 * rows that are fewer than the times asked for.  Errors: SHF_ERR_MEMORY. */
shf_status alarms_add(const settings *s, shf_table *table, const shf_info *info, int whole, shf_error *error);

/** Prints the notes that begin with "warning: ", as these do. */
void alarms_show(const shf_table *table, const char *name);

#endif
