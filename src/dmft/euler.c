/* The scheme euler, as published: uniform steps, explicit, first order; correlations and responses of equal
 * and of different neurons and of the residuals as six square matrices, integrals as sums over all past
 * nodes, (D.53). */
#include "common/blas.h"
#include "common/report.h"
#include "dmft/march.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { D, O, KINDS }; /* equal neurons, different ones */
enum { MATRICES = 6, ROWS = 3 * 2 + 9 * 2 + 7 };

typedef struct euler {
    const shf_dmft_model *model;
    size_t n, ld; /**< newest node, most nodes */
    double step;
    double *c[KINDS], *r[KINDS], *ra, *ca; /* ld x ld; C and C_A both halves, the others the lower */
    double *a, *v;
    double *h[3][KINDS], *mr[KINDS], *mc[KINDS], *dc[KINDS], *dr[KINDS], *sr, *sc, *x, *y, *z; /* rows */
    double nu, pull, slope_a, response;
    double *memory;
} euler;

/* ---- memory ---- */

static shf_status make(euler *s, const shf_dmft_model *model, double step, size_t nodes, shf_error *error)
{
    *s = (euler){.model = model, .step = step, .ld = nodes};
    shf_status status = shf_blas_load(1, error);
    if (status)
        return status;
    s->memory = calloc((MATRICES * nodes + ROWS + 6) * nodes, sizeof *s->memory);
    if (!s->memory)
        return shf_no_memory(error);
    double *next = s->memory;
    double **const matrix[] = {&s->c[D], &s->c[O], &s->r[D], &s->r[O], &s->ra, &s->ca};
    double **const row[] = {&s->a,       &s->v,       &s->h[0][D], &s->h[0][O], &s->h[1][D], &s->h[1][O],
                            &s->h[2][D], &s->h[2][O], &s->mr[D],   &s->mr[O],   &s->mc[D],   &s->mc[O],
                            &s->dc[D],   &s->dc[O],   &s->dr[D],   &s->dr[O],   &s->sr,      &s->sc,
                            &s->x,       &s->y,       &s->z};
    for (size_t k = 0; k < MATRICES; k++, next += nodes * nodes)
        *matrix[k] = next;
    for (size_t k = 0; k < sizeof row / sizeof row[0]; k++, next += nodes)
        *row[k] = next;
    s->a[0] = model->a0;
    s->c[D][0] = 1;
    return SHF_OK;
}

/* ---- products with the past, nodes 0..n ---- */

static double *row_of(const euler *s, double *matrix)
{
    return matrix + s->n * s->ld;
}

/* y += factor * matrix x, or its transpose; the lower half, or the symmetric matrix that it stands for */
static void add_lower(const euler *s, enum CBLAS_TRANSPOSE transpose, double factor, const double *matrix,
                      const double *x, double *y)
{
    int n = (int)s->n + 1;
    memcpy(s->z, x, (size_t)n * sizeof *x);
    cblas_dtrmv(CblasRowMajor, CblasLower, transpose, CblasNonUnit, n, matrix, (int)s->ld, s->z, 1);
    cblas_daxpy(n, factor, s->z, 1, y, 1);
}

static void add_symmetric(const euler *s, size_t nodes, double factor, const double *matrix, const double *x,
                          double *y)
{
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)nodes, (int)nodes, factor, matrix, (int)s->ld, x, 1, 1, y,
                1);
}

/* Row n and, by symmetry, column n. */
static void mirror(const euler *s, double *matrix, size_t n)
{
    cblas_dcopy((int)n, matrix + n * s->ld, 1, matrix + n, (int)s->ld);
}

/* ---- one step ---- */

/* Sigma_R, Sigma_C of row n */
static void self_energies(euler *s)
{
    const shf_dmft_model *model = s->model;
    size_t n = s->n;
    double m = model->m, others = m - 1;
    for (int order = 0; order < 3; order++)
        for (int k = 0; k < KINDS; k++)
            shf_dmft_values(&model->h[order], row_of(s, s->c[k]), s->h[order][k], n + 1);
    shf_dmft_values(&model->phat[0], s->v, s->x, n + 1);
    const double *rd = row_of(s, s->r[D]), *ro = row_of(s, s->r[O]);
    for (size_t l = 0; l <= n; l++) {
        double aa = s->a[n] * s->a[l] / m;
        s->sr[l] = aa * (s->h[1][D][l] * rd[l] + others * s->h[1][O][l] * ro[l]);
        s->sc[l] = shf_dmft_label_square(model) - s->a[n] * s->x[n] - s->a[l] * s->x[l] +
                   aa * (s->h[0][D][l] + others * s->h[0][O][l]);
    }
}

/* Row n of R_A and C_A */
static void residuals(euler *s)
{
    size_t n = s->n, size = n * sizeof(double);
    double *ra = row_of(s, s->ra), *ca = row_of(s, s->ca);
    s->sr[n] = 0; /* R(t,t) = 0 on the grid */
    memset(ra, 0, size);
    add_lower(s, CblasTrans, -s->step, s->ra, s->sr, ra);
    ra[n] = 1 / s->step;
    memset(ca, 0, size + sizeof *ca);
    add_lower(s, CblasNoTrans, -s->step, s->ra, s->sc, ca);
    memcpy(s->y, ca, size + sizeof *ca);
    add_symmetric(s, n, -s->step, s->ca, s->sr, s->y);
    memcpy(ca, s->y, size);
    ca[n] = s->y[n] - s->step * cblas_ddot((int)n, s->sr, 1, ca, 1);
    mirror(s, s->ca, n);
    s->response = 0;
    for (size_t l = 0; l <= n; l++)
        s->response += s->step * ra[l];
}

/* M_R, M_C of row n, da/dt and nu */
static void memory_kernels(euler *s)
{
    const shf_dmft_model *model = s->model;
    size_t n = s->n;
    double m = model->m, others = m - 1, alpha = model->params.alpha, sum = 0, back = 0;
    const double *ra = row_of(s, s->ra), *ca = row_of(s, s->ca);
    const double *c[KINDS] = {row_of(s, s->c[D]), row_of(s, s->c[O])},
                 *r[KINDS] = {row_of(s, s->r[D]), row_of(s, s->r[O])};
    for (size_t l = 0; l <= n; l++) {
        for (int k = 0; k < KINDS; k++) {
            double f = alpha * s->a[n] * s->a[l], share = k == D ? 1 : others;
            s->mr[k][l] = f * (ra[l] * s->h[1][k][l] + ca[l] * s->h[2][k][l] * r[k][l]);
            s->mc[k][l] = f * ca[l] * s->h[1][k][l];
            sum += share * s->a[l] * (ra[l] * s->h[0][k][l] + ca[l] * s->h[1][k][l] * r[k][l]);
            back += share * (s->mr[k][l] * c[k][l] + s->mc[k][l] * r[k][l]);
        }
    }
    double a = s->a[n], v = s->v[n];
    s->slope_a = alpha * (shf_dmft_value(&model->phat[0], v) * s->response - s->step / m * sum);
    s->pull = alpha * shf_dmft_value(&model->phat[1], v) * a * s->response;
    s->nu = s->pull * v - s->step / m * back;
}

/* out[k] -= factor * [products of the kernel x with the matrices of equal and of different neurons]: the two
 * parts of x M, where x and M are x_d, M_d on the diagonal and x_o, M_o off it. */
static void add_product(euler *s, double factor, double *const x[KINDS], double *const matrix[KINDS],
                        void (*add)(const euler *, double, const double *, const double *, double *),
                        double *const out[KINDS])
{
    double m = s->model->m;
    add(s, -factor, matrix[D], x[D], out[D]);
    add(s, -factor * (m - 1), matrix[O], x[O], out[D]);
    for (size_t l = 0; l <= s->n; l++)
        s->y[l] = x[D][l] + (m - 2) * x[O][l];
    add(s, -factor, matrix[O], s->y, out[O]);
    add(s, -factor, matrix[D], x[O], out[O]);
}

static void whole(const euler *s, double factor, const double *matrix, const double *x, double *y)
{
    add_symmetric(s, s->n + 1, factor, matrix, x, y);
}

static void lower(const euler *s, double factor, const double *matrix, const double *x, double *y)
{
    add_lower(s, CblasNoTrans, factor, matrix, x, y);
}

static void transposed(const euler *s, double factor, const double *matrix, const double *x, double *y)
{
    add_lower(s, CblasTrans, factor, matrix, x, y);
}

/* Node n + 1 */
static void advance(euler *s)
{
    size_t n = s->n, ld = s->ld;
    double m = s->model->m, step = s->step;
    for (int k = 0; k < KINDS; k++) {
        const double *c = row_of(s, s->c[k]), *r = row_of(s, s->r[k]);
        for (size_t j = 0; j <= n; j++) {
            s->dc[k][j] = -s->nu * c[j] + s->pull * s->v[j];
            s->dr[k][j] = -s->nu * r[j];
        }
    }
    add_product(s, step / m, s->mr, s->c, whole, s->dc);
    add_product(s, step / m, s->mc, s->r, lower, s->dc);
    add_product(s, step / m, s->mr, s->r, transposed, s->dr);
    double slope_v = s->pull - s->nu * s->v[n];
    for (size_t l = 0; l <= n; l++)
        slope_v -= step / m * (s->mr[D][l] + (m - 1) * s->mr[O][l]) * s->v[l];
    for (int k = 0; k < KINDS; k++) {
        double *c = row_of(s, s->c[k]), *r = row_of(s, s->r[k]);
        for (size_t j = 0; j <= n; j++) {
            c[ld + j] = c[j] + step * s->dc[k][j];
            r[ld + j] = r[j] + step * s->dr[k][j];
        }
        c[ld + n + 1] = k == D ? 1 : c[n] + 2 * step * s->dc[k][n];
        r[ld + n] = k == D;
        if (k == O && m == 1) /* there is no other neuron */
            memcpy(c + ld, row_of(s, s->c[D]) + ld, (n + 2) * sizeof *c);
        mirror(s, s->c[k], n + 1);
    }
    s->a[n + 1] = s->model->params.freeze_a.kind ? s->a[n] : s->a[n] + step * s->slope_a;
    s->v[n + 1] = s->v[n] + step * slope_v;
    s->n++;
}

/* ---- the run ---- */

static shf_status evaluate(euler *s, shf_dmft_path *path, shf_error *error)
{
    size_t n = s->n;
    double t = (double)n * s->step, co = row_of(s, s->c[O])[n];
    self_energies(s);
    residuals(s);
    memory_kernels(s);
    path->iterations++;
    shf_dmft_point value = {
        .a = s->a[n],
        .v = s->v[n],
        .e_train = -0.5 * row_of(s, s->ca)[n],
        .e_test = shf_dmft_test_error(s->model, s->a[n], s->v[n], co),
        .Co_tt = co,
        .Cd_t0 = row_of(s, s->c[D])[0],
        .Co_t0 = row_of(s, s->c[O])[0],
        .nu = s->nu,
        .int_RA = s->response,
    };
    if (shf_dmft_unstable(&value))
        return shf_dmft_fail_unstable("euler", t, s->step, error);
    return shf_dmft_path_add(path, t, value.all, error);
}

shf_status shf_dmft_euler(const shf_dmft_march *march, shf_dmft_path *path, shf_error *error)
{
    double step = march->resolution, wanted = ceil(march->t_max / step * (1 - 1e-12)) + 1,
           most = floor(sqrt(1e6 * march->solver->memory / (MATRICES * 8)));
    shf_status status = shf_dmft_path_make(path, 1, error);
    if (status)
        return status;
    if (wanted > most) /* known before the first step */
        return shf_dmft_too_large(march->solver, most * step, (size_t)most, error);
    euler s;
    status = make(&s, march->model, step, (size_t)wanted, error);
    SHF_THEN(status, evaluate(&s, path, error));
    while (status == SHF_OK && s.n + 1 < s.ld) {
        status = shf_dmft_report(march, pow((double)s.n / (double)s.ld, 3), error);
        if (status)
            break;
        advance(&s);
        status = evaluate(&s, path, error);
    }
    free(s.memory);
    return status;
}
