/* From filled settings to a written result. */
#ifndef SHF_CLI_RUN_H
#define SHF_CLI_RUN_H

#include "cli/options.h"

/** Formats that are no SHF_FORMAT_...: none chosen, text for people. */
enum { FORMAT_NONE = -1, FORMAT_TEXT = -2 };

/** Computes, writes and draws what the options ask for; `format` is used if they ask for none.  Messages bear
 * the name `name`.  The exit code. */
int run_computation(const settings *s, const options *o, int format, const char *name);

/** Writes and draws a table that was made otherwise.  The exit code. */
int run_written(const settings *s, const options *o, int format, const char *name, const shf_table *table,
                const shf_info *info);

/** The settings that a command line makes: defaults, parameter files, options.  Both are to be cleared in any
 * case. Errors: those of options_read, config_read and settings_set. */
shf_status run_read(settings *s, options *o, const command *self, int argc, char **argv, shf_error *error);

/** Runs a command that computes, with the arguments behind its name. */
int run_command(const command *self, int argc, char **argv);

#endif
