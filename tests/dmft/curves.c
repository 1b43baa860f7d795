/* Curves of the dynamical mean-field theory: exact cases, errors claimed and made, order, symmetries. */
#include "dmft/problem.h"

/* (D.31) at the last time, integrated by an independent program to 1e-8; printed to six places. */
START_TEST(linear_activation_is_exact)
{
    const struct {
        const char *text;
        double a, v, e_train, e_test, c_o;
    } cases[] = {
        {"m=4 alpha=0.4 tau=0.6 target=none times=10", 1.002414, 0, .080136, .294679, .004822},
        {"m=5 target=hermite:0,1 times=10", 1.248481, .668431, .027767, .133779, .428050},
        {"m=8 alpha=0.1 tau=0.5 target=hermite:0,0.7 a0=2 times=8", 2.009623, .223624, .025168, .358923,
         .037850},
        {"a0=3 freeze-a=yes target=hermite:0,1 times=4", 3, .346542, .030235, .066995, .028332},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char text[256];
        (void)snprintf(text, sizeof text, "%s h=poly:0,0.9 rtol=1e-7", cases[k].text);
        shf_table *table = problem_solve(text, NULL);
        const double digits = 0.51e-6; /* of what is printed */
        shf_assert_close(last_of(table, "a"), cases[k].a, 1e-7, digits);
        shf_assert_close(last_of(table, "v"), cases[k].v, 1e-7, digits);
        shf_assert_close(last_of(table, "e_train"), cases[k].e_train, 1e-6, digits);
        shf_assert_close(last_of(table, "e_test"), cases[k].e_test, 1e-6, digits);
        shf_assert_close(last_of(table, "Co_tt"), cases[k].c_o, 1e-6, digits);
        shf_table_free(table);
    }
}
END_TEST

/* An independent program (second order, 800 nodes, extrapolated): good to 1e-6. */
START_TEST(case_a)
{
    shf_table *table = problem_solve("h=" CUBIC " times=10 rtol=1e-7", NULL);
    shf_assert_close(last_of(table, "a"), 1.3016318, 0, 1e-6);
    shf_assert_close(last_of(table, "v"), 0.6539327, 0, 1e-6);
    shf_assert_close(last_of(table, "e_train"), 0.025255756, 0, 1e-7);
    shf_assert_close(last_of(table, "e_test"), 0.12947536, 0, 1e-6);
    shf_table_free(table);
}
END_TEST

/* Frozen lazy limit (D.34) with m = 1; values of an independent program of second
 * order, good to 2e-5 and, for the correlation, 2e-4. */
START_TEST(frozen_limit)
{
    shf_table *table = problem_solve(
        "m=1 alpha=0.5 tau=1 h=poly:0,0,0.5 target=none freeze-a=yes times=0.5,2,5,20 rtol=1e-6", NULL);
    const double e[] = {.30641, .08024, .02663, .00362}, c[] = {.94770, .78417, .65359, .49247};
    for (size_t k = 0; k < 4; k++) {
        shf_assert_close(shf_table_column(table, "e_train")[k], e[k], 0, 2e-5);
        shf_assert_close(shf_table_column(table, "Cd_t0")[k], c[k], 0, 2e-4);
    }
    shf_table_free(table);
}
END_TEST

/* Largest distance of two tables in a column. */
static double distance(const shf_table *a, const shf_table *b, const char *name)
{
    const double *x = shf_table_column(a, name), *y = shf_table_column(b, name);
    double worst = 0;
    for (size_t k = 0; k < shf_table_rows(a); k++)
        worst = fmax(worst, fabs(x[k] - y[k]));
    return worst;
}

/* The claimed error is neither too small nor too large: true <= 3 claimed, claimed <= 30 true. */
START_TEST(claims_are_honest)
{
    const char *const cases[] = {"h=" CUBIC " t-max=20",
                                 "m=4 alpha=0.4 tau=0.6 target=none h=poly:0,0.9 t-max=10",
                                 "m=5 target=hermite:0,1 h=poly:0,0.9 t-max=10",
                                 "m=8 alpha=0.1 tau=0.5 target=hermite:0,0.7 a0=2 h=poly:0,0.9 t-max=8",
                                 "a0=3 freeze-a=yes target=hermite:0,1 h=poly:0,0.9 t-max=4"};
    const char *const names[] = {"a", "v", "e_train", "e_test"};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char text[256];
        (void)snprintf(text, sizeof text, "%s rtol=1e-8", cases[k]);
        shf_table *truth = problem_solve(text, NULL);
        for (int digits = 3; digits <= 5; digits++) {
            (void)snprintf(text, sizeof text, "%s rtol=1e-%d", cases[k], digits);
            shf_info info;
            shf_table *table = problem_solve(text, &info);
            shf_assert_below(info.estimated_error, pow(10, -digits));
            for (size_t j = 0; j < 4; j++) {
                char name[32];
                (void)snprintf(name, sizeof name, "%s_error", names[j]);
                double claimed = last_of(table, name), error = distance(table, truth, names[j]);
                if (claimed < 1e-13)
                    continue; /* constant: frozen, or without a target */
                ck_assert_msg(error <= 3 * claimed && claimed <= 30 * error,
                              "%s: %s off by %.2g, claimed %.2g", text, names[j], error, claimed);
            }
            shf_table_free(table);
        }
        shf_table_free(truth);
    }
}
END_TEST

/* At the ends of panels the error falls as their length to the power 2p - 1. */
START_TEST(order_of_convergence)
{
    shf_table *truth = problem_solve("h=" CUBIC " times=4,8 rtol=1e-9 stages=6", NULL);
    for (int stages = 1; stages <= 3; stages++) {
        double error[2];
        for (int k = 0; k < 2; k++) {
            char text[128];
            (void)snprintf(text, sizeof text, "h=" CUBIC " times=4,8 stages=%d step=%g", stages,
                           k ? 0.25 : 0.5);
            shf_table *table = problem_solve(text, NULL);
            error[k] = distance(table, truth, "a");
            shf_table_free(table);
        }
        double order = log2(error[0] / error[1]);
        ck_assert_msg(fabs(order - (2 * stages - 1)) < 0.35, "%d stages: order %.2f", stages, order);
    }
    shf_table_free(truth);
}
END_TEST

/* With frozen output weights and pure noise, (tau, a0, t) -> (c tau, c a0, t/c^2) multiplies errors and nu by
 * c^2 and leaves correlations alone: also in the discrete equations, to the tolerance of their solution. */
START_TEST(scaling_symmetry)
{
    shf_table *one = problem_solve("h=" CUBIC " target=none freeze-a=yes tau=0.5 times=2,8 step=0.2", NULL);
    shf_table *two =
        problem_solve("h=" CUBIC " target=none freeze-a=yes tau=1 a0=2 times=0.5,2 step=0.05", NULL);
    for (size_t k = 0; k < 2; k++) {
        shf_assert_close(4 * shf_table_column(one, "e_train")[k], shf_table_column(two, "e_train")[k], 1e-9,
                         0);
        shf_assert_close(4 * shf_table_column(one, "e_test")[k], shf_table_column(two, "e_test")[k], 1e-9, 0);
        shf_assert_close(4 * shf_table_column(one, "nu")[k], shf_table_column(two, "nu")[k], 1e-8, 0);
        shf_assert_close(shf_table_column(one, "Cd_t0")[k], shf_table_column(two, "Cd_t0")[k], 1e-9, 0);
        shf_assert_close(shf_table_column(one, "Co_tt")[k], shf_table_column(two, "Co_tt")[k], 1e-8, 1e-10);
    }
    shf_table_free(one);
    shf_table_free(two);
}
END_TEST

/* Far beyond interpolation nothing moves, nothing breaks, and the training error never rose. */
START_TEST(long_runs_come_to_rest)
{
    shf_table *table = problem_solve("h=" CUBIC " t-min=1e-3 t-max=1e12 points=300 rtol=1e-4", NULL);
    const double *e = shf_table_column(table, "e_train");
    for (size_t k = 1; k < shf_table_rows(table); k++)
        ck_assert_msg(e[k] <= e[k - 1] + 1e-4 * e[0], "e_train rises at row %zu", k);
    shf_assert_close(last_of(table, "a"), 1.65491, 0, 2e-4); /* the value of a run to 1e6 at rtol 1e-8 */
    shf_assert_below(last_of(table, "e_train"), 1e-12);
    shf_assert_below(last_of(table, "v"), 1);
    shf_table_free(table);
}
END_TEST

/* Widths from one neuron to a billion: at fixed t the widest is mean field, a and v within O(1/m). */
START_TEST(any_width)
{
    const char *const m[] = {"1", "2", "3", "1000", "1000000000"};
    double a[5];
    for (size_t k = 0; k < 5; k++) {
        char text[64];
        (void)snprintf(text, sizeof text, "m=%s times=5 rtol=1e-6", m[k]);
        shf_table *table = problem_solve(text, NULL);
        a[k] = last_of(table, "a");
        ck_assert(isfinite(a[k]));
        shf_assert_below(fabs(last_of(table, "v")), 1);
        if (k == 4)
            shf_assert_close(last_of(table, "Co_tt"), pow(last_of(table, "v"), 2), 0, 1e-6);
        shf_table_free(table);
    }
    shf_assert_close(a[3], a[4], 0, 2e-3);
}
END_TEST

SHF_TEST_MAIN("dmft/curves", linear_activation_is_exact, case_a, frozen_limit, claims_are_honest,
              order_of_convergence, scaling_symmetry, long_runs_come_to_rest, any_width)
