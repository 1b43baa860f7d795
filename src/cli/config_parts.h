/* The readers of the three kinds of parameter file. */
#ifndef SHF_CLI_CONFIG_PARTS_H
#define SHF_CLI_CONFIG_PARTS_H

#include "cli/config.h"
#include "cli/source.h"

/** Appends an entry; texts are copied.  Errors: SHF_ERR_MEMORY. */
shf_status config_add(config *c, const char *section, const char *name, const char *value, size_t line,
                      shf_error *error);

/** Reads INI lines to the end of the file, or, behind "# ", to the first line "#:" of a result, of which
 * these two characters have then been taken. */
shf_status config_read_ini(config *c, source *s, int behind_hash, shf_error *error);

/** Reads a TSV or CSV result; with `whole` its rows are counted. */
shf_status config_read_result(config *c, source *s, int whole, shf_error *error);

/** Reads a JSON object: a result, sections, or keys. */
shf_status config_read_json(config *c, source *s, shf_error *error);

#endif
