/* A stream that remembers its first failure. */
#include "output/emit.h"
#include "common/file.h"
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

void shf_emit(shf_emitter *e, const char *format, ...)
{
    if (e->failure)
        return;
    va_list args;
    va_start(args, format);
    errno = 0;
    int length = vfprintf(e->stream, format, args);
    va_end(args);
    if (length < 0)
        e->failure = errno ? errno : EIO;
}

void shf_emit_number(shf_emitter *e, double value)
{
    if (isfinite(value))
        shf_emit(e, "%.17g", value);
    else
        shf_emit(e, "%s", isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
}

void shf_emit_plain(shf_emitter *e, const char *text)
{
    while (*text) {
        size_t clean = 0;
        while ((unsigned char)text[clean] >= ' ' && text[clean] != 0x7f)
            clean++;
        shf_emit(e, "%.*s", (int)clean, text);
        text += clean;
        if (*text) {
            shf_emit(e, " ");
            text++;
        }
    }
}

shf_status shf_emit_end(shf_emitter *e, const char *name, shf_error *error)
{
    errno = 0;
    if (!e->failure && (fflush(e->stream) || ferror(e->stream)))
        e->failure = errno ? errno : EIO;
    return e->failure ? shf_file_fail(error, name, e->failure) : SHF_OK;
}

int shf_same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}
