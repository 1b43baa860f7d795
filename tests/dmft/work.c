/* What the solvers of the dynamical mean-field theory cost. */
#include "dmft/settings.h"
#include <support/folder.h>
#include <support/work.h>

/* Learning, late and at rest, pure noise, a single neuron that is frozen, low order; the limits. */
static const shf_work curves[] = {
    {"", 81, 193},
    {"m=5 t-max=1e4 rtol=1e-4", 65, 191},
    {"m=20 t-max=1000 target=none tau=0.6 alpha=0.4", 109, 574},
    {"m=1 t-max=100 target=none freeze-a=yes rtol=1e-4", 53, 94},
    {"stages=2 rtol=1e-3 gamma0=1 t-max=30 h=poly:0,0.9,0.5", 176, 526},
    {"stages=6 rtol=1e-8 t-max=3", 43, 46},
    {"h=erf target=hermite:0,1 tau=0.5 t-max=5", 21, 26},
    {"scheme=euler rtol=1e-2 t-max=2", 73, 73},
    {"step=0.1 stages=3 t-max=2", 61, 101},
};
static const shf_work limits[] = {
    {"limit=lazy-late gamma0=1 h=poly:0,0.9,0.5 t-max=100", 259, 563},
    {"limit=mean-field t-max=100", 318, 398},
    {"limit=sqrt-m target=none tau=0.6 m=10000 t-max=1000 rtol=1e-4", 242, 174},
    {"limit=linear h=poly:0,0.9 m=5 t-max=10 rtol=1e-9", 749, 1666},
};

static const shf_work networks[] = {
    {"neurons=one.txt t-max=3", 29, 42},
    {"neurons=two.txt target=poly:0,1 target-terms=0.5*h3(x2) t-max=2 rtol=1e-4", 17, 24},
    {"neurons=one.txt h=erf target=none tau=1 freeze-a=yes stages=3 rtol=1e-3 t-max=2", 24, 30},
    {"neurons=one.txt step=0.2 stages=2 t-max=1", 11, 32},
    {"m=3,8 t-max=2", 46, 60},
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

/* Neurons that are not alike, and several networks. */
START_TEST(of_networks)
{
    shf_enter_folder();
    shf_write_text("one.txt", "1 0.1 1 0.1 0\n0.5 0.2 0.1 1 0\n-1 0 0 0 1\n");
    shf_write_text("two.txt", "1 0.1 0 1 0.1\n0.5 0 0.2 0.1 1\n");
    for (size_t k = 0; k < sizeof networks / sizeof networks[0]; k++) {
        shf_dmft_networks own = shf_dmft_networks_default();
        settings s = settings_of("");
        shf_table *table = NULL;
        shf_info info = {.steps = 0};
        shf_error error;
        char *copy = strdup(networks[k].problem), *rest = copy, *word;
        while ((word = strsep(&rest, " "))) {
            char *value = strchr(word, '=');
            *value = '\0';
            if (shf_params_find(&shf_dmft_networks_table, word))
                shf_assert_ok(shf_params_set(&shf_dmft_networks_table, &own, word, value + 1, &error), error);
            else {
                *value = '=';
                settings_take(&s, word);
            }
        }
        shf_assert_ok(shf_dmft_networks_solve(&own, &s.grid, &s.solver, NULL, NULL, &table, &info, &error),
                      error);
        shf_assert_work(&info, &networks[k]);
        shf_table_free(table);
        shf_params_clear(&shf_dmft_networks_table, &own);
        settings_free(&s);
        free(copy);
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

SHF_TEST_MAIN("dmft/work", of_curves, of_networks, of_limits)
