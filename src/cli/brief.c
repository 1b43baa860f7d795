/* A result as text for people. */
#include "cli/brief.h"
#include "cli/text.h"
#include <stddef.h>
#include <string.h>

enum { MOST_ROWS = 12, NUMBER_WIDTH = 13, NAME_WIDTH = 10 };

static void print_results(FILE *stream, const shf_table *table)
{
    size_t n = shf_table_scalars(table), notes = shf_table_notes(table);
    for (size_t k = 0; k < n; k++)
        (void)fprintf(stream, "%s = %.6g %s\n", shf_table_scalar_name(table, k),
                      shf_table_scalar_at(table, k), shf_table_scalar_unit(table, k));
    for (size_t k = 0; k < notes; k++)
        (void)fprintf(stream, "%s\n", shf_table_note(table, k));
    (void)fputs(n || notes ? "\n" : "", stream);
}

static int width_of(const char *name)
{
    int length = (int)strlen(name) + 2;
    return length > NUMBER_WIDTH ? length : NUMBER_WIDTH;
}

/* How many columns fit the screen, one at least. */
static size_t columns_that_fit(const shf_table *table)
{
    size_t width = shf_table_row_title(table) ? NAME_WIDTH : 0, j = 0, n = shf_table_columns(table);
    while (j < n && (width += (size_t)width_of(shf_table_column_name(table, j))) <= text_width())
        j++;
    return j ? j : n > 0;
}

static void print_rows(FILE *stream, const shf_table *table, size_t columns, size_t shown)
{
    size_t rows = shf_table_rows(table);
    const char *title = shf_table_row_title(table);
    (void)fprintf(stream, "%-*s", title ? NAME_WIDTH : 0, title ? title : "");
    for (size_t j = 0; j < columns; j++)
        (void)fprintf(stream, "%*s", width_of(shf_table_column_name(table, j)),
                      shf_table_column_name(table, j));
    for (size_t k = 0; k < shown; k++) {
        size_t i = shown > 1 ? k * (rows - 1) / (shown - 1) : 0;
        (void)fprintf(stream, "\n%-*s", title ? NAME_WIDTH : 0, title ? shf_table_row_name(table, i) : "");
        for (size_t j = 0; j < columns; j++)
            (void)fprintf(stream, "%*.6g", width_of(shf_table_column_name(table, j)),
                          shf_table_column_at(table, j)[i]);
    }
    (void)fputs("\n", stream);
}

void brief_print(FILE *stream, const shf_table *table)
{
    size_t rows = shf_table_rows(table), all = shf_table_columns(table), n = columns_that_fit(table);
    size_t shown = rows > MOST_ROWS + 2 ? MOST_ROWS : rows;
    print_results(stream, table);
    print_rows(stream, table, n, shown);
    (void)fprintf(stream, "\n%zu of %zu rows", shown, rows);
    for (size_t j = n; j < all; j++)
        (void)fprintf(stream, "%s%s", j == n ? "; not shown: " : ", ", shf_table_column_name(table, j));
    (void)fprintf(stream, "\nall of it, with 17 digits: --output FILE, --format tsv|csv|json, or a pipe\n");
}
