/* Parameters: each model declares its parameters once, in a table; struct members, defaults, command line,
 * INI files, --help, manual page, completion, validation and the header of result files follow from it.
 *
 * A table is an X-macro that takes two macros, P and S:
 *
 *     #define SHF_EXAMPLE_PARAMS(P, S)                                             \
 *         P(S, real, alpha, "alpha", 1.0, "(0, 1e8]", "", "scale of the output")   \
 *         P(S, choice, data, "data", SHF_CHOICE(0), "gaussian|sphere:R", "", "law of the inputs")
 *
 * Columns: kind (real, count, seed, choice, list, text), struct member, option name, default, allowed values,
 * unit, one sentence.  Allowed values are an interval "[lo, hi]" with round brackets for open ends, or, for a
 * choice, the names in the order of their enumeration; a name may take numbers, "sphere:R" one,
 * "hermite:C0,C1,..." any number from one to SHF_CHOICE_MAX.  Brackets around them, "sphere[:R]", make them
 * optional.  For a text, such as the name of a file, they are a word that stands for it in the help ("FILE");
 * its default is NULL, which is also what an empty text is read as.
 */
#ifndef SHALLOWFLOW_PARAMS_H
#define SHALLOWFLOW_PARAMS_H

#include <shallowflow/status.h>
#include <stddef.h>
#include <stdint.h>

SHF_BEGIN_C

/** Largest number of values that a choice can take. */
#define SHF_CHOICE_MAX 32

/** One of several named alternatives, with the numbers that belong to it ("sphere:10"). */
typedef struct shf_choice {
    int kind;                     /**< position in the list of names, from 0 */
    size_t n;                     /**< how many numbers follow the name */
    double value[SHF_CHOICE_MAX]; /**< the numbers */
} shf_choice;

/** A list of numbers.  The library only reads it; shf_params_set allocates it, shf_params_clear frees it. */
typedef struct shf_list {
    size_t n;      /**< how many */
    double *value; /**< n numbers; may be NULL if n = 0 */
} shf_list;

typedef double shf_kind_real;       /**< kind "real" */
typedef size_t shf_kind_count;      /**< kind "count" */
typedef uint64_t shf_kind_seed;     /**< kind "seed" */
typedef shf_choice shf_kind_choice; /**< kind "choice" */
typedef shf_list shf_kind_list;     /**< kind "list" */
typedef char
    *shf_kind_text; /**< kind "text"; owned like a list: shf_params_set copies, shf_params_clear frees */

/* Initialisers for the default column. */
#define SHF_CHOICE(k) \
    {                 \
        .kind = (k)   \
    }
#define SHF_EMPTY_LIST \
    {                  \
        .n = 0         \
    }

/* What a row of a table becomes. */
#define SHF_ROW_FIELD(S, kind, field, option, dflt, allowed, unit, help) shf_kind_##kind field;
#define SHF_ROW_DEFAULT(S, kind, field, option, dflt, allowed, unit, help) .field = dflt,
#define SHF_ROW_DESCRIBE(S, kind, field, option, dflt, allowed, unit, help) \
    {option, SHF_PARAM_##kind, offsetof(S, field), allowed, unit, help},

/** Types of the members: double, size_t, uint64_t, shf_choice, shf_list, char *. */
typedef enum shf_param_kind {
    SHF_PARAM_real,
    SHF_PARAM_count,
    SHF_PARAM_seed,
    SHF_PARAM_choice,
    SHF_PARAM_list,
    SHF_PARAM_text
} shf_param_kind;

/** One row of a parameter table, as data. */
typedef struct shf_param {
    const char *name;    /**< option name, without dashes */
    shf_param_kind kind; /**< type of the member */
    size_t offset;       /**< of the member in the struct */
    const char *allowed; /**< interval, names of a choice, or the word that stands for a text */
    const char *unit;    /**< "" when dimensionless */
    const char *help;    /**< one sentence */
} shf_param;

/** A parameter table: rows, the size of the struct they describe and its default value. */
typedef struct shf_param_table {
    const char *title;    /**< section name, such as "hinge" */
    const shf_param *row; /**< n_rows rows */
    size_t n_rows;        /**< how many parameters there are */
    size_t size;          /**< sizeof the struct */
    const void *defaults; /**< a struct with every default */
} shf_param_table;

/** Declares what a table becomes for those who include its header: `NAME_table`, and `TYPE
 * NAME_default(void)`, a struct with every default. */
#define SHF_DECLARE_PARAMS(TYPE, NAME)                 \
    SHF_API extern const shf_param_table NAME##_table; \
    static inline TYPE NAME##_default(void)            \
    {                                                  \
        return *(const TYPE *)NAME##_table.defaults;   \
    }                                                  \
    SHF_API extern const shf_param_table NAME##_table

/** The row of that name, or NULL. */
SHF_API const shf_param *shf_params_find(const shf_param_table *table, const char *name);

/** Sets one member of `params` from text such as "1e-3", "sphere:10" or "1,2,5"; the range is checked.
 *  Errors: SHF_ERR_TEXT, SHF_ERR_VALUE, SHF_ERR_MEMORY. */
SHF_API shf_status shf_params_set(const shf_param_table *table, void *params, const char *name,
                                  const char *text, shf_error *error);

/** Writes the value of one member as text that shf_params_set reads back to the same bits (17 digits).
 *  Returns a string to be freed by the caller, NULL when memory is exhausted. */
SHF_API char *shf_params_get(const shf_param *row, const void *params);

/** Checks every member against its allowed range.  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_params_validate(const shf_param_table *table, const void *params, shf_error *error);

/** Frees the lists and texts that shf_params_set allocated, and empties them. */
SHF_API void shf_params_clear(const shf_param_table *table, void *params);

SHF_END_C
#endif
