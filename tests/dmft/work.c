/* What the solvers of the dynamical mean-field theory cost. */
#include "dmft/settings.h"
#include <support/work.h>

/* Learning, late and at rest, pure noise, a single neuron that is frozen, low order; the limits. */
static const shf_work curves[] = {
    {"", 81, 193},
    {"m=5 t-max=1e4 rtol=1e-4", 65, 191},
    {"m=20 t-max=1000 target=none tau=0.6 alpha=0.4", 109, 574},
    {"m=1 t-max=100 target=none freeze-a=yes rtol=1e-4", 53, 94},
    {"stages=2 rtol=1e-3 gamma0=1 t-max=30 h=poly:0,0.9,0.5", 176, 526},
};
static const shf_work limits[] = {
    {"limit=lazy-late gamma0=1 h=poly:0,0.9,0.5 t-max=100", 259, 563},
    {"limit=mean-field t-max=100", 318, 398},
    {"limit=sqrt-m target=none tau=0.6 m=10000 t-max=1000 rtol=1e-4", 242, 174},
};

START_TEST(of_curves)
{
    for (size_t k = 0; k < sizeof curves / sizeof curves[0]; k++) {
        settings s = settings_of(curves[k].problem);
        shf_table *table = NULL;
        shf_info info = {.steps = 0};
        shf_error error;
        shf_assert_ok(shf_dmft_solve(&s.params, &s.grid, &s.solver, NULL, &table, &info, &error), error);
        shf_assert_work(&info, &curves[k]);
        shf_table_free(table);
        settings_free(&s);
    }
}
END_TEST

START_TEST(of_limits)
{
    for (size_t k = 0; k < sizeof limits / sizeof limits[0]; k++) {
        settings s = settings_of(limits[k].problem);
        shf_table *table = NULL;
        shf_info info = {.steps = 0};
        shf_error error;
        shf_assert_ok(
            shf_dmft_limit_solve(&s.params, &s.limit, &s.grid, &s.solver, NULL, &table, &info, &error),
            error);
        shf_assert_work(&info, &limits[k]);
        shf_table_free(table);
        settings_free(&s);
    }
}
END_TEST

SHF_TEST_MAIN("dmft/work", of_curves, of_limits)
