/* What a command is.  A new one: a file with a descriptor, and a line in commands.h. */
#ifndef SHF_CLI_COMMAND_H
#define SHF_CLI_COMMAND_H

#include "cli/picture.h"
#include "common/params_text.h"
#include <stddef.h>

/** Exit codes of the program. */
enum { DONE = 0, FAILED = 1, BAD_USAGE = 2, OUT_OF_TOLERANCE = 3 };

/** A command line, and what it does. */
typedef struct example {
    const char *line, *meaning;
} example;

/** A section of the input of a command: the table of a member of its input struct. */
typedef struct command_section {
    const shf_param_table *table;
    size_t offset; /**< of the member in the struct */
} command_section;

/** The section NAME_table of a member of the struct `input` of a command, whose type is checked. */
#define SECTION(member, NAME)                                                                        \
    {                                                                                                \
        &NAME##_table, offsetof(input, member) + 0 * sizeof(((input *)0)->member = NAME##_default()) \
    }

/** Of an array. */
#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/** A table of a file's own: the struct TYPE of the rows and TYPE_table, the section `title`. */
#define OWN_PARAMS(TYPE, ROWS, title) \
    typedef struct TYPE {             \
        ROWS(SHF_ROW_FIELD, )         \
    } TYPE;                           \
    static SHF_DEFINE_PARAMS(TYPE, ROWS, title, TYPE)

/** The same for a table of the file itself, which has no default function. */
#define OWN_SECTION(member, NAME)              \
    {                                          \
        &NAME##_table, offsetof(input, member) \
    }

/** The function `run` of a command that computes by one call, with the members of its input in->... */
#define RUN(...)                                                                                       \
    static shf_status run(void *data, const shf_progress *progress, shf_table **table, shf_info *info, \
                          shf_error *error)                                                            \
    {                                                                                                  \
        const input *in = data;                                                                        \
        return __VA_ARGS__;                                                                            \
    }

/** Lists in the descriptor of a command, with what ends them. */
#define SECTIONS(...) ((const command_section[]){__VA_ARGS__, {NULL, 0}})
#define PARAGRAPHS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define EXAMPLES(...) ((const example[]){__VA_ARGS__, {NULL, NULL}})

/** Questions that commands answer, in the order of the help: X(enumerator, heading). */
#define QUESTIONS(X)                                 \
    X(CURVES, "learning curves")                     \
    X(ONSETS, "when does it overfit?")               \
    X(LIMITS, "limits and thresholds")               \
    X(CHECKS, "check a theory by training networks") \
    X(FILES, "figures and files")                    \
    X(PROGRAM, "about the program")

#define QUESTION_ENUMERATOR(name, heading) name,
typedef enum question { QUESTIONS(QUESTION_ENUMERATOR) } question;
#undef QUESTION_ENUMERATOR

/** A command.  Those that compute have `sections` and `run`; the others have `call`. */
typedef struct command {
    const char *name;      /**< a model, or a verb and a model: "hinge", "simulate hinge" */
    const char *also;      /**< a shorter name, such as "onset" for "onset hinge"; or NULL */
    question answers;      /**< under which heading the help lists it */
    const char *summary;   /**< one line, no full stop */
    const char *arguments; /**< what follows the options in the usage line, such as "FILE"; or NULL */
    const char *const *description; /**< paragraphs, the last one NULL */
    const example *examples;        /**< the last one without line */

    /** Members of the input struct of the command, the last one without table; names of parameters must
     * differ. */
    const command_section *sections;

    /** How many of the last sections change no result (threads, say): they are not written with it. */
    size_t unrecorded;

    /** The parameter that takes `value` when it is given as that of `name`; mostly `name` itself.  May be
     * NULL. */
    const char *(*redirect)(const char *name, const char *value);

    /** Computes the table from the filled input struct.  May return rows with SHF_ERR_INTERRUPTED. */
    shf_status (*run)(void *input, const shf_progress *progress, shf_table **table, shf_info *info,
                      shf_error *error);

    /** Options of a run that is over at once, "--points 2": help and manual take the columns of the output
     * from it. */
    const char *sample;

    /** Adds the panels that --plot draws; NULL if there is nothing to draw. */
    void (*draw)(picture *p);

    /** The result as text for people: then the default format is "text".  NULL: a short table, the default on
     * a terminal. */
    void (*print)(FILE *stream, const shf_table *table);

    /** The result as text for people, shown by --report instead of the table.  May be NULL. */
    void (*report)(FILE *stream, const shf_table *table);

    /** Whether a check is out of tolerance: 0; 1, or 2 if nothing was compared (exit code 3).  May be NULL.
     */
    int (*out_of_tolerance)(const shf_table *table);

    /** Whether a note of the table is printed on the standard error stream besides, behind the outcome of the
     * check; for commands with out_of_tolerance.  May be NULL. */
    int (*shows)(const char *note);

    /** Does the work of a command that does not compute; the arguments are those behind its name. */
    int (*call)(const struct command *self, int argc, char **argv);
    int quick;   /**< takes --quick */
    int several; /**< takes more than one argument */
    int writes;  /**< such a command takes --output, --format, --plot, --quiet nevertheless */
} command;

/** All commands, in the order in which the help shows them; the last one NULL. */
extern const command *const command_list[];

/** The command whose words come first in argv; `*words` is their number.  NULL if there is none. */
const command *command_find(int argc, char *const *argv, int *words);

/** The command that text starts with ("hinge --d 10"); NULL if there is none. */
const command *command_named(const char *text);

/** The outcomes of a check in words, by what out_of_tolerance returns. */
extern const char *const check_words[3];

/** Runs a command with the arguments behind its name; the exit code. */
int command_execute(const command *self, int argc, char **argv);

/** The whole program. */
int shallowflow_main(int argc, char **argv);

#endif
