/* Where things stand in a picture: panels on the page, cells and contour lines of a map, numbers of axes. */
#include "output/plot.h"
#include "support/folder.h"
#include "support/test.h"

enum { PANELS = 12 };

static shf_sheet sheet_of(double width, size_t n, int bar)
{
    shf_above above[PANELS] = {{0}};
    for (size_t k = 0; k < n; k++)
        above[k] = (shf_above){.entries = 1 + k % 3, .longest = 12, .lines = k % 2, .bar = bar};
    return shf_sheet_make(SHF_PLOT_PDF, width, n, above);
}

/* Every panel has its place: axes on the page, with room for letters around them, none over another, and
 * nowhere more rows than needed. */
START_TEST(panels_have_room)
{
    for (double width = 5; width < 30; width += 0.7)
        for (size_t n = 1; n <= PANELS; n++)
            for (int bar = 0; bar < 2; bar++) {
                shf_sheet s = sheet_of(width, n, bar);
                double left_edge[PANELS], top_edge[PANELS];
                ck_assert_double_eq(s.width, width);
                ck_assert(s.rows * s.columns >= n && (s.rows - 1) * s.columns < n);
                for (size_t k = 0; k < n; k++) {
                    double box[4];
                    shf_sheet_axes(&s, k, box);
                    double left = box[0] * s.width, right = box[2] * s.width, top = box[3] * s.height;
                    double bottom = box[1] * s.height;
                    size_t row = k / s.columns, column = k % s.columns;
                    left_edge[k] = left, top_edge[k] = top;
                    shf_assert_close(right - left, s.axes, 1e-12, 0);
                    shf_assert_close(top - bottom, s.axes_height, 1e-12, 0);
                    double before = column ? s.axes + left_edge[k - 1] + (bar ? 0.9 : 0) : 0;
                    ck_assert_msg(left - before > 1.2, "panel %zu of %zu, width %g", k, n, width);
                    ck_assert(right < s.width - (bar ? 1.2 : 0.3));
                    double above = row ? top_edge[k - s.columns] - s.axes_height : s.height;
                    ck_assert(above - top > 0.19 + (row ? 0.9 : 0) + 0.36 * (double)(k % 2));
                    ck_assert(bottom > 0.9);
                    if (row + 1 == s.rows)
                        shf_assert_close(bottom, 0.95, 1e-9, 0);
                }
            }
}
END_TEST

/* Journals have columns of 8.6 and 17.8 cm; the axes are the wider for their height the larger they are. */
START_TEST(shapes_of_sheets)
{
    static const struct {
        double asked, width;
        size_t n, columns;
        int bar;
        double shape; /* height over width of the axes */
    } cases[] = {
        {0, 8.6, 1, 1, 0, 0.62},     {0, 17.8, 2, 2, 0, 0.62},  {0, 17.8, 3, 3, 0, 0.72},
        {0, 17.8, 4, 2, 0, 0.62},    {0, 17.8, 5, 3, 0, 0.72},  {0, 17.8, 6, 3, 0, 0.72},
        {0, 17.8, 7, 4, 0, 0.8},     {0, 17.8, 8, 4, 0, 0.8},   {0, 17.8, 9, 3, 0, 0.72},
        {0, 17.8, 10, 4, 0, 0.8},    {0, 8.6, 1, 1, 1, 0.85},   {0, 17.8, 2, 2, 1, 0.85},
        {7.8, 7.8, 4, 1, 0, 0.62},   {7.9, 7.9, 4, 2, 0, 0.8},  {11.9, 11.9, 3, 1, 0, 0.62},
        {11.9, 11.9, 9, 2, 0, 0.72}, {12, 12, 3, 3, 0, 0.8},    {15.9, 15.9, 10, 3, 0, 0.72},
        {16, 16, 10, 4, 0, 0.8},     {7.6, 7.6, 1, 1, 0, 0.72}, {7.7, 7.7, 1, 1, 0, 0.62},
        {5.1, 5.1, 1, 1, 0, 0.8},    {5.2, 5.2, 1, 1, 0, 0.72},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        shf_sheet s = sheet_of(cases[k].asked, cases[k].n, cases[k].bar);
        ck_assert_double_eq(s.width, cases[k].width);
        ck_assert_msg(s.columns == cases[k].columns, "case %zu: %zu columns", k, s.columns);
        ck_assert_double_eq_tol(s.axes_height / s.axes, cases[k].shape, 1e-12);
        ck_assert_str_eq(shf_sheet_letter(&s, 0), cases[k].n > 1 ? "(a)" : "");
    }
}
END_TEST

START_TEST(letters)
{
    shf_sheet s = sheet_of(0, 12, 0);
    for (size_t k = 0; k < 12; k++) {
        const char letter[] = {'(', (char)('a' + (int)k), ')', '\0'};
        ck_assert_str_eq(shf_sheet_letter(&s, k), letter);
    }
    ck_assert_str_eq(shf_sheet_letter(&s, SHF_PANELS_MAX), "");
}
END_TEST

/* Entries of a key stand beside each other while all fit above their panel, about 0.15 cm a letter. */
START_TEST(keys)
{
    shf_sheet s = sheet_of(0, 1, 0);
    for (size_t longest = 0; longest < 60; longest += 3)
        for (size_t entries = 0; entries < 9; entries++) {
            const shf_above above = {.entries = entries, .longest = longest};
            size_t columns = shf_sheet_key_columns(&s, &above);
            double one = 0.95 + 0.15 * (double)longest, room = s.axes + 0.35;
            ck_assert_uint_le(columns, entries);
            ck_assert(columns <= 1 || (double)columns * one <= room + 1e-9);
            ck_assert(columns == entries || (double)(columns + 1) * one > room - 1e-9);
        }
}
END_TEST

START_TEST(steps_of_axes)
{
    static const double cases[][2] = {{1, 1},     {1.01, 2},     {2, 2},   {2.01, 5}, {5, 5},
                                      {5.01, 10}, {0.003, .005}, {0.7, 1}, {40, 50},  {90, 100}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        ck_assert_double_eq_tol(shf_round_step(cases[k][0]), cases[k][1], 1e-12 * cases[k][1]);
}
END_TEST

/* What gnuplot is told of an axis, from "; set" of its numbers on. */
static char *numbers_of(char axis, int is_log, double lo, double hi)
{
    shf_sheet s = sheet_of(0, 1, 0);
    char *text = NULL;
    size_t size = 0;
    shf_emitter e = {.stream = open_memstream(&text, &size)};
    shf_error error;
    shf_emit_axis(&e, &s, axis, is_log, "label", lo, hi);
    shf_assert_ok(shf_emit_end(&e, "", &error), error);
    (void)fclose(e.stream);
    char *from = strstr(text, "tics "), *copy = from ? strdup(from + strlen("tics ")) : NULL;
    ck_assert_ptr_nonnull(copy);
    ck_assert_ptr_nonnull(strstr(text, is_log ? "; set logscale" : "; unset logscale"));
    ck_assert_int_eq(strstr(text, "10^{%T}") != NULL, is_log && !(hi / lo < SHF_NARROW));
    free(text);
    return copy;
}

/* Some numbers on every axis, round ones, and none outside. */
START_TEST(numbers_of_axes)
{
    static const struct {
        int is_log;
        double lo, hi;
        const char *numbers;
    } cases[] = {{0, 0, 10, "2"},
                 {0, 3, 10, "2"},
                 {0, 6, 10, "0.5"},
                 {0, -1, 1, "0.5"},
                 {0, 10000, 30000, "5000"},
                 {0, 0, 1e-3, "0.0002"},
                 {1, 1, 1000, "1e1"},
                 {1, 0.001, 1e+09, "1e2"},
                 {1, 1, 1e+20, "1e3"},
                 {1, 1, 30, "1e1"},
                 {1, 1, 29, "(1, 2, 5, 10, 20)"},
                 {1, 2, 13, "(2, 5, 10)"},
                 {1, 2, 11.9, "(2, 4, 6, 8, 10)"},
                 {1, 0.3, 0.5, "(0.3, 0.35, 0.4, 0.45, 0.5)"},
                 {1, 1, 1.0000001, "autofreq"},
                 {0, 5, 5, "autofreq"},
                 {1, 5, 80, "(5, 10, 20, 50)"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        for (const char *axis = "xy"; *axis; axis++) {
            char *numbers = numbers_of(*axis, cases[k].is_log, cases[k].lo, cases[k].hi);
            ck_assert_msg(strcmp(numbers, cases[k].numbers) == 0, "%c from %g to %g: %s", *axis, cases[k].lo,
                          cases[k].hi, numbers);
            free(numbers);
        }
}
END_TEST

/* An axis x ends with the data; an axis y begins at zero or a decade if that is not far. */
START_TEST(ends_of_axes)
{
    static const struct {
        char axis;
        int is_log;
        double lo, hi, low, high; /* NaN: as gnuplot chooses */
    } cases[] = {
        {'x', 0, 3, 10, 3, 10},        {'x', 1, 3, 1e4, 3, 1e4},      {'x', 0, 2, 2, NAN, NAN},
        {'y', 0, 0, 10, 0, NAN},       {'y', 0, 4.9, 10, 0, NAN},     {'y', 0, 5, 10, NAN, NAN},
        {'y', 0, -0.1, 10, 0, NAN},    {'y', 0, -0.11, 10, NAN, NAN}, {'y', 1, 0.02, 10, 0.01, NAN},
        {'y', 1, 0.01, 10, 0.01, NAN}, {'y', 1, 1, 30, 1, NAN},       {'y', 1, 1, 29, 1 / 1.1, 29 * 1.1}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        double low, high;
        shf_axis_range(cases[k].axis, cases[k].is_log, cases[k].lo, cases[k].hi, &low, &high);
        ck_assert(isnan(low) == isnan(cases[k].low) && isnan(high) == isnan(cases[k].high));
        ck_assert_msg(isnan(low) || fabs(low - cases[k].low) <= 1e-12, "case %zu: from %g", k, low);
        ck_assert_msg(isnan(high) || fabs(high - cases[k].high) <= 1e-12, "case %zu: to %g", k, high);
    }
}
END_TEST

/* ---- maps ---- */

enum { ROWS = 12, SCAN = 4 };

/* x changes from line to line, y along a line; the first row is the second of its line. */
static shf_table *map_table(int first, double lo, double hi)
{
    shf_table *table = shf_table_new();
    shf_error error;
    for (int j = 0; j < 3; j++)
        shf_assert_ok(shf_table_add_column(table, (const char *[]){"x", "y", "z"}[j], "", "", &error), error);
    for (int k = first; k < ROWS; k++) {
        int line = k / SCAN, place = k % SCAN;
        const double row[] = {pow(10, line), 1 + place,
                              k == first      ? lo
                              : k == ROWS - 1 ? hi
                              : k == ROWS - 2 ? NAN
                                              : 0.5 * (lo + hi)};
        shf_assert_ok(shf_table_add_row(table, row, &error), error);
    }
    return table;
}

/* Cells tile the plane: ends half way between neighbours, in the logarithm on such an axis, the outermost as
 * far on the other side; a line that was begun late too. */
START_TEST(cells)
{
    for (int first = 0; first < 2; first++) {
        const shf_plot_panel panel = {
            .log_x = 1, .map = {.x = "x", .y = "y", .z = "z", .scan = SCAN, .first = (size_t)first}};
        shf_table *table = map_table(first, 0, 1);
        for (int k = first; k < ROWS; k++) {
            double cell[4], x = pow(10, k / SCAN), y = 1 + k % SCAN;
            shf_map_cell(&panel, table, (size_t)(k - first), cell);
            shf_assert_close(cell[0], x / sqrt(10), 1e-14, 0);
            shf_assert_close(cell[1], x * sqrt(10), 1e-14, 0);
            shf_assert_close(cell[2], y - 0.5, 1e-14, 0);
            shf_assert_close(cell[3], y + 0.5, 1e-14, 0);
        }
        shf_table_free(table);
    }
}
END_TEST

/* Contour lines are where round numbers lie within the data. */
START_TEST(levels)
{
    static const struct {
        double lo, hi;
        int log;
        double first, last;
        size_t n;
    } cases[] = {{0, 1, 0, 0, 0.9, 10},       {-1, 1, 0, -1, 0.8, 10},  {0.02, 0.98, 0, 0.1, 0.9, 9},
                 {3, 3, 0, 0, 0, 0},          {1, 4, 1, 1, 3.5, 6},     {0.9, 11, 1, 1, 10, 4},
                 {1, 1e3, 1, 2, 500, 8},      {0.5, 5e3, 1, 1, 1e3, 4}, {1, 1e12, 1, 10, 1e11, 11},
                 {0.1, 1e15, 1, 10, 1e13, 7}, {-1e6, 1e6, 1, 0, 0, 0}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const shf_plot_map map = {.x = "x", .y = "y", .z = "z", .scan = SCAN, .log_z = cases[k].log};
        shf_table *table = map_table(0, cases[k].lo, cases[k].hi);
        double range[2], level[SHF_LEVELS_MAX];
        size_t n = shf_map_levels(&map, table, range, level);
        ck_assert_msg(n == cases[k].n, "case %zu: %zu levels from %g to %g", k, n, n ? level[0] : 0,
                      n ? level[n - 1] : 0);
        if (n) {
            ck_assert(range[0] == cases[k].lo && range[1] == cases[k].hi);
            ck_assert_msg(fabs(level[0] - cases[k].first) <= 1e-12 &&
                              fabs(level[n - 1] / cases[k].last - 1) < 1e-12,
                          "case %zu: from %g to %g", k, level[0], level[n - 1]);
        }
        for (size_t j = 1; j < n; j++)
            ck_assert(level[j] > level[j - 1]);
        shf_table_free(table);
    }
}
END_TEST

static double number_behind(const char *text, const char *key)
{
    const char *place = strstr(text, key);
    ck_assert_msg(place != NULL, "no %s", key);
    return strtod(place + strlen(key), NULL);
}

/* The axes of a map end where its cells do, for gnuplot and for matplotlib; title and bar of colours have
 * room of their own, and the colours go from the smallest value to the largest. */
START_TEST(maps)
{
    const shf_plot_panel panel = {
        .x_label = "x", .y_label = "y", .log_x = 1, .map = {.x = "x", .y = "y", .z = "z", .scan = SCAN}};
    static const shf_provenance provenance = {.command = "example"};
    shf_table *table = map_table(0, -1, 3);
    const shf_plot_picture picture = {.panels = &panel, .n_panels = 1, .table = table};
    shf_error error;
    shf_enter_folder();
    shf_assert_ok(shf_plot("m.svg", &picture, &provenance, &error), error);
    shf_assert_ok(shf_plot("m.py", &picture, &provenance, &error), error);
    char *script = shf_read_file("m.gp", NULL), *python = shf_read_file("m.py", NULL);
    ck_assert_ptr_nonnull(strstr(script, "set xrange [0.316227766:316.227766]; set yrange [0.5:4.5]"));
    ck_assert_ptr_nonnull(strstr(script, "set cbrange [-1:3]"));
    ck_assert_ptr_nonnull(strstr(script, "output = here . \"m.svg\"")); /* to be read */
    const char *x = strstr(python, "axis(ax, \"x\""), *y = strstr(python, "axis(ax, \"y\"");
    ck_assert(x && y);
    shf_assert_close(number_behind(x, "low="), 1 / sqrt(10), 1e-14, 0);
    shf_assert_close(number_behind(x, "high="), 100 * sqrt(10), 1e-14, 0);
    shf_assert_close(number_behind(y, "low="), 0.5, 1e-14, 0);
    shf_assert_close(number_behind(y, "high="), 4.5, 1e-14, 0);
    double right = number_behind(script, "set rmargin at screen "),
           title = number_behind(script, "at graph 0, graph ");
    double bar = number_behind(script, "set colorbox user origin screen "),
           width = number_behind(script, " size screen ");
    ck_assert(title > 1 && title < 1.15);
    ck_assert(bar > right && bar < right + 0.05 && width > 0.01 && bar + width < 0.95);
    free(script);
    free(python);
    shf_table_free(table);
}
END_TEST

SHF_TEST_MAIN("output/sheet", panels_have_room, shapes_of_sheets, letters, keys, steps_of_axes,
              numbers_of_axes, ends_of_axes, cells, levels, maps)
