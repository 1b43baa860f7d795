/* Reading of numbers, and the definition of a table from an X-macro. */
#ifndef SHF_COMMON_PARAMS_TEXT_H
#define SHF_COMMON_PARAMS_TEXT_H

#include <shallowflow/params.h>

/** Reads one number; `*rest` points behind it.  0 if there is none. */
int shf_read_number(const char *text, const char **rest, double *value);

/** Defines `const shf_param_table *function(void)` from an X-macro. */
#define SHF_DEFINE_PARAMS_TABLE(TYPE, ROWS, title, function)                                           \
    const shf_param_table *function(void)                                                              \
    {                                                                                                  \
        static const shf_param rows[] = {ROWS(SHF_ROW_DESCRIBE, TYPE)};                                \
        static const TYPE defaults = {ROWS(SHF_ROW_DEFAULT, )};                                        \
        static const shf_param_table table = {title, rows, sizeof rows / sizeof rows[0], sizeof(TYPE), \
                                              &defaults};                                              \
        return &table;                                                                                 \
    }

/** Defines that function as NAME_table, and `TYPE NAME_default(void)`. */
#define SHF_DEFINE_PARAMS(TYPE, ROWS, title, name) \
    TYPE name##_default(void)                      \
    {                                              \
        return (TYPE){ROWS(SHF_ROW_DEFAULT, )};    \
    }                                              \
    SHF_DEFINE_PARAMS_TABLE(TYPE, ROWS, title, name##_table)

/** The same rows as shf_solver with other defaults: `shf_solver function_default(void)` and its table. */
#define SHF_DEFINE_SOLVER(function, ...)                                                    \
    shf_solver function##_default(void)                                                     \
    {                                                                                       \
        return (shf_solver){__VA_ARGS__};                                                   \
    }                                                                                       \
    const shf_param_table *function##_table(void)                                           \
    {                                                                                       \
        static const shf_param rows[] = {SHF_SOLVER_PARAMS(SHF_ROW_DESCRIBE, shf_solver)};  \
        static const shf_solver defaults = {__VA_ARGS__};                                   \
        static const shf_param_table table = {"solver", rows, sizeof rows / sizeof rows[0], \
                                              sizeof(shf_solver), &defaults};               \
        return &table;                                                                      \
    }

#endif
