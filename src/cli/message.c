/* Messages on the standard error stream. */
#include "cli/message.h"
#include <errno.h>
#include <stdarg.h>
#include <string.h>

void complain(const char *name, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *c = text; *c; c++)
        if (*c == '\n' || *c == '\r' || *c == '\033')
            *c = ' ';
    (void)fprintf(stderr, "shallowflow: %s%s%s\n", name ? name : "", name ? ": " : "", text);
}

int exit_code(shf_status status)
{
    switch (status) {
    case SHF_OK:
        return DONE;
    case SHF_ERR_VALUE:
    case SHF_ERR_TEXT:
        return BAD_USAGE;
    default:
        return FAILED;
    }
}

int complain_status(const char *name, const shf_error *error)
{
    complain(name, "%s", error->message);
    return exit_code(error->status);
}

int finish_output(const char *name)
{
    /* what an earlier write met is known no more, but writing again meets it again */
    int failed = ferror(stdout);
    clearerr(stdout);
    errno = 0;
    if (failed)
        (void)putchar('\n');
    if (fflush(stdout) == 0 && !failed)
        return DONE;
    complain(name, "standard output: %s", strerror(errno ? errno : EIO));
    return FAILED;
}
