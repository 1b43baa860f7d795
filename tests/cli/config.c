/* Parameter files of all kinds, good and bad. */
#include "toy.h"
#include <cli/config.h>
#include <support/folder.h>
#include <support/test.h>

/* Reads a file and applies it to a command. */
static shf_status load(settings *s, const command *c, const char *path, int whole, shf_error *error)
{
    config read;
    shf_error unused;
    shf_assert_ok(settings_init(s, c, &unused), unused);
    shf_status status = config_read(&read, path, whole, error);
    if (!status)
        status = config_apply(&read, s, error);
    config_clear(&read);
    return status;
}

static shf_status load_text(settings *s, const char *text, shf_error *error)
{
    shf_write_text("x", text);
    return load(s, &toy_command, "x", 0, error);
}

static const toy_params *toy(const settings *s)
{
    return settings_params(s, 0);
}

START_TEST(ini_files)
{
    static const char *const texts[] = {
        "alpha = 2.5\nrows = 7\ntimes = 1,2,3\nlaw = sphere:3\n",
        "# comment\n; comment\n\n[toy]\nalpha=2.5 ; inline\nrows: 7\nlaw =  sphere:3  \n[grid]\ntimes = 1, "
        "2, 3\n",
        "[grid]\r\ntimes = 1,2,3\r\n[toy]\r\nalpha = 2.5\r\nrows = 7\r\nlaw = sphere:3\r\n",
        "\xef\xbb\xbf"
        "alpha = 2.5\nrows = 7\nlaw = sphere:3\ntimes = 1,\n   2,\n\t3",
        "[toy]\n  alpha = 2.5\n  rows = 7\n  law = sphere:3\n[grid]\n  times = 1,2,\n    3\n",
        "alpha = 2.5\nrows = 7\nlaw = sphere:3\ntimes = 1, ; one\n    2,\t; two\n\n  ; between\n# between\n  "
        "3 ; three; really\n",
    };
    shf_enter_folder();
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        settings s;
        shf_error error;
        shf_assert_ok(load_text(&s, texts[k], &error), error);
        const toy_grid *grid = settings_params(&s, 1);
        ck_assert(toy(&s)->alpha == 2.5 && toy(&s)->rows == 7);
        ck_assert(toy(&s)->law.kind == 1 && toy(&s)->law.value[0] == 3);
        ck_assert(grid->times.n == 3 && grid->times.value[0] == 1 && grid->times.value[2] == 3);
        settings_clear(&s);
    }
}

START_TEST(json_files)
{
    static const char *const texts[] = {
        "{\"alpha\": 2.5, \"rows\": 7, \"times\": [1, 2, 3], \"law\": \"sphere:3\", \"seed\": 5}",
        "  \n{\"toy\": {\"alpha\": 25e-1, \"rows\": 7.0, \"law\": \"sphere:3\", \"seed\": \"5\"},\n"
        " \"grid\": {\"times\": \"1,2,3\"}}\n"};
    shf_enter_folder();
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        settings s;
        shf_error error;
        shf_assert_ok(load_text(&s, texts[k], &error), error);
        const toy_grid *grid = settings_params(&s, 1);
        ck_assert(toy(&s)->alpha == 2.5 && toy(&s)->rows == 7 && toy(&s)->seed == 5);
        ck_assert(toy(&s)->law.kind == 1 && toy(&s)->law.value[0] == 3);
        ck_assert(grid->times.n == 3 && grid->times.value[2] == 3);
        settings_clear(&s);
    }
}

START_TEST(bad_texts)
{
    const struct {
        const char *text, *part;
        shf_status status;
    } cases[] = {
        {"", "x: the file is empty", SHF_ERR_TEXT},
        {"\xef\xbb\xbf", "x: the file is empty", SHF_ERR_TEXT},
        {"alpha = 1\nlambda = 2\n", "x:2: unknown key lambda", SHF_ERR_TEXT},
        {"[toy]\nalhpa = 1\n", "x:2: unknown key alhpa; did you mean alpha?", SHF_ERR_TEXT},
        {"[toi]\n", "x:1: unknown section toi; did you mean toy?", SHF_ERR_TEXT},
        {"[toy]\nt-max = 1\n", "x:2: t-max belongs into section [grid]", SHF_ERR_TEXT},
        {"alpha = 0\n", "x:1: alpha = 0: must lie in (0, 1e8]", SHF_ERR_VALUE},
        {"\n\nalpha = nan\n", "x:3: alpha = nan: must lie in", SHF_ERR_VALUE},
        {"alpha = two\n", "x:1: alpha = two: must be a number", SHF_ERR_TEXT},
        {"alpha =\n", "x:1: alpha = : must be a number", SHF_ERR_TEXT},
        {"alpha = 1\n[toy]\nalpha = 1\n", "x:3: alpha is set twice", SHF_ERR_TEXT},
        {"alpha = 1\nrows\n", "x:2: expected key = value or [section]", SHF_ERR_TEXT},
        {"[toy\nrows = 1\n", "x:1: expected key = value or [section]", SHF_ERR_TEXT},
        {"= 3\n", "x:1: expected key = value", SHF_ERR_TEXT},
        {"= 3,\n  4\n", "x:1: expected key = value", SHF_ERR_TEXT},
        {"times = 1,\n2\n", "x:2: expected key = value", SHF_ERR_TEXT},
        {"{\"alpha\": 1,}", "x:1: ", SHF_ERR_TEXT},
        {"{\"alpha\": 1", "x:1: ", SHF_ERR_TEXT},
        {"{\"alpha\": 1, \"alpha\": 2}", "duplicate", SHF_ERR_TEXT},
        {"{\"alpha\": true}", "x: alpha: must be a number, a text or a list", SHF_ERR_TEXT},
        {"{\"toy\": {\"alpha\": {}}}", "x: alpha: must be a number", SHF_ERR_TEXT},
        {"{\"times\": [1, [2]]}", "x: times: must be a number", SHF_ERR_TEXT},
        {"{\"alpha\": 0}", "x: alpha = 0: must lie in", SHF_ERR_VALUE},
        {"{\"rows\": 1.5}", "x: rows = 1.5: must be a whole number", SHF_ERR_VALUE},
        {"{\"shallowflow\": \"1\"}", "x: lacks one of the members", SHF_ERR_TEXT},
        {"{\"tyo\": {}}", "x: unknown section tyo; did you mean toy?", SHF_ERR_TEXT},
        {"# shallowflow 1\n", "damaged or truncated", SHF_ERR_TEXT},
        {"# shallowflow 1\n# command: shallowflow toy\n# [toy]\n# rows = 3\n", "damaged or truncated",
         SHF_ERR_TEXT},
        {"# shallowflow 1\n# command: shallowflow toy\n# [toy]\nrows = 3\n", "damaged or truncated",
         SHF_ERR_TEXT},
    };
    shf_enter_folder();
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        settings s;
        shf_error error;
        shf_assert_fails(load_text(&s, cases[k].text, &error), cases[k].status, error, cases[k].part);
        settings_clear(&s);
    }
}

/* inih would cut such a line; 199 characters still fit. */
START_TEST(long_lines)
{
    char text[1000];
    settings s;
    shf_error error;
    shf_enter_folder();
    memset(text, ' ', sizeof text);
    memcpy(text, "alpha = 3", 9);
    text[199] = '\n';
    text[200] = '\0';
    shf_assert_ok(load_text(&s, text, &error), error);
    ck_assert(toy(&s)->alpha == 3);
    settings_clear(&s);
    text[199] = '5';
    text[200] = '\n';
    text[201] = '\0';
    shf_assert_fails(load_text(&s, text, &error), SHF_ERR_TEXT, error, "x:1: the line is longer than 199");
    settings_clear(&s);
    memset(text, '#', 999);
    text[999] = '\0';
    shf_assert_fails(load_text(&s, text, &error), SHF_ERR_TEXT, error, "x:1: the line is longer than 199");
    settings_clear(&s);
}

START_TEST(no_text_files)
{
    const struct {
        const char *path, *part;
        shf_status status;
    } cases[] = {{"missing", "missing: No such file or directory", SHF_ERR_FILE},
                 {".", ".: Is a directory", SHF_ERR_FILE},
                 {"/dev/zero", "/dev/zero:1: a zero byte", SHF_ERR_TEXT},
                 {"/proc/self/mem", "/proc/self/mem: Input/output error", SHF_ERR_FILE},
                 {"/dev/null", "/dev/null: the file is empty", SHF_ERR_TEXT}};
    shf_enter_folder();
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        settings s;
        shf_error error;
        shf_assert_fails(load(&s, &toy_command, cases[k].path, 0, &error), cases[k].status, error,
                         cases[k].part);
        settings_clear(&s);
    }
    FILE *stream = fopen("zeros", "wb");
    ck_assert_uint_eq(fwrite("alpha = 1\nro\0ws = 2\n", 1, 20, stream), 20);
    ck_assert_int_eq(fclose(stream), 0);
    settings s;
    shf_error error;
    shf_assert_fails(load(&s, &toy_command, "zeros", 0, &error), SHF_ERR_TEXT, error, "zeros:2: a zero byte");
    settings_clear(&s);
}

/* ---- results ---- */

/* Writes a result of the toy with awkward parameters; the file is named after the format. */
static void write_result(const char *path, int format, const char *file)
{
    settings s;
    shf_error error;
    shf_info info;
    shf_table *table = NULL;
    shf_assert_ok(settings_init(&s, &toy_command, &error), error);
    const char *const set[][2] = {{"alpha", "0.1"},
                                  {"seed", "18446744073709551615"},
                                  {"law", "hermite:0,1e-3,-2.5"},
                                  {"file", file},
                                  {"times", "0.1,0.3333333333333333,1e300"}};
    for (size_t k = 0; k < sizeof set / sizeof set[0]; k++)
        shf_assert_ok(settings_set(&s, NULL, set[k][0], set[k][1], &error), error);
    shf_assert_ok(toy_command.run(s.input, NULL, &table, &info, &error), error);
    shf_provenance provenance = {"toy", s.section, s.n, &info, 0};
    shf_assert_ok(shf_write_file(path, format, &provenance, table, &error), error);
    shf_table_free(table);
    settings_clear(&s);
}

/* Every parameter comes back to the same bits, in all formats, for any text. */
START_TEST(results_are_parameter_files)
{
    static const char *const files[] = {"plain", "", "two words; and, \"more\" \xc3\xa9 %41 [x] = #"};
    shf_enter_folder();
    for (int format = 0; format < 3; format++)
        for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
            settings s;
            shf_error error;
            write_result("result", format, files[k]);
            shf_assert_ok(load(&s, &toy_command, "result", 1, &error), error);
            const toy_grid *grid = settings_params(&s, 1);
            ck_assert(toy(&s)->alpha == 0.1 && toy(&s)->seed == UINT64_MAX && toy(&s)->rows == 5);
            ck_assert(toy(&s)->law.kind == 2 && toy(&s)->law.n == 3 && toy(&s)->law.value[1] == 1e-3);
            ck_assert(grid->times.n == 3 && grid->times.value[1] == 0.3333333333333333);
            ck_assert_str_eq(toy(&s)->file ? toy(&s)->file : "", files[k]);
            settings_clear(&s);
        }
}

START_TEST(results_of_other_commands)
{
    shf_enter_folder();
    for (int format = 0; format < 3; format++) {
        settings s;
        shf_error error;
        write_result("result", format, "x");
        shf_assert_fails(load(&s, &toy_verdict_command, "result", 0, &error), SHF_ERR_VALUE, error,
                         "result: was written by shallowflow toy, not by shallowflow toy verdict");
        settings_clear(&s);
    }
}

/* A result cut anywhere is no whole result: every length near the end, some before, all formats. */
START_TEST(truncated_results)
{
    shf_enter_folder();
    for (int format = 0; format < 3; format++) {
        size_t length = 0;
        write_result("result", format, "x");
        char *text = shf_read_file("result", &length);
        /* a JSON object is complete without its final line end */
        for (size_t cut = 0; cut<length - (format == SHF_FORMAT_JSON); cut += length - cut> 100 ? 17 : 1) {
            config c;
            shf_error error;
            FILE *stream = fopen("cut", "wb");
            ck_assert_uint_eq(fwrite(text, 1, cut, stream), cut);
            ck_assert_int_eq(fclose(stream), 0);
            shf_status status = config_read(&c, "cut", 1, &error);
            ck_assert_msg(status == SHF_ERR_TEXT || c.kind != CONFIG_RESULT, "format %d, %zu bytes", format,
                          cut);
            config_clear(&c);
        }
        free(text);
    }
}

/* Rows may be missing from a file that only gives its parameters, but not the end of its header. */
START_TEST(headers_alone)
{
    shf_enter_folder();
    write_result("result", SHF_FORMAT_TSV, "x");
    char *text = shf_read_file("result", NULL);
    char *rows = strstr(text, "\n0\t");
    ck_assert_ptr_nonnull(rows);
    rows[1] = '\0';
    settings s;
    shf_error error;
    shf_assert_ok(load_text(&s, text, &error), error);
    ck_assert(toy(&s)->alpha == 0.1);
    settings_clear(&s);
    *strstr(text, "#: size") = '\0';
    shf_assert_fails(load_text(&s, text, &error), SHF_ERR_TEXT, error, "damaged or truncated");
    settings_clear(&s);
    free(text);
}

SHF_TEST_MAIN("cli/config", ini_files, json_files, bad_texts, long_lines, no_text_files,
              results_are_parameter_files, results_of_other_commands, truncated_results, headers_alone)
