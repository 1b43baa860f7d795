/* Texts, such as the names of files, in headers and command lines. */
#ifndef SHF_OUTPUT_QUOTE_H
#define SHF_OUTPUT_QUOTE_H

#include "output/emit.h"

/** A word of a shell command line: in single quotes unless it is harmless. */
void shf_emit_shell_word(shf_emitter *e, const char *text);

/** A text as the value of a setting: as it is if it is short and harmless, else in double quotes with %XX for
 * what a reader of INI files would not keep.  A long one is broken behind commas, which are otherwise written
 * %2C, into indented lines behind "# ". */
void shf_emit_setting_text(shf_emitter *e, const char *text);

/** Turns what shf_emit_setting_text wrote, its lines joined, back into the text, in place.  A text that is
 * not in double quotes stays as it is. */
void shf_unquote(char *text);

/** Whether the bytes of a text are UTF-8. */
int shf_is_utf8(const char *text);

#endif
