/* Random values of parameters. */
#include "draw.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t draw_bits(draw_state *g)
{
    uint64_t z = g->x += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

double draw_uniform(draw_state *g)
{
    return ldexp((double)(draw_bits(g) >> 11), -53);
}

size_t draw_below(draw_state *g, size_t n)
{
    return (size_t)(draw_uniform(g) * (double)n);
}

/* ---- numbers ---- */

static double log_uniform(draw_state *g, double lo, double hi)
{
    return exp(log(lo) + draw_uniform(g) * (log(hi) - log(lo)));
}

/* The ends of an interval such as "(0, 1e8]". */
static void ends(const char *allowed, double *lo, double *hi)
{
    char *rest = NULL;
    *lo = strtod(allowed + 1, &rest);
    *hi = strtod(rest + strspn(rest, ", "), NULL);
}

/* Log-uniform between two bounds that may be zero or negative. */
static double between(draw_state *g, double lo, double hi)
{
    double small = lo > 0 ? lo : fmin(1e-12, hi > 0 ? 1e-3 * hi : 1), large = fmax(fabs(lo), fabs(hi));
    double x = log_uniform(g, small, large);
    return lo < 0 && draw_below(g, 2) ? -x : x;
}

static double real_value(draw_state *g, const char *allowed, double dflt)
{
    double lo = 0, hi = 0, x = 0;
    ends(allowed, &lo, &hi);
    size_t way = draw_below(g, 10);
    if (way == 0)
        x = allowed[0] == '[' ? lo : lo + 1e-300;
    else if (way == 1)
        x = strchr(allowed, ')') ? nextafter(hi, lo) : hi;
    else if (way < 4)
        x = between(g, lo, hi);
    else
        x = (dflt != 0 ? dflt : 1) * log_uniform(g, 1e-2, 1e2);
    return fmin(fmax(x, lo), hi);
}

/* Above this a size makes a run long; the others are no sizes, or are small. */
static const struct {
    const char *name;
    double most;
} sizes[] = {
    {"points", 20},      {"x-points", 3}, {"y-points", 3}, {"epsilon-points", 3}, {"runs", 2},
    {"runs", 2},         {"verify", 2},   {"N", 200},      {"test-size", 200},    {"verify-test-size", 200},
    {"resamples", 30},   {"samples", 64}, {"nodes-a", 8},  {"nodes-w", 8},        {"nodes-rho", 3},
    {"max-steps", 1e12}, {"threads", 2},  {"first", 3},    {"substeps", 4},       {"nodes", 5},
    {"neurons", 5},      {"modes", 20}};

static double most_of(const char *name)
{
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
        if (strcmp(sizes[k].name, name) == 0)
            return sizes[k].most;
    return 50;
}

static double count_value(draw_state *g, const shf_param *row, int huge)
{
    double lo = 0, hi = 0;
    ends(row->allowed, &lo, &hi);
    if (!huge || strcmp(row->name, "threads") == 0) /* the limit of memory would stop OpenMP itself */
        hi = fmax(lo, fmin(hi, most_of(row->name)));
    size_t way = draw_below(g, 8);
    double x = way == 0 ? lo : way == 1 ? hi : floor(log_uniform(g, fmax(lo, 1), fmax(hi, 1) + 1));
    return fmin(fmax(x, lo), hi);
}

/* ---- choices and lists ---- */

/* One of the alternatives "NAME", "NAME:X", "NAME[:X]", "NAME:X1,X2,...", with numbers. */
static char *choice_value(draw_state *g, const char *allowed)
{
    static const char *const numbers[] = {"0", "1", "2.5", "-1", "0.1", "1e-3", "-0.3", "4", "12", "1e3"};
    char text[256];
    size_t n = 1;
    for (const char *c = allowed; *c; c++)
        n += *c == '|';
    for (size_t k = draw_below(g, n); k > 0; k--)
        allowed = strchr(allowed, '|') + 1;
    size_t end = strcspn(allowed, "|"), name = strcspn(allowed, "|:[");
    size_t used = (size_t)snprintf(text, sizeof text, "%.*s", (int)name, allowed);
    int many = memchr(allowed, '.', end) != NULL, optional = name < end && allowed[name] == '[';
    if (name == end || (optional && draw_below(g, 2)))
        return strdup(text);
    for (size_t k = 0, terms = many ? 1 + draw_below(g, 5) : 1; k < terms; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%c%s", k ? ',' : ':',
                                 numbers[draw_below(g, sizeof numbers / sizeof numbers[0])]);
    return strdup(text);
}

/* A few increasing numbers, now and then in disorder; often none. */
static char *list_value(draw_state *g, const char *allowed)
{
    char text[256] = "";
    double lo = 0, hi = 0, x = 0;
    ends(allowed, &lo, &hi);
    size_t n = draw_below(g, 5), disorder = draw_below(g, 8) == 0;
    for (size_t k = 0, used = 0; k < n; k++) {
        x = disorder ? between(g, lo, fmin(hi, 100)) : fmin(hi, x + log_uniform(g, 1e-2, 10));
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.6g", k ? "," : "", fmax(lo, x));
    }
    return strdup(text);
}

static char *print(int whole, double x)
{
    char text[64];
    (void)snprintf(text, sizeof text, whole ? "%.0f" : "%.17g", x);
    return strdup(text);
}

char *draw_value(draw_state *g, const shf_param_table *table, const shf_param *row, int huge)
{
    const char *dflt = (const char *)table->defaults + row->offset;
    char text[64];
    switch (row->kind) {
    case SHF_PARAM_real:
        return print(0, real_value(g, row->allowed, *(const double *)(const void *)dflt));
    case SHF_PARAM_count:
        return print(1, count_value(g, row, huge));
    case SHF_PARAM_seed:
        (void)snprintf(text, sizeof text, "%llu", (unsigned long long)draw_bits(g));
        return strdup(text);
    case SHF_PARAM_choice:
        return choice_value(g, row->allowed);
    case SHF_PARAM_list:
        return list_value(g, row->allowed);
    case SHF_PARAM_text:
        return NULL;
    }
    return NULL;
}
