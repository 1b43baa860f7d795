/* The mean-field flow in moment form, its Jacobian and the preconditioner, (T.5)-(T.8). */
#include "timescales/flow.h"
#include "common/report.h"
#include "timescales/dense.h"
#include "timescales/self.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- flow ---- */

static shf_timescales_neurons neurons(const shf_timescales_flow *f, const double *y)
{
    return shf_timescales_neurons_in(f->m, f->K, f->model->w, y);
}

/* rho_k of a state */
static void find_rho(const shf_timescales_flow *f, const double *y, double *rho)
{
    const shf_timescales_model *model = f->model;
    shf_timescales_neurons n = neurons(f, y);
    shf_timescales_kernel_moments(&n, f->K, n.b, rho);
    for (size_t k = 0; k <= f->K; k++)
        rho[k] = model->phi[k] - model->sigma[k] * (rho[k] / model->nu);
}

static void find_c(shf_timescales_flow *f, const double *y)
{
    find_rho(f, y, f->c);
    for (size_t k = 0; k <= f->K; k++)
        f->c[k] *= f->model->sigma[k];
}

static int rhs(double T, const double *y, double *out, void *context)
{
    (void)T;
    shf_timescales_flow *f = shf_timescales_flow_of(context);
    shf_timescales_neurons n = neurons(f, y);
    find_c(f, y);
    shf_timescales_kernel_field(&n, f->c, out);
    if (f->self)
        shf_timescales_self_field(f, y, out);
    return 0;
}

/* ---- Jacobian: J = D - P C Q^T ---- */

static void find_blocks(shf_timescales_flow *f, const double *y)
{
    shf_timescales_neurons n = neurons(f, y);
    find_c(f, y);
    memset(f->D.e11, 0, f->m * sizeof *f->D.e11);
    shf_timescales_kernel_diagonal(&n, f->c, f->D);
    if (f->self)
        shf_timescales_self_diagonal(f, y, f->D);
}

static int prepare(double T, const double *y, void *context)
{
    (void)T;
    find_blocks(shf_timescales_flow_of(context), y);
    return 0;
}

static int product(double T, const double *y, const double *v, double *out, void *context)
{
    (void)T;
    shf_timescales_flow *f = shf_timescales_flow_of(context);
    shf_timescales_neurons n = neurons(f, y);
    shf_timescales_kernel_tangent(&n, v, f->change);
    for (size_t k = 0; k <= f->K; k++)
        f->change[k] *= -f->curvature[k];
    shf_timescales_kernel_product(&n, f->change, f->D, v, out);
    return 0;
}

/* ---- preconditioner: the inverse of I - gamma J by Woodbury's formula ---- */

/* I + gamma C Q^T (I - gamma D)^-1 P: its elements are sums over three sequences of moments. */
static void fill_cap(shf_timescales_flow *f, double gamma)
{
    size_t n = f->K + 1;
    const double *xx = f->power, *xy = xx + 2 * n, *yy = xy + 2 * n;
    for (size_t j = 0; j < n; j++)
        for (size_t k = 0; k < n; k++) {
            double sum = xx[j + k];
            if (j + k >= 1)
                sum += (double)(j + k) * xy[j + k - 1];
            if (j >= 1 && k >= 1)
                sum += (double)(j * k) * yy[j + k - 2];
            f->cap[j * n + k] = (j == k) + gamma * f->curvature[j] * sum;
        }
}

static int precondition(double T, const double *y, int may_reuse, double gamma, int *renewed, void *context)
{
    (void)T, (void)may_reuse;
    shf_timescales_flow *f = shf_timescales_flow_of(context);
    memcpy(f->kept, y, 2 * f->m * sizeof *y);
    shf_timescales_neurons all = neurons(f, f->kept);
    size_t n = f->K + 1;
    find_blocks(f, f->kept);
    shf_timescales_kernel_invert(&all, gamma, f->D, f->E, f->xy, f->yy);
    shf_timescales_kernel_moments(&all, 2 * f->K, f->E.e11, f->power);
    shf_timescales_kernel_moments(&all, 2 * f->K, f->xy, f->power + 2 * n);
    shf_timescales_kernel_moments(&all, 2 * f->K, f->yy, f->power + 4 * n);
    fill_cap(f, gamma);
    *renewed = 1;
    return shf_timescales_dense_factor(n, f->cap, f->pivot) ? 0 : 1;
}

static int solve(double gamma, const double *r, double *z, void *context)
{
    shf_timescales_flow *f = shf_timescales_flow_of(context);
    shf_timescales_neurons n = neurons(f, f->kept);
    shf_timescales_kernel_solve_moments(&n, f->E, r, f->change);
    for (size_t k = 0; k <= f->K; k++)
        f->change[k] *= gamma * f->curvature[k];
    shf_timescales_dense_solve(f->K + 1, f->cap, f->pivot, f->change);
    shf_timescales_kernel_solve_apply(&n, f->change, f->E, r, z);
    return 0;
}

/* ---- observables ---- */

static void measure(shf_timescales_system *system, const double *y, double *rho, double *part, double *risk)
{
    shf_timescales_flow *f = shf_timescales_flow_of(system);
    find_rho(f, y, rho);
    *risk = 0;
    for (size_t k = 0; k <= f->K; k++) {
        part[k] = 0.5 * rho[k] * rho[k];
        *risk += part[k];
    }
    if (f->self)
        *risk += shf_timescales_self_parts(f, y, part);
}

static double decay(shf_timescales_system *system, const double *y, const double *dy)
{
    shf_timescales_flow *f = shf_timescales_flow_of(system);
    shf_timescales_neurons n = neurons(f, y);
    return shf_timescales_kernel_decay(&n, dy) / f->model->nu;
}

/* ---- construction ---- */

static void release(shf_timescales_system *system)
{
    shf_timescales_flow *f = shf_timescales_flow_of(system);
    if (f) {
        free(f->memory);
        free(f->pivot);
    }
    free(f);
}

static shf_status allocate(shf_timescales_flow *f, shf_error *error)
{
    size_t m = f->m, n = f->K + 1;
    double *next = f->memory = calloc(10 * m + 3 * n + 6 * n + n * n, sizeof(double));
    f->pivot = calloc(n, sizeof *f->pivot);
    if (!f->memory || !f->pivot)
        return shf_no_memory(error);
    double **arrays[] = {&f->D.e11, &f->D.e12, &f->D.e22, &f->E.e11, &f->E.e12, &f->E.e22, &f->xy, &f->yy};
    for (size_t k = 0; k < sizeof arrays / sizeof arrays[0]; k++, next += m)
        *arrays[k] = next;
    f->kept = next;
    f->curvature = f->kept + 2 * m;
    f->c = f->curvature + n;
    f->change = f->c + n;
    f->power = f->change + n;
    f->cap = f->power + 6 * n;
    return SHF_OK;
}

shf_status shf_timescales_system_flow(shf_timescales_system *system, const shf_timescales_model *model,
                                      shf_error *error)
{
    size_t m = model->params.m;
    *system = (shf_timescales_system){.model = model, .measure = measure, .decay = decay, .release = release};
    system->problem = (shf_ode_problem){.n = 2 * m,
                                        .rhs = rhs,
                                        .product = product,
                                        .prepare = prepare,
                                        .precondition = precondition,
                                        .solve = solve,
                                        .renew = 1,
                                        .time_unit = model->nu,
                                        .context = system,
                                        .method = SHF_ODE_BDF,
                                        .linear = SHF_ODE_KRYLOV};
    shf_timescales_flow *f = system->state = calloc(1, sizeof *f);
    system->start = calloc(2 * m, sizeof *system->start);
    if (!f || !system->start)
        return shf_no_memory(error);
    *f = (shf_timescales_flow){
        .model = model, .m = m, .K = model->K, .self = model->model == SHF_MODEL_FINITE_M};
    shf_status status = allocate(f, error);
    for (size_t k = 0; status == SHF_OK && k <= f->K; k++)
        f->curvature[k] = model->sigma[k] * model->sigma[k] / model->nu;
    for (size_t i = 0; i < m; i++) {
        system->start[i] = model->nu * model->a[i];
        system->start[m + i] = model->s[i];
    }
    return status;
}

void shf_timescales_system_free(shf_timescales_system *system)
{
    if (system->release)
        system->release(system);
    free(system->start);
    *system = (shf_timescales_system){.model = NULL};
}
