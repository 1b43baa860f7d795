/* Results as data: rows of structs, what is left unfilled, printed names, the end of a builder. */
#include "common/columns.h"
#include "support/test.h"
#include <math.h>

#define POINT_COLUMNS(C, S)      \
    C(S, x, "m", "a coordinate") \
    C(S, y, "", "another one")

typedef struct point {
    size_t before; /* members that are no columns may stand between */
    POINT_COLUMNS(SHF_COLUMN_FIELD, )
} point;

SHF_DEFINE_COLUMNS(point, POINT_COLUMNS, point_columns);

START_TEST(structs_become_rows)
{
    shf_table *table = shf_table_new();
    shf_error error;
    shf_column_add(table, "step", "time", "t");
    shf_columns_add(table, &point_columns, NULL);
    shf_columns_add(table, &point_columns, "_%d", 2);
    for (int k = 0; k < 70; k++) {
        const point a = {9, k, -k}, b = {9, 2 * k, INFINITY};
        shf_row_number(table, 0.5 * k);
        shf_row_put(table, &point_columns, &a);
        shf_row_put(table, &point_columns, &b);
        shf_row_end(table);
    }
    shf_assert_ok(shf_table_end(&table, SHF_OK, &error), error);
    static const char *const names[] = {"t", "x", "y", "x_2", "y_2"};
    ck_assert_uint_eq(shf_table_columns(table), 5);
    ck_assert_uint_eq(shf_table_rows(table), 70);
    for (size_t j = 0; j < 5; j++)
        ck_assert_str_eq(shf_table_column_name(table, j), names[j]);
    ck_assert_str_eq(shf_table_column_unit(table, 3), "m");
    ck_assert_str_eq(shf_table_column_help(table, 4), "another one");
    ck_assert_double_eq(shf_table_column(table, "t")[69], 34.5);
    ck_assert_double_eq(shf_table_column(table, "y")[69], -69);
    ck_assert_double_eq(shf_table_column(table, "x_2")[69], 138);
    ck_assert(isinf(shf_table_column(table, "y_2")[69]));
    shf_table_free(table);
}

START_TEST(single_results_and_notes)
{
    shf_table *table = shf_table_new();
    shf_error error;
    const point a = {9, 3, NAN};
    shf_scalars_add(table, &point_columns, &a, "_end");
    shf_scalar_add(table, 0.5, "s", "half", "h_%.1f", 0.5);
    shf_note_add(table, "x = %g", 0.25);
    shf_assert_ok(shf_table_end(&table, SHF_OK, &error), error);
    ck_assert_double_eq(shf_table_scalar(table, "x_end"), 3);
    ck_assert_str_eq(shf_table_scalar_name(table, 1), "y_end");
    ck_assert(isnan(shf_table_scalar_at(table, 1)));
    ck_assert_double_eq(shf_table_scalar(table, "h_0.5"), 0.5);
    ck_assert_str_eq(shf_table_note(table, 0), "x = 0.25");
    shf_table_free(table);
}

/* A row of n numbers for two columns. */
static void assert_row_length(size_t n, const char *message)
{
    shf_table *table = shf_table_new();
    shf_error error;
    const double value[] = {1, 2, 3};
    shf_columns_add(table, &point_columns, NULL);
    shf_row_numbers(table, value, n);
    shf_row_end(table);
    shf_assert_fails(shf_table_end(&table, SHF_OK, &error), SHF_ERR_VALUE, error, message);
    ck_assert_ptr_null(table);
}

START_TEST(rows_of_another_length)
{
    assert_row_length(1, "row 1: has 1 values for 2 columns");
    assert_row_length(3, "row 1: has 3 values for 2 columns");
    assert_row_length(0, "row 1: has 0 values for 2 columns");
}

START_TEST(a_column_that_is_not_filled)
{
    shf_table *table = shf_table_new();
    shf_error error;
    point p;
    shf_columns_blank(&point_columns, &p);
    p.x = 1;
    shf_columns_add(table, &point_columns, NULL);
    shf_row_put(table, &point_columns, &p);
    shf_row_end(table);
    shf_assert_fails(shf_table_end(&table, SHF_OK, &error), SHF_ERR_NUMERIC, error,
                     "column y: was not filled");
    /* a NaN of a computation is a value */
    table = shf_table_new();
    p.y = NAN;
    shf_columns_add(table, &point_columns, NULL);
    shf_row_put(table, &point_columns, &p);
    shf_row_end(table);
    shf_assert_ok(shf_table_end(&table, SHF_OK, &error), error);
    shf_table_free(table);
}

START_TEST(how_a_builder_ends)
{
    shf_error error = {SHF_ERR_NUMERIC, "of the solver"};
    shf_table *table = shf_table_new();
    ck_assert_int_eq(shf_table_end(&table, SHF_ERR_INTERRUPTED, &error), SHF_ERR_INTERRUPTED);
    ck_assert_ptr_nonnull(table);
    ck_assert_int_eq(shf_table_end(&table, SHF_ERR_NUMERIC, &error), SHF_ERR_NUMERIC);
    ck_assert_ptr_null(table);
    ck_assert_str_eq(error.message, "of the solver");
    /* without memory for the table itself */
    shf_assert_fails(shf_table_end(&table, SHF_OK, &error), SHF_ERR_MEMORY, error, "memory");
    /* a failure of the table behind an interruption is told */
    table = shf_table_new();
    shf_table_fail(table, SHF_ERR_NUMERIC, "number %d is bad", 3);
    shf_table_fail(table, SHF_ERR_VALUE, "a second failure");
    shf_assert_fails(shf_table_end(&table, SHF_ERR_INTERRUPTED, &error), SHF_ERR_NUMERIC, error,
                     "number 3 is bad");
    ck_assert_ptr_null(table);
}

/* Two cases, 5 and 20, of two rows each. */
START_TEST(cases_side_by_side)
{
    static const double row[4][4] = {{5, 0, 1, 2}, {5, 10, 3, 4}, {20, 0, 5, 6}, {20, 10, 7, 8}};
    static const double spread[2][5] = {{0, 1, 2, 5, 6}, {10, 3, 4, 7, 8}};
    static const char *const name[] = {"m", "t", "a", "b"}, *const wide_name[] = {"t", "a_5", "b_5", "a_20",
                                                                                  "b_20"};
    shf_table *tall = shf_table_new();
    shf_error error;
    for (size_t j = 0; j < 4; j++)
        shf_column_add(tall, "step", "help", "%s", name[j]);
    for (size_t i = 0; i < 4; i++)
        shf_assert_ok(shf_table_add_row(tall, row[i], &error), error);
    shf_note_add(tall, "a note");
    shf_table *wide = shf_table_spread(tall);
    shf_assert_ok(shf_table_status(wide, &error), error);
    ck_assert_uint_eq(shf_table_columns(wide), 5);
    ck_assert_uint_eq(shf_table_rows(wide), 2);
    for (size_t j = 0; j < 5; j++) {
        ck_assert_str_eq(shf_table_column_name(wide, j), wide_name[j]);
        ck_assert_str_eq(shf_table_column_unit(wide, j), "step");
        for (size_t i = 0; i < 2; i++)
            ck_assert_double_eq(shf_table_column_at(wide, j)[i], spread[i][j]);
    }
    ck_assert_str_eq(shf_table_note(wide, 0), "a note");
    shf_table_free(tall);
    shf_table_free(wide);
}

SHF_TEST_MAIN("common/columns", structs_become_rows, single_results_and_notes, rows_of_another_length,
              a_column_that_is_not_filled, how_a_builder_ends, cases_side_by_side)
