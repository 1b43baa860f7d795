/* Speed of the schemes of `shallowflow dmft` at equal true error.
 *
 *     dmft [ERROR T PAIRS]        (default 1e-4 20 11)
 *
 * Case: the defaults of the command (single index, h = 0.9 z + z^3/6, alpha = tau = 0.3, a(0) = 1, m = 10).
 * For each scheme the coarsest resolution is sought whose largest error in a up to T, against collocation at
 * a resolution of 1e-10, is below ERROR.  Then each other scheme and collocation run in turns, PAIRS
 * times; every number of the last column is the median of the ratios of two runs that follow one another. */
#include "common/blas.h"
#include "dmft/march.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TIMES = 400, SEARCH_MAX = 40 };

static const struct {
    const char *name;
    shf_dmft_scheme march;
    double first,
        order; /* resolution to start the search from, power of it that the error follows; 0 if none */
} schemes[] = {{"collocation", shf_dmft_collocate, 0.1, 0},
               {"euler", shf_dmft_euler, 0.1, 1}};
enum { SCHEMES = sizeof schemes / sizeof schemes[0] };

typedef struct bench {
    shf_dmft_model model;
    double t_max, exact[TIMES];
} bench;

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static shf_dmft_path walk(const bench *b, shf_dmft_scheme scheme, double resolution)
{
    shf_error error;
    shf_dmft_path path;
    shf_dmft_solver solver = shf_dmft_solver_default();
    const shf_dmft_march march = {
        .model = &b->model, .solver = &solver, .resolution = resolution, .t_max = b->t_max};
    solver.memory = 4000;
    if (scheme(&march, &path, &error))
        exit((fprintf(stderr, "dmft: %s\n", error.message), 1));
    return path;
}

static double a_at(const bench *b, const shf_dmft_path *path, size_t j)
{
    shf_dmft_point value;
    shf_dmft_path_at(path, b->t_max * (double)(j + 1) / TIMES, value.all);
    return value.a;
}

static double error_of(const bench *b, const shf_dmft_path *path)
{
    double worst = 0;
    for (size_t j = 0; j < TIMES; j++)
        worst = fmax(worst, fabs(a_at(b, path, j) - b->exact[j]));
    return worst;
}

/* Coarsest resolution that suffices, nearly, by the order at which the error falls. */
static double search(const bench *b, int scheme, double wanted, double *error, size_t *nodes)
{
    double resolution = schemes[scheme].first, order = schemes[scheme].order;
    for (int k = 0; k < SEARCH_MAX; k++) {
        shf_dmft_path path = walk(b, schemes[scheme].march, resolution);
        *error = error_of(b, &path);
        *nodes = path.n;
        shf_dmft_path_free(&path);
        if (*error <= wanted && (order == 0 || *error > 0.85 * wanted))
            return resolution;
        resolution *= order > 0 ? pow(0.95 * wanted / *error, 1 / order) : 0.9;
    }
    exit((fprintf(stderr, "dmft: %s never reaches %g\n", schemes[scheme].name, wanted), 1));
}

static double seconds(const bench *b, int scheme, double resolution)
{
    double begin = now();
    shf_dmft_path path = walk(b, schemes[scheme].march, resolution);
    double time = now() - begin;
    shf_dmft_path_free(&path);
    return time;
}

static int ascending(const void *x, const void *y)
{
    double d = *(const double *)x - *(const double *)y;
    return (d > 0) - (d < 0);
}

static double median(double *x, int n)
{
    qsort(x, (size_t)n, sizeof *x, ascending);
    return x[n / 2];
}

static void compare(const bench *b, int scheme, const double *resolution, int pairs)
{
    double *time = calloc((size_t)pairs * 2, sizeof *time);
    if (!time)
        exit((fputs("dmft: memory is exhausted\n", stderr), 1));
    for (int k = 0; k < pairs; k++) {
        double fast = seconds(b, 0, resolution[0]);
        time[k] = seconds(b, scheme, resolution[scheme]);
        time[pairs + k] = time[k] / fast;
    }
    printf("%10.2f %10.1f\n", 1e3 * median(time, pairs), median(time + pairs, pairs));
    free(time);
}

int main(int argc, char **argv)
{
    double wanted = argc > 1 ? strtod(argv[1], NULL) : 1e-4, resolution[SCHEMES], error;
    int pairs = argc > 3 ? atoi(argv[3]) : 11;
    size_t nodes;
    shf_error failure;
    bench b = {.t_max = argc > 2 ? strtod(argv[2], NULL) : 20};
    const shf_dmft_params params = shf_dmft_params_default();
    if (!(wanted > 0) || !(b.t_max > 0) || pairs < 1)
        return (fputs("usage: dmft [ERROR T PAIRS]\n", stderr), 2);
    if (shf_dmft_model_make(&params, &b.model, &failure))
        return 1;
    shf_blas_enter();
    shf_dmft_path path = walk(&b, shf_dmft_collocate, 1e-10);
    for (size_t j = 0; j < TIMES; j++)
        b.exact[j] = a_at(&b, &path, j);
    shf_dmft_path_free(&path);
    printf("%-12s %11s %7s %9s %10s %10s\n", "scheme", "resolution", "nodes", "error", "ms", "ratio");
    for (int k = 0; k < SCHEMES; k++) {
        resolution[k] = search(&b, k, wanted, &error, &nodes);
        printf("%-12s %11.4g %7zu %9.2g ", schemes[k].name, resolution[k], nodes, error);
        compare(&b, k, resolution, k == SCHEMES - 1 ? (pairs + 2) / 3 : pairs);
        (void)fflush(stdout);
    }
    shf_blas_leave();
    return 0;
}
