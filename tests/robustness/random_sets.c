/* Random parameters: every command that computes, over and over, with values from all over their ranges.  No
 * run may crash, hang, print a number that is none without a word about it, or fail without saying why.
 *
 * SHALLOWFLOW_SETS: how many sets a command (default 2); SHALLOWFLOW_SECONDS: when a run is interrupted
 * (0.25). An argument, such as "limit dmft", restricts it to one command; a second one, to one set.
 */
#include "draw.h"
#include "verdict.h"
#include <signal.h>
#include <stdio.h>
#include <support/process.h>
#include <support/test.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER 1
#elif defined(__has_feature)
#define UNDER_SANITIZER __has_feature(address_sanitizer)
#else
#define UNDER_SANITIZER 0
#endif

/* Seconds that a run has to stop after an interruption: generous, as machines are busy. */
static const double grace = 20;

static double setting(const char *name, double otherwise)
{
    const char *text = getenv(name);
    return text ? strtod(text, NULL) : otherwise;
}

/* ---- one run ---- */

enum { WORDS_MAX = 200 };

typedef struct words {
    char *word[WORDS_MAX];
    size_t n;
} words;

static void add_word(words *w, const char *text)
{
    ck_assert_uint_lt(w->n + 1, WORDS_MAX);
    w->word[w->n++] = strdup(text);
}

static void add_option(words *w, const char *name, const char *value)
{
    char option[100];
    (void)snprintf(option, sizeof option, "--%s", name);
    add_word(w, option);
    add_word(w, value);
}

static void words_free(words *w)
{
    for (size_t k = 0; k < w->n; k++)
        free(w->word[k]);
}

/* The smallest run, and each parameter drawn anew with probability 0.4. */
static words make_line(const settings *s, uint64_t seed)
{
    words w = {.n = 0};
    draw_state g = {seed};
    for (const char *c = s->command->name; *c; c++)
        g.x = 31 * g.x + (unsigned char)*c;
    int huge = !UNDER_SANITIZER && draw_below(&g, 6) == 0;
    char *name = strdup(s->command->name), *rest = name;
    add_word(&w, getenv("SHALLOWFLOW"));
    while (rest)
        add_word(&w, strsep(&rest, " "));
    free(name);
    char *sample = strdup(s->command->sample ? s->command->sample : "");
    for (char *text = sample, *word; (word = strsep(&text, " "));)
        if (*word)
            add_word(&w, word);
    free(sample);
    for (size_t k = 0; k < s->n; k++)
        for (size_t j = 0; j < s->section[k].table->n_rows; j++) {
            const shf_param *row = &s->section[k].table->row[j];
            char *value = draw_below(&g, 10) < 4 ? draw_value(&g, s->section[k].table, row, huge) : NULL;
            if (value)
                add_option(&w, row->name, value);
            free(value);
        }
    add_option(&w, "format", "tsv");
    add_word(&w, "--quiet");
    return w;
}

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* In the child: at most 1 GB, one thread of BLAS, and the program instead. */
static void become(const words *w)
{
    const struct rlimit room = {(rlim_t)1 << 30, (rlim_t)1 << 30};
    int out = open("out", O_WRONLY | O_CREAT | O_TRUNC, 0600),
        err = open("err", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0 || err < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0 ||
        setenv("OPENBLAS_NUM_THREADS", "1", 1) || (!UNDER_SANITIZER && setrlimit(RLIMIT_AS, &room)))
        _exit(126);
    (void)execv(w->word[0], w->word);
    _exit(127);
}

/* Waits for the end; interrupts after `limit` seconds. */
static verdict_run watch(pid_t child, double limit)
{
    verdict_run run = {.code = -1};
    const struct timespec moment = {0, 2000000};
    int status = 0, interrupted = 0;
    double start = seconds();
    while (waitpid(child, &status, WNOHANG) == 0) {
        double elapsed = seconds() - start;
        if (elapsed > limit && !interrupted) {
            (void)kill(child, SIGINT);
            interrupted = 1;
        }
        if (elapsed > limit + grace && !run.killed) {
            (void)kill(child, SIGKILL);
            run.killed = 1;
        }
        (void)nanosleep(&moment, NULL);
    }
    run.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    run.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return run;
}

/* Runs it and prints what is wrong; whether anything is. */
static int is_bad(const settings *s, const words *w, double limit)
{
    char reason[300] = "";
    (void)fflush(NULL);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        become(w);
    verdict_run run = watch(child, limit);
    char *out = shf_read_file("out", NULL), *err = shf_read_file("err", NULL);
    run.settings = s;
    run.out = out;
    run.err = err;
    int bad = verdict_is_bad(&run, reason, sizeof reason);
    if (bad) {
        (void)fprintf(stderr, "%s:\n   ", reason);
        for (size_t k = 1; k < w->n; k++)
            (void)fprintf(stderr, *w->word[k] ? " %s" : " '%s'", w->word[k]);
        (void)fprintf(stderr, "\n    exit %d, signal %d: %.600s\n", run.code, run.signal, err);
    }
    free(out);
    free(err);
    return bad;
}

/* ---- all of them ---- */

static const char *only_command, *only_set;

START_TEST(no_set_of_parameters_is_too_much)
{
    size_t sets = (size_t)setting("SHALLOWFLOW_SETS", 2), bad = 0, runs = 0;
    double limit = setting("SHALLOWFLOW_SECONDS", 0.25);
    ck_assert_msg(getenv("SHALLOWFLOW") != NULL, "SHALLOWFLOW must be the path of the program");
    shf_enter_folder();
    for (const command *const *c = command_list; *c; c++) {
        settings s;
        shf_error error;
        if (!(*c)->run || (only_command && strcmp(only_command, (*c)->name) != 0))
            continue;
        shf_assert_ok(settings_init(&s, *c, &error), error);
        for (size_t k = 1; k <= sets; k++) {
            if (only_set && k != strtoul(only_set, NULL, 10))
                continue;
            words w = make_line(&s, k);
            bad += is_bad(&s, &w, limit) != 0;
            runs++;
            words_free(&w);
        }
        settings_clear(&s);
    }
    ck_assert_uint_gt(runs, 0);
    ck_assert_msg(bad == 0, "%zu of %zu runs went wrong", bad, runs);
}

int main(int argc, char **argv)
{
    const TTest *const tests[] = {no_set_of_parameters_is_too_much};
    only_command = argc > 1 ? argv[1] : NULL;
    only_set = argc > 2 ? argv[2] : NULL;
    Suite *suite = suite_create("robustness/random_sets");
    shf_test_add(suite, tests, 1);
    return shf_test_run(suite);
}
