/* Networks of the DMFT simulation, shared by its tests. */
#ifndef SHF_TESTS_SIMULATION_DMFT_PROBLEM_H
#define SHF_TESTS_SIMULATION_DMFT_PROBLEM_H

#include "simulation/dmft_net.h"
#include "support/test.h"
#include <stdio.h>

typedef struct problem {
    shf_dmft_params params;
    shf_dmft_training training;
    shf_grid grid;
    shf_dmft_control control;
} problem;

/** Sets "name=value" wherever that name is. */
static inline shf_status problem_set(problem *p, const char *name, const char *value, shf_error *error)
{
    if (shf_params_find(&shf_dmft_params_table, name))
        return shf_params_set(&shf_dmft_params_table, &p->params, name, value, error);
    if (shf_params_find(&shf_dmft_training_table, name))
        return shf_params_set(&shf_dmft_training_table, &p->training, name, value, error);
    if (shf_params_find(&shf_dmft_control_table, name))
        return shf_params_set(&shf_dmft_control_table, &p->control, name, value, error);
    return shf_params_set(&shf_dmft_grid_table, &p->grid, name, value, error);
}

/** The defaults with the settings of a text such as "m=5 d=20". */
static inline problem problem_read(const char *text)
{
    problem p = {shf_dmft_params_default(), shf_dmft_training_default(), shf_dmft_grid_default(),
                 shf_dmft_control_default()};
    char copy[1024], *rest = NULL;
    shf_error error = {0};
    (void)snprintf(copy, sizeof copy, "%s", text);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(word, '=');
        ck_assert_ptr_nonnull(value);
        *value = '\0';
        shf_assert_ok(problem_set(&p, word, value + 1, &error), error);
    }
    return p;
}

static inline void problem_free(problem *p)
{
    shf_params_clear(&shf_dmft_grid_table, &p->grid);
}

/** The simulated ensemble; the table is to be freed by the caller. */
static inline shf_table *problem_simulate(const problem *p)
{
    shf_error error = {0};
    shf_table *table = NULL;
    shf_assert_ok(
        shf_dmft_simulate(&p->params, &p->training, &p->grid, &p->control, NULL, &table, NULL, &error),
        error);
    return table;
}

/** The theory at the same times. */
static inline shf_table *problem_theory(const problem *p)
{
    shf_error error = {0};
    shf_table *table = NULL;
    shf_dmft_solver solver = shf_dmft_solver_default();
    shf_assert_ok(shf_dmft_solve(&p->params, &p->grid, &solver, NULL, &table, NULL, &error), error);
    return table;
}

/** Asserts that the ensemble agrees with the theory in these columns, in every row, within `z` standard
 * errors plus the share `relative` of the theory plus `absolute`. */
static inline void assert_agrees(const char *text, const char *const *names, size_t n, double z,
                                 double relative, double absolute)
{
    problem p = problem_read(text);
    shf_table *simulated = problem_simulate(&p), *theory = problem_theory(&p);
    ck_assert_uint_eq(shf_table_rows(simulated), shf_table_rows(theory));
    for (size_t k = 0; k < n; k++) {
        char name[32];
        (void)snprintf(name, sizeof name, "%s_se", names[k]);
        const double *x = shf_table_column(simulated, names[k]), *se = shf_table_column(simulated, name);
        const double *v = shf_table_column(theory, names[k]);
        for (size_t j = 0; j < shf_table_rows(theory); j++)
            ck_assert_msg(shf_is_close(x[j], v[j], relative, SHF_STAT(z, se[j]) + absolute),
                          "%s at t = %g is %.6g(%.2g), theory %.6g", names[k],
                          shf_table_column(theory, "t")[j], x[j], se[j], v[j]);
    }
    shf_table_free(simulated);
    shf_table_free(theory);
    problem_free(&p);
}

#endif
