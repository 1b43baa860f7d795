/* The list of all commands: a new one has a line here, and a descriptor NAME_command in a file of its own. */
#ifndef SHF_CLI_COMMANDS_H
#define SHF_CLI_COMMANDS_H

#include "cli/command.h"

#define COMMANDS(X)        \
    X(hinge)               \
    X(node)                \
    X(timescales)          \
    X(dmft)                \
    X(online)              \
    X(onset_hinge)         \
    X(onset_dmft)          \
    X(map_hinge)           \
    X(limit_dmft)          \
    X(threshold_dmft)      \
    X(scan_timescales)     \
    X(simulate_hinge)      \
    X(simulate_node)       \
    X(simulate_timescales) \
    X(simulate_dmft)       \
    X(compare_hinge)       \
    X(compare_node)        \
    X(compare_timescales)  \
    X(compare_dmft)        \
    X(figure)              \
    X(rerun)               \
    X(merge)               \
    X(help)                \
    X(man)                 \
    X(completion)          \
    X(version)

#define COMMAND_DECLARATION(name) extern const command name##_command;
COMMANDS(COMMAND_DECLARATION)
#undef COMMAND_DECLARATION

#endif
