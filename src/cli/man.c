/* shallowflow man: the manual pages, in roff, made from the descriptors and their parameter tables: one of
 * all commands, one of each, one of the files. */
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
        else if (*text == '|') /* a line may break behind it */
            (void)fputs("|\\:", stream);
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
        int length = (int)text_line(&text, LINE, 0);
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

static void print_option(const command *c, const help_entry *e)
{
    (void)c;
    if (e->section && e->section[0] == '[')
        (void)printf(".PP\nSection %s:\n", e->section);
    print_tag(e->name, e->metavar);
    print_text(e->facts);
}

/* Right behind the title of a section. */
static void print_first_column(const command *c, const help_entry *e)
{
    (void)c;
    if (e->section)
        (void)printf("Columns of the output:\n");
    (void)printf(".TP\n.B ");
    print_escaped(e->name);
    (void)putchar('\n');
    print_text(e->facts);
}

static void print_column(const command *c, const help_entry *e)
{
    if (e->section)
        (void)printf(".PP\n");
    print_first_column(c, e);
}

static void print_examples(const command *c, const char *heading)
{
    for (const example *k = c->examples; k && k->line; k++) {
        (void)printf("%s\n.TP\n.B ", k == c->examples ? heading : "");
        print_escaped(k->line);
        (void)putchar('\n');
        print_text(k->meaning);
    }
}

static void print_description(const command *c)
{
    if (c->description)
        print_paragraphs(c->description);
    else
        (void)printf("%c%s.\n", toupper((unsigned char)c->summary[0]), c->summary + 1);
}

static void print_command(const command *c)
{
    (void)printf(".SS \"shallowflow %s%s%s\"\n", c->name, c->arguments ? " " : "",
                 c->arguments ? c->arguments : "");
    print_description(c);
    help_visit_parameters(c, print_option);
    help_visit_columns(c, print_column);
    print_examples(c, ".PP\nExamples:");
}

/* A line of the synopsis. */
static void print_usage(const command *c)
{
    char name[80];
    help_usage_name(c, name, sizeof name);
    (void)printf(".B shallowflow %s\n", name);
    if (c->run || c->writes || c->sections)
        (void)printf("[\\fB\\-\\-OPTION\\fR \\fIVALUE\\fR]...\n");
    if (c->arguments)
        (void)printf("\\fI%s\\fR\n", c->arguments);
}

/* A heading in capitals. */
static void print_heading(const char *text)
{
    (void)printf(".SH \"");
    for (; *text; text++)
        (void)putchar(toupper((unsigned char)*text));
    (void)printf("\"\n");
}

/* The head of a page; `name` in capitals, as headers are. */
static void print_head(const char *name, int section, const char *kind)
{
    (void)printf(".\\\" made by: shallowflow man\n.TH ");
    for (const char *c = name; *c; c++)
        (void)putchar(toupper((unsigned char)*c));
    (void)printf(" %d \"%s\" \"shallowflow %s\" \"%s\"\n.ad l\n.SH NAME\n", section, SHF_DATE, shf_version(),
                 kind);
}

static void print_front(void)
{
    print_head("shallowflow", 1, "User Commands");
    (void)printf("shallowflow \\- how shallow neural networks learn, from theory\n"
                 ".SH SYNOPSIS\n");
    for (const command *const *c = command_list; *c; c++) {
        (void)fputs(c == command_list ? "" : ".br\n", stdout);
        print_usage(*c);
    }
}

static const char *const about[] = {
    "Each command solves one theory for the given parameters and writes a table of named columns.  The "
    "table goes to the standard output or to a file, which appears complete or not at all.",
    "Parameters take their defaults, then what parameter files say, then what the command line says.",
    "Each command also has a page of its own, such as shallowflow-simulate-hinge(1).", NULL};

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

/* A line of the header of a result. */
static const struct {
    const char *line, *meaning;
} header_lines[] = {
    {"# shallowflow VERSION (REVISION)", "first line of every result: version and source revision"},
    {"# command: shallowflow hinge --N 2000",
     "the command and each parameter that differs from its default, as words of a shell"},
    {"# incomplete: ...", "only if the computation was interrupted: these are the rows that were finished"},
    {"# [SECTION]", "a group of parameters"},
    {"# KEY = VALUE",
     "each of its parameters, with the fewest digits that read back to the same bits; lists go "
     "on in indented lines behind a comma"},
    {"#: method = ...", "the integrator"},
    {"#: estimated relative error = NUMBER", "the largest of the state, where it is known"},
    {"#: result NAME = VALUE UNIT; SENTENCE", "a single result"},
    {"#: note ...", "what a reader of the numbers must know, such as an assumption that does not hold"},
    {"#: size = ROWS rows x COLUMNS columns", "shows whether a file is all there"},
    {"#: column NAME (UNIT): SENTENCE", "one for each column"},
    {"# NAME NAME ...", "TSV: the names of the columns, parted by tabulators, last line of the header"},
};

static const char *const about_header[] = {
    "The header holds neither date nor host, seconds nor number of threads: the same parameters, version and "
    "machine give the same bytes, which is what shallowflow rerun relies on.",
    "A text among the parameters that holds more than letters, digits and ._/+-:=@ stands in double quotes, "
    "with %XX for the other bytes.",
    NULL};

static const char *const other_files[] = {
    "A file of --two-time is an array of NumPy (.npy) of float64; its first slice has the times, the others "
    "the functions of two times.",
    "A file of --checkpoint is the state of an interrupted run, for the same command on the same machine; it "
    "is removed when the run is complete.",
    "Data files are .npy arrays, CSV tables, or IDX files (those of MNIST) of samples in rows.", NULL};

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

/* ---- pages ---- */

static void page_of_all(void)
{
    print_front();
    (void)printf(".SH DESCRIPTION\n");
    print_paragraphs(about);
    for (const command *const *c = command_list; *c; c++) {
        if (c == command_list || (*c)->answers != c[-1]->answers)
            print_heading(help_heading((*c)->answers));
        print_command(*c);
    }
    (void)printf(".SH OPTIONS\nAll commands that compute take these besides their parameters.\n");
    help_visit_common(NULL, print_option);
    (void)printf(".SH PARAMETER FILES\n");
    print_paragraphs(files);
    (void)printf(".SH OUTPUT\n");
    print_paragraphs(output);
    print_exit_codes();
    (void)printf(".SH SEE ALSO\n.BR shallowflow\\-files (5),\n.BR gnuplot (1)\n");
}

/* The name of the page of a command: "simulate-hinge". */
static void page_name(const command *c, char *name, size_t room)
{
    (void)snprintf(name, room, "%s", c->name);
    for (char *space = strchr(name, ' '); space; space = strchr(space, ' '))
        *space = '-';
}

static void page_of_command(const command *c)
{
    char name[80], full[100], line[400];
    page_name(c, name, sizeof name);
    (void)snprintf(full, sizeof full, "shallowflow-%s", name);
    print_head(full, 1, "User Commands");
    (void)snprintf(line, sizeof line, "%s - %s", full, c->summary);
    print_text(line);
    (void)printf(".SH SYNOPSIS\n");
    print_usage(c);
    (void)printf(".SH DESCRIPTION\n");
    print_description(c);
    (void)printf(".SH OPTIONS\n");
    help_visit_common(c, print_option);
    help_visit_parameters(c, print_option);
    if (c->run)
        (void)printf(".SH OUTPUT\n");
    help_visit_columns(c, print_first_column);
    print_examples(c, ".SH EXAMPLES");
    print_exit_codes();
    (void)printf(".SH SEE ALSO\n.BR shallowflow (1),\n.BR shallowflow\\-files (5)\n");
}

static void page_of_files(void)
{
    print_head("shallowflow-files", 5, "File Formats");
    (void)printf("shallowflow\\-files \\- results and parameter files of shallowflow\n.SH DESCRIPTION\n");
    print_paragraphs(output);
    (void)printf(".SH HEADER\nThe header of a TSV or CSV result, line by line:\n");
    for (size_t k = 0; k < sizeof header_lines / sizeof header_lines[0]; k++) {
        (void)printf(".TP\n.B \"");
        print_escaped(header_lines[k].line);
        (void)printf("\"\n");
        print_text(header_lines[k].meaning);
    }
    (void)printf(".PP\n");
    print_paragraphs(about_header);
    (void)printf(".SH PARAMETER FILES\n");
    print_paragraphs(files);
    (void)printf(".SH OTHER FILES\n");
    print_paragraphs(other_files);
    (void)printf(".SH SEE ALSO\n.BR shallowflow (1)\n");
}

/* The command whose page has that name. */
static const command *find_page(const char *word)
{
    for (const command *const *c = command_list; *c; c++) {
        char name[80];
        page_name(*c, name, sizeof name);
        if (strcmp(name, word) == 0)
            return *c;
    }
    return NULL;
}

static int call(const command *self, int argc, char **argv)
{
    const char *word = NULL;
    int code = plain_arguments(self, argc, argv, &word);
    if (code != GO_ON)
        return code;
    const command *about_command = word ? find_page(word) : NULL;
    if (!word)
        page_of_all();
    else if (strcmp(word, "files") == 0)
        page_of_files();
    else if (about_command)
        page_of_command(about_command);
    else {
        complain(self->name,
                 "%s: no such page; there is one of each command, such as simulate-hinge, and files", word);
        return BAD_USAGE;
    }
    return finish_output(self->name);
}

const command man_command = {
    .name = "man",
    .answers = PROGRAM,
    .summary = "print a manual page, for man -l",
    .arguments = "[PAGE]",
    .examples = EXAMPLES({"shallowflow man > shallowflow.1", "all commands"},
                         {"shallowflow man simulate-hinge > shallowflow-simulate-hinge.1", "one command"},
                         {"shallowflow man files > shallowflow-files.5", "results and parameter files"}),
    .call = call,
};
