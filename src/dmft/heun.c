/* The scheme heun: explicit, second order, uniform steps, (D.53). */
#include "common/report.h"
#include "dmft/integrated.h"
#include <math.h>
#include <string.h>

/* State and slopes at the last node, in the spare rows of the run. */
typedef struct heun {
    shf_dmft_integrated run;
    double a, v;                                               /* at the last node */
    double slope_a, slope_v, slope_diagonal[SHF_DMFT_SECTORS]; /* there; the last of C_X(t,t) */
} heun;

enum { STATE_C, STATE_F, SLOPE_C, SLOPE_F, KINDS };

static double *spare(const heun *s, int kind, int sector)
{
    return s->run.spare[kind * SHF_DMFT_SECTORS + sector];
}

/* Remembers the new node, which becomes the last. */
static void remember(heun *s)
{
    const shf_dmft_integrated *run = &s->run;
    size_t n = run->n;
    s->a = run->a[n];
    s->v = run->v[n];
    s->slope_a = run->slope_a;
    s->slope_v = shf_dmft_integrated_slope_v(run);
    for (int k = 0; k < SHF_DMFT_SECTORS; k++) {
        memcpy(spare(s, STATE_C, k), run->c_row[k], (n + 1) * sizeof(double));
        memcpy(spare(s, STATE_F, k), run->f_row[k], (n + 1) * sizeof(double));
        shf_dmft_integrated_slopes(run, k, spare(s, SLOPE_C, k), spare(s, SLOPE_F, k));
        s->slope_diagonal[k] = 2 * spare(s, SLOPE_C, k)[n];
    }
}

/* Rows of the new node = state of the last + step * slopes. */
static void move(heun *s, double step)
{
    shf_dmft_integrated *run = &s->run;
    size_t n = run->n;
    run->a[n] = run->model->params.freeze_a.kind ? s->a : s->a + step * s->slope_a;
    run->v[n] = s->v + step * s->slope_v;
    for (int k = run->model->m > 1 ? SHF_DMFT_PERP : SHF_DMFT_PAR; k < SHF_DMFT_SECTORS; k++) {
        const double *c = spare(s, STATE_C, k), *f = spare(s, STATE_F, k);
        const double *dc = spare(s, SLOPE_C, k), *df = spare(s, SLOPE_F, k);
        for (size_t j = 0; j < n; j++) {
            run->c_row[k][j] = c[j] + step * dc[j];
            run->f_row[k][j] = f[j] + step * df[j];
        }
        run->c_row[k][n] = c[n - 1] + step * s->slope_diagonal[k];
        run->f_row[k][n] = 0;
    }
    shf_dmft_integrated_constrain(run);
}

/* Slopes become the mean of those of the last node and of the prediction. */
static void average(heun *s)
{
    const shf_dmft_integrated *run = &s->run;
    size_t n = run->n;
    s->slope_a = 0.5 * (s->slope_a + run->slope_a);
    s->slope_v = 0.5 * (s->slope_v + shf_dmft_integrated_slope_v(run));
    for (int k = run->model->m > 1 ? SHF_DMFT_PERP : SHF_DMFT_PAR; k < SHF_DMFT_SECTORS; k++) {
        double *dc = spare(s, SLOPE_C, k), *df = spare(s, SLOPE_F, k), *c = run->y[0], *f = run->y[1];
        shf_dmft_integrated_slopes(run, k, c, f);
        for (size_t j = 0; j < n; j++) {
            dc[j] = 0.5 * (dc[j] + c[j]);
            df[j] = 0.5 * (df[j] + f[j]);
        }
        s->slope_diagonal[k] = 0.5 * (s->slope_diagonal[k] + 2 * c[n]);
    }
}

/* ---- the run ---- */

static shf_status keep(heun *s, double step, shf_dmft_path *path, shf_error *error)
{
    shf_dmft_point value;
    double t = s->run.t[s->run.n];
    shf_dmft_integrated_observe(&s->run, &value);
    if (shf_dmft_unstable(&value))
        return shf_dmft_fail_unstable("heun", t, step, error);
    remember(s);
    shf_status status = shf_dmft_path_add(path, t, value.all, error);
    return status ? status : shf_dmft_integrated_accept(&s->run, error);
}

static shf_status advance(heun *s, double step, shf_dmft_path *path, shf_error *error)
{
    shf_dmft_integrated *run = &s->run;
    run->t[run->n] = (double)run->n * step;
    move(s, step);
    shf_dmft_integrated_evaluate(run);
    average(s);
    move(s, step);
    shf_dmft_integrated_evaluate(run);
    path->iterations += 2;
    return keep(s, step, path, error);
}

shf_status shf_dmft_heun(const shf_dmft_march *march, shf_dmft_path *path, shf_error *error)
{
    heun s = {.a = 0};
    double t = 0, t_max = march->t_max, step = march->resolution;
    shf_status status = shf_dmft_path_make(path, 1, error);
    if (status)
        return status;
    status = shf_dmft_integrated_make(&s.run, march->model, error);
    SHF_THEN(status, keep(&s, step, path, error));
    while (status == SHF_OK && t < t_max * (1 - 1e-12)) {
        status = shf_dmft_full(march->solver, s.run.n + 1)
                     ? shf_dmft_too_large(march->solver, t, s.run.n, error)
                     : shf_dmft_report(march, pow(t / t_max, 3), error);
        SHF_THEN(status, advance(&s, step, path, error));
        t = path->t[path->n - 1];
    }
    shf_dmft_integrated_free(&s.run);
    return status;
}
