/* shallowflow completion fish. */
#include "cli/completion.h"
#include "cli/help.h"
#include <string.h>

/* A text between single quotes. */
static void quoted(const char *text)
{
    (void)putchar('\'');
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\')
            (void)putchar('\\');
        (void)putchar(*text);
    }
    (void)putchar('\'');
}

/* FILE takes files, a choice its names, others nothing that could be offered. */
static void option(const command *c, const help_entry *e)
{
    (void)printf("complete -c shallowflow -n '__shallowflow_at %s", c->name);
    if (c->also)
        (void)printf("; or __shallowflow_short %s", c->also);
    (void)printf("' -l %s -d ", e->name);
    quoted(e->help);
    if (e->metavar)
        (void)fputs(e->is_file ? " -r -F" : " -x", stdout);
    if (e->names) {
        (void)printf(" -a '");
        completion_names(e->names);
        (void)putchar('\'');
    }
    (void)putchar('\n');
}

/* The words that may stand first, then those that may stand behind them. */
static void words(void)
{
    for (const command *const *c = command_list; *c; c++) {
        int length = (int)completion_first_word(*c);
        if (completion_is_first_of_its_word(c)) {
            (void)printf("complete -c shallowflow -n 'not __shallowflow_at' -a %.*s", length, (*c)->name);
            if (!completion_is_of_two_words(*c)) {
                (void)printf(" -d ");
                quoted((*c)->summary);
            }
            (void)putchar('\n');
            (void)printf("complete -c shallowflow -n '__shallowflow_is help' -a %.*s\n", length, (*c)->name);
        }
        if (!completion_is_of_two_words(*c))
            continue;
        (void)printf(
            "complete -c shallowflow -n '__shallowflow_is %.*s; or __shallowflow_is help %.*s' -a %s -d ",
            length, (*c)->name, length, (*c)->name, (*c)->name + length + 1);
        quoted((*c)->summary);
        (void)putchar('\n');
    }
}

void completion_fish(void)
{
    (void)printf("# fish completion for shallowflow, made by: shallowflow completion fish\n"
                 "function __shallowflow_at -d 'whether the command line starts with these words'\n"
                 "    set -l words (commandline -opc)\n"
                 "    set -e words[1]\n"
                 "    test (count $words) -gt 0; and string match -q -- \"$argv *\" \"$words \"\n"
                 "    or test (count $argv) -eq 0 -a (count $words) -gt 0\n"
                 "end\n"
                 "function __shallowflow_is -d 'whether the command line is these words'\n"
                 "    set -l words (commandline -opc)\n"
                 "    set -e words[1]\n"
                 "    test \"$words\" = \"$argv\"\n"
                 "end\n"
                 "function __shallowflow_short -d 'whether the command line is this word, then options'\n"
                 "    set -l words (commandline -opc)\n"
                 "    set -e words[1]\n"
                 "    test \"$words[1]\" = \"$argv\"; or return 1\n"
                 "    test (count $words) -eq 1; or string match -q -- '-*' \"$words[2]\"\n"
                 "end\n"
                 "complete -c shallowflow -f\n");
    words();
    (void)printf("complete -c shallowflow -n '__shallowflow_is completion' -a 'bash zsh fish'\n"
                 "complete -c shallowflow -n '__shallowflow_is rerun' -F\n");
    for (const command *const *c = command_list; *c; c++) {
        help_visit_common(*c, option);
        help_visit_parameters(*c, option);
    }
}
