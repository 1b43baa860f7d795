/* shallowflow help, shallowflow version, and what commands that do not compute have in common. */
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/plain.h"
#include "cli/renamed.h"

int plain_arguments(const command *self, int argc, char **argv, const char **word)
{
    shf_error error = {SHF_OK, ""};
    settings none = {.command = self};
    options o;
    int code = GO_ON;
    if (options_read(&o, &none, argc, argv, &error))
        code = complain_status(self->name, &error);
    else if (o.help)
        code = help_show(self);
    *word = o.positional;
    options_clear(&o);
    return code;
}

static int call_help(const command *self, int argc, char **argv)
{
    int words = 0;
    const char *word = NULL;
    const command *about = argc ? command_find(argc, argv, &words) : NULL;
    if (about && words == argc)
        return help_show(about);
    int code = plain_arguments(self, argc < 1 ? argc : 1, argv, &word);
    if (code != GO_ON)
        return code;
    if (word && argc == 1 && help_group(stdout, word))
        return finish_output(self->name);
    if (word) {
        const char *now = renamed_command(word);
        if (now)
            complain(self->name, "unknown command %s; it is %s now", word, now);
        else
            complain(self->name, "unknown command %s%s%s; shallowflow help lists them", word,
                     argc > 1 ? " " : "", argc > 1 ? argv[1] : "");
        return BAD_USAGE;
    }
    help_overview(stdout);
    return finish_output(self->name);
}

const command help_command = {
    .name = "help",
    .answers = PROGRAM,
    .summary = "show what a command does, or list the commands",
    .arguments = "[COMMAND]",
    .call = call_help,
};

static int call_version(const command *self, int argc, char **argv)
{
    const char *word = NULL;
    int code = plain_arguments(self, argc, argv, &word);
    if (code != GO_ON)
        return code;
    (void)printf("shallowflow %s\n", shf_version_full());
    return finish_output(self->name);
}

const command version_command = {
    .name = "version",
    .answers = PROGRAM,
    .summary = "show version and source revision",
    .call = call_version,
};
