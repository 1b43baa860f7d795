/* Parameter tables: text to member and back for every kind, ranges, choices, lists. */
#include "common/params_text.h"
#include "common/random.h"
#include "support/test.h"
#include <locale.h>
#include <stdio.h>

#define EXAMPLE_PARAMS(P, S)                                                                            \
    P(S, real, closed, "closed", 1.0, "[-1, 2]", "", "a real with both ends")                           \
    P(S, real, open, "open", 0.5, "(0, 1)", "s", "a real without its ends")                             \
    P(S, real, left_open, "left-open", 1e8, "(0, 1e8]", "", "a real with its upper end")                \
    P(S, real, right_open, "right-open", 0.0, "[0, 0.5)", "", "a real with its lower end")              \
    P(S, real, any, "any", -3.5, "(-inf, inf)", "", "any finite real")                                  \
    P(S, count, count, "count", 3, "[1, 1e12]", "", "a count")                                          \
    P(S, seed, seed, "seed", 7, "[0, 18446744073709551615]", "", "a seed")                              \
    P(S, choice, law, "law", SHF_CHOICE(1), "two:X,Y|plain|one:X|any:C0,C1,...|maybe[:R]", "", "a law") \
    P(S, list, list, "list", SHF_EMPTY_LIST, "[0, 10)", "", "a list")                                   \
    P(S, text, file, "file", NULL, "FILE", "", "a text")

typedef struct example {
    EXAMPLE_PARAMS(SHF_ROW_FIELD, )
} example;

SHF_DECLARE_PARAMS(example, example);
SHF_DEFINE_PARAMS(example, EXAMPLE_PARAMS, "example", example);

static shf_status set(example *e, const char *name, const char *text, shf_error *error)
{
    return shf_params_set(&example_table, e, name, text, error);
}

static void assert_text(const example *e, const char *name, const char *expected)
{
    char *text = shf_params_get(shf_params_find(&example_table, name), e);
    ck_assert_ptr_nonnull(text);
    ck_assert_str_eq(text, expected);
    free(text);
}

START_TEST(a_table_describes_its_struct)
{
    const shf_param_table *table = &example_table;
    ck_assert_str_eq(table->title, "example");
    ck_assert_uint_eq(table->n_rows, 10);
    ck_assert_uint_eq(table->size, sizeof(example));
    const shf_param *row = shf_params_find(table, "left-open");
    ck_assert_ptr_nonnull(row);
    ck_assert_uint_eq(row->offset, offsetof(example, left_open));
    ck_assert_int_eq(row->kind, SHF_PARAM_real);
    ck_assert_str_eq(row->allowed, "(0, 1e8]");
    ck_assert_str_eq(shf_params_find(table, "open")->unit, "s");
    ck_assert_ptr_null(shf_params_find(table, "left"));
    ck_assert_ptr_null(shf_params_find(table, ""));
}

START_TEST(defaults_agree_between_function_and_table)
{
    example e = example_default();
    const example *d = example_table.defaults;
    ck_assert(e.closed == 1.0 && e.any == -3.5 && e.count == 3 && e.seed == 7 && e.law.kind == 1);
    ck_assert(d->closed == 1.0 && d->any == -3.5 && d->count == 3 && d->seed == 7 && d->law.kind == 1);
    ck_assert(e.list.n == 0 && e.list.value == NULL);
    shf_error error;
    shf_assert_ok(shf_params_validate(&example_table, &e, &error), error);
}

/* Each end of each interval, and the nearest number beyond or before it. */
START_TEST(ends_of_intervals)
{
    const struct {
        const char *name;
        double lo, hi;
        int lo_in, hi_in;
    } cases[] = {{"closed", -1, 2, 1, 1},
                 {"open", 0, 1, 0, 0},
                 {"left-open", 0, 1e8, 0, 1},
                 {"right-open", 0, 0.5, 1, 0}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const double lo = cases[k].lo, hi = cases[k].hi;
        const double x[] = {nextafter(lo, -1e9), lo, nextafter(lo, 1e9),
                            nextafter(hi, 0),    hi, nextafter(hi, 1e9)};
        const int in[] = {0, cases[k].lo_in, 1, 1, cases[k].hi_in, 0};
        for (int j = 0; j < 6; j++) {
            char text[40];
            (void)snprintf(text, sizeof text, "%.17g", x[j]);
            example e = example_default();
            shf_error error;
            shf_status status = set(&e, cases[k].name, text, &error);
            ck_assert_msg(status == (in[j] ? SHF_OK : SHF_ERR_VALUE), "%s = %s", cases[k].name, text);
            if (!in[j])
                ck_assert_ptr_nonnull(strstr(error.message, ": must lie in "));
            *(double *)((char *)&e + shf_params_find(&example_table, cases[k].name)->offset) = x[j];
            ck_assert_int_eq(shf_params_validate(&example_table, &e, &error) == SHF_OK, in[j]);
        }
    }
}

START_TEST(messages_name_parameter_value_and_range)
{
    example e = example_default();
    shf_error error;
    shf_assert_fails(set(&e, "right-open", "0.6", &error), SHF_ERR_VALUE, error,
                     "right-open = 0.6: must lie in [0, 0.5)");
    shf_assert_fails(set(&e, "count", "2.5", &error), SHF_ERR_VALUE, error,
                     "count = 2.5: must be a whole number");
    shf_assert_fails(set(&e, "law", "round", &error), SHF_ERR_TEXT, error,
                     "law = round: must be one of two:X,Y|plain");
    shf_assert_fails(set(&e, "lwa", "plain", &error), SHF_ERR_TEXT, error,
                     "lwa: no such parameter of example");
    shf_assert_fails(set(&e, "list", "1,10", &error), SHF_ERR_VALUE, error, "list = 10: must lie in [0, 10)");
}

/* A text that is refused leaves the member as it was. */
START_TEST(refused_texts)
{
    const struct {
        const char *name, *text;
        shf_status status;
    } cases[] = {
        {"any", "", SHF_ERR_TEXT},          {"any", "x", SHF_ERR_TEXT},
        {"any", "1x", SHF_ERR_TEXT},        {"any", "1 2", SHF_ERR_TEXT},
        {"any", "1,5", SHF_ERR_TEXT},       {"any", "--1", SHF_ERR_TEXT},
        {"any", "1e", SHF_ERR_TEXT},        {"any", "nan", SHF_ERR_VALUE},
        {"any", "-nan", SHF_ERR_VALUE},     {"any", "inf", SHF_ERR_VALUE},
        {"any", "-inf", SHF_ERR_VALUE},     {"any", "1e999", SHF_ERR_VALUE},
        {"closed", "2.5", SHF_ERR_VALUE},   {"count", "0", SHF_ERR_VALUE},
        {"count", "-1", SHF_ERR_VALUE},     {"count", "1.5", SHF_ERR_VALUE},
        {"count", "1e13", SHF_ERR_VALUE},   {"count", "nan", SHF_ERR_VALUE},
        {"count", "many", SHF_ERR_TEXT},    {"seed", "", SHF_ERR_TEXT},
        {"seed", "-1", SHF_ERR_TEXT},       {"seed", "1.5", SHF_ERR_TEXT},
        {"seed", "1e3", SHF_ERR_TEXT},      {"seed", "18446744073709551616", SHF_ERR_TEXT},
        {"law", "", SHF_ERR_TEXT},          {"law", "plai", SHF_ERR_TEXT},
        {"law", "plainer", SHF_ERR_TEXT},   {"law", "plain:1", SHF_ERR_TEXT},
        {"law", "plain:", SHF_ERR_TEXT},    {"law", "one", SHF_ERR_TEXT},
        {"law", "one:", SHF_ERR_TEXT},      {"law", "one:x", SHF_ERR_TEXT},
        {"law", "one:1,2", SHF_ERR_TEXT},   {"law", "two:1", SHF_ERR_TEXT},
        {"law", "two:1,2,3", SHF_ERR_TEXT}, {"law", "two:1,,2", SHF_ERR_TEXT},
        {"law", "any", SHF_ERR_TEXT},       {"law", "any:1,", SHF_ERR_TEXT},
        {"law", "maybe:", SHF_ERR_TEXT},    {"law", "maybe:1,2", SHF_ERR_TEXT},
        {"law", "one:nan", SHF_ERR_VALUE},  {"law", "one:inf", SHF_ERR_VALUE},
        {"list", ",", SHF_ERR_TEXT},        {"list", "1,", SHF_ERR_TEXT},
        {"list", "1;2", SHF_ERR_TEXT},      {"list", "1,x", SHF_ERR_TEXT},
        {"list", "nan", SHF_ERR_VALUE},     {"list", "1,-1", SHF_ERR_VALUE},
    };
    example before = example_default();
    shf_error error;
    shf_assert_ok(set(&before, "list", "1,2,3", &error), error);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        example e;
        memcpy(&e, &before, sizeof e); /* padding included */
        error.status = SHF_OK;
        shf_status status = set(&e, cases[k].name, cases[k].text, &error);
        ck_assert_msg(status == cases[k].status && error.status == status, "%s = \"%s\" gave %s",
                      cases[k].name, cases[k].text, shf_status_name(status));
        ck_assert_msg(memcmp(&e, &before, sizeof e) == 0, "%s = \"%s\" changed the value", cases[k].name,
                      cases[k].text);
    }
    shf_params_clear(&example_table, &before);
}

START_TEST(counts_and_seeds)
{
    example e = example_default();
    shf_error error;
    shf_assert_ok(set(&e, "count", "1e12", &error), error);
    ck_assert_uint_eq(e.count, 1000000000000);
    shf_assert_ok(set(&e, "count", "1", &error), error);
    assert_text(&e, "count", "1");
    shf_assert_ok(set(&e, "seed", "18446744073709551615", &error), error);
    ck_assert_uint_eq(e.seed, UINT64_MAX);
    assert_text(&e, "seed", "18446744073709551615");
    shf_assert_ok(set(&e, "seed", "0x10", &error), error);
    ck_assert_uint_eq(e.seed, 16);
    shf_assert_ok(set(&e, "seed", "010", &error), error);
    ck_assert_uint_eq(e.seed, 10);
}

/* Any finite bit pattern, written and read, is the same bit pattern. */
START_TEST(reals_survive_text_bit_for_bit)
{
    example a = example_default(), b = example_default();
    const shf_param *row = shf_params_find(&example_table, "any");
    size_t finite = 0;
    for (uint64_t k = 0; k < 20000; k++) {
        uint32_t word[4];
        shf_random_words(11, 0, k, word);
        memcpy(&a.any, word, sizeof a.any);
        if (k == 0)
            a.any = -0.0;
        if (!isfinite(a.any))
            continue;
        char *text = shf_params_get(row, &a);
        shf_error error;
        shf_assert_ok(set(&b, "any", text, &error), error);
        ck_assert_msg(memcmp(&a.any, &b.any, sizeof a.any) == 0, "%s reads back as %.17g", text, b.any);
        free(text);
        finite++;
    }
    ck_assert_uint_gt(finite, 19900);
}

START_TEST(texts_are_as_short_as_they_can_be)
{
    example e = example_default();
    const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.1, "0.1"}, {1e-3, "0.001"}, {400, "400"}, {1e300, "1e+300"}, {1.0 / 3, "0.3333333333333333"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        e.any = cases[k].value;
        assert_text(&e, "any", cases[k].text);
    }
}

/* A program that has set a locale with a decimal comma, if the machine has one, reads and writes points all
 * the same, in values, ranges, lists and messages; its locale is left as it was. */
START_TEST(numbers_in_any_locale)
{
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        if (!setlocale(LC_ALL, names[k]))
            continue;
        char comma[8];
        (void)snprintf(comma, sizeof comma, "%.1f", 0.5);
        ck_assert_str_eq(comma, "0,5");
        example e = example_default();
        shf_error error;
        shf_assert_ok(set(&e, "any", "0.1", &error), error);
        ck_assert_double_eq(e.any, 0.1);
        assert_text(&e, "any", "0.1");
        shf_assert_ok(set(&e, "law", "two:-1,2.5", &error), error);
        assert_text(&e, "law", "two:-1,2.5");
        shf_assert_ok(set(&e, "list", "0.25,1.5", &error), error);
        ck_assert_uint_eq(e.list.n, 2);
        assert_text(&e, "list", "0.25,1.5");
        shf_assert_fails(set(&e, "right-open", "0.6", &error), SHF_ERR_VALUE, error,
                         "right-open = 0.6: must lie in [0, 0.5)");
        shf_assert_fails(set(&e, "any", "0,1", &error), SHF_ERR_TEXT, error, "any = 0,1: must be a number");
        (void)snprintf(comma, sizeof comma, "%.1f", 0.5);
        ck_assert_str_eq(comma, "0,5");
        shf_params_clear(&example_table, &e);
    }
    (void)setlocale(LC_ALL, "C");
}

START_TEST(choices_take_their_numbers)
{
    example e = example_default();
    shf_error error;
    const struct {
        const char *text;
        int kind;
        size_t n;
    } cases[] = {{"plain", 1, 0},     {"two:-1,2.5", 0, 2}, {"one:10", 2, 1},
                 {"any:0,0,1", 3, 3}, {"maybe", 4, 0},      {"maybe:0.1", 4, 1}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_assert_ok(set(&e, "law", cases[k].text, &error), error);
        ck_assert_int_eq(e.law.kind, cases[k].kind);
        ck_assert_uint_eq(e.law.n, cases[k].n);
        assert_text(&e, "law", cases[k].text);
        shf_assert_ok(shf_params_validate(&example_table, &e, &error), error);
    }
    ck_assert(e.law.value[0] == 0.1);
}

START_TEST(a_choice_holds_no_more_than_its_room)
{
    char text[8 + 2 * (SHF_CHOICE_MAX + 1)] = "any:1";
    for (int k = 1; k < SHF_CHOICE_MAX; k++)
        strcat(text, ",2");
    example e = example_default();
    shf_error error;
    shf_assert_ok(set(&e, "law", text, &error), error);
    ck_assert_uint_eq(e.law.n, SHF_CHOICE_MAX);
    ck_assert(e.law.value[0] == 1 && e.law.value[1] == 2 && e.law.value[SHF_CHOICE_MAX - 1] == 2);
    strcat(text, ",1");
    shf_assert_fails(set(&e, "law", text, &error), SHF_ERR_TEXT, error, "32");
}

/* The struct can be filled without text: validation sees what set would have refused. */
START_TEST(validation_of_choices_and_lists)
{
    example good = example_default();
    shf_error error;
    const struct {
        shf_choice law;
        const char *part;
    } cases[] = {{{.kind = 5}, "law = 5: must be one of"},
                 {{.kind = -1}, "law = -1: must be one of"},
                 {{.kind = 1, .n = 1}, "takes no number"},
                 {{.kind = 0, .n = 1}, "takes 2 numbers"},
                 {{.kind = 3, .n = SHF_CHOICE_MAX + 1}, "takes 1 to 32 numbers"},
                 {{.kind = 2, .n = 1, .value = {NAN}}, "finite"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        example e = good;
        e.law = cases[k].law;
        shf_assert_fails(shf_params_validate(&example_table, &e, &error), SHF_ERR_VALUE, error,
                         cases[k].part);
    }
    double values[] = {0, 9.5, 10};
    example e = good;
    e.list = (shf_list){2, values};
    shf_assert_ok(shf_params_validate(&example_table, &e, &error), error);
    e.list.n = 3;
    shf_assert_fails(shf_params_validate(&example_table, &e, &error), SHF_ERR_VALUE, error, "list = 10");
    e = good;
    e.any = NAN;
    shf_assert_fails(shf_params_validate(&example_table, &e, &error), SHF_ERR_VALUE, error, "any = ");
}

START_TEST(lists_of_any_length)
{
    example e = example_default();
    shf_error error;
    shf_assert_ok(set(&e, "list", "0.5, 3,\t9.999999999999998", &error), error);
    ck_assert_uint_eq(e.list.n, 3);
    ck_assert(e.list.value[0] == 0.5 && e.list.value[1] == 3 && e.list.value[2] == nextafter(10, 0));
    assert_text(&e, "list", "0.5,3,9.999999999999998");
    char *text = malloc(20001);
    ck_assert_ptr_nonnull(text);
    for (size_t k = 0; k < 10000; k++)
        memcpy(text + 2 * k, k ? ",7" : " 7", 2);
    text[20000] = '\0';
    shf_assert_ok(set(&e, "list", text, &error), error);
    ck_assert_uint_eq(e.list.n, 10000);
    ck_assert(e.list.value[9999] == 7);
    free(text);
    shf_assert_ok(set(&e, "list", "", &error), error);
    ck_assert_uint_eq(e.list.n, 0);
    assert_text(&e, "list", "");
    shf_params_clear(&example_table, &e);
    ck_assert_ptr_null(e.list.value);
}

START_TEST(texts)
{
    example e = example_default();
    shf_error error;
    ck_assert_ptr_null(e.file);
    assert_text(&e, "file", "");
    char source[] = "a b=1:2,\xc3\xa9.tsv";
    shf_assert_ok(set(&e, "file", source, &error), error);
    source[0] = 'x';
    assert_text(&e, "file", "a b=1:2,\xc3\xa9.tsv");
    shf_assert_fails(set(&e, "file", "two\nlines", &error), SHF_ERR_TEXT, error,
                     "file: must not contain control characters");
    assert_text(&e, "file", "a b=1:2,\xc3\xa9.tsv");
    shf_assert_ok(shf_params_validate(&example_table, &e, &error), error);
    e.file[0] = '\t';
    shf_assert_fails(shf_params_validate(&example_table, &e, &error), SHF_ERR_TEXT, error, "file: ");
    shf_assert_ok(set(&e, "file", "", &error), error);
    ck_assert_ptr_null(e.file);
    shf_assert_ok(set(&e, "file", "again", &error), error);
    shf_params_clear(&example_table, &e);
    ck_assert_ptr_null(e.file);
}

SHF_TEST_MAIN("common/params", a_table_describes_its_struct, defaults_agree_between_function_and_table,
              ends_of_intervals, messages_name_parameter_value_and_range, refused_texts, counts_and_seeds,
              reals_survive_text_bit_for_bit, texts_are_as_short_as_they_can_be, numbers_in_any_locale,
              choices_take_their_numbers, a_choice_holds_no_more_than_its_room,
              validation_of_choices_and_lists, lists_of_any_length, texts)
