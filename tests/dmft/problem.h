/* Problems and runs of the tests of the dynamical mean-field theory. */
#ifndef SHF_TESTS_DMFT_PROBLEM_H
#define SHF_TESTS_DMFT_PROBLEM_H

#include "support/test.h"
#include <shallowflow/dmft.h>
#include <stdio.h>

/* h = 0.9 q + q^3/6 and the quadratic one, those of the paper */
#define CUBIC "poly:0,0.9,0,0.16666666666666666"
#define QUADRATIC "poly:0,0.9,0.5"

typedef struct problem {
    shf_dmft_params params;
    shf_grid grid;
    shf_dmft_solver solver;
} problem;

/* Defaults changed by "name=value name=value ...". */
static inline problem problem_read(const char *text)
{
    problem p = {shf_dmft_params_default(), shf_dmft_grid_default(), shf_dmft_solver_default()};
    char copy[1024], *rest = NULL;
    shf_error error;
    ck_assert_uint_lt(strlen(text), sizeof copy);
    strcpy(copy, text);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(word, '=');
        ck_assert_ptr_nonnull(value);
        *value++ = '\0';
        const struct {
            const shf_param_table *table;
            void *params;
        } part[] = {{&shf_dmft_params_table, &p.params},
                    {&shf_dmft_grid_table, &p.grid},
                    {&shf_dmft_solver_table, &p.solver}};
        size_t k = 0;
        while (k < 3 && !shf_params_find(part[k].table, word))
            k++;
        ck_assert_msg(k < 3, "unknown parameter %s", word);
        shf_assert_ok(shf_params_set(part[k].table, part[k].params, word, value, &error), error);
    }
    return p;
}

static inline void problem_clear(problem *p)
{
    shf_params_clear(&shf_dmft_grid_table, &p->grid);
}

/* The table of the problem; to be freed by the caller. */
static inline shf_table *problem_solve(const char *text, shf_info *info)
{
    problem p = problem_read(text);
    shf_table *table = NULL;
    shf_error error;
    shf_assert_ok(shf_dmft_solve(&p.params, &p.grid, &p.solver, NULL, &table, info, &error), error);
    problem_clear(&p);
    return table;
}

static inline double last_of(const shf_table *table, const char *name)
{
    const double *column = shf_table_column(table, name);
    ck_assert_ptr_nonnull(column);
    return column[shf_table_rows(table) - 1];
}

#endif
