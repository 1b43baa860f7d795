/* The level `cavity` against ensembles of trained networks (reference/make-hinge-ensemble); with
 * SHF_TEST_QUICK on a coarser grid with fewer samples, which adds 3 % of its own. */
#include "hinge/cavity.h"
#include "support/test.h"
#include <stdio.h>

#ifdef SHF_TEST_QUICK
enum { SAMPLES = 512 };
static const double RESOLUTION = 0.5, COARSE = 0.03;
#else
enum { SAMPLES = 2048 };
static const double RESOLUTION = 1, COARSE = 0;
#endif

enum { MAX_TIMES = 32, COLUMNS = 14 };
enum { COLUMN_T = 3, COLUMN_F_U = 4, COLUMN_I = 6, COLUMN_ERROR_TEST = 10, COLUMN_V_PERP = 12 };

/* Rows of one case; the number of rows. */
static size_t read_case(double N, double delta, double row[MAX_TIMES][COLUMNS])
{
    FILE *file = fopen(SHF_REFERENCE_DIR "/hinge_ensemble.tsv", "r");
    ck_assert_msg(file != NULL, "no reference file");
    char line[1024];
    size_t n = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] < '0' || line[0] > '9')
            continue;
        double v[COLUMNS];
        const char *rest = line;
        for (int k = 0; k < COLUMNS; k++) {
            char *end = NULL;
            v[k] = strtod(rest, &end);
            ck_assert(end != rest);
            rest = end;
        }
        ck_assert_uint_lt(n, MAX_TIMES);
        if (v[0] == N && v[2] == delta)
            memcpy(row[n++], v, sizeof v);
    }
    (void)fclose(file);
    return n;
}

/* Means over the times with f_U > 0.01 of |theory/simulation - 1|. */
typedef struct deviation {
    double error_test, f_U, V_perp;
    shf_finite_size_state state[MAX_TIMES];
    double row[MAX_TIMES][COLUMNS];
    size_t n;
} deviation;

static void compare(size_t N, double delta, deviation *d)
{
    *d = (deviation){0};
    d->n = read_case((double)N, delta, d->row);
    ck_assert_uint_gt(d->n, 5);
    shf_hinge_params p = shf_hinge_params_default();
    p.N = N;
    p.delta = delta;
    double t[MAX_TIMES], used = 0;
    for (size_t k = 0; k < d->n; k++)
        t[k] = d->row[k][COLUMN_T];
    shf_finite_size_model model;
    shf_error error = {0};
    shf_assert_ok(shf_finite_size_make(&p, &model, &error), error);
    shf_cavity_settings settings = {SAMPLES, RESOLUTION};
    shf_hinge_run times = {.t = t, .n = d->n};
    shf_assert_ok(shf_cavity_run(&model, settings, &times, d->state, &error), error);
    for (size_t k = 0; k < d->n; k++) {
        const double *row = d->row[k];
        if (row[COLUMN_F_U] <= 0.01)
            continue;
        used++;
        d->error_test += fabs(d->state[k].error_test / row[COLUMN_ERROR_TEST] - 1);
        d->f_U += fabs(d->state[k].f_U / row[COLUMN_F_U] - 1);
        d->V_perp += fabs(d->state[k].V_perp / row[COLUMN_V_PERP] - 1);
    }
    d->error_test /= used;
    d->f_U /= used;
    d->V_perp /= used;
}

/* Clean labels, to the end of training: the accuracy that docs/cavity.md promises. */
START_TEST(clean)
{
    static const size_t samples[] = {2000, 10000};
    for (size_t k = 0; k < 2; k++) {
        deviation d;
        compare(samples[k], 0, &d);
        shf_assert_below(d.error_test, 0.10 + COARSE);
        shf_assert_below(d.f_U, 0.15 + COARSE);
        shf_assert_below(d.V_perp, 0.15 + COARSE);
    }
}
END_TEST

/* Flipped labels, until shortly after the network begins to unlearn: the same promise, and the sign of the
 * pull. */
START_TEST(flipped)
{
    deviation d;
    compare(10000, 0.1, &d);
    shf_assert_below(d.error_test, 0.10 + COARSE);
    shf_assert_below(d.f_U, 0.05 + COARSE);
    shf_assert_below(d.V_perp, 0.15 + COARSE);
    for (size_t k = 0; k < d.n; k++)
        if (d.row[k][COLUMN_T] <= 60 || d.row[k][COLUMN_T] >= 100)
            ck_assert_msg(d.state[k].I * d.row[k][COLUMN_I] > 0, "t = %g: I = %g, simulation %g",
                          d.row[k][COLUMN_T], d.state[k].I, d.row[k][COLUMN_I]);
}
END_TEST

SHF_TEST_MAIN("hinge/cavity_ensemble", clean, flipped)
