/* Parameters in JSON: a result of ours, or an object of keys, or of sections with keys. */
#include "cli/config_parts.h"
#include "common/report.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Feeds jansson. */
static size_t next_block(void *buffer, size_t room, void *data)
{
    source *s = data;
    size_t n = 0;
    for (int c = 0; n < room && (c = source_get(s)) != EOF; n++)
        ((char *)buffer)[n] = (char)c;
    return n;
}

/* A number or text as the text that shf_params_set reads; 0 for anything else. */
static int print_scalar(FILE *stream, const json_t *value)
{
    if (json_is_string(value))
        (void)fputs(json_string_value(value), stream);
    else if (json_is_integer(value))
        (void)fprintf(stream, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        (void)fprintf(stream, "%.17g", json_real_value(value));
    else
        return 0;
    return 1;
}

static int print_value(FILE *stream, const json_t *value)
{
    if (!json_is_array(value))
        return print_scalar(stream, value);
    for (size_t k = 0; k < json_array_size(value); k++) {
        if (k)
            (void)fputc(',', stream);
        if (!print_scalar(stream, json_array_get(value, k)))
            return 0;
    }
    return 1;
}

static shf_status take_value(config *c, const char *section, const char *name, const json_t *value,
                             shf_error *error)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return shf_no_memory(error);
    int readable = print_value(stream, value);
    shf_status status = fclose(stream) ? shf_no_memory(error) : SHF_OK;
    if (!status && !readable)
        status = shf_fail(error, SHF_ERR_TEXT, "%s: %.80s: must be a number, a text or a list of numbers",
                          c->path, name);
    SHF_THEN(status, config_add(c, section, name, text, 0, error));
    free(text);
    return status;
}

/* The keys of an object; an object among them is a section. */
static shf_status take_keys(config *c, const char *section, json_t *object, shf_error *error)
{
    const char *name = NULL;
    json_t *value = NULL;
    shf_status status = SHF_OK;
    json_object_foreach(object, name, value)
    {
        if (!section && json_is_object(value)) {
            status = config_add(c, name, NULL, NULL, 0, error);
            status = status ? status : take_keys(c, name, value, error);
        } else
            status = take_value(c, section, name, value, error);
        if (status)
            return status;
    }
    return status;
}

/* A result has these three members, and rows. */
static shf_status take_result(config *c, json_t *root, shf_error *error)
{
    json_t *parameters = json_object_get(root, "parameters");
    const char *made_by = json_string_value(json_object_get(root, "command"));
    const char *version = json_string_value(json_object_get(root, "shallowflow"));
    if (!json_is_object(parameters) || !made_by || !version || !json_object_get(root, "rows"))
        return shf_fail(error, SHF_ERR_TEXT,
                        "%s: lacks one of the members shallowflow, command, parameters, rows", c->path);
    c->kind = CONFIG_RESULT;
    c->format = SHF_FORMAT_JSON;
    c->command = strdup(made_by);
    c->version = strdup(version);
    if (!c->command || !c->version)
        return shf_no_memory(error);
    return take_keys(c, NULL, parameters, error);
}

shf_status config_read_json(config *c, source *s, shf_error *error)
{
    json_error_t trouble;
    json_t *root = json_load_callback(next_block, s, JSON_REJECT_DUPLICATES, &trouble);
    shf_status status = source_check(s, error);
    if (!root)
        return status ? status
                      : shf_fail(error, SHF_ERR_TEXT, "%s:%d: %.200s", c->path, trouble.line, trouble.text);
    if (!status && json_object_get(root, "shallowflow"))
        status = take_result(c, root, error);
    else if (!status)
        status = take_keys(c, NULL, root, error);
    json_decref(root);
    return status;
}
