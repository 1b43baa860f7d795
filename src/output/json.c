/* A result as one JSON object (RFC 8259). */
#include "output/emit.h"
#include "output/quote.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Bytes that are not UTF-8 are taken for Latin-1. */
static void emit_string(shf_emitter *e, const char *text)
{
    int plain = shf_is_utf8(text);
    shf_emit(e, "\"");
    for (const char *c = text; *c; c++) {
        unsigned code = (unsigned char)*c;
        if (code == '"' || code == '\\')
            shf_emit(e, "\\%c", *c);
        else if (code < ' ' || code == 0x7f || (code >= 0x80 && !plain))
            shf_emit(e, "\\u%04x", code);
        else
            shf_emit(e, "%c", *c);
    }
    shf_emit(e, "\"");
}

/* JSON has no infinities: they become strings. */
static void emit_json_number(shf_emitter *e, double value)
{
    const char *quote = isfinite(value) ? "" : "\"";
    shf_emit(e, "%s", quote);
    shf_emit_number(e, value);
    shf_emit(e, "%s", quote);
}

static void emit_pair(shf_emitter *e, const char *before, const char *key, const char *text)
{
    shf_emit(e, "%s\"%s\": ", before, key);
    emit_string(e, text);
}

/* Seeds beyond 2^53 are strings, since many readers hold every number in a double. */
static void emit_parameter(shf_emitter *e, const shf_param *row, const void *params)
{
    char *text = shf_params_get(row, params);
    if (!text) {
        e->failure = e->failure ? e->failure : ENOMEM;
        return;
    }
    int quoted = row->kind == SHF_PARAM_choice || row->kind == SHF_PARAM_text ||
                 (row->kind == SHF_PARAM_seed && strtoull(text, NULL, 10) > (unsigned long long)1 << 53);
    emit_string(e, row->name);
    if (row->kind == SHF_PARAM_list)
        shf_emit(e, ": [%s]", text);
    else if (quoted) {
        shf_emit(e, ": ");
        emit_string(e, text);
    } else
        shf_emit(e, ": %s", text);
    free(text);
}

static void emit_parameters(shf_emitter *e, const shf_provenance *provenance)
{
    shf_emit(e, "  \"parameters\": {");
    for (size_t k = 0; k < provenance->n_sections; k++) {
        const shf_section *s = &provenance->sections[k];
        int starts = shf_section_starts(provenance, k);
        if (starts)
            shf_emit(e, "%s\n    \"%s\": {", k ? "\n    }," : "", s->table->title);
        for (size_t j = 0; j < s->table->n_rows; j++) {
            shf_emit(e, "%s\n      ", j || !starts ? "," : "");
            emit_parameter(e, &s->table->row[j], s->params);
        }
    }
    shf_emit(e, "%s\n  },\n", provenance->n_sections ? "\n    }" : "");
}

static void emit_scalars(shf_emitter *e, const shf_table *table)
{
    shf_emit(e, "  \"results\": [");
    for (size_t k = 0; k < shf_table_scalars(table); k++) {
        emit_pair(e, k ? ",\n    {" : "\n    {", "name", shf_table_scalar_name(table, k));
        shf_emit(e, ", \"value\": ");
        emit_json_number(e, shf_table_scalar_at(table, k));
        emit_pair(e, ", ", "unit", shf_table_scalar_unit(table, k));
        emit_pair(e, ", ", "help", shf_table_scalar_help(table, k));
        shf_emit(e, "}");
    }
    shf_emit(e, "],\n  \"notes\": [");
    for (size_t k = 0; k < shf_table_notes(table); k++) {
        shf_emit(e, k ? ",\n    " : "\n    ");
        emit_string(e, shf_table_note(table, k));
    }
    shf_emit(e, "],\n");
}

static void emit_label(shf_emitter *e, const char *before, const char *name, const char *unit,
                       const char *help)
{
    shf_emit(e, "%s\n    {", before);
    emit_pair(e, "", "name", name);
    emit_pair(e, ", ", "unit", unit);
    emit_pair(e, ", ", "help", help);
    shf_emit(e, "}");
}

static void emit_json_columns(shf_emitter *e, const shf_table *table)
{
    const char *title = shf_table_row_title(table);
    shf_emit(e, "  \"columns\": [");
    if (title)
        emit_label(e, "", title, "", shf_table_row_help(table));
    for (size_t j = 0; j < shf_table_columns(table); j++)
        emit_label(e, j || title ? "," : "", shf_table_column_name(table, j), shf_table_column_unit(table, j),
                   shf_table_column_help(table, j));
    shf_emit(e, "],\n");
}

static void emit_rows(shf_emitter *e, const shf_table *table)
{
    shf_emit(e, "  \"rows\": [");
    for (size_t i = 0; i < shf_table_rows(table) && !e->failure; i++) {
        const char *name = shf_table_row_name(table, i);
        shf_emit(e, i ? ",\n    [" : "\n    [");
        if (name)
            emit_string(e, name);
        for (size_t j = 0; j < shf_table_columns(table); j++) {
            shf_emit(e, j || name ? ", " : "");
            emit_json_number(e, shf_table_column_at(table, j)[i]);
        }
        shf_emit(e, "]");
    }
    shf_emit(e, "]\n");
}

/* The command line goes through a string in memory, for its quotes. */
static void emit_command_pair(shf_emitter *e, const shf_provenance *provenance)
{
    char *text = NULL;
    size_t size = 0;
    shf_emitter memory = {open_memstream(&text, &size), 0};
    if (memory.stream) {
        shf_emit_command(&memory, provenance);
        if (fclose(memory.stream) || memory.failure)
            e->failure = ENOMEM;
        else
            emit_pair(e, "  ", "command_line", text);
    } else
        e->failure = ENOMEM;
    free(text);
    shf_emit(e, ",\n");
}

void shf_emit_json(shf_emitter *e, const shf_provenance *provenance, const shf_table *table)
{
    const shf_info *info = provenance->info;
    emit_pair(e, "{\n  ", "shallowflow", shf_version_full());
    emit_pair(e, ",\n  ", "command", provenance->command);
    shf_emit(e, ",\n");
    emit_command_pair(e, provenance);
    shf_emit(e, "  \"incomplete\": %s,\n", provenance->incomplete ? "true" : "false");
    emit_parameters(e, provenance);
    if (info && info->method) {
        emit_pair(e, "  ", "method", info->method);
        shf_emit(e, ",\n");
    }
    if (info && isfinite(info->estimated_error))
        shf_emit(e, "  \"estimated_error\": %.2g,\n", info->estimated_error);
    else if (info)
        shf_emit(e, "  \"estimated_error\": null,\n");
    emit_scalars(e, table);
    emit_json_columns(e, table);
    emit_rows(e, table);
    shf_emit(e, "}\n");
}
