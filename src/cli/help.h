/* Help on the terminal. */
#ifndef SHF_CLI_HELP_H
#define SHF_CLI_HELP_H

#include "cli/command.h"

/** What stands for the value of a parameter, such as NUMBER. */
const char *help_metavar(const shf_param *row);

/** The default of a parameter as text, "none" for an empty list; to be freed, NULL when memory is exhausted.
 */
char *help_default(const shf_param_table *table, const shf_param *row);

/** The table of the smallest run of a command, for its columns; NULL if there is none.  To be freed. */
shf_table *help_sample(const command *c);

/** Prints the help of a command; the exit code. */
int help_show(const command *c);

/** The heading above the commands that answer a question. */
const char *help_heading(question q);

/** How a command is called: "hinge", "onset [hinge]". */
void help_usage_name(const command *c, char *text, size_t room);

/** Prints what the program is and lists its commands by the questions that they answer. */
void help_overview(FILE *stream);

/** Lists the commands of two words that start with this one, such as "simulate"; prints nothing and returns 0
 * if there are none. */
int help_group(FILE *stream, const char *word);

#endif
