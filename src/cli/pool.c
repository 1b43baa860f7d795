/* Tasks in processes of their own: the threads of one task, and its failure, are nothing to the others. */
#include "cli/pool.h"
#include "common/file.h"
#include "common/report.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The processes under way: process[k] is 0 for a task that has none. */
typedef struct pool {
    size_t n, next, running, done;
    int (*work)(const void *context, size_t k);
    const void *context;
    pid_t *process;
    int *codes;
} pool;

/* Everything buffered is written first: the child must not write it again. */
static shf_status start(pool *p, shf_error *error)
{
    (void)fflush(NULL);
    pid_t child = fork();
    if (child < 0)
        return shf_file_fail(error, "no process can be started", errno);
    if (child == 0)
        exit(p->work(p->context, p->next));
    p->process[p->next++] = child;
    p->running++;
    return SHF_OK;
}

/* Takes the result of one process that has ended; whether there was one. */
static int collect(pool *p)
{
    int status = 0;
    for (size_t k = 0; k < p->next; k++)
        if (p->process[k] && waitpid(p->process[k], &status, WNOHANG) == p->process[k]) {
            p->codes[k] = WIFEXITED(status) ? WEXITSTATUS(status) : POOL_KILLED;
            p->process[k] = 0;
            p->running--;
            p->done++;
            return 1;
        }
    return 0;
}

static void interrupt(const pool *p)
{
    for (size_t k = 0; k < p->next; k++)
        if (p->process[k])
            (void)kill(p->process[k], SIGINT);
}

static void rest(void)
{
    const struct timespec moment = {.tv_nsec = 10000000};
    (void)nanosleep(&moment, NULL);
}

static shf_status loop(pool *p, size_t at_once, const shf_progress *progress, shf_error *error)
{
    shf_status status = SHF_OK;
    while (p->running || (!status && p->next < p->n)) {
        if (!status && p->running < at_once && p->next < p->n)
            status = start(p, error);
        else if (!collect(p))
            rest();
        if (!status && progress && progress->report(progress->context, (double)p->done / (double)p->n)) {
            status = shf_fail(error, SHF_ERR_INTERRUPTED, "interrupted");
            interrupt(p);
        }
    }
    return status;
}

shf_status pool_run(size_t n, size_t at_once, int (*work)(const void *context, size_t k), const void *context,
                    int *codes, const shf_progress *progress, shf_error *error)
{
    pool p = {
        .n = n, .work = work, .context = context, .process = calloc(n + 1, sizeof(pid_t)), .codes = codes};
    if (!p.process)
        return shf_no_memory(error);
    for (size_t k = 0; k < n; k++)
        codes[k] = POOL_NOT_RUN;
    shf_status status = loop(&p, at_once, progress, error);
    free(p.process);
    return status;
}
