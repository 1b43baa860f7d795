/* The list of all commands. */
#include "cli/commands.h"

const command *const command_list[] = {
    &man_command,   &completion_command, &version_command, NULL,
};
