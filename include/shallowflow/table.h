/* Tables of named columns: what every solver returns and every writer takes. */
#ifndef SHALLOWFLOW_TABLE_H
#define SHALLOWFLOW_TABLE_H

#include <shallowflow/status.h>
#include <stddef.h>

SHF_BEGIN_C

/* Columns are declared once, as an X-macro that takes two macros, C and S:
 *
 *     #define SHF_EXAMPLE_COLUMNS(C, S)                        \
 *         C(S, t, "step", "time")                              \
 *         C(S, loss, "", "training loss")
 *
 * name, unit, one sentence.  The members of the struct of a row and the columns of the table follow from it:
 * typedef struct shf_example { SHF_EXAMPLE_COLUMNS(SHF_COLUMN_FIELD, ) } shf_example; */
/** What a column becomes: a member of the struct of a row, an element of an array of shf_column. */
#define SHF_COLUMN_FIELD(S, name, unit, help) double name;
/** The same, as data. */
#define SHF_COLUMN_DESCRIBE(S, name, unit, help) {#name, unit, help, offsetof(S, name)},

/** One column of a result, as data. */
typedef struct shf_column {
    const char *name; /**< of the column and of the member */
    const char *unit; /**< "" when dimensionless */
    const char *help; /**< one sentence */
    size_t offset;    /**< of the member in the struct of a row */
} shf_column;

/** The columns of a struct. */
typedef struct shf_columns {
    const shf_column *column; /**< n columns */
    size_t n;                 /**< how many */
} shf_columns;

/** A table of double columns with names and units, plus named single results and notes.  Opaque.  It
 * remembers the first failure of the functions that add to it: after one they do nothing and return it again,
 * so that a table can be built without a check at every step. */
typedef struct shf_table shf_table;

/** A new empty table; NULL when memory is exhausted. */
SHF_API shf_table *shf_table_new(void);

/** Frees a table; NULL is allowed. */
SHF_API void shf_table_free(shf_table *table);

/** The first failure of the functions below, SHF_OK if there was none.  They accept NULL, which is one that
 * memory was not enough for.  Errors: SHF_ERR_VALUE, SHF_ERR_MEMORY. */
SHF_API shf_status shf_table_status(const shf_table *table, shf_error *error);

/** Appends a column; only while the table has no rows.  Texts are copied.
 *  Errors: SHF_ERR_VALUE (name empty or taken, rows present), SHF_ERR_MEMORY. */
SHF_API shf_status shf_table_add_column(shf_table *table, const char *name, const char *unit,
                                        const char *help, shf_error *error);

/** Gives the rows names, such as those of events: a first column of text, `title` its name.  Every row is
 * then named by shf_table_name_row before it is added.  Errors: SHF_ERR_VALUE (rows present), SHF_ERR_MEMORY.
 */
SHF_API shf_status shf_table_name_rows(shf_table *table, const char *title, const char *help,
                                       shf_error *error);

/** The name of the next row; the text is copied.  Errors: SHF_ERR_MEMORY. */
SHF_API shf_status shf_table_name_row(shf_table *table, const char *name, shf_error *error);

/** Title and help of the names of the rows, NULL if they have none; the name of row i. */
SHF_API const char *shf_table_row_title(const shf_table *table);
SHF_API const char *shf_table_row_help(const shf_table *table);
SHF_API const char *shf_table_row_name(const shf_table *table, size_t i);

/** Appends a row of shf_table_columns(table) values.  Errors: SHF_ERR_MEMORY. */
SHF_API shf_status shf_table_add_row(shf_table *table, const double *values, shf_error *error);

/** Adds a single named result, such as an event time.  Errors: SHF_ERR_MEMORY. */
SHF_API shf_status shf_table_add_scalar(shf_table *table, const char *name, double value, const char *unit,
                                        const char *help, shf_error *error);

/** Adds a line of text that a reader of the results must see (an assumption that is violated, say).
 *  Errors: SHF_ERR_MEMORY. */
SHF_API shf_status shf_table_add_note(shf_table *table, const char *text, shf_error *error);

/** Numbers of rows and of columns; 0 for NULL, what shf_table_new returns when memory is exhausted. */
SHF_API size_t shf_table_rows(const shf_table *table);
SHF_API size_t shf_table_columns(const shf_table *table);

/** Position of the named column; shf_table_columns(table) if there is no such column. */
SHF_API size_t shf_table_column_index(const shf_table *table, const char *name);

/** The values of a column, contiguous, valid until the next shf_table_add_row; NULL if there is no such
 * column. */
SHF_API const double *shf_table_column(const shf_table *table, const char *name);

/** Name, unit, help and values of column j < shf_table_columns(table); NULL beyond. */
SHF_API const char *shf_table_column_name(const shf_table *table, size_t j);
SHF_API const char *shf_table_column_unit(const shf_table *table, size_t j);
SHF_API const char *shf_table_column_help(const shf_table *table, size_t j);
SHF_API const double *shf_table_column_at(const shf_table *table, size_t j);

/** Single results: how many, and name, value, unit, help of number k. */
SHF_API size_t shf_table_scalars(const shf_table *table);
SHF_API const char *shf_table_scalar_name(const shf_table *table, size_t k);
SHF_API const char *shf_table_scalar_unit(const shf_table *table, size_t k);
SHF_API const char *shf_table_scalar_help(const shf_table *table, size_t k);
SHF_API double shf_table_scalar_at(const shf_table *table, size_t k);

/** Value of the named result, NaN if there is none. */
SHF_API double shf_table_scalar(const shf_table *table, const char *name);

/** Notes: how many, and number k (NULL beyond). */
SHF_API size_t shf_table_notes(const shf_table *table);
SHF_API const char *shf_table_note(const shf_table *table, size_t k);

SHF_END_C
#endif
