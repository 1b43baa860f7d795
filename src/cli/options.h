/* The command line of a command: its parameters, and the options that all commands share. */
#ifndef SHF_CLI_OPTIONS_H
#define SHF_CLI_OPTIONS_H

#include "cli/settings.h"

/** Options that are no parameters: X(name, metavar or NULL for a switch, sentence). */
#define COMMON_OPTIONS(X)                                                                                                \
    X(config, "FILE", "read parameters from an INI file, or from a result in any format; may be repeated")               \
    X(output, "FILE", "write the result there instead of on the standard output; also -o FILE")                          \
    X(format, "NAME",                                                                                                    \
      "tsv, csv, json, or text where a command has it; by default what the name of the "                                 \
      "output ends in, else text, else tsv")                                                                             \
    X(plot, "FILE",                                                                                                      \
      "draw the result into FILE.svg, .pdf, .png or, for LaTeX, .tex, and keep the gnuplot script in FILE.gp; or write " \
      "FILE.py, a script for matplotlib")                                                                                \
    X(width, "WIDTH", "of the plot: one or two columns of a journal (8.6, 17.8 cm), or a number in cm")                  \
    X(panel, "NAME", "plot this panel only: its letter, or a column that it shows")                                      \
    X(quick, NULL, "smaller simulations")                                                                                \
    X(report, NULL, "show a report instead of the table; with --output both")                                            \
    X(quiet, NULL, "no progress bar and no remarks")                                                                     \
    X(help, NULL, "show this help")

#define COMMON_ENUMERATOR(name, metavar, help) COMMON_##name,
enum { COMMON_OPTIONS(COMMON_ENUMERATOR) COMMON_COUNT };
#undef COMMON_ENUMERATOR

typedef struct common_option {
    const char *name, *metavar, *help;
} common_option;

extern const common_option common_options[COMMON_COUNT];

/** Whether a command takes a common option; those that do not compute take few. */
int common_applies(const command *c, int option);

/** What a command line says. */
typedef struct options {
    const char **config;
    size_t n_config;
    const char *output, *format, *plot, *panel;
    double width; /**< of the plot in cm; 0: none is given */
    int report, quick, quiet, help;
    const char *positional;   /**< the first argument that is no option, or NULL */
    const char **positionals; /**< all of them */
    size_t n_positional;
    struct assignment {
        const char *name, *value;
    } * set; /**< parameters, in the given order */
    size_t n_set;
} options;

/** Reads the arguments behind the name of a command.  `o` is to be cleared in any case.
 *  Errors: SHF_ERR_TEXT, SHF_ERR_MEMORY. */
shf_status options_read(options *o, const settings *s, int argc, char **argv, shf_error *error);
void options_clear(options *o);

#endif
