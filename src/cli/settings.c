/* The parameters of one run of a command. */
#include "cli/settings.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

void *settings_params(const settings *s, size_t k)
{
    return (char *)s->input + s->command->sections[k].offset;
}

/* Makes room for the input struct, as long as its last member reaches. */
static shf_status allocate(settings *s, shf_error *error)
{
    size_t size = 1, n = 0;
    for (const command_section *k = s->command->sections; k && k->table; k++, n++)
        if (k->offset + k->table->size > size)
            size = k->offset + k->table->size;
    s->input = calloc(1, size);
    s->section = calloc(n + 1, sizeof *s->section);
    if (!s->input || !s->section)
        return shf_no_memory(error);
    s->n = n;
    return SHF_OK;
}

shf_status settings_init(settings *s, const command *c, shf_error *error)
{
    *s = (settings){.command = c};
    shf_status status = allocate(s, error);
    for (size_t k = 0; k < s->n; k++) {
        const shf_param_table *table = c->sections[k].table;
        s->section[k] = (shf_section){table, settings_params(s, k)};
        memcpy(settings_params(s, k), table->defaults, table->size);
    }
    if (status)
        settings_clear(s);
    return status;
}

void settings_clear(settings *s)
{
    for (size_t k = 0; k < s->n; k++)
        shf_params_clear(s->section[k].table, settings_params(s, k));
    free(s->section);
    free(s->input);
    *s = (settings){.command = s->command};
}

int settings_has_section(const settings *s, const char *title)
{
    for (size_t k = 0; k < s->n; k++)
        if (strcmp(s->section[k].table->title, title) == 0)
            return 1;
    return 0;
}

const shf_param *settings_find(const settings *s, const char *title, const char *name, size_t *section)
{
    for (size_t k = 0; k < s->n; k++) {
        const shf_param_table *table = s->section[k].table;
        const shf_param *row =
            title && strcmp(table->title, title) != 0 ? NULL : shf_params_find(table, name);
        if (row) {
            *section = k;
            return row;
        }
    }
    return NULL;
}

shf_status settings_set(settings *s, const char *title, const char *name, const char *text, shf_error *error)
{
    size_t k = 0;
    const char *taker = s->command->redirect ? s->command->redirect(name, text) : name;
    if (strcmp(taker, name) != 0) {
        name = taker;
        title = NULL;
    }
    if (!settings_find(s, title, name, &k))
        return shf_fail(error, SHF_ERR_TEXT, "unknown key %s", name);
    return shf_params_set(s->section[k].table, settings_params(s, k), name, text, error);
}

shf_status settings_set_sample(settings *s, shf_error *error)
{
    char name[64], value[64];
    int length = 0;
    shf_status status = SHF_OK;
    for (const char *text = s->command->sample; text && !status; text += length) {
        if (sscanf(text, " --%63s %63s%n", name, value, &length) < 2)
            break;
        status = settings_set(s, NULL, name, value, error);
    }
    return status;
}
