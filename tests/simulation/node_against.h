/* Ensembles of trained networks against the mean field of node.h.
 *
 * Tolerance of a column with its natural scale S (of a mean of weights: its own size at the start or now; of
 * F the largest |F|; of the loss its first value):
 *     3 standard errors, times t_{K-1}/t_inf of Student's law for K runs
 *   + S (NODE_FINITE_M/M + NODE_FINITE_N d/N + NODE_FINITE_D/d + NODE_FINITE_STEP/substeps),
 * what the mean field leaves out, each of first order: for N and the step of the size that
 * tools/node-finite-size measures (docs/simulation.md, section 9), for M and d by their order alone.
 */
#ifndef SHF_TESTS_SIMULATION_NODE_AGAINST_H
#define SHF_TESTS_SIMULATION_NODE_AGAINST_H

#include "node_problem.h"
#include <shallowflow/node.h>

static const double NODE_FINITE_M = 1, NODE_FINITE_N = 1, NODE_FINITE_D = 1, NODE_FINITE_STEP = 0.05;

static inline double node_largest(const shf_table *table, const char *name)
{
    double most = 0;
    for (size_t row = 0; row < shf_table_rows(table); row++)
        most = fmax(most, fabs(shf_table_column(table, name)[row]));
    return most;
}

static inline double node_scale(const shf_table *theory, const char *name)
{
    double a = sqrt(node_largest(theory, "a2")), w = sqrt(node_largest(theory, "w_par2"));
    if (strcmp(name, "a") == 0)
        return a;
    if (strcmp(name, "w_par") == 0)
        return w;
    if (strcmp(name, "a_w_par") == 0)
        return a * w;
    if (name[0] == 'F')
        return fmax(node_largest(theory, "F[-1]"), node_largest(theory, "F[1]"));
    return node_largest(theory, name);
}

/* The mean field of a problem at its times, with 12 x 12 x 4 nodes. */
static inline shf_table *node_theory(const node_problem *p)
{
    shf_node_request request = shf_node_request_default();
    shf_solver solver = shf_node_solver_default();
    shf_table *theory = NULL;
    shf_error error = {0};
    request.nodes_a = request.nodes_w = 12;
    request.nodes_rho = 4;
    solver.rtol = 1e-7;
    shf_assert_ok(shf_node_solve(&p->params, &request, &p->grid, &solver, NULL, &theory, NULL, &error),
                  error);
    return theory;
}

/** Asserts that all columns of a problem, whose runs are 10 or so, agree; the largest share of what is
 * allowed. */
static inline double node_against(const char *text)
{
    static const char *const columns[] = {"loss",    "f_U", "a",    "a2",    "w_par", "w_par2",
                                          "a_w_par", "rho", "rho2", "F[-1]", "F[1]"};
    node_problem p = node_problem_read(text);
    shf_error error = {0};
    shf_table *theory = node_theory(&p), *table = node_problem_run(&p, &error);
    ck_assert_msg(table != NULL, "%s: %s", text, error.message);
    double finite = NODE_FINITE_M / (double)p.params.M + NODE_FINITE_D / (double)p.params.d +
                    NODE_FINITE_N * (double)p.params.d / (double)p.training.N +
                    NODE_FINITE_STEP / (double)p.training.substeps;
    double student = 1 + 2.5 / ((double)p.training.runs - 1), worst = 0;
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
        for (size_t row = 0; shf_table_column(theory, columns[k]) && row < shf_table_rows(theory); row++) {
            char se[32];
            (void)snprintf(se, sizeof se, "%s_se", columns[k]);
            double x = shf_table_column(table, columns[k])[row],
                   v = shf_table_column(theory, columns[k])[row];
            double sampling = SHF_STAT(3 * student, shf_table_column(table, se)[row]);
            double allowed = sampling + finite * node_scale(theory, columns[k]) + SHF_ROUND(100);
            worst = fmax(worst, fabs(x - v) / allowed);
            ck_assert_msg(fabs(x - v) <= allowed,
                          "%s: row %zu: %s is %.5g, theory %.5g, allowed %.2g, of them %.2g sampling", text,
                          row, columns[k], x, v, allowed, sampling);
        }
    shf_table_free(theory);
    shf_table_free(table);
    node_problem_free(&p);
    return worst;
}

#endif
