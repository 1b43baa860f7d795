/* What every run of a command must be like. */
#include "verdict.h"
#include "support/test.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- messages ---- */

/* Words of the libraries inside, and of numbers that went wrong. */
static const char *const foreign[] = {"CVODE", "CVode",  "CV_",    "returned -", "SUNDIALS",
                                      "GSL",   "gsl_",   "LAPACK", "errno",      "max-steps = 0",
                                      "nan",   "(null)", "%"};

static int is_word_end(char c)
{
    return !(c == '-' || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             (c >= '0' && c <= '9'));
}

static int has_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *c = strstr(text, word); c; c = strstr(c + 1, word))
        if ((c == text || is_word_end(c[-1])) && is_word_end(c[n]))
            return 1;
    return 0;
}

/* Whether the message says which parameter, or when in the computation. */
static int names_something(const settings *s, const char *text)
{
    for (size_t k = 0; k < s->n; k++)
        for (size_t j = 0; j < s->section[k].table->n_rows; j++)
            if (has_word(text, s->section[k].table->row[j].name))
                return 1;
    return strstr(text, "t = ") || strstr(text, "interrupted");
}

static int bad_message(const verdict_run *run, char *reason, size_t room)
{
    char begin[128];
    const char *end = strchr(run->err, '\n');
    size_t length = (size_t)snprintf(begin, sizeof begin, "shallowflow: %s: ", run->settings->command->name);
    if (strncmp(run->err, begin, length) != 0 || !end || end[1])
        return snprintf(reason, room, "not one line of message");
    for (size_t k = 0; k < sizeof foreign / sizeof foreign[0]; k++)
        if (strstr(run->err + length, foreign[k]))
            return snprintf(reason, room, "a message with the word %s", foreign[k]);
    if (!names_something(run->settings, run->err + length))
        return snprintf(reason, room, "a message that names no parameter and no time");
    return 0;
}

/* ---- results ---- */

/* Whether a description allows for values that are not finite. */
static int mentions_nan(const char *line, size_t length)
{
    return memmem(line, length, "nan", 3) || memmem(line, length, "inf", 3);
}

/* The line "#: column NAME..." of column `name`, or NULL. */
static const char *description(const char *out, const char *name, size_t length)
{
    static const char mark[] = "\n#: column ";
    for (const char *c = strstr(out, mark); c; c = strstr(c + 1, mark)) {
        const char *at = c + sizeof mark - 1;
        if (strncmp(at, name, length) == 0 && (at[length] == ':' || at[length] == ' '))
            return at;
    }
    return NULL;
}

/* Whether a note of the result speaks of the column. */
static int has_note(const char *out, const char *name, size_t length)
{
    static const char mark[] = "\n#: note ";
    for (const char *c = strstr(out, mark); c; c = strstr(c + 1, mark)) {
        const char *at = c + sizeof mark - 1;
        size_t line = strcspn(at, "\n");
        if (memmem(at, line, name, length) && mentions_nan(at, line))
            return 1;
    }
    return 0;
}

/* The j-th tab-separated field of a line. */
static const char *field(const char *line, size_t j, size_t *length)
{
    for (; j > 0; j--)
        line += strcspn(line, "\t\n") + 1;
    *length = strcspn(line, "\t\n");
    return line;
}

static int bad_rows(const char *out, char *reason, size_t room)
{
    const char *names = out;
    for (const char *row = shf_rows_of(out); *row; row += strcspn(row, "\n"), row += *row == '\n')
        for (size_t j = 0, n = 0;; j++) {
            const char *text = field(row, j, &n);
            size_t length = 0;
            const char *name = field(names, j, &length);
            if (!isfinite(strtod(text, NULL))) {
                const char *help = description(out, name, length);
                if (!(help && mentions_nan(help, strcspn(help, "\n"))) && !has_note(out, name, length))
                    return snprintf(reason, room, "column %.*s holds %.*s without a word about it",
                                    (int)length, name, (int)n, text);
            }
            if (text[n] != '\t')
                break;
        }
    return 0;
}

static int bad_result(const verdict_run *run, char *reason, size_t room)
{
    if (!*run->out || *run->out == '#' || !strstr(run->out, "\n# shallowflow "))
        return snprintf(reason, room, "a result without names of columns");
    if (!strstr(run->out, "\n#: estimated relative error = "))
        return snprintf(reason, room, "a result that does not say how large its error is");
    return bad_rows(run->out, reason, room);
}

int verdict_is_bad(const verdict_run *run, char *reason, size_t room)
{
    if (run->killed)
        return snprintf(reason, room, "did not react to an interruption");
    if (run->signal)
        return snprintf(reason, room, "ended by signal %d", run->signal);
    if (run->code < DONE || run->code > OUT_OF_TOLERANCE)
        return snprintf(reason, room, "exit code %d", run->code);
    int done = run->code == DONE || run->code == OUT_OF_TOLERANCE;
    if (run->code == OUT_OF_TOLERANCE && !run->settings->command->out_of_tolerance)
        return snprintf(reason, room, "exit code %d of a command that has no tolerance", run->code);
    if (done && *run->err)
        return snprintf(reason, room, "a message in spite of --quiet");
    if (!done && bad_message(run, reason, room))
        return 1;
    return done || *run->out ? bad_result(run, reason, room) : 0;
}
