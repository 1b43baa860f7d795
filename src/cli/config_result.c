/* TSV and CSV results, read back: their header holds the parameters, their rows show that nothing is missing.
 */
#include "cli/config_parts.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

static shf_status truncated(const config *c, const source *s, shf_error *error)
{
    return shf_fail(error, SHF_ERR_TEXT, "%s:%zu: the result is damaged or truncated", c->path, s->line);
}

/* What a file is that begins neither like parameters nor like a result. */
static shf_status no_parameters(const config *c, source *s, shf_error *error)
{
    if (source_peek(s) == '"' || source_peek(s) == '\'')
        return shf_fail(
            error, SHF_ERR_TEXT,
            "%s: was saved again by another program, which put quotes around the header; give the "
            "file as shallowflow wrote it",
            c->path);
    return shf_fail(error, SHF_ERR_TEXT, "%s:1: expected key = value or [section]", c->path);
}

/* Takes a line that starts with `mark`, and keeps what follows, as far as it fits. */
static shf_status take_marked(config *c, source *s, const char *mark, char **rest, shf_error *error)
{
    char text[256];
    int whole = 0;
    size_t length = strlen(mark);
    shf_status status = source_text(s, text, sizeof text, &whole, error);
    if (status)
        return status;
    if (strncmp(text, mark, length) != 0)
        return truncated(c, s, error);
    if (!whole)
        source_skip(s);
    *rest = strdup(text + length);
    return *rest ? SHF_OK : shf_no_memory(error);
}

/* What the lines "#: ..." say. */
typedef struct facts {
    size_t rows, columns;
    int has_size, is_plot;
} facts;

/* Takes them all; the first "#:" is taken already. */
static shf_status take_facts(source *s, facts *f, shf_error *error)
{
    char text[128];
    for (;;) {
        int whole = 0;
        shf_status status = source_text(s, text, sizeof text, &whole, error);
        if (status)
            return status;
        if (!whole)
            source_skip(s);
        f->has_size |= sscanf(text, " size = %zu rows x %zu columns", &f->rows, &f->columns) == 2;
        f->is_plot |= strncmp(text, " plot = ", 8) == 0;
        if (source_peek(s) != '#')
            return SHF_OK; /* the rows, or the end; of version 0.1: the names of a CSV file */
        (void)source_get(s);
        if (source_peek(s) != ':')
            return SHF_OK; /* the names of a TSV file of version 0.1 */
        (void)source_get(s);
    }
}

/* Takes a line and counts its fields; 0 if it has no end. */
static size_t count_fields(source *s, char separator)
{
    size_t n = 1;
    int quoted = 0, c = 0;
    while ((c = source_get(s)) != '\n') {
        if (c == EOF)
            return 0;
        quoted ^= c == '"';
        n += c == separator && !quoted;
    }
    return n;
}

/* The names in the first line: how many there would be for each separator. */
typedef struct names {
    size_t tabs, commas;
} names;

static void take_names(source *s, names *n)
{
    int quoted = 0;
    *n = (names){1, 1};
    for (int c = source_get(s); c != '\n' && c != EOF; c = source_get(s)) {
        quoted ^= c == '"';
        n->tabs += c == '\t';
        n->commas += c == ',' && !quoted;
    }
}

static int is_named_csv(const config *c)
{
    const char *end = strrchr(c->path, '.');
    return end && strcmp(end, ".csv") == 0;
}

/* The format, and with `whole` whether all rows are there; `first` are the names if they came first. */
static shf_status check_rows(config *c, source *s, const facts *f, const names *first, int whole,
                             shf_error *error)
{
    int next = source_peek(s), has_names = first->tabs > 0;
    if (!f->has_size || (next == EOF && !has_names))
        return truncated(c, s, error);
    if (!has_names)
        c->format = next == ' ' ? SHF_FORMAT_TSV : SHF_FORMAT_CSV;
    else if (first->tabs == 1 && first->commas == 1)
        c->format = is_named_csv(c) ? SHF_FORMAT_CSV : SHF_FORMAT_TSV;
    else
        c->format = first->tabs > 1 ? SHF_FORMAT_TSV : SHF_FORMAT_CSV;
    if (!whole)
        return SHF_OK;
    char separator = c->format == SHF_FORMAT_CSV ? ',' : '\t';
    if (has_names && f->columns != (c->format == SHF_FORMAT_CSV ? first->commas : first->tabs))
        return truncated(c, s, error);
    for (size_t k = has_names; k <= f->rows; k++)
        if (count_fields(s, separator) != f->columns)
            return truncated(c, s, error);
    return source_peek(s) == EOF ? source_check(s, error) : truncated(c, s, error);
}

shf_status config_read_result(config *c, source *s, int whole, shf_error *error)
{
    facts f = {0};
    names first = {0};
    if (source_peek(s) != '#')
        take_names(s, &first);
    if (source_peek(s) != '#')
        return no_parameters(c, s, error);
    shf_status status = take_marked(c, s, "# shallowflow ", &c->version, error);
    SHF_THEN(status, take_marked(c, s, "# command: shallowflow ", &c->command, error));
    SHF_THEN(status, config_read_ini(c, s, 1, error));
    SHF_THEN(status, take_facts(s, &f, error));
    if (status)
        return status;
    if (f.is_plot)
        return whole ? shf_fail(error, SHF_ERR_TEXT,
                                "%s: is the script of a plot; give it as --config, or to gnuplot", c->path)
                     : SHF_OK;
    return check_rows(c, s, &f, &first, whole, error);
}
