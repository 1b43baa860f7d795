/* Tables of named columns, stored column by column. */
#include "common/report.h"
#include <math.h>
#include <shallowflow/table.h>
#include <stdlib.h>
#include <string.h>

typedef struct label {
    char *name, *unit, *help;
} label;

typedef struct column {
    label label;
    double *value;
} column;

typedef struct scalar {
    label label;
    double value;
} scalar;

struct shf_table {
    column *columns;
    size_t n_columns, n_rows, row_capacity;
    scalar *scalars;
    size_t n_scalars;
    char **notes;
    size_t n_notes;
};

static void label_free(label *l)
{
    free(l->name);
    free(l->unit);
    free(l->help);
}

/* Copies three texts; 0 when memory is exhausted. */
static int label_copy(label *l, const char *name, const char *unit, const char *help)
{
    *l = (label){strdup(name), strdup(unit ? unit : ""), strdup(help ? help : "")};
    if (l->name && l->unit && l->help)
        return 1;
    label_free(l);
    return 0;
}

/* Makes room for one more element behind n; 0 when memory is exhausted. */
static int grow(void **array, size_t n, size_t size)
{
    void *larger = realloc(*array, (n + 1) * size);
    if (larger)
        *array = larger;
    return larger != NULL;
}

shf_table *shf_table_new(void)
{
    return calloc(1, sizeof(shf_table));
}

void shf_table_free(shf_table *table)
{
    if (!table)
        return;
    for (size_t j = 0; j < table->n_columns; j++) {
        label_free(&table->columns[j].label);
        free(table->columns[j].value);
    }
    for (size_t k = 0; k < table->n_scalars; k++)
        label_free(&table->scalars[k].label);
    for (size_t k = 0; k < table->n_notes; k++)
        free(table->notes[k]);
    free(table->columns);
    free(table->scalars);
    free(table->notes);
    free(table);
}

shf_status shf_table_add_column(shf_table *table, const char *name, const char *unit, const char *help,
                                shf_error *error)
{
    if (!name || !*name)
        return shf_fail(error, SHF_ERR_VALUE, "column name: is empty, must be a text");
    if (table->row_capacity)
        return shf_fail(error, SHF_ERR_VALUE, "column %s: the table has rows already", name);
    if (shf_table_column_index(table, name) < table->n_columns)
        return shf_fail(error, SHF_ERR_VALUE, "column %s: the name is taken", name);
    column fresh = {.value = NULL};
    if (!grow((void **)&table->columns, table->n_columns, sizeof *table->columns) ||
        !label_copy(&fresh.label, name, unit, help))
        return shf_no_memory(error);
    table->columns[table->n_columns++] = fresh;
    return SHF_OK;
}

/* Doubles the room for rows; the table stays valid when memory runs out half-way. */
static int grow_rows(shf_table *table)
{
    size_t capacity = table->row_capacity ? 2 * table->row_capacity : 64;
    for (size_t j = 0; j < table->n_columns; j++) {
        double *larger = realloc(table->columns[j].value, capacity * sizeof *larger);
        if (!larger)
            return 0;
        table->columns[j].value = larger;
    }
    table->row_capacity = capacity;
    return 1;
}

shf_status shf_table_add_row(shf_table *table, const double *values, shf_error *error)
{
    if (table->n_rows == table->row_capacity && !grow_rows(table))
        return shf_no_memory(error);
    for (size_t j = 0; j < table->n_columns; j++)
        table->columns[j].value[table->n_rows] = values[j];
    table->n_rows++;
    return SHF_OK;
}

shf_status shf_table_add_scalar(shf_table *table, const char *name, double value, const char *unit,
                                const char *help, shf_error *error)
{
    scalar fresh = {.value = value};
    if (!grow((void **)&table->scalars, table->n_scalars, sizeof *table->scalars) ||
        !label_copy(&fresh.label, name, unit, help))
        return shf_no_memory(error);
    table->scalars[table->n_scalars++] = fresh;
    return SHF_OK;
}

shf_status shf_table_add_note(shf_table *table, const char *text, shf_error *error)
{
    char *copy = strdup(text);
    if (!copy || !grow((void **)&table->notes, table->n_notes, sizeof *table->notes)) {
        free(copy);
        return shf_no_memory(error);
    }
    table->notes[table->n_notes++] = copy;
    return SHF_OK;
}

size_t shf_table_rows(const shf_table *table)
{
    return table->n_rows;
}

size_t shf_table_columns(const shf_table *table)
{
    return table->n_columns;
}

size_t shf_table_column_index(const shf_table *table, const char *name)
{
    size_t j = 0;
    while (j < table->n_columns && strcmp(table->columns[j].label.name, name) != 0)
        j++;
    return j;
}

const double *shf_table_column(const shf_table *table, const char *name)
{
    return shf_table_column_at(table, shf_table_column_index(table, name));
}

const double *shf_table_column_at(const shf_table *table, size_t j)
{
    return j < table->n_columns ? table->columns[j].value : NULL;
}

const char *shf_table_column_name(const shf_table *table, size_t j)
{
    return j < table->n_columns ? table->columns[j].label.name : NULL;
}

const char *shf_table_column_unit(const shf_table *table, size_t j)
{
    return j < table->n_columns ? table->columns[j].label.unit : NULL;
}

const char *shf_table_column_help(const shf_table *table, size_t j)
{
    return j < table->n_columns ? table->columns[j].label.help : NULL;
}

size_t shf_table_scalars(const shf_table *table)
{
    return table->n_scalars;
}

const char *shf_table_scalar_name(const shf_table *table, size_t k)
{
    return k < table->n_scalars ? table->scalars[k].label.name : NULL;
}

const char *shf_table_scalar_unit(const shf_table *table, size_t k)
{
    return k < table->n_scalars ? table->scalars[k].label.unit : NULL;
}

const char *shf_table_scalar_help(const shf_table *table, size_t k)
{
    return k < table->n_scalars ? table->scalars[k].label.help : NULL;
}

double shf_table_scalar_at(const shf_table *table, size_t k)
{
    return k < table->n_scalars ? table->scalars[k].value : NAN;
}

double shf_table_scalar(const shf_table *table, const char *name)
{
    for (size_t k = 0; k < table->n_scalars; k++)
        if (strcmp(table->scalars[k].label.name, name) == 0)
            return table->scalars[k].value;
    return NAN;
}

size_t shf_table_notes(const shf_table *table)
{
    return table->n_notes;
}

const char *shf_table_note(const shf_table *table, size_t k)
{
    return k < table->n_notes ? table->notes[k] : NULL;
}
