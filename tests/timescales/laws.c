/* Asymptotic laws: closed forms of t_0 and t_1, exponents, plateaus, gap and sign rules, the outer problem.
 */
#include "timescales/problem.h"

static double t_of(const char *settings, double epsilon, size_t k)
{
    char text[512], name[16];
    (void)snprintf(text, sizeof text, "%s epsilon=%g estimate=no", settings, epsilon);
    (void)snprintf(name, sizeof name, "t_%zu", k);
    return result_of(text, name);
}

static shf_timescales_outer_solution outer_of(const char *text)
{
    problem p = problem_read(text);
    shf_timescales_outer_solution outer;
    shf_error error = {0};
    shf_assert_ok(shf_timescales_outer(&p.params, NULL, &outer, &error), error);
    return outer;
}

/* (T.9), corrections of order sqrt(epsilon); (T.10), corrections of order sqrt(epsilon) log and of the spread
 * of a that the fall of rho_0 leaves: the bars are those that the theory page states. */
START_TEST(first_two_closed_forms)
{
    static const double epsilon[] = {1e-4, 1e-6, 1e-8}, bar0[] = {1e-4, 1e-5, 1e-6},
                        bar1[] = {0.04, 5e-3, 5e-4};
    for (int j = 0; j < 3; j++) {
        problem p = problem_read(POLY2);
        p.params.epsilon = epsilon[j];
        p.request.estimate.kind = 1;
        shf_table *table = problem_solve(&p, NULL);
        shf_assert_close(shf_table_scalar(table, "t_0") / shf_table_scalar(table, "predicted_t_0"), 1, 0,
                         bar0[j]);
        shf_assert_close(shf_table_scalar(table, "t_1") / shf_table_scalar(table, "predicted_t_1"), 1, 0,
                         bar1[j]);
        shf_table_free(table);
    }
    /* the formula itself at sigma_1 phi_1 = -1, spread (1 - 1/m^2)/3 */
    problem p = problem_read(POLY2 " epsilon=1e-6");
    shf_timescales_prediction prediction[3];
    size_t degree = 0;
    shf_error error = {0};
    shf_assert_ok(shf_timescales_predict(&p.params, SHF_MODEL_MEAN_FIELD, prediction, 3, &degree, &error),
                  error);
    double spread = (1 - 1 / 2500.) / 3, argument = 4 / (1e-3 * spread);
    ck_assert_uint_eq(degree, 2);
    shf_assert_close(prediction[1].t, 0.5e-3 * log(argument), 1e-12, 0);
    shf_assert_close(prediction[1].slope, 0.5 - 0.5 / log(argument), 0, 1e-6);
    shf_assert_close(prediction[0].slope, 1, 0, 1e-9);
    ck_assert_double_eq(prediction[2].exponent, 0.25);
}
END_TEST

/* t_2/epsilon^(1/4) tends to tau_star = 1.1001; the correction is of order epsilon^(1/12). */
START_TEST(third_component)
{
    double before = 0;
    for (int decade = -8; decade >= -16; decade -= 2) {
        double epsilon = pow(10, decade), scaled = t_of(POLY2, epsilon, 2) / pow(epsilon, 0.25);
        ck_assert_msg(scaled > 1.06 && scaled < 1.10, "epsilon = %g: %g", epsilon, scaled);
        if (before > 0) {
            double slope = 0.25 + log(before / scaled) / log(100);
            ck_assert_msg(slope > 0.24 && slope < 0.255, "epsilon = %g: slope %g", epsilon, slope);
        }
        before = scaled;
    }
}
END_TEST

/* Heights of the plateaus at epsilon = 1e-8: 13/18 between t_0 and t_1; the next one sags by 3.5 percent
 * since t_2/t_1 is only 18; nothing is left at the end. */
START_TEST(plateaus)
{
    problem p = problem_read(POLY2 " epsilon=1e-8 times=2e-6,2.51e-3,0.1");
    shf_table *table = problem_solve(&p, NULL);
    const double *risk = shf_table_column(table, "risk");
    shf_assert_close(risk[0], 0.72222, 0, 1e-5);
    shf_assert_close(risk[1], 0.21436, 0, 1e-5);
    shf_assert_close(risk[2], 0, 0, 1e-6);
    shf_assert_close(shf_table_scalar(table, "plateau_1_level"), 11. / 9, 1e-6, 0);
    shf_assert_close(shf_table_scalar(table, "plateau_2_predicted"), 13. / 18, 1e-12, 0);
    shf_assert_close(shf_table_scalar(table, "plateau_2_level"), 13. / 18, 1e-4, 0);
    shf_assert_close(shf_table_scalar(table, "plateau_3_predicted"), 2. / 9, 1e-12, 0);
    shf_assert_close(shf_table_scalar(table, "plateau_3_level"), 2. / 9, 0.04, 0);
    shf_table_free(table);
}
END_TEST

/* The smallest epsilon: three falls and a last plateau to the end, though the rounding that is left of the
 * risk moves by 1e12 times itself in a unit of log t. */
START_TEST(rounding_is_no_fall)
{
    problem p = problem_read(POLY2 " epsilon=1e-18 rtol=1e-7 estimate=no");
    shf_table *table = problem_solve(&p, NULL);
    shf_assert_close(shf_table_scalar(table, "t_1") / shf_table_scalar(table, "predicted_t_1"), 1, 0, 1e-6);
    shf_assert_close(shf_table_scalar(table, "fall_3_t") / shf_table_scalar(table, "t_2"), 1, 0, 0.02);
    ck_assert(isnan(shf_table_scalar(table, "fall_4_t")));
    ck_assert_double_eq(shf_table_scalar(table, "plateau_4_to"), 1000);
    shf_assert_close(shf_table_scalar(table, "plateau_4_level"), 0, 0, 1e-12);
    shf_table_free(table);
}
END_TEST

/* After a gap the sign decides: erf has no degree 2, sigma_1 > 0 > sigma_3. */
START_TEST(sign_rule)
{
    problem bad = problem_read("activation=erf modes=7 target=hermite:0,1,0,0.5 epsilon=1e-4 estimate=no");
    problem good = problem_read("activation=erf modes=7 target=hermite:0,1,0,-0.5 epsilon=1e-4 estimate=no");
    shf_table *stuck = problem_solve(&bad, NULL), *learnt = problem_solve(&good, NULL);
    size_t last = shf_table_rows(stuck) - 1;
    shf_assert_close(shf_table_column(stuck, "risk")[last], 0.125, 1e-3, 0);
    ck_assert_double_eq(shf_table_scalar(stuck, "t_3"), INFINITY);
    ck_assert(has_note(stuck, "component 3 will never be learnt, because degree 2 is not learnt before it"));
    ck_assert(isfinite(shf_table_scalar(learnt, "t_3")));
    shf_assert_below(shf_table_column(learnt, "risk")[last], 0.01);
    shf_table_free(stuck);
    shf_table_free(learnt);
}
END_TEST

/* The same rule for a gap of any length, and for even degrees when all neurons lie on one side, (T.14): the
 * flow agrees with the prediction for both signs. */
START_TEST(sign_rule_beyond_degree_three)
{
    static const char *const texts[] = {
        "activation=hermite:0,1,0,0,0,1 target=hermite:0,1,0,0,0,-1",
        "activation=hermite:0,1,0,0,0,1 target=hermite:0,-1,0,0,0,-1",
        "activation=hermite:0,1,0,0,1 target=hermite:0,1,0,0,-1 mean-a=0.7 scale-a=0.5",
        "activation=hermite:0,1,0,0,1 target=hermite:0,1,0,0,1 mean-a=0.7 scale-a=0.5",
        "activation=hermite:0,1,0,0,1 target=hermite:0,1,0,0,-1",
        /* behind degree 2 the sign of a is decided: for degree 4; for degree 5 that of a s is, by degree 1 */
        "activation=hermite:0,1,1,0,1 target=hermite:0,1,1,0,-1",
        "activation=hermite:0,1,1,0,1 target=hermite:0,1,-1,0,-1",
        "activation=hermite:0,1,1,0,0,1 target=hermite:0,1,1,0,0,-1",
        "activation=hermite:0,1,1,0,0,1 target=hermite:0,-1,1,0,0,-1",
    };
    static const int learnt[] = {0, 1, 0, 1, 1, 0, 1, 0, 1};
    for (int k = 0; k < 9; k++) {
        problem p = problem_read(texts[k]);
        size_t degree = p.params.activation.n - 1, found = 0;
        p.params.epsilon = 1e-4;
        p.grid.t_max = 1e4;
        p.request.estimate.kind = 1;
        shf_timescales_prediction prediction[8];
        shf_error error = {0};
        shf_assert_ok(shf_timescales_predict(&p.params, 0, prediction, 8, &found, &error), error);
        ck_assert_uint_eq(found, degree);
        ck_assert_int_eq(prediction[degree].fate, learnt[k] ? SHF_FATE_LEARNT : SHF_FATE_WRONG_SIGN);
        shf_table *table = problem_solve(&p, NULL);
        double end = shf_table_column(table, "risk")[shf_table_rows(table) - 1];
        ck_assert_msg(learnt[k] ? end < 0.05 : end > 0.49, "%s: the risk ends at %g", texts[k], end);
        shf_table_free(table);
    }
}
END_TEST

/* Exponent 0 behind the gap 1 -> 3: t_3 converges to tau_star; and exponent -1/4 behind 1 -> 4. */
START_TEST(gap_rule)
{
    static const char *const three = "activation=hermite:0,1,0,1 target=hermite:0,1,0,1";
    static const char *const four =
        "activation=hermite:1,1,0,0,1 target=hermite:1,-1,0.66666666666666663,0,1";
    shf_timescales_outer_solution outer = outer_of(three);
    ck_assert_uint_eq(outer.component, 3);
    ck_assert_double_eq(outer.exponent, 0);
    shf_assert_close(t_of(three, 1e-8, 3), 0.13376, 1e-3, 0);
    shf_assert_close(t_of(three, 1e-10, 3), 0.13336, 1e-3, 0);
    shf_assert_close(t_of(three, 1e-14, 3), outer.tau_star, 1e-3, 0);
    outer = outer_of(four);
    ck_assert_uint_eq(outer.component, 4);
    ck_assert_double_eq(outer.exponent, -0.25);
    /* the distance to the limit shrinks like a power of epsilon: 5, 2 and 1 percent */
    shf_assert_close(t_of(four, 1e-8, 4) * 1e-2, outer.tau_star, 0.06, 0);
    shf_assert_close(t_of(four, 1e-12, 4) * 1e-3, outer.tau_star, 0.01, 0);
    ck_assert_double_eq(result_of(POLY2 " activation=hermite:1,0,1 epsilon=1e-3", "t_2"), INFINITY);
}
END_TEST

/* tau_star of the example for two discretisations of the law of a, from an independent integration, and its
 * error estimate; scaling: a -> c a, phi and sigma fixed, leaves the outer problem as it is. */
START_TEST(outer_problem)
{
    shf_timescales_outer_solution midpoint = outer_of(POLY2 " m=50"),
                                  gauss = outer_of(POLY2 " m=64 init=gauss");
    shf_assert_close(midpoint.tau_star, 1.100145, 0, 1e-5);
    shf_assert_close(gauss.tau_star, 0.936522, 0, 1e-5);
    shf_assert_below(midpoint.estimated_error, 1e-7);
    shf_assert_below(gauss.estimated_error, 1e-7);
    ck_assert_double_eq(gauss.exponent, 0.25);
    shf_assert_close(outer_of(POLY2 " m=50 scale-a=3").tau_star, midpoint.tau_star, 1e-8, 0);
    ck_assert_uint_eq(outer_of("activation=relu target=hermite:1,1").component, 0);
    ck_assert(isnan(outer_of(POLY2 " m=1 mean-a=1").tau_star));
}
END_TEST

/* (T.11): with the self-interaction the growth rate at small m does not depend on epsilon, and t_1 of the
 * flow is later than in the mean field by a factor that the formula gives to 35 percent. */
START_TEST(finite_width)
{
    static const double measured[] = {0.334, 0.243, 0.214};
    static const size_t widths[] = {20, 50, 100};
    for (int k = 0; k < 3; k++) {
        problem p = problem_read(POLY2 " model=finite-m epsilon=0.01 t-max=10 estimate=no");
        p.params.m = widths[k];
        shf_table *table = problem_solve(&p, NULL);
        shf_assert_close(shf_table_scalar(table, "t_1"), measured[k], 0, 6e-4);
        shf_assert_close(shf_table_scalar(table, "predicted_t_1") / shf_table_scalar(table, "t_1"), 1, 0.35,
                         0);
        shf_table_free(table);
    }
}
END_TEST

/* Finite dimension: overlaps of order 1/sqrt(d) seed the linear component, (T.13): t_1 falls as predicted. */
START_TEST(finite_dimension)
{
    double zero = t_of(POLY2 " t-max=10", 0.01, 1);
    problem p =
        problem_read(POLY2 " init-s=sphere d=100 epsilon=0.01 t-max=10 m=2000 init=random estimate=no");
    shf_table *table = problem_solve(&p, NULL);
    problem q = problem_read(POLY2 " epsilon=0.01");
    shf_timescales_prediction prediction[3];
    size_t degree = 0;
    shf_error error = {0};
    shf_assert_ok(shf_timescales_predict(&q.params, 0, prediction, 3, &degree, &error), error);
    double measured = shf_table_scalar(table, "t_1") / zero;
    double predicted = shf_table_scalar(table, "predicted_t_1") / prediction[1].t;
    shf_assert_close(measured, predicted, 0.05, 0);
    shf_assert_below(measured, 0.8);
    shf_table_free(table);
}
END_TEST

/* The scan finds the same t_k as single runs, the same for any number of threads, and the local slopes. */
START_TEST(scan)
{
    problem p = problem_read(POLY2);
    shf_timescales_scan_range range = shf_timescales_scan_range_default();
    shf_error error = {0};
    shf_table *one = NULL, *two = NULL;
    range.from = 1e-12, range.to = 1e-8, range.points = 5, range.threads = 1, range.t_max = 10;
    shf_assert_ok(shf_timescales_scan(&p.params, &range, &p.solver, NULL, &one, NULL, &error), error);
    range.threads = 2;
    shf_assert_ok(shf_timescales_scan(&p.params, &range, &p.solver, NULL, &two, NULL, &error), error);
    for (size_t c = 0; c < shf_table_columns(one); c++)
        ck_assert_mem_eq(shf_table_column_at(one, c), shf_table_column_at(two, c), 5 * sizeof(double));
    /* a single run also finds t_2 by the same steps */
    shf_assert_close(shf_table_column(one, "t_2")[0], t_of(POLY2, 1e-12, 2), SHF_TRUNC(100, p.solver.rtol),
                     0);
    const double *slope0 = shf_table_column(one, "slope_0"), *slope1 = shf_table_column(one, "slope_1");
    const double *law1 = shf_table_column(one, "predicted_slope_1"),
                 *slope2 = shf_table_column(one, "slope_2");
    for (size_t j = 0; j < 5; j++) {
        shf_assert_close(slope0[j], 1, 0, 1e-5);
        shf_assert_close(slope1[j], law1[j], 0, j == 0 || j == 4 ? 4e-3 : 1e-3); /* one-sided at the ends */
        shf_assert_close(slope2[j], 0.25, 0, 0.01);
    }
    shf_assert_close(shf_table_scalar(one, "tau_star"), 1.100145, 0, 1e-5);
    shf_table_free(one);
    shf_table_free(two);
}
END_TEST

SHF_TEST_MAIN("timescales/laws", first_two_closed_forms, third_component, plateaus, rounding_is_no_fall,
              sign_rule, sign_rule_beyond_degree_three, gap_rule, outer_problem, finite_width,
              finite_dimension, scan)
