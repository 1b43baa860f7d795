/* Running gnuplot as a child process: no shell, default settings, its complaints kept for the message. */
#include "output/gnuplot.h"
#include "common/file.h"
#include "common/report.h"
#include "output/emit.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static shf_status missing(shf_error *error)
{
    return shf_fail(error, SHF_ERR_FILE, "gnuplot: not found on the path; plots need it installed");
}

shf_status shf_gnuplot_check(shf_error *error)
{
    const char *path = getenv("PATH");
    char candidate[PATH_MAX];
    while (path && *path) {
        size_t length = strcspn(path, ":");
        if (length + sizeof "/gnuplot" < sizeof candidate) {
            (void)snprintf(candidate, sizeof candidate, "%.*s%sgnuplot", (int)length, path,
                           length ? "/" : "");
            if (access(candidate, X_OK) == 0)
                return SHF_OK;
        }
        path += length + (path[length] == ':');
    }
    return missing(error);
}

/* Starts gnuplot with its complaints going into `pipe_end`; an errno value. */
static int spawn(pid_t *child, char *const *arguments, int pipe_end)
{
    posix_spawn_file_actions_t actions;
    int failure = posix_spawn_file_actions_init(&actions);
    if (failure)
        return failure;
    failure = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!failure)
        failure = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (!failure)
        failure = posix_spawn_file_actions_adddup2(&actions, pipe_end, STDERR_FILENO);
    if (!failure)
        failure = posix_spawnp(child, "gnuplot", &actions, NULL, arguments, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    return failure;
}

/* Keeps the last line that is not blank of all that comes through the pipe. */
static void last_line(int descriptor, char *line, size_t room)
{
    size_t used = 0;
    int ended = 0;
    char block[512];
    for (;;) {
        ssize_t n = read(descriptor, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        for (ssize_t k = 0; k < n; k++) {
            int blank = block[k] == ' ' || block[k] == '\n' || block[k] == '\r' || block[k] == '\t';
            ended |= block[k] == '\n';
            if (blank && (ended || !used))
                continue;
            if (ended)
                used = 0;
            ended = 0;
            if (used + 1 < room)
                line[used++] = blank ? ' ' : block[k];
        }
    }
    line[used] = '\0';
}

static shf_status wait_for(pid_t child, const char *complaint, shf_error *error)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return SHF_OK; /* the calling program discards its children: the plot itself will be checked */
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return SHF_OK;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return missing(error);
    if (WIFSIGNALED(status))
        return shf_fail(error, SHF_ERR_FILE, "gnuplot: ended by signal %d", WTERMSIG(status));
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return shf_fail(error, SHF_ERR_FILE, "gnuplot: ended with exit code %d%s%s", code, *complaint ? ": " : "",
                    complaint);
}

static shf_status run(char *const *arguments, shf_error *error)
{
    int ends[2];
    pid_t child = 0;
    char complaint[256];
    if (pipe2(ends, O_CLOEXEC))
        return shf_file_fail(error, "gnuplot", errno);
    int failure = spawn(&child, arguments, ends[1]);
    (void)close(ends[1]);
    if (!failure)
        last_line(ends[0], complaint, sizeof complaint);
    (void)close(ends[0]);
    if (failure)
        return failure == ENOENT ? missing(error) : shf_file_fail(error, "gnuplot", failure);
    return wait_for(child, complaint, error);
}

/* Appends "NAME='TEXT';" with the first n characters of a text; a quote is written twice. */
static char *assign(char *end, const char *name, const char *text, size_t n)
{
    end = stpcpy(stpcpy(end, name), "='");
    for (size_t k = 0; k < n; k++) {
        if (text[k] == '\'')
            *end++ = '\'';
        *end++ = text[k];
    }
    return stpcpy(end, "';");
}

/* What gnuplot is told before the script; to be freed. */
static char *assignments(const char *output)
{
    size_t length = strlen(output);
    const char *slash = strrchr(output, '/');
    char *text = malloc(4 * length + sizeof "output='';here='';");
    if (text)
        (void)assign(assign(text, "output", output, length), "here", output,
                     slash ? (size_t)(slash - output) + 1 : 0);
    return text;
}

shf_status shf_gnuplot_run(const char *script, const char *output, shf_error *error)
{
    char *set = assignments(output), *file = strdup(script);
    char name[] = "gnuplot", plain[] = "-d", execute[] = "-e";
    char *arguments[] = {name, plain, execute, set, file, NULL};
    shf_status status = set && file ? run(arguments, error) : shf_no_memory(error);
    free(set);
    free(file);
    return status;
}
