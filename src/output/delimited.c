/* Rows between separators: the names of the columns, and the numbers. */
#include "output/emit.h"
#include <string.h>

/* A text, quoted where a reader of CSV needs it. */
static void emit_text(shf_emitter *e, const char *text, char separator)
{
    if (separator != ',' || !strpbrk(text, ",\"")) {
        shf_emit_plain(e, text);
        return;
    }
    shf_emit(e, "\"");
    for (; *text; text++)
        shf_emit(e, *text == '"' ? "\"\"" : "%c", *text);
    shf_emit(e, "\"");
}

void shf_emit_names(shf_emitter *e, const shf_table *table, char separator)
{
    const char *title = shf_table_row_title(table);
    if (title)
        emit_text(e, title, separator);
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        if (j || title)
            shf_emit(e, "%c", separator);
        emit_text(e, shf_table_column_name(table, j), separator);
    }
    shf_emit(e, "\n");
}

void shf_emit_row(shf_emitter *e, const shf_table *table, size_t i, char separator)
{
    const char *name = shf_table_row_name(table, i);
    if (name)
        emit_text(e, name, separator);
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        if (j || name)
            shf_emit(e, "%c", separator);
        shf_emit_number(e, shf_table_column_at(table, j)[i]);
    }
    shf_emit(e, "\n");
}
