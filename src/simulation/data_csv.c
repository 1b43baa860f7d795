/* Numbers in text: one row a line, separated by commas, semicolons, tabs or spaces.  Lines that are empty or
 * start with
 * '#' are skipped, and so is a first line in which nothing is a number (column names). */
#include "common/params_text.h"
#include "common/report.h"
#include "simulation/data_matrix.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct csv {
    const char *path;
    shf_data_matrix *matrix;
    size_t room; /* numbers that matrix->value can hold */
    size_t used;
    size_t line;
} csv;

static shf_status add_number(csv *c, double value, shf_error *error)
{
    if (c->used == c->room) {
        size_t room = c->room ? 2 * c->room : 1024;
        double *larger = realloc(c->matrix->value, room * sizeof *larger);
        if (!larger)
            return shf_no_memory(error);
        c->matrix->value = larger;
        c->room = room;
    }
    c->matrix->value[c->used++] = value;
    return SHF_OK;
}

/* Steps over blanks and at most one separator. */
static const char *next_field(const char *text)
{
    text += strspn(text, " \t");
    if (*text == ',' || *text == ';')
        text++;
    return text + strspn(text, " \t");
}

/* Whether no field of the line is a number, or looks like one that is badly written (1D-01). */
static int only_names(const char *text)
{
    while (*text) {
        size_t length = strcspn(text, ",; \t");
        size_t sign = strspn(text, "+-.");
        if (strchr("0123456789", text[sign]) && text[sign] && strspn(text, "0123456789+-.eEdD") == length)
            return 0;
        text = next_field(text + length);
    }
    return 1;
}

static shf_status read_fields(csv *c, const char *text, shf_error *error)
{
    size_t before = c->used;
    while (*text) {
        const char *rest = text;
        double value = 0;
        size_t length = strcspn(text, ",; \t");
        if (length == 0 || !shf_read_number(text, &rest, &value) || rest != text + length || !isfinite(value))
            return shf_fail(error, SHF_ERR_FILE, "%s: line %zu, column %zu: \"%.*s\" is not a finite number",
                            c->path, c->line, c->used - before + 1, length < 40 ? (int)length : 40, text);
        shf_status status = add_number(c, value, error);
        if (status)
            return status;
        text = next_field(text + length);
    }
    size_t columns = c->used - before;
    if (c->matrix->rows && columns != c->matrix->columns)
        return shf_fail(error, SHF_ERR_FILE, "%s: line %zu has %zu columns, the lines before have %zu",
                        c->path, c->line, columns, c->matrix->columns);
    c->matrix->columns = columns;
    c->matrix->rows++;
    return SHF_OK;
}

static shf_status parse(csv *c, char *text, size_t n, shf_error *error)
{
    int first = 1;
    if (memchr(text, '\0', n))
        return shf_fail(error, SHF_ERR_FILE, "%s: is not a text", c->path);
    while (*text) {
        size_t length = strcspn(text, "\n");
        char *next = text + length + (text[length] == '\n');
        text[length] = '\0';
        if (length && text[length - 1] == '\r')
            text[length - 1] = '\0';
        c->line++;
        text += strspn(text, " \t");
        if (*text && *text != '#') {
            if (!(first && only_names(text))) {
                shf_status status = read_fields(c, text, error);
                if (status)
                    return status;
            }
            first = 0;
        }
        text = next;
    }
    return c->matrix->rows ? SHF_OK : shf_fail(error, SHF_ERR_FILE, "%s: holds no numbers", c->path);
}

shf_status shf_data_parse_csv(shf_data_matrix *matrix, const char *path, unsigned char *bytes, size_t n,
                              shf_error *error)
{
    csv c = {.path = path, .matrix = matrix};
    size_t mark = n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* some editors put it in front */
    return parse(&c, (char *)bytes + mark, n - mark, error);
}
