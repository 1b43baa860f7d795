/* Help on the terminal, made from the descriptors and their parameter tables. */
#include "cli/help.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/text.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

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

/* ---- what there is to explain ---- */

void help_visit_common(const command *c, help_visitor *visit)
{
    const char *section = "options";
    for (int k = 0; k < COMMON_COUNT; k++) {
        const common_option *o = &common_options[k];
        const char *names = k == COMMON_format ? "tsv|csv|json|text" : NULL;
        if (c && !common_applies(c, k))
            continue;
        const help_entry e = {o->name, o->metavar, o->help, o->help, section, names, o->metavar && !names};
        visit(c, &e);
        section = NULL;
    }
}

/* What is known of a parameter; to be freed, NULL when memory is exhausted. */
static char *facts_of(const shf_param_table *table, const shf_param *row)
{
    char *text = NULL, *dflt = shf_params_get(row, table->defaults);
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (stream) {
        (void)fprintf(stream, *row->unit ? "%s (%s)" : "%s", row->help, row->unit);
        (void)fprintf(stream, "; default %s", !dflt ? "" : *dflt ? dflt : "none");
        (void)fputs(row->kind == SHF_PARAM_text ? "" : ", allowed ", stream);
        for (const char *a = row->kind == SHF_PARAM_text ? "" : row->allowed; *a; a++)
            if (*a != ' ') /* a range stays in one line */
                (void)fputc(*a, stream);
        (void)fclose(stream);
    }
    free(dflt);
    return text;
}

static void visit_parameter(const command *c, const shf_param_table *table, const shf_param *row,
                            const char *section, help_visitor *visit)
{
    static const char *const metavars[] = {
        [SHF_PARAM_real] = "NUMBER", [SHF_PARAM_count] = "COUNT", [SHF_PARAM_seed] = "SEED",
        [SHF_PARAM_choice] = "NAME", [SHF_PARAM_list] = "LIST",   [SHF_PARAM_text] = NULL};
    int is_text = row->kind == SHF_PARAM_text;
    char *facts = facts_of(table, row);
    const help_entry e = {
        row->name, is_text ? row->allowed : metavars[row->kind],        row->help, facts ? facts : row->help,
        section,   row->kind == SHF_PARAM_choice ? row->allowed : NULL, is_text};
    visit(c, &e);
    free(facts);
}

void help_visit_parameters(const command *c, help_visitor *visit)
{
    const char *last = "";
    for (const command_section *k = c->sections; k && k->table; k++)
        for (size_t j = 0; j < k->table->n_rows; j++) {
            char heading[64];
            (void)snprintf(heading, sizeof heading, "[%s]", k->table->title);
            visit_parameter(c, k->table, &k->table->row[j],
                            strcmp(k->table->title, last) != 0 ? heading : NULL, visit);
            last = k->table->title;
        }
}

void help_visit_columns(const command *c, help_visitor *visit)
{
    shf_table *table = help_sample(c);
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        char facts[256];
        const char *help = shf_table_column_help(table, j), *unit = shf_table_column_unit(table, j);
        (void)snprintf(facts, sizeof facts, *unit ? "%s (%s)" : "%s", help, unit);
        const help_entry e = {shf_table_column_name(table, j),    NULL, help, facts,
                              j ? NULL : "columns of the output", NULL, 0};
        visit(c, &e);
    }
    shf_table_free(table);
}

/* ---- help of a command ---- */

/* Where meanings begin. */
enum { MEANING = 24 };

static void print_column(const command *c, const help_entry *e)
{
    (void)c;
    if (e->section)
        (void)printf("\n%s\n", e->section);
    text_tagged(stdout, e->name, 2, MEANING, e->facts);
}

static void print_option(const command *c, const help_entry *e)
{
    char option[80];
    help_entry tagged = *e;
    (void)snprintf(option, sizeof option, e->metavar ? "--%s %s" : "--%s", e->name, e->metavar);
    tagged.name = option;
    print_column(c, &tagged);
}

static void print_examples(const command *c)
{
    if (c->examples)
        (void)printf("\nexamples\n");
    for (const example *k = c->examples; k && k->line; k++) {
        const char *rest = k->line;
        for (int indent = 2; *rest; indent = 8) { /* a long line goes on as a shell lets it */
            const char *line = rest;
            size_t length = text_line(&rest, text_width() - (size_t)indent - 2, 0);
            (void)printf("%*s%.*s%s\n", indent, "", (int)length, line, *rest ? " \\" : "");
        }
        text_tagged(stdout, NULL, 0, 6, k->meaning);
    }
}

int help_show(const command *c)
{
    char title[256];
    (void)snprintf(title, sizeof title, "shallowflow %s: %s", c->name, c->summary);
    text_tagged(stdout, NULL, 0, 0, title);
    help_usage_name(c, title, sizeof title);
    (void)printf("\nusage: shallowflow %s%s%s%s\n", title,
                 c->run || c->writes || c->sections ? " [--OPTION VALUE]..." : "", c->arguments ? " " : "",
                 c->arguments ? c->arguments : "");
    for (const char *const *paragraph = c->description; paragraph && *paragraph; paragraph++) {
        (void)putchar('\n');
        text_tagged(stdout, NULL, 0, 0, *paragraph);
    }
    help_visit_parameters(c, print_option);
    help_visit_common(c, print_option);
    help_visit_columns(c, print_column);
    print_examples(c);
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
    text_tagged(stream, name, 2, 25, c->summary);
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
