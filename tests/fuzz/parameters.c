/* Parameter files of all commands, and what must hold for accepted parameters. */
#include "parameters.h"
#include <cli/help.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const command *fuzz_command(size_t k)
{
    size_t n = 0;
    for (const command *const *c = command_list; *c; c++)
        n += (*c)->run != NULL;
    k %= n;
    for (const command *const *c = command_list; *c; c++)
        if ((*c)->run && k-- == 0)
            return *c;
    return NULL;
}

static void require_same_again(const shf_param_table *table, const shf_param *row, const void *params)
{
    shf_error error = {SHF_OK, ""};
    void *other = malloc(table->size);
    fuzz_require(other);
    memcpy(other, table->defaults, table->size);
    char *text = shf_params_get(row, params);
    fuzz_require(text);
    fuzz_require(shf_params_set(table, other, row->name, text, &error) == SHF_OK);
    char *again = shf_params_get(row, other);
    fuzz_require(again && strcmp(text, again) == 0);
    shf_params_clear(table, other);
    free(other);
    free(again);
    free(text);
}

void fuzz_require_sound(const settings *s)
{
    shf_error error = {SHF_OK, ""};
    for (size_t k = 0; k < s->n; k++) {
        const shf_param_table *table = s->section[k].table;
        fuzz_require(shf_params_validate(table, settings_params(s, k), &error) == SHF_OK);
        for (size_t j = 0; j < table->n_rows; j++)
            require_same_again(table, &table->row[j], settings_params(s, k));
    }
}

char *fuzz_ini(const command *c, size_t *size)
{
    char *bytes = NULL;
    shf_error error;
    settings s;
    FILE *stream = open_memstream(&bytes, size);
    fuzz_require(stream && settings_init(&s, c, &error) == SHF_OK);
    for (size_t k = 0; k < s.n; k++) {
        (void)fprintf(stream, "[%s]\n", s.section[k].table->title);
        for (size_t j = 0; j < s.section[k].table->n_rows; j++) {
            char *text = shf_params_get(&s.section[k].table->row[j], settings_params(&s, k));
            (void)fprintf(stream, "%s = %s\n", s.section[k].table->row[j].name, text ? text : "");
            free(text);
        }
    }
    settings_clear(&s);
    fuzz_require(fclose(stream) == 0);
    return bytes;
}

char *fuzz_result(const command *c, int format, size_t *size)
{
    static const double rows[][2] = {{0.5, -INFINITY}, {1e300, NAN}};
    char *bytes = NULL;
    shf_error error;
    settings s;
    shf_info info = {1, 2, 1e-9, "none"};
    FILE *stream = open_memstream(&bytes, size);
    shf_table *table = shf_table_new();
    fuzz_require(stream && table && settings_init(&s, c, &error) == SHF_OK);
    fuzz_require(shf_table_add_column(table, "t", "step", "time", &error) == SHF_OK);
    fuzz_require(shf_table_add_column(table, "F[1],\"x\"", "", "odd", &error) == SHF_OK);
    for (size_t i = 0; i < 2; i++)
        fuzz_require(shf_table_add_row(table, rows[i], &error) == SHF_OK);
    fuzz_require(shf_table_add_note(table, "a note", &error) == SHF_OK);
    fuzz_require(shf_table_add_scalar(table, "t_fit", 0.25, "step", "when", &error) == SHF_OK);
    shf_provenance provenance = {c->name, s.section, s.n - c->unrecorded, &info, 0};
    fuzz_require(shf_write(stream, format, &provenance, table, &error) == SHF_OK);
    shf_table_free(table);
    settings_clear(&s);
    fuzz_require(fclose(stream) == 0);
    return bytes;
}
