/* The parameters of one run of a command. */
#include "cli/settings.h"
#include "common/report.h"
#include <stdlib.h>
#include <string.h>

shf_status settings_init(settings *s, const command *c, shf_error *error)
{
    *s = (settings){.command = c};
    for (; c->sections && c->sections[s->n]; s->n++) {
        const shf_param_table *table = c->sections[s->n];
        void *params = s->n < SECTIONS_MAX ? malloc(table->size) : NULL;
        if (!params) {
            settings_clear(s);
            return shf_no_memory(error);
        }
        memcpy(params, table->defaults, table->size);
        s->params[s->n] = params;
        s->section[s->n] = (shf_section){table, params};
    }
    return SHF_OK;
}

void settings_clear(settings *s)
{
    for (size_t k = 0; k < s->n; k++) {
        shf_params_clear(s->section[k].table, s->params[k]);
        free(s->params[k]);
    }
    s->n = 0;
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
    return shf_params_set(s->section[k].table, s->params[k], name, text, error);
}
