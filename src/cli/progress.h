/* The progress bar, and interruption by signals. */
#ifndef SHF_CLI_PROGRESS_H
#define SHF_CLI_PROGRESS_H

#include <shallowflow/solver.h>

/** State of a bar. */
typedef struct progress {
    const char *name; /**< of the command */
    int shown;        /**< whether a bar may be drawn */
    int drawn;        /**< whether one is on the screen */
    double start, last;
} progress;

/** Catches SIGINT and SIGTERM: the first asks the computation to stop, the second ends the program. */
void progress_catch_signals(void);

/** Starts; `quiet` or a standard error stream that is no terminal means no bar. */
shf_progress progress_start(progress *p, const char *name, int quiet);

/** Erases the bar. */
void progress_end(progress *p);

#endif
