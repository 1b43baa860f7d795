/* Whole runs: reference curves, invariants, exact final states, events. */
#include "timescales/problem.h"

/* The problems of reference/make-timescales. */
static const struct {
    const char *name, *text;
} problems[] = {
    {"poly2", POLY2},
    {"gauss", POLY2 " init=gauss m=64"},
    {"relu", "activation=relu target=hermite:1,-1,0.66666666666666663"},
    {"erf-wrong-sign", "activation=erf modes=7 target=hermite:0,1,0,0.5"},
    {"erf", "activation=erf modes=7 target=hermite:0,1,0,-0.5"},
    {"linear", "activation=hermite:0,1 target=hermite:0,0.7 m=20 mean-a=0.7 scale-a=0.5"},
    {"poly4", POLY4},
    {"overlaps", ""},
};

enum { POINTS_MAX = 200, COLUMNS_MAX = 20 };

typedef struct curve {
    char name[32], column[COLUMNS_MAX][16];
    double epsilon, t[POINTS_MAX], value[POINTS_MAX][COLUMNS_MAX], half[COLUMNS_MAX];
    size_t points, columns;
} curve;

/* Reads the next curve; the first line of the one after it is kept in `line`. */
static int next_curve(FILE *file, char *line, size_t size, curve *c)
{
    *c = (curve){.points = 0};
    for (; *line || fgets(line, (int)size, file); *line = '\0') {
        char name[32], quantity[16];
        double epsilon = 0, t = 0, value = 0;
        if (*line == '#')
            continue;
        int read = sscanf(line, "%31s %lf %15s %lf %lf", name, &epsilon, quantity, &t, &value);
        ck_assert_msg(read == 5, "unreadable line: %s", line);
        if (c->points && (strcmp(name, c->name) != 0 || epsilon != c->epsilon))
            return 1;
        strcpy(c->name, name);
        c->epsilon = epsilon;
        if (quantity[0] == 't') {
            c->half[strtoul(quantity + 2, NULL, 10)] = value;
            continue;
        }
        if (strcmp(quantity, "risk") == 0) {
            c->t[c->points++] = t;
            c->columns = 0;
        }
        strcpy(c->column[c->columns], quantity);
        c->value[c->points - 1][c->columns++] = value;
        ck_assert_uint_lt(c->points, POINTS_MAX);
        ck_assert_uint_lt(c->columns, COLUMNS_MAX);
    }
    return c->points > 0;
}

static problem problem_of(const curve *c)
{
    for (size_t k = 0; k < sizeof problems / sizeof problems[0]; k++)
        if (strcmp(problems[k].name, c->name) == 0) {
            problem p = problem_read(problems[k].text);
            p.params.epsilon = c->epsilon;
            return p;
        }
    ck_abort_msg("%s: unknown problem", c->name);
}

static void compare(const curve *c, const shf_table *table, double rtol)
{
    /* bars of the project at rtol = 1e-9: 1e-7 in the risk, 1e-6 in the residuals and, relative, in the t_k
     */
    double scale = rtol / 1e-9;
    for (size_t j = 0; j < c->columns; j++) {
        const double *column = shf_table_column(table, c->column[j]);
        ck_assert_ptr_nonnull(column);
        double bar = scale * (j ? 1e-6 : 1e-7), worst = 0;
        for (size_t i = 0; i < c->points; i++)
            worst = fmax(worst, fabs(column[i] - c->value[i][j]));
        ck_assert_msg(worst <= bar, "%s at epsilon = %g, rtol = %g: %s is off by %.2g, allowed %.2g", c->name,
                      c->epsilon, rtol, c->column[j], worst, bar);
    }
    for (size_t k = 0; k + 1 < c->columns; k++) {
        char name[32];
        (void)snprintf(name, sizeof name, "t_%zu", k);
        double t = shf_table_scalar(table, name);
        if (c->half[k] > 0)
            shf_assert_close(t, c->half[k], scale * 1e-6, 0);
    }
}

/* Every reference curve at three tolerances: the error follows the tolerance. */
START_TEST(reference_curves)
{
    static const double rtols[] = {1e-7, 1e-9, 1e-10};
    FILE *file = fopen(SHF_REFERENCE_DIR "/timescales.tsv", "r");
    ck_assert_ptr_nonnull(file);
    char line[256] = "";
    curve c;
    size_t curves = 0;
    while (next_curve(file, line, sizeof line, &c)) {
        curves++;
        for (size_t k = 0; k < 3 && strcmp(c.name, "overlaps") != 0; k++) {
            problem p = problem_of(&c);
            p.solver.rtol = rtols[k];
            p.request.estimate.kind = 1;
            p.grid.times = (shf_list){c.points, c.t};
            shf_table *table = NULL;
            shf_error error = {0};
            shf_assert_ok(
                shf_timescales_solve(&p.params, &p.request, &p.grid, &p.solver, NULL, &table, NULL, &error),
                error);
            compare(&c, table, fmax(rtols[k], 1e-9));
            shf_table_free(table);
        }
    }
    ck_assert_uint_ge(curves, 16);
    ck_assert_int_eq(fclose(file), 0);
}
END_TEST

/* Half-learning times at small epsilon, from integrations of the double sums in (a, s, t) by LSODA at rtol
 * 1e-12 that take too long for reference/make-timescales; all digits given are right. */
START_TEST(half_learning_times)
{
    static const struct {
        const char *text;
        double t[5];
    } cases[] = {
        {POLY2 " epsilon=1e-8", {6.93147e-9, 5.84546721e-4, 0.0107624617}},
        {POLY2 " init=gauss m=64 epsilon=1e-6", {6.93147101e-7, 4.67827388e-3, 0.0339372687}},
        {POLY4 " epsilon=1e-6", {6.931471e-7, 4.67746533e-3, 0.0274402742, 0.0312044407, 0.0351398787}},
        {"activation=relu target=hermite:1,-1,0.66666666666666663 epsilon=1e-6",
         {4.35516726e-6, 0.010052514, 0.0916486825}},
        {"activation=erf modes=7 target=hermite:0,1,0,0.5 epsilon=1e-6", {0, 8.83310156e-3}},
        {"activation=erf modes=7 target=hermite:0,1,0,-0.5 epsilon=1e-6", {0, 8.83194929e-3, 0, 1.34474977}},
    };
    for (size_t j = 0; j < sizeof cases / sizeof cases[0]; j++) {
        problem p = problem_read(cases[j].text);
        p.solver.rtol = 1e-9;
        p.request.estimate.kind = 1;
        shf_table *table = problem_solve(&p, NULL);
        for (size_t k = 0; k < 5; k++) {
            char name[32];
            (void)snprintf(name, sizeof name, "t_%zu", k);
            if (cases[j].t[k] > 0)
                shf_assert_close(shf_table_scalar(table, name), cases[j].t[k], 1e-6, 0);
        }
        shf_table_free(table);
    }
}
END_TEST

/* The network of six neurons in 20 dimensions, in its vectors there and in overlaps here. */
START_TEST(reference_overlaps)
{
    FILE *file = fopen(SHF_REFERENCE_DIR "/timescales.tsv", "r");
    ck_assert_ptr_nonnull(file);
    char line[256] = "";
    curve c;
    do
        ck_assert(next_curve(file, line, sizeof line, &c));
    while (strcmp(c.name, "overlaps") != 0);
    ck_assert_int_eq(fclose(file), 0);
    enum { M = 6, D = 20 };
    double u[M * D];
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
    problem p = problem_read(POLY2 " model=overlaps m=6 d=20 epsilon=0.01 rtol=1e-9");
    shf_timescales_model model = model_of(&p);
    shf_timescales_system system;
    shf_ode *ode = NULL;
    shf_error error = {0};
    shf_solver solver = {.rtol = 1e-10, .atol = 1e-14, .max_steps = 1000000};
    shf_assert_ok(shf_timescales_system_overlaps(&system, &model, u, &error), error);
    shf_assert_ok(shf_ode_new(&ode, &system.problem, &solver, 0, system.start, &error), error);
    for (size_t i = 0; i < c.points; i++) {
        double rho[3], part[3], risk = 0;
        shf_assert_ok(shf_ode_advance(ode, c.t[i] / model.nu, system.start, NULL, 0, &error), error);
        system.measure(&system, system.start, rho, part, &risk);
        shf_assert_close(risk, c.value[i][0], 0, 1e-7);
        for (int k = 0; k < 3; k++)
            shf_assert_close(rho[k], c.value[i][1 + k], 0, 1e-6);
    }
    shf_ode_free(ode);
    shf_timescales_system_free(&system);
    shf_timescales_model_free(&model);
}
END_TEST

/* One mode: epsilon k a_i^2 + log(1 - s_i^2) is constant for every neuron, (T.16). */
START_TEST(invariant_of_one_mode)
{
    static const char *const texts[] = {
        "activation=hermite:0,1.1 target=hermite:0,0.7",
        "activation=hermite:0,0,1 target=hermite:0,0,1 init-s=points:0.3,-0.2",
        "activation=hermite:0,0,0,1 target=hermite:0,0,0,-1 init-s=points:0.4,-0.5"};
    for (size_t k = 1; k <= 3; k++) {
        problem p = problem_read(texts[k - 1]);
        p.params.m = p.request.nodes = 8;
        p.params.epsilon = 0.02;
        shf_table *table = problem_solve(&p, NULL);
        for (size_t i = 1; i <= 8; i++) {
            char a_name[8], s_name[8];
            (void)snprintf(a_name, sizeof a_name, "a_%zu", i);
            (void)snprintf(s_name, sizeof s_name, "s_%zu", i);
            const double *a = shf_table_column(table, a_name), *s = shf_table_column(table, s_name);
            double first = 0.02 * (double)k * a[0] * a[0] + log1p(-s[0] * s[0]);
            for (size_t j = 1; j < shf_table_rows(table); j++)
                shf_assert_close(0.02 * (double)k * a[j] * a[j] + log1p(-s[j] * s[j]), first, 0,
                                 SHF_TRUNC(1e3, p.solver.rtol));
        }
        shf_table_free(table);
    }
}
END_TEST

/* Identical neurons and one linear mode: the final a is the root of a sqrt(1 - exp(-epsilon (a^2 - a_0^2))) =
 * phi_1/sigma_1, found here by bisection. */
START_TEST(final_state)
{
    double a0 = 0.8, epsilon = 0.01, low = a0, high = 100, target = 0.7 / 1.1;
    for (int k = 0; k < 200; k++) {
        double a = 0.5 * (low + high);
        *(a * sqrt(-expm1(-epsilon * (a * a - a0 * a0))) < target ? &low : &high) = a;
    }
    problem p = problem_read(
        "activation=hermite:0,1.1 target=hermite:0,0.7 epsilon=0.01 init=points:0.8 m=3 nodes=1");
    shf_table *table = problem_solve(&p, NULL);
    size_t last = shf_table_rows(table) - 1;
    double a = shf_table_column(table, "a_1")[last], s = shf_table_column(table, "s_1")[last];
    /* the invariant drifts by less than 1e3 rtol, which a feels through its derivative 2 epsilon a = 0.05 */
    shf_assert_close(a, low, 0, SHF_TRUNC(1e3, p.solver.rtol) / 0.05);
    shf_assert_close(s, target / low, 0, SHF_TRUNC(1e3, p.solver.rtol));
    shf_table_free(table);
}
END_TEST

/* A constant activation: rho_0 = phi_0 exp(-sigma_0^2 t/epsilon), (T.9). */
START_TEST(constant_activation)
{
    problem p = problem_read("activation=hermite:1.3 target=hermite:0.9,0.5 epsilon=1e-3 t-max=0.1");
    shf_table *table = problem_solve(&p, NULL);
    const double *t = shf_table_column(table, "t"), *rho = shf_table_column(table, "rho_0");
    for (size_t j = 0; j < shf_table_rows(table); j++)
        shf_assert_close(rho[j], 0.9 * exp(-1.69 * t[j] / 1e-3), 0, SHF_TRUNC(100, p.solver.rtol));
    ck_assert(has_note(table, "component 1 will never be learnt, because the activation has no component"));
    shf_table_free(table);
}
END_TEST

/* Rates along a run, by the trapezoidal rule over 4000 points of a smooth stretch, whose error is (dt)^2. */
typedef struct rates {
    double decay; /* (1/epsilon) <g^2> + <a^2 (1-s^2) g'^2>, (T.6) */
    double power; /* sum_k rho_k (phi_k - rho_k), (T.17) */
    double turn;  /* sum_k k rho_k (phi_k - rho_k), (T.19) */
} rates;

/* Those of one row of a table with all m neurons. */
static rates rates_at(const problem *p, const shf_table *table, size_t row)
{
    rates r = {0};
    double c[3], m = (double)p->params.m;
    for (size_t k = 0; k < 3; k++) {
        char name[32];
        (void)snprintf(name, sizeof name, "rho_%zu", k);
        double rho = shf_table_column(table, name)[row], product = rho * (p->params.target.value[k] - rho);
        c[k] = p->params.activation.value[k] * rho;
        r.power += product;
        r.turn += (double)k * product;
    }
    for (size_t i = 1; i <= p->params.m; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "a_%zu", i);
        double a = shf_table_column(table, name)[row];
        (void)snprintf(name, sizeof name, "s_%zu", i);
        double s = shf_table_column(table, name)[row], slope = c[1] + 2 * c[2] * s;
        double g = c[0] + s * (c[1] + s * c[2]);
        r.decay += (g * g / p->params.epsilon + a * a * (1 - s * s) * slope * slope) / m;
    }
    return r;
}

/* -(1/2) <log(1 - s^2)> */
static double turned(const problem *p, const shf_table *table, size_t row)
{
    double sum = 0;
    for (size_t i = 1; i <= p->params.m; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "s_%zu", i);
        double s = shf_table_column(table, name)[row];
        sum -= 0.5 * log1p(-s * s) / (double)p->params.m;
    }
    return sum;
}

/* The risk falls by (T.6), <a^2> grows by (T.17) and -<log(1-s^2)>/2 by (T.19). */
START_TEST(identities_along_a_run)
{
    problem p = problem_read(POLY2 " epsilon=0.01 grid=linear t-min=0.05 t-max=0.4 points=4001 nodes=50");
    shf_table *table = problem_solve(&p, NULL);
    size_t n = shf_table_rows(table);
    const double *t = shf_table_column(table, "t"), *rms = shf_table_column(table, "rms_a"),
                 *risk = shf_table_column(table, "risk");
    rates sum = {0}, before = rates_at(&p, table, 0);
    for (size_t j = 1; j < n; j++) {
        rates now = rates_at(&p, table, j);
        double half = 0.5 * (t[j] - t[j - 1]);
        sum.decay += half * (now.decay + before.decay);
        sum.power += half * (now.power + before.power);
        sum.turn += half * (now.turn + before.turn);
        before = now;
    }
    shf_assert_close(risk[0] - risk[n - 1], sum.decay, 1e-6, 0);
    shf_assert_close(0.005 * (rms[n - 1] * rms[n - 1] - rms[0] * rms[0]), sum.power, 1e-6, 0);
    shf_assert_close(turned(&p, table, n - 1) - turned(&p, table, 0), sum.turn, 1e-6, 0);
    shf_table_free(table);
}
END_TEST

/* The risk never rises: to rounding in the mean field and with finite m, to a hundredth of the tolerance of a
 * step where the overlaps of the neurons are integrated as well. */
START_TEST(risk_falls)
{
    static const struct {
        const char *text;
        double slack;
    } cases[] = {{POLY4 " epsilon=1e-6", 1e-12},
                 {"activation=relu epsilon=1e-4", 1e-12},
                 {POLY2 " model=finite-m m=20 epsilon=1e-3", 1e-12},
                 {POLY2 " model=overlaps m=10 d=30 epsilon=0.01", SHF_TRUNC(1e-2, 1e-9)}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        problem p = problem_read(cases[k].text);
        p.solver.rtol = 1e-9;
        p.request.estimate.kind = 1;
        shf_table *table = problem_solve(&p, NULL);
        const double *risk = shf_table_column(table, "risk");
        for (size_t j = 1; j < shf_table_rows(table); j++)
            shf_assert_below(risk[j] - risk[j - 1], cases[k].slack);
        shf_table_free(table);
    }
}
END_TEST

/* Events: |rho_k| = |phi_k|/2 at t_k, the slope of the risk at the edges of a plateau and at a fall. */
START_TEST(events)
{
    static const char *const text = POLY2 " epsilon=1e-6 rtol=1e-9";
    shf_table *first = solve_text(text);
    double t[3] = {shf_table_scalar(first, "t_0"), shf_table_scalar(first, "t_1"),
                   shf_table_scalar(first, "t_2")};
    double edge = shf_table_scalar(first, "plateau_2_to"), fall = shf_table_scalar(first, "fall_2_t");
    double rate = shf_table_scalar(first, "fall_2_rate"), h = 1e-3;
    shf_table_free(first);
    double times[] = {t[0], edge * exp(-h), edge * exp(h), fall * exp(-h), fall, fall * exp(h), t[1], t[2]};
    for (int k = 1; k < 8; k++)
        for (int j = k; j > 0 && times[j] < times[j - 1]; j--) {
            double keep = times[j];
            times[j] = times[j - 1];
            times[j - 1] = keep;
        }
    problem p = problem_read(text);
    p.grid.times = (shf_list){8, times};
    shf_table *table = NULL;
    shf_error error = {0};
    shf_assert_ok(shf_timescales_solve(&p.params, &p.request, &p.grid, &p.solver, NULL, &table, NULL, &error),
                  error);
    const double *risk = shf_table_column(table, "risk");
    shf_assert_close(shf_table_column(table, "rho_0")[0], 0.5, 1e-6, 0);
    shf_assert_close(shf_table_column(table, "rho_1")[6], -0.5, 1e-6, 0);
    shf_assert_close(shf_table_column(table, "rho_2")[7], 1. / 3, 1e-6, 0);
    /* slopes by differences over 2h: error h^2, plus noise of the tolerance over h */
    shf_assert_close((risk[1] - risk[2]) / (2 * h), 0.01 * 1.2222222, 1e-4, 0);
    shf_assert_close((risk[3] - risk[5]) / (2 * h), rate, 1e-3, 0);
    /* at the maximum the slope on both sides is the same: its change over h is of order h, not 1 */
    shf_assert_close((risk[3] - risk[4]) / (risk[4] - risk[5]), 1, 0.02, 0);
    shf_table_free(table);
}
END_TEST

/* Permuted neurons give the same curve, to rounding that the flow amplifies: far below the tolerance. */
START_TEST(permutation)
{
    shf_table *x = solve_text("init=points:0.9,-0.4,0.1,-0.7,0.3 m=5 epsilon=1e-3 t-max=1 estimate=no");
    shf_table *y = solve_text("init=points:0.3,0.1,-0.7,0.9,-0.4 m=5 epsilon=1e-3 t-max=1 estimate=no");
    for (size_t j = 0; j < shf_table_rows(x); j++)
        shf_assert_close(shf_table_column(x, "risk")[j], shf_table_column(y, "risk")[j], 0, 1e-9);
    shf_table_free(x);
    shf_table_free(y);
}
END_TEST

/* The estimate is above the error, measured against a run at a thousandth of the tolerance. */
START_TEST(estimated_error)
{
    problem rough = problem_read(POLY2 " epsilon=1e-5 rtol=1e-6"),
            fine = problem_read(POLY2 " epsilon=1e-5 rtol=1e-10");
    shf_info info = {.steps = 0};
    shf_table *x = problem_solve(&rough, &info), *y = problem_solve(&fine, NULL);
    double worst = 0;
    for (size_t j = 0; j < shf_table_rows(x); j++)
        worst = fmax(worst, fabs(shf_table_column(x, "risk")[j] - shf_table_column(y, "risk")[j]));
    shf_assert_below(worst / 1.2222, info.estimated_error);
    shf_assert_below(info.estimated_error, 1e-3);
    shf_table_free(x);
    shf_table_free(y);
}
END_TEST

/* The estimate does not depend on which rows are asked for: the risk of a late one is 1e-33. */
START_TEST(estimate_of_single_rows)
{
    double late = 10, later = 900, both[] = {1e-5, 10};
    shf_list times[] = {{1, &late}, {1, &later}, {2, both}};
    for (size_t k = 0; k < 3; k++) {
        shf_timescales_params params = shf_timescales_params_default();
        shf_timescales_request request = shf_timescales_request_default();
        shf_grid grid = shf_timescales_grid_default();
        shf_solver solver = shf_timescales_solver_default();
        shf_info info;
        shf_table *table = NULL;
        shf_error error;
        grid.times = times[k];
        shf_assert_ok(shf_timescales_solve(&params, &request, &grid, &solver, NULL, &table, &info, &error),
                      error);
        ck_assert_msg(info.estimated_error < 1e-6, "case %zu: %g", k, info.estimated_error);
        shf_table_free(table);
    }
}

SHF_TEST_MAIN("timescales/curves", reference_curves, half_learning_times, reference_overlaps,
              invariant_of_one_mode, final_state, constant_activation, identities_along_a_run, risk_falls,
              events, permutation, estimated_error, estimate_of_single_rows)
