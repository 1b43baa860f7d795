/* shallowflow man: the manual page, in roff, made from the descriptors and their parameter tables. */
#include "cli/commands.h"
#include "cli/date.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/plain.h"
#include "cli/text.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Longest line of input that mandoc likes. */
enum { LINE = 78 };

/* Text within a line: backslashes, hyphens and quotes escaped. */
static void escape(FILE *stream, const char *text)
{
    for (; *text; text++) {
        if (*text == '\\')
            (void)fputs("\\e", stream);
        else if (*text == '-')
            (void)fputs("\\-", stream);
        else if (*text == '"')
            (void)fputs("\\(dq", stream);
        else
            (void)fputc(*text, stream);
    }
}

static void print_escaped(const char *text)
{
    escape(stdout, text);
}

/* Lines of text; a leading point or quote must not be read as a request. */
static void print_lines(const char *text)
{
    while (*text) {
        const char *line = text;
        int length = (int)text_line(&text, LINE);
        (void)printf("%s%.*s\n", *line == '.' || *line == '\'' ? "\\&" : "", length, line);
    }
}

/* A paragraph; each sentence starts a line of its own, as roff wants it. */
static void print_text(const char *text)
{
    char *escaped = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&escaped, &size);
    if (!stream)
        return;
    escape(stream, text);
    if (fclose(stream) == 0) {
        char *rest = escaped;
        for (char *end = strstr(rest, ".  "); end; end = strstr(rest, ".  ")) {
            end[1] = '\0';
            print_lines(rest);
            rest = end + 3;
        }
        print_lines(rest);
    }
    free(escaped);
}

static void print_tag(const char *name, const char *metavar)
{
    (void)printf(".TP\n.B \\-\\-");
    print_escaped(name);
    if (metavar)
        (void)printf(" \\fI%s\\fR", metavar);
    (void)putchar('\n');
}

static void print_paragraphs(const char *const *paragraph)
{
    for (size_t k = 0; paragraph && paragraph[k]; k++) {
        (void)fputs(k ? ".PP\n" : "", stdout);
        print_text(paragraph[k]);
    }
}

static void print_parameter(const shf_param_table *table, const shf_param *row)
{
    char *dflt = help_default(table, row);
    print_tag(row->name, help_metavar(row));
    int is_text = row->kind == SHF_PARAM_text;
    char facts[768];
    (void)snprintf(facts, sizeof facts, "%s%s%s%s; default %s%s%s", row->help, *row->unit ? " (" : "",
                   row->unit, *row->unit ? ")" : "", dflt ? dflt : "", is_text ? "" : ", allowed ",
                   is_text ? "" : row->allowed);
    print_text(facts);
    free(dflt);
}

static void print_parameters(const command *c)
{
    shf_error error;
    settings s;
    if (settings_init(&s, c, &error))
        return;
    for (size_t k = 0; k < s.n; k++) {
        const shf_param_table *table = s.section[k].table;
        if (k == 0 || strcmp(table->title, s.section[k - 1].table->title) != 0)
            (void)printf(".PP\nSection [%s]:\n", table->title);
        for (size_t j = 0; j < table->n_rows; j++)
            print_parameter(table, &table->row[j]);
    }
    settings_clear(&s);
}

static void print_columns(const command *c)
{
    shf_table *table = help_sample(c);
    for (size_t j = 0; table && j < shf_table_columns(table); j++) {
        (void)printf(j ? ".TP\n.B " : ".PP\nColumns of the output:\n.TP\n.B ");
        print_escaped(shf_table_column_name(table, j));
        (void)putchar('\n');
        print_text(shf_table_column_help(table, j));
        if (*shf_table_column_unit(table, j)) {
            (void)putchar('(');
            print_escaped(shf_table_column_unit(table, j));
            (void)printf(")\n");
        }
    }
    shf_table_free(table);
}

static void print_command(const command *c)
{
    (void)printf(".SS \"shallowflow %s%s%s\"\n", c->name, c->arguments ? " " : "",
                 c->arguments ? c->arguments : "");
    if (c->description)
        print_paragraphs(c->description);
    else
        (void)printf("%c%s.\n", toupper((unsigned char)c->summary[0]), c->summary + 1);
    print_parameters(c);
    print_columns(c);
    for (const example *k = c->examples; k && k->line; k++) {
        (void)printf(k == c->examples ? ".PP\nExamples:\n.TP\n.B " : ".TP\n.B ");
        print_escaped(k->line);
        (void)putchar('\n');
        print_text(k->meaning);
    }
}

static void print_front(void)
{
    (void)printf(".\\\" made by: shallowflow man\n"
                 ".TH SHALLOWFLOW 1 \"%s\" \"shallowflow %s\" \"User Commands\"\n"
                 ".SH NAME\n"
                 "shallowflow \\- how shallow neural networks learn, from theory\n"
                 ".SH SYNOPSIS\n",
                 SHF_DATE, shf_version());
    for (const command *const *c = command_list; *c; c++) {
        (void)printf("%s.B shallowflow %s\n", c == command_list ? "" : ".br\n", (*c)->name);
        if ((*c)->run || (*c)->writes)
            (void)printf("[\\fB\\-\\-OPTION\\fR \\fIVALUE\\fR]...\n");
        if ((*c)->arguments)
            (void)printf("\\fI%s\\fR\n", (*c)->arguments);
    }
}

static const char *const about[] = {
    "Each command solves one theory for the given parameters and writes a table of named columns.  The "
    "table goes to the standard output or to a file, which appears complete or not at all.",
    "Parameters take their defaults, then what parameter files say, then what the command line says.", NULL};

static const char *const files[] = {
    "A parameter file for --config has lines `key = value`, where the keys are the names of the options, "
    "comments behind # or ;, and, if wanted, headers [section].  A list may go on in indented lines "
    "behind a comma.  A line has at most 199 characters.  JSON objects of keys, or of sections with "
    "keys, are read as well.",
    "Every result starts with all of its parameters and is a parameter file itself.", NULL};

static const char *const output[] = {
    "TSV has a header of lines that start with #, the last of them with the names of the columns, then "
    "one line a row, with 17 digits.  CSV has the same header, then a row of names, then the rows.  JSON "
    "is one object with the members parameters, results, notes, columns and rows; numbers that are not "
    "finite are the texts nan, inf, -inf.",
    "A plot is drawn by gnuplot from a script that stays beside it, with the data inside, to be restyled.",
    NULL};

static void print_common(void)
{
    (void)printf(".SH OPTIONS\nAll commands that compute take these besides their parameters.\n");
    for (int k = 0; k < COMMON_COUNT; k++) {
        print_tag(common_options[k].name, common_options[k].metavar);
        print_text(common_options[k].help);
    }
}

static void print_exit_codes(void)
{
    static const char *const meanings[] = {"done", "failed: file, memory, computation, or interrupted",
                                           "wrong usage: an option, a value, a text",
                                           "computed, and a check is out of tolerance"};
    (void)printf(".SH EXIT STATUS\n");
    for (int k = 0; k < 4; k++) {
        (void)printf(".TP\n.B %d\n", k);
        print_text(meanings[k]);
    }
}

static int call(const command *self, int argc, char **argv)
{
    const char *word = NULL;
    int code = plain_arguments(self, argc, argv, &word);
    if (code != GO_ON)
        return code;
    print_front();
    (void)printf(".SH DESCRIPTION\n");
    print_paragraphs(about);
    (void)printf(".SH COMMANDS\n");
    for (const command *const *c = command_list; *c; c++)
        print_command(*c);
    print_common();
    (void)printf(".SH PARAMETER FILES\n");
    print_paragraphs(files);
    (void)printf(".SH OUTPUT\n");
    print_paragraphs(output);
    print_exit_codes();
    (void)printf(".SH SEE ALSO\n.BR gnuplot (1)\n");
    return finish_output(self->name);
}

const command man_command = {
    .name = "man",
    .summary = "print the manual page, for man -l",
    .call = call,
};
