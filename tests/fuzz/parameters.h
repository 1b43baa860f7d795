/* Parameters that came from a file or an option: the properties that they must have once they are accepted.
 */
#ifndef SHF_TESTS_FUZZ_PARAMETERS_H
#define SHF_TESTS_FUZZ_PARAMETERS_H

#include "fuzz.h"
#include <cli/settings.h>

/** Computing command number `k`, counted round the list. */
const command *fuzz_command(size_t k);

/** Every member is in its range, and its text gives the same member again. */
void fuzz_require_sound(const settings *s);

/** All parameters of a command as an INI file, to be freed. */
char *fuzz_ini(const command *c, size_t *size);

/** A result of a command in a format, with all its parameters and two rows, to be freed. */
char *fuzz_result(const command *c, int format, size_t *size);

#endif
