/* A parameter file as a stream of bytes: regular files, pipes, of any length. */
#ifndef SHF_CLI_SOURCE_H
#define SHF_CLI_SOURCE_H

#include <shallowflow/status.h>
#include <stddef.h>
#include <stdio.h>

typedef struct source {
    FILE *stream;
    const char *path;
    unsigned char head[256]; /**< the first bytes, which tell the kind of file */
    size_t n_head, taken;    /**< how many they are, and how many of them were given out */
    size_t line;             /**< number of the line that the next byte belongs to, from 1 */
} source;

/** Opens and reads the first bytes.  Errors: SHF_ERR_FILE, SHF_ERR_TEXT (empty). */
shf_status source_open(source *s, const char *path, shf_error *error);
void source_close(source *s);

/** The next byte, taken or left; EOF at the end. */
int source_get(source *s);
int source_peek(source *s);

/** Takes a line, without its end, or as much of it as fits: then `*whole` is 0.
 *  Errors: SHF_ERR_FILE, SHF_ERR_TEXT (a zero byte). */
shf_status source_text(source *s, char *text, size_t room, int *whole, shf_error *error);

/** Skips the rest of a line. */
void source_skip(source *s);

/** SHF_ERR_FILE if reading has failed. */
shf_status source_check(const source *s, shf_error *error);

#endif
