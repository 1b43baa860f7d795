/* Text on a screen, for help. */
#ifndef SHF_CLI_TEXT_H
#define SHF_CLI_TEXT_H

#include <stddef.h>
#include <stdio.h>

/** Width of the screen: the environment's COLUMNS, else that of the terminal that the standard output is,
 * else 100; from 60 to 160. */
size_t text_width(void);

/** Takes the next line of at most `width` characters off a text: how many characters it has; the text is
 * moved behind it.  Breaks at spaces; with `within`, where there is none, behind a comma or before a bar.
 * What cannot be broken stays whole, even if it is longer. */
size_t text_line(const char **text, size_t width, int within);

/** Prints a paragraph from `column` on, behind a tag that starts at `indent`; a long tag has a line of its
 * own. No tag is NULL. */
void text_tagged(FILE *stream, const char *tag, size_t indent, size_t column, const char *text);

#endif
