/* Text on a screen. */
#include "cli/text.h"
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

size_t text_width(void)
{
    enum { LEAST = 60, USUAL = 100, MOST = 160 };
    const char *set = getenv("COLUMNS");
    struct winsize screen = {.ws_col = 0};
    long width = set ? strtol(set, NULL, 10) : 0;
    if (width <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &screen) == 0)
        width = screen.ws_col;
    if (width <= 0)
        return USUAL;
    return width < LEAST ? LEAST : width > MOST ? MOST : (size_t)width;
}

/* Whether a line may end with the first k characters. */
static int may_end(const char *text, size_t k, int within)
{
    return text[k] == ' ' || (within && (text[k] == '|' || text[k - 1] == ','));
}

size_t text_line(const char **text, size_t width, int within)
{
    const char *start = *text;
    size_t length = strlen(start);
    if (length > width) {
        size_t cut = width;
        while (cut > 0 && start[cut] != ' ')
            cut--;
        for (size_t k = width; cut == 0 && k > 1; k--)
            if (may_end(start, k, within))
                cut = k;
        for (size_t k = width + 1; cut == 0; k++)
            if (!start[k] || may_end(start, k, within))
                cut = k;
        length = cut;
    }
    *text = start + length + strspn(start + length, " ");
    return length;
}

void text_tagged(FILE *stream, const char *tag, size_t indent, size_t column, const char *text)
{
    size_t at = tag ? indent + strlen(tag) : 0, width = text_width() - column;
    if (tag)
        (void)fprintf(stream, "%*s%s", (int)indent, "", tag);
    if (tag && at + 2 > column) {
        (void)fputc('\n', stream);
        at = 0;
    }
    do {
        const char *line = text;
        size_t length = text_line(&text, width, 1);
        (void)fprintf(stream, "%*s%.*s\n", (int)(column - at), "", (int)length, line);
        at = 0;
    } while (*text);
}
