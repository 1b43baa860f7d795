/* Status codes, error reports, version. */
#include "common/locale.h"
#include "common/report.h"
#include "version.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define STATUS_NAME(name, sentence) #name,
#define STATUS_TEXT(name, sentence) sentence,
static const char *const status_names[] = {SHF_STATUS_LIST(STATUS_NAME)};
static const char *const status_texts[] = {SHF_STATUS_LIST(STATUS_TEXT)};

static int known(shf_status status)
{
    return (unsigned)status < SHF_STATUS_COUNT;
}

const char *shf_status_text(shf_status status)
{
    return known(status) ? status_texts[status] : "unknown status";
}

const char *shf_status_name(shf_status status)
{
    return known(status) ? status_names[status] : "unknown status";
}

const char *shf_version(void)
{
    return SHF_VERSION;
}

const char *shf_version_full(void)
{
    return SHF_REVISION[0] ? SHF_VERSION " (" SHF_REVISION ")" : SHF_VERSION;
}

shf_status shf_fail(shf_error *error, shf_status status, const char *format, ...)
{
    if (!error)
        return status;
    error->status = status;
    shf_locale locale = shf_locale_enter();
    va_list args;
    va_start(args, format);
    int length = vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    shf_locale_leave(locale);
    if (length < 0)
        error->message[0] = '\0';
    else if ((size_t)length >= sizeof error->message)
        memcpy(error->message + sizeof error->message - 4, "...", 4);
    return status;
}
