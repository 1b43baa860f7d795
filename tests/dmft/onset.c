/* Events of a run: roots against the curve itself, known behaviour, and what does not happen. */
#include "dmft/settings.h"
#include <stdio.h>

static shf_table *events(const char *text)
{
    settings s = settings_of(text);
    shf_error error;
    shf_table *table = NULL;
    shf_assert_ok(shf_dmft_events_solve(&s.params, &s.events, &s.solver, NULL, &table, NULL, &error), error);
    settings_free(&s);
    return table;
}

/* The general solver at given times. */
static shf_table *curve_at(const char *text, const double *t, size_t n)
{
    char line[512];
    size_t length = (size_t)snprintf(line, sizeof line, "%s times=", text);
    for (size_t k = 0; k < n; k++)
        length += (size_t)snprintf(line + length, sizeof line - length, k ? ",%.17g" : "%.17g", t[k]);
    return general_curve(line);
}

static double row(const shf_table *table, const char *column, int event)
{
    return shf_table_column(table, column)[event];
}

#define PROBLEM "m=10 rtol=1e-6 "

/* Each event is where the curve says: the definitions, checked on another run. */
START_TEST(definitions)
{
    shf_table *table = events(PROBLEM "t-max=300 gap=0.2 fit=1e-2 unlearn=0.95");
    for (int k = 0; k < SHF_DMFT_EVENT_COUNT; k++) {
        double t = row(table, "t", k);
        ck_assert_msg(t > 0 && t < 300, "%s = %g", shf_dmft_event_name(k), t);
        ck_assert_double_eq(t, shf_table_scalar(table, shf_dmft_event_name(k)));
        shf_assert_below(row(table, "t_error", k), 1e-3 * t); /* a flat minimum: square root of 1e-6 */
        const double times[] = {0.5 * t, 0.99 * t, t, 1.01 * t, 2 * t};
        shf_table *curve = curve_at(PROBLEM, times, 5);
        const double *v = shf_table_column(curve, "v"), *test = shf_table_column(curve, "e_test");
        const double *train = shf_table_column(curve, "e_train");
        double tolerance = 5e-6; /* two runs at rtol 1e-6, values up to 1 */
        shf_assert_close(row(table, "e_train", k), train[2], 0, tolerance);
        shf_assert_close(row(table, "e_test", k), test[2], 0, tolerance);
        shf_assert_close(row(table, "v", k), v[2], 0, tolerance);
        if (k == SHF_DMFT_EVENT_BEST)
            for (size_t j = 0; j < 5; j++)
                shf_assert_below(test[2], test[j] + tolerance);
        if (k == SHF_DMFT_EVENT_LEARNT)
            for (size_t j = 0; j < 5; j++)
                shf_assert_below(v[j], v[2] + tolerance);
        if (k == SHF_DMFT_EVENT_GAP)
            shf_assert_close(test[2] - train[2], 0.2 * test[2], 0, tolerance);
        if (k == SHF_DMFT_EVENT_FIT) /* of (tau^2 + h(1) + h(1)/m)/2, (D.13) */
            shf_assert_close(train[2], 1e-2 * 0.5 * (0.09 + 1.1 * (0.9 + 1. / 6)), 0, tolerance);
        if (k == SHF_DMFT_EVENT_UNLEARN)
            shf_assert_close(v[2], 0.95 * shf_table_scalar(table, "v_max"), 0, tolerance);
        shf_table_free(curve);
    }
    ck_assert_double_lt(row(table, "t", SHF_DMFT_EVENT_LEARNT), row(table, "t", SHF_DMFT_EVENT_UNLEARN));
    shf_table_free(table);
}
END_TEST

/* The claimed error of each time holds against a run that is a hundred times finer, up to a factor of three.
 */
START_TEST(errors_are_honest)
{
    shf_table *coarse = events("m=10 t-max=100 rtol=1e-4"), *fine = events("m=10 t-max=100 rtol=1e-7");
    for (int k = 0; k < SHF_DMFT_EVENT_COUNT; k++) {
        double t = row(fine, "t", k);
        if (isnan(t))
            continue;
        shf_assert_close(row(coarse, "t", k), t, 1e-5, 3 * row(coarse, "t_error", k));
    }
    shf_table_free(coarse);
    shf_table_free(fine);
}
END_TEST

static int noted(const shf_table *table, const char *text)
{
    for (size_t k = 0; k < shf_table_notes(table); k++)
        if (strstr(shf_table_note(table, k), text))
            return 1;
    return 0;
}

/* Too short a run, and nothing to learn. */
START_TEST(what_does_not_happen)
{
    shf_table *table = events("m=10 t-max=1 rtol=1e-4");
    ck_assert(isnan(row(table, "t", SHF_DMFT_EVENT_UNLEARN)) &&
              isnan(row(table, "e_test", SHF_DMFT_EVENT_UNLEARN)));
    ck_assert(noted(table, "t_unlearn: not before t = 1") &&
              noted(table, "t_best: not before t = 1, the test error"));
    ck_assert(noted(table, "t_fit: not before t = 1"));
    shf_table_free(table);
    table = events("m=10 target=none tau=0.6 t-max=10 rtol=1e-4");
    ck_assert(isnan(row(table, "t", SHF_DMFT_EVENT_LEARNT)) && noted(table, "there is nothing to learn"));
    ck_assert(noted(table, "there is nothing to unlearn"));
    shf_table_free(table);
    table = events("a0=0 target=none t-max=10 rtol=1e-4"); /* a fixed point */
    for (int k = 0; k < SHF_DMFT_EVENT_COUNT; k++)
        ck_assert(isnan(row(table, "t", k)));
    shf_table_free(table);
}
END_TEST

START_TEST(bad_input)
{
    ck_assert_ptr_null(shf_dmft_event_name(SHF_DMFT_EVENT_COUNT));
    ck_assert_ptr_null(shf_dmft_event_help(-1));
    settings s = settings_of("m=10");
    shf_error error;
    shf_table *table = NULL;
    s.events.gap = 1;
    shf_assert_fails(shf_dmft_events_solve(&s.params, &s.events, &s.solver, NULL, &table, NULL, &error),
                     SHF_ERR_VALUE, error, "gap");
    s.events.gap = 0.1;
    s.params.alpha = 0;
    shf_assert_fails(shf_dmft_events_solve(&s.params, &s.events, &s.solver, NULL, &table, NULL, &error),
                     SHF_ERR_VALUE, error, "alpha");
    s.params.alpha = 0.3;
    s.solver.memory = 0.01;
    shf_assert_fails(shf_dmft_events_solve(&s.params, &s.events, &s.solver, NULL, &table, NULL, &error),
                     SHF_ERR_MEMORY, error, "memory");
    ck_assert_ptr_null(table);
    settings_free(&s);
}
END_TEST

SHF_TEST_MAIN("dmft/onset", definitions, errors_are_honest, what_does_not_happen, bad_input)
