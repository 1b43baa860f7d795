/* What the levels of the hinge theory and their onsets cost. */
#include <shallowflow/onset.h>
#include <stdio.h>
#include <support/work.h>

static const struct {
    shf_work work;
    int level;
} curves[] = {
    {{"", 406, 637}, SHF_LEVEL_MEAN_FIELD},
    {{"delta=0.1 alpha=30", 161, 303}, SHF_LEVEL_MEAN_FIELD},
    {{"d=3 M=20 data=student:3", 421, 802}, SHF_LEVEL_MEAN_FIELD},
    {{"", 1370, 1643}, SHF_LEVEL_FINITE_SIZE},
    {{"N=2000 delta=0.2 alpha=0.1", 1543, 1884}, SHF_LEVEL_FINITE_SIZE},
    {{"N=300 M=50", 610, 657}, SHF_LEVEL_FINITE_SIZE},
};

static shf_hinge_params params_of(const char *text)
{
    shf_hinge_params p = shf_hinge_params_default();
    char copy[256], *rest = copy, *word;
    shf_error error;
    (void)snprintf(copy, sizeof copy, "%s", text);
    while ((word = strsep(&rest, " ")))
        if (*word) {
            char *value = strchr(word, '=');
            ck_assert_ptr_nonnull(value);
            *value = '\0';
            shf_assert_ok(shf_params_set(&shf_hinge_params_table, &p, word, value + 1, &error), error);
        }
    return p;
}

START_TEST(of_curves)
{
    for (size_t k = 0; k < sizeof curves / sizeof curves[0]; k++) {
        shf_hinge_params p = params_of(curves[k].work.problem);
        shf_hinge_request request = shf_hinge_request_default();
        shf_grid grid = shf_grid_default();
        shf_solver solver = shf_hinge_solver_default();
        shf_table *table = NULL;
        shf_info info = {.steps = 0};
        shf_error error;
        request.level.kind = curves[k].level;
        shf_assert_ok(shf_hinge_solve(&p, &request, &grid, &solver, NULL, &table, &info, &error), error);
        shf_assert_work(&info, &curves[k].work);
        shf_table_free(table);
    }
}
END_TEST

static const shf_work onsets[] = {
    {"delta=0.1", 421, 498},
    {"N=2000 M=50 delta=0.05 alpha=3", 313, 359},
};

START_TEST(of_onsets)
{
    for (size_t k = 0; k < sizeof onsets / sizeof onsets[0]; k++) {
        shf_hinge_params p = params_of(onsets[k].problem);
        shf_onset_request request = shf_onset_request_default();
        shf_solver solver = shf_onset_solver_default();
        shf_onset onset;
        shf_info info = {.steps = 0};
        shf_error error;
        shf_assert_ok(shf_onset_solve(&p, &request, &solver, NULL, &onset, &info, &error), error);
        shf_assert_work(&info, &onsets[k]);
    }
}
END_TEST

SHF_TEST_MAIN("hinge/work", of_curves, of_onsets)
