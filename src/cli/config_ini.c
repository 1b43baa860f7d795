/* Lines `key = value` through inih, whose line limit becomes an error instead of a cut. */
#include "cli/config_parts.h"
#include "common/report.h"
#include <ini.h>
#include <stdlib.h>
#include <string.h>

/* What passes between the reader of lines, inih, and the handler of keys. */
typedef struct ini_state {
    config *config;
    source *source;
    int behind_hash;
    size_t line;    /* of the line that inih has now */
    int comma;      /* the last value ended in a comma: an indented line goes on with it */
    int continuing; /* such a line */
    shf_status status;
    shf_error *error;
} ini_state;

/* Records a failure; inih gets no more lines. */
static char *stop(ini_state *state, shf_status status)
{
    state->status = status;
    return NULL;
}

/* In a result, takes the "# " in front of a setting; 0 at the line that ends the settings, and on failure. */
static int take_hash(ini_state *state)
{
    if (source_get(state->source) != '#') {
        (void)stop(state, shf_fail(state->error, SHF_ERR_TEXT, "%s:%zu: the header is damaged or truncated",
                                   state->config->path, state->line));
        return 0;
    }
    return source_get(state->source) != ':';
}

/* A section header becomes an entry of its own, so that an unknown one is noticed even without keys. */
static shf_status note_section(ini_state *state, const char *text)
{
    const char *end = text[0] == '[' ? strchr(text, ']') : NULL;
    if (!end)
        return SHF_OK;
    char *title = strndup(text + 1, (size_t)(end - text - 1));
    shf_status status = title ? config_add(state->config, title, NULL, NULL, state->line, state->error)
                              : shf_no_memory(state->error);
    free(title);
    return status;
}

/* Cuts a comment behind a space off a line that continues a value: older versions of inih keep it. */
static void cut_comment(char *text)
{
    for (char *c = text + 1; *c; c++)
        if (*c == ';' && (c[-1] == ' ' || c[-1] == '\t')) {
            *c = '\0';
            return;
        }
}

/* Decides what an indented line is: it continues a list behind a comma, else its indentation goes.  Blank
 * lines and comments change nothing. */
static void place_line(ini_state *state, char *text)
{
    size_t indent = strspn(text, " \t");
    if (!text[indent] || text[indent] == ';' || text[indent] == '#') {
        text[0] = '\0';
        return;
    }
    state->continuing = state->comma && indent;
    state->comma = 0;
    if (state->continuing)
        cut_comment(text);
    else if (indent)
        memmove(text, text + indent, strlen(text + indent) + 1);
}

/* Gives inih its next line, as fgets would.  Indentation goes, unless it continues a list. */
static char *next_line(char *text, int room, void *stream)
{
    ini_state *state = stream;
    int whole = 0;
    state->line = state->source->line;
    if (state->status || source_peek(state->source) == EOF)
        return NULL;
    if (state->behind_hash && !take_hash(state))
        return NULL;
    shf_status status = source_text(state->source, text, (size_t)room, &whole, state->error);
    if (status)
        return stop(state, status);
    if (!whole)
        return stop(state, shf_fail(state->error, SHF_ERR_TEXT,
                                    "%s:%zu: the line is longer than %d characters; lists may go on in "
                                    "indented lines behind a comma",
                                    state->config->path, state->line, room - 1));
    if (state->behind_hash && strncmp(text, "incomplete:", 11) == 0)
        text[0] = '\0';
    place_line(state, text);
    status = note_section(state, text);
    return status ? stop(state, status) : text;
}

/* The last entry goes on. */
static shf_status append(ini_state *state, const char *value)
{
    config_entry *last = &state->config->entry[state->config->n - 1];
    size_t length = strlen(last->value), more = strlen(value) + 1;
    char *longer = realloc(last->value, length + more);
    if (!longer)
        return shf_no_memory(state->error);
    memcpy(longer + length, value, more);
    last->value = longer;
    return SHF_OK;
}

static int take_key(void *user, const char *section, const char *name, const char *value)
{
    ini_state *state = user;
    size_t length = strlen(value);
    if (state->status)
        return 0;
    if (state->continuing)
        state->status = append(state, value);
    else if (*name)
        state->status =
            config_add(state->config, *section ? section : NULL, name, value, state->line, state->error);
    state->comma = *name && length && value[length - 1] == ',';
    return !state->status && *name;
}

shf_status config_read_ini(config *c, source *s, int behind_hash, shf_error *error)
{
    size_t first = s->line;
    ini_state state = {.config = c, .source = s, .behind_hash = behind_hash, .error = error};
    int bad_line = ini_parse_stream(next_line, &state, take_key, &state);
    shf_status status = state.status ? state.status : source_check(s, error);
    if (status)
        return status;
    if (bad_line < 0)
        return shf_no_memory(error);
    if (bad_line > 0)
        return shf_fail(error, SHF_ERR_TEXT, "%s:%zu: expected key = value or [section]", c->path,
                        first + (size_t)bad_line - 1);
    return SHF_OK;
}
