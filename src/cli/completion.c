/* shallowflow completion bash: a completion script made from the descriptors and their parameter tables. */
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/plain.h"
#include <stdlib.h>
#include <string.h>

/* The options of a command, each behind a space. */
static void print_options(const command *c)
{
    shf_error error;
    settings s;
    for (int k = 0; k < COMMON_COUNT; k++)
        if (common_applies(c, k))
            (void)printf(" --%s", common_options[k].name);
    if (settings_init(&s, c, &error))
        return;
    for (size_t k = 0; k < s.n; k++)
        for (size_t j = 0; j < s.section[k].table->n_rows; j++)
            (void)printf(" --%s", s.section[k].table->row[j].name);
    settings_clear(&s);
}

/* The names of a choice, without the numbers that they take. */
static void print_names(const char *allowed)
{
    while (*allowed) {
        size_t length = strcspn(allowed, "|:[");
        (void)putchar(' ');
        (void)fwrite(allowed, 1, length, stdout);
        allowed += strcspn(allowed, "|");
        allowed += *allowed == '|';
    }
}

/* What may follow an option: the names of a choice, a file for a text; one case each. */
static void print_values(const command *c)
{
    shf_error error;
    settings s;
    if (settings_init(&s, c, &error))
        return;
    for (size_t k = 0; k < s.n; k++)
        for (size_t j = 0; j < s.section[k].table->n_rows; j++) {
            const shf_param *row = &s.section[k].table->row[j];
            if (row->kind == SHF_PARAM_text)
                (void)printf("        \"%s --%s\") files=yes ;;\n", c->name, row->name);
            if (row->kind != SHF_PARAM_choice)
                continue;
            (void)printf("        \"%s --%s\") values=\"", c->name, row->name);
            print_names(row->allowed);
            (void)printf("\" ;;\n");
        }
    settings_clear(&s);
}

static size_t first_word(const command *c)
{
    return strcspn(c->name, " ");
}

/* Whether no earlier command starts with the same word. */
static int is_first_of_its_word(const command *const *c)
{
    for (const command *const *k = command_list; k < c; k++)
        if (first_word(*k) == first_word(*c) && strncmp((*k)->name, (*c)->name, first_word(*c)) == 0)
            return 0;
    return 1;
}

/* The first words of all commands, each once. */
static void print_first_words(void)
{
    for (const command *const *c = command_list; *c; c++)
        if (is_first_of_its_word(c))
            (void)printf(" %.*s", (int)first_word(*c), (*c)->name);
}

/* The second words behind the first word of a command, one case for each first word that has some. */
static void print_second_words(void)
{
    for (const command *const *c = command_list; *c; c++) {
        int length = (int)first_word(*c), found = 0;
        for (const command *const *k = command_list; is_first_of_its_word(c) && *k; k++) {
            if (strncmp((*k)->name, (*c)->name, (size_t)length) != 0 || (*k)->name[length] != ' ')
                continue;
            if (!found++)
                (void)printf("        \" %.*s\"|\"help %.*s\"|\"%.*s %.*s\") values=\"", length, (*c)->name,
                             length, (*c)->name, length, (*c)->name, length, (*c)->name);
            (void)printf(" %s", (*k)->name + length + 1);
        }
        (void)fputs(found ? "\" ;;\n" : "", stdout);
    }
}

/* The options of the command that the line is about; names of two words come first. */
static void print_commands(void)
{
    for (int pass = 2; pass > 0; pass--)
        for (const command *const *c = command_list; *c; c++) {
            if ((strchr((*c)->name, ' ') != NULL) != (pass == 2))
                continue;
            (void)printf("        \"%s \"*) command=\"%s\" options=\"", (*c)->name, (*c)->name);
            print_options(*c);
            (void)printf("\" ;;\n");
        }
}

static void print_script(void)
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
        print_values(*c);
    print_second_words();
    (void)printf("        *\" --format\") values=\"tsv csv json\" ;;\n"
                 "        *\" --config\"|*\" --output\"|*\" -o\"|*\" --plot\"|\"rerun rerun\") files=yes ;;\n"
                 "        \"completion completion\") values=bash ;;\n"
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
    if (!word || strcmp(word, "bash") != 0) {
        complain(self->name, word ? "%s: only bash is supported" : "needs the name of a shell: bash", word);
        return BAD_USAGE;
    }
    print_script();
    return finish_output(self->name);
}

static const example examples[] = {{"source <(shallowflow completion bash)", "for this shell only"},
                                   {NULL, NULL}};

const command completion_command = {
    .name = "completion",
    .summary = "print the completion script for a shell",
    .arguments = "bash",
    .examples = examples,
    .call = call,
};
