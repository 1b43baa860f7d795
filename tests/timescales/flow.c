/* The mean-field flow at fixed states: Jacobian, preconditioner, identities and symmetries. */
#include "timescales/problem.h"

enum { M = 19, K = 4 };

#define RANDOM                                                                         \
    "m=19 init=random scale-a=2 epsilon=0.01 activation=hermite:0.6,1.1,-0.7,0.5,0.9 " \
    "target=hermite:0.3,-1,0.8,0.2,-0.4 "

/* A model and its system, with s away from zero. */
typedef struct setup {
    problem p;
    shf_timescales_model model;
    shf_timescales_system system;
    double y[2 * M];
} setup;

static void begin(setup *s, const char *text)
{
    shf_error error = {0};
    s->p = problem_read(text);
    s->model = model_of(&s->p);
    shf_assert_ok(shf_timescales_system_flow(&s->system, &s->model, &error), error);
    for (size_t i = 0; i < M; i++) {
        s->y[i] = s->model.nu * s->model.a[i];
        s->y[M + i] = 0.9 * sin(1.0 + 2.3 * (double)i);
    }
}

static void end(setup *s)
{
    shf_timescales_system_free(&s->system);
    shf_timescales_model_free(&s->model);
}

static void rhs(setup *s, const double *y, double *out)
{
    ck_assert_int_eq(s->system.problem.rhs(0, y, out, &s->system), 0);
}

static double risk(setup *s, const double *y)
{
    double rho[K + 1], part[K + 1], value = 0;
    s->system.measure(&s->system, y, rho, part, &value);
    return value;
}

/* Column j of the Jacobian by central differences; the error of the fourth-order formula with steps of 1e-3
 * is about 1e-12 times derivatives of order 1e3. */
static void column(setup *s, size_t j, double *out)
{
    const double h = 1e-3;
    double up[2 * M], down[2 * M], up2[2 * M], down2[2 * M], y[2 * M];
    memcpy(y, s->y, sizeof y);
    y[j] = s->y[j] + h, rhs(s, y, up);
    y[j] = s->y[j] - h, rhs(s, y, down);
    y[j] = s->y[j] + 2 * h, rhs(s, y, up2);
    y[j] = s->y[j] - 2 * h, rhs(s, y, down2);
    for (size_t i = 0; i < 2 * M; i++)
        out[i] = (8 * (up[i] - down[i]) - (up2[i] - down2[i])) / (12 * h);
}

/* Products with the Jacobian, with and without the self-interaction. */
START_TEST(jacobian_products)
{
    static const char *const models[] = {RANDOM "model=mean-field", RANDOM "model=finite-m"};
    for (int k = 0; k < 2; k++) {
        setup s;
        begin(&s, models[k]);
        double v[2 * M] = {0}, expected[2 * M], product[2 * M];
        ck_assert_int_eq(s.system.problem.prepare(0, s.y, &s.system), 0);
        for (size_t j = 0; j < 2 * M; j++) {
            column(&s, j, expected);
            v[j] = 1;
            ck_assert_int_eq(s.system.problem.product(0, s.y, v, product, &s.system), 0);
            v[j] = 0;
            for (size_t i = 0; i < 2 * M; i++)
                shf_assert_close(product[i], expected[i], 1e-7, 1e-8);
        }
        end(&s);
    }
}
END_TEST

/* The preconditioner is the exact inverse of I - gamma J: solve(r - gamma J r) = r, to rounding times the
 * condition number gamma |J| of about 1e3 at gamma = 1. */
START_TEST(preconditioner_is_the_inverse)
{
    static const char *const models[] = {RANDOM "model=mean-field", RANDOM "model=finite-m"};
    static const double gammas[] = {1e-6, 1e-3, 0.03, 1};
    for (int k = 0; k < 8; k++) {
        setup s;
        begin(&s, models[k % 2]);
        double r[2 * M], Jr[2 * M], z[2 * M], gamma = gammas[k / 2];
        int renewed = 0;
        for (size_t i = 0; i < 2 * M; i++)
            r[i] = cos(0.7 * (double)i);
        ck_assert_int_eq(s.system.problem.prepare(0, s.y, &s.system), 0);
        ck_assert_int_eq(s.system.problem.product(0, s.y, r, Jr, &s.system), 0);
        for (size_t i = 0; i < 2 * M; i++)
            Jr[i] = r[i] - gamma * Jr[i];
        ck_assert_int_eq(s.system.problem.precondition(0, s.y, 0, gamma, &renewed, &s.system), 0);
        ck_assert_int_eq(s.system.problem.solve(gamma, Jr, z, &s.system), 0);
        for (size_t i = 0; i < 2 * M; i++)
            shf_assert_close(z[i], r[i], 0, 1e-11);
        end(&s);
    }
}
END_TEST

/* sum_k c_k x^k */
static double polynomial(const double *c, double x)
{
    double sum = 0;
    for (size_t k = K + 1; k-- > 0;)
        sum = sum * x + c[k];
    return sum;
}

/* The risk in moments is the double sum over pairs of neurons, (T.4); with finite m, r_ii = 1. */
START_TEST(risk_is_the_double_sum)
{
    for (int self = 0; self < 2; self++) {
        setup s;
        begin(&s, self ? RANDOM "model=finite-m" : RANDOM "model=mean-field");
        double u[K + 1], v[K + 1], sum = 0;
        for (size_t k = 0; k <= K; k++) {
            u[k] = s.model.sigma[k] * s.model.sigma[k];
            v[k] = s.model.sigma[k] * s.model.phi[k];
            sum += 0.5 * s.model.phi[k] * s.model.phi[k];
        }
        for (size_t i = 0; i < M; i++) {
            double a = s.y[i] / s.model.nu, si = s.y[M + i];
            sum -= a * polynomial(v, si) / M;
            for (size_t j = 0; j < M; j++) {
                double r = i == j && self ? 1 : si * s.y[M + j];
                sum += 0.5 * a * (s.y[j] / s.model.nu) * polynomial(u, r) / (M * M);
            }
        }
        shf_assert_close(risk(&s, s.y), sum, 1e-13, 0);
        end(&s);
    }
}
END_TEST

/* The flow is minus the gradient of the risk in the metric of (T.6), and the risk decays accordingly. */
START_TEST(gradient_flow)
{
    for (int self = 0; self < 2; self++) {
        setup s;
        begin(&s, self ? RANDOM "model=finite-m" : RANDOM "model=mean-field");
        const double h = 1e-4;
        double out[2 * M], y[2 * M], rate = 0;
        rhs(&s, s.y, out);
        memcpy(y, s.y, sizeof y);
        for (size_t i = 0; i < 2 * M; i++) {
            double si = s.y[M + i % M], metric = i < M ? 1 : 1 - si * si, value[4];
            for (int n = 0; n < 4; n++) {
                y[i] = s.y[i] + h * (n < 2 ? n - 2 : n - 1);
                value[n] = risk(&s, y);
            }
            y[i] = s.y[i];
            double slope = (8 * (value[2] - value[1]) - (value[3] - value[0])) / (12 * h);
            shf_assert_close(out[i], -s.model.nu * M * metric * slope, 1e-7, 1e-9);
            rate += slope * out[i];
        }
        shf_assert_close(s.system.decay(&s.system, s.y, out), -rate, 1e-8, 0);
        end(&s);
    }
}
END_TEST

/* (s, phi_odd) -> -(s, phi_odd) and (a, phi) -> -(a, phi): to the last bit but for the sign. */
START_TEST(symmetries)
{
    setup s, t;
    double out[2 * M], mirrored[2 * M];
    begin(&s, RANDOM);
    begin(&t, RANDOM);
    for (size_t k = 1; k <= K; k += 2)
        t.model.phi[k] *= -1;
    for (size_t i = 0; i < M; i++)
        t.y[M + i] *= -1;
    rhs(&s, s.y, out);
    rhs(&t, t.y, mirrored);
    for (size_t i = 0; i < 2 * M; i++)
        ck_assert_double_eq(mirrored[i], i < M ? out[i] : -out[i]);
    for (size_t k = 0; k <= K; k++)
        t.model.phi[k] = -s.model.phi[k];
    for (size_t i = 0; i < M; i++) {
        t.y[i] = -s.y[i];
        t.y[M + i] = s.y[M + i];
    }
    rhs(&t, t.y, mirrored);
    for (size_t i = 0; i < 2 * M; i++)
        ck_assert_double_eq(mirrored[i], i < M ? -out[i] : out[i]);
    end(&s);
    end(&t);
}
END_TEST

SHF_TEST_MAIN("timescales/flow", jacobian_products, preconditioner_is_the_inverse, risk_is_the_double_sum,
              gradient_flow, symmetries)
