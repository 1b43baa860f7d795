/* Curves: the exact linear case, invariants, limits, bad input. */
#include "online/run.h"
#include "support/test.h"
#include <stdio.h>

typedef struct problem {
    shf_online_params params;
    shf_online_request request;
    shf_grid grid;
} problem;

/** The defaults with the settings of a text such as "K=3 eta-w=0.1". */
static problem problem_read(const char *text)
{
    problem p = {shf_online_params_default(), shf_online_request_default(), shf_online_grid_default()};
    const shf_param_table *table[] = {&shf_online_params_table, &shf_online_request_table,
                                      &shf_online_grid_table};
    void *to[] = {&p.params, &p.request, &p.grid};
    char copy[1024], *rest = NULL;
    shf_error error = {0};
    (void)snprintf(copy, sizeof copy, "%s", text);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(word, '=');
        int found = 0;
        ck_assert_ptr_nonnull(value);
        *value = '\0';
        for (size_t k = 0; k < 3; k++)
            if (shf_params_find(table[k], word)) {
                shf_assert_ok(shf_params_set(table[k], to[k], word, value + 1, &error), error);
                found = 1;
            }
        ck_assert_msg(found, "no parameter %s", word);
    }
    return p;
}

static shf_table *solve(const char *text)
{
    problem p = problem_read(text);
    shf_error error = {0};
    shf_table *table = NULL;
    shf_assert_ok(shf_online_solve(&p.params, &p.request, &p.grid, NULL, &table, NULL, &error), error);
    shf_params_clear(&shf_online_grid_table, &p.grid);
    return table;
}

static double last(const shf_table *table, const char *column)
{
    return shf_table_column(table, column)[shf_table_rows(table) - 1];
}

/* (O.13) */
START_TEST(linear_exact)
{
    static const struct {
        double K, eta, v, sigma, b;
    } cases[] = {{1, 0.5, 1, 0, 1},     {1, 1.7, 1, 0.3, 1},  {3, 0.4, 1, 1, 1},  {2, 0.9, 1, 0.5, 1},
                 {5, 0.7, 0.5, 0.2, 4}, {4, 1.5, 1, 0.2, 10}, {1, 0.01, -2, 1, 1}};
    for (size_t j = 0; j < sizeof cases / sizeof *cases; j++) {
        char text[400];
        double s = cases[j].K * cases[j].v * cases[j].v, eta = cases[j].eta, b = cases[j].b;
        (void)snprintf(
            text, sizeof text,
            "activation=linear K=%g M=3 eta-w=%g v=%g sigma=%g batch=%g times=0,0.1,1,3,10 rtol=1e-12 "
            "atol=1e-15 d=50",
            cases[j].K, eta, cases[j].v, cases[j].sigma, b);
        shf_table *table = solve(text);
        const double *t = shf_table_column(table, "t"), *e = shf_table_column(table, "e_gen");
        double gain = eta * eta * s * s / b, rate = 2 * eta * s - gain;
        double end = gain * cases[j].sigma * cases[j].sigma / rate;
        for (size_t k = 0; k < shf_table_rows(table); k++)
            shf_assert_close(2 * e[k], end + (2 * e[0] - end) * exp(-rate * t[k]), 1e-9, 1e-9 * 2 * e[0]);
        shf_assert_close(shf_table_scalar(table, "final_e_gen"), 0.5 * end, 1e-7, 1e-10);
        shf_table_free(table);
    }
}
END_TEST

/* The right-hand side of a start; `sum` receives the sums over the blocks, then dv. */
static void slopes(const char *text, const double *start, double *sum, size_t width, size_t K)
{
    problem p = problem_read(text);
    shf_online_model model;
    shf_online_system system;
    shf_error error = {0};
    shf_assert_ok(shf_online_model_make(&model, &p.params, &error), error);
    shf_assert_ok(shf_online_system_make(&system, &model, &error), error);
    ck_assert_uint_eq(model.width, width);
    double *out = calloc(model.n, sizeof *out);
    if (start)
        memcpy(model.start, start, model.n * sizeof *start);
    ck_assert_int_eq(system.problem.rhs(0, model.start, out, &system), 0);
    memset(sum, 0, (width + K) * sizeof *sum);
    for (size_t b = 0; b < model.blocks; b++)
        for (size_t j = 0; j < width; j++)
            sum[j] += out[b * width + j];
    memcpy(sum + width, out + model.blocks * width, K * sizeof *sum);
    free(out);
    shf_online_system_free(&system);
    shf_online_model_free(&model);
}

#define NOISY "K=3 M=2 sigma=0.3 decay=0.1 freeze-v=no d=40 teacher=random v=0.8 "

static const char *const functions[] = {"activation=erf ", "activation=relu ", "activation=quadratic ",
                                        "activation=hermite:0.1,1,0.4,0.2 ", "activation=linear "};

/* Equal eigenvalues: the sums over the blocks move as a flat spectrum from the sums.  The start of the flat
 * one has the teacher on other axes unless it is random. */
START_TEST(equal_eigenvalues)
{
    enum { WIDTH = 6 + 6, K = 3 };
    for (size_t j = 0; j < sizeof functions / sizeof *functions; j++) {
        char flat[300], blocks[300];
        double a[WIDTH + K], b[WIDTH + K];
        (void)snprintf(flat, sizeof flat, NOISY "%s", functions[j]);
        (void)snprintf(blocks, sizeof blocks, NOISY "spectrum=eigenvalues:1,1,1,1 %s", functions[j]);
        slopes(flat, NULL, a, WIDTH, K);
        slopes(blocks, NULL, b, WIDTH, K);
        for (size_t k = 0; k < WIDTH + K; k++)
            shf_assert_close(b[k], a[k], 1e-11, 1e-11);
    }
}
END_TEST

/* Two units that are the same move the same, and as one with twice the output weight would: R and the
 * error. */
START_TEST(duplicated_unit)
{
    for (size_t j = 0; j < sizeof functions / sizeof *functions; j++) {
        char two[300], one[300];
        double b[2 + 1 + 1];
        const double twin[] = {0.3, -0.1, 0.3, -0.1, 0.5, 0.5, 0.5, 0.6, 0.6};
        const double single[] = {0.3, -0.1, 0.5, 1.2};
        double wide[2 * 2 + 3 + 2];
        (void)snprintf(two, sizeof two, "K=2 freeze-v=no sigma=0.2 eta-w=0.3 eta-v=0.7 %s", functions[j]);
        (void)snprintf(one, sizeof one, "K=1 freeze-v=no sigma=0.2 eta-w=0.15 eta-v=0.7 %s", functions[j]);
        slopes(two, twin, wide, 7, 2);
        slopes(one, single, b, 3, 1);
        for (size_t m = 0; m < 2; m++) {
            shf_assert_close(wide[m], wide[2 + m], SHF_ROUND(100), SHF_ROUND(100));
            shf_assert_close(wide[m], b[m], 1e-11, 1e-11); /* eta v_k is the same */
        }
        shf_assert_close(wide[4], wide[5], 1e-11, 1e-11);
        shf_assert_close(wide[4], wide[6], 1e-11, 1e-11);
        shf_assert_close(wide[4], b[2], 1e-11, 1e-11);
        shf_assert_close(wide[7], wide[8], SHF_ROUND(100), SHF_ROUND(100));
        shf_assert_close(wide[7], b[3], 1e-11, 1e-11);
    }
}
END_TEST

/* On the sphere the norms stay; b samples are the rate over b in the noise: with b large and no noise the
 * error follows gradient flow at the same eta t. */
START_TEST(sphere_and_batches)
{
    shf_table *table = solve("weights=sphere eta-w=0.3 t-max=100 points=20");
    for (size_t k = 0; k < 20; k++)
        shf_assert_close(shf_table_column(table, "norm")[k], 1, 1e-8, 0);
    shf_table_free(table);
    shf_table *flow = solve("eta-w=1e-3 batch=1000000 times=0,10000 estimate=no final=no");
    shf_table *fast = solve("eta-w=1 batch=1000000000 times=0,10 estimate=no final=no");
    shf_assert_close(last(fast, "e_gen"), last(flow, "e_gen"), 1e-6, 0);
    shf_table_free(flow);
    shf_table_free(fast);
}
END_TEST

START_TEST(final_state)
{
    shf_table *table = solve("sigma=0.1 t-max=2000 points=5 estimate=no");
    shf_assert_close(shf_table_scalar(table, "final_e_gen"), last(table, "e_gen"), 1e-6, 0);
    ck_assert(shf_table_scalar(table, "final_rate") < 0);
    ck_assert(shf_table_scalar(table, "plateau_to") > 2 * shf_table_scalar(table, "plateau_from"));
    shf_table_free(table);
    table = solve("t-max=30 points=5 estimate=no"); /* on the plateau */
    ck_assert(shf_table_scalar(table, "final_rate") > 0);
    ck_assert_uint_eq(shf_table_notes(table), 1);
    shf_table_free(table);
}
END_TEST

START_TEST(bad_input)
{
    static const struct {
        const char *text, *part;
    } cases[] = {
        {"activation=erf teacher-activation=relu", "teacher-activation"},
        {"teacher=equal:-1.5", "positive semidefinite"},
        {"teacher=matrix:1,2,1", "positive semidefinite"},
        {"teacher=matrix:1,0", "upper triangle"},
        {"spectrum=eigenvalues:1,-1", "spectrum"},
        {"d=1", "d = 1"},
        {"schedule=exponential:0", "schedule"},
        {"activation=hermite:0,0,0,0,0,0,0,0,0,0,0,1", "degree"},
        {"activation=linear eta-w=2 t-max=100", "up to eta-w = "},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        problem p = problem_read(cases[k].text);
        shf_error error = {0};
        shf_table *table = NULL;
        shf_assert_fails(shf_online_solve(&p.params, &p.request, &p.grid, NULL, &table, NULL, &error),
                         SHF_ERR_VALUE, error, cases[k].part);
        ck_assert_ptr_null(table);
    }
    shf_online_params p = shf_online_params_default();
    shf_error error = {0};
    ck_assert_int_ne(shf_params_set(&shf_online_params_table, &p, "K", "0", &error), SHF_OK);
    ck_assert_int_ne(shf_params_set(&shf_online_params_table, &p, "batch", "0", &error), SHF_OK);
}
END_TEST

SHF_TEST_MAIN("online/curves", linear_exact, equal_eigenvalues, duplicated_unit, sphere_and_batches,
              final_state, bad_input)
