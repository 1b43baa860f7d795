/* The header that makes a result reproducible, as comment lines. */
#include "output/emit.h"
#include "output/quote.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A value longer than this goes on in indented lines, far below the limit of the reader (inih: 200). */
enum { LINE_WIDTH = 110 };

int shf_section_starts(const shf_provenance *provenance, size_t k)
{
    const shf_section *s = provenance->sections;
    return k == 0 || !shf_same(s[k - 1].table->title, s[k].table->title);
}

/* The value of a parameter as text; records exhausted memory. */
static char *value_text(shf_emitter *e, const shf_param *row, const void *params)
{
    char *text = shf_params_get(row, params);
    if (!text && !e->failure)
        e->failure = ENOMEM;
    return text;
}

void shf_emit_command(shf_emitter *e, const shf_provenance *provenance)
{
    shf_emit(e, "shallowflow %s", provenance->command);
    for (size_t k = 0; k < provenance->n_sections; k++) {
        const shf_section *s = &provenance->sections[k];
        for (size_t j = 0; j < s->table->n_rows; j++) {
            const shf_param *row = &s->table->row[j];
            char *value = value_text(e, row, s->params), *dflt = value_text(e, row, s->table->defaults);
            if (value && dflt && !shf_same(value, dflt)) {
                shf_emit(e, " --%s ", row->name);
                shf_emit_shell_word(e, value);
            }
            free(value);
            free(dflt);
        }
    }
}

/* Numbers and names, broken behind commas. */
static void emit_list(shf_emitter *e, const char *value, size_t column)
{
    while (*value) {
        size_t length = strcspn(value, ",");
        length += value[length] == ',';
        if (column + length > LINE_WIDTH) {
            shf_emit(e, "\n#     ");
            column = 6;
        }
        shf_emit(e, "%.*s", (int)length, value);
        column += length;
        value += length;
    }
}

/* "# name = value". */
static void emit_setting(shf_emitter *e, const shf_param *row, const void *params)
{
    char *value = value_text(e, row, params);
    if (value) {
        shf_emit(e, "# %s =%s", row->name, *value ? " " : "");
        if (row->kind == SHF_PARAM_text)
            shf_emit_setting_text(e, value);
        else
            emit_list(e, value, strlen(row->name) + 5);
        shf_emit(e, "\n");
    }
    free(value);
}

static void emit_settings(shf_emitter *e, const shf_provenance *provenance)
{
    for (size_t k = 0; k < provenance->n_sections; k++) {
        const shf_section *s = &provenance->sections[k];
        if (shf_section_starts(provenance, k))
            shf_emit(e, "# [%s]\n", s->table->title);
        for (size_t j = 0; j < s->table->n_rows; j++)
            emit_setting(e, &s->table->row[j], s->params);
    }
}

/* A sentence, if there is one, with what parts it from the text before, and the end of the line. */
static void emit_sentence(shf_emitter *e, const char *before, const char *sentence)
{
    if (*sentence) {
        shf_emit(e, "%s", before);
        shf_emit_plain(e, sentence);
    }
    shf_emit(e, "\n");
}

static void emit_results(shf_emitter *e, const shf_table *table)
{
    for (size_t k = 0; k < shf_table_scalars(table); k++) {
        shf_emit(e, "#: result ");
        shf_emit_plain(e, shf_table_scalar_name(table, k));
        shf_emit(e, " = ");
        shf_emit_number(e, shf_table_scalar_at(table, k));
        shf_emit(e, *shf_table_scalar_unit(table, k) ? " " : "");
        shf_emit_plain(e, shf_table_scalar_unit(table, k));
        emit_sentence(e, "; ", shf_table_scalar_help(table, k));
    }
    for (size_t k = 0; k < shf_table_notes(table); k++) {
        shf_emit(e, "#: note");
        emit_sentence(e, " ", shf_table_note(table, k));
    }
}

static void emit_columns(shf_emitter *e, const shf_table *table)
{
    const char *title = shf_table_row_title(table);
    shf_emit(e, "#: size = %zu rows x %zu columns\n", shf_table_rows(table),
             shf_table_columns(table) + (title != NULL));
    if (title)
        shf_emit(e, "#: column %s: %s\n", title, shf_table_row_help(table));
    for (size_t j = 0; j < shf_table_columns(table); j++) {
        const char *unit = shf_table_column_unit(table, j);
        shf_emit(e, "#: column ");
        shf_emit_plain(e, shf_table_column_name(table, j));
        if (*unit) {
            shf_emit(e, " (");
            shf_emit_plain(e, unit);
            shf_emit(e, ")");
        }
        emit_sentence(e, ": ", shf_table_column_help(table, j));
    }
}

void shf_emit_identity(shf_emitter *e, const shf_provenance *provenance)
{
    shf_emit(e, "# shallowflow %s\n# command: ", shf_version_full());
    shf_emit_command(e, provenance);
    shf_emit(e, "\n");
    if (provenance->incomplete)
        shf_emit(e, "# incomplete: the computation was interrupted; these are the rows finished by then\n");
    emit_settings(e, provenance);
}

void shf_emit_header(shf_emitter *e, const shf_provenance *provenance, const shf_table *table)
{
    shf_emit_identity(e, provenance);
    if (provenance->info && provenance->info->method) {
        shf_emit(e, "#: method = ");
        emit_sentence(e, "", provenance->info->method);
    }
    if (provenance->info && isfinite(provenance->info->estimated_error))
        shf_emit(e, "#: estimated relative error = %.2g\n", provenance->info->estimated_error);
    else if (provenance->info)
        shf_emit(e, "#: estimated relative error = not estimated\n");
    emit_results(e, table);
    emit_columns(e, table);
}
