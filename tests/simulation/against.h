/* A simulated ensemble against the mean-field theory.
 *
 * Tolerance of an observable with value v in theory:
 *     5 standard errors of the ensemble (measured)
 *   + 5 sqrt(p (1 - p)/(K N)) for the fraction f_U, where the runs happen to agree
 *   + 2 (1/M + d/N) |v|: what the mean field leaves out, of first order in the squares of the fluctuations
 *   + gamma epsilon |v|: n steps of size epsilon = d gamma instead of the flow turn exp(2 gamma) into
 *     (1 + epsilon)^(2n), relative error 2 n epsilon^2/2. */
#ifndef SHF_TESTS_SIMULATION_AGAINST_H
#define SHF_TESTS_SIMULATION_AGAINST_H

#include "support/test.h"
#include <shallowflow/simulation.h>
#include <stdio.h>

typedef struct against {
    shf_hinge_params params;
    shf_simulation_params simulation;
    shf_simulation_control control;
    shf_simulation_request request;
    const double *t;
    size_t n;
    shf_simulation_result result;
    shf_table *theory;
} against;

/** Both curves at the n times of a->t. */
static inline void against_run(against *a)
{
    shf_error error = {0};
    shf_grid grid = shf_grid_default();
    shf_hinge_request request = shf_hinge_request_default();
    shf_solver solver = shf_hinge_solver_default();
    grid.times = (shf_list){a->n, (double *)a->t};
    shf_assert_ok(shf_hinge_simulate(&a->params, &a->simulation, NULL, &a->request, &grid, &a->control, NULL,
                                     &a->result, NULL, &error),
                  error);
    ck_assert_uint_eq(shf_table_rows(a->result.curve), a->n);
    shf_assert_ok(shf_hinge_solve(&a->params, &request, &grid, &solver, NULL, &a->theory, NULL, &error),
                  error);
}

static inline void against_free(against *a)
{
    shf_simulation_result_free(&a->result);
    shf_table_free(a->theory);
}

/** What is allowed for an observable at a row; `others` leaves out the standard errors. */
static inline double against_tolerance(const against *a, const char *name, size_t row, double *others)
{
    char se[32];
    double K = (double)a->simulation.runs, N = (double)a->params.N, substeps = (double)a->simulation.substeps;
    double v = fabs(shf_table_column(a->theory, name)[row]),
           gamma = shf_table_column(a->theory, "gamma")[row];
    double epsilon = shf_table_column(a->theory, "gamma")[0] / (a->t[0] * substeps);
    (void)snprintf(se, sizeof se, "%s_se", name);
    *others = (2.0 / (double)a->params.M + 2.0 * (double)a->params.d / N + gamma * epsilon) * v;
    if (strcmp(name, "f_U") == 0)
        *others += 5 * sqrt(v * (1 - v) / (K * N));
    return *others + SHF_STAT(5, shf_table_column(a->result.curve, se)[row]);
}

/** Asserts that all rows of an observable agree with the theory. */
static inline void against_check(const against *a, const char *label, const char *name)
{
    for (size_t row = 0; row < a->n; row++) {
        double others = 0, x = shf_table_column(a->result.curve, name)[row];
        double v = shf_table_column(a->theory, name)[row], allowed = against_tolerance(a, name, row, &others);
        ck_assert_msg(fabs(x - v) <= allowed,
                      "%s, t = %g: %s is %.5g, theory %.5g, allowed %.2g (%.2g without the "
                      "standard errors)",
                      label, a->t[row], name, x, v, allowed, others);
    }
}

#endif
