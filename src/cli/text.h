/* Text in columns, for help. */
#ifndef SHF_CLI_TEXT_H
#define SHF_CLI_TEXT_H

#include <stddef.h>
#include <stdio.h>

/** Width of a screen of help. */
enum { TEXT_WIDTH = 100 };

/** Takes the next line of at most `width` characters off a text: how many characters it has; the text is
 * moved behind it.  Breaks at spaces, else behind a comma or before a bar, else anywhere. */
size_t text_line(const char **text, size_t width);

/** Prints a paragraph between two margins. */
void text_paragraph(FILE *stream, const char *text, size_t indent);

/** One cell of a row: its text, first column and width. */
typedef struct text_cell {
    const char *text;
    size_t column, width;
} text_cell;

/** Prints cells side by side, each wrapped within its own width. */
void text_row(FILE *stream, text_cell *cells, size_t n);

#endif
