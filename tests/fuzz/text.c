/* Fuzz target: parameters as text, such as 1e-3, 0x1f, hermite:1,2, student:3 and lists of times, with what
 * checks their combinations and makes times of them. */
#include "parameters.h"
#include <math.h>
#include <shallowflow/shallowflow.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Parameter number `k` of a command, counted round its tables. */
static const shf_param *row_number(const settings *s, size_t k)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        n += s->section[i].table->n_rows;
    k %= n;
    for (size_t i = 0; i < s->n; i++) {
        const shf_param_table *table = s->section[i].table;
        if (k < table->n_rows)
            return &table->row[k];
        k -= table->n_rows;
    }
    return NULL;
}

static void require_times(const shf_grid *grid)
{
    double *t = NULL;
    size_t n = 0;
    shf_error error = {SHF_OK, ""};
    if (grid->points > 10000)
        return;
    shf_status status = shf_grid_times(grid, &t, &n, &error);
    fuzz_require_message(status, &error);
    for (size_t k = 0; !status && k < n; k++)
        fuzz_require(isfinite(t[k]) && (k == 0 || t[k] > t[k - 1]));
    free(t);
}

/* What each table is for. */
static void use(const shf_param_table *table, const void *params)
{
    shf_error error = {SHF_OK, ""};
    shf_status status = SHF_OK;
    if (table == &shf_dmft_params_table)
        status = shf_dmft_validate(params, &error);
    else if (table == &shf_hinge_params_table)
        status = shf_hinge_validate(params, &error);
    else if (table == &shf_timescales_params_table)
        status = shf_timescales_validate(params, &error);
    else if (strcmp(table->title, "grid") == 0 && table->size == sizeof(shf_grid))
        require_times(params);
    fuzz_require_message(status, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    settings s;
    shf_error error = {SHF_OK, ""};
    if (size < 2)
        return 0;
    char *text = malloc(size - 1);
    fuzz_require(text && settings_init(&s, fuzz_command(data[0]), &error) == SHF_OK);
    memcpy(text, data + 2, size - 2);
    text[size - 2] = '\0';
    shf_status status = settings_set(&s, NULL, row_number(&s, data[1])->name, text, &error);
    fuzz_require_message(status, &error);
    fuzz_require_sound(&s);
    for (size_t k = 0; k < s.n; k++)
        use(s.section[k].table, settings_params(&s, k));
    settings_clear(&s);
    free(text);
    return 0;
}

/* The default of each parameter, and texts of the kinds that are no default. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const texts[] = {
        "1e-3",      "0x1f", "hermite:1,2", "student:3", "poly:0,0.9,0.5", "1,2, 5",
        "sphere:10", "-0.0", "nan",         "1e400",     "csv:a,b;c.txt",  "inf"};
    (void)argc, (void)argv;
    for (size_t k = 0; k == 0 || fuzz_command(k) != fuzz_command(0); k++) {
        settings s;
        shf_error error;
        fuzz_require(settings_init(&s, fuzz_command(k), &error) == SHF_OK);
        for (size_t j = 0; j == 0 || row_number(&s, j) != row_number(&s, 0); j++) {
            char name[64], bytes[300] = {(char)j};
            (void)snprintf(name, sizeof name, "%zu-%zu", k, j);
            (void)snprintf(bytes + 1, sizeof bytes - 1, "%s",
                           texts[(j + k) % (sizeof texts / sizeof *texts)]);
            fuzz_seed(name, (int)k, bytes, 1 + strlen(bytes + 1));
        }
        settings_clear(&s);
    }
    return 0;
}
