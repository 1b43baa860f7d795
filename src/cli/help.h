/* Help on the terminal. */
#ifndef SHF_CLI_HELP_H
#define SHF_CLI_HELP_H

#include "cli/command.h"

/** An option or a column, for whoever explains it: help, manual, completion. */
typedef struct help_entry {
    const char *name;
    const char *metavar; /**< what stands for its value, such as NUMBER; NULL for none */
    const char *help;    /**< one sentence */
    const char *facts;   /**< the same with unit, default and range */
    const char *section; /**< heading above it, if it is the first there; else NULL */
    const char *names;   /**< of a choice, parted by bars, else NULL */
    int is_file;         /**< whether its value is the name of a file */
} help_entry;

typedef void help_visitor(const command *c, const help_entry *e);

/** Shows the options that are no parameters (of all commands: NULL), the parameters in their sections, the
 * columns of the output (from the smallest run of a command) to a visitor. */
void help_visit_common(const command *c, help_visitor *visit);
void help_visit_parameters(const command *c, help_visitor *visit);
void help_visit_columns(const command *c, help_visitor *visit);

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
