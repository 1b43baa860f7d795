/* What every test program shares: how it runs, and comparisons whose tolerance is derived and named.
 *
 * A test program is a list of START_TEST functions and
 *
 *     SHF_TEST_MAIN("hinge/clock", early_limit, late_limit)
 *
 * Check reads CK_FORK (no: all tests in one process, for sanitizers and debuggers), CK_RUN_CASE (the name of
 * one test function: run only that one) and CK_TAP_LOG_FILE_NAME (tests/meson.build asks for TAP on standard
 * output); run by hand the program prints Check's own report.  The exit code is 1 if a test failed.
 */
#ifndef SHF_TESTS_SUPPORT_TEST_H
#define SHF_TESTS_SUPPORT_TEST_H

#include <check.h>
#include <float.h>
#include <math.h>
#include <shallowflow/status.h>
#include <stdlib.h>
#include <string.h>

/* The rows of a TSV or CSV result: behind the names and the lines that begin with '#'. */
static inline const char *shf_rows_of(const char *result)
{
    do
        result += strcspn(result, "\n") + 1;
    while (*result == '#');
    return result;
}

/* ---- tolerances: why two numbers may differ ---- */

/** Rounding: k units of the last place, k counted from the operations or the condition number. */
#define SHF_ROUND(k) ((k)*DBL_EPSILON)

/** Truncation: C times the tolerance that the solver was given. */
#define SHF_TRUNC(C, rtol) ((C) * (rtol))

/** Sampling: z standard errors.  Seeds are fixed; z = 5 fails once in 1.7 million such checks. */
#define SHF_STAT(z, standard_error) ((z) * (standard_error))

/** Whether |actual - expected| <= rel |expected| + abs; equal infinities and two NaNs are close. */
static inline int shf_is_close(double actual, double expected, double rel, double abs)
{
    if (isnan(actual) || isnan(expected))
        return isnan(actual) && isnan(expected);
    if (isinf(actual) || isinf(expected))
        return actual == expected;
    return fabs(actual - expected) <= rel * fabs(expected) + abs;
}

/** Asserts |actual - expected| <= rel |expected| + abs. */
#define shf_assert_close(actual, expected, rel, abs)                                                        \
    do {                                                                                                    \
        double shf_actual = (actual), shf_expected = (expected), shf_rel = (rel), shf_abs = (abs);          \
        ck_assert_msg(shf_is_close(shf_actual, shf_expected, shf_rel, shf_abs),                             \
                      "%s is %.17g, expected %s = %.17g: error %.3g, relative %.3g, allowed %.3g relative " \
                      "+ %.3g absolute",                                                                    \
                      #actual, shf_actual, #expected, shf_expected, fabs(shf_actual - shf_expected),        \
                      fabs((shf_actual - shf_expected) / shf_expected), shf_rel, shf_abs);                  \
    } while (0)

/** Asserts value <= bound; false when either is NaN. */
#define shf_assert_below(value, bound)                                                                      \
    do {                                                                                                    \
        double shf_value = (value), shf_bound = (bound);                                                    \
        ck_assert_msg(shf_value <= shf_bound, "%s is %.17g, must be at most %s = %.17g", #value, shf_value, \
                      #bound, shf_bound);                                                                   \
    } while (0)

/* ---- status ---- */

/** Asserts that a call succeeded; `error` is the shf_error that it was given. */
#define shf_assert_ok(call, error)                                                          \
    do {                                                                                    \
        shf_status shf_got = (call);                                                        \
        ck_assert_msg(shf_got == SHF_OK, "%s gave %s: %s", #call, shf_status_name(shf_got), \
                      (error).message);                                                     \
    } while (0)

/** Asserts that a call failed with this status, recorded it, and gave one line that contains `part`. */
#define shf_assert_fails(call, expected_status, error, part)                                              \
    do {                                                                                                  \
        shf_status shf_got = (call);                                                                      \
        ck_assert_msg(shf_got == (expected_status), "%s gave %s, expected %s", #call,                     \
                      shf_status_name(shf_got), #expected_status);                                        \
        ck_assert_msg((error).status == shf_got, "%s did not record its status", #call);                  \
        ck_assert_msg(strstr((error).message, (part)) && !strchr((error).message, '\n'),                  \
                      "%s: message \"%s\" must be one line with \"%s\"", #call, (error).message, (part)); \
    } while (0)

/* ---- running ---- */

/** Adds n tests to a suite, each as a case of its own name. */
static inline void shf_test_add(Suite *suite, const TTest *const *tests, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        TCase *one = tcase_create(tests[k]->name);
        tcase_set_timeout(one, 0); /* meson bounds the time of the whole program */
        tcase_add_test(one, tests[k]);
        suite_add_tcase(suite, one);
    }
}

/** Runs a suite; the exit code of the program. */
static inline int shf_test_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/** The whole main function of a test program. */
#define SHF_TEST_MAIN(name, ...)                                    \
    int main(void)                                                  \
    {                                                               \
        const TTest *const tests[] = {__VA_ARGS__};                 \
        Suite *suite = suite_create(name);                          \
        shf_test_add(suite, tests, sizeof tests / sizeof tests[0]); \
        return shf_test_run(suite);                                 \
    }

#endif
