/* shallowflow completion zsh. */
#include "cli/completion.h"
#include "cli/help.h"
#include <string.h>

/* A text within single quotes, for a specification in which some characters have a meaning. */
static void escaped(const char *text, const char *special)
{
    for (; *text; text++) {
        if (*text == '\'') {
            (void)fputs("'\\''", stdout);
            continue;
        }
        if (strchr(special, *text))
            (void)putchar('\\');
        (void)putchar(*text);
    }
}

static void option(const command *c, const help_entry *e)
{
    (void)c;
    (void)printf(" \\\n                '--%s[", e->name);
    escaped(e->help, "\\[]:");
    (void)putchar(']');
    if (e->names) {
        (void)printf(":name:(");
        completion_names(e->names);
        (void)putchar(')');
    } else if (e->metavar)
        (void)fputs(e->is_file ? ":file:_files" : ":number: ", stdout);
    (void)putchar('\'');
}

/* 'word:sentence' of each command that may stand there: all first words, or what stands behind one. */
static void describe(const command *const *group)
{
    for (const command *const *c = command_list; *c; c++) {
        int length = (int)completion_first_word(*c), two = completion_is_of_two_words(*c);
        if (!group && !completion_is_first_of_its_word(c))
            continue;
        if (group && (!two || strncmp((*c)->name, (*group)->name, (size_t)length + 1) != 0))
            continue;
        (void)printf(" '%.*s", group ? 64 : length, group ? (*c)->name + length + 1 : (*c)->name);
        if (group || !two) {
            (void)putchar(':');
            escaped((*c)->summary, ":\\");
        }
        (void)putchar('\'');
    }
}

/* A second word, for each first word that has some. */
static void groups(void)
{
    for (const command *const *c = command_list; *c; c++) {
        const command *first = *c;
        if (!completion_is_first_of_its_word(c) || !completion_is_of_two_words(first))
            continue;
        (void)printf("        %.*s)\n            if (( CURRENT == 3 ))%s; then\n                commands=(",
                     (int)completion_first_word(*c), first->name,
                     first->also ? " && [[ $words[3] != -* ]]" : "");
        describe(c);
        (void)printf(
            ")\n                _describe command commands\n                return\n            fi\n");
        if (first->also)
            (void)printf("            if [[ $words[3] == -* ]]; then\n                command='%s'\n"
                         "            else\n",
                         first->name);
        (void)printf("            command=\"$command $words[3]\"\n            shift words\n"
                     "            (( CURRENT-- ))%s ;;\n",
                     first->also ? "\n            fi" : "");
    }
}

void completion_zsh(void)
{
    (void)printf("#compdef shallowflow\n"
                 "# zsh completion for shallowflow, made by: shallowflow completion zsh\n"
                 "_shallowflow() {\n"
                 "    local command=$words[2]\n"
                 "    local -a commands\n"
                 "    if (( CURRENT == 2 )) || [[ $command == help && CURRENT -eq 3 ]]; then\n"
                 "        commands=(");
    describe(NULL);
    (void)printf(")\n        _describe command commands\n        return\n    fi\n    case $command in\n");
    groups();
    (void)printf("    esac\n    shift words\n    (( CURRENT-- ))\n    case $command in\n");
    for (const command *const *c = command_list; *c; c++) {
        (void)printf("        '%s')\n            _arguments", (*c)->name);
        help_visit_common(*c, option);
        help_visit_parameters(*c, option);
        if (strcmp((*c)->name, "completion") == 0)
            (void)printf(" '1:shell:(bash zsh fish)'");
        else if ((*c)->arguments && strcmp((*c)->arguments, "FILE") == 0)
            (void)printf(" '1:file:_files'");
        (void)printf(" ;;\n");
    }
    (void)printf("    esac\n}\nif [[ $funcstack[1] == _shallowflow ]]; then\n    _shallowflow \"$@\"\nelse\n"
                 "    compdef _shallowflow shallowflow\nfi\n");
}
