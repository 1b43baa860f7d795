/* Reading of numbers, and the definition of a table from an X-macro. */
#ifndef SHF_COMMON_PARAMS_TEXT_H
#define SHF_COMMON_PARAMS_TEXT_H

#include <shallowflow/params.h>

/** Reads one number; `*rest` points behind it.  0 if there is none. */
int shf_read_number(const char *text, const char **rest, double *value);

/** Defines `const shf_param_table NAME` from an X-macro and, behind it, the initialiser of a struct of
 * defaults. */
#define SHF_DEFINE_PARAMS_AS(TYPE, ROWS, title, NAME, ...)                                    \
    const shf_param_table NAME = {title, (const shf_param[]){ROWS(SHF_ROW_DESCRIBE, TYPE)},   \
                                  sizeof((const shf_param[]){ROWS(SHF_ROW_DESCRIBE, TYPE)}) / \
                                      sizeof(shf_param),                                      \
                                  sizeof(TYPE), &(const TYPE)__VA_ARGS__}

/** The same with the defaults of the X-macro, as NAME_table: what SHF_DECLARE_PARAMS declares. */
#define SHF_DEFINE_PARAMS(TYPE, ROWS, title, NAME) \
    SHF_DEFINE_PARAMS_AS(TYPE, ROWS, title, NAME##_table, {ROWS(SHF_ROW_DEFAULT, )})

/** The rows of shf_solver with other defaults. */
#define SHF_DEFINE_SOLVER(NAME, ...) \
    SHF_DEFINE_PARAMS_AS(shf_solver, SHF_SOLVER_PARAMS, "solver", NAME##_table, {__VA_ARGS__})

/** Whether no number of a list, each of which names a column or a single result, occurs twice. */
shf_status shf_list_distinct(const char *name, const shf_list *list, shf_error *error);

#endif
