/* Do the checks against the exact linear case see a wrong term?  This program is built with a copy of one
 * source file in which one term is wrong, and asserts by how much the result moves. */
#include "dmft/problem.h"

/* The second linear case of dmft/curves, and (D.31) there. */
#define LINEAR "m=5 h=poly:0,0.9 target=hermite:0,1 times=10 rtol=1e-3"
static const double exact_a = 1.248481;

#ifdef SIGN_OF_NOISE

/* M_C with the other sign: the size of the effect was found with an independent program. */
START_TEST(sign_of_the_noise)
{
    shf_table *table = problem_solve(LINEAR, NULL);
    shf_assert_close(last_of(table, "a"), exact_a + 0.11, 0, 0.005);
    shf_assert_close(last_of(table, "e_train"), 0.027767 - 0.022, 0, 0.001);
    shf_table_free(table);
}
END_TEST

SHF_TEST_MAIN("dmft/mutant-noise", sign_of_the_noise)

#else

/* R_A without its delta function: the solver gives up or is off by more than one. */
START_TEST(delta_of_the_response)
{
    problem p = problem_read(LINEAR);
    shf_table *table = NULL;
    shf_error error;
    shf_status status = shf_dmft_solve(&p.params, &p.grid, &p.solver, NULL, &table, NULL, &error);
    ck_assert(status == SHF_ERR_NUMERIC || (status == SHF_OK && fabs(last_of(table, "a") - exact_a) > 1));
    shf_table_free(table);
    problem_clear(&p);
}
END_TEST

SHF_TEST_MAIN("dmft/mutant-delta", delta_of_the_response)

#endif
