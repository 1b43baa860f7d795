/* Parameter files: INI, results of any format, JSON. */
#ifndef SHF_CLI_CONFIG_H
#define SHF_CLI_CONFIG_H

#include "cli/settings.h"

/** A key with its value, or a section header (no key). */
typedef struct config_entry {
    char *section; /**< NULL outside sections */
    char *name;    /**< NULL for a section header */
    char *value;
    size_t line; /**< 0 if unknown (JSON) */
} config_entry;

typedef enum config_kind { CONFIG_INI, CONFIG_JSON, CONFIG_RESULT } config_kind;

/** What a parameter file says, before it is known to which command it goes. */
typedef struct config {
    const char *path;
    config_kind kind;
    char *command; /**< of a result: the command line or name that made it; NULL otherwise */
    char *version; /**< of a result */
    int format;    /**< of a result */
    config_entry *entry;
    size_t n;
} config;

/** Reads a file.  With `whole`, a result must also have all its rows.
 *  Errors: SHF_ERR_FILE, SHF_ERR_TEXT (syntax, truncation; the message names file and line),
 *  SHF_ERR_MEMORY. */
shf_status config_read(config *c, const char *path, int whole, shf_error *error);

/** Sets what the file says.  Errors: unknown section or key, key set twice, bad value, a result of another
 * command. */
shf_status config_apply(const config *c, settings *s, shf_error *error);

/** Whether a result says every parameter that is recorded: for running it again a default will not do.
 *  Errors: SHF_ERR_TEXT. */
shf_status config_complete(const config *c, const settings *s, shf_error *error);

void config_clear(config *c);

#endif
