/* What had another name in an older version: the old name is refused, with the new one in the message. */
#ifndef SHF_CLI_RENAMED_H
#define SHF_CLI_RENAMED_H

#include "cli/settings.h"

/** What to say of a parameter that the command does not have and once had under that name, such as "it is
 * called runs now", with `dashes` in front of the new name; 0 if there never was one.  At most `room`
 * characters go to `text`. */
int renamed_option(const settings *s, const char *name, const char *dashes, char *text, size_t room);

/** What a command line whose first word no command has is now, "dmft --m M1,M2,..." for "dmft-widths ...";
 * NULL if there never was such a command. */
const char *renamed_command(const char *line);

#endif
