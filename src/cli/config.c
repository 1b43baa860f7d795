/* Parameter files: which kind a file is, and what it sets. */
#include "cli/config.h"
#include "cli/config_parts.h"
#include "cli/renamed.h"
#include "cli/suggest.h"
#include "common/report.h"
#include "output/quote.h"
#include <stdlib.h>
#include <string.h>

/* ---- entries ---- */

static char *copy(const char *text)
{
    return text ? strdup(text) : NULL;
}

shf_status config_add(config *c, const char *section, const char *name, const char *value, size_t line,
                      shf_error *error)
{
    config_entry *larger = realloc(c->entry, (c->n + 1) * sizeof *larger);
    if (!larger)
        return shf_no_memory(error);
    c->entry = larger;
    config_entry *e = &c->entry[c->n++];
    *e = (config_entry){copy(section), copy(name), copy(value), line};
    int missing = (section && !e->section) || (name && !e->name) || (value && !e->value);
    return missing ? shf_no_memory(error) : SHF_OK;
}

void config_clear(config *c)
{
    for (size_t k = 0; k < c->n; k++) {
        free(c->entry[k].section);
        free(c->entry[k].name);
        free(c->entry[k].value);
    }
    free(c->entry);
    free(c->command);
    free(c->version);
    *c = (config){.path = NULL};
}

/* ---- reading ---- */

/* A result begins with the names of its columns, in one line, and then says what it is; those of version 0.1
 * begin with the latter.  No line of a parameter file is without '=' or ':', unless it is a comment, a
 * section or empty. */
static config_kind kind_of(const source *s)
{
    static const char mark[] = "# shallowflow ";
    size_t n = s->n_head - s->taken;
    const char *head = (const char *)s->head + s->taken, *end = memchr(head, '\n', n);
    size_t first = end ? (size_t)(end - head) : n;
    if (n >= sizeof mark - 1 && memcmp(head, mark, sizeof mark - 1) == 0)
        return CONFIG_RESULT;
    if (first && !strchr(" \t\r{[#;", head[0]) && !memchr(head, '=', first) && !memchr(head, ':', first))
        return CONFIG_RESULT;
    for (size_t k = 0; k < n; k++)
        if (!strchr(" \t\r\n", head[k]))
            return head[k] == '{' ? CONFIG_JSON : CONFIG_INI;
    return CONFIG_INI;
}

shf_status config_read(config *c, const char *path, int whole, shf_error *error)
{
    source s;
    *c = (config){.path = path};
    shf_status status = source_open(&s, path, error);
    if (status)
        return status;
    c->kind = kind_of(&s);
    if (c->kind == CONFIG_RESULT)
        status = config_read_result(c, &s, whole, error);
    else if (c->kind == CONFIG_JSON)
        status = config_read_json(c, &s, error);
    else
        status = config_read_ini(c, &s, 0, error);
    source_close(&s);
    return status;
}

/* ---- applying ---- */

/* A failure at an entry: "FILE:LINE: MESSAGE". */
static shf_status fail_at(const config *c, const config_entry *e, shf_status status, const char *message,
                          shf_error *error)
{
    if (e->line)
        return shf_fail(error, status, "%s:%zu: %s", c->path, e->line, message);
    return shf_fail(error, status, "%s: %s", c->path, message);
}

static shf_status unknown(const config *c, const config_entry *e, const settings *s, shf_error *error)
{
    char message[256], now[80];
    const char *what = e->name ? "key" : "section", *given = e->name ? e->name : e->section;
    suggestion near = suggestion_for(given);
    for (size_t k = 0; k < s->n; k++) {
        const shf_param_table *table = s->section[k].table;
        if (!e->name)
            suggestion_offer(&near, table->title);
        for (size_t j = 0; e->name && j < table->n_rows; j++)
            if (!e->section || strcmp(e->section, table->title) == 0)
                suggestion_offer(&near, table->row[j].name);
    }
    const char *nearest = suggestion_get(&near);
    size_t other = 0;
    if (e->name && e->section && settings_find(s, NULL, e->name, &other))
        (void)snprintf(message, sizeof message, "%s belongs into section [%s]", given,
                       s->section[other].table->title);
    else if (e->name && renamed_option(s, e->name, "", now, sizeof now))
        (void)snprintf(message, sizeof message, "unknown key %s; %s", given, now);
    else if (nearest)
        (void)snprintf(message, sizeof message, "unknown %s %.80s; did you mean %s?", what, given, nearest);
    else
        (void)snprintf(message, sizeof message, "unknown %s %.80s; shallowflow %s --help lists them", what,
                       given, s->command->name);
    return fail_at(c, e, SHF_ERR_TEXT, message, error);
}

/* Whether an entry before number k sets the same row. */
static int is_repeated(const config *c, size_t k, const settings *s, const shf_param *row)
{
    size_t section = 0;
    for (size_t j = 0; j < k; j++) {
        const config_entry *e = &c->entry[j];
        if (e->name && settings_find(s, e->section, e->name, &section) == row)
            return 1;
    }
    return 0;
}

/* Sets one key. */
static shf_status apply_entry(const config *c, size_t k, settings *s, shf_error *error)
{
    const config_entry *e = &c->entry[k];
    size_t section = 0;
    shf_error inner = {SHF_OK, ""};
    const shf_param *row = settings_find(s, e->section, e->name, &section);
    if (!row)
        return unknown(c, e, s, error);
    if (is_repeated(c, k, s, row)) {
        (void)snprintf(inner.message, sizeof inner.message, "%s is set twice", row->name);
        return fail_at(c, e, SHF_ERR_TEXT, inner.message, error);
    }
    if (row->kind == SHF_PARAM_text && e->line)
        shf_unquote(e->value);
    shf_status status = settings_set(s, e->section, e->name, e->value, &inner);
    return status ? fail_at(c, e, status, inner.message, error) : SHF_OK;
}

static shf_status check_command(const config *c, const settings *s, shf_error *error)
{
    const command *made_by = c->command ? command_named(c->command) : s->command;
    if (made_by == s->command)
        return SHF_OK;
    const char *now = made_by ? NULL : renamed_command(c->command);
    if (now)
        return shf_fail(error, SHF_ERR_VALUE, "%s: unknown command %.*s; it is %s now", c->path,
                        (int)strcspn(c->command, " "), c->command, now);
    return shf_fail(error, SHF_ERR_VALUE, "%s: was written by shallowflow %s, not by shallowflow %s", c->path,
                    made_by ? made_by->name : "with a command unknown here", s->command->name);
}

shf_status config_complete(const config *c, const settings *s, shf_error *error)
{
    for (size_t k = 0; k + s->command->unrecorded < s->n; k++) {
        const shf_param_table *table = s->section[k].table;
        for (size_t j = 0; j < table->n_rows; j++) {
            int found = 0;
            for (size_t i = 0; i < c->n && !found; i++) {
                const config_entry *e = &c->entry[i];
                found = e->name && strcmp(e->name, table->row[j].name) == 0 &&
                        (!e->section || strcmp(e->section, table->title) == 0);
            }
            if (!found)
                return shf_fail(error, SHF_ERR_TEXT,
                                "%s: lacks the parameter %s of [%s]; to take its default, give the file as "
                                "--config to shallowflow %s",
                                c->path, table->row[j].name, table->title, s->command->name);
        }
    }
    return SHF_OK;
}

shf_status config_apply(const config *c, settings *s, shf_error *error)
{
    shf_status status = check_command(c, s, error);
    for (size_t k = 0; k < c->n && !status; k++) {
        const config_entry *e = &c->entry[k];
        if (e->section && !settings_has_section(s, e->section)) {
            config_entry header = {e->section, NULL, NULL, e->line};
            status = unknown(c, &header, s, error);
        } else if (e->name)
            status = apply_entry(c, k, s, error);
    }
    return status;
}
