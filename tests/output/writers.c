/* The writers: what they print is read back by independent readers to the same bits. */
#include "example.h"
#include <jansson.h>
#include <locale.h>
#include <output/quote.h>

/* The same bits, any NaN being NaN. */
static int same_number(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b && signbit(a) == signbit(b);
}

/* The line that starts with `start`, without its end, to be freed; NULL if there is none. */
static char *line_starting(const char *text, const char *start)
{
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
        if (strncmp(line, start, strlen(start)) == 0)
            return strndup(line, strcspn(line, "\n"));
    return NULL;
}

static void assert_line(const char *text, const char *line)
{
    char *found = line_starting(text, line);
    ck_assert_msg(found && strcmp(found, line) == 0, "no line \"%s\" but \"%s\"", line, found ? found : "");
    free(found);
}

/* Every row as numbers, whatever the separator. */
static void assert_rows(const char *text, char separator)
{
    int row = 0;
    for (const char *line = shf_rows_of(text); *line; line += strcspn(line, "\n") + 1) {
        for (int j = 0; j < EXAMPLE_COLUMNS; j++) {
            char *end = NULL;
            double value = strtod(line, &end);
            ck_assert(same_number(value, example_values[row][j]));
            ck_assert_int_eq(*end, j == EXAMPLE_COLUMNS - 1 ? '\n' : separator);
            line = end + (j < EXAMPLE_COLUMNS - 1);
        }
        row++;
    }
    ck_assert_int_eq(row, EXAMPLE_ROWS);
}

START_TEST(tsv_rows_and_names)
{
    example x;
    example_make(&x);
    char *text = example_print(&x, SHF_FORMAT_TSV);
    assert_rows(text, '\t');
    ck_assert_int_eq(strncmp(text, "t\tF[-1]\todd,name\n# shallowflow ", 31), 0);
    ck_assert_ptr_null(strstr(text, "-nan"));
    free(text);
    example_free(&x);
}

START_TEST(csv_rows_and_names)
{
    example x;
    example_make(&x);
    char *text = example_print(&x, SHF_FORMAT_CSV);
    assert_rows(text, ',');
    ck_assert_int_eq(strncmp(text, "t,F[-1],\"odd,name\"\n# shallowflow ", 33), 0);
    free(text);
    example_free(&x);
}

START_TEST(header_says_everything)
{
    example x;
    example_make(&x);
    char *text = example_print(&x, SHF_FORMAT_TSV);
    char first[128];
    (void)snprintf(first, sizeof first, "# shallowflow %s", shf_version_full());
    assert_line(text, first);
    assert_line(text, "# command: shallowflow example");
    assert_line(text, "# [model]");
    assert_line(text, "# alpha = 1");
    assert_line(text, "# data = gaussian");
    assert_line(text, "# file =");
    assert_line(text, "# [grid]");
    assert_line(text, "# times =");
    assert_line(text, "#: method = CVODE Adams");
    assert_line(text, "#: estimated relative error = 1.2e-11");
    assert_line(text, "#: result t_fit = 12.5 step; when it fits");
    assert_line(text, "#: result never = inf");
    assert_line(text, "#: note N <= d: a note of two lines");
    assert_line(text, "#: size = 4 rows x 3 columns");
    assert_line(text, "#: column t (step): time");
    ck_assert_ptr_null(strstr(text, "# incomplete:"));
    free(text);
    example_free(&x);
}

START_TEST(command_line_holds_what_differs_from_the_default)
{
    example x;
    shf_error error;
    example_make(&x);
    shf_assert_ok(shf_params_set(&example_table, &x.params, "alpha", "0.1", &error), error);
    shf_assert_ok(shf_params_set(&example_table, &x.params, "data", "sphere:10", &error), error);
    shf_assert_ok(shf_params_set(&example_table, &x.params, "file", "it's a file", &error), error);
    shf_assert_ok(shf_params_set(&example_more_table, &x.more, "times", "1,2.5", &error), error);
    char *text = example_print(&x, SHF_FORMAT_TSV);
    assert_line(text, "# command: shallowflow example --alpha 0.1 --data sphere:10 --file 'it'\\''s a file' "
                      "--times 1,2.5");
    free(text);
    example_free(&x);
}

START_TEST(incomplete_results_say_so)
{
    example x;
    example_make(&x);
    x.provenance.incomplete = 1;
    char *text = example_print(&x, SHF_FORMAT_TSV);
    char *line = line_starting(text, "# incomplete:");
    ck_assert_ptr_nonnull(line);
    free(line);
    free(text);
    example_free(&x);
}

/* No error estimate, which is said; no information at all. */
START_TEST(unknown_errors_are_no_numbers)
{
    example x;
    example_make(&x);
    x.info = (shf_info){0, 0, NAN, NULL};
    for (int pass = 0; pass < 2; pass++) {
        for (int format = 0; format < 3; format++) {
            char *text = example_print(&x, format);
            ck_assert_ptr_null(strstr(text, "method"));
            const char *said = format == SHF_FORMAT_JSON ? "\"estimated_error\": null,\n"
                                                         : "\n#: estimated relative error = not estimated\n";
            ck_assert_int_eq(strstr(text, said) != NULL, pass == 0);
            ck_assert_int_eq(strstr(text, "estimated") != NULL, pass == 0);
            free(text);
        }
        x.provenance.info = NULL;
    }
    example_free(&x);
}

/* A setting of 2000 numbers: no line reaches inih's limit of 200, and joined they are the value. */
START_TEST(long_lists_are_broken)
{
    enum { MANY = 2000 };
    example x;
    double times[MANY];
    example_make(&x);
    for (int k = 0; k < MANY; k++)
        times[k] = k / 7.0;
    x.more.times = (shf_list){MANY, times};
    char *text = example_print(&x, SHF_FORMAT_TSV);
    const char *line = strstr(text, "# times = ");
    ck_assert_ptr_nonnull(line);
    line += strlen("# times = ");
    for (int k = 0; k < MANY; k++) {
        char *end = NULL;
        ck_assert(strtod(line, &end) == times[k]);
        line = end + strspn(end, ",");
        if (strncmp(line, "\n#     ", 7) == 0)
            line += 7;
    }
    ck_assert_int_eq(*line, '\n');
    for (line = strstr(text, "# [model]"); strncmp(line, "#:", 2) != 0; line += strcspn(line, "\n") + 1)
        ck_assert_uint_lt(strcspn(line, "\n"), 198);
    free(text);
    x.more = example_more_default();
    example_free(&x);
}

START_TEST(sections_of_one_title_are_one)
{
    example x;
    example_make(&x);
    shf_param_table again = *&example_more_table;
    again.title = "model";
    x.section[1].table = &again;
    char *text = example_print(&x, SHF_FORMAT_TSV);
    const char *title = strstr(text, "# [model]");
    ck_assert_ptr_nonnull(title);
    ck_assert_ptr_null(strstr(title + 1, "# ["));
    free(text);
    text = example_print(&x, SHF_FORMAT_JSON);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(root);
    json_t *model = json_object_get(json_object_get(root, "parameters"), "model");
    ck_assert_uint_eq(json_object_size(model), 6);
    json_decref(root);
    free(text);
    x.section[1].table = &example_more_table;
    example_free(&x);
}

/* A number of a JSON row. */
static double json_number(const json_t *value)
{
    return json_is_string(value) ? strtod(json_string_value(value), NULL) : json_number_value(value);
}

START_TEST(json_is_strict_and_complete)
{
    example x;
    shf_error error;
    example_make(&x);
    shf_assert_ok(shf_params_set(&example_table, &x.params, "seed", "18446744073709551615", &error), error);
    shf_assert_ok(shf_params_set(&example_table, &x.params, "file", "a\"b\\c \xc3\xa9", &error), error);
    char *text = example_print(&x, SHF_FORMAT_JSON);
    json_error_t trouble;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &trouble);
    ck_assert_msg(root != NULL, "line %d: %s", trouble.line, trouble.text);
    ck_assert_str_eq(json_string_value(json_object_get(root, "command")), "example");
    json_t *model = json_object_get(json_object_get(root, "parameters"), "model");
    ck_assert_str_eq(json_string_value(json_object_get(model, "seed")), "18446744073709551615");
    ck_assert_str_eq(json_string_value(json_object_get(model, "file")), "a\"b\\c \xc3\xa9");
    ck_assert(json_real_value(json_object_get(root, "estimated_error")) == 1.2e-11);
    json_t *result = json_array_get(json_object_get(root, "results"), 1);
    ck_assert_str_eq(json_string_value(json_object_get(result, "value")), "inf");
    json_t *note = json_array_get(json_object_get(root, "notes"), 0);
    ck_assert_str_eq(json_string_value(note), "N <= d:\ta note\nof two lines");
    json_t *rows = json_object_get(root, "rows");
    ck_assert_uint_eq(json_array_size(rows), EXAMPLE_ROWS);
    for (int i = 0; i < EXAMPLE_ROWS; i++)
        for (int j = 0; j < EXAMPLE_COLUMNS; j++) {
            double value = json_number(json_array_get(json_array_get(rows, (size_t)i), (size_t)j));
            double expected = example_values[i][j]; /* JSON has one zero and one NaN */
            ck_assert(same_number(value, expected) || value == expected);
        }
    json_decref(root);
    free(text);
    example_free(&x);
}

/* Bytes that are no UTF-8 must not break the file. */
START_TEST(json_of_any_bytes)
{
    static const char *const texts[] = {"caf\xe9",          "\xc3",     "\xc0\xaf",         "\xed\xa0\x80",
                                        "\xf4\x90\x80\x80", "\xe2\x82", "\xf0\x9f\x98\x80", "\xff"};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        example x;
        shf_error error;
        example_make(&x);
        shf_assert_ok(shf_params_set(&example_table, &x.params, "file", texts[k], &error), error);
        char *text = example_print(&x, SHF_FORMAT_JSON);
        json_t *root = json_loads(text, 0, NULL);
        ck_assert_msg(root != NULL, "text %zu", k);
        json_decref(root);
        free(text);
        example_free(&x);
    }
    ck_assert_int_eq(shf_is_utf8(texts[6]), 1);
    ck_assert_int_eq(shf_is_utf8(texts[3]), 0);
}

/* A table without columns, rows, sections. */
START_TEST(empty_tables)
{
    shf_provenance nothing = {.command = "example"};
    shf_error error;
    for (int format = 0; format < 3; format++) {
        char *text = NULL;
        size_t size = 0;
        shf_table *table = shf_table_new();
        FILE *stream = open_memstream(&text, &size);
        shf_assert_ok(shf_write(stream, format, &nothing, table, &error), error);
        ck_assert_int_eq(fclose(stream), 0);
        if (format == SHF_FORMAT_JSON) {
            json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
            ck_assert_ptr_nonnull(root);
            json_decref(root);
        }
        ck_assert_ptr_nonnull(
            strstr(text, format == SHF_FORMAT_JSON ? "\"rows\": []" : "0 rows x 0 columns"));
        free(text);
        shf_table_free(table);
    }
}

/* A locale with a decimal comma, if the machine has one, changes nothing. */
START_TEST(locales_change_nothing)
{
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    example x;
    example_make(&x);
    char *plain = example_print(&x, SHF_FORMAT_TSV);
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
        if (setlocale(LC_ALL, names[k])) {
            char *text = example_print(&x, SHF_FORMAT_TSV);
            ck_assert_str_eq(text, plain);
            free(text);
        }
    (void)setlocale(LC_ALL, "C");
    free(plain);
    example_free(&x);
}

/* Any text survives as a setting: written, its lines joined as the reader does, unquoted. */
START_TEST(texts_survive_as_settings)
{
    char longest[1001], every[256];
    memset(longest, 'x', 1000);
    longest[1000] = '\0';
    longest[500] = ',';
    for (int k = 1; k < 256; k++)
        every[k - 1] = (char)k;
    every[255] = '\0';
    const char *const texts[] = {"",  "a/b.c", "two words", " edge ", "a ;b", "\"quoted\"", "%41",
                                 ",", "a, b",  "\"",        "=[x]#",  every,  longest};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        char *text = NULL, joined[4096];
        size_t size = 0, n = 0;
        shf_emitter e = {open_memstream(&text, &size), 0};
        shf_emit_setting_text(&e, texts[k]);
        ck_assert_int_eq(fclose(e.stream), 0);
        for (const char *c = text; *c; c++) {
            ck_assert_uint_lt(strcspn(c, "\n"), 190 - sizeof "# file = ");
            if (strncmp(c, "\n#     ", 7) == 0)
                c += 6;
            else
                joined[n++] = *c;
        }
        joined[n] = '\0';
        ck_assert_ptr_null(strstr(joined, " "));
        ck_assert_ptr_null(strstr(joined, ";"));
        shf_unquote(joined);
        ck_assert_str_eq(joined, texts[k]);
        free(text);
    }
}

/* What is not quoted stays; commas in quotes are where lines were broken; %00 would end the text. */
START_TEST(what_is_quoted)
{
    static const char *const pairs[][2] = {{"", ""},
                                           {"\"", "\""},
                                           {"\"\"", ""},
                                           {"\"a", "\"a"},
                                           {"a\"", "a\""},
                                           {"\"a\"", "a"},
                                           {"\"a,b,\"", "ab"},
                                           {"\"%41%7a\"", "Az"},
                                           {"%41", "%41"},
                                           {"\"%00\"", "%00"},
                                           {"\"%0a\"", "\n"},
                                           {"\"%4\"", "%4"},
                                           {"\"%g1%1g\"", "%g1%1g"}};
    for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++) {
        char text[32];
        (void)snprintf(text, sizeof text, "%s", pairs[k][0]);
        shf_unquote(text);
        ck_assert_str_eq(text, pairs[k][1]);
    }
}

START_TEST(full_streams_are_noticed)
{
    example x;
    shf_error error;
    example_make(&x);
    for (int format = 0; format < 3; format++) {
        FILE *full = fopen("/dev/full", "w");
        ck_assert_ptr_nonnull(full);
        shf_assert_fails(shf_write(full, format, &x.provenance, x.table, &error), SHF_ERR_FILE, error,
                         "No space left on device");
        (void)fclose(full);
    }
    example_free(&x);
}

SHF_TEST_MAIN("output/writers", tsv_rows_and_names, csv_rows_and_names, header_says_everything,
              command_line_holds_what_differs_from_the_default, incomplete_results_say_so,
              unknown_errors_are_no_numbers, long_lists_are_broken, sections_of_one_title_are_one,
              json_is_strict_and_complete, json_of_any_bytes, empty_tables, locales_change_nothing,
              texts_survive_as_settings, what_is_quoted, full_streams_are_noticed)
