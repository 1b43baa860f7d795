/* From the arguments of the program to a command. */
#include "cli/command.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/renamed.h"
#include "cli/run.h"
#include "cli/suggest.h"
#include <signal.h>
#include <string.h>

/* How many of the words in argv make up a name; 0 if they do not. */
static int matched_words(const char *name, int argc, char *const *argv)
{
    int words = 0;
    while (words < argc) {
        size_t length = strcspn(name, " ");
        if (strncmp(name, argv[words], length) != 0 || argv[words][length])
            return 0;
        words++;
        if (!name[length])
            return words;
        name += length + 1;
    }
    return 0;
}

const command *command_find(int argc, char *const *argv, int *words)
{
    const command *found = NULL;
    *words = 0;
    for (const command *const *c = command_list; *c; c++) {
        int n = matched_words((*c)->name, argc, argv);
        if (!n && (*c)->also)
            n = matched_words((*c)->also, argc, argv);
        if (n > *words) {
            *words = n;
            found = *c;
        }
    }
    return found;
}

/* The length of a name that text starts with, 0 if it does not. */
static size_t named_length(const char *name, const char *text)
{
    size_t length = strlen(name);
    return strncmp(name, text, length) == 0 && strchr(" ", text[length]) ? length : 0;
}

const command *command_named(const char *text)
{
    const command *found = NULL;
    size_t longest = 0;
    for (const command *const *c = command_list; *c; c++) {
        size_t length = named_length((*c)->name, text);
        if (!length && (*c)->also)
            length = named_length((*c)->also, text);
        if (length > longest) {
            longest = length;
            found = *c;
        }
    }
    return found;
}

int command_execute(const command *self, int argc, char **argv)
{
    return self->run ? run_command(self, argc, argv) : self->call(self, argc, argv);
}

static int is_one_of(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

/* A name that no command has. */
static int unknown_command(int argc, char *const *argv)
{
    char both[128];
    int group = 0;
    const char *now = renamed_command(argv[0]);
    if (now) {
        complain(NULL, "unknown command %s; it is %s now", argv[0], now);
        return BAD_USAGE;
    }
    (void)snprintf(both, sizeof both, "%s %s", argv[0], argc > 1 ? argv[1] : "");
    suggestion one = suggestion_for(argv[0]), two = suggestion_for(both);
    for (const command *const *c = command_list; *c; c++) {
        suggestion_offer(strchr((*c)->name, ' ') ? &two : &one, (*c)->name);
        group |= strncmp((*c)->name, both, strlen(argv[0]) + 1) == 0;
    }
    const char *nearest = suggestion_get(&one) ? suggestion_get(&one) : suggestion_get(&two);
    const char *name = group ? both : argv[0];
    if (nearest)
        complain(NULL, "unknown command %s; did you mean %s?", name, nearest);
    else
        complain(NULL, "unknown command %s; shallowflow %s%s--help lists them", name, group ? argv[0] : "",
                 group ? " " : "");
    return BAD_USAGE;
}

/* A first word that has commands behind it, alone or with --help: lists them. */
static int incomplete_command(int argc, char *const *argv)
{
    if (argc == 2 && is_one_of(argv[1], "--help", "-h") && help_group(stdout, argv[0]))
        return finish_output(NULL);
    if (argc == 1 && help_group(stderr, argv[0]))
        return BAD_USAGE;
    return unknown_command(argc, argv);
}

int shallowflow_main(int argc, char **argv)
{
    static char
        buffer[1 << 19]; /* longer than help and manual: if they cannot be written, flushing says why */
    int words = 0;
    (void)setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    (void)signal(SIGPIPE, SIG_DFL); /* a reader that goes away ends the program quietly */
    if (argc < 2) {
        help_overview(stderr);
        return BAD_USAGE;
    }
    if (is_one_of(argv[1], "--help", "-h")) {
        help_overview(stdout);
        return finish_output(NULL);
    }
    char version[] = "version", *only_version[] = {version};
    int asked = is_one_of(argv[1], "--version", "-V");
    const command *c =
        asked ? command_find(1, only_version, &words) : command_find(argc - 1, argv + 1, &words);
    return c ? command_execute(c, argc - 1 - words, argv + 1 + words)
             : incomplete_command(argc - 1, argv + 1);
}
