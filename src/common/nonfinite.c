/* Notes about values that are no numbers. */
#include "common/report.h"
#include <math.h>
#include <shallowflow/table.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How many values of column j are NaN, or infinite; 0 if its description says what that means. */
static size_t count(const shf_table *table, size_t j, int infinite)
{
    const double *x = shf_table_column_at(table, j);
    size_t n = 0;
    if (strstr(shf_table_column_help(table, j), infinite ? "inf" : "nan"))
        return 0;
    for (size_t i = 0; i < shf_table_rows(table); i++)
        n += infinite ? isinf(x[i]) != 0 : isnan(x[i]) != 0;
    return n;
}

/* One note for all columns from j on that have as many as column j. */
static shf_status note(shf_table *table, size_t j, int infinite, shf_error *error)
{
    char *text = NULL;
    size_t size = 0, n = count(table, j, infinite);
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return shf_no_memory(error);
    (void)fprintf(stream, "%s in %zu of %zu rows, where there is no finite value:", infinite ? "inf" : "nan",
                  n, shf_table_rows(table));
    for (size_t k = j; k < shf_table_columns(table); k++)
        if (count(table, k, infinite) == n)
            (void)fprintf(stream, "%s %s", k == j ? "" : ",", shf_table_column_name(table, k));
    shf_status status = fclose(stream) == 0 ? shf_table_add_note(table, text, error) : shf_no_memory(error);
    free(text);
    return status;
}

/* Whether an earlier column has as many: then it is in the note of that one. */
static int is_noted(const shf_table *table, size_t j, int infinite)
{
    size_t n = count(table, j, infinite);
    for (size_t k = 0; k < j; k++)
        if (count(table, k, infinite) == n)
            return 1;
    return 0;
}

shf_status shf_table_note_nonfinite(shf_table *table, shf_error *error)
{
    shf_status status = SHF_OK;
    for (int infinite = 0; infinite < 2; infinite++)
        for (size_t j = 0; !status && j < shf_table_columns(table); j++)
            if (count(table, j, infinite) && !is_noted(table, j, infinite))
                status = note(table, j, infinite, error);
    return status;
}
