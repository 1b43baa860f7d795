/* The public function: defaults, columns, t = 0, error estimate, interruption, bad input. */
#include "support/test.h"
#include <shallowflow/node.h>

typedef struct call {
    shf_node_params params;
    shf_node_request request;
    shf_grid grid;
    shf_solver solver;
    shf_table *table;
    shf_info info;
    shf_error error;
} call;

static call prepare(void)
{
    call c = {.params = shf_node_params_default(),
              .request = shf_node_request_default(),
              .grid = shf_grid_default(),
              .solver = shf_node_solver_default()};
    c.request.nodes_a = c.request.nodes_w = 4;
    c.grid.points = 12;
    return c;
}

static shf_status solve(call *c, const shf_progress *progress)
{
    return shf_node_solve(&c->params, &c->request, &c->grid, &c->solver, progress, &c->table, &c->info,
                          &c->error);
}

START_TEST(columns)
{
    call c = prepare();
    double x[] = {-2.5, 0, 0.1};
    c.request.projections = (shf_list){3, x};
    shf_assert_ok(solve(&c, NULL), c.error);
    const char *const names[] = {"t",  "F[-2.5]", "F[0]",   "F[0.1]",  "f_U",   "loss", "error", "a",
                                 "a2", "w_par",   "w_par2", "a_w_par", "V_par", "rho",  "rho2"};
    ck_assert_uint_eq(shf_table_columns(c.table), 15);
    for (size_t j = 0; j < 15; j++)
        ck_assert_str_eq(shf_table_column_name(c.table, j), names[j]);
    ck_assert_str_eq(c.info.method, "CVODE BDF");
    ck_assert(c.info.steps > 50 && c.info.evaluations > c.info.steps);
    shf_table_free(c.table);

    c.params.loss.kind = SHF_LOSS_LOGISTIC; /* no margin, no f_U */
    shf_assert_ok(solve(&c, NULL), c.error);
    ck_assert_uint_eq(shf_table_columns(c.table), 14);
    ck_assert_ptr_null(shf_table_column(c.table, "f_U"));
    shf_table_free(c.table);
}
END_TEST

START_TEST(initial_row)
{
    call c = prepare();
    double times[] = {0, 1};
    c.grid.times = (shf_list){2, times};
    c.params.mean_a = 0.5;
    c.params.correlation = -0.3;
    c.params.alpha = 2;
    shf_assert_ok(solve(&c, NULL), c.error);
    const struct {
        const char *name;
        double value;
    } expected[] = {{"t", 0}, {"F[-1]", 0}, {"F[1]", 0}, {"a", 0.5}, {"w_par", 0}, {"rho2", 99}};
    for (size_t k = 0; k < 6; k++)
        ck_assert(shf_table_column(c.table, expected[k].name)[0] == expected[k].value);
    shf_assert_close(shf_table_column(c.table, "f_U")[0], 1, SHF_ROUND(100), 0);
    shf_assert_close(shf_table_column(c.table, "error")[0], 0.5, SHF_ROUND(100), 0);
    shf_assert_close(shf_table_column(c.table, "loss")[0], 0.25, SHF_ROUND(100), 0);
    shf_assert_close(shf_table_column(c.table, "a2")[0], 1.25, SHF_ROUND(2), 0);
    shf_assert_close(shf_table_column(c.table, "V_par")[0], -0.3, SHF_ROUND(2), 0);
    shf_table_free(c.table);
}
END_TEST

/* The estimate bounds the true error where that is known from a finer run. */
START_TEST(estimate_is_honest)
{
    const int activations[] = {SHF_ACT_RELU, SHF_ACT_ERF, SHF_ACT_TANH};
    for (size_t a = 0; a < 3; a++) {
        call c = prepare(), fine = prepare();
        c.params.activation.kind = activations[a];
        c.params.law_a = (shf_choice){.kind = SHF_LAW_UNIFORM};
        c.params.mean_a = 0.4;
        c.params.loss.kind = a == 2 ? SHF_LOSS_LOGISTIC : SHF_LOSS_HINGE;
        c.grid.t_max = 60;
        fine.params = c.params;
        fine.grid = c.grid;
        c.request.nodes_a = c.request.nodes_w = 6;
        fine.request.nodes_a = fine.request.nodes_w = 14;
        fine.solver.rtol = 1e-10;
        shf_assert_ok(solve(&c, NULL), c.error);
        shf_assert_ok(solve(&fine, NULL), fine.error);
        double worst = 0;
        for (size_t k = 0; k < c.grid.points; k++) {
            double V = shf_table_column(fine.table, "V_par")[k],
                   loss = shf_table_column(fine.table, "loss")[k];
            double size =
                sqrt(shf_table_column(fine.table, "a2")[k] * shf_table_column(fine.table, "w_par2")[k]);
            worst = fmax(worst, fabs(shf_table_column(c.table, "V_par")[k] - V) / size);
            worst = fmax(worst, fabs(shf_table_column(c.table, "loss")[k] - loss) /
                                    shf_table_column(fine.table, "loss")[0]);
        }
        shf_assert_below(worst, c.info.estimated_error);
        shf_assert_below(c.info.estimated_error, 0.1);
        shf_assert_below(1e-12, c.info.estimated_error);
        shf_table_free(c.table);
        shf_table_free(fine.table);
    }
}
END_TEST

static int stop_at(void *context, double fraction)
{
    double *seen = context;
    ck_assert(fraction >= seen[1] && fraction <= 1);
    seen[1] = fraction;
    return fraction >= seen[0];
}

START_TEST(interruption)
{
    for (int late = 0; late < 2; late++) {
        call c = prepare();
        double seen[2] = {late ? 0.9 : 0.4, 0};
        shf_progress progress = {stop_at, seen};
        ck_assert_int_eq(solve(&c, &progress), late ? SHF_OK : SHF_ERR_INTERRUPTED);
        ck_assert_ptr_nonnull(c.table);
        /* four fifths of the bar are the run, the rest is the error estimate */
        ck_assert_uint_eq(shf_table_rows(c.table), late ? 12 : 6);
        ck_assert(isnan(c.info.estimated_error));
        shf_table_free(c.table);
    }
}
END_TEST

START_TEST(bad_input)
{
    double order[] = {0.5, -1}, flips[] = {0.1, 0.2, 0.3};
    call good = prepare(), c = good;
    c.params.labels = (shf_choice){SHF_LABEL_STRIPES, 2, {order[0], order[1]}};
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "stripes");
    c = good;
    c.params.delta_stripes = (shf_list){3, flips};
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "delta-stripes");
    c = good;
    c.params.alpha = NAN;
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "alpha");
    c = good;
    c.params.delta = 1.1;
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "delta");
    c = good;
    c.params.d = 0;
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "d = 0");
    c = good;
    c.params.data = (shf_choice){SHF_DATA_STUDENT, 1, {2}};
    c.params.loss.kind = SHF_LOSS_QUADRATIC;
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "student:2");
    c = good;
    c.params.data = (shf_choice){.kind = SHF_DATA_SPHERE};
    c.params.d = 1;
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "d = 1");
    c = good;
    c.request.nodes_a = c.request.nodes_w = 200;
    c.request.nodes_rho = 50;
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "nodes-a");
    c = good;
    double same[] = {1, 2, 1};
    c.request.projections = (shf_list){3, same};
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "projections = ...,1,...: is given twice");
    c = good;
    c.solver.rtol = -1;
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "rtol");
    c = good;
    c.solver.max_steps = 3;
    shf_assert_fails(solve(&c, NULL), SHF_ERR_NUMERIC, c.error, "max-steps = 3");
    ck_assert_ptr_null(c.table);
}
END_TEST

/* Times far beyond the unit M alpha/eta of the flow (0.4 in the default run), or too short for a step to have
 * a reciprocal, are refused by name; the shortest that is allowed is answered: F = t times its first slope,
 * to relative rounding and the tolerance of the solver. */
START_TEST(range_of_times)
{
    static const double late[] = {1e20, 1e100, 1e300}, early[] = {1e-301, 1e-310};
    call good = prepare(), c = good;
    for (size_t k = 0; k < 3; k++) {
        c = good;
        c.grid.t_max = late[k];
        shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "must be at most");
        ck_assert_ptr_nonnull(strstr(c.error.message, "t-max = "));
    }
    c = good; /* data of size R are faster by R^2/d */
    c.params.data = (shf_choice){SHF_DATA_SPHERE, 1, {1e100}};
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "1e16 M alpha/eta d/R^2");
    for (size_t k = 0; k < 2; k++) {
        c = good;
        c.grid.t_max = early[k];
        shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "must be at least 1e-300");
    }
    c = good;
    double times[] = {0, 1e-308, 1};
    c.grid.times = (shf_list){3, times};
    shf_assert_fails(solve(&c, NULL), SHF_ERR_VALUE, c.error, "times = 1e-308: must be at least");
    double value[2];
    for (size_t k = 0; k < 2; k++) {
        c = good;
        c.grid.times = (shf_list){0, NULL};
        c.grid.t_max = k ? 1e-6 : 1e-300;
        shf_assert_ok(solve(&c, NULL), c.error);
        value[k] = shf_table_column(c.table, "F[1]")[shf_table_rows(c.table) - 1] / c.grid.t_max;
        shf_table_free(c.table);
    }
    shf_assert_close(value[0], value[1], 1e-4,
                     0); /* the slope changes by the order of eta t/M = 2e-6 times F */
}
END_TEST

/* What the equations leave out for Student data is said where it matters. */
START_TEST(notes)
{
    call c = prepare();
    c.params.data = (shf_choice){SHF_DATA_STUDENT, 1, {6}};
    shf_assert_ok(solve(&c, NULL), c.error);
    ck_assert_uint_eq(shf_table_notes(c.table), 0);
    shf_table_free(c.table);
    c.params.activation.kind = SHF_ACT_ERF;
    c.grid.t_max = 1;
    shf_assert_ok(solve(&c, NULL), c.error);
    ck_assert_uint_eq(shf_table_notes(c.table), 1);
    ck_assert_ptr_nonnull(strstr(shf_table_note(c.table, 0), "student"));
    shf_table_free(c.table);
}
END_TEST

static void set(shf_node_params *params, const char *const *pairs)
{
    shf_error error = {0};
    for (; *pairs; pairs += 2)
        shf_assert_ok(shf_params_set(&shf_node_params_table, params, pairs[0], pairs[1], &error), error);
}

/* Flows that are stiff by ten orders of magnitude, end on a kink of the loss or come to rest: solved, with
 * less than a tenth of the steps allowed, and with a loss that does not increase. */
START_TEST(hard_flows)
{
    const char *const cases[][24] = {
        {"activation",  "erf",  "loss",  "quadratic", "labels", "stripes:-0.7,0.4",
         "delta",       "0.8",  "d",     "1",         "data",   "student:4",
         "alpha",       "1e-4", "eta",   "1e8",       "mean-a", "0.7",
         "correlation", "-0.5", "law-a", "uniform"},
        {"activation",  "hermite:0.2,0.7,0.3,0.1",
         "loss",        "hinge",
         "labels",      "stripes:-0.7,0.4",
         "delta",       "0.1",
         "d",           "5",
         "alpha",       "0.1",
         "eta",         "1e8",
         "mean-a",      "0.7",
         "correlation", "-0.5",
         "law-a",       "uniform"},
        {"activation", "quadratic", "loss", "hinge", "labels", "stripes:-1.5,-0.2,0.6,2", "d", "30", "eta",
         "1e5"},
        {"activation", "erf", "loss", "hinge", "labels", "stripes:-0.7,0.4", "data", "student:4", "alpha",
         "10", "eta", "1e6", "law-a", "points:0.1,-2"}};
    for (size_t k = 0; k < 4; k++) {
        call c = prepare();
        set(&c.params, cases[k]);
        c.solver.max_steps = 2000;
        shf_assert_ok(
            shf_node_solve(&c.params, &c.request, &c.grid, &c.solver, NULL, &c.table, NULL, &c.error),
            c.error);
        const double *loss = shf_table_column(c.table, "loss");
        for (size_t i = 1; i < c.grid.points; i++)
            shf_assert_below(loss[i], loss[i - 1] * (1 + c.solver.rtol));
        shf_table_free(c.table);
    }
}
END_TEST

SHF_TEST_MAIN("node/solve", columns, initial_row, estimate_is_honest, interruption, bad_input, range_of_times,
              notes, hard_flows)
