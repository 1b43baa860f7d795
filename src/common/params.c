/* Parameter tables at work: text to member, member to text, ranges. */
#include "common/locale.h"
#include "common/params_text.h"
#include "common/report.h"
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <shallowflow/params.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- rows and members ---- */

const shf_param *shf_params_find(const shf_param_table *table, const char *name)
{
    for (size_t k = 0; k < table->n_rows; k++)
        if (strcmp(table->row[k].name, name) == 0)
            return &table->row[k];
    return NULL;
}

static void *member(const shf_param *row, void *params)
{
    return (char *)params + row->offset;
}

static const void *member_const(const shf_param *row, const void *params)
{
    return (const char *)params + row->offset;
}

/* ---- intervals ---- */

/* An interval "[lo, hi)"; malformed tables are programming errors that the tests catch by reading every row.
 */
typedef struct interval {
    double lo, hi;
    int lo_open, hi_open;
} interval;

static interval interval_read(const char *text)
{
    char *rest = NULL;
    interval v = {.lo_open = text[0] == '('};
    shf_locale locale = shf_locale_enter();
    v.lo = strtod(text + 1, &rest);
    v.hi = strtod(rest + strspn(rest, ", "), &rest);
    shf_locale_leave(locale);
    v.hi_open = *rest == ')';
    return v;
}

static int interval_holds(interval v, double x)
{
    return (v.lo_open ? x > v.lo : x >= v.lo) && (v.hi_open ? x < v.hi : x <= v.hi);
}

static shf_status out_of_range(const shf_param *row, double value, shf_error *error)
{
    return shf_fail(error, SHF_ERR_VALUE, "%s = %.9g: must lie in %s", row->name, value, row->allowed);
}

/* ---- numbers ---- */

int shf_read_number(const char *text, const char **rest, double *value)
{
    char *end = NULL;
    shf_locale locale = shf_locale_enter();
    *value = strtod(text, &end);
    shf_locale_leave(locale);
    *rest = end;
    return end != text;
}

static shf_status not_a_number(const shf_param *row, const char *text, shf_error *error)
{
    return shf_fail(error, SHF_ERR_TEXT, "%s = %s: must be a number in %s", row->name, text, row->allowed);
}

/* One number that fills the whole text and lies in the allowed interval. */
static shf_status read_real(const shf_param *row, const char *text, double *value, shf_error *error)
{
    const char *rest = NULL;
    double x = 0;
    if (!shf_read_number(text, &rest, &x) || *rest)
        return not_a_number(row, text, error);
    if (!interval_holds(interval_read(row->allowed), x))
        return out_of_range(row, x, error);
    *value = x;
    return SHF_OK;
}

static shf_status read_count(const shf_param *row, const char *text, size_t *value, shf_error *error)
{
    double x = 0;
    shf_status status = read_real(row, text, &x, error);
    if (status)
        return status;
    if (x != floor(x))
        return shf_fail(error, SHF_ERR_VALUE, "%s = %s: must be a whole number in %s", row->name, text,
                        row->allowed);
    *value = (size_t)x;
    return SHF_OK;
}

/* Decimal, or hexadecimal after 0x; a leading zero does not mean octal. */
static shf_status read_seed(const shf_param *row, const char *text, uint64_t *value, shf_error *error)
{
    char *rest = NULL;
    int base = strncmp(text, "0x", 2) == 0 ? 16 : 10;
    errno = 0;
    uint64_t seed = strtoull(text, &rest, base);
    if (rest == text || *rest || errno || strchr(text, '-'))
        return shf_fail(error, SHF_ERR_TEXT, "%s = %s: must be a whole number in %s", row->name, text,
                        row->allowed);
    *value = seed;
    return SHF_OK;
}

/* Numbers separated by commas, into at most `capacity` places; counts them all. */
static int read_numbers(const char *text, double *value, size_t capacity, size_t *n)
{
    for (*n = 0;; (*n)++) {
        double x = 0;
        const char *rest = NULL;
        if (!shf_read_number(text, &rest, &x))
            return 0;
        if (*n < capacity)
            value[*n] = x;
        rest += strspn(rest, " \t");
        if (*rest == '\0') {
            (*n)++;
            return 1;
        }
        if (*rest != ',')
            return 0;
        text = rest + 1;
    }
}

/* Frees the numbers of a list, unless they are those of its default, which nobody has allocated. */
static void free_list(const shf_param_table *table, const shf_param *row, shf_list *list)
{
    const shf_list *usual = member_const(row, table->defaults);
    if (list->value != usual->value)
        free(list->value);
    *list = (shf_list){0, NULL};
}

static shf_status read_list(const shf_param *row, const char *text, shf_list *list, shf_error *error)
{
    shf_list fresh = {0, NULL};
    if (*text) {
        size_t capacity = 1;
        for (const char *c = text; *c; c++)
            capacity += *c == ',';
        fresh.value = malloc(capacity * sizeof *fresh.value);
        if (!fresh.value)
            return shf_no_memory(error);
        if (!read_numbers(text, fresh.value, capacity, &fresh.n)) {
            free(fresh.value);
            return shf_fail(error, SHF_ERR_TEXT, "%s = %s: must be numbers in %s separated by commas",
                            row->name, text, row->allowed);
        }
    }
    for (size_t k = 0; k < fresh.n; k++)
        if (!interval_holds(interval_read(row->allowed), fresh.value[k])) {
            shf_status status = out_of_range(row, fresh.value[k], error);
            free(fresh.value);
            return status;
        }
    *list = fresh;
    return SHF_OK;
}

static shf_status set_list(const shf_param_table *table, const shf_param *row, const char *text,
                           shf_list *list, shf_error *error)
{
    shf_list fresh = {0, NULL};
    shf_status status = read_list(row, text, &fresh, error);
    if (status)
        return status;
    free_list(table, row, list);
    *list = fresh;
    return SHF_OK;
}

/* ---- choices ---- */

/* One alternative of an allowed text such as "gaussian|sphere[:R]|student:NU|hermite:C0,C1,...". */
typedef struct alternative {
    const char *name;
    int length;
    size_t least, most; /* how many numbers it takes */
} alternative;

/* Reads alternative number `kind`; 0 beyond the last. */
static int alternative_at(const char *allowed, int kind, alternative *found)
{
    for (; kind > 0; kind--) {
        allowed = strchr(allowed, '|');
        if (!allowed)
            return 0;
        allowed++;
    }
    size_t end = strcspn(allowed, "|"), name = strcspn(allowed, "|:[");
    *found = (alternative){.name = allowed, .length = (int)name};
    if (name == end)
        return 1;
    for (size_t k = name, more = 1; k < end; k++) {
        found->most += more || allowed[k] == ',';
        more = 0;
        if (allowed[k] == '.')
            found->most = SHF_CHOICE_MAX;
    }
    found->least = allowed[name] == '[' ? 0 : found->most == SHF_CHOICE_MAX ? 1 : found->most;
    return 1;
}

/* "no number", "1 number", "2 numbers", "at most 1 number", "1 to 16 numbers". */
static void numbers_taken(const alternative *a, char *text, size_t room)
{
    const char *plural = a->most == 1 ? "" : "s";
    if (a->most == 0)
        (void)snprintf(text, room, "no number");
    else if (a->least == a->most)
        (void)snprintf(text, room, "%zu number%s", a->most, plural);
    else if (a->least == 0)
        (void)snprintf(text, room, "at most %zu number%s", a->most, plural);
    else
        (void)snprintf(text, room, "%zu to %zu numbers", a->least, a->most);
}

static shf_status read_choice(const shf_param *row, const char *text, shf_choice *choice, shf_error *error)
{
    size_t length = strcspn(text, ":");
    alternative a = {.name = NULL};
    for (int kind = 0; alternative_at(row->allowed, kind, &a); kind++) {
        if ((size_t)a.length != length || strncmp(a.name, text, length) != 0)
            continue;
        shf_choice fresh = {.kind = kind};
        if (text[length] == ':' && !read_numbers(text + length + 1, fresh.value, SHF_CHOICE_MAX, &fresh.n))
            return shf_fail(error, SHF_ERR_TEXT, "%s = %s: numbers must follow the colon, as in %s",
                            row->name, text, row->allowed);
        if (fresh.n < a.least || fresh.n > a.most) {
            char takes[64];
            numbers_taken(&a, takes, sizeof takes);
            return shf_fail(error, SHF_ERR_TEXT, "%s = %s: %.*s takes %s, as in %s", row->name, text,
                            a.length, a.name, takes, row->allowed);
        }
        for (size_t k = 0; k < fresh.n; k++)
            if (!isfinite(fresh.value[k]))
                return shf_fail(error, SHF_ERR_VALUE, "%s = %s: the numbers must be finite", row->name, text);
        *choice = fresh;
        return SHF_OK;
    }
    return shf_fail(error, SHF_ERR_TEXT, "%s = %s: must be one of %s", row->name, text, row->allowed);
}

/* ---- texts ---- */

/* Texts end up on one line of a header or a message. */
static shf_status check_text(const shf_param *row, const char *text, shf_error *error)
{
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return shf_fail(error, SHF_ERR_TEXT, "%s: must not contain control characters", row->name);
    return SHF_OK;
}

static shf_status read_text(const shf_param *row, const char *text, char **target, shf_error *error)
{
    shf_status status = check_text(row, text, error);
    if (status)
        return status;
    char *copy = NULL;
    if (*text && !(copy = strdup(text)))
        return shf_no_memory(error);
    free(*target);
    *target = copy;
    return SHF_OK;
}

/* ---- the public functions ---- */

shf_status shf_params_set(const shf_param_table *table, void *params, const char *name, const char *text,
                          shf_error *error)
{
    const shf_param *row = shf_params_find(table, name);
    if (!row)
        return shf_fail(error, SHF_ERR_TEXT, "%s: no such parameter of %s", name, table->title);
    void *target = member(row, params);
    switch (row->kind) {
    case SHF_PARAM_real:
        return read_real(row, text, target, error);
    case SHF_PARAM_count:
        return read_count(row, text, target, error);
    case SHF_PARAM_seed:
        return read_seed(row, text, target, error);
    case SHF_PARAM_choice:
        return read_choice(row, text, target, error);
    case SHF_PARAM_list:
        return set_list(table, row, text, target, error);
    case SHF_PARAM_text:
        return read_text(row, text, target, error);
    }
    return shf_fail(error, SHF_ERR_TEXT, "%s: unknown kind of parameter", name);
}

/* Fewest digits that read back to the same bits, 0.1 rather than 0.10000000000000001; how many characters. */
static size_t print_shortest(char *text, size_t room, double value)
{
    int length = 0;
    shf_locale locale = shf_locale_enter();
    for (int digits = 6; digits <= 17; digits++) {
        length = snprintf(text, room, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    shf_locale_leave(locale);
    return (size_t)length;
}

/* "name" or "name:1,2,3" for a choice, "1,2,3" for a list; 32 characters hold any number with its comma. */
static char *join(const char *name, int length, const double *value, size_t n)
{
    size_t room = (size_t)length + 2 + 32 * n, used = 0;
    char *text = malloc(room);
    if (!text)
        return NULL;
    text[0] = '\0';
    if (length)
        used += (size_t)snprintf(text, room, "%.*s%s", length, name, n ? ":" : "");
    for (size_t k = 0; k < n; k++) {
        if (k)
            text[used++] = ',';
        char number[32];
        size_t digits = print_shortest(number, sizeof number, value[k]);
        memcpy(text + used, number, digits + 1);
        used += digits;
    }
    return text;
}

char *shf_params_get(const shf_param *row, const void *params)
{
    const void *source = member_const(row, params);
    char text[32];
    switch (row->kind) {
    case SHF_PARAM_real:
        (void)print_shortest(text, sizeof text, *(const double *)source);
        return strdup(text);
    case SHF_PARAM_count:
        (void)snprintf(text, sizeof text, "%zu", *(const size_t *)source);
        return strdup(text);
    case SHF_PARAM_seed:
        (void)snprintf(text, sizeof text, "%" PRIu64, *(const uint64_t *)source);
        return strdup(text);
    case SHF_PARAM_choice: {
        const shf_choice *choice = source;
        alternative a = {.name = "?", .length = 1};
        (void)alternative_at(row->allowed, choice->kind, &a);
        return join(a.name, a.length, choice->value, choice->n);
    }
    case SHF_PARAM_list:
        return join("", 0, ((const shf_list *)source)->value, ((const shf_list *)source)->n);
    case SHF_PARAM_text: {
        const char *word = *(char *const *)source;
        return strdup(word ? word : "");
    }
    }
    return NULL;
}

static shf_status validate_choice(const shf_param *row, const shf_choice *choice, shf_error *error)
{
    alternative a = {.name = NULL};
    if (choice->kind < 0 || !alternative_at(row->allowed, choice->kind, &a))
        return shf_fail(error, SHF_ERR_VALUE, "%s = %d: must be one of %s", row->name, choice->kind,
                        row->allowed);
    if (choice->n < a.least || choice->n > a.most) {
        char takes[64];
        numbers_taken(&a, takes, sizeof takes);
        return shf_fail(error, SHF_ERR_VALUE, "%s = %.*s with %zu numbers: takes %s", row->name, a.length,
                        a.name, choice->n, takes);
    }
    for (size_t k = 0; k < choice->n; k++)
        if (!isfinite(choice->value[k]))
            return shf_fail(error, SHF_ERR_VALUE, "%s = %.*s:%g: the numbers must be finite", row->name,
                            a.length, a.name, choice->value[k]);
    return SHF_OK;
}

static shf_status validate_row(const shf_param *row, const void *params, shf_error *error)
{
    const void *source = member_const(row, params);
    if (row->kind == SHF_PARAM_seed)
        return SHF_OK;
    if (row->kind == SHF_PARAM_choice)
        return validate_choice(row, source, error);
    if (row->kind == SHF_PARAM_text) {
        const char *word = *(char *const *)source;
        return word ? check_text(row, word, error) : SHF_OK;
    }
    interval v = interval_read(row->allowed);
    if (row->kind == SHF_PARAM_list) {
        const shf_list *list = source;
        for (size_t k = 0; k < list->n; k++)
            if (!interval_holds(v, list->value[k]))
                return out_of_range(row, list->value[k], error);
        return SHF_OK;
    }
    double x = row->kind == SHF_PARAM_real ? *(const double *)source : (double)*(const size_t *)source;
    return interval_holds(v, x) ? SHF_OK : out_of_range(row, x, error);
}

shf_status shf_params_validate(const shf_param_table *table, const void *params, shf_error *error)
{
    for (size_t k = 0; k < table->n_rows; k++) {
        shf_status status = validate_row(&table->row[k], params, error);
        if (status)
            return status;
    }
    return SHF_OK;
}

void shf_params_clear(const shf_param_table *table, void *params)
{
    for (size_t k = 0; k < table->n_rows; k++) {
        void *target = member(&table->row[k], params);
        if (table->row[k].kind == SHF_PARAM_list)
            free_list(table, &table->row[k], target);
        else if (table->row[k].kind == SHF_PARAM_text) {
            char **word = target;
            free(*word);
            *word = NULL;
        }
    }
}

shf_status shf_list_distinct(const char *name, const shf_list *list, shf_error *error)
{
    for (size_t k = 1; k < list->n; k++)
        for (size_t j = 0; j < k; j++)
            if (list->value[j] == list->value[k])
                return shf_fail(error, SHF_ERR_VALUE, "%s = ...,%.9g,...: is given twice", name,
                                list->value[k]);
    return SHF_OK;
}
