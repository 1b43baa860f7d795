/* Every parameter table of the library, row by row: readable range, default inside it, a sentence, its own
 * name. */
#include "support/test.h"
#include <glob.h>
#include <shallowflow/shallowflow.h>
#include <stdio.h>

/* Every table that the public headers declare. */
#define TABLES(X)                             \
    X(shf_dmft_control_table)                 \
    X(shf_dmft_events_table)                  \
    X(shf_dmft_grid_table)                    \
    X(shf_dmft_limit_table)                   \
    X(shf_dmft_params_table)                  \
    X(shf_dmft_solver_table)                  \
    X(shf_dmft_threshold_table)               \
    X(shf_dmft_training_table)                \
    X(shf_dmft_networks_table)                \
    X(shf_dmft_run_control_table)             \
    X(shf_grid_table)                         \
    X(shf_hinge_params_table)                 \
    X(shf_hinge_request_table)                \
    X(shf_hinge_solver_table)                 \
    X(shf_node_params_table)                  \
    X(shf_node_training_control_table)        \
    X(shf_node_training_table)                \
    X(shf_node_request_table)                 \
    X(shf_node_solver_table)                  \
    X(shf_onset_map_control_table)            \
    X(shf_onset_map_table)                    \
    X(shf_onset_request_table)                \
    X(shf_onset_solver_table)                 \
    X(shf_optimiser_table)                    \
    X(shf_simulation_control_table)           \
    X(shf_simulation_file_table)              \
    X(shf_simulation_params_table)            \
    X(shf_simulation_request_table)           \
    X(shf_online_params_table)                \
    X(shf_online_request_table)               \
    X(shf_online_grid_table)                  \
    X(shf_timescales_grid_table)              \
    X(shf_timescales_params_table)            \
    X(shf_timescales_simulation_params_table) \
    X(shf_timescales_simulation_grid_table)   \
    X(shf_timescales_request_table)           \
    X(shf_timescales_scan_range_table)        \
    X(shf_timescales_solver_table)            \
    X(shf_timescales_training_table)

#define ADDRESS(table) &table,
#define NAME(table) #table,

static void assert_interval(const shf_param *row)
{
    char *rest = NULL;
    ck_assert_msg(row->allowed[0] == '[' || row->allowed[0] == '(', "%s: %s", row->name, row->allowed);
    double lo = strtod(row->allowed + 1, &rest);
    ck_assert_msg(rest != row->allowed + 1 && strncmp(rest, ", ", 2) == 0, "%s: %s", row->name, row->allowed);
    const char *second = rest + 2;
    double hi = strtod(second, &rest);
    ck_assert_msg(rest != second && (*rest == ']' || *rest == ')') && rest[1] == '\0', "%s: %s", row->name,
                  row->allowed);
    ck_assert_msg(lo < hi, "%s: %s is empty", row->name, row->allowed);
    /* whole numbers above 2^53 cannot be read exactly through a double */
    if (row->kind == SHF_PARAM_count)
        ck_assert_msg(lo >= 0 && hi <= 0x1p53, "%s: %s", row->name, row->allowed);
}

static void assert_row(const shf_param_table *table, size_t k)
{
    const shf_param *row = &table->row[k];
    ck_assert_msg(row->name[0] &&
                      strspn(row->name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
                          strlen(row->name),
                  "%s: name", row->name);
    ck_assert_msg(strlen(row->help) > 3 && row->help[strlen(row->help) - 1] != '.', "%s: help", row->name);
    ck_assert_msg(row->offset < table->size, "%s: offset", row->name);
    ck_assert_ptr_eq(shf_params_find(table, row->name), row);
    if (row->kind == SHF_PARAM_real || row->kind == SHF_PARAM_count || row->kind == SHF_PARAM_list)
        assert_interval(row);
}

/* The defaults are valid, and each of them, written and read, is itself. */
static void assert_defaults(const shf_param_table *table)
{
    shf_error error;
    shf_assert_ok(shf_params_validate(table, table->defaults, &error), error);
    void *copy = malloc(table->size);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, table->defaults, table->size);
    for (size_t k = 0; k < table->n_rows; k++) {
        char *text = shf_params_get(&table->row[k], table->defaults);
        ck_assert_ptr_nonnull(text);
        shf_assert_ok(shf_params_set(table, copy, table->row[k].name, text, &error), error);
        char *again = shf_params_get(&table->row[k], copy);
        ck_assert_str_eq(again, text);
        free(text);
        free(again);
    }
    shf_params_clear(table, copy);
    free(copy);
}

START_TEST(every_row_of_every_table)
{
    const shf_param_table *tables[] = {TABLES(ADDRESS)};
    for (size_t j = 0; j < sizeof tables / sizeof tables[0]; j++) {
        ck_assert_uint_gt(strlen(tables[j]->title), 0);
        ck_assert_uint_gt(tables[j]->n_rows, 0);
        for (size_t k = 0; k < tables[j]->n_rows; k++)
            assert_row(tables[j], k);
        assert_defaults(tables[j]);
    }
}

/* Whether the line declares a table that is not in the list above. */
static int is_unknown(const char *line)
{
    static const char *const names[] = {TABLES(NAME)};
    char name[100];
    if (sscanf(line, "SHF_DECLARE_PARAMS(%*[a-z_], %90[a-z_])", name) != 1)
        return 0;
    strcat(name, "_table");
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
        if (strcmp(names[k], name) == 0)
            return 0;
    return 1;
}

START_TEST(no_table_of_the_headers_is_missing_here)
{
    glob_t headers;
    ck_assert_int_eq(glob(SHF_HEADERS "/*.h", 0, NULL, &headers), 0);
    ck_assert_uint_gt(headers.gl_pathc, 5);
    for (size_t k = 0; k < headers.gl_pathc; k++) {
        char line[500];
        FILE *stream = fopen(headers.gl_pathv[k], "r");
        ck_assert_ptr_nonnull(stream);
        while (fgets(line, sizeof line, stream))
            ck_assert_msg(!is_unknown(line), "%s: %s", headers.gl_pathv[k], line);
        (void)fclose(stream);
    }
    globfree(&headers);
}

SHF_TEST_MAIN("common/tables", every_row_of_every_table, no_table_of_the_headers_is_missing_here)
