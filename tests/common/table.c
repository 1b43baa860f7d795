/* Tables of named columns. */
#include "support/test.h"
#include <shallowflow/output.h>
#include <stdio.h>

static shf_table *new_table(void)
{
    shf_table *table = shf_table_new();
    ck_assert_ptr_nonnull(table);
    return table;
}

START_TEST(an_empty_table)
{
    shf_table *table = new_table();
    ck_assert_uint_eq(shf_table_rows(table) + shf_table_columns(table), 0);
    ck_assert_uint_eq(shf_table_scalars(table) + shf_table_notes(table), 0);
    ck_assert_ptr_null(shf_table_column(table, "t"));
    ck_assert_ptr_null(shf_table_column_name(table, 0));
    ck_assert_ptr_null(shf_table_note(table, 0));
    ck_assert(isnan(shf_table_scalar(table, "t")) && isnan(shf_table_scalar_at(table, 0)));
    shf_table_free(table);
    shf_table_free(NULL);
}

/* More rows than any of the steps in which memory grows. */
START_TEST(rows_keep_their_values)
{
    shf_table *table = new_table();
    shf_error error;
    shf_assert_ok(shf_table_add_column(table, "t", "step", "time", &error), error);
    shf_assert_ok(shf_table_add_column(table, "square", NULL, NULL, &error), error);
    for (int k = 0; k < 5000; k++) {
        shf_assert_ok(shf_table_add_row(table, (double[]){k, (double)k * k}, &error), error);
        ck_assert_uint_eq(shf_table_rows(table), (size_t)k + 1);
    }
    const double *t = shf_table_column(table, "t"), *square = shf_table_column_at(table, 1);
    ck_assert_ptr_eq(square, shf_table_column(table, "square"));
    for (int k = 0; k < 5000; k++)
        ck_assert(t[k] == k && square[k] == (double)k * k);
    shf_table_free(table);
}

START_TEST(names_units_and_help)
{
    shf_table *table = new_table();
    shf_error error;
    char name[] = "gamma", unit[] = "1", help[] = "clock";
    shf_assert_ok(shf_table_add_column(table, name, unit, help, &error), error);
    shf_assert_ok(shf_table_add_column(table, "I", NULL, NULL, &error), error);
    memset(name, 'x', 5), memset(unit, 'x', 1), memset(help, 'x', 5);
    ck_assert_str_eq(shf_table_column_name(table, 0), "gamma");
    ck_assert_str_eq(shf_table_column_unit(table, 0), "1");
    ck_assert_str_eq(shf_table_column_help(table, 0), "clock");
    ck_assert_str_eq(shf_table_column_unit(table, 1), "");
    ck_assert_str_eq(shf_table_column_help(table, 1), "");
    ck_assert_uint_eq(shf_table_column_index(table, "I"), 1);
    ck_assert_uint_eq(shf_table_column_index(table, "i"), 2);
    ck_assert_ptr_null(shf_table_column_name(table, 2));
    ck_assert_ptr_null(shf_table_column_unit(table, 2));
    ck_assert_ptr_null(shf_table_column_help(table, 2));
    ck_assert_ptr_null(shf_table_column_at(table, 2));
    shf_table_free(table);
}

/* Each refusal is remembered, so each needs a table of its own. */
static void assert_refused(const char *name, int with_row, const char *message)
{
    shf_table *table = new_table();
    shf_error error;
    shf_assert_ok(shf_table_add_column(table, "t", "", "", &error), error);
    if (with_row)
        shf_assert_ok(shf_table_add_row(table, (double[]){1}, &error), error);
    shf_assert_fails(shf_table_add_column(table, name, "", "", &error), SHF_ERR_VALUE, error, message);
    ck_assert_uint_eq(shf_table_columns(table), 1);
    shf_assert_fails(shf_table_add_column(table, "good", "", "", &error), SHF_ERR_VALUE, error, message);
    shf_assert_fails(shf_table_add_scalar(table, "good", 1, "", "", &error), SHF_ERR_VALUE, error, message);
    shf_assert_fails(shf_table_add_note(table, "good", &error), SHF_ERR_VALUE, error, message);
    shf_assert_fails(shf_table_add_row(table, (double[]){2}, &error), SHF_ERR_VALUE, error, message);
    shf_assert_fails(shf_table_status(table, &error), SHF_ERR_VALUE, error, message);
    ck_assert_uint_eq(shf_table_columns(table), 1);
    ck_assert_uint_eq(shf_table_rows(table), (size_t)with_row);
    ck_assert_uint_eq(shf_table_scalars(table) + shf_table_notes(table), 0);
    shf_table_free(table);
}

START_TEST(columns_that_are_refused)
{
    assert_refused("t", 0, "the name is taken");
    assert_refused("", 0, "empty");
    assert_refused(NULL, 0, "empty");
    assert_refused("late", 1, "column late: the table has rows already");
}

START_TEST(without_a_table)
{
    shf_error error;
    shf_assert_fails(shf_table_status(NULL, &error), SHF_ERR_MEMORY, error, "memory");
    shf_assert_fails(shf_table_add_column(NULL, "t", "", "", &error), SHF_ERR_MEMORY, error, "memory");
    shf_assert_fails(shf_table_add_row(NULL, NULL, &error), SHF_ERR_MEMORY, error, "memory");
    shf_assert_fails(shf_table_add_scalar(NULL, "x", 1, "", "", &error), SHF_ERR_MEMORY, error, "memory");
    shf_assert_fails(shf_table_add_note(NULL, "x", &error), SHF_ERR_MEMORY, error, "memory");
}

START_TEST(single_results_and_notes)
{
    shf_table *table = new_table();
    shf_error error;
    char text[32] = "";
    for (int k = 0; k < 40; k++) {
        (void)snprintf(text, sizeof text, "t_%d", k);
        shf_assert_ok(shf_table_add_scalar(table, text, 0.5 * k, "step", "event", &error), error);
        shf_assert_ok(shf_table_add_note(table, text, &error), error);
    }
    ck_assert_uint_eq(shf_table_scalars(table), 40);
    ck_assert_uint_eq(shf_table_notes(table), 40);
    ck_assert(shf_table_scalar(table, "t_39") == 19.5 && shf_table_scalar_at(table, 3) == 1.5);
    ck_assert(isnan(shf_table_scalar(table, "t_40")) && isnan(shf_table_scalar_at(table, 40)));
    ck_assert_str_eq(shf_table_scalar_name(table, 7), "t_7");
    ck_assert_str_eq(shf_table_scalar_unit(table, 7), "step");
    ck_assert_str_eq(shf_table_scalar_help(table, 7), "event");
    ck_assert_ptr_null(shf_table_scalar_name(table, 40));
    ck_assert_ptr_null(shf_table_scalar_unit(table, 40));
    ck_assert_ptr_null(shf_table_scalar_help(table, 40));
    ck_assert_str_eq(shf_table_note(table, 12), "t_12");
    ck_assert_ptr_null(shf_table_note(table, 40));
    shf_table_free(table);
}

START_TEST(names_of_rows)
{
    shf_table *table = new_table();
    shf_error error;
    ck_assert_ptr_null(shf_table_row_title(table));
    ck_assert_ptr_null(shf_table_row_name(table, 0));
    shf_table_free(table);
    static const double value[] = {1};
    table = shf_table_new();
    shf_assert_ok(shf_table_name_rows(table, "event", "what", &error), error);
    shf_assert_ok(shf_table_add_column(table, "t", "", "", &error), error);
    for (int k = 0; k < 3; k++) {
        shf_assert_ok(shf_table_name_row(table, k ? "later" : "first", &error), error);
        shf_assert_ok(shf_table_add_row(table, value, &error), error);
    }
    ck_assert_str_eq(shf_table_row_title(table), "event");
    ck_assert_str_eq(shf_table_row_help(table), "what");
    ck_assert_str_eq(shf_table_row_name(table, 0), "first");
    ck_assert_str_eq(shf_table_row_name(table, 2), "later");
    ck_assert_ptr_null(shf_table_row_name(table, 3));
    ck_assert_uint_eq(shf_table_columns(table), 1);
    shf_assert_fails(shf_table_add_row(table, value, &error), SHF_ERR_VALUE, error, "row 4: has no name");
    shf_table_free(table);
    table = shf_table_new();
    shf_assert_ok(shf_table_add_column(table, "t", "", "", &error), error);
    shf_assert_ok(shf_table_name_row(table, "x", &error), error);
    shf_assert_fails(shf_table_add_row(table, value, &error), SHF_ERR_VALUE, error,
                     "row 1: has more than one name");
    shf_table_free(table);
}

/* One note for all columns with as many; none where the description says what nan means.  The first row and
 * the last count as any other. */
START_TEST(values_that_are_no_numbers)
{
    static const double row[4][5] = {
        {NAN, NAN, 1, INFINITY, NAN}, {0, 0, 1, 0, 0}, {0, 0, NAN, 0, NAN}, {0, 0, NAN, -INFINITY, 0}};
    static const char *const name[] = {"a", "b", "c", "d", "e"};
    shf_table *table = shf_table_new();
    const shf_info info = {.estimated_error = NAN};
    shf_error error;
    for (size_t j = 0; j < 5; j++)
        shf_assert_ok(shf_table_add_column(table, name[j], "", j == 4 ? "x; nan: none" : "x", &error), error);
    for (size_t i = 0; i < 4; i++)
        shf_assert_ok(shf_table_add_row(table, row[i], &error), error);
    shf_assert_ok(shf_table_remark(table, &info, NULL, &error), error);
    ck_assert_uint_eq(shf_table_notes(table), 3);
    ck_assert_str_eq(shf_table_note(table, 0), "nan in 1 of 4 rows, where there is no finite value: a, b");
    ck_assert_str_eq(shf_table_note(table, 1), "nan in 2 of 4 rows, where there is no finite value: c");
    ck_assert_str_eq(shf_table_note(table, 2), "inf in 2 of 4 rows, where there is no finite value: d");
    shf_table_free(table);
}

/* Numbers that may be wrong are said to be so from the factor on that the sentence names, curves in time
 * only. */
START_TEST(alarms)
{
    static const struct {
        const char *first, *second; /* columns */
        double last;                /* value at t = 2 of a quantity that was 1 and -1 at t = 0 and 1 */
        double estimated_error;
        size_t points;    /* asked for, of which there are 3 */
        const char *part; /* of the only note; NULL: none */
    } cases[] = {{"t", "loss", 10, 0.1, 3, NULL},
                 {"t", "loss", 10.1, 0, 3, "loss has grown from 1 to 10.1 by t = 2"},
                 {"t", "loss", -10.1, 0, 3, "loss has grown from 1 to -10.1 by t = 2"},
                 {"t", "train", 11, 0, 3, "train has grown"},
                 {"t", "e_train", 11, 0, 3, "e_train has grown"},
                 {"t", "risk", 1000, 0, 3, NULL},
                 {"t", "risk", 1001, 0, 3, "risk has grown"},
                 {"t", "error", 2000, 0, 3, NULL},
                 {"x", "loss", 11, 0, 4, NULL},
                 {"t", "loss", 1, 0.11, 3, "the estimated relative error is 0.11, above 10 %"},
                 {"x", "loss", 1, 0.11, 3, "the estimated relative error is 0.11"},
                 {"t", "loss", 1, NAN, 4, "3 rows for the 4 times asked for"},
                 {"t", "loss", 1, 0, 2, NULL}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const double rows[3][2] = {{0, 1}, {1, -1}, {2, cases[k].last}};
        const shf_info info = {.estimated_error = cases[k].estimated_error};
        const shf_grid grid = {.points = cases[k].points};
        shf_table *table = shf_table_new();
        shf_error error;
        shf_assert_ok(shf_table_add_column(table, cases[k].first, "", "", &error), error);
        shf_assert_ok(shf_table_add_column(table, cases[k].second, "", "", &error), error);
        for (size_t i = 0; i < 3; i++)
            shf_assert_ok(shf_table_add_row(table, rows[i], &error), error);
        shf_assert_ok(shf_table_remark(table, &info, &grid, &error), error);
        ck_assert_uint_eq(shf_table_notes(table), cases[k].part ? 1 : 0);
        if (cases[k].part)
            ck_assert_ptr_nonnull(strstr(shf_table_note(table, 0), cases[k].part));
        shf_table_free(table);
    }
}

SHF_TEST_MAIN("common/table", an_empty_table, rows_keep_their_values, names_units_and_help,
              columns_that_are_refused, without_a_table, single_results_and_notes, names_of_rows,
              values_that_are_no_numbers, alarms)
