/* The progress bar on a terminal, and interruption by signals. */
#include "cli/progress.h"
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Seconds before the bar appears, and between two drawings. */
static const double first_after = 0.5, again_after = 0.1;
enum { BAR_WIDTH = 30 };

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

void progress_catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
    (void)sigemptyset(&action.sa_mask);
    interrupted = 0;
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* "0:07", "12:30", "1:02:03". */
static void print_duration(char *text, size_t room, double seconds)
{
    long s = seconds < 3.6e8 ? (long)(seconds + 0.5) : 360000000;
    if (s < 3600)
        (void)snprintf(text, room, "%ld:%02ld", s / 60, s % 60);
    else
        (void)snprintf(text, room, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
}

static void draw(progress *p, double fraction, double elapsed)
{
    char bar[BAR_WIDTH + 1], left[32];
    int filled = (int)(fraction * BAR_WIDTH);
    for (int k = 0; k < BAR_WIDTH; k++)
        bar[k] = k < filled ? '#' : '.';
    bar[BAR_WIDTH] = '\0';
    print_duration(left, sizeof left, fraction > 0 ? elapsed * (1 - fraction) / fraction : 3.6e8);
    (void)fprintf(stderr, "\r%s [%s] %3d %%  %s left\033[K", p->name, bar, (int)(100 * fraction),
                  fraction > 0 ? left : "?");
    (void)fflush(stderr);
    p->drawn = 1;
}

static int report(void *context, double fraction)
{
    progress *p = context;
    if (p->shown) {
        double time = now();
        if (time - p->start >= first_after && time - p->last >= again_after) {
            p->last = time;
            draw(p, fraction < 0 ? 0 : fraction > 1 ? 1 : fraction, time - p->start);
        }
    }
    return interrupted;
}

shf_progress progress_start(progress *p, const char *name, int quiet)
{
    *p = (progress){.name = name, .shown = !quiet && isatty(STDERR_FILENO), .start = now()};
    return (shf_progress){report, p};
}

void progress_end(progress *p)
{
    if (p->drawn)
        (void)fputs("\r\033[K", stderr);
    p->drawn = 0;
}
