/* Ensembles: means and errors, times, what can be asked for besides, interruptions, bad parameters. */
#include "common/random.h"
#include "simulation/hinge_samples.h"
#include "support/test.h"
#include <stdio.h>

/* Under the address sanitizer a request that is too large returns NULL, as it does without. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

typedef struct setup {
    shf_hinge_params params;
    shf_simulation_params simulation;
    shf_simulation_request request;
    shf_grid grid;
    shf_simulation_control control;
    double times[5], clouds[2];
} setup;

static void make(setup *s)
{
    *s = (setup){shf_hinge_params_default(),
                 shf_simulation_params_default(),
                 shf_simulation_request_default(),
                 shf_grid_default(),
                 shf_simulation_control_default(),
                 {0, 2, 7, 20, 40},
                 {0, 20}};
    s->params.d = 8, s->params.N = 500, s->params.M = 12, s->params.eta = 40, s->params.delta = 0.05;
    s->simulation.test_size = 200;
    s->grid.times = (shf_list){5, s->times};
    s->control.threads = 1;
}

static shf_status run(const setup *s, shf_simulation_result *result, shf_info *info, shf_error *error)
{
    return shf_hinge_simulate(&s->params, &s->simulation, NULL, &s->request, &s->grid, &s->control, NULL,
                              result, info, error);
}

static shf_simulation_result run_good(const setup *s)
{
    shf_error error = {0};
    shf_simulation_result result;
    shf_assert_ok(run(s, &result, NULL, &error), error);
    return result;
}

#define NAME(S, name, unit, help) #name,
static const char *const names[] = {SHF_SIMULATION_OBSERVABLES(NAME, )};
enum { n_names = sizeof names / sizeof names[0] };

/* Three runs give the mean and the standard error of the runs of their seeds alone. */
START_TEST(means_and_errors)
{
    setup s;
    make(&s);
    s.simulation.seed = 70;
    shf_simulation_result all = run_good(&s), one[3];
    s.simulation.runs = 1;
    for (uint64_t k = 0; k < 3; k++) {
        s.simulation.seed = 70 + k;
        one[k] = run_good(&s);
        for (size_t j = 0; j < n_names; j++) {
            char se[32];
            (void)snprintf(se, sizeof se, "%s_se", names[j]);
            ck_assert(isnan(shf_table_column(one[k].curve, se)[3]));
        }
    }
    for (size_t j = 0; j < n_names; j++)
        for (size_t row = 0; row < 5; row++) {
            char se[32];
            double v[3], mean = 0, square = 0;
            for (int k = 0; k < 3; k++) {
                v[k] = shf_table_column(one[k].curve, names[j])[row];
                mean += v[k] / 3;
            }
            for (int k = 0; k < 3; k++)
                square += (v[k] - mean) * (v[k] - mean);
            (void)snprintf(se, sizeof se, "%s_se", names[j]);
            shf_assert_close(shf_table_column(all.curve, names[j])[row], mean, SHF_ROUND(8), 0);
            shf_assert_close(shf_table_column(all.curve, se)[row], sqrt(square / 6), 1e-9,
                             SHF_ROUND(8) * fabs(mean));
        }
    for (int k = 0; k < 3; k++)
        shf_simulation_result_free(&one[k]);
    shf_simulation_result_free(&all);
}
END_TEST

/* Rows stand at the nearest update, each once; more substeps approach a limit: first order in the step. */
START_TEST(times_and_substeps)
{
    setup s;
    double times[] = {0.1, 0.2, 1.3, 1.4, 2.49, 10};
    static const double expected[2][6] = {{0, 1, 2, 10}, {0, 0.25, 1.25, 1.5, 2.5, 10}};
    make(&s);
    s.grid.times = (shf_list){6, times};
    s.simulation.runs = 1;
    for (int k = 0; k < 2; k++) {
        s.simulation.substeps = k ? 4 : 1;
        shf_simulation_result result = run_good(&s);
        size_t rows = k ? 6 : 4;
        ck_assert_uint_eq(shf_table_rows(result.curve), rows);
        for (size_t row = 0; row < rows; row++)
            ck_assert_double_eq(shf_table_column(result.curve, "t")[row], expected[k][row]);
        shf_simulation_result_free(&result);
    }
    double V[4];
    times[0] = 2, s.grid.times.n = 1,
    s.params.eta = 20; /* before the first satisfied sample: smooth in the step */
    for (int k = 0; k < 4; k++) {
        s.simulation.substeps = (size_t)4 << k;
        shf_simulation_result result = run_good(&s);
        V[k] = shf_table_column(result.curve, "V_par")[0];
        ck_assert_double_eq(shf_table_column(result.curve, "f_U")[0], 1.0);
        shf_simulation_result_free(&result);
    }
    /* halving the step halves the error: ratio 2 + O(step), and samples whose w.x changes its sign at another
     * update */
    shf_assert_close((V[1] - V[0]) / (V[2] - V[1]), 2, 0.15, 0);
    shf_assert_close((V[2] - V[1]) / (V[3] - V[2]), 2, 0.15, 0);
}
END_TEST

/* Clouds and node trajectories against the curve and the initial draw. */
START_TEST(clouds_and_nodes)
{
    setup s;
    make(&s);
    s.request.nodes = 3;
    s.request.clouds = (shf_list){2, s.clouds};
    s.simulation.runs = 2, s.simulation.seed = 9;
    shf_simulation_result result = run_good(&s);
    const double *a = shf_table_column(result.clouds, "a"), *w = shf_table_column(result.clouds, "w_par");
    ck_assert_uint_eq(shf_table_rows(result.clouds), 2 * 2 * 12);
    for (size_t cloud = 0; cloud < 2; cloud++) {
        double a2 = 0, w2 = 0, aw = 0;
        size_t row = cloud ? 3 : 0;
        for (size_t k = 24 * cloud; k < 24 * (cloud + 1); k++) {
            ck_assert_double_eq(shf_table_column(result.clouds, "t")[k], s.clouds[cloud]);
            ck_assert_double_eq(shf_table_column(result.clouds, "run")[k], (double)(1 + (k / 12) % 2));
            a2 += a[k] * a[k] / 24, w2 += w[k] * w[k] / 24, aw += a[k] * w[k] / 24;
        }
        shf_assert_close(shf_table_column(result.curve, "a2")[row], a2, SHF_ROUND(50), 0);
        shf_assert_close(shf_table_column(result.curve, "w_par2")[row], w2, SHF_ROUND(50), 0);
        shf_assert_close(shf_table_column(result.curve, "V_par")[row], aw, 0, SHF_ROUND(50) * (a2 + w2));
        for (size_t i = 0; i < 3; i++) {
            char name[16];
            (void)snprintf(name, sizeof name, "a_%zu", i + 1);
            ck_assert_double_eq(shf_table_column(result.curve, name)[row], a[24 * cloud + i]);
            (void)snprintf(name, sizeof name, "w_par_%zu", i + 1);
            ck_assert_double_eq(shf_table_column(result.curve, name)[row], w[24 * cloud + i]);
        }
    }
    for (size_t i = 0; i < 12; i++) {
        ck_assert_double_eq(a[i], shf_random_normal(9, SHF_STREAM_A, i));
        ck_assert_double_eq(w[i], shf_random_normal(9, SHF_STREAM_W, 8 * i));
        ck_assert_double_eq(a[12 + i], shf_random_normal(10, SHF_STREAM_A, i));
    }
    ck_assert_uint_eq(shf_table_column_index(result.curve, "a_4"), shf_table_columns(result.curve));
    shf_simulation_result_free(&result);
    ck_assert(result.curve == NULL && result.clouds == NULL);
}
END_TEST

/* All samples: at each row, those satisfied for the first time later are among the unsatisfied; flipped ones
 * are as good as never satisfied; large projections come first. */
START_TEST(satisfaction_times)
{
    setup s;
    make(&s);
    s.request.satisfaction = 1000; /* more than there are */
    s.simulation.runs = 1;
    shf_simulation_result result = run_good(&s);
    const double *t = shf_table_column(result.satisfaction, "t_satisfied");
    const double *x = shf_table_column(result.satisfaction, "x_par"),
                 *y = shf_table_column(result.satisfaction, "y");
    const double *flipped = shf_table_column(result.satisfaction, "flipped");
    ck_assert_uint_eq(shf_table_rows(result.satisfaction), 500);
    for (size_t row = 0; row < 5; row++) {
        size_t later = 0;
        for (size_t k = 0; k < 500; k++)
            later += t[k] > s.times[row];
        ck_assert_double_le((double)later, 500 * shf_table_column(result.curve, "f_U")[row] + 0.5);
    }
    size_t n_flipped = 0;
    double early[2] = {0}, count[2] = {0};
    for (size_t k = 0; k < 500; k++) {
        ck_assert_double_eq(y[k], (x[k] < 0 ? -1 : 1) * (flipped[k] != 0 ? -1 : 1));
        n_flipped += flipped[k] != 0;
        if (flipped[k] == 0) {
            early[fabs(x[k]) > 0.7] += t[k] < 10;
            count[fabs(x[k]) > 0.7]++;
        }
    }
    ck_assert(n_flipped > 5 && n_flipped < 60);
    ck_assert_double_gt(early[1] / count[1], 0.9);
    ck_assert_double_lt(early[0] / count[0], 0.5);
    shf_simulation_result_free(&result);
}
END_TEST

/* The method and the threads change no bit of any column; the active method computes less. */
START_TEST(control_changes_nothing)
{
    setup s;
    make(&s);
    s.params.N = 3000, s.params.delta = 0;
    double times[] = {0, 10, 100};
    s.grid.times = (shf_list){3, times};
    s.simulation.runs = 2;
    for (int precision = 0; precision < 2; precision++) {
        s.simulation.precision.kind = precision;
        s.control.method.kind = SHF_METHOD_DENSE, s.control.threads = 1;
        shf_simulation_result dense = run_good(&s);
        ck_assert_double_eq(dense.evaluated, 1.0);
        s.control.method.kind = SHF_METHOD_ACTIVE, s.control.threads = 2;
        shf_simulation_result active = run_good(&s);
        ck_assert_double_lt(active.evaluated, 0.8);
        for (size_t j = 0; j < shf_table_columns(dense.curve); j++)
            ck_assert_mem_eq(shf_table_column_at(dense.curve, j), shf_table_column_at(active.curve, j),
                             3 * sizeof(double));
        shf_simulation_result_free(&dense);
        shf_simulation_result_free(&active);
    }
}
END_TEST

static int stop_at_half(void *context, double fraction)
{
    (void)context;
    return fraction >= 0.5;
}

/* Without a checkpoint, an interruption leaves what is finished: whole runs, or the rows of the first. */
START_TEST(interruption_keeps_rows)
{
    setup s;
    shf_error error = {0};
    shf_simulation_result result;
    shf_progress progress = {stop_at_half, NULL};
    make(&s);
    for (size_t seeds = 1; seeds <= 2; seeds++) {
        s.simulation.runs = seeds;
        ck_assert_int_eq(shf_hinge_simulate(&s.params, &s.simulation, NULL, NULL, &s.grid, NULL, &progress,
                                            &result, NULL, &error),
                         SHF_ERR_INTERRUPTED);
        ck_assert_uint_eq(shf_table_rows(result.curve), seeds == 1 ? 4 : 5);
        shf_simulation_result_free(&result);
    }
}
END_TEST

START_TEST(info_is_filled)
{
    setup s;
    shf_error error = {0};
    shf_info info;
    shf_simulation_result result;
    make(&s);
    shf_assert_ok(run(&s, &result, &info, &error), error);
    ck_assert_uint_eq(info.steps, 3 * 41);
    ck_assert_uint_le(info.evaluations, 3 * 41 * 500);
    shf_assert_close(result.evaluated, (double)info.evaluations / (3 * 41 * 500), SHF_ROUND(4), 0);
    ck_assert(strstr(info.method, "gradient descent"));
    shf_simulation_result_free(&result);
}
END_TEST

static void check_fails(const setup *s, shf_status status, const char *part)
{
    shf_error error = {0};
    shf_simulation_result result;
    shf_assert_fails(run(s, &result, NULL, &error), status, error, part);
    ck_assert(result.curve == NULL && result.clouds == NULL && result.satisfaction == NULL);
}

START_TEST(bad_parameters)
{
    setup s;
    make(&s);
    s.params.d = 0;
    check_fails(&s, SHF_ERR_VALUE, "d = 0");
    make(&s), s.params.eta = NAN;
    check_fails(&s, SHF_ERR_VALUE, "eta");
    make(&s), s.params.delta = 0.6;
    check_fails(&s, SHF_ERR_VALUE, "delta = 0.6");
    make(&s), s.params.sigma_a = s.params.sigma_w = 0;
    check_fails(&s, SHF_ERR_VALUE, "nothing moves");
    make(&s), s.simulation.runs = 0;
    check_fails(&s, SHF_ERR_VALUE, "runs = 0");
    make(&s), s.simulation.precision.kind = 2;
    check_fails(&s, SHF_ERR_VALUE, "precision");
    make(&s), s.control.threads = 5000;
    check_fails(&s, SHF_ERR_VALUE, "threads = 5000");
    make(&s), s.times[1] = 0;
    check_fails(&s, SHF_ERR_VALUE, "must increase");
    make(&s), s.clouds[1] = 0, s.request.clouds = (shf_list){2, s.clouds};
    check_fails(&s, SHF_ERR_VALUE, "clouds: times = ...,0,0,...: must increase");
    make(&s), s.times[4] = 1e18;
    check_fails(&s, SHF_ERR_VALUE, "at most 2^53");
    make(&s), s.params.N = 1000000000000;
    check_fails(&s, SHF_ERR_MEMORY, "memory");
    make(&s), s.params.M = 1000000000, s.params.d = 1000000000;
    check_fails(&s, SHF_ERR_MEMORY, "memory");
    make(&s), s.params.eta = 1e12;
    check_fails(&s, SHF_ERR_NUMERIC, "run 1, t = ");
}
END_TEST

SHF_TEST_MAIN("simulation/ensemble", means_and_errors, times_and_substeps, clouds_and_nodes,
              satisfaction_times, control_changes_nothing, interruption_keeps_rows, info_is_filled,
              bad_parameters)
