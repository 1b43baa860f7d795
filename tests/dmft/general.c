/* Neurons that are not alike: against the symmetric solver, symmetries, the energy identity, and values of
 * another program; and what the reader of the file refuses. */
#include "dmft/general.h"
#include "support/folder.h"
#include "support/test.h"
#include <stdio.h>

enum { NEURONS = 4 };

/* ---- helpers ---- */

static shf_table *solve(const shf_dmft_networks *params, const shf_dmft_neurons *neurons, double t_max,
                        double rtol)
{
    shf_error error;
    shf_table *table;
    shf_grid grid = shf_dmft_grid_default();
    shf_dmft_solver solver = shf_dmft_solver_default();
    grid.t_max = t_max;
    grid.points = 5;
    solver.rtol = rtol;
    shf_assert_ok(shf_dmft_neurons_solve(params, neurons, &grid, &solver, NULL, &table, NULL, &error), error);
    return table;
}

static double at_end(const shf_table *table, const char *name)
{
    const double *column = shf_table_column(table, name);
    ck_assert_msg(column != NULL, "no column %s", name);
    return column[shf_table_rows(table) - 1];
}

static shf_choice series(int kind, size_t n, const double *value)
{
    shf_choice choice = {.kind = kind, .n = n};
    memcpy(choice.value, value, n * sizeof *value);
    return choice;
}

/* m neurons with a_i = 1, orthogonal, without overlap. */
static shf_dmft_neurons alike(size_t m, size_t k)
{
    shf_dmft_neurons x = {.m = m, .k = k};
    for (size_t i = 0; i < m; i++) {
        x.a[i] = 1;
        x.c[i][i] = 1;
    }
    return x;
}

/* Three neurons without any symmetry; the first component of v in direction `first`. */
static shf_dmft_neurons uneven(size_t k, size_t first)
{
    static const double a[] = {1, -0.6, 0.4}, v[] = {0.3, -0.1, 0.2};
    static const double c[3][3] = {{1, 0.2, -0.1}, {0.2, 1, 0.3}, {-0.1, 0.3, 1}};
    shf_dmft_neurons x = {.m = 3, .k = k};
    for (size_t i = 0; i < 3; i++) {
        x.a[i] = a[i];
        x.v[i][first] = v[i];
        memcpy(x.c[i], c[i], sizeof c[i]);
    }
    return x;
}

/* ---- the symmetric case ---- */

/* Two discretisations of the same equations at rtol 1e-8, whose estimates are below that: 1e-7. */
START_TEST(symmetric)
{
    const size_t sizes[] = {1, 2, 5};
    for (size_t i = 0; i < 3; i++) {
        shf_error error;
        shf_table *expected;
        shf_dmft_params one = shf_dmft_params_default();
        shf_grid grid = shf_dmft_grid_default();
        shf_dmft_solver solver = shf_dmft_solver_default();
        one.m = sizes[i];
        one.alpha = 0.5;
        grid.t_max = 8;
        grid.points = 5;
        solver.rtol = 1e-8;
        shf_assert_ok(shf_dmft_solve(&one, &grid, &solver, NULL, &expected, NULL, &error), error);
        shf_dmft_networks params = shf_dmft_networks_default();
        params.alpha = 0.5;
        shf_dmft_neurons neurons = alike(sizes[i], 1);
        shf_table *table = solve(&params, &neurons, 8, 1e-8);
        const char *const pair[][2] = {{"a_1", "a"},           {"v_1", "v"},         {"nu_1", "nu"},
                                       {"e_train", "e_train"}, {"e_test", "e_test"}, {"int_RA", "int_RA"}};
        for (size_t k = 0; k < sizeof pair / sizeof pair[0]; k++)
            for (size_t j = 0; j < 5; j++)
                shf_assert_close(shf_table_column(table, pair[k][0])[j],
                                 shf_table_column(expected, pair[k][1])[j], 0, 1e-7);
        if (sizes[i] > 1)
            shf_assert_close(at_end(table, "C_1_2"), at_end(expected, "Co_tt"), 0, 1e-7);
        shf_table_free(expected);
        shf_table_free(table);
    }
}
END_TEST

/* ---- values of another program ---- */

/* Pure noise, tau = 1, n/d = 1.5, h = z/10 + z^2/2 at t = 10, from an Euler scheme extrapolated to step 0,
 * printed with three decimals (e_train: four): one unit of the last. */
START_TEST(published_settings)
{
    static const double h[] = {0, 0.1, 0.5}, second[] = {-1, -0.5, 1. / 3, 2. / 3};
    static const double end[] = {-1.691, -1.065, 0.785, 1.299};
    shf_dmft_networks params = shf_dmft_networks_default();
    params.h = series(SHF_DMFT_H_POLY, 3, h);
    params.target.kind = SHF_DMFT_TARGET_NONE;
    params.tau = 1;
    params.alpha = 1.5 / NEURONS;
    for (int setting = 1; setting <= 2; setting++) {
        shf_dmft_neurons neurons = alike(NEURONS, 1);
        for (size_t i = 0; i < NEURONS; i++)
            neurons.a[i] = setting == 2 ? second[i] : i < 2 ? 1 : -1;
        if (setting == 1) /* w_1 = w_3, w_2 = w_4 */
            neurons.c[0][2] = neurons.c[2][0] = neurons.c[1][3] = neurons.c[3][1] = 1;
        shf_table *table = solve(&params, &neurons, 10, 1e-6);
        shf_assert_close(at_end(table, "e_train"), setting == 2 ? 0.0527 : 0.0192, 0, 1e-4);
        for (size_t i = 0; i < NEURONS; i++) {
            char name[] = {'a', '_', (char)('1' + i), 0};
            shf_assert_close(at_end(table, name), setting == 2 ? end[i] : i < 2 ? 1.467 : -1.467, 0, 1e-3);
        }
        shf_table_free(table);
    }
}
END_TEST

/* ---- symmetries ---- */

/* A target along one direction does not know about a second one, nor which axis is called the first, nor, if
 * it is linear, how the axes are turned. */
START_TEST(rotation)
{
    static const double slope = 0.9, angle = 0.5;
    const double whole[] = {0, slope}, x[] = {0, slope * cos(angle)}, y[] = {0, slope * sin(angle)};
    for (int linear = 0; linear < 2; linear++) {
        shf_dmft_networks params = shf_dmft_networks_default();
        if (linear)
            params.target = series(SHF_DMFT_TARGET_POLY, 2, whole);
        shf_dmft_neurons neurons = uneven(1, 0), turned = uneven(2, 1);
        shf_table *expected = solve(&params, &neurons, 10, 1e-8);
        params.target_2 = params.target;
        params.target = (shf_choice){.kind = SHF_DMFT_TARGET_NONE};
        if (linear) {
            params.target = series(SHF_DMFT_TARGET_POLY, 2, x);
            params.target_2 = series(SHF_DMFT_TARGET_POLY, 2, y);
            for (size_t i = 0; i < turned.m; i++) {
                turned.v[i][0] = neurons.v[i][0] * cos(angle);
                turned.v[i][1] = neurons.v[i][0] * sin(angle);
            }
        }
        shf_table *table = solve(&params, &turned, 10, 1e-8);
        const char *const same[] = {"e_train", "e_test", "a_1",   "a_2",  "a_3",
                                    "nu_1",    "nu_3",   "C_1_2", "C_2_3"};
        for (size_t k = 0; k < sizeof same / sizeof same[0]; k++)
            shf_assert_close(at_end(table, same[k]), at_end(expected, same[k]), 0, 1e-7);
        shf_assert_close(at_end(table, "v_2_1"), linear ? cos(angle) * at_end(expected, "v_2") : 0, 0, 1e-7);
        shf_assert_close(at_end(table, "v_2_2"), (linear ? sin(angle) : 1) * at_end(expected, "v_2"), 0,
                         1e-7);
        shf_table_free(expected);
        shf_table_free(table);
    }
}
END_TEST

/* Neurons in another order give the columns in another order. */
START_TEST(permutation)
{
    static const size_t to[] = {2, 0, 1};
    shf_dmft_networks params = shf_dmft_networks_default();
    shf_dmft_neurons neurons = uneven(1, 0), other = neurons;
    for (size_t i = 0; i < 3; i++) {
        other.a[to[i]] = neurons.a[i];
        other.v[to[i]][0] = neurons.v[i][0];
        for (size_t j = 0; j < 3; j++)
            other.c[to[i]][to[j]] = neurons.c[i][j];
    }
    shf_table *table = solve(&params, &neurons, 10, 1e-8), *permuted = solve(&params, &other, 10, 1e-8);
    const char *const pair[][2] = {{"a_1", "a_3"},   {"a_2", "a_1"},     {"v_3", "v_2"},
                                   {"nu_1", "nu_3"}, {"C_1_2", "C_1_3"}, {"e_test", "e_test"}};
    for (size_t k = 0; k < sizeof pair / sizeof pair[0]; k++)
        shf_assert_close(at_end(table, pair[k][0]), at_end(permuted, pair[k][1]), 0, 1e-7);
    shf_table_free(table);
    shf_table_free(permuted);
}
END_TEST

/* ---- energy ---- */

static void find_panel(shf_dmft_general *run, double length)
{
    shf_error error;
    double change = 1;
    shf_assert_ok(shf_dmft_general_predict(run, length, &error), error);
    for (size_t j = 0; j < shf_dmft_general_unknowns(run); j++)
        run->scale[j] = 1;
    for (int k = 0; k < 60 && change > 1e-13; k++) {
        ck_assert(shf_dmft_general_image(run));
        change = shf_dmft_anderson_step(&run->anderson, run->x.a, run->g.a, run->scale);
    }
    shf_assert_below(change, 1e-13);
}

/* C_ii at two points of the panel, 0 being the node before it. */
static double correlation(const shf_dmft_general *run, size_t i, size_t x, size_t y)
{
    size_t m = run->m, last = run->rows - m + i, r = (x - 1) * m + i, s = run->rows + (y - 1) * m + i;
    double signal = 0, c;
    for (size_t k = 0; k < run->directions; k++)
        signal += run->v[k][x ? run->rows + r : last] * run->v[k][y ? s : last];
    if (x && y)
        c = run->g.c[r * run->ld + s];
    else if (x)
        c = run->g.c[r * run->ld + last];
    else
        c = y ? run->g.c[(y - 1) * m * run->ld + i * run->ld + last]
              : shf_dmft_history_entry(&run->c, last, last);
    return c + signal;
}

/* d e_train/dt = -(1/(alpha m)) sum_i [a_i'^2 + |w_i'|^2], (D.44): all derivatives by the polynomials of a
 * panel of length 0.2 with 6 nodes, whose error is about (rate length)^6/6!, below 1e-6 of the values. */
START_TEST(energy)
{
    static const double second[] = {0, 0.4, 0.2};
    shf_error error;
    shf_dmft_model model[2];
    shf_dmft_params params = shf_dmft_params_default();
    shf_dmft_neurons neurons = uneven(2, 0);
    shf_dmft_general run;
    static const double h[] = {0, 0.6, 0.3, 0.1};
    params.h = series(SHF_DMFT_H_POLY, 4, h);
    params.m = 3;
    neurons.v[1][1] = 0.4;
    shf_assert_ok(shf_dmft_model_make(&params, &model[0], &error), error);
    params.target = series(SHF_DMFT_TARGET_POLY, 3, second);
    shf_assert_ok(shf_dmft_model_make(&params, &model[1], &error), error);
    shf_assert_ok(shf_dmft_general_make(&run, &neurons, model, 6, &error), error);
    for (int panel = 0; panel < 8; panel++) {
        find_panel(&run, 0.2);
        const double *weight = run.radau.d[run.radau.p - 1];
        size_t p = run.radau.p, m = run.m;
        double e = 0, square = 0;
        for (size_t x = 0; x <= p; x++) {
            size_t node = x ? (x - 1) * run.nodes_ld + run.n + x - 1 : 0;
            double ca = x ? run.ca_row[node] : shf_dmft_history_entry(&run.ca, run.n - 1, run.n - 1);
            e += weight[x] / run.length * -0.5 * ca;
        }
        for (size_t i = 0; i < m; i++) {
            double a = 0;
            for (size_t x = 0; x <= p; x++) {
                a += weight[x] / run.length * (x ? run.g.a[(x - 1) * m + i] : run.a[run.rows - m + i]);
                for (size_t y = 0; y <= p; y++)
                    square += weight[x] * weight[y] / (run.length * run.length) * correlation(&run, i, x, y);
            }
            square += a * a;
        }
        shf_assert_close(e, -square / (model[0].params.alpha * (double)m), 1e-6, 0);
        shf_assert_ok(shf_dmft_general_accept(&run, &error), error);
    }
    shf_dmft_general_free(&run);
}
END_TEST

/* ---- the file ---- */

static void refuse(const char *text, shf_status status, const char *part)
{
    shf_error error;
    shf_dmft_neurons neurons;
    FILE *stream = fopen("neurons", "w");
    ck_assert_ptr_nonnull(stream);
    (void)fputs(text, stream);
    (void)fclose(stream);
    shf_status got = shf_dmft_neurons_read("neurons", &neurons, &error);
    if (status == SHF_OK)
        shf_assert_ok(got, error);
    else
        shf_assert_fails(got, status, error, part);
}

START_TEST(files)
{
    shf_error error;
    shf_dmft_neurons neurons;
    shf_enter_folder();
    refuse("# two neurons\n1, 0.1, 1, 0.2\n\n-1\t0 0.2 1 # the second\n", SHF_OK, "");
    refuse("", SHF_ERR_TEXT, "holds no numbers");
    refuse("1 0 1 0\n1 0 0\n", SHF_ERR_TEXT, "line 2 has 3 numbers, the lines before have 4");
    refuse("1 0 1 x\n", SHF_ERR_TEXT, "line 1, column 4: \"x\" is not a finite number");
    refuse("1 nan 1\n", SHF_ERR_TEXT, "line 1, column 2");
    refuse("1 0 1 0 0 0 0\n1 0 0 1 0 0 0\n", SHF_ERR_TEXT, "2 neurons need lines of 4");
    refuse("1 1.1 1\n", SHF_ERR_VALUE, "neuron 1: |v| is larger than 1");
    refuse("1 0 0.9\n", SHF_ERR_VALUE, "C_11 = 0.9: must be 1");
    refuse("1 0 1 0.5\n1 0 0.4 1\n", SHF_ERR_VALUE, "must be symmetric");
    refuse("1 0 1 1.2\n1 0 1.2 1\n", SHF_ERR_VALUE, "neuron 2");
    refuse("1 0.9 1 -0.5\n1 0.9 -0.5 1\n", SHF_ERR_VALUE, "neuron 2: its overlaps");
    refuse("1 0 1 1 0\n1 0 1 1 0.5\n1 0 0 0.5 1\n", SHF_ERR_VALUE, "neuron 3");
    shf_assert_fails(shf_dmft_neurons_read("/nonexistent/neurons", &neurons, &error), SHF_ERR_FILE, error,
                     "/nonexistent/neurons");
    shf_assert_fails(shf_dmft_neurons_read("/dev/zero", &neurons, &error), SHF_ERR_FILE, error,
                     "/dev/zero: is a device");
}
END_TEST

START_TEST(second_direction_without_overlaps)
{
    shf_error error;
    shf_table *table;
    shf_dmft_neurons neurons = alike(2, 1);
    shf_dmft_networks params = shf_dmft_networks_default();
    shf_grid grid = shf_dmft_grid_default();
    shf_dmft_solver solver = shf_dmft_solver_default();
    params.target_2.kind = SHF_DMFT_TARGET_SAME;
    shf_assert_fails(shf_dmft_neurons_solve(&params, &neurons, &grid, &solver, NULL, &table, NULL, &error),
                     SHF_ERR_VALUE, error, "target-2");
    ck_assert_ptr_null(table);
}
END_TEST

START_TEST(memory_limit)
{
    shf_error error;
    shf_table *table;
    shf_dmft_neurons neurons = alike(8, 1);
    shf_dmft_networks params = shf_dmft_networks_default();
    shf_grid grid = shf_dmft_grid_default();
    shf_dmft_solver solver = shf_dmft_solver_default();
    solver.memory = 0.1;
    shf_assert_fails(shf_dmft_neurons_solve(&params, &neurons, &grid, &solver, NULL, &table, NULL, &error),
                     SHF_ERR_MEMORY, error, "memory = 0.1 MB");
}
END_TEST

SHF_TEST_MAIN("dmft/general", symmetric, published_settings, rotation, permutation, energy, files,
              second_direction_without_overlaps, memory_limit)
