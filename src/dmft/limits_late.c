/* Limits that are runs of one neuron: the late stage of a lazy start, and pure noise at t = O(sqrt(m)). */
#include "common/report.h"
#include "dmft/block.h"
#include "dmft/collocation.h"
#include "dmft/limits.h"
#include "dmft/reduced.h"
#include <math.h>
#include <string.h>

/* A run of one neuron, by collocation; the first of two at different resolutions takes a tenth of the time.
 */
static shf_status one_neuron(const shf_dmft_limit_task *limit, const shf_dmft_model *model, double t_max,
                             double resolution, int level, shf_dmft_path *path, shf_error *error)
{
    const shf_dmft_march march = {.model = model,
                                  .solver = limit->solver,
                                  .t_max = t_max,
                                  .resolution = resolution,
                                  .progress = limit->progress,
                                  .from = level ? 0.1 : 0,
                                  .to = level ? 1 : 0.1};
    shf_status status = shf_dmft_collocate(&march, path, error);
    limit->info->steps += path->n;
    limit->info->evaluations += path->iterations;
    return status;
}

/* ---- the late stage of a lazy start, (D.34) ---- */

static void lazy_late_at(const shf_dmft_model *model, const shf_dmft_path *path, double e_test, double t,
                         shf_dmft_point *out)
{
    shf_dmft_point value;
    double m = model->m, gamma = model->params.gamma0;
    double v1 = shf_dmft_value(&model->phat[1], 0) / (gamma * shf_dmft_value(&model->h[1], 0));
    shf_dmft_path_at(path, t, value.all);
    out->a = model->a0;
    out->v = v1 / sqrt(m);
    out->e_train = value.e_train;
    out->e_test = e_test;
    out->Co_tt = (v1 * v1 - 1) / m;
    out->Cd_t0 = value.Cd_t0;
    out->Co_t0 = -value.Cd_t0 / m;
    out->nu = value.nu;
    out->int_RA = value.int_RA;
}

SHF_DMFT_LIMIT(lazy_late)
{
    const shf_dmft_model *model = limit->model;
    double noise = 0;
    shf_dmft_model reduced;
    shf_dmft_path path = {.n = 0};
    shf_status status = shf_dmft_noise(model, &noise, error);
    SHF_THEN(status, shf_dmft_reduce(model, model->params.gamma0, noise, &reduced, error));
    SHF_THEN(status, one_neuron(limit, &reduced, limit->t[limit->n - 1], resolution, level, &path, error));
    double e_test = shf_dmft_plateau_of(model, noise, model->params.gamma0);
    for (size_t j = 0; status == SHF_OK && j < limit->n; j++)
        lazy_late_at(model, &path, e_test, limit->t[j], &value[j]);
    shf_dmft_path_free(&path);
    return status;
}

/* ---- pure noise at t = O(sqrt(m)), (D.38) ---- */

/* (D.38) is the reduced system for weak coupling: with noise 1, a = gamma and alpha = 1/gamma^2, gamma -> 0,
 * its residuals do not move (R_A = delta, C_A = -1, up to gamma^2), and what is left is the spherical spin
 * glass in the time s = tau sqrt(alpha) int a dt^.  Its energy -E = int h~'(C) R comes from int R_A = 1 +
 * gamma^2 E.  gamma balances the terms left out, gamma^2, against the rounding of int R_A, 1e-16/gamma^2. */
static const double WEAK = 1e-4;

/* In a path of the spin glass the columns of a and v take what belongs to them: 2 int (-E) ds = a^2 - a_0^2
 * for a unit of time s, and t^. */
enum { GLASS_WORK = SHF_DMFT_PLACE(a), GLASS_TIME = SHF_DMFT_PLACE(v) };

/* y' = f on every panel, y(0) = 0, by the collocation of the path itself: exact at the ends to the order of
 * the scheme. */
static int integrate(const shf_dmft_path *path, const double *f, double *y)
{
    const shf_dmft_radau *radau = &path->radau;
    size_t p = radau->p;
    double d[SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX], inverse[SHF_DMFT_RADAU_MAX * SHF_DMFT_RADAU_MAX];
    for (size_t i = 0; i < p; i++)
        memcpy(d + i * p, radau->d[i] + 1, p * sizeof *d);
    if (!shf_dmft_invert(p, d, inverse))
        return 0;
    y[0] = 0;
    for (size_t first = 0; first + p < path->n; first += p) {
        double length = path->t[first + p] - path->t[first];
        for (size_t i = 0; i < p; i++) {
            double sum = 0;
            for (size_t j = 0; j < p; j++)
                sum += inverse[i * p + j] * f[first + 1 + j];
            y[first + 1 + i] = y[first] + length * sum;
        }
    }
    return 1;
}

/* a and t^ along the path: a da/ds = -E, (D.38) for a; a frozen stays. */
static int clock(const shf_dmft_model *model, shf_dmft_path *path)
{
    double pace = model->params.tau * sqrt(model->params.alpha), a0 = model->a0;
    double *work = path->column[GLASS_WORK], *time = path->column[GLASS_TIME];
    double *f = path->column[SHF_DMFT_PLACE(e_train)]; /* of no use here */
    for (size_t i = 0; i < path->n; i++)
        f[i] = model->params.freeze_a.kind
                   ? 0
                   : 2 * (1 - path->column[SHF_DMFT_PLACE(int_RA)][i]) / (WEAK * WEAK);
    if (!integrate(path, f, work))
        return 0;
    for (size_t i = 0; i < path->n; i++)
        f[i] = 1 / (pace * sqrt(a0 * a0 + fmax(0, work[i])));
    return integrate(path, f, time);
}

/* s at which the clock shows t^. */
static double when(const shf_dmft_path *path, double time)
{
    shf_dmft_point value;
    double low = 0, high = path->t[path->n - 1];
    for (int k = 0; k < 200 && high - low > 1e-16 * high; k++) {
        double middle = 0.5 * (low + high);
        shf_dmft_path_at(path, middle, value.all);
        *(value.all[GLASS_TIME] < time ? &low : &high) = middle;
    }
    return 0.5 * (low + high);
}

static void sqrt_m_at(const shf_dmft_model *model, const shf_dmft_path *path, double t, shf_dmft_point *out)
{
    shf_dmft_point value;
    double m = model->m, alpha = model->params.alpha, tau = model->params.tau;
    shf_dmft_path_at(path, when(path, t / sqrt(m)), value.all);
    double square = model->a0 * model->a0 + fmax(0, value.all[GLASS_WORK]);
    double slope = shf_dmft_value(&model->h[1], 0), pull = shf_dmft_value(&model->h[1], 1) - slope;
    out->a = copysign(sqrt(square), model->a0);
    out->v = 0;
    out->e_train = out->e_test = 0.5 * tau * tau;
    out->Co_tt = (tau * tau / (alpha * slope * square) - 1) / m;
    out->Cd_t0 = value.Cd_t0;
    out->Co_t0 = -value.Cd_t0 / m;
    /* of the reduced system it also balances the pull alpha gamma^2 h~'(1), which is not of this order */
    out->nu = tau * sqrt(alpha * square / m) * (value.nu + pull);
    out->int_RA = 1;
}

static shf_status glass(const shf_dmft_limit_task *limit, double resolution, int level, double end,
                        shf_dmft_path *path, shf_error *error)
{
    shf_dmft_model model;
    shf_status status = shf_dmft_reduce(limit->model, WEAK, 1, &model, error);
    model.params.alpha = 1 / (WEAK * WEAK);
    SHF_THEN(status, one_neuron(limit, &model, end, resolution, level, path, error));
    if (status == SHF_OK && !clock(limit->model, path))
        status = shf_fail(error, SHF_ERR_NUMERIC, "the collocation matrix is singular");
    return status;
}

double shf_dmft_glass_time(const shf_dmft_model *model, double t)
{
    double pace = model->params.tau * sqrt(model->params.alpha);
    double e_max = model->params.freeze_a.kind ? 0 : 2 * sqrt(model->h1 - shf_dmft_value(&model->h[1], 0));
    return pace * t * (fabs(model->a0) + 0.5 * pace * e_max * t);
}

SHF_DMFT_LIMIT(sqrt_m)
{
    const shf_dmft_model *model = limit->model;
    double last = limit->t[limit->n - 1] / sqrt(model->m),
           end = shf_dmft_glass_time(model, last) * (1 + 1e-6);
    shf_dmft_path path = {.n = 0};
    shf_status status = SHF_OK;
    /* The energy never comes near -2 sqrt(h~(1)) for a single power; should it, the run is made longer. */
    do {
        shf_dmft_path_free(&path);
        status = glass(limit, resolution, level, end, &path, error);
        end *= 2;
    } while (status == SHF_OK && path.column[GLASS_TIME][path.n - 1] < last);
    for (size_t j = 0; status == SHF_OK && j < limit->n; j++)
        sqrt_m_at(model, &path, limit->t[j], &value[j]);
    shf_dmft_path_free(&path);
    return status;
}

double shf_dmft_limit_slope(const shf_dmft_model *model)
{
    size_t power = 0;
    for (size_t k = 2; k <= model->h[0].degree; k++)
        if (model->h[0].c[k] > 0) {
            if (power)
                return NAN;
            power = k;
        }
    if (!power)
        return NAN;
    double k = (double)power, tau = model->params.tau;
    return tau * sqrt(model->params.alpha * model->h[0].c[power]) * 2 * sqrt((k - 1) / k);
}
