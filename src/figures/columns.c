/* Names of results and columns become what gnuplot understands. */
#include "figures/columns.h"
#include "common/file.h"
#include "common/report.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The path of a result, to be freed; NULL when memory is exhausted. */
static char *data_path(const data_folder *folder, const dataset *d)
{
    char *path = NULL;
    return asprintf(&path, "%sdata/%s.tsv", folder->path, d->name) < 0 ? NULL : path;
}

int data_present(const data_folder *folder, const dataset *d)
{
    char *path = data_path(folder, d);
    int present = path && access(path, R_OK) == 0;
    free(path);
    return present;
}

/* One name in braces: {NAME}, {NAME:COLUMN} or {COLUMN}. */
typedef struct mention {
    const char *begin;  /* the opening brace */
    const char *end;    /* behind the closing brace */
    const dataset *of;  /* NULL: neither a dataset nor a column of one */
    const char *column; /* NULL: the dataset itself */
    size_t length;      /* of the name of the column */
} mention;

static int is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* The next mention at or behind `text`; begin = NULL if there is none.  Braces around anything else, such as
 * the {/Symbol g} of enhanced text or ^{1/2}, are none. */
static mention next_mention(const char *text, const dataset *own)
{
    for (const char *brace = strchr(text, '{'); brace; brace = strchr(brace + 1, '{')) {
        const char *name = brace + 1, *end = name;
        while (is_name(*end))
            end++;
        const dataset *of = dataset_named(name, (size_t)(end - name));
        if (of && *end == '}')
            return (mention){brace, end + 1, of, NULL, 0};
        if (of && *end == ':') {
            const char *column = end + 1;
            size_t length = strcspn(column, "}");
            return (mention){brace, column + length + (column[length] == '}'), of, column, length};
        }
        if (own && end > name && *end == '}')
            return (mention){brace, end + 1, own, name, (size_t)(end - name)};
    }
    return (mention){.begin = NULL};
}

int data_present_for(const data_folder *folder, const char *text)
{
    mention m;
    for (; text && (m = next_mention(text, NULL)).begin; text = m.end)
        if (!data_present(folder, m.of))
            return 0;
    return 1;
}

/* The number of a column in the first line, from 1; 0 if it is not among them. */
static int column_number(const char *names, const char *column, size_t length)
{
    for (int k = 1; names; k++) {
        size_t n = strcspn(names, "\t\n");
        if (n == length && strncmp(names, column, length) == 0)
            return k;
        names = names[n] == '\t' ? names + n + 1 : NULL;
    }
    return 0;
}

static shf_status find_column(const data_folder *folder, const mention *m, int *number, shf_error *error)
{
    unsigned char *bytes = NULL;
    size_t size = 0;
    char *path = data_path(folder, m->of);
    shf_status status = path ? shf_file_read(path, &bytes, &size, error) : shf_no_memory(error);
    if (!status) {
        *number = column_number((const char *)bytes, m->column, m->length);
        if (!*number)
            status = shf_fail(error, SHF_ERR_TEXT, "%s: has no column %.*s", path, (int)m->length, m->column);
    }
    free(bytes);
    free(path);
    return status;
}

static shf_status expand_one(FILE *out, const data_folder *folder, const mention *m, shf_error *error)
{
    int number = 0;
    if (!m->column) {
        (void)fprintf(out, "(here . \"data/%s.tsv\")", m->of->name);
        return SHF_OK;
    }
    shf_status status = find_column(folder, m, &number, error);
    if (!status)
        (void)fprintf(out, "($%d)", number);
    return status;
}

shf_status data_expand(const data_folder *folder, const char *text, const dataset *own, char **expanded,
                       shf_error *error)
{
    size_t size = 0;
    *expanded = NULL;
    FILE *out = open_memstream(expanded, &size);
    if (!out)
        return shf_no_memory(error);
    shf_status status = SHF_OK;
    mention m;
    while (!status && (m = next_mention(text, own)).begin) {
        (void)fwrite(text, 1, (size_t)(m.begin - text), out);
        status = expand_one(out, folder, &m, error);
        text = m.end;
    }
    (void)fputs(text, out);
    if (fclose(out) != 0 && !status)
        status = shf_no_memory(error);
    if (status) {
        free(*expanded);
        *expanded = NULL;
    }
    return status;
}
