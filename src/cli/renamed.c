/* What had another name in an older version. */
#include "cli/renamed.h"
#include <stdio.h>
#include <string.h>

/* One word for one thing in all commands; where the value changes, too, how. */
static const struct {
    const char *old, *now, *value;
} options[] = {
    {"seeds", "runs", ""},
    {"data-seed", "seed", "; run k draws its samples with seed + k"},
    {"dt", "substeps", ", 1/dt updates for each unit of time"},
    {"step", "substeps", ", 1/step updates for each unit of time"},
    {"method", "dynamics", ""},
    {"neurons", "nodes", ""},
    {"widths", "m", ""},
    {"target-2", "target-terms", ", a sum such as 'He1(x2)'"},
};

int renamed_option(const settings *s, const char *name, const char *dashes, char *text, size_t room)
{
    size_t section = 0;
    for (size_t k = 0; k < sizeof options / sizeof options[0]; k++)
        if (strcmp(name, options[k].old) == 0 && settings_find(s, NULL, options[k].now, &section)) {
            (void)snprintf(text, room, "it is called %s%s now%s", dashes, options[k].now, options[k].value);
            return 1;
        }
    return 0;
}

/* A model, or a verb and a model. */
static const struct {
    const char *old, *now;
} commands[] = {
    {"onset-map", "map"},
    {"timescales-scan", "scan timescales"},
    {"dmft-widths", "dmft --m M1,M2,..."},
    {"dmft-limit", "limit dmft"},
    {"dmft-onset", "onset dmft"},
    {"dmft-threshold", "threshold dmft"},
    {"dmft-neurons", "dmft --neurons FILE"},
};

const char *renamed_command(const char *line)
{
    size_t length = strcspn(line, " ");
    for (size_t k = 0; k < sizeof commands / sizeof commands[0]; k++)
        if (strlen(commands[k].old) == length && strncmp(line, commands[k].old, length) == 0)
            return commands[k].now;
    return NULL;
}
