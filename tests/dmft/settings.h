/* Problems of the dynamical mean-field theory written as text: "m=5 alpha=0.4 h=poly:0,0.9 t-max=10". */
#ifndef SHF_TESTS_DMFT_SETTINGS_H
#define SHF_TESTS_DMFT_SETTINGS_H

#include "support/test.h"
#include <shallowflow/dmft_limits.h>

typedef struct settings {
    shf_dmft_params params;
    shf_dmft_limit limit;
    shf_dmft_events_request events;
    shf_grid grid;
    shf_dmft_solver solver;
} settings;

/* Takes a word "name=value" for the first struct that knows the name. */
static inline void settings_take(settings *s, char *word)
{
    char *value = strchr(word, '=');
    ck_assert_msg(value != NULL, "no value in %s", word);
    *value++ = '\0';
    const struct {
        const shf_param_table *table;
        void *target;
    } part[] = {{&shf_dmft_params_table, &s->params},
                {&shf_dmft_limit_table, &s->limit},
                {&shf_dmft_grid_table, &s->grid},
                {&shf_dmft_events_table, &s->events},
                {&shf_dmft_solver_table, &s->solver}};
    int taken = 0;
    for (size_t k = 0; k < sizeof part / sizeof part[0]; k++)
        if (shf_params_find(part[k].table, word)) {
            shf_error error;
            shf_assert_ok(shf_params_set(part[k].table, part[k].target, word, value, &error), error);
            taken = 1;
        }
    ck_assert_msg(taken, "nothing is called %s", word);
}

static inline settings settings_of(const char *text)
{
    settings s = {shf_dmft_params_default(), shf_dmft_limit_default(), shf_dmft_events_default(),
                  shf_dmft_grid_default(), shf_dmft_solver_default()};
    char *copy = strdup(text), *rest = copy;
    ck_assert_ptr_nonnull(copy);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        settings_take(&s, word);
    free(copy);
    return s;
}

static inline void settings_free(settings *s)
{
    shf_params_clear(&shf_dmft_grid_table, &s->grid);
}

/* The curve of the general solver. */
static inline shf_table *general_curve(const char *text)
{
    settings s = settings_of(text);
    shf_error error;
    shf_table *table = NULL;
    shf_assert_ok(shf_dmft_solve(&s.params, &s.grid, &s.solver, NULL, &table, NULL, &error), error);
    settings_free(&s);
    return table;
}

/* The curve of a limit. */
static inline shf_table *limit_curve(const char *text)
{
    settings s = settings_of(text);
    shf_error error;
    shf_table *table = NULL;
    shf_assert_ok(shf_dmft_limit_solve(&s.params, &s.limit, &s.grid, &s.solver, NULL, &table, NULL, &error),
                  error);
    settings_free(&s);
    return table;
}

/* Largest difference of a column between two tables with the same times. */
static inline double column_distance(const shf_table *x, const shf_table *y, const char *column)
{
    double most = 0;
    const double *u = shf_table_column(x, column), *v = shf_table_column(y, column);
    ck_assert_uint_eq(shf_table_rows(x), shf_table_rows(y));
    ck_assert_ptr_nonnull(u);
    for (size_t j = 0; j < shf_table_rows(x); j++)
        most = fmax(most, fabs(u[j] - v[j]));
    return most;
}

#endif
