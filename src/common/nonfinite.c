/* Notes about values that are no numbers. */
#include <math.h>
#include <shallowflow/table.h>
#include <stdio.h>
#include <string.h>

static int is_described(const char *help, const char *word)
{
    return strstr(help, word) != NULL;
}

static shf_status note(shf_table *table, size_t j, const char *word, size_t count, shf_error *error)
{
    char text[256];
    (void)snprintf(text, sizeof text, "column %.80s: %s in %zu of %zu rows, where it has no finite value",
                   shf_table_column_name(table, j), word, count, shf_table_rows(table));
    return shf_table_add_note(table, text, error);
}

shf_status shf_table_note_nonfinite(shf_table *table, shf_error *error)
{
    shf_status status = SHF_OK;
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        const double *x = shf_table_column_at(table, j);
        const char *help = shf_table_column_help(table, j);
        size_t nans = 0, infinities = 0;
        for (size_t i = 0; i < shf_table_rows(table); i++) {
            nans += isnan(x[i]) != 0;
            infinities += isinf(x[i]) != 0;
        }
        if (nans && !is_described(help, "nan"))
            status = note(table, j, "nan", nans, error);
        if (!status && infinities && !is_described(help, "inf"))
            status = note(table, j, "inf", infinities, error);
        if (status)
            return status;
    }
    return status;
}
