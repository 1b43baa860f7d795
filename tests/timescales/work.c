/* What the flows of the time-scales theory cost. */
#include "timescales/problem.h"
#include <support/work.h>

static const shf_work curves[] = {
    {"", 859, 1192},
    {"epsilon=1e-8", 1085, 1646},
    {POLY4 " epsilon=1e-5", 1319, 1883},
    {"activation=tanh target=relu m=20 epsilon=1e-3", 392, 584},
};

START_TEST(of_curves)
{
    for (size_t k = 0; k < sizeof curves / sizeof curves[0]; k++) {
        problem p = problem_read(curves[k].problem);
        shf_info info = {.steps = 0};
        shf_table_free(problem_solve(&p, &info));
        shf_assert_work(&info, &curves[k]);
    }
}
END_TEST

SHF_TEST_MAIN("timescales/work", of_curves)
