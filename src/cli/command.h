/* What a command is.  A new one: a file with a descriptor, and a line in commands.h. */
#ifndef SHF_CLI_COMMAND_H
#define SHF_CLI_COMMAND_H

#include <shallowflow/output.h>

/** Exit codes of the program. */
enum { DONE = 0, FAILED = 1, BAD_USAGE = 2, OUT_OF_TOLERANCE = 3 };

/** Most sections of one command. */
enum { SECTIONS_MAX = 8 };

/** Most panels that a command adds. */
enum { PANELS_MAX = 8 };

/** A command line, and what it does. */
typedef struct example {
    const char *line, *meaning;
} example;

/** Key and value of the smallest run. */
typedef struct sample {
    const char *name, *value;
} sample;

/** A command.  Those that compute have `sections` and `run`; the others have `call`. */
typedef struct command {
    const char *name;      /**< one or two words, such as "simulate hinge" */
    const char *summary;   /**< one line, no full stop */
    const char *arguments; /**< what follows the options in the usage line, such as "FILE"; or NULL */
    const char *const *description; /**< paragraphs, the last one NULL */
    const example *examples;        /**< the last one without line */

    /** Parameter tables, the last one NULL; their names must differ.  params[k] of the functions below is the
     * filled struct of table k. */
    const shf_param_table *const *sections;

    /** How many of the last sections change no result (threads, say): they are not written with it. */
    size_t unrecorded;

    /** The parameter that takes `value` when it is given as that of `name`; mostly `name` itself.  May be
     * NULL. */
    const char *(*redirect)(const char *name, const char *value);

    /** Computes the table.  May return rows with SHF_ERR_INTERRUPTED. */
    shf_status (*run)(void *const *params, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error);

    /** Settings of a run that is over at once: help and manual take the columns of the output from it. */
    const sample *sample;

    const shf_plot_panel *panels; /**< of --plot; NULL if there is nothing to draw */
    size_t n_panels;

    /** Further panels, for columns whose number depends on the parameters: number k = 0, 1, ... below
     * PANELS_MAX, until one has no curves.  Its curves are allocated, and freed by the caller; their texts
     * are not.  May be NULL. */
    shf_status (*extra_panel)(const shf_table *table, size_t k, shf_plot_panel *panel, shf_error *error);

    /** Panels that depend on the parameters: fills at most PANELS_MAX and returns how many; their texts last
     * as long as the table.  May be NULL. */
    size_t (*more_panels)(void *const *params, const shf_table *table, shf_plot_panel *panels);

    /** The result as text for people: then the default format is "text".  May be NULL. */
    void (*print)(FILE *stream, const shf_table *table);

    /** The result as text for people, shown by --report instead of the table.  May be NULL. */
    void (*report)(FILE *stream, const shf_table *table);

    /** Whether a check is out of tolerance (exit code 3).  May be NULL. */
    int (*out_of_tolerance)(const shf_table *table);

    /** Whether a note of the table is printed on the standard error stream besides, behind the outcome of the
     * check; for commands with out_of_tolerance.  May be NULL. */
    int (*shows)(const char *note);

    /** Does the work of a command that does not compute; the arguments are those behind its name. */
    int (*call)(const struct command *self, int argc, char **argv);
    int quick;  /**< takes --quick */
    int writes; /**< such a command takes --output, --format, --plot, --quiet nevertheless */
} command;

/** All commands, in the order in which the help shows them; the last one NULL. */
extern const command *const command_list[];

/** The command whose words come first in argv; `*words` is their number.  NULL if there is none. */
const command *command_find(int argc, char *const *argv, int *words);

/** The command that text starts with ("hinge --d 10"); NULL if there is none. */
const command *command_named(const char *text);

/** Runs a command with the arguments behind its name; the exit code. */
int command_execute(const command *self, int argc, char **argv);

/** The whole program. */
int shallowflow_main(int argc, char **argv);

#endif
