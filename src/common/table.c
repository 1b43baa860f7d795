/* Tables of named columns, stored column by column. */
#include "common/columns.h"
#include "common/report.h"
#include <math.h>
#include <shallowflow/table.h>
#include <stdarg.h>
#include <stdio.h>
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
    label rows; /* title and help of their names; no title: they have none */
    char **row_name;
    size_t n_row_names;
    column *columns;
    size_t n_columns, n_rows, row_capacity;
    scalar *scalars;
    size_t n_scalars;
    char **notes;
    size_t n_notes;
    size_t filled;   /* values of the row that is being filled */
    shf_error error; /* the first failure */
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
    *l = (label){NULL, NULL, NULL};
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
    label_free(&table->rows);
    for (size_t k = 0; k < table->n_row_names; k++)
        free(table->row_name[k]);
    free(table->row_name);
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

/* ---- the first failure ---- */

shf_status shf_table_status(const shf_table *table, shf_error *error)
{
    if (!table)
        return shf_no_memory(error);
    if (table->error.status && error)
        *error = table->error;
    return table->error.status;
}

/* Whether something can be added. */
static int is_sound(const shf_table *table)
{
    return table && !table->error.status;
}

void shf_table_fail(shf_table *table, shf_status status, const char *format, ...)
{
    char text[sizeof table->error.message];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (is_sound(table))
        (void)shf_fail(&table->error, status, "%s", text);
}

static void exhausted(shf_table *table)
{
    (void)shf_no_memory(&table->error);
}

/* ---- columns ---- */

static void add_column(shf_table *table, const char *name, const char *unit, const char *help)
{
    column fresh = {.value = NULL};
    if (!name || !*name)
        (void)shf_fail(&table->error, SHF_ERR_VALUE, "column name: is empty, must be a text");
    else if (table->row_capacity)
        (void)shf_fail(&table->error, SHF_ERR_VALUE, "column %s: the table has rows already", name);
    else if (shf_table_column_index(table, name) < table->n_columns)
        (void)shf_fail(&table->error, SHF_ERR_VALUE, "column %s: the name is taken", name);
    else if (!grow((void **)&table->columns, table->n_columns, sizeof *table->columns) ||
             !label_copy(&fresh.label, name, unit, help))
        exhausted(table);
    else
        table->columns[table->n_columns++] = fresh;
}

shf_status shf_table_add_column(shf_table *table, const char *name, const char *unit, const char *help,
                                shf_error *error)
{
    if (is_sound(table))
        add_column(table, name, unit, help);
    return shf_table_status(table, error);
}

/* ---- rows ---- */

/* Appends the copy of a text to a list. */
static void add_text(shf_table *table, char ***list, size_t *n, const char *text)
{
    char *copy = strdup(text);
    if (copy && grow((void **)list, *n, sizeof **list)) {
        (*list)[(*n)++] = copy;
        return;
    }
    free(copy);
    exhausted(table);
}

shf_status shf_table_name_rows(shf_table *table, const char *title, const char *help, shf_error *error)
{
    if (is_sound(table) && table->row_capacity)
        (void)shf_fail(&table->error, SHF_ERR_VALUE, "names of rows %s: the table has rows already", title);
    if (is_sound(table) && !label_copy(&table->rows, title, NULL, help))
        exhausted(table);
    return shf_table_status(table, error);
}

shf_status shf_table_name_row(shf_table *table, const char *name, shf_error *error)
{
    if (is_sound(table))
        add_text(table, &table->row_name, &table->n_row_names, name);
    return shf_table_status(table, error);
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

void shf_row_numbers(shf_table *table, const double *value, size_t n)
{
    if (!is_sound(table))
        return;
    if (table->n_rows == table->row_capacity && !grow_rows(table)) {
        exhausted(table);
        return;
    }
    for (size_t k = 0; k < n && table->filled + k < table->n_columns; k++)
        table->columns[table->filled + k].value[table->n_rows] = value[k];
    table->filled += n;
}

void shf_row_end(shf_table *table)
{
    if (!is_sound(table))
        return;
    if (table->filled != table->n_columns)
        (void)shf_fail(&table->error, SHF_ERR_VALUE, "row %zu: has %zu values for %zu columns",
                       table->n_rows + 1, table->filled, table->n_columns);
    else if (table->n_row_names != (table->rows.name ? table->n_rows + 1 : 0))
        (void)shf_fail(&table->error, SHF_ERR_VALUE, "row %zu: has %s name", table->n_rows + 1,
                       table->n_row_names > table->n_rows ? "more than one" : "no");
    else
        table->n_rows++;
    table->filled = 0;
}

shf_status shf_table_add_row(shf_table *table, const double *values, shf_error *error)
{
    if (is_sound(table))
        shf_row_numbers(table, values, table->n_columns);
    shf_row_end(table);
    return shf_table_status(table, error);
}

/* ---- single results and notes ---- */

shf_status shf_table_add_scalar(shf_table *table, const char *name, double value, const char *unit,
                                const char *help, shf_error *error)
{
    scalar fresh = {.value = value};
    if (is_sound(table)) {
        if (!grow((void **)&table->scalars, table->n_scalars, sizeof *table->scalars) ||
            !label_copy(&fresh.label, name, unit, help))
            exhausted(table);
        else
            table->scalars[table->n_scalars++] = fresh;
    }
    return shf_table_status(table, error);
}

shf_status shf_table_add_note(shf_table *table, const char *text, shf_error *error)
{
    if (is_sound(table))
        add_text(table, &table->notes, &table->n_notes, text);
    return shf_table_status(table, error);
}

/* ---- questions ---- */

const char *shf_table_row_title(const shf_table *table)
{
    return table ? table->rows.name : NULL;
}

const char *shf_table_row_help(const shf_table *table)
{
    return table ? table->rows.help : NULL;
}

const char *shf_table_row_name(const shf_table *table, size_t i)
{
    return table && i < table->n_row_names ? table->row_name[i] : NULL;
}

size_t shf_table_rows(const shf_table *table)
{
    return table ? table->n_rows : 0;
}

size_t shf_table_columns(const shf_table *table)
{
    return table ? table->n_columns : 0;
}

size_t shf_table_column_index(const shf_table *table, const char *name)
{
    size_t j = 0;
    while (j < shf_table_columns(table) && strcmp(table->columns[j].label.name, name) != 0)
        j++;
    return j;
}

const double *shf_table_column(const shf_table *table, const char *name)
{
    return shf_table_column_at(table, shf_table_column_index(table, name));
}

const double *shf_table_column_at(const shf_table *table, size_t j)
{
    return j < shf_table_columns(table) ? table->columns[j].value : NULL;
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
