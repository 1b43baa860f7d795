/* A linear network with one hidden layer that learns one mode of its data: a theory that is solved exactly.
 *
 * A. M. Saxe, J. L. McClelland and S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep
 * linear neural networks", arXiv:1312.6120.  Equation numbers (E.n) are those of docs/add-a-theory.md.
 */
#ifndef SHALLOWFLOW_LINEAR_H
#define SHALLOWFLOW_LINEAR_H

#include <shallowflow/solver.h>
#include <shallowflow/table.h>

SHF_BEGIN_C

/** Physics of the model. */
#define SHF_LINEAR_PARAMS(P, S)                                                           \
    P(S, real, target, "target", 1.0, "(0, 1e6]", "", "strength s of the mode")           \
    P(S, real, u, "u", 0.01, "[-1e3, 1e3]", "", "weight of the mode in the first layer")  \
    P(S, real, v, "v", 0.01, "[-1e3, 1e3]", "", "weight of the mode in the second layer") \
    P(S, choice, freeze, "freeze", SHF_CHOICE(0), "no|yes", "", "keep the second layer at its start")

typedef struct shf_linear_params {
    SHF_LINEAR_PARAMS(SHF_ROW_FIELD, )
} shf_linear_params;

/** Default and table of the parameters: a mode of strength 1, small and balanced weights. */
SHF_DECLARE_PARAMS(shf_linear_params, shf_linear_params);

/** Solver defaults of this theory: rtol = 1e-10 bounds the local error of u and v. */
SHF_DECLARE_PARAMS(shf_solver, shf_linear_solver);

/** Checks ranges and combinations: u = v = 0 never moves.  Errors: SHF_ERR_VALUE. */
SHF_API shf_status shf_linear_validate(const shf_linear_params *params, shf_error *error);

/** Integrates (E.1).  Columns t u v gain loss, with gain = u v and loss = (s - u v)^2/2; single result
 * t_half, when the gain first is s/2 (0 if it is larger at the start, NaN if it is not reached by the last
 * time). Relative error of u and v at the default tolerance: below 1e-8.  `progress`, `info` may be NULL.  On
 * SHF_OK, and on SHF_ERR_INTERRUPTED, *table is to be freed by the caller; on other errors it is NULL.
 *  Errors: SHF_ERR_VALUE, SHF_ERR_NUMERIC, SHF_ERR_MEMORY, SHF_ERR_INTERRUPTED. */
SHF_API shf_status shf_linear_solve(const shf_linear_params *params, const shf_grid *grid,
                                    const shf_solver *solver, const shf_progress *progress, shf_table **table,
                                    shf_info *info, shf_error *error);

SHF_END_C
#endif
