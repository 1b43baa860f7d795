/* The interpolation threshold (D.35), by critical decay. */
#include "common/blas.h"
#include "common/params_text.h"
#include "common/report.h"
#include "common/team.h"
#include "dmft/march.h"
#include "dmft/reduced.h"
#include <math.h>
#include <shallowflow/dmft_limits.h>
#include <stdlib.h>

SHF_DEFINE_PARAMS(shf_dmft_threshold_params, SHF_DMFT_THRESHOLD_PARAMS, "threshold", shf_dmft_threshold);

enum {
    WINDOW = 4 /* values of gamma for one horizon */,
    HORIZONS_MAX = 64,
    SEARCH_MAX = 60,
    BISECTIONS = 60
};

static const double FIRST = 20;      /* alpha times the first horizon */
static const double COARSER = 8;     /* ratio of the resolutions whose difference is the error */
static const double SMALLEST = 1e-9; /* of e_train: the solver resolves no less */

/* What a run to the horizon t says: e_train and its slope there, and whether log e bends down against log t.
 */
typedef struct bend {
    double kappa, decay, e;
} bend;

typedef struct horizon {
    double t, gamma, error, decay, e, estimate;
} horizon;

typedef struct threshold {
    const shf_dmft_threshold_params *params;
    const shf_dmft_model *model;
    const shf_progress *progress;
    double *done; /* fraction that was reported last */
    shf_info *info;
    size_t n;
    horizon at[HORIZONS_MAX];
    double resolution_error, result, error;
} threshold;

/* ---- one run ---- */

/* (D.60): -(log e(t) - 2 log e(t/2) + log e(t/4)) */
static bend read_bend(const shf_dmft_path *path, double t)
{
    double e[3], value[SHF_PATH_COLUMNS];
    for (int k = 0; k < 3; k++) {
        shf_dmft_path_at(path, ldexp(t, -k), value);
        e[k] = value[SHF_PATH_E_TRAIN];
        if (!(e[k] > SMALLEST))
            return (bend){1, INFINITY, 0};
    }
    return (bend){-log(e[0] * e[2] / (e[1] * e[1])), log(e[1] / e[0]) / M_LN2, e[0]};
}

/* Asked by every run at every panel. */
static int ask_run(void *context, double fraction)
{
    const threshold *c = context;
    const shf_progress *progress = c->progress;
    int stop = 0;
    (void)fraction;
#pragma omp critical(shf_dmft_threshold)
    if (progress && progress->report)
        stop = progress->report(progress->context, *c->done);
    return stop;
}

static shf_status run(const threshold *c, double gamma, double t, double resolution, bend *result,
                      shf_info *info, shf_error *error)
{
    shf_dmft_model reduced;
    shf_dmft_path path = {.n = 0};
    const shf_progress progress = {ask_run, (void *)c};
    const shf_dmft_share share = {.progress = &progress, .from = 0, .to = 1};
    shf_dmft_solver solver = shf_dmft_solver_default();
    solver.stages = c->params->stages;
    solver.memory = c->params->memory;
    shf_status status = shf_dmft_reduce(c->model, gamma, 1, &reduced, error);
    if (status == SHF_OK)
        status = shf_dmft_collocate(&reduced, &solver, resolution, t, &share, &path, error);
    if (status == SHF_OK)
        *result = read_bend(&path, t);
    info->steps += path.n;
    info->evaluations += path.iterations;
    shf_dmft_path_free(&path);
    return status;
}

/* All values of the window, in parallel; the first failure in their order is reported. */
static shf_status run_window(const threshold *c, const double *gamma, double t, double resolution,
                             bend *result, shf_error *error)
{
    shf_status status[WINDOW];
    shf_error own[WINDOW] = {{SHF_OK, ""}};
    shf_info info[WINDOW] = {{.steps = 0}};
    int team = shf_team(c->params->threads, WINDOW);
#ifdef _OPENMP
#pragma omp parallel for schedule(dynamic, 1) num_threads(team)
#endif
    for (int k = 0; k < WINDOW; k++)
        status[k] = run(c, gamma[k], t, resolution, &result[k], &info[k], &own[k]);
    (void)team;
    for (int k = 0; k < WINDOW; k++) {
        c->info->steps += info[k].steps;
        c->info->evaluations += info[k].evaluations;
    }
    for (int k = 0; k < WINDOW; k++)
        if (status[k]) {
            if (error)
                *error = own[k];
            return status[k];
        }
    return SHF_OK;
}

static shf_status ask(const threshold *c, double fraction, shf_error *error)
{
    const shf_progress *progress = c->progress;
    *c->done = fraction;
    if (progress && progress->report && progress->report(progress->context, fraction))
        return shf_fail(error, SHF_ERR_INTERRUPTED, "%s", shf_status_text(SHF_ERR_INTERRUPTED));
    return SHF_OK;
}

/* ---- where a run bends neither way ---- */

/* Value at x of the polynomial through n points. */
static double lagrange(int n, const double *x, const double *y, double at)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        double term = y[i];
        for (int j = 0; j < n; j++)
            if (j != i)
                term *= (at - x[j]) / (x[i] - x[j]);
        sum += term;
    }
    return sum;
}

/* Root of the polynomial through n points with increasing y, between the first and the last. */
static double root(int n, const double *x, const double *y)
{
    double low = x[0], high = x[n - 1];
    for (int k = 0; k < BISECTIONS; k++) {
        double middle = 0.5 * (low + high);
        *(lagrange(n, x, y, middle) > 0 ? &high : &low) = middle;
    }
    return 0.5 * (low + high);
}

/* Roughly, by bisection: kappa < 0 at *low and > 0 at *high. */
static shf_status bracket(const threshold *c, double t, double *low, double *high, shf_error *error)
{
    double gamma = sqrt(c->params->alpha / (c->model->h1 - shf_dmft_value(&c->model->h[1], 0)));
    *low = 0;
    *high = INFINITY;
    for (int k = 0; k < SEARCH_MAX && !(*high - *low < 0.04 * *high); k++) {
        bend b;
        shf_status status = ask(c, 0, error);
        if (status == SHF_OK)
            status = run(c, gamma, t, COARSER * c->params->rtol, &b, c->info, error);
        if (status)
            return status;
        *(b.kappa > 0 ? high : low) = gamma;
        gamma = !(*low > 0) ? gamma / 1.3 : isinf(*high) ? gamma * 1.3 : 0.5 * (*low + *high);
    }
    if (!(*high - *low < 0.04 * *high))
        return shf_fail(error, SHF_ERR_NUMERIC,
                        "alpha = %g: no interpolation threshold found up to gamma = %.3g", c->params->alpha,
                        gamma);
    return SHF_OK;
}

/* The window is moved until it holds the root, which is then found by interpolation. */
static shf_status critical(const threshold *c, double t, double resolution, double middle, double width,
                           horizon *out, shf_error *error)
{
    double gamma[WINDOW], kappa[WINDOW], decay[WINDOW], e[WINDOW];
    bend b[WINDOW];
    for (int k = 0; k < SEARCH_MAX; k++) {
        for (int i = 0; i < WINDOW; i++)
            gamma[i] = middle + width * (2. * i / (WINDOW - 1) - 1);
        shf_status status = run_window(c, gamma, t, resolution, b, error);
        if (status)
            return status;
        if (b[0].kappa < 0 && b[WINDOW - 1].kappa > 0 && b[WINDOW - 1].e > 0)
            break;
        if (k == SEARCH_MAX - 1)
            return shf_fail(error, SHF_ERR_NUMERIC, "t-max = %g: the threshold was lost at t = %g",
                            c->params->t_max, t);
        if (b[0].kappa < 0 && b[WINDOW - 1].kappa > 0)
            width *= 0.5; /* too wide: the upper end has interpolated */
        else
            middle += 1.5 * (b[0].kappa < 0 ? width : -width);
    }
    for (int i = 0; i < WINDOW; i++) {
        kappa[i] = b[i].kappa;
        decay[i] = b[i].decay;
        e[i] = log(b[i].e);
    }
    out->t = t;
    out->gamma = root(WINDOW, gamma, kappa);
    double lower = fabs(root(WINDOW - 1, gamma, kappa) - out->gamma);
    double upper = fabs(root(WINDOW - 1, gamma + 1, kappa + 1) - out->gamma);
    out->error = fmin(lower, upper); /* the better of the two parabolas has the root inside */
    out->decay = lagrange(WINDOW, gamma, decay, out->gamma);
    out->e = exp(lagrange(WINDOW, gamma, e, out->gamma));
    return SHF_OK;
}

/* ---- all horizons ---- */

/* (D.62): limit of the geometric sequence through three members. */
static double limit_of(const horizon *last)
{
    double d1 = last[-1].gamma - last[-2].gamma, d2 = last[0].gamma - last[-1].gamma, ratio = d2 / d1;
    return ratio > 0 && ratio < 1 ? last[0].gamma + d2 * ratio / (1 - ratio) : NAN;
}

/* How many horizons FIRST/alpha 2^k there are up to t-max. */
static size_t horizons(const shf_dmft_threshold_params *params)
{
    double ratio = params->t_max * params->alpha / FIRST;
    return (size_t)fmin(HORIZONS_MAX, floor(log2(ratio * (1 + 1e-12))) + 1);
}

static shf_status follow(threshold *c, shf_error *error)
{
    double first = FIRST / c->params->alpha, low = 0, high = 0, rtol = c->params->rtol;
    size_t n = horizons(c->params);
    shf_status status = bracket(c, first, &low, &high, error);
    double middle = 0.5 * (low + high), width = 0.75 * (high - low);
    while (status == SHF_OK && c->n < n) {
        horizon *now = &c->at[c->n];
        double t = ldexp(first, (int)c->n);
        status = ask(c, sqrt(t / c->params->t_max), error);
        if (status == SHF_OK)
            status = critical(c, t, rtol, middle, width, now, error);
        if (status)
            break;
        now->estimate = c->n >= 2 ? limit_of(now) : NAN;
        double drift = c->n ? now->gamma - now[-1].gamma : -width / 4;
        middle = now->gamma + 0.6 * drift;
        width = fmax(fabs(drift), 1e-4 * now->gamma);
        c->n++;
    }
    if (status)
        return status;
    horizon coarse, *last = &c->at[c->n - 1];
    status = critical(c, last->t, COARSER * rtol, last->gamma, width, &coarse, error);
    c->resolution_error = fabs(coarse.gamma - last->gamma);
    return status;
}

/* What is left open: drift of the extrapolated value, or half the way that is extrapolated (the powers of t
 * that the sequence follows drift themselves; this allows for all above 0.4), interpolation and resolution,
 * which the extrapolation enlarges. */
static void conclude(threshold *c)
{
    const horizon *last = &c->at[c->n - 1];
    double way = fabs(last->estimate - last->gamma), step = fabs(last->gamma - last[-1].gamma);
    double noise = (last->error + c->resolution_error) * (1 + 2 * way / step);
    c->result = last->estimate;
    c->error = fmax(fabs(last->estimate - last[-1].estimate), 0.5 * way) + noise;
}

/* ---- table ---- */

static shf_status fill(const threshold *c, shf_table *table, shf_error *error)
{
    static const struct {
        const char *name, *help;
    } columns[] = {
        {"t", "horizon"},
        {"gamma", "gamma = a/sqrt(m) at which log e_train bends neither way against log t"},
        {"gamma_error", "estimated error of its interpolation"},
        {"decay", "-d log e_train/d log t there, over a factor two"},
        {"e_train", "training error there, for noise one"},
        {"estimate", "threshold extrapolated from this row and the two before; nan: it cannot be"}};
    enum { COLUMNS = sizeof columns / sizeof columns[0] };
    shf_status status = SHF_OK;
    for (size_t k = 0; status == SHF_OK && k < COLUMNS; k++)
        status = shf_table_add_column(table, columns[k].name, "", columns[k].help, error);
    for (size_t k = 0; status == SHF_OK && k < c->n; k++) {
        const horizon *h = &c->at[k];
        const double row[COLUMNS] = {h->t, h->gamma, h->error, h->decay, h->e, h->estimate};
        status = shf_table_add_row(table, row, error);
    }
    return status;
}

static shf_status add_results(const threshold *c, double noise, shf_table *table, shf_error *error)
{
    shf_status status = SHF_OK;
    const struct {
        const char *name;
        double value;
        const char *help;
    } results[] = {
        {"gamma_GF", c->result, "interpolation threshold for noise one, (D.35)"},
        {"gamma_GF_error", c->error, "its estimated error"},
        {"gamma_star", noise * c->result, "interpolation threshold of this problem, tau' gamma_GF"},
        {"gamma_star_error", noise * c->error, "its estimated error"},
        {"tau_effective", noise, "tau' of (D.34)"},
        {"e_plateau", shf_dmft_plateau_of(c->model, noise, noise * c->result), "test error there, (D.33)"},
    };
    for (size_t k = 0; status == SHF_OK && k < sizeof results / sizeof results[0]; k++)
        status = shf_table_add_scalar(table, results[k].name, results[k].value, "", results[k].help, error);
    return status;
}

static shf_status solve(threshold *c, double noise, shf_table **table, shf_error *error)
{
    *c->info =
        (shf_info){.estimated_error = NAN, .method = "critical decay in the reduced two-time equations"};
    shf_blas_enter();
    shf_status status = follow(c, error);
    shf_blas_leave();
    if (status == SHF_ERR_INTERRUPTED && c->n) {
        shf_status filled = (*table = shf_table_new()) ? fill(c, *table, error) : shf_no_memory(error);
        return filled ? filled : status;
    }
    if (status)
        return status;
    conclude(c);
    if (!isfinite(c->result) || !isfinite(c->error))
        return shf_fail(error, SHF_ERR_NUMERIC, "t-max = %g: the horizons do not converge geometrically",
                        c->params->t_max);
    c->info->estimated_error = c->error / c->result;
    if (!(*table = shf_table_new()))
        return shf_no_memory(error);
    status = fill(c, *table, error);
    return status ? status : add_results(c, noise, *table, error);
}

/* The problem of one neuron more or less: m, a0 play no part. */
static shf_status problem(const shf_dmft_threshold_params *params, shf_dmft_model *model, double *noise,
                          shf_error *error)
{
    shf_dmft_params all = shf_dmft_params_default();
    shf_dmft_model unused;
    all.alpha = params->alpha;
    all.tau = params->tau;
    all.h = params->h;
    all.target = params->target;
    shf_status status = shf_params_validate(&shf_dmft_threshold_table, params, error);
    if (status == SHF_OK)
        status = shf_dmft_model_make(&all, model, error);
    if (status == SHF_OK)
        status = shf_dmft_noise(model, noise, error);
    if (status == SHF_OK)
        status = shf_dmft_reduce(model, 1, 1, &unused, error);
    if (status == SHF_OK && !(params->alpha < 1))
        status = shf_fail(error, SHF_ERR_VALUE,
                          "alpha = %g: must lie below 1; more samples than weights cannot be interpolated",
                          params->alpha);
    if (status == SHF_OK && !(params->t_max >= 8 * FIRST / params->alpha))
        status = shf_fail(error, SHF_ERR_VALUE, "t-max = %g: must be at least %g/alpha = %g", params->t_max,
                          8 * FIRST, 8 * FIRST / params->alpha);
    return status;
}

shf_status shf_dmft_threshold_solve(const shf_dmft_threshold_params *params, const shf_progress *progress,
                                    shf_table **table, shf_info *info, shf_error *error)
{
    double done = 0;
    *table = NULL;
    shf_info unused;
    shf_dmft_model model;
    double noise = 0;
    shf_status status = problem(params, &model, &noise, error);
    if (status)
        return status;
    threshold c = {.params = params,
                   .model = &model,
                   .progress = progress,
                   .done = &done,
                   .info = info ? info : &unused};
    status = solve(&c, noise, table, error);
    if (status && status != SHF_ERR_INTERRUPTED) {
        shf_table_free(*table);
        *table = NULL;
    }
    return status;
}
