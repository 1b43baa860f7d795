/* Runs a program and keeps what it prints. */
#ifndef SHF_TESTS_SUPPORT_PROCESS_H
#define SHF_TESTS_SUPPORT_PROCESS_H

#include <errno.h>
#include <fcntl.h>
#include <support/folder.h>
#include <sys/wait.h>
#include <time.h>

enum { SHF_ARGUMENTS_MAX = 32 };

/** What became of a program. */
typedef struct shf_outcome {
    int code;   /**< exit code; -1 if it was ended by a signal */
    int signal; /**< the signal, 0 if there was none */
    char *out, *err;
} shf_outcome;

static inline void shf_outcome_free(shf_outcome *o)
{
    free(o->out);
    free(o->err);
}

/** Runs `program` (an absolute path) with words parted by spaces; its standard output goes to `output` if
 * that is not NULL.  A word in which `_` stands for a space is not needed here: see shf_run_words. */
static inline shf_outcome shf_run_words(const char *program, char *const *words, const char *output)
{
    char out[300], err[300];
    (void)snprintf(out, sizeof out, "%s/out-%ld", shf_folder, (long)getpid());
    (void)snprintf(err, sizeof err, "%s/err-%ld", shf_folder, (long)getpid());
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        int to = open(output ? output : out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        int messages = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (to < 0 || messages < 0 || dup2(to, STDOUT_FILENO) < 0 || dup2(messages, STDERR_FILENO) < 0)
            _exit(126);
        (void)execv(program, words);
        _exit(127);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        ck_assert_int_eq(errno, EINTR);
    shf_outcome o = {.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                     .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                     .out = output ? strdup("") : shf_read_file(out, NULL),
                     .err = shf_read_file(err, NULL)};
    ck_assert_msg(o.code != 126 && o.code != 127, "%s cannot be run", program);
    return o;
}

/** The same for words parted by single spaces. */
static inline shf_outcome shf_run_to(const char *program, const char *line, const char *output)
{
    char *words[SHF_ARGUMENTS_MAX + 2] = {strdup(program)}, *copy = strdup(line), *rest = copy;
    int n = 1;
    while (rest && *rest) {
        ck_assert_int_le(n, SHF_ARGUMENTS_MAX);
        words[n++] = strsep(&rest, " ");
    }
    shf_outcome o = shf_run_words(program, words, output);
    free(words[0]);
    free(copy);
    return o;
}

static inline shf_outcome shf_run(const char *program, const char *line)
{
    return shf_run_to(program, line, NULL);
}

/** Asserts that a run succeeds without a message, and returns what it printed, to be freed. */
static inline char *shf_run_ok(const char *program, const char *line)
{
    shf_outcome o = shf_run(program, line);
    ck_assert_msg(o.code == 0 && !*o.err, "%s %s: exit %d, signal %d: %s", program, line, o.code, o.signal,
                  o.err);
    free(o.err);
    return o.out;
}

/** Asserts that a run fails with this exit code, one line of message that holds `part`, and no output. */
static inline void shf_assert_run_fails(const char *program, const char *line, int code, const char *part)
{
    shf_outcome o = shf_run(program, line);
    const char *end = strchr(o.err, '\n');
    ck_assert_msg(o.code == code, "%s: exit %d, expected %d: %s", line, o.code, code, o.err);
    ck_assert_msg(strncmp(o.err, "shallowflow: ", 13) == 0 && end && !end[1], "%s: not one line: \"%s\"",
                  line, o.err);
    ck_assert_msg(strstr(o.err, part) != NULL, "%s: \"%s\" must hold \"%s\"", line, o.err, part);
    ck_assert_msg(!*o.out, "%s: printed \"%.80s\"", line, o.out);
    shf_outcome_free(&o);
}

/** Starts a program in the background; its output is lost. */
static inline pid_t shf_start(const char *program, const char *line)
{
    char *words[SHF_ARGUMENTS_MAX + 2] = {strdup(program)}, *copy = strdup(line), *rest = copy;
    for (int n = 1; rest && *rest; n++) {
        ck_assert_int_le(n, SHF_ARGUMENTS_MAX);
        words[n] = strsep(&rest, " ");
    }
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0 || dup2(nowhere, STDERR_FILENO) < 0)
            _exit(126);
        (void)execv(words[0], words);
        _exit(127);
    }
    free(words[0]);
    free(copy);
    return child;
}

/** Waits for a file, ten seconds at most. */
static inline void shf_wait_for(const char *path)
{
    for (int k = 0; k < 1000 && access(path, F_OK) != 0; k++)
        (void)nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
}

#endif
