/* The table of all commands. */
#include "cli/commands.h"

#define COMMAND_ADDRESS(name) &name##_command,
const command *const command_list[] = {COMMANDS(COMMAND_ADDRESS) NULL};
