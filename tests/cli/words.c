/* Misspelt words, and text in columns. */
#include <cli/progress.h>
#include <cli/suggest.h>
#include <cli/text.h>
#include <support/folder.h>
#include <support/test.h>
#include <unistd.h>

/* Twice the classical distances; a change of case costs half an edit. */
START_TEST(costs_of_edits)
{
    const struct {
        const char *a, *b;
        size_t cost;
    } cases[] = {{"", "", 0},           {"abc", "abc", 0},      {"", "abc", 6},   {"kitten", "sitting", 6},
                 {"delta", "detla", 2}, {"flaw", "lawn", 4},    {"ab", "ba", 2},  {"N", "n", 1},
                 {"Alpha", "alpha", 1}, {"points", "point", 2}, {"ca", "abc", 6}, {"abcdef", "abXdef", 2}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        ck_assert_uint_eq(edit_cost(cases[k].a, cases[k].b), cases[k].cost);
        ck_assert_uint_eq(edit_cost(cases[k].b, cases[k].a), cases[k].cost);
    }
}

/* A metric: checked on all words of up to three letters over {a, b, A} (optimal string alignment breaks the
 * triangle inequality only where a swap is followed by an insertion between the swapped letters). */
START_TEST(costs_are_symmetric_and_vanish_for_equals)
{
    char words[40][4];
    int n = 0;
    for (int length = 0; length <= 3; length++)
        for (int code = 0, codes = length == 0   ? 1
                                   : length == 1 ? 3
                                   : length == 2 ? 9
                                                 : 27;
             code < codes; code++) {
            for (int k = 0, c = code; k < length; k++, c /= 3)
                words[n][k] = "abA"[c % 3];
            words[n++][length] = '\0';
        }
    ck_assert_int_eq(n, 40);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            size_t cost = edit_cost(words[i], words[j]);
            ck_assert_uint_eq(cost, edit_cost(words[j], words[i]));
            ck_assert_int_eq(cost == 0, i == j);
            size_t lengths = strlen(words[i]) > strlen(words[j]) ? strlen(words[i]) : strlen(words[j]);
            ck_assert_uint_le(cost, 2 * lengths);
        }
}

START_TEST(very_long_words)
{
    char word[200];
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    suggestion s = suggestion_for(word);
    suggestion_offer(&s, "delta");
    ck_assert_ptr_null(suggestion_get(&s));
}

START_TEST(suggestions)
{
    static const char *const names[] = {"d", "M", "N", "alpha", "eta", "delta", "sigma-a", "t-max", "points"};
    const struct {
        const char *word, *nearest;
    } cases[] = {{"detla", "delta"},  {"n", "N"},        {"x", NULL},      {"m", "M"},
                 {"alhpa", "alpha"},  {"tmax", "t-max"}, {"foo", NULL},    {"T-MAX", "t-max"},
                 {"ponts", "points"}, {"", NULL},        {"lambda", NULL}, {"sigmaa", "sigma-a"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        suggestion s = suggestion_for(cases[k].word);
        for (size_t j = 0; j < sizeof names / sizeof names[0]; j++)
            suggestion_offer(&s, names[j]);
        const char *found = suggestion_get(&s);
        ck_assert_msg(found == cases[k].nearest ||
                          (found && cases[k].nearest && strcmp(found, cases[k].nearest) == 0),
                      "%s gives %s", cases[k].word, found ? found : "nothing");
    }
}

START_TEST(lines_break_where_they_may)
{
    const struct {
        const char *text;
        size_t width;
        const char *lines[4];
    } cases[] = {{"one two three", 8, {"one two", "three"}},
                 {"one two", 7, {"one two"}},
                 {"one  two", 4, {"one ", "two"}},
                 {"gaussian|sphere|student", 16, {"gaussian|sphere", "|student"}},
                 {"1,2,3,4", 4, {"1,2,", "3,4"}},
                 {"collocation|euler", 5, {"collocation", "|euler"}}, /* never within a word */
                 {"hermite:0,0.9486832980505138,-1", 9, {"hermite:0,", "0.9486832980505138,", "-1"}},
                 {"abcdefgh ij", 3, {"abcdefgh", "ij"}},
                 {"", 5, {NULL}}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const char *rest = cases[k].text;
        for (int line = 0; *rest; line++) {
            const char *start = rest;
            size_t length = text_line(&rest, cases[k].width, 1);
            const char *expected = cases[k].lines[line];
            ck_assert_ptr_nonnull(expected);
            ck_assert_uint_eq(length, strlen(expected));
            ck_assert_int_eq(strncmp(start, expected, length), 0);
        }
    }
}

/* An example can be pasted: its words stay whole. */
START_TEST(words_of_a_shell_do_not_break)
{
    const char *rest = "--h hermite:0,1,2 --m 3";
    ck_assert_uint_eq(text_line(&rest, 12, 0), 3);
    ck_assert_uint_eq(text_line(&rest, 12, 0), 13);
    ck_assert_str_eq(rest, "--m 3");
}

START_TEST(meanings_beside_tags)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    ck_assert_int_eq(setenv("COLUMNS", "21", 1), 0); /* as 60 */
    text_tagged(stream, "--name", 2, 48, "a long meaning here");
    text_tagged(stream, "--name-that-is-long", 2, 12, "meaning");
    text_tagged(stream, NULL, 0, 0, "no tag");
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_str_eq(text, "  --name                                        a long\n"
                           "                                                meaning here\n"
                           "  --name-that-is-long\n            meaning\nno tag\n");
    free(text);
}

START_TEST(width_of_the_screen)
{
    static const struct {
        const char *columns;
        size_t width;
    } cases[] = {{"80", 80}, {"132", 132}, {"20", 60}, {"1000", 160}, {"0", 100}, {"wide", 100}, {"", 100}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        ck_assert_int_eq(setenv("COLUMNS", cases[k].columns, 1), 0);
        if (!isatty(STDOUT_FILENO) || cases[k].width != 100)
            ck_assert_uint_eq(text_width(), cases[k].width);
    }
}

/* What the bar shows of a run that began `elapsed` seconds ago: a share of its 30 places, and the time left
 * if all goes on as before; nothing within half a second, nor a tenth after the bar before. */
START_TEST(bar)
{
    static const struct {
        double elapsed, fraction;
        const char *shown;
    } cases[] = {{0.4, 0.5, ""},
                 {0.6, 0, "\rrun [..............................]   0 %  ? left\033[K"},
                 {0.6, -1, "\rrun [..............................]   0 %  ? left\033[K"},
                 {10, 0.5, "\rrun [###############...............]  50 %  0:10 left\033[K"},
                 {27, 0.3, "\rrun [#########.....................]  30 %  1:03 left\033[K"},
                 {100, 0.95, "\rrun [############################..]  95 %  0:05 left\033[K"},
                 {3590, 0.5, "\rrun [###############...............]  50 %  59:50 left\033[K"},
                 {3900, 0.5, "\rrun [###############...............]  50 %  1:05:00 left\033[K"},
                 {36030, 0.5, "\rrun [###############...............]  50 %  10:00:30 left\033[K"},
                 {100, 2, "\rrun [##############################] 100 %  0:00 left\033[K"}};
    shf_enter_folder();
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        progress p;
        shf_progress asked = progress_start(&p, "run", 1);
        ck_assert_ptr_nonnull(freopen("bar", "w", stderr));
        ck_assert_int_eq(p.shown, 0);
        ck_assert_int_eq(asked.report(asked.context, 0.5), 0);
        p.shown = 1;
        p.start -= cases[k].elapsed;
        for (int twice = 0; twice < 2; twice++)
            ck_assert_int_eq(asked.report(asked.context, cases[k].fraction), 0);
        ck_assert_int_eq(p.drawn, *cases[k].shown != 0);
        (void)fflush(stderr);
        char *text = shf_read_file("bar", NULL);
        ck_assert_str_eq(text, cases[k].shown);
        free(text);
        progress_end(&p);
        ck_assert_int_eq(p.drawn, 0);
    }
}

SHF_TEST_MAIN("cli/words", costs_of_edits, costs_are_symmetric_and_vanish_for_equals, very_long_words,
              suggestions, lines_break_where_they_may, words_of_a_shell_do_not_break, meanings_beside_tags,
              width_of_the_screen, bar)
