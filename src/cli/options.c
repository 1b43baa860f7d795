/* The command line of a command, on getopt_long, with exact names and suggestions for others. */
#include "cli/options.h"
#include "cli/renamed.h"
#include "cli/suggest.h"
#include "common/report.h"
#include "output/plot.h"
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define COMMON_ROW(name, metavar, help) {#name, metavar, help},
const common_option common_options[COMMON_COUNT] = {COMMON_OPTIONS(COMMON_ROW)};
#undef COMMON_ROW

/* What getopt_long returns for common option k; parameters follow behind the last of these. */
enum { FIRST = 1000 };

int common_applies(const command *c, int option)
{
    if (option == COMMON_help)
        return 1;
    if (option == COMMON_report)
        return c->report != NULL;
    if (option == COMMON_quick)
        return c->quick;
    if (option == COMMON_quiet)
        return c->run || c->writes || c->quick;
    if (option == COMMON_width || option == COMMON_panel)
        return c->draw || c->writes || c->quick;
    if (option == COMMON_plot && c->run)
        return c->draw != NULL;
    if (option == COMMON_output && c->quick)
        return 1;
    return c->run || (c->writes && option != COMMON_config);
}

/* ---- names ---- */

static int common_find(const command *c, const char *name)
{
    for (int k = 0; k < COMMON_COUNT; k++)
        if (common_applies(c, k) && strcmp(common_options[k].name, name) == 0)
            return k;
    return -1;
}

static shf_status unknown_option(const settings *s, const char *given, const char *name, shf_error *error)
{
    char now[80];
    if (renamed_option(s, name, "--", now, sizeof now))
        return shf_fail(error, SHF_ERR_TEXT, "unknown option %s; %s", given, now);
    suggestion near = suggestion_for(name);
    for (int k = 0; k < COMMON_COUNT; k++)
        if (common_applies(s->command, k))
            suggestion_offer(&near, common_options[k].name);
    for (size_t k = 0; k < s->n; k++)
        for (size_t j = 0; j < s->section[k].table->n_rows; j++)
            suggestion_offer(&near, s->section[k].table->row[j].name);
    const char *nearest = suggestion_get(&near);
    if (nearest)
        return shf_fail(error, SHF_ERR_TEXT, "unknown option %s; did you mean --%s?", given, nearest);
    return shf_fail(error, SHF_ERR_TEXT, "unknown option %s; shallowflow %s --help lists them", given,
                    s->command->name);
}

/* getopt_long accepts abbreviations: a name that is not exact is refused before it sees it. */
static shf_status check_name(const settings *s, const char *argument, shf_error *error)
{
    char name[64];
    size_t section = 0;
    if (argument[0] != '-' || !argument[1] || strcmp(argument, "--") == 0)
        return SHF_OK;
    if (argument[1] != '-') {
        if (argument[1] == 'o' && common_applies(s->command, COMMON_output))
            return SHF_OK;
        if (strchr("0123456789.", argument[1]))
            return shf_fail(error, SHF_ERR_TEXT, "unexpected argument %s", argument);
        return unknown_option(s, argument, argument + 1, error);
    }
    size_t length = strcspn(argument + 2, "=");
    if (length < sizeof name) {
        memcpy(name, argument + 2, length);
        name[length] = '\0';
        if (common_find(s->command, name) >= 0 || settings_find(s, NULL, name, &section))
            return SHF_OK;
    } else
        name[0] = '\0';
    char given[80];
    (void)snprintf(given, sizeof given, "%.*s", (int)length + 2, argument);
    return unknown_option(s, given, name, error);
}

/* ---- the table for getopt_long ---- */

static size_t count_rows(const settings *s)
{
    size_t n = 0;
    for (size_t k = 0; k < s->n; k++)
        n += s->section[k].table->n_rows;
    return n;
}

/* The common options, then every parameter, then the end mark; NULL when memory is exhausted. */
static struct option *long_options(const settings *s)
{
    struct option *list = calloc(COMMON_COUNT + count_rows(s) + 1, sizeof *list);
    int n = 0;
    if (!list)
        return NULL;
    for (int k = 0; k < COMMON_COUNT; k++, n++)
        list[n] =
            (struct option){common_options[k].name,
                            common_options[k].metavar ? required_argument : no_argument, NULL, FIRST + n};
    for (size_t k = 0; k < s->n; k++)
        for (size_t j = 0; j < s->section[k].table->n_rows; j++, n++)
            list[n] = (struct option){s->section[k].table->row[j].name, required_argument, NULL, FIRST + n};
    return list;
}

/* ---- reading ---- */

/* "one", "two", or a number in cm. */
static shf_status take_width(options *o, const char *value, shf_error *error)
{
    char *end = NULL;
    o->width = strcmp(value, "one") == 0   ? SHF_ONE_COLUMN
               : strcmp(value, "two") == 0 ? SHF_TWO_COLUMNS
                                           : strtod(value, &end);
    if (end && (end == value || *end || !(o->width >= 4 && o->width <= 100)))
        return shf_fail(error, SHF_ERR_VALUE, "width = %s: must be one, two, or in [4, 100] (cm)", value);
    return SHF_OK;
}

static shf_status take_common(options *o, int option, const char *value, shf_error *error)
{
    switch (option) {
    case COMMON_width:
        return take_width(o, value, error);
    case COMMON_panel:
        o->panel = value;
        break;
    case COMMON_config:
        o->config[o->n_config++] = value;
        break;
    case COMMON_output:
        o->output = value;
        break;
    case COMMON_format:
        o->format = value;
        break;
    case COMMON_plot:
        o->plot = value;
        break;
    case COMMON_report:
        o->report = 1;
        break;
    case COMMON_quick:
        o->quick = 1;
        break;
    case COMMON_quiet:
        o->quiet = 1;
        break;
    default:
        o->help = 1;
    }
    return SHF_OK;
}

/* An argument that is no option: the one that the command takes, or an error. */
static shf_status take_positional(options *o, const settings *s, const char *argument, shf_error *error)
{
    if (!s->command->arguments || (o->positional && !s->command->several))
        return shf_fail(error, SHF_ERR_TEXT, "unexpected argument %s", argument);
    o->positionals[o->n_positional++] = argument;
    o->positional = o->positionals[0];
    return SHF_OK;
}

static shf_status bad_value(int result, const char *argument, shf_error *error)
{
    int length = (int)strcspn(argument, "=");
    return shf_fail(error, SHF_ERR_TEXT, result == ':' ? "%.*s needs a value" : "%.*s takes no value", length,
                    argument);
}

static shf_status read_all(options *o, const settings *s, const struct option *list, int argc, char **argv,
                           shf_error *error)
{
    shf_status status = SHF_OK;
    opterr = 0;
    optind = 0; /* GNU: start over */
    for (int next = 1; next < argc && !status; next = optind) {
        const char *argument = argv[next];
        status = check_name(s, argument, error);
        if (status)
            break;
        int result = getopt_long(argc, argv, "+:o:", list, NULL);
        if (result == -1) {
            if (optind < argc)
                status = take_positional(o, s, argv[optind++], error);
        } else if (result == 'o')
            status = take_common(o, COMMON_output, optarg, error);
        else if (result >= FIRST + COMMON_COUNT)
            o->set[o->n_set++] = (struct assignment){list[result - FIRST].name, optarg};
        else if (result >= FIRST)
            status = take_common(o, result - FIRST, optarg, error);
        else
            status = bad_value(result, argument, error);
    }
    return status;
}

shf_status options_read(options *o, const settings *s, int argc, char **argv, shf_error *error)
{
    *o = (options){.config = calloc((size_t)argc + 1, sizeof *o->config),
                   .positionals = calloc((size_t)argc + 1, sizeof *o->positionals),
                   .set = calloc((size_t)argc + 1, sizeof *o->set)};
    struct option *list = long_options(s);
    char program[] = "shallowflow"; /* getopt_long expects it in front */
    char **arguments = calloc((size_t)argc + 2, sizeof *arguments);
    shf_status status = SHF_OK;
    if (!o->config || !o->positionals || !o->set || !list || !arguments)
        status = shf_no_memory(error);
    else {
        memcpy(arguments + 1, argv, (size_t)argc * sizeof *argv);
        arguments[0] = program;
        status = read_all(o, s, list, argc + 1, arguments, error);
    }
    free(arguments);
    free(list);
    return status;
}

void options_clear(options *o)
{
    free(o->config);
    free(o->positionals);
    free(o->set);
    *o = (options){.config = NULL};
}
