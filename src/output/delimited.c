/* Rows of numbers between separators. */
#include "output/emit.h"
#include <string.h>

/* A name, quoted where a reader of CSV needs it. */
static void emit_name(shf_emitter *e, const char *name, char separator)
{
    if (separator != ',' || !strpbrk(name, ",\"")) {
        shf_emit_plain(e, name);
        return;
    }
    shf_emit(e, "\"");
    for (; *name; name++)
        shf_emit(e, *name == '"' ? "\"\"" : "%c", *name);
    shf_emit(e, "\"");
}

void shf_emit_names(shf_emitter *e, const shf_table *table, char separator)
{
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        if (j)
            shf_emit(e, "%c", separator);
        emit_name(e, shf_table_column_name(table, j), separator);
    }
    shf_emit(e, "\n");
}

void shf_emit_row(shf_emitter *e, const shf_table *table, size_t i, char separator)
{
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        if (j)
            shf_emit(e, "%c", separator);
        shf_emit_number(e, shf_table_column_at(table, j)[i]);
    }
    shf_emit(e, "\n");
}
