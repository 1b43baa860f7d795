/* The stationary state at the end of a run: Newton's iteration, of least norm where directions cost nothing,
 * and the eigenvalues of the linearised equations. */
#include "common/gsl_guard.h"
#include "common/report.h"
#include "online/run.h"
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <stdlib.h>
#include <string.h>

typedef struct search {
    shf_online_system *system;
    size_t n;
    double *y, *out, *shifted; /* n numbers each */
    gsl_matrix *J, *V;
    gsl_vector *S, *work, *right, *step;
    gsl_vector_complex *value;
    gsl_eigen_nonsymm_workspace *eigen;
} search;

static int derivative(const search *s, const double *y, double *out)
{
    return s->system->problem.rhs(0, y, out, s->system);
}

/* Central differences: error about 1e-10 of the size of the derivatives. */
static void jacobian(const search *s, double *column)
{
    memcpy(s->shifted, s->y, s->system->model->n * sizeof *s->y);
    for (size_t j = 0; j < s->n; j++) {
        double h = 1e-5 * fmax(1, fabs(s->y[j]));
        s->shifted[j] = s->y[j] + h;
        (void)derivative(s, s->shifted, column);
        s->shifted[j] = s->y[j] - h;
        (void)derivative(s, s->shifted, s->out);
        s->shifted[j] = s->y[j];
        for (size_t i = 0; i < s->n; i++)
            gsl_matrix_set(s->J, i, j, (column[i] - s->out[i]) / (2 * h));
    }
}

static double norm(size_t n, const double *x)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = isnan(x[i]) ? INFINITY : fmax(largest, fabs(x[i]));
    return largest;
}

/* One step; 0 if the iteration has left the state it began at or numbers. */
static int newton(const search *s, double *column)
{
    jacobian(s, column);
    (void)derivative(s, s->y, s->out);
    for (size_t i = 0; i < s->n; i++) {
        gsl_vector_set(s->right, i, -s->out[i]);
        for (size_t j = 0; j < s->n; j++)
            if (!isfinite(gsl_matrix_get(s->J, i, j)))
                return 0;
    }
    if (gsl_linalg_SV_decomp(s->J, s->V, s->S, s->work))
        return 0;
    double largest = gsl_vector_get(s->S, 0);
    for (size_t i = 0; i < s->n; i++)
        if (gsl_vector_get(s->S, i) < 1e-8 * largest)
            gsl_vector_set(s->S, i, 0);
    if (gsl_linalg_SV_solve(s->J, s->V, s->S, s->right, s->step))
        return 0;
    for (size_t i = 0; i < s->n; i++)
        s->y[i] += gsl_vector_get(s->step, i);
    return norm(s->n, s->y) < 1e6;
}

static double largest_rate(const search *s, double *column)
{
    double rate = -INFINITY;
    jacobian(s, column);
    if (gsl_eigen_nonsymm(s->J, s->value, s->eigen))
        return NAN;
    for (size_t i = 0; i < s->n; i++)
        rate = fmax(rate, GSL_REAL(gsl_vector_complex_get(s->value, i)));
    return rate;
}

static void find(search *s, double *column, shf_online_final *final)
{
    int going = 1;
    double rest = INFINITY;
    for (int k = 0; going && k < 30 && rest > 1e-13; k++) {
        going = newton(s, column);
        (void)derivative(s, s->y, s->out);
        rest = norm(s->n, s->out);
    }
    if (!going || !(rest < 1e-10))
        return;
    final->e_gen = shf_online_error(s->system, s->y);
    final->rate = largest_rate(s, column);
}

static int allocate(search *s)
{
    size_t n = s->n;
    s->y = malloc(4 * s->system->model->n * sizeof *s->y);
    s->J = gsl_matrix_alloc(n, n);
    s->V = gsl_matrix_alloc(n, n);
    s->S = gsl_vector_alloc(n);
    s->work = gsl_vector_alloc(n);
    s->right = gsl_vector_alloc(n);
    s->step = gsl_vector_alloc(n);
    s->value = gsl_vector_complex_alloc(n);
    s->eigen = gsl_eigen_nonsymm_alloc(n);
    return s->y && s->J && s->V && s->S && s->work && s->right && s->step && s->value && s->eigen;
}

static void release(search *s)
{
    free(s->y);
    gsl_matrix_free(s->J);
    gsl_matrix_free(s->V);
    gsl_vector_free(s->S);
    gsl_vector_free(s->work);
    gsl_vector_free(s->right);
    gsl_vector_free(s->step);
    gsl_vector_complex_free(s->value);
    if (s->eigen)
        gsl_eigen_nonsymm_free(s->eigen);
}

shf_status shf_online_final_find(shf_online_run *run, shf_online_final *final, shf_error *error)
{
    const shf_online_model *model = run->model;
    search s = {.system = &run->system, .n = model->n - (model->params.freeze_v.kind ? model->params.K : 0)};
    *final = (shf_online_final){NAN, NAN};
    size_t most = model->g.family == SHF_FAMILY_RELU ? SHF_ONLINE_FINAL_MAX_RELU : SHF_ONLINE_FINAL_MAX;
    if (s.n > most || model->params.schedule.kind != SHF_ONLINE_RATE_CONSTANT || model->params.weights.kind)
        return SHF_OK;
    shf_gsl_enter();
    int room = allocate(&s);
    if (room) {
        s.out = s.y + model->n;
        s.shifted = s.out + model->n;
        memcpy(s.y, run->state, model->n * sizeof *s.y);
        find(&s, s.shifted + model->n, final);
    }
    release(&s);
    shf_gsl_leave();
    return room ? SHF_OK : shf_no_memory(error);
}
