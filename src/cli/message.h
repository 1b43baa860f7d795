/* Messages on the standard error stream, and the exit codes that belong to them. */
#ifndef SHF_CLI_MESSAGE_H
#define SHF_CLI_MESSAGE_H

#include "cli/command.h"

/** Prints "shallowflow: hinge: ..." as one line; `name` may be NULL. */
void complain(const char *name, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Prints the message of a failure; its exit code. */
int complain_status(const char *name, const shf_error *error);

/** The exit code of a status. */
int exit_code(shf_status status);

/** Flushes the standard output; DONE, or FAILED with a message. */
int finish_output(const char *name);

#endif
