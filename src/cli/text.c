/* Text in columns. */
#include "cli/text.h"
#include <string.h>

size_t text_line(const char **text, size_t width)
{
    const char *start = *text;
    size_t length = strlen(start);
    if (length > width) {
        size_t cut = width;
        while (cut > 0 && start[cut] != ' ')
            cut--;
        for (size_t k = width; cut == 0 && k > 1; k--)
            if (start[k] == '|' || start[k - 1] == ',')
                cut = k;
        length = cut ? cut : width;
    }
    *text = start + length + strspn(start + length, " ");
    return length;
}

void text_row(FILE *stream, text_cell *cells, size_t n)
{
    for (int more = 1; more;) {
        size_t column = 0;
        more = 0;
        for (size_t k = 0; k < n; k++) {
            if (!*cells[k].text)
                continue;
            const char *line = cells[k].text;
            size_t length = text_line(&cells[k].text, cells[k].width);
            (void)fprintf(stream, "%*s%.*s", (int)(cells[k].column - column), "", (int)length, line);
            column = cells[k].column + length;
            more |= *cells[k].text != '\0';
        }
        (void)fputc('\n', stream);
    }
}

void text_paragraph(FILE *stream, const char *text, size_t indent)
{
    text_cell cell = {text, indent, TEXT_WIDTH - indent};
    text_row(stream, &cell, 1);
}
