/* What every run of a command must be like, whatever its parameters. */
#ifndef SHF_TESTS_ROBUSTNESS_VERDICT_H
#define SHF_TESTS_ROBUSTNESS_VERDICT_H

#include <cli/settings.h>

/** How a run ended. */
typedef struct verdict_run {
    const settings *settings;
    int code;   /**< exit code; -1 after a signal */
    int signal; /**< 0 if there was none */
    int killed; /**< it did not react to an interruption */
    const char *out, *err;
} verdict_run;

/** What is wrong with it, as text in `reason`; 0 if nothing is:
 *  it ended by itself with the exit codes 0 to 3; on failure it printed one line, which names a parameter or
 * a time, in words that need no knowledge of the libraries inside; a value that is not finite stands in a
 * column whose description, or in a result with a note, that says so; the header says how large the error is.
 */
int verdict_is_bad(const verdict_run *run, char *reason, size_t room);

#endif
