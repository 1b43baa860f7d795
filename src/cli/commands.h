/* The list of all commands: a new one has a line here, and a descriptor NAME_command in a file of its own. */
#ifndef SHF_CLI_COMMANDS_H
#define SHF_CLI_COMMANDS_H

#include "cli/command.h"

#define COMMANDS(X)        \
    X(hinge)               \
    X(node)                \
    X(simulate_hinge)      \
    X(compare_hinge)       \
    X(onset)               \
    X(onset_map)           \
    X(timescales)          \
    X(timescales_scan)     \
    X(simulate_timescales) \
    X(compare_timescales)  \
    X(dmft)                \
    X(dmft_widths)         \
    X(dmft_limit)          \
    X(dmft_onset)          \
    X(dmft_threshold)      \
    X(dmft_neurons)        \
    X(simulate_dmft)       \
    X(compare_dmft)        \
    X(figure)              \
    X(rerun)               \
    X(help)                \
    X(man)                 \
    X(completion)          \
    X(version)

#define COMMAND_DECLARATION(name) extern const command name##_command;
COMMANDS(COMMAND_DECLARATION)
#undef COMMAND_DECLARATION

#endif
