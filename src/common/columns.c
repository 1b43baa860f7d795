/* Results as data: rows of structs into a table. */
#include "common/columns.h"
#include "common/locale.h"
#include "common/report.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- printed texts ---- */

enum { TEXT_SIZE = 640 };

/* The same bytes in every locale. */
static void print(char *text, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
static void print(char *text, const char *format, va_list args)
{
    shf_locale locale = shf_locale_enter();
    int length = vsnprintf(text, TEXT_SIZE, format, args);
    shf_locale_leave(locale);
    if (length < 0)
        text[0] = '\0';
}

#define PRINT(text, format)        \
    do {                           \
        va_list args;              \
        va_start(args, format);    \
        print(text, format, args); \
        va_end(args);              \
    } while (0)

void shf_column_add(shf_table *table, const char *unit, const char *help, const char *name, ...)
{
    char text[TEXT_SIZE];
    PRINT(text, name);
    (void)shf_table_add_column(table, text, unit, help, NULL);
}

void shf_scalar_add(shf_table *table, double value, const char *unit, const char *help, const char *name, ...)
{
    char text[TEXT_SIZE];
    PRINT(text, name);
    (void)shf_table_add_scalar(table, text, value, unit, help, NULL);
}

void shf_note_add(shf_table *table, const char *format, ...)
{
    char text[TEXT_SIZE];
    PRINT(text, format);
    (void)shf_table_add_note(table, text, NULL);
}

/* ---- structs ---- */

/* A NaN that no computation makes. */
static const uint64_t BLANK = UINT64_C(0x7ff4b1a4c0de0000);

static double *member(const shf_column *c, void *row)
{
    return (double *)(void *)((char *)row + c->offset);
}

/* Copied bit by bit: reading a signalling NaN as a number could change it. */
static double value_of(const shf_column *c, const void *row, int *is_blank)
{
    double value;
    uint64_t bits;
    memcpy(&value, (const char *)row + c->offset, sizeof value);
    memcpy(&bits, (const char *)row + c->offset, sizeof bits);
    *is_blank = bits == BLANK;
    return value;
}

void shf_columns_blank(const shf_columns *columns, void *row)
{
    for (size_t j = 0; j < columns->n; j++)
        memcpy(member(&columns->column[j], row), &BLANK, sizeof BLANK);
}

void shf_columns_add(shf_table *table, const shf_columns *columns, const char *suffix, ...)
{
    char text[TEXT_SIZE] = "";
    if (suffix)
        PRINT(text, suffix);
    for (size_t j = 0; j < columns->n; j++) {
        const shf_column *c = &columns->column[j];
        shf_column_add(table, c->unit, c->help, "%s%s", c->name, text);
    }
}

void shf_scalars_add(shf_table *table, const shf_columns *columns, const void *row, const char *suffix, ...)
{
    char text[TEXT_SIZE] = "";
    if (suffix)
        PRINT(text, suffix);
    for (size_t j = 0; j < columns->n; j++) {
        const shf_column *c = &columns->column[j];
        int unused;
        shf_scalar_add(table, value_of(c, row, &unused), c->unit, c->help, "%s%s", c->name, text);
    }
}

const char *shf_columns_unfilled(const shf_columns *columns, const void *row)
{
    int is_blank = 0;
    for (size_t j = 0; j < columns->n; j++) {
        (void)value_of(&columns->column[j], row, &is_blank);
        if (is_blank)
            return columns->column[j].name;
    }
    return NULL;
}

void shf_row_put(shf_table *table, const shf_columns *columns, const void *row)
{
    for (size_t j = 0; j < columns->n; j++) {
        int is_blank;
        double value = value_of(&columns->column[j], row, &is_blank);
        if (is_blank)
            shf_table_fail(table, SHF_ERR_NUMERIC, "column %s: was not filled", columns->column[j].name);
        shf_row_number(table, value);
    }
}

/* ---- the end ---- */

shf_status shf_table_end(shf_table **table, shf_status status, shf_error *error)
{
    if (!status || status == SHF_ERR_INTERRUPTED) {
        shf_status built = shf_table_status(*table, NULL);
        if (built)
            status = shf_table_status(*table, error);
    }
    if (status && status != SHF_ERR_INTERRUPTED) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
}

/* ---- cases side by side ---- */

shf_table *shf_table_spread(const shf_table *table)
{
    shf_table *wide = shf_table_new();
    size_t columns = shf_table_columns(table), rows = shf_table_rows(table), n = 0;
    const double *name = shf_table_column_at(table, 0);
    while (n < rows && name[n] == name[0])
        n++; /* rows of a case */
    for (size_t first = 0; n && first + n <= rows; first += n)
        for (size_t j = first ? 2 : 1; j < columns; j++)
            shf_column_add(wide, shf_table_column_unit(table, j), shf_table_column_help(table, j),
                           j == 1 ? "%s" : "%s_%.10g", shf_table_column_name(table, j), name[first]);
    for (size_t i = 0; i < n; i++, shf_row_end(wide))
        for (size_t first = 0; first + n <= rows; first += n)
            for (size_t j = first ? 2 : 1; j < columns; j++)
                shf_row_number(wide, shf_table_column_at(table, j)[first + i]);
    for (size_t k = 0; k < shf_table_notes(table); k++)
        shf_note_add(wide, "%s", shf_table_note(table, k));
    return wide;
}
