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
            return SHF_OK; /* the names of a CSV file, or the end */
        (void)source_get(s);
        if (source_peek(s) != ':')
            return SHF_OK; /* the names of a TSV file */
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

static shf_status check_rows(const config *c, source *s, const facts *f, shf_error *error)
{
    char separator = c->format == SHF_FORMAT_CSV ? ',' : '\t';
    for (size_t k = 0; k <= f->rows; k++) /* the names, then the rows */
        if (count_fields(s, separator) != f->columns)
            return truncated(c, s, error);
    return source_peek(s) == EOF ? source_check(s, error) : truncated(c, s, error);
}

shf_status config_read_result(config *c, source *s, int whole, shf_error *error)
{
    facts f = {0};
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
    int next = source_peek(s);
    if (!f.has_size || next == EOF)
        return truncated(c, s, error);
    c->format = next == ' ' ? SHF_FORMAT_TSV : SHF_FORMAT_CSV;
    return whole ? check_rows(c, s, &f, error) : SHF_OK;
}
