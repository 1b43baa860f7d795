/* The CVODE adapter: preconditioners, observers of steps, the unit of time of messages. */
#include "common/ode.h"
#include "support/test.h"

static shf_ode *start(const shf_ode_problem *problem, const shf_solver *solver, double t, const double *y)
{
    shf_ode *ode = NULL;
    shf_error error;
    shf_assert_ok(shf_ode_new(&ode, problem, solver, t, y, &error), error);
    return ode;
}

static void advance(shf_ode *ode, double t, double *y)
{
    shf_error error;
    shf_assert_ok(shf_ode_advance(ode, t, y, NULL, 0, &error), error);
}

enum { CHAIN = 400 };

/* A stiff chain y_k' = -rate_k y_k + y_{k-1} with rates 1..1e6, and what its callbacks count. */
typedef struct chain {
    int prepared, products, preconditioned, observed, stop_after;
    double gamma, latest, inverse[CHAIN];
} chain;

static double chain_rate(size_t k)
{
    return pow(1e6, (double)k / (CHAIN - 1));
}

static int chain_rhs(double t, const double *y, double *out, void *context)
{
    (void)t, (void)context;
    for (size_t k = 0; k < CHAIN; k++)
        out[k] = -chain_rate(k) * y[k] + (k ? y[k - 1] : 0);
    return 0;
}

static int chain_prepare(double t, const double *y, void *context)
{
    (void)t, (void)y;
    ((chain *)context)->prepared++;
    return 0;
}

static int chain_product(double t, const double *y, const double *v, double *out, void *context)
{
    (void)y;
    ck_assert_int_gt(((chain *)context)->prepared, 0);
    ((chain *)context)->products++;
    return chain_rhs(t, v, out, context);
}

static int chain_precondition(double t, const double *y, int may_reuse, double gamma, int *renewed,
                              void *context)
{
    (void)t, (void)y, (void)may_reuse;
    chain *c = context;
    c->preconditioned++;
    c->gamma = gamma;
    for (size_t k = 0; k < CHAIN; k++)
        c->inverse[k] = 1 / (1 + gamma * chain_rate(k));
    *renewed = 1;
    return 0;
}

/* (I - gamma J)^-1 r by forward substitution: exact while gamma is that of the preparation */
static int chain_solve(double gamma, const double *r, double *z, void *context)
{
    chain *c = context;
    for (size_t k = 0; k < CHAIN; k++)
        z[k] = c->inverse[k] * (r[k] + (k ? gamma * z[k - 1] : 0));
    return 0;
}

static int chain_observe(double t, const double *y, void *context)
{
    chain *c = context;
    ck_assert(t > c->latest && isfinite(y[0]));
    c->latest = t;
    return ++c->observed == c->stop_after;
}

static shf_info chain_run(chain *c, int preconditioned, int renew, double *y)
{
    shf_ode_problem problem = {.n = CHAIN,
                               .rhs = chain_rhs,
                               .product = chain_product,
                               .prepare = chain_prepare,
                               .precondition = preconditioned ? chain_precondition : NULL,
                               .solve = chain_solve,
                               .renew = renew,
                               .observe = chain_observe,
                               .context = c,
                               .method = SHF_ODE_BDF,
                               .linear = SHF_ODE_KRYLOV};
    shf_solver solver = {.rtol = 1e-8, .atol = 1e-12, .max_steps = 100000};
    for (size_t k = 0; k < CHAIN; k++)
        y[k] = 1;
    shf_ode *ode = start(&problem, &solver, 0, y);
    advance(ode, 1, y);
    shf_info info = {.steps = 0};
    shf_ode_report(ode, &info);
    ck_assert_int_eq(shf_ode_stopped(ode), c->stop_after > 0);
    shf_ode_free(ode);
    return info;
}

/* The first components are exp(-t) and, with rate r, (exp(-t) - exp(-r t))/(r - 1) + exp(-r t).  The exact
 * preconditioner saves most of the steps that a Krylov space of five dimensions needs for rates over six
 * decades. */
START_TEST(a_preconditioner_helps)
{
    double y[CHAIN], r = chain_rate(1);
    chain plain = {.latest = 0}, exact = {.latest = 0}, renewed = {.latest = 0};
    (void)chain_run(&plain, 0, 0, y);
    for (int renew = 0; renew < 2; renew++) {
        chain *c = renew ? &renewed : &exact;
        shf_info with = chain_run(c, 1, renew, y);
        shf_assert_close(y[0], exp(-1), 0, SHF_TRUNC(100, 1e-8));
        shf_assert_close(y[1], (exp(-1) - exp(-r)) / (r - 1) + exp(-r), 0, SHF_TRUNC(100, 1e-8));
        ck_assert_int_lt(10 * c->products, plain.products);
        ck_assert_uint_eq((size_t)c->observed, with.steps);
        ck_assert_int_gt(c->preconditioned, 0);
    }
    ck_assert_int_gt(renewed.preconditioned, 2 * exact.preconditioned);
    ck_assert_int_eq(plain.preconditioned, 0);
}
END_TEST

START_TEST(an_observer_can_stop)
{
    double y[CHAIN];
    chain c = {.stop_after = 7};
    shf_info info = chain_run(&c, 1, 0, y);
    ck_assert_int_eq(c.observed, 7);
    ck_assert_uint_eq(info.steps, 7);
}
END_TEST

/* Messages show t in the unit of the problem. */
START_TEST(unit_of_time_in_messages)
{
    chain c = {.latest = 0};
    shf_ode_problem problem = {.n = CHAIN, .rhs = chain_rhs, .context = &c, .time_unit = 0.001};
    shf_solver solver = {.rtol = 1e-8, .atol = 1e-12, .max_steps = 3};
    double y[CHAIN] = {1};
    shf_error error = {0};
    shf_ode *ode = start(&problem, &solver, 0, y);
    shf_assert_fails(shf_ode_advance(ode, 5, y, NULL, 0, &error), SHF_ERR_NUMERIC, error, "before t = 0.005");
    shf_ode_free(ode);
}
END_TEST

SHF_TEST_MAIN("common/ode_steps", a_preconditioner_helps, an_observer_can_stop, unit_of_time_in_messages)
