/* The list of all commands. */
#include "cli/commands.h"

const command *const command_list[] = {
    &hinge_command, &node_command,       &rerun_command,   &help_command,
    &man_command,   &completion_command, &version_command, NULL,
};
