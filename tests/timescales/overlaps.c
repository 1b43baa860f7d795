/* The overlap flow: its invariant manifolds, the network in R^d behind it, and its constraints. */
#include "timescales/problem.h"
#include <gsl/gsl_eigen.h>

enum { M = 6, D = 20, K = 3, N = 2 * M + M * (M - 1) / 2 };

#define SMALL \
    "model=overlaps m=6 d=20 epsilon=0.01 activation=hermite:1,0.9,0.8,-0.6 target=hermite:1,-1,0.7,0.3 "

static void unit_vectors(double *u)
{
    for (size_t i = 0; i < M; i++) {
        double norm = 0, x = (double)(i + 1);
        for (size_t j = 0; j < D; j++) {
            double n = (double)(j + 1);
            u[i * D + j] = sin(1.7 * x * n + 0.3 * x * x + 0.5 * n);
            norm += u[i * D + j] * u[i * D + j];
        }
        for (size_t j = 0; j < D; j++)
            u[i * D + j] /= sqrt(norm);
    }
}

static double polynomial(const double *c, double x, double *slope)
{
    double sum = 0;
    *slope = 0;
    for (size_t k = K + 1; k-- > 0;) {
        *slope = *slope * x + sum;
        sum = sum * x + c[k];
    }
    return sum;
}

static double dot(const double *x, const double *y)
{
    double sum = 0;
    for (size_t j = 0; j < D; j++)
        sum += x[j] * y[j];
    return sum;
}

/* Risk of the network with vectors u, each normalised, (T.3). */
static double risk_of(const shf_timescales_model *model, const double *a, const double *u)
{
    double U[K + 1], V[K + 1], sum = 0, unused = 0;
    for (size_t k = 0; k <= K; k++) {
        U[k] = model->sigma[k] * model->sigma[k];
        V[k] = model->sigma[k] * model->phi[k];
        sum += 0.5 * model->phi[k] * model->phi[k];
    }
    for (size_t i = 0; i < M; i++) {
        double ni = sqrt(dot(u + i * D, u + i * D));
        sum -= a[i] * polynomial(V, u[i * D] / ni, &unused) / M;
        for (size_t j = 0; j < M; j++) {
            double nj = sqrt(dot(u + j * D, u + j * D)), r = dot(u + i * D, u + j * D) / (ni * nj);
            sum += 0.5 * a[i] * a[j] * polynomial(U, r, &unused) / (M * M);
        }
    }
    return sum;
}

/* Minus m times the gradient in u_i, projected: by differences of the risk of normalised vectors. */
static void vector_flow(const shf_timescales_model *model, const double *a, double *u, double *du)
{
    const double h = 1e-3;
    for (size_t c = 0; c < M * D; c++) {
        double value[4], at = u[c];
        for (int n = 0; n < 4; n++) {
            u[c] = at + h * (n < 2 ? n - 2 : n - 1);
            value[n] = risk_of(model, a, u);
        }
        u[c] = at;
        du[c] = -M * (8 * (value[2] - value[1]) - (value[3] - value[0])) / (12 * h);
    }
}

/* The overlaps move as those of the gradient flow of the vectors: error h^4 times a fifth derivative. */
START_TEST(flow_of_the_vectors)
{
    problem p = problem_read(SMALL);
    shf_timescales_model model = model_of(&p);
    shf_timescales_system system;
    shf_error error = {0};
    double u[M * D], du[M * D], out[N];
    unit_vectors(u);
    shf_assert_ok(shf_timescales_system_overlaps(&system, &model, u, &error), error);
    ck_assert_int_eq(system.problem.rhs(0, system.start, out, &system), 0);
    vector_flow(&model, model.a, u, du);
    size_t ij = 2 * M;
    for (size_t i = 0; i < M; i++) {
        /* dT = dt/nu */
        shf_assert_close(out[M + i], model.nu * du[i * D], 1e-7, 1e-8);
        for (size_t j = i + 1; j < M; j++, ij++)
            shf_assert_close(out[ij], model.nu * (dot(du + i * D, u + j * D) + dot(u + i * D, du + j * D)),
                             1e-7, 1e-8);
        double up[M], down[M];
        memcpy(up, model.a, sizeof up);
        memcpy(down, model.a, sizeof down);
        up[i] += 1e-3;
        down[i] -= 1e-3;
        /* the risk is quadratic in a: the central difference is exact */
        double slope = (risk_of(&model, up, u) - risk_of(&model, down, u)) / 2e-3;
        shf_assert_close(out[i], -M * slope, 0, 1e-11);
    }
    double rho[K + 1], part[K + 1], risk = 0, sum = 0;
    system.measure(&system, system.start, rho, part, &risk);
    shf_assert_close(risk, risk_of(&model, model.a, u), 1e-13, 0);
    for (size_t k = 0; k <= K; k++)
        sum += part[k];
    shf_assert_close(sum, risk, 1e-13, 0);
    shf_timescales_system_free(&system);
    shf_timescales_model_free(&model);
}
END_TEST

/* The decay that the events use is that of the risk along a step. */
START_TEST(decay_of_the_risk)
{
    problem p = problem_read(SMALL);
    shf_timescales_model model = model_of(&p);
    shf_timescales_system system;
    shf_error error = {0};
    double out[N], y[N], rho[K + 1], part[K + 1], value[2];
    shf_assert_ok(shf_timescales_system_overlaps(&system, &model, NULL, &error), error);
    ck_assert_int_eq(system.problem.rhs(0, system.start, out, &system), 0);
    for (int n = 0; n < 2; n++) {
        for (size_t k = 0; k < N; k++)
            y[k] = system.start[k] + (n ? 1e-5 : -1e-5) * out[k];
        system.measure(&system, y, rho, part, &value[n]);
    }
    shf_assert_close(system.decay(&system, system.start, out), (value[0] - value[1]) / 2e-5, 1e-7, 0);
    shf_timescales_system_free(&system);
    shf_timescales_model_free(&model);
}
END_TEST

/* At r_ij = s_i s_j for i != j and r_ii = 1 the overlaps s and the weights move by the mean field plus
 * exactly the self-interaction, (T.15). */
START_TEST(product_manifold)
{
    problem p = problem_read(SMALL);
    problem q = problem_read(SMALL "model=finite-m");
    shf_timescales_model model = model_of(&p), other = model_of(&q);
    shf_timescales_system system, flow;
    shf_error error = {0};
    double y[N], out[N], expected[2 * M];
    shf_assert_ok(shf_timescales_system_overlaps(&system, &model, NULL, &error), error);
    shf_assert_ok(shf_timescales_system_flow(&flow, &other, &error), error);
    for (size_t i = 0; i < M; i++) {
        y[i] = model.nu * model.a[i];
        y[M + i] = 0.8 * cos(1.0 + 1.9 * (double)i);
    }
    size_t ij = 2 * M;
    for (size_t i = 0; i < M; i++)
        for (size_t j = i + 1; j < M; j++)
            y[ij++] = y[M + i] * y[M + j];
    ck_assert_int_eq(system.problem.rhs(0, y, out, &system), 0);
    ck_assert_int_eq(flow.problem.rhs(0, y, expected, &flow), 0);
    for (size_t k = 0; k < 2 * M; k++)
        shf_assert_close(out[k], expected[k], 1e-13, 1e-13);
    shf_timescales_system_free(&system);
    shf_timescales_system_free(&flow);
    shf_timescales_model_free(&model);
    shf_timescales_model_free(&other);
}
END_TEST

/* Smallest eigenvalue of the Gram matrix of u* and the u_i. */
static double smallest_eigenvalue(const double *y)
{
    enum { SIZE = M + 1 };
    double gram[SIZE * SIZE] = {0}, value[SIZE], least = 1;
    const double *r = y + 2 * M;
    for (size_t i = 0; i < SIZE; i++)
        gram[i * SIZE + i] = 1;
    for (size_t i = 0; i < M; i++) {
        gram[i + 1] = gram[(i + 1) * SIZE] = y[M + i];
        for (size_t j = i + 1; j < M; j++, r++)
            gram[(i + 1) * SIZE + j + 1] = gram[(j + 1) * SIZE + i + 1] = *r;
    }
    gsl_matrix_view matrix = gsl_matrix_view_array(gram, SIZE, SIZE);
    gsl_vector_view values = gsl_vector_view_array(value, SIZE);
    gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(SIZE);
    ck_assert_int_eq(gsl_eigen_symm(&matrix.matrix, &values.vector, work), 0);
    gsl_eigen_symm_free(work);
    for (size_t k = 0; k < SIZE; k++)
        least = fmin(least, value[k]);
    return least;
}

/* d = 5 < m + 1: the Gram matrix has rank 5 and stays positive semi-definite along the flow. */
START_TEST(gram_matrix)
{
    problem p = problem_read(SMALL "d=5");
    shf_timescales_model model = model_of(&p);
    shf_error error = {0};
    for (double t = 1e-3; t < 2e3; t *= 10) {
        shf_timescales_run run = {.model = &model, .solver = &p.solver};
        shf_assert_ok(shf_timescales_run_through(&run, &t, 1, &error), error);
        double least = smallest_eigenvalue(run.state);
        ck_assert_msg(fabs(least) < SHF_TRUNC(100, p.solver.rtol), "t = %g: smallest eigenvalue %g", t,
                      least);
        shf_timescales_run_free(&run);
    }
    shf_timescales_model_free(&model);
}
END_TEST

SHF_TEST_MAIN("timescales/overlaps", flow_of_the_vectors, decay_of_the_risk, product_manifold, gram_matrix)
