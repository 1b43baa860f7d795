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

/* The values of the choices of a command, one case each. */
static void print_values(const command *c)
{
    shf_error error;
    settings s;
    if (settings_init(&s, c, &error))
        return;
    for (size_t k = 0; k < s.n; k++)
        for (size_t j = 0; j < s.section[k].table->n_rows; j++) {
            const shf_param *row = &s.section[k].table->row[j];
            if (row->kind != SHF_PARAM_choice)
                continue;
            (void)printf("        \"%s --%s\") values=\"", c->name, row->name);
            print_names(row->allowed);
            (void)printf("\" ;;\n");
        }
    settings_clear(&s);
}

static size_t first_word(const char *name)
{
    return strcspn(name, " ");
}

/* Whether an earlier command has the same first word. */
static int is_repeated(const command *const *c)
{
    size_t n = first_word((*c)->name);
    for (const command *const *e = command_list; e != c; e++)
        if (first_word((*e)->name) == n && strncmp((*e)->name, (*c)->name, n) == 0)
            return 1;
    return 0;
}

/* The first words of all commands. */
static void print_first_words(void)
{
    for (const command *const *c = command_list; *c; c++)
        if (!is_repeated(c))
            (void)printf(" %.*s", (int)first_word((*c)->name), (*c)->name);
}

/* The second words that go with each first word, one case each. */
static void print_second_words(void)
{
    for (const command *const *c = command_list; *c; c++) {
        size_t n = first_word((*c)->name);
        if (!(*c)->name[n] || is_repeated(c))
            continue;
        (void)printf("        %.*s) second=\"", (int)n, (*c)->name);
        for (const command *const *e = c; *e; e++)
            if (first_word((*e)->name) == n && (*e)->name[n] && strncmp((*e)->name, (*c)->name, n) == 0)
                (void)printf(" %s", (*e)->name + n + 1);
        (void)printf("\" ;;\n");
    }
}

static void print_script(void)
{
    (void)printf("# bash completion for shallowflow, made by: shallowflow completion bash\n"
                 "_shallowflow()\n"
                 "{\n"
                 "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
                 "    local command= options= values= second=\n"
                 "    COMPREPLY=()\n"
                 "    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]} \" in\n");
    for (int pass = 2; pass > 0; pass--) /* names of two words come first */
        for (const command *const *c = command_list; *c; c++) {
            if ((strchr((*c)->name, ' ') != NULL) != (pass == 2))
                continue;
            (void)printf("        \"%s \"*) command=\"%s\" options=\"", (*c)->name, (*c)->name);
            print_options(*c);
            (void)printf("\" ;;\n");
        }
    (void)printf("    esac\n"
                 "    case ${COMP_WORDS[1]} in\n");
    print_second_words();
    (void)printf("    esac\n"
                 "    case \"$command $before\" in\n");
    for (const command *const *c = command_list; *c; c++)
        print_values(*c);
    (void)printf("        *\" --format\") values=\"tsv csv json\" ;;\n"
                 "        *\" --config\"|*\" --output\"|*\" -o\"|*\" --plot\"|\"rerun rerun\")\n"
                 "            COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n"
                 "        \"completion completion\") values=bash ;;\n"
                 "    esac\n"
                 "    if [[ -n $values ]]; then\n"
                 "        COMPREPLY=($(compgen -W \"$values\" -- \"$word\"))\n"
                 "    elif [[ $word == -* && -n $options ]]; then\n"
                 "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
                 "    elif ((COMP_CWORD == 2)) && [[ -n $second ]]; then\n"
                 "        COMPREPLY=($(compgen -W \"$second\" -- \"$word\"))\n"
                 "    elif ((COMP_CWORD == 1)) || [[ -z $command || $command == help ]]; then\n"
                 "        COMPREPLY=($(compgen -W \"");
    print_first_words();
    (void)printf("\" -- \"$word\"))\n"
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
