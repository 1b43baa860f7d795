/* The interpolation threshold (D.35), by critical decay. */
#include "common/blas.h"
#include "common/columns.h"
#include "common/jobs.h"
#include "common/params_text.h"
#include "common/report.h"
#include "dmft/lagrange.h"
#include "dmft/march.h"
#include "dmft/reduced.h"
#include <math.h>
#include <shallowflow/dmft_limits.h>

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

/* e_train at the horizon t of a run: kappa, (D.60), how much log e curves down against log t, its exponent
 * -d log e/d log t, and itself. */
typedef struct decay {
    double kappa, exponent, e_train;
} decay;

#define HORIZON_COLUMNS(C, S)                                                                 \
    C(S, t, "", "horizon")                                                                    \
    C(S, gamma, "", "gamma = a/sqrt(m) at which log e_train bends neither way against log t") \
    C(S, gamma_error, "", "estimated error of its interpolation")                             \
    C(S, decay, "", "-d log e_train/d log t there, over a factor two")                        \
    C(S, e_train, "", "training error there, for noise one")                                  \
    C(S, estimate, "", "threshold extrapolated from this row and the two before; nan: it cannot be")

typedef struct horizon {
    HORIZON_COLUMNS(SHF_COLUMN_FIELD, )
} horizon;

SHF_DEFINE_COLUMNS(horizon, HORIZON_COLUMNS, horizon_columns);

typedef struct threshold {
    const shf_dmft_threshold_params *params;
    const shf_dmft_model *model;
    const shf_progress *progress;
    double fraction; /* that was reported last */
    shf_info *info;
    size_t n;
    horizon at[HORIZONS_MAX];
    double resolution_error, result, error;
} threshold;

/* ---- one run ---- */

/* (D.60): -(log e(t) - 2 log e(t/2) + log e(t/4)) */
static decay decay_at(const shf_dmft_path *path, double t)
{
    shf_dmft_point value;
    double e[3];
    for (int k = 0; k < 3; k++) {
        shf_dmft_path_at(path, ldexp(t, -k), value.all);
        e[k] = value.e_train;
        if (!(e[k] > SMALLEST))
            return (decay){1, INFINITY, 0};
    }
    return (decay){-log(e[0] * e[2] / (e[1] * e[1])), log(e[1] / e[0]) / M_LN2, e[0]};
}

/* Runs to the horizon t at several gamma. */
typedef struct runs {
    threshold *c;
    const double *gamma;
    double t, resolution;
    decay *result;
} runs;

static shf_status one_run(void *context, size_t k, const shf_progress *progress, shf_info *info,
                          shf_error *error)
{
    const runs *r = context;
    const shf_dmft_threshold_params *params = r->c->params;
    shf_dmft_model reduced;
    shf_dmft_path path = {.n = 0};
    shf_dmft_solver solver = shf_dmft_solver_default();
    const shf_dmft_march march = {.model = &reduced,
                                  .solver = &solver,
                                  .t_max = r->t,
                                  .resolution = r->resolution,
                                  .progress = progress,
                                  .to = 1};
    solver.stages = params->stages;
    solver.memory = params->memory;
    shf_status status = shf_dmft_reduce(r->c->model, r->gamma[k], 1, &reduced, error);
    SHF_THEN(status, shf_dmft_collocate(&march, &path, error));
    if (status == SHF_OK)
        r->result[k] = decay_at(&path, r->t);
    info->steps += path.n;
    info->evaluations += path.iterations;
    shf_dmft_path_free(&path);
    return status;
}

/* A run does not know how far the threshold has come: it repeats what was reported last. */
static int report_again(void *context, double fraction)
{
    const threshold *c = context;
    (void)fraction;
    return shf_stop(c->progress, c->fraction);
}

static shf_status do_runs(runs *r, size_t n, shf_error *error)
{
    const shf_progress progress = {report_again, r->c};
    const shf_jobs jobs = {
        .n = n, .job = one_run, .context = r, .threads = r->c->params->threads, .progress = &progress};
    shf_info info;
    shf_status status = shf_jobs_do(&jobs, NULL, &info, error);
    r->c->info->steps += info.steps;
    r->c->info->evaluations += info.evaluations;
    return status;
}

static shf_status report(threshold *c, double fraction, shf_error *error)
{
    c->fraction = fraction;
    return shf_stop(c->progress, fraction)
               ? shf_fail(error, SHF_ERR_INTERRUPTED, "%s", shf_status_text(SHF_ERR_INTERRUPTED))
               : SHF_OK;
}

/* ---- where a run bends neither way ---- */

/* Value at x of the polynomial through n points. */
static double polynomial(int n, const double *x, const double *y, double at)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += shf_dmft_lagrange_term((size_t)n, x, (size_t)i, y[i], at);
    return sum;
}

/* Root of the polynomial through n points with increasing y, between the first and the last. */
static double root(int n, const double *x, const double *y)
{
    double low = x[0], high = x[n - 1];
    for (int k = 0; k < BISECTIONS; k++) {
        double middle = 0.5 * (low + high);
        *(polynomial(n, x, y, middle) > 0 ? &high : &low) = middle;
    }
    return 0.5 * (low + high);
}

/* Roughly, by bisection: kappa < 0 at *low and > 0 at *high. */
static shf_status bracket(threshold *c, double t, double *low, double *high, shf_error *error)
{
    double gamma = sqrt(c->params->alpha / (c->model->h1 - shf_dmft_value(&c->model->h[1], 0)));
    decay at;
    runs one = {c, &gamma, t, COARSER * c->params->rtol, &at};
    *low = 0;
    *high = INFINITY;
    for (int k = 0; k < SEARCH_MAX && !(*high - *low < 0.04 * *high); k++) {
        shf_status status = report(c, 0, error);
        SHF_THEN(status, do_runs(&one, 1, error));
        if (status)
            return status;
        *(at.kappa > 0 ? high : low) = gamma;
        gamma = !(*low > 0) ? gamma / 1.3 : isinf(*high) ? gamma * 1.3 : 0.5 * (*low + *high);
    }
    if (!(*high - *low < 0.04 * *high))
        return shf_fail(error, SHF_ERR_NUMERIC,
                        "alpha = %g: no interpolation threshold found up to gamma = %.3g", c->params->alpha,
                        gamma);
    return SHF_OK;
}

/* The window is moved until it holds the root, which is then found by interpolation. */
static shf_status critical(threshold *c, double t, double resolution, double middle, double width,
                           horizon *out, shf_error *error)
{
    double gamma[WINDOW], kappa[WINDOW], exponent[WINDOW], e[WINDOW];
    decay b[WINDOW];
    runs window = {c, gamma, t, resolution, b};
    for (int k = 0; k < SEARCH_MAX; k++) {
        for (int i = 0; i < WINDOW; i++)
            gamma[i] = middle + width * (2. * i / (WINDOW - 1) - 1);
        shf_status status = do_runs(&window, WINDOW, error);
        if (status)
            return status;
        if (b[0].kappa < 0 && b[WINDOW - 1].kappa > 0 && b[WINDOW - 1].e_train > 0)
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
        exponent[i] = b[i].exponent;
        e[i] = log(b[i].e_train);
    }
    out->t = t;
    out->gamma = root(WINDOW, gamma, kappa);
    double lower = fabs(root(WINDOW - 1, gamma, kappa) - out->gamma);
    double upper = fabs(root(WINDOW - 1, gamma + 1, kappa + 1) - out->gamma);
    out->gamma_error = fmin(lower, upper); /* the better of the two parabolas has the root inside */
    out->decay = polynomial(WINDOW, gamma, exponent, out->gamma);
    out->e_train = exp(polynomial(WINDOW, gamma, e, out->gamma));
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
        status = report(c, sqrt(t / c->params->t_max), error);
        SHF_THEN(status, critical(c, t, rtol, middle, width, now, error));
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
    double noise = (last->gamma_error + c->resolution_error) * (1 + 2 * way / step);
    c->result = last->estimate;
    c->error = fmax(fabs(last->estimate - last[-1].estimate), 0.5 * way) + noise;
}

/* ---- table ---- */

#define RESULTS(C, S)                                                              \
    C(S, gamma_GF, "", "interpolation threshold for noise one, (D.35)")            \
    C(S, gamma_GF_error, "", "its estimated error")                                \
    C(S, gamma_star, "", "interpolation threshold of this problem, tau' gamma_GF") \
    C(S, gamma_star_error, "", "its estimated error")                              \
    C(S, tau_effective, "", "tau' of (D.34)")                                      \
    C(S, e_plateau, "", "test error there, (D.33)")

typedef struct results {
    RESULTS(SHF_COLUMN_FIELD, )
} results;

SHF_DEFINE_COLUMNS(results, RESULTS, result_columns);

static shf_table *make_table(const threshold *c)
{
    shf_table *table = shf_table_new();
    shf_columns_add(table, &horizon_columns, NULL);
    for (size_t k = 0; k < c->n; k++) {
        shf_row_put(table, &horizon_columns, &c->at[k]);
        shf_row_end(table);
    }
    return table;
}

static shf_status solve(threshold *c, double noise, shf_table **table, shf_error *error)
{
    *c->info =
        (shf_info){.estimated_error = NAN, .method = "critical decay in the reduced two-time equations"};
    shf_blas_enter();
    shf_status status = follow(c, error);
    shf_blas_leave();
    if (status == SHF_ERR_INTERRUPTED && c->n)
        *table = make_table(c);
    if (status)
        return status;
    conclude(c);
    if (!isfinite(c->result) || !isfinite(c->error))
        return shf_fail(error, SHF_ERR_NUMERIC, "t-max = %g: the horizons do not converge geometrically",
                        c->params->t_max);
    c->info->estimated_error = c->error / c->result;
    const results r = {.gamma_GF = c->result,
                       .gamma_GF_error = c->error,
                       .gamma_star = noise * c->result,
                       .gamma_star_error = noise * c->error,
                       .tau_effective = noise,
                       .e_plateau = shf_dmft_plateau_of(c->model, noise, noise * c->result)};
    *table = make_table(c);
    shf_scalars_add(*table, &result_columns, &r, NULL);
    return SHF_OK;
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
    SHF_THEN(status, shf_dmft_model_make(&all, model, error));
    SHF_THEN(status, shf_dmft_noise(model, noise, error));
    SHF_THEN(status, shf_dmft_reduce(model, 1, 1, &unused, error));
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
    shf_info unused;
    shf_dmft_model model;
    double noise = 0;
    *table = NULL;
    shf_status status = problem(params, &model, &noise, error);
    if (status)
        return status;
    threshold c = {.params = params, .model = &model, .progress = progress, .info = info ? info : &unused};
    status = solve(&c, noise, table, error);
    return status && !*table ? status : shf_table_end(table, status, error);
}
