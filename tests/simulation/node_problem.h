/* Networks of the simulation of node.h, shared by its tests. */
#ifndef SHF_TESTS_SIMULATION_NODE_PROBLEM_H
#define SHF_TESTS_SIMULATION_NODE_PROBLEM_H

#include "simulation/node_net.h"
#include "support/test.h"
#include <stdio.h>

typedef struct node_problem {
    shf_node_params params;
    shf_node_training training;
    shf_optimiser optimiser;
    shf_grid grid;
    shf_node_training_control control;
} node_problem;

/** Sets "name=value" wherever that name is. */
static inline shf_status node_problem_set(node_problem *p, const char *name, const char *value,
                                          shf_error *error)
{
    const struct {
        const shf_param_table *table;
        void *params;
    } part[] = {{&shf_node_params_table, &p->params},
                {&shf_node_training_table, &p->training},
                {&shf_optimiser_table, &p->optimiser},
                {&shf_node_training_control_table, &p->control}};
    for (size_t k = 0; k < sizeof part / sizeof *part; k++)
        if (shf_params_find(part[k].table, name))
            return shf_params_set(part[k].table, part[k].params, name, value, error);
    return shf_params_set(&shf_grid_table, &p->grid, name, value, error);
}

/** The defaults with the settings of a text such as "d=5 M=20". */
static inline node_problem node_problem_read(const char *text)
{
    node_problem p = {shf_node_params_default(), shf_node_training_default(), shf_optimiser_default(),
                      shf_grid_default(), shf_node_training_control_default()};
    char copy[1024], *rest = NULL;
    shf_error error = {0};
    p.control.threads = 1;
    (void)snprintf(copy, sizeof copy, "%s", text);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(word, '=');
        ck_assert_ptr_nonnull(value);
        *value = 0;
        shf_assert_ok(node_problem_set(&p, word, value + 1, &error), error);
    }
    return p;
}

static inline void node_problem_free(node_problem *p)
{
    shf_params_clear(&shf_node_params_table, &p->params);
    shf_params_clear(&shf_node_training_table, &p->training);
    shf_params_clear(&shf_grid_table, &p->grid);
    shf_params_clear(&shf_node_training_control_table, &p->control);
}

static inline shf_node_experiment node_problem_experiment(const node_problem *p)
{
    return (shf_node_experiment){&p->params, &p->training, &p->optimiser, NULL, &p->grid, &p->control};
}

/** The result of a problem; NULL and the error if there is none. */
static inline shf_table *node_problem_run(const node_problem *p, shf_error *error)
{
    shf_table *table = NULL;
    const shf_node_experiment experiment = node_problem_experiment(p);
    (void)shf_node_simulate(&experiment, NULL, &table, NULL, error);
    return table;
}

static inline shf_table *node_problem_result(const char *text)
{
    shf_error error = {0};
    node_problem p = node_problem_read(text);
    shf_table *table = node_problem_run(&p, &error);
    ck_assert_msg(table != NULL, "%s: %s", text, error.message);
    node_problem_free(&p);
    return table;
}

#endif
