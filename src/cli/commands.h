/* The descriptors of all commands. */
#ifndef SHF_CLI_COMMANDS_H
#define SHF_CLI_COMMANDS_H

#include "cli/command.h"

extern const command hinge_command, rerun_command, man_command, completion_command, help_command,
    version_command;

#endif
