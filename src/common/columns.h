/* Results as data: how a solver turns its states into a table.
 *
 * The columns of a result are declared once, as an X-macro (SHF_COLUMN_FIELD in table.h); the struct of a row
 * and the columns of the table are the same list, so that no column can be forgotten.  A builder is a list of
 * statements: the table remembers its first failure, the calls behind it do nothing, and shf_table_end says
 * what it was. */
#ifndef SHF_COMMON_COLUMNS_H
#define SHF_COMMON_COLUMNS_H

#include <shallowflow/table.h>

/** Defines `static const shf_columns NAME` from an X-macro of columns and the struct of a row. */
#define SHF_DEFINE_COLUMNS(S, LIST, NAME)                                                         \
    static const shf_columns NAME = {(const shf_column[]){LIST(SHF_COLUMN_DESCRIBE, S)},          \
                                     sizeof((const shf_column[]){LIST(SHF_COLUMN_DESCRIBE, S)}) / \
                                         sizeof(shf_column)}

/** Marks every column of a row as not filled: shf_row_put fails with the name of one that is still marked. */
void shf_columns_blank(const shf_columns *columns, void *row);

/** The name of a column of the row that is still marked, NULL if all are filled. */
const char *shf_columns_unfilled(const shf_columns *columns, const void *row);

/** Adds these columns, the name of each continued by printf's `suffix` (such as "_%zu"; NULL or "": by
 * nothing) and what belongs to it. */
void shf_columns_add(shf_table *table, const shf_columns *columns, const char *suffix, ...)
    __attribute__((format(printf, 3, 4)));

/** The same for a row of single results. */
void shf_scalars_add(shf_table *table, const shf_columns *columns, const void *row, const char *suffix, ...)
    __attribute__((format(printf, 4, 5)));

/** One column, or one single result, whose name is printed. */
void shf_column_add(shf_table *table, const char *unit, const char *help, const char *name, ...)
    __attribute__((format(printf, 4, 5)));
void shf_scalar_add(shf_table *table, double value, const char *unit, const char *help, const char *name, ...)
    __attribute__((format(printf, 5, 6)));

/** Makes the table remember a failure of the builder itself. */
void shf_table_fail(shf_table *table, shf_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** A printed note. */
void shf_note_add(shf_table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** The next values of the row that is being filled, in the order of the columns: those of a struct, or n
 * numbers. */
void shf_row_put(shf_table *table, const shf_columns *columns, const void *row);
void shf_row_numbers(shf_table *table, const double *value, size_t n);
static inline void shf_row_number(shf_table *table, double value)
{
    shf_row_numbers(table, &value, 1);
}

/** Ends the row; it is an error if it is shorter or longer than the table is wide. */
void shf_row_end(shf_table *table);

/** A table whose first column says which case a row belongs to, the cases one below the other with the same
 * second column, made into one with the cases side by side: NAME_CASE. */
shf_table *shf_table_spread(const shf_table *table);

/** What a solver returns: `status`, or else the first failure of the table.  A table without use (any failure
 * but SHF_ERR_INTERRUPTED) is freed and *table NULL. */
shf_status shf_table_end(shf_table **table, shf_status status, shf_error *error);

#endif
