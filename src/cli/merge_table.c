/* Reading tables of results, and the means over several ensembles. */
#include "cli/merge_table.h"
#include "common/columns.h"
#include "common/file.h"
#include "common/params_text.h"
#include "common/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

/* The text between "#: " and the end of the line if it begins with `word`, behind that; NULL if not. */
static char *fact(char *line, const char *word)
{
    size_t n = strlen(word);
    return strncmp(line, "#: ", 3) == 0 && strncmp(line + 3, word, n) == 0 ? line + 3 + n : NULL;
}

/* "NAME (UNIT): SENTENCE" or "NAME: SENTENCE" becomes a column. */
static void take_column(char *text, shf_table *table)
{
    char *help = strstr(text, ": "), *unit = NULL;
    if (!help)
        return;
    *help = 0;
    size_t end = strlen(text);
    if (end && text[end - 1] == ')' && (unit = strstr(text, " (")) != NULL) {
        text[end - 1] = 0;
        *unit = 0;
        unit += 2;
    }
    shf_column_add(table, unit ? unit : "", help + 2, "%s", text);
}

/* "NAME = VALUE (UNIT); SENTENCE", the unit and sentence at least empty. */
static void take_scalar(char *text, shf_table *table)
{
    char *value = strstr(text, " = "), *help = value ? strstr(value, "; ") : NULL;
    double x;
    const char *rest;
    if (!value)
        return;
    *value = 0;
    if (shf_read_number(value + 3, &rest, &x))
        shf_scalar_add(table, x, "", help ? help + 2 : "", "%s", text);
}

static void take_row(char *line, shf_table *table)
{
    char *rest = NULL;
    for (char *field = strtok_r(line, "\t", &rest); field; field = strtok_r(NULL, "\t", &rest)) {
        const char *behind;
        double x = NAN;
        while (*field == ' ')
            field++;
        if (!shf_read_number(field, &behind, &x))
            x = NAN;
        shf_row_number(table, x);
    }
    shf_row_end(table);
}

static void take_line(char *line, shf_table *table, char **method)
{
    char *text;
    if ((text = fact(line, "column ")) != NULL)
        take_column(text, table);
    else if ((text = fact(line, "result ")) != NULL)
        take_scalar(text, table);
    else if ((text = fact(line, "note ")) != NULL)
        shf_note_add(table, "%s", text);
    else if ((text = fact(line, "method = ")) != NULL && !*method)
        *method = strdup(text);
    else if (strncmp(line, "# incomplete", 12) == 0)
        shf_table_fail(table, SHF_ERR_TEXT, "was interrupted and has fewer runs than it says");
    else if (line[0] && line[0] != '#')
        take_row(line, table);
}

shf_status merge_read(const char *path, shf_table **table, char **method, shf_error *error)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    *table = NULL;
    *method = NULL;
    shf_status status = shf_file_read(path, &bytes, &n, error);
    if (status)
        return status;
    char *rest = NULL;
    (void)strtok_r((char *)bytes, "\n", &rest);
    *table = shf_table_new();
    for (char *line = strtok_r(NULL, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) /* behind the names */
        take_line(line, *table, method);
    free(bytes);
    shf_error inner = {SHF_OK, ""};
    status = shf_table_end(table, SHF_OK, &inner);
    if (status)
        return shf_fail(error, status, "%s: %.400s", path, inner.message);
    return *method ? SHF_OK : shf_fail(error, SHF_ERR_TEXT, "%s: says no method", path);
}

/* ---- means ---- */

/* The column of the standard errors of column c; NULL if it has none. */
static const double *errors_of(const shf_table *table, size_t c)
{
    char name[128];
    (void)snprintf(name, sizeof name, "%s_se", shf_table_column_name(table, c));
    return shf_table_column(table, name);
}

/* The column whose standard errors column c holds; -1 if there is none. */
static long mean_of(const shf_table *table, size_t c)
{
    char name[128];
    size_t length = strlen(shf_table_column_name(table, c));
    if (length < 4 || strcmp(shf_table_column_name(table, c) + length - 3, "_se") != 0)
        return -1;
    (void)snprintf(name, sizeof name, "%.*s", (int)(length - 3), shf_table_column_name(table, c));
    return shf_table_column(table, name) ? (long)shf_table_column_index(table, name) : -1;
}

static double runs_of(const merge_part *part, size_t n)
{
    double runs = 0;
    for (size_t k = 0; k < n; k++)
        runs += (double)part[k].runs;
    return runs;
}

static double mean(const merge_part *part, size_t n, size_t c, size_t row)
{
    double sum = 0;
    for (size_t k = 0; k < n; k++)
        sum += (double)part[k].runs * shf_table_column_at(part[k].table, c)[row];
    return sum / runs_of(part, n);
}

/* The sum of squares about the mean of all is that within the parts and that between them. */
static double standard_error(const merge_part *part, size_t n, size_t c, size_t row)
{
    double runs = runs_of(part, n), center = mean(part, n, c, row), square = 0;
    for (size_t k = 0; k < n; k++) {
        double own = (double)part[k].runs, gap = shf_table_column_at(part[k].table, c)[row] - center;
        double se = own > 1 ? errors_of(part[k].table, c)[row] : 0;
        square += own * (own - 1) * se * se + own * gap * gap;
    }
    return sqrt(square / (runs * (runs - 1)));
}

static double merged_value(const merge_part *part, size_t n, size_t c, size_t row)
{
    const shf_table *first = part[0].table;
    long of = mean_of(first, c);
    return errors_of(first, c) ? mean(part, n, c, row)
           : of >= 0           ? standard_error(part, n, (size_t)of, row)
                               : shf_table_column_at(first, c)[row];
}

/* ---- the table ---- */

static shf_status check_same(const merge_part *a, const merge_part *b, shf_error *error)
{
    size_t columns = shf_table_columns(a->table), rows = shf_table_rows(a->table), means = 0;
    int same = columns == shf_table_columns(b->table) && rows == shf_table_rows(b->table);
    for (size_t c = 0; c < columns && same; c++) {
        same = strcmp(shf_table_column_name(a->table, c), shf_table_column_name(b->table, c)) == 0;
        means += errors_of(a->table, c) != NULL;
    }
    for (size_t row = 0; row < rows && same; row++)
        same = shf_table_column_at(a->table, 0)[row] == shf_table_column_at(b->table, 0)[row];
    if (!same)
        return shf_fail(error, SHF_ERR_VALUE, "%s: has other rows or columns than %s", b->path, a->path);
    return means ? SHF_OK
                 : shf_fail(error, SHF_ERR_VALUE, "%s: has no means with standard errors to merge", a->path);
}

static int all_have_scalar(const merge_part *part, size_t n, const char *name, double value)
{
    for (size_t k = 0; k < n; k++)
        if (!(shf_table_scalar(part[k].table, name) == value))
            return 0;
    return 1;
}

static int all_have_note(const merge_part *part, size_t n, const char *note)
{
    for (size_t k = 0; k < n; k++) {
        size_t j = 0;
        while (j < shf_table_notes(part[k].table) && strcmp(shf_table_note(part[k].table, j), note) != 0)
            j++;
        if (j == shf_table_notes(part[k].table))
            return 0;
    }
    return 1;
}

static shf_table *fill(const merge_part *part, size_t n)
{
    const shf_table *first = part[0].table;
    shf_table *table = shf_table_new();
    for (size_t c = 0; c < shf_table_columns(first); c++)
        shf_column_add(table, shf_table_column_unit(first, c), shf_table_column_help(first, c), "%s",
                       shf_table_column_name(first, c));
    for (size_t k = 0; k < shf_table_scalars(first); k++)
        if (all_have_scalar(part, n, shf_table_scalar_name(first, k), shf_table_scalar_at(first, k)))
            shf_scalar_add(table, shf_table_scalar_at(first, k), "", shf_table_scalar_help(first, k), "%s",
                           shf_table_scalar_name(first, k));
    for (size_t k = 0; k < shf_table_notes(first); k++)
        if (all_have_note(part, n, shf_table_note(first, k)))
            shf_note_add(table, "%s", shf_table_note(first, k));
    for (size_t row = 0; row < shf_table_rows(first); row++) {
        for (size_t c = 0; c < shf_table_columns(first); c++)
            shf_row_number(table, merged_value(part, n, c, row));
        shf_row_end(table);
    }
    return table;
}

shf_status merge_tables(const merge_part *part, size_t n, shf_table **merged, shf_error *error)
{
    shf_status status = SHF_OK;
    *merged = NULL;
    for (size_t k = 0; k < n && !status; k++)
        status = check_same(&part[0], &part[k], error);
    if (status)
        return status;
    *merged = fill(part, n);
    return shf_table_end(merged, SHF_OK, error);
}
