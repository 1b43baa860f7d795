/* What is refused, in one line, and what has a degenerate answer. */
#include "timescales/problem.h"

static void refused(const char *text, const char *message)
{
    char copy[256], *rest = NULL;
    problem p = problem_read("");
    shf_error error = {0};
    shf_table *table = NULL;
    shf_status status = SHF_OK;
    (void)snprintf(copy, sizeof copy, "%s", text);
    for (char *word = strtok_r(copy, " ", &rest); word && !status; word = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(word, '=');
        *value = '\0';
        status = problem_set(&p, word, value + 1, &error);
    }
    if (!status)
        status = shf_timescales_solve(&p.params, &p.request, &p.grid, &p.solver, NULL, &table, NULL, &error);
    shf_params_clear(&shf_timescales_grid_table, &p.grid);
    ck_assert_msg(status != SHF_OK && !table, "%s was accepted", text);
    ck_assert_msg(strstr(error.message, message) && !strchr(error.message, '\n'), "%s: message \"%s\"", text,
                  error.message);
}

START_TEST(refusals)
{
    refused("epsilon=0", "epsilon = 0: must lie in [1e-18, 1e3]");
    refused("epsilon=1e-19", "must lie in [1e-18, 1e3]");
    refused("m=0", "m = 0: must lie in [1, 1e7]");
    refused("modes=201", "modes = 201: must lie in [0, 200]");
    refused("init-s=points:0.5,1.5", "init-s = points:1.5: must lie in [-1, 1]");
    refused("activation=hermite:0,0", "the network is zero for ever");
    refused("init=gauss m=20000", "m = 20000: must be at most 10000 with init = gauss");
    refused("model=overlaps m=3000", "m = 3000: must be at most 2000 with model = overlaps");
    refused("d=1", "d = 1: must lie in [2, 1e9]");
    refused("activation=sinus", "must be one of relu|erf|tanh|sigmoid|linear|quadratic|hermite");
    refused("rtol=0", "rtol = 0: must lie in [1e-13, 1e-2]");
    refused("times=1,1", "must increase");
    refused("max-steps=3", "max-steps = 3: reached at t =");
}
END_TEST

/* Only degree 0 is kept: the network fits the constant and reports what it cannot see. */
START_TEST(no_modes)
{
    shf_table *table = solve_text(POLY2 " modes=0");
    size_t last = shf_table_rows(table) - 1;
    shf_assert_close(shf_table_column(table, "risk")[last], 0, 0, 1e-15);
    shf_assert_close(shf_table_scalar(table, "target_rest"), 0.5 * (1 + 4. / 9), SHF_ROUND(8), 0);
    shf_assert_close(shf_table_scalar(table, "activation_rest"), 2, SHF_ROUND(8), 0);
    ck_assert_uint_eq(shf_table_column_index(table, "rho_1"), shf_table_columns(table));
    shf_table_free(table);
}
END_TEST

START_TEST(nothing_to_learn)
{
    shf_table *table = solve_text("activation=hermite:0,1 target=hermite:0,0,1");
    const double *risk = shf_table_column(table, "risk");
    for (size_t j = 0; j < shf_table_rows(table); j++)
        ck_assert_double_eq(risk[j], 0.5);
    ck_assert(has_note(table, "no component of the target can be learnt"));
    shf_table_free(table);
    table = solve_text("activation=hermite:1,0,1 target=hermite:1,0,1 epsilon=0.01");
    size_t last = shf_table_rows(table) - 1;
    shf_assert_close(shf_table_column(table, "risk")[last], 0.5, 0, 1e-12);
    ck_assert(has_note(table,
                       "component 2 will never be learnt, because the flow starts at s = 0 and stays there"));
    shf_table_free(table);
    table = solve_text("target=hermite:0"); /* a target that is zero: nothing moves but what a(0) made */
    shf_assert_close(shf_table_column(table, "risk")[last], 0, 0, 1e-12);
    shf_table_free(table);
}
END_TEST

/* Label noise adds tau^2/2 to the risk and nothing else. */
START_TEST(label_noise)
{
    shf_table *clean = solve_text("epsilon=0.01"), *noisy = solve_text("epsilon=0.01 tau=0.3");
    for (size_t j = 0; j < shf_table_rows(clean); j++)
        shf_assert_close(shf_table_column(noisy, "risk")[j], shf_table_column(clean, "risk")[j] + 0.045,
                         SHF_ROUND(2), 0);
    ck_assert_double_eq(shf_table_scalar(noisy, "t_2"), shf_table_scalar(clean, "t_2"));
    shf_table_free(clean);
    shf_table_free(noisy);
}
END_TEST

/* Neurons at s = 1 and s = -1 stay there. */
START_TEST(poles)
{
    shf_table *table = solve_text("init-s=points:1,-1,0.5,0.1 m=4 nodes=4 epsilon=0.1 t-max=10");
    for (size_t j = 0; j < shf_table_rows(table); j++) {
        ck_assert_double_eq(shf_table_column(table, "s_1")[j], 1);
        ck_assert_double_eq(shf_table_column(table, "s_2")[j], -1);
        shf_assert_below(shf_table_column(table, "max_s")[j], 1 + 1e-12);
    }
    shf_table_free(table);
}
END_TEST

/* A time at which nothing moves but rounding is answered, or named as what cannot be reached. */
START_TEST(far_end)
{
    static const char *const texts[] = {"t-max=1e15 points=5", "t-max=1e300 points=5"};
    for (size_t k = 0; k < 2; k++) {
        problem p = problem_read(texts[k]);
        shf_table *table = NULL;
        shf_error error = {0};
        shf_status status =
            shf_timescales_solve(&p.params, &p.request, &p.grid, &p.solver, NULL, &table, NULL, &error);
        if (k)
            shf_assert_fails(status, SHF_ERR_NUMERIC, error, "t-max or times = 1e+300, epsilon = ");
        else
            shf_assert_ok(status, error);
        shf_table_free(table);
    }
}
END_TEST

static int stop_at_once(void *context, double fraction)
{
    (void)fraction;
    return ++*(int *)context > 200;
}

/* An interrupted run keeps the rows that are finished. */
START_TEST(interruption)
{
    problem p = problem_read("epsilon=1e-6");
    int calls = 0;
    shf_progress progress = {stop_at_once, &calls};
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_fails(
        shf_timescales_solve(&p.params, &p.request, &p.grid, &p.solver, &progress, &table, NULL, &error),
        SHF_ERR_INTERRUPTED, error, "interrupted");
    ck_assert_uint_gt(shf_table_rows(table), 0);
    ck_assert_uint_lt(shf_table_rows(table), 221);
    shf_table_free(table);
}
END_TEST

/* The same directions for all models: the overlaps at t = 0 of a mean field that starts on the sphere are
 * those of the overlap flow, for small and large d. */
START_TEST(one_network_for_all_models)
{
    shf_table *x = solve_text("init-s=sphere d=30 m=5 nodes=5 grid=linear points=2 t-max=1e-6 estimate=no");
    shf_table *y = solve_text("model=overlaps d=30 m=5 nodes=5 grid=linear points=2 t-max=1e-6 estimate=no");
    for (size_t i = 1; i <= 5; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "s_%zu", i);
        shf_assert_close(shf_table_column(x, name)[0], shf_table_column(y, name)[0], SHF_ROUND(4), 0);
    }
    shf_table_free(x);
    shf_table_free(y);
    /* beyond 1e5 dimensions the norm is drawn from its law: rms s = 1/sqrt(d) within 5 standard errors */
    x = solve_text("init-s=sphere d=1000000 m=2000 grid=linear points=2 t-max=1e-6 estimate=no");
    shf_assert_close(shf_table_column(x, "rms_s")[0] * 1e3, 1, SHF_STAT(5, 1 / sqrt(2 * 2000.)), 0);
    shf_table_free(x);
}
END_TEST

SHF_TEST_MAIN("timescales/inputs", refusals, no_modes, nothing_to_learn, label_noise, poles, far_end,
              interruption, one_network_for_all_models)
