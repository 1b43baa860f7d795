/* A stream that remembers its first failure, and the pieces of text that all writers share. */
#ifndef SHF_OUTPUT_EMIT_H
#define SHF_OUTPUT_EMIT_H

#include <shallowflow/output.h>

typedef struct shf_emitter {
    FILE *stream;
    int failure; /**< errno of the first failure; 0 while all went well */
    int latex;   /**< whether labels are to be LaTeX */
} shf_emitter;

/** Prints; does nothing after a failure. */
void shf_emit(shf_emitter *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** A number with 17 digits, or nan, inf, -inf. */
void shf_emit_number(shf_emitter *e, double value);

/** A text with each control character replaced by a space, so that it stays on its line. */
void shf_emit_plain(shf_emitter *e, const char *text);

/** Flushes, and turns the first failure into a status; `name` is the file or "" if it has none. */
shf_status shf_emit_end(shf_emitter *e, const char *name, shf_error *error);

/** Whether text a is text b. */
int shf_same(const char *a, const char *b);

/** The first parameter of section k starts a new titled group (neighbours may share a title). */
int shf_section_starts(const shf_provenance *provenance, size_t k);

/** The command line that makes the result: every parameter that differs from its default. */
void shf_emit_command(shf_emitter *e, const shf_provenance *provenance);

/** The part of the header that is known before anything is computed: version, command, parameters. */
void shf_emit_identity(shf_emitter *e, const shf_provenance *provenance);

/** The header, each line behind "# ": version, command, parameters, method, results, notes, size, columns.
 *  Settings come as `key = value`, what cannot be set as `#: ...`; docs/output.md describes the format. */
void shf_emit_header(shf_emitter *e, const shf_provenance *provenance, const shf_table *table);

/** The names of the columns, or row i, separated by `separator`, with a line end. */
void shf_emit_names(shf_emitter *e, const shf_table *table, char separator);
void shf_emit_row(shf_emitter *e, const shf_table *table, size_t i, char separator);

/** The whole result as one JSON object. */
void shf_emit_json(shf_emitter *e, const shf_provenance *provenance, const shf_table *table);

#endif
