/* A parameter file as a stream of bytes. */
#include "cli/source.h"
#include "common/report.h"
#include <errno.h>
#include <string.h>

static shf_status unreadable(const source *s, int number, shf_error *error)
{
    return shf_fail(error, SHF_ERR_FILE, "%s: %s", s->path, strerror(number));
}

shf_status source_open(source *s, const char *path, shf_error *error)
{
    *s = (source){.stream = fopen(path, "rb"), .path = path, .line = 1};
    if (!s->stream)
        return unreadable(s, errno, error);
    errno = 0;
    s->n_head = fread(s->head, 1, sizeof s->head, s->stream);
    if (ferror(s->stream)) {
        shf_status status = unreadable(s, errno, error);
        source_close(s);
        return status;
    }
    if (s->n_head >= 3 && memcmp(s->head, "\xef\xbb\xbf", 3) == 0)
        s->taken = 3; /* the mark that some editors put in front of UTF-8 */
    if (s->taken < s->n_head)
        return SHF_OK;
    source_close(s);
    return shf_fail(error, SHF_ERR_TEXT, "%s: the file is empty", path);
}

void source_close(source *s)
{
    if (s->stream)
        (void)fclose(s->stream);
    s->stream = NULL;
}

int source_get(source *s)
{
    int c = s->taken < s->n_head ? s->head[s->taken++] : getc(s->stream);
    s->line += c == '\n';
    return c;
}

int source_peek(source *s)
{
    if (s->taken < s->n_head)
        return s->head[s->taken];
    int c = getc(s->stream);
    return c == EOF ? EOF : ungetc(c, s->stream);
}

shf_status source_text(source *s, char *text, size_t room, int *whole, shf_error *error)
{
    size_t length = 0, line = s->line;
    *whole = 1;
    for (int c = source_peek(s); c != EOF; c = source_peek(s)) {
        if (c == '\0')
            return shf_fail(error, SHF_ERR_TEXT, "%s:%zu: a zero byte; this is no text file", s->path, line);
        if (c != '\n' && length + 1 == room) {
            *whole = 0;
            break;
        }
        (void)source_get(s);
        if (c == '\n')
            break;
        text[length++] = (char)c;
    }
    if (*whole && length && text[length - 1] == '\r')
        length--;
    text[length] = '\0';
    return source_check(s, error);
}

void source_skip(source *s)
{
    int c = 0;
    do
        c = source_get(s);
    while (c != '\n' && c != EOF);
}

shf_status source_check(const source *s, shf_error *error)
{
    return ferror(s->stream) ? unreadable(s, EIO, error) : SHF_OK;
}
