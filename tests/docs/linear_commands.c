/* The list of commands with that of docs/add-a-theory.md in it. */
#include "cli/commands.h"

extern const command linear_command;

const command *const command_list[] = {&linear_command,     &rerun_command,   &help_command, &man_command,
                                       &completion_command, &version_command, NULL};
