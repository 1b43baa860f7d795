/* The arguments of commands that do not compute: at most one word, and --help. */
#ifndef SHF_CLI_PLAIN_H
#define SHF_CLI_PLAIN_H

#include "cli/command.h"

enum { GO_ON = -1 };

/** Reads them; `*word` is the word or NULL.  GO_ON, or the exit code after showing help or a message. */
int plain_arguments(const command *self, int argc, char **argv, const char **word);

#endif
