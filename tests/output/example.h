/* A result for the tests of the writers: two sections, all kinds of parameters, awkward numbers and texts. */
#ifndef SHF_TESTS_OUTPUT_EXAMPLE_H
#define SHF_TESTS_OUTPUT_EXAMPLE_H

#include <common/params_text.h>
#include <shallowflow/output.h>
#include <support/test.h>

#define EXAMPLE_PARAMS(P, S)                                                                           \
    P(S, real, alpha, "alpha", 1.0, "(0, 1e8]", "", "a number")                                        \
    P(S, count, points, "points", 5, "[1, 1e9]", "", "a count")                                        \
    P(S, seed, seed, "seed", 1, "[0, 18446744073709551615]", "", "a seed")                             \
    P(S, choice, data, "data", SHF_CHOICE(0), "gaussian|sphere[:R]|hermite:C0,C1,...", "", "a choice") \
    P(S, text, file, "file", NULL, "FILE", "", "a text")

typedef struct example_params {
    EXAMPLE_PARAMS(SHF_ROW_FIELD, )
} example_params;

#define EXAMPLE_MORE(P, S) P(S, list, times, "times", SHF_EMPTY_LIST, "[0, 1e300]", "step", "a list")

typedef struct example_more {
    EXAMPLE_MORE(SHF_ROW_FIELD, )
} example_more;

SHF_DECLARE_PARAMS(example_params, example);
SHF_DECLARE_PARAMS(example_more, example_more);

SHF_DEFINE_PARAMS(example_params, EXAMPLE_PARAMS, "model", example);
SHF_DEFINE_PARAMS(example_more, EXAMPLE_MORE, "grid", example_more);

/** A whole result. */
typedef struct example {
    example_params params;
    example_more more;
    shf_section section[2];
    shf_info info;
    shf_provenance provenance;
    shf_table *table;
} example;

enum { EXAMPLE_ROWS = 4, EXAMPLE_COLUMNS = 3 };

static const double example_values[EXAMPLE_ROWS][EXAMPLE_COLUMNS] = {
    {0.0, 0.1, INFINITY}, {1.0 / 3, -NAN, -INFINITY}, {1e-310, 1e300, -0.0}, {4.0, 123456789.123456789, 2.5}};

/** Fills `x`; x->table is to be freed by the caller. */
static inline void example_make(example *x)
{
    shf_error error;
    *x = (example){.params = example_default(), .more = example_more_default()};
    x->section[0] = (shf_section){&example_table, &x->params};
    x->section[1] = (shf_section){&example_more_table, &x->more};
    x->info = (shf_info){10, 20, 1.23e-11, "CVODE Adams"};
    x->provenance = (shf_provenance){"example", x->section, 2, &x->info, 0};
    x->table = shf_table_new();
    ck_assert_ptr_nonnull(x->table);
    shf_assert_ok(shf_table_add_column(x->table, "t", "step", "time", &error), error);
    shf_assert_ok(shf_table_add_column(x->table, "F[-1]", "", "field, \"F\"", &error), error);
    shf_assert_ok(shf_table_add_column(x->table, "odd,name", "", "", &error), error);
    for (int i = 0; i < EXAMPLE_ROWS; i++)
        shf_assert_ok(shf_table_add_row(x->table, example_values[i], &error), error);
    shf_assert_ok(shf_table_add_scalar(x->table, "t_fit", 12.5, "step", "when it fits", &error), error);
    shf_assert_ok(shf_table_add_scalar(x->table, "never", INFINITY, "", "", &error), error);
    shf_assert_ok(shf_table_add_note(x->table, "N <= d:\ta note\nof two lines", &error), error);
}

static inline void example_free(example *x)
{
    shf_params_clear(x->section[0].table, &x->params);
    shf_params_clear(x->section[1].table, &x->more);
    shf_table_free(x->table);
}

/** What shf_write prints, to be freed. */
static inline char *example_print(const example *x, int format)
{
    char *text = NULL;
    size_t size = 0;
    shf_error error;
    FILE *stream = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(stream);
    shf_assert_ok(shf_write(stream, format, &x->provenance, x->table, &error), error);
    ck_assert_int_eq(fclose(stream), 0);
    char *copy = strdup(text);
    free(text);
    return copy;
}

#endif
