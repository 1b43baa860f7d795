/* Problems of the time-scales theory as text, and short-hands shared by its tests. */
#ifndef SHF_TESTS_TIMESCALES_PROBLEM_H
#define SHF_TESTS_TIMESCALES_PROBLEM_H

#include "support/test.h"
#include "timescales/run.h"
#include <stdio.h>

/** The example of the documentation, with three components, and one with five. */
#define POLY2 "activation=hermite:1,1,1 target=hermite:1,-1,0.66666666666666663"
#define POLY4 "activation=hermite:1,1,1,1,1 target=hermite:1,-1,0.66666666666666663,-0.5,0.4"

typedef struct problem {
    shf_timescales_params params;
    shf_timescales_request request;
    shf_grid grid;
    shf_solver solver;
} problem;

/** Sets "name=value" wherever that name is. */
static inline shf_status problem_set(problem *p, const char *name, const char *value, shf_error *error)
{
    if (shf_params_find(&shf_timescales_params_table, name))
        return shf_params_set(&shf_timescales_params_table, &p->params, name, value, error);
    if (shf_params_find(&shf_timescales_request_table, name))
        return shf_params_set(&shf_timescales_request_table, &p->request, name, value, error);
    if (shf_params_find(&shf_timescales_grid_table, name))
        return shf_params_set(&shf_timescales_grid_table, &p->grid, name, value, error);
    return shf_params_set(&shf_timescales_solver_table, &p->solver, name, value, error);
}

/** The defaults with the settings of a text such as "epsilon=1e-6 m=20". */
static inline problem problem_read(const char *text)
{
    problem p = {shf_timescales_params_default(), shf_timescales_request_default(),
                 shf_timescales_grid_default(), shf_timescales_solver_default()};
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

/** Solves it; the table is to be freed by the caller. */
static inline shf_table *problem_solve(problem *p, shf_info *info)
{
    shf_error error = {0};
    shf_table *table = NULL;
    shf_assert_ok(
        shf_timescales_solve(&p->params, &p->request, &p->grid, &p->solver, NULL, &table, info, &error),
        error);
    shf_params_clear(&shf_timescales_grid_table, &p->grid);
    return table;
}

static inline shf_table *solve_text(const char *text)
{
    problem p = problem_read(text);
    return problem_solve(&p, NULL);
}

/** Single result of a run. */
static inline double result_of(const char *text, const char *name)
{
    shf_table *table = solve_text(text);
    double value = shf_table_scalar(table, name);
    shf_table_free(table);
    return value;
}

/** Whether a note of the table contains that text. */
static inline int has_note(const shf_table *table, const char *part)
{
    for (size_t k = 0; k < shf_table_notes(table); k++)
        if (strstr(shf_table_note(table, k), part))
            return 1;
    return 0;
}

static inline shf_timescales_model model_of(const problem *p)
{
    shf_timescales_model model;
    shf_error error = {0};
    shf_assert_ok(shf_timescales_model_make(&model, &p->params, p->request.model.kind, &error), error);
    return model;
}

#endif
