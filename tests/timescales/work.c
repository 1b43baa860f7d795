/* What the flows of the time-scales theory cost. */
#include "timescales/problem.h"
#include <support/work.h>

static const shf_work curves[] = {
    {"", 859, 1192},
    {"epsilon=1e-8", 1085, 1646},
    {POLY4 " epsilon=1e-5", 1319, 1883},
    {"activation=tanh target=relu m=20 epsilon=1e-3", 392, 584},
    {"model=finite-m m=10 epsilon=0.01", 764, 1003},
    {"model=overlaps m=6 d=20 epsilon=0.05 t-max=10", 520, 1250},
    {"init=points:-1,0.5,2 init-s=points:0.1,0,-0.2 m=3 epsilon=0.01 t-max=1", 335, 439},
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
