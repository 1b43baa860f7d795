/* shallowflow completion: what the scripts for all shells share, and the one for bash. */
#include "cli/completion.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/plain.h"
#include <string.h>

/* ---- for all shells ---- */

void completion_names(const char *allowed)
{
    while (*allowed) {
        size_t length = strcspn(allowed, "|:[");
        (void)putchar(' ');
        (void)fwrite(allowed, 1, length, stdout);
        allowed += strcspn(allowed, "|");
        allowed += *allowed == '|';
    }
}

size_t completion_first_word(const command *c)
{
    return strcspn(c->name, " ");
}

int completion_is_first_of_its_word(const command *const *c)
{
    for (const command *const *k = command_list; k < c; k++)
        if (completion_first_word(*k) == completion_first_word(*c) &&
            strncmp((*k)->name, (*c)->name, completion_first_word(*c)) == 0)
            return 0;
    return 1;
}

int completion_is_of_two_words(const command *c)
{
    return strchr(c->name, ' ') != NULL;
}

/* ---- bash ---- */

static void bash_option(const command *c, const help_entry *e)
{
    (void)c;
    (void)printf(" --%s", e->name);
}

/* What may follow an option: the names of a choice, a file for a text; one case each. */
static void bash_value(const command *c, const help_entry *e)
{
    if (e->is_file)
        (void)printf("        \"%s --%s\") files=yes ;;\n", c->name, e->name);
    if (!e->names)
        return;
    (void)printf("        \"%s --%s\") values=\"", c->name, e->name);
    completion_names(e->names);
    (void)printf("\" ;;\n");
}

/* The first words of all commands, each once. */
static void print_first_words(void)
{
    for (const command *const *c = command_list; *c; c++)
        if (completion_is_first_of_its_word(c))
            (void)printf(" %.*s", (int)completion_first_word(*c), (*c)->name);
}

/* The second words behind the first word of a command, one case for each first word that has some; a first
 * word that is a command of its own has set that one. */
static void print_second_words(void)
{
    for (const command *const *c = command_list; *c; c++) {
        int length = (int)completion_first_word(*c), found = 0;
        for (const command *const *k = command_list; completion_is_first_of_its_word(c) && *k; k++) {
            if (strncmp((*k)->name, (*c)->name, (size_t)length) != 0 || (*k)->name[length] != ' ')
                continue;
            if (!found++)
                (void)printf("        \" %.*s\"|\"help %.*s\"|\"%.*s%s %.*s\") values=\"", length, (*c)->name,
                             length, (*c)->name, length, (*c)->name, (*c)->also ? (*c)->name + length : "",
                             length, (*c)->name);
            (void)printf(" %s", (*k)->name + length + 1);
        }
        (void)fputs(found ? "\" ;;\n" : "", stdout);
    }
}

/* The options of a command that the line is about under this name. */
static void print_command(const command *c, const char *name)
{
    (void)printf("        \"%s \"*) command=\"%s\" options=\"", name, c->name);
    help_visit_common(c, bash_option);
    help_visit_parameters(c, bash_option);
    (void)printf("\" ;;\n");
}

/* Names of two words come first. */
static void print_commands(void)
{
    for (const command *const *c = command_list; *c; c++)
        if (completion_is_of_two_words(*c))
            print_command(*c, (*c)->name);
    for (const command *const *c = command_list; *c; c++)
        if (!completion_is_of_two_words(*c) || (*c)->also)
            print_command(*c, (*c)->also ? (*c)->also : (*c)->name);
}

static void bash_script(void)
{
    (void)printf("# bash completion for shallowflow, made by: shallowflow completion bash\n"
                 "_shallowflow()\n"
                 "{\n"
                 "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
                 "    local command= options= values= files=\n"
                 "    COMPREPLY=()\n"
                 "    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]} \" in\n");
    print_commands();
    (void)printf("    esac\n"
                 "    case \"$command $before\" in\n");
    for (const command *const *c = command_list; *c; c++)
        help_visit_parameters(*c, bash_value);
    print_second_words();
    (void)printf("        *\" --format\") values=\"tsv csv json\" ;;\n"
                 "        *\" --config\"|*\" --output\"|*\" -o\"|*\" --plot\"|\"rerun rerun\") files=yes ;;\n"
                 "        \"completion completion\") values=\"bash zsh fish\" ;;\n"
                 "        \" shallowflow\"|\" \"*/shallowflow|\"help help\") values=\"");
    print_first_words();
    (void)printf("\" ;;\n"
                 "    esac\n"
                 "    if [[ -n $files ]]; then\n"
                 "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
                 "    elif [[ $word == -* ]]; then\n"
                 "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
                 "    elif [[ -n $values ]]; then\n"
                 "        COMPREPLY=($(compgen -W \"$values\" -- \"$word\"))\n"
                 "    fi\n"
                 "}\n"
                 "complete -o filenames -F _shallowflow shallowflow\n");
}

static int call(const command *self, int argc, char **argv)
{
    const char *word = NULL;
    int code = plain_arguments(self, argc, argv, &word);
    if (code != GO_ON)
        return code;
    static const struct {
        const char *name;
        void (*print)(void);
    } shells[] = {{"bash", bash_script}, {"zsh", completion_zsh}, {"fish", completion_fish}};
    size_t k = 0;
    while (word && k < 3 && strcmp(word, shells[k].name) != 0)
        k++;
    if (!word || k == 3) {
        complain(self->name,
                 word ? "%s: must be one of bash|zsh|fish" : "needs the name of a shell: bash, zsh or fish",
                 word);
        return BAD_USAGE;
    }
    shells[k].print();
    return finish_output(self->name);
}

const command completion_command = {
    .name = "completion",
    .answers = PROGRAM,
    .summary = "print the completion script for bash, zsh or fish",
    .arguments = "SHELL",
    .examples = EXAMPLES({"source <(shallowflow completion bash)", "for this shell only; the same in zsh"},
                         {"shallowflow completion fish | source", "in fish"}),
    .call = call,
};
