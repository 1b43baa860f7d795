/* Tasks that run in processes of their own, a few at a time. */
#ifndef SHF_CLI_POOL_H
#define SHF_CLI_POOL_H

#include <shallowflow/solver.h>

/** What pool_run leaves as the code of a task that was not run, or that a signal ended. */
enum { POOL_NOT_RUN = -1, POOL_KILLED = -2 };

/** Runs work(context, k) for k < n, in their order, each in a process of its own, at most `at_once` at a
 * time; codes[k] becomes what it returns (0 to 255).  A task that returns something else than 0 does not stop
 * the others.  When the progress asks to stop, the running tasks get SIGINT, are waited for, and no further
 * one is started.  Errors: SHF_ERR_INTERRUPTED, SHF_ERR_MEMORY, SHF_ERR_FILE (no process can be started). */
shf_status pool_run(size_t n, size_t at_once, int (*work)(const void *context, size_t k), const void *context,
                    int *codes, const shf_progress *progress, shf_error *error);

#endif
