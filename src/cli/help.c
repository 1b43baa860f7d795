/* Help on the terminal, made from the descriptors and their parameter tables. */
#include "cli/help.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/text.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

const char *help_metavar(const shf_param *row)
{
    switch (row->kind) {
    case SHF_PARAM_real:
        return "NUMBER";
    case SHF_PARAM_count:
        return "COUNT";
    case SHF_PARAM_seed:
        return "SEED";
    case SHF_PARAM_choice:
        return "NAME";
    case SHF_PARAM_list:
        return "LIST";
    case SHF_PARAM_text:
        return row->allowed;
    }
    return "VALUE";
}

char *help_default(const shf_param_table *table, const shf_param *row)
{
    char *text = shf_params_get(row, table->defaults);
    if (text && !*text) {
        free(text);
        return strdup("none");
    }
    return text;
}

shf_table *help_sample(const command *c)
{
    shf_error error;
    settings s;
    shf_info info;
    shf_table *table = NULL;
    if (!c->run || !c->sample || settings_init(&s, c, &error))
        return NULL;
    shf_status status = settings_set_sample(&s, &error);
    SHF_THEN(status, c->run(s.input, NULL, &table, &info, &error));
    settings_clear(&s);
    if (!status)
        return table;
    shf_table_free(table);
    return NULL;
}

void help_usage_name(const command *c, char *text, size_t room)
{
    const char *given = c->also ? c->also : c->name, *rest = c->name + strlen(given);
    (void)snprintf(text, room, *rest ? "%s [%s]" : "%s", given, *rest ? rest + 1 : "");
}

/* ---- options ---- */

/* First columns of: option, default, allowed values, meaning. */
enum { OPTION = 2, DEFAULT = 23, ALLOWED = 34, MEANING = 60 };

static void print_parameter(const shf_param_table *table, const shf_param *row)
{
    char option[80], meaning[256];
    char *dflt = help_default(table, row);
    (void)snprintf(option, sizeof option, "--%s %s", row->name, help_metavar(row));
    (void)snprintf(meaning, sizeof meaning, *row->unit ? "%s (%s)" : "%s", row->help, row->unit);
    text_cell cells[] = {{option, OPTION, DEFAULT - OPTION - 1},
                         {dflt ? dflt : "", DEFAULT, ALLOWED - DEFAULT - 1},
                         {row->kind == SHF_PARAM_text ? "" : row->allowed, ALLOWED, MEANING - ALLOWED - 1},
                         {meaning, MEANING, TEXT_WIDTH - MEANING}};
    text_row(stdout, cells, 4);
    free(dflt);
}

static void print_parameters(const settings *s)
{
    if (!s->n)
        return;
    text_cell head[] = {{"parameters", 0, DEFAULT},
                        {"default", DEFAULT, ALLOWED - DEFAULT},
                        {"allowed", ALLOWED, MEANING - ALLOWED},
                        {"meaning", MEANING, TEXT_WIDTH - MEANING}};
    (void)putchar('\n');
    text_row(stdout, head, 4);
    for (size_t k = 0; k < s->n; k++) {
        const shf_param_table *table = s->section[k].table;
        if (k == 0 || strcmp(table->title, s->section[k - 1].table->title) != 0)
            (void)printf("[%s]\n", table->title);
        for (size_t j = 0; j < table->n_rows; j++)
            print_parameter(table, &table->row[j]);
    }
}

static void print_common(const command *c)
{
    (void)printf("\noptions\n");
    for (int k = 0; k < COMMON_COUNT; k++) {
        char option[80];
        const common_option *o = &common_options[k];
        if (!common_applies(c, k))
            continue;
        (void)snprintf(option, sizeof option, o->metavar ? "--%s %s" : "--%s", o->name, o->metavar);
        text_cell cells[] = {{option, OPTION, DEFAULT - OPTION - 1},
                             {o->help, DEFAULT, TEXT_WIDTH - DEFAULT}};
        text_row(stdout, cells, 2);
    }
}

/* ---- output and examples ---- */

static void print_columns(const command *c)
{
    shf_table *table = help_sample(c);
    if (!table)
        return;
    (void)printf("\ncolumns of the output\n");
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        char meaning[256];
        const char *unit = shf_table_column_unit(table, j);
        (void)snprintf(meaning, sizeof meaning, *unit ? "%s (%s)" : "%s", shf_table_column_help(table, j),
                       unit);
        text_cell cells[] = {{shf_table_column_name(table, j), OPTION, DEFAULT - OPTION - 1},
                             {meaning, DEFAULT, TEXT_WIDTH - DEFAULT}};
        text_row(stdout, cells, 2);
    }
    shf_table_free(table);
}

static void print_examples(const command *c)
{
    if (c->examples)
        (void)printf("\nexamples\n");
    for (const example *k = c->examples; k && k->line; k++) {
        const char *rest = k->line;
        for (int indent = 2; *rest; indent = 8) { /* a long line goes on as a shell lets it */
            const char *line = rest;
            size_t length = text_line(&rest, (size_t)(TEXT_WIDTH - indent - 2));
            (void)printf("%*s%.*s%s\n", indent, "", (int)length, line, *rest ? " \\" : "");
        }
        text_paragraph(stdout, k->meaning, 6);
    }
}

int help_show(const command *c)
{
    shf_error error;
    settings s;
    if (settings_init(&s, c, &error))
        return complain_status(c->name, &error);
    char title[256];
    (void)snprintf(title, sizeof title, "shallowflow %s: %s", c->name, c->summary);
    text_paragraph(stdout, title, 0);
    (void)putchar('\n');
    help_usage_name(c, title, sizeof title);
    (void)printf("usage: shallowflow %s%s%s%s\n", title,
                 c->run || c->writes || c->sections ? " [--OPTION VALUE]..." : "", c->arguments ? " " : "",
                 c->arguments ? c->arguments : "");
    for (const char *const *paragraph = c->description; paragraph && *paragraph; paragraph++) {
        (void)putchar('\n');
        text_paragraph(stdout, *paragraph, 0);
    }
    print_parameters(&s);
    print_common(c);
    print_columns(c);
    print_examples(c);
    settings_clear(&s);
    return finish_output(c->name);
}

const char *help_heading(question q)
{
    static const char *const headings[] = {
#define QUESTION_HEADING(name, heading) heading,
        QUESTIONS(QUESTION_HEADING)
#undef QUESTION_HEADING
    };
    return headings[q];
}

/* A line of the list of commands. */
static void print_summary(FILE *stream, const command *c)
{
    char name[80];
    help_usage_name(c, name, sizeof name);
    if (c->arguments)
        (void)snprintf(name + strlen(name), sizeof name - strlen(name), " %s", c->arguments);
    text_cell cells[] = {{name, 2, 22}, {c->summary, 25, TEXT_WIDTH - 25}};
    text_row(stream, cells, 2);
}

void help_overview(FILE *stream)
{
    (void)fprintf(stream, "shallowflow %s: how shallow neural networks learn, from theory\n\n",
                  shf_version_full());
    (void)fprintf(stream, "usage: shallowflow COMMAND [--OPTION VALUE]...\n");
    for (const command *const *c = command_list; *c; c++) {
        if (c == command_list || (*c)->answers != c[-1]->answers)
            (void)fprintf(stream, "\n%s\n", help_heading((*c)->answers));
        print_summary(stream, *c);
    }
    (void)fprintf(stream, "\nshallowflow COMMAND --help shows the parameters of a command.\n");
}

int help_group(FILE *stream, const char *word)
{
    int found = 0;
    size_t length = strlen(word);
    for (const command *const *c = command_list; *c; c++) {
        if (strncmp((*c)->name, word, length) != 0 || (*c)->name[length] != ' ')
            continue;
        if (!found++)
            (void)fprintf(stream, "usage: shallowflow %s NAME [--OPTION VALUE]...\n\ncommands\n", word);
        print_summary(stream, *c);
    }
    if (found)
        (void)fprintf(stream, "\nshallowflow %s NAME --help shows the parameters of a command.\n", word);
    return found;
}
